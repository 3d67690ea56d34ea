"""Documents as they were read last, for what checks the same portfolio again and again.

Kept in memory alone. On disk it would gain nothing: of a check's time as a process nine tenths go
into starting, and bringing documents back costs what reading them does.
"""

from typing import NamedTuple

from credfolio.documents import read_document
from credfolio.model import Credential, Document, Fault


class _Known(NamedTuple):
    text: str
    credential: Credential | None
    document: Document | None
    faults: tuple[Fault, ...]


class Remembered:
    """Reads the documents of one portfolio like `read_document`, an unchanged one only once.

    The whole text and the whole credential are compared, not times, sizes or sums of them: what
    is given is what would be read now.
    """

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self.read = 0
        """How many documents were read in earnest."""

    def __call__(
        self, path: str, text: str, credential: Credential | None
    ) -> tuple[Document | None, list[Fault]]:
        known = self._known.get(path)
        if known is None or known.text != text or known.credential != credential:
            self.read += 1
            document, faults = read_document(path, text, credential)
            known = self._known[path] = _Known(text, credential, document, tuple(faults))
        return known.document, list(known.faults)
