"""Condition × evidence: where each condition can be seen, as passages and as a strip."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from credfolio.compose.conversation import Styles, anchor, turn_of
from credfolio.compose.recorded import Moment, moments
from credfolio.model import Condition, Highlight, Portfolio
from credfolio.passages import Spots, locate, spots
from credfolio.times import show_time
from credfolio.words import word_list

_EXCERPT = 28


@dataclass(frozen=True, slots=True)
class Passage:
    """A highlight as evidence. `place`: (source, anchor) in the conversation, if it is found.

    `heard`: it points into a recording, and `time` is from when to when.
    """

    highlight: Highlight
    speaker: str
    time: str
    excerpt: str
    place: tuple[str, str] | None
    comment_words: int
    heard: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A condition with the passages in which it can be seen."""

    condition: Condition
    css: str
    label: str
    passages: tuple[Passage, ...]


Words = Mapping[tuple[int, int], Spots]


def first_words(portfolio: Portfolio) -> Words:
    """By conversation and turn: where the words stand, for each turn in which a highlight begins.

    A long turn may hold many highlights, and its words are found once for all of them.
    """
    turns = {(h.match.conversation, h.match.first) for h in portfolio.highlights if h.match}
    return {(c, n): spots(portfolio.conversations[c].turns[n].spoken) for c, n in turns}


Heard = Mapping[str, tuple[str, Moment]]
"""By highlight that no turn shows: (source of the page that plays it, the moment)."""


def heard(portfolio: Portfolio) -> Heard:
    """The highlights that point into a recording where no transcript shows what is said."""
    return {
        known.highlight.id: (portfolio.conversations[number].recordings[0].place.path or "", known)
        for number, group in moments(portfolio).items()
        for known in group
        if known.highlight.match is None
    }


def shown(portfolio: Portfolio, styles: Styles, words: Words, heard: Heard) -> tuple[Shown, ...]:
    """Every condition of the credential, in its order."""
    return tuple(
        Shown(c, styles.css(c.id), styles.label(c.id), tuple(_passages(portfolio, c, words, heard)))
        for c in styles.conditions
    )


def _passages(
    portfolio: Portfolio, condition: Condition, words: Words, heard: Heard
) -> Iterator[Passage]:
    for highlight in portfolio.highlights:
        if condition.id in highlight.conditions:
            yield passage(highlight, portfolio, words, heard)


def passage(highlight: Highlight, portfolio: Portfolio, places: Words, heard: Heard) -> Passage:
    comment_words = len(word_list(highlight.comment))
    if known := heard.get(highlight.id):
        source, moment = known
        where = (source, anchor(highlight))
        return Passage(highlight, "", moment.span, "", where, comment_words, True)
    turn = turn_of(highlight, portfolio)
    words = excerpt_text(highlight, portfolio, places).split()
    more = len(words) > _EXCERPT or (highlight.match and len(highlight.match.spans) > 1)
    excerpt = " ".join(words[:_EXCERPT]) + (" …" if more else "")
    speaker = turn.speaker if turn else next((p.speaker for p in highlight.pieces), None) or ""
    time = show_time(turn.start) if turn and turn.start is not None else ""
    place = (turn.path, anchor(highlight)) if turn else None
    return Passage(highlight, speaker, time, excerpt, place, comment_words)


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
