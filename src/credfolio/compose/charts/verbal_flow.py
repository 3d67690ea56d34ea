"""A verbal flow as a map of the seats with an arrow for who speaks to whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import hypot, sqrt

from credfolio.compose.charts import NARROW, WIDE
from credfolio.compose.charts.chart import Chart, DataTable, joined, legend, percent, series
from credfolio.compose.charts.labels import Label, Room
from credfolio.compose.charts.text import wrap
from credfolio.graphics.verbal_flow import WHOLE_CLASS, Flow, Seat, VerbalFlow, is_teacher
from credfolio.words import plural

_TALL = 34.0
_ROW = 92.0
_MOST_WIDE = 92.0
_LEAST_WIDE = 40.0
_MOST_ARROWS = 400
_LETTERS = 11.5
_NUMBER = 12.5
# Where along an arrow its number may stand, best first.
_SPOTS = (0.3, 0.42, 0.2, 0.54, 0.66, 0.12, 0.78, 0.36, 0.48, 0.25, 0.6, 0.72, 0.84, 0.16, 0.9)


@dataclass(frozen=True, slots=True)
class Box:
    """A seat, or a bar that stands for the whole class. `heard`: somebody there spoke."""

    name: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[tuple[float, str], ...]
    heard: bool
    title: str
    own: str = ""

    @property
    def left(self) -> float:
        return round(self.x - self.width / 2, 1)

    @property
    def top(self) -> float:
        return round(self.y - self.height / 2, 1)


@dataclass(frozen=True, slots=True)
class Arrow:
    """`line`, `head`: as paths. `label`: how often, where it was more than once."""

    series: int
    width: float
    line: str
    head: str
    label: Label | None
    title: str


@dataclass(frozen=True, slots=True)
class Drawing:
    size: str
    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def chart(flow: VerbalFlow) -> Chart:
    kinds = flow.by_kind
    weights = sorted(kinds, key=lambda kind: -kinds[kind])
    of = series(weights)
    people = [name for name in flow.people if not is_teacher(name)]
    spoken = flow.spoken
    heard = sum(name in spoken for name in people)
    aside = ", the teacher aside" if len(people) < len(flow.people) else ""
    figures = [
        (f"{flow.total:,}", "time somebody spoke" if flow.total == 1 else "times somebody spoke")
    ]
    figures.append((f"{heard} of {len(people)}", "were heard" + aside))
    figures += [(f"{kinds[kind]:,}", kind) for kind in weights[:3] if kind]
    notes = [
        "An arrow goes from who speaks to whom; the broader, the more often. A number says how "
        "often, where it was more than once and there is room."
    ]
    if heard < len(people) and flow.placed:
        notes.append("A seat with a broken outline was not heard.")
    if not flow.placed:
        notes.append("No seats are noted, so everybody stands in the order of the record.")
    if len(flow.flows) > _MOST_ARROWS:
        notes.append(f"The picture shows the first {_MOST_ARROWS} arrows, the table all.")
    named = {kind or "any kind": number for kind, number in of.items()}
    shown = legend(named) if len(of) > 1 or weights[0] else ()
    return Chart(
        _description(flow),
        tuple(figures),
        tuple(_drawings(flow, of)),
        shown,
        tuple(notes),
        (_people(flow), _talk(flow)),
    )


def _description(flow: VerbalFlow) -> str:
    most = sorted(flow.flows, key=lambda f: -f.number)
    parts = joined((f"{_between(f)} {f.number:,}" for f in most), 6)
    kind = joined(f"{number:,} {kind}" for kind, number in flow.by_kind.items() if kind)
    of_kind = f" By kind: {kind}." if kind else ""
    return f"A map of {plural(len(flow.seats), 'seat')} with arrows: {parts}.{of_kind}"


def _between(flow: Flow) -> str:
    kind = f" ({flow.kind})" if flow.kind else ""
    return f"{flow.speaker} to {flow.to}{kind}"


def _people(flow: VerbalFlow) -> DataTable:
    spoken, addressed = flow.spoken, flow.addressed
    names = flow.people
    if WHOLE_CLASS in spoken or WHOLE_CLASS in addressed:
        names += (WHOLE_CLASS,)
    rows = []
    for name in names:
        spoke = spoken.get(name, 0)
        share = percent(spoke / flow.total)
        rows.append((name, f"{spoke:,}", share, f"{addressed.get(name, 0):,}"))
    header = ("Who", "Spoke", "Share", "Was spoken to")
    return DataTable("By person", header, tuple(rows), (False, True, True, True))


def _talk(flow: VerbalFlow) -> DataTable:
    rows = tuple((f.speaker, f.to, f.kind, f"{f.number:,}") for f in flow.flows)
    return DataTable(
        "Who to whom", ("From", "To", "Kind", "Count"), rows, (False, False, False, True)
    )


# --- seats ------------------------------------------------------------------------------------


def _drawings(flow: VerbalFlow, of: dict[str, int]) -> Iterator[Drawing]:
    """Both sizes; or one that scrolls, where there are too many seats side by side for a phone."""
    narrow = _scale(flow.seats, NARROW)
    if narrow is not None:
        yield _drawing(flow, of, "wide", WIDE)
        yield _drawing(flow, of, "narrow", NARROW)
        return
    width = WIDE
    while _scale(flow.seats, width) is None and width < 4000:
        width += 120
    yield _drawing(flow, of, "any", width)


def _nearest(seats: tuple[Seat, ...]) -> float:
    """The least distance of two seats of a row, in columns."""
    gaps = [
        abs(a.column - b.column)
        for a, b in combinations(seats[:200], 2)
        if abs(a.row - b.row) < 0.5 and a.column != b.column
    ]
    return min(gaps, default=1.0)


def _scale(seats: tuple[Seat, ...], width: float) -> float | None:
    """Units for one column; None where seats would be too narrow for their names."""
    columns = [seat.column for seat in seats]
    span = max(columns, default=0.0) - min(columns, default=0.0)
    gap = _nearest(seats)
    scale = min((width - 12) / (span + gap), 2 * _MOST_WIDE)
    return scale if scale * gap - 8 >= _LEAST_WIDE else None


def _drawing(flow: VerbalFlow, of: dict[str, int], size: str, width: int) -> Drawing:
    boxes = {box.name: box for box in _boxes(flow, width)}
    height = max(box.y + box.height / 2 for box in boxes.values()) + 12
    room = Room(width, height, (_taken(box) for box in boxes.values() if box.height > 20))
    busy: dict[str, int] = {}
    for one in flow.flows:
        for name in (one.speaker, one.to):
            busy[name] = busy.get(name, 0) + 1
    arrows = []
    between: dict[tuple[str, str], int] = {}
    most = max(one.number for one in flow.flows)
    for one in flow.flows[:_MOST_ARROWS]:
        if one.speaker == one.to:
            continue
        nth = between.get((one.speaker, one.to), 0)
        between[one.speaker, one.to] = nth + 1
        ends = boxes[one.speaker], boxes[one.to]
        from_start = busy[one.speaker] <= busy[one.to]
        free = _free(ends, tuple(boxes.values()), width, nth)
        arrows.append(_arrow(one, ends, free, most, of[one.kind], room, from_start))
    return Drawing(size, width, round(height, 1), tuple(boxes.values()), tuple(arrows))


def _taken(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.left + box.width, box.top + box.height


def _boxes(flow: VerbalFlow, width: int) -> Iterator[Box]:
    """The teacher where no seat is noted, the whole class, then the seats from front to back."""
    told = _told(flow)
    y = _TALL / 2 + 8
    seated = {seat.name for seat in flow.seats}
    teachers = [name for name in flow.people if is_teacher(name) and name not in seated]
    everybody = WHOLE_CLASS in told
    # Beside the teacher: between them and the seats it would lie in the way of every arrow.
    beside = everybody and bool(teachers)
    for name in teachers:
        yield _box(name, told, width * (0.2 if beside else 0.5), y, width * 0.3)
        y += 74 if beside else 62
    if everybody:
        x, at = (width * 0.73, _TALL / 2 + 8) if beside else (width / 2, y)
        lines = ((round(at + 4.5, 1), WHOLE_CLASS),)
        wide = round(width * (0.46 if beside else 0.72), 1)
        yield Box(WHOLE_CLASS, round(x, 1), at, wide, 22, lines, True, told[WHOLE_CLASS][1])
        y += 0 if beside else 74
    if not flow.seats:
        return
    scale = _scale(flow.seats, width) or 60.0
    gap = scale * _nearest(flow.seats)
    wide = min(max(gap * 0.66, _LEAST_WIDE), gap - 8, _MOST_WIDE)
    columns = [seat.column for seat in flow.seats]
    middle = (min(columns) + max(columns)) / 2
    front = min(seat.row for seat in flow.seats)
    apart = _row_scale(flow.seats, (wide + 6) / scale)
    for seat in flow.seats:
        x = width / 2 + (seat.column - middle) * scale
        yield _box(seat.name, told, x, y + (seat.row - front) * apart, wide)


def _row_scale(seats: tuple[Seat, ...], wide: float) -> float:
    """Units for one row, so that no two seats are over each other. `wide`: a seat, in columns."""
    gaps = [
        abs(a.row - b.row)
        for a, b in combinations(seats[:200], 2)
        if abs(a.column - b.column) < wide and a.row != b.row
    ]
    rows = [seat.row for seat in seats]
    return _ROW / max(min(gaps, default=1.0), (max(rows) - min(rows)) / 14, 0.05)


_Told = dict[str, tuple[bool, str, int]]


def _told(flow: VerbalFlow) -> _Told:
    """For each name whether it was heard, a sentence, and how often it spoke to itself."""
    spoken, addressed = flow.spoken, flow.addressed
    own = {one.speaker: 0 for one in flow.flows if one.speaker == one.to}
    for one in flow.flows:
        if one.speaker == one.to:
            own[one.speaker] += one.number
    return {
        name: (
            name in spoken,
            f"{name}: spoke {plural(spoken.get(name, 0), 'time')}, "
            f"was spoken to {plural(addressed.get(name, 0), 'time')}",
            own.get(name, 0),
        )
        for name in {*flow.people, *spoken, *addressed}
    }


def _box(name: str, told: _Told, x: float, y: float, wide: float) -> Box:
    heard, title, own = told[name]
    lines = wrap(name, wide - 6, 2, _LETTERS)
    first = y - 7 * (len(lines) - 1) + 4
    at = tuple((round(first + 14 * n, 1), line) for n, line in enumerate(lines))
    note = f"to self: {own}" if own else ""
    return Box(name, round(x, 1), round(y, 1), round(wide, 1), _TALL, at, heard, title, note)


# --- arrows -----------------------------------------------------------------------------------


def _arrow(
    one: Flow,
    ends: tuple[Box, Box],
    bend: float,
    most: int,
    number: int,
    room: Room,
    from_start: bool,
) -> Arrow:
    """A curve from edge to edge."""
    start, end = ends
    a, b = _facing(start, end), _facing(end, start)
    control = _control(a, b, bend)
    broad = round(1.4 + 4.2 * sqrt(one.number / most), 1)
    head = 5.0 + broad * 1.3
    p, q = _edge(start, a, control, 2.0), _edge(end, b, control, 3.0)
    away = max(hypot(control[0] - q[0], control[1] - q[1]), 1.0)
    ux, uy = (q[0] - control[0]) / away, (q[1] - control[1]) / away
    stop = (q[0] - ux * head * 0.8, q[1] - uy * head * 0.8)
    line = f"M{p[0]:.1f} {p[1]:.1f}Q{control[0]:.1f} {control[1]:.1f} {stop[0]:.1f} {stop[1]:.1f}"
    back = (q[0] - ux * head, q[1] - uy * head)
    side = head * 0.46
    path = f"M{q[0]:.1f} {q[1]:.1f}L{back[0] - uy * side:.1f} {back[1] + ux * side:.1f}"
    path += f"L{back[0] + uy * side:.1f} {back[1] - ux * side:.1f}Z"
    label = None
    if one.number > 1:
        spots = (_on(p, control, q, share if from_start else 1 - share) for share in _SPOTS)
        label = room.along(f"{one.number:,}", spots, _NUMBER)
    return Arrow(number, broad, line, path, label, f"{_between(one)}: {plural(one.number, 'time')}")


_DETOURS = (0.0, 40.0, -58.0, 80.0, -98.0, 120.0, -138.0, 170.0, -188.0)
"""What an arrow bends more than it has to, least first, to go around somebody's seat."""

_STEPS = 16


def _free(ends: tuple[Box, Box], boxes: tuple[Box, ...], width: float, nth: int) -> float:
    """The bend with which an arrow goes through fewest others' seats; of equals, the least.

    Each further arrow between the same two bends more.
    """
    a, b = _facing(*ends), _facing(ends[1], ends[0])
    long = hypot(b[0] - a[0], b[1] - a[1])
    least = min(9.0 + 13.0 * nth, max(long, 1.0) * 0.6)
    others = tuple(box for box in boxes if box not in ends)

    def through(bend: float) -> int:
        control = _control(a, b, bend)
        points = [_on(a, control, b, n / _STEPS) for n in range(1, _STEPS)]
        beyond = sum(not 4 < x < width - 4 for x, _ in points)
        return beyond + sum(_covers(box, x, y) for box in others for x, y in points)

    fewest = through(least)
    best = least
    for detour in _DETOURS[1:] if fewest and long > _ROW else ():
        if fewest and (met := through(least + detour)) < fewest:
            fewest, best = met, least + detour
    return best


def _covers(box: Box, x: float, y: float) -> bool:
    return abs(x - box.x) < box.width / 2 + 4 and abs(y - box.y) < box.height / 2 + 4


def _control(a: tuple[float, float], b: tuple[float, float], bend: float) -> tuple[float, float]:
    """The point that a curve from `a` to `b` is drawn towards."""
    long = max(hypot(b[0] - a[0], b[1] - a[1]), 1.0)
    return (
        (a[0] + b[0]) / 2 + (b[1] - a[1]) / long * bend,
        (a[1] + b[1]) / 2 - (b[0] - a[0]) / long * bend,
    )


def _facing(box: Box, other: Box) -> tuple[float, float]:
    """The point of a box that lines to another go to: the nearer the other, the less beside."""
    spare = max(box.width / 2 - 14, 0.0)
    if box.height >= 30 and abs(other.y - box.y) < box.height:
        spare = 0.0
    far = other.x if other.height >= 30 else box.x
    if box.height >= 30:
        far = box.x + (far - box.x) * spare * 2 / max(abs(far - box.x) + spare * 2, 1.0)
    return min(max(far, box.x - spare), box.x + spare), box.y


def _edge(
    box: Box, point: tuple[float, float], toward: tuple[float, float], off: float
) -> tuple[float, float]:
    """Where the way from a point inside a box leaves it, `off` beside the edge."""
    dx, dy = toward[0] - point[0], toward[1] - point[1]
    left = box.x - point[0] + (box.width / 2 + off) * (1 if dx > 0 else -1)
    up = box.y - point[1] + (box.height / 2 + off) * (1 if dy > 0 else -1)
    steps = [room / d for room, d in ((left, dx), (up, dy)) if abs(d) > 1e-6]
    share = min([step for step in steps if step > 0], default=0.0)
    return point[0] + dx * min(share, 1.0), point[1] + dy * min(share, 1.0)


def _on(
    a: tuple[float, float], control: tuple[float, float], b: tuple[float, float], share: float
) -> tuple[float, float]:
    """A point of the curve, `share` of the way."""
    rest = 1 - share
    return (
        rest * rest * a[0] + 2 * rest * share * control[0] + share * share * b[0],
        rest * rest * a[1] + 2 * rest * share * control[1] + share * share * b[1],
    )
