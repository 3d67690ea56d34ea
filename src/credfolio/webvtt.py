"""WebVTT by the specification: its file parser and its cue text parsing rules.

Source: W3C, WebVTT: The Web Video Text Tracks Format, section 6 (parsing). What the algorithm
drops is handed back beside the cues, so that no word of a file is lost in silence. Settings and
regions place captions on a picture, which a transcript has no use for: they are passed over.
"""

import re
from typing import Literal, NamedTuple

from credfolio.entities import unescape


class VttCue(NamedTuple):
    """A cue as it stands in the file. `start`, `end`: seconds; `line`: where its text begins.

    `text` is cue text with its tags; `rest` stands behind the times, settings and all.
    """

    id: str
    start: float
    end: float
    text: str
    line: int
    rest: str = ""


class Dropped(NamedTuple):
    """Lines that are no cue. `timing`: of a cue whose times can't be read, these included."""

    kind: Literal["header", "note", "style", "timing", "text"]
    line: int
    text: str


class Span(NamedTuple):
    """Cue text of one voice, tags gone; `line` counts from 0 within the cue."""

    voice: str | None
    text: str
    line: int


class Tag(NamedTuple):
    """What stands between `<` and `>`; `known`: a tag of WebVTT or a time."""

    inside: str
    known: bool
    line: int


_SIGNATURE = re.compile(r"\ufeff?WEBVTT(?:[ \t\n]|\Z)")
_TIMESTAMP = r"(?:([0-9]{1,12}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})(?![0-9])"
_BLANK = r"[ \t\f\r\n]*"
_TIMING = re.compile(rf"{_BLANK}{_TIMESTAMP}{_BLANK}-->{_BLANK}{_TIMESTAMP}")
_INNER_TIME = re.compile(_TIMESTAMP)
_NOTE = re.compile(r"NOTE(?:[ \t\n]|\Z)")
_STYLE = re.compile(r"(?:STYLE|REGION)[ \t\f]*(?:\n|\Z)")
_TAG = re.compile(r"<([^>]*)>?")
_OPEN_TAG = re.compile(r"([^ \t\n\f.]*)((?:\.[^ \t\n\f.]*)*)(.*)", re.DOTALL)
_NAMES = frozenset(("c", "i", "b", "u", "ruby", "v", "lang"))


def normalised(text: str) -> str:
    """`text` with `\\n` line ends, and NUL as the specification shows it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def has_signature(text: str) -> bool:
    """Whether normalised `text` is a WebVTT file."""
    return _SIGNATURE.match(text) is not None


def parse_webvtt(text: str) -> tuple[list[VttCue], list[Dropped]]:
    """The cues of a WebVTT file and what its parser drops, both in file order; never raises.

    Without the signature there are no cues, and all of the text is dropped.
    """
    text = normalised(text)
    if not has_signature(text):
        return [], [Dropped("text", 1, text)] if text.strip() else []
    return _Parser(text.split("\n")).parse()


class _Parser:
    """The file's lines and how far they are read."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.at = 0
        self.cues: list[VttCue] = []
        self.dropped: list[Dropped] = []

    def parse(self) -> tuple[list[VttCue], list[Dropped]]:
        self._header()
        while self.at < len(self.lines):
            if self.lines[self.at]:
                self._block()
            else:
                self.at += 1
        return self.cues, self.dropped

    def _header(self) -> None:
        self.at = 1
        while self.at < len(self.lines) and self.lines[self.at]:
            if "-->" in self.lines[self.at]:
                break
            self.at += 1
        self._drop("header", 0, self.at)

    def _block(self) -> None:
        """One block: a line with an arrow is a cue's first or second line, or ends the block."""
        first = self.at
        timing = first if "-->" in self.lines[first] else None
        self.at += 1
        if timing is None and self.at < len(self.lines) and "-->" in self.lines[self.at]:
            timing = self.at
            self.at += 1
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line or "-->" in line:
                break
            self.at += 1
        if timing is None:
            self._drop(None, first, self.at)
        else:
            self._cue(first, timing)

    def _cue(self, first: int, timing: int) -> None:
        found = _TIMING.match(self.lines[timing])
        if found is None:
            self._drop("timing", first, self.at)
            return
        id = self.lines[first] if first < timing else ""
        start, end = _seconds(*found.groups()[:4]), _seconds(*found.groups()[4:])
        text = "\n".join(self.lines[timing + 1 : self.at])
        rest = self.lines[timing][found.end() :]
        self.cues.append(VttCue(id, start, end, text, timing + 2, rest))

    def _drop(self, kind: Literal["header", "timing"] | None, first: int, end: int) -> None:
        text = "\n".join(self.lines[first:end])
        if kind is not None:
            self.dropped.append(Dropped(kind, first + 1, text))
        elif _NOTE.match(text):
            self.dropped.append(Dropped("note", first + 1, text))
        else:
            style = _STYLE.match(text) is not None
            self.dropped.append(Dropped("style" if style else "text", first + 1, text))


def _seconds(hours: str | None, minutes: str, seconds: str, thousandths: str) -> float:
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + int(thousandths) / 1000


# --- cue text --------------------------------------------------------------------------------


def parse_cue_text(text: str) -> tuple[list[Span], list[Tag]]:
    """What each voice says in cue text, and the tags that were taken out, in order.

    A voice holds until its tag is closed; within a voice, another may open.
    """
    if "<" not in text:
        return [Span(None, unescape(text), 0)] if text else [], []
    tree = _Tree()
    position = line = 0
    for found in _TAG.finditer(text):
        line = tree.add(text[position : found.start()], line)
        tree.tag(found[1], line, closed=found[0][-1] == ">")
        line += found[1].count("\n")
        position = found.end()
    tree.add(text[position:], line)
    return tree.spans, tree.tags


class _Tree:
    """The elements that are open, from the outside in, each with the voice that holds in it."""

    def __init__(self) -> None:
        self.open: list[tuple[str, str | None]] = []
        self.voice: str | None = None
        self.spans: list[Span] = []
        self.tags: list[Tag] = []

    def add(self, raw: str, line: int) -> int:
        """Add text that begins at `line`; gives the line where it ends."""
        if raw:
            self.spans.append(Span(self.voice, unescape(raw), line))
        return line + raw.count("\n")

    def tag(self, inside: str, line: int, closed: bool) -> None:
        if inside[:1] == "/":
            known = self._close(inside[1:])
        elif inside[:1].isdecimal() and inside[:1].isascii():
            known = _INNER_TIME.fullmatch(inside) is not None
        else:
            known = self._open(inside)
        self.tags.append(Tag(inside, known and closed, line))

    def _open(self, inside: str) -> bool:
        name, _, annotation = _OPEN_TAG.match(inside).groups()  # type: ignore[union-attr]
        inner = self.open[-1][0] if self.open else ""
        if name not in _NAMES and not (name == "rt" and inner == "ruby"):
            return False
        self.open.append((name, self.voice))
        if name == "v":
            self.voice = " ".join(unescape(annotation).split()) or None
        return name in ("v", "lang") or not annotation.strip()

    def _close(self, name: str) -> bool:
        inner = self.open[-1][0] if self.open else ""
        if name == inner and self.open:
            self.voice = self.open.pop()[1]
        elif name == "ruby" and inner == "rt":
            self.open.pop()
            self.voice = self.open.pop()[1]
        return name in _NAMES or name == "rt"
