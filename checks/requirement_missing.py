"""CF101."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Place, Portfolio


@check("CF101", "error")
def requirement_missing(portfolio: Portfolio) -> Iterator[Problem]:
    """Nothing is submitted for a requirement.

    A portfolio with a part missing is sent back before anybody reads it.

    Bad:
        No document says `requirement: reflection`.

    Good:
        ---
        requirement: reflection
        ---
        Before this year I had been coached by …
    """
    if portfolio.credential is None:
        return
    for requirement in portfolio.credential.requirements:
        if requirement.id not in portfolio.evidence:
            message = f"There is no document for “{requirement.title}”."
            hint = f"Write `{requirement.file}`, beginning with the lines `---`, "
            hint += f"`requirement: {requirement.id}` and `---`."
            yield Problem(Place(), message, hint, requirement.id)
