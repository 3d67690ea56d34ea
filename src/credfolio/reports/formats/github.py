"""GitHub's workflow commands: findings beside the lines they speak of, in every pull request."""

from collections.abc import Iterator

from credfolio.model import Finding, Severity
from credfolio.reports import Checked, Format, Run, Style
from credfolio.reports.cases import shown
from credfolio.reports.places import name_of, path_of
from credfolio.reports.screen import harmless
from credfolio.reports.wordings import hint_of, summary_line
from credfolio.words import printable

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}
_HEADINGS = {"error": "Errors", "warning": "Warnings", "notice": "Notes"}


def write(run: Run, style: Style) -> str:
    """Errors first: GitHub shows the first ten of a kind of each step. Then a line for each."""
    lines = []
    for command, heading in _HEADINGS.items():
        for checked in run.checked:
            for part, findings in _by_part(checked, command):
                own = f"{name_of(checked)} · {part}" if len(run.checked) > 1 else part
                lines.append(f"::group::{_data(f'{heading} · {printable(own)}')}")
                lines += [_command(command, finding, checked) for finding in findings]
                lines.append("::endgroup::")
    lines += [harmless(summary_line(name_of(each), each.report)) for each in run.checked]
    return "\n".join(lines) + "\n"


def _by_part(checked: Checked, command: str) -> Iterator[tuple[str, list[Finding]]]:
    """Findings of a kind by part of the credential, in its order, those of none last."""
    credential = checked.report.portfolio.credential
    parts = {r.id: p.title for p in credential.parts for r in p.requirements} if credential else {}
    whole = checked.report.whole
    titles = [*dict.fromkeys(parts.values()), whole]
    of_kind = [f for f in shown(checked.report) if _kind(f) == command]
    for title in titles:
        found = [f for f in of_kind if parts.get(f.requirement or "", whole) == title]
        if found:
            yield title, found


def _kind(finding: Finding) -> str:
    return "notice" if finding.waived else _COMMANDS[finding.severity]


def _command(command: str, finding: Finding, checked: Checked) -> str:
    properties = {"title": f"{finding.code} {finding.name}"}
    path = path_of(finding, checked)
    if path:
        properties = {"file": path, **_position(finding), **properties}
    shown = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    text = "\n".join(filter(None, (finding.message, hint_of(finding))))
    return f"::{command} {shown}::{_data(text)}"


def _position(finding: Finding) -> dict[str, str]:
    place = finding.place
    named = {"line": place.line, "col": place.column if place.line else None}
    return {key: str(value) for key, value in named.items() if value}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMAT = Format(write, machine=False)
