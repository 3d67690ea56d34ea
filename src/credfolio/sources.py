"""Files of a portfolio as they lie on disk: listed without following links, read with bounds."""

import codecs
import os
import stat
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final, NamedTuple

from credfolio import limits
from credfolio.model import Fault, Place

_SKIPPED = frozenset({"node_modules", "__pycache__"})

Unsaved = Mapping[str, bytes]
"""What an editor holds and has not saved: absolute path to content, which goes before the disk."""

SAVED: Final[Unsaved] = MappingProxyType({})


class Listing(NamedTuple):
    """Regular files below a folder, relative with `/`, sorted; and what could not be listed."""

    files: tuple[str, ...]
    faults: tuple[Fault, ...]


def list_files(root: Path, unsaved: Unsaved = SAVED) -> Listing:
    """Every regular file below `root`, hidden ones aside. Links and devices are faults."""
    files: list[str] = []
    faults: list[Fault] = []
    pending = [""]
    while pending:
        folder = pending.pop()
        try:
            entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
        except OSError as error:
            place = Place(folder or None, None, None)
            message = f"The folder `{folder or root.name}` can't be read: {_reason(error)}."
            faults.append(Fault("CF501", place, message, "Give yourself the right to read it."))
            continue
        for entry in entries:
            name = f"{folder}/{entry.name}" if folder else entry.name
            if is_hidden(entry.name):
                continue
            if not _nameable(name):
                shown = name.encode("utf-8", "replace").decode()
                message = f"The name of `{shown}` is not UTF-8."
                faults.append(Fault("CF501", Place(shown), message, "Give it another name."))
            elif entry.is_symlink():
                faults.append(_linked(name))
            elif entry.is_dir(follow_symlinks=False):
                pending.append(name)
            elif entry.is_file(follow_symlinks=False):
                files.append(name)
            else:
                message = f"`{name}` is no ordinary file."
                faults.append(Fault("CF501", Place(name), message, "Remove it."))
        if len(files) > limits.FILES:
            message = f"There are more than {limits.FILES:,} files; the rest is not read."
            faults.append(Fault("CF501", Place(), message, "Move what is no evidence elsewhere."))
            break
    if unsaved:
        files += _new_files(root, unsaved) - set(files)
    return Listing(tuple(sorted(files)), tuple(faults))


def is_hidden(name: str) -> bool:
    """Whether a file or folder of that name is passed over: what programs leave lying about."""
    return name.startswith((".", "~$")) or name in _SKIPPED


def _new_files(root: Path, unsaved: Unsaved) -> set[str]:
    """What is written in an editor below `root` and may never have been saved."""
    inside = (Path(p).relative_to(root).parts for p in unsaved if Path(p).is_relative_to(root))
    return {"/".join(parts) for parts in inside if parts and not any(map(is_hidden, parts))}


def _nameable(name: str) -> bool:
    """Whether a file's name can be written down: no stray bytes, which Python keeps apart."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _linked(name: str) -> Fault:
    message = f"`{name}` is a link to another place; links are not read."
    return Fault("CF501", Place(name, 1, 1), message, "Put the file itself here.")


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def read_text(
    root: Path, name: str, most: int, unsaved: Unsaved = SAVED
) -> tuple[str, Fault | None]:
    """The text of a file with `\\n` line ends and without BOM; or why it can't be read."""
    raw, fault = read_bytes(root, name, most, unsaved)
    return ("", fault) if fault else decode(raw, name)


def read_bytes(
    root: Path, name: str, most: int, unsaved: Unsaved = SAVED
) -> tuple[bytes, Fault | None]:
    """A file of at most `most` bytes, links not followed; or why it can't be read."""
    path = os.path.join(root, name)  # noqa: PTH118 - pathlib takes a tenth of a check's time
    raw = unsaved.get(path)
    if raw is not None:
        return (b"", _too_large(name, len(raw), most)) if len(raw) > most else (raw, None)
    try:
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode):
            return b"", _linked(name)
        if not stat.S_ISREG(status.st_mode):
            message = f"`{name}` is no ordinary file."
            return b"", Fault("CF501", Place(name, 1, 1), message, "Remove it.")
        if status.st_size > most:
            return b"", _too_large(name, status.st_size, most)
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123
            return file.read(), None
    except OSError as error:
        message = f"`{name}` can't be read: {_reason(error)}."
        hint = "Give yourself the right to read it."
        return b"", Fault("CF501", Place(name, 1, 1), message, hint)


def _too_large(name: str, size: int, most: int) -> Fault:
    message = f"`{name}` is {_megabytes(size)} large; {_megabytes(most)} is the most that is read."
    hint = "Split it, or take out what was pasted by mistake."
    return Fault("CF501", Place(name, 1, 1), message, hint)


def decode(raw: bytes, name: str) -> tuple[str, Fault | None]:
    """Bytes of `name` as text, or the fault with its line and column."""
    nul = raw.find(b"\0")
    if nul >= 0:
        line, column = _position(raw, nul)
        message = f"`{name}` is not text: there is a NUL byte in line {line}."
        hint = "Save it as plain text, UTF-8; a Word file goes through `credfolio import`."
        return "", Fault("CF501", Place(name, line, column), message, hint)
    try:
        text = raw.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        start = error.start + (3 if raw.startswith(b"\xef\xbb\xbf") else 0)
        line, column = _position(raw, start)
        message = f"`{name}` is not UTF-8 text: line {line} holds the byte 0x{raw[start]:02x}."
        return "", Fault("CF501", Place(name, line, column), message, "Save the file as UTF-8.")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > limits.LINES:
        message = f"`{name}` has more than {limits.LINES:,} lines; none of it is read."
        hint = "Take out what was pasted by mistake."
        return "", Fault("CF501", Place(name, 1, 1), message, hint)
    return text, None


def _position(raw: bytes, offset: int) -> tuple[int, int]:
    before = raw[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    start = before.rfind(b"\n") + 1
    return before.count(b"\n") + 1, len(before[start:].decode("utf-8", "replace")) + 1


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB" if size >= 100_000 else f"{size / 1000:,.0f} kB"


def inside(document: str, named: str) -> str | None:
    """The path, relative to `portfolio/`, that `named` in `document` means; None: it leads out."""
    named = named.replace("\\", "/")
    if named.startswith("/") or (len(named) > 1 and named[1] == ":"):
        return None
    parts = document.split("/")[:-1]
    for part in named.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def find_named(
    root: Path, document: str, named: str, place: Place, code: str, unsaved: Unsaved = SAVED
) -> tuple[str, Fault | None]:
    """The path of a file that a document names, or why there is none."""
    path = inside(document, named)
    if path is None:
        message = f"`{named}` leads out of the portfolio folder."
        return "", Fault(code, place, message, "Copy the file beside this document.")
    target = root / path
    if str(target) in unsaved:
        return path, None
    try:
        if target.is_file() and not target.is_symlink() and not _passes_link(root, path):
            return path, None
    except OSError as error:
        message = f"`{named}` can't be read: {_reason(error)}."
        return "", Fault(code, place, message, "Give yourself the right to read it.")
    message = f"There is no file `{named}` beside this document."
    return "", Fault(code, place, message, "Check its name; names are relative to this document.")


def _passes_link(root: Path, path: str) -> bool:
    return any((root / parent).is_symlink() for parent in PurePosixPath(path).parents)
