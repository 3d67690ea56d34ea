"""CF505."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.fields import nearest
from credfolio.model import Place, Portfolio
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
                near = nearest(turn.speaker, labels)
                hint = f"Did you mean {near}?" if near else "Declare them in `portfolio.yml`: "
                hint += "" if near else f"`- {{label: {turn.speaker}, role: …, consent: …}}`."
                yield Problem(Place(turn.path, turn.line, turn.column), message, hint, id)
