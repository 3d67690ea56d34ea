"""What stands under headings that each name something: a question, a person.

A heading opens a section whatever its level, with or without a number; headings that name nothing
known stand within the section that is open.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from credfolio.annotation import heading_text, is_heading
from credfolio.conditions import condition_names, find_condition
from credfolio.counting import count_prose, status_of
from credfolio.fields import Choice, Field, Record, Whole, nearest
from credfolio.model import (
    Block,
    Condition,
    Credential,
    Document,
    Evidence,
    Place,
    Requirement,
    Status,
)

EACH: dict[str, Field] = {
    "words": Whole("Words of the author's own in each."),
    "severity": Choice("`warning` makes the minimum a guide.", ("error", "warning")),
}


def each_field(what: str) -> Record:
    """The least that is asked of each `what`."""
    return Record(f"The least that is asked of each {what}.", EACH)


class Headed(NamedTuple):
    """One section. `id`: what its heading names. `blocks`: what stands below the heading.

    `own`, `all`: words of the author's own, and all that a reader sees. `cycle`: which one its
    document is about, '' where nothing repeats.
    """

    id: str
    document: Document
    place: Place
    heading: str
    blocks: tuple[Block, ...]
    own: int
    all: int
    cycle: str = ""


def cycles_of(requirement: Requirement, evidence: Mapping[str, Evidence]) -> tuple[str, ...]:
    """The cycles for each of which something is asked: `('',)` where nothing repeats, none where
    the steps that `cycle:` names can't be read.
    """
    named = requirement.options.get("cycle")
    if named is None:
        return ("",)
    steps = evidence.get(named)
    return () if steps is None else tuple(cycle.name for cycle in steps.value.cycles)


def cycle_of(document: Document, cycles: tuple[str, ...]) -> str:
    """The cycle that a document is about, as `cycles` call it; else as it is written.

    '' where its front matter says nothing; headings may do so.
    """
    written: str = document.meta.get("cycle", "")
    if not written:
        return cycles[0] if len(cycles) == 1 else ""
    from credfolio.kinds.steps.names import cycle_name

    meant = cycle_name(written)
    return meant if meant in cycles else written


def _cycle_headed(block: Block, cycles: tuple[str, ...]) -> str | None:
    """The cycle that a heading opens, `# Cycle 2` or, where cycles have names, `# Autumn`."""
    from credfolio.kinds.steps.names import CycleHeading, cycle_name

    text = heading_text(block)
    if numbered := CycleHeading().read(text, False):
        return numbered if numbered in cycles else None
    named = cycle_name(text)
    return named if named in cycles and not named.isdecimal() else None


def cycles_in(document: Document, cycles: tuple[str, ...]) -> tuple[str, ...]:
    """The cycles that a document is about: the one that it states, else those of its headings."""
    stated = cycle_of(document, cycles)
    if stated or cycles == ("",):
        return (stated,)
    headings = (block for block in document.blocks if is_heading(block))
    return tuple(found for block in headings if (found := _cycle_headed(block, cycles)))


def in_cycle(cycle: str) -> str:
    """What a message adds where something is asked for each cycle."""
    return f" for cycle {cycle}" if cycle else ""


def stray_cycles(
    documents: Iterable[Document], cycles: tuple[str, ...]
) -> Iterator[tuple[Place, str, str, str]]:
    """(place, the cycle as written or '', message, hint) of documents that don't say which cycle
    they are about.
    """
    for document in documents if cycles and cycles != ("",) else ():
        found = cycles_in(document, cycles)
        if found and found[0] in cycles:
            continue
        place = document.places.get("cycle", document.places["requirement"])
        message = "This document doesn't say which cycle it is about."
        hint = f"Write `cycle: {cycles[0]}`, for example; a document about several cycles has a "
        hint += "heading for each, such as `# Cycle 1`."
        if found:
            message = f"There is no cycle “{found[0]}”; the steps have {', '.join(cycles)}."
            hint = f"Write `cycle: {cycles[0]}`, for example."
        yield place, found[0] if found else "", message, hint


Find = Callable[[str], str | None]
"""What a heading's text names, or None."""


def finder(items: Iterable[tuple[str, str, tuple[str, ...]]]) -> Find:
    """Finds what a heading names, of (id, title, aliases)."""
    names = condition_names(tuple(Condition(id, title, also, ()) for id, title, also in items))
    return partial(find_condition, names)


def read_headed(
    documents: Iterable[Document], find: Find, requirement: Requirement, cycles: tuple[str, ...]
) -> Iterator[Headed]:
    """Every section of the documents, in order."""
    for document in documents:
        for heading, named, cycle, blocks in _sections(document, find, cycles):
            place = Place(document.path, heading.line, heading.column)
            text = heading_text(heading)
            headed = whole(named, document, place, text, tuple(blocks), requirement)
            yield headed._replace(cycle=cycle)


def _sections(
    document: Document, find: Find, cycles: tuple[str, ...]
) -> list[tuple[Block, str, str, list[Block]]]:
    """(heading, what it names, the cycle, the blocks below it)."""
    stated = cycle = cycle_of(document, cycles)
    sections: list[tuple[Block, str, str, list[Block]]] = []
    below: list[Block] = []
    for block in document.blocks:
        headed = is_heading(block)
        if headed and (found := find(heading_text(block))):
            below = []
            sections.append((block, found, cycle, below))
        elif headed and not stated and (opened := _cycle_headed(block, cycles)):
            cycle, below = opened, []
        else:
            below.append(block)
    return sections


def whole(
    id: str,
    document: Document,
    place: Place,
    heading: str,
    blocks: tuple[Block, ...],
    requirement: Requirement,
) -> Headed:
    """A section of `blocks`, counted."""
    counted = count_prose((document._replace(blocks=blocks, shown=None),), requirement)
    return Headed(id, document, place, heading, blocks, counted.own, counted.all)


def how_to_head(name: str, what: str, documents: Iterable[Document], find: Find) -> str:
    """The hint where nothing stands under `name`: which heading may be a slip of it, if any is."""
    headings = (heading_text(b) for d in documents for b in d.blocks if is_heading(b))
    loose = tuple(text for text in headings if text and find(text) is None)
    if near := nearest(name, loose):
        return f"If “{near}” is meant, write `## {name}`."
    return f"Write `## {name}` and {what} below it."


def enough(own: int, all: int, each: Mapping[str, Any], credential: Credential) -> Status:
    """met, at-risk or unmet, as of any other minimum of words."""
    status = status_of(own, all, each.get("words"), credential.thresholds.at_risk)
    return "at-risk" if status == "unmet" and own and each.get("severity") == "warning" else status
