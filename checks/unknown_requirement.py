"""CF103."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.fields import nearest
from credfolio.model import Place, Portfolio


@check("CF103", "error")
def unknown_requirement(portfolio: Portfolio) -> Iterator[Problem]:
    """A document names a requirement that the credential does not have.

    Its words would count for nothing.

    Bad:
        ---
        requirement: trust-builded
        ---

    Good:
        ---
        requirement: trust-established
        ---
    """
    if portfolio.credential is None:
        return
    known = tuple(r.id for r in portfolio.credential.requirements)
    for document in portfolio.documents:
        if document.requirement is None or document.requirement in known:
            continue
        place = document.places.get("requirement", Place(document.path, 1, 1))
        message = f"`requirement: {document.requirement}` is not one of this credential’s."
        near = nearest(document.requirement, known)
        hint = f"Write `requirement: {near}`." if near else f"Known are {', '.join(known)}."
        yield Problem(place, message, hint)
