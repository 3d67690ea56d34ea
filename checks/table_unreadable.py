"""CF507."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio
from credfolio.wording import faults


@check("CF507", "error")
def table_unreadable(portfolio: Portfolio) -> Iterator[Problem]:
    """A table that a requirement asks for is not there, or a cell of it can't be read.

    People, steps and scores are read row by row: from a table in the document, or from a
    spreadsheet saved as CSV that `data:` names. Every cell at fault is told by its row and column,
    with what is expected there. What is not read proves nothing.

    Bad:
        | Step | Date |
        |---|---|
        | Walkthrough | 30 February 2026 |

    Good:
        | Step | Date |
        |---|---|
        | Walkthrough | 2026-02-27 |
    """
    yield from faults(portfolio, "CF507")
