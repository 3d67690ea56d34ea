"""CF505."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.fields import nearest
from credfolio.model import Place, Portfolio, Turn
from credfolio.words import label_form
from credfolio.workspace import METADATA


@check("CF505", "warning")
def speaker_undeclared(portfolio: Portfolio) -> Iterator[Problem]:
    """Somebody speaks who is not among the participants.

    Often a misspelt label, or a real name that was left in the transcript.

    Bad:
        **Couch:** What would be most useful for you?

    Good:
        **Coach:** What would be most useful for you?
    """
    if any(f.code == "CF501" and f.place.path == METADATA for f in portfolio.faults):
        return  # nobody can be declared in a file that can't be read
    labels = tuple(p.label for p in portfolio.metadata.participants)
    for id, evidence in portfolio.evidence.items():
        seen: set[str] = set()
        for conversation in evidence.conversations:
            for turn in conversation.turns:
                if turn.declared or not turn.speaker or label_form(turn.speaker) in seen:
                    continue
                seen.add(label_form(turn.speaker))
                message = f"“{turn.speaker}” speaks, but is not among the participants."
                hint = _hint(turn, labels)
                yield Problem(Place(turn.path, turn.line, turn.column), message, hint, id)


def _hint(turn: Turn, labels: tuple[str, ...]) -> str:
    if near := nearest(turn.speaker, labels):
        return f"Did you mean {near}?"
    declare = f"`- {{label: {turn.speaker}, role: …, consent: …}}`"
    if turn.path.lower().endswith(".md"):
        return f"Declare them in `portfolio.yml`: {declare}."
    return (
        f"Run `credfolio import {turn.path}`, which writes labels in place of names, or declare "
        f"them in `portfolio.yml`: {declare}."
    )
