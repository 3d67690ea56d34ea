"""What a platform's form takes: one plain text for each requirement, in the credential's order."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from credfolio.compose.annotation import annotate
from credfolio.compose.conversation import Styles, Transcript
from credfolio.compose.links import Places
from credfolio.compose.plain_text import plain_text
from credfolio.compose.rendered import render
from credfolio.kinds import kind
from credfolio.model import Document, Evidence, Report, Requirement
from credfolio.words import words

FORM_TEXTS = "texts"
"""The folder of the site in which they lie."""


@dataclass(frozen=True, slots=True)
class FormText:
    """`text`: what to paste. `words`: as a word processor counts it. `file`: where it lies."""

    requirement: Requirement
    text: str
    words: int
    file: str


def form_texts(report: Report, places: Places, styles: Styles) -> Iterator[FormText]:
    """A text for each requirement that is answered in words; a recording alone has none."""
    writer = _Writer(report, places, styles)
    for number, row in enumerate(report.ledger, 1):
        evidence = report.portfolio.evidence.get(row.requirement.id)
        if evidence is None:
            continue
        text = "\n".join(filter(None, (writer.text(d, evidence) for d in evidence.documents)))
        if text:
            file = f"{FORM_TEXTS}/{number:02}-{row.requirement.id}.txt"
            yield FormText(row.requirement, text, words(text), file)


@dataclass(frozen=True, slots=True)
class _Writer:
    report: Report
    places: Places
    styles: Styles

    def text(self, document: Document, evidence: Evidence) -> str:
        for number, conversation in enumerate(self.report.portfolio.conversations):
            if conversation.turns and document in conversation.documents:
                transcript = Transcript(number, conversation, self.places, self.styles, {})
                return "\n".join((*_stated(document, evidence), *_turns(transcript, document)))
        highlights = [h for h in evidence.highlights if h.path == document.path]
        if not highlights:
            return plain_text(render(document, self.places).html)
        sections = [s for s in evidence.sections if s.path == document.path]
        pairs, _ = annotate(document, highlights, sections, self.places, self.styles)
        html = [
            piece
            for pair in pairs
            for piece in (*pair.loose, *(card.html for card in pair.cards), *pair.comments)
            if isinstance(piece, str)
        ]
        return plain_text("".join(html))


def _stated(document: Document, evidence: Evidence) -> Iterator[str]:
    """Of several conversations each opens with its title, its day and what else it states."""
    if kind(evidence.requirement.kind).apart:
        known = dict.fromkeys(("title", "recorded", *evidence.requirement.options.get("asks", ())))
        values = [document.meta[name] for name in known if document.meta.get(name)]
        said = [", ".join(v) if isinstance(v, tuple) else str(v) for v in values]
        yield plain_text(f"<p>{escape(' · '.join(said))}</p>") if said else ""


def _turns(transcript: Transcript, document: Document) -> Iterator[str]:
    for view, _ in transcript.views(document):
        text = plain_text(view.html)
        if not view.introduction:
            time = f" [{view.time}]" if view.time else ""
            text = f"{view.speaker}{time}: {text}"
        yield text
