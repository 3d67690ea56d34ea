"""Packages for the tests: real ones, and zip files with every fault, written byte by byte."""

import json
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from credfolio.verifying.archive import HostileError, opened

DATE = 0x21  # 1980-01-01
FILE = 0o600 << 16


class Part(NamedTuple):
    """An entry of a zip file, and what it claims. None: what is true.

    `local`: what the header before the file says instead. `gap`: bytes hidden before it.
    """

    name: str | bytes
    content: bytes = b"x"
    method: int = 0
    flags: int | None = None
    crc: int | None = None
    packed: bytes | None = None
    size: int | None = None
    external: int = FILE
    extra: bytes = b""
    comment: bytes = b""
    disk: int = 0
    internal: int = 0
    date: int = DATE
    offset: int | None = None
    local: Mapping[str, Any] | None = None
    gap: bytes = b""

    @property
    def raw(self) -> bytes:
        return self.name if isinstance(self.name, bytes) else self.name.encode()

    @property
    def body(self) -> bytes:
        if self.packed is not None:
            return self.packed
        return deflated(self.content) if self.method == 8 else self.content

    def fields(self) -> tuple[int, ...]:
        flags = (0 if self.raw.isascii() else 0x800) if self.flags is None else self.flags
        crc = zlib.crc32(self.content) if self.crc is None else self.crc
        size = len(self.content) if self.size is None else self.size
        return flags, self.method, 0, self.date, crc, len(self.body), size

    def header(self) -> bytes:
        told = self._replace(**self.local) if self.local else self
        lengths = (len(told.raw), len(told.extra) if self.local else 0)
        fixed = struct.pack("<4s2H3H3L2H", b"PK\3\4", 20, *told.fields(), *lengths)
        return fixed + told.raw + (told.extra if self.local else b"")

    def listed(self, offset: int) -> bytes:
        lengths = (len(self.raw), len(self.extra), len(self.comment))
        place = (self.disk, self.internal, self.external, offset)
        fixed = struct.pack(
            "<4sBBH4H3L5H2L", b"PK\1\2", 20, 3, 20, *self.fields(), *lengths, *place
        )
        return fixed + self.raw + self.extra + self.comment


def deflated(content: bytes) -> bytes:
    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    return stream.compress(content) + stream.flush()


def zipped(parts: Sequence[Part], **end: Any) -> bytes:
    """A zip file. `end`: what its end claims (count, here, length, start, comment, disk)."""
    pieces: list[bytes] = []
    listed: list[bytes] = []
    at = 0
    for part in parts:
        listed.append(part.listed(at + len(part.gap) if part.offset is None else part.offset))
        pieces.append(part.gap + part.header() + part.body)
        at += len(pieces[-1])
    gap: bytes = end.get("gap", b"")
    body, listing = b"".join(pieces) + gap, b"".join(listed)
    count = end.get("count", len(parts))
    comment: bytes = end.get("comment", b"")
    fields = (end.get("disk", 0), end.get("first", 0), end.get("here", count), count)
    sizes = (end.get("length", len(listing)), end.get("start", len(body)))
    promised = end.get("promised", len(comment))
    return body + listing + struct.pack("<4s4H2LH", b"PK\5\6", *fields, *sizes, promised) + comment


def unpacked(file: Path) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The files of a package but its manifest, and that."""
    with zipfile.ZipFile(file) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest: dict[str, Any] = json.loads(files.pop("manifest.json"))
    return files, manifest


def relisted(files: Mapping[str, bytes], manifest: dict[str, Any], **told: Any) -> dict[str, Any]:
    """The manifest as somebody forges it for other files; `told`: what it says besides."""
    listed = {
        path: {"sha256": sha256(content).hexdigest(), "size": len(content)}
        for path, content in files.items()
    }
    return manifest | {"files": listed} | told


def packed(files: Mapping[str, bytes], manifest: Any) -> bytes:
    """The zip file of a package, put together as `credfolio package` does."""
    raw = manifest if isinstance(manifest, bytes) else json.dumps(manifest, indent=1).encode()
    parts = {**files, "manifest.json": raw}
    return zipped([Part(path, content) for path, content in sorted(parts.items())])


def small_package() -> bytes:
    """Some hundred bytes with all that a package has: stored and packed files, an accent."""
    text = b"We agreed on what to look for before the lesson began. " * 2
    parts = [
        Part("README.txt", b"Read me."),
        Part("manifest.json", b'{"schema": "credfolio.package/1"}', 8),
        Part("sources/é.md", text, 8),
    ]
    return zipped(parts)


def read_whole(file: Path) -> dict[str, bytes] | None:
    """Every file of an archive; None where it is refused."""
    try:
        with opened(file) as archive:
            return {entry.path: b"".join(archive.chunks(entry)) for entry in archive.entries}
    except HostileError:
        return None
