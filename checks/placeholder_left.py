"""CF104."""

import re
from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Place, Portfolio
from credfolio.placeholders import SCAFFOLD, WRITE_HERE

_MARKS = re.compile(r"\b(?:TODO|TBD)\b")
# In these languages the word is an ordinary one, and people write headings in capitals.
_ORDINARY = ("es", "pt", "gl")


@check("CF104", "error")
def placeholder_left(portfolio: Portfolio) -> Iterator[Problem]:
    """Text that only holds a place is still there.

    `TODO` and `TBD` in capitals, lorem ipsum, and the scaffold's own words are looked for; not
    in transcripts and quotations, where somebody may have said them.

    Bad:
        TODO: describe the second visit.

    Good:
        On the second visit we sat at the back table.
    """
    for document in portfolio.documents:
        whole = "\n".join([block.text for block in document.blocks])
        for block in document.blocks if _placeholder(whole, "") else ():
            if block.kind in ("quotation", "code"):
                continue
            found = _placeholder(block.text, portfolio.metadata.language)
            if found:
                place = Place(document.path, block.line, block.column)
                message = f"“{found}” only holds a place."
                hint = "Write what belongs there, or delete it."
                requirement = document.requirement if not document.is_exhibit else None
                known = requirement if requirement in portfolio.evidence else None
                yield Problem(place, message, hint, known)
    metadata = portfolio.metadata
    for key in ("name", "role", "organization"):
        value = getattr(metadata, key)
        if value in SCAFFOLD or _placeholder(value, metadata.language):
            place = metadata.places.get(f"practitioner.{key}", Place("portfolio.yml", 1, 1))
            message = f"`{key}: {value}` only holds a place."
            hint = f"Write your own {key}, or a role such as “A teacher leader”."
            yield Problem(place, message, hint)


def _placeholder(text: str, language: str) -> str | None:
    if "TODO" in text or "TBD" in text:
        for found in _MARKS.finditer(text):
            if found[0] != "TODO" or language[:2] not in _ORDINARY:
                return found[0]
    if "ipsum" in text and "lorem ipsum" in text.casefold():
        return "lorem ipsum"
    return WRITE_HERE if WRITE_HERE in text else None
