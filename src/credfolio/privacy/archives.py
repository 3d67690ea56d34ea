"""Zip and gzip, and the office files that are zips. Unpacked in memory, with every size counted."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator

from credfolio import limits
from credfolio.privacy.parts import Part, Raw, UnreadError

_CHUNK = 1 << 16


def unzipped(raw: Raw) -> Iterator[Part]:
    """The entries of a zip file, their names and comments. Raises UnreadError."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw[:])) as archive:
            entries = archive.infolist()
            yield Part("the comment", archive.comment, "text")
            if len(entries) > limits.ARCHIVE_ENTRIES:
                raise UnreadError(f"it holds {len(entries):,} files")
            for entry in entries:
                yield from _entry(archive, entry)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise UnreadError("it is a damaged zip file") from error
    except (zlib.error, lzma.LZMAError, RuntimeError) as error:
        raise UnreadError("a file in it can't be unpacked") from error


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[Part]:
    yield Part("a file name in it", entry.orig_filename.encode("utf-8", "replace"), "name")
    if entry.comment or entry.extra:
        yield Part(entry.filename, entry.comment + b"\n" + entry.extra, "text")
    if entry.is_dir():
        return
    if entry.flag_bits & 1:
        raise UnreadError("it is encrypted")
    with archive.open(entry) as file:
        content = file.read(limits.SEARCHED_BYTES + 1)
    if len(content) > limits.SEARCHED_BYTES:
        raise UnreadError("a file in it is too large")
    yield Part(entry.filename, content)


def gunzipped(raw: Raw) -> Iterator[Part]:
    """What a gzip file holds, its header with the name of the file included."""
    yield Part("the header", bytes(raw[:1024]), "text")
    yield Part("gzip", inflated(raw[:], 31))


def inflated(raw: bytes, bits: int = 15) -> bytes:
    """What zlib makes of `raw` (`bits` as for `zlib.decompressobj`). Raises UnreadError."""
    kept = []
    left = limits.SEARCHED_BYTES
    rest = raw
    try:
        while rest:
            stream = zlib.decompressobj(bits)
            while rest and not stream.eof:
                kept.append(stream.decompress(rest, _CHUNK))
                left -= len(kept[-1])
                if left < 0:
                    raise UnreadError("what it holds is too large")
                if not kept[-1] and not stream.unconsumed_tail and not stream.eof:
                    raise UnreadError("it is cut off")
                rest = stream.unconsumed_tail
            rest = stream.unused_data if bits > 15 else b""
            if not rest.startswith(b"\x1f\x8b"):
                break
    except zlib.error as error:
        raise UnreadError("it is damaged") from error
    return b"".join(kept)
