"""What a package shows, against what its sources give: reports by meaning, sites by bytes."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from credfolio.swap import MARKER
from credfolio.verifying.manifest import README, File
from credfolio.verifying.names import escaped
from credfolio.words import shorten
from credfolio.workspace import is_private_file

_HAND_IN = "hand-in/"
FORM_TEXTS = "texts"
# What only the author's own private.yml tells; it never leaves the author.
_OF_THE_AUTHOR: tuple[str, ...] = ("names", "names_checked")


def report_differences(
    shown: Any, rebuilt: Mapping[str, Any], same_version: bool
) -> tuple[list[str], list[str]]:
    """Sentences on what the package's report says and its sources do not.

    First what matters whoever counted; then what another version of credfolio may see otherwise.
    Of the same version, everything matters.
    """
    if not isinstance(shown, dict) or shown.get("schema") != rebuilt["schema"]:
        return ["report.json is no report."], []
    grave = list(_verdicts(shown, rebuilt))
    light = [*_measures(shown, rebuilt), *_findings(shown, rebuilt)]
    left_out = (*_OF_THE_AUTHOR, "findings", "requirements")
    if any(_private(finding) for finding in _listed(shown, "findings")):
        left_out = (*left_out, "summary")
    if not grave and not light and _rest(shown, left_out) != _rest(rebuilt, left_out):
        light.append("report.json differs in what it says besides findings and counts.")
    return (grave + light, []) if same_version else (grave, light)


def _verdicts(shown: Mapping[str, Any], rebuilt: Mapping[str, Any]) -> Iterator[str]:
    for key, what in (("verdict", "verdict"), ("credential", "credential")):
        if shown.get(key) != rebuilt[key]:
            yield (
                f"The {what}: its report says {_quoted(shown.get(key))}, its sources say "
                f"{_quoted(rebuilt[key])}."
            )
    theirs, ours = _rows(shown), _rows(rebuilt)
    for id in [*ours, *(id for id in theirs if id not in ours)]:
        told = theirs.get(id, {}).get("status", "nothing")
        found = ours.get(id, {}).get("status", "nothing")
        if told != found:
            title = escaped(str(ours.get(id, {}).get("title") or id))
            yield f"{title}: its report says {_quoted(told)}, its sources say {_quoted(found)}."


def _measures(shown: Mapping[str, Any], rebuilt: Mapping[str, Any]) -> Iterator[str]:
    theirs = _rows(shown)
    for id, row in _rows(rebuilt).items():
        told = theirs.get(id)
        if told is None or _counted(told) == _counted(row):
            continue
        values = [_value(each) for each in (told, row)]
        title = escaped(row["title"])
        if values[0] != values[1]:
            yield f"{title}: its report counts {values[0]}, its sources have {values[1]}."
        else:
            yield f"{title}: its report describes it differently."


def _counted(row: Mapping[str, Any]) -> dict[str, Any]:
    """All of a requirement but its status, of which `_verdicts` speaks."""
    return {key: value for key, value in row.items() if key != "status"}


def _findings(shown: Mapping[str, Any], rebuilt: Mapping[str, Any]) -> Iterator[str]:
    theirs = Counter(_signed(f) for f in _listed(shown, "findings") if not _private(f))
    ours = Counter(_signed(f) for f in _listed(rebuilt, "findings"))
    for finding in (ours - theirs).elements():
        yield f"Its report does not say {_told(finding)}"
    for finding in (theirs - ours).elements():
        yield f"Only its report says {_told(finding)}"


def _signed(finding: Mapping[str, Any]) -> str:
    return json.dumps(finding, sort_keys=True)


def _told(signed: str) -> str:
    finding = json.loads(signed)
    path, line = finding.get("path"), finding.get("line")
    where = f" in {path}" if path else ""
    where += f", line {line}" if path and line else ""
    waived = " (waived)" if finding.get("waived") else ""
    message = shorten(str(finding.get("message")), 120)
    return escaped(f"{finding.get('code')}{where}{waived}: {message}")


def _private(finding: Mapping[str, Any]) -> bool:
    return is_private_file(str(finding.get("path")))


def _rows(report: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {str(row.get("id")): row for row in _listed(report, "requirements")}


def _listed(report: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    value = report.get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _value(row: Mapping[str, Any]) -> str:
    measures = _listed(row, "measures")
    counted = (f"{escaped(str(m.get('value')))} {escaped(str(m.get('unit')))}" for m in measures)
    return ", ".join(counted) or "none"


def _rest(report: Mapping[str, Any], left_out: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in report.items() if key not in left_out}


def _quoted(value: Any) -> str:
    return f"“{escaped(str(value))}”"


def site_differences(shown: Mapping[str, File], rebuilt: Path) -> list[str]:
    """Sentences on the files of the package's site that are not those its sources give.

    `shown`: by their paths in the site.
    """
    ours: dict[str, str] = {}
    for path in rebuilt.rglob("*"):
        if path.is_file() and path.name != MARKER:
            with path.open("rb") as file:
                digest = file_digest(file, "sha256").hexdigest()
            ours[path.relative_to(rebuilt).as_posix()] = digest
    theirs = {path: file.sha256 for path, file in shown.items()}
    changed = [p for p in sorted(ours.keys() & theirs.keys()) if ours[p] != theirs[p]]
    return [
        *(f"site/{escaped(path)} has no source." for path in sorted(theirs.keys() - ours.keys())),
        *(f"site/{escaped(path)} is missing." for path in sorted(ours.keys() - theirs.keys())),
        *(f"site/{escaped(path)} shows something else." for path in changed),
    ]


def text_differences(
    shown: Mapping[str, File], rebuilt: Path, readmes: Sequence[str]
) -> Iterator[str]:
    """Sentences on README.txt and the texts for the platform's form that the sources don't give.

    `shown`: all files of the package. `readmes`: the hashes that the first may have.
    """
    theirs = {p: f.sha256 for p, f in shown.items() if p.startswith(_HAND_IN) and p[-4:] == ".txt"}
    ours = {
        f"{_HAND_IN}{file.name}": sha256(file.read_bytes()).hexdigest()
        for file in (rebuilt / FORM_TEXTS).glob("*.txt")
    }
    for path in sorted(ours.keys() | theirs.keys()):
        if path not in theirs:
            yield f"{escaped(path)} is missing."
        elif theirs[path] != ours.get(path):
            yield f"{escaped(path)} is not what the sources give."
    if README not in shown:
        yield f"{README} is missing."
    elif shown[README].sha256 not in readmes:
        yield f"{README} is not what the sources give."
