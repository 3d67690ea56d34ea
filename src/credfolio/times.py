"""Times of a recording: `M:SS`, `MM:SS`, `H:MM:SS`, with fractions. Seconds inside."""

import re
from typing import Any, NamedTuple

from credfolio.fields import MISSING, Reading
from credfolio.yamlfile import Node

TIME = r"[0-9]{1,4}:[0-5][0-9](?::[0-5][0-9])?(?:[.,][0-9]{1,9})?"
_PARTS = re.compile(r"([0-9]{1,4}):([0-5][0-9])(?::([0-5][0-9]))?(?:[.,]([0-9]{1,9}))?")


def read_time(text: str) -> float | None:
    """Seconds, or None where `text` is no time."""
    found = _PARTS.fullmatch(text.strip())
    if not found:
        return None
    first, second, third, fraction = found.groups()
    whole = int(first) * 60 + int(second)
    if third is not None:
        whole = whole * 60 + int(third)
    return whole + float(f"0.{fraction}") if fraction else float(whole)


def show_time(seconds: float) -> str:
    """`0:02:10`, or `2:10` under an hour."""
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


class Clock(NamedTuple):
    """A time, read as float seconds."""

    doc: str

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        if node.empty:
            return MISSING
        seconds = read_time(node.value) if node.kind == "scalar" else None
        if seconds is None:
            message = f"`{key}: {node.value}` is not a time."
            reading.fault(node, message, f"Write `{key}: 00:10:30` (hours:minutes:seconds).")
            return MISSING
        return seconds

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "description": self.doc, "examples": ["00:10:30"]}


class Duration(NamedTuple):
    """A length, read as whole seconds."""

    doc: str

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        seconds = Clock(self.doc).read(node, key, reading)
        return seconds if seconds is MISSING else int(seconds)

    def schema(self) -> dict[str, Any]:
        return Clock(self.doc).schema()
