"""What compose hands to publish: pages of finished HTML and the files beside them. All frozen."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ComposeOptions:
    """`draft`: mark every page and show the findings on it. `templates`: a trusted workspace's
    folder whose templates replace ours of the same name. `blind`: nothing tells who the author is.
    """

    draft: bool = False
    templates: Path | None = None
    blind: bool = False


@dataclass(frozen=True, slots=True)
class TocEntry:
    """A heading of a page. `title` is plain text."""

    id: str
    title: str
    level: int
    children: tuple["TocEntry", ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """`source`: the document it shows, or the name that a generated page has among them.

    `path`: where it is published. `html`: finished and safe. `title`: plain text. `section`: the
    part of the navigation it belongs to, empty for none. `wide`: no room for a table of contents.
    `generated`: no document is behind it.
    """

    path: str
    source: str
    title: str
    html: str
    toc: tuple[TocEntry, ...] = ()
    section: str = ""
    wide: bool = False
    generated: bool = False


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the site: its bytes, or the path of the portfolio's file it is copied from."""

    path: str
    content: bytes | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """`pages` in reading order, the cover first. `stylesheets`, `polyfills`, `scripts`: paths
    of assets; a browser runs the first scripts before it reads a page, the others after.
    `blind`: nothing may tell who the author is. `chapters`: how many of the pages, from the
    first, are read one after another; the others are made of them.
    """

    title: str
    pages: tuple[Page, ...]
    assets: tuple[Asset, ...]
    stylesheets: tuple[str, ...] = ()
    polyfills: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    language: str = "en"
    blind: bool = False
    chapters: int = 0

    def page(self, source: str) -> Page | None:
        return next((page for page in self.pages if page.source == source), None)
