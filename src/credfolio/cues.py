"""Timed text: WebVTT and SRT, as files or pasted into a document.

Blocks, ids, comments and styles are told apart as the WebVTT specification's parsing algorithm
does. Two things are read more kindly than there, because lost words are a worse fault here than
odd ones kept: a time in any form that `read_time` knows, and angle brackets that are no tag.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from credfolio.entities import unescape
from credfolio.times import read_time


@dataclass(frozen=True, slots=True)
class Cue:
    """What one voice says in one cue. `line`: where its words begin, from 1; times in seconds."""

    start: float
    end: float | None
    speaker: str | None
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Stray:
    """Lines that are no cue: a comment (`note`), a style or region, a header, or lost text."""

    kind: Literal["header", "note", "style", "text"]
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class _Block:
    """A cue as it stands in the file, then each voice of it."""

    start: float
    end: float | None
    id: str
    line: int
    text: str
    speaker: str | None = None


_CLOCK = r"[0-9]{1,4}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,9})?"
_ARROW = r"(?:-{1,3}|[–—])(?:\\?>|&gt;)|→"
_TIMING = re.compile(rf"[ \t]{{0,99}}({_CLOCK})[ \t]{{0,99}}(?:{_ARROW})[ \t]{{0,99}}({_CLOCK})?")
_TIMING_LINE = re.compile(
    rf"^[ \t]{{0,99}}{_CLOCK}[ \t]{{0,99}}(?:{_ARROW})[ \t]{{0,99}}[0-9]", re.MULTILINE
)
_HEADER = re.compile(r"\ufeff?WEBVTT(?=\s|\Z)")
_STYLE = re.compile(r"(?:STYLE|REGION)\s*(?:\n|\Z)")
_TEAMS_ID = re.compile(r"(\S{1,99}/[0-9]{1,9})-[0-9]{1,9}")


def looks_like_cues(text: str) -> bool:
    """Whether `text` is WebVTT or SRT, or holds some: a header, or a line of two times."""
    return bool(_HEADER.match(text)) or _TIMING_LINE.search(text) is not None


def read_cues(text: str, names: Collection[str] = ()) -> list[Cue]:
    """The cues of WebVTT or SRT `text`, in file order; see `read_all`. Never raises."""
    return read_all(text, names)[0]


def read_all(text: str, names: Collection[str] = ()) -> tuple[list[Cue], list[Stray]]:
    """The cues of `text`, and what stands between them that is none.

    `names`: speakers that are known, read before a colon whatever else the file looks like.
    An utterance that Teams spread over several cues is one cue here.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd").split("\n")
    blocks: list[_Block] = []
    strays: list[Stray] = []
    for item in _split(lines, bool(_HEADER.match(text))):
        if isinstance(item, Stray):
            strays.append(item)
        else:
            blocks.extend(_voices(item))
    if all(block.speaker is None for block in blocks):
        blocks = _named(blocks, names)
    if "><c>" in text:
        blocks = _unrolled(blocks)
    return [_cue(block) for block in _rejoined(blocks) if block.text.strip()], strays


def _cue(block: _Block) -> Cue:
    end = block.end if block.end is not None and block.end >= block.start else None
    return Cue(block.start, end, block.speaker, " ".join(block.text.split()), block.line)


# --- lines into blocks -----------------------------------------------------------------------


class _Splitter:
    """The state of the block algorithm: an open cue, or the lines that may turn out to be none."""

    def __init__(self, spread: bool) -> None:
        self.spread = spread
        self.cue: tuple[float, float | None, str] | None = None
        self.line = 1
        self.held: list[str] = []

    def close(self) -> Iterator[_Block | Stray]:
        """End the block at hand."""
        text = "\n".join(self.held)
        if self.cue is not None:
            yield _Block(*self.cue, self.line, text)
        elif self.held and not (len(self.held) == 1 and self.held[0].strip().isdigit()):
            yield Stray(_kind(text), self.line, text)
        self.cue = None
        self.held = []

    def id(self) -> str:
        """Take the id of the cue that now begins from the lines held."""
        if not self.held or _HEADER.match(self.held[0]):
            return ""
        if self.cue is None:
            return self.held.pop().strip() if len(self.held) == 1 else ""
        last = self.held[-1].strip()
        if self._follows(last) or (self.spread and (last.isdigit() or _TEAMS_ID.fullmatch(last))):
            self.held.pop()
            return last
        return ""

    def _follows(self, last: str) -> bool:
        """Whether a number right above a time is the next cue's: no blank line was written."""
        before = self.cue[2] if self.cue else ""
        numbers = re.fullmatch(r"[0-9]{1,9} [0-9]{1,9}", f"{before} {last}")
        return numbers is not None and int(last) == int(before) + 1


def _split(lines: list[str], headed: bool) -> Iterator[_Block | Stray]:
    spread = _is_spread(lines)
    state = _Splitter(spread)
    for number, line in enumerate(lines, 1):
        if not line or (not headed and not line.strip()):
            if state.held and (not spread or state.cue is None):
                yield from state.close()
            elif not spread:
                state.cue = None
        elif _ends_block(line, headed):
            id = state.id()
            yield from state.close()
            state.cue = _timing(line, id)
            state.line = number + 1
            state.held = [] if state.cue else [line]
            if state.cue is None:
                state.line = number
        else:
            if spread and line.startswith("NOTE"):
                yield from state.close()
            if not state.held:
                state.line = number
            state.held.append(line)
    yield from state.close()


def _is_spread(lines: list[str]) -> bool:
    """Whether every line came with a blank one, as text does on its way through Word."""
    times = [i for i, line in enumerate(lines[:-1]) if _TIMING.match(line)]
    return bool(times) and sum(not lines[i + 1] for i in times) * 2 > len(times)


def _ends_block(line: str, headed: bool) -> bool:
    if _TIMING.match(line):
        return True
    return "-->" in line and (headed or re.match(r"\s*[0-9]+:[0-9]", line) is not None)


def _timing(line: str, id: str) -> tuple[float, float | None, str] | None:
    found = _TIMING.match(line)
    start = read_time(found[1]) if found else None
    if found is None or start is None:
        return None
    return start, read_time(found[2] or ""), id


def _kind(text: str) -> Literal["header", "note", "style", "text"]:
    if _HEADER.match(text):
        return "header"
    if re.match(r"NOTE(?=\s|\Z)", text):
        return "note"
    return "style" if _STYLE.match(text) else "text"


# --- a block into voices ---------------------------------------------------------------------

_TAG = re.compile(r"<([^<>]*)>")
_TAG_NAME = re.compile(r"/?([A-Za-z]*)(?:\.[^\s.]*)*(?=[\s/]|\Z)")
_VOICE = re.compile(r"<(?:/v|v((?:\.[^\s.<>]*)*))(?:\s([^<>]*))?>", re.IGNORECASE)
_MARKUP = re.compile(
    r"b|br|c|div|em|font|i|lang|p|rt|ruby|s|small|span|strong|sub|sup|u|v", re.IGNORECASE
)


def _has_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def _voices(block: _Block) -> list[_Block]:
    """The block's text without markup, a block for each voice in it."""
    text = block.text
    if "<" not in text:
        return [replace(block, text=unescape(text))] if "&" in text else [block]
    voices: list[tuple[str | None, int, list[str]]] = []
    speaker, position, line = block.speaker, 0, block.line
    for found in _VOICE.finditer(text):
        _add_voice(voices, text[position : found.start()], speaker, line)
        line += text.count("\n", position, found.end())
        position = found.end()
        speaker = " ".join(unescape(found[2] or "").split()) if found[1] is not None else None
    _add_voice(voices, text[position:], speaker, line)
    return [
        _Block(block.start, block.end, block.id, at, "".join(parts), name or None)
        for name, at, parts in voices
    ]


def _add_voice(
    voices: list[tuple[str | None, int, list[str]]], raw: str, speaker: str | None, line: int
) -> None:
    """Add what a voice says, without markup; a lone full stop goes with the voice before it."""
    text = unescape(_TAG.sub(_without_tag, raw) if "<" in raw else raw)
    said = text.strip()
    if voices and not _has_word(said):
        voices[-1][2].append(text)
    elif said:
        voices.append((speaker, line + text.count("\n", 0, text.index(said[0])), [text]))


def _without_tag(found: re.Match[str]) -> str:
    """Nothing for a tag or an inner time; the text itself for words in angle brackets."""
    inside = found[1]
    if not _has_word(inside) or read_time(inside) is not None:
        return "\n" * inside.count("\n")
    tag = _TAG_NAME.match(inside)
    if tag is None or not _MARKUP.fullmatch(tag[1]):
        return found[0]
    name = tag[1].lower()
    rest = inside[tag.end() :]
    if name != "lang" and "=" not in rest and _has_word(rest):
        return found[0]
    return " " if name == "br" else "\n" * inside.count("\n")


# --- names before a colon --------------------------------------------------------------------

_PREFIX = re.compile(
    r"[ \t]{0,20}(?:[-–—][ \t]{0,9}|>>[ \t]{0,9})?[*_\[(]{0,3}"
    r"([^\W_][^:\n?!<>*\[\]]{0,59}?)"
    r"[*_\])]{0,3}:[*_]{0,2}(?:[ \t]+|$)"
)
_PARTICLE = re.compile(r"and|da|de|del|der|di|do|dos|du|el|la|le|of|the|van|von|zu")


def name_before_colon(line: str) -> tuple[str, str] | None:
    """(`Name`, words) of a line `Name: words`, where what stands before the colon may be a name."""
    found = _PREFIX.match(line)
    if found is None or len(found[1].split()) > 6:
        return None
    return " ".join(found[1].split()), line[found.end() :]


def _titled(name: str) -> bool:
    words = name.split()
    return not words[0].islower() and all(
        not w[0].islower() or _PARTICLE.fullmatch(w) for w in words if w[0].isalpha()
    )


def speaker_names(lines: Iterable[str], starts: int, known: Collection[str]) -> frozenset[str]:
    """Which words before a colon are speakers, case folded, judged by the whole file.

    `lines`: those that may name a speaker; `starts`: how many of them would, were each turn named.
    A name returns or is written like one; `Remember: …` in one cue of a hundred is speech.
    """
    read = [found[0] for line in lines if (found := name_before_colon(line))]
    counts = Counter(name.casefold() for name in read)
    titled = {name.casefold() for name in read if _titled(name)}
    most = len(read) * 2 >= starts
    every = len(read) * 20 >= starts * 19
    accepted = {name.casefold() for name in known}
    for name, count in counts.items():
        if (most and (every or count > 1 or name in titled)) or (count > 2 and name in titled):
            accepted.add(name)
    if accepted & counts.keys():
        accepted.update(name for name in titled if " " in name)
    return frozenset(accepted)


def _named(blocks: list[_Block], known: Collection[str]) -> list[_Block]:
    """The blocks with the names before their words; a name holds until the next."""
    lines = [line for block in blocks for line in block.text.split("\n")]
    names = speaker_names(lines, len(blocks), known)
    parts = [part for block in blocks for part in _by_name(block, names)]
    speaker = None
    for number, part in enumerate(parts):
        if part.speaker is None and speaker is not None:
            parts[number] = replace(part, speaker=speaker)
        speaker = parts[number].speaker
    return parts


def _by_name(block: _Block, names: frozenset[str]) -> Iterator[_Block]:
    """The block cut where a line opens with a speaker's name."""
    current = block
    held: list[str] = []
    lines = block.text.split("\n")
    for number, line in enumerate(lines, block.line):
        found = name_before_colon(line)
        words_follow = bool(found and found[1].strip()) or number < block.line + len(lines) - 1
        if found and found[0].casefold() in names and words_follow:
            if "".join(held).strip():
                yield replace(current, text="\n".join(held))
            current, held = replace(block, speaker=found[0], line=number), [found[1]]
        else:
            held.append(line)
    yield replace(current, text="\n".join(held))


# --- what tools do to utterances -------------------------------------------------------------


def _rejoined(blocks: list[_Block]) -> list[_Block]:
    """Blocks of one speaker whose ids say that they are pieces of one utterance, joined."""
    joined: list[_Block] = []
    where: dict[tuple[str, str | None], int] = {}
    texts: dict[int, list[str]] = {}
    for block in blocks:
        found = _TEAMS_ID.fullmatch(block.id)
        key = (found[1], block.speaker) if found else None
        if key is None or key not in where:
            if key is not None:
                where[key] = len(joined)
                texts[len(joined)] = [block.text]
            joined.append(block)
            continue
        index = where[key]
        texts[index].append(block.text)
        ends = [e for e in (joined[index].end, block.end) if e is not None]
        start = min(joined[index].start, block.start)
        joined[index] = replace(joined[index], start=start, end=max(ends, default=None))
    for index, parts in texts.items():
        joined[index] = replace(joined[index], text=" ".join(parts))
    return joined


def _unrolled(blocks: list[_Block]) -> list[_Block]:
    """Without the lines that captions of spoken words, shown as they roll up, show again."""
    kept: list[_Block] = []
    shown = ""
    for block in blocks:
        lines = [line for line in block.text.split("\n") if line.strip()]
        new = lines[1:] if lines and " ".join(lines[0].split()) == shown else lines
        if new:
            shown = " ".join(new[-1].split())
            kept.append(replace(block, text="\n".join(new)))
    return kept
