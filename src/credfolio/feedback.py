"""Where a portfolio holds feedback as it was given: what is said, and what an exhibit writes.

Answers and reflections tell about feedback, so that a "should" there is most often a thought;
they are left out, and so are an exhibit's quotations and data, which are words of a lesson.
"""

from collections.abc import Iterator
from typing import NamedTuple

from credfolio.model import Conversation, Document, Place, Portfolio, Turn
from credfolio.moments import MomentKind, Span, is_english, likely_in, likely_words, moments
from credfolio.words import fold_lines, fold_sentences

MOST_IN_A_CONVERSATION = 50


class Found(NamedTuple):
    """Moments of one turn or paragraph. `speaker`: None where it is written.

    `left`: further turns of the conversation that hold some and are not told one by one.
    """

    place: Place
    requirement: str | None
    speaker: str | None
    spans: list[Span]
    left: int = 0


def find(portfolio: Portfolio, kind: MomentKind) -> Iterator[Found]:
    """The moments of one kind in a portfolio in English; in another language none are known."""
    if not is_english(portfolio.metadata.language):
        return
    for id, evidence in portfolio.evidence.items():
        for conversation in evidence.conversations:
            yield from _said(conversation, id, kind)
    for document in portfolio.documents:
        if document.is_exhibit:
            yield from _written(document, kind)


def _written(document: Document, kind: MomentKind) -> Iterator[Found]:
    paragraphs = [block for block in document.blocks if block.kind == "paragraph"]
    if not likely_words(kind, fold_lines(block.own for block in paragraphs)):
        return
    folded = fold_sentences(block.own for block in paragraphs)
    for block, sentences in zip(paragraphs, folded, strict=True):
        spans = moments(kind, block.own) if likely_in(kind, sentences) else []
        if spans:
            place = Place(document.path, block.line, block.column)
            yield Found(place, document.requirement, None, spans)


def said(conversation: Conversation, kind: MomentKind) -> Iterator[tuple[Turn, list[Span]]]:
    """The turns of a conversation in English that hold moments of one kind, and those."""
    for turn in _likely(conversation, kind):
        if spans := moments(kind, turn.spoken):
            yield turn, spans


def _likely(conversation: Conversation, kind: MomentKind) -> Iterator[Turn]:
    """Nearly all turns hold none: that is told from words that are folded already."""
    spoken = zip(conversation.turns, conversation.said, conversation.sentences, strict=True)
    if kind == "evaluative":
        for turn, words, sentences in spoken:
            if likely_words(kind, (words,)) and likely_in(kind, sentences):
                yield turn
        return
    keys = likely_words(kind, conversation.said)
    for turn, words, _ in spoken if keys else ():
        if any(map(words.__contains__, keys)):
            yield turn


def _said(conversation: Conversation, requirement: str, kind: MomentKind) -> Iterator[Found]:
    found = [
        Found(Place(turn.path, turn.line, turn.column), requirement, turn.speaker, spans)
        for turn, spans in said(conversation, kind)
    ]
    told, left = found[:MOST_IN_A_CONVERSATION], len(found) - MOST_IN_A_CONVERSATION
    yield from told[:-1]
    yield from (last._replace(left=max(0, left)) for last in told[-1:])


def advice_on(found: Found, instead: str) -> str:
    """The hint: a transcript stays as it was said, what is written can be written anew."""
    more = f" {found.left:,} more turns hold such words." if found.left else ""
    if found.speaker is None:
        return instead + more
    return (
        "Leave the transcript as it was said. If this was feedback, say in the annotation or "
        f"the reflection what you see in it now.{more}"
    )
