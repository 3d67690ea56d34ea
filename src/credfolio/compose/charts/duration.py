"""Durations as a lane for each activity along the time."""

from collections import Counter
from dataclasses import dataclass

from credfolio.compose.charts import SIZES
from credfolio.compose.charts.chart import Chart, DataTable, joined, percent
from credfolio.compose.charts.text import text_width, time_ticks, wrap
from credfolio.graphics.duration import Duration, Span
from credfolio.times import show_time

_MOST_LANES = 60


@dataclass(frozen=True, slots=True)
class Block:
    x: float
    width: float
    title: str


@dataclass(frozen=True, slots=True)
class Lane:
    """`lines`: of its label, each with where it stands."""

    lines: tuple[tuple[float, str], ...]
    y: float
    blocks: tuple[Block, ...]
    value: str
    value_y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """`overlaps`: where several activities go on at once, as (x, width)."""

    size: str
    width: int
    height: float
    left: float
    right: float
    lanes: tuple[Lane, ...]
    overlaps: tuple[tuple[float, float], ...]
    ticks: tuple[tuple[float, str], ...]
    bottom: float


def clock(seconds: float, by_clock: bool) -> str:
    """A time of the lesson, or by the clock: `10:05`."""
    if not by_clock:
        return show_time(seconds)
    minutes = int(seconds // 60)
    return f"{minutes // 60 % 24}:{minutes % 60:02}"


def chart(record: Duration) -> Chart:
    figures = [(show_time(record.seconds), "watched, minutes:seconds")]
    lasting, shares = record.lasting, record.shares
    longest = max(lasting, key=lambda activity: lasting[activity])
    figures.append((percent(shares[longest]), f"longest: {longest}"))
    figures.append((f"{len(record.spans):,}", "span" if len(record.spans) == 1 else "spans"))
    notes = []
    if record.overlaps:
        figures.append((show_time(record.at_once), "with more than one at once"))
        notes.append(_overlaps(record))
    if record.unrecorded >= 1:
        figures.append((show_time(record.unrecorded), "of which nothing is noted"))
    if len(lasting) > _MOST_LANES:
        notes.append(f"The picture shows the first {_MOST_LANES} activities, the table all.")
    return Chart(
        _description(record),
        tuple(figures),
        tuple(_drawing(record, size, width) for size, width in SIZES),
        notes=tuple(notes),
        tables=(_activities(record), _spans(record)),
    )


def _overlaps(record: Duration) -> str:
    found = [
        f"{clock(o.start, record.clock)} to {clock(o.end, record.clock)} ({o.first}, {o.second})"
        for o in record.overlaps
    ]
    return f"At once: {joined(found, 5)}. Shares then add up to more than 100%."


def _description(record: Duration) -> str:
    shares = record.shares
    parts = joined(f"{a} {show_time(s)} ({percent(shares[a])})" for a, s in record.lasting.items())
    return f"A lane for each activity from start to end: {parts}, of {show_time(record.seconds)}."


def _activities(record: Duration) -> DataTable:
    counts = Counter(span.activity for span in record.spans)
    shares = record.shares
    rows = [
        (activity, f"{counts[activity]:,}", show_time(seconds), percent(shares[activity]))
        for activity, seconds in record.lasting.items()
    ]
    if record.unrecorded >= 1:
        share = percent(record.unrecorded / record.seconds)
        rows.append(("(nothing noted)", "", show_time(record.unrecorded), share))
    header = ("Activity", "Spans", "Lasted", "Share")
    return DataTable("By activity", header, tuple(rows), (False, True, True, True))


def _spans(record: Duration) -> DataTable:
    rows = tuple(
        (
            clock(span.start, record.clock),
            clock(span.end, record.clock),
            span.activity,
            show_time(span.seconds),
        )
        for span in record.spans
    )
    header = ("Start", "End", "Activity", "Lasted")
    return DataTable("Every span", header, rows, (True, True, False, True))


def _drawing(record: Duration, size: str, width: int) -> Drawing:
    beside = size == "wide"
    shares = record.shares
    drawn = list(record.lasting.items())[:_MOST_LANES]
    totals = {a: f"{show_time(s)} · {percent(shares[a])}" for a, s in drawn}
    spans: dict[str, list[Span]] = {}
    for span in record.spans:
        spans.setdefault(span.activity, []).append(span)
    labels = max(map(text_width, totals))
    left = min(labels + 14, 200.0) if beside else 16.0
    right = width - (max(map(text_width, totals.values())) + 12 if beside else 8)
    scale = (right - left) / max(record.seconds, 1.0)
    lanes, y = [], 6.0
    for activity, total in totals.items():
        room = left - 14 if beside else width - text_width(total) - 20
        lines = wrap(activity, room)
        height = max(32.0, 16.0 * len(lines) + 8) if beside else 16.0 * len(lines) + 30
        top = y + height / 2 - 10 if beside else y + 16.0 * len(lines) + 3
        first = y + height / 2 - 8 * (len(lines) - 1) + 4.5 if beside else y + 12
        at = tuple((round(first + 16 * n, 1), line) for n, line in enumerate(lines))
        blocks = tuple(_block(span, record, left, scale) for span in spans[activity])
        lanes.append(
            Lane(at, round(top, 1), blocks, total, round(top + 14.5 if beside else first, 1))
        )
        y += height
    over = tuple(
        (round(left + (o.start - record.start) * scale, 1), round((o.end - o.start) * scale, 1))
        for o in record.overlaps
    )
    steps = time_ticks(record.seconds, 7 if beside else 4)
    marks = tuple(
        (
            round(left + at * scale, 1),
            clock(record.start + at if record.clock else at, record.clock),
        )
        for at in steps
    )
    bottom = round(y + 4, 1)
    return Drawing(
        size, width, bottom + 24, left, round(right, 1), tuple(lanes), over, marks, bottom
    )


def _block(span: Span, record: Duration, left: float, scale: float) -> Block:
    x = round(left + (span.start - record.start) * scale, 1)
    start, end = clock(span.start, record.clock), clock(span.end, record.clock)
    title = f"{span.activity}: {start} to {end}, {show_time(span.seconds)}"
    return Block(x, round(max(span.seconds * scale, 1.5), 1), title)
