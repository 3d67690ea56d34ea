"""How much of what was coded has which code, in each conversation."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from credfolio.kinds.coding import Coding, Segment
from credfolio.kinds.coding.codebook import Code
from credfolio.model import Conversation


class Shares(NamedTuple):
    """Of one conversation: passages by code id of one group; `number`: those with any of them."""

    conversation: Conversation
    by_code: dict[str, int]
    number: int

    def share(self, code: str) -> float | None:
        return self.by_code[code] / self.number if self.number else None


class Change(NamedTuple):
    """Passages with a code in the first half of the conversations and in the second, each of all;
    a conversation in the middle is in neither. `each`: how many a half has.
    """

    code: Code
    before: tuple[int, int]
    after: tuple[int, int]
    each: int


def shares(coding: Coding, group: str, conversations: Sequence[Conversation]) -> tuple[Shares, ...]:
    """By conversation in the order of their dates. Passages that were not found are left out."""
    codes = coding.of(group)
    counts = [dict.fromkeys((code.id for code in codes), 0) for _ in conversations]
    numbers = [0] * len(conversations)
    for segment in coding.segments:
        number = segment.conversation
        if number is None:
            continue
        own = segment.codes(codes[0].group) if codes else ()
        numbers[number] += bool(own)
        for id in own:
            counts[number][id] += 1
    found = map(Shares, conversations, counts, numbers)
    return tuple(sorted(found, key=lambda s: s.conversation.recorded or "9"))


def changes(coding: Coding, group: str, found: Sequence[Shares]) -> tuple[Change, ...]:
    """For each code; none where fewer than two conversations have passages of the group."""
    there = [each for each in found if each.number]
    half = len(there) // 2
    if not half:
        return ()
    first, last = there[:half], there[-half:]
    return tuple(
        Change(code, _sum(first, code.id), _sum(last, code.id), half) for code in coding.of(group)
    )


def _sum(some: Sequence[Shares], code: str) -> tuple[int, int]:
    return sum(each.by_code[code] for each in some), sum(each.number for each in some)


# --- the same words twice --------------------------------------------------------------------


_Span = tuple[int, int, int, int]
"""Number of the conversation, number of the turn, first word, end word."""


def _spans(segment: Segment) -> Iterator[_Span]:
    match = segment.highlight.match
    for turn, first, end in match.spans if match else ():
        yield match.conversation, turn, first, end  # type: ignore[union-attr]


def distinct(segments: Iterable[Segment]) -> list[Segment]:
    """Those none of whose words are another's of them; the first of each."""
    kept: list[Segment] = []
    taken: dict[tuple[int, int], set[int]] = {}
    for segment in segments:
        spans = list(_spans(segment))
        words = [(taken.setdefault((c, turn), set()), range(a, b)) for c, turn, a, b in spans]
        if any(not known.isdisjoint(own) for known, own in words):
            continue
        for known, own in words:
            known.update(own)
        kept.append(segment)
    return kept


def overlapping(coding: Coding) -> list[tuple[Segment, Segment, list[str]]]:
    """(a passage, an earlier row with some of its words, the groups in which both have codes)."""
    found: dict[int, tuple[Segment, Segment, list[str]]] = {}
    for group in coding.groups:
        taken: dict[tuple[int, int], dict[int, Segment]] = {}
        for number, segment in enumerate(coding.segments):
            if not segment.codes(group):
                continue
            for conversation, turn, start, end in _spans(segment):
                words = taken.setdefault((conversation, turn), {})
                first = next((words[w] for w in range(start, end) if w in words), None)
                if first is None:
                    words.update(dict.fromkeys(range(start, end), segment))
                elif first is not segment:
                    groups = found.setdefault(number, (segment, first, []))[2]
                    if group not in groups:
                        groups.append(group)
    return [found[number] for number in sorted(found)]
