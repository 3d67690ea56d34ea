"""A whole portfolio out of one Word file, again and again: `credfolio import portfolio.docx`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from credfolio.cues import looks_like_cues
from credfolio.importing.account import write_account
from credfolio.importing.conversations import captions_draft, turns_draft
from credfolio.importing.drafts import Draft, text_draft
from credfolio.importing.highlights import Margin, annotated, margins, turns_with_spans
from credfolio.importing.hints import known
from credfolio.importing.history import History, settle
from credfolio.importing.marking import passages, unmarked
from credfolio.importing.names import Names
from credfolio.importing.page import Piece, markdown, pieces, table_notes
from credfolio.importing.pictures import shown, used, with_names, write_pictures
from credfolio.importing.result import Content, Imported, ImportedPortfolio, LeftOut, Nothing
from credfolio.importing.sections import Section, Sections, find_sections
from credfolio.importing.target import untouched
from credfolio.importing.turns import Found
from credfolio.importing.word import WordFile
from credfolio.kinds import is_talk
from credfolio.model import Credential, Metadata, Requirement
from credfolio.words import plural, words

__all__ = ["Prepared", "prepare", "write_prepared"]

_SHAPE = "Word document"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A portfolio in Word, read; nothing of it is written yet.

    `empty`: sections without a word. `absent`: requirements that no heading names.
    `highlights`: from comments, by condition.
    """

    word: WordFile
    drafts: tuple[Draft, ...]
    empty: tuple[Requirement, ...]
    absent: tuple[Requirement, ...]
    highlights: Mapping[str, int]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]


# --- read ------------------------------------------------------------------------------------


def prepare(
    word: WordFile,
    credential: Credential,
    metadata: Metadata,
    names: Names,
    wanted: Requirement | None = None,
) -> Prepared | None:
    """The documents in a Word file; None where it is no portfolio but a text for one requirement.

    `wanted`: only this section of the template; any other file is then a text for it.
    """
    blocks = pieces(word.page)
    found = find_sections(blocks, credential, known(credential, metadata))
    if found is None or (wanted and not found.template):
        return None
    if wanted:
        mine = tuple(s for s in found.sections if s.requirement == wanted)
        found = replace(found, sections=mine)
    whole = wanted is None
    return _Reading(word, credential, names, found, whole).prepared(blocks)


class _Reading:
    """The sections of one file on their way to drafts."""

    def __init__(
        self, word: WordFile, credential: Credential, names: Names, found: Sections, whole: bool
    ) -> None:
        self.word = word
        self.credential = credential
        self.names = names
        self.found = found
        self.whole = whole
        self.margins: list[Margin] = []
        self.talk: Found | None = None
        self.unnamed: list[int] = []
        self.placed: set[int] = set()
        self.passages: Mapping[int, str] = {}

    def prepared(self, blocks: Sequence[Piece]) -> Prepared:
        self.passages = passages("\n".join(block.plain for block in blocks))
        drafts = [d for s in self.found.sections if (d := self._draft(s))]
        drafts += self._annotation(drafts)
        order = [r.id for r in self.credential.requirements]
        asked = tuple(self.credential.requirements) if self.whole else ()
        drafts.sort(key=lambda draft: order.index(draft.requirement.id))
        written = {draft.requirement.id for draft in drafts}
        sections = [section.requirement for section in self.found.sections]
        named = [id for margin in self.margins for id in margin.conditions]
        ids = [condition.id for condition in self.credential.conditions]
        lost = self.word.unread("\n".join(unmarked(block.plain) for block in blocks))
        return Prepared(
            self.word,
            tuple(drafts),
            tuple(r for r in sections if r.id not in written),
            tuple(r for r in asked if r not in sections and r.id not in written),
            {id: named.count(id) for id in ids if id in named},
            (*self._without_place(), *self.word.left_out, *((lost,) if lost else ())),
            tuple(self._notes()),
        )

    def _draft(self, section: Section) -> Draft | None:
        if section.requirement.kind == "annotation":
            return None  # after the conversation, on which comments may stand
        if not section.words and not used(markdown(list(section.pieces))):
            return None
        if is_talk(section.requirement.kind):
            return self._conversation(section)
        return text_draft(self.word.path, section.requirement, _content(section), self.names)

    def _conversation(self, section: Section) -> Draft:
        spoken = [piece for piece in section.pieces if piece.kind != "note"]
        lines = [line for piece in spoken for line in piece.plain.split("\n")]
        content = _content(replace(section, pieces=tuple(spoken)))
        if looks_like_cues("\n".join(content.lines)):
            text = "\n".join(content.lines)
            return captions_draft(
                self.word.path, text, (), self.credential, self.names, section.requirement
            )
        self.talk, spans = turns_with_spans(lines, self.names)
        if self.talk:
            self.margins, self.unnamed = margins(
                self.word.comments, spans, self.talk.turns, self.credential.conditions
            )
            self.placed = set(spans)
            silent = "\n".join(t.speaker or "" for t in self.talk.turns if not t.text.strip())
            if words(silent):
                left_out = (*content.left_out, LeftOut("names below which nobody speaks", silent))
                content = replace(content, left_out=left_out)
        draft = turns_draft(self.word.path, section.requirement, content, self.talk, self.names)
        return _with_what_is_no_turn(draft, section, found=self.talk is not None)

    def _annotation(self, drafts: Sequence[Draft]) -> list[Draft]:
        """The annotation: its section, and the comments on the conversation."""
        requirement = next(
            (r for r in self.credential.requirements if r.kind == "annotation"), None
        )
        section = next((s for s in self.found.sections if s.requirement == requirement), None)
        if requirement is None or not (self.margins or (section and section.words)):
            return []
        mine = section or Section(requirement, ())
        content = _content(mine)
        turns = self.talk.turns if self.talk else ()
        body = annotated(mine.pieces, self.margins, turns, self.names, self.credential)
        said = "\n".join(margin.comment for margin in self.margins)
        content = replace(content, body=body, lines=(*content.lines, *said.split("\n")))
        return [text_draft(self.word.path, requirement, content, self.names)]

    # --- what has no place -------------------------------------------------------------------

    def _without_place(self) -> list[LeftOut]:
        return [*self._before(), *self._strange(), *self._comments()]

    def _before(self) -> list[LeftOut]:
        text = "\n".join(unmarked(piece.plain) for piece in self.found.before).strip()
        return [LeftOut("text above the first section", text)] if words(text) else []

    def _strange(self) -> list[LeftOut]:
        return [
            LeftOut(
                f"what stands below the heading “{unmarked(strange[0].plain)}”",
                "\n".join(unmarked(piece.plain) for piece in strange[1:]).strip(),
            )
            for strange in self.found.strange
        ]

    def _comments(self) -> list[LeftOut]:
        """Comments that made no highlight: on no passage of the transcript, or of no condition."""
        comments = self.word.comments
        apart = [n for n in range(len(comments)) if n not in self.placed]
        pairs = (
            (self.unnamed, "on the conversation without the name of a condition"),
            (apart, "outside the conversation"),
        )
        return [
            LeftOut(
                f"{plural(len(numbers), 'comment')} {where}",
                "\n".join(f"“{self.passages.get(n, '')}”: {comments[n].whole}" for n in numbers),
                counted=True,
            )
            for numbers, where in pairs
            if numbers
        ]

    def _notes(self) -> list[str]:
        notes = []
        if self.found.changed:
            count = plural(self.found.changed, "paragraph")
            notes.append(f"{count} in the look of a hint held words of yours, which were taken.")
        for strange in self.found.strange:
            notes.append(
                f"The heading “{unmarked(strange[0].plain)}” is none of the template's: what is "
                "below it went nowhere. Write the title that was meant; or, if it is a heading "
                "within the section above, make it Heading 2 in Word. Then import again."
            )
        for section in self.found.sections:
            for heading in section.foreign:
                notes.append(
                    f"The heading “{heading}” names no requirement: what stands below it is in "
                    f"{section.requirement.title}."
                )
        if self.unnamed:
            ids = ", ".join(condition.id for condition in self.credential.conditions)
            notes.append(f"Begin each comment with what it shows: {ids}.")
        widened = sum(margin.widened for margin in self.margins)
        if widened:
            notes.append(
                f"{plural(widened, 'comment')} stood on fewer than five words: there the whole "
                "sentence is quoted."
            )
        silent = sum(not margin.comment for margin in self.margins)
        if silent:
            notes.append(
                f"{plural(silent, 'comment')} named a condition and said nothing: write how the "
                "passage shows it."
            )
        return notes


def _content(section: Section) -> Content:
    """A section as a file of its own would be."""
    blocks = list(section.pieces)
    kind = section.requirement.kind
    answer = kind != "annotation" and not is_talk(kind)
    return Content(
        shape=_SHAPE,
        body=markdown(blocks),
        lines=tuple(line for b in blocks for line in unmarked(b.plain).split("\n")),
        notes=table_notes(blocks) if answer else (),
    )


def _with_what_is_no_turn(draft: Draft, section: Section, found: bool) -> Draft:
    """The conversation with its pictures at its end, and its footnotes left out and said."""
    notes = [piece for piece in section.pieces if piece.kind == "note"]
    text = "\n".join(unmarked(piece.plain) for piece in notes)
    content = draft.content
    if words(text):
        left_out = (*content.left_out, LeftOut("footnotes of the conversation", text))
        content = replace(content, left_out=left_out)
    pictures = shown(markdown(list(section.pieces))) if found else []
    return replace(draft, content=content, body="\n\n".join((draft.body, *pictures)))


# --- write -----------------------------------------------------------------------------------


def _nothing(
    requirement: Requirement, folder: Path, documents: Mapping[str, Sequence[str]]
) -> Nothing:
    """A requirement for which the file has no text, with the documents that hold one already."""
    paths = [folder / path for path in documents.get(requirement.id, ())]
    written = [path for path in paths if untouched(path, requirement) is None]
    return Nothing(requirement.title, tuple(written))


def write_prepared(
    root: Path,
    folder: Path,
    history: History,
    prepared: Prepared,
    documents: Mapping[str, Sequence[str]],
) -> ImportedPortfolio:
    """Writes each document that may be written.

    `root`: the workspace. `documents`: paths of each requirement's documents as they are now.
    """
    done = []
    for draft in prepared.drafts:
        stem = Path(draft.requirement.file or draft.requirement.id).stem
        body, files = with_names(draft.body, prepared.word.pictures, stem)
        others = documents.get(draft.requirement.id, ())
        placed = settle(folder, history, draft.requirement, body, others)
        write_pictures(placed.path.parent, files)
        done.append(
            Imported(
                source=draft.source,
                path=placed.path,
                requirement=draft.requirement.id,
                shape=draft.content.shape,
                words=draft.words,
                left_out=draft.content.left_out,
                notes=draft.content.notes,
                outcome=placed.outcome,
                beside=placed.beside,
            )
        )
    left_out = (*prepared.left_out, *(part for item in done for part in item.left_out))
    return ImportedPortfolio(
        source=prepared.word.path,
        documents=tuple(done),
        empty=tuple(_nothing(r, folder, documents) for r in prepared.empty),
        absent=tuple(_nothing(r, folder, documents) for r in prepared.absent),
        highlights=prepared.highlights,
        left_out=left_out,
        notes=prepared.notes,
        account=write_account(root, prepared.word.path, left_out, history),
    )
