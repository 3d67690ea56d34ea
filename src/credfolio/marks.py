"""Waiting for what people save. Files are looked at ten times a second, which works everywhere:
on network drives too, and whether an editor writes in place or saves beside and renames."""

import os
import signal
import time
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NamedTuple

from credfolio import limits
from credfolio.sources import is_hidden

PAUSE = 0.08
"""Seconds between two looks; with the check itself they stay well under 300 ms. Where there is so
much to look at that it takes longer, a fifth of the time goes into looking."""

SETTLING = 0.03
"""Seconds after which a file that an editor replaces is there again."""

SURELY = 5.0
"""Seconds after which everything is read again whatever the marks say: some file systems keep
times so coarse that two saves of the same length look alike."""


class Mark(NamedTuple):
    """How a file looks from outside. It wakes a check, which reads everything; it proves nothing.

    `changed` can't be set by programs where the system knows it, so that a file that was given its
    old length and time still differs.
    """

    path: str
    mode: int
    size: int
    written: int
    changed: int
    number: int


class Stop:
    """Whether somebody asked to end: Ctrl-C, a closed window, a polite kill."""

    def __init__(self) -> None:
        self.asked = False


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Signals that end a program set the Stop instead; a second one ends it at once."""
    stop = Stop()
    numbers = [getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")]
    before = {number: signal.getsignal(number) for number in numbers if number is not None}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def ask(number: int, frame: FrameType | None) -> None:
        stop.asked = True
        restore()

    for number in before:
        signal.signal(number, ask)
    try:
        yield stop
    finally:
        restore()


def marks(places: Iterable[Path]) -> frozenset[Mark]:
    """The marks of `places` and of everything below them that is no hidden file."""
    found: set[Mark] = set()
    pending = [str(place) for place in places]
    for place in pending:
        try:
            found.add(_mark(place, os.stat(place)))  # noqa: PTH116 - paths are text here
        except OSError:
            continue
    while pending and len(found) < 2 * limits.FILES:
        try:
            with os.scandir(pending.pop()) as entries:
                for entry in entries:
                    if is_hidden(entry.name):
                        continue
                    found.add(_mark(entry.path, entry.stat(follow_symlinks=False)))
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(entry.path)
        except OSError:
            continue  # a file, or a folder that has just gone
    return frozenset(found)


def _mark(path: str, status: os.stat_result) -> Mark:
    return Mark(
        path,
        status.st_mode,
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
        status.st_ino,
    )


def rounds(signs: Callable[[], Hashable], stop: Stop) -> Iterator[None]:
    """Comes by at first and whenever something may have changed; ends when `stop` is asked.

    `signs`: what differs where something changed. They are taken before the caller reads, so that
    what is saved meanwhile is seen next time.
    """
    seen = signs()
    while not stop.asked:
        started = time.monotonic()
        yield
        due = time.monotonic() + max(SURELY, 20 * (time.monotonic() - started))
        pause = PAUSE
        while not stop.asked and time.monotonic() < due:
            time.sleep(pause)
            before = time.monotonic()
            if signs() != seen:
                break
            pause = max(PAUSE, 4 * (time.monotonic() - before))
        seen = _settled(signs)


def _settled(signs: Callable[[], Hashable]) -> Hashable:
    """The signs once they stay the same for a moment, so that no half a save is shown."""
    now = signs()
    for _ in range(4):
        time.sleep(SETTLING)
        before, now = now, signs()
        if before == now:
            break
    return now
