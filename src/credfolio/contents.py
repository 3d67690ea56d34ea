"""What a file is, by how it begins: evidence is published as what its name says, or not at all.

A browser goes by the name on a disk and by the content on some hosts. Where both agree on a
picture, a recording or a document, neither finds a page or a program to run.
"""

import os
import re
from collections.abc import Iterable
from pathlib import Path

from credfolio import limits
from credfolio.elements import PUBLISHED
from credfolio.model import Document
from credfolio.sources import inside

_PICTURES = "avif bmp gif heic heif jpeg jpg png tif tiff webp"
_RECORDINGS = "aac flac m4a m4v mkv mov mp3 mp4 mpeg oga ogg ogv opus wav webm wmv"
_OFFICE = frozenset({"an Office file", "an old Office file", "a rich text file"})
_ZIPPED = frozenset({"an Office file"})
_EXPECTED: dict[str, frozenset[str]] = {
    **dict.fromkeys(_PICTURES.split(), frozenset({"a picture"})),
    **dict.fromkeys(_RECORDINGS.split(), frozenset({"a recording"})),
    **dict.fromkeys("doc docx ppt pptx rtf xls xlsx".split(), _OFFICE),
    **dict.fromkeys("epub key numbers odp ods odt pages".split(), _ZIPPED),
    **dict.fromkeys("csv srt tsv txt vtt".split(), frozenset({"text"})),
    "pdf": frozenset({"a PDF"}),
}
_TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_DRAWING = re.compile(rb"<(?:[\w-]+:)?svg[\s>]", re.I)
_PAGE = re.compile(
    rb"<(?:!doctype|!--|\?xml|html|head|body|script|style|iframe|object|embed|link|meta|title|"
    rb"h1|div|font|table|a|br|p|b|img|form|math)(?:[\s>/-]|$)",
    re.I,
)
_BINARY = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")
_SIGNS: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("a picture", re.compile(
        rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP|BM....\0\0\0\0|II[*+]\0|MM\0[*+]"
        rb"|....ftyp(?:avi[fs]|hei[cxmfs]|hev[cmx]|mif1|msf1)", re.S)),
    ("a recording", re.compile(
        rb"....(?:ftyp|moov|wide|styp|skip|free|mdat)|OggS|fLaC|(?:RIFF|RF64|BW64)....WAVE"
        rb"|\x1a\x45\xdf\xa3|ID3|\xff[\xe2-\xfd]|\x30\x26\xb2\x75|\0\0\x01[\xb0-\xbf]", re.S)),
    ("an Office file", re.compile(rb"PK\x03\x04")),
    ("an old Office file", re.compile(rb"\xd0\xcf\x11\xe0")),
    ("an archive", re.compile(rb"\x1f\x8b|Rar!|7z\xbc\xaf|BZh|\xfd7zXZ")),
    ("a program", re.compile(rb"MZ|\x7fELF|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe")),
)  # fmt: skip


def kind_of(head: bytes) -> str:
    """What a file is that begins with `head`, in words; empty where that can't be told."""
    plain = head.removeprefix(_TEXT_MARKS[0])
    if head.startswith(_TEXT_MARKS[1:]):
        plain = head[2:].replace(b"\0", b"")
    markup = plain.lstrip()
    if _DRAWING.search(plain) and markup.startswith(b"<"):
        return "an SVG drawing"
    if _PAGE.match(markup):
        return "an HTML page"
    if head.startswith(_TEXT_MARKS):
        return "text"
    if b"%PDF-" in head:
        return "a PDF"
    if head.startswith(b"{\\rtf"):
        return "a rich text file"
    if head and not _BINARY.search(head):
        return "text"
    return next((name for name, sign in _SIGNS if sign.match(head)), "")


def disguised(root: Path, files: frozenset[str], documents: Iterable[Document]) -> dict[str, str]:
    """Evidence that documents refer to and that is not what its name says: path to what it is."""
    found = {}
    for path in sorted(_named(documents) & files):
        ending = path.rpartition(".")[2].lower()
        if ending not in PUBLISHED:
            continue
        kind = kind_of(_head(root, path))
        # What is nothing known, words without markup among it, can't be run under any name.
        if kind not in ("", "text", *_EXPECTED[ending]):
            found[path] = kind
    return found


def _named(documents: Iterable[Document]) -> set[str]:
    """The paths of all files that documents link, show or name."""
    from urllib.parse import unquote

    paths = set()
    for document in documents:
        named = [unquote(re.split("[?#]", link.target)[0]) for link in document.links]
        named += [v for key in _KEYS if isinstance(v := document.meta.get(key), str)]
        paths |= {path for name in named if name and (path := inside(document.path, name))}
    return paths


_KEYS = ("image", "recording")


def _head(root: Path, path: str) -> bytes:
    """How a file begins; nothing where it can't be read, which is said elsewhere."""
    try:
        with open(os.path.join(root, path), "rb") as file:  # noqa: PTH118, PTH123 - see sources
            return file.read(limits.HEAD_BYTES)
    except OSError:
        return b""
