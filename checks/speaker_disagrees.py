"""CF408."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio
from credfolio.wording import at, faults, highlights


@check("CF408", "error")
def speaker_disagrees(portfolio: Portfolio) -> Iterator[Problem]:
    """The words are in the conversation, but somebody else says them.

    Bad:
        > **Partner:** What would be most useful for you?   (said by the Coach)

    Good:
        > **Coach:** What would be most useful for you?
    """
    yield from faults(portfolio, "CF408")
    for id, highlight in highlights(portfolio):
        if "speaker" not in highlight.problems or highlight.match is None:
            continue
        conversation = portfolio.conversations[highlight.match.conversation]
        turn = conversation.turns[highlight.match.first]
        written = next((p.speaker for p in highlight.pieces if p.speaker), "")
        said = " and ".join(
            dict.fromkeys(conversation.turns[t].speaker for t, _, _ in highlight.match.spans)
        )
        message = f"{said} says these words (line {turn.line}), not {written} alone."
        if len(highlight.match.spans) == 1:
            message = f"{said} says these words (line {turn.line}), not {written}."
        yield Problem(at(highlight), message, f"Write `> **{turn.speaker}**: …`.", id)
