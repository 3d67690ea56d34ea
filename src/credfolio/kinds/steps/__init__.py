"""`steps`: what was done when, a row each; once, or again and again in cycles."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple

from credfolio.counting import Count, status_of
from credfolio.kinds.base import Context, Kind, Values, measure_asked, measure_number
from credfolio.kinds.records import read_records
from credfolio.kinds.steps.days import Stretch, is_weekday, number
from credfolio.kinds.steps.fields import DOCUMENT_FIELDS, REQUIREMENT_FIELDS, faults
from credfolio.kinds.steps.names import CycleHeading, CycleName, cycle_name, step_name
from credfolio.model import Credential, Document, Evidence, Fault, Measure, Place, Requirement
from credfolio.tables.base import Column, Row, Sheet
from credfolio.tables.cells import Cell, Day, Minutes, Number, TimeOfDay, Words, says
from credfolio.words import small_first, squeeze


class Entry(NamedTuple):
    """A row: one step as it took place.

    `day`: number of its date, so that differences are days. `time`: minutes from midnight.
    `written`, `values`, `places`: of its other columns, by their names as the credential has them,
    squeezed. Cells that say nothing are not among them.
    """

    step: str
    title: str
    date: str
    day: int
    time: int | None
    written: Mapping[str, str]
    values: Mapping[str, Any]
    place: Place
    places: Mapping[str, Place]

    @property
    def moment(self) -> tuple[int, int]:
        """What comes first has the lesser one; of a day without times all is at once."""
        return self.day, -1 if self.time is None else self.time

    def at(self, column: str) -> Place:
        return self.places.get(squeeze(column), self.place)

    def line(self, of: "Entry") -> str:
        """Where it stands, for a message about the row `of`."""
        path = "" if self.place.path == of.place.path else f" of {self.place.path}"
        return f"line {self.place.line}{path}"


class Cycle(NamedTuple):
    """Rows of one cycle in the order of their dates. `name`: `1`, or what its author calls it in
    small letters; '' where nothing repeats. `title`: for those who read it.
    """

    name: str
    entries: tuple[Entry, ...]
    title: str = ""

    @property
    def called(self) -> str:
        return self.title if self.name.isdecimal() else f"The cycle “{self.title}”"

    @property
    def called_within(self) -> str:
        """As it is called within a sentence."""
        return small_first(self.called)

    def of(self, step: str) -> tuple[Entry, ...]:
        """The rows of a step; more than one only where it may repeat, or is at fault."""
        wanted = squeeze(step)
        return tuple(entry for entry in self.entries if squeeze(entry.step) == wanted)

    def entry(self, step: str) -> Entry | None:
        """The first row of a step."""
        return next(iter(self.of(step)), None)


class Steps(NamedTuple):
    """What was done. `terms`, `days_off`: as the author states them."""

    cycles: tuple[Cycle, ...]
    terms: tuple[Stretch, ...] = ()
    days_off: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.cycles

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(chain.from_iterable(cycle.entries for cycle in self.cycles))

    def cycle(self, name: str) -> Cycle | None:
        """The cycle that an author means: `1`, `Cycle 1`, `first`."""
        wanted = cycle_name(name)
        return next((cycle for cycle in self.cycles if cycle.name == wanted), None)


def declared(requirement: Requirement) -> tuple[Mapping[str, Any], ...]:
    """The steps that a credential asks for, in their order."""
    return requirement.options.get("steps") or ({"id": "step", "title": "Step"},)


def asked(requirement: Requirement, name: str) -> Any:
    """What the credential says under one of its fields; empty where it says nothing."""
    return requirement.options.get(name, ())


def repeats(requirement: Requirement) -> bool:
    """Whether the steps are done in cycles."""
    return "cycles" in requirement.options


# --- the table -------------------------------------------------------------------------------


def columns(requirement: Requirement) -> tuple[str, ...]:
    """Every column that the credential speaks of, beside cycle, step, date and time."""
    steps = declared(requirement)
    options = requirement.options
    named = [
        *(name for step in steps for name in (*step.get("asks", ()), *step.get("least", {}))),
        *options.get("members", ()),
        *(rule["column"] for key in _RULES for rule in asked(requirement, key)),
        *(rule["to"] for rule in asked(requirement, "maps")),
        *(rule[end]["column"] for rule in asked(requirement, "carry") for end in ("from", "to")),
        *options.get("headings", {}),
        *([options["hours"]["column"]] if "hours" in options else []),
    ]  # fmt: skip
    own = {squeeze(name): name for name in reversed(named)}
    return tuple(dict.fromkeys(own[squeeze(name)] for name in named if squeeze(name) not in _OURS))


def listed(requirement: Requirement) -> frozenset[str]:
    """The columns that hold several entries, by their names in the sheet."""
    maps = asked(requirement, "maps")
    named = [rule[key] for rule in maps for key in ("column", "to")]
    forms = {squeeze(name) for name in (*named, *asked(requirement, "members"))}
    return frozenset(name for name in columns(requirement) if squeeze(name) in forms)


_RULES = ("differ", "fresh", "planned", "maps")
_OURS = ("cycle", "step", "date", "time")


def _cell(name: str, requirement: Requirement) -> tuple[Cell, str]:
    """What stands in a column, and an example."""
    form = squeeze(name)
    counted = {squeeze(key) for step in declared(requirement) for key in step.get("least", {})}
    hours = squeeze(asked(requirement, "hours")["column"]) if asked(requirement, "hours") else ""
    if form == hours or (form in counted and form.startswith("min")):
        return Minutes(), "45"
    if form in counted:
        return Number(), "12"
    if form in {squeeze(rule["column"]) for rule in asked(requirement, "planned")}:
        return Day(), "2026-11-05"
    return Words(), f"the {name}"


def sheet(requirement: Requirement) -> Sheet:
    """The table: cycle, step, date, perhaps a time, and what the credential asks."""
    steps = step_name(declared(requirement))
    cycle = Column(
        "cycle", "which cycle the step belongs to", CycleName(), "1",
        ("round", "loop", "cycle no", "coaching cycle"), above=CycleHeading(), carried=True,
    )  # fmt: skip
    step = Column(
        "step", "what was done", steps, declared(requirement)[0]["title"],
        ("steps", "phase", "stage", "part", "activity", "event"), above=steps,
    )  # fmt: skip
    day = Column(
        "date", "the day on which it was done", Day(), "2026-11-03",
        ("day", "held on", "when", "held", "dates"),
    )  # fmt: skip
    time = Column(
        "time", "the time of day", TimeOfDay(), "10:30",
        ("at", "start", "started", "clock", "start time"), needed=False, filled=False,
    )  # fmt: skip
    own = (_own(name, requirement) for name in columns(requirement))
    first = (cycle,) if repeats(requirement) else ()
    return Sheet("steps", "the steps with their dates", (*first, step, day, time, *own))


def _own(name: str, requirement: Requirement) -> Column:
    cell, example = _cell(name, requirement)
    others = requirement.options.get("headings", {}).get(name, ())
    number = name[:-1] if name.endswith("s") else f"{name}s"
    return Column(
        name, f"the {name}", cell, example, (*others, number), needed=False, filled=False
    )  # fmt: skip


# --- reading ---------------------------------------------------------------------------------


def read(requirement: Requirement, documents: tuple[Document, ...], context: Context) -> Evidence:
    records = read_records(documents, (sheet(requirement),), context)
    titles = {step["id"]: step["title"] for step in declared(requirement)}
    grouped: dict[str, list[Entry]] = {}
    called: dict[str, str] = {}
    for row in records.rows["steps"]:
        name = row["cycle"] or ""
        grouped.setdefault(name, []).append(_entry(row, titles))
        called.setdefault(
            name, f"Cycle {name}" if name.isdecimal() else row.written.get("cycle", "")
        )
    order = {id: number for number, id in enumerate(titles)}
    cycles = [_cycle(name, called[name], rows, order) for name, rows in grouped.items()]
    if all(cycle.name.isdecimal() for cycle in cycles):
        cycles.sort(key=lambda cycle: int(cycle.name))
    else:
        cycles.sort(key=lambda cycle: cycle.entries[0].moment)
    value = Steps(tuple(cycles), tuple(_terms(documents, context)), _days_off(documents))
    return Evidence(requirement, documents, value=value, tables=records.tables)


def _terms(documents: Iterable[Document], context: Context) -> Iterator[Stretch]:
    """Those with both ends in order; what else is wrong with one is said where it was read."""
    for document in documents:
        for term in document.meta.get("terms", ()):
            first, last = term.get("from"), term.get("to")
            if first and last and first <= last:
                yield Stretch(first, last, term.get("title", ""))
            elif first and last:
                message = f"A term ends on {last}, before it begins on {first}."
                hint = "Exchange the two dates below `terms:`, or correct the one that is wrong."
                place = document.places["terms"]
                context.faults.append(Fault("CF502", place, message, hint, document.requirement))


_MOST_OFF = 200
"""Stretches without school; a year has ten."""


def _days_off(documents: tuple[Document, ...]) -> tuple[int, ...]:
    """The weekdays without school, in order."""
    stretches = [s for d in documents for s in d.meta.get("days_off", ())][:_MOST_OFF]
    return tuple(sorted({day for s in stretches for day in s.days if is_weekday(day)}))


def _cycle(name: str, title: str, entries: list[Entry], order: Mapping[str, int]) -> Cycle:
    by_date = sorted(entries, key=lambda e: (e.day, order[e.step], e.moment))
    return Cycle(name, tuple(by_date), title)


def _entry(row: Row, titles: Mapping[str, str]) -> Entry:
    said = {squeeze(n): t for n, t in row.written.items() if n not in _OURS and says(t)}
    return Entry(
        row["step"],
        titles[row["step"]],
        row["date"],
        number(row["date"]),
        row["time"],
        said,
        {squeeze(n): v for n, v in row.values.items() if squeeze(n) in said},
        row.place,
        {squeeze(name): place for name, place in row.places.items()},
    )


def measures(evidence: Evidence, counted: Count, credential: Credential) -> tuple[Measure, ...]:
    """The number of cycles where there are any, and words where the credential asks for some."""
    requirement = evidence.requirement
    words = measure_asked(evidence, counted, credential)
    if not repeats(requirement):
        return words
    least = requirement.options["cycles"].get("least")
    number = len(evidence.value.cycles)
    status = status_of(number, number, least, 1.0)
    return (measure_number(evidence, "cycles", number, least, status), *words)


def told(requirement: Requirement) -> tuple[str, ...]:
    """What a credential asks of steps, in sentences."""
    from credfolio.kinds.steps.told import told as sentences

    return sentences(requirement)


def doubts(requirement: Values, _: Values) -> Iterable[tuple[str, str, str]]:
    """What a credential says of steps to no effect."""
    from credfolio.kinds.steps.told import unasked

    return unasked(requirement)


KIND = Kind(
    "steps",
    "Steps with their dates",
    read,
    measures=measures,
    requirement_fields=REQUIREMENT_FIELDS,
    document_fields=DOCUMENT_FIELDS,
    finding="CF515",
    faults=faults,
    doubts=doubts,
    told=told,
)
