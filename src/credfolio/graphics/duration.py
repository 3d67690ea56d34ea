"""Duration: how long each activity lasted."""

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from credfolio.graphics.base import Graphic
from credfolio.graphics.timing import CLOCK, Times
from credfolio.tables.base import Column, Row, Rows, Sheet, Source
from credfolio.tables.cells import Length, Moment, Words
from credfolio.words import label_form


class Span(NamedTuple):
    """A stretch of an activity, in seconds as they are written."""

    start: float
    end: float
    activity: str

    @property
    def seconds(self) -> float:
        return self.end - self.start


class Overlap(NamedTuple):
    """Two activities at once, from `start` to `end`."""

    start: float
    end: float
    first: str
    second: str


class Duration(NamedTuple):
    """Spans by their start. `start`, `end`: of what was watched. `clock`: times of day."""

    spans: tuple[Span, ...]
    start: float
    end: float
    clock: bool = False

    @property
    def seconds(self) -> float:
        return self.end - self.start

    @property
    def lasting(self) -> dict[str, float]:
        """Seconds of each activity; what is noted twice counts once."""
        spans: dict[str, list[Span]] = {}
        for span in self.spans:
            spans.setdefault(span.activity, []).append(span)
        return {activity: _covered(own) for activity, own in spans.items()}

    @property
    def shares(self) -> dict[str, float]:
        """Of the time that was watched, from 0 to 1."""
        return {activity: lasted / self.seconds for activity, lasted in self.lasting.items()}

    @property
    def unrecorded(self) -> float:
        """Seconds of which nothing is noted."""
        return max(self.seconds - _covered(self.spans), 0.0)

    @property
    def overlaps(self) -> tuple[Overlap, ...]:
        """Where a span begins before the one before it, or any that is still open, has ended."""
        found = []
        longest: Span | None = None
        for span in self.spans:
            if longest and span.start < longest.end:
                end = min(span.end, longest.end)
                found.append(Overlap(span.start, end, longest.activity, span.activity))
            if longest is None or span.end > longest.end:
                longest = span
        return tuple(found)

    @property
    def at_once(self) -> float:
        """Seconds in which more than one span is noted."""
        return _covered(tuple(Span(o.start, o.end, "") for o in self.overlaps))


def _covered(spans: Iterable[Span]) -> float:
    """Seconds that spans, in the order of their starts, cover together."""
    seconds = 0.0
    reached = float("-inf")
    for span in spans:
        seconds += max(span.end - max(span.start, reached), 0.0)
        reached = max(reached, span.end)
    return seconds


def make(rows: Rows, source: Source) -> Duration | None:
    noted = rows["spans"]
    times = Times(noted, ("start", "end"), source)
    lasts: float | None = source.settings.get("duration")
    first = times.first if times.clock or not lasts else min(times.first, 0.0)
    ends = _ends(noted, times, first + lasts if lasts else None, source)
    shown: dict[str, str] = {}
    spans = []
    for row, end in zip(noted, ends, strict=True):
        start = times.at(row, "start")
        if start is None or end is None:
            continue
        if end <= start:
            message = f"{row.written['end']} is not after {row.written['start']}."
            source.at(row, "end", message, "Let a span end after it starts.")
            continue
        activity = shown.setdefault(label_form(row["activity"]), row["activity"])
        spans.append(Span(start, end, activity))
    if not spans:
        return None
    spans.sort(key=lambda span: (span.start, span.end))
    last = max(span.end for span in spans)
    if lasts and last > first + lasts:
        message = f"The last span ends after the {lasts / 60:g} minutes that `duration:` says."
        source.fault(noted[-1].place, message, "Correct a time, or `duration:` in the document.")
    return Duration(tuple(spans), first, max(last, first + (lasts or 0.0)), times.clock)


def _ends(
    noted: tuple[Row, ...], times: Times, close: float | None, source: Source
) -> list[float | None]:
    """When each span ends; one without an end lasts until the next begins."""
    ends = [times.at(row, "end") for row in noted]
    for number, (row, following) in enumerate(pairwise(noted)):
        if ends[number] is None:
            ends[number] = times.at(following, "start")
            if (ends[number] or 0.0) <= (times.at(row, "start") or 0.0):
                ends[number] = None
                message = f"it has no end, and the next row starts at {following.written['start']}."
                source.at(row, "end", message, "Write when it ended.")
    if noted and ends[-1] is None:
        ends[-1] = close
        if close is None:
            message = "the last span has no end."
            source.at(noted[-1], "end", message, "Write when it ended, or `duration: 20:00`.")
    return ends


GRAPHIC = Graphic(
    title="Duration",
    summary="How long each activity lasted, and what share of the time it took.",
    sheets=(
        Sheet(
            "spans",
            "activities with their start and end",
            (
                Column(
                    "start", "when it began", Moment(), "0:00", ("from", "begin", "began", "time")
                ),
                Column(
                    "end",
                    "when it ended; left empty, it lasts until the next one starts",
                    Moment(),
                    "4:30",
                    ("to", "until", "ended", "stop"),
                    needed=False,
                    filled=False,
                ),
                Column(
                    "activity",
                    "what was done",
                    Words(),
                    "Teacher explains",
                    ("what", "event", "category", "code", "label", "behavior", "behaviour"),
                ),
            ),
        ),
    ),
    make=make,
    settings={"duration": Length("How long was watched in all."), "times": CLOCK},
)
