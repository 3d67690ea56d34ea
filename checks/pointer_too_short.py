"""CF410."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio
from credfolio.quotations import LEAST_SECONDS
from credfolio.wording import at, highlights, lasting


@check("CF410", "warning")
def pointer_too_short(portfolio: Portfolio) -> Iterator[Problem]:
    """A pointer into the recording is too short to show anything.

    Its condition is shown by another highlight, or else CF401 says this; the short one doesn't
    count.

    Bad:
        > [00:02:10–00:02:13]

    Good:
        > [00:02:10–00:02:45]
    """
    shown = {c for h in portfolio.highlights if h.evidences for c in h.conditions}
    for id, highlight in highlights(portfolio):
        short = highlight.seconds is not None and 0 <= highlight.seconds < LEAST_SECONDS
        if not short or highlight.problems or shown.isdisjoint(highlight.conditions):
            continue
        message = f"This highlight points to {lasting(highlight.seconds or 0)}."
        hint = "Write where the passage begins and where it ends: `> [00:02:10–00:02:45]`."
        yield Problem(at(highlight), message, hint, id)
