"""Pictures as the pieces of their containers: what shows pixels, and what says something else."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from credfolio.privacy.archives import inflated
from credfolio.privacy.parts import Part, Raw, UnreadError


class Piece(NamedTuple):
    """A piece of a picture's file. `start`, `end`: where it lies, header included.

    `shows`: a picture without it would look different. `content`: what it says.
    """

    kind: str
    start: int
    end: int
    shows: bool
    content: bytes = b""


PNG = b"\x89PNG\r\n\x1a\n"
_PNG_SHOWS = frozenset(
    (
        "IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD hIST pHYs sPLT acTL fcTL fdAT "
        "cICP mDCV cLLI"
    ).split()
)


def png(raw: Raw) -> Iterator[Piece]:
    """The chunks of a PNG file, and what follows its end. Raises UnreadError."""
    at = len(PNG)
    kind = ""
    while kind != "IEND":
        if at + 12 > len(raw):
            raise UnreadError("it is cut off")
        size, code = struct.unpack(">I4s", raw[at : at + 8])
        end = at + 12 + size
        if end > len(raw):
            raise UnreadError("it is cut off")
        kind = code.decode("latin-1")
        pixels = kind in ("IDAT", "fdAT")
        content = b"" if pixels else bytes(raw[at + 8 : end - 4])
        yield Piece(kind, at, end, kind in _PNG_SHOWS, content)
        at = end
    if at < len(raw):
        yield Piece("behind the picture", at, len(raw), False, bytes(raw[at:]))


def _png_text(piece: Piece) -> bytes:
    """What a text chunk says, unpacked."""
    key, _, rest = piece.content.partition(b"\0")
    if piece.kind in ("zTXt", "iCCP"):
        return key + b"\n" + inflated(rest[1:])
    if piece.kind == "iTXt" and rest[:1] == b"\1":
        language, translated, packed = rest[2:].split(b"\0", 2)
        return b"\n".join((key, language, translated, inflated(packed)))
    return piece.content


_JPEG_ALONE = frozenset((0x01, *range(0xD0, 0xD8)))


def jpeg(raw: Raw) -> Iterator[Piece]:
    """The segments of a JPEG file, and what follows its end. Raises UnreadError."""
    yield Piece("SOI", 0, 2, True)
    at = 2
    while True:
        if at + 4 > len(raw) and bytes(raw[at : at + 2]) != b"\xff\xd9":
            raise UnreadError("it is cut off")
        if raw[at] != 0xFF:
            raise UnreadError("its parts don't fit together")
        mark = raw[at + 1]
        if mark == 0xFF:
            at += 1
            continue
        if mark == 0xD9:
            yield Piece("EOI", at, at + 2, True)
            break
        if mark in _JPEG_ALONE:
            yield Piece("RST", at, at + 2, True)
            at += 2
            continue
        end = at + 2 + struct.unpack(">H", raw[at + 2 : at + 4])[0]
        if end > len(raw) or end < at + 4:
            raise UnreadError("it is cut off")
        if mark == 0xDA:
            end = _end_of_scan(raw, end)
            yield Piece("SOS", at, end, True)
        else:
            yield _segment(mark, at, end, bytes(raw[at + 4 : end]))
        at = end
    if at + 2 < len(raw):
        yield Piece("behind the picture", at + 2, len(raw), False, bytes(raw[at + 2 :]))


def _segment(mark: int, start: int, end: int, content: bytes) -> Piece:
    if mark == 0xFE:
        return Piece("comment", start, end, False, content)
    if 0xE0 <= mark <= 0xEF:
        name = f"APP{mark - 0xE0}"
        colours = mark == 0xE2 and content.startswith(b"ICC_PROFILE\0")
        colours = colours or (mark == 0xEE and content.startswith(b"Adobe"))
        shows = colours or (mark == 0xE0 and content.startswith(b"JFIF\0"))
        return Piece(name, start, end, shows, content)
    return Piece("picture", start, end, True)


def _end_of_scan(raw: Raw, at: int) -> int:
    while True:
        at = raw.find(b"\xff", at)
        if at < 0 or at + 1 >= len(raw):
            raise UnreadError("it is cut off")
        if raw[at + 1] not in (0x00, 0xFF) and not 0xD0 <= raw[at + 1] <= 0xD7:
            return at
        at += 1 if raw[at + 1] == 0xFF else 2


def gif(raw: Raw) -> Iterator[Piece]:
    """The blocks of a GIF file, and what follows its end. Raises UnreadError."""
    try:
        at = 13 + _colours(raw[10])
        yield Piece("header", 0, at, True)
        while raw[at] != 0x3B:
            start, kind = at, raw[at]
            if kind == 0x21:
                end, content = _sub_blocks(raw, at + 2)
                label = raw[at + 1]
                looping = label == 0xFF and content[:11] in (b"NETSCAPE2.0", b"ANIMEXTS1.0")
                name = {0xFE: "comment", 0xFF: "application", 0x01: "text"}.get(label, "control")
                yield Piece(name, start, end, label == 0xF9 or looping, content)
            elif kind == 0x2C:
                end, _ = _sub_blocks(raw, at + 11 + _colours(raw[at + 9]))
                yield Piece("picture", start, end, True)
            else:
                raise UnreadError("its parts don't fit together")
            at = end
    except IndexError as error:
        raise UnreadError("it is cut off") from error
    yield Piece("end", at, at + 1, True)
    if at + 1 < len(raw):
        yield Piece("behind the picture", at + 1, len(raw), False, bytes(raw[at + 1 :]))


def _colours(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _sub_blocks(raw: Raw, at: int) -> tuple[int, bytes]:
    parts = []
    while size := raw[at]:
        parts.append(bytes(raw[at + 1 : at + 1 + size]))
        at += 1 + size
    return at + 1, b"".join(parts)


_WEBP_SHOWS = frozenset(("VP8 ", "VP8L", "VP8X", "ANIM", "ANMF", "ALPH", "ICCP"))
_PIXELS = frozenset(("VP8 ", "VP8L", "ANMF", "ALPH"))


def webp(raw: Raw) -> Iterator[Piece]:
    """The chunks of a WebP file, and what follows its end. Raises UnreadError."""
    whole = min(len(raw), 8 + struct.unpack("<I", raw[4:8])[0])
    at = 12
    while at + 8 <= whole:
        code, size = struct.unpack("<4sI", raw[at : at + 8])
        end = at + 8 + size + (size & 1)
        if at + 8 + size > len(raw):
            raise UnreadError("it is cut off")
        kind = code.decode("latin-1")
        content = b"" if kind in _PIXELS else bytes(raw[at + 8 : at + 8 + size])
        yield Piece(kind, at, min(end, len(raw)), kind in _WEBP_SHOWS, content)
        at = end
    if at < len(raw):
        yield Piece("behind the picture", at, len(raw), False, bytes(raw[at:]))


def pieces(raw: Raw) -> Iterator[Piece] | None:
    """The pieces of a picture of these four kinds; None: it is of another."""
    if bytes(raw[:8]) == PNG:
        return png(raw)
    if bytes(raw[:3]) == b"\xff\xd8\xff":
        return jpeg(raw)
    if bytes(raw[:6]) in (b"GIF87a", b"GIF89a") and len(raw) > 13:
        return gif(raw)
    if bytes(raw[:4]) == b"RIFF" and bytes(raw[8:12]) == b"WEBP":
        return webp(raw)
    return None


def said(found: Iterator[Piece]) -> Iterator[Part]:
    """What a picture says besides its pixels."""
    for piece in found:
        if not piece.content:
            continue
        content = piece.content
        if piece.kind in ("zTXt", "iTXt", "iCCP"):
            try:
                content = _png_text(piece)
            except ValueError as error:
                raise UnreadError("a text in it is damaged") from error
        tail = piece.kind == "behind the picture"
        yield Part(piece.kind, content, "rest" if tail else "text")
