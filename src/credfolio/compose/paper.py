"""The portfolio on paper: documents of finished HTML that a PDF is made of, styles included.

What draws PDFs reads the stylesheets of the site, but not into a picture: an SVG is drawn apart
from the page that it stands in. Each therefore takes with it what the stylesheets say of pictures,
every custom property in it replaced by its value.
"""

import re
from collections.abc import Iterator
from importlib import resources
from typing import NamedTuple
from urllib.parse import quote

from credfolio.compose.environment import environment
from credfolio.compose.site import Page, Site
from credfolio.compose.whole import Whole, whole
from credfolio.kinds import about_talk
from credfolio.model import Report
from credfolio.sanitise import is_remote

EVERYTHING = "everything"
TALK = "conversation-and-annotation"
_TITLES = {EVERYTHING: "The whole portfolio", TALK: "Conversation and annotation"}


class Paper(NamedTuple):
    """A document to be printed. `name`: of its file; `html`: the whole document; pictures in it
    are named as seen from the folder of the site."""

    name: str
    title: str
    html: str


def papers(report: Report, site: Site) -> Iterator[Paper]:
    """Everything, and where there are any, the conversation with its annotation."""
    talked = _talked(report, site)
    if talked:
        yield _paper(TALK, talked, report, site)
    yield _paper(EVERYTHING, site.pages[: site.chapters], report, site)


def _talked(report: Report, site: Site) -> tuple[Page, ...]:
    evidence = report.portfolio.evidence.values()
    sources = {
        document.path
        for each in sorted(evidence, key=lambda e: e.requirement.kind)
        if about_talk(each.requirement.kind)
        for document in each.documents
    }
    return tuple(page for page in site.pages if page.source in sources)


def _paper(name: str, pages: tuple[Page, ...], report: Report, site: Site) -> Paper:
    shown = whole(pages, "paper.html")
    metadata = report.portfolio.metadata
    who = [metadata.name, metadata.role, metadata.organization]
    html = (
        environment(None)
        .get_template("paper.html")
        .render(
            title=_TITLES[name],
            credential=site.title,
            who=[each for each in who if each],
            language=site.language,
            complete=report.complete,
            styles=_styles(),
            shown=_drawn(shown, svg_styles(_styles())),
            contents=name == EVERYTHING,
        )
    )
    return Paper(name, _TITLES[name], html)


def _styles() -> str:
    folder = resources.files("credfolio.templates") / "assets"
    parts = sorted((folder / "css").iterdir(), key=lambda part: part.name)
    return "\n".join(part.read_text("utf-8") for part in (*parts, folder / "paper.css"))


# --- what leads nowhere on paper, and pictures -------------------------------------------------

_LINK = re.compile(r'(<a\b[^>]*?)\shref="([^"]*)"')
_SVG = re.compile(r'(<svg\b(?:[^">]|"[^"]*")*>)(.*?</svg>)', re.S)
_CLASSES = re.compile(r'\sclass="([^"]*)"')
_LABEL = re.compile(r'\saria-label="([^"]*)"')
_CLASS = re.compile(r"\.([\w-]+)")


def _drawn(shown: Whole, styles: tuple[str, ...]) -> Whole:
    """Chapters whose links lead to other chapters or to the web, and whose pictures are styled."""
    rules = [(frozenset(_CLASS.findall(rule.partition("{")[0])), rule) for rule in styles]

    def styled(found: re.Match[str]) -> str:
        named = frozenset(" ".join(_CLASSES.findall(found[0])).split())
        wanted = "".join(rule for classes, rule in rules if classes <= named)
        return _told(found[1], f"<style>{_LETTERS}{wanted}</style>{found[2]}")

    chapters = tuple(_SVG.sub(styled, _LINK.sub(_led, chapter)) for chapter in shown.chapters)
    return Whole(chapters, shown.addresses, shown.toc)


def _told(opening: str, rest: str) -> str:
    """A picture with words for who listens. One that only adorns is a background: PDFs for screen
    readers have no other way to pass over it.
    """
    if 'aria-hidden="true"' in opening:
        drawn = opening.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
        classes = " ".join(_CLASSES.findall(opening))
        picture = f"data:image/svg+xml,{quote(drawn + rest)}"
        return (
            f'<span class="{classes} paper-drawn" style="background-image:url({picture})"></span>'
        )
    if "<title" in rest:
        return opening + rest
    label = _LABEL.search(opening)
    return f"{opening}<title>{label[1] if label else 'Scale'}</title>{rest}"


def _led(found: re.Match[str]) -> str:
    kept = found[2].startswith("#") or is_remote(found[2])
    return found[0] if kept else found[1]


# --- styles of pictures ------------------------------------------------------------------------

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_VAR = re.compile(r"var\((--[\w-]+)\)")
_OUTSIDE = re.compile(r"\.(?:md-typeset|cf-page|cf-svg)\s+")
_LETTERS = 'text{font-family:"Liberation Sans","Noto Sans","DejaVu Sans",Arial,sans-serif;'
_LETTERS += "fill:#22262b;font-size:13px}"
_PAINTS = re.compile(r"(?:fill|stroke|font|text-anchor|paint-order|visibility|opacity)")


def svg_styles(css: str) -> tuple[str, ...]:
    """What a stylesheet says of shapes and letters in pictures, a rule each, with plain values.

    A property that a class sets gives a rule for each such class. Media are left out.
    """
    rules = list(_rules(_without_media(_COMMENT.sub("", css))))
    fixed: dict[str, str] = {}
    by_class: dict[str, dict[str, str]] = {}
    for selectors, declarations in rules:
        for key, value in declarations:
            for selector in selectors if key.startswith("--") else ():
                if selector == ":root":
                    fixed[key] = value
                else:
                    by_class.setdefault(key, {})[selector] = value
    written = [
        line
        for selectors, declarations in rules
        for key, value in declarations
        if _PAINTS.match(key)
        for selector in selectors
        for line in _written(_OUTSIDE.sub("", selector), key, value, fixed, by_class)
    ]
    return tuple(dict.fromkeys(written))


def _without_media(css: str) -> str:
    """`css` without its at-rules, whose braces nest."""
    kept, depth, inside = [], 0, False
    for piece in re.split(r"([@{}])", css):
        inside = inside or piece == "@"
        if not inside:
            kept.append(piece)
            continue
        depth += (piece == "{") - (piece == "}")
        inside = bool(depth) or piece != "}"
    return "".join(kept)


def _rules(css: str) -> Iterator[tuple[list[str], list[tuple[str, str]]]]:
    for found in _RULE.finditer(css):
        pairs = (each.partition(":") for each in found[2].split(";") if ":" in each)
        declarations = [(key.strip(), value.strip()) for key, _, value in pairs]
        yield [each.strip() for each in found[1].split(",")], declarations


def _written(
    selector: str,
    key: str,
    value: str,
    fixed: dict[str, str],
    by_class: dict[str, dict[str, str]],
) -> Iterator[str]:
    """The rule, once for each class that sets the property its value names."""
    if ":" in selector:
        return
    named = _VAR.search(value)
    if named and named[1] in by_class:
        for owner, given in by_class[named[1]].items():
            both = f"{owner} {selector},{selector}{owner}"
            yield from _written(both, key, value.replace(named[0], given), fixed, by_class)
    elif named:
        given = fixed.get(named[1], "")
        if given:
            yield from _written(selector, key, value.replace(named[0], given), fixed, by_class)
    else:
        yield f"{selector}{{{key}:{value}}}"
