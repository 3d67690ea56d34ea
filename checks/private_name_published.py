"""CF601."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import NameFound, Place, Portfolio
from credfolio.words import plural

_TEXTS = (".csv", ".md", ".srt", ".tsv", ".txt", ".vtt", ".yaml", ".yml")
_PICTURES = (
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".tif", ".tiff", ".heic", ".heif", ".avif"
)  # fmt: skip
_IN_WORDS = {
    "docProps/core.xml": "in the document's properties",
    "docProps/app.xml": "in the document's properties",
    "word/document.xml": "in the text",
    "word/comments.xml": "in a comment",
    "APP1": "in the picture's properties",
    "APP13": "in the picture's properties",
    "tEXt": "in the picture's properties",
    "iTXt": "in the picture's properties",
    "zTXt": "in the picture's properties",
}


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
    places: dict[tuple[str, str], list[NameFound]] = {}
    for found in portfolio.searched.found if portfolio.searched else ():
        places.setdefault((found.place.path or "", found.name.real), []).append(found)
    for same in places.values():
        listed = same[:_LISTED]
        more = len(same) - len(listed) + sum(found.more for found in same)
        yield from (_problem(found, portfolio) for found in listed[:-1])
        yield _problem(listed[-1]._replace(more=more), portfolio)


_LISTED = 3
"""Places of one name in one file; of a transcript in which it opens each turn the rest is said."""


def _problem(found: NameFound, portfolio: Portfolio) -> Problem:
    name, path = found.name, found.place.path or ""
    if found.within == "its name":
        message = f"The name of this file tells a real name, “{name.real}”."
        hint = f"Rename it with “{name.label}”, and the links to it."
        return Problem(found.place, message, hint)
    layer = _IN_WORDS.get(found.within, found.within)
    within = f" ({layer})" if layer else ""
    message = f"A real name stands here, “{name.real}”{within}."
    if found.more:
        message += f" In {plural(found.more, 'more place')} of this file, too."
    hint = f"Write “{name.label}” instead"
    if path.lower().endswith(_TEXTS):
        hint += ": `credfolio redact` does it. Files and links to them you rename yourself."
    elif path.lower().endswith(_PICTURES):
        hint = "`credfolio redact --pictures` takes it out of the file."
    else:
        hint += ", or take it out, and save the file again."
    document = portfolio.document(path)
    known = document.requirement if document and not document.is_exhibit else None
    return Problem(found.place, message, hint, known if known in portfolio.evidence else None)
