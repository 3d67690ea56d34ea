"""`private.yml`: the real names behind the labels. No message quotes it: it would tell a name."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from credfolio import limits
from credfolio.fields import Reading, Record
from credfolio.model import Fault, Place, PrivateName
from credfolio.privacy.names import Matcher
from credfolio.sources import read_text
from credfolio.workspace import PRIVATE, private_files
from credfolio.yamlfile import Node, read_yaml

_SAMPLE = '`names: {"the real name": "the label"}`'


class NamesField(NamedTuple):
    """Real names as keys; a label, or a label with variants, as values."""

    doc: str

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        """Names in the order of the file, as far as they can be read."""
        if node.kind != "map":
            reading.fault(node, "The names are no list of a name and its label.", _write())
            return ()
        names = [_name(written, value, reading) for written, value in node.pairs]
        return tuple(name for name in names if name)

    def schema(self) -> dict[str, Any]:
        text = {"type": ["string", "number"]}
        variants = {"anyOf": [{"type": "array", "items": text}, text]}
        entry = {
            "type": "object",
            "properties": {"label": text, "variants": variants},
            "required": ["label"],
            "additionalProperties": False,
        }
        values = {"anyOf": [text, entry]}
        return {"type": "object", "description": self.doc, "additionalProperties": values}


@cache
def private_record() -> Record:
    """The fields of `private.yml`, for its schema."""
    names = NamesField("Each real name with the label that is used for it in the evidence.")
    return Record("The real names behind the labels. Never hand it in.", {"names": names})


def read_private(folder: Path) -> tuple[tuple[PrivateName, ...], list[Fault]]:
    """The names that private.yml in `folder` declares, and what is wrong with the file.

    A file that is nearly called so counts as well, with a warning: git does not leave it alone.
    """
    names: tuple[PrivateName, ...] = ()
    faults: list[Fault] = []
    for file in private_files(folder):
        found, wrong = _read(folder, file)
        names += found
        faults += wrong
        if file != PRIVATE:
            message = f"The real names stand in `{file}`, which git does not leave alone."
            hint = f"Call the file `{PRIVATE}`."
            faults.append(Fault("CF502", Place(f"../{file}", 1, 1), message, hint, None, "warning"))
    return names, faults


def _read(folder: Path, file: str) -> tuple[tuple[PrivateName, ...], list[Fault]]:
    shown = f"../{file}"
    text, fault = read_text(folder, file, limits.METADATA_BYTES)
    if fault:
        return (), [fault._replace(place=fault.place._replace(path=shown))]
    node, faults = read_yaml(text, shown)
    reading = Reading(shown, [_unquoted(fault) for fault in faults])
    names = _names(node, reading)
    if not names and not reading.faults:
        message = "This file lists no name, so none is looked for."
        reading.fault(node, message, _write(), "warning")
    return names, reading.faults


def _unquoted(fault: Fault) -> Fault:
    """A fault of the YAML without the words of the line, which may be a name."""
    message = "This line can't be read as it is written."
    if "written twice" in fault.message:
        message = "This name, or a key, is written twice; only one can count."
    return fault._replace(message=message, hint=_write())


def _write() -> str:
    return f"Write {_SAMPLE}, with quotation marks."


def _names(node: Node, reading: Reading) -> tuple[PrivateName, ...]:
    field = private_record().fields["names"]
    names: tuple[PrivateName, ...] = ()
    if node.kind != "map":
        reading.fault(node, "There is no `names:` in this file.", _write())
        return ()
    for key, value in node.pairs:
        if key.value.strip().casefold() == "names" and not value.empty:
            names += field.read(value, "names", reading)
        elif key.value.strip().casefold() != "names":
            reading.fault(key, "Only `names:` may stand at the left margin here.", _write())
    if len(names) > limits.PRIVATE_NAMES:
        message = f"There are {len(names):,} names; {limits.PRIVATE_NAMES:,} are the most."
        reading.fault(node, message, "Take out those that nobody mentions.")
    return names[: limits.PRIVATE_NAMES]


def _name(written: Node, value: Node, reading: Reading) -> PrivateName | None:
    real = " ".join(written.value.split())
    label, variants = _label(value, reading)
    if sum(map(str.isalpha, real)) < 2:
        reading.fault(written, "This name has fewer than two letters.", "Write the whole name.")
        return None
    if label is None:
        reading.fault(
            value if value.kind == "scalar" and not value.empty else written,
            "This name has no label.",
            'Write the label behind it: `"the real name": Coach`.',
        )
        return None
    name = PrivateName(real, label, variants)
    if Matcher([name]).has(label, author=True):
        message = "The label of this name holds the name itself."
        reading.fault(written, message, "Choose a label that tells nobody who it is: `Coach`.")
        return None
    return name


def _label(value: Node, reading: Reading) -> tuple[str | None, tuple[str, ...]]:
    """The label and the variants that stand behind a name."""
    if value.kind == "scalar":
        return (None if value.empty else " ".join(value.value.split()) or None), ()
    label: str | None = None
    variants: tuple[str, ...] = ()
    for key, item in value.pairs:
        known = key.value.strip().casefold()
        if known == "label" and item.kind == "scalar" and not item.empty:
            label = " ".join(item.value.split()) or None
        elif known == "variants":
            variants = _variants(item, reading)
        elif known != "label":
            message = "A name has a `label:` and may have `variants:`, nothing else."
            reading.fault(key, message, 'Write `"the real name": {label: Coach, variants: [..]}`.')
    return label, variants


def _variants(item: Node, reading: Reading) -> tuple[str, ...]:
    found = []
    for node in item.items if item.kind == "list" else (item,):
        text = " ".join(node.value.split())
        if node.kind != "scalar" or sum(map(str.isalpha, text)) < 2:
            hint = "Write each as a text of two letters or more: `[Dee, Ms D.]`."
            reading.fault(node, "This variant is no name.", hint)
        else:
            found.append(text)
    return tuple(found)
