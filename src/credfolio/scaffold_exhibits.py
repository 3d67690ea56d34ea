"""`credfolio init --graphic`: a document and a file with headings for each kind of exhibit."""

from collections.abc import Iterable
from pathlib import Path

from credfolio.errors import CredfolioError
from credfolio.fields import nearest
from credfolio.files import write_new
from credfolio.graphics import graphic, graphic_names
from credfolio.model import Credential
from credfolio.words import squeeze

_FOLDER = "2-evidence"


def choose_graphics(wanted: Iterable[str]) -> tuple[str, ...]:
    """The graphics that are meant, each once. Raises CredfolioError where one is none."""
    chosen = []
    for name in wanted:
        found = next((known for known in graphic_names() if squeeze(known) == squeeze(name)), None)
        if found is None:
            near = nearest(name, graphic_names())
            hint = f"Did you mean {near}?" if near else f"Known are {', '.join(graphic_names())}."
            raise CredfolioError(f"There is no graphic {name!r}. {hint}")
        chosen.append(found)
    return tuple(dict.fromkeys(chosen))


def write_exhibits(
    portfolio: Path, names: Iterable[str], credential: Credential
) -> tuple[list[Path], list[Path]]:
    """(files written, files that were there and are kept)."""
    written: list[Path] = []
    kept: list[Path] = []
    for name in names:
        for ending, text in _texts(name, credential).items():
            path = portfolio / _FOLDER / f"{name}.{ending}"
            (written if write_new(path, text.encode()) else kept).append(path)
    return written, kept


def _texts(name: str, credential: Credential) -> dict[str, str]:
    """The texts of a graphic's files by their ending."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("credfolio", "templates/scaffold"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    known = graphic(name)
    document = environment.get_template("exhibit.md").render(
        name=name,
        graphic=known,
        answers=[r.id for r in credential.requirements if r.kind == "answer"],
    )
    if not known.sheets:
        return {"md": document}
    headings = [",".join(c.name for c in sheet.columns) + "\n" for sheet in known.sheets]
    return {"md": document, "csv": "\n".join(headings)}
