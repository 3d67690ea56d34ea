"""CF601."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import NameFound, Place, Portfolio


@check("CF601", "error")
def private_name_published(portfolio: Portfolio) -> Iterator[Problem]:
    """A real name from private.yml stands in what would be handed in.

    Everything in the portfolio folder is searched: texts, data, captions, the names of files and
    folders, the properties of documents, pictures and recordings. Names of two words or more are
    found in any spelling; a name of one word only as it is written, since it may be a word of
    the language too. The report shows the label; `--reveal` shows the name.

    Bad:
        > **Partner** [00:02:10]: Thank you, Robin Vale.

    Good:
        > **Partner** [00:02:10]: Thank you, Coach.
    """
    for path in sorted(f for f in portfolio.files if f.lower().endswith(("private.yml", ".yaml"))):
        if path.rpartition("/")[2].lower() in ("private.yml", "private.yaml"):
            message = f"`{path}` lies in the folder that is handed in; it tells the real names."
            hint = "Move it one folder up, beside `portfolio/`."
            yield Problem(Place(path, 1, 1), message, hint)
    for found in portfolio.searched.found if portfolio.searched else ():
        yield _problem(found, portfolio)


def _problem(found: NameFound, portfolio: Portfolio) -> Problem:
    name, path = found.name, found.place.path or ""
    if found.within == "its name":
        message = f"The name of this file tells a real name, “{name.real}”."
        hint = f"Rename it with “{name.label}”, and the links to it."
        return Problem(found.place, message, hint)
    within = f" ({found.within})" if found.within else ""
    message = f"A real name stands here, “{name.real}”{within}."
    if found.more:
        message += f" It is one of {found.more + 1:,} more places in this file."
    hint = f"Write “{name.label}” instead; `credfolio redact` does it for you."
    if found.place.line is None:
        hint = f"Take it out of the file, or write “{name.label}”, and save the file again."
    document = portfolio.document(path)
    known = document.requirement if document and not document.is_exhibit else None
    return Problem(found.place, message, hint, known if known in portfolio.evidence else None)
