"""`credfolio check`."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from credfolio.arguments import REVEAL, TRUST, WAIVERS, waivers_of, workspace_at
from credfolio.console import FAILED, INCOMPLETE
from credfolio.errors import CredfolioError
from credfolio.outputs import read_targets, write_reports

if TYPE_CHECKING:
    from credfolio.model import Report, Waiver
    from credfolio.watching import ParseOf


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
@click.option("--watch", is_flag=True, help="Stay, and check again whenever a file is saved.")
@WAIVERS
@TRUST
@REVEAL
def command(
    folders: tuple[Path, ...],
    outputs: tuple[str, ...],
    strict: bool,
    exit_zero: bool,
    watch: bool,
    waivers: Path | None,
    trust: bool,
    reveal: bool,
) -> int:
    """Say what each portfolio still misses.

    DIR is a workspace or its portfolio folder; without it, the one that you are in. Words are
    those that count: your own, and in a conversation what is said.

    Exit status: 0 complete, 1 incomplete, 2 nothing to check or a mistake in the call. With
    --watch it is that of the last check; Ctrl-C ends it.
    """
    targets = read_targets(outputs)
    allowed = waivers_of(waivers)
    if watch:
        if outputs not in ((), ("text",)):
            raise click.UsageError("--watch shows the report on the screen; leave out --output.")
        reports, targets = _watch(folders, waivers, trust, reveal), []
    else:
        reports = _check_all(folders, allowed, trust, reveal)
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


def _watch(
    folders: Sequence[Path], waivers: Path | None, trust: bool, reveal: bool
) -> "list[Report]":
    """The reports of the last check once somebody ends it."""
    from credfolio.watching import watch

    def check(parse: "ParseOf") -> "list[Report]":
        return _check_all(folders, waivers_of(waivers), trust, reveal, parse)

    return list(watch(folders, [waivers] if waivers else [], check))


def _check_all(
    folders: Sequence[Path],
    waivers: "tuple[Waiver, ...]",
    trust: bool,
    reveal: bool,
    parse: "ParseOf | None" = None,
) -> "list[Report]":
    """A report per folder; where several are given, a bad one never stops the rest."""
    from credfolio.documents import read_document
    from credfolio.engine import check_workspace, unreadable
    from credfolio.workspace import find

    if len(folders) < 2:
        here = folders[0] if folders else None
        # Who stays for long keeps off the site, which another command may be putting in place.
        workspace = find(here or Path(), upwards=here is None) if parse else workspace_at(here)
        reader = parse(workspace) if parse else read_document
        return [
            check_workspace(workspace, waivers=waivers, trust=trust, reveal=reveal, parse=reader)
        ]
    reports = []
    show = parse is None and sys.stderr.isatty() and not os.environ.get("CI")
    for number, folder in enumerate(folders, 1):
        if show:
            click.echo(f"\rChecking {number} of {len(folders)} …", nl=False, err=True)
        try:
            workspace = find(folder)
            reader = parse(workspace) if parse else read_document
            reports.append(
                check_workspace(
                    workspace,
                    waivers=waivers,
                    trust=trust,
                    alone=False,
                    reveal=reveal,
                    parse=reader,
                )
            )
        except Exception as error:
            if not isinstance(error, CredfolioError) and os.environ.get("CREDFOLIO_DEBUG"):
                raise
            reports.append(unreadable(folder, str(error)))
    if show:
        click.echo("\r" + " " * 40 + "\r", nl=False, err=True)
    return reports
