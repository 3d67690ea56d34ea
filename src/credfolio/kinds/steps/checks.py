"""What a credential may ask of steps: all of them, in order, in time, with what each says."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from credfolio.checking import Problem, check
from credfolio.kinds.base import UNREADABLE
from credfolio.kinds.steps import Cycle, Entry, Steps, asked, declared
from credfolio.kinds.steps.days import between
from credfolio.kinds.steps.linked import disagreements, not_others
from credfolio.kinds.steps.people import strangers
from credfolio.model import Evidence, Portfolio, Requirement
from credfolio.wording import is_unread, of_kind, start_of
from credfolio.words import counted, plural, squeeze


@check("CF515", "error")
def number_of_cycles(portfolio: Portfolio) -> Iterator[Problem]:
    """There are fewer or more cycles than the credential asks for.

    A cycle is every row with the same cycle, however its number is written.

    Bad:
        Rows of cycle 1 and cycle 2 where three cycles are asked for.

    Good:
        Rows of cycle 1, cycle 2 and cycle 3.
    """
    for id, evidence in of_kind(portfolio, "steps"):
        limits = asked(evidence.requirement, "cycles")
        number = len(evidence.value.cycles)
        if not limits:
            continue
        least, most = limits.get("least", 0), limits.get("most")
        there = f"There {'is' if number == 1 else 'are'} {counted(number, 'cycles')}; "
        if number < least:
            hint = f"Add the rows of {counted(least - number, 'cycles')} more."
            message = there + f"at least {least:,} are asked for."
            yield Problem(start_of(evidence), message, hint, id, behind=UNREADABLE)
        elif most is not None and number > most:
            hint = "Keep those that show your work best, and delete the rows of the others."
            yield Problem(start_of(evidence), there + f"at most {most:,} are asked for.", hint, id)


@check("CF516", "error")
def step_missing(portfolio: Portfolio) -> Iterator[Problem]:
    """A cycle lacks a step that the credential asks for.

    So does one between two others that has no row at all. While a row can't be read (CF507), it
    may be the one that is missing, and nothing is said here.

    Bad:
        | Cycle | Step | Date |
        |---|---|---|
        | 1 | Before | 2026-09-14 |
        | 1 | After | 2026-09-16 |

    Good:
        | Cycle | Step | Date |
        |---|---|---|
        | 1 | Before | 2026-09-14 |
        | 1 | During | 2026-09-15 |
        | 1 | After | 2026-09-16 |
    """
    for id, evidence in of_kind(portfolio, "steps"):
        needed = {
            s["id"]: s["title"] for s in declared(evidence.requirement) if not s.get("optional")
        }
        for cycle in evidence.value.cycles:
            there = {entry.step for entry in cycle.entries}
            missing = [title for step, title in needed.items() if step not in there]
            for title in missing:
                message = f"{_of(cycle)} has no row for “{title}”."
                hint = f"Add a row that begins with {_begins(cycle, title)} and its date."
                yield Problem(cycle.entries[-1].place, message, hint, id, behind=UNREADABLE)
        for before, after in pairwise(_numbered(evidence.value)):
            for number in range(int(before.name) + 1, min(int(after.name), int(before.name) + 20)):
                message = f"Cycle {number} is empty: none of its steps has a row."
                hint = f"Add its rows, or number the cycles after it from {number} on."
                yield Problem(after.entries[0].place, message, hint, id, behind=UNREADABLE)


def _numbered(steps: Steps) -> tuple[Cycle, ...]:
    return steps.cycles if all(cycle.name.isdecimal() for cycle in steps.cycles) else ()


def _of(cycle: Cycle) -> str:
    return cycle.called if cycle.name else "The table"


def _begins(cycle: Cycle, title: str) -> str:
    return f"`| {cycle.name} | {title} |`" if cycle.name else f"`| {title} |`"


@check("CF517", "error")
def step_repeated(portfolio: Portfolio) -> Iterator[Problem]:
    """A step stands twice in a cycle, or a cycle is another one word for word.

    A credential may let a step repeat. A cycle is another's copy where every cell of it but the
    dates, those set for a later step too, says the same, in twenty words or more.

    Bad:
        Two rows of cycle 1 that both say “After”.

    Good:
        One row of cycle 1 that says “After”.
    """
    for id, evidence in of_kind(portfolio, "steps"):
        often = {s["id"] for s in declared(evidence.requirement) if s.get("repeats")}
        for cycle in evidence.value.cycles:
            first: dict[str, Entry] = {}
            for entry in sorted(cycle.entries, key=lambda e: e.place.line or 0):
                other = first.setdefault(entry.step, entry)
                if other is not entry and entry.step not in often:
                    message = f"“{entry.title}” stands twice{_in(cycle)}; "
                    message += f"{other.line(entry)} has it too."
                    hint = "Delete one of the two rows, or correct its cycle or step."
                    yield Problem(entry.place, message, hint, id)
        yield from _copies(evidence, id)


def _in(cycle: Cycle) -> str:
    return f" in {cycle.called_within}" if cycle.name else ""


_COPIED = 20
"""Words from which on two cycles that say the same are one that was copied."""


def _copies(evidence: Evidence, id: str) -> Iterator[Problem]:
    dates = {squeeze(rule["column"]) for rule in asked(evidence.requirement, "planned")}
    first: dict[tuple[Any, ...], Cycle] = {}
    for cycle in evidence.value.cycles:
        rows = [
            (e.step, sorted((name, t) for name, t in e.written.items() if name not in dates))
            for e in cycle.entries
        ]
        said = tuple((step, *((name, squeeze(text)) for name, text in row)) for step, row in rows)
        words = sum(len(text.split()) for _, row in rows for _, text in row)
        other = first.setdefault(said, cycle)
        if other is not cycle and words >= _COPIED:
            message = f"{_of(cycle)} says word for word what {other.called_within} says; "
            message += "only the dates differ."
            hint = "Write what happened this time, or delete these rows."
            yield Problem(cycle.entries[0].place, message, hint, id)


@check("CF518", "error")
def steps_out_of_order(portfolio: Portfolio) -> Iterator[Problem]:
    """A step was done before one that comes first, or a cycle began before the last one ended.

    Two steps on the same day are in order, unless their times say otherwise. Of a step that may
    repeat, the first time counts. A credential may leave it open which of some steps comes first.

    Bad:
        | Cycle | Step | Date |
        |---|---|---|
        | 1 | Before | 2026-09-16 |
        | 1 | During | 2026-09-15 |

    Good:
        | Cycle | Step | Date |
        |---|---|---|
        | 1 | Before | 2026-09-14 |
        | 1 | During | 2026-09-15 |
    """
    for id, evidence in of_kind(portfolio, "steps"):
        requirement = evidence.requirement
        for cycle in evidence.value.cycles:
            yield from _order(cycle, requirement, id)
        limits = asked(requirement, "cycles")
        if limits and not limits.get("overlap"):
            for before, after in pairwise(evidence.value.cycles):
                yield from _overlap(before, after, id)


def _order(cycle: Cycle, requirement: Requirement, id: str) -> Iterator[Problem]:
    """Each row against the latest of the first rows of all steps that come before its own."""
    by_step: dict[str, list[Entry]] = {}
    for entry in cycle.entries:
        by_step.setdefault(squeeze(entry.step), []).append(entry)
    above: list[str] = []
    for step in declared(requirement):
        earlier = map(squeeze, step.get("after", above))
        latest = _latest(by_step[s] for s in earlier if s in by_step)
        for entry in by_step.get(squeeze(step["id"]), []):
            if latest and _earlier(entry, latest):
                message = f"“{entry.title}”{_in(cycle)} is dated {_when(entry, latest)}, before "
                message += f"“{latest.title}” on {_when(latest, entry)}, which comes first."
                hint = "Correct the date that is wrong, or the step that a row names."
                yield Problem(entry.at("date"), message, hint, id)
        above.append(step["id"])


def _latest(steps: Iterable[list[Entry]]) -> Entry | None:
    """Of the first rows of steps the one that was last."""
    latest: Entry | None = None
    for entries in steps:
        first = min(entries, key=lambda e: e.moment)
        if latest is None or not _earlier(first, latest):
            latest = first
    return latest


def _earlier(entry: Entry, other: Entry) -> bool:
    """Whether a row is before another; on one day only where both state a time."""
    if entry.day != other.day or entry.time is None or other.time is None:
        return entry.day < other.day
    return entry.time < other.time


def _when(entry: Entry, other: Entry) -> str:
    if entry.day != other.day or entry.time is None:
        return entry.date
    return f"{entry.date} at {entry.time // 60}:{entry.time % 60:02}"


def _overlap(before: Cycle, after: Cycle, id: str) -> Iterator[Problem]:
    last = max(before.entries, key=lambda e: e.moment)
    first = min(after.entries, key=lambda e: e.moment)
    if _earlier(first, last):
        message = (
            f"{_of(after)} begins on {_when(first, last)}, before “{last.title}”{_in(before)} "
        )
        message += f"on {_when(last, first)}."
        hint = "One cycle ends before the next begins: correct the date or the cycle of a row."
        yield Problem(first.at("date"), message, hint, id)


@check("CF519", "error")
def gap_not_kept(portfolio: Portfolio) -> Iterator[Problem]:
    """More or fewer days lie between two steps of a cycle than the credential asks for.

    Within one day is the same day or the next. Where working days count, Saturday and Sunday do
    not, nor do the days that `days_off:` in the front matter names.

    Bad:
        The walkthrough on 2026-09-14, the conversation on 2026-09-17, where one day is asked for.

    Good:
        The walkthrough on 2026-09-14, the conversation on 2026-09-15.
    """
    for id, evidence in of_kind(portfolio, "steps"):
        for gap in asked(evidence.requirement, "gaps"):
            for cycle in evidence.value.cycles:
                yield from _gap(cycle, gap, evidence.value.days_off, id)


_RIGHT = "Correct the date that is wrong; if both are right, this cycle can't count."


def _gap(cycle: Cycle, gap: Mapping[str, Any], off: tuple[int, ...], id: str) -> Iterator[Problem]:
    last = cycle.entry(gap["to"])
    if last is None:
        return
    first = next((e for e in reversed(cycle.of(gap["from"])) if e.day <= last.day), None)
    if first is None:
        return
    working = gap.get("working_days", False)
    days = between(first.day, last.day, off, working)
    noun = "working day" if working else "day"
    said = f"“{last.title}”{_in(cycle)} is {plural(days, noun)} after “{first.title}” "
    said += f"({first.date} to {last.date}); "
    if "within" in gap and days > gap["within"]:
        message = said + f"at most {plural(gap['within'], noun)} may lie between."
        hint = _RIGHT
        if working:
            hint += (
                " Days without school don't count where `days_off:` in the front matter names them."
            )
        yield Problem(last.at("date"), message, hint, id, gap.get("severity"))
    if days < gap.get("least", 0):
        message = said + f"at least {plural(gap['least'], noun)} should lie between."
        yield Problem(last.at("date"), message, _RIGHT, id, gap.get("severity"))


@check("CF520", "error")
def step_says_nothing(portfolio: Portfolio) -> Iterator[Problem]:
    """A row leaves out what the credential asks of its step.

    A dash, `n/a` or `TBD` in a cell says nothing.

    Bad:
        A row of the step “Before” without a goal.

    Good:
        One with a goal in the column `goal`.
    """
    for id, evidence in of_kind(portfolio, "steps"):
        for step in declared(evidence.requirement):
            rows = [e for c in evidence.value.cycles for e in c.of(step["id"])]
            for column in dict.fromkeys((*step.get("asks", ()), *step.get("least", {}))):
                yield from _empty(rows, column, step["title"], id)


def _empty(rows: list[Entry], column: str, title: str, id: str) -> Iterator[Problem]:
    silent = [row for row in rows if squeeze(column) not in row.written]
    if len(silent) > 1 and len(silent) == len(rows):
        message = f"No row of “{title}” says anything under `{column}` ({len(rows)} rows)."
        hint = f"Fill the column `{column}` in each of them; add it where it is not there."
        yield Problem(silent[0].at(column), message, hint, id)
        return
    for row in silent:
        message = f"“{title}” on {row.date} says nothing under `{column}`."
        hint = f"Fill the column `{column}` in this row."
        yield Problem(row.at(column), message, hint, id)


@check("CF521", "error")
def step_too_short(portfolio: Portfolio) -> Iterator[Problem]:
    """A figure of a step, such as its minutes, is below the least that the credential asks for.

    Bad:
        A walkthrough of 15 minutes where 20 are asked for.

    Good:
        One of 20 minutes.
    """
    for id, evidence in of_kind(portfolio, "steps"):
        for step in declared(evidence.requirement):
            for column, least in step.get("least", {}).items():
                for row in (e for c in evidence.value.cycles for e in c.of(step["id"])):
                    value = row.values.get(squeeze(column))
                    if value is not None and value < least:
                        message = f"“{row.title}” on {row.date} has {value:g} under "
                        message += f"`{column}`; at least {least:,} is asked for."
                        hint = "Correct the figure if it is wrong; else this row can't count."
                        yield Problem(row.at(column), message, hint, id)


@check("CF522", "error")
def not_of_the_team(portfolio: Portfolio) -> Iterator[Problem]:
    """A row names somebody who is not in the team.

    Several people are divided by `;`, and what each did may follow a colon.

    Bad:
        | Step | Date | Host |
        |---|---|---|
        | Walkthrough | 2026-09-14 | Coach Z |

    Good:
        | Step | Date | Host |
        |---|---|---|
        | Walkthrough | 2026-09-14 | Coach A |
    """
    for id, evidence in of_kind(portfolio, "steps"):
        roster = portfolio.evidence.get(asked(evidence.requirement, "people") or "")
        # Who is not found may stand in a row that can't be read yet.
        if roster is not None and not is_unread(portfolio, roster.requirement.id):
            for problem in strangers(evidence, roster, portfolio.metadata):
                yield problem._replace(requirement=id)


@check("CF523", "error")
def not_another(portfolio: Portfolio) -> Iterator[Problem]:
    """What has to be different at two steps, or in every cycle, is the same.

    Case and spaces make no difference, nor does it whether a participant is called by label or id.

    Bad:
        The team meets again at the school where the walkthrough was.

    Good:
        It meets at another school.
    """
    for id, evidence in of_kind(portfolio, "steps"):
        for problem in not_others(evidence, portfolio.metadata):
            yield problem._replace(requirement=id)


@check("CF524", "error")
def steps_disagree(portfolio: Portfolio) -> Iterator[Problem]:
    """Two rows that belong together don't agree.

    A credential may ask that the next cycle takes up what the last one decided, that what was noted
    belongs to what was looked for, and that the date of a later step was set beforehand. Where such
    a step was held on another day than planned, that is a warning.

    Bad:
        The first cycle ends with the next goal “wait time”; the second begins with the goal
        “homework”.

    Good:
        Both say “wait time”.
    """
    for id, evidence in of_kind(portfolio, "steps"):
        for problem in disagreements(evidence, portfolio.metadata):
            yield problem._replace(requirement=id)
