"""The Reviewdog Diagnostic Format: review comments on whatever service a programme uses."""

from typing import Any

from credfolio.model import Finding, Severity
from credfolio.reports import Checked, Format, Run, Style
from credfolio.reports.cases import shown
from credfolio.reports.fingerprints import SourceLines
from credfolio.reports.places import file_of
from credfolio.reports.screen import as_json
from credfolio.reports.wordings import said

_SEVERITIES: dict[Severity, str] = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def write(run: Run, style: Style) -> str:
    """One result with every finding that is shown."""
    found = []
    for checked in run.checked:
        lines = SourceLines(checked)
        found += [_diagnostic(each, checked, lines) for each in shown(checked.report)]
    return as_json({"source": {"name": "credfolio"}, "diagnostics": found})


def _diagnostic(finding: Finding, checked: Checked, lines: SourceLines) -> dict[str, Any]:
    location: dict[str, Any] = {"path": file_of(finding, checked)}
    if finding.place.path and finding.place.line:
        location["range"] = {"start": _start(finding, lines.at(finding))}
    return {
        "message": said(finding),
        "location": location,
        "severity": "INFO" if finding.waived else _SEVERITIES[finding.severity],
        "code": {"value": finding.code},
    }


def _start(finding: Finding, line: str) -> dict[str, int]:
    """The format counts columns in UTF-8 bytes: where the line is not known, it goes without."""
    start = {"line": finding.place.line or 1}
    column = finding.place.column
    if column and column <= len(line) + 1 and (line or column == 1):
        start["column"] = len(line[: column - 1].encode()) + 1
    return start


FORMAT = Format(write)
