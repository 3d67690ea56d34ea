"""What was most likely meant where a value of a YAML file can't be read, as hints."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from credfolio.yamlfile import Node

_SIGNS = r"[][{},:#\"'&*!|>%@`]"


def short(key: str) -> str:
    """The last key of a path, as its author wrote it: `people` of `parts.0.requirements.1.people`.

    '' where the path is.
    """
    return next((part for part in reversed(key.split(".")) if not part.isdigit()), "")


def number_in(text: str, least: int) -> int | None:
    """The one number of `3 days`; None where there are none or several, or it is too small."""
    figures = re.findall(r"[\d.,-]+", text[:80])
    if len(figures) != 1 or not re.fullmatch(r"[0-9]{1,9}", figures[0]):
        return None
    number = int(figures[0])
    return number if number >= least else None


def pairs_for(node: Node, names: Iterable[str], fields: Mapping[str, Any]) -> str:
    """`least: 6`: what the keys `names` may hold, with what stands in their stead."""
    text = " ".join(node.value.split())[:80] if node.kind == "scalar" else ""
    if inline(node, fields):
        return text
    return ", ".join(f"{name}: {_value(name, fields[name], text)}" for name in names)


def inline(node: Node, fields: Mapping[str, Any]) -> bool:
    """Whether a text is a key with its value, for want of braces: `minimum: words: 300`."""
    name, colon, rest = node.value.partition(": ") if node.kind == "scalar" else ("", "", "")
    return bool(colon and rest.strip()) and name.strip() in fields


def _value(name: str, field: Any, text: str) -> str:
    if (least := getattr(field, "least", None)) is not None:
        number = number_in(text, least)
        return str(number if number is not None else field.example or least)
    if name == "title" and text:
        return f'"{text}"' if re.search(_SIGNS, text) else text
    if name == "id" and text:
        return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") or "…"
    return getattr(field, "example", "") or "…"


def joined(written: str, known: Iterable[str]) -> tuple[str, str] | None:
    """Of `{words:300}`, where the space after the colon is missing: (message, hint)."""
    name, _, rest = written.partition(":")
    if not rest or name not in known:
        return None
    message = f"A space is missing after the colon: `{written}`."
    return message, f"Write `{name}: {rest.strip()}`."


def cut_number(written: str, before: tuple[Node, Node] | None) -> tuple[str, str] | None:
    """Of `{words: 1,000}`, where the comma has made a key of the zeros: (message, hint)."""
    if not before or not re.fullmatch(r"[0-9]{3}", written):
        return None
    key, value = before[0].value, before[1].value
    if before[1].kind != "scalar" or not re.fullmatch(r"[0-9]{1,3}", value):
        return None
    message = f"The comma ends the number: `{key}: {value},{written}` is read as {value}."
    return message, f"Write `{key}: {value}{written}`."
