"""A physical map: zones, things, activities and ways, to scale."""

from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from credfolio.compose.charts import SIZES
from credfolio.compose.charts.chart import Chart, DataTable, joined, series
from credfolio.compose.charts.duration import clock
from credfolio.compose.charts.labels import Label, Room
from credfolio.compose.charts.text import fit, number, text_width
from credfolio.graphics.physical_map import Mark, Path, PhysicalMap, Stop, Zone
from credfolio.times import show_time
from credfolio.words import plural

_TALLEST = 620.0
_LEAST_TALL = 120.0
_RIM = 26.0
_LETTERS = 12.0
_LONGEST = 150.0
_MOST_TAKEN = 4_000
_MOST_STOPS = 40


@dataclass(frozen=True, slots=True)
class Area:
    x: float
    y: float
    width: float
    height: float
    label: Label | None
    title: str


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float
    label: Label | None
    title: str


@dataclass(frozen=True, slots=True)
class Way:
    """`line`: as a path. `heads`: arrow heads along it. `stops`: each with its number."""

    series: int
    line: str
    heads: tuple[str, ...]
    stops: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    size: str
    width: int
    height: float
    zones: tuple[Area, ...]
    objects: tuple[Point, ...]
    activities: tuple[Point, ...]
    ways: tuple[Way, ...]


class _Frame:
    """The room's units to those of the picture."""

    def __init__(self, plan: PhysicalMap, width: int) -> None:
        corners = [(z.x, z.y) for z in plan.zones]
        corners += [(z.x + z.width, z.y + z.height) for z in plan.zones]
        corners += [(m.x, m.y) for m in (*plan.objects, *plan.activities)]
        corners += [(s.x, s.y) for path in plan.paths for s in path.stops]
        self.left = min(x for x, _ in corners)
        self.top = min(y for _, y in corners)
        wide = max(max(x for x, _ in corners) - self.left, 1e-6)
        tall = max(max(y for _, y in corners) - self.top, 1e-6)
        self.scale = min((width - 2 * _RIM) / wide, (_TALLEST - 2 * _RIM) / tall)
        self.shift = (width - wide * self.scale) / 2
        self.height = max(tall * self.scale + 2 * _RIM, _LEAST_TALL)

    def at(self, x: float, y: float) -> tuple[float, float]:
        return (
            round((x - self.left) * self.scale + self.shift, 1),
            round((y - self.top) * self.scale + _RIM, 1),
        )


def chart(plan: PhysicalMap) -> Chart:
    of = series(str(n) for n in range(len(plan.paths)))
    counts = (
        ("zone", len(plan.zones)),
        ("object", len(plan.objects)),
        ("activity", len(plan.activities)),
        ("path", len(plan.paths)),
    )
    names = {"activity": "activities"}
    figures = [
        (f"{count:,}", noun if count == 1 else names.get(noun, f"{noun}s"))
        for noun, count in counts
        if count
    ]
    for path in plan.paths[:3]:
        if len(path.stops) > 1:
            unit = f" {plan.unit}" if plan.unit else ""
            figures.append((f"{number(path.length)}{unit}", f"path of {path.name}"))
    drawings = tuple(_drawing(plan, of, size, width) for size, width in SIZES)
    kept = any(p.label is None for d in drawings for p in (*d.objects, *d.activities))
    notes = ["The front of the room is above. The numbers of a path are its stops in order."]
    if not plan.paths:
        notes = ["The front of the room is above."]
    if kept:
        notes.append("Where a name has no room on the map, the table has it.")
    return Chart(
        _description(plan),
        tuple(figures),
        drawings,
        tuple((of[str(n)], path.name) for n, path in enumerate(plan.paths)),
        tuple(notes),
        tuple(_tables(plan)),
    )


def _description(plan: PhysicalMap) -> str:
    parts = []
    if plan.zones:
        parts.append("zones " + joined(zone.name for zone in plan.zones))
    if plan.objects:
        parts.append("objects " + joined(mark.name for mark in plan.objects))
    if plan.activities:
        parts.append("activities " + joined(mark.name for mark in plan.activities))
    if plan.paths:
        ways = (f"{path.name} with {plural(len(path.stops), 'stop')}" for path in plan.paths)
        parts.append("paths " + joined(ways))
    return f"The room from above: {'; '.join(parts)}."


def _tables(plan: PhysicalMap) -> list[DataTable]:
    found = []
    if plan.zones:
        timed = plan.timed
        header = ("Zone", "Activities", "Stops of paths", *(("Time of paths",) if timed else ()))
        rows = tuple(
            (
                zone.name,
                f"{visits.activities:,}",
                f"{visits.stops:,}",
                *((show_time(visits.seconds),) if timed else ()),
            )
            for zone, visits in plan.visits.items()
        )
        found.append(DataTable("By zone", header, rows, (False, *[True] * (len(header) - 1))))
    rows = tuple(_everything(plan))
    header = ("What", "Name", "x", "y", "Zone")
    found.append(
        DataTable("Everything on the map", header, rows, (False, False, True, True, False))
    )
    return found


def _everything(plan: PhysicalMap) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("Zone", z.name, f"{z.x:g}", f"{z.y:g}", "") for z in plan.zones]
    marks = [("Object", m) for m in plan.objects] + [("Activity", m) for m in plan.activities]
    rows += [(what, m.name, f"{m.x:g}", f"{m.y:g}", _zone(plan, m)) for what, m in marks]
    for path in plan.paths:
        for n, stop in enumerate(path.stops, 1):
            at = f", {show_time(stop.time)}" if stop.time is not None else ""
            where = _zone(plan, stop)
            rows.append(("Path", f"{path.name}, stop {n}{at}", f"{stop.x:g}", f"{stop.y:g}", where))
    return rows


def _zone(plan: PhysicalMap, point: Mark | Stop) -> str:
    zone = plan.zone_of(point.x, point.y)
    return zone.name if zone else ""


def _drawing(plan: PhysicalMap, of: dict[str, int], size: str, width: int) -> Drawing:
    frame = _Frame(plan, width)
    room = Room(width, frame.height)
    for path in plan.paths:
        for stop in path.stops:
            x, y = frame.at(stop.x, stop.y)
            room.taken.append((x - 9, y - 9, x + 9, y + 9))
        if len(path.stops) < _MOST_STOPS:
            room.take_line([frame.at(stop.x, stop.y) for stop in path.stops], 3)
    for mark in (*plan.objects, *plan.activities):
        x, y = frame.at(mark.x, mark.y)
        room.taken.append((x - 6, y - 6, x + 6, y + 6))
    zones = tuple(_area(zone, frame, room) for zone in plan.zones)
    longest = _LONGEST if size == "wide" else 90.0
    objects = tuple(_point(mark, frame, room, longest, plan) for mark in plan.objects)
    activities = tuple(_point(mark, frame, room, longest, plan) for mark in plan.activities)
    ways = tuple(_way(path, of[str(n)], frame) for n, path in enumerate(plan.paths))
    return Drawing(size, width, round(frame.height, 1), zones, objects, activities, ways)


def _area(zone: Zone, frame: _Frame, room: Room) -> Area:
    x, y = frame.at(zone.x, zone.y)
    right, bottom = frame.at(zone.x + zone.width, zone.y + zone.height)
    text = fit(zone.name, right - x - 12, _LETTERS)
    wide = text_width(text, _LETTERS)
    label = None
    for top in (y + 14, bottom - 8, (y + bottom) / 2 + 4):
        for left in (x + 6, right - 6 - wide, (x + right - wide) / 2):
            if (
                label is None
                and len(text) > 2
                and room.take((left, top - 11, left + wide, top + 4))
            ):
                label = Label(text, round(left, 1), round(top, 1), "start")
    return Area(x, y, round(right - x, 1), round(bottom - y, 1), label, zone.name)


def _point(mark: Mark, frame: _Frame, room: Room, longest: float, plan: PhysicalMap) -> Point:
    x, y = frame.at(mark.x, mark.y)
    label = None
    if len(room.taken) < _MOST_TAKEN:
        label = room.beside(fit(mark.name, longest, _LETTERS), x, y, 9, _LETTERS)
    where = _zone(plan, mark)
    return Point(x, y, label, f"{mark.name}, in {where}" if where else mark.name)


def _way(path: Path, number: int, frame: _Frame) -> Way:
    points = [frame.at(stop.x, stop.y) for stop in path.stops]
    line = "M" + "L".join(f"{x} {y}" for x, y in points)
    heads = tuple(head for a, b in pairwise(points) if (head := _head(a, b)))
    stops = []
    for n, (stop, (x, y)) in enumerate(zip(path.stops, points, strict=True), 1):
        at = f", {clock(stop.time, False)}" if stop.time is not None else ""
        stops.append(
            Point(x, y, Label(str(n), x, round(y + 4, 1), "middle"), f"{path.name}, stop {n}{at}")
        )
    return Way(number, line, heads, tuple(stops))


def _head(a: tuple[float, float], b: tuple[float, float]) -> str:
    """An arrow head in the middle of a stretch; none where it is too short for one."""
    long = hypot(b[0] - a[0], b[1] - a[1])
    if long < 34:
        return ""
    ux, uy = (b[0] - a[0]) / long, (b[1] - a[1]) / long
    x, y = (a[0] + b[0]) / 2 + ux * 5, (a[1] + b[1]) / 2 + uy * 5
    return (
        f"M{x:.1f} {y:.1f}L{x - ux * 10 - uy * 5:.1f} {y - uy * 10 + ux * 5:.1f}"
        f"L{x - ux * 10 + uy * 5:.1f} {y - uy * 10 - ux * 5:.1f}Z"
    )
