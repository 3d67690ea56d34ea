"""CF803."""

import re
from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Document, Place, Portfolio

_HOSTS = (
    r"https?://(?:[\w.-]{1,90}\.)?(?:drive\.google\.com|docs\.google\.com|sharepoint\.com"
    r"|onedrive\.live\.com|1drv\.ms|onedrive\.com)(?:[/:?#]|$)"
)
# An address in the text; those in links and raw tags are known as links already.
_BARE = rf"(?<![\w\[<\"'=])(?<!\]\()(?<!\]: ){_HOSTS}[^\s<>()\[\]\"']*"


@check("CF803", "warning")
def link_needs_login(portfolio: Portfolio) -> Iterator[Problem]:
    """A link leads to a place that asks for a login.

    Assessors do not open Drive, Docs, SharePoint and OneDrive links, or can't. An address in the
    text is such a link as well.

    Bad:
        [my tally](https://docs.google.com/spreadsheets/d/…)

    Good:
        [my tally](tally.md)
    """
    for document in portfolio.documents:
        linked = [(x.target, x.line, x.column) for x in document.links if _asks(x.target)]
        known = {(target, line) for target, line, _ in linked}
        bare = (found for found in _bare(document) if found[:2] not in known)
        for target, line, column in (*linked, *bare):
            message = f"`{target[:70]}` may ask the assessor for a login."
            hint = "Put the evidence itself into the portfolio."
            yield Problem(Place(document.path, line, column), message, hint)
        recording = str(document.meta.get("recording") or "")
        if _asks(recording):
            message = f"`{recording[:70]}` may ask the assessor for a login."
            hint = "Put the recording itself into the portfolio."
            yield Problem(document.places["recording"], message, hint)


def _bare(document: Document) -> Iterator[tuple[str, int, int]]:
    """(address, line, column) of those that stand in the text."""
    if "://" not in document.body:
        return
    for line, row in zip(document.lines, document.body.split("\n"), strict=True):
        if "://" in row:
            for found in re.finditer(_BARE, row, re.I):
                yield found[0], line, found.start() + 1


def _asks(target: str) -> bool:
    return "://" in target and re.match(_HOSTS, target, re.I) is not None
