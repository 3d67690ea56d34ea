"""A portfolio written in one Word file: which part of it belongs to which requirement.

A requirement is known by the heading above it: its title or id, whatever its number and case, or
one that is nearly the same. The template's hints are taken out, its headings are not needed.
"""

import difflib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from credfolio import limits
from credfolio.conditions import condition_names, find_condition
from credfolio.importing.hints import Known
from credfolio.importing.marking import unmarked
from credfolio.importing.page import Piece
from credfolio.model import Condition, Credential, Requirement
from credfolio.words import fold, squeeze, words

_NOTE = re.compile(r"\[\^(?:foot|end)note-\d{1,9}\]")
_ID = re.compile(r"\{#([\w-]{1,80})\}\s*$")
_NUMBER = re.compile(
    r"^\s*(?:(?:part|section|requirement|question|task)\b\s*)?"
    r"(?:\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-hA-H]|[ivxIVX]{1,4})\b[.):]*\s*)?[-–—:]?\s*"
)
_SMALL = frozenset("a an and for how i in is my of on our the to was we".split())
_KIND_NAMES = {
    "conversation": ("conversation", "transcript", "our conversation", "the transcript"),
    "annotation": ("annotation", "annotations", "highlights"),
    "reflection": ("reflection", "reflections"),
}
_LONGEST = 16
_LONGEST_HEADING = 200
_ALIKE = 0.82
_SHARED = 0.5


@dataclass(frozen=True, slots=True)
class Section:
    """What stands below the heading of a requirement, its hints taken out.

    `foreign`: headings as large as a requirement's that name none.
    """

    requirement: Requirement
    pieces: tuple[Piece, ...]
    foreign: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        return sum(words(unmarked(p.plain)) for p in self.pieces if p.kind != "heading")


@dataclass(frozen=True, slots=True)
class Sections:
    """A portfolio in one file. `before`: what stands above its first section.

    `strange`: what stands below headings that are neither the template's nor a part of a section,
    each from its heading on. `changed`: paragraphs that look like a hint and say something else.
    """

    sections: tuple[Section, ...]
    before: tuple[Piece, ...]
    strange: tuple[tuple[Piece, ...], ...]
    changed: int
    template: bool


def find_sections(pieces: Sequence[Piece], credential: Credential, known: Known) -> Sections | None:
    """The sections of a portfolio; None where this is no portfolio but a text for one."""
    hints = [known.is_hint(unmarked(p.plain), p.hint) or _part(p, credential) for p in pieces]
    kept = [piece for piece, hint in zip(pieces, hints, strict=True) if not hint]
    template = any(h and p.kind != "heading" for p, h in zip(pieces, hints, strict=True))
    found = _found(kept, credential, template)
    styled = found is not None
    if found is None:
        kept = [_as_heading(piece) for piece in kept]
        found = _found(kept, credential, template)
    if found is None:
        return None
    notes = {p for p in kept if p.kind == "note"}
    base = max(kept[at].level for at, _ in found)
    apart = _strange(kept, found, base, credential) if template and styled else []
    starts = sorted([*found, *((at, None) for at in apart)], key=lambda each: each[0])
    before = [p for p in kept[: starts[0][0]] if p not in notes]
    grouped: dict[str, list[Piece]] = {}
    strange = []
    for (start, requirement), (end, _) in pairwise([*starts, (len(kept), None)]):
        if requirement:
            grouped.setdefault(requirement.id, []).extend(kept[start + 1 : end])
        else:
            strange.append(tuple(p for p in kept[start:end] if p not in notes))
    sections = [
        _section(requirement, grouped[requirement.id], kept, base, credential.conditions)
        for requirement in credential.requirements
        if requirement.id in grouped
    ]
    changed = sum(p.hint for p in kept)
    return Sections(tuple(sections), tuple(before), tuple(strange), changed, template)


def _strange(
    pieces: Sequence[Piece],
    found: Sequence[tuple[int, Requirement]],
    base: int,
    credential: Credential,
) -> list[int]:
    """Headings as large as the template's below which another text may begin.

    In the annotation all but those of a condition; in another section only where a requirement
    has no heading, which is perhaps meant: otherwise it is a heading of the author's own.
    """
    names = condition_names(credential.conditions)
    missing = any(r.id not in {f.id for _, f in found} for r in credential.requirements)
    within, apart = dict(found), []
    kind = ""
    for n, piece in enumerate(pieces):
        if n in within:
            kind = within[n].kind
        elif kind and piece.kind == "heading" and 0 < piece.level <= base:
            text = unmarked(piece.plain)
            known = find_condition(names, text) if kind == "annotation" else not missing
            if text.strip() and not known:
                apart.append(n)
    return apart


def _part(piece: Piece, credential: Credential) -> bool:
    """Whether it is the heading of a part of the credential, which holds no text of its own."""
    text = unmarked(piece.plain)
    if piece.kind != "heading" or _named(credential, text):
        return False
    return squeeze(_bare(text)) in {squeeze(part.title) for part in credential.parts}


def _section(
    requirement: Requirement,
    mine: list[Piece],
    everything: Sequence[Piece],
    base: int,
    conditions: tuple[Condition, ...],
) -> Section:
    """Its pieces with the notes at its own feet, which the file has at its very end."""
    body = [piece for piece in mine if piece.kind != "note"]
    shown = {id for piece in body for id in _NOTE.findall(piece.markdown)}
    notes = [
        piece
        for piece in everything
        if piece.kind == "note" and piece.markdown.partition(":")[0] in shown
    ]
    large = [unmarked(p.plain) for p in body if p.kind == "heading" and 0 < p.level <= base]
    if requirement.kind == "annotation":
        names = condition_names(conditions)
        large = [text for text in large if not find_condition(names, text)]
    return Section(requirement, (*body, *notes), tuple(large))


def _as_heading(piece: Piece) -> Piece:
    """A short paragraph in bold as the heading it was meant to be."""
    text = unmarked(piece.plain).strip()
    short = "\n" not in text and len(text.split()) <= _LONGEST
    if piece.kind == "paragraph" and piece.bold and short:
        return replace(piece, kind="heading", level=1)
    return piece


def _found(
    pieces: Sequence[Piece], credential: Credential, template: bool
) -> list[tuple[int, Requirement]] | None:
    """Where each section begins; None where there are too few for a portfolio."""
    headings = [(n, p.level, unmarked(p.plain)) for n, p in enumerate(pieces) if p.level]
    headings = headings[: limits.WORD_HEADINGS]
    exact = {n: r for n, _, text in headings if (r := _named(credential, text))}
    if not exact:
        return None
    levels = Counter(level for _, level in {(r.id, pieces[n].level) for n, r in exact.items()})
    base = max(levels, key=lambda level: (levels[level], -level))
    titles = {r.id for n, r in exact.items() if pieces[n].level <= base}
    names = condition_names(credential.conditions)
    found: list[tuple[int, Requirement]] = []
    for n, level, text in headings:
        if level > base:
            continue
        requirement = exact.get(n) or _resembling(credential, text, titles)
        again = requirement is not None and any(r.id == requirement.id for _, r in found)
        within = bool(found) and found[-1][1].kind == "annotation"
        condition = within and find_condition(names, text) is not None
        doubts = again + condition + (n not in exact)
        if requirement and doubts < 2:
            found.append((n, requirement))
    sure = {r.id for n, r in found if not _of_a_condition(credential, pieces[n].plain)}
    return found if len(sure) > 1 or (template and found) else None


def _of_a_condition(credential: Credential, heading: str) -> bool:
    names = {squeeze(name) for c in credential.conditions for name in (c.id, c.title, *c.aliases)}
    return squeeze(_bare(unmarked(heading))) in names


def _bare(heading: str) -> str:
    text = _ID.sub("", heading).strip(" #*_:.\u00a0")
    return text[_NUMBER.match(text).end() :].strip()  # type: ignore[union-attr]


def _named(credential: Credential, heading: str) -> Requirement | None:
    """The requirement whose title or id the heading is, or the only one of a kind it names."""
    written = _ID.search(heading)
    forms = {squeeze(heading.strip(" #*_:.")), squeeze(_bare(heading))}
    if written:
        forms.add(squeeze(written[1]))
    for requirement in credential.requirements:
        if forms & {squeeze(requirement.id), squeeze(requirement.title)}:
            return requirement
    for kind, names in _KIND_NAMES.items():
        found = [r for r in credential.requirements if r.kind == kind]
        if len(found) == 1 and forms & set(map(squeeze, names)):
            return found[0]
    return None


def _resembling(credential: Credential, heading: str, taken: set[str]) -> Requirement | None:
    """The one requirement that a heading nearly names, of those that none names exactly."""
    given = _content(_bare(heading[:_LONGEST_HEADING]))
    if not given or len(given) > _LONGEST:
        return None
    scored = []
    for requirement in credential.requirements:
        if requirement.id not in taken:
            names = (requirement.id, requirement.title, Path(requirement.file).stem)
            scored.append((max(_likeness(given, _content(name)) for name in names), requirement))
    scored.sort(key=lambda pair: -pair[0])
    clear = len(scored) < 2 or (scored and scored[0][0] > scored[1][0])
    return scored[0][1] if scored and clear and scored[0][0] >= _SHARED else None


def _content(text: str) -> tuple[str, ...]:
    return tuple(word.removesuffix("s") for word in fold(text) if word not in _SMALL)


def _likeness(given: tuple[str, ...], name: tuple[str, ...]) -> float:
    """The share of common words; 1 where the letters are nearly the same."""
    both = set(given) | set(name)
    if not both:
        return 0.0
    ratio = difflib.SequenceMatcher(None, " ".join(given), " ".join(name)).ratio()
    return max(1.0 if ratio >= _ALIKE else 0.0, len(set(given) & set(name)) / len(both))
