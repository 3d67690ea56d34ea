"""What a credential may ask of steps, and what their documents may state."""

from collections.abc import Iterator, Mapping, Sequence

from credfolio.fields import (
    Choice,
    Day,
    Entry,
    Field,
    Flag,
    Keyed,
    Many,
    Record,
    Reference,
    Text,
    Whole,
)
from credfolio.kinds.base import Values
from credfolio.kinds.steps.days import DaySpan

_COLUMN = Text("A heading.", "school", single=True)
_STEP = Entry("The id of a step.", "steps", "conversation")
_END: dict[str, Field] = {"step": _STEP, "column": _COLUMN}

_STEP_FIELDS: dict[str, Field] = {
    "id": Text("Stable id.", "walkthrough"),
    "title": Text("What it is called.", "Walkthrough"),
    "aliases": Many("Other names that authors may write.", Text("A name.", "classroom visit")),
    "asks": Many("Columns that a row of this step has to fill.", _COLUMN),
    "least": Keyed("Columns of figures, and the least in them.", Whole("The least.")),
    "optional": Flag("Whether it may be left out."),
    "repeats": Flag("Whether it may be done several times."),
    "after": Many("The steps that come before it; where it is not said, all above it.", _STEP),
}

_SEVERITY = Choice("`warning` makes it a guide.", ("error", "warning"))

REQUIREMENT_FIELDS: dict[str, Field] = {
    "steps": Many(
        "The steps in the order in which they are done; on one day is in order too.",
        Record("A step.", _STEP_FIELDS, ("id", "title")),
    ),
    "cycles": Record(
        "The steps are done again and again. How many times.",
        {
            "least": Whole("The fewest that are enough."),
            "most": Whole("The most that there may be."),
            "overlap": Flag("Whether a cycle may begin before the one before it has ended."),
        },
    ),
    "gaps": Many(
        "Days between two steps of a cycle.",
        Record(
            "From one step to another.",
            {
                "from": _STEP,
                "to": _STEP,
                "within": Whole("The most days; 1: on the same or the next day.", 0),
                "least": Whole("The fewest days.", 0),
                "working_days": Flag("Whether only Monday to Friday count, and no days off."),
                "severity": _SEVERITY,
            },
            ("from", "to"),
        ),
    ),
    "people": Reference("The roster whose people the columns of `members` name.", "roster"),
    "members": Many("Columns that name people of the roster; `Coach A: keeps time` does.", _COLUMN),
    "differ": Many(
        "What has to be different at two steps of a cycle.",
        Record(
            "A column.",
            {"column": _COLUMN, "step": _STEP, "from": _STEP},
            ("column", "step", "from"),
        ),
    ),
    "fresh": Many(
        "What has to be another in every cycle.",
        Record("A column; at `step` or anywhere.", {"column": _COLUMN, "step": _STEP}, ("column",)),
    ),
    "carry": Many(
        "What one cycle hands to the next: the same stands in both.",
        Record(
            "From one place to another.",
            {
                "from": Record("In a cycle.", _END, ("step", "column")),
                "to": Record("In the next.", _END, ("step", "column")),
                "loosely": Flag("Whether it may be said in other words; half of them agree."),
            },
            ("from", "to"),
        ),
    ),
    "maps": Many(
        "Entries, divided by `;`, of which each names one in another column of the same cycle.",
        Record(
            "From a column to another.",
            {"column": _COLUMN, "to": Text("A heading.", "look-fors")},
            ("column", "to"),
        ),
    ),
    "planned": Many(
        "Columns with the date that was set for a later step.",
        Record("A column.", {"column": _COLUMN, "step": _STEP}, ("column", "step")),
    ),
    "headings": Keyed(
        "Other headings that a column may have.", Many("Headings.", Text("A heading.", "aim"))
    ),
    "hours": Record(
        "Figures of the time spent, never judged.",
        {
            "column": Text("The heading of the minutes.", "minutes"),
            "context": Many("A sentence to compare with.", Text("A sentence.", "Others take 2.")),
        },
        ("column",),
    ),
}


def faults(requirement: Values, credential: Values) -> Iterator[tuple[str, str, str]]:
    """What asks for nothing, or for what nobody can do."""
    if requirement.get("members") and "people" not in requirement:
        message = "Names are compared with nobody: `people:` is missing."
        yield "members", message, "Add `people:` with the id of a requirement of `kind: roster`."
    for key in ("carry", "fresh"):
        if requirement.get(key) and "cycles" not in requirement:
            message = f"`{key}:` compares cycles, and these steps are done once."
            yield key, message, "Add `cycles: {least: 2}`, or take it out."
    before = _before(requirement.get("steps", ()))
    for number, step in enumerate(requirement.get("steps", ())):
        if step.get("id") in before.get(step.get("id", ""), ()):
            message = f"Nobody can meet this: `{step['id']}` would come before itself."
            yield f"steps.{number}.after", message, "Take a step out that comes later."
    for number, gap in enumerate(requirement.get("gaps", ())):
        yield from _gap(gap, f"gaps.{number}", before)


def _gap(gap: Values, at: str, before: Mapping[str, set[str]]) -> Iterator[tuple[str, str, str]]:
    first, last = gap.get("from"), gap.get("to")
    if first is not None and (first == last or last in before.get(first, ())):
        message = f"No days lie between: `{last}` does not come after `{first}`."
        yield at, message, "Write the step that comes first under `from:`."
    if "within" not in gap and "least" not in gap:
        yield at, "This gap asks for nothing.", "Add `within: 1`, for example."


def _before(steps: Sequence[Values]) -> dict[str, set[str]]:
    """By the id of a step, all that come before it, whether directly or by another; nothing while
    two have one id, which is told for itself.
    """
    ids = [step["id"] for step in steps if "id" in step]
    if len(set(ids)) < len(ids):
        return {}
    direct = {
        step["id"]: set(step.get("after", ids[:number])) & set(ids)
        for number, step in enumerate(s for s in steps if "id" in s)
    }
    found: dict[str, set[str]] = {}
    for id in direct:
        reached: set[str] = set()
        left = [*direct[id]]
        while left:
            step = left.pop()
            if step not in reached:
                reached.add(step)
                left += direct[step]
        found[id] = reached
    return found


_TERM = Record(
    "A term.",
    {
        "title": Text("Its name.", "Autumn 2026"),
        "from": Day("Its first day."),
        "to": Day("Its last day."),
    },
    ("from", "to"),
)

DOCUMENT_FIELDS: dict[str, Field] = {
    "cycle": Text("The cycle that this file is about.", "1"),
    "terms": Many("The terms of the school year, for figures by term.", _TERM),
    "days_off": Many("Days without school, which no gap counts.", DaySpan("A day or days.")),
}
