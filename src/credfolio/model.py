"""The values that flow from reading to checking to the pages. All frozen; nothing mutates them.

Most are named tuples: a tenth of a frozen dataclass's price to define and a quarter to make, and
a check is mostly making them.

Lines and columns count from 1 in the file as it lies on disk, columns in characters.
Times are seconds. Paths are relative to `portfolio/`, with `/`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from credfolio.words import label_form

Severity = Literal["error", "warning", "note"]
Status = Literal["met", "at-risk", "unmet", "missing", "waived"]


class Place(NamedTuple):
    """Where something stands. `path` is None where no file could hold it."""

    path: str | None = None
    line: int | None = None
    column: int | None = None


class Fault(NamedTuple):
    """What a reader could not read; a check turns it into a finding."""

    code: str
    place: Place
    message: str
    hint: str = ""
    requirement: str | None = None
    severity: Severity = "error"


# --- what an issuer asks for -----------------------------------------------------------------


class Minimum(NamedTuple):
    """The least that is asked: words, or seconds of recording, or either. None: no such route."""

    words: int | None = None
    seconds: int | None = None
    severity: Severity = "error"


class Condition(NamedTuple):
    """A named practice that the evidence must show."""

    id: str
    title: str
    aliases: tuple[str, ...]
    look_for: tuple[str, ...]
    summary: str = ""


class Requirement(NamedTuple):
    """One thing to submit. `options` holds what only its kind knows."""

    id: str
    part: str
    kind: str
    title: str
    prompt: str
    guidance: tuple[str, ...]
    minimum: Minimum
    quotations: bool
    file: str
    options: Mapping[str, Any]


class Part(NamedTuple):
    id: str
    title: str
    verdict: tuple[str, ...]
    minimum: Minimum
    requirements: tuple[Requirement, ...]


class Participant(NamedTuple):
    id: str
    label: str
    roles: tuple[str, ...] = ()
    consent: str | None = None
    place: Place = Place()


class Attestation(NamedTuple):
    id: str
    title: str


class Change(NamedTuple):
    """What `version` of a credential asks for otherwise than the one before it."""

    version: int
    text: str


class Thresholds(NamedTuple):
    """`at_risk`: share of a minimum below which a text is unmet whatever is not counted.

    `short`, `long`: seconds; a recording under the first is unmet, over the second a warning.
    """

    at_risk: float = 0.8
    short: int = 540
    long: int = 900


class Credential(NamedTuple):
    """`participants`: whom the scaffold lists; what an author declares is in the metadata."""

    id: str
    version: int
    title: str
    summary: str
    issuer: str
    source: str
    license_note: str
    language: str
    parts: tuple[Part, ...]
    conditions: tuple[Condition, ...]
    attestations: tuple[Attestation, ...]
    thresholds: Thresholds
    participants: tuple[Participant, ...] = ()
    path: str = ""
    changes: tuple[Change, ...] = ()

    @property
    def requirements(self) -> Iterator[Requirement]:
        for part in self.parts:
            yield from part.requirements

    def requirement(self, id: str) -> Requirement | None:
        return next((r for r in self.requirements if r.id == id), None)

    def condition(self, id: str) -> Condition | None:
        return next((c for c in self.conditions if c.id == id), None)


# --- what a practitioner wrote ---------------------------------------------------------------


class Metadata(NamedTuple):
    """`portfolio.yml`. `places` maps a dotted key to where it stands."""

    credential: str = ""
    version: int | None = None
    language: str = "en"
    name: str = ""
    role: str = ""
    organization: str = ""
    participants: tuple[Participant, ...] = ()
    attestations: Mapping[str, str] = MappingProxyType({})
    ai_use: str = ""
    talk_evidence: bool = False
    places: Mapping[str, Place] = MappingProxyType({})

    def participant(self, speaker: str) -> Participant | None:
        """Whom a transcript's label or id names, without regard to case."""
        wanted = label_form(speaker)
        return next(
            (p for p in self.participants if wanted in (label_form(p.label), label_form(p.id))),
            None,
        )


BlockKind = Literal[
    "paragraph", "heading", "quotation", "table", "code", "html", "footnote", "prompt"
]


class Block(NamedTuple):
    """A leaf of a document, in reading order.

    `text`: what a reader sees. `own`: the same without inline code and bare addresses.
    Headings have a `level` and an `id`, their anchor; `written`: what the author put in `{#id}`.
    `rows`: a table's cells. `lines`: the source lines of a quotation, each with its line on disk,
    without the `>`. `strong`: a paragraph of one line, all of it bold; in an annotation it may be
    a heading.
    """

    kind: BlockKind
    text: str
    own: str
    line: int
    column: int
    end_line: int
    level: int = 0
    id: str = ""
    written: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    row_lines: tuple[int, ...] = ()
    lines: tuple[tuple[int, str], ...] = ()
    strong: bool = False


class Link(NamedTuple):
    """A link or picture as written. `text`: what it shows, or a picture's alternative text."""

    target: str
    text: str
    line: int
    column: int
    image: bool = False


class Document(NamedTuple):
    """A Markdown file. `body`: its Markdown without front matter and comments, `\\n` line ends.

    `lines[i]` is the line on disk of line `i` of `body`. `meta` holds the recognised front matter
    values; `places` says where each stands. `hidden`: pieces of the file that a reader of the
    page would not see. `ignored`: (code, first line, last line) of each ignore comment.
    `shown`: words that the sanitised page shows, where raw HTML makes that differ; else None.
    `commented`: the text of its comments.
    """

    path: str
    requirement: str | None
    title: str
    meta: Mapping[str, Any]
    places: Mapping[str, Place]
    body: str
    lines: tuple[int, ...]
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    anchors: frozenset[str]
    hidden: tuple[tuple[int, int, str], ...] = ()
    ignored: tuple[tuple[str, int, int], ...] = ()
    shown: int | None = None
    commented: str = ""

    @property
    def is_exhibit(self) -> bool:
        return "graphic" in self.places


class Turn(NamedTuple):
    """One speaker's utterance, the `number`th of its conversation from 0.

    `speaker` is the participant's label where one is declared. `text`: its Markdown. `spoken`:
    what is seen, without bracketed marks such as `[inaudible]`. `id`: its anchor.
    """

    number: int
    id: str
    path: str
    line: int
    column: int
    end_line: int
    speaker: str
    declared: bool
    start: float | None
    end: float | None
    text: str
    spoken: str
    label: str
    marks: str = ""
    times: str = ""


class Passage(NamedTuple):
    """Text of a conversation that is no turn: an introduction, or what follows a heading."""

    path: str
    line: int
    text: str
    before_turn: int
    introduction: bool


class Lost(NamedTuple):
    """Words of a transcript that no reader of the page sees. `hint`: how to keep them."""

    line: int
    text: str
    hint: str


class Recording(NamedTuple):
    """A recording as named by a document. `seconds` None: unknown, never zero.

    `method`: what of the file said so, `header` or `frames`; `stated`: its author did.
    `broken`: CF302 says what is wrong with it, so that there may be more of it than was measured.
    """

    path: str
    place: Place
    seconds: float | None
    remote: bool = False
    method: str = ""
    broken: bool = False


class Conversation(NamedTuple):
    """Documents of one `recorded:` date (or of none), in path order, as one conversation.

    `sentences`: what is said in each turn, by sentences, folded for comparison; `said`: the same
    in one piece.
    """

    recorded: str | None
    documents: tuple[Document, ...]
    turns: tuple[Turn, ...]
    passages: tuple[Passage, ...]
    recordings: tuple[Recording, ...]
    starts_at: float = 0.0
    sentences: tuple[tuple[str, ...], ...] = ()
    said: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The first that one of its documents has."""
        return next((document.title for document in self.documents if document.title), "")


class Piece(NamedTuple):
    """One turn's share of a quotation, or a line of it where no speaker is named.

    `runs`: the stretches between omissions; each a tuple of segments, folded words joined by
    single spaces, between which an insertion such as `[she]` stood. `starts_turn`: a speaker
    or time opened it.
    """

    speaker: str | None
    time: float | None
    runs: tuple[tuple[str, ...], ...]
    starts_turn: bool
    omits_before: bool
    omits_after: bool
    line: int


class Match(NamedTuple):
    """Where a quotation stands: turns `first` to `last` of conversation number `conversation`.

    `spans`: per turn, (turn index, first word, end word) in folded words.
    """

    conversation: int
    first: int
    last: int
    spans: tuple[tuple[int, int, int], ...]
    omissions: bool = False
    shortest_run: int = 0


HighlightProblem = Literal[
    "not-found", "apart", "ambiguous", "speaker", "time", "outside", "reversed", "unproved"
]


class Highlight(NamedTuple):
    """Quoted passages with their condition(s) and comment.

    `text`: the quotation as a reader sees it. `conditions`: known ids. `unknown`: classes that are
    none. `match`: None where the words are not found. `problems`: what disagrees; `unproved`: it
    points into a recording that could not be measured. `failed`: the
    line that is not found, or nothing where only the order fails; `nearest`: the turn that
    resembles it most. `seconds`: length of a pointer into a recording.
    """

    number: int
    id: str
    path: str
    line: int
    column: int
    end_line: int
    text: str
    conditions: tuple[str, ...]
    unknown: tuple[str, ...]
    comment: str
    pieces: tuple[Piece, ...]
    quoted_words: int
    match: Match | None
    problems: tuple[HighlightProblem, ...] = ()
    failed: str = ""
    nearest: Turn | None = None
    candidates: tuple[Turn, ...] = ()
    seconds: float | None = None
    pointer: tuple[float, float] | None = None
    overused: bool = False
    evidences: bool = False
    page: str = ""

    @property
    def source(self) -> str:
        """The document whose page shows it: a table may stand in a file of its own."""
        return self.page or self.path


class Section(NamedTuple):
    """What stands under one heading of an annotation; `condition` None: not a condition's."""

    path: str
    line: int
    column: int
    heading: str
    id: str | None
    condition: str | None
    unknown_id: bool
    highlights: tuple[Highlight, ...]


class Evidence(NamedTuple):
    """What a portfolio submits for one requirement. The kinds fill what they read.

    `value`: what only its kind knows of it, frozen. `tables`: its rows as they are written.
    """

    requirement: Requirement
    documents: tuple[Document, ...]
    conversations: tuple[Conversation, ...] = ()
    sections: tuple[Section, ...] = ()
    value: Any = None
    tables: tuple["Table", ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """Of its documents, in their order."""
        return tuple(document.path for document in self.documents)

    @property
    def highlights(self) -> Iterator[Highlight]:
        for section in self.sections:
            yield from section.highlights


class Repeat(NamedTuple):
    """A sentence that stood before. `first`: where; `words`: what is subtracted here."""

    requirement: str
    place: Place
    first: Place
    words: int
    text: str


class Table(NamedTuple):
    """Rows as they are written, each as long as the header. `cut`: columns that are left out."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    cut: int = 0


class Exhibit(NamedTuple):
    """A graphic or picture that supports a document, with what its file holds.

    `graphic`: one of `credfolio.graphics`, '' where none is known. `source`: the path of its
    data file. `value`: what its graphic made of the rows, None where nothing can be drawn.
    `tables`: every row as it is written. `spare`: headings that the graphic has no use for.
    """

    document: Document
    graphic: str
    source: str | None = None
    value: Any = None
    tables: tuple[Table, ...] = ()
    spare: tuple[str, ...] = ()


class PrivateName(NamedTuple):
    """A real name that must not be published, the label used for it, other ways to write it."""

    real: str
    label: str
    variants: tuple[str, ...] = ()


class NameFound(NamedTuple):
    """A real name and where it stands. `within`: the layer of the file, as `docProps/core.xml`.

    `more`: how many further places of the same file are not listed.
    """

    name: PrivateName
    place: Place
    within: str = ""
    more: int = 0


class NamesSearched(NamedTuple):
    """What a search for the declared names found. `unread`: (path, why it can't be searched).

    `whole`: private.yml lists a name and all of it could be read. `alone`: where a part of a name
    stands without the rest, the first place in each file; somebody else may be meant.
    """

    names: tuple[PrivateName, ...]
    files: int
    found: tuple[NameFound, ...]
    unread: tuple[tuple[str, str], ...]
    whole: bool = True
    alone: tuple[NameFound, ...] = ()


class Portfolio(NamedTuple):
    """One practitioner's work for one credential, read whole. `credential` None: unknown.

    `disguised`: evidence that is not what its name says, and what it is.
    """

    root: Path
    metadata: Metadata
    credential: Credential | None
    documents: tuple[Document, ...]
    evidence: Mapping[str, Evidence]
    files: frozenset[str]
    faults: tuple[Fault, ...]
    measures: Mapping[str, tuple["Measure", ...]]
    repeats: tuple[Repeat, ...] = ()
    copies: tuple[tuple[Document, Document], ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    searched: NamesSearched | None = None
    unused_waivers: tuple["Waiver", ...] = ()
    disguised: Mapping[str, str] = MappingProxyType({})

    @property
    def names_checked(self) -> bool:
        """Whether a private.yml says what to look for, and all of that was looked for."""
        return self.searched is not None and self.searched.whole

    @property
    def conversations(self) -> tuple[Conversation, ...]:
        return tuple(c for e in self.evidence.values() for c in e.conversations)

    @property
    def highlights(self) -> tuple[Highlight, ...]:
        return tuple(h for e in self.evidence.values() for h in e.highlights)

    def document(self, path: str) -> Document | None:
        return next((d for d in self.documents if d.path == path), None)


# --- what the checks say ---------------------------------------------------------------------


class Measure(NamedTuple):
    """One count against its minimum.

    `unit`: words, seconds, or what a kind counts, in the plural. `value`: words of the author's own
    (or seconds, or people …); None where it can't be counted.
    `all`: words a reader sees. `not_counted`: words by what they stand in. `method`: where a
    length in seconds was read.
    """

    unit: str
    value: int | None
    all: int | None
    minimum: int | None
    not_counted: Mapping[str, int]
    status: Status
    severity: Severity = "error"
    documents: tuple[str, ...] = ()
    method: str = ""


class Waiver(NamedTuple):
    code: str
    requirement: str | None
    reason: str
    by: str
    place: Place = Place()


class Finding(NamedTuple):
    code: str
    name: str
    severity: Severity
    place: Place
    message: str
    hint: str
    requirement: str | None
    silenced: bool = False
    waived: Waiver | None = None
    behind: str = ""

    @property
    def counts(self) -> bool:
        """Whether it weighs: neither silenced by its author nor waived by the programme."""
        return not self.silenced and self.waived is None


class LedgerRow(NamedTuple):
    requirement: Requirement
    status: Status
    documents: tuple[str, ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Report:
    """A checked portfolio: what every formatter and every page reads."""

    portfolio: Portfolio
    ledger: tuple[LedgerRow, ...]
    findings: tuple[Finding, ...]

    @property
    def complete(self) -> bool:
        return (
            bool(self.ledger)
            and all(row.status in ("met", "at-risk", "waived") for row in self.ledger)
            and not any(f.severity == "error" and f.counts for f in self.findings)
        )

    @property
    def waived(self) -> int:
        return sum(f.waived is not None for f in self.findings)

    @property
    def verdict(self) -> str:
        return "complete" if self.complete else "incomplete"

    @property
    def whole(self) -> str:
        """What a finding is about that no requirement is named by."""
        return "The portfolio as a whole"

    @property
    def nothing_to_check(self) -> bool:
        return any(f.code == "CF902" for f in self.findings)

    def count(self, severity: Severity) -> int:
        return sum(f.severity == severity and f.counts for f in self.findings)
