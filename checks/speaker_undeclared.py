"""CF505."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.fields import nearest
from credfolio.model import Place, Portfolio, Turn
from credfolio.words import label_form, typed
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
                hint = _hint(turn, labels, portfolio.root.name)
                yield Problem(Place(turn.path, turn.line, turn.column), message, hint, id)


def _hint(turn: Turn, labels: tuple[str, ...], folder: str) -> str:
    """Never with the words that speak here in a line to copy: they may be a real name."""
    if near := nearest(turn.speaker, labels):
        return f"Did you mean {near}?"
    known = f": {', '.join(labels)}" if labels else ""
    if turn.speaker.casefold() == "speaker":
        return f"Put the label of the one who speaks there, turn by turn{known}."
    declare = "A further label is declared in `portfolio.yml`: `- {label: …, role: …, consent: …}`."
    if turn.path.lower().endswith(".md"):
        return f"Put a label in the place of a real name{known}. {declare}"
    call = typed("import", f"{folder}/{turn.path}")
    return f"Run `{call}`, which puts labels in the place of names. {declare}"
