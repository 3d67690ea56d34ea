"""Captions without WebVTT's signature: SRT, and what was pasted or came through Word.

No specification says what these are, and lost words are a worse fault than odd ones kept: a time
in any usual form is read, a blank line may be missing or doubled, Word may have rewritten the
arrow, and angle brackets that are no tag are words.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from credfolio.entities import unescape


class Block(NamedTuple):
    """A cue as it stands in the file, or one voice of it. `line`: where its text begins."""

    start: float
    end: float | None
    id: str
    line: int
    text: str
    speaker: str | None = None


class Stray(NamedTuple):
    """What is no cue, and the line where it stands.

    `header`, `note`, `style`: of the file itself; `timing`: a cue whose times can't be read;
    `id`: a name of a cue that holds words; `tag`: words between `<` and `>`; `text`: the rest.
    """

    kind: Literal["header", "note", "style", "timing", "id", "tag", "text"]
    line: int
    text: str


_CLOCK = r"[0-9]{1,4}:[0-9]{1,2}(?::[0-9]{1,2})?(?:[.,][0-9]{1,9})?"
_ARROW = r"(?:(?:-{1,3}|[–—])(?:\\?>|&gt;)|→)"
_GAP = r"[ \t]{0,99}"
_TIMING = re.compile(rf"{_GAP}({_CLOCK}){_GAP}{_ARROW}{_GAP}({_CLOCK})?")
TIMING_LINE = re.compile(rf"^{_GAP}{_CLOCK}{_GAP}{_ARROW}{_GAP}[0-9]", re.MULTILINE)
_WOULD_BE_TIMING = re.compile(r"\s*[0-9]+:[0-9]")
_PARTS = re.compile(r"([0-9]+):([0-9]+)(?::([0-9]+))?(?:[.,]([0-9]+))?")
UTTERANCE = re.compile(r"(\S{1,99}/[0-9]{1,9})-[0-9]{1,9}")
_SETTING = re.compile(r"\S+:\S+")


def read_blocks(text: str) -> Iterator[Block | Stray]:
    """The cues of normalised `text`, and what stands between them, in file order."""
    lines = text.split("\n")
    spread = is_spread(lines)
    state = _Splitter(spread)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            if state.held and (not spread or state.cue is None):
                yield from state.close()
            elif not spread:
                state.cue = None
        elif _ends_block(line):
            yield from state.begin(line, number)
        else:
            if spread and line.startswith("NOTE"):
                yield from state.close()
            state.hold(line, number)
    yield from state.close()


class _Splitter:
    """An open cue, or the lines that may turn out to be none."""

    def __init__(self, spread: bool) -> None:
        self.spread = spread
        self.cue: tuple[float, float | None, str] | None = None
        self.line = 1
        self.held: list[str] = []

    def hold(self, line: str, number: int) -> None:
        if not self.held:
            self.line = number
        self.held.append(line)

    def begin(self, line: str, number: int) -> Iterator[Block | Stray]:
        """End the block at hand; `line`, of times, begins the next."""
        id = self._id()
        yield from self.close()
        found = _TIMING.match(line)
        start = _seconds(found[1]) if found else None
        if found is None or start is None:
            self.hold(line, number)
            return
        self.cue = start, _seconds(found[2] or ""), id
        behind = " ".join(w for w in line[found.end() :].split() if not _SETTING.fullmatch(w))
        if behind:
            self.hold(behind, number)

    def close(self) -> Iterator[Block | Stray]:
        """End the block at hand."""
        text = "\n".join(self.held)
        if self.cue is not None:
            yield Block(*self.cue, self.line, text)
        elif self.held and not (len(self.held) == 1 and self.held[0].strip().isdigit()):
            yield Stray(_kind(text), self.line, text)
        self.cue = None
        self.held = []

    def _id(self) -> str:
        """Take the id of the cue that now begins from the lines held."""
        if not self.held:
            return ""
        last = self.held[-1].strip()
        if self.cue is None:
            alone = len(self.held) == 1 and (last.isdigit() or UTTERANCE.fullmatch(last))
            return self.held.pop().strip() if alone else ""
        if self._follows(last) or (self.spread and (last.isdigit() or UTTERANCE.fullmatch(last))):
            self.held.pop()
            return last
        return ""

    def _follows(self, last: str) -> bool:
        """Whether a number right above a time is the next cue's: no blank line was written."""
        before = self.cue[2] if self.cue else ""
        numbers = re.fullmatch(r"[0-9]{1,9} [0-9]{1,9}", f"{before} {last}")
        return numbers is not None and int(last) == int(before) + 1


def is_spread(lines: list[str]) -> bool:
    """Whether every line came with a blank one, as text does on its way through Word."""
    times = [i for i, line in enumerate(lines[:-1]) if _TIMING.match(line)]
    return bool(times) and sum(not lines[i + 1] for i in times) * 2 > len(times)


def has_word_arrows(lines: list[str]) -> bool:
    """Whether Word or a web page has rewritten the arrows between the times."""
    times = [line for line in lines if _TIMING.match(line)]
    return bool(times) and not any("-->" in line for line in times)


def _ends_block(line: str) -> bool:
    if _TIMING.match(line):
        return True
    return "-->" in line and _WOULD_BE_TIMING.match(line) is not None


def _seconds(clock: str) -> float | None:
    """Seconds of a time with any number of digits; None where 60 seconds would be a minute."""
    found = _PARTS.fullmatch(clock)
    if found is None:
        return None
    first, second, third, fraction = found.groups()
    if int(second) > 59 or int(third or 0) > 59:
        return None
    whole = int(first) * 60 + int(second)
    whole = whole if third is None else whole * 60 + int(third)
    return whole + float(f"0.{fraction}") if fraction else float(whole)


def _kind(text: str) -> Literal["note", "timing", "text"]:
    if re.match(r"NOTE(?=\s|\Z)", text):
        return "note"
    return "timing" if "-->" in text and _WOULD_BE_TIMING.match(text) else "text"


# --- times as they should be -----------------------------------------------------------------

_NUMBERS = re.compile(r"[0-9]+(?:[:.,;][0-9]+)+|[0-9]+")


def corrected(line: str) -> str | None:
    """A line of times as WebVTT wants it; None where it is not clear what was meant."""
    before, _, after = line.replace("→", "-->").replace("–>", "-->").partition("-->")
    times = [_carried(found[0]) for side in (before, after) if (found := _NUMBERS.search(side))]
    if len(times) != 2 or None in times:
        return None
    return " --> ".join(str(time) for time in times)


def _carried(clock: str) -> str | None:
    """`0:61,5` as `00:01:01.500`."""
    found = _PARTS.fullmatch(clock)
    if found is None or len(clock) > 20:
        return None
    first, second, third, fraction = found.groups()
    parts = (int(first), int(second), int(third)) if third else (0, int(first), int(second))
    whole = parts[0] * 3600 + parts[1] * 60 + parts[2]
    minutes, seconds = divmod(whole, 60)
    thousandths = f"{fraction or '0':0<3}"[:3]
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}.{thousandths}"


# --- tags ------------------------------------------------------------------------------------

_TAG = re.compile(r"<([^<>]*)>")
_TAG_NAME = re.compile(r"/?([A-Za-z]*)(?:\.[^\s.]*)*(?=[\s/]|\Z)")
_VOICE = re.compile(r"<(?:/v|v((?:\.[^\s.<>]*)*))(?:\s([^<>]*))?>", re.IGNORECASE)
_MARKUP = re.compile(
    r"b|br|c|div|em|font|i|lang|p|rt|ruby|s|small|span|strong|sub|sup|u|v", re.IGNORECASE
)


def has_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def voices_of(text: str) -> Iterator[tuple[str | None, str, int]]:
    """(speaker, text without markup, line from 0) of each voice."""
    speaker, position, line = None, 0, 0
    for found in _VOICE.finditer(text):
        yield speaker, _plain(text[position : found.start()]), line
        line += text.count("\n", position, found.end())
        position = found.end()
        speaker = " ".join(unescape(found[2] or "").split()) if found[1] is not None else None
    yield speaker, _plain(text[position:]), line


def _plain(raw: str) -> str:
    return unescape(_TAG.sub(_without_tag, raw) if "<" in raw else raw)


def _without_tag(found: re.Match[str]) -> str:
    """Nothing for a tag or an inner time; the text itself for words in angle brackets."""
    inside = found[1]
    if holds_words(inside):
        return found[0]
    name = _TAG_NAME.match(inside)
    return " " if name and name[1].lower() == "br" else "\n" * inside.count("\n")


def holds_words(inside: str) -> bool:
    """Whether words stand between `<` and `>`, and no tag of captions or HTML and no time."""
    if not has_word(inside) or _seconds(inside.strip()) is not None:
        return False
    tag = _TAG_NAME.match(inside)
    if tag is None or not _MARKUP.fullmatch(tag[1]):
        return True
    rest = inside[tag.end() :]
    return tag[1].lower() != "lang" and "=" not in rest and has_word(rest)
