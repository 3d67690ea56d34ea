"""The conversation as turns, with every highlight on its words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from credfolio.compose.links import Places, relative
from credfolio.compose.marks import Layer, mark, visible
from credfolio.compose.recorded import moment
from credfolio.compose.rendered import render_fragment
from credfolio.model import Condition, Conversation, Document, Highlight, Portfolio, Turn
from credfolio.passages import locate, spots
from credfolio.times import show_time
from credfolio.transcript import blank_unspoken

_CLOSING = frozenset(".,;:!?…\"'”’)")


@dataclass(frozen=True, slots=True)
class TurnView:
    """`id` is empty for what is no turn. `html` is finished. `second`: not the first speaker.

    `at`, `until`: seconds of the recording where the turn begins and, if known, ends.
    `conditions`: ids of those that its words show.
    """

    id: str
    speaker: str
    time: str
    html: str
    second: bool = False
    introduction: bool = False
    at: str = ""
    until: str = ""
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Styles:
    """How each condition looks, and what its label says, wherever it is shown."""

    conditions: tuple[Condition, ...]

    def css(self, id: str) -> str:
        """One of four colours and patterns; the label tells apart what colour does not."""
        ids = [condition.id for condition in self.conditions]
        return f"cf-c{ids.index(id) % 4 + 1}" if id in ids else "cf-c0"

    def label(self, id: str) -> str:
        return id.replace("-", " ").replace("_", " ").capitalize()


Spans = Mapping[tuple[int, int], list[tuple[Highlight, int, int]]]


def spans(portfolio: Portfolio) -> Spans:
    """By conversation and turn: each highlight with its first and end word there."""
    found: dict[tuple[int, int], list[tuple[Highlight, int, int]]] = {}
    for highlight in portfolio.highlights:
        if highlight.match:
            for turn, first, end in highlight.match.spans:
                key = (highlight.match.conversation, turn)
                found.setdefault(key, []).append((highlight, first, end))
    return found


def turn_of(highlight: Highlight, portfolio: Portfolio) -> Turn | None:
    """The turn in which a highlight's passage begins."""
    if highlight.match is None:
        return None
    return portfolio.conversations[highlight.match.conversation].turns[highlight.match.first]


def anchor(highlight: Highlight) -> str:
    """The id of a highlight's first mark in the conversation."""
    return f"cf-at-{highlight.id}"


@dataclass(frozen=True, slots=True)
class Transcript:
    """What turns one conversation's turns into HTML."""

    number: int
    conversation: Conversation
    places: Places
    styles: Styles
    spans: Spans

    def views(self, document: Document) -> Iterator[tuple[TurnView, frozenset[str]]]:
        """The turns and passages of one of its documents, in order, with the files they show."""
        first = self.conversation.turns[0].speaker if self.conversation.turns else ""
        here = self.places.pages[document.path]
        loose = [p for p in self.conversation.passages if self.places.pages.get(p.path) == here]
        for turn in self.conversation.turns:
            if self.places.pages.get(turn.path) != here:
                continue
            while loose and loose[0].before_turn <= turn.number:
                yield self.passage(loose.pop(0).text, document)
            yield self.turn(turn, document, turn.speaker != first)
        for passage in loose:
            yield self.passage(passage.text, document)

    def passage(self, text: str, document: Document) -> tuple[TurnView, frozenset[str]]:
        rendered = render_fragment(text, document, self.places)
        return TurnView("", "", "", rendered.html, introduction=True), rendered.files

    def turn(self, turn: Turn, document: Document, second: bool) -> tuple[TurnView, frozenset[str]]:
        rendered = render_fragment(turn.text, document, self.places)
        marked = self.spans.get((self.number, turn.number))
        html = mark(rendered.html, self.layers(turn, rendered.html, marked)) if marked else None
        time = show_time(turn.start) if turn.start is not None else ""
        view = TurnView(
            turn.id,
            turn.speaker,
            time,
            html or rendered.html,
            second,
            at=self.heard(turn.start),
            until=self.heard(turn.end),
            conditions=tuple(dict.fromkeys(c for h, *_ in marked or () for c in h.conditions)),
        )
        return view, rendered.files

    def heard(self, seconds: float | None) -> str:
        """A moment of the transcript in the recording's seconds; nothing where it is not in it."""
        at = moment(self.conversation, seconds)
        return "" if at is None else f"{at:.3f}".rstrip("0").rstrip(".")

    def layers(
        self, turn: Turn, html: str, marked: list[tuple[Highlight, int, int]]
    ) -> list[Layer]:
        # Marks are no speech; blanked, so that words keep their place.
        text = blank_unspoken(visible(html))
        words = spots(text)
        here = self.places.pages[turn.path]
        layers = []
        for highlight, first, end in marked:
            start, stop = locate(text, words, first, end)
            while text[stop : stop + 1] in _CLOSING:
                stop += 1
            link = f"{relative(self.places.pages[highlight.source], here)}#{highlight.id}"
            begins = highlight.match is not None and turn.number == highlight.match.first
            ends = highlight.match is not None and turn.number == highlight.match.last
            for number, id in enumerate(highlight.conditions or ("",)):
                name = anchor(highlight) if begins and not number else ""
                tag = self.tag(id, link) if ends and id else ""
                layers.append(Layer(start, stop, self.styles.css(id), link, name, tag))
        return layers

    def tag(self, condition: str, link: str) -> str:
        label = escape(self.styles.label(condition))
        return (
            f'<a class="cf-tag {self.styles.css(condition)}" href="{escape(link)}" '
            f'data-search-exclude>{label}<span class="cf-sr">: what it shows</span></a>'
        )
