"""A document's Markdown as safe HTML: its links lead to pages, its headings have anchors."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import quote

from credfolio.compose.links import Places, published
from credfolio.compose.site import TocEntry
from credfolio.markdown import MARKDOWN, OWN_IDS
from credfolio.model import Block, Document
from credfolio.sanitise import is_remote, sanitise

_REST = r'(?:[^">]|"[^"]*")*'
_PARTS = re.compile(
    rf"<(?P<quote>/?blockquote)\b{_REST}>"
    rf"|<h(?P<level>[1-6])(?P<heading>{_REST})>(?P<inner>.*?)</h(?P=level)>"
    rf"|<(?P<tag>a|img|audio|video|source)\b(?P<rest>{_REST})>"
    r"|<p><strong>(?P<strong>(?:(?!</p>).)*?)</strong>:?\s*\{#(?P<id>[\w-]+)\}</p>",
    re.S,
)
_PICTURE = re.compile(rf"<(?:img|video){_REST}>(?:\s*<source{_REST}>)*(?:</video>)?")
_TAG = re.compile(rf"<{_REST}>")
_ATTRIBUTE = re.compile(r'\s(href|src)="([^"]*)"')
_ID = re.compile(r'\sid="[^"]*"')
_ANY_ID = re.compile(rf'(<[a-z]\w*{_REST}?)\sid="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Rendered:
    """`files`: evidence that the HTML refers to."""

    html: str
    toc: tuple[TocEntry, ...] = ()
    files: frozenset[str] = frozenset()


def render(document: Document, places: Places, body: str | None = None, top: int = 2) -> Rendered:
    """The document's page content; `body` replaces its Markdown, `top` is its highest heading."""
    html = sanitise(MARKDOWN.html(document.body if body is None else body))
    walk = _Walk(document, places, 0)
    if any(b.kind == "heading" and b.level < top and not b.strong for b in document.blocks):
        walk.shift = top - 1
    html = _PARTS.sub(walk.replace, html)
    return Rendered(html, nested(walk.headings), frozenset(walk.files))


def render_fragment(text: str, document: Document, places: Places) -> Rendered:
    """A piece of a document, such as one turn, without anchors of its own."""
    html = without_ids(sanitise(MARKDOWN.html(text)))
    walk = _Walk(document, places, 0)
    return Rendered(_PARTS.sub(walk.replace, html), (), frozenset(walk.files))


def scrolling(rendered: Rendered) -> Rendered:
    """The page with its tables in rooms of their own, that the keyboard can scroll too."""
    html = rendered.html.replace("<table>", f"{_ROOM}<table>").replace("</table>", "</table></div>")
    return Rendered(html, rendered.toc, rendered.files)


_ROOM = '<div class="cf-room" tabindex="0" role="group" aria-label="Table">'


def without_pictures(rendered: Rendered) -> Rendered:
    """The page with a word in the place of each picture, and without the files."""
    html = _PICTURE.sub("<em>[A picture is left out.]</em>", rendered.html)
    shown = {file for file in rendered.files if escape(quote(posixpath.basename(file))) in html}
    return Rendered(html, rendered.toc, frozenset(shown))


def without_ids(html: str, kept: frozenset[str] = frozenset()) -> str:
    """`html` without anchors, but for those of `kept`: a page's own anchors stay its own."""
    if "id=" not in html:
        return html
    return _ANY_ID.sub(lambda found: found[0] if found[2] in kept else found[1], html)


def plain(html: str) -> str:
    """The visible text of safe HTML, on one line."""
    return " ".join(unescape(_TAG.sub("", html)).split())


def nested(headings: list[tuple[int, str, str]]) -> tuple[TocEntry, ...]:
    """(level, id, title) of a page's headings as a tree."""

    def below(level: int) -> Iterator[TocEntry]:
        while rest and rest[-1][0] > level:
            own, id, title = rest.pop()
            yield TocEntry(id, title, own, tuple(below(own)))

    rest = headings[::-1]
    return tuple(below(0))


class _Walk:
    """One pass over the tags of a sanitised document."""

    def __init__(self, document: Document, places: Places, shift: int) -> None:
        self.source = document.path
        self.places = places
        self.shift = shift
        self.quoted = 0
        self.files: set[str] = set()
        self.headings: list[tuple[int, str, str]] = []
        self.anchors: dict[tuple[int, str], list[Block]] = {}
        for block in reversed(document.blocks):
            if block.kind == "heading" and not block.strong:
                self.anchors.setdefault((block.level, _folded(block.text)), []).append(block)

    def replace(self, found: re.Match[str]) -> str:
        if found["quote"]:
            self.quoted += -1 if found["quote"][0] == "/" else 1
            return found[0]
        if found["tag"]:
            return self.linked(found["tag"], found["rest"])
        if found["strong"] is not None:
            id = "" if found["id"].startswith(OWN_IDS) else f' id="{found["id"]}"'
            return f"<p{id}><strong>{found['strong']}</strong></p>"
        return self.heading(int(found["level"]), found["heading"], found["inner"])

    def heading(self, level: int, rest: str, inner: str) -> str:
        text = plain(inner)
        known = None if self.quoted else self.anchors.get((level, _folded(text)))
        shown = min(level + self.shift, 6)
        inner = _PARTS.sub(self.replace, inner)
        if not known:
            return f"<h{shown}{_ID.sub('', rest) if self.quoted else rest}>{inner}</h{shown}>"
        id = known.pop().id
        self.headings.append((shown, id, text))
        return f'<h{shown}{_ID.sub("", rest)} id="{escape(id)}">{inner}</h{shown}>'

    def linked(self, tag: str, rest: str) -> str:
        found = _ATTRIBUTE.search(rest)
        lazy = ' loading="lazy" decoding="async"' if tag == "img" else ""
        if not found:
            return f"<{tag}{rest}{lazy}>"
        target = unescape(found[2])
        link, file = published(target, self.source, self.places)
        if file:
            self.files.add(file)
        if tag == "a" and not is_remote(target):
            rest = rest.replace(' rel="noopener noreferrer"', "")
        found = _ATTRIBUTE.search(rest)
        if found is None or not link:
            return f"<{tag}{_ATTRIBUTE.sub('', rest)} {_BROKEN[tag == 'a']}>"
        written = f' {found[1]}="{escape(link)}"'
        return f"<{tag}{rest[: found.start()]}{written}{rest[found.end() :]}{lazy}>"


# A link that leads nowhere stays readable; CF801 names it.
_BROKEN = {True: 'class="cf-broken" title="This link leads nowhere."', False: 'class="cf-broken"'}


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()
