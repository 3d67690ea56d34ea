"""CF203."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio
from credfolio.quoting import quotes_words
from credfolio.wording import start_of


@check("CF203", "error")
def quotation_missing(portfolio: Portfolio) -> Iterator[Problem]:
    """Direct quotations are asked for, and there is none.

    A blockquote, or quotation marks of any language around four words or more, will do.

    Bad:
        My partner told me what bothered her.

    Good:
        > **Partner:** It looks like nobody asked.
    """
    for id, evidence in portfolio.evidence.items():
        if not evidence.requirement.quotations:
            continue
        blocks = [block for document in evidence.documents for block in document.blocks]
        if any(b.kind == "quotation" or quotes_words(b.text) for b in blocks):
            continue
        message = f"“{evidence.requirement.title}” asks for direct quotations, and there is none."
        hint = "Quote what was said: a line that begins with `>`, or words in quotation marks."
        yield Problem(start_of(evidence), message, hint, id)
