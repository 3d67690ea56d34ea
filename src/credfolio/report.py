"""Reports: pure functions from a Report to text. A format is an entry of FORMATS."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from credfolio.model import Finding, LedgerRow, Measure, Report, Severity
from credfolio.record import to_json
from credfolio.times import show_time
from credfolio.wording import NAMES
from credfolio.words import plural, printable

_SIGNS = {"met": "✓", "at-risk": "!", "unmet": "✗", "missing": "✗", "waived": "~"}
_ASCII = {"met": "ok", "at-risk": "! ", "unmet": "x ", "missing": "x ", "waived": "~ "}
_COLORS = {"met": "32", "at-risk": "33", "unmet": "31", "missing": "31", "waived": "36"}
_SEVERITY_COLORS: dict[Severity, str] = {"error": "31", "warning": "33", "note": "36"}
_BAR = 20


class Style(NamedTuple):
    """What the terminal can show. `folder`: how the portfolio folder is called on screen."""

    color: bool = False
    unicode: bool = True
    folder: str = ""
    width: int = 100

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color else text


# --- JSON ------------------------------------------------------------------------------------


def json_text(reports: Sequence[Report], names: Sequence[str]) -> str:
    """One object for one portfolio; a list of them, each with its folder, for several."""
    import json

    values = [to_json(report) for report in reports]
    value: Any = values[0]
    if len(values) > 1:
        value = [{"folder": name, **each} for name, each in zip(names, values, strict=True)]
    text = json.dumps(value, ensure_ascii=False, indent=2)
    # JSON leaves DEL and the C1 controls as they are, and some terminals obey those.
    return re.sub(r"[\x7f-\x9f]", lambda c: f"\\u{ord(c[0]):04x}", text) + "\n"


# --- text ------------------------------------------------------------------------------------


def report_text(report: Report, style: Style) -> str:
    """The ledger, the findings by document, what to do next."""
    if report.nothing_to_check:
        finding = report.findings[0]
        return f"{finding.message}\n{finding.hint}\n"
    lines = [*_head(report, style), *_ledger(report, style), ""]
    lines += _findings(report, style)
    lines.append(_next(report, style))
    return "\n".join(lines) + "\n"


def _head(report: Report, style: Style) -> list[str]:
    credential = report.portfolio.credential
    if credential is None:
        return [style.paint("No credential: nothing can be measured yet.", "1"), ""]
    own = f" (own credential, {credential.path.removeprefix('../')})" if credential.path else ""
    title = f"{credential.title}{own}: {verdict_text(report)}"
    color = "1;32" if report.complete else "1;31"
    return [style.paint(printable(title), color), ""]


def verdict_text(report: Report) -> str:
    return f"{report.verdict} ({report.waived} waived)" if report.waived else report.verdict


def _ledger(report: Report, style: Style) -> list[str]:
    width = max((len(row.requirement.title) for row in report.ledger), default=0)
    lines = []
    for row in report.ledger:
        sign = (_SIGNS if style.unicode else _ASCII)[row.status]
        label = style.paint(f"{sign} {row.status:8}", _COLORS[row.status])
        title = printable(row.requirement.title).ljust(width)
        first, *others = [_measure(m, style) for m in row.measures] or [_asked(row)]
        lines.append(f"  {label} {title}  {first}".rstrip())
        lines += [" " * (width + 15 + len(sign) - 1) + other for other in others]
        lines += [
            " " * (width + 15 + len(sign) - 1) + _left_out(m) for m in row.measures if _left_out(m)
        ]
    return lines


def _asked(row: LedgerRow) -> str:
    minimum = row.requirement.minimum
    asked = []
    if minimum.words:
        asked.append(f"{minimum.words:,} words")
    if minimum.seconds:
        asked.append(f"a recording of {show_time(minimum.seconds)}")
    return f"asked for: {' or '.join(asked)}" if asked else ""


def _measure(measure: Measure, style: Style) -> str:
    if measure.value is None:
        return "can't be counted" if measure.unit == "words" else "length not known"
    full, empty = ("█", "░") if style.unicode else ("#", ".")
    filled = _BAR
    if measure.minimum:
        filled = min(_BAR, measure.value * _BAR // measure.minimum)
    bar = style.paint(full * filled, _COLORS[measure.status]) + empty * (_BAR - filled)
    if measure.unit == "seconds":
        return f"{bar} {show_time(measure.value)} of {show_time(measure.minimum or 0)}"
    asked = f" of {measure.minimum:,}" if measure.minimum else ""
    return f"{bar} {measure.value:,}{asked} words"


def _left_out(measure: Measure) -> str:
    """What was not counted, shown where it makes a difference."""
    if measure.status == "met" or not measure.not_counted:
        return ""
    items = ", ".join(f"{n:,} {NAMES.get(k, k)}" for k, n in measure.not_counted.items())
    return f"not counted: {items}"


def _findings(report: Report, style: Style) -> list[str]:
    lines: list[str] = []
    for path, found in _by_document(report).items():
        where = printable(f"{style.folder}{path}") if path else "The portfolio as a whole"
        lines.append(style.paint(where, "1"))
        for finding in found:
            lines += _finding_lines(finding, style)
        lines.append("")
    return lines


def _by_document(report: Report) -> dict[str, list[Finding]]:
    """Findings by document, the documents in the order of the requirements."""
    order = {path: n for n, row in enumerate(report.ledger) for path in row.documents}
    groups: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if not finding.silenced:
            groups.setdefault(finding.place.path or "", []).append(finding)
    last = len(order)
    return dict(sorted(groups.items(), key=lambda item: (order.get(item[0], last), item[0])))


def _finding_lines(finding: Finding, style: Style) -> list[str]:
    place = finding.place
    where = f"{place.line}:{place.column or 1}" if place.path and place.line else ""
    severity: str = finding.severity
    if finding.waived:
        severity = "waived"
    painted = style.paint(f"{severity:7}", _SEVERITY_COLORS[finding.severity])
    first, *rest = _wrapped(f"{finding.message} [{finding.code}]", style.width)
    lines = [f"  {where:>7}  {painted}  {first}", *(_INDENT + row for row in rest)]
    hint = finding.hint
    if finding.waived:
        hint = f"Waived by {finding.waived.by}: {finding.waived.reason}"
    return [*lines, *(_INDENT + row for row in _wrapped(hint, style.width))]


_INDENT = " " * 20


def _wrapped(text: str, width: int) -> list[str]:
    """`text` in rows that fit beside the indent, words and paths kept whole."""
    if not text:
        return []
    import textwrap

    return textwrap.wrap(
        text, max(40, width - len(_INDENT)), break_long_words=False, break_on_hyphens=False
    )


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
    ordered = [f for found in _by_document(report).values() for f in found]
    errors_left = [f for f in ordered if f.severity == "error" and f.counts]
    first = next((f for f in errors_left if f.place.path), next(iter(errors_left), None))
    missing = next((row for row in open_rows if row.status == "missing"), None)
    left = f"{len(open_rows)} of {len(report.ledger)} requirements are open, " if open_rows else ""
    head = f"Incomplete: {left}{plural(errors, 'error')}, {plural(warnings, 'warning')}."
    if first and first.place.path:
        step = printable(f" Next: {style.folder}{first.place.path}")
        step += f", line {first.place.line}." if first.place.line else "."
    elif missing:
        step = f" Next: write {style.folder}{missing.requirement.file}."
    else:
        step = f" Next: {first.hint}" if first else ""
    return style.paint(head, "31") + step + _names(report)


def _names(report: Report) -> str:
    return "" if report.portfolio.names_checked else "\nNames not checked."


def summary_line(name: str, report: Report) -> str:
    """One portfolio of many in a line."""
    if report.nothing_to_check:
        return f"{name}: nothing to check"
    errors, warnings = plural(report.count("error"), "error"), report.count("warning")
    return f"{name}: {verdict_text(report)} ({errors}, {plural(warnings, 'warning')})"


Formatter = Callable[[Sequence[Report], Sequence[str], Style], str]


def _text(reports: Sequence[Report], names: Sequence[str], style: Style) -> str:
    if len(reports) == 1:
        return report_text(reports[0], style)
    parts = []
    for report, name in zip(reports, names, strict=True):
        parts += [style.paint(f"== {name}", "1"), "", report_text(report, style)]
    parts += [summary_line(name, report) for report, name in zip(reports, names, strict=True)]
    done = sum(report.complete for report in reports)
    parts.append(f"{done} of {len(reports)} portfolios are complete.")
    return "\n".join(parts) + "\n"


def _json(reports: Sequence[Report], names: Sequence[str], style: Style) -> str:
    return json_text(reports, names)


FORMATS: dict[str, Formatter] = {"text": _text, "json": _json}


def folder_name(root: Path) -> str:
    """`portfolio/` as it is typed from the current folder, or nothing for the folder itself."""
    try:
        relative = root.resolve().relative_to(Path.cwd().resolve())
    except ValueError:
        return f"{root.name}/"
    return "" if str(relative) == "." else f"{relative.as_posix()}/"
