"""An event count as bars."""

from dataclasses import dataclass

from credfolio.compose.charts import SIZES
from credfolio.compose.charts.chart import Chart, DataTable, joined, percent
from credfolio.compose.charts.text import fit, number, text_width, ticks, time_ticks, wrap
from credfolio.graphics.event_count import Counted, EventCount
from credfolio.times import show_time
from credfolio.words import plural

_MOST_BARS = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """`lines`: of its label, each with where it stands. `end`: of the bar, where the value is."""

    lines: tuple[tuple[float, str], ...]
    x: float
    y: float
    width: float
    height: float
    value: str
    title: str


@dataclass(frozen=True, slots=True)
class Drawing:
    size: str
    width: int
    height: float
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    base: float
    top: float
    bottom: float
    when: tuple["Moments", ...]
    when_ticks: tuple[tuple[float, str], ...]
    when_bottom: float


@dataclass(frozen=True, slots=True)
class Moments:
    """When an event was seen: positions on a line of its own."""

    label: str
    y: float
    at: tuple[float, ...]


def chart(tally: EventCount) -> Chart:
    rate = tally.per_minute(tally.total)
    figures = [(f"{tally.total:,}", "event in all" if tally.total == 1 else "events in all")]
    if rate is not None and tally.seconds:
        figures.append((number(rate), f"a minute, in {show_time(tally.seconds)}"))
    most = max(tally.events, key=lambda event: event.number)
    if tally.total:
        figures.append((f"{most.number:,}", f"most often: {most.event}"))
    cut = len(tally.events) - _MOST_BARS
    notes = [f"The picture shows the first {_MOST_BARS} rows, the table all."] if cut > 0 else []
    return Chart(
        _description(tally),
        tuple(figures),
        tuple(_drawing(tally, size, width) for size, width in SIZES),
        notes=tuple(notes),
        tables=(_table(tally),),
    )


def _description(tally: EventCount) -> str:
    parts = joined(f"{event.event} {event.number:,}" for event in tally.events)
    rate = tally.per_minute(tally.total)
    often = f", {number(rate)} a minute" if rate is not None else ""
    return f"Bars, one for each row: {parts}. {plural(tally.total, 'event')} in all{often}."


def _table(tally: EventCount) -> DataTable:
    header = ["Event", "Count", "Share"]
    rated = tally.seconds is not None
    rows = []
    for name, count in (*tally.events, Counted("In all", tally.total)):
        rate = tally.per_minute(count)
        cells = [name, f"{count:,}", percent(tally.share(count))]
        rows.append(tuple(cells + ([f"{rate:.2f}"] if rate is not None else [])))
    header += ["Per minute"] if rated else []
    return DataTable("Counts", tuple(header), tuple(rows), (False, *[True] * (len(header) - 1)))


def _drawing(tally: EventCount, size: str, width: int) -> Drawing:
    events = tally.events[:_MOST_BARS]
    steps = ticks(max(e.number for e in events), 6 if size == "wide" else 4)
    steps = [step for step in steps if step == int(step)]
    values = [f"{e.number:,} · {percent(tally.share(e.number))}" for e in events]
    beside = size == "wide"
    labels = max(text_width(event.event) for event in events)
    left = min(labels + 12, 230.0) if beside else 4.0
    room = width - left - max(map(text_width, values)) - 16
    scale = room / max(steps[-1], 1)
    bars, y = [], 8.0
    for event, value in zip(events, values, strict=True):
        lines = wrap(event.event, left - 12 if beside else width - 8)
        height = max(30.0, 16.0 * len(lines) + 6) if beside else 16.0 * len(lines) + 26
        top = y + height / 2 - 9 if beside else y + 16.0 * len(lines) + 2
        first = y + height / 2 - 8 * (len(lines) - 1) + 4.5 if beside else y + 12
        at = tuple((round(first + 16 * n, 1), line) for n, line in enumerate(lines))
        long = round(event.number * scale, 1)
        bars.append(Bar(at, left, round(top, 1), long, 18, value, f"{event.event}: {value}"))
        y += height
    places = tuple((round(left + step * scale, 1), number(step)) for step in steps)
    bottom = round(y + 6, 1)
    moments, marks, end = _moments(tally, left, width, bottom + 54, beside)
    height = end + 24 if moments else bottom + 24
    return Drawing(
        size, width, height, tuple(bars), places, round(left, 1), 4, bottom, moments, marks, end
    )


_MOST_LINES = 12


def _moments(
    tally: EventCount, left: float, width: int, top: float, beside: bool
) -> tuple[tuple[Moments, ...], tuple[tuple[float, str], ...], float]:
    """When each event was seen, where the record says so: (lines, ticks, where they end)."""
    if not tally.moments:
        return (), (), top
    left = left if beside else 92.0
    last = max(tally.seconds or 0.0, *(at for at, _ in tally.moments), 1.0)
    scale = (width - left - 24) / last
    rows = []
    for n, event in enumerate(tally.events[:_MOST_LINES]):
        seen = tuple(round(left + at * scale, 1) for at, e in tally.moments if e == event.event)
        rows.append(Moments(fit(event.event, left - 12), top + n * 22, seen))
    marks = time_ticks(last, 6 if beside else 3)
    return (
        tuple(rows),
        tuple((round(left + at * scale, 1), show_time(at)) for at in marks),
        top + 22 * (len(rows) - 1) + 16,
    )
