"""A credential file as text, with a comment for each key where it stands first.

What the comments say is what the fields are declared with, so that a new key explains itself.
"""

import re
import textwrap
from collections.abc import Iterator
from typing import Any

from credfolio.credential import RequirementField
from credfolio.examples import exemplify
from credfolio.fields import Choice, Field, Many, Record
from credfolio.words import squeeze
from credfolio.yamlfile import Node

_WIDTH = 100
_SHORT = 60
_PLAIN = re.compile(r"[^\W_](?:[\w ,.;?!’'()/–-]*[\w.;?!’')/])?")
_PLAIN_IN_LINE = re.compile(r"[^\W_](?:[\w .’'()/–-]*[\w.’')/])?")
_WORDS = frozenset({"null", "yes", "no", "true", "false", "on", "off", "y", "n"})
"""What other programs take for something else than a word."""


def written(root: Node, record: Record, head: str) -> str:
    """The file that holds what `root` holds, keys in the order of `record`; `head`: its comment."""
    writer = _Writer()
    lines = [*(f"# {row}".rstrip() for row in head.split("\n")), ""]
    lines += writer.record(root, record, "", 0)
    return "\n".join(lines).replace("\n\n\n", "\n\n").rstrip() + "\n"


def scalar(text: str, in_line: bool = False) -> str:
    """A YAML scalar that reads back as `text`, quoted only where it has to be."""
    plain = _PLAIN_IN_LINE if in_line else _PLAIN
    if plain.fullmatch(text) and text.lower() not in _WORDS:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{"".join(c if c.isprintable() else " " for c in escaped)}"'


class _Writer:
    """Remembers which keys have been explained."""

    def __init__(self) -> None:
        self.told: set[str] = set()

    def record(self, node: Node, record: Record, path: str, indent: int) -> Iterator[str]:
        """The keys of a record, a commented line for each that is not there the first time."""
        given = {squeeze(key.value): value for key, value in node.pairs}
        for name, field in record.fields.items():
            value = given.get(squeeze(name))
            own = f"{path}.{name}"
            if value is not None and not value.empty:
                yield from self._comment(field, own, indent)
                yield from self._key(name, field, value, own, indent)
            elif own not in self.told:
                yield from self._comment(field, own, indent)
                example = f"# {name}: {example_of(field)}"
                yield " " * indent + example
            if not path:
                yield ""

    def _comment(self, field: Field, path: str, indent: int) -> Iterator[str]:
        if path in self.told:
            return
        self.told.add(path)
        doc = field.doc
        if isinstance(field, Choice) and len(field.values) > 1:
            doc += f" One of: {', '.join(field.values)}."
        rows = textwrap.wrap(doc, _WIDTH - indent - 2)
        if isinstance(field, Record) and _is_short(field):
            for name, part in field.fields.items():
                told = f"- {name}: {part.doc}"
                rows += textwrap.wrap(told, _WIDTH - indent - 2, subsequent_indent="  ")
        yield from (" " * indent + f"# {row}" for row in rows)

    def _key(self, name: str, field: Field, value: Node, path: str, indent: int) -> Iterator[str]:
        start = " " * indent + f"{name}:"
        in_line = _in_line(value)
        if in_line is not None:
            yield f"{start} {in_line}"
        elif value.kind == "scalar":
            yield from _text(start, value.value.strip(), indent)
        elif value.kind == "map" and isinstance(field, Record):
            yield start
            yield from self.record(value, field, path, indent + 2)
        elif value.kind == "map" and not isinstance(field, Many):
            yield start
            for key, item in value.pairs:
                yield from self._key(scalar(key.value), field, item, path, indent + 2)
        else:
            yield start
            items = value.items if value.kind == "list" else (value,)
            for number, item in enumerate(items):
                yield from self._item(item, field, path, indent + 2, number)

    def _item(self, item: Node, field: Field, path: str, indent: int, number: int) -> Iterator[str]:
        of = field.of if isinstance(field, Many) else field
        if isinstance(of, RequirementField):
            of = of.record(item)
        in_line = _in_line(item)
        short = in_line is not None and isinstance(of, Record) and _is_short(of)
        if item.kind != "map" or not isinstance(of, Record) or short:
            shown = in_line if in_line is not None else scalar(item.value.strip())
            yield " " * indent + f"- {shown}"
            return
        if number:
            yield ""
        rows = list(self.record(item, of, path, indent + 2))
        first = next(n for n, row in enumerate(rows) if not row.lstrip().startswith("#"))
        yield from (row[2:] for row in rows[:first])
        yield " " * indent + "- " + rows[first].lstrip()
        yield from rows[first + 1 :]


def _is_short(record: Record) -> bool:
    """Whether a record has plain values only, few enough for a line."""
    deep = any(isinstance(field, Record | Many) for field in record.fields.values())
    return len(record.fields) < 4 and not deep


def _in_line(node: Node) -> str | None:
    """A value on one line; None where it is too long for one."""
    if node.kind == "scalar":
        text = node.value.strip()
        return scalar(text) if len(text) <= _SHORT and "\n" not in text else None
    if node.kind == "map":
        if any(value.kind != "scalar" for _, value in node.pairs):
            return None
        pairs = [f"{key.value}: {scalar(v.value.strip(), True)}" for key, v in node.pairs]
        shown = f"{{{', '.join(pairs)}}}"
        return shown if len(shown) <= _WIDTH - 16 and len(pairs) < 4 else None
    if any(item.kind != "scalar" for item in node.items):
        return None
    shown = f"[{', '.join(scalar(item.value.strip(), True) for item in node.items)}]"
    return shown if len(shown) <= _SHORT // 2 else None


def _text(start: str, text: str, indent: int) -> Iterator[str]:
    """A long text over several lines."""
    if "\n" in text or re.search(r"\s{2}", text) or not text.isprintable():
        yield f"{start} {scalar(text)}"
        return
    yield f"{start} >-"
    rows = textwrap.wrap(text, _WIDTH - indent - 2, break_long_words=False, break_on_hyphens=False)
    yield from (" " * (indent + 2) + row for row in rows)


def example_of(field: Field) -> str:
    """What may stand behind a key, as YAML on one line."""
    given = field.example if isinstance(field, Many) else ""
    return given or flow(exemplify(field.schema()))


def flow(value: Any) -> str:
    """A plain value as YAML on one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {flow(each)}' for key, each in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return scalar(str(value), in_line=True)
