"""Where a portfolio lies: a workspace, its `portfolio/` folder and what stands beside it."""

from pathlib import Path
from typing import NamedTuple

from credfolio.errors import CredfolioError

METADATA = "portfolio.yml"
FOLDER = "portfolio"
PRIVATE = "private.yml"


class Workspace(NamedTuple):
    """`root` holds `portfolio` and, where there are any, mkdocs.yml, templates/, checks/ …"""

    root: Path
    portfolio: Path

    @property
    def config(self) -> Path:
        return self.root / "mkdocs.yml"

    @property
    def site(self) -> Path:
        named = self.portfolio.name in (FOLDER, self.root.name)
        return self.root / ("site" if named else f"{self.portfolio.name}-site")

    @property
    def is_product(self) -> bool:
        """The product's own repository: what it holds is the product itself, so it is trusted."""
        source = Path(__file__).resolve().parent
        return source == (self.root / "src" / "credfolio").resolve()


def find(start: Path, upwards: bool = False) -> Workspace:
    """The workspace that `start` is or is the portfolio folder of; `upwards`: or that it lies in.

    Raises CredfolioError where `start` is no folder that can be read. A folder that is neither is
    taken for a portfolio without metadata.
    """
    try:
        if not start.is_dir():
            problem = "is not a folder" if start.exists() else "does not exist"
            raise CredfolioError(f"{start} {problem}. Name a folder that `credfolio init` made.")
        here = start.resolve()
        for folder in (here, *here.parents) if upwards else (here,):
            if (folder / FOLDER).is_dir() and not (folder / FOLDER).is_symlink():
                return Workspace(folder, folder / FOLDER)
            if (folder / METADATA).is_file():
                return Workspace(folder.parent, folder)
        any(here.iterdir())
        above = next((f for f in here.parents if (f / METADATA).is_file()), None)
        if above:
            raise CredfolioError(f"{start} is a part of the portfolio {above}. Name that folder.")
    except OSError as error:
        raise CredfolioError(f"{start} can't be read: {error.strerror or error}.") from error
    return Workspace(here.parent if here.name == FOLDER else here, here)
