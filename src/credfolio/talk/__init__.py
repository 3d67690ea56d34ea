"""Figures of a conversation: who talks how much and when, who asks, where it is quiet.

Pure, and exact where the transcript is. What a transcript does not say is None and never a guess.
Turns are named by their number in the conversation, so that every figure can open the turns
behind it. Nothing here is a score.
"""

from typing import NamedTuple

from credfolio.feedback import said
from credfolio.model import Conversation
from credfolio.moments import KINDS, MomentKind, Span, is_english
from credfolio.talk.pauses import NotedSilence, Pauses, noted_silences, pauses
from credfolio.talk.questions import Questions, questions
from credfolio.talk.voices import Lengths, Step, TimeRule, Voice, lengths, speakers, steps, voices


class Moment(NamedTuple):
    """Words to look at, in one turn."""

    kind: MomentKind
    turn: int
    span: Span


class Talk(NamedTuple):
    """What can be said of one conversation.

    `words`: None where they can't be counted. `rule`: how the time of a turn is known, None where
    it is not. `pauses`: None without end times. `questions`: None where the language or the
    transcript does not mark them. `noted`, `moments`: None where the language is not English.
    """

    words: int | None
    voices: tuple[Voice, ...]
    voice_of: tuple[int, ...]
    lengths: tuple[Lengths, ...]
    rule: TimeRule
    steps: tuple[Step, ...]
    pauses: Pauses | None
    noted: tuple[NotedSilence, ...] | None
    questions: Questions
    moments: tuple[Moment, ...] | None


def talk(conversation: Conversation, language: str) -> Talk:
    """The figures of a conversation that has turns, in a portfolio written in `language`."""
    turns = conversation.turns
    english = is_english(language)
    voice_of = speakers(turns)
    people, words, rule = voices(conversation, voice_of)
    found = [
        Moment(kind, turn.number, span)
        for kind in (KINDS if english else ())
        for turn, spans in said(conversation, kind)
        for span in spans
    ]
    return Talk(
        words,
        people,
        voice_of,
        lengths(turns, voice_of) if words is not None else (),
        rule,
        steps(turns, voice_of),
        pauses(conversation),
        noted_silences(turns) if english else None,
        questions(turns, language),
        tuple(found) if english else None,
    )
