"""`credfolio import`: Word files, captions and pasted text as documents of a portfolio."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from credfolio.cues import looks_like_cues
from credfolio.errors import CredfolioError
from credfolio.files import make_folder, write_whole
from credfolio.importing.commented import conversation_with_comments
from credfolio.importing.conversations import captions_draft, turns_draft
from credfolio.importing.drafts import Draft, text_draft
from credfolio.importing.marking import unmarked
from credfolio.importing.names import Names
from credfolio.importing.page import markdown, pieces, table_notes
from credfolio.importing.pasted import from_text, read_text
from credfolio.importing.pictures import used, with_names, write_pictures
from credfolio.importing.private import private_names
from credfolio.importing.result import Content, Imported, LeftOut
from credfolio.importing.target import chosen, document, guessed, place, read_parts
from credfolio.importing.turns import find_turns, is_transcript
from credfolio.importing.word import WordFile, read_word
from credfolio.kinds import is_talk, kind
from credfolio.model import Credential, Metadata, Requirement
from credfolio.words import plural, words

__all__ = ["Imported", "LeftOut", "import_into"]

_TEXTS = (".txt", ".text", ".vtt", ".srt")
_MARKDOWN = (".md", ".markdown")
_OWN_MARKDOWN = (
    "It is Markdown already: move it into the portfolio folder and put `requirement: …` between "
    "two lines of `---` at its top."
)
_OTHERS = {
    ".doc": "Open it in Word and save it as Word document (.docx).",
    ".rtf": "Open it in Word and save it as Word document (.docx).",
    ".odt": "Open it and save it as Word document (.docx).",
    ".pages": "In Pages, choose File, Export To, Word.",
    ".gdoc": "In Google Docs, choose File, Download, Microsoft Word (.docx).",
    ".pdf": "Save the original as Word document (.docx), or copy the text into a .txt file.",
}


def import_into(
    folder: Path,
    credential: Credential,
    metadata: Metadata,
    files: Sequence[Path],
    *,
    as_requirement: str | None = None,
    speakers: Mapping[str, str] | None = None,
    read: Mapping[Path, WordFile] | None = None,
) -> list[Imported]:
    """Write a document into the portfolio `folder` for each of `files`.

    `speakers` maps names in the files to labels, before private.yml beside `folder` does. All
    files are read before the first is written. `read`: Word files that are read already.
    Raises CredfolioError where one can't be read or its requirement is not clear.
    """
    mapped = checked_speakers(metadata, speakers or {})
    wanted = chosen(credential, as_requirement) if as_requirement else None
    private = private_names(folder, metadata)
    names = [Names(metadata, mapped, private) for _ in files]
    words = read or {}
    drafts = [
        draft
        for file, known in zip(files, names, strict=True)
        for draft in _drafts(file, known, credential, wanted, words.get(file))
    ]
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


def checked_speakers(metadata: Metadata, speakers: Mapping[str, str]) -> dict[str, str]:
    """The mapping with labels as they are declared."""
    checked = {}
    for name, label in speakers.items():
        if not name.strip() or not label.strip():
            raise CredfolioError('--speaker takes a name and a label: --speaker "Full Name=Coach".')
        participant = metadata.participant(label.strip())
        if participant is None and metadata.participants:
            labels = ", ".join(p.label for p in metadata.participants)
            raise CredfolioError(
                f"--speaker: {label.strip()} is no participant of portfolio.yml. Use: {labels}."
            )
        checked[name.strip()] = participant.label if participant else label.strip()
    return checked


# --- a file into a draft ---------------------------------------------------------------------


def _drafts(
    file: Path,
    names: Names,
    credential: Credential,
    wanted: Requirement | None,
    word: WordFile | None,
) -> list[Draft]:
    """A draft, and one for the comments on a transcript in Word."""
    if file.suffix.lower() == ".docx":
        word = word or read_word(existing(file))
        content = _from_word(word)
        if not looks_like_cues("\n".join(content.lines)):
            found = find_turns(content.lines, names)
            talk = wanted or guessed(credential, file, content, is_transcript(found))
            if talk.kind == "conversation" and found and word.comments:
                return conversation_with_comments(word, talk, content, names, credential)
        return [_draft(file, content, names, credential, wanted)]
    return [_of_text(existing(file), names, credential, wanted)]


def existing(file: Path) -> Path:
    """`file`. Raises CredfolioError where there is none."""
    if not file.is_file():
        problem = "is a folder, not a file" if file.is_dir() else "does not exist"
        raise CredfolioError(f"{file} {problem}.")
    return file


def _of_text(file: Path, names: Names, credential: Credential, wanted: Requirement | None) -> Draft:
    suffix = file.suffix.lower()
    if suffix in _TEXTS:
        text, notes = read_text(file)
        if suffix in (".vtt", ".srt") or looks_like_cues(text):
            return captions_draft(file, text, notes, credential, names, wanted)
        content = from_text(text, notes)
    elif suffix in _MARKDOWN:
        text, notes = read_text(file)
        content = Content("Markdown", text, tuple(text.split("\n")), (), notes, markdown=True)
    else:
        advice = _OTHERS.get(suffix, "Save it as .docx, .vtt, .srt or .txt.")
        raise CredfolioError(f"{file.name} can't be imported. {advice}")
    return _draft(file, content, names, credential, wanted)


def _draft(
    file: Path, content: Content, names: Names, credential: Credential, wanted: Requirement | None
) -> Draft:
    if not words(" ".join(content.lines)):
        raise CredfolioError(f"{file.name} holds no text.")
    if looks_like_cues("\n".join(content.lines)):
        text = "\n".join(content.lines)
        return captions_draft(file, text, content.notes, credential, names, wanted)
    found = find_turns(content.lines, names)
    if content.markdown and not is_transcript(found):
        raise CredfolioError(f"{file.name} can't be imported. {_OWN_MARKDOWN}")
    if wanted and not is_talk(wanted.kind):
        return text_draft(file, wanted, content, names)
    requirement = wanted or guessed(credential, file, content, is_transcript(found))
    if is_talk(requirement.kind):
        return turns_draft(file, requirement, content, found, names)
    return text_draft(file, requirement, content, names)


def _from_word(word: WordFile) -> Content:
    blocks = pieces(word.page)
    lines = tuple(unmarked(line) for block in blocks for line in block.plain.split("\n"))
    left_out = list(word.left_out)
    if word.comments:
        text = "\n".join(comment.whole for comment in word.comments)
        left_out.append(LeftOut("the comments in the margin", text))
    lost = word.unread("\n".join(lines))
    return Content(
        shape="Word document",
        body=markdown(blocks),
        lines=lines,
        left_out=(*left_out, *([lost] if lost else ())),
        notes=table_notes(blocks),
        pictures=word.pictures,
    )


# --- a draft into the portfolio --------------------------------------------------------------


_RECORDED = re.compile(r"^recorded:", re.MULTILINE | re.IGNORECASE)


def _write(folder: Path, draft: Draft, taken: set[Path]) -> Imported:
    path, front_matter = place(folder, draft.requirement, taken, draft.source)
    notes = draft.content.notes
    named = Path(draft.requirement.file or f"{draft.requirement.id}.md").name
    if _names_transcript(path) and "transcript" not in front_matter.lower():
        notes = (
            *notes,
            "The line `transcript:` is taken out: the text stands in its place now.",
        )
    if kind(draft.requirement.kind).apart and not _RECORDED.search(front_matter):
        keys = ("recorded: 2026-11-01", *draft.requirement.options.get("asks", ()))
        wanted = " and ".join(f"`{key if ':' in key else f'{key}: …'}`" for key in keys)
        notes = (*notes, f"Add {wanted} below `requirement:`: each conversation says when it was.")
    elif path.name != named:
        notes = (
            *notes,
            f"{named} is already written and was left as it is. Both documents count for "
            f"{draft.requirement.id}: delete the one you don't want.",
        )
    make_folder(path.parent)
    body, pictures = with_names(draft.body, draft.content.pictures, path.stem)
    write_pictures(path.parent, pictures)
    write_whole(path, document(draft.requirement, front_matter, body).encode())
    return Imported(
        source=draft.source,
        path=path,
        requirement=draft.requirement.id,
        shape=draft.content.shape,
        words=draft.words,
        left_out=(*draft.content.left_out, *_unused_pictures(draft)),
        notes=notes,
    )


def _names_transcript(path: Path) -> bool:
    """Whether the document that is about to be written anew names a transcript."""
    return path.is_file() and "\ntranscript" in read_parts(path)[0].lower()


def _unused_pictures(draft: Draft) -> list[LeftOut]:
    """The pictures of a transcript, which has turns and nothing else."""
    pictures = draft.content.pictures
    shown = set(used(draft.body))
    rest = [picture for number, picture in enumerate(pictures) if number not in shown]
    text = "\n".join(picture.alternative for picture in rest)
    return [LeftOut(plural(len(rest), "picture"), text, counted=True)] if rest else []
