"""Every page of the site, from a checked portfolio."""

import json
import re
from collections.abc import Iterator
from importlib import resources
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError

from credfolio.blind import blinded
from credfolio.compose import talk_pictures
from credfolio.compose.composition import MORE, Composed, Composition
from credfolio.compose.documents import document_page
from credfolio.compose.environment import environment
from credfolio.compose.ledger import Entry
from credfolio.compose.links import COVER
from credfolio.compose.rendered import Rendered, render
from credfolio.compose.site import Asset, ComposeOptions, Page, Site, TocEntry
from credfolio.compose.talk import contents, talk_views, told
from credfolio.compose.whole import whole
from credfolio.errors import CredfolioError
from credfolio.model import Document, Report
from credfolio.privacy.masking import leaving
from credfolio.record import to_json

STYLESHEET = "assets/credfolio.css"
SCRIPT = "assets/credfolio.js"
SEARCH_OFFLINE = "assets/credfolio-search.js"
ASSESSOR = "For the assessor"
AUTHOR = "For the author"


def compose(report: Report, options: ComposeOptions) -> Site:
    """The whole site of a portfolio, complete or not.

    Raises CredfolioError where a workspace's own template can't be filled.
    """
    report = leaving(report)
    composition = Composition(blinded(report) if options.blind else report, options)
    try:
        pages = list(_pages(composition))
        chapters = len(pages)
        pages += _sheets(composition, [composed.page for composed in pages])
    except TemplateError as error:
        where = "templates/"
        if isinstance(error, TemplateSyntaxError):
            where += f"{error.name}, line {error.lineno}"
        raise CredfolioError(f"{where}: {error.message}") from error
    files = {file for page in pages for file in page.files}
    assets = [Asset(path, source=path) for path in sorted(files)]
    style = _ours("css") + _running_head(composition)
    assets += [Asset(STYLESHEET, style), Asset(SCRIPT, _ours("js"))]
    assets.append(Asset(SEARCH_OFFLINE, _ours("search-offline.js")))
    card = environment(options.templates).get_template("charts/cover.svg")
    assets.append(Asset("cover.svg", card.render(card=composition.card).encode()))
    assets += [Asset(text.file, text.text.encode()) for text in composition.form_texts]
    report_json = json.dumps(
        to_json(told(report, composition.shows_talk)), ensure_ascii=False, indent=1
    )
    assets.append(Asset("portfolio.json", report_json.encode()))
    return Site(
        composition.title,
        tuple(composed.page for composed in pages),
        tuple(assets),
        (STYLESHEET,),
        (SEARCH_OFFLINE,),
        (SCRIPT,),
        report.portfolio.metadata.language,
        options.blind,
        chapters,
    )


_COMMENT = re.compile(r"^[ \t]*(?:/\*.*?\*/|//[^\n]*)[ \t]*\n?", re.S | re.M)
_INDENT = re.compile(r"^[ \t]+|\n(?=\n)", re.M)
_SPACE = re.compile(r"(?<=[{};,])\n|\n(?=\})|(?<=[a-z]:) | (?=\{)")


def _ours(name: str) -> bytes:
    """A file for the browser, or the parts of a folder as one in the order of their names; without
    the comments and the white space that are for those who write it.
    """
    found = resources.files("credfolio.templates") / "assets" / name
    parts = sorted(found.iterdir(), key=lambda part: part.name) if found.is_dir() else [found]
    text = "\n".join(part.read_text("utf-8") for part in parts)
    text = _INDENT.sub("", _COMMENT.sub("", text))
    return (_SPACE.sub("", text) if name == "css" else text).encode()


def _running_head(composition: Composition) -> bytes:
    """What stands at the top of each sheet of paper but the first: which portfolio it is of. A page
    may carry no style of its own, so that it is a part of the stylesheet.
    """
    name = composition.report.portfolio.metadata.name
    left = composition.title + (" · Draft" if composition.options.draft else "")
    texts = {"left": left, "right": "" if name == composition.title else name}
    boxes = "".join(
        f'@top-{side}{{content:"{_quoted(text)}";font:8pt sans-serif}}'
        for side, text in texts.items()
        if text
    )
    first = "@top-left{content:none}@top-right{content:none}"
    return f"\n@page{{{boxes}}}@page :first{{{first}}}\n".encode()


def _quoted(text: str) -> str:
    """`text` for a string of a stylesheet, which nothing in it can end."""
    return "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text)


# --- pages in reading order ---


def _pages(composition: Composition) -> Iterator[Composed]:
    yield _cover(composition)
    parts = {e.part: e for e in composition.entries}
    left = {d.path: d for d in composition.documents}
    for part in parts:
        for document, entry in _of_part(composition, part):
            if left.pop(document.path, None):
                yield document_page(composition, document, entry, composition.section(part))
    for document in left.values():
        yield document_page(composition, document, None, MORE)
    if composition.shown:
        yield _evidence(composition)
    if composition.shows_talk and composition.report.portfolio.metadata.talk_evidence:
        yield _talk(composition, ASSESSOR)
    yield _requirements(composition)


def _sheets(composition: Composition, pages: list[Page]) -> Iterator[Composed]:
    """What is made of the pages, and the forms."""
    if composition.sheet:
        yield _assessor(composition)
    yield _everything(composition, pages)
    if composition.form_texts:
        yield _copy(composition)
    if composition.shows_talk and not composition.report.portfolio.metadata.talk_evidence:
        yield _talk(composition, AUTHOR)


def _of_part(composition: Composition, part: str) -> Iterator[tuple[Document, Entry]]:
    """A part's documents: what answers a requirement, then the exhibits that support it."""
    for entry in (e for e in composition.entries if e.part == part):
        own = [d for d in composition.documents if d.requirement == entry.requirement.id]
        for document in sorted(own, key=lambda d: d.is_exhibit):
            yield document, entry


def _cover(composition: Composition) -> Composed:
    welcome = composition.report.portfolio.document(COVER)
    if welcome and welcome.requirement:
        raise CredfolioError(
            f"portfolio/{COVER} answers “{welcome.requirement}”, but the site's first page "
            "takes its place. Give the document another name."
        )
    rendered = render(welcome, composition.places) if welcome else Rendered("")
    toc = [TocEntry("cf-ledger", "Requirements", 2)]
    toc += [TocEntry("cf-conditions", "Conditions", 2)] if composition.shown else []
    return composition.page(
        COVER, "cover", "Portfolio", rendered, toc=(*toc, *rendered.toc), welcome=rendered.html
    )


def _evidence(composition: Composition) -> Composed:
    toc = tuple(TocEntry(f"cf-{s.condition.id}", s.condition.title, 2) for s in composition.shown)
    name = composition.names["evidence"]
    return composition.page(name, "evidence", "Evidence by condition", toc=toc, section=ASSESSOR)


def _requirements(composition: Composition) -> Composed:
    toc = tuple(
        TocEntry(f"cf-{e.requirement.id}", e.requirement.title, 2) for e in composition.entries
    )
    name = composition.names["requirements"]
    return composition.page(
        name, "requirements", "Requirements and proof", toc=toc, section=ASSESSOR
    )


def _assessor(composition: Composition) -> Composed:
    toc = tuple(TocEntry(f"cf-part-{p.part.id}", p.part.title, 2) for p in composition.sheet)
    toc += (TocEntry("cf-sheet-end", "To finish", 2),)
    name = composition.names["assessor"]
    return composition.page(name, "assessor", "Assessor's sheet", toc=toc, section=ASSESSOR)


def _copy(composition: Composition) -> Composed:
    toc = tuple(
        TocEntry(f"cf-{t.requirement.id}", t.requirement.title, 2) for t in composition.form_texts
    )
    return composition.page(
        composition.names["copy"], "copy", "Copy sheet", toc=toc, section=AUTHOR
    )


def _everything(composition: Composition, pages: list[Page]) -> Composed:
    name = composition.names["everything"]
    shown = whole(pages, composition.places.pages[name])
    return composition.page(
        name, "everything", "On one page", toc=shown.toc, section=ASSESSOR, whole=shown
    )


def _talk(composition: Composition, section: str) -> Composed:
    views = talk_views(composition.report.portfolio, composition.shown)
    name = composition.names["talk"]
    shown: dict[str, Any] = {"views": views, "pictures": talk_pictures}
    toc = contents(views)
    return composition.page(name, "talk", "Talk evidence", toc=toc, section=section, **shown)
