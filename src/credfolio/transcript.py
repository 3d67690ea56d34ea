"""A conversation's text to turns, line by line before Markdown (DESIGN §4).

A line that opens with a speaker starts a turn. A speaker is a label that is bold, carries a
bracketed or leading time, or is a declared participant's label or id. Any other `Word: …` is
speech.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from credfolio.markdown import MARKDOWN, shown_text
from credfolio.model import Lost, Metadata, Passage, Turn
from credfolio.recording_tools import by_a_tool, lone_time
from credfolio.times import TIME, read_time
from credfolio.words import label_form

_RANGE = rf"(?P<start>{TIME})(?:\s*(?:-->|-|–|—|to)\s*(?P<end>{TIME}))?"
_BRACKETED = re.compile(rf"[\[(]\s*{_RANGE}\s*[\])]")
_BARE = re.compile(rf"{_RANGE}(?![\d:.,]*\d)")
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
_PARTICLES = frozenset("de van von der of the bin al el la di da del y and &".split())
_RULE = re.compile(r"[ \t]{0,3}([-*_=])(?:[ \t]*\1){2,}[ \t]*")
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}(?:[ \t]|$)")
_IMAGE = re.compile(r"[ \t]*!\[[^\]\n]*\]\([^)\n]*\)[ \t]*")
_BOLD_LINE = re.compile(r"\s*(\*\*|__)[^*_\n]+\1:?\s*")
_DELIMITERS = frozenset("|:- \t")
_MARKUP = re.compile(r"[<&*_`\\~]|\][(\[]")
# A time of day is said; hours, minutes and seconds, or a web address, are not.
_CLOCK = re.compile(r"(?<![\w:])\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?(?![\w:])|\b(?:https?|ftp)://\S+")
_MARK = re.compile(
    r"\[[^\[\]]{0,120}\]"
    r"|\((?:inaudible|unintelligible|unclear|crosstalk|laugh|pause|silence)[^()]{0,60}\)",
    re.I,
)


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
        names = {label_form(n) for p in metadata.participants for n in (p.label, p.id) if n}
        self.names: dict[str, list[str]] = {}
        for name in sorted(names, key=len, reverse=True):
            self.names.setdefault(_first_word(name), []).append(name)
        self.heard: dict[str, tuple[str, bool]] = {}

    def canonical(self, label: str) -> tuple[str, bool]:
        if label not in self.heard:
            found = self.metadata.participant(label)
            self.heard[label] = (found.label, True) if found else (label, False)
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
        time = (_BRACKETED.match(text) or _BARE.match(text)) if clock else None
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
        low = label_form(text[:120] + "|")
        for name in self.names.get(_first_word(low), ()):
            if low.startswith(name) and not low[len(name)].isalnum():
                return _unfolded(text, name)
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
        return self._after(label, after, time, colon)

    def _after(
        self, label: str, after: str, time: re.Match[str] | None, sure: bool, alone: bool = True
    ) -> Opening | None:
        """What follows a label: a time, a colon or dash, the words."""
        text = after.lstrip(_BLANK)
        colon = text[:1] in (":", "：")
        text = text[1:].lstrip(_BLANK) if colon else text
        second = _BRACKETED.match(text) or (_BARE.match(text) if not colon else None)
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
        bare = _BARE.match(after)
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
    time = _BARE.match(after.lstrip(_BLANK))
    filled = time is not None and time.end() == len(after.strip())
    return alone and filled and _like_a_name(label)


def _first_word(text: str) -> str:
    found = re.match(r"\w*", text)
    return found[0] if found else ""


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


class _Open:
    """A turn being gathered."""

    def __init__(self, opening: Opening, line: int, column: int) -> None:
        self.opening = opening
        self.line = line
        self.column = column
        self.end_line = line
        self.parts = [opening.rest]


class _Reader:
    """Lines to turns and passages."""

    def __init__(self, path: str, speakers: Speakers, numbers: tuple[int, int]) -> None:
        self.path = path
        self.speakers = speakers
        self.before, self.offset = numbers
        self.turns: list[Turn] = []
        self.passages: list[Passage] = []
        self.open: _Open | None = None
        self.loose: list[str] = []
        self.loose_line = 0
        self.began = False
        self.no_table = 0
        self.time = ""

    def read(self, rows: list[str], lines: tuple[int, ...]) -> None:
        at = 0
        while at < len(rows):
            row = rows[at]
            if not row:
                gathering = self.open.parts if self.open else self.loose
                if gathering and gathering[-1]:
                    gathering.append("")
                at += 1
                continue
            if "|" in row and (end := self._table(rows, lines, at)):
                at = end
                continue
            self._row(row, lines[at], len(row) < 90 and self._followed(rows, at))
            at += 1
        self._close()
        self._close_loose()

    def _followed(self, rows: list[str], at: int) -> bool:
        """Whether words stand in the next line that is not blank."""
        for row in rows[at + 1 : at + 3]:
            if row.strip():
                return not _breaks(row)
        return False

    def _row(self, row: str, line: int, followed: bool) -> None:
        if not row.strip():
            (self.open.parts if self.open else self.loose).append("")
            return
        if _breaks(row):
            self._break(row, line)
            return
        opening = self.speakers.opening(row, followed)
        above, self.time = self.time, ""
        if opening:
            if above and opening.start is None:
                opening = self._timed(opening, above)
            self._close()
            self._close_loose()
            column = len(row) - len(row.lstrip()) + 1
            self.open = _Open(opening, line, column)
            self.began = True
        elif by_a_tool(row) or (row.lstrip()[:2] in ("**", "__") and _BOLD_LINE.fullmatch(row)):
            self._break(row, line)
        else:
            self.time = lone_time(row) or ""
            if self.open:
                self.open.parts.append(row.strip())
                self.open.end_line = line
            else:
                self.loose_line = self.loose_line or line
                self.loose.append(row)

    def _timed(self, opening: Opening, time: str) -> Opening:
        """The opening with the time that stands on a line of its own above it."""
        parts = self.open.parts if self.open else self.loose
        while parts and not parts[-1]:
            parts.pop()
        if parts:
            parts.pop()
        return opening._replace(start=read_time(time), times=time)

    def _break(self, row: str, line: int) -> None:
        self.time = lone_time(row) or ""
        parts = self.open.parts if self.open else []
        underlined = row.lstrip()[0] in "-=" and len(parts) > 2 and parts[-1] and not parts[-2]
        heading = parts.pop() if underlined else ""
        self._close()
        if heading:
            self.loose_line = line - 1
            self.loose.append(heading)
        self.loose_line = self.loose_line or line
        self.loose.append(row)

    def _close(self) -> None:
        if self.open:
            gathered, self.open = self.open, None
            text = "\n".join(gathered.parts).strip()
            self.add(gathered.opening, text, gathered.line, gathered.column, gathered.end_line)

    def add(self, opening: Opening, text: str, line: int, column: int, end_line: int) -> None:
        spoken, marks = spoken_words(text)
        index = self.before + len(self.turns)
        self.turns.append(
            Turn(
                number=index,
                id=f"turn-{self.offset + index + 1}",
                path=self.path,
                line=line,
                column=column,
                end_line=end_line,
                speaker=opening.label,
                declared=opening.declared,
                start=opening.start,
                end=opening.end,
                text=text,
                spoken=spoken,
                label=opening.label,
                marks=marks,
                times=opening.times,
            )
        )

    def _close_loose(self) -> None:
        text = "\n".join(self.loose).strip()
        if text:
            before = self.before + len(self.turns)
            passage = Passage(self.path, self.loose_line, text, before, not self.began)
            self.passages.append(passage)
        self.loose, self.loose_line = [], 0

    def _table(self, rows: list[str], lines: tuple[int, ...], at: int) -> int:
        """Reads a table with speaker and text columns; gives the row after it, or 0."""
        signs = rows[at + 1].strip() if at + 2 < len(rows) and at >= self.no_table else ""
        if "|" not in signs or "-" not in signs or set(signs) - _DELIMITERS:
            return 0
        end = at
        while end < len(rows) and "|" in rows[end]:
            end += 1
        if end - at < 3:
            return 0
        header = _cells(rows[at])
        columns = _columns(header, [_cells(rows[n]) for n in range(at + 2, end)], self.speakers)
        if columns is None:
            self.no_table = end
            return 0
        self._close()
        self._close_loose()
        self.began = True
        for number in range(at + 2, end):
            self._table_row(_cells(rows[number]), columns, lines[number])
        return end

    def _table_row(self, cells: list[str], columns: tuple[int, int, int | None], line: int) -> None:
        who, what, when = columns
        if max(who, what) >= len(cells):
            return
        label = cells[who].strip("*_: ")
        time = _BARE.search(cells[when]) if when is not None and when < len(cells) else None
        if not label and self.turns:
            last = self.turns[-1]
            label = last.speaker
        name, declared = self.speakers.canonical(label)
        start = read_time(time["start"]) if time else None
        stop = read_time(time["end"]) if time and time["end"] else None
        opening = Opening(name, declared, start, stop, "", time[0] if time else "")
        self.add(opening, cells[what], line, 1, line)


def _breaks(row: str) -> bool:
    """Whether a row is a heading, a rule or a picture, which end a turn."""
    sign = row.lstrip()[0]
    if sign == "#":
        return _HEADING.match(row) is not None
    if sign == "!":
        return _IMAGE.fullmatch(row) is not None
    return sign in "-*_=" and _RULE.fullmatch(row) is not None


def _cells(row: str) -> list[str]:
    row = row.strip().strip("|")
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row)]


_WHO = frozenset("speaker who name person participant voice role".split())
_WHAT = frozenset("text words transcript utterance said speech talk dialogue turn content".split())
_WHEN = frozenset("time timestamp start at minute clock".split())


def _columns(
    header: list[str], body: list[list[str]], speakers: Speakers
) -> tuple[int, int, int | None] | None:
    """The columns of speaker, words and time, by their headings or by declared labels."""
    named = [set(re.findall(r"[a-z]+", cell.casefold())) for cell in header]
    who = next((n for n, names in enumerate(named) if names & _WHO), None)
    what = next((n for n, names in enumerate(named) if names & _WHAT and n != who), None)
    when = next(
        (n for n, names in enumerate(named) if names & _WHEN and n not in (who, what)), None
    )
    if who is None:
        for n in range(len(header)):
            labels = [row[n].strip("*_: ") for row in body if n < len(row)]
            if labels and all(speakers.canonical(label)[1] for label in labels if label):
                who = n
                break
    if who is None or len(header) < 2:
        return None
    if what is None:
        rest = [n for n in range(len(header)) if n not in (who, when)]
        if not rest:
            return None
        what = max(rest, key=lambda n: sum(len(row[n]) for row in body if n < len(row)))
    return who, what, when


def spoken_words(text: str) -> tuple[str, str]:
    """(what is said, as a reader sees it; the bracketed marks such as `[inaudible]`)."""
    text = visible(text)
    marks: list[str] = []
    for sign, pattern in ((":", _CLOCK), ("[", _MARK), ("(", _MARK)):
        if sign in text and (found := pattern.findall(text)):
            marks += found
            text = pattern.sub(" ", text)
    return text, " ".join(marks)


def blank_unspoken(text: str) -> str:
    """Visible text with blanks for what `spoken_words` leaves out: every word keeps its place."""
    for pattern in (_CLOCK, _MARK):
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    return text


def visible(text: str) -> str:
    """`text` as a reader of the page sees it, its Markdown gone."""
    if not _MARKUP.search(text):
        return text
    if "<" in text:
        return shown_text(MARKDOWN.html(text))
    return "".join(_texts(text))


def _texts(text: str) -> Iterator[str]:
    image = 0
    for event in MARKDOWN.events(text):
        if isinstance(event, str):
            yield "\n"
            continue
        ((name, value),) = event.items()
        if name == "Start" and isinstance(value, dict) and "Image" in value:
            image += 1
        elif name == "End" and value == "Image":
            image -= 1
        elif name in ("Text", "Code") and not image:
            yield str(value)
        elif name == "End" and value in ("Paragraph", "Item"):
            yield "\n"


def read_turns(
    text: str,
    lines: tuple[int, ...],
    path: str,
    metadata: Metadata,
    numbers: tuple[int, int] = (0, 0),
) -> tuple[list[Turn], list[Passage], list[Lost]]:
    """The turns and other passages of a prepared body (comments out, fences blanked).

    `numbers`: turns of this conversation, and of earlier conversations, that come before.
    Last comes what captions hold besides and no page shows, with its lines on disk.
    """
    reader = _Reader(path, Speakers(metadata), numbers)
    if _may_hold_cues(text):
        lost = _from_cues(text, lines, reader)
        return reader.turns, reader.passages, lost
    reader.read(text.split("\n"), lines)
    return reader.turns, reader.passages, []


def _may_hold_cues(text: str) -> bool:
    """Whether it is worth while to load the reader of timed text."""
    if not ("->" in text or "WEBVTT" in text or "→" in text or "&gt;" in text or "–>" in text):
        return False
    from credfolio.cues import looks_like_cues

    return looks_like_cues(text)


def _from_cues(text: str, lines: tuple[int, ...], reader: _Reader) -> list[Lost]:
    """Adds cues as turns; gives what belongs to none."""
    from credfolio.cue_turns import spoken_cues

    canonical = reader.speakers.canonical
    names = [p.label for p in reader.speakers.metadata.participants]
    spoken, introduction, lost = spoken_cues(text, names, canonical)
    if introduction:
        line, words = introduction
        reader.passages.append(Passage(reader.path, lines[line - 1], words, reader.before, True))
    for turn in spoken:
        first, last = (lines[min(c.line, len(lines)) - 1] for c in (turn.cues[0], turn.cues[-1]))
        opening = Opening(turn.speaker, turn.declared, turn.cues[0].start, turn.cues[-1].end, "")
        reader.add(opening, turn.text, first, 1, last)
    return [item._replace(line=lines[min(item.line, len(lines)) - 1]) for item in lost]
