"""Where everything stands in the pictures of steps: pure geometry, in units of about a pixel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from credfolio.compose.charts.chart import SERIES
from credfolio.compose.charts.text import fit, text_width, wrap
from credfolio.kinds.steps import Cycle, Entry, Steps
from credfolio.kinds.steps.days import show
from credfolio.kinds.steps.figures import Figures
from credfolio.words import plural

BARS = 40
"""Cycles on the calendar."""

LANES = 12
"""Cycles whose steps are drawn one by one."""


def days_between(before: Entry, after: Entry) -> str:
    """`same day`, `next day`, `6 days`."""
    days = after.day - before.day
    return {0: "same day", 1: "next day"}.get(days, plural(days, "day"))


# --- the calendar ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bar:
    """A cycle. `dates`: `Sep 14 – Oct 2`. `days`: on which something was done."""

    title: str
    dates: str
    first: int
    last: int
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A bar where it stands; `marks`: the days within it; `above`: a term's name."""

    title: str
    value: str
    x: float
    y: float
    width: float
    marks: tuple[float, ...] = ()
    text_y: float = 0.0


@dataclass(frozen=True, slots=True)
class Calendar:
    size: str
    width: int
    height: float
    left: float
    right: float
    top: float
    bottom: float
    bars: tuple[Band, ...]
    terms: tuple[Band, ...]
    ticks: tuple[tuple[float, str], ...]


def bars(steps: Steps) -> tuple[Bar, ...]:
    """Each cycle from its first date to its last."""
    found = []
    for cycle in steps.cycles:
        first, last = cycle.entries[0], cycle.entries[-1]
        dates = f"{show(first.date, False)} – {show(last.date, False)}"
        if first.day == last.day:
            dates = show(first.date, False)
        days = tuple(sorted({entry.day for entry in cycle.entries}))
        found.append(Bar(cycle.title, dates, first.day, last.day, days))
    return tuple(found)


def calendar(steps: Steps, found: Figures, size: str, width: int) -> Calendar:
    """A row for each cycle; on a phone its name stands above it."""
    shown = bars(steps)[:BARS]
    beside = size == "wide"
    left = min(max(text_width(bar.title) for bar in shown) + 14, 180.0) if beside else 20.0
    right = width - (max(text_width(bar.dates) for bar in shown) + 14 if beside else 20)
    start = date.fromisoformat(found.first).toordinal()
    scale = (right - left) / found.days
    top = 24.0 if steps.terms else 6.0
    row = 30.0 if beside else 44.0
    bands = []
    for number, bar in enumerate(shown):
        y = top + row * number + (6 if beside else 22)
        x = left + (bar.first - start) * scale
        wide = max((bar.last - bar.first + 1) * scale, 4.0)
        marks = tuple(round(left + (day - start + 0.5) * scale, 1) for day in bar.days)
        text_y = y + 13.5 if beside else y - 6
        title = fit(bar.title, left - 12 if beside else width - text_width(bar.dates) - 30)
        bands.append(
            Band(title, bar.dates, round(x, 1), y, round(wide, 1), marks, round(text_y, 1))
        )
    bottom = round(top + row * len(shown) + 4, 1)
    ticks = _ticks(start, found.days, left, scale, 7 if beside else 4)
    terms = _terms(steps, start, found.days, left, scale)
    height = bottom + 24
    return Calendar(
        size, width, height, round(left, 1), round(right, 1), top, bottom,
        tuple(bands), terms, ticks,
    )  # fmt: skip


def _terms(steps: Steps, start: int, days: int, left: float, scale: float) -> tuple[Band, ...]:
    """The terms as far as they are on the picture."""
    found = []
    for term in steps.terms[:8]:
        first, last = max(term.days.start, start), min(term.days.stop, start + days)
        if first < last:
            x, wide = left + (first - start) * scale, (last - first) * scale
            name = fit(term.title, wide - 8) if wide > 30 else ""
            found.append(Band(name, "", round(x, 1), 2, round(wide, 1)))
    return tuple(found)


_STEPS = (1, 2, 7, 14, 28)


def _ticks(
    start: int, days: int, left: float, scale: float, wanted: int
) -> tuple[tuple[float, str], ...]:
    """Round steps of days or weeks; over a longer time the first of a month, of a year."""
    step = next((s for s in _STEPS if days / s <= wanted), 0)
    every = range(start, start + days, step) if step else _months(start, days, wanted)
    return tuple((round(left + (day - start + 0.5) * scale, 1), _tick(day, step)) for day in every)


def _tick(day: int, step: int) -> str:
    text = show(date.fromordinal(day).isoformat(), not step)
    return text if step else text.replace(" 1,", "")


def _months(start: int, days: int, wanted: int) -> Sequence[int]:
    first, last = date.fromordinal(start), date.fromordinal(start + days - 1)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    every = next(
        (n for n in (1, 2, 3, 6, 12) if months / n <= wanted), 12 * ceil(months / 12 / wanted)
    )
    counted = range(
        first.year * 12 + first.month - 1, first.year * 12 + first.month + months, every
    )
    found = [date(m // 12, m % 12 + 1, 1).toordinal() for m in counted if m // 12 <= last.year]
    return [day for day in found if start <= day < start + days]


# --- the steps one by one --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stop:
    """A step of a cycle. `date` '': it is missing. `gap`: since the one before."""

    series: int
    title: str
    date: str
    gap: str


@dataclass(frozen=True, slots=True)
class Node:
    """`lines`: (y, text) below it. `gap`: (x, text) before it, where there is one."""

    series: int
    x: float
    y: float
    date: str
    missing: bool
    lines: tuple[tuple[float, str], ...]
    gap_x: float
    gap: str


@dataclass(frozen=True, slots=True)
class Lane:
    """`rows`: (from x, to x, y) of the lines on which the nodes stand."""

    title: str
    x: float
    y: float
    nodes: tuple[Node, ...]
    rows: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Lanes:
    size: str
    width: int
    height: float
    lanes: tuple[Lane, ...]


Told = tuple[str, tuple[Stop, ...]]


def sequences(steps: Steps, declared: Sequence[Mapping[str, Any]]) -> tuple[Told, ...]:
    """Each cycle's steps by date, those that are missing where they belong."""
    return tuple((cycle.title, _stops(cycle, declared)) for cycle in steps.cycles)


def _stops(cycle: Cycle, declared: Sequence[Mapping[str, Any]]) -> tuple[Stop, ...]:
    order = {step["id"]: number for number, step in enumerate(declared)}
    there = {entry.step for entry in cycle.entries}
    waiting = [s for s in declared if s["id"] not in there and not s.get("optional")]
    found: list[Stop] = []
    before: Entry | None = None
    for entry in cycle.entries:
        while waiting and order[waiting[0]["id"]] < order[entry.step]:
            found.append(_missing(waiting.pop(0), order))
        gap = days_between(before, entry) if before else ""
        series = min(order[entry.step] + 1, SERIES)
        found.append(Stop(series, entry.title, show(entry.date, False), gap))
        before = entry
    found += [_missing(step, order) for step in waiting]
    return tuple(found)


def _missing(step: Mapping[str, Any], order: Mapping[str, int]) -> Stop:
    return Stop(min(order[step["id"]] + 1, SERIES), step["title"], "", "")


_LINE = 14.0
_NODE = 34.0
"""From the top of a row to the middle of its nodes."""


def lanes(cycles: Sequence[Told], size: str, width: int) -> Lanes:
    """A lane for each cycle, in as many rows as its steps need."""
    shown = cycles[:LANES]
    beside = size == "wide"
    titles = max((text_width(title) for title, _ in shown), default=0.0)
    left = min(titles + 16, 150.0) if beside and titles else 0.0
    found = []
    y = 0.0
    for title, stops in shown:
        head = 0.0 if beside or not title else 20.0
        lane, tall = _lane(fit(title, left - 6 if beside else width), stops, left, y + head, width)
        found.append(
            Lane(lane.title, 0.0, y + (_NODE + 4.5 if beside else 15), lane.nodes, lane.rows)
        )
        y += head + tall
    return Lanes(size, width, round(y, 1), tuple(found))


def _lane(
    title: str, stops: Sequence[Stop], left: float, top: float, width: int
) -> tuple[Lane, float]:
    """The lane, and how tall it is."""
    rows = ceil(len(stops) / (5 if width > 400 else 3))
    in_row = ceil(len(stops) / rows)
    room = (width - left) / in_row
    nodes, lines = [], []
    y = top
    for first in range(0, len(stops), in_row):
        part = stops[first : first + in_row]
        texts = [wrap(stop.title, room - 4, 2, 12) for stop in part]
        for place, (stop, text) in enumerate(zip(part, texts, strict=True)):
            x = left + room * (place + 0.5)
            under = tuple((round(y + _NODE + 40 + _LINE * n, 1), t) for n, t in enumerate(text))
            gap_x = x - room / 2 if place else x
            nodes.append(
                Node(
                    stop.series,
                    round(x, 1),
                    y + _NODE,
                    stop.date or "missing",
                    not stop.date,
                    under,
                    round(gap_x, 1),
                    stop.gap,
                )
            )
        end = left + room * (len(part) - 0.5)
        lines.append((round(left + room / 2, 1), round(end, 1), y + _NODE))
        y += _NODE + 44 + _LINE * max(map(len, texts))
    return Lane(title, left, top, tuple(nodes), tuple(lines)), y - top + 4
