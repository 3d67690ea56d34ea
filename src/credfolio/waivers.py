"""Waivers: what a programme, never an author, lets pass, and why."""

import re
from pathlib import Path

from credfolio import limits
from credfolio.errors import CredfolioError
from credfolio.fields import Many, Reading, Record, Text
from credfolio.model import Place, Waiver
from credfolio.sources import decode
from credfolio.yamlfile import read_yaml

_WAIVER = Record(
    "One finding that is let pass.",
    {
        "code": Text("The finding's code.", "CF205"),
        "requirement": Text("The requirement that the finding names.", "reflection"),
        "reason": Text("Why it is let pass."),
        "by": Text("Who decided it."),
    },
    ("code", "reason", "by"),
)
_NEVER = ("CF1", "CF6")


def read_waivers(path: Path) -> tuple[Waiver, ...]:
    """The waivers of a file. Raises CredfolioError: a faulty one could waive too much."""
    try:
        with path.open("rb") as file:
            raw = file.read(limits.METADATA_BYTES + 1)
    except OSError as error:
        raise CredfolioError(f"{path} can't be read: {error.strerror or error}.") from error
    if len(raw) > limits.METADATA_BYTES:
        raise CredfolioError(f"{path} is too large for a waiver file.")
    text, fault = decode(raw, path.name)
    if fault:
        raise CredfolioError(f"{path}: {fault.message}")
    node, faults = read_yaml(text, path.name)
    reading = Reading(path.name, faults)
    if node.kind == "map" and len(node.pairs) == 1 and node.pairs[0][0].value == "waivers":
        node = node.pairs[0][1]
    values = Many("Waivers.", _WAIVER).read(node, "waivers", reading) if text.strip() else ()
    found = tuple(
        Waiver(
            value.get("code", "").upper(),
            value.get("requirement"),
            value.get("reason", ""),
            value.get("by", ""),
            reading.places.get(f"waivers.{number}", Place(path.name, 1, 1)),
        )
        for number, value in enumerate(values)
    )
    if errors := [f for f in reading.faults if f.severity == "error"]:
        first = errors[0]
        where = f"{path}, line {first.place.line}"
        raise CredfolioError(f"{where}: {_by_number(first.message)} {first.hint}")
    for waiver in found:
        if waiver.code.startswith(_NEVER):
            where = f"{path}, line {waiver.place.line}"
            raise CredfolioError(f"{where}: {waiver.code} can't be waived.")
    return found


def _by_number(message: str) -> str:
    """A message on `waivers.0` as one on the first waiver, which the file does not call so."""
    return re.sub(r"`waivers\.(\d+)`", lambda found: f"waiver {int(found[1]) + 1}", message)
