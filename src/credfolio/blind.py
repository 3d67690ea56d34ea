"""A portfolio for blind review: an id of its own stands where its author's name would."""

import re
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from credfolio.model import NameFound, NamesSearched, Place, Portfolio, PrivateName, Report

_DESCRIBED = re.compile(r"(?:an?|the|one|some)\s", re.I)
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"[/@]|\.\w")
_LINK = re.compile(r'\shref="((?:https?:|mailto:)[^"]*)"', re.I)
_SHORTEST = 3
_ROLES = frozenset(
    "applicant author candidate coach educator instructor leader learner mentor participant "
    "partner practitioner principal specialist student teacher".split()
)


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


def names_its_author(portfolio: Portfolio) -> bool:
    """Whether `portfolio.yml` tells anything of its author, as no anonymous one does."""
    told = portfolio.metadata
    return bool(told.role or told.organization) or told.name != submission_id(portfolio)


def author_names(portfolio: Portfolio) -> tuple[PrivateName, ...]:
    """What must not leave: the author's name, whole and in parts, and the organization, as far as
    they are names. `A middle school` is a description, which any text may hold.
    """
    told = portfolio.metadata
    named = [(told.name, "the author"), (told.organization, "the organization")]
    whole = [PrivateName(n, label) for n, label in named if n and not _is_description(n)]
    parts = [] if _is_description(told.name) else _parts(told.name, portfolio)
    return (*whole, *(PrivateName(part, "the author", (part.upper(),)) for part in parts))


def _is_description(name: str) -> bool:
    """`A teacher`, `Grade-8 teacher`, `Teacher Leader`: it tells what somebody is, not who."""
    words = _WORD.findall(name)
    lower = [word.lower() for word in words]
    said = any(word in _ROLES for word in words) or all(word in _ROLES for word in lower)
    return bool(_DESCRIBED.match(name)) or said


def _parts(name: str, portfolio: Portfolio) -> list[str]:
    """Given names and surnames, `Whitfield` of `Dana van Whitfield`; none that the author also
    writes small, since it is a word of the language: `Grace`, `Will`.
    """
    words = [word for word in _WORD.findall(name) if len(word) >= _SHORTEST and word.istitle()]
    if len(words) < 2:
        return []
    prose = (run for d in portfolio.documents for run in d.body.split() if not _ADDRESS.search(run))
    small = {word for run in prose for word in _WORD.findall(run)}
    return [word for word in dict.fromkeys(words) if word.lower() not in small]


def telling_links(
    pages: Iterable[tuple[str, str]], names: tuple[PrivateName, ...]
) -> NamesSearched:
    """The names of one word in the addresses of other sites to which (path, HTML) of pages link."""
    single = [name for name in names if _WORD.fullmatch(name.real)]
    found = [
        NameFound(name, Place(path), "a link")
        for path, html in pages
        for link in _LINK.findall(html)
        for name in single
        if name.real.casefold() in link.casefold()
    ]
    return NamesSearched(names, 0, tuple(found), ())
