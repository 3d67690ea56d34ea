"""Figures of what was done when: how many cycles, how long, how often, how many hours a week.

Pure. None of them is a score, and none is judged.
"""

from itertools import pairwise
from typing import NamedTuple

from credfolio.kinds.steps import Steps
from credfolio.kinds.steps.days import Stretch, number
from credfolio.words import squeeze


class Cadence(NamedTuple):
    """Days from one thing to the next of its kind. `after`: the date from which on the longest
    time passed.
    """

    mean: float
    longest: int
    after: str


class Figures(NamedTuple):
    """`first`, `last`: dates of the first and the last row; `days`: from the one to the other,
    both counted. `meetings`: days with a row. `between_meetings`: from each to the next.
    `between_cycles`: from the first row of a cycle to that of the next. `minutes`: of `timed` rows
    together, None where no row states any. `by_term`: cycles by the term in which they began;
    `outside`: those that began in none.
    """

    cycles: int
    rows: int
    first: str
    last: str
    days: int
    meetings: int
    between_meetings: Cadence | None
    between_cycles: Cadence | None
    minutes: float | None
    timed: int
    by_term: tuple[tuple[Stretch, int], ...]
    outside: int

    @property
    def weeks(self) -> float:
        return self.days / 7

    @property
    def hours_a_week(self) -> float | None:
        """All hours by all weeks from the first to the last row; less than a week is one."""
        if self.minutes is None:
            return None
        return self.minutes / 60 / max(self.weeks, 1.0)


def figures(steps: Steps, minutes: str = "") -> Figures | None:
    """The figures of rows with dates; None where there are none. `minutes`: the column of them."""
    if not steps.entries:
        return None
    dates = sorted({entry.date for entry in steps.entries})
    starts = sorted(min(entry.date for entry in cycle.entries) for cycle in steps.cycles)
    stated = [e.values.get(squeeze(minutes)) for e in steps.entries] if minutes else []
    spent = [value for value in stated if isinstance(value, int | float)]
    by_term = tuple((t, sum(_within(day, t) for day in starts)) for t in steps.terms)
    return Figures(
        cycles=len(steps.cycles),
        rows=len(steps.entries),
        first=dates[0],
        last=dates[-1],
        days=number(dates[-1]) - number(dates[0]) + 1,
        meetings=len(dates),
        between_meetings=cadence(dates),
        between_cycles=cadence(starts),
        minutes=sum(spent) if spent else None,
        timed=len(spent),
        by_term=by_term,
        outside=sum(not any(_within(day, t) for t in steps.terms) for day in starts),
    )


def cadence(dates: list[str]) -> Cadence | None:
    """Of dates in order; None where there are not two."""
    steps = [(number(after) - number(before), before) for before, after in pairwise(dates)]
    if not steps:
        return None
    longest, after = max(steps, key=lambda step: step[0])
    return Cadence(sum(days for days, _ in steps) / len(steps), longest, after)


def _within(day: str, term: Stretch) -> bool:
    return term.first <= day <= term.last
