"""Any bytes, taken apart layer by layer and searched for the declared names."""

import mmap
from collections.abc import Iterator
from typing import NamedTuple

from credfolio import limits
from credfolio.model import PrivateName
from credfolio.privacy import archives, boxes, exif, pictures, sound
from credfolio.privacy.names import Matcher, Span
from credfolio.privacy.parts import DAMAGED, Part, Raw, UnreadError, reason
from credfolio.privacy.texts import as_text, embedded, strings, views
from credfolio.sources import SAVED, Unsaved

_SHORT = 96  # bytes; anything compressed or wrapped once more is longer


class Hit(NamedTuple):
    """A name in a file. `within`: the layers down to it; `line`, `column`: in plain text only."""

    name: PrivateName
    within: str = ""
    line: int | None = None
    column: int | None = None


class Searched(NamedTuple):
    """`more`: hits beyond those listed. `unread`: why a part could not be searched, or nothing."""

    hits: tuple[Hit, ...]
    more: int = 0
    unread: str = ""


def search(raw: Raw, name: str, matcher: Matcher, author: bool = True) -> Searched:
    """What stands in the content of the file called `name`.

    `author`: all of it is of the author's making, so names of one word are looked for as well.
    """
    seeker = _Seeker(matcher, author)
    seeker.file(raw, name.rpartition(".")[2].lower(), "", 0)
    listed = tuple(dict.fromkeys(seeker.hits))
    kept = listed[: limits.NAMES_FOUND]
    return Searched(kept, len(listed) - len(kept), seeker.unread)


class _Seeker:
    """One file being taken apart. Every layer draws on the same bounds."""

    def __init__(self, matcher: Matcher, author: bool) -> None:
        self.matcher = matcher
        self.author = author
        self.hits: list[Hit] = []
        self.unread = ""
        self.left = limits.SEARCHED_BYTES_IN_ALL
        self.text_left = limits.SEARCHED_TEXT

    def file(self, raw: Raw, kind: str, within: str, depth: int) -> None:
        if depth > limits.SEARCH_DEPTH:
            self.cannot("it holds too many files in files")
            return
        self.left -= len(raw)
        if self.left < 0 and depth:
            self.cannot("what it holds is too large")
            return
        try:
            if (found := _parts(raw, kind)) is not None:
                for part in found:
                    if self.left < 0 or self.text_left < 0:
                        break
                    self.part(part, within, depth)
            else:
                self.text_file(raw, kind, within, depth)
        except DAMAGED as error:
            self.cannot(reason(error))
            self.bare(bytes(raw[: limits.SEARCHED_TEXT]), within, author=False)

    def part(self, part: Part, within: str, depth: int) -> None:
        inside = _inside(within, part.within)
        known = part.kind == "rest" and _parts(part.content, "") is not None
        if part.kind == "file" or known:
            self.file(part.content, part.within.rpartition(".")[2].lower(), inside, depth + 1)
        elif part.kind == "name":
            self.text(_file_name(part.content.decode("utf-8", "replace")), "", inside, depth)
        elif (text := as_text(part.content)) is not None:
            self.text(text, "", inside, depth)
        else:
            self.bare(part.content, inside, self.author)

    def text_file(self, raw: Raw, kind: str, within: str, depth: int) -> None:
        if len(raw) > limits.SEARCHED_BYTES:
            raise UnreadError("it is too large")
        content = bytes(raw[:])
        text = as_text(content)
        if text is None:
            old = content.startswith(b"\xd0\xcf\x11\xe0")
            raise UnreadError("it is an old Office file" if old else "its kind is not known here")
        self.text(text, kind, within, depth)

    def bare(self, raw: bytes, within: str, author: bool) -> None:
        """What can be found in bytes that are no text as a whole."""
        self.text_left -= len(raw)
        if self.text_left < 0:
            self.cannot("it holds too much text")
            return
        for text in strings(raw):
            spans = self.matcher.spans(text, author)
            # Among a million bytes of sound, any two letters stand somewhere by chance.
            self.hits += [Hit(s.name, within) for s in spans if s.end - s.start > 3]

    def text(self, text: str, kind: str, within: str, depth: int) -> None:
        self.text_left -= len(text)
        if self.text_left < 0:
            self.cannot("it holds too much text")
            return
        for how, view in views(text, kind):
            if spans := self.matcher.spans(view, self.author):
                self.hits += self.stands(spans, view, text, within, how)
        short = []
        for line, content in embedded(text):
            if len(content) > _SHORT or content.startswith((b"\x1f\x8b", b"PK")):
                self.hidden(content, line, within, depth)
            else:
                short.append((line, content))
        # A word of a script is base64 as well: thousands of these are looked at in one go.
        whole = "\n!\n".join(content.decode("utf-8", "replace") for _, content in short)
        for line, content in short if short and self.matcher.spans(whole, self.author) else ():
            self.hidden(content, line, within, depth)

    def hidden(self, content: bytes, line: int, within: str, depth: int) -> None:
        """What base64 held, where it is text or a known file; anything else was no base64."""
        inner = _Seeker(self.matcher, self.author)
        inner.left, inner.text_left = self.left, self.text_left
        if _parts(content, "") is None and as_text(content) is None:
            return
        inner.file(content, "", _inside(within, "base64"), depth + 1)
        self.left, self.text_left = inner.left, inner.text_left
        self.hits += [hit._replace(line=None if within else line) for hit in inner.hits]

    def stands(
        self, spans: list[Span], view: str, text: str, within: str, how: str
    ) -> Iterator[Hit]:
        """Where names stand in a view; one that stood there before is not said again."""
        if within:
            yield from (Hit(span.name, within) for span in spans)
            return
        known = {(hit.name, hit.line) for hit in self.hits if hit.line}
        line, at = 1, 0
        rows = text.split("\n") if how else []
        for span in spans:
            line += view.count("\n", at, span.start)
            at = span.start
            if (span.name, line) not in known:
                column = span.start - view.rfind("\n", 0, span.start)
                if how:
                    first = view[span.start : span.end].split()[0]
                    column = rows[line - 1].find(first) + 1 if line <= len(rows) else 0
                yield Hit(span.name, how, line, column or 1)

    def cannot(self, why: str) -> None:
        self.unread = self.unread or why


def _inside(within: str, part: str) -> str:
    return f"{within} › {part}" if within else part


def _parts(raw: Raw, kind: str) -> Iterator[Part] | None:
    """The pieces of a container, known by how it begins; None: it is none."""
    head = bytes(raw[:16])
    if (found := pictures.pieces(raw)) is not None:
        return pictures.said(found)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return archives.unzipped(raw)
    if head.startswith(b"\x1f\x8b"):
        return archives.gunzipped(raw)
    if b"%PDF-" in bytes(raw[:1024]) and (kind in ("pdf", "") or head.startswith(b"%PDF-")):
        from credfolio.privacy import pdf

        return pdf.read(raw)
    if boxes.is_iso(raw):
        return boxes.said(raw)
    return _recording(raw, head) or _other_picture(raw, head)


def _recording(raw: Raw, head: bytes) -> Iterator[Part] | None:
    if head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2):
        return sound.id3(raw)
    if head.startswith((b"RIFF", b"RF64")):
        return sound.riff(raw)
    if head.startswith(b"fLaC"):
        return sound.flac(raw)
    if head.startswith(b"OggS"):
        return sound.ogg(raw)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return sound.matroska(raw)
    return None


def _other_picture(raw: Raw, head: bytes) -> Iterator[Part] | None:
    if head.startswith((b"II*\0", b"MM\0*")):
        return exif.texts(raw)
    if head.startswith(b"BM") and len(raw) > 54:
        return iter([Part("the header", bytes(raw[:1024]), "text")])
    return None


def _file_name(path: str) -> str:
    """A path with its words apart, as in `DanaAtWork.jpg`, beside itself."""
    import re

    return f"{path}\n{re.sub(r'(?<=[a-z])(?=[A-Z])', ' ', path)}"


def search_path(path: str, matcher: Matcher) -> list[PrivateName]:
    """The names that the path of a file tells."""
    names = [span.name for span in matcher.spans(_file_name(path))]
    return list(dict.fromkeys(names))


def read_raw(path: str, unsaved: Unsaved = SAVED) -> Raw:
    """A file's bytes, or a view of them where there are many. Raises OSError."""
    if path in unsaved:
        return unsaved[path]
    with open(path, "rb") as file:  # noqa: PTH123 - see sources
        size = file.seek(0, 2)
        file.seek(0)
        if size <= limits.SEARCHED_BYTES:
            return file.read()
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
