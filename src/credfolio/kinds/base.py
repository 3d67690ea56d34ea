"""What every requirement kind says of itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from credfolio.counting import Count, count_prose, measure_words
from credfolio.evidence_files import EvidenceFiles
from credfolio.fields import Field, nearest
from credfolio.model import (
    Conversation,
    Credential,
    Document,
    Evidence,
    Fault,
    Measure,
    Metadata,
    Recording,
    Requirement,
    Status,
)
from credfolio.sources import inside

UNREADABLE = "CF507"
"""The check that says which rows of a table can't be read; while it does, rows may be missing."""


class Context:
    """What a kind may look at while it reads: evidence of the kinds it needs comes first."""

    def __init__(
        self,
        root: Path,
        credential: Credential,
        metadata: Metadata,
        faults: list[Fault],
        files: EvidenceFiles,
    ) -> None:
        self.root = root
        self.files = files
        self.credential = credential
        self.metadata = metadata
        self.faults = faults
        self.evidence: dict[str, Evidence] = {}

    @property
    def conversations(self) -> tuple[Conversation, ...]:
        return tuple(c for e in self.evidence.values() for c in e.conversations)

    def recording(self, document: Document) -> Recording | None:
        """The recording that a document names; what is wrong with it is a fault."""
        named = document.meta.get("recording")
        if not named:
            return None
        place = document.places["recording"]
        if named.lower().startswith(("http://", "https://")):
            stated = document.meta.get("duration") or None
            return Recording(named, place, stated, remote=True, method="stated" if stated else "")
        seconds, method, fault = self.files.recording(document.path, named, place)
        if fault:
            self.faults.append(fault._replace(requirement=document.requirement))
        path = inside(document.path, named) or named
        return Recording(path, place, seconds, method=method, broken=fault is not None)


def count_answer(evidence: Evidence, _: Credential) -> Count:
    return count_prose(evidence.documents, evidence.requirement)


def measure_answer(
    evidence: Evidence, counted: Count, credential: Credential
) -> tuple[Measure, ...]:
    return (measure_words(evidence, counted, credential),)


def measure_asked(
    evidence: Evidence, counted: Count, credential: Credential
) -> tuple[Measure, ...]:
    """Words only where some are asked for: a table of people has none of the author's own."""
    asked = evidence.requirement.minimum.words is not None
    return (measure_words(evidence, counted, credential),) if asked else ()


def measure_number(
    evidence: Evidence, unit: str, number: int, least: int | None, status: Status
) -> Measure:
    """How many of something there are, against the fewest that are enough."""
    return Measure(unit, number, number, least, {}, status, "error", evidence.paths)


Values = Mapping[str, Any]
"""The keys of a credential file, or of one of its requirements, as far as they could be read."""


def no_faults(requirement: Values, credential: Values) -> Iterable[tuple[str, str, str]]:
    """A kind that finds nothing wrong with what a credential says of it."""
    return ()


def requirements_in(credential: Values) -> Iterator[Values]:
    """What a credential's file asks for, as far as it can be read."""
    for part in credential.get("parts", ()):
        yield from part.get("requirements", ())


def wrong_step(
    credential: Values, steps: str, step: str, field: str
) -> Iterable[tuple[str, str, str]]:
    """Says under `field` that the requirement `steps` has no step with the id `step`."""
    asked = requirements_in(credential)
    found = next((r for r in asked if r.get("id") == steps and r.get("kind") == "steps"), None)
    ids = tuple(s["id"] for s in found.get("steps", ()) if "id" in s) if found else ()
    if found is not None and step not in ids:
        hint = f"Write `{nearest(step, ids) or next(iter(ids), '…')}`."
        yield field, f"`{steps}` has no step with the id `{step}`.", hint


class Kind(NamedTuple):
    """A requirement kind.

    `requirement_fields`: what a credential may say of it. `document_fields`: its front matter.
    `read`: documents to evidence. `tally`: evidence to words. `measures`: counts to measures;
    its repeats are already subtracted. `needs`: kinds that are read first. `by_line`: its
    documents are read before Markdown. `finding`: the check of its minimum. `either`: one of its
    measures is enough. `apart`: measures of each conversation, where each has to reach the minimum
    and not one of them. `asks`: what a credential may say of it that names further keys of its
    front matter.
    `faults`: why a requirement of a credential file can't be met, as (its key, message, hint).
    `doubts`: what is of no use in it, in the same way. `told`: what a credential asks under its own
    keys, in sentences for issuers and assessors; without it the keys are listed as declared.
    `lengths`: the keys of a minimum that it measures. `evidences`: it shows where conditions are.
    """

    name: str
    title: str
    read: Callable[[Requirement, tuple[Document, ...], Context], Evidence]
    tally: Callable[[Evidence, Credential], Count] = count_answer
    measures: Callable[[Evidence, Count, Credential], tuple[Measure, ...]] = measure_answer
    requirement_fields: Mapping[str, Field] = MappingProxyType({})
    document_fields: Mapping[str, Field] = MappingProxyType({})
    needs: tuple[str, ...] = ()
    by_line: bool = False
    finding: str = "CF201"
    either: bool = False
    apart: Callable[[Evidence, Credential], tuple[tuple[Measure, ...], ...]] | None = None
    asks: str = ""
    faults: Callable[[Values, Values], Iterable[tuple[str, str, str]]] = no_faults
    doubts: Callable[[Values, Values], Iterable[tuple[str, str, str]]] = no_faults
    lengths: tuple[str, ...] = ("words",)
    evidences: bool = False
    told: Callable[[Requirement], tuple[str, ...]] | None = None
