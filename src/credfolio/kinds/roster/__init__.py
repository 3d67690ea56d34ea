"""`roster`: the people of a team, a row each, as the evidence calls them."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from credfolio.counting import Count, status_of
from credfolio.fields import Field, Keyed, Many, Record, Text, Whole
from credfolio.kinds.base import Context, Kind, Values, measure_asked, measure_number
from credfolio.kinds.records import read_records
from credfolio.model import Credential, Document, Evidence, Measure, Place, Requirement
from credfolio.tables.base import Column, Row, Sheet
from credfolio.tables.cells import Words
from credfolio.words import at_least, capital_first, label_form, listed, squeeze


class Person(NamedTuple):
    """A row. `label`: as declared in portfolio.yml; `declared`: whether it is there at all.

    `roles`: as the row says, else as portfolio.yml does. `stated`: other cells by column, squeezed.
    `places`: where each of them stands.
    """

    label: str
    declared: bool
    roles: tuple[str, ...]
    stated: dict[str, str]
    place: Place
    places: dict[str, Place]


class Roster(NamedTuple):
    """The people in the order of their rows."""

    people: tuple[Person, ...]

    @property
    def is_empty(self) -> bool:
        return not self.people


def asked_columns(requirement: Requirement) -> tuple[str, ...]:
    """What every row has to state besides the person."""
    options = requirement.options
    return tuple(dict.fromkeys((*options.get("asks", ()), *options.get("distinct", ()))))


def sheet(requirement: Requirement) -> Sheet:
    """The table of a roster: the person, perhaps a role, and what the credential asks."""
    person = Column(
        "person", "who, as portfolio.yml calls them", Words(), "Coach A",
        ("label", "name", "member", "who", "people", "participant", "participants"),
    )  # fmt: skip
    role = Column("role", "their part", Words(), "coach", ("roles",), needed=False, filled=False)
    own = (
        Column(name, f"the {name}", Words(), "…")
        for name in asked_columns(requirement)
        if squeeze(name) not in ("person", "role")
    )
    return Sheet("people", "the people", (person, role, *own))


def read(requirement: Requirement, documents: tuple[Document, ...], context: Context) -> Evidence:
    records = read_records(documents, (sheet(requirement),), context)
    people = tuple(_person(row, context) for row in records.rows["people"])
    return Evidence(requirement, documents, value=Roster(people), tables=records.tables)


_BETWEEN = r"[,;/&+]|\band\b"


def _roles(written: Iterable[str]) -> tuple[str, ...]:
    """`coach, teacher`, `coach; teacher`, `coach and teacher` are two roles."""
    parts = (part.strip() for text in written for part in re.split(_BETWEEN, text[:200]))
    return tuple(part for part in parts if part)


def _person(row: Row, context: Context) -> Person:
    known = context.metadata.participant(row["person"])
    return Person(
        known.label if known else row["person"],
        known is not None,
        _roles([row["role"] or ""]) or _roles(known.roles if known else ()),
        {squeeze(name): text for name, text in row.written.items()},
        row.places["person"],
        {squeeze(name): place for name, place in row.places.items()},
    )


def measures(evidence: Evidence, counted: Count, credential: Credential) -> tuple[Measure, ...]:
    """The number of people, and words where the credential asks for some."""
    least = evidence.requirement.options.get("people", {}).get("least")
    number = len({label_form(person.label) for person in evidence.value.people})
    status = status_of(number, number, least, 1.0)
    people = measure_number(evidence, "people", number, least, status)
    return (people, *measure_asked(evidence, counted, credential))


_RANGE: dict[str, Field] = {
    "least": Whole("The fewest that are enough."),
    "most": Whole("The most that there may be."),
}

_COLUMN = Text("A heading.", "school", single=True)

FIELDS: dict[str, Field] = {
    "people": Record("How many people there are.", _RANGE),
    "asks": Many("Columns that every row has to fill.", _COLUMN),
    "distinct": Many("Columns in which no two people have the same.", _COLUMN),
    "roles": Keyed("How many people have a role.", Record("How many.", _RANGE)),
}


def faults(requirement: Values, credential: Values) -> Iterator[tuple[str, str, str]]:
    """More people of one role than there may be in all."""
    most = requirement.get("people", {}).get("most")
    for role, limits in requirement.get("roles", {}).items():
        least = limits.get("least", 0)
        if most is not None and least > most:
            message = f"Nobody can meet both: {least:,} people with the role `{role}`, and "
            message += f"{most:,} people at most."
            yield f"roles.{role}", message, "Write a smaller `least:`, or a larger `most:`."


def told(requirement: Requirement) -> tuple[str, ...]:
    """What a credential asks of a list of people, in sentences."""
    options = requirement.options
    people = options.get("people", {})
    states, distinct = options.get("asks", ()), options.get("distinct", ())
    said = [at_least(people.get("least"), people.get("most"), "people")]
    for role, limits in options.get("roles", {}).items():
        many = at_least(limits.get("least"), limits.get("most"), "people")
        said.append(f"{many} with the role “{role}”" if many else "")
    said.append(f"of each person: {listed([f'“{name}”' for name in states])}" if states else "")
    said += [f"no two with the same “{name}”" for name in distinct]
    return tuple(capital_first(text) for text in said if text)


KIND = Kind(
    "roster",
    "A list of people",
    read,
    measures=measures,
    requirement_fields=FIELDS,
    finding="CF511",
    faults=faults,
    told=told,
)
