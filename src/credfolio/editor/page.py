"""A document in an editor: its lines as they are now, and what the engine says of it."""

import re
from typing import NamedTuple

from credfolio.credential import credential_record
from credfolio.documents import asked_keys, document_record
from credfolio.fields import Field, Keyed, Many, Reading, Record
from credfolio.metadata import metadata_record
from credfolio.model import Credential, Document, Finding, Highlight, Report
from credfolio.words import squeeze
from credfolio.workspace import METADATA
from credfolio.yamlfile import read_yaml

_FENCE = re.compile(r"-{3,}[ \t]*")
_CLOSING = re.compile(r"(?:-{3,}|\.{3})[ \t]*")
_LEAD = re.compile(r"[ \t]*(?:- +)?")
_LONGEST_KEY = 80


class Span(NamedTuple):
    """Part of a line; columns from 1, the last one outside."""

    line: int
    first: int
    end: int

    def holds(self, line: int, column: int) -> bool:
        return self.line == line and self.first <= column <= self.end


class Page(NamedTuple):
    """`path` is relative to `portfolio/`; `rows` are the lines that stand in the editor."""

    report: Report
    path: str
    rows: tuple[str, ...]

    @property
    def credential(self) -> Credential | None:
        return self.report.portfolio.credential

    @property
    def document(self) -> Document | None:
        return self.report.portfolio.document(self.path)

    @property
    def kind(self) -> str:
        """The kind of requirement that the document answers, or nothing."""
        document, credential = self.document, self.credential
        id = document.requirement if document else None
        requirement = credential.requirement(id) if credential and id else None
        return requirement.kind if requirement else ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.report.findings if f.place.path == self.path)

    def row(self, line: int) -> str:
        return self.rows[line - 1] if 0 < line <= len(self.rows) else ""

    def highlight_at(self, line: int) -> Highlight | None:
        mine = (h for h in self.report.portfolio.highlights if h.path == self.path)
        return next((h for h in mine if h.line <= line <= h.end_line), None)

    @property
    def is_markdown(self) -> bool:
        return self.path.lower().endswith(".md")

    @property
    def front(self) -> range:
        """The lines of the front matter between its fences; an open one ends at a blank line."""
        first = next((n for n, row in enumerate(self.rows) if row.strip()), 0)
        if not self.is_markdown or not _FENCE.fullmatch(self.row(first + 1)):
            return range(0)
        for number in range(first + 1, len(self.rows)):
            if _CLOSING.fullmatch(self.rows[number]):
                return range(first + 2, number + 1)
        blank = (n for n in range(first + 1, len(self.rows)) if not self.rows[n].strip())
        return range(first + 2, next(blank, len(self.rows)) + 1)

    @property
    def keys(self) -> tuple[Record, range] | None:
        """What may be said in the file's YAML, and the lines that are YAML."""
        if self.is_markdown:
            named = self.document.requirement if self.document else None
            asked = asked_keys(self.credential, named)
            return document_record(self.kind or None, asked=asked), self.front
        record = metadata_record() if self.path == METADATA else credential_record()
        return record, range(1, len(self.rows) + 1)


def key_on(row: str) -> tuple[str, int, int] | None:
    """(key, its column, the column behind it) of a line `key: …`."""
    before, colon, after = row.partition(":")
    if not colon or len(before) > _LONGEST_KEY or (after and not after[0].isspace()):
        return None
    lead = _LEAD.match(before)
    start = lead.end() if lead else 0
    key = before[start:].rstrip()
    return (key, start + 1, start + len(key) + 1) if key and "#" not in key else None


def value_on(row: str) -> tuple[str, int, int] | None:
    """(value without quotation marks, its column, the column behind it) of a line `key: value`.

    A comment behind it is none of it.
    """
    if key_on(row) is None:
        return None
    rest = row.partition(":")[2]
    value = rest.strip()
    if value[:1] not in ('"', "'"):
        value = value.partition(" #")[0].rstrip()
    first = len(row) - len(rest.lstrip()) + 1 if value else len(row) + 1
    inner = value[1:-1] if len(value) > 1 and value[0] in "\"'" and value[0] == value[-1] else value
    return inner, first, first + len(value)


def field_on(page: Page, line: int) -> Field | None:
    """What the key of that line may say, as the reader of the file would take it."""
    keys, key = page.keys, key_on(page.row(line))
    if keys is None or key is None or line not in keys[1]:
        return None
    record, lines = keys
    text = "\n".join(page.row(number) for number in lines)
    node, _ = read_yaml(text, page.path, lines.start)
    reading = Reading(page.path)
    record.read(node, "", reading)
    named = [
        dotted
        for dotted, place in reading.places.items()
        if place.line == line and squeeze(dotted.rpartition(".")[2]) == squeeze(key[0])
    ]
    return _field(record, named[-1].split(".")) if named else None


def _field(field: Field | None, path: list[str]) -> Field | None:
    for part in path:
        if isinstance(field, Many):
            field = field.of
            if part.isdigit():
                continue
        if isinstance(field, Keyed):
            field = field.of
        elif isinstance(field, Record):
            field = field.fields.get(part)
        else:
            return None
    return field
