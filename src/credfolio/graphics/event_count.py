"""Event count: how often something happened, tallied as it is seen."""

from typing import NamedTuple

from credfolio.graphics.base import Graphic
from credfolio.graphics.timing import CLOCK, Times
from credfolio.tables.base import Column, Row, Rows, Sheet, Source
from credfolio.tables.cells import Count, Length, Moment, Words
from credfolio.words import label_form

_TOTALS = frozenset({"total", "totals", "sum", "grand total", "summe", "gesamt", "in all", "all"})


class Counted(NamedTuple):
    """An event and how often it was seen."""

    event: str
    number: int


class EventCount(NamedTuple):
    """A tally. `seconds`: how long was watched, None where that is not said.

    `moments`: when each event was seen, as (seconds from the start, event), where rows have times.
    """

    events: tuple[Counted, ...]
    seconds: float | None = None
    moments: tuple[tuple[float, str], ...] = ()

    @property
    def total(self) -> int:
        return sum(event.number for event in self.events)

    def share(self, number: int) -> float:
        """Of all events, from 0 to 1."""
        return number / self.total if self.total else 0.0

    def per_minute(self, number: int) -> float | None:
        return number * 60 / self.seconds if self.seconds else None


def make(rows: Rows, source: Source) -> EventCount | None:
    tally = rows["events"]
    counts: dict[str, int] = {}
    shown: dict[str, str] = {}
    for number, row in enumerate(tally):
        once = 1 if "count" not in row.values else row["count"]
        form = label_form(row["event"])
        if form in _TOTALS and number == len(tally) - 1 and len(tally) > 1:
            _check_total(row, once, sum(counts.values()), source)
            continue
        shown.setdefault(form, row["event"])
        counts[form] = counts.get(form, 0) + once
    if not counts:
        return None
    events = tuple(Counted(shown[form], count) for form, count in counts.items())
    times = Times(tally, ("time",), source)
    start = times.first if times.clock else 0.0
    timed = [(times.at(row, "time"), row) for row in tally]
    seen = tuple(
        (at - start, shown[form])
        for at, row in timed
        if at is not None and (form := label_form(row["event"])) in shown
    )
    seconds: float | None = source.settings.get("duration")
    if seconds and seen and max(at for at, _ in seen) > seconds:
        late = max(timed, key=lambda pair: pair[0] or 0.0)[1]
        source.at(
            late,
            "time",
            f"{late.written['time']} is after the {seconds / 60:g} minutes that `duration:` says.",
            "Correct the time, or `duration:` in the document.",
        )
    return EventCount(events, seconds, seen)


def _check_total(row: Row, said: int, summed: int, source: Source) -> None:
    """A last row that adds up the others is no event of its own."""
    if said != summed and not source.faults:
        message = f"“{row['event']}” says {said:,}, but the rows above it add up to {summed:,}."
        source.at(row, "count", message, f"Write {summed:,}, or correct a row above.")


GRAPHIC = Graphic(
    title="Event count",
    summary="How often something happened, tallied as it was seen.",
    sheets=(
        Sheet(
            "events",
            "what was counted, and how often",
            (
                Column(
                    "event",
                    "what was counted, or where, or who",
                    Words(),
                    "Open question",
                    (
                        *("who", "what", "where", "action", "behavior", "behaviour", "category"),
                        *(
                            "label",
                            "name",
                            "code",
                            "student",
                            "group",
                            "table",
                            "seat",
                            "question",
                            "item",
                        ),
                        *("type", "kind", "description", "move"),
                    ),
                ),
                Column(
                    "count",
                    "how often; without this column each row is one event",
                    Count(),
                    "7",
                    ("tally", "number", "frequency", "total", "marks", "n", "how often"),
                    needed=False,
                ),
                Column(
                    "time",
                    "when it was seen, where every row is one event",
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
    settings={
        "duration": Length("How long was watched; gives the rate per minute."),
        "times": CLOCK,
    },
)
