"""What the page of steps shows: figures, the cycles along the calendar, every step, tables."""

from itertools import pairwise
from typing import TYPE_CHECKING

from credfolio.compose.charts import SIZES
from credfolio.compose.charts.chart import Chart, DataTable, joined
from credfolio.compose.charts.text import number as amount
from credfolio.compose.kind_view import KindView, Picture, written
from credfolio.kinds.steps import Steps, asked, declared, listed, repeats, sheet
from credfolio.kinds.steps import drawings as drawn
from credfolio.kinds.steps.cards import with_cards
from credfolio.kinds.steps.days import show as show_day
from credfolio.kinds.steps.figures import Cadence, Figures, figures
from credfolio.model import Document, Evidence, Requirement
from credfolio.words import counted, plural, squeeze

if TYPE_CHECKING:
    from credfolio.compose.composition import Composition


def show(evidence: Evidence, document: Document, composition: "Composition") -> KindView:
    """Everything on the page of the first document; the others show their text."""
    steps: Steps = evidence.value
    hours = asked(evidence.requirement, "hours")
    minutes = hours["column"] if hours else ""
    found = figures(steps, minutes)
    rows = written(evidence) if "data" in document.meta else ()
    body = with_cards(document, sheet(evidence.requirement), listed(evidence.requirement))
    if found is None or document.path != evidence.documents[0].path:
        return KindView(tables=rows, body=body)
    cycles = repeats(evidence.requirement)
    pictures = [_steps(evidence, minutes)]
    if cycles and len(steps.cycles) > 1:
        pictures.insert(0, _calendar(steps, found, minutes))
    notes = _notes(found, minutes, cycles)
    if found.minutes is not None:
        notes = (*notes[:-1], " ".join((notes[-1], *hours.get("context", ()))))
    return KindView(_figures(found, cycles), tuple(pictures), rows, notes, body=body)


# --- figures ---------------------------------------------------------------------------------


def _figures(found: Figures, cycles: bool) -> tuple[tuple[str, str], ...]:
    dates = f"{show_day(found.first)} to {show_day(found.last)}"
    items = [(f"{found.cycles:,}", "cycle" if found.cycles == 1 else "cycles")] if cycles else []
    items.append((plural_of(found.weeks, "week"), dates))
    if cycles and found.between_cycles:
        items.append(
            _pace(found.between_cycles, "from the start of a cycle to the next, on average")
        )
    if found.between_meetings:
        label = f"between the {found.meetings:,} dates, on average"
        items.append(_pace(found.between_meetings, label))
    if cycles:
        items += [
            (f"{n:,}", f"{'cycle' if n == 1 else 'cycles'} begun in {term.title or term.first}")
            for term, n in found.by_term
        ]
    if found.hours_a_week is not None:
        items.append((plural_of(found.hours_a_week, "hour"), "of collaboration a week"))
    return tuple(items)


def plural_of(value: float, noun: str) -> str:
    """`1 week`, `7.4 weeks`."""
    said = amount(value)
    return f"{said} {noun}" if said == "1" else f"{said} {noun}s"


def _pace(cadence: Cadence, label: str) -> tuple[str, str]:
    return plural_of(cadence.mean, "day"), f"{label}; {cadence.longest:,} at the longest"


def _notes(found: Figures, minutes: str, cycles: bool) -> tuple[str, ...]:
    notes = []
    if cycles and found.by_term and found.outside:
        notes.append(f"{counted(found.outside, 'cycles')} began in none of the terms.")
    if found.minutes is not None:
        left = found.rows - found.timed
        silent = (
            f"; {plural(left, 'row')} {'states' if left == 1 else 'state'} none" if left else ""
        )
        notes.append(
            f"Hours a week: the {amount(found.minutes)} minutes that {plural(found.timed, 'row')} "
            f"state under “{minutes}” are {amount(found.minutes / 60)} hours, divided by the "
            f"{plural_of(max(found.weeks, 1.0), 'week')} from the first date to the last, both "
            f"counted{silent}."
        )
    return tuple(notes)


# --- the cycles along the calendar -----------------------------------------------------------


def _calendar(steps: Steps, found: Figures, minutes: str) -> Picture:
    bars = drawn.bars(steps)
    said = joined((f"{b.title} {b.dates}" for b in bars), 12)
    notes = []
    if len(bars) > drawn.BARS:
        notes.append(f"The picture shows the first {drawn.BARS} cycles, the table all.")
    if steps.terms:
        notes.append("Shaded: the terms, as the author states them.")
    chart = Chart(
        f"A bar for each cycle along the calendar, from its first date to its last: {said}.",
        (),
        tuple(drawn.calendar(steps, found, size, width) for size, width in SIZES),
        notes=tuple(notes),
        tables=(_cycle_table(steps, minutes),),
    )
    return Picture("Cycles along the calendar", "kinds/steps/calendar.html", chart)


def _cycle_table(steps: Steps, minutes: str) -> DataTable:
    rows = []
    before = None
    for cycle in steps.cycles:
        first, last = cycle.entries[0], cycle.entries[-1]
        since = "" if before is None else f"{first.day - before:,}"
        before = first.day
        spent = [e.values[squeeze(minutes)] for e in cycle.entries if squeeze(minutes) in e.values]
        row = [cycle.title, first.date, last.date, f"{last.day - first.day + 1:,}", since]
        row += [f"{len(cycle.entries):,}", *([amount(sum(spent))] if minutes else [])]
        rows.append(tuple(row))
    header = ["Cycle", "First date", "Last date", "Days", "Days since the last began", "Rows"]
    header += ["Minutes"] if minutes else []
    numeric = (False, False, False, True, True, True, True)[: len(header)]
    return DataTable("By cycle", tuple(header), tuple(rows), numeric)


# --- every step ------------------------------------------------------------------------------


def _steps(evidence: Evidence, minutes: str) -> Picture:
    requirement, steps = evidence.requirement, evidence.value
    shown = drawn.sequences(steps, declared(requirement))
    notes = ["Between two steps: the days from one to the other."]
    if len(shown) > drawn.LANES:
        notes.append(f"The picture shows the first {drawn.LANES} cycles, the table all.")
    chart = Chart(
        _told(steps),
        (),
        tuple(drawn.lanes(shown, size, width) for size, width in SIZES),
        notes=tuple(notes),
        tables=(_step_table(steps, requirement, minutes),),
    )
    title = "The steps of each cycle" if repeats(requirement) else "The steps and their dates"
    return Picture(title, "kinds/steps/lanes.html", chart)


def _told(steps: Steps) -> str:
    said = []
    for cycle in steps.cycles:
        dates = joined((f"{e.title} {show_day(e.date)}" for e in cycle.entries), 12)
        said.append(f"{cycle.title}: {dates}." if cycle.name else f"{dates}.")
    return " ".join(["Each step with its date, and the days between.", *said[: drawn.LANES]])


def _step_table(steps: Steps, requirement: Requirement, minutes: str) -> DataTable:
    rows = []
    cycles = repeats(requirement)
    form = squeeze(minutes)
    for cycle in steps.cycles:
        before = (None, *cycle.entries)
        for last, entry in pairwise(before):
            if entry is None:
                continue
            since = drawn.days_between(last, entry) if last else ""
            row = [cycle.title, entry.title] if cycles else [entry.title]
            row += [entry.date, since]
            row += [amount(entry.values[form]) if form in entry.values else ""] if minutes else []
            rows.append(tuple(row))
    header = ["Cycle", "Step"] if cycles else ["Step"]
    header += ["Date", "Since the step before", *(["Minutes"] if minutes else [])]
    numeric = tuple(name == "Minutes" for name in header)
    return DataTable("Every step", tuple(header), tuple(rows), numeric)
