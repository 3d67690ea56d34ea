"""`pytest portfolio/`: a test for each requirement of every portfolio that pytest comes across.

Every test run of everybody who has credfolio installed imports this module, so it imports nothing
of credfolio's and of no one else's before there is a `portfolio.yml` to look at.
"""

from __future__ import annotations

import os
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from credfolio.model import Finding
    from credfolio.reports.cases import Case


class PortfolioWarning(UserWarning):
    """A warning of a check. `-W error::credfolio.pytest_plugin.PortfolioWarning` lets it fail."""


class Incomplete(Exception):
    """A requirement is open; what is missing stands in the test's report."""


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> PortfolioFile | None:
    """A portfolio is known by its metadata; where there is none, nothing is collected."""
    if file_path.name != "portfolio.yml":
        return None
    return PortfolioFile.from_parent(parent, path=file_path)


class PortfolioFile(pytest.File):
    """A portfolio. Its own checks run only with CREDFOLIO_TRUST, as on the command line."""

    def collect(self) -> Iterator[Requirement]:
        from credfolio.engine import check_workspace
        from credfolio.errors import CredfolioError
        from credfolio.reports.cases import cases
        from credfolio.workspace import find

        trusting = os.environ.get("CREDFOLIO_TRUST", "").lower()
        trust = trusting in "1 true t yes y on".split()
        try:
            report = check_workspace(find(self.path.parent), trust=trust)
        except CredfolioError as error:
            raise self.CollectError(str(error)) from error
        for case in cases(report):
            yield Requirement.from_parent(self, name=case.id, case=case)


class Requirement(pytest.Item):
    """A requirement as a test, or what belongs to none of them."""

    def __init__(self, *, case: Case, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.case = case

    def runtest(self) -> None:
        # Where warnings are errors, what is missing is still what the report says first.
        with suppress(*() if self.case.passed else (PortfolioWarning,)):
            for finding in self.case.findings:
                _warn(finding, self.path.parent)
        if not self.case.passed:
            raise Incomplete

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The findings in the words of `credfolio check`, without a traceback."""
        if isinstance(excinfo.value, PortfolioWarning):
            return str(excinfo.value)
        if not isinstance(excinfo.value, Incomplete):
            return super().repr_failure(excinfo, style)
        from credfolio.reports.formats.text import findings_text

        folder = os.path.relpath(self.path.parent, self.config.invocation_params.dir)
        return findings_text(self.case.errors, folder.replace(os.sep, "/"))

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        """The document, at its first error; the metadata where there is no document."""
        path = next(iter(self.case.documents), None)
        lines = [f.place.line for f in self.case.errors if f.place.path == path and f.place.line]
        title = self.case.title + ("" if self.case.passed else f": {self.case.status}")
        folder = self.path.parent
        return (folder / path if path else self.path), (lines or [1])[0] - 1, title


def _warn(finding: Finding, folder: Path) -> None:
    """A warning of the portfolio as one of pytest's, at its place in the document.

    The line belongs to the name: pytest would print the line of a file of that name as it is, and
    what a stranger wrote there could be a command in a log.
    """
    if finding.severity != "warning" or not finding.counts:
        return
    from credfolio.reports.screen import harmless
    from credfolio.reports.wordings import said
    from credfolio.words import printable

    place = finding.place
    path = printable(f"{folder / (place.path or 'portfolio.yml')}:{place.line or 1}")
    text = harmless(f"{said(finding)} [{finding.code}]")
    warnings.warn_explicit(text, PortfolioWarning, harmless(path), place.column or 1)
