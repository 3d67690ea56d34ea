"""The ledger as a reader meets it: every status with its words, its figures and its place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from credfolio import wording
from credfolio.model import Document, Finding, LedgerRow, Measure, Report, Requirement, Status
from credfolio.times import show_time
from credfolio.words import counted, plural

STATUS: dict[Status, tuple[str, str]] = {
    "met": ("✓", "Met"),
    "at-risk": ("!", "At risk"),
    "unmet": ("✕", "Not met yet"),
    "missing": ("○", "Missing"),
    "waived": ("◇", "Waived"),
}
_MEANING: dict[Status, str] = {
    "met": "what was submitted reaches what is asked for",
    "at-risk": "so close that somebody may count otherwise, or not to be verified from here",
    "unmet": "something that is asked for is not there yet",
    "missing": "nothing was submitted",
    "waived": "the programme lets it pass, for the reason that stands beside it",
}


@dataclass(frozen=True, slots=True)
class Count:
    """One measure in words. `share`: of the bar's length, whose middle is the minimum;
    None where there is none."""

    text: str
    share: float | None
    account: str
    status: Status
    unit: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the ledger. `pages`: (source, title) of the documents that answer it."""

    requirement: Requirement
    part: str
    number: int
    status: Status
    counts: tuple[Count, ...]
    pages: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]

    @property
    def sign(self) -> str:
        return STATUS[self.status][0]

    @property
    def label(self) -> str:
        return STATUS[self.status][1]


def amount(measure: Measure) -> str:
    """`312 of 250 words`, `10:30 of 10:00 minutes`."""
    if measure.value is None:
        return "length not known" if measure.unit == "seconds" else "words can't be counted"
    if measure.unit == "seconds":
        minimum = "" if measure.minimum is None else f" of {show_time(measure.minimum)}"
        return f"{show_time(measure.value)}{minimum} minutes"
    if measure.minimum is None:
        return counted(measure.value, measure.unit)
    return f"{measure.value:,} of {counted(measure.minimum, measure.unit)}"


def account(measure: Measure) -> str:
    """What was counted and what was not, in a sentence or two."""
    if measure.unit == "seconds":
        return wording.length_read(measure)
    if measure.value is None or measure.unit != "words":
        return ""
    own = f"{plural(measure.value, 'word')} of the author's own"
    if measure.all is not None:
        own += f", {measure.all:,} on the page in all"
    return f"{own}.{wording.account(measure)}"


def count(measure: Measure) -> Count:
    share = None
    if measure.minimum:
        share = round(min((measure.value or 0) / measure.minimum, 2.0) * 50, 1)
    return Count(amount(measure), share, account(measure), measure.status, measure.unit)


def shown_findings(report: Report, draft: bool) -> tuple[Finding, ...]:
    """In a draft all but the silenced; handed in, only what an assessor should know."""
    wanted = ("error", "warning", "note") if draft else ("error", "warning")
    return tuple(f for f in report.findings if not f.silenced and f.severity in wanted)


def entries(report: Report, findings: tuple[Finding, ...]) -> Iterator[Entry]:
    """The ledger's rows in order, each with its documents and findings."""
    credential = report.portfolio.credential
    numbers = {part.id: n for n, part in enumerate(credential.parts if credential else (), 1)}
    for row in report.ledger:
        own = tuple(f for f in findings if f.requirement == row.requirement.id)
        part = row.requirement.part
        yield Entry(
            row.requirement,
            part,
            numbers.get(part, 0),
            row.status,
            tuple(count(m) for m in row.measures),
            tuple(_titled(row, report)),
            own,
        )


def legend(entries: Sequence[Entry]) -> list[tuple[str, str]]:
    """(word, what it means) of each status that a reader of these meets."""
    met = {entry.status for entry in entries}
    return [(STATUS[status][1], meaning) for status, meaning in _MEANING.items() if status in met]


def _titled(row: LedgerRow, report: Report) -> Iterator[tuple[str, str]]:
    """Where several documents answer one requirement, each is told apart by its own title, or by
    what its front matter says it is about.
    """
    for number, path in enumerate(row.documents, 1):
        title = row.requirement.title
        if len(row.documents) > 1:
            document = report.portfolio.document(path)
            title = f"{title} ({(_about(document) if document else '') or number})"
        yield path, title


def _about(document: Document) -> str:
    meta = document.meta
    cycle = f"cycle {meta['cycle']}" if "cycle" in meta else ""
    return document.title or str(meta.get("person", "") or cycle or meta.get("recorded") or "")
