"""The whole report as Markdown: a job's summary, a comment on a pull request."""

import re
from collections.abc import Iterator, Mapping

from credfolio.model import Finding, LedgerRow, Report
from credfolio.reports import Checked, Format, Run, Style
from credfolio.reports.cases import shown
from credfolio.reports.places import name_of, path_of
from credfolio.reports.screen import harmless
from credfolio.reports.wordings import (
    asked_for,
    hint_of,
    left_out,
    measured,
    severity_of,
    title_of,
    verdict_text,
)
from credfolio.words import plural, printable

_SIGNS = {"met": "✓", "at-risk": "!", "unmet": "✗", "missing": "✗", "waived": "○"}
_ASCII = {"met": "ok", "at-risk": "!", "unmet": "x", "missing": "x", "waived": "~"}
_ORDER = {"error": 0, "warning": 1, "note": 2}


def write(run: Run, style: Style) -> str:
    """Of several portfolios a table first, then each that has something to say."""
    several = len(run.checked) > 1
    signs = _SIGNS if style.unicode else _ASCII
    lines = list(_overview(run, signs)) if several else []
    for checked in run.checked:
        if not several or shown(checked.report):
            lines += [*_report(checked, name_of(checked) if several else "", signs), ""]
    return harmless("\n".join(lines).rstrip() + "\n")


def _overview(run: Run, signs: Mapping[str, str]) -> Iterator[str]:
    done = sum(each.report.complete for each in run.checked)
    yield f"## {done} of {len(run.checked)} portfolios are complete"
    yield ""
    yield "| | Portfolio | Verdict | Errors | Warnings |"
    yield "|---|---|---|--:|--:|"
    for each in run.checked:
        report = each.report
        sign = signs["met" if report.complete else "unmet"]
        verdict = "nothing to check" if report.nothing_to_check else verdict_text(report)
        counted = f"{report.count('error')} | {report.count('warning')}"
        yield f"| {sign} | {escape(name_of(each))} | {verdict} | {counted} |"
    yield ""


def _report(checked: Checked, name: str, signs: Mapping[str, str]) -> Iterator[str]:
    report = checked.report
    yield f"## {escape(f'{name}: ' if name else '')}{escape(title_of(report))}"
    yield ""
    if report.ledger:
        yield "| | Requirement | Status | Measured |"
        yield "|---|---|---|---|"
        yield from (_row(row, signs) for row in report.ledger)
        yield ""
    yield from _findings(checked)
    yield _closing(report)


def _row(row: LedgerRow, signs: Mapping[str, str]) -> str:
    figures = [" – ".join(filter(None, (measured(m), left_out(m)))) for m in row.measures] or [
        asked_for(row)
    ]
    title = escape(row.requirement.title)
    return f"| {signs[row.status]} | {title} | {row.status} | {escape('; '.join(figures))} |"


def _findings(checked: Checked) -> Iterator[str]:
    """By document, in the order of the requirements; errors first."""
    order = {path: n for n, row in enumerate(checked.report.ledger) for path in row.documents}
    groups: dict[str, list[Finding]] = {}
    for finding in shown(checked.report):
        groups.setdefault(finding.place.path or "", []).append(finding)
    for path in sorted(groups, key=lambda path: (order.get(path, len(order)), path)):
        where = path_of(groups[path][0], checked)
        yield f"### {escape(where) if where else checked.report.whole}"
        yield ""
        for finding in sorted(groups[path], key=lambda f: _ORDER[f.severity]):
            yield _item(finding)
        yield ""


def _item(finding: Finding) -> str:
    line = f", line {finding.place.line}" if finding.place.path and finding.place.line else ""
    hint = hint_of(finding)
    rest = f"  \n  {escape(hint)}" if hint else ""
    head = f"- **{severity_of(finding)}** {finding.code}{line}: "
    return f"{head}{escape(finding.message)}{rest}"


def _closing(report: Report) -> str:
    errors, warnings = plural(report.count("error"), "error"), report.count("warning")
    names = "" if report.portfolio.names_checked else " Names not checked."
    ready = "ready for an assessor" if report.complete else "not yet ready for an assessor"
    return f"{errors}, {plural(warnings, 'warning')}: {ready}.{names}"


_SPECIAL = re.compile(r"[\\`*_~\[\]<>&|$#@]|:(?=//|[\w+-]{1,50}:)|(?<=\bwww)\.", re.I)
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
# A mention or a reference is looked for in the finished page, where no backslash is left: a
# space without width keeps the sign from its name.
_PARTED = {"@": "@&#8203;", "#": "\\#&#8203;"}


def escape(text: str) -> str:
    """Author text that stays text: no markup, table cell, mention, reference, emoji or link.

    For the middle of a line; what opens a block does so only at its beginning.
    """
    special = {**_ENTITIES, **_PARTED}
    return _SPECIAL.sub(lambda c: special.get(c[0], f"\\{c[0]}"), printable(text))


FORMAT = Format(write, machine=False)
