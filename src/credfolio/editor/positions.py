"""Columns: ours are characters from 1; an editor counts units of an encoding from 0."""

import re
from typing import Literal

Encoding = Literal["utf-8", "utf-16", "utf-32"]

_LINE_END = re.compile(r"\r\n|\r|\n")


def rows_of(text: str) -> tuple[str, ...]:
    """The lines of `text` as the protocol and our readers count them, without their ends.

    `str.splitlines` also ends lines at form feeds and U+2028, which nobody else does.
    """
    return tuple(_LINE_END.split(text))


def to_units(row: str, column: int, encoding: Encoding) -> int:
    """Units before our `column` of `row`; a column behind the end is the end."""
    return _units(row[: max(0, column - 1)], encoding)


def to_column(row: str, units: int, encoding: Encoding) -> int:
    """Our column behind so many units of `row`; within a character it is that character's."""
    if encoding == "utf-32" or row.isascii():
        return min(units, len(row)) + 1
    for column, character in enumerate(row, 1):
        units -= _units(character, encoding)
        if units < 0:
            return column
    return len(row) + 1


def _units(text: str, encoding: Encoding) -> int:
    if encoding == "utf-8":
        return len(text.encode("utf-8", "surrogatepass"))
    if encoding == "utf-16":
        return len(text) + sum(character > "\uffff" for character in text)
    return len(text)
