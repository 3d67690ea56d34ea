"""CF305."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio
from credfolio.wording import faults


@check("CF305", "error")
def transcript_unreadable(portfolio: Portfolio) -> Iterator[Problem]:
    """A transcript file can't be read.

    It is missing, is no text, or no speaker and no time is found in it.

    Bad:
        transcript: talk.pdf

    Good:
        transcript: talk.vtt
    """
    yield from faults(portfolio, "CF305")
