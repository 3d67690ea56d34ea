"""`answer`: a text that answers one question."""

from credfolio.counting import Count, count_prose, measure_words
from credfolio.kinds.base import Context, Kind
from credfolio.model import Credential, Document, Evidence, Measure, Requirement


def read(requirement: Requirement, documents: tuple[Document, ...], _: Context) -> Evidence:
    return Evidence(requirement, documents)


def count(evidence: Evidence, _: Credential) -> Count:
    return count_prose(evidence.documents, evidence.requirement)


def measures(evidence: Evidence, counted: Count, credential: Credential) -> tuple[Measure, ...]:
    return (measure_words(evidence, counted, credential),)


KIND = Kind("answer", "An answer", read, count, measures)
