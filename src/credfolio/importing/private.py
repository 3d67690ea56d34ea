"""The labels that private.yml gives to real names, for an import."""

from pathlib import Path

from credfolio.errors import CredfolioError
from credfolio.model import Metadata
from credfolio.privacy.declared import read_private


def private_names(portfolio: Path, metadata: Metadata) -> dict[str, str]:
    """Real names, variants too, to labels as they are declared; empty without the file.

    Raises CredfolioError where the file can't be read: a name would be in the new document.
    """
    declared, faults = read_private(portfolio.parent)
    errors = [fault for fault in faults if fault.severity == "error"]
    if errors:
        place = errors[0].place
        where = f"{(place.path or '').removeprefix('../')}, line {place.line or 1}"
        raise CredfolioError(f"{where}: {errors[0].message} {errors[0].hint}")
    names: dict[str, str] = {}
    for name in declared:
        participant = metadata.participant(name.label)
        label = participant.label if participant else name.label
        names.update(dict.fromkeys((name.real, *name.variants), label))
    return names
