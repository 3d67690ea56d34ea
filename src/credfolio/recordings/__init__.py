"""How long a recording is, read from the file itself. Nothing is decoded.

What phones, browsers and meeting tools write as they record holds no length in its header, or a
wrong one, so that the content has the last word. A stranger's file may lie, and may not keep the
reader busy.
"""

import io
import math
import struct
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from credfolio import limits
from credfolio.recordings import boxes, frames, matroska, ogg, waves
from credfolio.recordings.reading import LEAST_BYTES, CutShort, Found, Reader, TooMuch
from credfolio.times import show_time


class Length(NamedTuple):
    """`seconds`: None where they can't be told, never 0. `how`: what of the file said so.

    `fault`: what is wrong, in words that follow the file's name. `advice`: what to do about it.
    """

    seconds: float | None
    how: str = ""
    fault: str = ""
    advice: str = ""


_AGAIN = "Export it again as .mp4, .m4a or .mp3, or submit a transcript."
_COPY = "Copy it again from where it was recorded, and play its end."


def length(path: Path) -> Length:
    """The length of a recording. A file whose beginning is not what its name says has none."""
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        return Length(None, "", "is no kind of recording that can be read here", _AGAIN)
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            reader = Reader(file, size)
            if not size:
                return Length(None, "", "is empty", _COPY)
            if not kind.is_signed(reader):
                return _misnamed(path, reader)
            return _measured(reader, kind)
    except FileNotFoundError:
        return Length(None, "", "is missing", "Check its name.")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return Length(None, "", f"can't be read: {reason}", "Give yourself the right to read it.")


def _misnamed(path: Path, reader: Reader) -> Length:
    fault = "is not what its name says"
    for suffix, kind in _KINDS.items():
        if kind.is_signed(reader):
            advice = f"It begins like {suffix}: call it `{path.stem}{suffix}`."
            return Length(None, "", f"{fault}: its content is {suffix}", advice)
    return Length(None, "", fault, _AGAIN)


def _measured(reader: Reader, kind: "_Kind") -> Length:
    try:
        found = kind.measure(reader)
    except CutShort as cut:
        return _cut(cut)
    except (struct.error, TooMuch):
        found = None
    if found is None or not (math.isfinite(found.seconds) and found.seconds > 0):
        return Length(None, "", "holds no length that can be read", _AGAIN)
    if kind.packed and found.seconds * LEAST_BYTES > reader.size:
        fault = f"holds too little for the {show_time(round(found.seconds))} that it says it lasts"
        return Length(None, "", fault, _COPY)
    return Length(*found)


def _cut(cut: CutShort) -> Length:
    fault = "is cut short"
    if cut.told:
        fault += f": it says that it lasts {show_time(round(cut.told))}"
        fault += f" and ends after {show_time(round(cut.held))}" if cut.held else " and ends before"
    return Length(cut.held or None, "content" if cut.held else "", fault, _COPY)


# --- what a file is --------------------------------------------------------------------------


class _Kind(NamedTuple):
    """How a file of a kind begins, and how its length is found. `packed`: it is compressed."""

    is_signed: Callable[[Reader], bool]
    measure: Callable[[Reader], Found | None]
    packed: bool = True


def _begins(*signs: bytes) -> Callable[[Reader], bool]:
    return lambda reader: reader.at(0, 16).startswith(signs)


def _is_mp4(reader: Reader) -> bool:
    return reader.at(4, 4) in (b"ftyp", b"moov", b"wide", b"styp", b"skip", b"free", b"mdat")


def _is_wave(reader: Reader) -> bool:
    head = reader.at(0, 12)
    return head[:4] in (b"RIFF", b"RF64", b"BW64") and head[8:] == b"WAVE"


def _has_frames(parse: Callable[[bytes], object]) -> Callable[[Reader], bool]:
    def is_signed(reader: Reader) -> bool:
        return frames.first_frame(reader, parse) is not None  # type: ignore[arg-type]

    return is_signed


def _by_tinytag(reader: Reader) -> Found | None:
    from tinytag import TinyTag
    from tinytag.tinytag import TinyTagException

    try:
        head = io.BytesIO(reader.at(0, limits.RECORDING_HEAD_BYTES))
        seconds = TinyTag.get(reader.file.name, file_obj=head, tags=False).duration
    except (TinyTagException, struct.error, ValueError, LookupError, TypeError, EOFError):
        return None
    return Found(seconds, "header") if seconds else None


_MPEG4 = _Kind(_is_mp4, boxes.mp4)
_OGG = _Kind(_begins(b"OggS"), ogg.ogg)
_MATROSKA = _Kind(_begins(b"\x1a\x45\xdf\xa3"), matroska.matroska)
_KINDS = {
    ".mp4": _MPEG4,
    ".wav": _Kind(_is_wave, waves.wave, packed=False),
    ".flac": _Kind(_begins(b"fLaC"), waves.flac, packed=False),
    ".ogg": _OGG,
    ".webm": _MATROSKA,
    ".wma": _Kind(_begins(b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"), _by_tinytag),
    **dict.fromkeys((".m4a", ".m4v", ".mov", ".3gp"), _MPEG4),
    **dict.fromkeys((".oga", ".opus", ".ogv"), _OGG),
    **dict.fromkeys((".mkv", ".mka"), _MATROSKA),
    ".mp3": _Kind(_has_frames(frames.mp3_frame), frames.mp3),
    ".aac": _Kind(_has_frames(frames.aac_frame), frames.aac),
}
"""By the end of a file's name; the first of each kind is the name that is proposed for it.

What has the plainest signs comes first: two bytes of a frame may stand in any file.
"""
