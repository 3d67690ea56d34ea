"""Real names in text, however they are spelled, found in one pass over its words.

A name of two words or more is folded: case, accents and the signs between its words make no
difference. A name of one word is exact and whole, since many are words of the language as well.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from credfolio import limits
from credfolio.model import PrivateName

# What no reader sees: soft hyphens, joiners, marks of direction.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufe00-\ufe0f]+"
)
# Letters that Unicode does not take apart, as people without them on the keyboard write them.
_WHOLE = re.compile("[øłđðıħæœþ]")
_PLAIN = dict(zip("øłđðıħæœþ", "o l d d i h ae oe th".split(), strict=True))
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_WORD = re.compile(r"[^\W\d_]+|\d+")
# Between the words of a name: spaces, dashes, dots, marks of emphasis, quotation or a table.
_GAP = re.compile(r"[\s\x00-\x1f\-‐‑‒–—―−_.·•*~`´'\"“”„‘’‚«»‹›()\[\]{}/\\|+>]*")
_ROSTER_GAP = re.compile(r"[\s\"'“”*_]*[,;|\t][\s\"'“”*_]*")
_LONGEST_GAP = 400
_FEW = 40  # so many searches for a word are quicker than listing all words of a text
# Written without spaces between words, or with endings attached: a name is a part of a run.
_RUNS = re.compile(
    "[\u0e00-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa"}
)


def folded(text: str) -> str:
    """`text` without case, accents and invisible signs; its line breaks stay."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text))
    return _WHOLE.sub(_as_plain, _MARKS.sub("", text).casefold())


def _as_plain(letter: re.Match[str]) -> str:
    return _PLAIN[letter[0]]


class Span(NamedTuple):
    """Where a name stands in a text: offsets of its first character and behind its last."""

    start: int
    end: int
    name: PrivateName


class _Form(NamedTuple):
    """Folded words in a row, a comma where a list of names has one: `Family, Given`.

    `joined`: written as one word, which only an address or the name of a file does.
    """

    words: tuple[str, ...]
    name: PrivateName
    joined: bool = False


class Matcher:
    """Every declared name and variant, ready to be looked for."""

    def __init__(self, names: Iterable[PrivateName]) -> None:
        self.names = tuple(names)
        self.forms: dict[str, list[_Form]] = {}
        self.exact: dict[str, list[tuple[re.Pattern[str], PrivateName]]] = {}
        self.runs: list[tuple[str, PrivateName]] = []
        for name in self.names:
            for spelling in (name.real, *name.variants):
                self._add(spelling, name)
        for forms in self.forms.values():
            forms.sort(key=lambda form: -len(form.words))

    def _add(self, spelling: str, name: PrivateName) -> None:
        plain = folded(spelling)
        if _RUNS.search(plain):
            self.runs.append(("".join(plain.split()), name))
        elif is_one_word(spelling):
            self._add_exact(spelling, name)
        else:
            for form in dict.fromkeys((spelling, spelling.translate(_UMLAUTS))):
                self._add_folded(form, name)

    def _add_exact(self, spelling: str, name: PrivateName) -> None:
        either = {unicodedata.normalize(form, spelling) for form in ("NFC", "NFD")}
        signs = "|".join(re.escape(each).replace("'", "['’ʼ]") for each in sorted(either))
        pattern = re.compile(rf"(?<![^\W\d_])(?:{signs})(?![^\W\d_]|[\u0300-\u036f])")
        for first in {_WORD.findall(each)[0] for each in either if _WORD.search(each)}:
            self.exact.setdefault(first, []).append((pattern, name))

    def _add_folded(self, spelling: str, name: PrivateName) -> None:
        plain = folded(spelling)
        spoken = tuple(_WORD.findall(plain))
        joined = tuple(_WORD.findall(plain.replace("'", "").replace("’", "")))
        for words in dict.fromkeys((spoken, joined)):
            self._add_form(_Form(words, name))
        given = spelling.split()
        if len(given) > 1 and "," not in spelling:
            last = tuple(_WORD.findall(folded(given[-1])))
            first = tuple(_WORD.findall(folded(" ".join(given[:-1]))))
            if first and last:
                self._add_form(_Form((*last, ",", *first), name))
        whole = "".join(spoken)
        if len(whole) >= limits.SHORTEST_JOINED_NAME and whole.isalpha():
            self._add_form(_Form((whole,), name, joined=True))

    def _add_form(self, form: _Form) -> None:
        if form.words:
            known = self.forms.setdefault(form.words[0], [])
            if all(form.words != other.words for other in known):
                known.append(form)

    # --- looking ---

    def has(self, text: str, author: bool) -> bool:
        """Whether any name stands in `text`. `author`: names of one word are looked for too."""
        return next(self._folded(folded(text)), None) is not None or (
            author and next(self._exact(text), None) is not None
        )

    def spans(self, text: str, author: bool = True) -> list[Span]:
        """Every name in `text`, by its place in it; the longer of two that overlap."""
        spans = list(self._exact(text)) if author else []
        plain = folded(text)
        if found := list(self._folded(plain)):
            origin = range(len(text) + 1) if text.isascii() else _origins(text)
            spans += [Span(origin[s.start], origin[s.end - 1] + 1, s.name) for s in found]
        spans.sort(key=lambda span: (span.start, -span.end))
        kept: list[Span] = []
        for span in spans:
            if not kept or span.start >= kept[-1].end:
                kept.append(span)
        return kept

    def _exact(self, text: str) -> Iterator[Span]:
        few = len(self.exact) <= _FEW
        if not self.exact or (few and not any(map(text.__contains__, self.exact))):
            return
        for word in self.exact.keys() & set(_WORD.findall(text)):
            for pattern, name in self.exact[word]:
                for found in pattern.finditer(text):
                    yield Span(found.start(), found.end(), name)

    def _runs_in(self, plain: str) -> list[tuple[str, PrivateName]]:
        """The names in scripts without spaces that may stand in folded text."""
        if len(self.runs) <= _FEW:
            return self.runs
        pairs = set(map("".join, pairwise(plain)))
        return [(run, name) for run, name in self.runs if run[:2] in pairs and run[-2:] in pairs]

    def _may_stand(self, plain: str) -> bool:
        """Whether all words of some name are somewhere, be it in the middle of others."""
        return any(
            all(map(plain.__contains__, reversed(form.words)))
            for forms in self.forms.values()
            for form in forms
        )

    def _folded(self, plain: str) -> Iterator[Span]:
        """Names of several words in folded text, in linear time whatever the number of names."""
        for run, name in self._runs_in(plain):
            at = plain.find(run)
            while at >= 0:
                yield Span(at, at + len(run), name)
                at = plain.find(run, at + len(run))
        if len(self.forms) <= _FEW and not self._may_stand(plain):
            return
        present = {*_WORD.findall(plain), ","}
        wanted = {
            first: possible
            for first in self.forms.keys() & present
            if (possible := [f for f in self.forms[first] if present.issuperset(f.words)])
        }
        if not wanted:
            return
        window: list[re.Match[str]] = []
        longest = max(len(form.words) for forms in wanted.values() for form in forms)
        words = _WORD.finditer(plain)
        end = 0
        while True:
            while len(window) < longest and (following := next(words, None)):
                window.append(following)
            if not window:
                return
            first = window.pop(0)
            if first.start() >= end and (forms := wanted.get(first[0])):
                found = next((s for f in forms if (s := _stands(f, plain, first, window))), None)
                if found:
                    yield found
                    end = found.end


def _stands(
    form: _Form, plain: str, first: re.Match[str], following: list[re.Match[str]]
) -> Span | None:
    """Where `form` stands from the word `first` on; None: it does not."""
    end = first.end()
    gap = _GAP
    rest = iter(following)
    for word in form.words[1:]:
        if word == ",":
            gap = _ROSTER_GAP
            continue
        found = next(rest, None)
        if found is None or found[0] != word or found.start() - end > _LONGEST_GAP:
            return None
        if not gap.fullmatch(plain, end, found.start()):
            return None
        end, gap = found.end(), _GAP
    if form.joined and not _in_an_address(plain, first.start(), end):
        return None
    return Span(first.start(), end, form.name)


def _in_an_address(plain: str, start: int, end: int) -> bool:
    """Whether a word stands as in an e-mail or web address or the name of a file."""
    before, after = plain[max(0, start - 1) : start], plain[end : end + 2]
    return (
        before in tuple("/\\@_")
        or after[:1] in tuple("@/\\_=0123456789")
        or (after[:1] == "." and after[1:].isalnum())
    )


def _origins(text: str) -> list[int]:
    """For each character of `folded(text)` the index of the one in `text` that it came from."""
    return [index for index, sign in enumerate(text) for _ in folded(sign)] + [len(text)]


def is_one_word(spelling: str) -> bool:
    """Whether a name is a single word: nothing in it but letters, digits and apostrophes."""
    return not re.search(r"[\s\-‐‑–_.]", spelling.strip())


def masked(text: str, matcher: Matcher) -> str:
    """`text` with every name in it replaced by its label in brackets; line breaks stay."""
    parts, at = [], 0
    for span in matcher.spans(text):
        breaks = "\n" * text.count("\n", span.start, span.end)
        parts += [text[at : span.start], f"[{span.name.label}]{breaks}"]
        at = span.end
    return "".join([*parts, text[at:]]) if parts else text
