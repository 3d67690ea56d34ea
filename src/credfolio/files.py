"""Writing files whole or not at all."""

import os
import tempfile
from pathlib import Path

from credfolio.errors import CredfolioError


def write_whole(path: Path, content: bytes) -> None:
    """Replaces `path` at once. Raises CredfolioError; what was there then stays."""
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise CredfolioError(f"{path} can't be written: {error.strerror or error}.") from error


def make_folder(folder: Path) -> None:
    """Makes a folder and those above it. Raises CredfolioError where that can't be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CredfolioError(f"{folder} can't be made: {error.strerror or error}.") from error


def write_new(path: Path, content: bytes) -> bool:
    """Writes a file that is not there yet; False where something is."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        return False
    except OSError as error:
        raise CredfolioError(f"{path} can't be written: {error.strerror or error}.") from error
    return True


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
