"""Who speaks: the ways in which a line of a transcript opens a turn (DESIGN §4).

A speaker is a label that is bold, carries a bracketed or leading time, or is a declared
participant's label or id. Any other `Word: …` is speech.
"""

import re
from typing import NamedTuple

from credfolio.model import Metadata
from credfolio.times import TIME, read_time
from credfolio.words import label_form

_RANGE = rf"(?P<start>{TIME})(?:\s*(?:-->|-|–|—|to)\s*(?P<end>{TIME}))?"
_BRACKETED = re.compile(rf"[\[(]\s*{_RANGE}\s*[\])]")
BARE_TIME = re.compile(rf"{_RANGE}(?![\d:.,]*\d)")
_BLANK = " \t\u00a0\u202f"
_PREFIX = re.compile(
    r"[ \t\u00a0\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]*(?:>[ \t]?)*"
    r"(?:[-*+•◦▪‣·][ \t\u00a0]+|\d{1,4}[.)][ \t]+)?[\u200e\u200f]*"
)
# The two usual forms, read at once; everything below reads them alike, only slower.
_USUAL = re.compile(rf"\*\*([^\W_][^*:\[\]\n]{{0,59}})(?:\*\* \[({TIME})\]:|:\*\*) ([^\s\[(*\d].*)")
_BOLD = re.compile(r"(\*\*|__)[ \t]{0,3}([^\s][^\n]{0,79}?)[ \t]{0,3}\1")
_IN_BRACKETS = re.compile(r"\[([^\[\]\n]{1,60})\]")
_VOICE = re.compile(r"<v(?:\.[^ >]*)? ([^>\n]{1,60})>")
# Exports of Google Docs and pandoc escape the brackets around a time.
_ESCAPED = re.compile(r"\\([\[\]():])")
_SPLIT_COLON = re.compile(r"^[*_]*\s*:[*_]*(?=\s)")
_DASH = re.compile(r"\s*[–—]\s*|\s+-{1,2}\s+|[ ]*\t\s*")
_EMPHASIS = re.compile(r"[*_]{1,4}|</?(?:strong|b|em|i|u)>")
_NAME = re.compile(r"[^\W_][^:\[\]()\n|]{0,59}?(?=\s*(?:[\[(]|:(?:\s|$)|$|\s+\d{1,4}:\d))")
_LETTERS = re.compile(r"\w*")
_PARTICLES = frozenset("de van von der of the bin al el la di da del y and &".split())


class Opening(NamedTuple):
    """The beginning of a turn. `rest` is what is said on the same line."""

    label: str
    declared: bool
    start: float | None
    end: float | None
    rest: str
    times: str = ""


class Speakers:
    """Recognises who speaks, with the participants that a portfolio declares."""

    def __init__(self, metadata: Metadata) -> None:
        self.metadata = metadata
        self.labels: dict[str, str] = {}
        for participant in metadata.participants:
            for name in (participant.label, participant.id):
                self.labels.setdefault(label_form(name), participant.label)
        self.lengths: dict[str, list[int]] = {}
        for length, first in sorted({(len(n), _first_word(n)) for n in self.labels if n}):
            self.lengths.setdefault(first, []).insert(0, length)
        self.heard: dict[str, tuple[str, bool]] = {}

    def canonical(self, label: str) -> tuple[str, bool]:
        if label not in self.heard:
            found = self.labels.get(label_form(label)) if label else None
            self.heard[label] = (label, False) if found is None else (found, True)
        return self.heard[label]

    def opening(self, line: str, alone: bool = True) -> Opening | None:
        """What `line` opens, or None. `alone`: words follow, so a name may fill the line."""
        if usual := _USUAL.match(line):
            label, declared = self.canonical(usual[1])
            start = read_time(usual[2]) if usual[2] else None
            return Opening(label, declared, start, None, usual[3].strip(), usual[2] or "")
        if "\\" in line:
            line = _ESCAPED.sub(r"\1", line)
        text = line[_PREFIX.match(line).end() :]  # type: ignore[union-attr]
        clock = text[:1] in "[(0123456789"
        time = (_BRACKETED.match(text) or BARE_TIME.match(text)) if clock else None
        rest = text[time.end() :].lstrip(" \t-–—:|") if time else text
        if not rest or (not alone and len(rest) < 2):
            return None
        if rest[0] in "*_" and (bold := _BOLD.match(rest)):
            return self._bold(bold, rest, time)
        if rest[0] == "[" and (found := _IN_BRACKETS.match(rest)):
            label, after = found[1].strip(), rest[found.end() :]
            if not self.canonical(label)[1] and not _is_saved_caption(label, after, alone):
                return None
            return self._after(label, after, time, True)
        if rest[0] == "<" and (voice := _VOICE.match(rest)):
            return self._after(voice[1].strip(), rest[voice.end() :], time, True)
        if end := self._declared(rest):
            opening = self._after(rest[:end], rest[end:], time, False, alone)
            if opening:
                return opening
        if rest[0] in "*_<" and (plain := _EMPHASIS.sub("", rest, count=4)) != rest:
            if end := self._declared(plain):
                return self._after(plain[:end], plain[end:], time, False, alone)
            return None
        return self._undeclared(rest, time, alone)

    def _declared(self, text: str) -> int:
        """The length of the declared label that `text` begins with, or 0."""
        if not self.lengths:
            return 0
        low = label_form(text[:120] + "|")
        for length in self.lengths.get(_first_word(low), ()):
            if low[:length] in self.labels and not low[length : length + 1].isalnum():
                return _unfolded(text, low[:length])
        return 0

    def _bold(self, bold: re.Match[str], rest: str, time: re.Match[str] | None) -> Opening | None:
        inner = bold[2].strip("*_ ")
        if within := _BRACKETED.search(inner):
            time = time or within
            inner = (inner[: within.start()] + inner[within.end() :]).strip()
        colon = inner.endswith(":")
        label = inner.rstrip(":" + _BLANK)
        after = _SPLIT_COLON.sub(":", rest[bold.end() :], count=1)
        if not colon and (end := self._declared(inner)) and end < len(inner):
            return self._after(inner[:end], f"{inner[end:]} {after}", time, False)
        if not any(map(str.isalpha, label)) or label[:1] in "*_":
            return None
        begins = after.lstrip("*_\"'“‘¿¡ ")[:1]
        speaks = begins.isalnum() and not begins.islower()  # not in `**Coach** is what …`
        named = speaks and self.canonical(label)[1]
        return self._after(label, after, time, colon or named)

    def _after(
        self, label: str, after: str, time: re.Match[str] | None, sure: bool, alone: bool = True
    ) -> Opening | None:
        """What follows a label: a time, a colon or dash, the words."""
        text = after.lstrip(_BLANK)
        colon = text[:1] in (":", "：")
        text = text[1:].lstrip(_BLANK) if colon else text
        second = _BRACKETED.match(text) or (BARE_TIME.match(text) if not colon else None)
        if second:
            time = time or second
            text = text[second.end() :].lstrip(" \t")
            if text[:1] == ":":
                text, colon = text[1:], True
            elif second[0][0] not in "[(" and text and not text[0].isupper():
                second = None  # `Coach 9:15 was too early`
        text = text[2:] if text[:2] in ("**", "__") and colon and not text[2:3].strip() else text
        canonical, declared = self.canonical(label)
        dash = _DASH.match(after) if declared and not colon and not second else None
        if dash:
            text = after[dash.end() :]
            clock = _BRACKETED.match(text) or BARE_TIME.fullmatch(text.strip())
            if clock:
                time = time or clock
                text = text.strip()[clock.end() :].lstrip(" \t:")
        empty = not text.strip()
        if not (sure or colon or second or dash or (declared and empty and alone)):
            return None
        if empty and not alone and not (sure or colon):
            return None
        start = read_time(time["start"]) if time else None
        end = read_time(time["end"]) if time and time["end"] else None
        return Opening(canonical, declared, start, end, text.strip(), time[0] if time else "")

    def _undeclared(self, rest: str, time: re.Match[str] | None, alone: bool) -> Opening | None:
        """A label that no one declared is a speaker only with a time that belongs to it."""
        if time is None and ":" not in rest:
            return None
        name = _NAME.match(rest)
        if not name or not any(map(str.isalpha, name[0])):
            return None
        label, after = name[0].strip(), rest[name.end() :].lstrip(" \t")
        bracketed = _BRACKETED.match(after)
        bare = BARE_TIME.match(after)
        if bracketed:
            colon = after[bracketed.end() :].lstrip()[:1] == ":"
            if not (_like_a_name(label) or (colon and len(label.split()) <= 4)):
                return None
            return self._after(label, after, time, False)
        if not _like_a_name(label):
            return None
        if bare and alone and bare.end() == len(after.rstrip()):
            return self._after(label, after, time, False)
        if time and (after[:1] == ":" or (not after and alone)):
            return self._after(label, after, time, True)
        return None


def _is_saved_caption(label: str, after: str, alone: bool) -> bool:
    """Whether `[Name] 10:02:33` fills the line above the words, as Zoom saves captions."""
    time = BARE_TIME.match(after.lstrip(_BLANK))
    filled = time is not None and time.end() == len(after.strip())
    return alone and filled and _like_a_name(label)


def _first_word(text: str) -> str:
    return _LETTERS.match(text)[0]  # type: ignore[index]


def _like_a_name(label: str) -> bool:
    parts = label.split()
    if not parts or len(parts) > 5 or label[-1] in ",;!?" or parts[0].casefold() in _PARTICLES:
        return False
    if any(part[-1] in ".,;!?" and len(part) > 4 for part in parts):
        return False
    return all(not part[0].islower() or part.casefold() in _PARTICLES for part in parts)


def _unfolded(text: str, name: str) -> int:
    """How many characters of `text` a folded label takes up."""
    if label_form(text[: len(name)]) == name:
        return len(name)
    return next((n for n in range(len(name) * 2 + 8) if label_form(text[:n]) == name), 0)
