"""Read and check: the one engine behind the terminal, MkDocs, the preview, pytest and CI."""

from collections.abc import Iterable
from pathlib import Path

from credfolio.checking import run_checks, workspace_checks
from credfolio.documents import read_document
from credfolio.model import Finding, Metadata, Place, Portfolio, Report, Waiver
from credfolio.read import Parse, read_portfolio
from credfolio.sources import SAVED, Unsaved
from credfolio.words import printable
from credfolio.workspace import Workspace


def check_workspace(
    workspace: Workspace,
    *,
    waivers: Iterable[Waiver] = (),
    trust: bool = False,
    alone: bool = True,
    reveal: bool = False,
    unsaved: Unsaved = SAVED,
    parse: Parse = read_document,
) -> Report:
    """The report on a workspace. With `trust` its own `checks/` run too.

    `alone`: no other portfolio is checked with the same waivers; `reveal`: declared real names
    are shown (see `run_checks`).
    `parse`: what reads a document; something that stays may remember those that are unchanged.
    """
    folder = workspace.root / "checks"
    own = trust and not workspace.is_product and folder.is_dir()
    extra = workspace_checks(folder) if own else ()
    portfolio = read_portfolio(workspace, unsaved, parse)
    return run_checks(portfolio, tuple(waivers), extra, alone, reveal)


def unreadable(folder: Path, reason: str) -> Report:
    """The report on a folder of many that can't be checked at all."""
    place = Place()
    hint = "Name the folder of a portfolio."
    message = printable(reason)
    finding = Finding("CF902", "nothing-to-check", "error", place, message, hint, None)
    empty = Portfolio(folder, Metadata(), None, (), {}, frozenset(), (), {})
    return Report(empty, (), (finding,))
