"""Rows that refer to one another: the same, another, one of several."""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from itertools import islice, pairwise
from typing import Any

from credfolio.checking import Problem
from credfolio.kinds.steps import Cycle, Entry, Steps, asked
from credfolio.kinds.steps.days import number
from credfolio.kinds.steps.entries import MOST, entries_of
from credfolio.model import Evidence, Metadata
from credfolio.words import fold, label_form, shorten, squeeze

Form = Callable[[str], str]
"""What a cell means: the same for two that say the same."""


def _meant(metadata: Metadata, text: str) -> str:
    """A cell without regard to case and spaces; of a participant the label, whether a cell has that
    or the id, with or without a remark in brackets.
    """
    known = metadata.participant(text) or metadata.participant(text.partition("(")[0])
    return label_form(known.label if known else text)


# --- different -------------------------------------------------------------------------------


def not_others(evidence: Evidence, metadata: Metadata) -> Iterator[Problem]:
    """What is the same although it has to be another."""
    steps: Steps = evidence.value
    form = partial(_meant, metadata)
    for rule in asked(evidence.requirement, "differ"):
        for cycle in steps.cycles:
            yield from _differ(cycle, rule, form)
    for rule in asked(evidence.requirement, "fresh"):
        yield from _fresh(steps, rule, form)


def _differ(cycle: Cycle, rule: Mapping[str, Any], form: Form) -> Iterator[Problem]:
    column = squeeze(rule["column"])
    there = {}
    for entry in cycle.of(rule["from"]):
        there[form(entry.written.get(column, ""))] = entry
    for entry in cycle.of(rule["step"]):
        written = entry.written.get(column, "")
        other = there.get(form(written)) if written else None
        if other:
            message = f"“{entry.title}” and “{other.title}” have the same {rule['column']}: "
            hint = (
                f"The {rule['column']} of “{entry.title}” has to be another; correct what is wrong."
            )
            yield Problem(entry.at(column), f"{message}“{shorten(written, 60)}”.", hint)


def _fresh(steps: Steps, rule: Mapping[str, Any], form: Form) -> Iterator[Problem]:
    column = squeeze(rule["column"])
    first: dict[str, tuple[Cycle, Entry]] = {}
    for cycle in steps.cycles:
        told: set[str] = set()
        for entry in cycle.of(rule["step"]) if "step" in rule else cycle.entries:
            written = entry.written.get(column, "")
            meant = form(written)
            if not written or meant in told:
                continue
            before, other = first.setdefault(meant, (cycle, entry))
            if before is not cycle:
                told.add(meant)
                message = f"{cycle.called} has the {rule['column']} of {before.called_within} "
                message += f"again: “{shorten(written, 60)}” ({other.line(entry)})."
                hint = f"Every cycle needs another {rule['column']}; correct the row that is wrong."
                yield Problem(entry.at(column), message, hint)


# --- the same --------------------------------------------------------------------------------


def disagreements(evidence: Evidence, metadata: Metadata) -> Iterator[Problem]:
    """What one row hands to another and is not found there."""
    steps: Steps = evidence.value
    form = partial(_meant, metadata)
    for rule in asked(evidence.requirement, "carry"):
        for before, after in pairwise(steps.cycles):
            yield from _carried(before, after, rule, form)
    for rule in asked(evidence.requirement, "maps"):
        for cycle in steps.cycles:
            yield from _mapped(cycle, rule)
    for rule in asked(evidence.requirement, "planned"):
        for cycle in steps.cycles:
            yield from _planned(cycle, rule)


def _carried(before: Cycle, after: Cycle, rule: Mapping[str, Any], form: Form) -> Iterator[Problem]:
    """Of a step that repeats, any row may hand on, and any may take up."""
    given = _stated(before, rule["from"])
    taken = _stated(after, rule["to"])
    if not given or not taken:
        return
    loosely = rule.get("loosely", False)
    pairs = ((a, b) for a, _ in given for b, _ in taken)
    if any(form(a) == form(b) or (loosely and _alike(a, b)) for a, b in pairs):
        return
    text, entry = taken[0]
    name, other = rule["to"]["column"], rule["from"]["column"]
    message = f"The {name} of {after.called_within} is “{shorten(text, 60)}”, but "
    message += f"{before.called_within} gave “{shorten(given[0][0], 60)}” as its {other} "
    message += f"({given[0][1].line(entry)})."
    hint = f"The {name} takes up the {other} of the cycle before; write the same in both."
    yield Problem(entry.at(name), message, hint)


def _stated(cycle: Cycle, end: Mapping[str, str]) -> list[tuple[str, Entry]]:
    column = squeeze(end["column"])
    return [(e.written[column], e) for e in cycle.of(end["step"]) if column in e.written]


_TELLING = 4
"""Letters of a word that says something of its own."""


def _alike(text: str, other: str) -> bool:
    """Whether half of the longer words of the shorter text stand in the other too."""
    first, second = ({w for w in fold(t) if len(w) >= _TELLING} for t in (text, other))
    fewest = min(len(first), len(second))
    return fewest > 0 and len(first & second) * 2 >= fewest


def _mapped(cycle: Cycle, rule: Mapping[str, Any]) -> Iterator[Problem]:
    column, target = squeeze(rule["column"]), squeeze(rule["to"])
    sought = [part for e in cycle.entries for part in entries_of(e.written.get(target, ""))]
    if not sought:
        return
    forms = dict.fromkeys(_form(part.partition(":")[0]) for part in sought)
    listed = ", ".join(f"“{shorten(part, 50)}”" for part in sought[:8])
    for entry in cycle.entries:
        for part in entries_of(entry.written.get(column, "")):
            name = part.partition(":")[0].strip()
            if _names(name, forms):
                continue
            message = f"“{shorten(name, 60)}” is none of the {rule['to']} of "
            message += f"{cycle.called_within if cycle.name else 'these steps'}: {listed}."
            hint = f"Begin each entry under `{rule['column']}` with one of them and a colon."
            yield Problem(entry.at(column), message, hint)


_SMALL = frozenset(
    "a an and are as at by for from in is it of on or that the to was were with".split()
)


def _form(text: str) -> tuple[str, ...]:
    """The words that tell an entry from another, without their plural."""
    words = (word for word in fold(text) if word not in _SMALL)
    return tuple(w[:-1] if len(w) > 3 and w.endswith("s") else w for w in words)


def _names(name: str, forms: Collection[tuple[str, ...]]) -> bool:
    """Whether an entry names exactly one of `forms`: as it is, by a part of it, or with more."""
    mine = _form(name)
    if not mine or mine in forms:
        return bool(mine)
    words = set(mine)
    some = [set(form) for form in islice(forms, MOST) if form]
    return sum(words <= form or form <= words for form in some) == 1


def _planned(cycle: Cycle, rule: Mapping[str, Any]) -> Iterator[Problem]:
    """The date that a row sets for a later step."""
    column = squeeze(rule["column"])
    later = cycle.entry(rule["step"])
    for entry in cycle.entries:
        planned = entry.values.get(column)
        if not isinstance(planned, str) or later is None or entry is later:
            continue
        day = number(planned)
        said = f"“{entry.title}” on {entry.date} sets “{later.title}” for {planned}"
        if day < entry.day:
            hint = "The date is set before the step it is for; correct the one that is wrong."
            yield Problem(entry.at(column), f"{said}, a day that was over.", hint)
        elif day != later.day:
            message = f"{said}, and it was held on {later.date}."
            hint = "If it was put off, say so in your text; else correct the date that is wrong."
            yield Problem(entry.at(column), message, hint, severity="warning")
