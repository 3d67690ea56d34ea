"""mp4, m4a, mov: boxes in boxes. The length stands in the header, or is the sum of fragments."""

import struct
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from credfolio.recordings.reading import PIECE_BYTES, CutShort, Found, Reader, compare

Span = tuple[int, int]
"""Where a box's content begins and ends."""


def _boxes(reader: Reader, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
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


def _below(reader: Reader, span: Span, *path: bytes) -> Iterator[Span]:
    """The boxes at that path of types."""
    for kind, start, end in _boxes(reader, *span):
        if kind == path[0]:
            yield from _below(reader, (start, end), *path[1:]) if path[1:] else [(start, end)]


def _number(reader: Reader, span: Span, offset: int, form: str = ">I") -> int:
    number: int = struct.unpack(form, reader.at(span[0] + offset, struct.calcsize(form)))[0]
    return number


def _versioned(reader: Reader, span: Span, first: int, second: int) -> int:
    """The 32 bit number at an offset that depends on the box's version."""
    return _number(reader, span, second if reader.at(span[0], 1) == b"\1" else first)


def _wide(reader: Reader, span: Span, first: int, second: int) -> int:
    """The number at such an offset that has 64 bits in a later version; 0 if not known."""
    if reader.at(span[0], 1) == b"\1":
        number = _number(reader, span, second, ">Q")
        return 0 if number == 2**64 - 1 else number
    number = _number(reader, span, first)
    return 0 if number == 2**32 - 1 else number


def _cells(reader: Reader, span: Span, offset: int, most: int) -> "array[int]":
    """The 32 bit numbers of a table that begins at `offset`, `most` at the most; none of one that
    is longer than any recording of some hours needs.
    """
    room = max(min(span[1] - span[0] - offset, most * 4), 0)
    table = array("I", b"")
    content = reader.at(span[0] + offset, room) if room <= PIECE_BYTES else b""
    table.frombytes(content[: len(content) - len(content) % 4])
    if sys.byteorder == "little":
        table.byteswap()
    return table


@dataclass(slots=True)
class _Movie:
    """What a file's header tells. Seconds; `fragment` is the length announced for fragments."""

    told: float = 0.0
    fragment: float = 0.0
    fragmented: bool = False
    scales: dict[int, int] = field(default_factory=dict)
    defaults: dict[int, int] = field(default_factory=dict)
    sampled: dict[int, float] = field(default_factory=dict)
    bytes: int = 0


def mp4(reader: Reader) -> Found | None:
    """As the header says where the samples bear it out, else what samples or fragments sum to."""
    whole = (0, reader.size)
    movie = _Movie()
    for span in _below(reader, whole, b"moov"):
        _read_movie(reader, span, movie)
    if movie.fragmented:
        return _fragmented(reader, movie)
    held = max(movie.sampled.values(), default=0.0)
    if movie.bytes > reader.size or _is_cut(reader):
        raise CutShort(movie.told or held)
    if movie.told and held and movie.told > held * 1.02 + 3:
        return Found(held, "samples")
    if not held and not movie.bytes:
        return None  # a header alone: nothing is to be heard or seen
    return Found(movie.told, "header") if movie.told else Found(held, "samples")


def _is_cut(reader: Reader) -> bool:
    """Whether the last box goes on, by more than a little, where the file has ended."""
    start = 0
    while start + 16 <= reader.size:
        reader.step()
        size, _, large = struct.unpack(">I4sQ", reader.at(start, 16))
        size = large if size == 1 else size
        if size < 8:
            return False
        start += size
    return start > reader.size * 1.02 + 1000


def _read_movie(reader: Reader, span: Span, movie: _Movie) -> None:
    scale = 0
    for header in _below(reader, span, b"mvhd"):
        scale = _versioned(reader, header, 12, 20)
        movie.told = _wide(reader, header, 16, 24) / scale if scale else 0.0
    for track in _below(reader, span, b"trak"):
        _read_track(reader, track, movie)
    for extends in _below(reader, span, b"mvex"):
        movie.fragmented = True
        for announced in _below(reader, extends, b"mehd"):
            movie.fragment = _wide(reader, announced, 4, 4) / scale if scale else 0.0
        for default in _below(reader, extends, b"trex"):
            movie.defaults[_number(reader, default, 4)] = _number(reader, default, 12)


def _read_track(reader: Reader, track: Span, movie: _Movie) -> None:
    """Its clock, the seconds of its samples and the bytes that they take."""
    id = next((_versioned(reader, h, 12, 20) for h in _below(reader, track, b"tkhd")), 0)
    for media in _below(reader, track, b"mdia"):
        scale = next((_versioned(reader, h, 12, 20) for h in _below(reader, media, b"mdhd")), 0)
        movie.scales[id] = scale
        for table in _below(reader, media, b"minf", b"stbl"):
            ticks, held = _samples(reader, table)
            movie.sampled[id] = ticks / scale if scale else 0.0
            movie.bytes += held


def _samples(reader: Reader, table: Span) -> tuple[int, int]:
    """(ticks, bytes) of all samples of a track; no ticks where each is empty."""
    ticks = held = 0
    for times in _below(reader, table, b"stts"):
        cells = _cells(reader, times, 8, 2 * _number(reader, times, 4))
        ticks = sum(n * delta for n, delta in zip(cells[::2], cells[1::2], strict=False))
    for sizes in _below(reader, table, b"stsz"):
        one, count = _number(reader, sizes, 4), _number(reader, sizes, 8)
        cells = _cells(reader, sizes, 12, 0 if one else count)
        held = one * count or sum(cells)
        if not held and (cells or not count):
            ticks = 0
    return ticks, held


# --- fragments -------------------------------------------------------------------------------


def _fragmented(reader: Reader, movie: _Movie) -> Found | None:
    """What the header's samples and all fragments sum to, or what is announced if that is near."""
    seconds = dict(movie.sampled)
    whole = 0.0
    for kind, start, end in _boxes(reader, 0, reader.size):
        if kind == b"moof":
            whole = max(seconds.values(), default=0.0)
            for id, ticks in _fragment(reader, (start, end), movie.defaults):
                if scale := movie.scales.get(id):
                    seconds[id] = seconds.get(id, 0.0) + ticks / scale
    held = max(seconds.values(), default=0.0)
    if _is_cut(reader):
        raise CutShort(max(movie.fragment, held), whole)
    if movie.fragment and held:
        return compare(movie.fragment, held, "header")
    return Found(held, "fragments") if held else None


def _fragment(
    reader: Reader, fragment: Span, defaults: dict[int, int]
) -> Iterator[tuple[int, int]]:
    """(track, ticks) of each track's share of a fragment."""
    for span in _below(reader, fragment, b"traf"):
        yield _share(reader, span, defaults)


def _share(reader: Reader, span: Span, defaults: dict[int, int]) -> tuple[int, int]:
    track, default = 0, 0
    for header in _below(reader, span, b"tfhd"):
        flags = _number(reader, header, 0) & 0xFFFFFF
        track = _number(reader, header, 4)
        default = defaults.get(track, 0)
        if flags & 0x08:
            default = _number(reader, header, 8 + (8 if flags & 1 else 0) + (4 if flags & 2 else 0))
    return track, sum(_run(reader, run, default) for run in _below(reader, span, b"trun"))


def _run(reader: Reader, span: Span, default: int) -> int:
    """Ticks of one run of samples, each of which takes a byte at least."""
    flags = _number(reader, span, 0) & 0xFFFFFF
    count = min(_number(reader, span, 4), reader.size)
    if not flags & 0x100:
        return count * default
    width = (flags & 0xF00).bit_count()
    start = 8 + (4 if flags & 1 else 0) + (4 if flags & 4 else 0)
    return sum(_cells(reader, span, start, count * width)[::width])
