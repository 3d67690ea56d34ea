"""Where it is quiet: between turns by their end times, and where the transcript says so."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from credfolio.model import Conversation, Turn

LONG = 3.0
"""Seconds of silence from which on it is told by itself."""


class Pause(NamedTuple):
    """Seconds between the end of the turn before `turn` and its beginning; under 0: both speak."""

    turn: int
    seconds: float


class Pauses(NamedTuple):
    """`places`: how often a turn follows another in the same file. `between`: those of them whose
    times say how long it was quiet. `whole`: the times are whole seconds.
    """

    places: int
    between: tuple[Pause, ...]
    whole: bool

    @property
    def silences(self) -> list[Pause]:
        return [pause for pause in self.between if pause.seconds > 0]

    @property
    def long(self) -> list[Pause]:
        return [pause for pause in self.between if pause.seconds >= LONG]

    @property
    def overlaps(self) -> list[Pause]:
        return [pause for pause in self.between if pause.seconds < 0]

    @property
    def longest(self) -> Pause | None:
        return max(self.silences, key=lambda pause: (pause.seconds, -pause.turn), default=None)


class NotedSilence(NamedTuple):
    """A note such as `[silence, 11 seconds]` in a turn. `seconds`: None where it names none."""

    turn: int
    note: str
    seconds: int | None


def pauses(conversation: Conversation) -> Pauses | None:
    """The quiet between turns; None where no turn has an end time and another after it."""
    turns = conversation.turns
    broken = {p.before_turn for p in conversation.passages}
    places = 0
    found = []
    for n in range(1, len(turns)):
        before, turn = turns[n - 1], turns[n]
        if before.path != turn.path or n in broken:
            continue
        places += 1
        if before.end is None or turn.start is None or before.start is None:
            continue
        if before.start <= before.end and before.start <= turn.start:
            found.append(Pause(n, round(turn.start - before.end, 3)))
    if not found:
        return None
    clock = [t for turn in turns for t in (turn.start, turn.end) if t is not None]
    return Pauses(places, tuple(found), all(time == int(time) for time in clock))


def noted_silences(turns: Sequence[Turn]) -> tuple[NotedSilence, ...]:
    """The silences that a transcript in English notes in brackets."""
    note = re.compile(
        r"[\[(](?:a\s+)?(?:(?:long|short)\s+)?(?:silence|pause)\b[^\[\]()]{0,60}[\])]", re.I
    )
    length = re.compile(r"(\d{1,3})(?:\s+|-)?(?:s|sec|seconds?)\b", re.I)
    found = []
    for turn in turns:
        for mark in note.finditer(turn.marks):
            said = length.search(mark[0])
            found.append(NotedSilence(turn.number, mark[0], int(said[1]) if said else None))
    return tuple(found)
