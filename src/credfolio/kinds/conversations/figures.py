"""Who asks and who states in each conversation, by the rule of `credfolio.talk.questions`.

Speakers with one role in portfolio.yml are counted together; who has none is counted alone.
"""

from collections.abc import Sequence
from typing import NamedTuple

from credfolio.kinds.conversations import Held
from credfolio.model import Metadata
from credfolio.talk.questions import questions


class Asking(NamedTuple):
    """How many questions and statements; both by the sentence."""

    questions: int = 0
    statements: int = 0

    @property
    def sentences(self) -> int:
        return self.questions + self.statements

    @property
    def share(self) -> float | None:
        """Of all sentences, how many ask; None where nothing is said."""
        return self.questions / self.sentences if self.sentences else None

    def plus(self, other: "Asking") -> "Asking":
        return Asking(self.questions + other.questions, self.statements + other.statements)


class Counted(NamedTuple):
    """One conversation. `by_role`: in the order in which they begin to speak.

    `told`: whether its transcript lets questions be told from statements.
    """

    held: Held
    by_role: dict[str, Asking]
    told: bool


class Trend(NamedTuple):
    """A role in the first half of the conversations and in the second; a middle one is in neither.

    `each`: how many conversations a half has.
    """

    role: str
    before: Asking
    after: Asking
    each: int


def role_of(speaker: str, metadata: Metadata) -> str:
    known = metadata.participant(speaker)
    return known.roles[0] if known and known.roles else speaker


def counted(held: Held, metadata: Metadata) -> Counted:
    """The questions and statements of one conversation."""
    turns = held.conversation.turns
    found = questions(turns, metadata.language)
    told = bool(turns) and not found.missing
    by_role: dict[str, Asking] = {}
    if told:
        roles = [role_of(turn.speaker, metadata) for turn in turns]
        for role, stated in zip(roles, found.stated, strict=True):
            by_role[role] = by_role.get(role, Asking()).plus(Asking(0, stated))
        for asked in found.asked:
            role = roles[asked.turn]
            by_role[role] = by_role[role].plus(Asking(1, 0))
    return Counted(held, by_role, told)


def over_time(held: Sequence[Held], metadata: Metadata) -> tuple[Counted, ...]:
    return tuple(counted(each, metadata) for each in held)


def roles(counts: Sequence[Counted]) -> tuple[str, ...]:
    """Every role, those who say most first."""
    whole: dict[str, int] = {}
    for each in counts:
        for role, asking in each.by_role.items():
            whole[role] = whole.get(role, 0) + asking.sentences
    return tuple(sorted(whole, key=lambda role: -whole[role]))


def trends(counts: Sequence[Counted]) -> tuple[Trend, ...]:
    """For each role that speaks in both halves; none where questions are told in one alone."""
    told = [each for each in counts if each.told]
    half = len(told) // 2
    found = []
    for role in roles(told) if half else ():
        before, after = _sum(told[:half], role), _sum(told[-half:], role)
        if before.sentences and after.sentences:
            found.append(Trend(role, before, after, half))
    return tuple(found)


def _sum(counts: Sequence[Counted], role: str) -> Asking:
    whole = Asking()
    for each in counts:
        whole = whole.plus(each.by_role.get(role, Asking()))
    return whole
