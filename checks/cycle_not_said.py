"""CF508."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.kinds import kind
from credfolio.model import Portfolio
from credfolio.wording import is_unread


@check("CF508", "error")
def cycle_not_said(portfolio: Portfolio) -> Iterator[Problem]:
    """A document about one of several cycles doesn't say which, or names one that there is not.

    Its front matter names the cycle as the table of the steps does. Where there is a single cycle,
    nothing needs to be said.

    Bad:
        ---
        requirement: video-reflection
        cycle: 3
        ---
        (the steps have two cycles)

    Good:
        ---
        requirement: video-reflection
        cycle: 2
        ---
    """
    for id, evidence in portfolio.evidence.items():
        requirement = evidence.requirement
        stated = "cycle" in kind(requirement.kind).document_fields
        if stated and "cycle" in requirement.options:  # else its dates say which
            # Imported where it is needed: most credentials have no cycles.
            from credfolio.kinds.headed import cycles_of, stray_cycles

            cycles = cycles_of(requirement, portfolio.evidence)
            unread = is_unread(portfolio, requirement.options["cycle"])
            for place, written, message, hint in stray_cycles(evidence.documents, cycles):
                if not (written and unread):  # it may stand in a row that can't be read yet
                    yield Problem(place, message, hint, id)
