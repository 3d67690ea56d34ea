"""CF304."""

from collections.abc import Iterator
from itertools import pairwise

from credfolio.checking import Problem, check
from credfolio.model import Place, Portfolio
from credfolio.times import show_time


@check("CF304", "warning")
def times_out_of_order(portfolio: Portfolio) -> Iterator[Problem]:
    """A turn begins before the turn above it.

    A typing mistake in a time sends an assessor to the wrong place.

    Bad:
        **Coach** [00:05:10]: What did you see?
        **Partner** [00:04:20]: Nine marks at table one.

    Good:
        **Coach** [00:05:10]: What did you see?
        **Partner** [00:05:20]: Nine marks at table one.
    """
    for id, evidence in portfolio.evidence.items():
        for conversation in evidence.conversations:
            timed = [(turn, turn.start) for turn in conversation.turns if turn.start is not None]
            for (before, earlier), (turn, start) in pairwise(timed):
                if start >= earlier:
                    continue
                message = f"This turn begins at {show_time(start)}, before the turn above it "
                message += f"({show_time(earlier)}, line {before.line})."
                place = Place(turn.path, turn.line, turn.column)
                yield Problem(place, message, "Correct one of the two times.", id)
