"""`credfolio check`."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from credfolio.arguments import TRUST, WAIVERS, waivers_of, workspace_at
from credfolio.console import FAILED, INCOMPLETE
from credfolio.errors import CredfolioError
from credfolio.outputs import read_targets, write_reports

if TYPE_CHECKING:
    from credfolio.model import Report, Waiver


@click.command()
@click.argument("folders", metavar="[DIR]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FORMAT[:PATH]",
    help="How to report, and where: text (the default), json, sarif, junit, github, gitlab, "
    "markdown, rdjson or tap, to the screen or to a file. May be given several times.",
)
@click.option("--strict", is_flag=True, help="Warnings count in the exit status.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 where it would be 1.")
@WAIVERS
@TRUST
def command(
    folders: tuple[Path, ...],
    outputs: tuple[str, ...],
    strict: bool,
    exit_zero: bool,
    waivers: Path | None,
    trust: bool,
) -> int:
    """Say what each portfolio still misses.

    DIR is a workspace or its portfolio folder; without it, the one that you are in.

    Exit status: 0 complete, 1 incomplete, 2 nothing to check or a mistake in the call.
    """
    targets = read_targets(outputs)
    allowed = waivers_of(waivers)
    reports = _check_all(folders, allowed, trust)
    status = max(_status(report, strict) for report in reports)
    if len(reports) > 1 and _unused(allowed, reports):
        status = max(status, INCOMPLETE)
    status = 0 if status == INCOMPLETE and exit_zero else status
    write_reports(reports, [str(folder) for folder in folders] or ["."], status, targets)
    return status


def _unused(waivers: "tuple[Waiver, ...]", reports: "list[Report]") -> bool:
    """Says which waivers none of several portfolios needs; whether there are any."""
    used = [finding.waived for report in reports for finding in report.findings]
    unused = [waiver for waiver in waivers if waiver not in used]
    for waiver in unused:
        where = f"{waiver.place.path}, line {waiver.place.line}"
        click.echo(f"{where}: the waiver of {waiver.code} waives nothing here (CF901).", err=True)
    return bool(unused)


def _status(report: "Report", strict: bool) -> int:
    if report.nothing_to_check:
        return FAILED
    warned = strict and report.count("warning") > 0
    return 0 if report.complete and not warned else INCOMPLETE


def _check_all(
    folders: Sequence[Path], waivers: "tuple[Waiver, ...]", trust: bool
) -> "list[Report]":
    """A report per folder; where several are given, a bad one never stops the rest."""
    from credfolio.engine import check_workspace, unreadable
    from credfolio.workspace import find

    if len(folders) < 2:
        workspace = workspace_at(folders[0] if folders else None)
        return [check_workspace(workspace, waivers=waivers, trust=trust)]
    reports = []
    show = sys.stderr.isatty() and not os.environ.get("CI")
    for number, folder in enumerate(folders, 1):
        if show:
            click.echo(f"\rChecking {number} of {len(folders)} …", nl=False, err=True)
        try:
            workspace = find(folder)
            reports.append(check_workspace(workspace, waivers=waivers, trust=trust, alone=False))
        except Exception as error:
            if not isinstance(error, CredfolioError) and os.environ.get("CREDFOLIO_DEBUG"):
                raise
            reports.append(unreadable(folder, str(error)))
    if show:
        click.echo("\r" + " " * 40 + "\r", nl=False, err=True)
    return reports
