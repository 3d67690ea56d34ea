"""CF402."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio
from credfolio.wording import at, excerpt, highlights, shorten


@check("CF402", "error")
def quotation_not_found(portfolio: Portfolio) -> Iterator[Problem]:
    """Quoted words are not in the conversation.

    Case, punctuation, quotation marks, dashes, spaces and fillers make no difference; words do.
    Words left out are marked with `…`, inserted ones stand in `[brackets]`. The nearest passage
    is shown and never taken for the quotation.

    Bad:
        > **Coach:** What would you find most useful?

    Good:
        > **Coach:** What would be most useful for you?
    """
    for id, highlight in highlights(portfolio):
        if "not-found" not in highlight.problems:
            continue
        message = f"These words are not in the conversation: “{shorten(highlight.text)}”."
        if not any(c.turns for c in portfolio.conversations):
            message = "There is no transcript in which this quotation could be found."
            hint = "Add one, or point into the recording: `> [00:02:10–00:02:45]`."
        elif highlight.nearest is None:
            hint = "Copy the passage from the transcript, word for word."
        else:
            turn = highlight.nearest
            hint = f"Nearest is {turn.path}, line {turn.line}, {turn.speaker}: "
            hint += f"“{shorten(excerpt(turn.spoken, highlight.text))}”."
        yield Problem(at(highlight), message, hint, id)
