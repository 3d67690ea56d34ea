"""CF409."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio
from credfolio.wording import at, highlights, shorten


@check("CF409", "error")
def highlight_overused(portfolio: Portfolio) -> Iterator[Problem]:
    """One passage is to show more than two conditions.

    A passage may serve two conditions, not more: an assessor wants evidence of each.

    Bad:
        > **Partner:** Yes. {.trust .dialogue .feedback .action}

    Good:
        > **Partner** [00:01:18]: That's it. Yeah. {.trust .dialogue}
    """
    for id, highlight in highlights(portfolio):
        if highlight.overused:
            message = f"“{shorten(highlight.text)}” is to show more than two conditions."
            hint = "Keep it for the two that it shows best; find other passages for the rest."
            yield Problem(at(highlight), message, hint, id)
