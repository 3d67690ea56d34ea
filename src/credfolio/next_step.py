"""The one thing to do next, the same in the terminal, on the pages and in an editor."""

from typing import NamedTuple

from credfolio.model import Finding, Report


class Step(NamedTuple):
    """`path`, `line`: where, relative to `portfolio/`. `text`: what, where no place says it.

    `new`: the file is still to be written.
    """

    path: str | None = None
    line: int | None = None
    text: str = ""
    new: bool = False


def document_order(report: Report) -> dict[str, int]:
    """The place of each document among the requirements."""
    return {path: n for n, row in enumerate(report.ledger) for path in row.documents}


def next_step(report: Report) -> Step:
    """The first error in the order of the requirements, else the first thing not written yet."""
    order = document_order(report)

    def rank(finding: Finding) -> tuple[bool, int, str]:
        path = finding.place.path or ""
        return not path, order.get(path, len(order)), path

    errors = [f for f in report.findings if f.severity == "error" and f.counts]
    first = min(errors, key=rank, default=None)
    if first and first.place.path:
        return Step(first.place.path, first.place.line)
    missing = next((row for row in report.ledger if row.status == "missing"), None)
    if missing:
        return Step(missing.requirement.file, new=True)
    return Step(text=first.hint if first else "")
