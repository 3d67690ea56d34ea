"""CF402."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Highlight, Portfolio
from credfolio.transcript import visible
from credfolio.wording import at, excerpt, faults, highlights, shorten


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
    yield from faults(portfolio, "CF402")
    unread = _unread(portfolio)
    for id, highlight in highlights(portfolio):
        if "not-found" not in highlight.problems:
            continue
        if unread:
            yield Problem(at(highlight), *unread, id)
            return
        yield Problem(at(highlight), *_said(highlight), id)


def _unread(portfolio: Portfolio) -> tuple[str, str] | None:
    """Said once where there is no transcript to look anything up in."""
    if any(c.turns for c in portfolio.conversations):
        return None
    if not portfolio.conversations:
        message = "There is no conversation in which this quotation could be found."
        return message, "Write the conversation first; its quotations are looked up in it."
    if any(c.recordings for c in portfolio.conversations):
        message = "There is no transcript in which this quotation could be found."
        return message, "Add one, or point into the recording: `> [00:02:10–00:02:45]`."
    path = portfolio.conversations[0].documents[0].path
    message = "Quotations can’t be looked up: no speaker was recognised in the conversation."
    return message, f"Mend `{path}` first."


def _said(highlight: Highlight) -> tuple[str, str]:
    text = shorten(visible(highlight.failed or highlight.text))
    if "apart" in highlight.problems:
        message = f"These words are not said in one turn, or in turns that follow: “{text}”."
        return message, "Give each turn a line of its own, and each passage a quotation."
    message = f"These words are not in the conversation: “{text}”."
    turn = highlight.nearest
    if turn is None:
        return message, "Copy the passage from the transcript, word for word."
    near = excerpt(turn.spoken, highlight.failed or highlight.text).rstrip(".")
    return message, f"Nearest is {turn.path}, line {turn.line}, {turn.speaker}: “{near}”."
