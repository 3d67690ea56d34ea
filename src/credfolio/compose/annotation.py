"""The annotation: each quoted passage as a card beside what is said about it.

The document is rendered whole, so that what is counted is what is shown. Each highlight's place
in the source is marked before rendering and found again in the HTML.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from credfolio.compose.conversation import Styles
from credfolio.compose.links import Places
from credfolio.compose.rendered import Rendered, plain, render, without_ids
from credfolio.model import Document, Highlight, Section
from credfolio.words import fold

# Editorial half brackets: punctuation, so that emphasis beside them is read as before.
_OPEN, _CLOSE = "⸢", "⸣"
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_BEFORE_WORDS = re.compile(r"[ \t]*(?:(?:>|\||[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))[ \t]*)*")
_CLASSES = re.compile(r"\s*\{\s*\.[\w-]+(?:[\s,]*\.[\w-]+)*\s*\}(?=\s*<)")
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^">]|"[^"]*")*)>')
_END = re.compile("</(?:td|th|p|li|dd|blockquote)>")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_APART = _HEADINGS | {"table", "hr", "div"}
_LINKED = re.compile(r'href="#([^"]+)"')
_VOID = frozenset({"br", "col", "hr", "img", "source", "wbr"})


@dataclass(frozen=True, slots=True)
class Card:
    """A passage as quoted, with the highlight it is. `html` is finished."""

    highlight: Highlight
    html: str


@dataclass(slots=True)
class Pair:
    """Passages and the comment on them; or neither, but a part of the page of its own: `loose`,
    finished HTML, with a highlight after the words in it that it quotes.

    `wrap`: it is text, set like text; a heading stands for itself.
    """

    cards: list[Card] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    loose: list[str | Highlight] = field(default_factory=list)
    wrap: bool = True


def annotate(
    document: Document,
    highlights: Sequence[Highlight],
    sections: Sequence[Section],
    places: Places,
    styles: Styles,
) -> tuple[list[Pair], Rendered]:
    """The parts of an annotation's page in order; also its contents and the files it shows."""
    rendered = render(document, places, _marked(document, highlights))
    kept = {b.id for b in document.blocks if b.kind == "heading"}
    kept |= set(_LINKED.findall(rendered.html))
    own = {highlight.id for highlight in highlights}
    pairs = _Pairs(highlights, sections, styles)
    for tag, html in _top_level(without_ids(rendered.html, frozenset(kept - own))):
        pairs.add(tag, _CLASSES.sub("", html))
    pairs.add_lost()
    return pairs.done, rendered


def _marked(document: Document, highlights: Sequence[Highlight]) -> str:
    """The document's Markdown with a numbered mark where each highlight begins."""
    rows = document.body.replace(_OPEN, "[").replace(_CLOSE, "]").split("\n")
    row_of = {line: row for row, line in reversed(list(enumerate(document.lines)))}
    for number, highlight in enumerate(highlights):
        row = row_of.get(highlight.line)
        if row is not None and row < len(rows):
            text = rows[row]
            cell = highlight.column - 1 if text.lstrip()[:1] == "|" else 0
            at = _BEFORE_WORDS.match(text, cell).end()  # type: ignore[union-attr]
            rows[row] = f"{text[:at]}{_OPEN}{number}{_CLOSE}{text[at:]}"
    return "\n".join(rows)


def _top_level(html: str) -> list[tuple[str, str]]:
    """Well-formed HTML as (element, its HTML) in order; text between elements is dropped."""
    found = []
    depth = start = 0
    name = ""
    for tag in _TAG.finditer(html):
        if tag[2] in _VOID:
            if not depth:
                found.append((tag[2], tag[0]))
            continue
        if not tag[1]:
            if not depth:
                name, start = tag[2], tag.start()
            depth += 1
            continue
        depth -= 1
        if not depth:
            found.append((name, html[start : tag.end()]))
    return found


class _Pairs:
    """Gathers passages with the comment that belongs to them, whichever comes first."""

    def __init__(
        self, highlights: Sequence[Highlight], sections: Sequence[Section], styles: Styles
    ) -> None:
        self.styles = styles
        self.highlights = highlights
        self.comments = [" ".join(fold(h.comment)) for h in highlights]
        self.sections = {"".join(fold(s.heading)): s for s in sections}
        self.done: list[Pair] = []
        self.open: Pair | None = None
        self.next = 0

    def add(self, tag: str, html: str) -> None:
        numbers = [int(n) for n in _MARK.findall(html) if int(n) < len(self.highlights)]
        section = None if numbers else self.sections.get("".join(fold(plain(html))))
        if section and (tag in _HEADINGS or "<strong>" in html):
            self.heading(tag, html, section)
        elif numbers and tag in ("blockquote", "p"):
            self.quotation(numbers, _MARK.sub("", html))
        elif numbers or tag in _APART:
            self.apart(tag, html, numbers)
        else:
            self.text(_MARK.sub("", html))

    def heading(self, tag: str, html: str, section: Section) -> None:
        if section.condition:
            style = f"cf-section {self.styles.css(section.condition)}"
            html = html.replace(f"<{tag}", f'<{tag} class="{style}"', 1)
        self.done.append(Pair(loose=[html], wrap=False))
        self.open = None

    def quotation(self, numbers: list[int], html: str) -> None:
        if self.open is None or (self.open.comments and self.open.cards):
            self.start(Pair())
        assert self.open is not None
        first = Card(self.highlights[numbers[0]], html)
        self.open.cards += [first, *(Card(self.highlights[n], "") for n in numbers[1:])]
        self.next = numbers[-1] + 1

    def apart(self, tag: str, html: str, numbers: list[int]) -> None:
        """A table, a list or the like: each highlight follows its words, in their cell or item."""
        loose: list[str | Highlight] = []
        for number in numbers:
            words = html.find(f"{_OPEN}{number}{_CLOSE}")
            end = _END.search(html, max(words, 0))
            at = end.start() if end else len(html)
            anchor = f'<span class="cf-at" id="{self.highlights[number].id}"></span>'
            loose += [_MARK.sub(anchor, html[:at], count=1), self.highlights[number]]
            html = html[at:]
        self.done.append(Pair(loose=[*loose, html], wrap=tag not in _HEADINGS))
        self.open = None
        self.next = numbers[-1] + 1 if numbers else self.next

    def text(self, html: str) -> None:
        if self.belongs_to_next(html):
            if self.open is None or self.open.cards:
                self.start(Pair())
        elif self.open is None:
            self.done.append(Pair(loose=[html]))
            return
        assert self.open is not None
        self.open.comments.append(html)

    def belongs_to_next(self, html: str) -> bool:
        """Whether a paragraph comments on the passage that follows it."""
        if self.next >= len(self.highlights):
            return False
        text = " ".join(fold(plain(html)))
        before = self.comments[self.next - 1] if self.next and self.open else ""
        return bool(text) and text in self.comments[self.next] and text not in before

    def add_lost(self) -> None:
        """A highlight that stands nowhere in the HTML is shown last: links lead to it."""
        cards = {card.highlight.id for pair in self.done for card in pair.cards}
        loose = {h.id for pair in self.done for h in pair.loose if not isinstance(h, str)}
        for highlight in self.highlights:
            if highlight.id not in cards | loose:
                self.done.append(Pair(cards=[Card(highlight, f"<p>{escape(highlight.text)}</p>")]))

    def start(self, pair: Pair) -> None:
        self.open = pair
        self.done.append(pair)
