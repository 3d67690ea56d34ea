"""Questions and statements: a sentence with a question mark asks, every other one states.

Whether a question is open is told by the word it opens with, in English. Both rules are simple
and often wrong about a single sentence, so the sentences are shown.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from credfolio.model import Turn
from credfolio.moments import is_english
from credfolio.words import FILLERS, words

QuestionKind = Literal["open", "closed", "other"]


class Asked(NamedTuple):
    """A question of a turn. `kind`: None where the language is not English."""

    turn: int
    text: str
    kind: QuestionKind | None


Missing = Literal["", "language", "marks"]


class Questions(NamedTuple):
    """`asked` in order; `stated`: for each turn its statements. `missing`: why there are none."""

    asked: tuple[Asked, ...]
    stated: tuple[int, ...]
    missing: Missing = ""


# Greek writes `;` for it, Armenian a sign inside the word.
_OTHER_MARKS = ("el", "gr", "hy")
_MARKS = ("?", "？", "؟")
# An ellipsis is a hesitation and ends no sentence.
_END = r"(?:(?<![.…])\.(?!\.)|[!?。？！؟\n])[\"'”’»)\]]*(?:\s+|(?<=[。？！]))"
_FEWEST_WORDS = 100
_WORDS_PER_MARK = 80


def untold(turns: Sequence[Turn], language: str) -> Missing:
    """Why questions can't be told from statements in a conversation; '' where they can.

    A transcript almost without punctuation, as some recognisers write it, marks no questions: that
    is told and not counted as none.
    """
    if language.casefold()[:2] in _OTHER_MARKS:
        return "language"
    spoken = [turn.spoken for turn in turns]
    whole = sum(map(words, spoken))
    marks = sum(text.count(mark) for text in spoken for mark in ".!?。？！؟")
    return "marks" if whole >= _FEWEST_WORDS and marks * _WORDS_PER_MARK < whole else ""


def questions(turns: Sequence[Turn], language: str) -> Questions:
    """The questions of a conversation in `language`."""
    if missing := untold(turns, language):
        return Questions((), (), missing)
    english = is_english(language)
    asked = []
    stated = []
    for turn in turns:
        found = list(_sentences(turn.spoken))
        asking = [text for text in found if any(mark in text for mark in _MARKS)]
        asked += [Asked(turn.number, t, opening(t) if english else None) for t in asking]
        stated.append(len(found) - len(asking))
    return Questions(tuple(asked), tuple(stated))


def _sentences(text: str) -> Iterator[str]:
    """The sentences of what is said, each with its sign, those without a word left out."""
    at = 0
    for end in re.compile(_END).finditer(text):
        piece, at = text[at : end.end()], end.end()
        if words(piece):
            yield " ".join(piece.split())
    if words(text[at:]):
        yield " ".join(text[at:].split())


# --- open and closed -------------------------------------------------------------------------

_OPEN = frozenset("what how why".split())
_FACT = frozenset("when where who whom whose which".split())
_VERBS = frozenset(
    (
        "do does did don doesn didn is isn are aren was wasn were weren am have haven has hasn had "
        "hadn can cannot could couldn will won would wouldn shall should shouldn may might must "
        "mustn ain"
    ).split()
)
_AMOUNTS = frozenset("many much long often far old big late early soon fast about".split())
_LEADING = FILLERS | frozenset(
    (
        "and but so or okay ok well oh ooh ah hm hmm mm mhm now then because yes yeah no right "
        "alright just sorry please like hey wait"
    ).split()
)
_CLAUSE = re.compile(r"[,;:—–…]|\.{2,}|\s-\s")
_WORD = re.compile(r"[^\W\d_]+")
_MOST_LEADING = 5


def opening(question: str) -> QuestionKind:
    """`open` where it, or a clause of it, opens with what, how or why; `closed` where it opens
    with a verb, or asks for a fact (when, who, how many); else `other`.
    """
    heads = [_head(clause) for clause in _CLAUSE.split(question)]
    for first, second in heads:
        if first in _VERBS or (first == "how" and second in _AMOUNTS):
            return "closed"
        if first in _OPEN:
            return "closed" if (first, second) == ("what", "time") else "open"
    return "closed" if any(first in _FACT for first, _ in heads) else "other"


def _head(clause: str) -> tuple[str, str]:
    """The first two words of a clause, without what only leads up to it."""
    found: list[str] = []
    for number, word in enumerate(_WORD.finditer(clause)):
        form = word[0].casefold()
        if number >= _MOST_LEADING:
            break
        if found or form not in _LEADING:
            found.append(form)
        if len(found) == 2:
            break
    found += ["", ""]
    return found[0], found[1]
