"""The gate: a portfolio's files as they are written, and every byte of what leaves."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from credfolio import limits
from credfolio.model import (
    Credential,
    NameFound,
    NamesSearched,
    Place,
    PrivateName,
    Requirement,
)
from credfolio.privacy.alone import A_WORD, Alone
from credfolio.privacy.names import Matcher
from credfolio.privacy.parts import Raw
from credfolio.privacy.search import Searched, read_raw, search, search_path
from credfolio.privacy.texts import as_text
from credfolio.sources import SAVED, Unsaved
from credfolio.words import fold
from credfolio.workspace import is_private_file

TEXTS = (".csv", ".md", ".srt", ".tsv", ".txt", ".vtt", ".yaml", ".yml")
"""What is read as the text that its author wrote."""


def search_portfolio(
    root: Path,
    files: Iterable[str],
    names: tuple[PrivateName, ...],
    credential: Credential | None,
    whole: bool = True,
    unsaved: Unsaved = SAVED,
) -> NamesSearched:
    """The declared names in the files below `root`: their content, metadata, names and folders."""
    matcher = Matcher(names)
    given = _texts(credential) if credential else ""
    parts, alone = Alone(names), list[NameFound]()

    def kept(path: str, raw: Raw, found: Searched) -> Searched:
        """Without names of one word in what the credential itself says, such as a prompt."""
        if path.lower().endswith(TEXTS) and len(raw) <= limits.SEARCHED_TEXT:
            alone.extend(_alone(path, as_text(raw[:]) or "", parts, given))
        if not path.endswith(".md") or not matcher.exact:
            return found
        lines = (as_text(raw[:]) or "").split("\n")
        own = [
            hit
            for hit in found.hits
            if not hit.line
            or hit.line > len(lines)
            or not _is_given(lines[hit.line - 1], given)
            or matcher.has(lines[hit.line - 1], author=False)
        ]
        return found._replace(hits=tuple(own))

    searched = _searched(root, files, matcher, lambda path: True, kept, unsaved)
    return searched._replace(whole=whole, alone=tuple(alone))


def _alone(path: str, text: str, parts: Alone, given: str) -> Iterator[NameFound]:
    """For each name of which a part stands alone in a text: the first place, how many more.

    What may be a word of the language is told apart, by its layer.
    """
    places: dict[tuple[PrivateName, str], list[Place]] = {}
    lines = text.split("\n") if given else []
    number, at = 1, 0
    for part in parts.parts(text):
        number += text.count("\n", at, part.start)
        at = part.start
        if lines and _is_given(lines[number - 1], given):
            continue
        column = part.start - text.rfind("\n", 0, part.start)
        within = A_WORD if part.a_word else ""
        places.setdefault((part.name, within), []).append(Place(path, number, column))
    for (name, within), found in places.items():
        yield NameFound(name, found[0], within, len(found) - 1)


def search_folder(
    folder: Path, names: Iterable[PrivateName], authored: Callable[[str], bool]
) -> NamesSearched:
    """The declared names in every file below `folder`, which is about to leave.

    `authored`: whether a file holds nothing but what the author made; names of one word are
    looked for in those alone, since pages hold the credential's words and the theme's too.
    """
    files = sorted(
        Path(parent, name).relative_to(folder).as_posix()
        for parent, _, found in os.walk(folder)
        for name in found
    )
    return _searched(folder, files, Matcher(names), authored)


def search_bytes(
    content: bytes, path: str, names: Iterable[PrivateName], authored: bool = False
) -> Searched:
    """The declared names in one file that is about to leave."""
    return search(content, path, Matcher(names), authored)


Kept = Callable[[str, Raw, Searched], Searched]


def _searched(
    root: Path,
    files: Iterable[str],
    matcher: Matcher,
    authored: Callable[[str], bool],
    kept: Kept | None = None,
    unsaved: Unsaved = SAVED,
) -> NamesSearched:
    found: list[NameFound] = []
    unread: list[tuple[str, str]] = []
    count = 0
    for path in files:
        count += 1
        found += [NameFound(name, Place(path), "its name") for name in search_path(path, matcher)]
        if is_private_file(path):
            continue
        try:
            raw = read_raw(os.path.join(root, path), unsaved)  # noqa: PTH118 - see sources
        except (OSError, ValueError):
            unread.append((path, "it can't be opened"))
            continue
        result = search(raw, path, matcher, authored(path))
        if kept:
            result = kept(path, raw, result)
        if result.unread:
            unread.append((path, result.unread))
        places = [
            NameFound(hit.name, Place(path, hit.line, hit.column), hit.within)
            for hit in result.hits
        ]
        found += [*places[:-1], *(p._replace(more=result.more) for p in places[-1:])]
    return NamesSearched(matcher.names, count, tuple(found), tuple(unread))


def _texts(credential: Credential) -> str:
    """All that the credential says, folded."""
    texts = [part.title for part in credential.parts]
    for condition in credential.conditions:
        texts += [condition.title, condition.summary, *condition.aliases, *condition.look_for]
    for requirement in credential.requirements:
        texts += _asked(requirement)
    texts += [attestation.title for attestation in credential.attestations]
    return "".join(f" {' '.join(fold(text))} " for text in texts)


def _asked(requirement: Requirement) -> list[str]:
    return [requirement.title, requirement.prompt, *requirement.guidance]


def _is_given(line: str, given: str) -> bool:
    """Whether a line is the credential's: a heading that it names, or three words of it or more."""
    words = fold(line.partition("{#")[0])
    heading = line.lstrip().startswith("#")
    return bool(words) and (heading or len(words) > 2) and f" {' '.join(words)} " in given
