"""A page for each document, by what it holds: turns, highlights, an exhibit, or prose."""

from dataclasses import replace
from typing import Any

from credfolio.compose.annotation import annotate
from credfolio.compose.composition import Composed, Composition
from credfolio.compose.conversation import TurnView
from credfolio.compose.kind_view import kind_view
from credfolio.compose.ledger import Entry
from credfolio.compose.links import named
from credfolio.compose.recorded import Player, player
from credfolio.compose.rendered import Rendered, render, scrolling, without_pictures
from credfolio.model import Conversation, Document


def document_page(
    composition: Composition, document: Document, entry: Entry | None, section: str
) -> Composed:
    if document.is_exhibit:
        return _exhibit_page(composition, document, entry, section)
    title = document.title or named(document)
    if entry:
        title = dict(entry.pages).get(document.path, entry.requirement.title)
    template = entry.requirement.kind if entry else "free"
    context: dict[str, Any] = {"entry": entry, "document": document, "section": section}
    highlights = [h for h in composition.report.portfolio.highlights if h.path == document.path]
    turns, files = _turns(composition, document)
    context |= _conversation(composition, document)
    body = None
    if entry:
        evidence = composition.report.portfolio.evidence[entry.requirement.id]
        view = kind_view(evidence, document, composition)
        context["view"] = view
        body = view.body
        context.setdefault("player", view.player)
        # Rows of many columns, unless the kind shows them in another way.
        context.setdefault("wide", bool(evidence.tables) and body is None)
    if entry and entry.pages[0][0] == document.path:
        context["supporting"] = composition.supporting(entry)
    if turns:
        rendered = Rendered("", (), files)
        context |= {"turns": turns, "wide": True}
    elif highlights:
        pairs, rendered = _annotated(composition, document)
        context |= {"pairs": pairs, "wide": True}
    else:
        rendered = scrolling(render(document, composition.places, body, top=2 if entry else 1))
        # A page that answers nothing may show who wrote it.
        rendered = (
            rendered if entry or not composition.options.blind else without_pictures(rendered)
        )
    played: Player | None = context.get("player")
    heard = frozenset({played.file} if played and played.file else ())
    shown = replace(rendered, files=rendered.files | heard)
    return composition.page(document.path, template, title, shown, toc=rendered.toc, **context)


def _conversation(composition: Composition, document: Document) -> dict[str, Any]:
    """Of a conversation's document: what plays, the strip, what points into the recording."""
    for number, conversation in enumerate(composition.report.portfolio.conversations):
        if _holds(conversation, document):
            pointed = [m for m in composition.moments.get(number, ()) if m.highlight.match is None]
            here = any(r.place.path == document.path for r in conversation.recordings)
            return {
                "wide": True,
                "player": player(conversation, document, composition.places),
                "moments": pointed if here else [],
                "timeline": composition.timelines[number] if composition.shown else None,
            }
    return {}


def _turns(composition: Composition, document: Document) -> tuple[list[TurnView], frozenset[str]]:
    """The turns that a document holds, none where it is no conversation."""
    for transcript in composition.transcripts:
        if _holds(transcript.conversation, document) and transcript.conversation.turns:
            found = list(transcript.views(document))
            return [v for v, _ in found], frozenset().union(*(files for _, files in found))
    return [], frozenset()


def _annotated(composition: Composition, document: Document) -> tuple[list[Any], Rendered]:
    every = [s for e in composition.report.portfolio.evidence.values() for s in e.sections]
    sections = [s for s in every if s.path == document.path]
    highlights = [h for s in sections for h in s.highlights]
    return annotate(document, highlights, sections, composition.places, composition.styles)


def _exhibit_page(
    composition: Composition, document: Document, entry: Entry | None, section: str
) -> Composed:
    rendered = render(document, composition.places)
    shown = composition.exhibits[document.path]
    return composition.page(
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


def _holds(conversation: Conversation, document: Document) -> bool:
    return any(d.path == document.path for d in conversation.documents)
