"""Where findings lie in a repository, whatever folder the tool was called from."""

import os
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from posixpath import normpath

from credfolio.model import Finding
from credfolio.reports import Checked
from credfolio.workspace import FOLDER, METADATA


def prefixes(roots: Sequence[Path]) -> list[str]:
    """How paths of each portfolio folder begin in the repository: `portfolio/`, or nothing.

    The repository is the nearest folder upwards with `.git`, else the workspace. Of several
    portfolios that do not share one it is the folder that holds all of them. Never absolute.
    """
    folders = [Path(os.path.realpath(root)) for root in roots]
    base = _common([_repository(folder) for folder in folders])
    return [_prefix(folder, base) for folder in folders]


def _repository(folder: Path) -> Path:
    for above in (folder, *folder.parents):
        if (above / ".git").exists():
            return above
    within = folder.name == FOLDER or (folder / METADATA).is_file()
    return folder.parent if within else folder


def _common(bases: Sequence[Path]) -> Path | None:
    try:
        return Path(os.path.commonpath(bases))
    except ValueError:  # on several drives
        return None


def _prefix(folder: Path, base: Path | None) -> str:
    relative = folder.relative_to(base).as_posix() if base else folder.name
    readable = relative.encode("utf-8", "replace").decode()
    return "" if readable == "." else f"{readable}/"


def path_of(finding: Finding, checked: Checked) -> str | None:
    """The file of a finding, from the repository; None where no file holds it."""
    path = finding.place.path
    return normpath(checked.prefix + path) if path else None


def file_of(finding: Finding, checked: Checked) -> str:
    """The same where a file has to be named: `portfolio.yml`, or the folder, for the whole."""
    return path_of(finding, checked) or whole(checked)


def whole(checked: Checked) -> str:
    known = METADATA in checked.report.portfolio.files
    return normpath(checked.prefix + METADATA) if known else normpath(checked.prefix or ".")


def name_of(checked: Checked) -> str:
    """What a portfolio is called among others: its folder in the repository."""
    return checked.prefix.rstrip("/") or PurePosixPath(checked.name).name or "portfolio"
