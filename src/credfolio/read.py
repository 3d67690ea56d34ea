"""Files to one frozen Portfolio. Whatever can't be read becomes a fault; the rest is still read."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from credfolio import limits
from credfolio.counting import Count
from credfolio.credential import DEFAULT, find_credential, shipped_credential
from credfolio.documents import read_document
from credfolio.evidence_files import EvidenceFiles
from credfolio.kinds import in_order, kind
from credfolio.kinds.base import Context
from credfolio.metadata import read_metadata
from credfolio.model import (
    Credential,
    Document,
    Evidence,
    Exhibit,
    Fault,
    Measure,
    Metadata,
    NamesSearched,
    Place,
    Portfolio,
    Repeat,
)
from credfolio.repeats import find_repeats
from credfolio.sources import SAVED, Unsaved, list_files, read_text
from credfolio.words import fold, is_url, shorten
from credfolio.workspace import METADATA, Workspace, private_files

Parse = Callable[[str, str, Credential | None], tuple[Document | None, list[Fault]]]
"""Path, text and credential to the document and its faults, as `read_document` does it."""


def read_portfolio(
    workspace: Workspace, unsaved: Unsaved = SAVED, parse: Parse = read_document
) -> Portfolio:
    """Everything that a workspace's portfolio folder holds."""
    root = workspace.portfolio
    listing = list_files(root, unsaved)
    faults = list(listing.faults)
    metadata, found = _metadata(root, listing.files, unsaved)
    faults += found
    credential, found = _credential(workspace, metadata, unsaved)
    faults += found
    texts = _texts(root, listing.files, unsaved, faults)
    documents = _documents(texts, credential, parse, faults)
    linked = any(fault.place.path == METADATA for fault in faults)
    if METADATA not in listing.files and not linked and any(d.requirement for d in documents):
        faults.append(_no_metadata())
    evidence: dict[str, Evidence] = {}
    named = EvidenceFiles(root, unsaved)
    if credential:
        context = Context(root, credential, metadata, faults, named)
        _read_evidence(documents, context)
        evidence = context.evidence
    measures, repeats = _measure(evidence, credential)
    exhibits: tuple[Exhibit, ...] = ()
    if any(d.is_exhibit for d in documents):
        # Imported where it is needed: a portfolio without exhibits pays nothing.
        from credfolio.exhibits import read_exhibits

        talk = tuple(c for e in evidence.values() for c in e.conversations)
        told = (talk, metadata, credential)
        exhibits = read_exhibits(documents, named, listing.files, told, faults)
    searched, found = _private(root, listing.files, credential, unsaved)
    faults += found
    return Portfolio(
        root=root,
        metadata=metadata,
        credential=credential,
        documents=tuple(documents),
        evidence=evidence,
        files=frozenset(listing.files),
        faults=tuple(faults),
        measures=measures,
        repeats=tuple(repeats),
        copies=_copies(evidence),
        exhibits=exhibits,
        searched=searched,
        disguised=_disguised(root, frozenset(listing.files), documents),
    )


def _disguised(root: Path, files: frozenset[str], documents: list[Document]) -> Mapping[str, str]:
    """Evidence that is not what its name says."""
    targets = {link.target.partition("#")[0] for d in documents for link in d.links}
    shown = any(t and not t.endswith(".md") and not is_url(t) for t in targets)
    if not shown and all(name.endswith((".md", ".yml", ".csv")) for name in files):
        return {}
    from credfolio.contents import disguised

    return disguised(root, files, documents)


def _private(
    root: Path, files: tuple[str, ...], credential: Credential | None, unsaved: Unsaved
) -> tuple[NamesSearched | None, list[Fault]]:
    """Where the real names stand, if a private.yml beside the portfolio says what they are."""
    if not private_files(root.parent):
        return None, []
    from credfolio.privacy.declared import read_private
    from credfolio.privacy.gate import search_portfolio

    names, faults = read_private(root.parent)
    whole = bool(names) and all(fault.severity != "error" for fault in faults)
    return search_portfolio(root, files, names, credential, whole, unsaved), faults


def _metadata(root: Path, files: tuple[str, ...], unsaved: Unsaved) -> tuple[Metadata, list[Fault]]:
    if METADATA not in files:
        return Metadata(), []
    text, fault = read_text(root, METADATA, limits.METADATA_BYTES, unsaved)
    return (Metadata(), [fault]) if fault else read_metadata(text)


def _no_metadata() -> Fault:
    message = "There is no `portfolio.yml` beside the documents."
    hint = f"Write one that begins with `credential: {DEFAULT}`, or run "
    hint += "`credfolio init`, which never overwrites a file."
    return Fault("CF502", Place(), message, hint)


def _credential(
    workspace: Workspace, metadata: Metadata, unsaved: Unsaved
) -> tuple[Credential | None, list[Fault]]:
    """The credential that the metadata names; without a name, the one of whoever names none."""
    folder = workspace.root / "credentials"
    place = metadata.places.get("credential", Place(METADATA, 1, 1))
    if not metadata.credential:
        return shipped_credential(DEFAULT), []
    credential, faults = find_credential(metadata.credential, folder, place, unsaved)
    if credential and metadata.version not in (None, credential.version):
        faults.append(_other_version(credential, metadata))
    return credential, faults


def _other_version(credential: Credential, metadata: Metadata) -> Fault:
    """The version that we have is what is checked. A newer one may ask for what we don't know."""
    place, now = metadata.places["version"], credential.version
    written_for = metadata.version or 0
    if written_for > now:
        whose = "the file in credentials/ is" if credential.path else "this copy of credfolio has"
        message = f"Version {written_for} of `{credential.id}` is not known here; {whose} "
        message += f"version {now}."
        hint = f"Write `version: {now}` once you have compared what it asks for."
        if credential.path:
            hint = (
                f"Ask your issuer for the file of version {written_for}; it goes into credentials/."
            )
        return Fault("CF502", place, message, hint)
    message = f"This was written for version {written_for} of `{credential.id}`, and is checked by "
    message += f"version {now}."
    told = sorted(c for c in credential.changes if c.version > written_for)
    if told:
        changes = " ".join(f"{c.version}: “{shorten(c.text, 300)}”" for c in told)
        message += f" What changed, by version: {changes}"
    hint = f"Look whether your answers still fit, then write `version: {now}`."
    return Fault("CF502", place, message, hint, severity="warning")


def _texts(
    root: Path, files: tuple[str, ...], unsaved: Unsaved, faults: list[Fault]
) -> Iterator[tuple[str, str]]:
    """Path and text of each document that can be read, in the order in which they are combined."""
    left = limits.ALL_DOCUMENTS_BYTES
    # `conversation.md` before `conversation-2.md`, although `-` sorts before `.`
    for name in sorted(files, key=lambda name: (name.rpartition(".")[0], name)):
        if not name.lower().endswith(".md"):
            continue
        text, fault = read_text(root, name, limits.DOCUMENT_BYTES, unsaved)
        if fault:
            faults.append(fault)
            continue
        left -= len(text)
        if left < 0:
            message = "The documents are too large together; this one and others are not read."
            hint = "Move what is no evidence elsewhere."
            faults.append(Fault("CF501", Place(name, 1, 1), message, hint))
            break
        yield name, text


def _documents(
    texts: Iterable[tuple[str, str]],
    credential: Credential | None,
    parse: Parse,
    faults: list[Fault],
) -> list[Document]:
    documents = []
    for name, text in texts:
        document, found = parse(name, text, credential)
        faults += found
        if document:
            documents.append(document)
    return documents


def _read_evidence(documents: list[Document], context: Context) -> None:
    """Each requirement's documents through its kind, those first that others need."""
    by_requirement: dict[str, list[Document]] = {}
    for document in documents:
        if document.requirement and not document.is_exhibit:
            by_requirement.setdefault(document.requirement, []).append(document)
    requirements = tuple(context.credential.requirements)
    for known in in_order(r.kind for r in requirements):
        for requirement in (r for r in requirements if r.kind == known.name):
            if mine := by_requirement.get(requirement.id):
                context.evidence[requirement.id] = known.read(requirement, tuple(mine), context)


def _measure(
    evidence: dict[str, Evidence], credential: Credential | None
) -> tuple[dict[str, tuple[Measure, ...]], list[Repeat]]:
    if credential is None:
        return {}, []
    counts: dict[str, Count] = {}
    for requirement in credential.requirements:
        if found := evidence.get(requirement.id):
            counts[requirement.id] = kind(requirement.kind).tally(found, credential)
    repeats, spoken = find_repeats(counts)
    for repeat in repeats:
        counts[repeat.requirement].subtract(repeat.words)
    measures = {}
    for id, count in counts.items():
        count.set_apart(spoken.get(id, 0))
        count.settle()
        known = kind(evidence[id].requirement.kind)
        measures[id] = known.measures(evidence[id], count, credential)
    return measures, repeats


def _copies(evidence: dict[str, Evidence]) -> tuple[tuple[Document, Document], ...]:
    """Pairs of documents of one requirement that are nearly identical: a forgotten copy."""
    found = []
    for entry in evidence.values():
        if len(entry.documents) < 2:
            continue
        words = [(d, frozenset(_triples(d))) for d in entry.documents]
        for number, (document, triples) in enumerate(words):
            for other, others in words[:number]:
                shared = len(triples & others)
                if shared and shared >= 0.8 * max(len(triples), len(others)):
                    found.append((other, document))
                    break
    return tuple(found)


def _triples(document: Document) -> list[tuple[str, ...]]:
    text = " ".join(b.own for b in document.blocks) if document.blocks else document.body
    words = fold(text)
    return list(zip(words, words[1:], words[2:], strict=False))
