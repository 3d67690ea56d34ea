"""CF701."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.feedback import advice_on, find
from credfolio.model import Portfolio
from credfolio.moments import quoted


@check("CF701", "note")
def evaluative_language(portfolio: Portfolio) -> Iterator[Problem]:
    """Words that judge stand where feedback is given: a moment to look at.

    Growth-focused feedback describes what was seen and leaves the judgement to the colleague;
    praise is a judgement, too. A simple rule finds such words in the turns of a conversation and
    in the paragraphs of an exhibit, in English only, and does not know who is meant. It is a note:
    it never changes the verdict, and `<!-- credfolio: ignore CF701 -->` above a turn or paragraph
    silences it.

    Bad:
        **Coach:** The beginning seemed a bit boring. Your questions were great, though.

    Good:
        **Coach:** I saw you ask nine questions, and twenty hands in the first two rows.
        **Partner:** I would have loved to see the back row, too.
    """
    for found in find(portfolio, "evaluative"):
        who = f"{found.speaker} says" if found.speaker else "This exhibit says"
        message = f"Words that may judge: {who} {quoted(found.spans)}."
        hint = advice_on(
            found, "Write what was seen or heard instead, and leave out how good it was."
        )
        yield Problem(found.place, message, hint, found.requirement)
