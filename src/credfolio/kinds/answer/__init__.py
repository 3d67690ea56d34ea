"""`answer`: a text that answers one question."""

from credfolio.kinds.base import Context, Kind
from credfolio.model import Document, Evidence, Requirement


def read(requirement: Requirement, documents: tuple[Document, ...], _: Context) -> Evidence:
    return Evidence(requirement, documents)


KIND = Kind("answer", "An answer", read)
