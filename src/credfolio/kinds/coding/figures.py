"""How much of what was coded has which code, in each conversation."""

from bisect import bisect_left, insort
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
    taken: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for segment in segments:
        spans = [
            (taken.setdefault((conversation, turn), []), (start, end))
            for conversation, turn, start, end in _spans(segment)
        ]
        if any(_touches(known, *span) for known, span in spans):
            continue
        for known, span in spans:
            insort(known, span)
        kept.append(segment)
    return kept


def _touches(known: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the spans, which are apart and in order, has a word from `start` to `end`."""
    at = bisect_left(known, (start, end))
    return (at > 0 and known[at - 1][1] > start) or (at < len(known) and known[at][0] < end)


def overlapping(coding: Coding) -> list[tuple[Segment, Segment, list[str]]]:
    """(a passage, an earlier row with some of its words, the groups in which both have codes)."""
    found: dict[int, tuple[Segment, Segment, list[str]]] = {}
    for group in coding.groups:
        places: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
        for number, segment in enumerate(coding.segments):
            for conversation, turn, start, end in _spans(segment) if segment.codes(group) else ():
                places.setdefault((conversation, turn), []).append((start, end, number))
        for earlier, later in (pair for spans in places.values() for pair in _pairs(spans)):
            segments = coding.segments
            groups = found.setdefault(later, (segments[later], segments[earlier], []))[2]
            if group not in groups:
                groups.append(group)
    return [found[number] for number in sorted(found)]


def _pairs(spans: list[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    """The numbers of two rows that share words, for each span the one that reaches furthest."""
    spans.sort()
    reach = spans[0]
    for span in spans[1:]:
        if span[0] < reach[1] and span[2] != reach[2]:
            yield min(span[2], reach[2]), max(span[2], reach[2])
        reach = max(reach, span, key=lambda each: each[1])
