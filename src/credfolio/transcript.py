"""A conversation's text to turns, line by line before Markdown (DESIGN §4).

A line that opens with a speaker (`credfolio.speakers`) starts a turn.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from credfolio.markdown import MARKDOWN, lost_definitions, shown_text
from credfolio.model import Lost, Metadata, Passage, Turn
from credfolio.recording_tools import by_a_tool, lone_time
from credfolio.speakers import BARE_TIME, Opening, Speakers
from credfolio.times import read_time

_RULE = re.compile(r"[ \t]{0,3}([-*_=])(?:[ \t]*\1){2,}[ \t]*")
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}(?:[ \t]|$)")
_IMAGE = re.compile(r"[ \t]*!\[[^\]\n]*\]\([^)\n]*\)[ \t]*")
_BOLD_LINE = re.compile(r"\s*(\*\*|__)[^*_\n]+\1:?\s*")
_DELIMITERS = frozenset("|:- \t")
_MARKUP = ("<", "&", "*", "_", "`", "\\", "~", "](", "][", "]:")
# A time of day is said; hours, minutes and seconds, or a web address, are not.
_CLOCK = re.compile(r"(?<![\w:])\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?(?![\w:])|\b(?:https?|ftp)://\S+")
_MARK = re.compile(
    r"\[[^\[\]]{0,120}\]"
    r"|\((?:inaudible|unintelligible|unclear|crosstalk|laugh|pause|silence)[^()]{0,60}\)",
    re.I,
)


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
        time = BARE_TIME.search(cells[when]) if when is not None and when < len(cells) else None
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
    if not (":" in text or "[" in text or "(" in text):
        return text, ""
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
    if not any(map(text.__contains__, _MARKUP)):
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
    Last comes what no page shows, with its lines on disk: what captions hold besides, and words
    that define a link.
    """
    reader = _Reader(path, Speakers(metadata), numbers)
    if _may_hold_cues(text):
        lost = _from_cues(text, lines, reader)
        return reader.turns, reader.passages, lost
    rows = text.split("\n")
    reader.read(rows, lines)
    lost = _defined(reader.turns, rows, lines) if "]:" in text else []
    return reader.turns, reader.passages, lost


def _defined(turns: list[Turn], rows: list[str], lines: tuple[int, ...]) -> list[Lost]:
    """`[Maya]: Yes.` below a blank line defines a link, where nobody is called Maya."""
    found = []
    for turn in turns:
        lost = list(lost_definitions(turn.text)) if "]:" in turn.text else []
        if not lost:
            continue
        starts: dict[str, int] = {}
        for at in range(bisect_left(lines, turn.line), bisect_right(lines, turn.end_line)):
            label, sign, _ = rows[at].strip().partition("]:")
            if sign:
                starts.setdefault(label.lstrip("[").casefold(), lines[at])
        for _, label, target in lost:
            line = starts.get(label.casefold(), turn.line)
            found.append(Lost(line, f"{label}: {target}", _WHO_SPEAKS))
    return found


_WHO_SPEAKS = "Who speaks is written in bold, `**Maya:** …`, or listed in portfolio.yml."


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
