"""What earlier imports of a portfolio wrote, so that nothing an author has edited is replaced.

`.credfolio/imported.json` holds for each requirement the document and a hash of its text. What
still has that hash is as it was imported; anything else is the author's own by now.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from credfolio import limits
from credfolio.files import make_folder, write_whole
from credfolio.importing.result import Outcome
from credfolio.importing.target import document, place, read_parts, untouched
from credfolio.model import Requirement
from credfolio.sources import inside

_SCHEMA = "credfolio.imported/1"
_FOLDER, _FILE = ".credfolio", "imported.json"


class Entry(NamedTuple):
    """`path`: relative to `portfolio/`. `offered`: the text that was put beside it, if any."""

    path: str
    hash: str
    offered: str = ""


class Placed(NamedTuple):
    """Where a text went. `beside`: where the new text is, if it is not in `path`."""

    path: Path
    outcome: Outcome
    beside: Path | None = None


def text_hash(body: str) -> str:
    """Of a document's text, whatever its line ends and its blanks at line ends."""
    lines = body.replace("\r\n", "\n").split("\n")
    plain = "\n".join(line.rstrip() for line in lines).strip()
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()


@dataclass
class History:
    """The record of a workspace, read once and saved after each document."""

    file: Path
    entries: dict[str, Entry] = field(default_factory=dict)

    def remember(self, requirement: str, entry: Entry) -> None:
        if self.entries.get(requirement) == entry:
            return
        self.entries[requirement] = entry
        documents = {
            id: {"path": e.path, "hash": e.hash} | ({"offered": e.offered} if e.offered else {})
            for id, e in sorted(self.entries.items())
        }
        content = {"schema": _SCHEMA, "documents": documents}
        make_folder(self.file.parent)
        write_whole(self.file, (json.dumps(content, indent=2) + "\n").encode())


def read_history(root: Path) -> History:
    """What the workspace `root` remembers; nothing where that can't be read."""
    history = History(root / _FOLDER / _FILE)
    try:
        if history.file.stat().st_size > limits.IMPORT_RECORD_BYTES:
            return history
        content = json.loads(history.file.read_text(encoding="utf-8"))
        documents = content["documents"].items()
        for id, entry in documents:
            found = Entry(*(str(entry.get(key, "")) for key in ("path", "hash", "offered")))
            if inside("", found.path) == found.path:
                history.entries[str(id)] = found
    except (OSError, ValueError, KeyError, AttributeError, TypeError, RecursionError):
        return History(history.file)  # without it, whatever is there counts as the author's
    return history


# --- one text --------------------------------------------------------------------------------


def settle(
    folder: Path, history: History, requirement: Requirement, body: str, others: Sequence[str]
) -> Placed:
    """Puts the text `body` where it belongs, and remembers it. An edited one is never replaced.

    `others`: paths of the documents that the requirement has now.
    """
    case = _Case(folder, history, requirement, body)
    entry = history.entries.get(requirement.id)
    imported = _imported(folder, entry, others) if entry else None
    if imported and entry:
        return case.again(imported, entry)
    target, head = place(folder, requirement, set())
    theirs = [folder / name for name in others]
    theirs = [path for path in theirs if untouched(path, requirement) is None]
    return case.compare(theirs[0]) if theirs else case.write(target, head, "written")


@dataclass(frozen=True, slots=True)
class _Case:
    """A text on its way to a document."""

    folder: Path
    history: History
    requirement: Requirement
    body: str

    def again(self, path: Path, entry: Entry) -> Placed:
        """A text that was imported before goes where it went then."""
        head, now = read_parts(path)
        if text_hash(now) == entry.hash == text_hash(self.body):
            return Placed(path, "unchanged")
        if text_hash(now) == entry.hash or untouched(path, self.requirement) is not None:
            return self.write(path, head, "replaced")
        return self.compare(path)

    def write(self, path: Path, head: str, outcome: Outcome) -> Placed:
        make_folder(path.parent)
        write_whole(path, document(self.requirement, head, self.body).encode())
        self._remember(path, text_hash(self.body))
        return Placed(path, outcome)

    def compare(self, path: Path) -> Placed:
        """A document that was not imported, or edited since, stays; a new text goes beside it."""
        entry = self.history.entries.get(self.requirement.id, Entry("", ""))
        new = text_hash(self.body)
        if text_hash(read_parts(path)[1]) == new:
            self._remember(path, new)
            return Placed(path, "unchanged")
        offered = _offers(path)
        if new in (entry.hash, entry.offered):
            there = (file for file, hash in offered.items() if hash == new)
            return Placed(path, "kept", next(there, None))
        old = (file for file, hash in offered.items() if entry.offered and hash == entry.offered)
        beside = next(old, _beside(path, len(offered) + 1))
        write_whole(beside, document(self.requirement, "", self.body).encode())
        self._remember(path, entry.hash, new)
        return Placed(path, "beside", beside)

    def _remember(self, path: Path, hash: str, offered: str = "") -> None:
        relative = path.relative_to(self.folder).as_posix()
        self.history.remember(self.requirement.id, Entry(relative, hash, offered))


def _beside(path: Path, number: int) -> Path:
    """No document of the portfolio, so that its words are not counted twice."""
    return path.with_name(f"{path.stem}.from-word{f'-{number}' if number > 1 else ''}.txt")


def _offers(path: Path) -> dict[Path, str]:
    """The texts beside `path` that imports have put there, with their hashes, in order."""
    found: dict[Path, str] = {}
    while os.path.lexists(file := _beside(path, len(found) + 1)):
        found[file] = "" if file.is_symlink() else text_hash(read_parts(file)[1])
    return found


def _imported(folder: Path, entry: Entry, others: Sequence[str]) -> Path | None:
    """The imported document, also under another name; None where it is gone."""
    path = folder / entry.path
    if entry.path in others and path.is_file():
        return path
    same = (name for name in others if text_hash(read_parts(folder / name)[1]) == entry.hash)
    name = next(same, None)
    return folder / name if name else None
