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
from credfolio.fields import Choice, Field, Record, Whole
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
    """The cycle that a document is about, as `cycles` call it; else as it is written."""
    written: str = document.meta.get("cycle", "")
    if not written:
        return cycles[0] if len(cycles) == 1 else ""
    from credfolio.kinds.steps.names import cycle_name

    meant = cycle_name(written)
    return meant if meant in cycles else written


def stray_cycles(
    documents: Iterable[Document], cycles: tuple[str, ...]
) -> Iterator[tuple[Place, str, str]]:
    """(place, message, hint) of documents that don't say which cycle they are about."""
    for document in documents if cycles and cycles != ("",) else ():
        cycle = cycle_of(document, cycles)
        if cycle in cycles:
            continue
        place = document.places.get("cycle", document.places["requirement"])
        message = "This document doesn't say which cycle it is about."
        if cycle:
            message = f"There is no cycle “{cycle}”; the steps have {', '.join(cycles)}."
        yield place, message, f"Write `cycle: {cycles[0]}`, for example."


Find = Callable[[str], str | None]
"""What a heading's text names, or None."""


def finder(items: Iterable[tuple[str, str, tuple[str, ...]]]) -> Find:
    """Finds what a heading names, of (id, title, aliases)."""
    names = condition_names(tuple(Condition(id, title, also, ()) for id, title, also in items))
    return partial(find_condition, names)


def read_headed(
    documents: Iterable[Document], find: Find, requirement: Requirement
) -> Iterator[Headed]:
    """Every section of the documents, in order."""
    for document in documents:
        heading: Block | None = None
        named, below = "", list[Block]()
        for block in document.blocks:
            found = find(heading_text(block)) if is_heading(block) else None
            if found is None:
                below.append(block)
                continue
            if heading is not None:
                yield _headed(named, document, heading, below, requirement)
            heading, named, below = block, found, []
        if heading is not None:
            yield _headed(named, document, heading, below, requirement)


def _headed(
    id: str, document: Document, heading: Block, below: list[Block], requirement: Requirement
) -> Headed:
    blocks = tuple(below)
    place = Place(document.path, heading.line, heading.column)
    return whole(id, document, place, heading_text(heading), blocks, requirement)


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


def loose_headings(
    documents: Iterable[Document], find: Find
) -> Iterator[tuple[Document, Block, str]]:
    """Headings that name nothing known, with their text: one may be a name that is misspelt."""
    for document in documents:
        for block in document.blocks:
            text = heading_text(block) if is_heading(block) else ""
            if text and find(text) is None:
                yield document, block, text


def enough(own: int, all: int, each: Mapping[str, Any], credential: Credential) -> Status:
    """met, at-risk or unmet, as of any other minimum of words."""
    status = status_of(own, all, each.get("words"), credential.thresholds.at_risk)
    return "at-risk" if status == "unmet" and own and each.get("severity") == "warning" else status
