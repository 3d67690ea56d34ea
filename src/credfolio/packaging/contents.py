"""What goes into a package, each file by its path there and where its bytes are."""

import os
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from credfolio.errors import CredfolioError
from credfolio.privacy import pixels
from credfolio.sources import SAVED, Unsaved, list_files
from credfolio.verifying.names import clash, escaped, fault
from credfolio.workspace import Workspace, is_private_file

CHUNK = 1 << 20
"""Bytes that are read at a time: a recording of an hour takes no more memory than a page."""

State = Mapping[str, tuple[int, int]]
"""Path to size and time of change, to see whether somebody wrote while a package was made."""


class Entry(NamedTuple):
    """A file of the package. `path`: there, with `/`; `file`: where it lies now."""

    path: str
    file: Path
    size: int
    sha256: str


def state(workspace: Workspace) -> State:
    """What the portfolio's files are like now."""
    found = {}
    for path in list_files(workspace.portfolio).files:
        status = os.lstat(workspace.portfolio / path)
        found[path] = status.st_size, status.st_mtime_ns
    return found


def sources(workspace: Workspace, scratch: Path, replaced: Unsaved = SAVED) -> Iterator[Entry]:
    """The portfolio's files as they were checked, pictures without what they say besides their
    pixels. `scratch`: a folder for those that are written anew; `replaced`: content by path.
    """
    for path in list_files(workspace.portfolio).files:
        if is_private_file(path):
            continue
        file = workspace.portfolio / path
        content = replaced.get(str(file))
        if content is None and pixels.is_picture(path):
            content = pixels.published(file)
        if content is not None:
            file = scratch / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        yield entry(f"sources/{path}", file)


def folder(root: Path) -> Iterator[Entry]:
    """Every file below `root` under its path there."""
    for parent, _, names in os.walk(root):
        for name in names:
            file = Path(parent, name)
            yield entry(file.relative_to(root).as_posix(), file)


def entry(path: str, file: Path) -> Entry:
    """Raises CredfolioError where the file can't be read."""
    digest, size = sha256(), 0
    try:
        with file.open("rb") as opened:
            while chunk := opened.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except OSError as error:
        raise CredfolioError(f"{file} can't be read: {error.strerror or error}.") from error
    return Entry(path, file, size, digest.hexdigest())


def largest(entries: Iterable[Entry], most: int = 5) -> list[Entry]:
    """The largest files of the package, the largest first."""
    return sorted(entries, key=lambda each: (-each.size, each.path))[:most]


def refuse_names(entries: Iterable[Entry]) -> None:
    """Raises CredfolioError where a file is called what can't be unpacked everywhere, so that
    `credfolio verify` would refuse the package.
    """
    paths = [entry.path for entry in entries]
    for path in paths:
        if found := fault(path):
            shown = escaped(path.removeprefix("sources/"))
            raise CredfolioError(
                f"Nothing was packaged: the name {shown} {found}. Give it another name."
            )
    if found := clash(paths):
        raise CredfolioError(f"Nothing was packaged: {found} Give one of them another name.")
