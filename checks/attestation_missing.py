"""CF503."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Place, Portfolio
from credfolio.words import squeeze
from credfolio.workspace import METADATA


@check("CF503", "warning")
def attestation_missing(portfolio: Portfolio) -> Iterator[Problem]:
    """Something that you confirm before handing in is not confirmed.

    It never makes a portfolio incomplete. Without it, nothing should be handed in.

    Bad:
        attestations: {own_work: no}

    Good:
        attestations: {own_work: 2026-11-01, release: yes, privacy: yes}
    """
    if portfolio.credential is None or METADATA not in portfolio.files:
        return
    if any(f.code == "CF501" and f.place.path == METADATA for f in portfolio.faults):
        return
    given = portfolio.metadata.attestations
    places = portfolio.metadata.places
    for attestation in portfolio.credential.attestations:
        if given.get(squeeze(attestation.id)):
            continue
        place = places.get(f"attestations.{attestation.id}", places.get("attestations"))
        message = f"You have not confirmed: “{attestation.title}”"
        hint = f"Once it is true, write `{attestation.id}: yes` or its date below `attestations:`."
        yield Problem(place or Place(METADATA, 1, 1), message, hint)
