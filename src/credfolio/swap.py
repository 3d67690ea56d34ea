"""A finished site takes the old one's place whole or not at all.

It is built aside, in a sibling folder, then exchanged with the old site in one step where the
system can; elsewhere the old one is renamed away first, and the next command brings it back if
the machine stopped in between.
"""

import ctypes
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from credfolio.errors import CredfolioError
from credfolio.files import clear_left

MARKER = ".credfolio-site"
_NEW = ".site-new-"
_OLD = ".site-old-"
_AT_FDCWD = -100
_EXCHANGE = 2  # both RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS
_DROPPINGS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", MARKER})


def mark(folder: Path) -> None:
    """Lists the folder's files in a marker, so that a later build knows which it may replace."""
    names = "".join(f"{name}\n" for name in sorted(_files(folder)))
    (folder / MARKER).write_text(names, encoding="utf-8", newline="\n")


def _files(folder: Path) -> Iterator[str]:
    """What lies below `folder`, links to folders too: they are somebody's as files are."""
    for parent, folders, names in os.walk(folder):
        links = [name for name in folders if Path(parent, name).is_symlink()]
        for name in sorted(names + links):
            if name not in _DROPPINGS:
                yield Path(parent, name).relative_to(folder).as_posix()


def refuse_foreign(target: Path) -> None:
    """Raises CredfolioError where `target` is, or holds, anything that no build of ours wrote."""
    if target.is_symlink():
        raise CredfolioError(f"{target} is a link. Remove it, or name another folder.")
    if not target.exists():
        return
    if not target.is_dir():
        raise CredfolioError(f"{target} is a file. Remove it, or name another folder.")
    # Another build may put its site here between the two looks; a second pair then agrees.
    foreign = _foreign(target) and _foreign(target)
    if foreign:
        more = " and more" if len(foreign) > 1 else ""
        raise CredfolioError(
            f"{target} holds files that are not of a site built here ({foreign[0]}{more}). "
            "Move them away, or name another folder."
        )


def _foreign(target: Path) -> list[str]:
    """The first two such files: somebody may have named a whole disk."""
    try:
        listed = (target / MARKER).read_text("utf-8", "replace")
    except FileNotFoundError:
        listed = ""
    ours = set(listed.splitlines())
    return list(islice((name for name in _files(target) if name not in ours), 2))


@contextmanager
def aside(target: Path) -> Iterator[Path]:
    """An empty folder beside `target` for a new site; it is gone afterwards, swapped in or not."""
    recover(target)
    refuse_foreign(target)
    with scratch(target.parent) as folder:
        yield folder


@contextmanager
def scratch(parent: Path) -> Iterator[Path]:
    """An empty folder in `parent` to work in; it is gone afterwards. What a run that was stopped
    left there goes at the next.
    """
    clear_left(parent, _NEW)
    folder = parent / f"{_NEW}{os.getpid()}-{secrets.token_hex(4)}"
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        reason = error.strerror or error
        raise CredfolioError(f"{parent} can't be written: {reason}.") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def swap_in(new: Path, target: Path, exchange: Callable[[Path, Path], bool] | None = None) -> None:
    """Puts the finished folder `new` in `target`'s place. Both are on one disk.

    `exchange`: how two folders change places in one step, and whether that can be done here.
    """
    try:
        if not _renamed(new, target) and not (exchange or _exchange)(new, target):
            old = _old(target)
            target.rename(old)
            new.rename(target)
            shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        recover(target)
        reason = error.strerror or error
        raise CredfolioError(
            f"The new site can't replace {target}: {reason}. Close what has it open, try again."
        ) from error


def _renamed(new: Path, target: Path) -> bool:
    """Puts the first site in its place; False where there is one, of a build at the same time."""
    try:
        if target.exists():
            return False
        new.rename(target)
    except OSError:
        if target.exists():
            return False
        raise
    return True


def recover(target: Path) -> None:
    """Brings back an old site that a stopped build renamed away; removes what builds left."""
    old = _old(target)
    if old.is_dir() and not old.is_symlink():
        if not target.exists():
            old.rename(target)
        elif not _foreign(old):
            shutil.rmtree(old, ignore_errors=True)
    clear_left(target.parent, _NEW)


def _old(target: Path) -> Path:
    return target.parent / f"{_OLD}{target.name}"


def _exchange(one: Path, other: Path) -> bool:
    """Exchanges two folders in one step; False where the system has no such call."""
    if sys.platform == "win32":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    if hasattr(library, "renameat2"):
        done = library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _EXCHANGE)
    elif hasattr(library, "renamex_np"):
        done = library.renamex_np(names[0], names[1], _EXCHANGE)
    else:
        return False
    return bool(done == 0)
