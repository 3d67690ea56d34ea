"""How long a recording is, read from the file itself. Nothing is decoded.

tinytag reads mp3 and ogg. The containers of boxes are read here: what phones, browsers and meeting
tools write as they record holds no length in its header, and a stranger's file of ten million empty
boxes must not keep the reader busy.
"""

import math
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_ELEMENTS = 500_000
"""Boxes or blocks looked at in one file. Two hours of recording have some 400,000."""

_HEADER_BYTES = 4_000_000
"""The longest single box that is read."""


class _TooMuch(Exception):
    """The file goes on for longer than is looked at."""


@dataclass(slots=True)
class _Reader:
    """An open file with its size and the number of elements that may still be read."""

    file: BinaryIO
    size: int
    left: int = _ELEMENTS

    def at(self, start: int, count: int) -> bytes:
        """Up to `count` bytes from `start`; fewer where the file ends."""
        if count > _HEADER_BYTES:
            raise _TooMuch
        self.file.seek(start)
        return self.file.read(count)

    def step(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise _TooMuch


def length(path: Path) -> tuple[float | None, str]:
    """(seconds, how they were found), or (None, why not: words that follow the file's name).

    Zero is no length. A file whose beginning is not what its name says has none either.
    """
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        return None, "is no kind of recording that is known"
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            reader = _Reader(file, size)
            if not size:
                return None, "is empty"
            if not kind.is_signed(reader.at(0, 16)):
                return None, "is not what its name says"
            return _measured(path, reader, kind)
    except FileNotFoundError:
        return None, "is missing"
    except OSError as error:
        return None, f"can't be read: {error.strerror or error}"


def _measured(path: Path, reader: _Reader, kind: "_Kind") -> tuple[float | None, str]:
    try:
        found = kind.measure(reader) if kind.measure else _by_tinytag(path)
    except (struct.error, _TooMuch):
        found = None
    seconds = _plausible(found)
    return (seconds, kind.method) if seconds else (None, "holds no length that can be read")


def _by_tinytag(path: Path) -> float | None:
    from tinytag import TinyTag
    from tinytag.tinytag import TinyTagException

    try:
        return TinyTag.get(path, tags=False).duration
    except (TinyTagException, struct.error, ValueError, LookupError, TypeError, EOFError):
        return None


def _plausible(seconds: float | None) -> float | None:
    return seconds if seconds and math.isfinite(seconds) and seconds > 0 else None


# --- wav and flac ----------------------------------------------------------------------------


def _wave(reader: _Reader) -> float | None:
    """Bytes of sound by bytes a second."""
    rate, start = 0, 12
    while start + 8 <= reader.size:
        reader.step()
        kind, size = struct.unpack("<4sI", reader.at(start, 8))
        if kind == b"fmt ":
            rate = struct.unpack("<I", reader.at(start + 16, 4))[0]
        elif kind == b"data":
            return min(size, reader.size - start - 8) / rate if rate else None
        start += 8 + size + size % 2
    return None


def _flac(reader: _Reader) -> float | None:
    """Samples by samples a second; both stand in the first block."""
    packed = int.from_bytes(reader.at(18, 8))
    rate, samples = packed >> 44, packed & (1 << 36) - 1
    return samples / rate if rate else None


# --- mp4 -------------------------------------------------------------------------------------


def _boxes(reader: _Reader, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(type, start and end of its content) of each box from `start` on."""
    while start + 8 <= end:
        reader.step()
        head = reader.at(start, 16)
        if len(head) < 8:
            return
        size, kind = struct.unpack(">I4s", head[:8])
        content = start + 8
        if size == 1 and len(head) == 16:
            size, content = struct.unpack(">Q", head[8:])[0], start + 16
        stop = end if size == 0 else min(start + size, end)
        if stop < content:
            return
        yield kind, content, stop
        start = stop


def _below(reader: _Reader, span: tuple[int, int], *path: bytes) -> Iterator[tuple[int, int]]:
    """The boxes at that path of types."""
    for kind, start, end in _boxes(reader, *span):
        if kind == path[0]:
            yield from _below(reader, (start, end), *path[1:]) if path[1:] else [(start, end)]


def _number(reader: _Reader, span: tuple[int, int], offset: int, form: str = ">I") -> int:
    number: int = struct.unpack(form, reader.at(span[0] + offset, struct.calcsize(form)))[0]
    return number


def _versioned(reader: _Reader, span: tuple[int, int], first: int, second: int) -> int:
    """The 32 bit number at an offset that depends on the box's version."""
    return _number(reader, span, second if reader.at(span[0], 1) == b"\1" else first)


def _wide(reader: _Reader, span: tuple[int, int], first: int, second: int) -> int:
    """The number at such an offset that has 64 bits in a later version; 0 if not known."""
    if reader.at(span[0], 1) == b"\1":
        number = _number(reader, span, second, ">Q")
        return 0 if number == 2**64 - 1 else number
    number = _number(reader, span, first)
    return 0 if number == 2**32 - 1 else number


def _mp4(reader: _Reader) -> float | None:
    """Seconds of an mp4: as its header says, or for fragments as announced, else their sum."""
    whole = (0, reader.size)
    scales: dict[int, int] = {}
    defaults: dict[int, int] = {}
    for movie in _below(reader, whole, b"moov"):
        for header in _below(reader, movie, b"mvhd"):
            scale = _versioned(reader, header, 12, 20)
            told = _wide(reader, header, 16, 24)
            if told and scale:
                return told / scale
            for announced in _below(reader, movie, b"mvex", b"mehd"):
                ticks = _wide(reader, announced, 4, 4)
                if ticks and scale:
                    return ticks / scale
        for track in _below(reader, movie, b"trak"):
            for id, media in zip(
                _below(reader, track, b"tkhd"),
                _below(reader, track, b"mdia", b"mdhd"),
                strict=False,
            ):
                scales[_versioned(reader, id, 12, 20)] = _versioned(reader, media, 12, 20)
        for extends in _below(reader, movie, b"mvex", b"trex"):
            defaults[_number(reader, extends, 4)] = _number(reader, extends, 12)
    ticks_of = dict.fromkeys(scales, 0)
    for fragment in _below(reader, whole, b"moof", b"traf"):
        track_id, ticks = _fragment(reader, fragment, defaults)
        ticks_of[track_id] = ticks_of.get(track_id, 0) + ticks
    return max((ticks_of[id] / scale for id, scale in scales.items() if scale), default=None)


def _fragment(reader: _Reader, span: tuple[int, int], defaults: dict[int, int]) -> tuple[int, int]:
    """(track, ticks) of one track fragment."""
    track, default = 0, 0
    for header in _below(reader, span, b"tfhd"):
        flags = _number(reader, header, 0) & 0xFFFFFF
        track = _number(reader, header, 4)
        default = defaults.get(track, 0)
        if flags & 0x08:
            default = _number(reader, header, 8 + (8 if flags & 1 else 0) + (4 if flags & 2 else 0))
    return track, sum(_run(reader, run, default) for run in _below(reader, span, b"trun"))


def _run(reader: _Reader, span: tuple[int, int], default: int) -> int:
    """Ticks of one run of samples."""
    flags = _number(reader, span, 0) & 0xFFFFFF
    count = _number(reader, span, 4)
    if not flags & 0x100:
        return count * default
    width = 4 * (flags & 0xF00).bit_count()
    start = span[0] + 8 + (4 if flags & 1 else 0) + (4 if flags & 4 else 0)
    table = reader.at(start, min(count * width, span[1] - start))
    whole = table[: len(table) - len(table) % width]
    return sum(int.from_bytes(whole[n : n + 4]) for n in range(0, len(whole), width))


# --- webm and mkv ----------------------------------------------------------------------------

_SEGMENT, _INFO, _SCALE, _DURATION = 0x18538067, 0x1549A966, 0x2AD7B1, 0x4489
_CLUSTER, _TIME, _SIMPLE_BLOCK, _GROUP, _BLOCK = 0x1F43B675, 0xE7, 0xA3, 0xA0, 0xA1


def _elements(reader: _Reader, start: int, end: int) -> Iterator[tuple[int, int, int, bool]]:
    """(id, start and end of its content, whether its size is told); see into those without size."""
    while start < end:
        reader.step()
        head = reader.at(start, 12)
        id_width = _width(head)
        size_width = _width(head[id_width:])
        if not id_width or not size_width or len(head) < id_width + size_width:
            return
        content = start + id_width + size_width
        size = int.from_bytes(head[id_width : id_width + size_width])
        size &= (1 << 7 * size_width) - 1
        told = size != (1 << 7 * size_width) - 1
        stop = min(content + size, end) if told else content
        yield int.from_bytes(head[:id_width]), content, stop if told else end, told
        start = stop


def _width(head: bytes) -> int:
    """Bytes that a number of variable width takes; 0 for none."""
    return 9 - head[0].bit_length() if head and head[0] else 0


def _matroska(reader: _Reader) -> float | None:
    """Seconds of a webm or mkv: as its header says, else up to its last block."""
    for id, start, end, _ in _elements(reader, 0, reader.size):
        if id == _SEGMENT:
            return _segment(reader, start, end)
    return None


def _segment(reader: _Reader, start: int, end: int) -> float | None:
    scale = 1_000_000
    time = last = 0
    cluster: tuple[int, int] | None = None
    for id, inside, stop, told in _elements(reader, start, end):
        if id == _INFO:
            scale, duration = _info(reader, inside, stop)
            if duration:
                return duration * scale / 1e9
        elif id == _CLUSTER:
            cluster = (inside, stop) if told else None
        elif id == _TIME:
            time = int.from_bytes(reader.at(inside, min(stop - inside, 8)))
        elif id in (_SIMPLE_BLOCK, _GROUP):
            last = max(last, time + _block_time(reader, id, inside, stop))
    if cluster:
        last = max(last, _cluster(reader, *cluster))
    return last * scale / 1e9


def _info(reader: _Reader, start: int, end: int) -> tuple[int, float]:
    """(nanoseconds of a tick, ticks); no ticks where the header does not say."""
    scale, duration = 1_000_000, 0.0
    for id, inside, stop, _ in _elements(reader, start, end):
        content = reader.at(inside, min(stop - inside, 8))
        if id == _SCALE:
            scale = int.from_bytes(content)
        elif id == _DURATION and len(content) in (4, 8):
            duration = struct.unpack(">f" if len(content) == 4 else ">d", content)[0]
    return scale, duration


def _cluster(reader: _Reader, start: int, end: int) -> int:
    """The ticks at which the last block of a cluster begins."""
    time = last = 0
    for id, inside, stop, _ in _elements(reader, start, end):
        if id == _TIME:
            time = int.from_bytes(reader.at(inside, min(stop - inside, 8)))
        elif id in (_SIMPLE_BLOCK, _GROUP):
            last = max(last, time + _block_time(reader, id, inside, stop))
    return last


def _block_time(reader: _Reader, id: int, start: int, end: int) -> int:
    """A block's ticks after its cluster's; in a group it is the first element."""
    if id == _GROUP:
        inner = next((e for e in _elements(reader, start, end) if e[0] == _BLOCK), None)
        if inner is None:
            return 0
        start = inner[1]
    track = reader.at(start, 1)
    ticks: int = struct.unpack(">h", reader.at(start + _width(track), 2))[0]
    return ticks


# --- what a file is --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Kind:
    """A container: how a file of it begins, and how its length is found; else by tinytag."""

    is_signed: Callable[[bytes], bool]
    measure: Callable[[_Reader], float | None] | None = None

    @property
    def method(self) -> str:
        return "measured" if self.measure else "tinytag"


def _begins(*signs: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(signs)


def _is_mp3(head: bytes) -> bool:
    frame = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0
    return frame or head.startswith(b"ID3")


_OGG = _Kind(_begins(b"OggS"))
_MPEG4 = _Kind(lambda head: head[4:8] in (b"ftyp", b"moov", b"wide", b"styp"), _mp4)
_MATROSKA = _Kind(_begins(b"\x1a\x45\xdf\xa3"), _matroska)
_KINDS = {
    ".mp3": _Kind(_is_mp3),
    ".wav": _Kind(lambda head: head[:4] == b"RIFF" and head[8:12] == b"WAVE", _wave),
    ".flac": _Kind(_begins(b"fLaC"), _flac),
    **dict.fromkeys((".m4a", ".mp4", ".m4v", ".mov"), _MPEG4),
    **dict.fromkeys((".ogg", ".oga", ".opus"), _OGG),
    **dict.fromkeys((".webm", ".mkv", ".mka"), _MATROSKA),
}
