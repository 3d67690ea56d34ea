"""What a credential may ask of the answers to a list of questions."""

from collections.abc import Iterator, Mapping
from typing import Any

from credfolio.checking import Problem, check
from credfolio.kinds.headed import cycles_in, how_to_head, in_cycle
from credfolio.kinds.questions import answered, find_question, questions
from credfolio.model import Credential, Evidence, Place, Portfolio, Severity
from credfolio.wording import of_kind, start_of
from credfolio.words import plural


@check("CF541", "error")
def question_unanswered(portfolio: Portfolio) -> Iterator[Problem]:
    """A question of a list has no answer, in all or in one of the cycles.

    Each question is answered under a heading that says its title. What is quoted there is no
    answer, nor is a heading with nothing below it.

    Bad:
        Six questions are asked; five headings stand in the document.

    Good:
        A heading for each, with an answer of one's own below it.
    """
    for id, evidence in of_kind(portfolio, "questions"):
        for cycle in evidence.value.cycles:
            place = _place(evidence, cycle)
            if place is None:
                message = f"No document answers the questions for cycle {cycle}."
                hint = f"Write one with `requirement: {id}` and `cycle: {cycle}`."
                yield Problem(start_of(evidence), message, hint, id, behind="CF508")
                continue
            for question in questions(evidence.requirement):
                yield from _unanswered(question, cycle, place, evidence)


def _place(evidence: Evidence, cycle: str) -> Place | None:
    """Where the answers for a cycle begin."""
    cycles = evidence.value.cycles
    mine = [d for d in evidence.documents if not cycle or cycle in cycles_in(d, cycles)]
    return start_of(evidence._replace(documents=tuple(mine))) if mine else None


def _unanswered(
    question: Mapping[str, Any], cycle: str, place: Place, evidence: Evidence
) -> Iterator[Problem]:
    pieces = evidence.value.answer(question["id"], cycle)
    title = question["title"]
    if not pieces:
        find = find_question(evidence.requirement)
        hint = how_to_head(title, "your answer", evidence.documents, find)
        message = f"The question “{title}” is not answered{in_cycle(cycle)}."
        yield Problem(place, message, hint, evidence.requirement.id)
    elif not sum(piece.own for piece in pieces):
        message = f"There are no words of your own under “{title}”{in_cycle(cycle)}."
        hint = "Answer in a sentence or more of your own; what is quoted is no answer."
        yield Problem(pieces[0].place, message, hint, evidence.requirement.id)


@check("CF542", "error")
def answer_too_short(portfolio: Portfolio) -> Iterator[Problem]:
    """An answer to one of several questions has fewer words of the author's own than it needs.

    It is a warning where nearly all that is asked for surely counts, and where the credential takes
    the minimum for a guide.

    Bad:
        ## What worked

        The silence.

    Good:
        ## What worked

        Waiting for five seconds after each question: four pupils spoke who had not spoken before.
    """
    for id, evidence in of_kind(portfolio, "questions"):
        if portfolio.credential is not None:
            yield from _short(id, evidence, portfolio.credential)


def _short(id: str, evidence: Evidence, credential: Credential) -> Iterator[Problem]:
    least = evidence.requirement.options.get("each", {}).get("words", 0)
    for question, cycle, pieces, own, status in answered(evidence, credential):
        if not own or status == "met":
            continue
        message = f"“{question['title']}”{in_cycle(cycle)} has {plural(own, 'word')} of your own; "
        message += f"{least:,} are asked for."
        hint = f"Write {plural(least - own, 'more word')}."
        severity: Severity | None = "warning" if status == "at-risk" else None
        yield Problem(pieces[0].place, message, hint, id, severity)
