"""`credfolio check --watch`: the report as it stands after every save."""

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from credfolio.console import style_of
from credfolio.differences import differences
from credfolio.engine import unreadable
from credfolio.errors import CredfolioError
from credfolio.marks import Mark, marks, rounds, stoppable
from credfolio.model import Report
from credfolio.read import Parse
from credfolio.remembered import Remembered
from credfolio.reports import Checked, Run, load_format
from credfolio.reports.formats.text import folder_name
from credfolio.reports.screen import harmless
from credfolio.screen import Screen, Size
from credfolio.workspace import PRIVATE, Workspace, find, private_files

ParseOf = Callable[[Workspace], Parse]
"""What reads the documents of a workspace."""

Check = Callable[[ParseOf], Sequence[Report]]
"""Checks all folders. Raises CredfolioError where that is not possible."""


def watch(folders: Sequence[Path], beside: Sequence[Path], check: Check) -> Sequence[Report]:
    """Checks until somebody ends it, and gives the last reports.

    `beside`: other files that a verdict depends on. Raises CredfolioError where the first check
    can't be made; what fails later is shown until it is mended.
    """
    memory: defaultdict[Path, Remembered] = defaultdict(Remembered)
    screen = Screen(sys.stdout)
    reports: Sequence[Report] = ()
    shown, changed = "", list[str]()

    def signs() -> tuple[frozenset[Mark], Size]:
        return marks([*_places(folders), *beside]), screen.size

    with stoppable() as stop:
        for _ in rounds(signs, stop):
            before = reports
            try:
                reports = check(lambda workspace: memory[workspace.portfolio])
            except CredfolioError as error:
                if not before:
                    raise
                reports = [unreadable(folder, str(error)) for folder in folders or [Path()]]
            text = _text(reports, folders)
            if text != shown:
                changed = _changes(before, reports, folders)
            if screen.live or text != shown:
                below = [*changed, *_footer(screen)]
                seen = text if screen.holds(text, below) else _text(reports, folders, folded=True)
                screen.draw(seen, below)
            shown = text
    return reports


def _places(folders: Sequence[Path]) -> Iterator[Path]:
    """Everything that the verdict on `folders` depends on."""
    for folder in folders or [Path()]:
        try:
            workspace = find(folder, upwards=not folders)
        except CredfolioError:
            yield folder
            continue
        yield workspace.portfolio
        for name in ("credentials", "checks", *private_files(workspace.root), PRIVATE):
            yield workspace.root / name


def _text(reports: Sequence[Report], folders: Sequence[Path], folded: bool = False) -> str:
    """`folded`: what is met takes one row, so that what is not has room."""
    checked = [
        Checked(name, report, folder=folder_name(report.portfolio.root))
        for name, report in zip(_names(folders), reports, strict=True)
    ]
    style = style_of(sys.stdout)._replace(folded=folded)
    return load_format("text").write(Run(tuple(checked), 0), style)


def _names(folders: Sequence[Path]) -> list[str]:
    return [str(folder) for folder in folders] or ["."]


def _changes(
    before: Sequence[Report], after: Sequence[Report], folders: Sequence[Path]
) -> list[str]:
    """What the last save changed, with the folder's name where there are several."""
    lines = []
    for old, new, name in zip(before, after, _names(folders), strict=False):
        where = f"{name}: " if len(after) > 1 else ""
        lines += [harmless(f"  {where}{line}") for line in differences(old, new)]
    return ["Last change:", *lines] if lines else []


def _footer(screen: Screen) -> list[str]:
    if not screen.live:
        return []
    clock = time.strftime("%H:%M:%S")
    return [f"Checked at {clock}. Waiting for the next save; Ctrl-C ends."]
