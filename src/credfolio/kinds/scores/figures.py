"""What scores come to, worked out exactly. Nothing here claims a cause or significance."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from credfolio.kinds.scores import Pupil
from credfolio.words import label_form

Pair = tuple[Fraction, Fraction]
"""A pupil's score before and after."""


class Figures(NamedTuple):
    """Of pupils with both scores alone, at least one. `number`: how many.

    `before`, `after`: means. `gain`: mean of what each gained, below zero where they lost;
    `middle_gain`: the median of it. `middles`: the medians of the scores. `rose`, `same`, `fell`:
    pupils. `reached`: how many are at or above the cut, before and after; None without one.
    """

    number: int
    before: Fraction
    after: Fraction
    gain: Fraction
    middle_gain: Fraction
    middles: tuple[Fraction, Fraction]
    rose: int
    same: int
    fell: int
    reached: tuple[int, int] | None


def figures(pairs: tuple[Pair, ...], cut: Fraction | None = None) -> Figures:
    """The figures of pairs of scores, of which there is at least one."""
    before, after = [b for b, _ in pairs], [a for _, a in pairs]
    gains = [a - b for b, a in pairs]
    reached = None
    if cut is not None:
        reached = sum(b >= cut for b in before), sum(a >= cut for a in after)
    return Figures(
        len(pairs),
        mean(before),
        mean(after),
        mean(gains),
        median(gains),
        (median(before), median(after)),
        sum(gain > 0 for gain in gains),
        sum(gain == 0 for gain in gains),
        sum(gain < 0 for gain in gains),
        reached,
    )


def pairs(pupils: Iterable[Pupil]) -> tuple[Pair, ...]:
    """The two scores of everybody who has both."""
    return tuple(
        (exact(p.before), exact(p.after))
        for p in pupils
        if p.before is not None and p.after is not None
    )


def groups(pupils: Iterable[Pupil]) -> tuple[tuple[str, tuple[Pair, ...]], ...]:
    """The pairs of each group in the order in which they come; none where there is only one."""
    names: dict[str, str] = {}
    rows = [(names.setdefault(label_form(p.group), p.group), p) for p in pupils if p.matched]
    order = list(names.values())
    rows.sort(key=lambda row: order.index(row[0]))
    found = [(name, pairs(p for _, p in some)) for name, some in groupby(rows, lambda row: row[0])]
    return tuple(found) if len(found) > 1 else ()


def exact(score: float) -> Fraction:
    """A score as it was written: 0.1 is a tenth."""
    return Fraction(str(score))


def mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction()) / len(values)


def median(values: list[Fraction]) -> Fraction:
    """The one in the middle, or half way between the two that are."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def shown(value: Fraction) -> str:
    """With one decimal place at most; 0.25 is 0.3, and −0.25 is −0.3."""
    tenths = int(abs(value) * 10 + Fraction(1, 2))
    whole, tenth = divmod(tenths, 10)
    sign = "−" if value < 0 and tenths else ""
    return f"{sign}{whole:,}.{tenth}" if tenth else f"{sign}{whole:,}"


def signed(value: Fraction) -> str:
    """`+4.3`, `−0.5`, `0`."""
    text = shown(value)
    return text if text[0] in "−0" and not text.startswith("0.") else f"+{text}"
