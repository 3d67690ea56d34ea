"""webm and mkv: elements with a size, or without one while they were recorded live."""

import struct
from collections.abc import Iterator

from credfolio.recordings.reading import CutShort, Found, Reader, compare

_SEGMENT, _INFO, _SCALE, _DURATION = 0x18538067, 0x1549A966, 0x2AD7B1, 0x4489
_CLUSTER, _TIME, _SIMPLE_BLOCK, _GROUP, _BLOCK = 0x1F43B675, 0xE7, 0xA3, 0xA0, 0xA1
_CLUSTER_SIGN = b"\x1f\x43\xb6\x75"


def _elements(reader: Reader, start: int, end: int) -> Iterator[tuple[int, int, int, bool]]:
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
        stop = content + size if told else content
        yield int.from_bytes(head[:id_width]), content, stop if told else end, told
        start = stop


def _width(head: bytes) -> int:
    """Bytes that a number of variable width takes; 0 for none."""
    return 9 - head[0].bit_length() if head and head[0] else 0


def matroska(reader: Reader) -> Found | None:
    """As the header says where the blocks bear it out, else up to the last block."""
    for id, start, end, told in _elements(reader, 0, reader.size):
        if id == _SEGMENT:
            found = _segment(reader, start, min(end, reader.size))
            if found and told and end > reader.size * 1.02 + 1000:
                raise CutShort(found.seconds if found.how == "header" else None)
            return found
    return None


def _segment(reader: Reader, start: int, end: int) -> Found | None:
    scale, duration, last = 1_000_000, 0.0, 0
    cluster: tuple[int, int] | None = None
    for id, inside, stop, told in _elements(reader, start, end):
        if id == _INFO:
            scale, duration = _info(reader, inside, stop)
        elif id == _CLUSTER and told:
            cluster = (inside, min(stop, end))
        elif id == _CLUSTER:
            last = _live(reader, inside, end)
            break
    if cluster:
        last = _cluster(reader, *cluster)
    seconds = last * scale / 1e9
    if duration and last:
        return compare(duration * scale / 1e9, seconds, "header")
    if duration:
        raise CutShort(duration * scale / 1e9)
    return Found(seconds, "last block") if seconds else None


def _live(reader: Reader, start: int, end: int) -> int:
    """The ticks of the last block where clusters have no size: the last of them is looked for."""
    first, piece = reader.tail()
    at = len(piece)
    while (at := piece.rfind(_CLUSTER_SIGN, 0, at)) >= 0 and first + at > start:
        id, inside, _, _ = next(_elements(reader, first + at, end), (0, 0, 0, False))
        if id == _CLUSTER and reader.at(inside, 1) in (b"\xe7", b"\xbf"):
            start = inside
            break
    return _cluster(reader, start, end)


def _info(reader: Reader, start: int, end: int) -> tuple[int, float]:
    """(nanoseconds of a tick, ticks); no ticks where the header does not say."""
    scale, duration = 1_000_000, 0.0
    for id, inside, stop, _ in _elements(reader, start, end):
        content = reader.at(inside, min(stop - inside, 8))
        if id == _SCALE:
            scale = int.from_bytes(content)
        elif id == _DURATION and len(content) in (4, 8):
            duration = struct.unpack(">f" if len(content) == 4 else ">d", content)[0]
    return scale, duration


def _cluster(reader: Reader, start: int, end: int) -> int:
    """The ticks at which the last block begins, of a cluster or of several in a row."""
    time = last = 0
    for id, inside, stop, _ in _elements(reader, start, end):
        if id == _TIME:
            time = int.from_bytes(reader.at(inside, min(stop - inside, 8)))
        elif id in (_SIMPLE_BLOCK, _GROUP):
            last = max(last, time + _block_time(reader, id, inside, stop))
    return last


def _block_time(reader: Reader, id: int, start: int, end: int) -> int:
    """A block's ticks after its cluster's; in a group it is the first element."""
    if id == _GROUP:
        inner = next((e for e in _elements(reader, start, end) if e[0] == _BLOCK), None)
        if inner is None:
            return 0
        start = inner[1]
    track = reader.at(start, 1)
    ticks: int = struct.unpack(">h", reader.at(start + _width(track), 2))[0]
    return ticks
