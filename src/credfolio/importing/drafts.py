"""A document about to be written."""

from dataclasses import dataclass, replace
from pathlib import Path

from credfolio.importing.names import Names
from credfolio.importing.result import Content
from credfolio.model import Requirement
from credfolio.words import words


@dataclass(frozen=True, slots=True)
class Draft:
    """A file's content for a requirement. `words`: of its text, labels and times left out."""

    source: Path
    requirement: Requirement
    content: Content
    body: str
    words: int


def text_draft(file: Path, requirement: Requirement, content: Content, names: Names) -> Draft:
    """The content as it is, but for names that have a label."""
    body, count = names.mask(content.body)
    notes = (*content.notes, *about_masks(count), *about_parts(names, body))
    spoken = words("\n".join(content.lines))
    return Draft(file, requirement, replace(content, notes=notes), body, spoken)


def about_masks(count: int) -> tuple[str, ...]:
    """A note on names that were replaced in the text."""
    if not count:
        return ()
    times = "once" if count == 1 else f"{count} times"
    return (f"A name that you gave a label stood {times} in the text; the label stands there now.",)


def about_parts(names: Names, body: str) -> tuple[str, ...]:
    """A note on first names and family names alone, which nobody can replace unasked."""
    return tuple(
        f"A part of the name of “{label}”, a first name perhaps, still stands "
        f"{'once' if count == 1 else f'{count:,} times'} in the text. If it is the same person, "
        "add it in private.yml under `variants:` and run `credfolio redact`."
        for label, count in names.parts(body).items()
    )
