"""Exif and TIFF: a chain of directories of tagged values."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from credfolio import limits
from credfolio.privacy.parts import DAMAGED, Part, Raw, UnreadError

ORIENTATION, EXIF, GPS, INTEROPERABILITY = 0x112, 0x8769, 0x8825, 0xA005
_SUB_IFDS = 0x14A
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
# What a TIFF file needs to be shown: sizes, layout, colours, where its strips and tiles lie.
_SHOWS = frozenset(
    (*range(0xFE, 0x10D), 0x10A, 0x111, ORIENTATION, *range(0x115, 0x11D), 0x11E, 0x11F,
     *range(0x122, 0x126), 0x128, 0x129, 0x12D, *range(0x13D, 0x14B), *range(0x14C, 0x151),
     *range(0x152, 0x15C), 0x200, 0x201, 0x202, *range(0x203, 0x210), *range(0x211, 0x215),
     0x828D, 0x828E, 0x8773)
)  # fmt: skip


class Entry(NamedTuple):
    """A tag. `at`: where its twelve bytes lie; `start`, `end`: where its value lies."""

    tag: int
    form: int
    number: int
    at: int
    start: int
    end: int


class Directory(NamedTuple):
    """`kind`: the tag that led to it, 0 for one of the chain. `at`: where it lies."""

    kind: int
    at: int
    entries: tuple[Entry, ...]


class Exif(NamedTuple):
    order: str
    directories: tuple[Directory, ...]

    def first(self, raw: Raw, tag: int) -> int | None:
        """The first whole number under `tag` of the first directory that has it."""
        for directory in self.directories:
            for entry in directory.entries:
                if entry.tag == tag and entry.form in (3, 4, 13) and entry.number:
                    return _numbers(raw, entry, self.order)[0]
        return None


def read(raw: Raw) -> Exif:
    """The directories of TIFF data, from its byte-order mark on. Raises UnreadError."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(bytes(raw[:4]))
    if order is None or len(raw) < 8:
        raise UnreadError("its Exif data are damaged")
    found: list[Directory] = []
    pending = [(0, struct.unpack(f"{order}I", raw[4:8])[0])]
    seen: set[int] = set()
    while pending and len(found) < limits.EXIF_DIRECTORIES:
        kind, at = pending.pop(0)
        if not at or at in seen:
            continue
        seen.add(at)
        directory, following = _directory(raw, kind, at, order)
        found.append(directory)
        pending += following
    return Exif(order, tuple(found))


def _directory(raw: Raw, kind: int, at: int, order: str) -> tuple[Directory, list[tuple[int, int]]]:
    if at + 2 > len(raw):
        raise UnreadError("its Exif data are damaged")
    count = struct.unpack(f"{order}H", raw[at : at + 2])[0]
    end = at + 2 + 12 * count
    if end > len(raw):
        raise UnreadError("its Exif data are damaged")
    entries = [e for n in range(count) if (e := _entry(raw, at + 2 + 12 * n, order))]
    following: list[tuple[int, int]] = []
    for entry in entries:
        if entry.tag in (EXIF, GPS, INTEROPERABILITY, _SUB_IFDS) and entry.form in (4, 13):
            following += [(entry.tag, n) for n in _numbers(raw, entry, order)[:16]]
    if kind == 0 and end + 4 <= len(raw):
        following.append((0, struct.unpack(f"{order}I", raw[end : end + 4])[0]))
    return Directory(kind, at, tuple(entries)), following


def _entry(raw: Raw, at: int, order: str) -> Entry | None:
    tag, form, count = struct.unpack(f"{order}HHI", raw[at : at + 8])
    size = _SIZES.get(form, 1) * count
    start = at + 8 if size <= 4 else struct.unpack(f"{order}I", raw[at + 8 : at + 12])[0]
    if start + size > len(raw):
        return None
    return Entry(tag, form, count, at, start, start + size)


def _numbers(raw: Raw, entry: Entry, order: str) -> list[int]:
    form = "H" if entry.form == 3 else "I"
    count = min(entry.number, 64)
    size = struct.calcsize(form) * count
    return list(struct.unpack(f"{order}{count}{form}", raw[entry.start : entry.start + size]))


def has_place(raw: Raw) -> bool:
    """Whether Exif data say where the picture was taken: a latitude that is not empty."""
    try:
        found = read(raw)
    except DAMAGED:
        return False
    return any(
        entry.tag == 2 and any(raw[entry.start : entry.end])
        for directory in found.directories
        if directory.kind == GPS
        for entry in directory.entries
    )


def texts(raw: Raw) -> Iterator[Part]:
    """The values of a TIFF file that are text or may hold some."""
    for directory in read(raw).directories:
        for entry in directory.entries:
            if entry.form in (1, 2, 7) and entry.end - entry.start <= limits.EXIF_TEXT:
                yield Part("Exif", bytes(raw[entry.start : entry.end]), "text")


def pixels_only(raw: bytes) -> bytes:
    """A TIFF file with every value overwritten that is not needed to show it.

    Nothing moves, since the values say where pixels lie: directories become shorter, and what
    they no longer name becomes zeros. Raises UnreadError.
    """
    found = read(raw)
    out = bytearray(raw)
    for directory in found.directories:
        kept = [e for e in directory.entries if e.tag in _SHOWS or e.tag == _SUB_IFDS]
        if directory.kind not in (0, _SUB_IFDS):
            kept = []
        for entry in directory.entries:
            if entry not in kept:
                out[entry.start : entry.end] = bytes(entry.end - entry.start)
        rows = [raw[e.at : e.at + 12] for e in kept]
        count = struct.unpack(f"{found.order}H", raw[directory.at : directory.at + 2])[0]
        end = directory.at + 2 + 12 * count
        body = struct.pack(f"{found.order}H", len(kept)) + b"".join(rows) + raw[end : end + 4]
        out[directory.at : end + 4] = body.ljust(end + 4 - directory.at, b"\0")
    return bytes(out)
