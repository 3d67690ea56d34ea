"""Turns of the conversation as quotations: the line that quotes one, the part that is meant."""

import re
from difflib import SequenceMatcher

from credfolio.model import Turn
from credfolio.times import TIME
from credfolio.words import fold, fold_rows

_QUOTED = re.compile(r"([ \t]*(?:[-*] )?(?:>[ \t]?)+)(.*)")
_CLASSES = re.compile(r"\s*\{[^{}\n]{0,200}\}\s*$")
_OMISSION = re.compile(r"\[?(?:…|\.\.\.)\]?")
_COMPARED = 2_000
"""Words of a turn that are compared; nobody speaks for longer without a break."""


def label(turn: Turn, timed: bool = True) -> str:
    """`**Coach** [00:02:10]: `, as far as speaker and time are known."""
    speaker = f"**{turn.speaker}**" if turn.speaker else ""
    time = f"[{_clock(turn.start)}]" if timed and turn.start is not None else ""
    both = " ".join(part for part in (speaker, time) if part)
    return f"{both}: " if both else ""


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}"


def words_of(turn: Turn) -> str:
    """What the turn's file says, in one line."""
    return " ".join(turn.text.split())


def passage_like(turn: Turn, wanted: str) -> str:
    """The part of a turn that `wanted` most likely was meant to quote, word for word.

    Where `wanted` leaves words out, so does the passage.
    """
    words = words_of(turn).split()[:_COMPARED]
    tokens = [(token, at) for at, row in enumerate(fold_rows(words)) for token in row]
    parts, start = [], 0
    for stretch in _OMISSION.split(wanted):
        sought = fold(stretch)
        span = _nearest([token for token, _ in tokens[start:]], sought) if sought else None
        if span:
            first, last = tokens[start + span[0]][1], tokens[start + span[1] - 1][1]
            parts.append(" ".join(words[first : last + 1]))
            start += span[1]
    return " … ".join(parts) or " ".join(words)


def _nearest(tokens: list[str], sought: list[str]) -> tuple[int, int] | None:
    """Where in `tokens` the words that are sought stand, or stood before they were changed."""
    matcher = SequenceMatcher(None, tokens, sought, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return None
    first, last = blocks[0], blocks[-1]
    end = last.a + len(sought) - last.b
    return max(0, first.a - first.b), min(len(tokens), end)


def split_row(row: str) -> tuple[str, str, str]:
    """(the `>` of a quoted line, what it says, its `{.classes}`)."""
    found = _QUOTED.fullmatch(row)
    lead, said = (found[1], found[2]) if found else ("", row)
    classes = _CLASSES.search(said[-220:])
    tail = classes[0] if classes else ""
    return lead, said[: len(said) - len(tail)], tail


def requoted(row: str, turn: Turn, said: str, timed: bool | None = None) -> str:
    """The quoted line with speaker and time of `turn` and the words `said`.

    `timed`: whether the time is written; None: as the line has it. A line that names nobody stays
    without a name, unless the time is asked for.
    """
    lead, before, classes = split_row(row)
    words = fold(before)
    named = bool(turn.speaker) and words[: len(fold(turn.speaker))] == fold(turn.speaker)
    has_time = re.search(rf"[\[(]\s*{TIME}", before[:120]) is not None
    opened = named or has_time or before.lstrip().startswith("**") or bool(timed)
    if lead and not lead.endswith((" ", "\t")):
        lead += " "
    opening = label(turn, has_time if timed is None else timed) if opened else ""
    return f"{lead}{opening}{said}{classes}"
