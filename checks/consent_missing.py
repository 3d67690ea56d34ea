"""CF504."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio
from credfolio.workspace import METADATA


@check("CF504", "warning")
def consent_missing(portfolio: Portfolio) -> Iterator[Problem]:
    """Somebody who takes part has not agreed to be quoted.

    It never makes a portfolio incomplete. Without it, nothing should be handed in.

    Bad:
        participants:
          - {id: partner, label: Partner}

    Good:
        participants:
          - {id: partner, label: Partner, consent: 2026-09-10}
    """
    for participant in portfolio.metadata.participants:
        place = participant.place
        unread = any(
            f.code == "CF502" and f.place.path == METADATA and "consent" in f.message
            for f in portfolio.faults
            if (f.place.line or 0) - (place.line or 0) in range(8)
        )
        if not participant.consent and not unread:
            message = f"There is no consent of {participant.label}."
            hint = "Ask them, and write the day as `consent: 2026-09-10`."
            yield Problem(participant.place, message, hint)
