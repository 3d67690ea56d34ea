"""Time sample: what is happening at fixed intervals."""

from types import MappingProxyType
from typing import Literal, NamedTuple

from credfolio import limits
from credfolio.fields import Choice
from credfolio.graphics.base import Graphic
from credfolio.graphics.timing import CLOCK, Times
from credfolio.tables.base import Column, Row, Rows, Sheet, Source
from credfolio.tables.cells import Length, Moment, Words
from credfolio.times import show_time
from credfolio.words import label_form

Method = Literal["momentary", "partial", "whole"]
METHODS = {
    "momentary": "what was happening at the moment itself",
    "partial": "what happened at any time in the interval",
    "whole": "what went on for the whole interval",
}
_OFF = 0.1
"""The share of an interval by which a time may be beside its slot."""


class Slot(NamedTuple):
    """What was seen at a time; `seen` None: nothing is recorded, a gap."""

    time: float
    seen: str | None


class Lane(NamedTuple):
    """The slots of one subject, all of them, gaps too. `who`: empty where only one was watched."""

    who: str
    slots: tuple[Slot, ...]


class TimeSample(NamedTuple):
    """Slots every `interval` seconds. All lanes have the same slots."""

    method: Method
    interval: float
    lanes: tuple[Lane, ...]
    clock: bool = False

    @property
    def times(self) -> tuple[float, ...]:
        return tuple(slot.time for slot in self.lanes[0].slots)

    @property
    def counts(self) -> dict[str, int]:
        """In how many slots each thing was seen, in the order in which they came up."""
        counts: dict[str, int] = {}
        for lane in self.lanes:
            for slot in lane.slots:
                if slot.seen is not None:
                    counts[slot.seen] = counts.get(slot.seen, 0) + 1
        return counts

    @property
    def recorded(self) -> int:
        """Slots in which something is recorded."""
        return sum(self.counts.values())

    @property
    def gaps(self) -> int:
        return sum(len(lane.slots) for lane in self.lanes) - self.recorded

    @property
    def shares(self) -> dict[str, float]:
        """Of the slots in which something is recorded, from 0 to 1."""
        recorded = self.recorded
        return {seen: count / recorded for seen, count in self.counts.items()}


def make(rows: Rows, source: Source) -> TimeSample | None:
    noted = rows["slots"]
    method = source.settings.get("method")
    interval: float = source.settings.get("interval") or 0.0
    if not method or not interval or not noted:
        return None
    times = Times(noted, ("time",), source)
    found: dict[str, dict[int, tuple[str | None, Row]]] = {}
    names: dict[str, str] = {}
    shown: dict[str, str] = {}
    for row in noted:
        slot = _slot(row, times, interval, source)
        if slot is None:
            continue
        who = row["who"] or ""
        names.setdefault(label_form(who), who)
        lane = found.setdefault(label_form(who), {})
        seen = row["seen"] and shown.setdefault(label_form(row["seen"]), row["seen"])
        if slot in lane:
            before = lane[slot][1].label.lower()
            message = f"the slot of {row.written['time']} is there already, in {before}."
            source.at(row, "time", message, "Write one row for each slot (and each `who`).")
            continue
        lane[slot] = (seen, row)
    if not found:
        return None
    last = max(max(lane) for lane in found.values())
    if len(found) * (last + 1) > limits.SAMPLE_CELLS:
        message = f"{len(found):,} subjects with {last + 1:,} slots each are too many to draw."
        source.fault(noted[0].place, message, "Check the times, or split the record.")
        return None
    lanes = tuple(
        Lane(names[form], tuple(_filled(lane, n, times.first, interval) for n in range(last + 1)))
        for form, lane in found.items()
    )
    return TimeSample(method, interval, lanes, times.clock)


def _filled(
    lane: dict[int, tuple[str | None, Row]], number: int, first: float, interval: float
) -> Slot:
    return Slot(first + number * interval, lane[number][0] if number in lane else None)


def _slot(row: Row, times: Times, interval: float, source: Source) -> int | None:
    """The number of a row's slot; None, with a fault, where its time is beside every slot."""
    at = (times.at(row, "time") or 0.0) - times.first
    number = round(at / interval)
    if number > limits.SAMPLE_SLOTS:
        message = f"{row.written['time']} is {number:,} slots after the first time."
        source.at(row, "time", message, "Correct the time, or `interval:` in the document.")
        return None
    if abs(at - number * interval) <= max(interval * _OFF, 1.0):
        return number
    below = times.first + int(at // interval) * interval
    near = " or ".join(
        show_time(at / 60 if times.clock else at) for at in (below, below + interval)
    )
    message = (
        f"{row.written['time']} is not on an interval of {show_time(interval)}; {near} would be."
    )
    source.at(row, "time", message, "Correct the time, or `interval:` in the document.")
    return None


GRAPHIC = Graphic(
    title="Time sample",
    summary="What was happening at fixed intervals.",
    sheets=(
        Sheet(
            "slots",
            "what was seen at each time",
            (
                Column(
                    "time",
                    "when the slot begins, or the moment of looking up",
                    Moment(),
                    "5:00",
                    ("at", "slot", "interval", "minute", "start"),
                ),
                Column(
                    "seen",
                    "what was happening; left empty, the slot is a gap",
                    Words(),
                    "Listening",
                    (
                        *("activity", "code", "behavior", "behaviour", "what", "observed"),
                        *("event", "category", "happening", "observation"),
                    ),
                    filled=False,
                ),
                Column(
                    "who",
                    "whom, where several are watched",
                    Words(),
                    "Table 1",
                    ("subject", "student", "group", "name", "table"),
                    needed=False,
                    filled=False,
                ),
            ),
        ),
    ),
    make=make,
    settings=MappingProxyType(
        {
            "method": Choice(
                "How a slot is coded: momentary (at the moment itself), partial (at any time in "
                "the interval) or whole (all through the interval).",
                tuple(METHODS),
            ),
            "interval": Length("The time from one slot to the next.", "5:00"),
            "times": CLOCK,
        }
    ),
    needs=("method", "interval"),
)
