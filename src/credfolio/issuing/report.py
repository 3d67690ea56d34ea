"""What `credfolio credentials check` found, for the formats of `credfolio check`."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from credfolio.credential import read_values, shipped
from credfolio.credential_faults import credential_faults
from credfolio.issuing.advice import advice, summary_of
from credfolio.issuing.files import CredentialFile
from credfolio.model import Credential, Fault, Finding, Metadata, Portfolio, Report
from credfolio.record import finding_json
from credfolio.reports import Checked, Format, Run, Style
from credfolio.reports.formats.text import finding_lines
from credfolio.reports.screen import as_json, harmless
from credfolio.words import plural, printable, typed

SCHEMA = "credfolio.credential/1"
_NAMES = {"CF501": "file-unreadable", "CF502": "metadata-invalid"}


@dataclass(frozen=True)
class CredentialReport(Report):
    """The report on a credential file. `values`: what could be read of it; `file`: as typed."""

    values: Mapping[str, Any]
    file: str

    @property
    def complete(self) -> bool:
        return not self.count("error")

    @property
    def verdict(self) -> Literal["in order", "faulty"]:
        return "in order" if self.complete else "faulty"

    @property
    def whole(self) -> str:
        return "The credential file"


def judge_file(file: CredentialFile, beside: Iterable[Credential] = ()) -> CredentialReport:
    """Every fault of a file, and what it should not be handed out with.

    `beside`: own credentials that stand in the same folder.
    """
    path = file.path.name
    values: Mapping[str, Any] = {}
    faults: list[Fault] = [file.fault] if file.fault else []
    if not file.fault:
        values, reading = read_values(file.text, path)
        others = () if file.shipped else (*shipped().values(), *beside)
        judged = credential_faults(values, reading, others)
        # What could not be read is not missing: advice waits until it can be.
        broken = any(fault.code == "CF501" for fault in reading.faults)
        faults += [*reading.faults, *judged, *(() if broken else advice(values, reading))]
    findings = sorted({_finding(fault) for fault in faults}, key=_order)
    folder = Path(os.path.realpath(file.path)).parent
    portfolio = Portfolio(folder, Metadata(), None, (), {}, frozenset({path}), (), {})
    return CredentialReport(portfolio, (), tuple(findings), values, file.name)


def _finding(fault: Fault) -> Finding:
    name = _NAMES[fault.code]
    message, hint = printable(fault.message), printable(fault.hint)
    return Finding(fault.code, name, fault.severity, fault.place, message, hint, None)


def _order(finding: Finding) -> tuple[int, int, str]:
    return finding.place.line or 0, finding.place.column or 0, finding.message


# --- formats -----------------------------------------------------------------------------------


def _reports(run: Run) -> list[CredentialReport]:
    return [each.report for each in run.checked if isinstance(each.report, CredentialReport)]


def _json(run: Run, style: Style) -> str:
    """One object for one file, a list of them for several."""
    found = [_to_json(report) for report in _reports(run)]
    return as_json(found[0] if len(found) == 1 else found)


def _to_json(report: CredentialReport) -> dict[str, Any]:
    values = report.values
    named = {key: values.get(key) for key in ("id", "version", "title")}
    counts = {f"{name}s": report.count(name) for name in ("error", "warning")}
    return {
        "schema": SCHEMA,
        "file": report.file,
        **named,
        "verdict": report.verdict,
        "findings": [finding_json(finding) for finding in report.findings],
        "summary": counts,
    }


def _text(run: Run, style: Style) -> str:
    rows = [row for report in _reports(run) for row in (*_report_lines(report, style), "")]
    return harmless("\n".join(rows[:-1]) + "\n")


def _report_lines(report: CredentialReport, style: Style) -> list[str]:
    values = report.values
    title = values.get("title") or values.get("id") or Path(report.file).name
    color = "1;32" if report.complete else "1;31"
    rows = [style.paint(printable(f"{title}: {report.verdict}"), color)]
    if values:
        rows.append(f"Version {values.get('version', '?')}: {summary_of(values)}")
    rows += ["", style.paint(printable(report.file), "1")] if report.findings else []
    for finding in report.findings:
        rows += finding_lines(finding, style)
    return [*rows, "", _next(report, style)]


def _next(report: CredentialReport, style: Style) -> str:
    errors, warnings = report.count("error"), report.count("warning")
    if not report.complete:
        first = next(f for f in report.findings if f.severity == "error")
        told = (
            f"Faulty: {plural(errors, 'error')}, {plural(warnings, 'warning')}. No portfolio can "
        )
        told += "be checked by it until they are mended."
        where = f" Next: {printable(report.file)}, line {first.place.line or 1}."
        return style.paint(told, "31") + where
    told = "In order: portfolios can be checked by it."
    if warnings:
        told += f" {plural(warnings, 'warning')} to look at."
    return style.paint(told, "32") + f" Next: {typed('credentials', 'show', report.file)}"


def own_format(name: str, known: Format) -> Format:
    """The format of that name as it says what was found in credential files."""
    write = {"text": _text, "json": _json}.get(name)
    return known._replace(write=write) if write else known


def checked(reports: list[CredentialReport], prefixes: list[str]) -> tuple[Checked, ...]:
    return tuple(Checked(r.file, r, p) for r, p in zip(reports, prefixes, strict=True))
