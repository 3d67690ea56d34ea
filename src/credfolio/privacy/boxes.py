"""Boxes of ISO files: what mp4, mov, m4a and heic say besides pixels and sound."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from credfolio import limits
from credfolio.privacy.parts import Part, Raw, UnreadError

_HOLDING = frozenset(b"moov trak mdia minf stbl udta edts dinf moof traf mvex ilst".split())
_SAMPLES = frozenset((b"mdat", b"idat"))
_TABLES = frozenset(b"stts ctts stsc stsz stco co64 stss sdtp trun sidx saio saiz senc".split())
_DEPTH = 12
PICTURE_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis")


class Box(NamedTuple):
    """`start`, `end`: of its content, behind the header."""

    kind: bytes
    start: int
    end: int


def boxes(raw: Raw, start: int, end: int) -> Iterator[Box]:
    """The boxes between two offsets. Raises UnreadError where they make no sense."""
    while start + 8 <= end:
        size, kind = struct.unpack(">I4s", raw[start : start + 8])
        head = 8
        if size == 1 and start + 16 <= end:
            size, head = struct.unpack(">Q", raw[start + 8 : start + 16])[0], 16
        elif size == 0:
            size = end - start
        if size < head or start + size > end:
            raise UnreadError("its parts don't fit together")
        yield Box(kind, start + head, start + size)
        start += size


def is_iso(raw: Raw) -> bool:
    return raw[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free") and len(raw) > 16


def is_picture(raw: Raw) -> bool:
    """Whether an ISO file is a still picture: heic, heif or avif."""
    return bytes(raw[4:8]) == b"ftyp" and bytes(raw[8:12]) in PICTURE_BRANDS


def said(raw: Raw) -> Iterator[Part]:
    """Everything but sound, pixels and tables of where those stand."""
    count = 0
    pending = [(box, 1) for box in boxes(raw, 0, len(raw))]
    while pending:
        box, depth = pending.pop()
        count += 1
        if count > limits.SEARCHED_BOXES:
            raise UnreadError("it has too many parts")
        if box.kind in _HOLDING and depth < _DEPTH:
            pending += [(inner, depth + 1) for inner in boxes(raw, box.start, box.end)]
        elif box.kind not in _SAMPLES and box.kind not in _TABLES:
            if box.end - box.start > limits.SEARCHED_BOX_BYTES:
                raise UnreadError("a part of it is too large")
            yield Part(box.kind.decode("latin-1"), bytes(raw[box.start : box.end]), "text")
    if is_picture(raw):
        for item in items(raw):
            if item.kind in (b"Exif", b"mime"):
                for start, end in item.extents:
                    yield Part(item.kind.decode("latin-1"), bytes(raw[start:end]), "text")


def place_recorded(raw: Raw) -> bool:
    """Whether a recording says where it was made."""
    moov = next((box for box in boxes(raw, 0, len(raw)) if box.kind == b"moov"), None)
    if moov is None:
        return False
    for box in boxes(raw, moov.start, moov.end):
        if box.kind in (b"udta", b"meta"):
            content = raw[box.start : box.end]
            signs = (b"\xa9xyz", b"loci", b"com.apple.quicktime.location.ISO6709")
            if any(sign in content for sign in signs):
                return True
    return False


# --- items of a picture ----------------------------------------------------------------------


class Item(NamedTuple):
    """`extents`: (start, end) in the file."""

    kind: bytes
    extents: tuple[tuple[int, int], ...]


def items(raw: Raw) -> list[Item]:
    """The items of a heic or avif file: pictures, Exif, XMP. Raises UnreadError."""
    meta = next((box for box in boxes(raw, 0, len(raw)) if box.kind == b"meta"), None)
    if meta is None:
        return []
    inner = {box.kind: box for box in boxes(raw, meta.start + 4, meta.end)}
    try:
        kinds = _kinds(raw, inner[b"iinf"])
        places = _places(raw, inner[b"iloc"], inner.get(b"idat"))
    except (KeyError, struct.error, IndexError) as error:
        raise UnreadError("its parts don't fit together") from error
    return [Item(kind, places.get(number, ())) for number, kind in kinds.items()]


def _kinds(raw: Raw, iinf: Box) -> dict[int, bytes]:
    version = raw[iinf.start]
    first = iinf.start + (6 if version == 0 else 8)
    kinds = {}
    for box in boxes(raw, first, iinf.end):
        wide = raw[box.start] >= 3
        form = ">IH4s" if wide else ">HH4s"
        number, _, kind = struct.unpack_from(form, raw[box.start + 4 : box.start + 16])
        kinds[number] = kind
    return kinds


def _places(raw: Raw, iloc: Box, idat: Box | None) -> dict[int, tuple[tuple[int, int], ...]]:
    content = bytes(raw[iloc.start : iloc.end])
    version = content[0]
    offset_size, length_size = content[4] >> 4, content[4] & 15
    base_size, index_size = content[5] >> 4, content[5] & 15 if version else 0
    at = 6

    def number(size: int) -> int:
        nonlocal at
        value = int.from_bytes(content[at : at + size], "big")
        at += size
        return value

    places = {}
    for _ in range(number(4 if version == 2 else 2)):
        id = number(4 if version == 2 else 2)
        method = number(2) & 15 if version else 0
        number(2)
        base = number(base_size)
        if method == 1 and idat:
            base += idat.start
        extents = []
        for _ in range(number(2)):
            number(index_size)
            start = base + number(offset_size)
            extents.append((start, start + number(length_size)))
        if at > len(content):
            raise UnreadError("its parts don't fit together")
        places[id] = tuple(e for e in extents if e[1] <= len(raw))
    return places
