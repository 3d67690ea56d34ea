"""CF205."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio
from credfolio.wording import start_of


@check("CF205", "error")
def cannot_count(portfolio: Portfolio) -> Iterator[Problem]:
    """The text is in a script without spaces between words.

    Chinese, Japanese, Thai and some other scripts are written without spaces, so that words
    can't be counted as the credential counts them. We give no number rather than a wrong one.

    Bad:
        我们每周见面。

    Good:
        A text in a script with spaces, or a waiver by the programme (`--waivers`).
    """
    for id, measures in portfolio.measures.items():
        if any(m.unit == "words" and m.value is None for m in measures):
            evidence = portfolio.evidence[id]
            message = f"The words of “{evidence.requirement.title}” can't be counted: the script "
            message += "has no spaces between words."
            hint = "Ask the programme how it counts; it can waive this finding."
            yield Problem(start_of(evidence), message, hint, id)
