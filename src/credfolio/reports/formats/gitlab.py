"""GitLab's code quality report."""

from typing import Any

from credfolio.model import Severity
from credfolio.reports import Format, Run, Style
from credfolio.reports.fingerprints import Known, known_findings
from credfolio.reports.places import file_of
from credfolio.reports.screen import as_json
from credfolio.reports.wordings import said

_SEVERITIES: dict[Severity, str] = {"error": "major", "warning": "minor", "note": "info"}


def write(run: Run, style: Style) -> str:
    """A list of findings; waived ones are there for information, silenced ones are not."""
    return as_json([_issue(each) for each in known_findings(run) if not each.finding.silenced])


def _issue(known: Known) -> dict[str, Any]:
    finding = known.finding
    return {
        "description": said(finding),
        "check_name": finding.code,
        "fingerprint": known.unique,
        "severity": "info" if finding.waived else _SEVERITIES[finding.severity],
        "location": {
            "path": file_of(finding, known.checked),
            "lines": {"begin": (finding.place.path and finding.place.line) or 1},
        },
    }


FORMAT = Format(write)
