"""`credfolio import`: Word files, captions and pasted text as documents of a portfolio."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from credfolio.cues import Stray, looks_like_cues, read_all
from credfolio.errors import CredfolioError
from credfolio.files import write_whole
from credfolio.importing.escaping import escape
from credfolio.importing.page import alternative_texts, markdown, pieces
from credfolio.importing.pasted import from_text, read_text
from credfolio.importing.result import Content, Imported, LeftOut
from credfolio.importing.target import chosen, document, guessed, place
from credfolio.importing.turns import (
    Found,
    Names,
    Said,
    clock,
    find_turns,
    from_cues,
    is_transcript,
    write_turns,
)
from credfolio.importing.word import read_word, unread
from credfolio.model import Credential, Metadata, Requirement
from credfolio.words import plural, words

__all__ = ["Imported", "LeftOut", "import_into"]

_MEETING_CLOCK = 600.0
_TEXTS = (".txt", ".text", ".vtt", ".srt")
_OTHERS = {
    ".doc": "Open it in Word and save it as Word document (.docx).",
    ".rtf": "Open it in Word and save it as Word document (.docx).",
    ".odt": "Open it and save it as Word document (.docx).",
    ".pages": "In Pages, choose File, Export To, Word.",
    ".gdoc": "In Google Docs, choose File, Download, Microsoft Word (.docx).",
    ".pdf": "Save the original as Word document (.docx), or copy the text into a .txt file.",
    ".md": "It is Markdown already: move it into the portfolio folder and put "
    "`requirement: …` between two lines of `---` at its top.",
}


@dataclass(frozen=True, slots=True)
class _Draft:
    """A document about to be written."""

    source: Path
    requirement: Requirement
    content: Content
    body: str
    words: int


def import_into(
    folder: Path,
    credential: Credential,
    metadata: Metadata,
    files: Sequence[Path],
    *,
    as_requirement: str | None = None,
    speakers: Mapping[str, str] | None = None,
) -> list[Imported]:
    """Write a document into the portfolio `folder` for each of `files`.

    `speakers` maps names in the files to labels. All files are read before the first is written.
    Raises CredfolioError where one can't be read or its requirement is not clear.
    """
    mapped = _checked(metadata, speakers or {})
    wanted = chosen(credential, as_requirement) if as_requirement else None
    names = [Names(metadata, mapped) for _ in files]
    drafts = [_draft(*pair, credential, wanted) for pair in zip(files, names, strict=True)]
    done: list[Imported] = []
    for draft in drafts:
        done.append(_write(folder, draft, {before.path for before in done}))
    unused = set(mapped).intersection(*(n.unused for n in names)) if names else ()
    if unused:
        done[-1] = replace(done[-1], notes=(*done[-1].notes, _unused(len(unused))))
    return done


def _unused(count: int) -> str:
    whom, verb = ("A name", "is") if count == 1 else (f"{count} names", "are")
    return f"{whom} given with --speaker {verb} nowhere in these files: compare the spelling."


def _checked(metadata: Metadata, speakers: Mapping[str, str]) -> dict[str, str]:
    """The mapping with labels as they are declared."""
    checked = {}
    for name, label in speakers.items():
        participant = metadata.participant(label.strip())
        if participant is None and metadata.participants:
            labels = ", ".join(p.label for p in metadata.participants)
            raise CredfolioError(
                f"--speaker: {label.strip()} is no participant of portfolio.yml. Use: {labels}."
            )
        if not name.strip() or not label.strip():
            raise CredfolioError('--speaker takes a name and a label: --speaker "Full Name=Coach".')
        checked[name.strip()] = participant.label if participant else label.strip()
    return checked


# --- a file into a draft ---------------------------------------------------------------------


def _draft(file: Path, names: Names, credential: Credential, wanted: Requirement | None) -> _Draft:
    suffix = file.suffix.lower()
    if not file.is_file():
        problem = "is a folder, not a file" if file.is_dir() else "does not exist"
        raise CredfolioError(f"{file} {problem}.")
    if suffix == ".docx":
        content = _from_word(file)
    elif suffix in _TEXTS:
        text, notes = read_text(file)
        if suffix in (".vtt", ".srt") or looks_like_cues(text):
            return _from_cues(file, text, notes, credential, names, wanted)
        content = from_text(text, notes)
    else:
        advice = _OTHERS.get(suffix, "Save it as .docx, .vtt, .srt or .txt.")
        raise CredfolioError(f"{file.name} can't be imported. {advice}")
    if not words(" ".join(content.lines)):
        raise CredfolioError(f"{file.name} holds no text.")
    if looks_like_cues("\n".join(content.lines)):
        text = "\n".join(content.lines)
        return _from_cues(file, text, content.notes, credential, names, wanted)
    if wanted and wanted.kind != "conversation":
        return _document(file, wanted, content, names)
    found = find_turns(content.lines, names)
    requirement = wanted or guessed(credential, file, content, is_transcript(found))
    if requirement.kind == "conversation":
        return _conversation(file, requirement, content, found, names)
    return _document(file, requirement, content, names)


def _from_word(file: Path) -> Content:
    page, left_out, pictures = read_word(file)
    blocks = pieces(page)
    plain = "\n".join(block.plain for block in blocks)
    lost = unread(file, plain)
    notes = []
    if pictures:
        alternative = " ".join(alternative_texts(page))
        left_out = [*left_out, LeftOut(plural(pictures, "picture"), alternative, counted=True)]
    tables = sum(block.kind == "table" for block in blocks)
    if tables:
        notes.append(
            f"{plural(tables, 'table')} stayed a table: words in tables are not counted as your "
            "own. If one is only a box around your text, take the text out of it."
        )
    return Content(
        shape="Word document",
        body=markdown(blocks),
        lines=tuple(line for block in blocks for line in block.plain.split("\n")),
        left_out=(*left_out, *([lost] if lost else ())),
        notes=tuple(notes),
    )


def _document(file: Path, requirement: Requirement, content: Content, names: Names) -> _Draft:
    body, count = names.mask(content.body)
    notes = (*content.notes, *_masked(count))
    return _Draft(
        file, requirement, replace(content, notes=notes), body, words("\n".join(content.lines))
    )


# --- conversations ---------------------------------------------------------------------------


def _from_cues(
    file: Path,
    text: str,
    notes: tuple[str, ...],
    credential: Credential,
    names: Names,
    wanted: Requirement | None,
) -> _Draft:
    known = [n for p in names.metadata.participants for n in (p.label, p.id)]
    cues, strays = read_all(text, [*known, *names.given])
    if not cues:
        raise CredfolioError(
            f"{file.name} holds no captions with words. Each needs a line such as "
            "00:00:01.000 --> 00:00:04.000 above it."
        )
    shape = "captions (WebVTT)" if text.lstrip().startswith("WEBVTT") else "captions (SRT)"
    content = Content(shape, "", (), tuple(_left_out(strays)), notes)
    requirement = wanted or guessed(credential, file, content, True)
    if requirement.kind != "conversation":
        raise CredfolioError(
            f"{file.name} is a transcript, and {requirement.id} asks for none: leave out --as."
        )
    return _turns(file, requirement, content, from_cues(cues), names)


def _left_out(strays: Sequence[Stray]) -> list[LeftOut]:
    found = []
    for kind, what in (("note", "comments of the captions file"), ("text", "lines without a time")):
        text = "\n".join(stray.text for stray in strays if stray.kind == kind)
        if words(text):
            found.append(LeftOut(what, text))
    return found


def _conversation(
    file: Path, requirement: Requirement, content: Content, found: Found | None, names: Names
) -> _Draft:
    if found is None:
        note = (
            "No speakers were found. Begin each turn with its speaker: **Coach** [00:00:05]: What …"
        )
        return _document(file, requirement, replace(content, notes=(*content.notes, note)), names)
    shape = content.shape.replace("document", "transcript").replace("text", "transcript")
    left_out = content.left_out
    if words(found.tool):
        left_out = (*left_out, LeftOut("lines of the recording tool", names.mask(found.tool)[0]))
    content = replace(content, shape=shape, left_out=left_out, body=escape(found.before))
    return _turns(file, requirement, content, found.turns, names)


def _turns(
    file: Path, requirement: Requirement, content: Content, turns: Sequence[Said], names: Names
) -> _Draft:
    before, count = names.mask(content.body)
    masked = []
    for turn in turns:
        text, times = names.mask(turn.text)
        masked.append(replace(turn, text=text))
        count += times
    body = write_turns(masked, names)
    if before.strip():
        body = f"{_paragraphs(before)}\n\n{body}"
    notes = (*content.notes, *_masked(count), *_about_turns(file, turns, names))
    spoken = sum(words(turn.text) for turn in turns)
    return _Draft(file, requirement, replace(content, notes=notes), body, spoken)


def _paragraphs(before: str) -> str:
    return "\n\n".join(line for line in before.split("\n") if line.strip())


def _masked(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    times = "once" if count == 1 else f"{count} times"
    return (f"A name that you gave a label stood {times} in the text; the label stands there now.",)


def _about_turns(file: Path, turns: Sequence[Said], names: Names) -> list[str]:
    notes = []
    unnamed = sum(turn.speaker is None for turn in turns)
    if unnamed:
        notes.append(
            f"{file.name} does not say who speaks in {plural(unnamed, 'turn')}: they are marked "
            "**Speaker**. Put the right label there, turn by turn."
        )
    if names.unknown:
        notes.append(_unknown(names))
    start = next((turn.start for turn in turns if turn.start is not None), 0.0)
    if start >= _MEETING_CLOCK:
        notes.append(
            f"The times begin at {clock(start)}. If they are a longer meeting's clock, add "
            f"`starts_at: {clock(start)}` below `requirement:`."
        )
    return notes


def _unknown(names: Names) -> str:
    """How to give labels to those who speak without one."""
    labels = [p.label for p in names.metadata.participants] or ["Coach", "Partner"]
    pairs = zip(names.unknown, labels, strict=False)
    options = " ".join(f'--speaker "{name}={label}"' for name, label in pairs)
    verb = "is no participant" if len(names.unknown) == 1 else "are no participants"
    return (
        f"{', '.join(names.unknown)} {verb} of portfolio.yml. To keep names out, delete the new "
        f"document and import again with {options}, each name with its own label."
    )


# --- a draft into the portfolio --------------------------------------------------------------


def _write(folder: Path, draft: _Draft, taken: set[Path]) -> Imported:
    path, front_matter = place(folder, draft.requirement, taken)
    notes = draft.content.notes
    named = Path(draft.requirement.file or f"{draft.requirement.id}.md").name
    if path.name != named:
        notes = (
            *notes,
            f"{named} is already written and was left as it is. Both documents count for "
            f"{draft.requirement.id}: delete the one you don't want.",
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = error.strerror or error
        raise CredfolioError(f"{path.parent} can't be made: {problem}.") from error
    write_whole(path, document(draft.requirement, front_matter, draft.body).encode())
    return Imported(
        source=draft.source,
        path=path,
        requirement=draft.requirement.id,
        shape=draft.content.shape,
        words=draft.words,
        left_out=draft.content.left_out,
        notes=notes,
    )
