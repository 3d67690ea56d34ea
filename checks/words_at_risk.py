"""CF202."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio
from credfolio.wording import account, judged, start_of
from credfolio.words import plural


@check("CF202", "warning")
def words_at_risk(portfolio: Portfolio) -> Iterator[Problem]:
    """An answer reaches its minimum only if words are counted that a strict assessor leaves out.

    Pasted into a word processor, the text is long enough; the author's own words are not, though
    nearly. Also said where an issuer takes the minimum for a guide.

    Bad:
        460 words of one's own and 60 quoted, where 500 are asked for.

    Good:
        500 words of one's own.
    """
    for id, evidence, measures in judged(portfolio):
        for measure in measures:
            if measure.status != "at-risk" or measure.unit != "words":
                continue
            own, minimum = measure.value or 0, measure.minimum or 0
            message = (
                f"“{evidence.requirement.title}” has {plural(own, 'word')} that surely count; "
            )
            message += f"{minimum:,} are asked for.{account(measure)}"
            hint = f"{plural(minimum - own, 'more word')} would make it safe."
            yield Problem(start_of(evidence), message, hint, id)
