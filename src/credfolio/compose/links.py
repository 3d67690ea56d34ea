"""Where documents and evidence are published, and how one page links to another.

All links are relative, so that a site works from any folder, host or disk.
"""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from credfolio.elements import PUBLISHED
from credfolio.model import Document
from credfolio.sanitise import is_remote
from credfolio.sources import inside

COVER = "index.md"


@dataclass(frozen=True, slots=True)
class Places:
    """`pages`: source to published path, a transcript's file to the page that shows it.

    `files`: evidence that may be published as it is.
    """

    pages: Mapping[str, str]
    files: frozenset[str]


def page_path(source: str) -> str:
    """Where the page of a document is published."""
    return source[: -len(".md")] + ".html"


def places(names: Iterable[str], documents: Iterable[Document], files: Iterable[str]) -> Places:
    """Where generated pages of these names, documents and evidence go."""
    kept = (f for f in files if posixpath.splitext(f)[1][1:].lower() in PUBLISHED)
    pages = {name: page_path(name) for name in names}
    for document in documents:
        if transcript := beside(document, "transcript"):
            pages[transcript] = page_path(document.path)
    pages |= {document.path: page_path(document.path) for document in documents}
    return Places(pages, frozenset(kept))


def named(document: Document) -> str:
    """A title from the file's name, for a document that states none."""
    name = posixpath.splitext(posixpath.basename(document.path))[0]
    return name.replace("-", " ").replace("_", " ").strip().capitalize() or "Page"


def beside(document: Document, key: str) -> str | None:
    """The path of the file that the document's `key:` names; None: it names none in here."""
    name = document.meta.get(key)
    if not isinstance(name, str) or is_remote(name):
        return None
    return inside(document.path, name)


def relative(target: str, page: str) -> str:
    """The link from the published `page` to the published `target`, percent-encoded."""
    return quote(posixpath.relpath(target, posixpath.dirname(page) or "."))


def resolve(target: str, source: str) -> tuple[str, str]:
    """(path inside the portfolio, fragment) of a relative link as written in `source`.

    The path is `source` itself for a bare fragment, and empty where the link leaves the portfolio.
    """
    parts = urlsplit(target.replace("\\", "/"))
    path = unquote(parts.path)
    if not path:
        return source, parts.fragment
    return inside(source, path) or "", parts.fragment


def published(target: str, source: str, places: Places) -> tuple[str, str | None]:
    """(link to write, file to publish for it); an empty link where there is nothing to open."""
    if is_remote(target):
        return target, None
    try:
        path, fragment = resolve(target, source)
    except ValueError:
        return "", None
    page = places.pages[source]
    anchor = f"#{fragment}" if fragment else ""
    if path == source and anchor:
        return anchor, None
    if path in places.pages:
        return relative(places.pages[path], page) + anchor, None
    if path in places.files:
        return relative(path, page) + anchor, path
    return "", None
