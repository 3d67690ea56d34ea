"""The shapes in which tools write a transcript as text, brought to one: a name and time, words.

Zoom's saved captions and chats, the panels of Zoom, Teams and Fireflies as they are copied, the
rows of a table, headings of Meet's with a time.
"""

import re
from collections import Counter
from collections.abc import Sequence

from credfolio.cues import Stray
from credfolio.importing.result import Content
from credfolio.recording_tools import lone_time
from credfolio.times import read_time

_CHAT = re.compile(r"\s*(\d{1,2}:\d{2}:\d{2})\s+From\s+(.{1,60}?)\s+to\s+([^:\n]{1,60}):\s*(.*)")
_CHAT_LINE = re.compile(r"(\d{1,2}:\d{2}:\d{2})\t([^\t]{1,60}):\t(.*)")
_SAVED = re.compile(r"\[([^\[\]]{1,60})\] (\d{1,2}:\d{2}(?::\d{2})?)")
_PANEL_TIME = re.compile(r"(?:\d+ hours? ?)?(?:\d+ minutes? ?)?\d+ seconds?")
_NAME_ENDS = ".?!…,;:-"


def untangled(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """(the lines, each that names a speaker as `[time] Name: words` or `Name  time`; rest).

    `rest`: words of the lines that are only the tool's.
    """
    rest: dict[str, None] = {}
    return _panels([_line(line, rest) for line in lines]), list(rest)


def _line(line: str, rest: dict[str, None]) -> str:
    """A line of a chat or a row of a table, as `[time] Name: words`."""
    if ":" not in line and "\t" not in line:
        return line.strip()
    if found := _CHAT.match(line):
        rest[found[3]] = None
        return f"[{found[1]}] **{found[2]}**: {found[4]}"
    if found := _CHAT_LINE.match(line):
        return f"[{found[1]}] **{found[2]}**: {found[3]}"
    if found := _SAVED.fullmatch(line.strip()):
        return f"{found[1]}  {found[2]}"
    cells = [cell.strip(" []()|") for cell in line.split("\t")]
    if len(cells) not in (2, 3) or not all(cells):
        return line.strip()
    *who, text = cells
    times = [cell for cell in who if read_time(cell) is not None]
    names = [cell for cell in who if read_time(cell) is None]
    if len(names) != 1 or len(names[0]) > 60 or read_time(text) is not None:
        return line.strip()
    return "".join(f"[{time}] " for time in times) + f"{names[0].rstrip(':')}: {text}"


def _panels(lines: list[str]) -> list[str]:
    """A name and a time on lines of their own as one line, whichever comes first."""
    times = [lone_time(line) for line in lines]
    if sum(time is not None for time in times) < 2:
        return lines
    names = _names_beside(lines, times)
    found: list[str] = []
    at = 0
    while at < len(lines):
        line, following = lines[at], lines[at + 1] if at + 1 < len(lines) else ""
        if times[at] and following in names:
            found.append(f"{following}  {times[at]}")
            at += 2
        elif line in names and at + 1 < len(lines) and times[at + 1]:
            found.append(f"{line}  {times[at + 1]}")
            at += 2
        else:
            found.append(line)
            at += 1
    return found


def _names_beside(lines: list[str], times: list[str | None]) -> frozenset[str]:
    """Lines that stand beside a lone time, come back and look like names."""
    beside: Counter[str] = Counter()
    for number, time in enumerate(times):
        if time:
            around = lines[max(number - 1, 0) : number] + lines[number + 1 : number + 2]
            beside.update(line for line in around if _may_name(line))
    total = sum(time is not None for time in times)
    most = {name for name, count in beside.items() if count > 1}
    return frozenset(beside if 2 * sum(beside[name] for name in most) > total else most)


def _may_name(line: str) -> bool:
    parts = line.split()
    if not 0 < len(parts) < 6 or len(line) > 60 or line[-1] in _NAME_ENDS:
        return False
    return parts[0][0].isupper() and lone_time(line) is None and not _PANEL_TIME.fullmatch(line)


# --- what a shape is called ------------------------------------------------------------------

_TEAMS_ID = re.compile(r"^\S{1,99}/[0-9]{1,9}-[0-9]{1,9}\n", re.MULTILINE)
_EARLY_TEAMS = re.compile(r"^[0-9]:[0-9]{1,2}:[0-9]{1,2}\.[0-9]{1,3} --> ", re.MULTILINE)
_ZOOM_CAPTION = re.compile(
    r'^[0-9]{1,9}(?: "[^"\n]{1,99}" \([0-9]{1,20}\))?\n.{0,20} --> .{0,20}\n[^\n:<]{1,60}: ',
    re.MULTILINE,
)
_TOOLS = (
    ("Teams transcript", re.compile(r"(?:started|stopped) transcription", re.IGNORECASE)),
    ("Google Meet transcript", re.compile(r"ended after \d|was computer.generated", re.I)),
    ("Otter transcript", re.compile(r"transcribed by .*otter", re.IGNORECASE)),
    ("transcript by Word", re.compile(r"^audio file$", re.IGNORECASE | re.MULTILINE)),
)


def caption_shape(text: str, strays: Sequence[Stray]) -> str:
    """What captions are called."""
    if not any(stray.kind == "header" for stray in strays):
        return "Teams captions (text)" if _EARLY_TEAMS.search(text) else "captions (SRT)"
    if _TEAMS_ID.search(text):
        return "Teams captions (WebVTT)"
    if _ZOOM_CAPTION.search(text):
        return "Zoom captions (WebVTT)"
    return "captions (WebVTT)"


def shape_of(content: Content, tool: str) -> str:
    """What a transcript in text is called, by what its tool wrote about itself (`tool`)."""
    form = content.shape.removesuffix(" document").removeprefix("pasted ")
    for name, pattern in _TOOLS:
        if pattern.search(tool):
            return f"{name} ({form})"
    if any(_CHAT.match(line) or _CHAT_LINE.match(line) for line in content.lines):
        return f"Zoom chat ({form})"
    if any(_SAVED.fullmatch(line.strip()) for line in content.lines):
        return f"Zoom captions ({form})"
    return f"transcript ({form})"
