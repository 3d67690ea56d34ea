"""CF309."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Place, Portfolio
from credfolio.wording import faults
from credfolio.words import plural, words


@check("CF309", "warning")
def text_lost(portfolio: Portfolio) -> Iterator[Problem]:
    """Words of the file would not be seen on the page.

    A comment that nothing closes hides the rest of the file; `<words in angle brackets>` are
    taken for a tag; `[Coach]: hello` defines a link in Markdown and vanishes; captions whose
    times can't be read, and lines between captions, are no captions. Such words are not counted
    either.

    Bad:
        <!-- How did it begin?

        It began in the corridor.

    Good:
        <!-- How did it begin? -->

        It began in the corridor.
    """
    for document in portfolio.documents:
        for line, column, text in document.hidden:
            lost = words(text)
            if not lost:
                continue
            start = " ".join(text.split())
            start = start if len(start) <= 60 else start[:58] + "…"
            message = f"{plural(lost, 'word')} would not be seen on the page: “{start}”."
            hint = "Close the comment with `-->`, or put `\\` before `<` or `[`."
            known = document.requirement if document.requirement in portfolio.evidence else None
            yield Problem(Place(document.path, line, column), message, hint, known)
    yield from faults(portfolio, "CF309")
