"""Who speaks: shares of words and of time, lengths of turns, who follows whom."""

from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from credfolio.model import Conversation, Turn
from credfolio.words import label_form, unspaced, words

MOST_VOICES = 8
"""Speakers that are told one by one; the others are one voice together."""

_LEAST_TIMED = 0.9
"""Share of the words whose turns have a known length, under which no time is given."""


class Voice(NamedTuple):
    """One speaker, or several who say little (`people` of them).

    `turns`: numbers. `words`: 0 where they can't be counted. `share`, `time_share`: 0 to 1 of all
    words, of all time; None where not known. `longest`: the number of the turn with most words.
    """

    name: str
    declared: bool
    turns: tuple[int, ...]
    words: int
    share: float | None
    seconds: float | None
    time_share: float | None
    median: float
    longest: int
    people: int = 1


class TimeRule(NamedTuple):
    """How long turns are known to be: from their own end times, or from the next turn's time.

    `known`: turns whose length is known. `given`: whether that is enough to share out the time.
    """

    by_end: int
    by_next: int
    known: tuple[int, ...]
    given: bool


class Step(NamedTuple):
    """Turns of voice `after` that follow a turn of voice `before`. `turns`: those that follow."""

    before: int
    after: int
    turns: tuple[int, ...]


class Lengths(NamedTuple):
    """Turns of `least` to `most` words, by voice; `most` None: no upper end."""

    least: int
    most: int | None
    turns: tuple[tuple[int, ...], ...]


def speakers(turns: Sequence[Turn]) -> tuple[int, ...]:
    """For each turn the number of its voice; who says most comes first, whatever the case."""
    said: Counter[str] = Counter()
    for turn in turns:
        said[label_form(turn.speaker)] += words(turn.spoken)
    order = {name: n for n, (name, _) in enumerate(said.most_common())}
    if len(order) > MOST_VOICES:
        order = {name: min(n, MOST_VOICES - 1) for name, n in order.items()}
    return tuple(order[label_form(turn.speaker)] for turn in turns)


def voices(
    conversation: Conversation, voice_of: Sequence[int]
) -> tuple[tuple[Voice, ...], int | None, TimeRule]:
    """The voices by number, all words (None where they can't be counted), the rule of times."""
    turns = conversation.turns
    counted = not unspaced("\n".join(turn.spoken for turn in turns))
    sizes = [words(turn.spoken) for turn in turns]
    seconds, rule = turn_seconds(conversation, sizes)
    whole = sum(sizes)
    time = sum(s for s in seconds if s is not None)
    found = []
    for voice in range(max(voice_of, default=-1) + 1):
        own = [n for n, of in enumerate(voice_of) if of == voice]
        said = sum(sizes[n] for n in own)
        spoken = sum(seconds[n] or 0.0 for n in own) if rule.given else None
        people = {label_form(turns[n].speaker) for n in own}
        found.append(
            Voice(
                turns[own[0]].speaker if len(people) == 1 else "",
                all(turns[n].declared for n in own),
                tuple(own),
                said if counted else 0,
                said / whole if counted and whole else None,
                spoken,
                spoken / time if spoken is not None and time else None,
                median(sizes[n] for n in own),
                max(own, key=lambda n: (sizes[n], -n)),
                len(people),
            )
        )
    return tuple(found), whole if counted else None, rule


def turn_seconds(
    conversation: Conversation, sizes: Sequence[int]
) -> tuple[list[float | None], TimeRule]:
    """How long each turn is, and how that is known."""
    turns = conversation.turns
    broken = {p.before_turn for p in conversation.passages}
    seconds: list[float | None] = []
    by_end = by_next = 0
    for n, turn in enumerate(turns):
        after = turns[n + 1] if n + 1 < len(turns) else None
        length = None
        if turn.start is not None and turn.end is not None:
            length = turn.end - turn.start
            by_end += length >= 0
        elif turn.start is not None and after and after.path == turn.path and n + 1 not in broken:
            length = after.start - turn.start if after.start is not None else None
            by_next += length is not None and length >= 0
        seconds.append(length if length is not None and length >= 0 else None)
    known = tuple(n for n, length in enumerate(seconds) if length is not None)
    timed = sum(sizes[n] for n in known)
    given = bool(timed) and timed >= _LEAST_TIMED * sum(sizes) and any(seconds[n] for n in known)
    return seconds, TimeRule(by_end, by_next, known, given)


def steps(turns: Sequence[Turn], voice_of: Sequence[int]) -> tuple[Step, ...]:
    """Who follows whom, from turn to turn within a file; pairs that never occur are left out."""
    found: dict[tuple[int, int], list[int]] = {}
    for n in range(1, len(turns)):
        if turns[n].path == turns[n - 1].path:
            found.setdefault((voice_of[n - 1], voice_of[n]), []).append(n)
    return tuple(Step(*pair, tuple(found[pair])) for pair in sorted(found))


_BOUNDS = (0, 6, 11, 21, 51, 101, 201)


def lengths(turns: Sequence[Turn], voice_of: Sequence[int]) -> tuple[Lengths, ...]:
    """How many turns are how long, in words: `0–5`, `6–10`, … up to the longest."""
    count = max(voice_of, default=-1) + 1
    groups: list[list[list[int]]] = [[[] for _ in range(count)] for _ in _BOUNDS]
    for n, turn in enumerate(turns):
        size = words(turn.spoken)
        at = max(index for index, least in enumerate(_BOUNDS) if least <= size)
        groups[at][voice_of[n]].append(n)
    while groups and not any(groups[-1]):
        groups.pop()
    ends = [*(least - 1 for least in _BOUNDS[1:]), None]
    return tuple(
        Lengths(least, most, tuple(map(tuple, group)))
        for least, most, group in zip(_BOUNDS, ends, groups, strict=False)
    )
