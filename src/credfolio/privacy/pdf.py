"""PDF: the text of the pages, and every text, note, form field, bookmark and attachment."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from credfolio import limits
from credfolio.privacy.parts import Part, Raw, UnreadError

if TYPE_CHECKING:
    from pypdf import PdfReader

# What pypdf raises on files that are damaged or made to harm.
_FAULTS = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, NotImplementedError,
    OSError, RecursionError, RuntimeError, TypeError, ValueError,
)  # fmt: skip
_SHOWS_TEXT = (b"Tj", b"TJ", b"'", b'"')


def read(raw: Raw) -> Iterator[Part]:
    """Everything in a PDF that is text. Raises UnreadError where a part of it can't be read."""
    import io

    import pypdf
    from pypdf.errors import DependencyError, PyPdfError

    if len(raw) > limits.SEARCHED_BYTES:
        raise UnreadError("it is too large")
    with _quiet():
        try:
            reader = pypdf.PdfReader(io.BytesIO(raw[:]))
            if reader.is_encrypted and not reader.decrypt(""):
                raise UnreadError("it needs a password")
            yield from _objects(reader)
            yield from _pages(reader)
        except UnreadError:
            raise
        except (PyPdfError, DependencyError, *_FAULTS) as error:
            raise UnreadError("it is damaged, or of a kind that can't be read") from error


@contextmanager
def _quiet() -> Iterator[None]:
    """pypdf's warnings about untidy files off while this lasts."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _objects(reader: "PdfReader") -> Iterator[Part]:
    """The texts of every object, and the content of attachments, pictures and XMP."""
    import pypdf.generic as pdf

    numbers = {n: generation for generation, table in reader.xref.items() for n in table}
    numbers |= dict.fromkeys(reader.xref_objStm, 0)
    if len(numbers) > limits.PDF_OBJECTS:
        raise UnreadError("it has too many parts")
    left = limits.SEARCHED_BYTES_IN_ALL
    texts: list[str] = _texts(reader.trailer)
    for number, generation in sorted(numbers.items()):
        found: Any = reader.get_object(pdf.IndirectObject(number, generation, reader))
        texts += _texts(found)
        if isinstance(found, pdf.StreamObject):
            for part in _stream(found):
                left -= len(part.content)
                if left < 0:
                    raise UnreadError("what it holds is too large")
                yield part
    yield Part("its properties, notes and fields", "\n".join(texts).encode(), "file")


def _texts(root: Any) -> list[str]:
    """The texts in one object; those that it refers to have their own turn."""
    import pypdf.generic as pdf

    texts: list[str] = []
    pending = [root]
    while pending:
        value = pending.pop()
        if isinstance(value, pdf.TextStringObject):
            texts.append(str(value))
        elif isinstance(value, pdf.ByteStringObject):
            texts.append(bytes(value).decode("latin-1"))
        elif isinstance(value, pdf.DictionaryObject):
            pending += [dict.__getitem__(value, key) for key in value]
        elif isinstance(value, pdf.ArrayObject):
            pending += list(list.__iter__(value))
    return texts


def _stream(stream: Any) -> Iterator[Part]:
    kind, sort = stream.get("/Type"), stream.get("/Subtype")
    filters = stream.get("/Filter")
    last = filters[-1] if isinstance(filters, list) and filters else filters
    if sort == "/Image":
        if last in ("/DCTDecode", "/JPXDecode"):
            yield Part("a picture in it", bytes(stream._data))
    elif kind == "/EmbeddedFile":
        yield Part("an attachment", stream.get_data())
    elif kind == "/Metadata" or sort == "/XML":
        yield Part("XMP", stream.get_data())


def _pages(reader: "PdfReader") -> Iterator[Part]:
    if len(reader.pages) > limits.PDF_PAGES:
        raise UnreadError(f"it has {len(reader.pages):,} pages")
    texts = []
    for page in reader.pages:
        text = page.extract_text()
        if not text.strip() and _should_show(page):
            raise UnreadError("the text of its pages can't be read")
        texts.append(text)
    yield Part("the text of its pages", "\n".join(texts).encode("utf-8", "replace"))


def _should_show(page: Any) -> bool:
    """Whether a page without text has instructions that show some."""
    contents = page.get_contents()
    data = contents.get_data() if contents is not None else b""
    return any(sign in data.split() for sign in _SHOWS_TEXT)
