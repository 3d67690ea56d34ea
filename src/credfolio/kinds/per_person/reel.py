"""Where everybody is in a recording that all share: pure geometry, in units of about a pixel."""

from collections.abc import Sequence
from dataclasses import dataclass

from credfolio.compose.charts import SIZES
from credfolio.compose.charts.chart import Chart, joined
from credfolio.compose.charts.text import fit, text_width, time_ticks
from credfolio.kinds.per_person import Item
from credfolio.times import show_time

_LANES = 24
"""People in the picture; the table has all."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A person's line, with the times at its end. `x`, `width`: of their bar."""

    title: str
    value: str
    y: float
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Reel:
    size: str
    width: int
    height: float
    left: float
    right: float
    bottom: float
    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[float, str], ...]


def span(item: Item) -> str:
    return "–".join(map(show_time, item.range or ()))


def reel(items: Sequence[Item], seconds: float) -> Chart:
    """The lanes of `items`, each with its range, in a recording of so many seconds."""
    shown = items[:_LANES]
    told = joined(f"{item.person} {span(item)}" for item in items)
    notes: tuple[str, ...] = ()
    if len(shown) < len(items):
        notes = (f"The picture shows the first {_LANES} people, the table all.",)
    drawings = tuple(_drawing(shown, seconds, size, width) for size, width in SIZES)
    description = f"A line for each person with the part of the recording they are in: {told}."
    return Chart(description, (), drawings, notes=notes)


def _drawing(items: Sequence[Item], seconds: float, size: str, width: int) -> Reel:
    beside = size == "wide"
    left = min(max(text_width(item.person) for item in items) + 14, 180.0) if beside else 14.0
    right = width - (max(text_width(span(item)) for item in items) + 14 if beside else 14.0)
    scale = (right - left) / max(seconds, 1.0)
    step = 28 if beside else 44
    lanes = []
    for number, item in enumerate(items):
        first, last = item.range or (0.0, 0.0)
        end = min(max(last, first), seconds)
        x = left + min(first, seconds) * scale
        y = 8.0 + number * step + (0 if beside else 16)
        long = max((end - min(first, seconds)) * scale, 2.0)
        title = fit(item.person, left - 14 if beside else width / 2)
        lanes.append(Lane(title, span(item), round(y, 1), round(x, 1), round(long, 1)))
    bottom = round(8.0 + len(items) * step, 1)
    marks = time_ticks(seconds, 6 if beside else 3)
    ticks = tuple((round(left + at * scale, 1), show_time(at)) for at in marks if at <= seconds)
    return Reel(
        size, width, bottom + 24, round(left, 1), round(right, 1), bottom, tuple(lanes), ticks
    )
