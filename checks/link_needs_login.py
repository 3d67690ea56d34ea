"""CF803."""

import re
from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Place, Portfolio

_HOSTS = (
    r"https?://(?:[\w.-]+\.)?(?:drive\.google\.com|docs\.google\.com|sharepoint\.com"
    r"|onedrive\.live\.com|1drv\.ms|onedrive\.com)(?:[/:?#]|$)"
)


@check("CF803", "warning")
def link_needs_login(portfolio: Portfolio) -> Iterator[Problem]:
    """A link leads to a place that asks for a login.

    Assessors do not open Drive, Docs, SharePoint and OneDrive links, or can't.

    Bad:
        [my tally](https://docs.google.com/spreadsheets/d/…)

    Good:
        [my tally](tally.md)
    """
    for document in portfolio.documents:
        for link in document.links:
            if _asks(link.target):
                message = f"`{link.target[:70]}` may ask the assessor for a login."
                hint = "Put the evidence itself into the portfolio."
                yield Problem(Place(document.path, link.line, link.column), message, hint)
        recording = str(document.meta.get("recording") or "")
        if _asks(recording):
            message = f"`{recording[:70]}` may ask the assessor for a login."
            hint = "Put the recording itself into the portfolio."
            yield Problem(document.places["recording"], message, hint)


def _asks(target: str) -> bool:
    return "://" in target and re.match(_HOSTS, target, re.I) is not None
