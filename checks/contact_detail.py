"""CF602."""

import re
from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Document, Place, Portfolio
from credfolio.workspace import METADATA

# Every digit, and `?`, which stands for what is not ASCII and so may be one: a first look.
_ZEROS = bytes.maketrans(b"0123456789?", b"0" * 11)
_DATA = (".csv", ".tsv", ".vtt", ".srt", ".txt")


@check("CF602", "warning")
def contact_detail(portfolio: Portfolio) -> Iterator[Problem]:
    """An e-mail address or a telephone number is shown.

    An assessor needs none, and nobody knows where a site will be copied to.

    Bad:
        Write to me at coach@example.org.

    Good:
        Write to me.
    """
    for document in portfolio.documents:
        if _may_hold(document.body):
            yield from _in_document(document, portfolio)
    metadata = portfolio.metadata
    shown = {"practitioner.name": metadata.name, "practitioner.role": metadata.role}
    shown |= {"practitioner.organization": metadata.organization, "ai_use": metadata.ai_use}
    for key, value in shown.items():
        if _may_hold(value):
            place = metadata.places.get(key, Place(METADATA, 1, 1))
            yield from (_problem(place, kind) for kind, _ in _details([value], portfolio))
    for path in sorted(f for f in portfolio.files if f.lower().endswith(_DATA)):
        yield from _in_file(path, portfolio)


def _may_hold(text: str) -> bool:
    """Whether there is an at sign, or a run of digits that is no date and no time."""
    return "@" in text or _digits(text)


def _digits(text: str) -> bool:
    if b"0000000" not in text.encode("ascii", "replace").translate(_ZEROS, b" ()./-"):
        return False
    runs = re.findall(r"[\d ()./\-]{8,}", text)
    return any(sum(map(str.isdigit, run)) > 6 for run in runs)


def _in_document(document: Document, portfolio: Portfolio) -> Iterator[Problem]:
    known = document.requirement if document.requirement in portfolio.evidence else None
    rows = document.body.split("\n")
    for kind, (row, column) in _details(rows, portfolio):
        line = document.lines[row] if row < len(document.lines) else None
        place = Place(document.path, line, column + 1)
        yield _problem(place, kind, None if document.is_exhibit else known)


def _in_file(path: str, portfolio: Portfolio) -> Iterator[Problem]:
    from credfolio import limits
    from credfolio.sources import read_text

    text, fault = read_text(portfolio.root, path, limits.EVIDENCE_BYTES)
    if fault is None and _may_hold(text):
        for kind, (row, column) in _details(text.split("\n"), portfolio):
            yield _problem(Place(path, row + 1, column + 1), kind)


def _details(rows: list[str], portfolio: Portfolio) -> Iterator[tuple[str, tuple[int, int]]]:
    from credfolio.privacy.contact import details

    return details(rows, portfolio.metadata.language)


def _problem(place: Place, kind: str, requirement: str | None = None) -> Problem:
    hint = "Take it out; an assessor needs none."
    return Problem(place, f"There is {kind} here.", hint, requirement)
