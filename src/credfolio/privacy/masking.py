"""A report without real names: CI logs are read by many, and kept."""

from dataclasses import replace

from credfolio.model import Finding, LedgerRow, NamesSearched, Report
from credfolio.privacy.names import Matcher, masked


def masked_report(report: Report) -> Report:
    """The report with each declared name replaced by its label, in texts and paths alike."""
    searched = report.portfolio.searched
    if searched is None or not searched.names:
        return report
    matcher = Matcher(searched.names)
    return Report(
        report.portfolio._replace(searched=_masked_search(searched, matcher)),
        tuple(_masked_row(row, matcher) for row in report.ledger),
        tuple(_masked_finding(finding, matcher) for finding in report.findings),
    )


def leaving(report: Report) -> Report:
    """The report as it may leave: without what would point a stranger to a name."""
    kept = tuple(f for f in report.findings if f.code not in _POINTING)
    return replace(report, findings=kept)


_POINTING = ("CF604",)


def _masked_finding(finding: Finding, matcher: Matcher) -> Finding:
    place = finding.place
    if place.path:
        place = place._replace(path=masked(place.path, matcher))
    message, hint = masked(finding.message, matcher), masked(finding.hint, matcher)
    return finding._replace(place=place, message=message, hint=hint)


def _masked_row(row: LedgerRow, matcher: Matcher) -> LedgerRow:
    def paths(documents: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(masked(path, matcher) for path in documents)

    measures = tuple(m._replace(documents=paths(m.documents)) for m in row.measures)
    return row._replace(documents=paths(row.documents), measures=measures)


def _masked_search(searched: NamesSearched, matcher: Matcher) -> NamesSearched:
    unread = tuple((masked(path, matcher), why) for path, why in searched.unread)
    return searched._replace(unread=unread)
