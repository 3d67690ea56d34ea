"""What may stand in a YAML file: one declaration that reads, checks and writes the JSON Schema.

A field's `read` takes a node and gives a plain value, reporting every fault on the way; MISSING
where nothing usable stands. A field's `schema` gives its JSON Schema.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple, Protocol

from credfolio.dates import or_else, read_day
from credfolio.model import Fault, Place, Severity
from credfolio.slips import cut_number, inline, joined, number_in, pairs_for, short
from credfolio.words import printable, squeeze
from credfolio.yamlfile import Node

MISSING: Final = object()
TRUE = ("yes", "true", "on", "y", "ja", "oui", "si", "sí")
FALSE = ("no", "false", "off", "n")


class Reading:
    """One file being read: where faults go, and where each value stands."""

    def __init__(self, path: str, faults: Iterable[Fault] = ()) -> None:
        self.path = path
        self.faults = list(faults)
        self.places: dict[str, Place] = {}
        self.partial = False

    def fault(self, node: Node, message: str, hint: str, severity: Severity = "error") -> None:
        place = Place(self.path, node.line, node.column)
        fault = Fault("CF502", place, printable(message), printable(hint), severity=severity)
        self.faults.append(fault)


class Field(Protocol):
    @property
    def doc(self) -> str: ...

    def read(self, node: Node, key: str, reading: Reading) -> Any: ...

    def schema(self) -> dict[str, Any]: ...


def _scalar(node: Node, key: str, reading: Reading, wanted: str) -> str | None:
    if node.kind == "scalar":
        return node.value.strip()
    kind = "a list" if node.kind == "list" else "several keys"
    reading.fault(node, f"`{key}:` holds {kind}.", f"Write {wanted}.")
    return None


class Text(NamedTuple):
    """Text. `single`: a name of one thing, so that a comma in it divides a list in disguise."""

    doc: str
    example: str = ""
    single: bool = False

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        value = _scalar(node, key, reading, f"`{key}: {self.example or 'text'}`")
        if not value or node.empty:
            return MISSING
        if self.single and "," in value:
            message = f"`{short(key)}: {value}` is read as one name, with its comma."
            reading.fault(node, message, f"Write `[{value}]` for several.", "warning")
        if node.cut:
            value = f"{value} {node.cut}"
            message = f"Without quotation marks, YAML drops `{node.cut}` as a comment."
            reading.fault(node, message, f'Write `{key}: "{value}"`.', "warning")
        return value

    def schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": ["string", "number"], "description": self.doc}
        return schema | ({"examples": [self.example]} if self.example else {})


class Reference(NamedTuple):
    """The id of another requirement of the same credential, which is of the kind `kind`."""

    doc: str
    kind: str

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        return Text(self.doc, self.kind).read(node, key, reading)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "description": self.doc, "examples": [self.kind]}


class Entry(NamedTuple):
    """The id of an entry in the list that the same requirement holds under the key `of`."""

    doc: str
    of: str
    example: str = ""

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        return Text(self.doc, self.example).read(node, key, reading)

    def schema(self) -> dict[str, Any]:
        return Text(self.doc, self.example).schema()


class Choice(NamedTuple):
    doc: str
    values: tuple[str, ...]

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        value = _scalar(node, key, reading, f"one of {', '.join(self.values)}")
        if value is None or node.empty:
            return MISSING
        found = next((v for v in self.values if squeeze(v) == squeeze(value)), None)
        if found is None:
            near = nearest(value, self.values)
            known = ", ".join(f"`{v}`" for v in self.values)
            hint = f"Write `{near}`." if near else f"Write one of them, such as `{self.values[0]}`."
            reading.fault(node, f"`{key}: {value}` is not one of {known}.", hint)
        return MISSING if found is None else found

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.values), "description": self.doc}


class Whole(NamedTuple):
    """A whole number from `least` on."""

    doc: str
    least: int = 1
    example: int | None = None

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        value = _scalar(node, key, reading, f"`{key}: {self.least}`")
        if value is None or node.empty:
            return MISSING
        if value.isascii() and value.isdigit() and self.least <= int(value[:9]) and len(value) < 10:
            return int(value)
        meant = number_in(value, self.least)
        hint = f"Write `{key}: {self.least}`, for example."
        reading.fault(
            node,
            f"`{key}: {value}` is not a whole number from {self.least} on.",
            hint if meant is None else f"Write `{key}: {meant}`.",
        )
        return MISSING

    def schema(self) -> dict[str, Any]:
        example = self.least if self.example is None else self.example
        schema = {"type": "integer", "minimum": self.least, "description": self.doc}
        return schema | {"examples": [example]}


class Share(NamedTuple):
    """A number between 0 and 1."""

    doc: str

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        value = _scalar(node, key, reading, f"`{key}: 0.8`")
        if value is None or node.empty:
            return MISSING
        if re.fullmatch(r"0?\.\d{1,6}|[01](?:\.0{1,6})?", value):
            return float(value)
        reading.fault(
            node, f"`{key}: {value}` is no share between 0 and 1.", f"Write `{key}: 0.8`."
        )
        return MISSING

    def schema(self) -> dict[str, Any]:
        return {"type": "number", "minimum": 0, "maximum": 1, "description": self.doc}


class Flag(NamedTuple):
    doc: str

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        value = _scalar(node, key, reading, f"`{key}: yes` or `{key}: no`")
        if value is None or node.empty:
            return MISSING
        if value.casefold() in TRUE:
            return True
        if value.casefold() in FALSE:
            return False
        reading.fault(node, f"`{key}: {value}` is neither yes nor no.", f"Write `{key}: yes`.")
        return MISSING

    def schema(self) -> dict[str, Any]:
        return {"type": ["boolean", "string"], "description": self.doc}


class Day(NamedTuple):
    """A date as text `YYYY-MM-DD`. With `or_yes` also a yes, given as `yes`; a no is ''."""

    doc: str
    or_yes: bool = False

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        value = _scalar(node, key, reading, f"`{key}: 2026-11-01`")
        if value is None or node.empty:
            return MISSING
        if self.or_yes and value.casefold() in TRUE:
            return "yes"
        if self.or_yes and value.casefold() in FALSE:
            return ""
        day, problem = read_day(value)
        if problem:
            hint = f"Write `{key}: {day or '2026-11-01'}`{or_else(value)}."
            if self.or_yes and not day:
                hint = f"Write `{key}: 2026-11-01` (your date) or `{key}: yes`."
            reading.fault(node, f"`{key}: {value}` {problem}.", hint)
            return MISSING
        return day

    def schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {"description": self.doc, "examples": ["2026-11-01"]}
        pattern = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
        if not self.or_yes:
            return schema | pattern
        return schema | {"anyOf": [pattern, {"enum": ["yes", "no"]}, {"type": "boolean"}]}


class Many(NamedTuple):
    """A list of one kind of thing; a single thing stands for a list of one."""

    doc: str
    of: Field
    example: str = ""

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        if node.empty:
            return MISSING
        nodes = node.items if node.kind == "list" else (node,)
        values: list[Any] = []
        for item in nodes:
            # By its place among the values that are kept, so that each is found again.
            number = len(values)
            reading.places[f"{key}.{number}"] = Place(reading.path, item.line, item.column)
            own = item.pairs or (isinstance(self.of, Record) and node.kind == "list")
            value = self.of.read(item, f"{key}.{number}" if own else key, reading)
            if value is not MISSING:
                values.append(value)
        return tuple(values)

    def schema(self) -> dict[str, Any]:
        item = self.of.schema()
        return {"description": self.doc, "anyOf": [{"type": "array", "items": item}, item]}


class Keyed(NamedTuple):
    """Any keys, all values alike."""

    doc: str
    of: Field

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        if node.empty:
            return MISSING
        if node.kind != "map":
            own = short(key)
            reading.fault(node, f"`{own}:` needs keys below it.", f"Write `{own}: {{name: …}}`.")
            return MISSING
        values = {}
        for name, item in node.pairs:
            reading.places[f"{key}.{name.value}"] = Place(reading.path, name.line, name.column)
            value = self.of.read(item, name.value, reading)
            if value is not MISSING:
                values[name.value] = value
        return values

    def schema(self) -> dict[str, Any]:
        schema = {"type": "object", "description": self.doc}
        return schema | {"additionalProperties": self.of.schema()}


class Record(NamedTuple):
    """Named fields. `strict` warns of every unknown key; else only of near misses of ours."""

    doc: str
    fields: Mapping[str, Field]
    required: tuple[str, ...] = ()
    strict: bool = True

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        prefix = f"{key}." if key else ""
        if node.kind != "map":
            self._no_keys(node, key, reading)
            return MISSING
        reading.partial = reading.partial or node.partial
        values: dict[str, Any] = {}
        for number, (written, item) in enumerate(node.pairs):
            place = Place(reading.path, written.line, written.column)
            name = self._named(written.value)
            if name is None:
                before = node.pairs[number - 1] if number else None
                slip = joined(written.value, self.fields) or cut_number(written.value, before)
                if slip:
                    reading.fault(written, *slip)
                else:
                    self._unknown(written, reading)
                continue
            if prefix + name in reading.places and name in values:
                first = reading.places[prefix + name].line
                message = f"`{written.value}:` and the `{name}:` of line {first} are the same key."
                reading.fault(written, message, "Delete one of the two lines.")
                continue
            reading.places[prefix + name] = place
            path = prefix + name if isinstance(self.fields[name], Record | Many | Keyed) else name
            value = self.fields[name].read(item, path, reading)
            if value is not MISSING:
                values[name] = value
        self._missing(node, values, key, prefix, reading)
        return values

    def _named(self, written: str) -> str | None:
        """The field that a key means, without regard to case, spaces and underscores."""
        if written in self.fields:
            return written
        form = squeeze(written)
        return next((name for name in self.fields if squeeze(name) == form), None)

    def _no_keys(self, node: Node, key: str, reading: Reading) -> None:
        """Something else stands where keys belong: what it says becomes a part of the hint."""
        known = ", ".join(f"`{name}`" for name in self.fields)
        names = self.required or tuple(self.fields)[:1]
        sample, name = pairs_for(node, names, self.fields), short(key)
        where, hint = f"`{name}:`", f"Write `{name}: {{{sample}}}`."
        if key.rpartition(".")[2].isdigit():
            where, hint = f"An entry of `{name}:`", f"Write `- {{{sample}}}`."
        elif not name:
            where, hint = "The metadata", f"Write `{names[0]}: …`."
        if inline(node, self.fields):  # quotation marks would not help
            reading.faults = [f for f in reading.faults if not _is_of(f, node)]
        reading.fault(node, f"{where} needs keys: {known}.", hint)

    def _missing(
        self, node: Node, values: dict[str, Any], key: str, prefix: str, reading: Reading
    ) -> None:
        for name in () if reading.partial else self.required:
            place = reading.places.get(prefix + name)
            wrong = place and any(f.place.line == place.line for f in reading.faults)
            if name in values or wrong:
                continue
            at = Node("scalar", "", place.line or 1, place.column or 1) if place else node
            says = "has no value" if place else "is missing"
            where = f" in `{key}`" if key else ""
            example = getattr(self.fields[name], "example", "") or "…"
            reading.fault(at, f"`{name}:`{where} {says}.", f"Write `{name}: {example}`.")

    def _unknown(self, written: Node, reading: Reading) -> None:
        near = nearest(written.value, tuple(self.fields))
        if self.strict:
            known = ", ".join(f"`{name}`" for name in self.fields)
            hint = f"Did you mean `{near}:`?" if near else f"Known here are {known}."
            reading.fault(written, f"`{written.value}:` is not known here.", hint, "warning")
        elif near and len(near) >= 5:
            message = f"`{written.value}:` is not known; it looks like `{near}:`."
            reading.fault(written, message, f"Write `{near}:`.", "warning")

    def schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": "object", "description": self.doc}
        schema["properties"] = {name: field.schema() for name, field in self.fields.items()}
        if self.required:
            schema["required"] = list(self.required)
        return schema | {"additionalProperties": not self.strict}


def _is_of(fault: Fault, node: Node) -> bool:
    return fault.code == "CF501" and fault.place.line == node.line


def nearest(word: str, known: tuple[str, ...]) -> str | None:
    """The known word that `word` most likely was meant to be."""
    import difflib

    wanted = squeeze(word)[:80]
    by_form = {squeeze(name): name for name in known}
    found = difflib.get_close_matches(wanted, by_form, n=1, cutoff=0.75)
    return by_form[found[0]] if found else None
