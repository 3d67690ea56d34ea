"""CF502."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio
from credfolio.wording import faults


@check("CF502", "error")
def metadata_invalid(portfolio: Portfolio) -> Iterator[Problem]:
    """Metadata is missing, misspelt or of the wrong form.

    Dates are written year-month-day. An unknown key is a warning with the nearest known one. A
    portfolio for an older version of its credential is checked by the present one, with a warning
    that says what changed; one for a newer version can't be judged.

    Bad:
        consent: 11/01/2026

    Good:
        consent: 2026-11-01
    """
    yield from faults(portfolio, "CF502")
