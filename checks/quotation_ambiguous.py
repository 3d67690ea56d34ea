"""CF403."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio
from credfolio.times import show_time
from credfolio.wording import at, highlights, shorten


@check("CF403", "warning")
def quotation_ambiguous(portfolio: Portfolio) -> Iterator[Problem]:
    """Quoted words stand in several turns.

    An assessor can't tell which one is meant.

    Bad:
        > I'm not sure what to do about that.

    Good:
        > **Partner** [00:03:44]: I'm not sure what to do about that.
    """
    for id, highlight in highlights(portfolio):
        if "ambiguous" not in highlight.problems:
            continue
        several = len({turn.path for turn in highlight.candidates}) > 1
        places = ", ".join(
            f"{turn.path + ', ' if several else ''}line {turn.line}"
            for turn in highlight.candidates[:4]
        )
        message = f"“{shorten(highlight.text)}” stands in several turns: {places}."
        turn = highlight.candidates[0]
        moment = show_time(turn.start) if turn.start is not None else "0:02:10"
        hint = f"Add speaker and time, `> **{turn.speaker}** [{moment}]: …`, or quote more words."
        yield Problem(at(highlight), message, hint, id)
