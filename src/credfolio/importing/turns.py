"""A transcript of any origin as the turns of a conversation document."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from credfolio.cue_names import name_before_colon, speaker_names
from credfolio.cues import Cue
from credfolio.importing.escaping import escape_inline
from credfolio.importing.names import Names
from credfolio.importing.shapes import untangled
from credfolio.recording_tools import (
    announces_list,
    by_a_tool,
    end_of_notes,
    is_heading,
    lone_time,
)
from credfolio.speakers import Opening, Speakers
from credfolio.times import read_time
from credfolio.words import words

_PAUSE = 5.0
_LONG = 120
_LEADING_TIME = re.compile(
    r"\s{0,20}[\[(]?\s?(\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,6})?)[\])]?[\s|–—-]+"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says. `speaker` None: the file names nobody. `start` in seconds."""

    speaker: str | None
    start: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """A transcript found in text.

    `before`: what stands before the first speaker. `tool`: what a recording tool wrote about
    itself. `share`: how much of the text stands in lines that name their speaker, or right below.
    """

    turns: tuple[Said, ...]
    before: str
    tool: str
    share: float


# --- from cues -------------------------------------------------------------------------------


def from_cues(cues: Sequence[Cue]) -> tuple[Said, ...]:
    """Cues as turns: joined while one speaker goes on, up to a pause or some 120 words.

    Where nobody is named, a turn ends with its sentence.
    """
    turns: list[Said] = []
    parts: list[str] = []
    count, end = 0, 0.0
    for cue in cues:
        last = turns[-1] if turns else None
        goes_on = last is not None and last.speaker == cue.speaker
        if cue.speaker is None and parts and parts[-1][-1] in ".?!…":
            goes_on = False  # perhaps another speaker: easier to label than to part
        if not goes_on or count >= _LONG or cue.start - end >= _PAUSE:
            if last is not None:
                turns[-1] = replace(last, text=" ".join(parts))
            turns.append(Said(cue.speaker, cue.start, ""))
            parts, count = [], 0
        parts.append(cue.text)
        count += words(cue.text)
        end = cue.end if cue.end is not None else cue.start
    if turns:
        turns[-1] = replace(turns[-1], text=" ".join(parts))
    return tuple(turns)


# --- from lines ------------------------------------------------------------------------------


def find_turns(lines: Sequence[str], names: Names) -> Found | None:
    """The turns in plain text, or None where no line opens one."""
    notes = end_of_notes(list(lines))
    shaped, rest = untangled(lines[notes:])
    gathered = _Gathered([*(line for line in lines[:notes] if line.strip()), *rest])
    speakers = Speakers(names.known(_names_in(shaped, names)))
    for number, line in enumerate(shaped):
        if not line:
            gathered.blank()
        elif by_a_tool(line) or (not gathered.openings and gathered.heads(line)):
            gathered.tool.append(line)
        elif opening := speakers.opening(line, any(shaped[number + 1 : number + 3])):
            gathered.open(opening, line)
        elif time := lone_time(line):
            gathered.stamp(time, line)
        else:
            gathered.add(line)
    return gathered.found()


class _Gathered:
    """The lines of a transcript, sorted as they are read."""

    def __init__(self, tool: list[str]) -> None:
        self.openings: list[tuple[str | None, float | None, list[str]]] = []
        self.before: list[str] = []
        self.tool = tool
        self.near = self.total = 0
        self.close = False
        self.lists = False
        self.time = ""

    def heads(self, line: str) -> bool:
        """Whether a line above the first speaker is the tool's: a title, or a list of speakers."""
        listed, self.lists = self.lists, announces_list(line)
        return self.lists or is_heading(line) or (listed and name_before_colon(line) is None)

    def blank(self) -> None:
        """Words after a blank line are near a name only where none stood above it."""
        self.close = self.close and not self.openings[-1][2]

    def open(self, opening: Opening, line: str) -> None:
        start = opening.start
        if start is None and self.time:
            self.now.pop()
            start = read_time(self.time)
        self.time = ""
        self.openings.append((opening.label, start, [opening.rest] if opening.rest else []))
        self.near += words(line)
        self.total += words(line)
        self.close = True

    @property
    def now(self) -> list[str]:
        """Where the next line belongs."""
        return self.openings[-1][2] if self.openings else self.before

    def stamp(self, time: str, line: str) -> None:
        """A time on a line of its own, which is the next turn's if a speaker follows."""
        self.now.append(line)
        self.time = time

    def add(self, line: str) -> None:
        self.time = ""
        self.now.append(line)
        self.total += words(line)
        self.near += words(line) if self.close else 0

    def found(self) -> Found | None:
        if not self.openings:
            self._by_times()
        if not self.openings:
            return None
        turns = tuple(Said(name, start, " ".join(parts)) for name, start, parts in self.openings)
        share = self.near / max(self.total, 1)
        return Found(turns, "\n".join(self.before), "\n".join(self.tool), share)

    def _by_times(self) -> None:
        """Turns of nobody, where nothing but times on lines of their own tells them apart."""
        times = [lone_time(line) for line in self.before]
        if sum(time is not None for time in times) < 3:
            return
        lines, self.before = self.before, []
        for line, time in zip(lines, times, strict=True):
            if time:
                self.openings.append((None, read_time(time), []))
            else:
                self.now.append(line)
        self.near = self.total


def _names_in(lines: Sequence[str], names: Names) -> list[str]:
    """Names before a colon that are speakers, judged by all that was said."""
    said = (line for line in lines if line.strip() and not _not_said(line))
    plain = [_LEADING_TIME.sub("", line, count=1).lstrip() for line in said]
    metadata = names.metadata
    known = {n.casefold() for p in metadata.participants for n in (p.label, p.id)}
    accepted = speaker_names(plain, len(plain), known | {n.casefold() for n in names.given})
    found = {f[0] for line in plain if (f := name_before_colon(line))}
    return sorted(name for name in found if name.casefold() in accepted - known)


def _not_said(line: str) -> bool:
    return by_a_tool(line) or is_heading(line) or lone_time(line) is not None


def is_transcript(found: Found | None) -> bool:
    """Whether text with these turns is a conversation, and no answer that quotes one."""
    if found is None:
        return False
    voices = {turn.speaker for turn in found.turns}
    timed = sum(turn.start is not None for turn in found.turns)
    return len(found.turns) >= 2 and found.share >= 0.6 and (len(voices) > 1 or timed > 1)


# --- to a document ---------------------------------------------------------------------------


def write_turns(turns: Sequence[Said], names: Names, markdown: bool = False) -> str:
    """The body of a conversation document, a paragraph a turn. `markdown`: their text is that."""
    return "\n\n".join(
        f"**{names.label(turn.speaker)}**{_stamp(turn.start)}: "
        f"{turn.text if markdown else escape_inline(turn.text)}".rstrip()
        for turn in turns
        if turn.text.strip()
    )


def _stamp(start: float | None) -> str:
    return "" if start is None else f" [{clock(start)}]"


def clock(seconds: float) -> str:
    """`HH:MM:SS`, fractions cut off."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}"
