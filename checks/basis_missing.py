"""CF509."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.fields import Reference
from credfolio.kinds import kind
from credfolio.model import Evidence, Portfolio, Requirement
from credfolio.wording import start_of


@check("CF509", "error")
def basis_missing(portfolio: Portfolio) -> Iterator[Problem]:
    """A requirement is judged by another one, which is not there yet.

    Takeaways of each coach, for example, are judged by the list of coaches: without it nobody could
    say that they are all there.

    Bad:
        Takeaways of Coach A and Coach B, and no document with `requirement: team`.

    Good:
        The same takeaways, and a document with the table of the team.
    """
    asked = portfolio.credential.requirements if portfolio.credential else ()
    by_id = {requirement.id: requirement for requirement in asked}
    for id, evidence in portfolio.evidence.items():
        for basis in _bases(evidence.requirement, by_id):
            there = portfolio.evidence.get(basis.id)
            if there is None or there.value.is_empty:
                yield _missing(evidence, basis, there is not None, id)


def _bases(requirement: Requirement, by_id: dict[str, Requirement]) -> list[Requirement]:
    """The requirements by which one is judged, as its credential names them."""
    fields, options = kind(requirement.kind).requirement_fields, requirement.options
    named = (options.get(name) for name, f in fields.items() if isinstance(f, Reference))
    return [by_id[id] for id in dict.fromkeys(named) if id in by_id]


def _missing(evidence: Evidence, basis: Requirement, written: bool, id: str) -> Problem:
    message = f"“{evidence.requirement.title}” is judged by “{basis.title}”, "
    if written:
        message += "in which no row can be read yet."
        hint = f"Mend the table of “{basis.title}” first; this document may be right as it is."
    else:
        message += "which is not there yet."
        hint = f"Write “{basis.title}” first; this document may be right as it is."
    return Problem(start_of(evidence), message, hint, id)
