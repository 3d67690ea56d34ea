"""`private.yml` beside the portfolio folder: which label stands for which real name."""

from pathlib import Path

from credfolio.errors import CredfolioError
from credfolio.model import Metadata
from credfolio.workspace import PRIVATE


def private_names(portfolio: Path, metadata: Metadata) -> dict[str, str]:
    """Real names, variants too, to labels as they are declared; empty without the file.

    Raises CredfolioError where the file can't be read: a name would be published.
    """
    if not (portfolio.parent / PRIVATE).exists():
        return {}
    from credfolio.privacy.declared import read_private

    names, faults = read_private(portfolio.parent)
    for fault in faults:
        if fault.severity == "error":
            line = f", line {fault.place.line}" if fault.place.line else ""
            raise CredfolioError(f"{PRIVATE}{line}: {fault.message} {fault.hint}")
    found: dict[str, str] = {}
    for name in names:
        participant = metadata.participant(name.label)
        label = participant.label if participant else name.label
        found.update(dict.fromkeys((name.real, *name.variants), label))
    return found
