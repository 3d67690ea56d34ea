"""The terminal's report: the ledger, the findings by document, what to do next."""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from posixpath import normpath

from credfolio.console import from_here
from credfolio.model import Finding, LedgerRow, Measure, Report, Severity
from credfolio.next_step import Step, document_order, next_step
from credfolio.reports import Checked, Format, Run, Style
from credfolio.reports.screen import harmless
from credfolio.reports.wordings import (
    asked_for,
    hint_of,
    left_out,
    measured,
    position,
    severity_of,
    summary_line,
    title_of,
    verdict_text,
)
from credfolio.words import plural, printable

_SIGNS = {"met": "✓", "at-risk": "!", "unmet": "✗", "missing": "✗", "waived": "~"}
_ASCII = {"met": "ok", "at-risk": "! ", "unmet": "x ", "missing": "x ", "waived": "~ "}
_COLORS = {"met": "32", "at-risk": "33", "unmet": "31", "missing": "31", "waived": "36"}
_SEVERITY_COLORS: dict[Severity, str] = {"error": "31", "warning": "33", "note": "36"}
_BAR = 20


def report_text(report: Report, style: Style) -> str:
    """The ledger, the findings by document, what to do next."""
    if report.nothing_to_check:
        finding = report.findings[0]
        return harmless(f"{finding.message}\n{finding.hint}\n")
    lines = [*_head(report, style), *_ledger(report, style), ""]
    lines += _findings(report, style)
    lines.append(_next(report, style))
    return harmless("\n".join(lines) + "\n")


def _head(report: Report, style: Style) -> list[str]:
    color = "1;32" if report.complete else "1;31"
    bold = color if report.portfolio.credential else "1"
    return [style.paint(title_of(report), bold), ""]


def _ledger(report: Report, style: Style) -> list[str]:
    """A row for each requirement, as wide as the terminal allows."""
    rows = [row for row in report.ledger if not (style.folded and row.status == "met")]
    title = max((len(row.requirement.title) for row in rows), default=0)
    said = max((len(measured(m)) for row in rows for m in row.measures), default=0)
    sign = len(_signs(style)["met"])
    room = style.width - (sign + 14 + title) - said - 1
    bar = min(_BAR, room) if room >= _SHORTEST_BAR else 0
    faults = Counter(f.requirement for f in report.findings if f.severity == "error" and f.counts)
    lines: list[str] = []
    for row in rows:
        lines += _row(row, title, bar, style, _why(row, faults[row.requirement.id]))
    if left := len(report.ledger) - len(rows):
        label = style.paint(f"{_signs(style)['met']} {'met':8}", _COLORS["met"])
        lines.append(f"  {label} {plural(left, 'requirement')}")
    return lines


_SHORTEST_BAR = 5


def _signs(style: Style) -> dict[str, str]:
    return _SIGNS if style.unicode else _ASCII


def _why(row: LedgerRow, errors: int) -> list[str]:
    """Why a requirement is open though it is long enough; else, what was not counted."""
    enough = any(m.status in ("met", "at-risk") for m in row.measures)
    if row.status == "unmet" and enough and errors:
        return [f"open: {plural(errors, 'error')} below"]
    return [left_out(m) for m in row.measures if left_out(m)]


def _row(row: LedgerRow, width: int, bar: int, style: Style, left: list[str]) -> list[str]:
    """One requirement; where its count has no room beside the title, it stands below.

    `left`: what is to be said of it besides.
    """
    sign = _signs(style)[row.status]
    label = style.paint(f"{sign} {row.status:8}", _COLORS[row.status])
    title = printable(row.requirement.title)
    counts = [_measure(m, bar, style) for m in row.measures] or [asked_for(row)]
    below = len(sign) + 12
    column = below + 2 + width
    if bar or column + max(map(_width, counts)) <= style.width:
        first, *others = counts
        lines = [f"  {label} {title.ljust(width)}  {first}".rstrip()]
        lines += [" " * column + other for other in others]
        below = column if column + max(map(len, left), default=0) <= style.width else below
    else:
        first, *others = _wrapped(title, style.width - below)
        lines = [f"  {label} {first}", *(" " * below + other for other in (*others, *counts))]
    return [*lines, *(" " * below + each for text in left for each in _fit(text, below, style))]


def _fit(text: str, indent: int, style: Style) -> list[str]:
    return _wrapped(text, max(20, style.width - indent)) if style.width < 100 else [text]


def _width(text: str) -> int:
    return len(re.sub(r"\x1b\[[0-9;]*m", "", text))


def _measure(measure: Measure, width: int, style: Style) -> str:
    """`width`: of the bar before the count; 0: there is no room for one."""
    if measure.value is None or not width:
        return measured(measure)
    full, empty = ("█", "░") if style.unicode else ("#", ".")
    filled = width if measure.value else 0
    if measure.minimum:
        filled = min(width, measure.value * width // measure.minimum)
    bar = style.paint(full * filled, _COLORS[measure.status]) + empty * (width - filled)
    return f"{bar} {measured(measure)}"


def _findings(report: Report, style: Style) -> list[str]:
    lines: list[str] = []
    for path, found in _by_document(report).items():
        where = _typed(path, style) if path else report.whole
        lines.append(style.paint(where, "1"))
        for finding in found:
            lines += finding_lines(finding, style)
        lines.append("")
    return [*lines, *_notes(report, style)]


_MOST_NOTES = 3


def _notes(report: Report, style: Style) -> list[str]:
    """What weighs nothing, kept short: for each check a few, and how many there are besides."""
    groups: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if _is_quiet(finding):
            groups.setdefault(finding.code, []).append(finding)
    if not groups:
        return []
    lines = [style.paint("Notes, which weigh nothing", _SEVERITY_COLORS["note"])]
    for code, found in sorted(groups.items()):
        for finding in found[:_MOST_NOTES]:
            where = _typed(finding.place.path or "", style)
            where = ", line ".join(filter(None, (where, str(finding.place.line or ""))))
            text = " ".join(filter(None, (where and f"{where}:", finding.message)))
            first, *rest = _wrapped(f"{printable(text)} [{code}]", max(20, style.width - 4))
            lines += [f"  {first}", *(f"    {row}" for row in rest)]
        if len(found) > _MOST_NOTES:
            left = f"{len(found) - _MOST_NOTES:,} more of these"
            lines.append(f"  {left}; `credfolio explain {code}` tells what they are.")
    return [*lines, ""]


def _is_quiet(finding: Finding) -> bool:
    return finding.severity == "note" and not finding.silenced and finding.waived is None


def findings_text(findings: Iterable[Finding], folder: str) -> str:
    """Some findings as the terminal shows them, each under its place; `folder` goes before it."""
    lines = []
    for finding in findings:
        rows = [f"{finding.message} [{finding.code}]", hint_of(finding)]
        if finding.place.path:
            where = printable(f"{folder}/{finding.place.path}")
            lines.append(":".join(filter(None, (where, position(finding)))))
            rows = [f"    {row}" for row in rows if row]
        lines += rows
    return harmless("\n".join(lines))


def _by_document(report: Report) -> dict[str, list[Finding]]:
    """Findings by document, the documents in the order of the requirements."""
    order = document_order(report)
    groups: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if not (finding.silenced or _is_quiet(finding)):
            groups.setdefault(finding.place.path or "", []).append(finding)
    last = len(order)
    return dict(sorted(groups.items(), key=lambda item: (order.get(item[0], last), item[0])))


def finding_lines(finding: Finding, style: Style) -> list[str]:
    color = _SEVERITY_COLORS[finding.severity]
    indent = _INDENT if style.width >= _NARROW else " " * 4
    room = max(20, style.width - len(indent))
    rows = _wrapped(f"{finding.message} [{finding.code}]", room)
    hints = [indent + row for row in _wrapped(hint_of(finding), room)]
    if style.width < _NARROW:
        where = f"{position(finding)} " if position(finding) else ""
        head = f"  {where}{style.paint(severity_of(finding), color)}"
        return [head, *(indent + row for row in rows), *hints]
    painted = style.paint(f"{severity_of(finding):7}", color)
    first, *rest = rows
    lines = [f"  {position(finding):>7}  {painted}  {first}", *(indent + row for row in rest)]
    return [*lines, *hints]


_INDENT = " " * 20
_NARROW = 60


def _wrapped(text: str, room: int) -> list[str]:
    """`text` in rows of at most `room`, words and paths kept whole."""
    if not text:
        return []
    import textwrap

    return textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)


def _next(report: Report, style: Style) -> str:
    """The one line that says what to do."""
    errors, warnings = report.count("error"), report.count("warning")
    if report.complete:
        done = f"{verdict_text(report).capitalize()}: ready for an assessor."
        if warnings:
            done += f" {plural(warnings, 'warning')} to look at."
        done += " Next: credfolio build"
        return style.paint(done, "32") + _names(report)
    open_rows = [row for row in report.ledger if row.status in ("unmet", "missing")]
    left = f"{len(open_rows)} of {len(report.ledger)} requirements are open, " if open_rows else ""
    head = f"Incomplete: {left}{plural(errors, 'error')}, {plural(warnings, 'warning')}."
    step = _step(next_step(report), style)
    return style.paint(head, "31") + step + _names(report)


def _names(report: Report) -> str:
    searched = report.portfolio.searched
    if searched is None:
        return "\nNames not checked."
    if not searched.whole:
        return "\nNames not checked: private.yml lists none that can be read."
    from credfolio.privacy.wording import summary

    return f"\n{summary(searched)}"


def _several(checked: tuple[Checked, ...], style: Style) -> str:
    parts = []
    for each in checked:
        name = style.paint(f"== {printable(each.name)}", "1")
        parts += [name, "", report_text(each.report, style._replace(folder=each.folder))]
    parts += [summary_line(each.name, each.report) for each in checked]
    done = sum(each.report.complete for each in checked)
    parts.append(f"{done} of {len(checked)} portfolios are complete.")
    return "\n".join(parts) + "\n"


def write(run: Run, style: Style) -> str:
    """The report of one portfolio; of several each report, then a line for each."""
    if len(run.checked) > 1:
        return harmless(_several(run.checked, style))
    only = run.checked[0]
    return report_text(only.report, style._replace(folder=only.folder or style.folder))


FORMAT = Format(write, machine=False, located=False)


def folder_name(root: Path) -> str:
    """`portfolio/` as it is typed from the current folder, or nothing for the folder itself."""
    if not root.is_dir():
        return ""
    near = Path(from_here(root)).as_posix()
    return "" if near == "." else f"{near}/"


def _typed(path: str, style: Style) -> str:
    """A path as it is typed from here: `private.yml`, which lies beside the folder."""
    whole = f"{style.folder}{path}"
    return printable(normpath(whole) if path.startswith("../") else whole)


def _step(step: Step, style: Style) -> str:
    if step.path is None:
        return f" Next: {step.text}" if step.text else ""
    where = _typed(step.path, style) + (f", line {step.line}" if step.line else "")
    return f" Next: {'write ' if step.new else ''}{where}."
