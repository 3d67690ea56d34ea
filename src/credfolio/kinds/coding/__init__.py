"""`coding`: passages of the conversations, each with the codes of a codebook."""

from collections.abc import Iterator
from typing import NamedTuple

from credfolio.counting import Count, Text, count_prose, measure_words, status_of
from credfolio.fields import Field, Keyed, Many, Record, Whole, nearest
from credfolio.fields import Text as TextField
from credfolio.kinds.base import UNREADABLE, Context, Kind, Values, measure_number, requirements_in
from credfolio.kinds.coding.codebook import Code, Coded, codebook, read_codes
from credfolio.kinds.coding.passages import Found, Passages
from credfolio.kinds.records import read_records
from credfolio.model import (
    Credential,
    Document,
    Evidence,
    Fault,
    Highlight,
    Measure,
    Place,
    Requirement,
    Section,
    Table,
)
from credfolio.tables.base import Column, Row, Sheet
from credfolio.tables.cells import Words
from credfolio.words import squeeze, words

MOST = 2_000
"""Rows of a table; a conversation of an hour has some hundred turns."""


class Segment(NamedTuple):
    """A row. `label`: how a message names it. `coded`: by group, what its cell says.

    `found`: which conversation it names, and where the passage stands. `page`: the document that
    shows it.
    """

    label: str
    found: Found
    coded: dict[str, Coded]
    comment: str
    page: str
    place: Place
    places: dict[str, Place]

    @property
    def highlight(self) -> Highlight:
        return self.found.highlight

    def codes(self, group: str) -> tuple[str, ...]:
        """The ids that it has of a group."""
        return self.coded[group].ids if group in self.coded else ()

    @property
    def conversation(self) -> int | None:
        """The number of the conversation that it names and in which it stands."""
        match = self.highlight.match
        return match.conversation if match and not self.found.elsewhere else None


class Coding(NamedTuple):
    """The rows in their order, and the codebook."""

    codes: tuple[Code, ...]
    segments: tuple[Segment, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code.group for code in self.codes))

    def of(self, group: str) -> tuple[Code, ...]:
        """The codes of a group, in the order of the codebook."""
        return tuple(code for code in self.codes if squeeze(code.group) == squeeze(group))

    def titles(self, segment: Segment, group: str) -> tuple[str, ...]:
        """What the codes of a passage are called."""
        ids = segment.codes(group)
        return tuple(code.title for code in self.of(group) if code.id in ids)


def sheet(requirement: Requirement) -> Sheet:
    """The table: conversation, passage, a column for each group of codes, a comment."""
    options = requirement.options
    asked = {squeeze(name) for name in (*options.get("evidenced", ()), *options.get("one_of", ()))}
    talk = Column(
        "conversation", "which one, by its date or title", Words(), "2026-10-06",
        ("conversations", "date", "talk", "meeting", "workshop", "recorded", "held"),
    )  # fmt: skip
    passage = Column(
        "passage", "what was said, word for word", Words(), "Coach: What did you see?",
        ("passages", "quotation", "quote", "segment", "excerpt", "said", "turn", "words"),
    )  # fmt: skip
    groups = dict.fromkeys(code.group for code in codebook(requirement))
    own = (
        Column(
            group,
            f"its codes of the codebook's group {group}",
            Words(),
            next(code.title for code in codebook(requirement) if code.group == group),
            (f"{group}s", f"{group.removesuffix('y')}ies"),
            needed=squeeze(group) in asked,
            filled=False,
        )
        for group in groups
    )
    comment = Column(
        "comment", "what it shows, in your own words", Words(), "The question stays with …",
        ("comments", "note", "notes", "why", "commentary", "explanation"),
        needed="comment" in options, filled=False,
    )  # fmt: skip
    return Sheet("segments", "the coded passages", (talk, passage, *own, comment))


# --- reading ---------------------------------------------------------------------------------


def read(requirement: Requirement, documents: tuple[Document, ...], context: Context) -> Evidence:
    passages = Passages(context)
    codes = codebook(requirement)
    segments: list[Segment] = []
    sections = []
    tables: list[Table] = []
    for document in documents:
        records = read_records((document,), (sheet(requirement),), context)
        rows = records.rows["segments"]
        if len(rows) > MOST - len(segments):
            rows = rows[: MOST - len(segments)]
            message = f"There are more than {MOST:,} passages; the rest is not read."
            place = document.places["requirement"]
            hint = "Hand in those that show most."
            context.faults.append(Fault(UNREADABLE, place, message, hint, document.requirement))
        mine = [_segment(row, document, codes, passages) for row in rows]
        segments += mine
        highlights = tuple(segment.highlight for segment in mine)
        sections.append(Section(document.path, 1, 1, "", None, None, False, highlights))
        tables += records.tables
    value = Coding(codes, tuple(segments))
    return Evidence(
        requirement, documents, sections=tuple(sections), value=value, tables=tuple(tables)
    )


def _segment(row: Row, document: Document, codes: tuple[Code, ...], passages: Passages) -> Segment:
    groups = dict.fromkeys(code.group for code in codes)
    coded = {
        group: read_codes(row.written[group], group, codes)
        for group in groups
        if group in row.written
    }
    comment = row.written.get("comment", "")
    said = row.written["passage"]
    found = passages.find(row["conversation"], said, comment, row.places["passage"], document.path)
    return Segment(row.label, found, coded, comment, document.path, row.place, dict(row.places))


# --- counting --------------------------------------------------------------------------------


def count(evidence: Evidence, _: Credential) -> Count:
    """Comments are the author's own words; what is quoted is not."""
    own = _comment_columns(evidence.requirement)
    cells = [
        (block, column)
        for document in evidence.documents
        for block in document.blocks
        if block.kind == "table" and block.rows
        for column, heading in enumerate(block.rows[0])
        if squeeze(heading) in own and "data" not in document.meta
    ]
    counted = count_prose(evidence.documents, evidence.requirement, cells, exchange=False)
    for segment in evidence.value.segments:
        if segment.place.path != segment.page:  # a file of its own
            number = words(segment.comment)
            counted.own += number
            counted.all += number
            place = segment.place
            text = Text(segment.comment, place.path or "", place.line or 1, place.column or 1)
            counted.texts.append(text)
    return counted


def _comment_columns(requirement: Requirement) -> set[str]:
    comment = next(c for c in sheet(requirement).columns if c.name == "comment")
    return {squeeze(name) for name in (comment.name, *comment.aliases)}


def measures(evidence: Evidence, counted: Count, credential: Credential) -> tuple[Measure, ...]:
    """The number of passages, and words where the credential asks for some."""
    number = len(evidence.value.segments)
    status = status_of(number, number, None, 1.0)
    passages = measure_number(evidence, "passages", number, None, status)
    if evidence.requirement.minimum.words is None:
        return (passages,)
    return (measure_words(evidence, counted, credential),)


def faults(requirement: Values, credential: Values) -> Iterator[tuple[str, str, str]]:
    """Groups that no code belongs to, and nothing that could be coded."""
    codes = [code for code in requirement.get("codebook", ()) if "id" in code and "group" in code]
    groups = {squeeze(code["group"]): code["group"] for code in codes}
    if not codes:
        message = "Nobody can meet this: there are no codes that a passage could have."
        yield "codebook", message, "Add `codebook:`, a list of codes with id, title and group."
    for field in ("evidenced", "one_of"):
        for name in requirement.get(field, ()):
            if codes and squeeze(name) not in groups:
                near = nearest(name, tuple(groups.values()))
                hint = (
                    f"Write `{near}`." if near else f"The groups are {', '.join(groups.values())}."
                )
                yield field, f"No code of the codebook belongs to the group `{name}`.", hint
    for group in groups.values():
        if squeeze(group) in ("conversation", "passage", "comment"):
            message = f"A group can't be called `{group}`: a column of the table is called so."
            yield "codebook", message, "Give the group another name."
    if not any(r.get("kind") in KIND.needs for r in requirements_in(credential)):
        message = "Nobody can meet this: there is no conversation whose passages could be coded."
        yield "kind", message, "Add a requirement of `kind: conversations`."


_CODE = Record(
    "A code.",
    {
        "id": TextField("Its short name.", "student-thinking"),
        "title": TextField("Its name.", "Student thinking"),
        "group": TextField("The column that it stands in.", "about"),
        "aliases": Many("Other names that a row may use.", TextField("A name.", "thinking")),
        "look_for": Many(
            "When it is used.", TextField("A sentence.", "They ask what pupils understood.")
        ),
    },
    ("id", "title", "group"),
)

FIELDS: dict[str, Field] = {
    "codebook": Many("The codes that passages may have.", _CODE),
    "evidenced": Keyed(
        "Groups whose every code is shown by so many passages.",
        Whole("Passages at the least."),
    ),
    "one_of": Many(
        "Groups of which each passage has one code, no more and no less.",
        TextField("A group.", "about"),
    ),
    "comment": Record(
        "What each passage has to say beside the quotation.",
        {"words": Whole("Words at the least.")},
        ("words",),
    ),
}

KIND = Kind(
    "coding",
    "Coded passages",
    read,
    count,
    measures,
    requirement_fields=FIELDS,
    needs=("conversation", "conversations"),
    faults=faults,
)
