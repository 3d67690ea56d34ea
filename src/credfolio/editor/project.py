"""A portfolio that somebody is writing: which one a file belongs to, and the report on it."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from credfolio import limits
from credfolio.editor.page import Page, Span
from credfolio.editor.positions import rows_of
from credfolio.engine import check_workspace
from credfolio.errors import CredfolioError
from credfolio.model import Finding, Report
from credfolio.remembered import Remembered
from credfolio.sources import Unsaved, decode, read_text
from credfolio.workspace import FOLDER, METADATA, Workspace, find, is_private_file


class Mark(NamedTuple):
    """A finding and the part of a line under which it is shown; `row` is that line."""

    finding: Finding
    span: Span
    row: str


class Project:
    """One portfolio, checked again and again with what is not saved yet.

    Nothing of its workspace is executed.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.remembered = Remembered()

    def check(self, unsaved: Unsaved) -> Report:
        """The report. Raises CredfolioError where the folder can't be read at all."""
        return check_workspace(self.workspace, unsaved=unsaved, parse=self.remembered)

    def depends_on(self, file: Path) -> bool:
        """Whether the report may be another one when `file` is."""
        root, portfolio = self.workspace
        beside = file.parent == root and is_private_file(file.name)
        return beside or file.parent == root / "credentials" or file.is_relative_to(portfolio)

    def page(self, report: Report, file: Path, unsaved: Unsaved) -> Page:
        """The document `file` beside its report; no lines where it can't be read."""
        path = self.path_of(file)
        content = unsaved.get(str(file))
        root = self.workspace.portfolio
        if content is not None:
            text, fault = decode(content, path)
            text = content.decode("utf-8", "replace") if fault else text
        else:
            text, _ = read_text(root, path, limits.DOCUMENT_BYTES)
        return Page(report, path, rows_of(text))

    def path_of(self, file: Path) -> str:
        """The path of a file as findings name it: relative to `portfolio/`."""
        return Path(os.path.relpath(file, self.workspace.portfolio)).as_posix()

    def file_of(self, path: str | None) -> Path:
        """The file that a finding is about; of the portfolio as a whole, `portfolio.yml`."""
        return Path(os.path.normpath(self.workspace.portfolio / (path or METADATA)))

    def marks(self, report: Report, unsaved: Unsaved) -> dict[Path, list[Mark]]:
        """What is shown in each file; silenced findings are not."""
        by_file: dict[Path, list[Finding]] = {}
        for finding in report.findings:
            if not finding.silenced:
                by_file.setdefault(self.file_of(finding.place.path), []).append(finding)
        pages = {file: self.page(report, file, unsaved) for file in by_file}
        return {file: [_mark(f, pages[file]) for f in found] for file, found in by_file.items()}


def _mark(finding: Finding, page: Page) -> Mark:
    """From where a finding stands to the end of its line."""
    place = finding.place
    line = place.line or 1
    if place.path is None:
        at = page.report.portfolio.metadata.places.get("credential")
        line = at.line if at and at.line else 1
    row = page.row(line)
    end = len(row.rstrip()) + 1
    first = min(place.column or 1, end)
    if first >= end:
        first = len(row) - len(row.lstrip()) + 1
    return Mark(finding, Span(line, min(first, end), end), row)


# --- which portfolio -------------------------------------------------------------------------


def workspace_of(file: Path, unsaved: Iterable[str] = ()) -> Workspace | None:
    """The workspace whose portfolio `file` belongs to, or None: other Markdown is not ours.

    `file` is absolute and resolved. A portfolio has a `portfolio.yml`, saved or not; or it is the
    folder that `credfolio init` made, whose `portfolio.yml` is gone.
    """
    written = set(unsaved)
    for folder in file.parents:
        if (folder / METADATA).is_file() or str(folder / METADATA) in written:
            return _at(folder)
        if folder.name == FOLDER and (folder.parent / ".credfolio").is_dir():
            return _at(folder)
        inside = folder.parent / FOLDER
        if folder.name == "credentials" and folder == file.parent and (inside / METADATA).is_file():
            return _at(inside)
    return None


def _at(portfolio: Path) -> Workspace | None:
    try:
        return find(portfolio)
    except CredfolioError:
        return None


def workspaces_in(folder: Path) -> Iterator[Workspace]:
    """The portfolios of a folder that an editor opened: itself, or its `portfolio/`."""
    for portfolio in (folder / FOLDER, folder):
        if (portfolio / METADATA).is_file() and (found := _at(portfolio)):
            yield found
            return
