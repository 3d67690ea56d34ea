"""Words that judge a colleague's work, found by their neighbours: `you did that very well`.

Word by word rather than by one large pattern, which would take longer to compile than everything
else that a check does.
"""

import re
from collections.abc import Iterator

from credfolio.words import END_OF_SENTENCE, FILLERS

JUDGED = frozenset(
    (
        "good great nice excellent perfect amazing awesome wonderful fantastic brilliant terrific "
        "outstanding superb lovely impressive effective ineffective successful unsuccessful boring "
        "dull weak poor bad terrible awful horrible disappointing mediocre sloppy messy chaotic "
        "disorganized disorganised unclear confusing flat"
    ).split()
)
_LIKING = frozenset("like liked love loved enjoyed disliked hated".split())
TRIGGERS = JUDGED | _LIKING | {"well", "proud", "impressed"}
"""A sentence without one of these holds no such words."""

_ADVERBS = frozenset(
    (
        "so too very really quite rather pretty kind sort of a bit little somewhat absolutely just "
        "not truly totally extremely fairly all such an"
    ).split()
)
_DONE = frozenset("did were are taught handled explained".split())
_SEEMED = frozenset("seemed felt looked sounded".split())
_IS = _SEEMED | frozenset("was were is are seems feels looks sounds went".split())
_TAUGHT = frozenset(
    word + plural
    for word in (
        "lesson class teaching explanation question opening beginning ending closing warmup "
        "activity task pacing plan planning slide instruction direction transition discussion "
        "introduction board example"
    ).split()
    for plural in ("", "s", "es")
)
_WHOLE = frozenset(("lesson", "class", "discussion"))
_MOST_ADVERBS = 5


def judges(sentence: str) -> bool:
    """Whether a sentence of folded words, joined by single spaces, judges."""
    forms = sentence.split()
    return not TRIGGERS.isdisjoint(forms) and next(_stretches(forms), None) is not None


def judging(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each stretch of `text` that judges, in order and apart."""
    ends = [found.end() for found in END_OF_SENTENCE.finditer(text)]
    token = re.compile(_TOKEN)
    for start, end in zip([0, *ends], [*ends, len(text)], strict=True):
        words = [(_folded(w[0]), w.start(), w.end()) for w in token.finditer(text, start, end)]
        words = [word for word in words if word[0] not in FILLERS]
        for first, last in _stretches([form for form, _, _ in words]):
            yield words[first][1], words[last][2]


_TOKEN = r"[^\W_]+(?:['’ʼ´`][^\W_]+)*"
_APOSTROPHES = dict.fromkeys(map(ord, "'’ʼ´`"))


def _folded(word: str) -> str:
    return word.translate(_APOSTROPHES).casefold()


Forms = list[str]
"""The words of one sentence, folded."""


def _stretches(words: Forms) -> Iterator[tuple[int, int]]:
    """The first and last word of each judgement."""
    done = 0
    for number, form in enumerate(words):
        if form in TRIGGERS and (span := _around(words, number)) and span[1] >= done:
            yield max(span[0], done), span[1]
            done = span[1] + 1


def _around(words: Forms, at: int) -> tuple[int, int] | None:
    """The first and last word of the judgement whose word is number `at`, or None."""
    form, after = words[at], _form(words, at + 1)
    if form in _LIKING:
        return _liked(words, at)
    if form == "proud":
        return (at, at + 2) if (after, _form(words, at + 2)) == ("of", "you") else None
    if form == "impressed":
        return _impressed(words, at)
    if form == "well" and after == "done":
        return at, at + 1
    if form != "well" and after in ("job", "work"):
        return at, at + 1
    if at == 0:
        return (at, at + 1) if after in ("lesson", "class", "teaching") else None
    return _said_of(words, at)


def _said_of(words: Forms, at: int) -> tuple[int, int] | None:
    """`you did … well`, `it seemed … boring`, `that was … great`, `your plan was … weak`."""
    before = _back(words, at)
    form = _form(words, before)
    if before + 1 < at and (form == "what" or _form(words, before + 1) == "such"):
        first = before if form == "what" else before + 1
        if _form(words, at + 1) in _TAUGHT:
            return first, at + 1
    if form == "youre" and words[at] != "well":
        return before, at
    if form in ("it", "that", "this"):
        before -= 1
        form = _form(words, before)
        return _you(words, before, at) if form in _DONE else None
    if form in _DONE and (you := _you(words, before, at)):
        return you
    if form == "me" and _form(words, before - 1) == "to":
        before -= 2
        form = _form(words, before)
    return _it(words, before, at) if form in _IS else None


def _you(words: Forms, verb: int, at: int) -> tuple[int, int] | None:
    subject = _back(words, verb)
    return (subject, at) if _form(words, subject) == "you" else None


def _it(words: Forms, verb: int, at: int) -> tuple[int, int] | None:
    """What a judgement with `was`, `seemed`, … at `verb` is said of."""
    form, subject = _form(words, verb), _form(words, verb - 1)
    plain = words[at] != "well"
    if form == "was" and subject in ("it", "that", "this") and plain:
        return verb - 1, at
    for near in (1, 2, 3, 4):
        if _form(words, verb - near) not in _TAUGHT:
            continue
        owners = range(verb - near - 1, verb - near - 4, -1)
        owner = next((n for n in owners if _form(words, n) == "your"), None)
        if owner is not None:
            return owner, at
        whole = _form(words, verb - near) in _WHOLE and near == 1
        if whole and _form(words, verb - 2) == "the":
            return verb - 2, at
    if form in _SEEMED and subject not in ("i", "we") and plain:
        return verb, at
    return None


def _liked(words: Forms, at: int) -> tuple[int, int] | None:
    """`I really liked how you …`; not `I would have loved …`."""
    first = _back(words, at)
    if _form(words, first) != "i":
        return None
    if _form(words, at + 1) == "your":
        return first, at + 1
    for links in (("how",), ("that",), ("when",), ("what",), ("the", "way"), ("it", "when")):
        end = at + len(links) + 1
        if tuple(_form(words, at + 1 + n) for n in range(len(links))) == links:
            return (first, end) if _form(words, end) == "you" else None
    return None


def _impressed(words: Forms, at: int) -> tuple[int, int] | None:
    first = _back(words, at)
    if _form(words, first) in ("im", "you"):
        return first, at
    if _form(words, first) in ("am", "was") and _form(words, first - 1) == "i":
        return first - 1, at
    return None


def _back(words: Forms, at: int) -> int:
    """The number of the word before the adverbs and the article before word `at`."""
    before = at - 1
    while before > at - 1 - _MOST_ADVERBS and _form(words, before) in _ADVERBS:
        before -= 1
    return before


def _form(words: Forms, number: int) -> str:
    return words[number] if 0 <= number < len(words) else ""
