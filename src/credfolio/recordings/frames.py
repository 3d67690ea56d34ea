"""mp3 and aac: frames of sound one after another. All are counted: a header's figure may be wrong,
and an average of the first frames is, wherever a recording begins quietly.
"""

from collections.abc import Callable
from typing import NamedTuple

from credfolio import limits
from credfolio.recordings.reading import Found, Reader, TooMuch, compare

_TAGS = 20
"""Tags that may stand one after another."""


class _Frame(NamedTuple):
    """`size` in bytes, `seconds` of sound; frames of one stream have one `form`."""

    size: int
    seconds: float
    form: object


_Parse = Callable[[bytes], _Frame | None]

# Bits a second / 1000 by (version 1 or later, layer), then by index.
_RATES = {
    (True, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLE_RATES = (44_100, 48_000, 32_000)
_AAC_RATES = (
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025,
    8_000, 7_350,
)  # fmt: skip


def mp3_frame(head: bytes) -> _Frame | None:
    """The frame that opens with these bytes; None: none does."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version, layer = head[1] >> 3 & 3, 4 - (head[1] >> 1 & 3)
    rate, sampling = head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or layer == 4 or rate in (0, 15) or sampling == 3:
        return None
    first = version == 3
    hertz = _SAMPLE_RATES[sampling] >> {3: 0, 2: 1, 0: 2}[version]
    bits = _RATES[first, layer][rate - 1] * 1000
    samples = 384 if layer == 1 else 576 if layer == 3 and not first else 1152
    padding = (head[2] >> 1 & 1) * (4 if layer == 1 else 1)
    return _Frame(samples // 8 * bits // hertz + padding, samples / hertz, (version, layer, hertz))


def aac_frame(head: bytes) -> _Frame | None:
    """The ADTS frame that opens with these bytes; None: none does."""
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return None
    rate = head[2] >> 2 & 15
    size = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    if rate >= len(_AAC_RATES) or size < 7:
        return None
    return _Frame(size, 1024 * ((head[6] & 3) + 1) / _AAC_RATES[rate], (head[2] >> 2, head[1]))


def first_frame(reader: Reader, parse: _Parse) -> int | None:
    """Where the first frame begins; None where there is none near the beginning."""
    return _next(reader, _after_tags(reader, 0), parse)


def _after_tags(reader: Reader, start: int) -> int:
    """Where the tags end that stand at `start`, each of which may hold a large picture."""
    for _ in range(_TAGS):
        head = reader.at(start, 10)
        if head[:3] != b"ID3":
            break
        size = 0
        for byte in head[6:]:
            size = size << 7 | byte & 127
        start += 10 + size + (10 if len(head) > 5 and head[5] & 16 else 0)
    return start


def mp3(reader: Reader) -> Found | None:
    start = first_frame(reader, mp3_frame)
    if start is None:
        return None
    told, frame = _told(reader, start)
    found = _counted(reader, start + (frame.size if told else 0), mp3_frame)
    if found and told:
        compare(told, found.seconds, "")
    return found


def aac(reader: Reader) -> Found | None:
    start = first_frame(reader, aac_frame)
    return None if start is None else _counted(reader, start, aac_frame)


def _told(reader: Reader, start: int) -> tuple[float, _Frame]:
    """(seconds that a first frame without sound tells, or 0; that frame)."""
    frame = mp3_frame(reader.at(start, 4))
    assert frame is not None
    content = reader.at(start, min(frame.size, 200))
    for sign, at in ((b"Xing", 8), (b"Info", 8), (b"VBRI", 14)):
        where = content.find(sign)
        if where > 0:
            says = sign == b"VBRI" or bool(content[where + 7 : where + 8] > b"\0")
            frames = int.from_bytes(content[where + at : where + at + 4]) if says else 0
            return max(frames * frame.seconds, frame.seconds), frame
    return 0.0, frame


def _counted(reader: Reader, start: int, parse: _Parse) -> Found | None:
    """All frames' seconds; of what would take too long, as many as its beginning promises."""
    seconds, at = 0.0, start
    try:
        while at < reader.size:
            reader.step()
            frame = parse(reader.at(at, 7))
            if frame is None:
                following = _next(reader, _after_tags(reader, at), parse)
                if following is None:
                    break
                at = following
            elif at + frame.size > reader.size:
                break
            else:
                seconds += frame.seconds
                at += frame.size
    except TooMuch:
        share = (at - start) / (reader.size - start)
        return Found(seconds / share, "first frames, estimated") if share else None
    return Found(seconds, "frames") if seconds else None


def _next(reader: Reader, start: int, parse: _Parse) -> int | None:
    """The next place, not far off, where two frames of one form follow each other."""
    piece = reader.at(start, limits.RECORDING_JUNK)
    at = piece.find(b"\xff")
    while at >= 0:
        frame = parse(piece[at : at + 7])
        if frame:
            reader.step()
            end = at + frame.size
            inside = end + 7 <= len(piece)
            after = parse(piece[end : end + 7] if inside else reader.at(start + end, 7))
            if (after and after.form == frame.form) or start + end == reader.size:
                return start + at
        at = piece.find(b"\xff", at + 1)
    return None
