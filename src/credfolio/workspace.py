"""Where a portfolio lies: a workspace, its `portfolio/` folder and what stands beside it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from credfolio.errors import CredfolioError

METADATA = "portfolio.yml"
FOLDER = "portfolio"
PRIVATE = "private.yml"
_PRIVATE = frozenset(("private.yml", "private.yaml", "private.yml.txt", "private.yaml.txt"))
"""What people call it as well, or what an editor makes of it: names are looked for all the same."""


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


def is_private_file(path: str) -> bool:
    """Whether a path's last part is what somebody may have called private.yml."""
    return path.rpartition("/")[2].casefold() in _PRIVATE


def private_files(folder: Path) -> list[str]:
    """The files of `folder` that list real names, private.yml first."""
    try:
        found = filter(is_private_file, os.listdir(folder))  # noqa: PTH208 - see sources
    except OSError:
        return []
    return sorted(found, key=lambda name: (name != PRIVATE, name))


def find(start: Path, upwards: bool = False) -> Workspace:
    """The workspace that `start` is or is the portfolio folder of; `upwards`: or that it lies in.

    Raises CredfolioError where `start` is no folder that can be read, or holds workspaces, which
    are portfolios of their own. Any other folder is taken for a portfolio without metadata.
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
        if below := list(_below(here)):
            raise CredfolioError(_choose(start, below))
    except OSError as error:
        raise CredfolioError(f"{start} can't be read: {error.strerror or error}.") from error
    return Workspace(here.parent if here.name == FOLDER else here, here)


_DEPTH = 2
_ENTRIES = 2_000
_NAMED = 5


def _below(folder: Path) -> Iterator[str]:
    """The workspaces at most two folders down, as seen from `folder`, in the order of their names.

    Somebody stands in Documents, a programme in the folder of its submissions.
    """
    left = _ENTRIES
    level = [""]
    near = _folders(folder)[:left]
    if len(near) > 1 and all((folder / name / METADATA).is_file() for name in near):
        yield from near  # portfolio folders without their workspaces, as somebody collected them
        return
    for _ in range(_DEPTH):
        following: list[str] = []
        for at in level:
            names = _folders(folder / at)[:left]
            left -= len(names)
            for name in names:
                path = f"{at}{name}"
                if (folder / path / FOLDER / METADATA).is_file():
                    yield path
                else:
                    following.append(f"{path}/")
        level = following


def _folders(folder: Path) -> list[str]:
    """The folders in `folder` that somebody may work in; none where it can't be read."""
    try:
        with os.scandir(folder) as entries:
            found = [e.name for e in entries if e.is_dir(follow_symlinks=False)]
    except OSError:
        return []
    return sorted(name for name in found if not name.startswith("."))


def _choose(start: Path, below: list[str]) -> str:
    names = ", ".join(below[:_NAMED])
    if len(below) > _NAMED:
        names += f" and {len(below) - _NAMED:,} more"
    found = "a portfolio" if len(below) == 1 else "portfolios"
    if start != Path():
        return f"{start} holds {found}: {names}. Name the folder that you mean."
    folder = f'"{below[0]}"' if " " in below[0] else below[0]
    return f"There is no portfolio here, but {found} below: {names}. Go there first: cd {folder}"
