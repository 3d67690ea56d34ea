"""What an import left out, word for word, in a file beside the Word file's workspace."""

import os
import textwrap
from collections.abc import Sequence
from pathlib import Path

from credfolio.files import write_whole
from credfolio.importing.history import Entry, History, text_hash
from credfolio.importing.result import LeftOut
from credfolio.importing.target import read_parts
from credfolio.words import capital_first

_WIDTH = 90


def write_account(
    root: Path, word: Path, left_out: Sequence[LeftOut], history: History
) -> Path | None:
    """Writes `NAME.left-out.txt` into the workspace; None, and no file, where nothing was left out.

    It is written anew by each import, unless somebody has edited it.
    """
    key = f"left out of {word.name}"
    entry = history.entries.get(key, Entry("", ""))
    texts = [part for part in left_out if part.text.strip()]
    mine = _is_ours(root / entry.path, entry) if entry.path else False
    if not texts:
        if mine:
            (root / entry.path).unlink(missing_ok=True)
        return None
    text = _text(word, texts)
    path = root / entry.path if mine else _free(root, word.stem)
    write_whole(path, text.encode())
    history.remember(key, Entry(path.name, text_hash(text)))
    return path


def _is_ours(path: Path, entry: Entry) -> bool:
    return path.is_file() and not path.is_symlink() and text_hash(read_parts(path)[1]) == entry.hash


def _free(root: Path, stem: str) -> Path:
    path, number = root / f"{stem}.left-out.txt", 2
    while os.path.lexists(path):
        path, number = root / f"{stem}.left-out-{number}.txt", number + 1
    return path


def _text(word: Path, texts: Sequence[LeftOut]) -> str:
    head = (
        f"What stands in {word.name} and went into no document of the portfolio. credfolio import "
        "writes this file anew each time; correct the Word file, not this one."
    )
    parts = [textwrap.fill(head, _WIDTH)]
    for part in texts:
        lines = (textwrap.fill(line, _WIDTH) for line in part.text.split("\n") if line.strip())
        parts.append(f"{capital_first(part.what)}\n\n" + "\n".join(lines))
    return "\n\n\n".join(parts) + "\n"
