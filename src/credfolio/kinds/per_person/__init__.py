"""`per-person`: something of each person of a team: a takeaway, a video, a place in a reel."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from credfolio.counting import Count
from credfolio.fields import Choice, Field, Reference, Text, Whole
from credfolio.kinds.base import Context, Kind, Values, measure_asked, measure_number
from credfolio.kinds.headed import (
    Find,
    Headed,
    cycle_of,
    cycles_of,
    each_field,
    enough,
    read_headed,
    whole,
)
from credfolio.model import (
    Credential,
    Document,
    Evidence,
    Measure,
    Metadata,
    Recording,
    Requirement,
    Status,
)
from credfolio.quotations import POINTER
from credfolio.times import read_time
from credfolio.words import label_form, squeeze


class Item(NamedTuple):
    """What there is of one person. `person`: a label, or the name as written where it is nobody's.

    `recording`: their own, or the one that all share; then `range` says where in it, in seconds.
    """

    person: str
    known: bool
    text: Headed
    recording: Recording | None = None
    shared: bool = False
    range: tuple[float, float] | None = None

    @property
    def cycle(self) -> str:
        return self.text.cycle


class Items(NamedTuple):
    """Items in the order of the documents. `people`: of whom one is asked for, by label.

    `cycles`: for each of which it is; `('',)` where nothing repeats.
    """

    items: tuple[Item, ...]
    people: tuple[str, ...]
    cycles: tuple[str, ...]

    def of(self, person: str, cycle: str) -> tuple[Item, ...]:
        return tuple(i for i in self.items if (i.person, i.cycle) == (person, cycle))


def read(requirement: Requirement, documents: tuple[Document, ...], context: Context) -> Evidence:
    cycles = cycles_of(requirement, context.evidence)
    find = find_person(context.metadata)
    items = [
        item
        for document in documents
        for item in _items(document, find, requirement, context, cycles)
    ]
    people = _people(requirement, context.evidence)
    return Evidence(requirement, documents, value=Items(tuple(items), people, cycles))


def _people(requirement: Requirement, evidence: Mapping[str, Evidence]) -> tuple[str, ...]:
    """Everybody of whom something is asked, none where the team can't be read."""
    team = evidence.get(requirement.options.get("people", ""))
    role = squeeze(requirement.options.get("role", ""))
    people = team.value.people if team else ()
    return tuple(p.label for p in people if not role or role in map(squeeze, p.roles))


def find_person(metadata: Metadata) -> Find:
    """Finds the participant with whose label or id a heading begins."""
    names = {label_form(n): p.label for p in metadata.participants for n in (p.label, p.id)}
    forms = sorted(names, key=len, reverse=True)

    def find(heading: str) -> str | None:
        said = label_form(heading.lstrip("0123456789.) "))
        for form in forms:
            rest = said[len(form) :]
            if said.startswith(form) and not rest[:1].isalnum():
                return names[form]
        return None

    return find


def _items(
    document: Document,
    find: Find,
    requirement: Requirement,
    context: Context,
    cycles: tuple[str, ...],
) -> Iterator[Item]:
    recording = context.recording(document)
    written = document.meta.get("person")
    if written:
        place = document.places["person"]
        person = context.metadata.participant(written)
        text = whole("", document, place, written, document.blocks, requirement)
        text = text._replace(cycle=cycle_of(document, cycles))
        yield Item(person.label if person else written, person is not None, text, recording)
        return
    for headed in read_headed((document,), find, requirement, cycles):
        yield Item(headed.id, True, headed, recording, recording is not None, _range(headed))


def _range(headed: Headed) -> tuple[float, float] | None:
    """The first `[0:10–0:45]` below a heading."""
    for block in headed.blocks:
        opening, bracket, rest = block.text.partition("[")
        found = POINTER.match(f"[{rest}") if bracket and len(opening) < _NEAR else None
        if found and found[2]:
            return read_time(found[1]) or 0.0, read_time(found[2]) or 0.0
    return None


_NEAR = 200
"""Characters of a block before a range in it."""


def measures(evidence: Evidence, counted: Count, credential: Credential) -> tuple[Measure, ...]:
    """Of how many people there is something, over all cycles."""
    requirement, value = evidence.requirement, evidence.value
    each = requirement.options.get("each", {})
    wanted = [(person, cycle) for cycle in value.cycles for person in value.people]
    found = [(person, cycle) for person, cycle in wanted if value.of(person, cycle)]
    there = len(found)
    status: Status = "met" if wanted and there == len(wanted) else "unmet"
    some = {cycle for _, cycle in found} == set(value.cycles)
    if status == "unmet" and there and some and each.get("severity") == "warning":
        status = "at-risk"
    unit = "people" if value.cycles == ("",) else "items"
    number = measure_number(evidence, unit, there, len(wanted), status)
    return (number, *measure_asked(evidence, counted, credential))


def short(item_words: tuple[int, int], requirement: Requirement, credential: Credential) -> Status:
    """Whether (own words, all words) of an item are enough."""
    each = requirement.options.get("each", {})
    return enough(*item_words, each, credential) if "words" in each else "met"


FIELDS: dict[str, Field] = {
    "people": Reference("The list of people of each of whom something is asked.", "roster"),
    "role": Text("Only people with this role are meant.", "coach"),
    "each": each_field("person"),
    "recording": Choice("Whether each needs a recording.", ("required", "optional")),
    "seconds": Whole("How long each person's recording, or place in a shared one, has to be."),
    "cycle": Reference("The dated steps for each of whose cycles it is asked.", "steps"),
}


def faults(requirement: Values, credential: Values) -> Iterator[tuple[str, str, str]]:
    """People have to be named: something of nobody can't be asked for."""
    if "people" not in requirement:
        message = "Nobody can meet this: it does not say of whom something is asked."
        yield "kind", message, "Add `people:` with the id of a requirement of `kind: roster`."


KIND = Kind(
    "per-person",
    "Something of each person",
    read,
    measures=measures,
    requirement_fields=FIELDS,
    document_fields={
        "person": Text("The person that this document is of.", "Coach A"),
        "cycle": Text("The cycle that this document is about.", "1"),
        "recording": Text("A sound or video file, or its web address.", "media/talk.mp4"),
    },
    needs=("roster", "steps"),
    finding="CF565",
    faults=faults,
)
