"""`annotation`: highlights of the conversation, a condition each, with the author's comments."""

from collections.abc import Iterator

from credfolio.annotation import comment_columns, is_heading, read_annotation
from credfolio.conditions import condition_names
from credfolio.counting import Count, count_prose, measure_words
from credfolio.fields import Text
from credfolio.kinds.base import Context, Kind, Values
from credfolio.model import Credential, Document, Evidence, Measure, Requirement


def read(requirement: Requirement, documents: tuple[Document, ...], context: Context) -> Evidence:
    before = sum(1 for other in context.evidence.values() for _ in other.highlights)
    sections = read_annotation(
        documents, context.credential, context.conversations, context.metadata, before
    )
    return Evidence(requirement, documents, sections=sections)


def count(evidence: Evidence, credential: Credential) -> Count:
    """Comments count, quoted words never do, whatever the credential says of quotations."""
    names = condition_names(credential.conditions)
    own_cells = [
        (block, columns[1])
        for document in evidence.documents
        for block in document.blocks
        if block.kind == "table" and (columns := comment_columns(block, names))
    ]
    return count_prose(
        evidence.documents, evidence.requirement, own_cells, is_heading, exchange=False
    )


def measures(evidence: Evidence, counted: Count, credential: Credential) -> tuple[Measure, ...]:
    return (measure_words(evidence, counted, credential),)


def faults(requirement: Values, credential: Values) -> Iterator[tuple[str, str, str]]:
    """An annotation quotes a conversation, and says which conditions it shows."""
    asked = [r for part in credential.get("parts", ()) for r in part.get("requirements", ())]
    if not any(r.get("kind") in KIND.needs for r in asked):
        message = "Nobody can meet this: there is no conversation whose passages it could quote."
        yield "kind", message, "Add a requirement of `kind: conversation`."
    if not credential.get("conditions"):
        message = "Nobody can meet this: there are no conditions that it could show."
        yield "kind", message, "Add `conditions:`, each with an id and a title."


KIND = Kind(
    "annotation",
    "An annotation",
    read,
    count,
    measures,
    document_fields={"condition": Text("The condition that this file is about.", "trust")},
    needs=("conversation", "conversations"),
    faults=faults,
    evidences=True,
)
