"""CF101."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Place, Portfolio, Requirement
from credfolio.words import typed


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
            yield Problem(Place(), message, _hint(requirement, portfolio), requirement.id)


def _hint(requirement: Requirement, portfolio: Portfolio) -> str:
    """What to do, with regard to a file that looks like the one that is missing."""
    unread = {f.place.path for f in portfolio.faults if f.code == "CF501"}
    if requirement.file in unread:
        return f"`{requirement.file}` can’t be read yet: mend what is said of it."
    stem = requirement.file.rpartition("/")[2].removesuffix(".md")
    for name in sorted(portfolio.files):
        base = name.rpartition("/")[2].casefold()
        if base.split(".")[0] not in (stem, requirement.id) or base.endswith(".md"):
            continue
        if base.endswith(".docx"):
            call = typed("import", f"{portfolio.root.name}/{name}")
            return f"There is `{name}`: run `{call}`."
        if base.endswith((".txt", ".markdown", ".md.txt")):
            return f"There is `{name}`: its name must end in `.md`, so rename it."
    hint = f"Write `{requirement.file}`, beginning with the lines `---`, "
    return hint + f"`requirement: {requirement.id}` and `---`."
