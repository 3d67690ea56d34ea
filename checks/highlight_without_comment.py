"""CF404."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio
from credfolio.wording import at, highlights, shorten
from credfolio.words import words

_LEAST = 3
"""Words that a comment has at the least: “Ok.” is none."""

_GLANCE = 100
"""Characters that nearly every comment has its first words in."""


@check("CF404", "error")
def highlight_without_comment(portfolio: Portfolio) -> Iterator[Problem]:
    """A passage is quoted, and nothing is said about it.

    A highlight says how the passage shows the condition. The comment may follow the quotation,
    precede it, or serve several.

    Bad:
        ## Trust {#trust}

        > **Coach:** What would be most useful for you?

    Good:
        ## Trust {#trust}

        > **Coach:** What would be most useful for you?

        I open by handing the agenda to my colleague.
    """
    for id, highlight in highlights(portfolio):
        if portfolio.evidence[id].requirement.kind != "annotation":
            continue  # whether what is coded needs a comment is up to the credential
        if words(highlight.comment[:_GLANCE]) >= _LEAST or words(highlight.comment) >= _LEAST:
            continue
        message = "Next to nothing is said" if words(highlight.comment) else "Nothing is said"
        message += f" about “{shorten(highlight.text)}”."
        hint = "Write under it, in your own words, how it shows the condition."
        yield Problem(at(highlight), message, hint, id)
