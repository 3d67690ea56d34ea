"""Pictures as they are published: pixels, and nothing that says who, where or when.

The pieces of the file that hold metadata are left out and the rest is kept byte for byte, so a
picture loses nothing. Only one that its metadata turn upright is turned and saved anew.
"""

import io
import struct
from pathlib import Path
from typing import Any

from credfolio import limits
from credfolio.privacy import boxes, exif
from credfolio.privacy.parts import DAMAGED, UnreadError
from credfolio.privacy.pictures import PNG, Piece, pieces

KINDS = frozenset("jpg jpeg png gif webp tif tiff heic heif avif".split())
_EXIF_HEAD = b"Exif\0\0"
_NO_EXIF = b"\0\0\0\0II*\0\x08\0\0\0\0\0"
_QUALITY = 95


def is_picture(path: str) -> bool:
    return path.rpartition(".")[2].lower() in KINDS


def published(path: Path) -> bytes | None:
    """The picture at `path` without its metadata; None: it is no picture that can be read so.

    Raises OSError.
    """
    if path.stat().st_size > limits.PICTURE_BYTES:
        return None
    try:
        return pixels_only(path.read_bytes())
    except DAMAGED:
        return None


def pixels_only(raw: bytes) -> bytes:
    """A picture's bytes without metadata. Raises one of DAMAGED where it can't be read."""
    found = pieces(raw)
    if found is not None:
        parts = list(found)
        turned = _turned(raw) if orientation(parts) not in (None, 1) else None
        return _joined(raw, parts) if turned is None else turned
    if raw[:4] in (b"II*\0", b"MM\0*"):
        return exif.pixels_only(raw)
    if boxes.is_picture(raw):
        return _blanked(raw)
    raise UnreadError("it is no picture of a known kind")


def exif_of(parts: list[Piece]) -> bytes | None:
    """The Exif data of a picture, from the byte-order mark on."""
    for piece in parts:
        if piece.kind in ("eXIf", "EXIF") or piece.content.startswith(_EXIF_HEAD):
            return piece.content.removeprefix(_EXIF_HEAD)
    return None


def orientation(parts: list[Piece]) -> int | None:
    """How the picture lies, 2 to 8 where it has to be turned or mirrored (Exif 0x0112)."""
    data = exif_of(parts)
    try:
        found = exif.read(data).first(data, exif.ORIENTATION) if data else None
    except DAMAGED:
        return None
    return found if found in range(1, 9) else None


def _joined(raw: bytes, parts: list[Piece]) -> bytes:
    kept = b"".join(_kept(raw, piece) for piece in parts if piece.shows)
    if raw.startswith(PNG):
        return PNG + kept
    if raw.startswith(b"RIFF"):
        return b"RIFF" + struct.pack("<I", len(kept) + 4) + b"WEBP" + kept
    return kept


def _kept(raw: bytes, piece: Piece) -> bytes:
    content = raw[piece.start : piece.end]
    if piece.kind == "APP0":  # the smallest there is, without a thumbnail
        return b"\xff\xe0\0\x10" + content[4:16].ljust(12, b"\0") + b"\0\0"
    if piece.kind == "VP8X":  # says whether Exif and XMP follow
        return content[:8] + bytes([content[8] & ~0x0C]) + content[9:]
    return content


def _blanked(raw: bytes) -> bytes:
    """A heic or avif file whose Exif and XMP are empty; nothing in it may move."""
    out = bytearray(raw)
    for item in boxes.items(raw):
        if item.kind in (b"Exif", b"mime"):
            empty, blank = (_NO_EXIF, b"\0") if item.kind == b"Exif" else (b"", b" ")
            for start, end in item.extents:
                out[start:end] = empty[: end - start].ljust(end - start, blank)
    return bytes(out)


def _turned(raw: bytes) -> bytes | None:
    """The picture with its pixels upright; None where it can't be decoded or moves."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(raw)) as picture:
            if picture.width * picture.height > limits.PICTURE_PIXELS:
                return None
            if getattr(picture, "is_animated", False):
                return None
            options: dict[str, Any] = {"icc_profile": picture.info.get("icc_profile")}
            if picture.format == "JPEG":
                options |= {"quality": _QUALITY, "subsampling": 0}
            elif picture.format == "WEBP":
                lossless = b"VP8L" in raw[:64]
                options |= {"lossless": lossless, "quality": _QUALITY, "method": 4}
            upright = ImageOps.exif_transpose(picture)
            upright.info.clear()
            out = io.BytesIO()
            upright.save(out, picture.format, exif=b"", **options)
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        return None
    return out.getvalue()


def place_taken(raw: Any) -> bool:
    """Whether a picture or recording says where it was made."""
    try:
        found = pieces(raw)
        if found is not None:
            parts = list(found)
            data = exif_of(parts)
            said = b"".join(p.content for p in parts if p.kind in ("APP1", "iTXt", "XMP "))
            return bool(data and exif.has_place(data)) or _in_xmp(said)
        if bytes(raw[:4]) in (b"II*\0", b"MM\0*"):
            return exif.has_place(raw)
        if boxes.is_picture(raw):
            return any(_in_item(raw, item) for item in boxes.items(raw))
        return boxes.is_iso(raw) and boxes.place_recorded(raw)
    except DAMAGED:
        return False


def _in_item(raw: Any, item: boxes.Item) -> bool:
    for start, end in item.extents:
        content = bytes(raw[start:end])
        if item.kind == b"mime" and _in_xmp(content):
            return True
        if item.kind == b"Exif":
            at = max(content.find(b"II*\0"), content.find(b"MM\0*"))
            if at >= 0 and exif.has_place(content[at:]):
                return True
    return False


def _in_xmp(content: bytes) -> bool:
    return b"exif:GPSLatitude" in content
