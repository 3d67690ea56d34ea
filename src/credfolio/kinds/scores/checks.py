"""What a credential may ask of scores before and after."""

import re
from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.kinds.base import UNREADABLE
from credfolio.kinds.scores import Measured, Pupil, least_matched, matched_pupils
from credfolio.model import Evidence, Place, Portfolio
from credfolio.tables.cells import says
from credfolio.wording import is_unread, of_kind, start_of
from credfolio.words import label_form, plural


def _documents(portfolio: Portfolio) -> Iterator[tuple[str, Evidence, Measured]]:
    for id, evidence in of_kind(portfolio, "scores"):
        for measured in evidence.value:
            yield id, evidence, measured


def _top(measured: Measured, *keys: str) -> Place:
    """Where the front matter says one of `keys`, else where it says what the document is."""
    places = measured.document.places
    return next((places[key] for key in keys if key in places), places["requirement"])


@check("CF531", "error")
def pupil_twice(portfolio: Portfolio) -> Iterator[Problem]:
    """A pupil stands in the scores twice, so that one of them would be counted as two.

    Case and spaces make no difference. Two groups may each have a *Pupil 1* where a column `group`,
    or `group:` at the top of each document, tells them apart.

    Bad:
        | Pupil | Before | After |
        |---|---|---|
        | P1 | 8 | 12 |
        | p1 | 9 | 15 |

    Good:
        | Pupil | Before | After |
        |---|---|---|
        | P1 | 8 | 12 |
        | P2 | 9 | 15 |
    """
    for id, evidence in of_kind(portfolio, "scores"):
        seen: dict[tuple[str, ...], Pupil] = {}
        for measured in evidence.value:
            instruments = tuple(map(label_form, measured.instruments))
            for pupil in measured.pupils:
                first = seen.setdefault((*instruments, *pupil.form), pupil)
                if first is not pupil:
                    yield _twice(pupil, first, id)


def _twice(pupil: Pupil, first: Pupil, id: str) -> Problem:
    where = f"line {first.place.line}"
    if first.place.path != pupil.place.path:
        where += f" of {first.place.path}"
    message = f"{pupil.row}: “{pupil.label}” stands here again; {where} has this pupil."
    hint = "Delete the row that is wrong; if these are two pupils of two groups, say which in a "
    hint += "column `group`."
    return Problem(pupil.places.get("pupil", pupil.place), message, hint, id)


@check("CF532", "error")
def score_outside_scale(portfolio: Portfolio) -> Iterator[Problem]:
    """A score, or the cut, lies below the lowest or above the highest that the scale allows.

    Bad:
        ---
        scale: 0–20
        ---
        | Pupil | Before | After |
        |---|---|---|
        | P1 | 11 | 51 |

    Good:
        ---
        scale: 0–20
        ---
        | Pupil | Before | After |
        |---|---|---|
        | P1 | 11 | 15 |
    """
    for id, _, measured in _documents(portfolio):
        if measured.scale is None:
            continue
        low, high = measured.scale
        scale = f"the scale goes from {_plain(low)} to {_plain(high)}"
        for pupil in measured.pupils:
            for name, score in (("before", pupil.before), ("after", pupil.after)):
                if score is not None and not low <= score <= high:
                    message = f"{pupil.row}: the score {name} is {_plain(score)}, but {scale}."
                    place = pupil.places.get(name, pupil.place)
                    yield Problem(place, message, "Correct the score, or `scale:`.", id)
        if measured.cut is not None and not low <= measured.cut <= high:
            message = f"`cut:` is {_plain(measured.cut)}, but {scale}."
            yield Problem(_top(measured, "cut"), message, "Correct one of the two.", id)


def _plain(value: float) -> str:
    return f"{value:g}" if abs(value) < 100_000 else f"{value:,.0f}"


@check("CF533", "warning")
def pupils_unmatched(portfolio: Portfolio) -> Iterator[Problem]:
    """Pupils have one score only, or none: they are left out of all figures.

    Somebody was absent, or came later. Figures compare the same pupils with themselves, so that a
    change in who was there is not taken for a change in what they can do.

    Bad:
        | Pupil | Before | After |
        |---|---|---|
        | P1 | 8 | 12 |
        | P2 | 9 | |

    Good:
        | Pupil | Before | After |
        |---|---|---|
        | P1 | 8 | 12 |
        | P2 | 9 | 15 |
    """
    for id, _, measured in _documents(portfolio):
        left = measured.unmatched
        if not left:
            continue
        parts = []
        for name, some in (
            ("score before", [p for p in left if p.before is None and p.after is not None]),
            ("score after", [p for p in left if p.before is not None and p.after is None]),
            ("score at all", [p for p in left if p.before is None and p.after is None]),
        ):
            if some:
                parts.append(f"no {name} in {_rows(some)}")
        message = f"{plural(len(left), 'pupil')} of {len(measured.pupils):,} "
        message += f"{'has' if len(left) == 1 else 'have'} not both scores and "
        message += f"{'is' if len(left) == 1 else 'are'} in no figure: {'; '.join(parts)}."
        hint = (
            "Add a score that is missing by mistake; else say in the text who is left out and why."
        )
        yield Problem(left[0].place, message, hint, id)


_LISTED = 8


def _rows(pupils: list[Pupil]) -> str:
    """`row 5`, `rows 5, 8 and 4 more`."""
    kind = pupils[0].row.partition(" ")[0].lower()
    numbers = [pupil.row.rpartition(" ")[2] for pupil in pupils]
    if len(numbers) == 1:
        return f"{kind} {numbers[0]}"
    kind = "entries" if kind == "entry" else f"{kind}s"
    if len(numbers) > _LISTED:
        numbers = [*numbers[:_LISTED], f"{len(numbers) - _LISTED:,} more"]
    return f"{kind} {', '.join(numbers[:-1])} and {numbers[-1]}"


@check("CF534", "error")
def two_instruments(portfolio: Portfolio) -> Iterator[Problem]:
    """What was measured before was measured with something else than what was measured after.

    The credential asks for the same instrument twice: else a gain may come from an easier test.

    Bad:
        ---
        instrument_before: Fractions check, form A
        instrument_after: Unit test, chapter 4
        ---

    Good:
        ---
        instrument: Fractions check, form A
        ---
    """
    for id, evidence, measured in _documents(portfolio):
        if not evidence.requirement.options.get("same_instrument"):
            continue
        before, after = measured.instruments
        if not before or not after:
            when = "" if not before and not after else " before" if not before else " after"
            message = f"Nothing says what was used to measure{when}."
            hint = "Write `instrument: …` at the top if it was the same before and after."
            yield Problem(
                _top(measured, "instrument_before", "instrument_after"), message, hint, id
            )
        elif label_form(before) != label_form(after):
            message = f"Two instruments: “{before}” before and “{after}” after."
            hint = "If it was one and the same, write it once: `instrument: …`. Else measure again."
            yield Problem(_top(measured, "instrument_after"), message, hint, id)


@check("CF535", "error")
def measured_backwards(portfolio: Portfolio) -> Iterator[Problem]:
    """The second measurement has an earlier date than the first.

    Where both have the same date, it is a warning.

    Bad:
        ---
        measured_before: 2026-11-20
        measured_after: 2026-09-24
        ---

    Good:
        ---
        measured_before: 2026-09-24
        measured_after: 2026-11-20
        ---
    """
    for id, _, measured in _documents(portfolio):
        before, after = measured.dates
        if before and before == after:
            message = f"Both measurements have one date, {after}."
            hint = "Correct `measured_before:` or `measured_after:`."
            yield Problem(_top(measured, "measured_after"), message, hint, id, "warning")
        elif before and after and after < before:
            message = f"`measured_after: {after}` is earlier than `measured_before: {before}`."
            hint = "Exchange the two dates, or correct the one that is wrong."
            yield Problem(_top(measured, "measured_after"), message, hint, id)


@check("CF536", "error")
def scores_unexplained(portfolio: Portfolio) -> Iterator[Problem]:
    """A document with scores does not state what the credential asks of it, such as the target.

    Bad:
        ---
        requirement: scores
        data: scores.csv
        ---

    Good:
        ---
        requirement: scores
        data: scores.csv
        target: Compare two fractions and say why one is larger.
        ---
    """
    for id, evidence, measured in _documents(portfolio):
        asked = evidence.requirement.options.get("asks", ())
        absent = [name for name in asked if name not in measured.document.places]
        if absent:
            *some, last = (_STATED[name] for name in absent)
            message = f"Nothing here states {', '.join(some)}{' or ' if some else ''}{last}."
            lines = ", ".join(f"`{name}: …`" for name in absent)
            hint = f"Write {lines} between the lines of hyphens at the top."
            yield Problem(_top(measured), message, hint, id)
        for name in asked:
            stated = measured.document.meta.get(name)
            unsaid = stated is None or (isinstance(stated, str) and not says(stated))
            unsaid = unsaid and name not in absent
            if unsaid and _silent(measured, name, portfolio):
                hint = f"Write {_STATED[name]} after `{name}:`."
                yield Problem(_top(measured, name), f"`{name}:` says nothing.", hint, id)


def _silent(measured: Measured, name: str, portfolio: Portfolio) -> bool:
    """Whether nothing else is said of a key without a value."""
    place = measured.document.places[name]
    return all((f.place.path, f.place.line) != (place.path, place.line) for f in portfolio.faults)


_STATED = {
    "instrument": "the instrument",
    "instrument_before": "the instrument before",
    "instrument_after": "the instrument after",
    "measured_before": "the day of the first measurement",
    "measured_after": "the day of the second measurement",
    "target": "the learning target",
    "scale": "the lowest and the highest possible score",
    "cut": "the score from which on the target is reached",
    "group": "whose scores these are",
}


@check("CF537", "error")
def too_few_matched(portfolio: Portfolio) -> Iterator[Problem]:
    """Fewer pupils than the credential asks for have both a score before and a score after.

    A pupil who stands in several documents is one.

    Bad:
        One pupil with both scores, where two are asked for.

    Good:
        Two.
    """
    for id, evidence in of_kind(portfolio, "scores"):
        number, least = len(matched_pupils(evidence)), least_matched(evidence.requirement)
        unread = is_unread(portfolio, id)
        if number >= least or (unread and not any(m.pupils for m in evidence.value)):
            continue
        message = f"{plural(number, 'pupil')} {'has' if number == 1 else 'have'} both a score "
        message += f"before and a score after; {least:,} or more are asked for."
        if not number:
            message = "No pupil has both a score before and a score after: nothing can be compared."
        hint = "Give each row both scores; where a pupil has two rows, write both into one."
        yield Problem(start_of(evidence), message, hint, id, behind=UNREADABLE)


@check("CF543", "error")
def scores_copied(portfolio: Portfolio) -> Iterator[Problem]:
    """Every pupil has the very same score after as before: one column was copied into the other.

    It is told of eight pupils or more whose scores differ from one another.

    Bad:
        | Pupil | Before | After |
        |---|---|---|
        | P1 | 8 | 8 |
        | P2 | 11 | 11 |
        (and so on, in every row)

    Good:
        | Pupil | Before | After |
        |---|---|---|
        | P1 | 8 | 12 |
        | P2 | 11 | 11 |
    """
    for id, _, measured in _documents(portfolio):
        matched = measured.matched
        different = {pupil.before for pupil in matched}
        if len(matched) < _MANY or len(different) < _DIFFERENT:
            continue
        if all(pupil.before == pupil.after for pupil in matched):
            message = f"All {len(matched):,} pupils have the same score after as before."
            hint = "Write what each scored the second time; one column seems to be copied."
            first = matched[0]
            yield Problem(first.places.get("after", first.place), message, hint, id)


_MANY = 8
_DIFFERENT = 3
"""Pupils, and scores that differ, from which on the same of all is no chance."""


@check("CF538", "warning")
def few_pupils(portfolio: Portfolio) -> Iterator[Problem]:
    """So few pupils have both scores that one of them can move every figure.

    The figures stay right for these pupils; they are worth little beyond them.

    Bad:
        A mean gain of 4.0 from five pupils, and nothing said of how few they are.

    Good:
        The scores of the two classes that were taught this way, 41 pupils.
    """
    for id, evidence in of_kind(portfolio, "scores"):
        number, small = len(matched_pupils(evidence)), evidence.requirement.options.get("small", 0)
        if not 0 < number < small:
            continue
        message = f"Only {plural(number, 'pupil')} {'has' if number == 1 else 'have'} both scores: "
        message += "a single one of them can move the mean and the shares."
        hint = "Say so where you draw conclusions, and look at each pupil rather than at the mean."
        yield Problem(start_of(evidence), message, hint, id)


@check("CF539", "warning")
def pupils_named(portfolio: Portfolio) -> Iterator[Problem]:
    """What stands in the column of the pupils looks like first and last names.

    Pupils must not be recognised. A first name, initials or a number may stand there; the full name
    may not. The message gives rows and no names, since others may read it.

    Bad:
        | Pupil | Before | After |
        |---|---|---|
        | Firstname Lastname | 8 | 12 |

    Good:
        | Pupil | Before | After |
        |---|---|---|
        | Pupil 1 | 8 | 12 |
    """
    for id, _, measured in _documents(portfolio):
        named = [pupil for pupil in measured.pupils if _is_name(pupil.label)]
        if named:
            message = f"First and last names seem to stand in {_rows(named)}."
            hint = "Write `Pupil 1`, `Pupil 2` … and keep the list of who is who elsewhere."
            yield Problem(named[0].places.get("pupil", named[0].place), message, hint, id)


_OTHERS = frozenset(
    "pupil student learner child kid participant group class period grade team table seat row "
    "respondent subject case scholar".split()
)


def _is_name(label: str) -> bool:
    """`Firstname Lastname`, `Lastname, Firstname`: two words or more that begin with a capital."""
    words = re.findall(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*", label[:80])
    if any(c.isdigit() for c in label) or len(words) < 2 or words[0].casefold() in _OTHERS:
        return False
    long = [word for word in words if len(word.rstrip(".")) > 1]
    return len(long) > 1 and all(w[0].isupper() and not w.isupper() for w in long)


@check("CF540", "error")
def measured_another_day(portfolio: Portfolio) -> Iterator[Problem]:
    """The scores have another date than the step at which they were taken.

    The two stand in documents of one author, so one of them is wrong. Where a step was done on
    several days, any day from the first to the last is right.

    Bad:
        | Step | Date |
        |---|---|
        | Pre-assessment | 2026-09-24 |
        (the scores say `measured_before: 2026-10-24`)

    Good:
        The same date in both.
    """
    for id, evidence, measured in _documents(portfolio):
        options = evidence.requirement.options
        steps = portfolio.evidence.get(options.get("steps", ""))
        for key, date in zip(("before", "after"), measured.dates, strict=True):
            step = options.get("at", {}).get(key)
            rows = [e for e in steps.value.entries if e.step == step] if steps else []
            days = sorted(entry.date for entry in rows)
            if not date or not days or days[0] <= date <= days[-1]:
                continue
            name = f"measured_{key}"
            when = days[0] if days[0] == days[-1] else f"{days[0]} to {days[-1]}"
            message = f"`{name}: {date}` is not the day of the step “{rows[0].title}”, {when} "
            message += f"(line {rows[0].place.line} of {rows[0].place.path})."
            yield Problem(_top(measured, name), message, "Correct the one that is wrong.", id)
