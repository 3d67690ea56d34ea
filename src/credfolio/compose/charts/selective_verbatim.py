"""A selective verbatim as a lane for each speaker, with the words below it."""

from dataclasses import dataclass
from math import ceil

from credfolio.compose.charts import SIZES
from credfolio.compose.charts.chart import Chart, DataTable, joined
from credfolio.compose.charts.duration import clock
from credfolio.compose.charts.text import fit, text_width, time_ticks
from credfolio.graphics.selective_verbatim import Said, SelectiveVerbatim
from credfolio.words import plural

_TALL = 44.0
_MOST_LANES = 24
_NOBODY = "(nobody named)"


@dataclass(frozen=True, slots=True)
class Column:
    """An utterance: the higher, the more words."""

    x: float
    y: float
    width: float
    height: float
    title: str


@dataclass(frozen=True, slots=True)
class Lane:
    label: str
    label_y: float
    base: float
    series: int
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    size: str
    width: int
    height: float
    left: float
    right: float
    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[float, str], ...]
    bottom: float
    axis: str


def chart(record: SelectiveVerbatim) -> Chart:
    figures = [
        (f"{len(record.lines):,}", "line" if len(record.lines) == 1 else "lines"),
        (f"{record.words:,}", "words written down"),
    ]
    if record.checked:
        found = sum(line.turn is not None for line in record.lines)
        figures.append(
            (f"{found} of {len(record.lines)}", "found in the transcript, word for word")
        )
    return Chart(
        _description(record),
        tuple(figures),
        tuple(_drawing(record, size, width) for size, width in SIZES),
        notes=("Each column is a line that was written down, the higher the more words it has.",),
        tables=(_table(record),),
    )


def _description(record: SelectiveVerbatim) -> str:
    parts = joined(
        f"{speaker or _NOBODY} {plural(lines, 'line')}, {plural(counted, 'word')}"
        for speaker, (lines, counted) in record.by_speaker.items()
    )
    return f"A column for each line that was written down, a lane for each speaker: {parts}."


def _table(record: SelectiveVerbatim) -> DataTable:
    timed = any(line.time is not None for line in record.lines)
    rows = tuple(_row(line, record.clock, timed) for line in record.lines)
    header = ("Time", "Speaker", "Words") if timed else ("Speaker", "Words")
    return DataTable("Word for word", header, rows, (timed, False, False)[-len(header) :])


def _row(line: Said, by_clock: bool, timed: bool) -> tuple[str, ...]:
    time = () if not timed else ("" if line.time is None else clock(line.time, by_clock),)
    return (*time, line.speaker, line.words)


def _drawing(record: SelectiveVerbatim, size: str, width: int) -> Drawing:
    beside = size == "wide"
    speakers = list(record.by_speaker)[:_MOST_LANES]
    names = [speaker or _NOBODY for speaker in speakers]
    left = ceil(min(max(map(text_width, names)) + 12, 170)) if beside else 14
    right = width - 10.0
    times = [line.time for line in record.lines]
    known = [time for time in times if time is not None]
    timed = len(known) == len(times) and max(known) > min(known)
    first = min(known) if timed and record.clock else 0.0
    last = max(known) - first if timed else float(len(times))
    broad = 7.0 if timed else min(26.0, (right - left) / len(times) * 0.7)
    scale = (right - left - broad) / max(last, 1.0)
    highest = max(line.length for line in record.lines) or 1
    lanes, y = [], 6.0
    for number, (speaker, name) in enumerate(zip(speakers, names, strict=True), 1):
        top = y if beside else y + 18
        base = top + _TALL
        columns = []
        for n, line in enumerate(record.lines):
            if line.speaker != speaker:
                continue
            at = (line.time or 0.0) - first if timed else n + 0.15
            high = max(line.length / highest * (_TALL - 4), 2.0)
            columns.append(_column(line, left + at * scale, base, broad, high, record.clock))
        label_y = base - _TALL / 2 + 4.5 if beside else y + 12
        label = fit(name, left - 12 if beside else width - 12)
        lanes.append(Lane(label, round(label_y, 1), round(base, 1), min(number, 8), tuple(columns)))
        y = base + 12
    steps = time_ticks(last, 6 if beside else 4) if timed else []
    marks = tuple(
        (round(left + at * scale + broad / 2, 1), clock(first + at, record.clock)) for at in steps
    )
    bottom = round(y - 6, 1)
    axis = "" if timed else "in the order in which they were written down"
    return Drawing(size, width, bottom + 22, left, right, tuple(lanes), marks, bottom, axis)


def _column(line: Said, x: float, base: float, broad: float, high: float, by_clock: bool) -> Column:
    time = f"{clock(line.time, by_clock)}, " if line.time is not None else ""
    title = f"{time}{line.speaker or _NOBODY}: {line.words}"
    return Column(round(x, 1), round(base - high, 1), round(broad, 1), round(high, 1), title)
