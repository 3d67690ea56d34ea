"""The whole portfolio on one page, for paper: every page in reading order as a chapter.

Works on finished HTML, in which attribute values stand in double quotes: whatever a page shows, its
chapter shows. Anchors are made unique by the chapter's number, links between pages become links
within the page, controls are left out, and the addresses of links are listed at the end.
"""

import posixpath
import re
from collections.abc import Iterator, Sequence
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
    rf'|<p class="cf-draft"{_REST}>.*?</p>'
    # What has a chapter of its own, or stands in another.
    rf'|<(?P<again>section|div) class="cf-(?:exhibits|again)"{_REST}>.*?</(?P=again)>'
    r'|<div class="cf-chart-room cf-chart-narrow">.*?</div>'
    rf"|<input{_REST}>",
    re.S,
)
_TAG = re.compile(rf"<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)(?P<rest>{_REST})>")
_REFERENCE = re.compile(
    r"\s(?P<key>id|for|name|aria-(?:labelledby|describedby|controls|owns)|href|src|poster)"
    r'="(?P<value>[^"]*)"'
)
# A search passes over the page, and no script acts on it.
_UNUSED = re.compile(r'(="[^"]*")|\s(?:data-[\w-]+|focusable)(?:="[^"]*")?')
# Of a picture in two sizes paper shows the wide one; on a narrow screen it then scrolls.
_WIDE = re.compile(
    r'(?<=<div class="cf-chart-room cf-chart-)wide"(?=>\s*<svg[^>]*>\s*<title[^>]*>([^<]*)<)'
)
_SCROLLS = r'any" tabindex="0" role="region" aria-label="\1"'
_POINTED = re.compile(r'(?:href="#|url\(#)([^")]+)|aria-(?:labelledby|describedby)="([^"]+)"')
# Chapters have findings under the same names, which a page may give only once.
_FINDINGS = re.compile(r'(?<=<section class="cf-findings") aria-label="[^"]*"')
# Between these a line break shows nothing.
_APART = (
    "article|aside|d[dlt]|defs|desc|div|figcaption|figure|g|h[1-6]|header|li|line|ol|p|path|pattern"
    "|rect|section|t(?:able|body|[dhr]|head|itle)|ul"
)
_BREAK = re.compile(rf"\n(?=</?(?:{_APART})\b)|(</?(?:{_APART})\b{_REST}>)\n")
_PAINT = re.compile(r"url\(#([^)]+)\)")
_ID = re.compile(r'\sid="([^"]*)"')
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
    before = ["", *(page.section for page in pages)]
    chapters = [
        _Chapter(page, numbers, path, addresses, page.section != section).html()
        for page, section in zip(pages, before, strict=False)
    ]
    toc = tuple(TocEntry(_name(numbers[page.path]), page.title, 2) for page in pages)
    return Whole(tuple(_spare(chapters)), tuple(addresses.found), toc)


def _spare(chapters: Sequence[str]) -> Iterator[str]:
    """The chapters without the anchors to which nothing leads."""
    found = (match for chapter in chapters for match in _POINTED.finditer(chapter))
    wanted = {name for match in found for name in (match[1] or match[2]).split()}

    def spared(tag: re.Match[str]) -> str:
        own = _ID.search(tag["rest"])
        return tag[0].replace(own[0], "", 1) if own and own[1] not in wanted else tag[0]

    for chapter in chapters:
        opening, rest = chapter.split(">", 1)
        yield f"{opening}>{_TAG.sub(spared, rest)}"


def _name(number: int, anchor: str = "") -> str:
    return f"p{number}-{anchor}" if anchor else f"p{number}"


@dataclass
class _Chapter:
    """`opens`: a part of the portfolio begins with it."""

    page: Page
    numbers: dict[str, int]
    path: str
    addresses: _Addresses
    opens: bool
    open_link: int = 0

    @property
    def number(self) -> int:
        return self.numbers[self.page.path]

    def html(self) -> str:
        html = _FINDINGS.sub("", _CONTROLS.sub("", self.page.html))
        html = _WIDE.sub(_SCROLLS, html)
        html = _BREAK.sub(r"\1", _TAG.sub(self.tag, html))
        css = "cf-chapter cf-opens" if self.opens else "cf-chapter"
        return f'<section class="{css}" id="{_name(self.number)}">{html}</section>'

    def tag(self, found: re.Match[str]) -> str:
        name, rest = found["name"], _UNUSED.sub(r"\1", found["rest"])
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
