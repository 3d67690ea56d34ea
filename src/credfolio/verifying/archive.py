"""A package as a zip file, read without trust.

Python's own reader takes the last of two directories, passes over what lies between files, drops
`../` and keeps the second of two files of one name. Here everything must be exactly as
`credfolio package` writes it: files one after the other from the first byte on, then their list,
then the end. All names and sizes are judged before a byte is unpacked.
"""

import os
import stat
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple

from credfolio import limits
from credfolio.errors import CredfolioError
from credfolio.verifying.names import clash, escaped, fault

_END = struct.Struct("<4s4H2LH")
_LISTED = struct.Struct("<4s4B4HL2L5H2L")
_LOCAL = struct.Struct("<4s2B4HL2L2H")
_CHUNK = 1 << 18
_STORED, _DEFLATED = 0, 8
_UTF8 = 0x800


class HostileError(CredfolioError):
    """Nothing of this file may be used; the message is one plain sentence or two."""


class Entry(NamedTuple):
    """A file as the list at the end describes it. `shared`: what all entries have in common."""

    path: str
    raw: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    needed: tuple[int, int]
    moment: tuple[int, int]
    shared: tuple[int, ...]

    @property
    def length(self) -> int:
        """Bytes in the archive, its own header included."""
        return _LOCAL.size + len(self.raw) + self.packed


class Archive(NamedTuple):
    """An archive whose structure is in order. `digest`: SHA-256 of the whole file, in hex."""

    file: BinaryIO
    size: int
    digest: str
    entries: tuple[Entry, ...]

    def chunks(self, entry: Entry) -> Iterator[bytes]:
        """The content of a file, piece by piece. Raises HostileError where it isn't as listed."""
        size = crc = 0
        for chunk in _unpacked(self.file, entry):
            size += len(chunk)
            if size > entry.size:
                raise HostileError(f"{escaped(entry.path)} is larger than the package says.")
            crc = zlib.crc32(chunk, crc)
            yield chunk
        if size != entry.size:
            raise HostileError(f"{escaped(entry.path)} is smaller than the package says.")
        if crc != entry.crc:
            raise HostileError(
                f"{escaped(entry.path)} is damaged: its checksum is wrong. Ask for the file again."
            )


def _repacked(sign: str) -> HostileError:
    """`sign`: what shows it, for who wants to know."""
    return HostileError(
        "It was packed again by another program, or changed on its way. Ask for the file as "
        f"`credfolio package` wrote it. What shows it: {sign}."
    )


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The archive at `path`, judged. Raises HostileError."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            what = "a folder" if path.is_dir() else "no ordinary file"
            raise HostileError(f"It is {what}; a package is the zip file as it was sent.")
        file = path.open("rb")
    except OSError as error:
        raise HostileError(f"It can't be read: {error.strerror or error}.") from error
    with file:
        yield _judged(file)


def _judged(file: BinaryIO) -> Archive:
    size = os.fstat(file.fileno()).st_size
    if size > limits.PACKAGE_BYTES:
        most = limits.PACKAGE_BYTES // 1_000_000
        raise HostileError(f"It is {size // 1_000_000:,} MB; {most:,} MB is the most.")
    count, start = _end(file, size)
    file.seek(start)
    entries = _listed(file.read(size - _END.size - start), count)
    _judge_names(entries)
    _judge_sizes(entries)
    _judge_places(file, entries, start)
    return Archive(file, size, _digest(file), entries)


def _digest(file: BinaryIO) -> str:
    file.seek(0)
    digest = sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


# --- the end, and the list before it ---------------------------------------------------------


def _end(file: BinaryIO, size: int) -> tuple[int, int]:
    """How many files there are, and where their list begins."""
    file.seek(max(0, size - _END.size))
    tail = file.read(_END.size)
    if len(tail) < _END.size or tail[:4] != b"PK\5\6":
        raise HostileError(_why_no_end(file, size))
    _, disk, first, here, count, length, start, comment = _END.unpack(tail)
    if 0xFFFF in (disk, first, here, count) or 0xFFFFFFFF in (length, start):
        raise HostileError("It is a zip file of the large kind (zip64), which no package is.")
    if disk or first or here != count:
        raise HostileError("It is one part of an archive in several files.")
    if comment:
        raise HostileError("It is cut off: its end promises a comment that is not there.")
    if not count:
        raise HostileError("It is an empty zip file. Ask for it again.")
    if count > limits.PACKAGE_FILES:
        raise HostileError(f"It holds {count:,} files; {limits.PACKAGE_FILES:,} is the most.")
    if length > limits.PACKAGE_DIRECTORY_BYTES:
        raise HostileError("The list of its files is too long.")
    if start + length != size - _END.size:
        raise _repacked(
            "its list of files isn't where its end says, as where something was put before it"
        )
    return count, start


def _why_no_end(file: BinaryIO, size: int) -> str:
    file.seek(0)
    if file.read(4) not in (b"PK\3\4", b"PK\5\6"):
        if size:
            return "It is no zip file. Ask for the one that `credfolio package` made."
        return "It is empty. Ask for it again."
    file.seek(max(0, size - (1 << 16) - _END.size))
    tail = file.read()
    if 0 <= tail.rfind(b"PK\5\6") <= len(tail) - _END.size:
        return str(_repacked("something stands behind its end, a comment or more"))
    return "It is cut off: the list of its files is missing. Ask for it again."


def _listed(raw: bytes, count: int) -> tuple[Entry, ...]:
    entries = []
    at = 0
    for _ in range(count):
        if len(raw) - at < _LISTED.size or raw[at : at + 4] != b"PK\1\2":
            raise HostileError("The list of its files is damaged.")
        fields = _LISTED.unpack_from(raw, at)
        at += _LISTED.size
        name, extra, comment = fields[12:15]
        entries.append(_entry(fields, raw[at : at + name]))
        if extra or comment:
            path = escaped(entries[-1].path)
            raise _repacked(f"{path} carries a field or comment of its own")
        at += name
    if at != len(raw):
        raise HostileError("The list of its files says more than its end does.")
    if len({entry.shared for entry in entries}) > 1:
        raise _repacked("its files differ in rights")
    return tuple(entries)


def _entry(fields: tuple[int, ...], raw: bytes) -> Entry:
    (_, made, system, needed, reserved, flags, method, time, date, crc, packed, size) = fields[:12]
    disk, internal, external, offset = fields[15:19]
    path = _decoded(raw, flags)
    shown = escaped(path)
    if flags & 0x2041:
        raise HostileError(f"{shown} is encrypted.")
    if flags & ~_UTF8:
        raise _repacked(f"{shown} is written in a way that no package is")
    if method not in (_STORED, _DEFLATED):
        raise HostileError(f"{shown} is packed by a method (number {method}) that no package uses.")
    if 0xFFFFFFFF in (packed, size, offset) or disk == 0xFFFF:
        raise HostileError(f"{shown} is of the large kind (zip64), which no package has.")
    if disk:
        raise HostileError(f"{shown} lies in another file of an archive in several.")
    _judge_kind(path, external)
    shared = (made, system, needed, reserved, internal, external)
    place = (packed, size, offset)
    return Entry(path, raw, flags, method, crc, *place, (needed, reserved), (time, date), shared)


def _decoded(raw: bytes, flags: int) -> str:
    try:
        path = raw.decode("utf-8" if flags & _UTF8 else "ascii")
    except UnicodeDecodeError as error:
        shown = escaped(raw.decode("utf-8", "replace"))
        raise HostileError(f"The name {shown} is not written in UTF-8.") from error
    if path.isascii() and flags & _UTF8:
        raise HostileError(f"The name {escaped(path)} is marked in a way that no package has.")
    return path


def _judge_kind(path: str, external: int) -> None:
    kind = stat.S_IFMT(external >> 16)
    if kind == stat.S_IFLNK:
        raise HostileError(f"{escaped(path)} is a link to another place.")
    if kind == stat.S_IFDIR or external & 0x10 or path.endswith("/"):
        raise _repacked(f"{escaped(path)} is a folder; a package has files only")
    if kind not in (0, stat.S_IFREG):
        raise HostileError(f"{escaped(path)} is no ordinary file.")


# --- names, sizes, places --------------------------------------------------------------------


def _judge_names(entries: tuple[Entry, ...]) -> None:
    for entry in entries:
        if found := fault(entry.path):
            raise HostileError(f"The name {escaped(entry.path) or '“”'} {found}.")
    if found := clash(entry.path for entry in entries):
        raise HostileError(found)


def _judge_sizes(entries: tuple[Entry, ...]) -> None:
    for entry in entries:
        shown = escaped(entry.path)
        if entry.method == _STORED and entry.packed != entry.size:
            raise HostileError(f"{shown} has two sizes.")
        if entry.size > max(limits.UNPACKED_SMALL, entry.packed * limits.UNPACKED_RATIO):
            times = entry.size // max(1, entry.packed)
            raise HostileError(f"{shown} would swell to {times:,} times its size.")
    whole = sum(entry.size for entry in entries)
    if whole > limits.UNPACKED_BYTES:
        raise HostileError(f"It would swell to {whole // 1_000_000:,} MB.")
    packed = sum(entry.packed for entry in entries)
    if whole > max(limits.UNPACKED_SMALL * 50, packed * limits.UNPACKED_RATIO):
        raise HostileError(f"It would swell to {whole // max(1, packed):,} times its size.")


def _judge_places(file: BinaryIO, entries: tuple[Entry, ...], end: int) -> None:
    """Each file where it should be, next to the one before, and called the same in both places."""
    at = 0
    for entry in entries:
        shown = escaped(entry.path)
        if entry.offset < at:
            raise HostileError(f"{shown} overlaps with another file.")
        if entry.offset > at:
            raise _repacked(f"something is hidden before {shown}")
        if at + entry.length > end:
            raise HostileError(f"{shown} reaches into the list of files.")
        file.seek(at)
        header = file.read(_LOCAL.size + len(entry.raw))
        if header != _local(entry):
            raise HostileError(f"{shown} is described in two ways, at its place and in the list.")
        at += entry.length
    if at != end:
        raise _repacked("something is hidden before the list of files")


def _local(entry: Entry) -> bytes:
    """The header that must stand before the file itself."""
    sizes = (entry.crc, entry.packed, entry.size, len(entry.raw), 0)
    fixed = (*entry.needed, entry.flags, entry.method, *entry.moment)
    return _LOCAL.pack(b"PK\3\4", *fixed, *sizes) + entry.raw


# --- content ---------------------------------------------------------------------------------


def _unpacked(file: BinaryIO, entry: Entry) -> Iterator[bytes]:
    file.seek(entry.offset + _LOCAL.size + len(entry.raw))
    stored = entry.method == _STORED
    stream = zlib.decompressobj(-15)
    left = entry.packed
    while left:
        packed = file.read(min(_CHUNK, left))
        if not packed:
            raise HostileError("It is cut off. Ask for it again.")
        left -= len(packed)
        if stored:
            yield packed
        else:
            yield from _inflated(stream, packed, entry, last=not left)
            # Others unpack files while this one waits for the next piece.
            file.seek(entry.offset + entry.length - left)
    if not stored and not stream.eof:
        raise HostileError(f"{escaped(entry.path)} can't be unpacked: it is cut off.")


def _inflated(
    stream: "zlib._Decompress", packed: bytes, entry: Entry, last: bool
) -> Iterator[bytes]:
    shown = escaped(entry.path)
    try:
        before, final = (packed[:-1], packed[-1]) if last else (packed, None)
        rest = before
        while rest:
            yield stream.decompress(rest, _CHUNK)
            rest = stream.unconsumed_tail
            if stream.eof:
                raise _repacked(f"something is hidden behind {shown}")
        if final is None:
            return
        if _padded(stream, final):
            raise _repacked(f"something is hidden behind {shown}")
        # One byte unpacks to some kilobytes at most.
        yield stream.decompress(bytes([final]))
        if stream.unused_data:
            raise _repacked(f"something is hidden behind {shown}")
    except zlib.error as error:
        raise HostileError(f"{shown} can't be unpacked: it is damaged.") from error


def _padded(stream: "zlib._Decompress", final: int) -> bool:
    """Whether a bit of the last byte is set that belongs to nothing: all above it do not matter."""
    highest = final.bit_length() - 1
    wanted = _outcome(stream, final)
    return highest >= 0 and all(
        _outcome(stream, final ^ 1 << bit) == wanted for bit in range(highest, 8)
    )


def _outcome(stream: "zlib._Decompress", final: int) -> tuple[bytes, bool] | None:
    trial = stream.copy()
    try:
        return trial.decompress(bytes([final])), trial.eof
    except zlib.error:
        return None
