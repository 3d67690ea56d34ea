"""CF302."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio
from credfolio.wording import faults


@check("CF302", "error")
def media_unreadable(portfolio: Portfolio) -> Iterator[Problem]:
    """A recording can't be read.

    It is missing, empty, not what its name says, cut short, or its length can't be found out.

    Bad:
        recording: talk.mp4   (the file is empty)

    Good:
        recording: media/talk.mp4
    """
    yield from faults(portfolio, "CF302")
