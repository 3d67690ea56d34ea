"""What recordings say besides sound and pixels: ID3, RIFF, FLAC, Ogg and Matroska tags."""

import struct
from collections.abc import Iterator
from itertools import pairwise

from credfolio import limits
from credfolio.privacy.archives import inflated
from credfolio.privacy.parts import Part, Raw, UnreadError

_TAIL = 65_536
_DEPTH = 8


def id3(raw: Raw) -> Iterator[Part]:
    """The tags before and behind the sound of an mp3 file."""
    if bytes(raw[:3]) == b"ID3":
        size = _synchsafe(raw[6:10])
        version, flags = raw[3], raw[5]
        content = bytes(raw[10 : 10 + size])
        if flags & 0x80 and version < 4:
            content = content.replace(b"\xff\0", b"\xff")
        yield from _frames(content, version, bool(flags & 0x40))
    tail = bytes(raw[max(0, len(raw) - _TAIL) :])
    starts = [at for sign in (b"APETAGEX", b"LYRICSBEGIN") if (at := tail.find(sign)) >= 0]
    if tail[-128:-125] == b"TAG":
        # Title, artist, album, year and comment, each of a fixed width with nothing in between.
        fields = (tail[at - 128 : end - 128] for at, end in pairwise((3, 33, 63, 93, 97, 127)))
        yield Part("the tag at the end", b"\n".join(fields), "text")
    if starts:
        yield Part("the tag at the end", tail[min(starts) :], "text")


def _synchsafe(four: bytes) -> int:
    return sum((byte & 127) << shift for byte, shift in zip(four, (21, 14, 7, 0), strict=True))


def _frames(content: bytes, version: int, extended: bool) -> Iterator[Part]:
    """ID3 frames, each by itself: their texts are of different encodings."""
    if extended or version not in (3, 4):
        yield Part("ID3", content, "text")
        return
    at = 0
    while at + 10 <= len(content) and content[at]:
        name = content[at : at + 4].decode("latin-1")
        size = _synchsafe(content[at + 4 : at + 8])
        if version == 3:
            size = struct.unpack(">I", content[at + 4 : at + 8])[0]
        frame = content[at + 10 : at + 10 + size]
        packed = content[at + 9] & (0x80 if version == 3 else 0x08)
        yield Part(f"ID3 {name}", inflated(frame[4:]) if packed else _unframed(frame), "text")
        at += 10 + size


def _unframed(frame: bytes) -> bytes:
    """A frame's text as UTF-8, where its first byte says that it is UTF-16."""
    if frame[:1] in (b"\1", b"\2"):
        encoding = "utf-16" if frame[:1] == b"\1" else "utf-16-be"
        # A description may stand before the text, with a mark of its own, at an odd place.
        return frame + b"\n" + frame[1:].decode(encoding, "replace").encode("utf-8", "replace")
    return frame


def riff(raw: Raw) -> Iterator[Part]:
    """The chunks of a wav or avi file, all but the sound."""
    at = 12
    while at + 8 <= len(raw):
        code, size = struct.unpack("<4sI", raw[at : at + 8])
        if code not in (b"data", b"movi", b"idx1"):
            yield Part(code.decode("latin-1"), bytes(raw[at + 8 : at + 8 + size]), "text")
        at += 8 + size + (size & 1)


def flac(raw: Raw) -> Iterator[Part]:
    """The metadata blocks of a FLAC file. Raises UnreadError."""
    at, last = 4, False
    while not last:
        if at + 4 > len(raw):
            raise UnreadError("it is cut off")
        last, kind = bool(raw[at] & 0x80), raw[at] & 0x7F
        size = int.from_bytes(raw[at + 1 : at + 4], "big")
        content = bytes(raw[at + 4 : at + 4 + size])
        yield Part("tags" if kind == 4 else "metadata", content, "text")
        at += 4 + size


def ogg(raw: Raw) -> Iterator[Part]:
    """The first pages of each stream of an Ogg file, which hold its tags, put together."""
    at, streams = 0, dict[bytes, bytearray]()
    while bytes(raw[at : at + 4]) == b"OggS" and at < limits.OGG_HEADERS:
        count = raw[at + 26]
        sizes = raw[at + 27 : at + 27 + count]
        start = at + 27 + count
        at = start + sum(sizes)
        serial = bytes(raw[start - count - 13 : start - count - 9])
        streams.setdefault(serial, bytearray()).extend(raw[start:at])
    if not streams:
        raise UnreadError("its parts don't fit together")
    for content in streams.values():
        yield Part("tags", bytes(content), "text")


_EBML_HOLDING = frozenset((0x18538067, 0x1549A966, 0x1254C367, 0x1654AE6B, 0x1941A469, 0x1043A770))
_EBML_SOUND = frozenset((0x1F43B675, 0x1C53BB6B))


def matroska(raw: Raw) -> Iterator[Part]:
    """What a webm or mkv file says besides its clusters. Raises UnreadError."""
    yield from _elements(raw, 0, len(raw))


def _elements(raw: Raw, at: int, end: int, depth: int = 0) -> Iterator[Part]:
    while at < end:
        id, at = _number(raw, at, keep=True)
        size, at = _number(raw, at)
        unknown = size is None
        stop = end if size is None else at + size
        if id in _EBML_SOUND:
            if unknown:  # a live recording: clusters follow each other to the end
                return
        elif id in _EBML_HOLDING and depth < _DEPTH:
            yield from _elements(raw, at, min(stop, end), depth + 1)
        elif stop > end:
            raise UnreadError("it is cut off")
        else:
            yield Part("tags", bytes(raw[at:stop]), "text")
        at = stop


def _number(raw: Raw, at: int, keep: bool = False) -> tuple[int | None, int]:
    """A number of variable length and where it ends; None: a size that is not known."""
    if at >= len(raw) or not raw[at]:
        raise UnreadError("its parts don't fit together")
    length = 9 - raw[at].bit_length()
    value = int.from_bytes(raw[at : at + length], "big")
    if keep:
        return value, at + length
    value &= (1 << (7 * length)) - 1
    return (None if value == (1 << (7 * length)) - 1 else value), at + length
