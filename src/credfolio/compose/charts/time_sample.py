"""A time sample as a strip of slots for each subject."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from credfolio.compose.charts import SIZES
from credfolio.compose.charts.chart import Chart, DataTable, joined, legend, percent, series
from credfolio.compose.charts.duration import clock
from credfolio.compose.charts.text import fit, text_width
from credfolio.graphics.time_sample import METHODS, TimeSample
from credfolio.times import show_time

_READING = {
    "momentary": "A share estimates how much of the time it went on.",
    "partial": "A share says in how many intervals it came up, which is more than the time it "
    "took.",
    "whole": "A share says in how many intervals it never stopped, which is less than the time it "
    "took.",
}
_CELL = 26.0
_LEAST_CELL = 13.0
_BLOCK_GAP = 30


@dataclass(frozen=True, slots=True)
class Cell:
    """`series` 0: a gap."""

    x: float
    series: int
    title: str


@dataclass(frozen=True, slots=True)
class Strip:
    label: str
    y: float
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """`cell`: the width of a slot, `tall` its height. `ticks`: (x, y, time)."""

    size: str
    width: int
    height: float
    cell: float
    tall: float
    strips: tuple[Strip, ...]
    ticks: tuple[tuple[float, float, str], ...]
    gaps: bool


def chart(sample: TimeSample) -> Chart:
    counts = sample.counts
    by_weight = sorted(counts, key=lambda seen: -counts[seen])
    of = series(by_weight)
    slots = len(sample.times)
    figures = [(show_time(sample.interval), f"between slots, {sample.method}")]
    what = "slots" if len(sample.lanes) == 1 else f"slots, {len(sample.lanes)} watched in each"
    figures.append((f"{slots:,}", what))
    if by_weight:
        most = by_weight[0]
        figures.append((percent(sample.shares[most]), f"most often: {most}"))
    if sample.gaps:
        figures.append(
            (
                f"{sample.gaps:,}",
                "gap, nothing recorded" if sample.gaps == 1 else "gaps, nothing recorded",
            )
        )
    method = f"{sample.method.capitalize()} time sample: {METHODS[sample.method]}. "
    return Chart(
        _description(sample, by_weight),
        tuple(figures),
        tuple(_drawing(sample, of, size, width) for size, width in SIZES),
        legend(of),
        (method + _READING[sample.method],),
        (_shares(sample, by_weight), _slots(sample)),
    )


def _description(sample: TimeSample, by_weight: list[str]) -> str:
    counts, shares = sample.counts, sample.shares
    parts = joined(f"{seen} in {counts[seen]} ({percent(shares[seen])})" for seen in by_weight)
    who = f" for each of {len(sample.lanes)}" if len(sample.lanes) > 1 else ""
    gaps = f" {sample.gaps} gaps." if sample.gaps else ""
    every = show_time(sample.interval)
    return f"A strip of {len(sample.times)} slots{who}, one every {every}: {parts}.{gaps}"


def _shares(sample: TimeSample, by_weight: list[str]) -> DataTable:
    counts, shares = sample.counts, sample.shares
    rows = [(seen, f"{counts[seen]:,}", percent(shares[seen])) for seen in by_weight]
    if sample.gaps:
        rows.append(("(gap)", f"{sample.gaps:,}", ""))
    return DataTable(
        "By what was seen",
        ("Seen", "Slots", "Share of those recorded"),
        tuple(rows),
        (False, True, True),
    )


def _slots(sample: TimeSample) -> DataTable:
    header = ("Time", *(lane.who or "Seen" for lane in sample.lanes))
    rows = tuple(
        (clock(time, sample.clock), *(lane.slots[n].seen or "(gap)" for lane in sample.lanes))
        for n, time in enumerate(sample.times)
    )
    return DataTable("Every slot", header, rows, (True, *[False] * len(sample.lanes)))


def _drawing(sample: TimeSample, of: dict[str, int], size: str, width: int) -> Drawing:
    """All slots in one line where they fit, else in several, each with its times below."""
    names = max(text_width(lane.who) for lane in sample.lanes)
    left = min(names + 10, width * 0.3) if names else 14.0
    room = width - left - 14
    slots = len(sample.times)
    lines = ceil(slots / max(room // _LEAST_CELL, 5))
    per_line = ceil(slots / lines / 5) * 5 if lines > 1 else slots
    cell = min(_CELL, room / per_line)
    tall = 22.0 if len(sample.lanes) > 1 else 30.0
    strips, ticks = [], list[tuple[float, float, str]]()
    y = 4.0
    for first in range(0, slots, per_line):
        end = min(first + per_line, slots)
        for lane in sample.lanes:
            cells = tuple(
                _cell(lane.slots[n].seen, lane.who, sample, n, left + (n - first) * cell, of)
                for n in range(first, end)
            )
            strips.append(Strip(fit(lane.who, left - 10), y, cells))
            y += tall + 4
        ticks += _ticks(sample, first, end, left, cell, y + 12)
        y += _BLOCK_GAP
    return Drawing(
        size,
        width,
        round(y - 8, 1),
        round(cell - 2, 2),
        tall,
        tuple(strips),
        tuple(ticks),
        sample.gaps > 0,
    )


def _cell(
    seen: str | None, who: str, sample: TimeSample, number: int, x: float, of: dict[str, int]
) -> Cell:
    at = clock(sample.times[number], sample.clock)
    title = ", ".join(part for part in (at, who, seen or "nothing recorded") if part)
    return Cell(round(x, 2), of[seen] if seen else 0, title)


def _ticks(
    sample: TimeSample, first: int, end: int, left: float, cell: float, y: float
) -> Iterator[tuple[float, float, str]]:
    """Times below every fifth slot, or as many as fit."""
    broad = max(text_width(clock(time, sample.clock), 12) for time in sample.times[-2:]) + 8
    step = next((s for s in (1, 2, 5, 10, 20, 50) if s * cell >= broad), 100)
    for number in range(first, end, step):
        x = left + (number - first) * cell + (cell - 2) / 2
        yield round(x, 1), y, clock(sample.times[number], sample.clock)
