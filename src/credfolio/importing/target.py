"""Where an imported document goes: which requirement, which file, and how it is written."""

import difflib
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from credfolio.errors import CredfolioError
from credfolio.importing.result import Content
from credfolio.kinds import is_talk
from credfolio.model import Credential, Requirement
from credfolio.words import fold, squeeze

_SMALL_WORDS = frozenset(
    ("a", "an", "and", "for", "how", "in", "my", "of", "on", "our", "the", "to")
)
_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\n(?:.*\n)*?---[ \t]*(?:\n|\Z)")
_NUMBERING = re.compile(r"^\W*(?:[A-Za-z]+ )?\d+[\s.:)]*|\s*\{[^{}]*\}$")
_HEADING = re.compile(r"^#{1,6} .*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SCAFFOLD = "What stands between these arrows is neither shown nor counted."
_TRANSCRIPT = re.compile(
    r"^transcript[ \t]*:[ \t]*([^#\n]*[^#\s])[ \t]*(?:\n|\Z)", re.IGNORECASE | re.MULTILINE
)


# --- which requirement -----------------------------------------------------------------------


def chosen(credential: Credential, wanted: str) -> Requirement:
    """The requirement of that id or title. Raises CredfolioError, naming the nearest one."""
    key = squeeze(wanted)
    for requirement in credential.requirements:
        if key in (squeeze(requirement.id), squeeze(requirement.title)):
            return requirement
    ids = [requirement.id for requirement in credential.requirements]
    near = difflib.get_close_matches(wanted.casefold(), ids, 1, 0.5)
    hint = f"Did you mean {near[0]}?" if near else f"Choose one of: {', '.join(ids)}."
    raise CredfolioError(f"{credential.title} has no requirement {wanted}. {hint}")


def guessed(credential: Credential, file: Path, content: Content, transcript: bool) -> Requirement:
    """The requirement that the file is for. Raises CredfolioError where that is a guess too far."""
    short = [line.strip() for line in content.lines if len(line.split()) <= 12 and line.strip()]
    first = next((line for line in content.lines if line.strip()), "")
    found = (
        (_only(credential, _is_annotation) if names_conditions(credential, short) else None)
        or (_only(credential, is_talk) if transcript else None)
        or _resembling(credential, file.stem)
        or _resembling(credential, first)
    )
    if found:
        return found
    ids = ", ".join(requirement.id for requirement in credential.requirements)
    raise CredfolioError(
        f"{file.name}: it is not clear which requirement this is for. "
        f"Say so with --as and one of: {ids}."
    )


def _is_annotation(kind: str) -> bool:
    return kind == "annotation"


def _only(credential: Credential, is_meant: Callable[[str], bool]) -> Requirement | None:
    """The one requirement of a kind that is meant; None where there are several, or none."""
    found = [requirement for requirement in credential.requirements if is_meant(requirement.kind)]
    return found[0] if len(found) == 1 else None


def _resembling(credential: Credential, text: str) -> Requirement | None:
    """The one requirement half of whose id's or title's words stand in `text`."""
    given = set(fold(text)) - _SMALL_WORDS
    if not given or len(given) > 12:
        return None
    scored = sorted(
        ((_likeness(given, requirement), requirement) for requirement in credential.requirements),
        key=lambda pair: -pair[0],
    )
    clear = scored and scored[0][0] >= 0.5 and (len(scored) < 2 or scored[0][0] > scored[1][0])
    return scored[0][1] if clear else None


def _likeness(given: set[str], requirement: Requirement) -> float:
    names = (requirement.id, requirement.title, Path(requirement.file).stem)
    wanted = [set(fold(name)) - _SMALL_WORDS for name in names]
    return max((len(given & words) / len(words) for words in wanted if words), default=0.0)


def names_conditions(credential: Credential, headings: Iterable[str]) -> bool:
    """Whether two conditions or more stand among the headings, as in an annotation."""
    known = [
        {squeeze(name) for name in (condition.id, condition.title, *condition.aliases)}
        for condition in credential.conditions
    ]
    plain = [_NUMBERING.sub("", heading).strip(" #*_:") for heading in headings]
    keys = {squeeze(heading) for heading in plain}
    return sum(bool(names & keys) for names in known) >= 2


# --- which file ------------------------------------------------------------------------------


def place(
    folder: Path, requirement: Requirement, taken: set[Path], source: Path | None = None
) -> tuple[Path, str]:
    """(the file to write, the front matter it keeps); `taken` are files about to be written.

    The file that the credential names, if it is free or still as `credfolio init` made it, or if
    all it says is `transcript:` and the name of `source`; else the first free name beside it.
    """
    named = requirement.file.replace("\\", "/") or f"{requirement.id}.md"
    wanted = folder / named
    if not wanted.resolve().is_relative_to(folder.resolve()):
        raise CredfolioError(
            f"The credential puts {requirement.id} outside the portfolio: {requirement.file}."
        )
    kept = None if wanted in taken else untouched(wanted, requirement, source)
    if kept is not None:
        return wanted, kept
    # The first of several is often called so: `workshop-1.md` is followed by `workshop-2.md`.
    free, number, stem = wanted, 2, wanted.stem.removesuffix("-1")
    while free in taken or os.path.lexists(free):
        free = wanted.with_name(f"{stem}-{number}{wanted.suffix}")
        number += 1
    return free, ""


def untouched(file: Path, requirement: Requirement, source: Path | None = None) -> str | None:
    """The front matter of a document that nobody has written in yet; None for any other file.

    The scaffold of an annotation has headings too. A document that names its transcript is
    written, unless that file is `source`, whose text goes in the place of the name.
    """
    try:
        if file.is_symlink() or not file.is_file():
            return None
        text = file.read_text(encoding="utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError):
        return None
    head, body = _parted(text)
    comments = _COMMENT.findall(body)
    body = _COMMENT.sub("", body)
    headings = requirement.kind == "annotation"
    if named := _TRANSCRIPT.search(head):
        transcript = file.parent / named[1].strip("\"'").replace("\\", "/")
        if source is None or transcript.resolve() != source.resolve():
            return None
        head = head[: named.start()] + head[named.end() :]
    if not headings and any(_is_own(comment, requirement) for comment in comments):
        return None
    return None if (_HEADING.sub("", body) if headings else body).strip() else head


def _is_own(comment: str, requirement: Requirement) -> bool:
    """Whether a comment is the author's, and not what `credfolio init` wrote into the scaffold."""
    said = " ".join(comment.split())
    given = (_SCAFFOLD, " ".join(requirement.prompt.split()) or _SCAFFOLD)
    return bool(said.strip("<!-> ")) and not any(text in said for text in given)


def read_parts(file: Path) -> tuple[str, str]:
    """(front matter, body) of a document. Raises CredfolioError where it can't be read."""
    try:
        text = file.read_bytes().decode("utf-8", "replace")
    except OSError as error:
        raise CredfolioError(f"{file} can't be read: {error.strerror or error}.") from error
    return _parted(text.replace("\r\n", "\n"))


def _parted(text: str) -> tuple[str, str]:
    found = _FRONT_MATTER.match(text)
    return (found[0].lstrip("\ufeff"), text[found.end() :]) if found else ("", text)


def document(requirement: Requirement, front_matter: str, body: str) -> str:
    """The whole file, its `requirement:` first, whatever else its scaffold says after it."""
    head = front_matter if re.search(r"^requirement:", front_matter, re.MULTILINE) else ""
    head = head or f"---\nrequirement: {requirement.id}\n---\n"
    return f"{head.rstrip()}\n\n{body.strip()}\n"
