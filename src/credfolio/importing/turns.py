"""A transcript of any origin as the turns of a conversation document."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from credfolio.cue_names import name_before_colon, speaker_names
from credfolio.cues import Cue
from credfolio.importing.escaping import escape_inline
from credfolio.model import Metadata, Participant
from credfolio.times import read_time
from credfolio.transcript import Opening, Speakers
from credfolio.words import words

_PAUSE = 5.0
_LONG = 120
_UNNAMED = "Speaker"
_CHAT = re.compile(r"\s*(\d{1,2}:\d{2}:\d{2})\s+From\s+(.{1,60}?)\s+to\s+[^:\n]{1,60}:\s*(.*)")
_LEADING_TIME = re.compile(
    r"\s{0,20}[\[(]?\s?(\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,6})?)[\])]?[\s|–—-]+"
)
_BY_A_TOOL = re.compile(
    r".{0,80}\b(?:started|stopped) transcription\.?|Transcribed by .{1,80}", re.IGNORECASE
)
_TOOL_HEADING = re.compile(
    r"(?:time\S*: )?(?:speaker|name|who): (?:text|words|transcript|what was said)"
    r"|transcript|audio file|(?:\d+h ?)?(?:\d+m ?)?\d+s|\S{1,200}\.(?:mp[34]|m4a|wav|webm|vtt)",
    re.IGNORECASE,
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


# --- who is who ------------------------------------------------------------------------------


class Names:
    """Names of a file to the labels of the portfolio. `unknown` collects those without one."""

    def __init__(self, metadata: Metadata, speakers: Mapping[str, str]) -> None:
        self.metadata = metadata
        self.mapped = {_folded(name): label for name, label in speakers.items()}
        self.given = tuple(speakers)
        self.unknown: list[str] = []
        self.used: set[str] = set()

    def label(self, name: str | None) -> str:
        """The label to write; a name nobody declared stays itself."""
        if not name:
            return _UNNAMED
        for form in (name, re.sub(r"\s*\([^()]*\)\s*$", "", name)):
            if _folded(form) in self.mapped:
                self.used.add(_folded(form))
                return self.mapped[_folded(form)]
            if found := self.metadata.participant(form.strip()):
                return found.label
        clean = " ".join(re.sub(r"[*_\[\]:|<>]", " ", name).split()) or _UNNAMED
        if clean not in self.unknown:
            self.unknown.append(clean)
        return clean

    def known(self, found: Iterable[str] = ()) -> Metadata:
        """The metadata with every name that may open a turn declared."""
        names = [*self.given, *found]
        extra = tuple(Participant(id=name, label=name) for name in names if name)
        return self.metadata._replace(participants=(*self.metadata.participants, *extra))

    @property
    def unused(self) -> set[str]:
        return set(self.mapped) - self.used

    def mask(self, text: str) -> tuple[str, int]:
        """`text` with mapped names replaced by their labels, and how often.

        A name of one word is replaced only as written: `Rose` and not `rose`.
        """
        count = 0
        for name in sorted(self.given, key=len, reverse=True):
            parts = name.split()
            if not parts:
                continue
            pattern = r"\b" + r"[\s_.*-]+".join(map(re.escape, parts)) + r"\b"
            label = self.mapped[_folded(name)].replace("\\", r"\\")
            flags = re.IGNORECASE if len(parts) > 1 else re.NOFLAG
            text, times = re.subn(pattern, label, text, flags=flags)
            if times:
                self.used.add(_folded(name))
            count += times
        return text, count


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


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
    lines = [_untangled(line) for line in lines]
    speakers = Speakers(names.known(_names_in(lines, names)))
    gathered = _Gathered()
    for number, line in enumerate(lines):
        if not line:
            gathered.blank()
        elif _BY_A_TOOL.fullmatch(line) or (
            not gathered.openings and _TOOL_HEADING.fullmatch(line)
        ):
            gathered.tool.append(line)
        elif opening := speakers.opening(line, any(lines[number + 1 : number + 3])):
            gathered.open(opening, line)
        else:
            gathered.add(line)
    return gathered.found()


class _Gathered:
    """The lines of a transcript, sorted as they are read."""

    def __init__(self) -> None:
        self.openings: list[tuple[str, float | None, list[str]]] = []
        self.before: list[str] = []
        self.tool: list[str] = []
        self.near = self.total = 0
        self.close = False

    def blank(self) -> None:
        """Words after a blank line are near a name only where none stood above it."""
        self.close = self.close and not self.openings[-1][2]

    def open(self, opening: Opening, line: str) -> None:
        self.openings.append((opening.label, opening.start, [opening.rest] if opening.rest else []))
        self.near += words(line)
        self.total += words(line)
        self.close = True

    def add(self, line: str) -> None:
        (self.openings[-1][2] if self.openings else self.before).append(line)
        self.total += words(line)
        self.near += words(line) if self.close else 0

    def found(self) -> Found | None:
        if not self.openings:
            return None
        turns = tuple(Said(name, start, " ".join(parts)) for name, start, parts in self.openings)
        share = self.near / max(self.total, 1)
        return Found(turns, "\n".join(self.before), "\n".join(self.tool), share)


def _names_in(lines: Sequence[str], names: Names) -> list[str]:
    """Names before a colon that are speakers, judged by the whole text."""
    plain = [_LEADING_TIME.sub("", line, count=1).lstrip() for line in lines if line.strip()]
    metadata = names.metadata
    known = {n.casefold() for p in metadata.participants for n in (p.label, p.id)}
    accepted = speaker_names(plain, len(plain), known | {_folded(n) for n in names.given})
    found = {f[0] for line in plain if (f := name_before_colon(line))}
    return sorted(name for name in found if name.casefold() in accepted - known)


def _untangled(line: str) -> str:
    """A line of a chat or a row of a table, as `[time] Name: words`."""
    if found := _CHAT.match(line):
        return f"[{found[1]}] **{found[2]}**: {found[3]}"
    cells = [cell.strip(" []()|") for cell in line.split("\t")]
    if len(cells) not in (2, 3) or not all(cells):
        return line.strip()
    *who, text = cells
    times = [cell for cell in who if read_time(cell) is not None]
    names = [cell for cell in who if read_time(cell) is None]
    if len(names) != 1 or len(names[0]) > 60 or read_time(text) is not None:
        return line.strip()
    return "".join(f"[{time}] " for time in times) + f"{names[0]}: {text}"


def is_transcript(found: Found | None) -> bool:
    """Whether text with these turns is a conversation, and no answer that quotes one."""
    if found is None:
        return False
    voices = {turn.speaker for turn in found.turns}
    timed = sum(turn.start is not None for turn in found.turns)
    return len(found.turns) >= 2 and found.share >= 0.6 and (len(voices) > 1 or timed > 1)


# --- to a document ---------------------------------------------------------------------------


def write_turns(turns: Sequence[Said], names: Names) -> str:
    """The body of a conversation document, a paragraph a turn."""
    return "\n\n".join(
        f"**{names.label(turn.speaker)}**{_stamp(turn.start)}: {escape_inline(turn.text)}".rstrip()
        for turn in turns
        if turn.text.strip()
    )


def _stamp(start: float | None) -> str:
    return "" if start is None else f" [{clock(start)}]"


def clock(seconds: float) -> str:
    """`HH:MM:SS`, fractions cut off."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}"
