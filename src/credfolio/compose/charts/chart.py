"""A picture with everything that belongs to it, as templates draw it."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor
from typing import Any

SERIES = 8
"""Colours and patterns that can be told apart."""

OTHER = "Other"


@dataclass(frozen=True, slots=True)
class DataTable:
    """Figures as a table. `numeric`: for each column, whether it holds figures."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """`description`: the picture in words. `figures`: (figure, what it counts).

    `drawings`: the picture in its sizes, each with `size`, `width` and `height`. `legend`: (series,
    label). `notes`: how to read it.
    """

    description: str
    figures: tuple[tuple[str, str], ...]
    drawings: tuple[Any, ...]
    legend: tuple[tuple[int, str], ...] = ()
    notes: tuple[str, ...] = ()
    tables: tuple[DataTable, ...] = ()


def series(labels: Iterable[str], most: int = SERIES) -> dict[str, int]:
    """A series for each label in order; where there are too many, the rest share the last."""
    every = list(dict.fromkeys(labels))
    if len(every) <= most:
        return {label: number for number, label in enumerate(every, 1)}
    return {label: min(number, most) for number, label in enumerate(every, 1)}


def legend(of: dict[str, int]) -> tuple[tuple[int, str], ...]:
    """What each series means; one that several labels share is `Other`."""
    numbers = list(of.values())
    shared = {number for number in numbers if numbers.count(number) > 1}
    alone = tuple((n, label) for label, n in of.items() if n not in shared)
    rest = sum(number in shared for number in numbers)
    return alone + tuple((number, f"{OTHER} ({rest} kinds)") for number in sorted(shared))


def percent(share: float) -> str:
    """`38%`; what is there is never shown as nothing, nor a part as all."""
    value = share * 100
    if 0 < value < 1:
        return "<1%"
    if 99 < value < 100:
        return ">99%"
    return f"{floor(value + 0.5)}%"


def joined(items: Iterable[str], most: int = 8) -> str:
    """`a, b and c`, with a count of what is left over."""
    every = list(items)
    if len(every) > most:
        every = [*every[:most], f"{len(every) - most} more"]
    return " and ".join([", ".join(every[:-1]), every[-1]]) if len(every) > 1 else "".join(every)


def over_time(each: int, changes: Iterable[str]) -> str:
    """The sentence that says what changed from the first `each` conversations to the last."""
    halves = ("the first conversation", "the last")
    if each > 1:
        halves = (f"the first {each} conversations together", f"the last {each}")
    return f"From {halves[0]} to {halves[1]}: {joined(changes)}."
