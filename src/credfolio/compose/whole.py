"""The whole portfolio on one page, for paper: every page in reading order as a chapter.

Works on finished HTML, in which attribute values stand in double quotes: whatever a page shows, its
chapter shows. Anchors are made unique by the chapter's number, links between pages become links
within the page, controls are left out, and the addresses of links are listed at the end.
"""

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import unquote, urlsplit

from credfolio.compose.links import relative
from credfolio.compose.site import Page, TocEntry
from credfolio.sanitise import is_remote

_REST = r'(?:[^">]|"[^"]*")*'
# Paper plays nothing and takes no clicks. Whatever a control offers is on the page without it.
_CONTROLS = re.compile(
    rf"<(?P<control>audio|video|form|noscript|fieldset|button){_REST}>.*?</(?P=control)>"
    rf'|<label class="cf-follow"{_REST}>.*?</label>'
    rf'|<p{_REST} role="status"{_REST}></p>'
    rf'|<aside class="cf-panel"{_REST}>.*?</aside>'
    # An exhibit has a chapter of its own.
    rf'|<section class="cf-exhibits"{_REST}>.*?</section>'
    rf"|<input{_REST}>",
    re.S,
)
_TAG = re.compile(rf"<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)(?P<rest>{_REST})>")
_REFERENCE = re.compile(
    r"\s(?P<key>id|for|name|aria-(?:labelledby|describedby|controls|owns)|href|src|poster)"
    r'="(?P<value>[^"]*)"'
)
_PAINT = re.compile(r"url\(#([^)]+)\)")
_HEADING = re.compile(r"h[1-5]")
_LISTS = frozenset({"aria-labelledby", "aria-describedby", "aria-controls", "aria-owns"})


@dataclass
class _Addresses:
    """Web addresses in the order in which the pages first link to them."""

    found: list[str] = field(default_factory=list)

    def number(self, address: str) -> int:
        if address not in self.found:
            self.found.append(address)
        return self.found.index(address) + 1


@dataclass(frozen=True, slots=True)
class Whole:
    """`chapters`: finished HTML, one a page. `addresses`: what their notes point to, from 1."""

    chapters: tuple[str, ...]
    addresses: tuple[str, ...]
    toc: tuple[TocEntry, ...]


def whole(pages: Sequence[Page], path: str) -> Whole:
    """`pages` as chapters of one page that is published at `path`."""
    numbers = {page.path: number for number, page in enumerate(pages, 1)}
    addresses = _Addresses()
    chapters = [_Chapter(page, numbers, path, addresses).html() for page in pages]
    toc = tuple(TocEntry(_name(numbers[page.path]), page.title, 2) for page in pages)
    return Whole(tuple(chapters), tuple(addresses.found), toc)


def _name(number: int, anchor: str = "") -> str:
    return f"p{number}-{anchor}" if anchor else f"p{number}"


@dataclass
class _Chapter:
    page: Page
    numbers: dict[str, int]
    path: str
    addresses: _Addresses
    open_link: int = 0

    @property
    def number(self) -> int:
        return self.numbers[self.page.path]

    def html(self) -> str:
        html = _TAG.sub(self.tag, _CONTROLS.sub("", self.page.html))
        return f'<section class="cf-chapter" id="{_name(self.number)}">{html}</section>'

    def tag(self, found: re.Match[str]) -> str:
        name, rest = found["name"], found["rest"]
        if _HEADING.fullmatch(name):
            name = f"h{int(name[1]) + 1}"
        if found["end"]:
            return f"</{name}>{self.note() if name == 'a' else ''}"
        rest = _PAINT.sub(lambda paint: f"url(#{_name(self.number, paint[1])})", rest)
        return f"<{name}{_REFERENCE.sub(self.reference, rest)}>"

    def note(self) -> str:
        """The number of the address that the link which ends here leads to."""
        number, self.open_link = self.open_link, 0
        return f'<sup class="cf-note">{number}</sup>' if number else ""

    def reference(self, found: re.Match[str]) -> str:
        key, value = found["key"], unescape(found["value"])
        if key in ("href", "src", "poster"):
            value = self.link(value, key)
        elif key in _LISTS:
            value = " ".join(_name(self.number, each) for each in value.split())
        else:
            value = _name(self.number, value)
        return f' {key}="{escape(value)}"'

    def link(self, target: str, key: str) -> str:
        if is_remote(target):
            if key == "href":
                self.open_link = self.addresses.number(target)
            return target
        parts = urlsplit(target)
        if not parts.path:
            return f"#{_name(self.number, parts.fragment)}"
        named = posixpath.join(posixpath.dirname(self.page.path), unquote(parts.path))
        place = posixpath.normpath(named)
        if place in self.numbers:
            return f"#{_name(self.numbers[place], parts.fragment)}"
        return relative(place, self.path) + (f"#{parts.fragment}" if parts.fragment else "")
