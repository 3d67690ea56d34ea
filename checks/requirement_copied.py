"""CF102."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Place, Portfolio


@check("CF102", "error")
def requirement_copied(portfolio: Portfolio) -> Iterator[Problem]:
    """Two documents of one requirement are nearly the same.

    Several documents of a requirement are read as one answer. A forgotten copy or an older
    draft would be counted twice, and an assessor would read it twice.

    Bad:
        `reflection.md` and `reflection (1).md` hold the same text.

    Good:
        One of them, or two that each say something of their own.
    """
    for first, second in portfolio.copies:
        place = second.places.get("requirement", Place(second.path, 1, 1))
        message = f"This is nearly the same text as `{first.path}`; both would be counted."
        hint = "Delete the copy, or take its `requirement:` line out."
        yield Problem(place, message, hint, second.requirement)
