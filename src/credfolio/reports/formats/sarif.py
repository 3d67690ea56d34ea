"""SARIF 2.1.0 (OASIS), as GitHub code scanning and other viewers read it."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from credfolio import __version__
from credfolio.checking import Check, shipped_checks
from credfolio.model import Finding
from credfolio.reports import Format, Run, Style
from credfolio.reports.fingerprints import Known, known_findings
from credfolio.reports.places import file_of, name_of
from credfolio.reports.screen import as_json
from credfolio.reports.wordings import said

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "%SRCROOT%"


def write(run: Run, style: Style) -> str:
    """One run for all portfolios: viewers refuse several of one tool in a file."""
    known = list(known_findings(run))
    codes = sorted({each.finding.code for each in known})
    names = {each.finding.code: each.finding.name for each in known}
    checks = {check.code: check for check in shipped_checks()}
    rules = [_rule(code, names[code], checks.get(code)) for code in codes]
    made: dict[str, Any] = {
        "tool": {"driver": {"name": "credfolio", "version": __version__, "rules": rules}},
        "invocations": [{"executionSuccessful": run.status != 2, "exitCode": run.status}],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "results": [_result(each, codes) for each in known],
        "properties": {
            "portfolios": [
                {"folder": name_of(checked), "verdict": checked.report.verdict}
                for checked in run.checked
            ]
        },
    }
    return as_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [made]})


def _rule(code: str, name: str, check: Check | None) -> dict[str, Any]:
    """A rule with its page; a workspace's own check may have none."""
    title = "".join(word.capitalize() for word in name.split("-"))
    if check is None:
        return {"id": code, "name": title}
    headline, why, bad, good = check.texts
    samples = "\n\n".join(
        f"{heading}:\n\n```text\n{sample}\n```"
        for heading, sample in (("Found fault with", bad), ("In order", good))
    )
    text = f"{headline} {' '.join(why.split())}".strip()
    return {
        "id": code,
        "name": title,
        "shortDescription": {"text": headline},
        "fullDescription": {"text": text},
        "help": {"text": text, "markdown": "\n\n".join(filter(None, (headline, why, samples)))},
        "defaultConfiguration": {"level": check.severity},
    }


def _result(known: Known, codes: Sequence[str]) -> dict[str, Any]:
    finding = known.finding
    return {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": finding.severity,
        "message": {"text": _plain(said(finding._replace(waived=None)))},
        "locations": [_location(known)],
        "partialFingerprints": {"primaryLocationLineHash": f"{known.digest}:{known.occurrence}"},
        # Viewers take a run in which only some results say this for a mistake: all do.
        "suppressions": _suppressions(finding),
        "properties": {"requirement": finding.requirement, "hint": finding.hint},
    }


def _location(known: Known) -> dict[str, Any]:
    """The line; of what has none the file. GitHub refuses a file with a result that has none."""
    uri = quote(file_of(known.finding, known.checked))
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri, "uriBaseId": _ROOT}}
    place = known.finding.place
    if place.path and place.line:
        physical["region"] = {"startLine": place.line}
        if place.column:
            physical["region"]["startColumn"] = place.column
    return {"physicalLocation": physical}


def _suppressions(finding: Finding) -> list[dict[str, str]]:
    if finding.waived:
        reason = f"{finding.waived.reason} (waived by {finding.waived.by})"
        return [{"kind": "external", "status": "accepted", "justification": reason}]
    if finding.silenced:
        return [{"kind": "inSource", "status": "accepted"}]
    return []


def _plain(text: str) -> str:
    """What would be an embedded link of a SARIF message is shown as it is written."""
    return re.sub(r"[\\\[\]]", r"\\\g<0>", text) if "](" in text else text


FORMAT = Format(write)
