"""A portfolio's evidence as Open Badges 3.0 `Evidence`, for an issuer's credential.

Figures and the credential's own words only, nothing of what the author wrote: what an issuer has
signed can't be called back. Source of the form: the class Evidence of the data model at
https://www.imsglobal.org/spec/ob/v3p0/, whose properties but `type` are all optional.
"""

import re
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from credfolio.compose.composition import Composition
from credfolio.compose.ledger import STATUS, Entry, amount
from credfolio.compose.site import ComposeOptions
from credfolio.kinds import kind
from credfolio.model import Evidence, Measure, Report, Status
from credfolio.times import show_time
from credfolio.wording import length_read
from credfolio.words import capital_first, counted, plural

_ARTICLE = re.compile(r"(?:an?|the)\s+", re.I)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|&~])")
DISCLAIMER = (
    "This says what was submitted and what was counted. Whether it earns the credential is for the "
    "issuer to say."
)


class Submitted(NamedTuple):
    """What was submitted for one requirement. `page`: where the site shows it, percent-encoded.

    `narrative` is Markdown, all else plain text.
    """

    requirement: str
    page: str
    name: str
    description: str
    narrative: str
    genre: str


class Packed(NamedTuple):
    """The package that holds it all. `digest`: SHA-256 in hex; `size`: bytes; `by`: the version
    of credfolio that made it.
    """

    digest: str
    size: int
    by: str


class Portable(NamedTuple):
    """What a record is made of. `record`: the report as `check --output json` gives it. `title`:
    the credential's. `sources`: SHA-256 in hex by path, of each file that the author wrote.
    """

    record: Mapping[str, Any]
    title: str
    submitted: tuple[Submitted, ...]
    sources: Mapping[str, str]
    package: Packed | None = None
    draft: bool = False


def submitted(report: Report) -> Iterator[Submitted]:
    """For each requirement that has documents, in the credential's order."""
    composition = Composition(report, ComposeOptions())
    for entry, row in zip(composition.entries, report.ledger, strict=True):
        evidence = report.portfolio.evidence.get(entry.requirement.id)
        if evidence is None or not row.documents:
            continue
        yield Submitted(
            entry.requirement.id,
            _page(composition, entry),
            entry.requirement.title,
            f"What was asked for: {entry.requirement.prompt}",
            " ".join(_told(composition, entry, row.measures, evidence)),
            genre(entry.requirement.kind),
        )


def genre(name: str) -> str:
    """`Annotation` for the kind that calls itself `An annotation`."""
    title = _ARTICLE.sub("", kind(name).title, count=1)
    return capital_first(title)


def _page(composition: Composition, entry: Entry) -> str:
    """The page of its document; where there are several, the place that lists them."""
    pages = composition.places.pages
    if len(entry.pages) == 1 and (page := pages.get(entry.pages[0][0])):
        return quote(page)
    return f"{quote(pages[composition.names['requirements']])}#cf-{quote(entry.requirement.id)}"


def _told(
    composition: Composition, entry: Entry, measures: Iterable[Measure], evidence: Evidence
) -> Iterator[str]:
    """What was submitted, in sentences."""
    yield f"Submitted in {plural(len(entry.pages), 'document')}."
    for measure in measures:
        yield _counted(measure)
    shown = Counter(id for h in evidence.highlights if h.evidences for id in h.conditions)
    credential = composition.report.portfolio.credential
    titles = {c.id: c.title for c in (credential.conditions if credential else ())}
    if shown:
        each = (f"{_plain(titles[id])} ({shown[id]})" for id in titles if id in shown)
        yield f"Passages of the conversation that are highlighted, by condition: {', '.join(each)}."
    yield _STATUS[entry.status]


# What a program can say of it, and by its name: never that an assessor was content.
_STATUS: dict[Status, str] = {
    "met": "credfolio found everything that it looks for.",
    "at-risk": "credfolio found what it looks for, but could not confirm all of it.",
    "unmet": "credfolio did not find everything that is asked for.",
    "missing": "credfolio did not find what is asked for.",
    "waived": "The programme lets pass what credfolio did not find.",
}


def _counted(measure: Measure) -> str:
    """One measure against what is asked for."""
    if measure.value is None:
        told = amount(measure)
        return f"{capital_first(told)}."
    timed = measure.unit == "seconds"
    told = f"{show_time(measure.value)} minutes" if timed else counted(measure.value, measure.unit)
    if measure.unit == "words":
        told += " counted"
    if measure.minimum is not None:
        least = show_time(measure.minimum) if timed else f"{measure.minimum:,}"
        told += f"; at least {least} are asked for"
    return f"{told}. {length_read(measure) if timed else ''}".rstrip()


def _plain(text: str) -> str:
    """`text` as Markdown that shows it as it is."""
    return _MARKDOWN.sub(r"\\\1", text)


# --- the objects -----------------------------------------------------------------------------


def badge_evidence(portable: Portable, base: str | None = None) -> list[dict[str, Any]]:
    """The value of a credential's `evidence`: the package, where there is one, then each
    requirement. `base`: where the site is published, with a `/` at its end.
    """
    made = [_whole(portable, portable.package, base)] if portable.package else []
    seed = _seed(portable.sources)
    for each in portable.submitted:
        id = f"{base}{each.page}" if base else _urn(seed, each.requirement)
        made.append(_evidence(portable, id, each))
    return made


def _evidence(portable: Portable, id: str, told: Submitted) -> dict[str, Any]:
    draft = "Draft: " if portable.draft else ""
    return {
        "id": id,
        "type": ["Evidence"],
        "name": f"{draft}{told.name}",
        "description": told.description,
        "narrative": f"{_DRAFT if draft else ''}{told.narrative}",
        "genre": told.genre,
        "audience": f"Assessors of {portable.title}",
    }


_DRAFT = "This is a draft, not for assessment. "


def _whole(portable: Portable, package: Packed, base: str | None) -> dict[str, Any]:
    requirements = portable.record["requirements"]
    statuses = Counter(row["status"] for row in requirements)
    counts = ", ".join(f"{statuses[s]} {STATUS[s][1].lower()}" for s in STATUS if s in statuses)
    version = f"version {portable.record['version']}"
    sentences = [
        f"One zip file of {package.size:,} bytes, made by credfolio {package.by}.",
        f"Its receipt is sha256:{package.digest} - with it `credfolio verify` tells whether a file "
        "is this very one.",
        f"credfolio found the portfolio {portable.record['verdict']} for {_plain(portable.title)}, "
        f"{version}: of {plural(len(requirements), 'requirement')}, {counts}.",
        *([f"The site is published at <{base}>."] if base else []),
        DISCLAIMER,
    ]
    whole = Submitted(
        "",
        "",
        f"Portfolio: {portable.title}",
        "The whole portfolio as it was packaged: its site, the files that were written for it, "
        "and the report of what was checked.",
        " ".join(sentences),
        "Portfolio",
    )
    return _evidence(portable, _named_by_hash(package.digest), whole)


def _named_by_hash(digest: str) -> str:
    """The name that RFC 6920 gives to content: it holds the hash, whatever else is left out."""
    encoded = urlsafe_b64encode(bytes.fromhex(digest)).rstrip(b"=").decode()
    return f"ni:///sha-256;{encoded}"


def _seed(sources: Mapping[str, str]) -> str:
    lines = "".join(f"{sources[path]} {path}\n" for path in sorted(sources))
    return sha256(lines.encode()).hexdigest()


def _urn(seed: str, requirement: str) -> str:
    """The same for the same files, another for any others."""
    return uuid5(NAMESPACE_URL, f"{_named_by_hash(seed)}#{requirement}").urn
