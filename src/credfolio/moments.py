"""Moments to look at: words in which people paraphrase, describe, judge or advise.

English stems after the practice of evidence-based feedback: it describes what was seen, and
neither judges nor advises. Stems are weak evidence, so a moment is something to read, never a
score. Nothing here looks at who said it of whom.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal, NamedTuple, get_args

from credfolio.judging import TRIGGERS, judges, judging
from credfolio.words import squeeze

MomentKind = Literal["paraphrase", "descriptive", "evaluative", "advice"]
KINDS: tuple[MomentKind, ...] = get_args(MomentKind)


class Span(NamedTuple):
    """Characters `start` to `end` of a text, and the words there."""

    start: int
    end: int
    words: str


def is_english(language: str) -> bool:
    """Whether the lists of this module apply to what is said in `language`, a code or a name."""
    name = squeeze(language)
    return name in ("en", "eng", "english") or language.casefold().startswith(("en-", "en_"))


def moments(kind: MomentKind, text: str) -> list[Span]:
    """What `text` holds of one kind, in order and apart; linear in its length."""
    if kind == "evaluative":
        found = list(judging(text))
    else:
        plain = text.replace("’", "'").replace("ʼ", "'")
        found = [m.span() for m in _pattern(kind).finditer(plain)]
        if kind == "advice":
            found = [span for span in found if not _asks(plain, span[0])]
    return [Span(start, end, " ".join(text[start:end].split())) for start, end in found]


def likely_words(kind: MomentKind, texts: Sequence[str]) -> tuple[str, ...]:
    """Words of a kind that stand in folded texts; without any they hold no such moment."""
    if kind == "evaluative":
        return tuple(TRIGGERS.intersection(" ".join(texts).split()))
    whole = "\n".join(texts)
    return tuple(filter(whole.__contains__, _KEYS[kind]))


def likely_in(kind: MomentKind, sentences: Iterable[str]) -> bool:
    """Whether folded sentences may hold a moment: a first look that is cheap."""
    if kind == "evaluative":
        return any(map(judges, sentences))
    whole = " ".join(sentences)
    return any(map(whole.__contains__, _KEYS[kind]))


def quoted(spans: Iterable[Span], most: int = 3) -> str:
    """The words of some moments for a message: `“you should have”, “I would never”`."""
    words = list(dict.fromkeys(span.words for span in spans))
    more = f" and {len(words) - most} more" if len(words) > most else ""
    return ", ".join(f"“{each}”" for each in words[:most]) + more


# A question that asks the colleague what to do leaves the judgement there: no advice.
_ASKING = (
    r"(?:^|[.!?…,;:]\s)[\s\"“']*(?:(?:and|so|but|then|okay|well|or)\b[\s,]*){0,3}"
    r"(?:what|how|when|where|which|who|whom|why|do|does|did|is|are|was|were)\b[^.!?…]*$"
)
_LOOK = 200


def _asks(text: str, at: int) -> bool:
    """Whether the sentence around character `at` is a question that opens as one."""
    end = re.compile(r"[.!?…]").search(text, at, at + _LOOK)
    before = text[max(0, at - _LOOK) : at]
    return bool(end and end[0] == "?" and re.search(_ASKING, before, re.I))


# --- the stems -------------------------------------------------------------------------------

# Folded words; each pattern holds one of its kind's, so that what is not there need not be
# searched for.
_KEYS: dict[MomentKind, tuple[str, ...]] = {
    "paraphrase": (
        *("hear", "you saying", "youre saying", "are saying", "wondering", "sounds ", "sound "),
        *("let me", "i underst", "other words", "so you", "so for you"),
    ),
    "descriptive": (
        *("i saw", "i heard", "i noticed", "i counted", "i wrote down", "i timed"),
        *("i learn", "learned from you", "learnt from you", "learned something from you"),
    ),
    "advice": (
        *("should", "you ought", "d better", "d never", "not have", "wouldnt have", "were you"),
        *("in your place", "in your shoes", "my advice", "suggest", "recommend", "advise"),
    ),
}

_STEMS: dict[MomentKind, tuple[str, ...]] = {
    "paraphrase": (
        r"(?:so\s+)?what\s+(?:i\s+hear|i'm\s+hearing|i\s+am\s+hearing)\b",
        r"i\s+hear\s+you\s+say(?:ing)?\b",
        r"(?:so\s+)?(?:what\s+)?you(?:'re|\s+are)\s+(?:saying|wondering)\b",
        r"(?:so\s+)?(?:(?:it|that)\s+)?sounds?\s+(?:like|as\s+if|as\s+though)\b",
        r"if\s+i\s+(?:understand|understood|hear|heard)(?:\s+(?:you|this|that))?\b",
        r"let\s+me\s+(?:check|see|make\s+sure)\s+(?:that\s+|if\s+|whether\s+)?i\b",
        r"in\s+other\s+words\b",
        r"(?:(?<=^)|(?<=[.!?…]\s))so,?\s+(?:for\s+)?you(?:'re|'ve|'d|r)?\b",
    ),
    "descriptive": (
        r"i\s+(?:saw|heard|noticed|counted|wrote\s+down|timed)\s+"
        r"(?:you|your|that|how|what|when|the|a|one|two|three|four|five|six|\d+)\b",
        r"here(?:'s|\s+is|\s+are)\s+(?:\w+\s+){0,3}?i\s+(?:saw|heard|noticed|learned|learnt)\b",
        r"i\s+(?:learned|learnt)\s+(?:\w+\s+){0,2}?from\s+you\b",
    ),
    "advice": (
        # Not `if you should`, and not what only tells of something, as `you should have seen it`.
        r"(?:i\s+think\s+|maybe\s+|perhaps\s+)?(?<!\bif\s)\byou\s+(?:really\s+|probably\s+)?"
        r"should(?:n't|\s+not)?(?:\s+have)?\b(?!\s+(?:have\s+)?(?:seen|heard|be\s+able|be\s+proud))",
        r"(?<!\bif\s)\byou\s+ought(?:n't|\s+not)?\s+to(?:\s+have)?\b",
        r"you(?:'d|\s+had)\s+better\b",
        r"i(?:'d|\s+would)\s+never\b(?!\s+have\s+(?:seen|noticed|known|guessed|thought|believed|"
        r"found|heard|expected|figured|imagined|dreamed|come|got))",
        r"i\s+(?:wouldn't|would\s+not)\s+have\b(?!\s+(?:seen|noticed|known|guessed|thought|"
        r"believed|found|heard|expected|figured|imagined|missed|minded|come|got|been|had))",
        r"if\s+i\s+were\s+you\b",
        r"in\s+your\s+(?:place|shoes),?\s+i\b",
        r"my\s+advice\b",
        r"i(?:'d|\s+would)?\s+(?:strongly\s+|really\s+)?(?:suggest|recommend|advise)\b"
        r"(?:\s+(?:that\s+)?you\b)?",
    ),
}


@cache
def _pattern(kind: MomentKind) -> re.Pattern[str]:
    """Compiled at first use: most portfolios need none of them."""
    return re.compile(rf"\b(?:{'|'.join(_STEMS[kind])})", re.I | re.M)
