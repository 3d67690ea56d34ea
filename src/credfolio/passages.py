"""Where quoted words stand in a conversation: exact in order, folded in form, never guessed.

A conversation is one string of folded words, a line a turn, so that finding is the C library's
work: 500 quotations in 100,000 words take a fraction of a second.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from credfolio import limits
from credfolio.model import Conversation, Match, Piece, Turn
from credfolio.words import fold

_INSERTED = 3
"""Words of the original that an insertion such as `[the teacher]` may stand for."""

_PRONOUNS = frozenset(
    (
        "i you he she it we they me him her us them my your his its our their mine yours hers "
        "ours theirs this that these those there here one the a an"
    ).split()
)

_WORD = r"[^\W_]+(?:['’‘ʼ`´\u00ad\u200b][^\W_]+)*"


class Index:
    """One conversation made searchable."""

    def __init__(self, conversation: Conversation, number: int) -> None:
        self.conversation = conversation
        self.number = number
        rows = [f" {said} " for said in conversation.said]
        self.stream = "\n".join(rows)
        self.starts: list[int] = []
        at = 0
        for row in rows:
            self.starts.append(at)
            at += len(row) + 1
        self.starts.append(at)
        self._pairs: dict[tuple[str, str], list[int]] | None = None
        self._capitals: set[str] | None = None
        self._spans: list[tuple[float, float] | None] | None = None

    def turn_at(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1

    def find(self, pieces: tuple[Piece, ...]) -> list[Match]:
        """Every place where the pieces stand in order, each within its turn."""
        found = self._find(tuple(_joined(piece) for piece in pieces), omissions=False)
        if found or not any(len(p.runs) > 1 or p.omits_before or p.omits_after for p in pieces):
            return found
        return self._find(pieces, omissions=True)

    def _find(self, pieces: tuple[Piece, ...], omissions: bool) -> list[Match]:
        first = pieces[0].runs[0][0]
        needle = f" {first} "
        matches: list[Match] = []
        at = self.stream.find(needle)
        for _ in range(limits.CANDIDATES):
            if at < 0:
                break
            match = self._match_from(at, pieces, omissions)
            if match and not (matches and matches[-1].spans == match.spans):
                matches.append(match)
            at = self.stream.find(needle, at + 1)
        return matches

    def _match_from(self, at: int, pieces: tuple[Piece, ...], omissions: bool) -> Match | None:
        turn = self.turn_at(at)
        end = self._runs(pieces[0], at, self.starts[turn + 1] - 1, exact=True)
        if end is None:
            return None
        spans = [(turn, at, end)]
        used = omissions and len(pieces[0].runs) > 1
        for before, piece in pairwise(pieces):
            step = self._continue(before, piece, spans[-1], omissions)
            if step is None:
                return None
            if step[0] == spans[-1][0]:
                used = used or step[1] != spans[-1][2] - 1
                spans[-1] = (step[0], spans[-1][1], step[2])
            else:
                spans.append(step)
            used = used or (omissions and len(piece.runs) > 1)
        shortest = min([" ".join(run).count(" ") + 1 for p in pieces for run in p.runs])
        return Match(
            self.number,
            spans[0][0],
            spans[-1][0],
            tuple(self._words(span) for span in spans),
            used,
            shortest,
        )

    def _continue(
        self, before: Piece, piece: Piece, last: tuple[int, int, int], omissions: bool
    ) -> tuple[int, int, int] | None:
        """Where `piece` goes on after `last`: in the same turn, or in the next that has words."""
        turn, _, end = last
        bound = self.starts[turn + 1] - 1
        needle = f" {piece.runs[0][0]} "
        if self.stream.startswith(needle, end - 1):
            done = self._runs(piece, end - 1, bound, exact=True)
            if done is not None:
                return turn, end - 1, done
        same_speaker = not piece.starts_turn
        if omissions and same_speaker and (before.omits_after or piece.omits_before):
            at = self.stream.find(needle, end - 1, bound)
            if at >= 0 and (done := self._runs(piece, at, bound)) is not None:
                return turn, at, done
        following = turn + 1
        while following < len(self.starts) - 1 and not self._row(following).strip():
            following += 1
        if following >= len(self.starts) - 1:
            return None
        start, bound = self.starts[following], self.starts[following + 1] - 1
        at = self.stream.find(needle, start, bound)
        while at >= 0:
            if (done := self._runs(piece, at, bound, exact=True)) is not None:
                return following, at, done
            at = self.stream.find(needle, at + 1, bound)
        return None

    def between(self, start: float, end: float) -> Match | None:
        """The turns that are spoken between two times, whole."""
        if self._spans is None:
            turns = range(len(self.conversation.turns))
            self._spans = [turn_span(self.conversation, turn) for turn in turns]
        found = [
            (turn, 0, len(self._row(turn).split()))
            for turn, span in enumerate(self._spans)
            if span and span[0] < end and span[1] > start
        ]
        if not found:
            return None
        return Match(self.number, found[0][0], found[-1][0], tuple(found))

    def _row(self, turn: int) -> str:
        return self.stream[self.starts[turn] : self.starts[turn + 1]]

    def _runs(self, piece: Piece, at: int, bound: int, exact: bool = False) -> int | None:
        """The end of the piece's runs, in order, the first from `at` on, all before `bound`."""
        end = at
        for number, run in enumerate(piece.runs):
            found = self._run(run, end if number == 0 else end - 1, bound, exact and number == 0)
            if found is None:
                return None
            end = found
        return end

    def _run(self, run: tuple[str, ...], at: int, bound: int, exact: bool) -> int | None:
        needle = f" {run[0]} "
        start = at if exact else self.stream.find(needle, at, bound)
        while start >= 0 and self.stream.startswith(needle, start) and start < bound:
            end: int | None = start + len(needle)
            for segment in run[1:]:
                end = self._after_insertion(segment, end or 0, bound)
                if end is None:
                    break
            if end is not None and end <= bound:
                return end
            if exact:
                return None
            start = self.stream.find(needle, start + 1, bound)
        return None

    def _after_insertion(self, segment: str, end: int, bound: int) -> int | None:
        at = self.stream.find(f" {segment} ", end - 1, bound)
        if at < 0:
            return None
        replaced = self.stream[end - 1 : at].split()
        if len(replaced) > _INSERTED or not all(map(self._stands_in, replaced)):
            return None
        return at + len(segment) + 2

    def _stands_in(self, word: str) -> bool:
        """Whether an insertion may replace a word: a pronoun, or a name, which has a capital."""
        if self._capitals is None:
            spoken = " ".join(turn.spoken for turn in self.conversation.turns)
            self._capitals = {
                w for run in spoken.split() if not run[0].islower() for w in fold(run)
            }
        return word in _PRONOUNS or word in self._capitals

    def _words(self, span: tuple[int, int, int]) -> tuple[int, int, int]:
        turn, at, end = span
        start = self.starts[turn]
        first = self.stream.count(" ", start, at)
        return turn, first, first + self.stream.count(" ", at, end) - 1

    def crosses(self, pieces: tuple[Piece, ...]) -> bool:
        """Whether a line of the quotation runs on from one turn into the next."""
        flat = self.stream.replace(" \n ", " ")
        return any(
            len(piece.runs) == 1
            and len(piece.runs[0]) == 1
            and f" {piece.runs[0][0]} " not in self.stream
            and f" {piece.runs[0][0]} " in flat
            for piece in pieces
        )

    def nearest(self, pieces: tuple[Piece, ...]) -> tuple[int, Turn] | None:
        """(shared word pairs, the turn that shares most of them with the quotation)."""
        if self._pairs is None:
            self._pairs = {}
            for number in range(len(self.conversation.turns)):
                for pair in pairwise(self._row(number).split()):
                    self._pairs.setdefault(pair, []).append(number)
        words = " ".join(segment for p in pieces for run in p.runs for segment in run).split()
        votes: Counter[int] = Counter()
        for pair in set(pairwise(words)):
            votes.update(set(self._pairs.get(pair, ())[: limits.CANDIDATES]))
        if not votes:
            return None
        best, count = min(votes.items(), key=lambda vote: (-vote[1], vote[0]))
        return count, self.conversation.turns[best]


def _joined(piece: Piece) -> Piece:
    """The piece with its omissions taken for the punctuation of somebody who hesitates."""
    if len(piece.runs) < 2:
        return piece
    segments: list[str] = list(piece.runs[0])
    for run in piece.runs[1:]:
        segments[-1] += " " + run[0]
        segments += run[1:]
    return Piece(
        piece.speaker, piece.time, (tuple(segments),), piece.starts_turn, False, False, piece.line
    )


Spots = list[tuple[int, int]]
"""Where each folded word of a text stands in it, in characters."""


def spots(text: str) -> Spots:
    return [(m.start(), m.end()) for m in re.finditer(_WORD, text) for _ in fold(m[0])]


def locate(text: str, words: Spots, first: int, end: int) -> tuple[int, int]:
    """Where the `words` of `text` from `first` to `end` (exclusive) stand, in characters."""
    if first >= len(words):
        return 0, len(text)
    return words[first][0], words[min(end, len(words)) - 1][1]


def turn_span(conversation: Conversation, index: int) -> tuple[float, float] | None:
    """From the turn's time to the next turn's that has one; None where the turn has none."""
    turns = conversation.turns
    start = turns[index].start
    if start is None:
        return None
    for later in turns[index + 1 : index + 50]:
        if later.start is not None and later.start >= start:
            return start, later.start
    return start, max(turns[index].end or 0.0, start + _spoken_length(turns[index]))


def _spoken_length(turn: Turn) -> float:
    """A generous guess of how long the last turn lasted: a word a second, a minute at least."""
    return max(60.0, float(turn.spoken.count(" ")))


def ends_at(conversation: Conversation) -> float | None:
    """The last moment that a transcript's times or its recordings reach."""
    ends = [r.seconds for r in conversation.recordings if r.seconds]
    timed: Iterator[int] = (t.number for t in conversation.turns if t.start is not None)
    last = max(timed, default=None)
    if ends:
        return max(ends)
    span = turn_span(conversation, last) if last is not None else None
    return span[1] if span else None
