"""CF702."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.feedback import advice_on, find
from credfolio.model import Portfolio
from credfolio.moments import quoted


@check("CF702", "note")
def advice_as_feedback(portfolio: Portfolio) -> Iterator[Problem]:
    """Advice stands where feedback is given: a moment to look at.

    Between equals the colleague draws the conclusions. A simple rule finds words that advise in
    the turns of a conversation and in the paragraphs of an exhibit, in English only. What somebody
    says of their own work (“I should have waited”) is none, nor is a question that asks the
    colleague (“What do you think you should do?”). It is a note: it never changes the verdict, and
    `<!-- credfolio: ignore CF702 -->` above a turn or paragraph silences it.

    Bad:
        **Coach:** You should have waited longer. I would never answer my own question.

    Good:
        **Coach:** You answered two of the questions yourself. What do you think you should do?
        **Partner:** I should have waited. I would have loved to hear table five.
    """
    for found in find(portfolio, "advice"):
        who = f"{found.speaker} says" if found.speaker else "This exhibit says"
        message = f"Words that may advise: {who} {quoted(found.spans)}."
        hint = advice_on(found, "Write what was seen or heard instead, and ask what it tells.")
        yield Problem(found.place, message, hint, found.requirement)
