"""A report as cases that pass or fail, for what shows test results."""

from typing import NamedTuple

from credfolio.model import Finding, Report, Status


class Case(NamedTuple):
    """A requirement with what was found about it, or what belongs to none (`part` empty).

    `findings`: those that are shown, errors first; waived ones too, silenced ones not.
    """

    id: str
    title: str
    part: str
    status: Status
    documents: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        return self.status in ("met", "at-risk", "waived")

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.severity == "error" and f.counts)


_ORDER = {"error": 0, "warning": 1, "note": 2}


def cases(report: Report) -> tuple[Case, ...]:
    """One for each requirement, then one for what names none of them, where there is any."""
    ordered = sorted(shown(report), key=lambda f: (_ORDER[f.severity], not f.counts))
    found: dict[str | None, list[Finding]] = {}
    known = {row.requirement.id for row in report.ledger}
    for finding in ordered:
        about = finding.requirement if finding.requirement in known else None
        found.setdefault(about, []).append(finding)
    made = [
        Case(
            row.requirement.id,
            row.requirement.title,
            row.requirement.part,
            row.status,
            row.documents,
            tuple(found.get(row.requirement.id, ())),
        )
        for row in report.ledger
    ]
    rest = tuple(found.get(None, ()))
    if rest or not made:
        fails = not made or any(f.severity == "error" and f.counts for f in rest)
        made.append(Case("portfolio", report.whole, "", "unmet" if fails else "met", (), rest))
    return tuple(made)


def shown(report: Report) -> tuple[Finding, ...]:
    """What a reader is shown: all but what its author silenced."""
    return tuple(f for f in report.findings if not f.silenced)
