"""Which condition of a credential a heading names (DESIGN §4)."""

import re
from collections.abc import Mapping
from functools import lru_cache

from credfolio.model import Condition
from credfolio.words import fold

_NUMBERING = (
    r"\s*(?:(?:key\s+)?(?:practice|condition|part|step|section)\b\s*"
    r"(?:\d{1,2}|[a-h]\b|[ivx]{1,4}\b)?\s*[-–—:.)]*"
    r"|\(?(?:\d{1,2}|[a-h]|[ivx]{1,4})[.):]+\s*[-–—:]?|\d{1,2}\s*[-–—]?)\s*"
)


_LONGEST_HEADING = 120

Names = Mapping[str, str]


@lru_cache(maxsize=64)
def condition_names(conditions: tuple[Condition, ...]) -> Names:
    """Every name of a condition, folded, with the condition's id."""
    return {
        heading_form(name): condition.id
        for condition in conditions
        for name in (condition.id, condition.title, *condition.aliases)
    }


def find_condition(names: Names, text: str) -> str | None:
    """The condition that a heading's words name, without regard to case, number and emphasis."""
    text = " ".join(text.split())[:_LONGEST_HEADING]
    if (whole := heading_form(text)) in names:
        return names[whole]
    numbering = re.match(_NUMBERING, text.casefold())
    bare = text[numbering.end() :] if numbering else text
    before = re.split(r"\s*[:(–—]\s*|\s-\s", bare, maxsplit=1)[:1]
    after = re.split(r"\s*[:–—]\s*", text, maxsplit=1)[1:]
    found = next(
        (names[f] for p in (bare, *before, *after) if (f := heading_form(p)) in names), None
    )
    return found or _only_id(names, whole)


def _only_id(names: Names, heading: str) -> str | None:
    """The one condition whose id is a word of a short heading: `Evidence of trust`."""
    words = heading.split()
    ids = {id for id in names.values() if id in words}
    return ids.pop() if len(ids) == 1 and len(words) <= _LONGEST_TITLE else None


_LONGEST_TITLE = 8
"""Words of a heading that may name a condition in passing."""


def heading_form(text: str) -> str:
    """A heading as it is compared with the names of conditions."""
    return " ".join(fold(text.replace("&", " and ")))
