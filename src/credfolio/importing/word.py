"""Word documents: read safely, as HTML, with an account of what HTML has no place for."""

import html
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring, tostring

from credfolio import limits
from credfolio.importing.comments import Comment, read_comments
from credfolio.importing.hints import HINT_STYLES
from credfolio.importing.marking import mark_document
from credfolio.importing.package import BROKEN, Package, open_package, unreadable
from credfolio.importing.pictures import Picture, description, kind_of, source
from credfolio.importing.result import LeftOut
from credfolio.words import plural, word_list, words

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='Preformatted Text'] => p:fresh
""" + "".join(f"p[style-name='{name}'] => p.hint:fresh\n" for name in HINT_STYLES)
_TEXT = re.compile(
    r"<(?:w|m):t(?:\s[^<>]*)?>([^<]*)</(?:w|m):t>|</w:p>|<w:(?:br|tab|cr|txbxContent)\b"
)
_DELETED = re.compile(r"<w:delText(?:\s[^<>]*)?>([^<]*)</w:delText>|</w:p>")


@dataclass(frozen=True, slots=True)
class WordFile:
    """A Word file, read.

    `page`: HTML with marks. `pictures`: what `picture:N` means in it. `comments`: by number.
    `body`: the words of its body, in order.
    """

    path: Path
    page: str
    pictures: tuple[Picture, ...]
    comments: tuple[Comment, ...]
    left_out: tuple[LeftOut, ...]
    body: tuple[str, ...]

    def unread(self, shown: str) -> LeftOut | None:
        """Words of the body that are not in `shown`: a guard for what nobody foresaw."""
        lost = _without(self.body, shown)
        if not lost:
            return None
        what = f"{plural(len(lost), 'word')} in a text box, a form or an equation"
        return LeftOut(what, " ".join(lost), counted=True)


def read_word(path: Path) -> WordFile:
    """The Word file `path`. Tracked insertions are in the text, deletions are not.

    Raises CredfolioError for a file that is too large, protected or no Word file.
    """
    package = open_package(path)
    try:
        comments = read_comments(package)
        numbers = {comment.id: number for number, comment in enumerate(comments)}
        document = mark_document(package, numbers)
        page, gathered = _convert(package, document.xml)
    except BROKEN as error:
        raise unreadable(path) from error
    xml = package.parts[package.document]
    left_out = [*_beside(package.parts), *_deleted(xml)]
    if words(document.placeholders):
        left_out.append(LeftOut("the hints of empty form fields", document.placeholders))
    return WordFile(
        path,
        page,
        tuple(gathered.pictures),
        comments,
        (*left_out, *gathered.left_out()),
        _without(word_list(_plain(xml)), document.placeholders),
    )


@dataclass(slots=True)
class _Pictures:
    """The pictures of a file as mammoth comes upon them."""

    pictures: list[Picture] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def take(self, image: Any) -> dict[str, str]:
        alternative = description(image.alt_text)
        try:
            with image.open() as file:
                content = file.read(limits.WORD_PICTURE_BYTES + 1)
        except BROKEN:  # a picture that lies elsewhere, or nowhere
            content = b""
        kind = kind_of(content)
        if kind is None or len(content) > limits.WORD_PICTURE_BYTES:
            self.refused.append(alternative)
            return {"src": ""}
        self.pictures.append(Picture(content, kind, alternative))
        return {"src": source(len(self.pictures) - 1), "alt": alternative}

    def left_out(self) -> Iterator[LeftOut]:
        if self.refused:
            what = f"{plural(len(self.refused), 'picture')} that browsers can't show (in Word, save"
            what += " it as PNG with a right click and insert that file)"
            yield LeftOut(what, " ".join(self.refused), counted=True)


def _convert(package: Package, document: bytes) -> tuple[str, _Pictures]:
    import mammoth

    pictures = _Pictures()
    with zipfile.ZipFile(package.path) as archive:
        result = mammoth.convert_to_html(
            _repacked(package, archive, document),
            style_map=_STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=mammoth.images.img_element(pictures.take),
        )
    return str(result.value), pictures


def _repacked(package: Package, archive: zipfile.ZipFile, document: bytes) -> io.BytesIO:
    """The file with the marked document and without its comments, which are read already."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy:
        copy.writestr(package.document, document)
        for name in package.others:
            if name.startswith("word/media/") or not name.startswith(("word/", "docProps/")):
                copy.writestr(name, archive.read(name))
        for name, xml in package.parts.items():
            if _STYLES_PART.fullmatch(name):
                copy.writestr(name, _slim(xml))
            elif name != package.document and not name.startswith("word/comments"):
                copy.writestr(name, xml)
    target.seek(0)
    return target


_STYLES_PART = re.compile(r"word/styles\d*\.xml")


def _slim(styles: str) -> bytes:
    """The styles' names and lists: the rest takes mammoth longer than the text."""
    root = fromstring(styles.encode())
    w = root.tag[: root.tag.index("}") + 1] if root.tag.startswith("{") else ""
    for style in list(root):
        if style.tag != f"{w}style":
            root.remove(style)
            continue
        for part in list(style):
            if part.tag not in (f"{w}name", f"{w}pPr"):
                style.remove(part)
    return tostring(root)


_BESIDE = (
    (re.compile(r"word/header\d*\.xml"), "the page header"),
    (re.compile(r"word/footer\d*\.xml"), "the page footer"),
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


def _without(body: Iterable[str], shown: str) -> tuple[str, ...]:
    """The words of `body` that are not in `shown`, each as often as it is missing."""
    there = Counter(word_list(shown))
    lost = []
    for word in body:
        there[word] -= 1
        if there[word] < 0:
            lost.append(word)
    return tuple(lost)


def _cut(xml: str, name: str) -> str:
    """`xml` without the elements of that name, which hold text a second time."""
    chunks = xml.replace(f"<{name}/>", "").split(f"</{name}>")
    opening = re.compile(f"<{name}[ >]")
    cut = [found.start() if (found := opening.search(chunk)) else None for chunk in chunks[:-1]]
    return "".join(chunk[:end] for chunk, end in zip(chunks, [*cut, None], strict=True))


def _plain(xml: str) -> str:
    xml = _cut(_cut(xml, "mc:Fallback"), "w:moveFrom")
    return " ".join(
        "".join(" " if f[1] is None else html.unescape(f[1]) for f in _TEXT.finditer(xml)).split()
    )
