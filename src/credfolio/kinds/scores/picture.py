"""Scores drawn: a line for each of few pupils, or how the scores of many are spread."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, floor

from credfolio.compose.charts import SIZES
from credfolio.compose.charts.chart import Chart, DataTable
from credfolio.compose.charts.text import fit, text_width, ticks
from credfolio.kinds.scores import Measured, Pupil
from credfolio.kinds.scores.figures import Figures, shown, signed
from credfolio.words import plural


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the cut is, across the scale, and its label."""

    at: float
    label: str
    label_x: float


@dataclass(frozen=True, slots=True)
class Line:
    """A pupil from `before` to `after`, at height `y`. `way`: `up`, `down` or `same`."""

    label: str
    y: float
    before: float
    after: float
    way: str
    value: str
    title: str


@dataclass(frozen=True, slots=True)
class Lines:
    size: str
    width: int
    height: float
    lines: tuple[Line, ...]
    ticks: tuple[tuple[float, str], ...]
    left: float
    right: float
    top: float
    bottom: float
    cut: Cut | None


@dataclass(frozen=True, slots=True)
class Bar:
    """Pupils of one stretch of scores. `before`, `after`: how long their bars are."""

    label: str
    y: float
    before: float
    after: float
    values: tuple[str, str]
    titles: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars to the left of `sides` for before and to the right for after. `cut`: where it is."""

    size: str
    width: int
    height: float
    bars: tuple[Bar, ...]
    sides: tuple[float, float]
    top: float
    bottom: float
    cut: float | None


# --- a line for each pupil -------------------------------------------------------------------

_ROW = 20


def lines(measured: Measured, found: Figures) -> Chart:
    """Every pupil, lowest before first."""
    pupils = sorted(measured.matched, key=lambda p: (p.before, p.after))
    description = (
        f"A row for each of {plural(found.number, 'pupil')}, from the score before to the score "
        f"after, lowest before first. {_course(found)}"
    )
    note = "An open circle is the score before, a filled one the score after; a dashed line falls."
    drawings = tuple(_lines(pupils, measured, size, width) for size, width in SIZES)
    return Chart(description, (), drawings, notes=(note,))


def _course(found: Figures) -> str:
    text = f"{found.rose:,} rose, {found.same:,} stayed, {found.fell:,} fell. The mean went from "
    text += f"{shown(found.before)} to {shown(found.after)} ({signed(found.gain)})."
    if found.reached:
        text += f" At or above the cut: {found.reached[0]:,} before, {found.reached[1]:,} after."
    return text


def _lines(pupils: list[Pupil], measured: Measured, size: str, width: int) -> Lines:
    names = _names(pupils)
    values = [f"{plain(p.before)} → {plain(p.after)}" for p in pupils]
    left = ceil(min(max(map(text_width, names)) + 12, 190 if size == "wide" else 96))
    right = round(width - max(map(text_width, values)) - 14, 1)
    steps = _steps(measured, 8 if size == "wide" else 4)
    low, high = _reach(measured) if measured.scale else (steps[0], steps[-1])

    def at(score: float | None) -> float:
        share = ((score or 0.0) - low) / (high - low)
        return round(left + 8 + share * (right - left - 16), 1)

    top = 4.0 if measured.cut is None else 22.0
    rows = []
    for number, (pupil, name, value) in enumerate(zip(pupils, names, values, strict=True)):
        y = top + _ROW * number + 12
        ends = at(pupil.before), at(pupil.after)
        rows.append(Line(fit(name, left - 12), y, *ends, _way(pupil), value, f"{name}: {value}"))
    bottom = top + _ROW * len(pupils) + 4
    marks = tuple((at(step), plain(step)) for step in steps if low <= step <= high)
    cut = None if measured.cut is None else _cut(measured, at(measured.cut), right)
    return Lines(
        size, width, bottom + 24, tuple(rows), marks, left, right, top, bottom, cut
    )  # fmt: skip


def _cut(measured: Measured, at: float, right: float) -> Cut:
    label = f"cut {plain(measured.cut)}"
    half = text_width(label, 12) / 2
    return Cut(at, label, round(min(at, right + 8 - half), 1))


_MANY = 500


def _names(pupils: list[Pupil]) -> list[str]:
    """What pupils are called; with the group where two share a label."""
    labels = [pupil.label for pupil in pupils[:_MANY]]
    return [
        f"{pupil.group} {pupil.label}".strip() if labels.count(pupil.label) > 1 else pupil.label
        for pupil in pupils[:_MANY]
    ]


def _way(pupil: Pupil) -> str:
    before, after = pupil.before or 0.0, pupil.after or 0.0
    return "same" if before == after else "up" if after > before else "down"


def _reach(measured: Measured) -> tuple[float, float]:
    """The lowest and the highest there are: of the scale, the scores and the cut."""
    scores = [s for p in measured.matched for s in (p.before, p.after) if s is not None]
    scores += [] if measured.cut is None else [measured.cut]
    low, high = measured.scale or (min(scores), max(scores))
    return min(low, *scores), max(high, *scores)


def _steps(measured: Measured, wanted: int) -> list[float]:
    """Round steps from at or below the lowest to at or above the highest."""
    low, high = _reach(measured)
    step = ticks(high - low, wanted)[1]
    first = floor(low / step + 1e-9)
    last = max(ceil(high / step - 1e-9), first + 1)
    return [round(step * n, 9) for n in range(first, last + 1)]


def plain(value: float | None) -> str:
    """A score as short as it was written."""
    return "" if value is None else f"{value:.10g}".replace("-", "−")


# --- how the scores of many are spread -------------------------------------------------------

_BINS = 12
_THICK = 24


@dataclass(frozen=True, slots=True)
class Bin:
    """How many pupils scored from `low` up to, but not, `low` and a step."""

    label: str
    low: float
    before: int
    after: int


def bins(measured: Measured) -> tuple[Bin, ...]:
    """Stretches of scores, lowest first, with how many pupils were in each. The cut begins one."""
    low, high = _reach(measured)
    both = [(p.before or 0.0, p.after or 0.0) for p in measured.matched]
    whole = all(score == int(score) for pair in both for score in pair)
    step = _width(high - low, whole)
    start = low if measured.cut is None else measured.cut
    start -= ceil((start - low) / step - 1e-9) * step
    number = floor((high - start) / step + 1e-9) + 1
    counts = [[0, 0] for _ in range(number)]
    for pair in both:
        for side, score in enumerate(pair):
            counts[floor((score - start) / step + 1e-9)][side] += 1
    return tuple(
        Bin(_label(start + n * step, step, (low, high), whole), start + n * step, *count)
        for n, count in enumerate(counts)
    )


def _width(span: float, whole: bool) -> float:
    if whole and span < _BINS:
        return 1.0
    step = ticks(span, _BINS)[1] if span else 1.0
    return max(step, 1.0) if whole else step


def _label(low: float, step: float, reach: tuple[float, float], whole: bool) -> str:
    first = max(low, reach[0])
    if not whole:
        return f"{plain(round(first, 9))} to <{plain(round(low + step, 9))}"
    last = min(low + step - 1, reach[1])
    return plain(first) if last <= first else f"{plain(first)}–{plain(last)}"


def bars(measured: Measured, found: Figures) -> Chart:
    """How many pupils had which scores, before to the left and after to the right."""
    some = bins(measured)
    most = f"Highest at the top. {_course(found)}"
    description = (
        f"Bars for the scores of {plural(found.number, 'pupil')}: to the left how many had them "
        f"before, to the right how many had them after. {most}"
    )
    rows = tuple((b.label, f"{b.before:,}", f"{b.after:,}") for b in reversed(some))
    table = DataTable(
        "Pupils by score", ("Score", "Before", "After"), rows, (False, True, True)
    )  # fmt: skip
    drawings = tuple(_bars(some, measured, size, width) for size, width in SIZES)
    cut = measured.cut
    notes = () if cut is None else (f"The dashed line is the cut: {plain(cut)} stands above it.",)
    return Chart(description, (), drawings, ((2, "Before"), (1, "After")), notes, (table,))


def _bars(some: tuple[Bin, ...], measured: Measured, size: str, width: int) -> Bars:
    labels = max(text_width(b.label) for b in some) + 16
    sides = round((width - labels) / 2, 1), round((width + labels) / 2, 1)
    most = max(max(b.before, b.after) for b in some)
    value = max(text_width(f"{most:,}"), 12.0) + 10
    room = sides[0] - value - 4
    scale: Callable[[int], float] = lambda number: round(number / most * room, 1)  # noqa: E731
    top = 24.0
    rows = tuple(
        Bar(
            b.label,
            top + _THICK * n,
            scale(b.before),
            scale(b.after),
            (f"{b.before:,}", f"{b.after:,}"),
            (f"{b.label}: {b.before:,} before", f"{b.label}: {b.after:,} after"),
        )
        for n, b in enumerate(reversed(some))
    )
    bottom = top + _THICK * len(some)
    above = sum(b.low > (measured.cut or 0.0) - 1e-9 for b in some)
    cut = None if measured.cut is None else top + _THICK * above
    return Bars(size, width, bottom + 6, rows, sides, top, bottom, cut)
