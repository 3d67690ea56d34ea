"""Verbal flow: who speaks to whom, on a map of the seats."""

from collections.abc import Iterable
from math import cos, pi, sin
from typing import NamedTuple

from credfolio import limits
from credfolio.fields import nearest
from credfolio.graphics.base import Graphic
from credfolio.tables.base import Column, Row, Rows, Sheet, Source
from credfolio.tables.cells import Count, Number, Words
from credfolio.words import label_form

WHOLE_CLASS = "Whole class"
_CLASS = frozenset(
    (
        "class|whole class|the class|the whole class|all|everyone|everybody|whole group|group|all "
        "students|whole-class"
    ).split("|")
)
_TEACHER = frozenset({"teacher", "the teacher", "t"})


class Seat(NamedTuple):
    """A place in the room: `row` counts from the front, `column` from the left."""

    name: str
    row: float
    column: float


class Flow(NamedTuple):
    """How often one spoke to another in one way. `kind`: empty where none is noted."""

    speaker: str
    to: str
    kind: str
    number: int


class VerbalFlow(NamedTuple):
    """`flows`: one for each speaker, listener and kind, in the order in which they came up.

    `seats`: everybody's, those without a word too. `placed`: they are where people sat, else in
    the order of the rows.
    """

    seats: tuple[Seat, ...]
    flows: tuple[Flow, ...]
    placed: bool

    @property
    def total(self) -> int:
        return sum(flow.number for flow in self.flows)

    @property
    def by_kind(self) -> dict[str, int]:
        return _sums((flow.kind, flow.number) for flow in self.flows)

    @property
    def spoken(self) -> dict[str, int]:
        """How often each spoke; who did not is not in it."""
        return _sums((flow.speaker, flow.number) for flow in self.flows)

    @property
    def addressed(self) -> dict[str, int]:
        """How often each was spoken to."""
        return _sums((flow.to, flow.number) for flow in self.flows)

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who has a seat or is noted, in that order; the whole class is nobody."""
        named = (name for flow in self.flows for name in (flow.speaker, flow.to))
        every = dict.fromkeys((*(seat.name for seat in self.seats), *named))
        return tuple(name for name in every if name != WHOLE_CLASS)


def _sums(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for name, number in pairs:
        sums[name] = sums.get(name, 0) + number
    return sums


def is_teacher(name: str) -> bool:
    return label_form(name) in _TEACHER


def make(rows: Rows, source: Source) -> VerbalFlow | None:
    seats = _seats(rows["seats"], source)
    names = {label_form(seat.name): seat.name for seat in seats}
    placed = bool(names)
    kinds: dict[str, str] = {}
    counts: dict[tuple[str, str, str], int] = {}
    for row in rows["talk"]:
        speaker = _who(row, "from", names, placed, source)
        to = _who(row, "to", names, placed, source)
        if speaker is None or to is None:
            continue
        written = row["kind"] or ""
        key = (speaker, to, kinds.setdefault(label_form(written), written))
        counts[key] = counts.get(key, 0) + (1 if "count" not in row.values else row["count"])
    flows = tuple(Flow(*key, count) for key, count in counts.items() if count)
    if not flows:
        if any(fault.severity == "error" for fault in source.faults):
            return None  # the rows at fault are told
        place = rows["talk"][0].place if rows["talk"] else source.place
        message = "Nobody speaks in these rows, so there is nothing to draw."
        source.fault(place, message, "Write how often under `count`.", "warning")
        return None
    return VerbalFlow(seats or _somewhere(tuple(names.values())), flows, placed)


def _seats(rows: tuple[Row, ...], source: Source) -> tuple[Seat, ...]:
    found: dict[str, Seat] = {}
    taken: dict[tuple[float, float], str] = {}
    for row in rows:
        seat = Seat(row["seat"], row["row"], row["column"])
        form = label_form(seat.name)
        if form in found:
            source.at(row, "seat", f"“{seat.name}” has a seat already.", "Write each seat once.")
            continue
        if (other := taken.get((seat.row, seat.column))) is not None:
            where = f"row {seat.row:g}, column {seat.column:g}"
            message = f"“{seat.name}” sits where “{other}” sits, in {where}."
            source.at(row, "row", message, "Correct the row or the column of one of the two.")
            continue
        found[form] = seat
        taken[seat.row, seat.column] = seat.name
    return tuple(found.values())


def _who(row: Row, column: str, names: dict[str, str], placed: bool, source: Source) -> str | None:
    """Whom a cell names; None, with a fault, where there are seats and none is theirs."""
    written: str = row[column]
    form = label_form(written)
    if form in _CLASS and form not in names:
        return WHOLE_CLASS
    if form not in names and placed and form not in _TEACHER:
        # Comparing takes long, and what is beyond the limit is only counted.
        few = len(source.faults) < limits.EXHIBIT_FAULTS
        near = nearest(written, tuple(names.values())) if few else None
        hint = f"Did you mean “{near}”?" if near else "Add a row for it below the seats’ headings."
        source.at(row, column, f"“{written}” has no seat.", hint)
        return None
    return names.setdefault(form, written)


_AROUND = 10
_IN_A_ROW = 6


def _somewhere(names: tuple[str, ...]) -> tuple[Seat, ...]:
    """Seats where none are noted, in the order of the record: few people around a table, many in
    rows of six with the teacher apart.
    """
    if 2 < len(names) <= _AROUND:
        angles = [2 * pi * number / len(names) - pi / 2 for number in range(len(names))]
        return tuple(
            Seat(name, round(2 + 1.4 * sin(angle), 3), round(3 + 2 * cos(angle), 3))
            for name, angle in zip(names, angles, strict=True)
        )
    seated = [name for name in names if not is_teacher(name)]
    return tuple(
        Seat(name, number // _IN_A_ROW + 1, number % _IN_A_ROW + 1)
        for number, name in enumerate(seated)
    )


GRAPHIC = Graphic(
    title="Verbal flow",
    summary="Who speaks to whom, on a map of the seats.",
    sheets=(
        Sheet(
            "talk",
            "who spoke to whom, and how often",
            (
                Column("from", "who spoke", Words(), "Teacher", ("speaker", "who", "source")),
                Column(
                    "to",
                    "to whom: a seat, Teacher, or Class",
                    Words(),
                    "Seat 4",
                    ("listener", "whom", "target", "addressed", "addressee"),
                ),
                Column(
                    "kind",
                    "what it was: a question, an answer, a comment, in your words",
                    Words(),
                    "question",
                    ("type", "what", "code", "category"),
                    needed=False,
                    filled=False,
                ),
                Column(
                    "count",
                    "how often; without this column each row is once",
                    Count(),
                    "3",
                    ("number", "tally", "frequency", "times", "total", "marks", "n"),
                    needed=False,
                ),
            ),
        ),
        Sheet(
            "seats",
            "where everybody sits",
            (
                Column("seat", "the name used above", Words(), "Seat 4", ("name", "student", "id")),
                Column("row", "counted from the front", Number(), "1", ("y",)),
                Column("column", "counted from the left", Number(), "2", ("x", "col", "place")),
            ),
            needed=False,
        ),
    ),
    make=make,
)
