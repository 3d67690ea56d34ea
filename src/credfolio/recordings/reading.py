"""An open recording, read in small pieces and for no longer than its bounds allow."""

from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from credfolio import limits

LEAST_BYTES = 25
"""Bytes that a second takes at least where sound is packed; speech takes twenty times as many."""

PIECE_BYTES = 4_000_000
"""The longest piece that is held in memory."""


class TooMuch(Exception):
    """The file goes on for longer, or holds larger pieces, than is looked at."""


class CutShort(Exception):
    """The file ends long before its header says that it does: (seconds told, seconds held)."""

    def __init__(self, told: float | None = None, held: float | None = None) -> None:
        super().__init__()
        self.told, self.held = told, held


class Found(NamedTuple):
    """A length in seconds, and what in the file said so: words that follow “read from its”."""

    seconds: float
    how: str


@dataclass(slots=True)
class Reader:
    """An open file with its size and the number of elements that may still be read."""

    file: BinaryIO
    size: int
    left: int = limits.RECORDING_ELEMENTS

    def at(self, start: int, count: int) -> bytes:
        """Up to `count` bytes from `start`; fewer where the file ends.

        Raises TooMuch for a piece that no sound file needs.
        """
        if count > PIECE_BYTES:
            raise TooMuch
        self.file.seek(start)
        return self.file.read(count)

    def tail(self) -> tuple[int, bytes]:
        """(where it begins, the last piece of the file)."""
        start = max(self.size - PIECE_BYTES, 0)
        return start, self.at(start, self.size - start)

    def step(self) -> None:
        """Counts one element. Raises TooMuch where there have been too many."""
        self.left -= 1
        if self.left < 0:
            raise TooMuch


def compare(told: float, held: float, how: str) -> Found:
    """What the header tells where the content bears it out.

    Raises CutShort where a noticeable part of it is not there.
    """
    if told > held * 1.02 + 3:
        raise CutShort(told, held)
    return Found(told, how)
