"""Physical map: where things are, what happens where, and which ways are taken."""

from itertools import pairwise, zip_longest
from math import hypot
from typing import NamedTuple

from credfolio.fields import Text
from credfolio.graphics.base import Graphic
from credfolio.graphics.timing import CLOCK, Times
from credfolio.tables.base import Column, Row, Rows, Sheet, Source
from credfolio.tables.cells import Moment, Number, OneOf, Words
from credfolio.words import label_form, squeeze

_WHAT = {
    "zone": "zone area region space corner room",
    "object": "object thing furniture item desk table chair board door",
    "activity": "activity event action student teacher",
    "path": "path movement route way walk stop step",
}


class Zone(NamedTuple):
    """A rectangle of the room; `x`, `y` its corner at the front left."""

    name: str
    x: float
    y: float
    width: float
    height: float

    def holds(self, x: float, y: float) -> bool:
        inside = self.x <= x <= self.x + self.width
        return inside and self.y <= y <= self.y + self.height


class Mark(NamedTuple):
    """A thing, or what happens at a place."""

    name: str
    x: float
    y: float


class Stop(NamedTuple):
    x: float
    y: float
    time: float | None = None


class Path(NamedTuple):
    """A way through the room, stop by stop."""

    name: str
    stops: tuple[Stop, ...]

    @property
    def length(self) -> float:
        """In the units of the map, in straight lines from stop to stop."""
        return sum(hypot(b.x - a.x, b.y - a.y) for a, b in pairwise(self.stops))

    @property
    def seconds(self) -> float | None:
        """From the first time to the last; None unless each stop has one."""
        times = [stop.time for stop in self.stops if stop.time is not None]
        return times[-1] - times[0] if len(times) == len(self.stops) > 1 else None


class PhysicalMap(NamedTuple):
    """A room from above; x grows to the right and y from the front to the back."""

    zones: tuple[Zone, ...]
    objects: tuple[Mark, ...]
    activities: tuple[Mark, ...]
    paths: tuple[Path, ...]
    unit: str = ""

    def zone_of(self, x: float, y: float) -> Zone | None:
        """The smallest zone that holds a point."""
        found = [zone for zone in self.zones if zone.holds(x, y)]
        return min(found, key=lambda zone: zone.width * zone.height, default=None)

    @property
    def visits(self) -> dict[Zone, "Visits"]:
        """What happens in each zone."""
        found = {zone: Visits() for zone in self.zones}
        for mark in self.activities:
            if zone := self.zone_of(mark.x, mark.y):
                found[zone] = found[zone]._replace(activities=found[zone].activities + 1)
        for path in self.paths:
            for stop, after in zip_longest(path.stops, path.stops[1:]):
                if zone := self.zone_of(stop.x, stop.y):
                    stay = 0.0 if after is None else (after.time or 0.0) - (stop.time or 0.0)
                    stops, seconds = found[zone].stops + 1, found[zone].seconds + stay
                    found[zone] = found[zone]._replace(stops=stops, seconds=seconds)
        return found

    @property
    def timed(self) -> bool:
        """Whether each stop of each path has its time, so that stays can be told."""
        return bool(self.paths) and all(path.seconds is not None for path in self.paths)


class Visits(NamedTuple):
    """Of one zone. `seconds`: how long paths stayed, from a stop in it to the next stop."""

    activities: int = 0
    stops: int = 0
    seconds: float = 0.0


def make(rows: Rows, source: Source) -> PhysicalMap | None:
    noted = rows["map"]
    times = Times(tuple(r for r in noted if r["what"] == "path"), ("time",), source)
    zones = []
    marks: dict[str, list[Mark]] = {"object": [], "activity": []}
    paths: dict[str, tuple[str, list[Stop]]] = {}
    for row in noted:
        name, x, y = row["name"] or "", row["x"], row["y"]
        if row["what"] == "zone":
            if zone := _zone(row, source):
                zones.append(zone)
        elif row["what"] == "path":
            if not name:
                message = "this stop does not say which path it belongs to."
                source.at(row, "name", message, "Give all stops of one path the same name.")
            stops = paths.setdefault(label_form(name), (name, []))[1]
            stop = Stop(x, y, times.at(row, "time"))
            if stops and stop.time is not None and stop.time < (stops[-1].time or 0.0):
                message = f"{row.written['time']} is before the stop above it."
                source.at(row, "time", message, "Write the stops of a path in their order.")
            stops.append(stop)
        else:
            marks[row["what"]].append(Mark(name, x, y))
    if not noted:
        return None
    ways = tuple(Path(name, tuple(stops)) for name, stops in paths.values())
    unit = source.settings.get("unit", "")
    things, acts = tuple(marks["object"]), tuple(marks["activity"])
    return PhysicalMap(tuple(zones), things, acts, ways, unit)


def _zone(row: Row, source: Source) -> Zone | None:
    """A zone with its size; None, with a fault, where it has none."""
    for side in ("width", "height"):
        if not row[side]:
            message = f"the zone “{row['name'] or ''}” has no {side}."
            source.at(row, side, message, "A zone needs `width` and `height` beside `x` and `y`.")
            return None
    return Zone(row["name"] or "", row["x"], row["y"], row["width"], row["height"])


GRAPHIC = Graphic(
    title="Physical map",
    summary="Where things are, what happens where, and which ways are taken.",
    sheets=(
        Sheet(
            "map",
            "what is where",
            (
                Column(
                    "what",
                    "a zone, an object, an activity, or a stop of a path",
                    OneOf({squeeze(w): kind for kind, ws in _WHAT.items() for w in ws.split()}),
                    "zone",
                    ("kind", "type"),
                ),
                Column(
                    "name",
                    "what it is called; the stops of one path have one name",
                    Words(),
                    "Reading corner",
                    ("label", "who", "description", "text"),
                    filled=False,
                ),
                Column("x", "from the left", Number(), "2.5", ("left", "column")),
                Column("y", "from the front", Number(), "1", ("top", "row", "front")),
                Column(
                    "width",
                    "of a zone",
                    Number("a number from 0 on", 0.0),
                    "3",
                    ("w", "wide"),
                    needed=False,
                    filled=False,
                ),
                Column(
                    "height",
                    "of a zone, from its front to its back",
                    Number("a number from 0 on", 0.0),
                    "2",
                    ("h", "depth", "length"),
                    needed=False,
                    filled=False,
                ),
                Column(
                    "time",
                    "when a path came there",
                    Moment(),
                    "2:10",
                    ("at", "when"),
                    needed=False,
                    filled=False,
                ),
            ),
        ),
    ),
    make=make,
    settings={"unit": Text("What one step of x and y is.", "metres"), "times": CLOCK},
)
