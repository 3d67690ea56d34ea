"""A report that is drawn again in place, and what fits of it."""

import os
import re
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

import click

_PAINT = re.compile(r"\x1b\[[0-9;]*m")


class Size(NamedTuple):
    columns: int
    rows: int


class Screen:
    """Standard output as a screen where it is one; elsewhere texts follow each other, plain."""

    def __init__(self, stream: Any) -> None:
        dumb = os.environ.get("TERM") == "dumb" or os.environ.get("CI")
        self.live = bool(stream.isatty() and not dumb)
        self._drawn = False

    @property
    def size(self) -> Size:
        from shutil import get_terminal_size

        return Size(*get_terminal_size((100, 24)))

    def holds(self, text: str, below: Sequence[str]) -> bool:
        """Whether all of `text` can be seen above the lines `below` it; elsewhere, always."""
        lines = text.rstrip("\n").split("\n")
        return not self.live or _height(lines, self.size) + len(below) + 2 <= self.size.rows

    def draw(self, text: str, below: Sequence[str]) -> None:
        """Shows `text` with the lines `below` it, in one write so that nothing flickers."""
        lines = text.rstrip("\n").split("\n")
        if self.live:
            size = self.size
            short = [cropped(line, size.columns) for line in below]
            rows = [*fitted(lines, size, len(short) + 2), "", *short]
            clear = "" if self._drawn else "\x1b[2J"
            drawn = "".join(f"{row}\x1b[K\n" for row in rows)
            click.echo(f"{clear}\x1b[H{drawn}\x1b[J", nl=False, color=True)
        else:
            again = ["", *below, ""] if self._drawn else []
            click.echo("\n".join([*again, *lines]), color=True)
        self._drawn = True


def cropped(line: str, columns: int) -> str:
    """The line as far as it fits beside the edge of the screen."""
    while _rows(line, Size(columns, 1)) > 1:
        line = line[: max(min(len(line), columns) - 2, 0)].rstrip() + "…"
    return line


def fitted(lines: Sequence[str], size: Size, reserved: int) -> list[str]:
    """The lines as far as they fit above `reserved` rows: their beginning and their last words."""
    if _height(lines, size) + reserved <= size.rows:
        return list(lines)
    last = max((n for n, line in enumerate(lines) if not line.strip()), default=-1)
    tail = list(lines[last + 1 :]) if last > 0 else []
    room = size.rows - reserved - _height(tail, size) - 2
    kept: list[str] = []
    for line in lines[: last if last > 0 else None]:
        room -= _rows(line, size)
        if room < 0:
            break
        kept.append(line)
    while kept and (not kept[-1].strip() or _heads(kept[-1], lines[len(kept)])):
        kept.pop()  # the name of a file whose findings have no room
    left = len(lines) - len(kept) - len(tail)
    return [*kept, f"… {left} more lines: credfolio check shows them all", "", *tail]


def _heads(line: str, following: str) -> bool:
    """Whether `following` is told of what `line` names."""
    return not line.startswith(" ") and following.startswith(" ")


def _height(lines: Sequence[str], size: Size) -> int:
    return sum(_rows(line, size) for line in lines)


def _rows(line: str, size: Size) -> int:
    """Rows that a line takes on the screen, wide characters as two."""
    bare = _PAINT.sub("", line)
    width = len(bare)
    if not bare.isascii():
        width += sum(unicodedata.east_asian_width(c) in "WF" for c in bare)
    return max(1, -(-width // size.columns))
