"""How an author names a step and a cycle: by id, title or number, in their own spelling."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from credfolio.fields import nearest
from credfolio.words import label_form, squeeze

_NUMBERED = r"\s*(?:steps?|part|phase|no\.?|#)?\s*#?\s*(\d{1,2})\s*[.:)–—-]*\s*"
_CYCLE = r"(?:(?:coaching|feedback)\s+)?(?:cycle|round|loop)\b\s*(?:no\.?|number|#|:)?\s*"
_WORDS = "one two three four five six seven eight nine ten".split()
_ORDER = "first second third fourth fifth sixth seventh eighth ninth tenth".split()


class StepName(NamedTuple):
    """A cell that names a step. `known`: each way to write it, squeezed, to its id."""

    known: Mapping[str, str]
    ids: tuple[str, ...]
    titles: tuple[str, ...]

    @property
    def expected(self) -> str:
        return "one of " + ", ".join(f"“{title}”" for title in self.titles)

    def read(self, text: str, comma: bool) -> Any:
        """`Before`, `1`, `Step 1`, `1. Before`, `Step 1: Before`."""
        text = text[:200].strip(" *_")
        if found := self.known.get(squeeze(text.rstrip(" :."))):
            return found
        numbered = re.match(_NUMBERED, text, re.I)
        if not numbered:
            return None
        rest = text[numbered.end() :].rstrip(" :.")
        if rest:
            return self.known.get(squeeze(rest))
        number = int(numbered[1])
        return self.ids[number - 1] if 1 <= number <= len(self.ids) else None

    def meant(self, text: str) -> tuple[str, str]:
        """The title that is most like what is written."""
        return nearest(text, self.titles) or "", ""


def step_name(steps: Sequence[Mapping[str, Any]]) -> StepName:
    """The cell for the steps of a credential."""
    known: dict[str, str] = {}
    for step in steps:
        for name in (step["id"], step["title"], *step.get("aliases", ())):
            known.setdefault(squeeze(name), step["id"])
    return StepName(known, tuple(s["id"] for s in steps), tuple(s["title"] for s in steps))


class CycleName:
    """A cell that names a cycle, told apart without regard to how its number is written."""

    expected = "the number of a cycle, such as 1"

    def read(self, text: str, comma: bool) -> Any:
        return cycle_name(text)


class CycleHeading:
    """A heading that names a cycle by its number, `Cycle 2` or `Second cycle: the north wing`."""

    expected = "a heading such as `Cycle 1`"

    def read(self, text: str, comma: bool) -> Any:
        found = cycle_name(text) if re.match(_HEADING, text[:80], re.I) else None
        return found if found and found.isdecimal() else None


_HEADING = (
    rf"\W*(?:\d{{1,2}}[.)]\s*)?(?:(?:{'|'.join(_ORDER)}|\d{{1,3}}(?:st|nd|rd|th))\s+)?{_CYCLE}"
)


def cycle_name(text: str) -> str | None:
    """`2` for `2`, `2.0`, `Cycle 2`, `cycle #2`, `Cycle two`, `Second cycle`, `2: fractions`.

    Other names stay what they are, in small letters.
    """
    form = label_form(text[:200].strip(" *_"))
    bare = re.sub(_CYCLE, " ", form, count=1).strip(" :.#–—-")
    first = re.split(r"[\s:.,;–—-]", bare, maxsplit=1)[0]
    ordinal = re.fullmatch(r"(\d{1,3})(?:st|nd|rd|th)?", first)
    if ordinal:
        return str(int(ordinal[1]))
    for names in (_WORDS, _ORDER):
        if first in names:
            return str(names.index(first) + 1)
    return bare or form or None
