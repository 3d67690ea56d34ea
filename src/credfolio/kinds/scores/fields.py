"""What a credential may ask of scores, and what their documents state."""

import re
from typing import Any, NamedTuple

from credfolio.fields import (
    MISSING,
    Choice,
    Day,
    Field,
    Flag,
    Many,
    Reading,
    Record,
    Reference,
    Text,
    Whole,
)
from credfolio.tables.cells import read_number
from credfolio.words import label_form
from credfolio.yamlfile import Node


class Mark(NamedTuple):
    """What a cell says. `value`: None where the pupil was not there. `percent`: `85%` is."""

    value: float | None
    percent: bool = False


class Score:
    """A cell with a score. An empty one, `absent` and `–` say that there is none."""

    expected = "a number, or nothing where the pupil was absent"

    def read(self, text: str, comma: bool) -> Any:
        if label_form(text[:40]).rstrip(".") in _ABSENT:
            return Mark(None)
        return read_mark(text, comma)

    def meant(self, text: str) -> tuple[str, str]:
        """What stands before the stroke of `17/20`, and where the 20 belongs."""
        if found := re.fullmatch(_OF, text.strip()[:40]):
            return found[1], f"says the highest score too; `scale: 0–{found[2]}` does above"
        return "", ""


_ABSENT = frozenset(
    (
        "a|ab|abs|absent|away|n/a|na|none|nil|-|–|—|…|?|missing|missed|excused|exempt|ill|sick|left|"
        "moved|moved away|withdrawn|not taken|not there|not present|did not take|no score"
    ).split("|")
)
_OF = r"(\d{1,6}(?:[.,]\d{1,3})?)\s*(?:/|of|out of)\s*(\d{1,6})"


def read_mark(text: str, comma: bool) -> Mark | None:
    """A score as people write it: `17`, `16.5`, `16,5`, `85%`, `85 %`."""
    bare = text.strip()[:40]
    percent = bare.endswith("%")
    value = read_number(bare.removesuffix("%").strip(), comma)
    return None if value is None else Mark(value, percent)


class Figure(NamedTuple):
    """Front matter: a number, as a Mark."""

    doc: str
    example: str

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        if node.empty:
            return MISSING
        mark = read_mark(node.value, comma=True) if node.kind == "scalar" else None
        if mark is None:
            said = f"`{key}: {node.value}` is" if node.kind == "scalar" else f"`{key}:` holds"
            reading.fault(
                node, f"{said} no number.", f"Write `{key}: {self.example}`, for example."
            )
            return MISSING
        return mark

    def schema(self) -> dict[str, Any]:
        return {"type": ["number", "string"], "description": self.doc, "examples": [self.example]}


class Range(NamedTuple):
    """Front matter: the lowest and the highest, `0–20`, `1 to 4`; `20` alone is 0 to 20."""

    doc: str
    example: str = "0–20"

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        if node.empty:
            return MISSING
        ends = [item.value for item in node.items] if node.kind == "list" else _ends(node.value)
        marks = [read_mark(end, comma=True) for end in ends]
        low, high = (marks[0], marks[-1]) if len(marks) == 2 else (None, None)
        if low is None or high is None or low.value is None or high.value is None:
            wrong = "is not a lowest and a highest score"
        elif low.value >= high.value:
            wrong = "does not begin with the lower of the two"
        else:
            return low.value, high.value
        written = "–".join(ends) if node.kind == "list" else node.value
        reading.fault(node, f"`{key}: {written}` {wrong}.", f"Write `{key}: {self.example}`.")
        return MISSING

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "number"], "description": self.doc, "examples": [self.example]}


def _ends(text: str) -> list[str]:
    ends = re.split(r"(?<=[\d%])\s*(?:–|—|-|−|\.\.+|…|\bto\b)\s*", text.strip()[:60])
    return ["0", *ends] if len(ends) == 1 else ends


DOCUMENT_FIELDS: dict[str, Field] = {
    "instrument": Text("What was used, before and after.", "Fractions check, 20 items"),
    "instrument_before": Text("What was used before, where it differs.", "Form A"),
    "instrument_after": Text("What was used after, where it differs.", "Form B"),
    "measured_before": Day("The day of the first measurement."),
    "measured_after": Day("The day of the second."),
    "target": Text("The learning target.", "Compare two fractions and say why."),
    "scale": Range("The lowest and the highest possible score."),
    "cut": Figure("The score from which on you take the target for reached.", "14"),
    "group": Text("Whose scores these are, where there are several groups.", "Class A"),
}

REQUIREMENT_FIELDS: dict[str, Field] = {
    "same_instrument": Flag("Whether before and after have to be measured with the same."),
    "matched": Record("How many pupils have to have both scores.", {"least": Whole("The fewest.")}),
    "small": Whole("Below this many pupils, a warning says what figures of so few are worth."),
    "asks": Many(
        "What a document has to state.",
        Choice("A key of its front matter.", tuple(DOCUMENT_FIELDS)),
    ),
    "steps": Reference("The dated steps that say when was measured.", "steps"),
    "at": Record(
        "Which of those steps the two measurements are.",
        {
            "before": Text("The id of a step.", "pre-assessment"),
            "after": Text("The id of a step.", "post-assessment"),
        },
    ),
}
