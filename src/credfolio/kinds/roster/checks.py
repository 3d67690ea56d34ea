"""What a credential may ask of the people of a team."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.kinds.base import UNREADABLE
from credfolio.kinds.roster import Person, Roster
from credfolio.model import Place, Portfolio
from credfolio.wording import of_kind, start_of, undeclared
from credfolio.words import counted, label_form, squeeze


@check("CF511", "error")
def team_size(portfolio: Portfolio) -> Iterator[Problem]:
    """A team has fewer or more people than the credential asks for, in all or in a role.

    Every row of the table is one person; a person who stands there twice is one.

    Bad:
        A team of two coaches where three or four are asked for.

    Good:
        One of three.
    """
    for id, evidence in of_kind(portfolio, "roster"):
        options, people = evidence.requirement.options, evidence.value.people
        groups = {"": options.get("people", {}), **options.get("roles", {})}
        for role, limits in groups.items():
            there = {label_form(p.label) for p in people if not role or _has(p, role)}
            what = f"people with the role “{role}”" if role else "people"
            if said := _beyond(len(there), limits, what):
                message, hint = said
                if role and len(there) < limits.get("least", 0):
                    hint = _where_roles_stand(role, people) or hint
                yield Problem(start_of(evidence), message, hint, id, behind=UNREADABLE)


def _where_roles_stand(role: str, people: tuple[Person, ...]) -> str:
    """What to do where people are listed, and their roles are not told, or are called otherwise."""
    others = dict.fromkeys(part for person in people for part in person.roles)
    untold = any(not person.roles for person in people)
    if untold:
        return f"Write “{role}” in a column `Role` of each, or `role: {role}` in portfolio.yml."
    if not people or role in others:
        return ""
    known = ", ".join(f"“{other}”" for other in [*others][:6])
    return f"The roles here are {known}: write “{role}” where that is meant, or add rows."


def _has(person: Person, role: str) -> bool:
    return squeeze(role) in map(squeeze, person.roles)


def _beyond(number: int, limits: dict[str, int], what: str) -> tuple[str, str] | None:
    least, most = limits.get("least"), limits.get("most")
    one = what.replace("people", "person", 1) if number == 1 else what
    if least is not None and number < least:
        message = f"There {'is' if number == 1 else 'are'} {number:,} {one}; at least {least:,} "
        message += f"{'is' if least == 1 else 'are'} asked for."
        return message, f"Add {counted(least - number, 'rows')}."
    if most is not None and number > most:
        message = f"There are {number:,} {one}; at most {most:,} are asked for."
        return message, "List those who took part in this work, and no others."
    return None


@check("CF512", "error")
def not_distinct(portfolio: Portfolio) -> Iterator[Problem]:
    """Two people of a team share what has to be different, such as their school.

    Case and spaces make no difference.

    Bad:
        | Person | School |
        |---|---|
        | Coach A | North School |
        | Coach B | north school |

    Good:
        | Person | School |
        |---|---|
        | Coach A | North School |
        | Coach B | South School |
    """
    for id, evidence in of_kind(portfolio, "roster"):
        for column in evidence.requirement.options.get("distinct", ()):
            yield from _shared(evidence.value, column, id)


def _shared(roster: Roster, column: str, id: str) -> Iterator[Problem]:
    first: dict[str, Person] = {}
    for person in roster.people:
        written = person.stated.get(squeeze(column), "")
        other = first.setdefault(label_form(written), person)
        if label_form(other.label) != label_form(person.label):
            message = f"{person.label} and {other.label} have the same {column}: “{written}”."
            place = person.places.get(squeeze(column), person.place)
            hint = f"Each is to have a {column} of their own; correct the row that is wrong."
            yield Problem(place, message, hint, id)


@check("CF513", "error")
def unknown_person(portfolio: Portfolio) -> Iterator[Problem]:
    """A team names somebody whom portfolio.yml does not know, or names one person twice.

    People are called everywhere by the labels that `participants:` declares.

    Bad:
        | Person |
        |---|
        | Coach Z |

    Good:
        | Person |
        |---|
        | Coach A |
    """
    for id, evidence in of_kind(portfolio, "roster"):
        seen: dict[str, Place] = {}
        for person in evidence.value.people:
            form = label_form(person.label)
            if form in seen:
                message = f"“{person.label}” stands here again; line {seen[form].line} has them."
                yield Problem(person.place, message, "Delete one of the two rows.", id)
            elif not person.declared:
                yield Problem(person.place, *undeclared(person.label, portfolio.metadata), id)
            seen.setdefault(form, person.place)
