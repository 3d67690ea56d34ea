"""Builds of a portfolio that are killed at a random moment, and what they leave.

A third of the moments are anywhere, a third while the site is written, and a third within some
milliseconds of the exchange: on a busy machine a clock alone would hit the start of Python.
"""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Left(NamedTuple):
    """`state`: old, new, or broken. `killed`: whether the build was still at work.

    `stage`: what was waited for before the random moment: nothing, written, or whole.
    """

    state: str
    killed: bool
    stage: str


def digest(folder: Path) -> dict[str, str]:
    """Every file of a folder with a hash of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def build_command(root: Path) -> list[str]:
    return [sys.executable, "-m", "credfolio", "build", "--draft", str(root)]


def kill_builds(root: Path, count: int, seed: int = 0) -> Iterator[Left]:
    """Builds the workspace `root` again and again, with one word more or less each time, killing
    each build at a random moment of the time that a whole one takes.
    """
    document = next(iter(sorted((root / "portfolio").rglob("trust*.md"))))
    texts = [document.read_bytes(), document.read_bytes() + b"\nOne more word.\n"]
    wanted = []
    for text in texts:
        document.write_bytes(text)
        times = _times(root)
        wanted.append(digest(root / "site"))
    chance, shown = random.Random(seed), 1
    for _ in range(count):
        document.write_bytes(texts[1 - shown])
        process = _started(root)
        stage = chance.choice(list(_STAGES))
        _reached(root, process, stage)
        time.sleep(chance.uniform(0, 1.1) * times[stage])
        killed = process.poll() is None
        os.kill(process.pid, signal.SIGKILL) if killed else None
        process.wait()
        now = digest(root / "site")
        state = "old" if now == wanted[shown] else "new" if now == wanted[1 - shown] else "broken"
        shown = 1 - shown if state == "new" else shown
        yield Left(state, killed, stage)


_STAGES = {"nothing": "", "written": ".site-new-*/site/*", "whole": ".site-new-*/site/.credfolio*"}


def _started(root: Path) -> "subprocess.Popen[bytes]":
    silent = subprocess.DEVNULL
    return subprocess.Popen(build_command(root), stdout=silent, stderr=silent)


def _reached(root: Path, process: "subprocess.Popen[bytes]", stage: str) -> None:
    """Waits until a build has come so far, or has ended."""
    while _STAGES[stage] and not any(root.glob(_STAGES[stage])) and process.poll() is None:
        time.sleep(0.0005)


def _times(root: Path) -> dict[str, float]:
    """Seconds of a build from each stage on; the last one's end is the exchange."""
    process, began = _started(root), time.monotonic()
    _reached(root, process, "written")
    written = time.monotonic()
    _reached(root, process, "whole")
    whole = time.monotonic()
    while any(root.glob(".site-new-*/site")) and process.poll() is None:
        time.sleep(0.0005)
    exchanged = time.monotonic()
    assert process.wait() == 0
    return {"nothing": whole - began, "written": whole - written, "whole": exchanged - whole + 0.02}
