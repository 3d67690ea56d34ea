"""A portfolio for blind review: an id of its own stands where its author's name would."""

import re
from dataclasses import replace
from hashlib import sha256

from credfolio.model import Portfolio, PrivateName, Report

_DESCRIBED = re.compile(r"(?:an?|the|one|some)\s", re.I)


def fingerprint(portfolio: Portfolio) -> str:
    """Tells one state of a portfolio from another: 16 digits of a hash of what was written."""
    digest = sha256()
    for document in portfolio.documents:
        digest.update(f"{document.path}\0{document.body}\0".encode())
    return digest.hexdigest()[:16]


def submission_id(portfolio: Portfolio) -> str:
    """`Submission 4f2a-9c1b`: from what was written, so that it tells nothing of who wrote it."""
    digits = fingerprint(portfolio)
    return f"Submission {digits[:4]}-{digits[4:8]}"


def blinded(report: Report) -> Report:
    """The report without what `portfolio.yml` tells of its author."""
    portfolio = report.portfolio
    metadata = portfolio.metadata._replace(name=submission_id(portfolio), role="", organization="")
    return replace(report, portfolio=portfolio._replace(metadata=metadata))


def author_names(portfolio: Portfolio) -> tuple[PrivateName, ...]:
    """What must not leave: the author's name and organization, as far as they are names. `A middle
    school` is a description, which any text may hold.
    """
    told = portfolio.metadata
    named = ((told.name, "the author"), (told.organization, "the organization"))
    return tuple(
        PrivateName(name, label) for name, label in named if name and not _DESCRIBED.match(name)
    )
