"""The report as a JSON value: what `check --output json` prints and the site publishes."""

from collections.abc import Mapping
from typing import Any

from credfolio.model import Finding, LedgerRow, NamesSearched, Report

SCHEMA = "credfolio.report/1"
UNCONFIRMED = frozenset({"CF503", "CF504"})
"""The checks on what an author has yet to confirm, and on consent that is missing."""


def to_json(report: Report) -> dict[str, Any]:
    """The report as DESIGN §7 fixes it; fields may be added, never changed."""
    credential = report.portfolio.credential
    return {
        "schema": SCHEMA,
        "credential": credential.id if credential else report.portfolio.metadata.credential or None,
        "version": credential.version if credential else None,
        "verdict": report.verdict,
        "waived": report.waived,
        "names_checked": report.portfolio.names_checked,
        "names": _names(report.portfolio.searched),
        "requirements": [_requirement(row) for row in report.ledger],
        "findings": [finding_json(finding) for finding in report.findings],
        "summary": {
            "errors": report.count("error"),
            "warnings": report.count("warning"),
            "notes": report.count("note"),
        },
    }


def _names(searched: NamesSearched | None) -> dict[str, Any] | None:
    """How much was searched for how many names; never the names. None: nothing was."""
    if searched is None or not searched.whole:
        return None
    unread = [{"path": path, "reason": reason} for path, reason in searched.unread]
    return {"names": len(searched.names), "files": searched.files, "not_verified": unread}


def _requirement(row: LedgerRow) -> dict[str, Any]:
    return {
        "id": row.requirement.id,
        "part": row.requirement.part,
        "title": row.requirement.title,
        "kind": row.requirement.kind,
        "status": row.status,
        "documents": list(row.documents),
        "measures": [
            {
                "unit": m.unit,
                "value": m.value,
                "all": m.all,
                "minimum": m.minimum,
                "not_counted": dict(m.not_counted),
                **({"method": m.method} if m.method else {}),
            }
            for m in row.measures
        ],
    }


def unconfirmed(record: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The findings that keep a complete portfolio from being handed in."""
    return [
        each
        for each in record["findings"]
        if each["code"] in UNCONFIRMED and not each["silenced"] and not each["waived"]
    ]


def finding_json(finding: Finding) -> dict[str, Any]:
    waiver = finding.waived
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "path": finding.place.path,
        "line": finding.place.line,
        "column": finding.place.column,
        "message": finding.message,
        "hint": finding.hint,
        "requirement": finding.requirement,
        "silenced": finding.silenced,
        "waived": {"reason": waiver.reason, "by": waiver.by} if waiver else None,
    }
