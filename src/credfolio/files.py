"""Writing files whole or not at all."""

import os
import re
import secrets
import sys
import time
from pathlib import Path

from credfolio.errors import CredfolioError

_NEW = ".credfolio-new-"
_LEFT = re.compile(r"([0-9]{1,12})-[0-9a-f]{1,16}")
_LONGEST_RUN = 3600.0


def write_whole(path: Path, content: bytes) -> None:
    """Replaces `path` at once. Raises CredfolioError; what was there then stays."""
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else None
        temporary = _aside(path, content)
        try:
            if mode is not None:
                temporary.chmod(mode)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise CredfolioError(f"{path} can't be written: {error.strerror or error}.") from error


def write_new(path: Path, content: bytes) -> bool:
    """Writes a file that is not there yet, whole; False where something is."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(path):
            return False
        temporary = _aside(path, content)
        try:
            return _put(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise CredfolioError(f"{path} can't be written: {error.strerror or error}.") from error


def _aside(path: Path, content: bytes) -> Path:
    """`content` in a new file beside `path`, on the disk when this returns."""
    clear_left(path.parent, _NEW)
    temporary = path.parent / f"{_NEW}{os.getpid()}-{secrets.token_hex(4)}"
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _put(temporary: Path, path: Path) -> bool:
    """Gives a file its name unless something has that name by now."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        return False
    except OSError:  # a disk without second names: what can be done in two steps
        if os.path.lexists(path):
            return False
        temporary.replace(path)
    return True


def make_folder(folder: Path) -> None:
    """Makes a folder and those above it. Raises CredfolioError where that can't be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CredfolioError(f"{folder} can't be made: {error.strerror or error}.") from error


# --- what stopped runs left ------------------------------------------------------------------


def clear_left(folder: Path, prefix: str) -> None:
    """Removes what runs that have ended left in `folder`: `prefix`, a process number, `-`, digits
    at random. What else begins like that is somebody's own.
    """
    if not folder.is_dir():
        return
    for left in folder.glob(f"{prefix}*"):
        ours = _LEFT.fullmatch(left.name.removeprefix(prefix))
        if not ours or left.is_symlink() or _in_use(left, int(ours[1])):
            continue
        if left.is_dir():
            import shutil

            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _in_use(left: Path, process: int) -> bool:
    """Whether the run number `process`, which made `left`, may still be at work."""
    # Signal 0 would end the process on Windows. In containers that share a folder, another run
    # may have the number of this one.
    if sys.platform == "win32" or process == os.getpid():
        return _is_recent(left)
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _is_recent(left: Path) -> bool:
    try:
        return time.time() - left.stat().st_mtime < _LONGEST_RUN
    except FileNotFoundError:
        return False
