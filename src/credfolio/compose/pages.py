"""Every page of the site, from a checked portfolio."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import resources
from typing import Any

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

from credfolio.blind import blinded, fingerprint
from credfolio.compose import evidence, talk_pictures
from credfolio.compose.annotation import Card, annotate
from credfolio.compose.conversation import Styles, Transcript, TurnView, spans
from credfolio.compose.environment import environment
from credfolio.compose.exhibit import View, views
from credfolio.compose.handin import FormText, form_texts
from credfolio.compose.ledger import STATUS, Entry, entries, shown_findings
from credfolio.compose.links import COVER, Places, named, page_path, places, relative
from credfolio.compose.readability import grade
from credfolio.compose.recorded import Moment, Player, moments, player
from credfolio.compose.rendered import Rendered, render, without_pictures
from credfolio.compose.sheet import SheetPart, sheet
from credfolio.compose.site import Asset, ComposeOptions, Page, Site, TocEntry
from credfolio.compose.talk import contents, is_shown, talk_views, told
from credfolio.compose.timeline import Timeline, timeline
from credfolio.compose.whole import whole
from credfolio.errors import CredfolioError
from credfolio.model import Conversation, Document, Finding, Highlight, Report
from credfolio.next_step import Step, next_step
from credfolio.record import to_json

STYLESHEET = "assets/credfolio.css"
SCRIPT = "assets/credfolio.js"
SEARCH_OFFLINE = "assets/credfolio-search.js"
GENERATED = ("evidence", "requirements", "assessor", "copy", "everything")
"""The pages that no document has."""
ASSESSOR = "For the assessor"
AUTHOR = "For the author"
MORE = "More"


def compose(report: Report, options: ComposeOptions) -> Site:
    """The whole site of a portfolio, complete or not.

    Raises CredfolioError where a workspace's own template can't be filled.
    """
    composer = _Composer(blinded(report) if options.blind else report, options)
    try:
        pages = list(composer.pages())
        pages += composer.sheets([composed.page for composed in pages])
    except TemplateError as error:
        where = "templates/"
        if isinstance(error, TemplateSyntaxError):
            where += f"{error.name}, line {error.lineno}"
        raise CredfolioError(f"{where}: {error.message}") from error
    files = {file for page in pages for file in page.files}
    assets = [Asset(path, source=path) for path in sorted(files)]
    assets += [Asset(STYLESHEET, _joined("css")), Asset(SCRIPT, _joined("js"))]
    assets.append(_ours("search-offline.js", SEARCH_OFFLINE))
    assets += [Asset(text.file, text.text.encode()) for text in composer.form_texts]
    report_json = json.dumps(
        to_json(told(report, composer.shows_talk)), ensure_ascii=False, indent=1
    )
    assets.append(Asset("portfolio.json", report_json.encode()))
    return Site(
        composer.title,
        tuple(composed.page for composed in pages),
        tuple(assets),
        (STYLESHEET,),
        (SEARCH_OFFLINE,),
        (SCRIPT,),
        report.portfolio.metadata.language,
        options.blind,
    )


def _ours(name: str, path: str) -> Asset:
    folder = resources.files("credfolio.templates") / "assets"
    return Asset(path, (folder / name).read_bytes())


def _joined(kind: str) -> bytes:
    """One file for the browser, of parts that are read in the order of their names."""
    folder = resources.files("credfolio.templates") / "assets" / kind
    parts = sorted(folder.iterdir(), key=lambda part: part.name)
    return b"\n".join(part.read_bytes() for part in parts)


@dataclass(frozen=True, slots=True)
class _Composed:
    page: Page
    files: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Composer:
    """One portfolio on its way to pages; what several pages need is computed once."""

    report: Report
    options: ComposeOptions
    findings: tuple[Finding, ...] = field(init=False)

    def __post_init__(self) -> None:
        shown = shown_findings(self.report, self.options.draft)
        object.__setattr__(self, "findings", shown)

    @cached_property
    def title(self) -> str:
        credential = self.report.portfolio.credential
        return credential.title if credential else "Portfolio"

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        return tuple(d for d in self.report.portfolio.documents if d.path != COVER)

    @cached_property
    def names(self) -> dict[str, str]:
        """The sources of the pages that no document has, clear of the documents' own."""
        taken = {page_path(d.path).casefold() for d in self.documents}

        def free(name: str) -> str:
            while page_path(name).casefold() in taken:
                name = f"portfolio-{name}"
            return name

        names = (*GENERATED, *(("talk",) if self.shows_talk else ()))
        return {name: free(f"{name}.md") for name in names}

    @cached_property
    def shows_talk(self) -> bool:
        return is_shown(self.report.portfolio, self.options.draft)

    @cached_property
    def places(self) -> Places:
        names = (COVER, *self.names.values())
        return places(names, self.documents, self.report.portfolio.files)

    @cached_property
    def styles(self) -> Styles:
        credential = self.report.portfolio.credential
        return Styles(credential.conditions if credential else ())

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entries(self.report, self.findings))

    @cached_property
    def shown(self) -> tuple[evidence.Shown, ...]:
        return evidence.shown(self.report.portfolio, self.styles, self.words, self.heard)

    @cached_property
    def heard(self) -> evidence.Heard:
        return evidence.heard(self.report.portfolio)

    @cached_property
    def moments(self) -> dict[int, list[Moment]]:
        return moments(self.report.portfolio)

    @cached_property
    def form_texts(self) -> tuple[FormText, ...]:
        return tuple(form_texts(self.report, self.places, self.styles))

    @cached_property
    def words(self) -> evidence.Words:
        return evidence.first_words(self.report.portfolio)

    @cached_property
    def transcripts(self) -> tuple[Transcript, ...]:
        marked = spans(self.report.portfolio)
        return tuple(
            Transcript(number, conversation, self.places, self.styles, marked)
            for number, conversation in enumerate(self.report.portfolio.conversations)
        )

    # --- pages in reading order ---

    def pages(self) -> Iterator[_Composed]:
        yield self.cover_page()
        parts = {e.part: e for e in self.entries}
        left = {d.path: d for d in self.documents}
        for part in parts:
            for document, entry in self.of_part(part):
                if left.pop(document.path, None):
                    yield self.document_page(document, entry, self.section(part))
        for document in left.values():
            yield self.document_page(document, None, MORE)
        if self.shown:
            yield self.evidence_page()
        if self.shows_talk:
            yield self.talk_page()
        yield self.requirements_page()

    def sheets(self, pages: list[Page]) -> Iterator[_Composed]:
        """What is made of the pages, and the forms."""
        if self.sheet:
            yield self.assessor_page()
        yield self.everything_page(pages)
        if self.form_texts:
            yield self.copy_page()

    def of_part(self, part: str) -> Iterator[tuple[Document, Entry]]:
        """A part's documents: what answers a requirement, then the exhibits that support it."""
        for entry in (e for e in self.entries if e.part == part):
            own = [d for d in self.documents if d.requirement == entry.requirement.id]
            for document in sorted(own, key=lambda d: d.is_exhibit):
                yield document, entry

    def section(self, part: str) -> str:
        credential = self.report.portfolio.credential
        parts = credential.parts if credential else ()
        return next((f"{n} · {p.title}" for n, p in enumerate(parts, 1) if p.id == part), MORE)

    def cover_page(self) -> _Composed:
        welcome = self.report.portfolio.document(COVER)
        if welcome and welcome.requirement:
            raise CredfolioError(
                f"portfolio/{COVER} answers “{welcome.requirement}”, but the site's first page "
                "takes its place. Give the document another name."
            )
        rendered = render(welcome, self.places) if welcome else Rendered("")
        toc = [TocEntry("cf-ledger", "Requirements", 2)]
        toc += [TocEntry("cf-conditions", "Conditions", 2)] if self.shown else []
        return self.page(
            COVER, "cover", "Portfolio", rendered, toc=(*toc, *rendered.toc), welcome=rendered.html
        )

    def evidence_page(self) -> _Composed:
        toc = tuple(TocEntry(f"cf-{s.condition.id}", s.condition.title, 2) for s in self.shown)
        name = self.names["evidence"]
        return self.page(name, "evidence", "Evidence by condition", toc=toc, section=ASSESSOR)

    def requirements_page(self) -> _Composed:
        toc = tuple(
            TocEntry(f"cf-{e.requirement.id}", e.requirement.title, 2) for e in self.entries
        )
        name = self.names["requirements"]
        return self.page(name, "requirements", "Requirements and proof", toc=toc, section=ASSESSOR)

    def assessor_page(self) -> _Composed:
        toc = tuple(TocEntry(f"cf-part-{p.part.id}", p.part.title, 2) for p in self.sheet)
        name = self.names["assessor"]
        return self.page(name, "assessor", "Assessor's sheet", toc=toc, section=ASSESSOR)

    def copy_page(self) -> _Composed:
        toc = tuple(
            TocEntry(f"cf-{t.requirement.id}", t.requirement.title, 2) for t in self.form_texts
        )
        return self.page(self.names["copy"], "copy", "Copy sheet", toc=toc, section=AUTHOR)

    def everything_page(self, pages: list[Page]) -> _Composed:
        name = self.names["everything"]
        shown = whole(pages, self.places.pages[name])
        return self.page(
            name, "everything", "On one page", toc=shown.toc, section=ASSESSOR, whole=shown
        )

    # --- what the assessor's sheet says ---

    @cached_property
    def sheet(self) -> tuple[SheetPart, ...]:
        credential = self.report.portfolio.credential
        titles = [self.section(part.id) for part in (credential.parts if credential else ())]
        return tuple(sheet(self.report, self.entries, titles))

    def grade(self, entry: Entry) -> int | None:
        """For an author: the school grade for which an answer reads easily."""
        evidence = self.report.portfolio.evidence.get(entry.requirement.id)
        if evidence is None or not self.options.draft:
            return None
        return grade(evidence.documents, self.report.portfolio.metadata.language)

    @cached_property
    def step(self) -> Step:
        return next_step(self.report)

    @cached_property
    def fingerprint(self) -> str:
        return fingerprint(self.report.portfolio)

    def talk_page(self) -> _Composed:
        views = talk_views(self.report.portfolio, self.shown)
        name = self.names["talk"]
        shown: dict[str, Any] = {"views": views, "pictures": talk_pictures}
        toc = contents(views)
        return self.page(name, "talk", "Talk evidence", toc=toc, section=ASSESSOR, **shown)

    # --- a page of a document ---

    def document_page(self, document: Document, entry: Entry | None, section: str) -> _Composed:
        if document.is_exhibit:
            return self.exhibit_page(document, entry, section)
        title = document.title or named(document)
        if entry:
            title = dict(entry.pages).get(document.path, entry.requirement.title)
        template = entry.requirement.kind if entry else "free"
        context: dict[str, Any] = {"entry": entry, "document": document, "section": section}
        highlights = [h for h in self.report.portfolio.highlights if h.path == document.path]
        turns, files = self.turns(document)
        context |= self.conversation(document)
        if entry and entry.pages[0][0] == document.path:
            context["supporting"] = self.supporting(entry)
        if turns:
            rendered = Rendered("", (), files)
            context |= {"turns": turns, "wide": True}
        elif highlights:
            pairs, rendered = self.annotated(document)
            context |= {"pairs": pairs, "wide": True}
        else:
            rendered = render(document, self.places, top=2 if entry else 1)
            # A page that answers nothing may show who wrote it.
            rendered = rendered if entry or not self.options.blind else without_pictures(rendered)
        played: Player | None = context.get("player")
        heard = frozenset({played.file} if played and played.file else ())
        shown = replace(rendered, files=rendered.files | heard)
        return self.page(document.path, template, title, shown, toc=rendered.toc, **context)

    def conversation(self, document: Document) -> dict[str, Any]:
        """Of a conversation's document: what plays, the strip, what points into the recording."""
        for number, conversation in enumerate(self.report.portfolio.conversations):
            if _holds(conversation, document):
                pointed = [m for m in self.moments.get(number, ()) if m.highlight.match is None]
                here = any(r.place.path == document.path for r in conversation.recordings)
                return {
                    "wide": True,
                    "player": player(conversation, document, self.places),
                    "moments": pointed if here else [],
                    "timeline": self.timelines[number] if self.shown else None,
                }
        return {}

    def turns(self, document: Document) -> tuple[list[TurnView], frozenset[str]]:
        """The turns that a document holds, none where it is no conversation."""
        for transcript in self.transcripts:
            if _holds(transcript.conversation, document) and transcript.conversation.turns:
                found = list(transcript.views(document))
                return [v for v, _ in found], frozenset().union(*(files for _, files in found))
        return [], frozenset()

    def annotated(self, document: Document) -> tuple[list[Any], Rendered]:
        every = [s for e in self.report.portfolio.evidence.values() for s in e.sections]
        sections = [s for s in every if s.path == document.path]
        highlights = [h for s in sections for h in s.highlights]
        return annotate(document, highlights, sections, self.places, self.styles)

    def exhibit_page(self, document: Document, entry: Entry | None, section: str) -> _Composed:
        rendered = render(document, self.places)
        shown = self.exhibits[document.path]
        return self.page(
            document.path,
            "exhibit",
            shown.title,
            Rendered("", (), rendered.files | shown.files),
            toc=rendered.toc,
            section=section,
            menu=f"Exhibit: {shown.kind.lower()}",
            entry=entry,
            document=document,
            body=rendered.html,
            view=shown,
        )

    @cached_property
    def exhibits(self) -> dict[str, View]:
        return views(self.report.portfolio.exhibits, self.places)

    def supporting(self, entry: Entry | None) -> list[View]:
        """The exhibits that support an answer."""
        if entry is None:
            return []
        own = (d.path for d in self.documents if d.requirement == entry.requirement.id)
        return [self.exhibits[path] for path in own if path in self.exhibits]

    @cached_property
    def timelines(self) -> list[Timeline | None]:
        """For each conversation, the place of each condition in it."""
        return [
            timeline(conversation, number, self.shown, self.moments.get(number, ()))
            for number, conversation in enumerate(self.report.portfolio.conversations)
        ]

    def css(self, card: Card) -> str:
        """The colour of a card: that of the first condition it evidences."""
        return self.styles.css(next(iter(card.highlight.conditions), ""))

    def passage(self, highlight: Highlight) -> evidence.Passage:
        return evidence.passage(highlight, self.report.portfolio, self.words, self.heard)

    # --- one page ---

    def page(
        self,
        source: str,
        template: str,
        title: str,
        rendered: Rendered | None = None,
        *,
        toc: tuple[TocEntry, ...] = (),
        section: str = "",
        wide: bool = False,
        menu: str = "",
        **context: Any,
    ) -> _Composed:
        """One page: its template filled, its link targets those of this page.

        `menu`: its shorter title in the navigation.
        """
        rendered = rendered or Rendered("")
        path = self.places.pages[source]

        def to(target: str, anchor: str = "") -> str:
            known = self.places.pages.get(target, target)
            return relative(known, path) + (f"#{anchor}" if anchor else "")

        html = self.template(template).render(
            composer=self,
            report=self.report,
            portfolio=self.report.portfolio,
            credential=self.report.portfolio.credential,
            draft=self.options.draft,
            page_findings=self.findings_of(path),
            page_source=source,
            title=title,
            body=context.pop("body", rendered.html),
            to=to,
            statuses=STATUS,
            section=section,
            **context,
        )
        generated = source == COVER or source in self.names.values()
        page = Page(path, source, menu or title, html, toc, section, wide, generated)
        return _Composed(page, rendered.files)

    def findings_of(self, path: str) -> list[Finding]:
        """The findings of what the page at `path` shows, an exhibit's file too."""
        pages = {**self.drawn, **self.places.pages}
        return [f for f in self.findings if pages.get(f.place.path or "") == path]

    @cached_property
    def drawn(self) -> dict[str, str]:
        """The files of exhibits, each with the page that shows it."""
        exhibits = self.report.portfolio.exhibits
        return {e.source: self.places.pages[e.document.path] for e in exhibits if e.source}

    def template(self, name: str) -> Any:
        """A kind of requirement without a template of its own is shown as an answer."""
        env = environment(self.options.templates)
        try:
            return env.get_template(f"pages/{name}.html")
        except TemplateNotFound:
            return env.get_template("pages/answer.html")


def _holds(conversation: Conversation, document: Document) -> bool:
    return any(d.path == document.path for d in conversation.documents)
