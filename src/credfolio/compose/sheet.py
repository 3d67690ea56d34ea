"""The assessor's sheet: the credential's parts in order, what to read and how long it takes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from credfolio.compose.ledger import Entry
from credfolio.model import LedgerRow, Part, Report
from credfolio.words import plural

# Words a minute that adults read silently, the mean over 190 studies of English non-fiction
# (M. Brysbaert, Journal of Memory and Language 109, 2019).
_PACE = 238


@dataclass(frozen=True, slots=True)
class SheetItem:
    """A requirement to judge. `words`: what there is to read."""

    entry: Entry
    words: int


@dataclass(frozen=True, slots=True)
class SheetPart:
    part: Part
    title: str
    entries: tuple[SheetItem, ...]


def sheet(report: Report, entries: Sequence[Entry], titles: Sequence[str]) -> Iterator[SheetPart]:
    """A credential's parts with their requirements; `titles`: how the site calls each part."""
    credential = report.portfolio.credential
    rows = {row.requirement.id: row for row in report.ledger}
    for part, title in zip(credential.parts if credential else (), titles, strict=True):
        own = [e for e in entries if e.part == part.id]
        items = tuple(SheetItem(e, _words(rows[e.requirement.id])) for e in own)
        if items:
            yield SheetPart(part, title, items)


def _words(row: LedgerRow) -> int:
    return sum(m.all or m.value or 0 for m in row.measures if m.unit == "words")


def reading_time(words: int) -> str:
    """`3 minutes`, at the pace at which most adults read."""
    return plural(max(1, round(words / _PACE)), "minute")
