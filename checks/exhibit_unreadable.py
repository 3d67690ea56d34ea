"""CF506."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio
from credfolio.wording import faults


@check("CF506", "error")
def exhibit_unreadable(portfolio: Portfolio) -> Iterator[Problem]:
    """The data of an exhibit can't be read, so it can't be drawn as it was meant.

    Every cell at fault is named as a spreadsheet names it, with what is expected there. Until all
    are mended the rows are shown as they are written and nothing is drawn. A heading that is
    missing is a warning, and so is an exhibit that names no file at all.

    Bad:
        event,count
        Open question,seven

    Good:
        event,count
        Open question,7
    """
    yield from faults(portfolio, "CF506")
