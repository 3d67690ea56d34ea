"""CF902."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Place, Portfolio
from credfolio.workspace import METADATA


@check("CF902", "error")
def nothing_to_check(portfolio: Portfolio) -> Iterator[Problem]:
    """There is neither a document nor metadata.

    Bad:
        An empty folder.

    Good:
        A folder that `credfolio init` made.
    """
    written = any(d.requirement or d.is_exhibit for d in portfolio.documents)
    unread = any(fault.code == "CF501" for fault in portfolio.faults)
    if METADATA not in portfolio.files and not written and not unread:
        message = "There is nothing to check here: no `portfolio.yml` and no document with "
        message += "`requirement:`."
        hint = "Name the folder of your portfolio, or begin one with `credfolio init`."
        yield Problem(Place(), message, hint)
