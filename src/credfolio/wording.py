"""How findings say things: places, accounts of what was not counted, shortened quotations."""

from collections.abc import Iterator
from itertools import accumulate

from credfolio.checking import Problem
from credfolio.kinds import kind as kind_called
from credfolio.kinds.base import UNREADABLE
from credfolio.model import Conversation, Evidence, Highlight, Measure, Metadata, Place, Portfolio
from credfolio.quotations import LEAST_SECONDS
from credfolio.words import fold, fold_rows, plural
from credfolio.words import shorten as shorten

NAMES = {
    "blockquotes": "in quotations",
    "headings": "in headings",
    "tables": "in tables",
    "code": "in code",
    "html": "in HTML",
    "footnotes": "in footnotes",
    "addresses": "in bare web addresses",
    "prompts": "that repeat the prompt",
    "repeats": "that repeat what stood before",
    "hidden": "that the page does not show",
    "spoken": "that were said in the conversation",
    "labels": "in speakers’ labels",
    "times": "in times",
    "marks": "in marks such as [inaudible]",
    "introduction": "before the first speaker",
    "outside": "after a heading, rule or picture",
}


def account(measure: Measure) -> str:
    """` Not counted: 12 in quotations, 6 in headings.`, or nothing."""
    items = [f"{n:,} {NAMES.get(k, k)}" for k, n in measure.not_counted.items()]
    return f" Not counted: {', '.join(items)}." if items else ""


def length_read(measure: Measure) -> str:
    """Where the length of a recording was read, in a sentence; nothing where it is not known."""
    if measure.value is None or not measure.method:
        return ""
    if measure.method == "stated":
        return "The length is as the author states it; it can't be verified here."
    read = measure.method.replace(", stated", "; a part is as the author states it")
    return f"The length was read from the recording's {read}."


def start_of(evidence: Evidence) -> Place:
    """Where an answer's text begins."""
    document = evidence.documents[0]
    if document.blocks:
        return Place(document.path, document.blocks[0].line, document.blocks[0].column)
    turns = [t for c in evidence.conversations for t in c.turns if t.path == document.path]
    if turns:
        return Place(document.path, turns[0].line, turns[0].column)
    return document.places.get("requirement", Place(document.path, 1, 1))


def at(highlight: Highlight) -> Place:
    return Place(highlight.path, highlight.line, highlight.column)


def highlights(portfolio: Portfolio) -> Iterator[tuple[str, Highlight]]:
    """Every highlight with the id of its requirement."""
    for id, evidence in portfolio.evidence.items():
        for highlight in evidence.highlights:
            yield id, highlight


def excerpt(text: str, wanted: str, most: int = 90) -> str:
    """The part of `text` that shares most words with the beginning of `wanted`."""
    words = text.split()[:_EXCERPTED]
    sought = wanted.split()[:40]
    known = set(fold(" ".join(sought)))
    hits = [not known.isdisjoint(row) for row in fold_rows(words)]
    size = max(8, len(sought))
    sums = [0, *accumulate(hits)]
    places = range(max(1, len(words) - size + 1))
    best = max(places, key=lambda n: sums[min(n + size, len(words))] - sums[n])
    part = " ".join(words[best : best + size])
    return ("… " if best else "") + shorten(part, most)


_EXCERPTED = 2_000
"""Words of a turn in which an excerpt is looked for."""


def is_unread(portfolio: Portfolio, requirement: str) -> bool:
    """Whether some rows of a requirement can't be read, so that what is not found may be there."""
    return any((f.code, f.requirement) == (UNREADABLE, requirement) for f in portfolio.faults)


def undeclared(name: str, metadata: Metadata) -> tuple[str, str]:
    """Message and hint of a name that is no participant's."""
    labels = ", ".join(f"“{p.label}”" for p in metadata.participants[:12]) or "none yet"
    message = f"“{shorten(name, 60)}” is none of the participants in portfolio.yml: {labels}."
    return message, "Write one of these labels, or declare this one under `participants:`."


def faults(portfolio: Portfolio, code: str) -> Iterator[Problem]:
    """What the readers could not read."""
    for fault in portfolio.faults:
        if fault.code == code:
            yield Problem(fault.place, fault.message, fault.hint, fault.requirement, fault.severity)


def lasting(seconds: float) -> str:
    """How long a pointer into a recording is, and how long it has to be."""
    found = plural(int(seconds), "second") if seconds >= 1 else "a moment"
    return f"{found}; {LEAST_SECONDS:.0f}{' seconds' if seconds < 1 else ''} are needed"


def talks(portfolio: Portfolio) -> Iterator[tuple[str, Evidence]]:
    """What has conversations; where each of them counts, each by itself."""
    for id, evidence in portfolio.evidence.items():
        if kind_called(evidence.requirement.kind).apart is None:
            yield id, evidence
            continue
        for conversation in evidence.conversations:
            yield id, only(evidence, conversation)


def judged(portfolio: Portfolio) -> Iterator[tuple[str, Evidence, tuple[Measure, ...]]]:
    """What is submitted with its measures; where each conversation counts, each by itself."""
    for id, measures in portfolio.measures.items():
        evidence = portfolio.evidence[id]
        apart = kind_called(evidence.requirement.kind).apart
        if apart is None or portfolio.credential is None:
            yield id, evidence, measures
            continue
        found = apart(evidence, portfolio.credential)
        for conversation, own in zip(evidence.conversations, found, strict=True):
            yield id, only(evidence, conversation), own


def only(evidence: Evidence, conversation: Conversation) -> Evidence:
    """The evidence as if it were one of its conversations."""
    return evidence._replace(documents=conversation.documents, conversations=(conversation,))


def of_kind(portfolio: Portfolio, kind: str) -> Iterator[tuple[str, Evidence]]:
    """What is submitted for requirements of one kind and could be read, each with its id."""
    for id, evidence in portfolio.evidence.items():
        if evidence.requirement.kind == kind and evidence.value is not None:
            yield id, evidence
