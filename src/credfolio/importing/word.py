"""Word documents: read safely, as HTML, with an account of what HTML has no place for."""

import html
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from credfolio.errors import CredfolioError
from credfolio.importing.result import LeftOut
from credfolio.words import plural, word_list, words

WORD_BYTES = 50_000_000
"""A Word file. With its pictures a portfolio document has a few million."""

WORD_UNPACKED_BYTES = 200_000_000
"""A Word file unpacked: pictures shrink little, so more is an attack."""

WORD_TEXT_BYTES = 8_000_000
"""The XML in a Word file. A book has two million; each takes mammoth a second or two."""

_OLD_WORD = b"\xd0\xcf\x11\xe0"
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
"""
# What mammoth and the libraries under it raise on files that are not what they should be.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, ExpatError, EOFError, OSError, RecursionError, RuntimeError,
    LookupError, ValueError, TypeError, AttributeError,
)  # fmt: skip
_TEXT = re.compile(r"<(?:w|m):t(?:\s[^<>]*)?>([^<]*)</(?:w|m):t>|</w:p>|<w:(?:br|tab|cr)\b")
_DELETED = re.compile(r"<w:delText(?:\s[^<>]*)?>([^<]*)</w:delText>|</w:p>")
_FALLBACK = re.compile(r"<mc:Fallback\b(?:(?!</mc:Fallback>).)*</mc:Fallback>", re.DOTALL)


def read_word(path: Path) -> tuple[str, list[LeftOut], int]:
    """(HTML, what has no place in it, number of pictures) of the Word file `path`.

    Tracked insertions are in the text, deletions are not. Raises CredfolioError for a file that
    is too large, protected or no Word file.
    """
    try:
        size = path.stat().st_size
        if size > WORD_BYTES:
            limit = WORD_BYTES // 1_000_000
            raise CredfolioError(f"{path.name} is larger than {limit} MB. Take its pictures out.")
        with path.open("rb") as file:
            if file.read(4) == _OLD_WORD:
                raise CredfolioError(
                    f"{path.name} is an old or a password-protected Word file. "
                    "Open it in Word, take the password off and save it as Word document (.docx)."
                )
        with zipfile.ZipFile(path) as archive:
            parts = _parts(path, archive)
        page, pictures = _convert(path)
    except _BROKEN as error:
        raise CredfolioError(
            f"{path.name} can't be read as a Word document. "
            "Open it in Word, save it again as .docx, or copy its text into a .txt file."
        ) from error
    return page, [*_beside(parts), *_deleted(parts["word/document.xml"])], pictures


def _convert(path: Path) -> tuple[str, int]:
    import mammoth

    pictures = 0

    def picture(image: Any) -> dict[str, str]:
        nonlocal pictures
        pictures += 1
        return {"src": ""}

    with path.open("rb") as file:
        result = mammoth.convert_to_html(
            file, style_map=_STYLES, convert_image=mammoth.images.img_element(picture)
        )
    return str(result.value), pictures


def _parts(path: Path, archive: zipfile.ZipFile) -> dict[str, str]:
    """The XML that holds text, by name, once the archive has shown that it is no trap."""
    entries = archive.infolist()
    text = sum(e.file_size for e in entries if e.filename.endswith((".xml", ".rels")))
    if (
        sum(e.file_size for e in entries) > WORD_UNPACKED_BYTES
        or text > WORD_TEXT_BYTES
        or len(entries) > 10_000
    ):
        raise CredfolioError(f"{path.name} unpacks to far more than a document holds: not read.")
    found = {}
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            xml = archive.read(entry).decode("utf-8", "replace")
            if "<!DOCTYPE" in xml or "<!ENTITY" in xml:
                raise CredfolioError(f"{path.name} is not a document that Word writes: not read.")
            found[entry.filename] = xml
    return found


_BESIDE = (
    (re.compile(r"word/header\d*\.xml"), "the page header"),
    (re.compile(r"word/footer\d*\.xml"), "the page footer"),
    (re.compile(r"word/comments\.xml"), "the comments in the margin"),
)


def _beside(parts: dict[str, str]) -> Iterator[LeftOut]:
    for pattern, what in _BESIDE:
        text = " ".join(_plain(xml) for name, xml in parts.items() if pattern.fullmatch(name))
        if words(text):
            yield LeftOut(what, text.strip())


def _deleted(xml: str) -> Iterator[LeftOut]:
    text = " ".join(html.unescape(found[1] or " ") for found in _DELETED.finditer(xml))
    if words(text):
        yield LeftOut("text that was deleted with Track Changes on", " ".join(text.split()))


def _plain(xml: str) -> str:
    xml = _FALLBACK.sub("", xml)
    return " ".join(
        "".join(" " if f[1] is None else html.unescape(f[1]) for f in _TEXT.finditer(xml)).split()
    )


def unread(path: Path, shown: str) -> LeftOut | None:
    """Words of the document's body that are not in `shown`: a guard for what nobody foresaw."""
    with zipfile.ZipFile(path) as archive:
        body = _plain(archive.read("word/document.xml").decode("utf-8", "replace"))
    missing = Counter(word_list(body)) - Counter(word_list(shown))
    lost = [word for word in word_list(body) if missing[word] > 0]
    if not lost:
        return None
    what = f"{plural(len(lost), 'word')} in a text box, a form or an equation"
    return LeftOut(what, " ".join(lost), counted=True)
