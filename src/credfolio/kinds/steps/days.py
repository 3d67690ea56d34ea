"""Days, working days and stretches of them."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from credfolio.dates import read_day
from credfolio.fields import MISSING, Reading
from credfolio.yamlfile import Node


def number(day: str) -> int:
    """A date `YYYY-MM-DD` as a number, so that differences are days."""
    return date.fromisoformat(day).toordinal()


class Stretch(NamedTuple):
    """From the first day to the last, both within it."""

    first: str
    last: str
    title: str = ""

    @property
    def days(self) -> range:
        return range(number(self.first), number(self.last) + 1)


_LONGEST = 400
"""Days in one stretch without school; a year is a mistake in writing."""


class DaySpan(NamedTuple):
    """Front matter: a date, or two with `to` between them, as a Stretch."""

    doc: str

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        if node.empty:
            return MISSING
        written = node.value.strip()[:60] if node.kind == "scalar" else ""
        read = [read_day(end) for end in re.split(r"\s*(?:/|\bto\b|\.\.|–|—)\s*", written)]
        if len(read) in (1, 2) and not any(wrong for _, wrong in read):
            found = Stretch(read[0][0], read[-1][0])
            if 0 < len(found.days) <= _LONGEST:
                return found
        message = f"`{key}: {node.value}` is no day without school, nor days in order."
        meant = [day for day, _ in read]
        if not all(meant):
            meant = [read_day(written)[0]]  # 11/26/2026 is no stretch
        hint = f"Write `{' to '.join(meant)}`."
        if not all(meant) or len(meant) > 2 or meant != sorted(meant):
            hint = "Write `2026-11-26`, or `2026-11-25 to 2026-11-27`."
        reading.fault(node, message, hint)
        return MISSING

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "description": self.doc, "examples": ["2026-11-25 to 2026-11-27"]}


def between(first: int, last: int, off: Sequence[int], working: bool) -> int:
    """Days from one to another; of working days those after the first, up to the last.

    `off`: weekdays without school, in order.
    """
    if not working or last < first:
        return last - first
    weeks, rest = divmod(last - first, 7)
    days = weeks * 5 + sum(map(is_weekday, range(last - rest + 1, last + 1)))
    return days - (bisect_right(off, last) - bisect_right(off, first))


def is_weekday(day: int) -> bool:
    """Monday to Friday. The number 1 is a Monday."""
    return (day - 1) % 7 < 5


_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def show(day: str, year: bool = True) -> str:
    """`Nov 3, 2026`."""
    name = f"{_MONTHS[int(day[5:7]) - 1]} {int(day[8:])}"
    return f"{name}, {day[:4]}" if year else name
