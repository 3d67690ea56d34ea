"""One portfolio on its way to pages: what several pages need, and how a page is filled.

Templates see it as `composer`.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from credfolio.blind import fingerprint
from credfolio.compose import evidence
from credfolio.compose.annotation import Card
from credfolio.compose.conversation import Styles, Transcript, spans
from credfolio.compose.environment import environment
from credfolio.compose.exhibit import View, views
from credfolio.compose.handin import FormText, form_texts
from credfolio.compose.lean import lean
from credfolio.compose.ledger import Entry, entries, legend, shown_findings
from credfolio.compose.links import COVER, Places, page_path, places, relative
from credfolio.compose.readability import grade
from credfolio.compose.recorded import Moment, moments
from credfolio.compose.rendered import Rendered
from credfolio.compose.sheet import SheetPart, sheet
from credfolio.compose.site import ComposeOptions, Page, TocEntry
from credfolio.compose.talk import is_shown
from credfolio.compose.timeline import Timeline, timeline
from credfolio.compose.title_card import TitleCard, title_card
from credfolio.kinds import folder
from credfolio.model import Document, Finding, Highlight, Report
from credfolio.next_step import Step, next_step

GENERATED = ("evidence", "requirements", "assessor", "copy", "everything")
"""The pages that no document has."""
MORE = "More"


@dataclass(frozen=True, slots=True)
class Composed:
    """A page with the evidence that it shows."""

    page: Page
    files: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Composition:
    """`findings`: those that readers of this site see."""

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
        portfolio = self.report.portfolio
        return places(names, self.documents, portfolio.files.difference(portfolio.disguised))

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

    def section(self, part: str) -> str:
        credential = self.report.portfolio.credential
        parts = credential.parts if credential else ()
        return next((f"{n} · {p.title}" for n, p in enumerate(parts, 1) if p.id == part), MORE)

    @cached_property
    def sheet(self) -> tuple[SheetPart, ...]:
        credential = self.report.portfolio.credential
        titles = [self.section(part.id) for part in (credential.parts if credential else ())]
        return tuple(sheet(self.report, self.entries, titles))

    @cached_property
    def card(self) -> TitleCard:
        return title_card(self.report, self.title, self.entries)

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

    @cached_property
    def exhibits(self) -> dict[str, View]:
        return views(self.report.portfolio.exhibits, self.places)

    def supporting(self, entry: Entry) -> list[View]:
        """The exhibits that support an answer."""
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
    ) -> Composed:
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
            legend=legend(self.entries),
            section=section,
            **context,
        )
        generated = source == COVER or source in self.names.values()
        page = Page(path, source, menu or title, lean(html), toc, section, wide, generated)
        return Composed(page, rendered.files)

    def findings_of(self, path: str) -> list[Finding]:
        """The findings of what the page at `path` shows, an exhibit's file too."""
        pages = {**self.drawn, **self.places.pages}
        return [f for f in self.findings if pages.get(f.place.path or "") == path]

    @cached_property
    def settings_errors(self) -> list[Finding]:
        """The errors of the files that every page depends on and none shows, `portfolio.yml` above
        all: whoever looks at one page while writing shall see them there.
        """
        shown = self.drawn.keys() | self.places.pages.keys()
        errors = (f for f in self.findings if f.severity == "error" and f.place.path not in shown)
        return [f for f in errors if (f.place.path or "").endswith((".yml", ".yaml"))]

    @cached_property
    def drawn(self) -> dict[str, str]:
        """The files of exhibits, each with the page that shows it."""
        exhibits = self.report.portfolio.exhibits
        return {e.source: self.places.pages[e.document.path] for e in exhibits if e.source}

    def template(self, name: str) -> Any:
        """A page of the site, or the page of a kind of requirement; most are shown as an answer."""
        env = environment(self.options.templates)
        own = f"kinds/{folder(name).name}/page.html"
        return env.select_template([f"pages/{name}.html", own, "pages/answer.html"])
