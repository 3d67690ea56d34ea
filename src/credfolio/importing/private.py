"""`private.yml` beside the portfolio folder: which label stands for which real name."""

from pathlib import Path

from credfolio import limits
from credfolio.errors import CredfolioError
from credfolio.model import Metadata
from credfolio.sources import read_text
from credfolio.yamlfile import Node, read_yaml

_FILE = "private.yml"
_WRITE = 'Write `names: {"the real name": "the label"}`.'


def private_names(portfolio: Path, metadata: Metadata) -> dict[str, str]:
    """Real names, variants too, to labels as they are declared; empty without the file.

    Raises CredfolioError where the file can't be read: a name would be published.
    """
    folder = portfolio.parent
    if not (folder / _FILE).exists():
        return {}
    text, fault = read_text(folder, _FILE, limits.METADATA_BYTES)
    if fault:
        raise CredfolioError(f"{fault.message} {fault.hint}")
    node, faults = read_yaml(text, _FILE)
    if faults or node.kind != "map":
        line = faults[0].place.line if faults else 1
        raise CredfolioError(f"{_FILE}, line {line}, can't be read. {_WRITE}")
    names: dict[str, str] = {}
    for key, value in node.pairs:
        if key.value.strip().casefold() == "names":
            for written, label in value.pairs:
                names.update(dict.fromkeys(_forms(written, label), _label(label, metadata)))
    return {name: label for name, label in names.items() if name and label}


def _label(value: Node, metadata: Metadata) -> str:
    found = value
    for key, item in value.pairs:
        if key.value.strip().casefold() == "label":
            found = item
    label = " ".join(found.value.split())
    participant = metadata.participant(label)
    return participant.label if participant else label


def _forms(written: Node, value: Node) -> list[str]:
    """The name, and what else the same person is called."""
    forms = [written.value]
    for key, item in value.pairs:
        if key.value.strip().casefold() == "variants":
            forms += [node.value for node in (item.items or (item,))]
    return [" ".join(form.split()) for form in forms]
