"""What may stand in a cell. A cell's `read` gives a value, or None where it is something else."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol, runtime_checkable

from credfolio.dates import read_day
from credfolio.fields import MISSING, Reading
from credfolio.times import read_time
from credfolio.words import label_form, squeeze
from credfolio.yamlfile import Node


class Cell(Protocol):
    @property
    def expected(self) -> str: ...

    def read(self, text: str, comma: bool) -> Any:
        """The value of a cell's text, never empty. `comma`: decimals are written with a comma."""


@runtime_checkable
class Advising(Protocol):
    """A cell that knows more of what it can't read."""

    def meant(self, text: str) -> tuple[str, str]:
        """(what to write instead, what is wrong), each '' where that is not known."""


_NOTHING = frozenset({"na", "n/a", "tbd", "todo"})


def says(text: str) -> bool:
    """Whether what is written says something: `–`, `?`, `n/a` and `TBD` don't."""
    return any(map(str.isalnum, text)) and label_form(text[:20]) not in _NOTHING


class Words:
    expected = "text"

    def read(self, text: str, comma: bool) -> Any:
        return " ".join(text.split())


# Patterns are compiled where they are needed first: most tables hold plain figures.
_MARKS = r"[|/\s]+"
_LARGEST = 1_000_000


class Count:
    """A whole number from 0 on, in figures or as tally marks: `||||/ ||` is seven."""

    expected = "a whole number or strokes such as `||||`"

    def read(self, text: str, comma: bool) -> Any:
        if text.isdecimal() and len(text) < 7:
            return int(text)
        if "|" in text and re.fullmatch(_MARKS, text):
            return sum(char in "|/" for char in text)
        value = read_number(text, comma)
        if value is None or value != int(value) or not 0 <= value <= _LARGEST:
            return None
        return int(value)


class Number(NamedTuple):
    """A number, with a point or a comma before its decimals."""

    expected: str = "a number"
    least: float = -float(_LARGEST)

    def read(self, text: str, comma: bool) -> Any:
        value = read_number(text, comma)
        return None if value is None or not self.least <= value <= _LARGEST else value


_FIGURES = r"[-+−]?\d{1,15}(?:[.,]\d{1,9})*"
_THOUSANDS = r"[-+−]?\d{1,3}(?:[,.]\d{3})+"


def read_number(text: str, comma: bool) -> float | None:
    """A number as people and spreadsheets write it: `3`, `2.5`, `2,5`, `1,200`, `1 200,5`."""
    text = re.sub(r"(?<=\d)[\s\u00a0\u202f'’](?=\d{3}\b)", "", text.strip()[:40])
    if not text.isascii():
        text = text.replace("−", "-")
    if not re.fullmatch(_FIGURES, text):
        return None
    signs = [char for char in text if char in ".,"]
    if len(set(signs)) == 2:
        if signs[-1] in signs[:-1]:
            return None
        text = text.replace(signs[0], "").replace(signs[-1], ".")
    elif len(signs) > 1 or (signs == [","] and not comma and re.fullmatch(_THOUSANDS, text)):
        if not re.fullmatch(_THOUSANDS, text):
            return None
        text = text.replace(signs[0], "")
    return float(text.replace(",", "."))


class Moment:
    """A time as seconds: of a recording or lesson (`2:10`), or with am or pm of the day."""

    expected = "a time such as 2:10 or 0:02:10"

    def read(self, text: str, comma: bool) -> Any:
        return read_moment(text)


_HALF = r"(.*?)\s*([apAP])\.?\s?[mM]\.?"
_DAY = 24 * 3600


def read_moment(text: str) -> float | None:
    """Seconds; `10:05 am` from midnight on."""
    text = text.strip().strip("[]()")[:40]
    half = re.fullmatch(_HALF, text) if text[-1:] in "mM." else None
    if not half:
        return read_time(text)
    seconds = read_time(half[1] + ":00" if half[1].count(":") == 1 else half[1])
    if seconds is None or not 3600 <= seconds < 13 * 3600:
        return None
    return seconds % (_DAY / 2) + (_DAY / 2 if half[2] in "pP" else 0)


class Day:
    """A date as `YYYY-MM-DD`."""

    expected = "a date such as 2026-11-03"

    def read(self, text: str, comma: bool) -> Any:
        day, wrong = read_day(text)
        return None if wrong else day

    def meant(self, text: str) -> tuple[str, str]:
        return read_day(text)


class TimeOfDay:
    """A time by the clock as minutes from midnight; of a range its beginning.

    Schools write 2:30 and mean the afternoon: 1:00 to 6:59 are, unless am, pm or a zero is written.
    """

    expected = "a time of day such as 14:30 or 2:30 pm"

    def read(self, text: str, comma: bool) -> Any:
        found = re.match(_OF_DAY, text[:40], re.I)
        if not found:
            return None
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1].lower()
        if minute > 59 or hour > (12 if half else 23) or (half and not hour):
            return None
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
        elif found[2] is None:
            return None
        elif 1 <= hour < 7 and found[1][0] != "0":
            hour += 12
        return hour * 60 + minute


_OF_DAY = r"\s*(\d{1,2})(?:[:.h](\d\d))?\s*(?:([ap])\.?\s?m\.?)?\s*(?:$|o'clock|[-–—]|to\b)"


class Minutes:
    """A length of time as minutes: `45`, `45 min`, `1.5 h`."""

    expected = "a number of minutes such as 45"

    def read(self, text: str, comma: bool) -> Any:
        value = read_number(text, comma)
        if value is None and ":" not in text:
            seconds = read_length(text)
            value = None if seconds is None else seconds / 60
        return None if value is None or not 0 < value <= _LARGEST else value


class OneOf(NamedTuple):
    """One of a few words; `known` maps each way to write it, squeezed, to the word."""

    known: Mapping[str, str]

    @property
    def expected(self) -> str:
        return "one of " + ", ".join(f"`{word}`" for word in dict.fromkeys(self.known.values()))

    def read(self, text: str, comma: bool) -> Any:
        return self.known.get(squeeze(text))


_LENGTH = r"(\d{1,4}(?:[.,]\d{1,3})?)\s*(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)\.?"
_UNITS = {"s": 1, "m": 60, "h": 3600}


class Length(NamedTuple):
    """Front matter: a length of time above zero, as seconds: `20:00`, `20 minutes`, `30 s`."""

    doc: str
    example: str = "20:00"

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        if node.empty:
            return MISSING
        seconds = read_length(node.value) if node.kind == "scalar" else None
        if not seconds:
            message = f"`{key}: {node.value}` is not a length of time."
            reading.fault(node, message, f"Write `{key}: {self.example}`, or `{key}: 20 minutes`.")
            return MISSING
        return seconds

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "description": self.doc, "examples": [self.example]}


def read_length(text: str) -> float | None:
    """Seconds of `20:00`, `1:10:00`, `20 minutes`, `90 s`, `1.5 h`."""
    if (seconds := read_time(text)) is not None:
        return seconds
    if found := re.fullmatch(_LENGTH, text.strip(), re.I):
        return float(found[1].replace(",", ".")) * _UNITS[found[2][0].lower()]
    return None
