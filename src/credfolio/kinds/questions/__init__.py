"""`questions`: a list of questions, each answered under its heading; once, or for each cycle."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from credfolio.counting import Count
from credfolio.fields import Field, Many, Record, Reference, Text
from credfolio.kinds.base import Context, Kind, Values, measure_asked, measure_number
from credfolio.kinds.headed import (
    Find,
    Headed,
    cycles_of,
    each_field,
    enough,
    finder,
    read_headed,
)
from credfolio.model import Credential, Document, Evidence, Measure, Requirement, Status


class Questionnaire(NamedTuple):
    """Answers in the order of the documents. `cycles`: whose answers are asked for; `('',)` where
    nothing repeats.
    """

    answers: tuple[Headed, ...]
    cycles: tuple[str, ...]

    def answer(self, question: str, cycle: str) -> tuple[Headed, ...]:
        """What answers a question; in several documents it may be several pieces."""
        return tuple(a for a in self.answers if (a.id, a.cycle) == (question, cycle))


def questions(requirement: Requirement) -> tuple[Mapping[str, Any], ...]:
    """What is asked, in order."""
    asked: tuple[Mapping[str, Any], ...] = requirement.options.get("questions", ())
    return asked


class Answered(NamedTuple):
    """A question of a cycle, what answers it, and whether its `own` words are enough."""

    question: Mapping[str, Any]
    cycle: str
    pieces: tuple[Headed, ...]
    own: int
    status: Status


def answered(evidence: Evidence, credential: Credential) -> Iterator[Answered]:
    """Every question of every cycle, in order."""
    each = evidence.requirement.options.get("each", {})
    for cycle in evidence.value.cycles:
        for question in questions(evidence.requirement):
            pieces = evidence.value.answer(question["id"], cycle)
            own, all = sum(p.own for p in pieces), sum(p.all for p in pieces)
            yield Answered(question, cycle, pieces, own, enough(own, all, each, credential))


def find_question(requirement: Requirement) -> Find:
    """Finds the question that a heading names."""
    return finder((q["id"], q["title"], q.get("aliases", ())) for q in questions(requirement))


def read(requirement: Requirement, documents: tuple[Document, ...], context: Context) -> Evidence:
    cycles = cycles_of(requirement, context.evidence)
    found = read_headed(documents, find_question(requirement), requirement, cycles)
    return Evidence(requirement, documents, value=Questionnaire(tuple(found), cycles))


def measures(evidence: Evidence, counted: Count, credential: Credential) -> tuple[Measure, ...]:
    """How many of the questions are answered, over all cycles."""
    states = [each.status for each in answered(evidence, credential)]
    number = sum(state != "unmet" for state in states)
    status: Status = "unmet" if number < len(states) or not states else "at-risk"
    if set(states) == {"met"}:
        status = "met"
    measure = measure_number(evidence, "questions", number, len(states), status)
    return (measure, *measure_asked(evidence, counted, credential))


FIELDS: dict[str, Field] = {
    "questions": Many(
        "What is asked, in order.",
        Record(
            "One question.",
            {
                "id": Text("Stable id; headings may name it.", "worked"),
                "title": Text("What a heading says.", "What worked"),
                "prompt": Text("The question in full.", "What went well, and how do you know?"),
                "aliases": Many("Other headings that mean it.", Text("A heading.", "Successes")),
            },
            ("id", "title"),
        ),
    ),
    "each": each_field("answer"),
    "cycle": Reference("The dated steps for each of whose cycles they are asked.", "steps"),
}


def faults(requirement: Values, credential: Values) -> Iterator[tuple[str, str, str]]:
    """A list has to hold questions."""
    if not requirement.get("questions"):
        message = "Nobody can meet this: there is no question that could be answered."
        yield "kind", message, "Add `questions:`, a list of questions with id and title."


KIND = Kind(
    "questions",
    "Answers to several questions",
    read,
    measures=measures,
    requirement_fields=FIELDS,
    document_fields={"cycle": Text("The cycle that this document is about.", "1")},
    needs=("steps",),
    finding="CF541",
    faults=faults,
)
