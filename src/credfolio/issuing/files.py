"""Which file is meant where an issuer names a credential by its id or by its file."""

import os
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from credfolio import limits
from credfolio.credential import credential_file, known_credentials
from credfolio.errors import CredfolioError
from credfolio.fields import nearest
from credfolio.model import Credential, Fault
from credfolio.sources import read_text
from credfolio.words import squeeze
from credfolio.workspace import find

_FOLDER = "credentials"
ENDINGS = (".yml", ".yaml")


class CredentialFile(NamedTuple):
    """`name`: as it is typed. `shipped`: it comes with credfolio.

    `fault`: why it can't be read, its `text` then empty.
    """

    path: Path
    text: str
    shipped: bool = False
    fault: Fault | None = None

    @property
    def name(self) -> str:
        return self.path.stem if self.shipped else str(self.path)


def credential_files(folder: Path) -> list[Path]:
    """The workspace's own, in the order of their names."""
    if not folder.is_dir() or folder.is_symlink():
        return []
    return [file for file in sorted(folder.iterdir()) if file.suffix in ENDINGS]


def find_file(named: str, folder: Path) -> CredentialFile:
    """The file of that path, or else of that id, in the workspace's `folder` or shipped.

    Raises CredfolioError where there is none.
    """
    path = Path(named)
    if path.is_dir():
        raise CredfolioError(f"{named} is a folder; name a credential file or an id.")
    if path.exists() or path.is_symlink():
        return _read(path)
    known, _ = known_credentials(folder)
    found = next((c for id, c in known.items() if squeeze(id) == squeeze(named)), None)
    if found:
        file, own = credential_file(found, folder)
        return _read(file, shipped=not own)
    for file in credential_files(folder):
        if squeeze(file.stem) == squeeze(named):
            return _read(file)
    near = nearest(named, tuple(known))
    hint = (
        f"Did you mean {near}?" if near else "`credfolio credentials` lists those that are known."
    )
    if path.suffix in ENDINGS or len(path.parts) > 1:
        hint = "Look at how it is written, and in which folder you are."
    raise CredfolioError(f"There is no credential file and no id {named!r}. {hint}")


def _read(path: Path, shipped: bool = False) -> CredentialFile:
    shipped = shipped or path.resolve().parent == Path(__file__).parents[1] / "credentials"
    text, fault = read_text(path.parent, path.name, limits.METADATA_BYTES)
    return CredentialFile(path, text, shipped, fault)


def neighbours(file: CredentialFile) -> list[Credential]:
    """The other credentials of the folder `credentials/` that a file lies in, as they are used."""
    folder = Path(os.path.realpath(file.path.parent))
    if file.shipped or folder.name != _FOLDER:
        return []
    known, _ = known_credentials(folder)
    others = [c for c in known.values() if c.path]
    return [c for c in others if PurePosixPath(c.path).name != file.path.name]


def own_folder() -> Path:
    """The folder of own credentials of the workspace that one is in, as it is typed from here.

    Above several portfolios, where an issuer may stand, it is that of the folder itself.
    """
    if Path.cwd().name == _FOLDER and credential_files(Path()):
        return Path()
    try:
        root = find(Path(), upwards=True).root
    except CredfolioError:
        return Path(_FOLDER)
    try:
        return Path(os.path.relpath(root)) / _FOLDER
    except ValueError:  # on another drive
        return root / _FOLDER
