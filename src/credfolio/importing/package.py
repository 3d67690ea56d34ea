"""The parts of a Word file, once the archive has shown that it is no trap."""

import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError

from credfolio import limits
from credfolio.errors import CredfolioError

_OLD_WORD = b"\xd0\xcf\x11\xe0"
_DOCUMENT = re.compile(r"word/document\d*\.xml")
_RUN = re.compile(r"<\w{1,20}:[pr][ />]")
_FIELD = re.compile(r"""[fF]ldCharType=["']begin""")
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCODING = re.compile(rb"""<\?xml[^>]{0,80}encoding=["']([\w.:-]{1,40})["']""")

BROKEN = (
    zipfile.BadZipFile, zlib.error, ExpatError, ElementTree.ParseError, EOFError, OSError,
    RecursionError, RuntimeError, struct.error, LookupError, ValueError, TypeError, AttributeError,
)  # fmt: skip
"""What mammoth and the libraries under it raise on files that are not what they should be."""


class Package(NamedTuple):
    """A Word file. `parts`: its XML by name, as text. `others`: its other files, unread.

    `document`: the name of the part that holds the body.
    """

    path: Path
    document: str
    parts: dict[str, str]
    others: tuple[str, ...]

    def tree(self, name: str) -> ElementTree.Element | None:
        """The root of the part `word/NAME.xml`; None where the file has no such part.

        Word on the web numbers its parts: `document2.xml`.
        """
        pattern = re.compile(rf"word/{name}\d*\.xml")
        xml = next((xml for part, xml in self.parts.items() if pattern.fullmatch(part)), None)
        return None if xml is None else ElementTree.fromstring(xml.encode())


def unreadable(path: Path) -> CredfolioError:
    return CredfolioError(
        f"{path.name} can't be read as a Word document. "
        "Open it in Word, save it again as .docx, or copy its text into a .txt file."
    )


def open_package(path: Path) -> Package:
    """The parts of the Word file `path`.

    Raises CredfolioError for a file that is too large, protected, open elsewhere or no Word file.
    """
    try:
        size = path.stat().st_size
        if size > limits.WORD_BYTES:
            limit = limits.WORD_BYTES // 1_000_000
            raise CredfolioError(f"{path.name} is larger than {limit} MB. Take its pictures out.")
        with path.open("rb") as file:
            if file.read(4) == _OLD_WORD:
                raise CredfolioError(
                    f"{path.name} is an old or a password-protected Word file. "
                    "Open it in Word, take the password off and save it as Word document (.docx)."
                )
        with zipfile.ZipFile(path) as archive:
            return _package(path, archive)
    except PermissionError as error:
        raise CredfolioError(
            f"{path.name} can't be opened. If it is open in Word, close it there and try again."
        ) from error
    except BROKEN as error:
        raise unreadable(path) from error


def _package(path: Path, archive: zipfile.ZipFile) -> Package:
    entries = archive.infolist()
    if any(entry.compress_type not in _PACKED for entry in entries):
        raise unreadable(path)
    text = sum(e.file_size for e in entries if _is_xml(e.filename))
    if (
        sum(e.file_size for e in entries) > limits.WORD_UNPACKED_BYTES
        or text > limits.WORD_TEXT_BYTES
        or len(entries) > limits.WORD_PARTS
    ):
        raise CredfolioError(f"{path.name} unpacks to far more than a document holds: not read.")
    parts = {e.filename: _xml(path, archive.read(e)) for e in entries if _is_xml(e.filename)}
    document = next((name for name in parts if _DOCUMENT.fullmatch(name)), None)
    if document is None:
        raise unreadable(path)
    for xml in parts.values():
        if (
            len(_RUN.findall(xml)) > limits.WORD_RUNS
            or len(_FIELD.findall(xml)) > limits.WORD_FIELDS
        ):
            raise CredfolioError(f"{path.name} is too long: split it into several Word files.")
    return Package(
        path, document, parts, tuple(e.filename for e in entries if not _is_xml(e.filename))
    )


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _xml(path: Path, raw: bytes) -> str:
    """XML as text. Entities, and encodings in which one could hide, are nothing Word writes."""
    declared = _ENCODING.match(raw.removeprefix(b"\xef\xbb\xbf"))
    plain = declared is None or declared[1].lower() in (b"utf-8", b"utf8", b"us-ascii", b"ascii")
    if b"\0" in raw or not plain or b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise CredfolioError(f"{path.name} is not a document that Word writes: not read.")
    return raw.decode("utf-8-sig", "replace")
