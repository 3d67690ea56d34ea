"""CF407."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio
from credfolio.times import show_time
from credfolio.wording import at, faults, highlights


@check("CF407", "warning")
def time_disagrees(portfolio: Portfolio) -> Iterator[Problem]:
    """The words are in the conversation, at another time.

    A time agrees from its turn's beginning to the next turn's, five seconds more or less.

    Bad:
        > **Coach** [00:12:10]: What would be most useful for you?   (said at 00:02:10)

    Good:
        > **Coach** [00:02:10]: What would be most useful for you?
    """
    yield from faults(portfolio, "CF407")
    for id, highlight in highlights(portfolio):
        if "time" not in highlight.problems or highlight.match is None:
            continue
        conversation = portfolio.conversations[highlight.match.conversation]
        turn = conversation.turns[highlight.match.first]
        written = next((p.time for p in highlight.pieces if p.time is not None), 0.0)
        said = show_time(turn.start or 0.0)
        message = f"These words are said at {said} (line {turn.line}), not at {show_time(written)}."
        yield Problem(at(highlight), message, f"Write `[{said}]`.", id)
