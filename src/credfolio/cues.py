"""Timed text, WebVTT or SRT, as what was said: cues with a speaker each.

A text with WebVTT's signature is read by its specification (`credfolio.webvtt`), any other kindly
(`credfolio.subtitles`). On top of that, what recording tools do: names before a colon, one
utterance in several cues, captions that roll up.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from credfolio.cue_names import name_before_colon, names_on_first_lines, speaker_names
from credfolio.subtitles import (
    TIMING_LINE,
    UTTERANCE,
    Block,
    Stray,
    has_word,
    has_word_arrows,
    holds_words,
    is_spread,
    read_blocks,
    voices_of,
)
from credfolio.webvtt import normalised, parse_cue_text, parse_webvtt

__all__ = ["Cue", "Stray", "looks_like_cues", "read_all", "read_cues"]


class Cue(NamedTuple):
    """What one voice says in one cue. `line`: where its words begin, from 1; times in seconds."""

    start: float
    end: float | None
    speaker: str | None
    text: str
    line: int


_HEADER = re.compile(r"(?:\A\ufeff?|^)WEBVTT(?=[ \t\n]|\Z)", re.MULTILINE)
# No tag of WebVTT, but one that tools write; without it two words would be one.
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_ZOOM_ID = re.compile(r'[0-9]{1,9} "([^"]{1,99})" \([0-9]{1,20}\)')


def looks_like_cues(text: str) -> bool:
    """Whether `text` is WebVTT or SRT, or holds some: a header, or a line of two times."""
    text = normalised(text)
    return _header(text) is not None or TIMING_LINE.search(text) is not None


def read_cues(text: str, names: Collection[str] = ()) -> list[Cue]:
    """The cues of WebVTT or SRT `text`, in file order; see `read_all`. Never raises."""
    return read_all(text, names)[0]


def read_all(text: str, names: Collection[str] = ()) -> tuple[list[Cue], list[Stray]]:
    """The cues of `text`, and what it holds besides, both in file order.

    `names`: speakers that are known, read before a colon whatever else the file looks like.
    An utterance that Teams spread over several cues is one cue here.
    """
    text = normalised(text)
    header = _header(text)
    blocks, strays = _strictly(text, header) if header is not None else _kindly(text)
    if all(block.speaker is None for block in blocks):
        blocks = _named(blocks, names)
    if "><c>" in text:
        blocks = _unrolled(blocks)
    cues = [_cue(block) for block in _rejoined(blocks) if block.text.strip()]
    return cues, strays


def _header(text: str) -> int | None:
    """Where the signature stands: at the start, or below lines without times."""
    found = _HEADER.search(text)
    if found is None:
        return None
    before = TIMING_LINE.search(text, 0, found.start())
    return found.start() if before is None else None


def _cue(block: Block) -> Cue:
    end = block.end if block.end is not None and block.end >= block.start else None
    return Cue(block.start, end, block.speaker, " ".join(block.text.split()), block.line)


# --- the two ways to read --------------------------------------------------------------------


def _strictly(text: str, header: int) -> tuple[list[Block], list[Stray]]:
    """By the specification; kindly where a word processor broke the times of a whole file."""
    blocks: list[Block] = []
    strays = [Stray("text", 1, text[:header])] if text[:header].strip("\ufeff \t\n") else []
    above = text.count("\n", 0, header)
    found, dropped = parse_webvtt(text[header:])
    if not any(cue.text.strip() for cue in found):
        lines = text.split("\n")
        if is_spread(lines) or has_word_arrows(lines):
            return _kindly(text)
    strays += (Stray(d.kind, d.line + above, d.text) for d in dropped)
    for cue in found:
        line = cue.line + above
        zoom = _ZOOM_ID.fullmatch(cue.id)
        if not zoom and any(map(str.isalpha, cue.id)) and not UTTERANCE.fullmatch(cue.id):
            strays.append(Stray("id", line - 2, cue.id))
        behind = " ".join(word for word in cue.rest.split() if ":" not in word)
        if has_word(behind):
            strays.append(Stray("text", line - 1, behind))
        spans, tags = parse_cue_text(_BREAK.sub(" ", cue.text))
        words = (tag for tag in tags if _loses_words(tag.inside, tag.known))
        strays += (Stray("tag", line + tag.line, tag.inside) for tag in words)
        block = Block(cue.start, cue.end, cue.id, line, "", zoom[1] if zoom else None)
        blocks += _spoken(block, spans)
    return blocks, sorted(strays, key=lambda stray: stray.line)


def _loses_words(inside: str, known: bool) -> bool:
    """Whether the specification takes words for a tag: `<student name>`."""
    return not known and holds_words(inside)


def _kindly(text: str) -> tuple[list[Block], list[Stray]]:
    blocks: list[Block] = []
    strays: list[Stray] = []
    for item in read_blocks(text):
        if isinstance(item, Stray):
            header = _HEADER.match(item.text) is not None
            strays.append(item._replace(kind="header") if header else item)
        elif "<" in item.text or "&" in item.text:
            blocks += _spoken(item, voices_of(item.text))
        else:
            blocks.append(item)
    return blocks, strays


def _spoken(block: Block, spans: Iterable[tuple[str | None, str, int]]) -> list[Block]:
    """A block for each voice; a lone full stop goes with the voice before it."""
    voices: list[tuple[str | None, int, list[str]]] = []
    for speaker, text, line in spans:
        said = text.strip()
        if voices and (not has_word(said) or voices[-1][0] == speaker):
            voices[-1][2].append(text)
        elif said:
            first = block.line + line + text.count("\n", 0, text.index(said[0]))
            voices.append((speaker, first, [text]))
    return [
        block._replace(line=line, text="".join(parts), speaker=speaker or block.speaker)
        for speaker, line, parts in voices
    ]


# --- names in what is said -------------------------------------------------------------------


def _named(blocks: list[Block], known: Collection[str]) -> list[Block]:
    """The blocks with the names before their words; a name holds until the next."""
    if names_on_first_lines([block.text for block in blocks], known):
        return [_first_line_named(block) for block in blocks]
    lines = [line for block in blocks for line in block.text.split("\n")]
    names = speaker_names(lines, len(blocks), known)
    parts = [part for block in blocks for part in _by_name(block, names)]
    speaker = None
    for number, part in enumerate(parts):
        if part.speaker is None and speaker is not None:
            parts[number] = part._replace(speaker=speaker)
        speaker = parts[number].speaker
    return parts


def _first_line_named(block: Block) -> Block:
    name, _, text = block.text.partition("\n")
    return block._replace(speaker=name.strip(), text=text, line=block.line + 1)


def _by_name(block: Block, names: frozenset[str]) -> Iterator[Block]:
    """The block cut where a line opens with a speaker's name."""
    current = block
    held: list[str] = []
    lines = block.text.split("\n")
    for number, line in enumerate(lines, block.line):
        found = name_before_colon(line)
        words_follow = bool(found and found[1].strip()) or number < block.line + len(lines) - 1
        if found and found[0].casefold() in names and words_follow:
            if "".join(held).strip():
                yield current._replace(text="\n".join(held))
            current, held = block._replace(speaker=found[0], line=number), [found[1]]
        else:
            held.append(line)
    yield current._replace(text="\n".join(held))


# --- what tools do to utterances -------------------------------------------------------------


def _rejoined(blocks: list[Block]) -> list[Block]:
    """Blocks of one speaker whose ids say that they are pieces of one utterance, joined."""
    joined: list[Block] = []
    where: dict[tuple[str, str | None], int] = {}
    texts: dict[int, list[str]] = {}
    for block in blocks:
        found = UTTERANCE.fullmatch(block.id)
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
        joined[index] = joined[index]._replace(start=start, end=max(ends, default=None))
    for index, parts in texts.items():
        joined[index] = joined[index]._replace(text=" ".join(parts))
    return joined


def _unrolled(blocks: list[Block]) -> list[Block]:
    """Without the lines that captions of spoken words, shown as they roll up, show again."""
    kept: list[Block] = []
    shown = ""
    for block in blocks:
        lines = [line for line in block.text.split("\n") if line.strip()]
        new = lines[1:] if lines and " ".join(lines[0].split()) == shown else lines
        if new:
            shown = " ".join(new[-1].split())
            kept.append(block._replace(text="\n".join(new)))
    return kept
