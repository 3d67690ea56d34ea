"""wav and flac."""

import struct

from credfolio.recordings.reading import LEAST_BYTES, CutShort, Found, Reader, compare

_PLAIN = frozenset({1, 3, 6, 7, 0xFFFE})
"""Formats of a wav whose samples have one width each."""

_OPEN_END = 0x7FFF0000
"""From this size on a recorder did not know how long it would be."""


def wave(reader: Reader) -> Found | None:
    """Bytes of sound by bytes a second; samples by samples a second where they are packed."""
    form, hertz, rate, width, samples, start = 1, 0, 0, 0, 0, 12
    large = 0
    while start + 8 <= reader.size:
        reader.step()
        kind, size = struct.unpack("<4sI", reader.at(start, 8))
        content = start + 8
        if kind == b"ds64":
            large = int.from_bytes(reader.at(content + 8, 8), "little")
        elif kind == b"fmt ":
            form, _, hertz, rate, width = struct.unpack("<HHIIH", reader.at(content, 14))
        elif kind == b"fact":
            samples = int.from_bytes(reader.at(content, 4), "little")
        elif kind == b"data":
            if form in _PLAIN:
                rate = hertz * width
            elif hertz and 0 < samples < _OPEN_END:
                told = samples / hertz
                if told * LEAST_BYTES > reader.size - content:
                    return None
                held = (reader.size - content) / size if 0 < size < _OPEN_END else 1.0
                return compare(told, min(told * held, told), "header")
            return _sound(large or size, reader.size - content, rate)
        start = content + size + size % 2
    return None


def _sound(told: int, held: int, rate: int) -> Found | None:
    if not rate:
        return None
    if not told or told >= _OPEN_END > held:
        return Found(held / rate, "size")
    compare(told / rate, held / rate, "")
    return Found(min(told, held) / rate, "size")


# --- flac ------------------------------------------------------------------------------------


def flac(reader: Reader) -> Found | None:
    """Samples by samples a second, both from the first block; else up to the last frame."""
    packed = int.from_bytes(reader.at(18, 8))
    rate, told = packed >> 44, packed & (1 << 36) - 1
    if not rate:
        return None
    last = _last_frame(reader)
    if not told:
        return Found(last / rate, "last frame") if last else None
    if last is None:
        raise CutShort(told / rate)
    return compare(told / rate, last / rate, "header")


def _last_frame(reader: Reader) -> int | None:
    """The samples up to the end of the last frame; None where there is none near the end."""
    least = int.from_bytes(reader.at(8, 2))
    start, piece = reader.tail()
    at = piece.rfind(b"\xff")
    while at >= 0 and start + at > 8:
        reader.step()
        end = _frame_end(piece[at : at + 17], least)
        if end is not None:
            return end
        at = piece.rfind(b"\xff", 0, at)
    return None


# Samples in a frame by code; 6 and 7 say it at the end of the frame's header.
_BLOCK = (
    0, 192, 576, 1152, 2304, 4608, 0, 0, 256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768,
)  # fmt: skip


def _frame_end(head: bytes, least: int) -> int | None:
    """The samples up to the end of the frame that opens so; None where none does."""
    if len(head) < 6 or head[1] & 0xFE != 0xF8 or head[3] & 1 or head[2] & 15 == 15:
        return None
    number, width = _number(head[4:])
    block, rate = head[2] >> 4, head[2] & 15
    at = 4 + width
    extra = {6: 1, 7: 2}.get(block, 0)
    end = at + extra + {12: 1, 13: 2, 14: 2}.get(rate, 0)
    if not width or not block or len(head) <= end or _crc8(head[:end]) != head[end]:
        return None
    samples = int.from_bytes(head[at : at + extra]) + 1 if extra else _BLOCK[block]
    return (number if head[1] & 1 else number * least) + samples


def _number(coded: bytes) -> tuple[int, int]:
    """(a number as UTF-8 writes large ones, its bytes); no bytes where it is none."""
    first = coded[0]
    if first < 0x80:
        return first, 1
    width = 8 - (first ^ 0xFF).bit_length()
    if not 2 <= width <= 7 or any(byte & 0xC0 != 0x80 for byte in coded[1:width]):
        return 0, 0
    number = first & (1 << max(7 - width, 0)) - 1
    for byte in coded[1:width]:
        number = number << 6 | byte & 63
    return number, width


def _crc8(content: bytes) -> int:
    value = 0
    for byte in content:
        value ^= byte
        for _ in range(8):
            value = value << 1 ^ (0x107 if value & 0x80 else 0)
    return value
