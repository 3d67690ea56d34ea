"""A quoted passage in the conversation that its row names."""

import re
from typing import NamedTuple

from credfolio.kinds.base import Context
from credfolio.model import Block, Conversation, Highlight, Place, Section
from credfolio.quotations import Fields, Resolver
from credfolio.words import label_form

_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


class Found(NamedTuple):
    """`named`: the conversations that a row means by their numbers, none where it means none.

    `written`: how it names them. `elsewhere`: the passage stands in another conversation.
    """

    written: str
    named: tuple[int, ...]
    highlight: Highlight
    elsewhere: bool = False


class Passages:
    """Looks the passages of a coding up."""

    def __init__(self, context: Context) -> None:
        credential, metadata = context.credential, context.metadata
        self.conversations = context.conversations
        self.resolver = Resolver(context.conversations, metadata, credential)
        self.names: dict[str, list[int]] = {}
        for number, conversation in enumerate(self.conversations):
            for name in _called(conversation):
                self.names.setdefault(name, []).append(number)
        self.within: dict[tuple[int, ...], Resolver] = {}
        self.next = sum(1 for other in context.evidence.values() for _ in other.highlights)

    def named(self, written: str) -> tuple[int, ...]:
        """The conversations that a cell means: by title, by a date in it, or by both."""
        whole = self.names.get(label_form(written))
        if whole:
            return tuple(whole)
        days = _DAY.findall(written[:200])
        found = [n for day in dict.fromkeys(days) for n in self.names.get(day, ())]
        rest = label_form(_DAY.sub("", written).strip(" ,;:·–—()-"))
        titled = [n for n in found if n in self.names.get(rest, ())]
        return tuple(titled or found)

    def find(self, named: str, said: str, comment: str, place: Place, page: str) -> Found:
        """The passage of a row: in the conversation it names, else in any."""
        numbers = self.named(named)
        fields = self._look_up(said, place, numbers)
        elsewhere = False
        if numbers and "not-found" in fields.get("problems", ()):
            others = self._look_up(said, place, ())
            if others["match"]:
                fields, elsewhere = others, True
        id = f"highlight-{self.next + 1}"
        highlight = Highlight(number=self.next, id=id, comment=comment, **_page(fields, page))
        self.next += 1
        return Found(named, numbers, highlight, elsewhere)

    def _look_up(self, said: str, place: Place, numbers: tuple[int, ...]) -> Fields:
        line, column = place.line or 1, place.column or 1
        path = place.path or ""
        block = Block("table", said, said, line, column, line)
        section = Section(path, line, column, "", None, None, False, ())
        lines = [(line, row) for row in said.split("\n")]
        fields = self._resolver(numbers).highlight(lines, block, section)
        if fields is None:
            fields = self.resolver.look_up(said, None, None) | {"text": said, "unknown": ()}
            fields |= {"path": path, "line": line, "column": column, "end_line": line}
        return fields | {"conditions": (), "unknown": ()}

    def _resolver(self, numbers: tuple[int, ...]) -> Resolver:
        if not numbers:
            return self.resolver
        if numbers not in self.within:
            self.within[numbers] = self.resolver.only(numbers)
        return self.within[numbers]


def _page(fields: Fields, page: str) -> Fields:
    return fields | {"page": page if fields["path"] != page else ""}


def _called(conversation: Conversation) -> set[str]:
    titles = {label_form(d.title) for d in conversation.documents if d.title}
    return titles | ({conversation.recorded} if conversation.recorded else set())
