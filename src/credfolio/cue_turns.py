"""Timed text as turns: what one speaker says in consecutive cues is one turn."""

import re
from collections.abc import Callable
from itertools import groupby
from typing import NamedTuple

from credfolio.cues import Cue, Stray, read_all
from credfolio.model import Lost
from credfolio.subtitles import corrected
from credfolio.words import words

_EXAMPLE = "00:00:05.000 --> 00:00:08.000"
# Cues are plain text; what Markdown would read as a sign is escaped.
_SIGNS = re.compile(r"[\\`*_<>&~#|\[\]]")
_SPOKEN_ID = 3
"""Words in a cue's name from which on it is rather something that was said."""


class Spoken(NamedTuple):
    """What one speaker says in consecutive cues; `text` is Markdown."""

    speaker: str
    declared: bool
    cues: tuple[Cue, ...]
    text: str


def spoken_cues(
    text: str, names: list[str], canonical: Callable[[str], tuple[str, bool]]
) -> tuple[list[Spoken], tuple[int, str] | None, list[Lost]]:
    """(who says what, (line, text) of an introduction, what would be lost) of timed `text`.

    `names`: declared labels; `canonical`: the label of a name, and whether it is declared.
    """
    cues, strays = read_all(text, names)
    spoken = []
    for who, group in groupby(cues, key=lambda cue: canonical(cue.speaker or "")):
        found = tuple(group)
        spoken.append(Spoken(*who, found, _markdown(found)))
    introduction = None
    if _introduces(strays, cues):
        introduction = strays[0].line, strays[0].text.strip()
        strays = strays[1:]
    return spoken, introduction, [lost for stray in strays if (lost := _lost(stray))]


def _introduces(strays: list[Stray], cues: list[Cue]) -> bool:
    """Whether the first of what is no cue is text above a header and all cues."""
    if not strays or strays[0].kind != "text":
        return False
    return not cues or strays[0].line < cues[0].line


def _markdown(cues: tuple[Cue, ...]) -> str:
    return _SIGNS.sub(r"\\\g<0>", " ".join(cue.text for cue in cues))


def _lost(stray: Stray) -> Lost | None:
    """What to do about words that are no cue's; None for those that are not meant to be said."""
    count = words(stray.text)
    if stray.kind == "timing":
        _, _, said = stray.text.partition("\n")
        times = next((line for line in stray.text.split("\n") if "-->" in line), "")
        write = corrected(times) or _EXAMPLE
        return Lost(stray.line, stray.text, f"Write its times as `{write}`.") if said else None
    if stray.kind == "text" and count:
        hint = f"Put a line of times above it, such as `{_EXAMPLE}`."
        return Lost(stray.line, stray.text, hint)
    if stray.kind == "tag":
        return Lost(stray.line, f"<{stray.text}>", "Write `&lt;` for a `<` that opens no tag.")
    if stray.kind == "id" and count >= _SPOKEN_ID:
        hint = "The line above the times is the cue's name: put what was said below them."
        return Lost(stray.line, stray.text, hint)
    return None
