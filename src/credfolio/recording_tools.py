"""What recording tools write into a transcript about themselves; nobody said it.

Shapes as Teams, Zoom, Meet, Otter and Word's own transcription export them in 2026. Patterns are
compiled when they are first needed, which in most portfolios is never.
"""

import re

_DIGITS = "0123456789"
_SIGNS = " \t#*_>\u00a0"
_BY_A_TOOL = (
    r".{1,80}\b(?:started|stopped) transcription\.?"
    r"|Transcribed by .{1,80}"
    r"|(?:Transcription|Meeting|Recording) ended after \d{1,2}:\d{2}:\d{2}.{0,5}"
    r"|This editable transcript was computer[- ]generated.{0,200}"
)
_DAY = r"(?:\w{3,9}\.?,? )?(?:\w{3,9}\.? \d{1,2}|\d{1,2}\.? \w{3,9}),? \d{4}"
_TIME_OF_DAY = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s?(?:[ap]\.?m\.?)?"
_HEADING = (
    r"(?:time\S*: )?(?:speaker|name|who): (?:text|words|transcript|what was said)"
    r"|\W*(?:meeting )?transcript|audio file|transcript for .{1,99}"
    r"|(?:\d+h ?)?(?:\d+m ?)?\d+s"
    r"|.{1,200}\.(?:mp[34]|m4a|wav|webm|vtt)"
    rf"|{_DAY}(?:,? (?:at )?{_TIME_OF_DAY})?(?: ?[A-Z]{{2,4}}(?:[+-]\d{{1,2}})?)?(?: • [\d:]+)?"
    r"|.{1,150} - transcript"
    r"|.{1,150}-(?:meeting )?(?:transcript|recording)"
)
_HINTS = r"[0-9:]|script|audio|recording"
_LISTS = r"(?:summary )?keywords|speakers|attendees|invited|participants"
_NOTES_END = r"📖\W*Transcript"
_LONE_TIME = r"[\[(]?(\d{1,2}:\d{2}(?::\d{2})?)[\])]?"


def by_a_tool(line: str) -> bool:
    """Whether a line says that a tool began, ended or wrote the transcript."""
    if "ranscri" not in line and "ended after" not in line:
        return False
    return (
        len(line) < 300 and re.fullmatch(_BY_A_TOOL, line.strip(_SIGNS), re.IGNORECASE) is not None
    )


def is_heading(line: str) -> bool:
    """Whether a line above the first speaker is a title, a date or a length of the tool's."""
    if len(line) > 300 or not re.search(_HINTS, line, re.IGNORECASE):
        return False
    return re.fullmatch(_HEADING, line.strip(_SIGNS), re.IGNORECASE) is not None


def announces_list(line: str) -> bool:
    """Whether the next line lists speakers or keywords."""
    return (
        len(line) < 40 and re.fullmatch(_LISTS, line.strip(_SIGNS + ":"), re.IGNORECASE) is not None
    )


def end_of_notes(lines: list[str]) -> int:
    """How many lines of a tool's own notes stand above the transcript."""
    marked = ((n, line) for n, line in enumerate(lines, 1) if "📖" in line)
    ends = (n for n, line in marked if re.fullmatch(_NOTES_END, line.strip(_SIGNS)))
    return next(ends, 0)


def lone_time(line: str) -> str | None:
    """The time that a line holds and nothing else: a heading of Meet's."""
    if ":" not in line or len(line) > 40 or not any(map(line.__contains__, _DIGITS)):
        return None
    found = re.fullmatch(_LONE_TIME, line.strip(_SIGNS))
    return found[1] if found else None
