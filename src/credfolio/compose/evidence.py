"""Condition × evidence: where each condition can be seen, as passages and as a strip."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from credfolio.compose.conversation import Styles, anchor, turn_of
from credfolio.model import Condition, Conversation, Highlight, Portfolio
from credfolio.passages import Spots, locate, spots
from credfolio.times import show_time
from credfolio.words import word_list

_EXCERPT = 28


@dataclass(frozen=True, slots=True)
class Passage:
    """A highlight as evidence. `place`: (source, anchor) in the conversation, if it is found."""

    highlight: Highlight
    speaker: str
    time: str
    excerpt: str
    place: tuple[str, str] | None
    comment_words: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A condition with the passages in which it can be seen."""

    condition: Condition
    css: str
    label: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a conversation, as shares of its words from 0 to 100."""

    start: float
    width: float
    passage: Passage


Words = Mapping[tuple[int, int], Spots]


def first_words(portfolio: Portfolio) -> Words:
    """By conversation and turn: where the words stand, for each turn in which a highlight begins.

    A long turn may hold many highlights, and its words are found once for all of them.
    """
    turns = {(h.match.conversation, h.match.first) for h in portfolio.highlights if h.match}
    return {(c, n): spots(portfolio.conversations[c].turns[n].spoken) for c, n in turns}


def shown(portfolio: Portfolio, styles: Styles, words: Words) -> tuple[Shown, ...]:
    """Every condition of the credential, in its order."""
    return tuple(
        Shown(c, styles.css(c.id), styles.label(c.id), tuple(_passages(portfolio, c, words)))
        for c in styles.conditions
    )


def _passages(portfolio: Portfolio, condition: Condition, words: Words) -> Iterator[Passage]:
    for highlight in portfolio.highlights:
        if condition.id in highlight.conditions:
            yield passage(highlight, portfolio, words)


def passage(highlight: Highlight, portfolio: Portfolio, places: Words) -> Passage:
    turn = turn_of(highlight, portfolio)
    words = excerpt_text(highlight, portfolio, places).split()
    more = len(words) > _EXCERPT or (highlight.match and len(highlight.match.spans) > 1)
    excerpt = " ".join(words[:_EXCERPT]) + (" …" if more else "")
    speaker = turn.speaker if turn else next((p.speaker for p in highlight.pieces), None) or ""
    time = show_time(turn.start) if turn and turn.start is not None else ""
    place = (turn.path, anchor(highlight)) if turn else None
    return Passage(highlight, speaker, time, excerpt, place, len(word_list(highlight.comment)))


def excerpt_text(highlight: Highlight, portfolio: Portfolio, places: Words) -> str:
    """What was said, from the conversation where the words are found there."""
    if highlight.match is None:
        return highlight.text
    turn = turn_of(highlight, portfolio)
    assert turn is not None
    _, first, end = highlight.match.spans[0]
    words = places[highlight.match.conversation, highlight.match.first]
    start, stop = locate(turn.spoken, words, first, end)
    return turn.spoken[start:stop]


def strip(conversation: Conversation, number: int, shown: Shown) -> tuple[Bar, ...]:
    """Where a condition's passages stand in one conversation, from its beginning to its end."""
    starts = [0]
    for turn in conversation.turns:
        starts.append(starts[-1] + max(len(turn.spoken), 1))
    whole = starts[-1]
    bars = []
    for found in shown.passages:
        match = found.highlight.match
        if match and match.conversation == number:
            start = starts[match.first] / whole * 100
            width = (starts[match.last + 1] - starts[match.first]) / whole * 100
            bars.append(Bar(round(start, 2), round(max(width, 0.8), 2), found))
    return tuple(bars)
