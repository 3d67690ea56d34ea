"""A part of a declared name that stands without the rest: a first name perhaps.

Whether somebody is meant, nobody but the author can tell. So only what is written with a capital
letter counts, and what is a word of the language as well not where a sentence begins.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from credfolio import limits
from credfolio.model import PrivateName
from credfolio.privacy.names import Matcher, is_one_word

_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_TITLES = frozenset("Dr Frau Herr Madame Miss Mme Mr Mrs Ms Mx Prof Professor Señor Señora".split())
# Names that are words; others are known by standing in the same text without a capital.
_WORDS = frozenset(
    "amber angel art autumn baker banks bell berry best bill bishop black bond book bridge brook "
    "brooks brown bush carol carter case chance chase cherry christian church coach cook cooper "
    "crystal daisy dale dawn day dean drew duke earl eve faith field fields fisher ford forest fox "
    "frank gene ginger glen grace grant gray green grey guy hand harmony hazel heath heather hill "
    "holly hope hunt hunter iris ivy jack jay joy judge king knight lake lane law lily little long "
    "love major mark mason max may melody mercy mike miles miller moss nick noble norm olive page "
    "park parks pat patience pearl penny pierce pool poppy porter power price prince ray read reed "
    "rich rivers rob robin rock rose ruby sage sandy sharp shepherd short skip sky small smith "
    "star stone strong sue summer swift taylor turner victor violet wade walker ward weaver west "
    "white will wise wood woods young".split()
)
_MONTHS = frozenset(("April", "May", "June", "August"))
_OF_A_MONTH = re.compile(
    r"\b(?:in|on|of|by|since|until|till|from|through|during|early|mid|late|last|next|this|each|"
    r"every)[\s\-]+$",
    re.IGNORECASE,
)
A_WORD = "a word"
"""What a part is found within that may be a word of the language as well."""
_BEFORE = 200
_OPENED = tuple('"“”‘«„‹([*_')
_NEW_LINE = re.compile(r"\n[ \t]*(?:\n|[-*+>#|])")


class Part(NamedTuple):
    """Where a part of a name stands. `a_word`: it may be a word of the language as well."""

    start: int
    end: int
    name: PrivateName
    a_word: bool


class Alone:
    """The parts of every declared name, ready to be looked for."""

    def __init__(self, names: Iterable[PrivateName]) -> None:
        names = tuple(names)
        self.matcher = Matcher(names)
        self.owners: dict[str, PrivateName] = {}
        declared = {each for name in names for each in (name.real, *name.variants)}
        for name in names:
            told = {*_TOKEN.findall(name.label), *declared, *_TITLES}
            for spelling in (name.real, *name.variants):
                parts = [] if is_one_word(spelling) else _TOKEN.findall(_straight(spelling))
                for part in parts:
                    if len(part) > 1 and part[0].isupper() and part not in told:
                        self.owners.setdefault(part, name)

    def parts(self, text: str) -> list[Part]:
        """Where a part stands that is not in a whole name; in linear time."""
        if not self.owners:
            return []
        found = list(islice(self._found(text), limits.NAME_PARTS))
        whole = self.matcher.spans(text) if found else []
        parts, at = [], 0
        for part in found:
            while at < len(whole) and whole[at].end <= part.start:
                at += 1
            if at == len(whole) or part.end <= whole[at].start:
                parts.append(part)
        return parts

    def _found(self, text: str) -> Iterator[Part]:
        text = _straight(text)
        small: set[str] | None = None
        for token in _TOKEN.finditer(text):
            word = token[0] if token[0] in self.owners else token[0].partition("'")[0]
            if word not in self.owners:
                continue
            if small is None:
                small = {each for each in _TOKEN.findall(text) if each.islower()}
            if word in _MONTHS and _is_month(text, token.start(), token.end()):
                continue
            a_word = word.lower() in _WORDS or word.lower() in small
            if not (a_word and _begins(text, token.start())):
                end = token.start() + len(word)
                yield Part(token.start(), end, self.owners[word], a_word)


def _straight(text: str) -> str:
    """`text` with one kind of apostrophe, each character in its place."""
    return text.replace("’", "'")


def _is_month(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _BEFORE) : start]
    return bool(_OF_A_MONTH.search(before) or re.match(r"\s+\d", text[end : end + 4]))


def _begins(text: str, start: int) -> bool:
    """Whether a sentence, a line of its own, or what somebody says begins at `start`."""
    before = text[max(0, start - _BEFORE) : start]
    if before.endswith(_OPENED):
        return True
    said = before.rstrip(" \t\r\n-–—*_>#|([\"“”‘’«»'")
    gap = before[len(said) :]
    line = before[before.rfind("\n") + 1 :].strip()
    above = said[said.rfind("\n") + 1 :].lstrip()
    return (
        not said
        or said[-1] in ".!?:;…"
        or above.startswith("#")  # in a heading, or right below one
        or "-->" in above
        or bool(_NEW_LINE.search(gap))
        or bool(re.fullmatch(r"\d+[.)]?", line))
    )
