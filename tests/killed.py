"""Builds of a portfolio that are killed at a random moment, and what they leave."""

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
    """`state`: old, new, or broken. `killed`: whether the build was still at work."""

    state: str
    killed: bool
    aside: int


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
    began = time.monotonic()
    for text in texts:
        document.write_bytes(text)
        subprocess.run(build_command(root), check=True, capture_output=True)
        wanted.append(digest(root / "site"))
    whole = (time.monotonic() - began) / 2
    chance, shown = random.Random(seed), 1
    for _ in range(count):
        document.write_bytes(texts[1 - shown])
        process = subprocess.Popen(
            build_command(root), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.1, 1.1) * whole)
        killed = process.poll() is None
        os.kill(process.pid, signal.SIGKILL) if killed else None
        process.wait()
        now = digest(root / "site")
        state = "old" if now == wanted[shown] else "new" if now == wanted[1 - shown] else "broken"
        shown = 1 - shown if state == "new" else shown
        yield Left(state, killed, len(list(root.glob(".site-new-*"))))
