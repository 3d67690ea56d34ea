"""CF901."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Place, Portfolio


@check("CF901", "error", late=True)
def waiver_unused(portfolio: Portfolio) -> Iterator[Problem]:
    """A waiver waives nothing.

    The finding is gone, or the waiver was written for another portfolio.

    Bad:
        - {code: CF205, requirement: reflection, reason: …, by: …}   (no such finding)

    Good:
        The waiver taken out of the file.
    """
    for waiver in portfolio.unused_waivers:
        what = waiver.code + (f" of `{waiver.requirement}`" if waiver.requirement else "")
        message = f"The waiver of {what} ({waiver.place.path}, line {waiver.place.line}) waives "
        message += "nothing."
        yield Problem(Place(), message, "Take it out of the waiver file.")
