"""The pictures of talk evidence as geometry: blocks, dots, lines and letters in two sizes."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from credfolio.compose.charts import NARROW, WIDE
from credfolio.compose.charts.text import fit, number, text_width, ticks
from credfolio.model import Turn
from credfolio.talk import Talk
from credfolio.times import show_time

_ROW = 24
_NAME = 20
_BAR = 16
_HIGH = 84
_STEM = 4
_SLOT = 6
_THIN = 1.5


class Block(NamedTuple):
    """A rectangle of a series, or of a condition's `css`. `title`: what a pointer is told."""

    series: int
    x: float
    y: float
    width: float
    height: float
    title: str = ""
    css: str = ""


class Dot(NamedTuple):
    """`series` 0: of none."""

    series: int
    x: float
    y: float
    radius: float
    title: str = ""


class Letters(NamedTuple):
    text: str
    x: float
    y: float
    anchor: str = "start"
    css: str = ""


class Line(NamedTuple):
    path: str
    css: str = "cf-grid"


class Drawing(NamedTuple):
    """One size of a picture. `ticks`: (position, label) from left to right under `bottom`."""

    size: str
    width: int
    height: float
    blocks: tuple[Block, ...] = ()
    dots: tuple[Dot, ...] = ()
    letters: tuple[Letters, ...] = ()
    lines: tuple[Line, ...] = ()


_SIZES = (("wide", WIDE), ("narrow", NARROW))


class Lane(NamedTuple):
    """A row of the conversation from beginning to end. `spans`: (from, to, title) in 0 to 1.

    `series`: colour and pattern; `css`: a condition's class; `dots`: spans are points.
    """

    label: str
    series: int
    spans: tuple[tuple[float, float, str], ...]
    css: str = ""
    dots: bool = False


def positions(turns: Sequence[Turn]) -> list[float]:
    """Where each turn begins, from 0 to 1, and 1: as wide as what is said in it."""
    starts = [0]
    for turn in turns:
        starts.append(starts[-1] + max(len(turn.spoken), 1))
    return [start / starts[-1] for start in starts]


def lanes(rows: Sequence[Lane], turns: Sequence[Turn]) -> list[Drawing]:
    """Who speaks, who asks and which condition shows, one below the other."""
    return [_lanes(size, width, rows, turns) for size, width in _SIZES]


def _lanes(size: str, width: int, rows: Sequence[Lane], turns: Sequence[Turn]) -> Drawing:
    left = 108 if size == "wide" else 76
    room = width - left - 4
    blocks: list[Block] = []
    dots: list[Dot] = []
    letters: list[Letters] = []
    lines: list[Line] = []
    for row, lane in enumerate(rows):
        top = row * _ROW + 4
        middle = top + _BAR / 2
        letters.append(Letters(fit(lane.label, left - 10), left - 10, middle + 4.5, "end"))
        lines.append(Line(f"M{left} {middle}H{width - 4}"))
        drawn = 0.0
        for start, end, title in lane.spans:
            x = round(left + start * room, 1)
            wide = round(max((end - start) * room, _THIN), 1)
            # What a screen can't tell apart is drawn once, however long the conversation is.
            if x + wide < drawn + _THIN:
                continue
            drawn = x + wide
            if lane.dots:
                dots.append(Dot(0, x, middle, 3.5, title))
            else:
                blocks.append(Block(lane.series, x, top, wide, _BAR, title, lane.css))
    bottom = len(rows) * _ROW + 4
    letters += _clock(turns, left, room, bottom + 14, 5 if size == "wide" else 3)
    return Drawing(
        size, width, bottom + 22, tuple(blocks), tuple(dots), tuple(letters), tuple(lines)
    )


def _clock(turns: Sequence[Turn], left: float, room: float, y: float, wanted: int) -> list[Letters]:
    """Times along the conversation, or numbers of turns where it has none."""
    starts = positions(turns)
    timed = all(turn.start is not None for turn in turns)
    found: dict[int, Letters] = {}
    for step in range(wanted):
        at = step / wanted
        n = next(n for n, start in enumerate(starts) if start >= at)
        if n >= len(turns):
            continue
        start = turns[n].start
        label = show_time(start) if timed and start is not None else f"turn {n + 1}"
        anchor = "start" if n == 0 else "middle"
        found[n] = Letters(label, round(left + starts[n] * room, 1), y, anchor, "cf-tick")
    return list(found.values())


class Bar(NamedTuple):
    """A labelled bar of segments: (series, amount, title). `value`: what stands after it."""

    label: str
    segments: tuple[tuple[int, float, str], ...]
    value: str


def bars(groups: Iterable[tuple[str, Sequence[Bar]]], most: float) -> list[Drawing]:
    """Groups of bars under a name each; `most`: the amount that fills the room."""
    rows = list(groups)
    return [_bars(size, width, rows, most) for size, width in _SIZES]


def _bars(
    size: str, width: int, groups: Sequence[tuple[str, Sequence[Bar]]], most: float
) -> Drawing:
    labelled = any(bar.label for _, found in groups for bar in found)
    left = 48 if labelled else 2
    value = max((text_width(bar.value) for _, found in groups for bar in found), default=0.0)
    room = width - left - value - 12
    blocks: list[Block] = []
    letters: list[Letters] = []
    y = 0.0
    for name, found in groups:
        letters.append(Letters(fit(name, width - 8), 2, y + 14, css="cf-strong"))
        y += _NAME
        for bar in found:
            if bar.label:
                letters.append(Letters(bar.label, left - 6, y + 12.5, "end", "cf-tick"))
            x = float(left)
            for series, amount, title in bar.segments:
                wide = round(amount / most * room, 1) if most else 0.0
                if wide:
                    blocks.append(Block(series, x, y, wide, _BAR, title))
                x = round(x + wide, 1)
            letters.append(Letters(bar.value, x + 6, y + 12.5, css="cf-value"))
            y += _BAR + 4
        y += 8
    return Drawing(size, width, y, tuple(blocks), (), tuple(letters))


def columns(panels: Sequence[tuple[str, Sequence[int]]], labels: Sequence[str]) -> list[Drawing]:
    """For each panel a row of columns with their counts, over `labels` that all share."""
    return [_columns(size, width, panels, labels) for size, width in _SIZES]


def _columns(
    size: str, width: int, panels: Sequence[tuple[str, Sequence[int]]], labels: Sequence[str]
) -> Drawing:
    most = max((count for _, counts in panels for count in counts), default=0) or 1
    each = (width - 4) / len(labels)
    wide = round(min(each * 0.7, 56), 1)
    blocks: list[Block] = []
    letters: list[Letters] = []
    lines: list[Line] = []
    y = 0.0
    for series, (name, counts) in enumerate(panels, 1):
        letters.append(Letters(fit(name, width - 8), 2, y + 14, css="cf-strong"))
        base = y + _NAME + _HIGH
        for place, count in enumerate(counts):
            middle = round(2 + (place + 0.5) * each, 1)
            high = round(count / most * (_HIGH - 20), 1)
            if count:
                blocks.append(Block(series, round(middle - wide / 2, 1), base - high, wide, high))
            letters.append(Letters(str(count), middle, base - high - 4, "middle", "cf-value"))
        lines.append(Line(f"M2 {base}H{width - 2}", "cf-axis"))
        letters += [
            Letters(label, round(2 + (place + 0.5) * each, 1), base + 14, "middle", "cf-tick")
            for place, label in enumerate(labels)
        ]
        y = base + 28
    return Drawing(size, width, y, tuple(blocks), (), tuple(letters), tuple(lines))


def grid(names: Sequence[str], talk: Talk) -> list[Drawing]:
    """Who follows whom: a row for who spoke, a column for who speaks next, a dot for how often."""
    return [_grid(size, width, names, talk) for size, width in _SIZES]


def _grid(size: str, width: int, names: Sequence[str], talk: Talk) -> Drawing:
    left = 130 if size == "wide" else 92
    cell = min(76.0, (width - left - 4) / len(names))
    left += round(max(0.0, width - left - cell * len(names)) / 3)
    most = max((len(step.turns) for step in talk.steps), default=1)
    top = 40
    letters = [Letters("next:", left - 10, top - 12, "end", "cf-tick")]
    lines = []
    for place, name in enumerate(names):
        middle = round((place + 0.5) * cell, 1)
        letters.append(Letters(fit(name, cell - 4), left + middle, top - 12, "middle"))
        after = fit(f"after {name}", left - 12)
        letters.append(Letters(after, left - 10, top + middle + 4.5, "end"))
    for place in range(len(names) + 1):
        at = round(place * cell, 1)
        end = round(len(names) * cell, 1)
        lines += [Line(f"M{left} {top + at}h{end}"), Line(f"M{left + at} {top}v{end}")]
    dots = []
    for step in talk.steps:
        x = round(left + (step.after + 0.5) * cell, 1)
        y = round(top + (step.before + 0.5) * cell, 1)
        share = (len(step.turns) / most) ** 0.5
        dots.append(Dot(step.after + 1, x, y, round(max(share * (cell / 2 - 4), 3), 1)))
        letters.append(Letters(f"{len(step.turns):,}", x, y + 4.5, "middle", "cf-value cf-over"))
    height = round(top + len(names) * cell + 4, 1)
    return Drawing(size, width, height, (), tuple(dots), tuple(letters), tuple(lines))


def stems(
    points: Sequence[tuple[int, float]], turns: Sequence[Turn], limit: float | None = None
) -> list[Drawing]:
    """Seconds at turns along the conversation, above a line; under 0 seconds below it.

    `limit`: seconds at which a line is drawn across.
    """
    return [_stems(size, width, points, turns, limit) for size, width in _SIZES]


def _stems(
    size: str,
    width: int,
    points: Sequence[tuple[int, float]],
    turns: Sequence[Turn],
    limit: float | None,
) -> Drawing:
    left, high = 36, 110.0
    room = width - left - 8
    scale = ticks(max([seconds for _, seconds in points] + [limit or 0.0]), 4)
    low = min(0.0, *(seconds for _, seconds in points))
    low = max(low, -scale[-1])
    unit = high / (scale[-1] - low)
    zero = round(10 + scale[-1] * unit, 1)
    starts = positions(turns)
    lines = [Line(f"M{left} {round(zero - at * unit, 1)}H{width - 4}") for at in scale]
    lines.append(Line(f"M{left} {zero}H{width - 4}", "cf-axis"))
    letters = [
        Letters(f"{number(at)} s", left - 5, round(zero - at * unit + 4, 1), "end", "cf-tick")
        for at in scale
    ]
    if limit is not None:
        y = round(zero - limit * unit, 1)
        lines.append(Line(f"M{left} {y}H{width - 4}", "cf-talk-limit"))
    blocks = []
    for slot, seconds in sorted(_slotted(points, starts, room).items()):
        tall = round(max(abs(max(seconds, low)) * unit, 1), 1)
        y = round(zero - tall, 1) if seconds >= 0 else zero
        blocks.append(Block(1 if seconds >= 0 else 2, left + slot * _SLOT, y, _STEM, tall))
    letters += _clock(turns, left, room, 10 + high + 18, 5 if size == "wide" else 3)
    return Drawing(size, width, 10 + high + 26, tuple(blocks), (), tuple(letters), tuple(lines))


def _slotted(
    points: Sequence[tuple[int, float]], starts: Sequence[float], room: float
) -> dict[int, float]:
    """Seconds by their place from left; of those that fall together the longest is drawn."""
    last = int(room / _SLOT) - 1
    found: dict[int, float] = {}
    for turn, seconds in points:
        slot = min(int(starts[turn] * room / _SLOT), last)
        if slot in found and slot < last and slot + 1 not in found:
            slot += 1
        if abs(seconds) > abs(found.get(slot, 0.0)):
            found[slot] = seconds
    return found
