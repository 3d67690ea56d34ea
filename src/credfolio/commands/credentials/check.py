"""`credfolio credentials check`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from credfolio.console import INCOMPLETE, style_of
from credfolio.errors import CredfolioError
from credfolio.outputs import put, read_targets

if TYPE_CHECKING:
    from credfolio.issuing.files import CredentialFile

_FORMATS = ("text", "json", "sarif", "github", "gitlab", "rdjson")


@click.command()
@click.argument("files", metavar="[FILE]...", nargs=-1)
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FORMAT[:PATH]",
    help=f"How to report, and where: {', '.join(_FORMATS[:-1])} or {_FORMATS[-1]}, to the screen "
    "or to a file. May be given several times.",
)
@click.option("--strict", is_flag=True, help="Warnings count in the exit status.")
def command(files: tuple[str, ...], outputs: tuple[str, ...], strict: bool) -> int:
    """Say what is wrong with a credential file: every fault at once, with its line.

    FILE is a file or an id; without it, every file of the folder credentials/ is checked.

    Exit status: 0 in order, 1 faulty, 2 not a file or a mistake in the call.
    """
    from credfolio.issuing.files import neighbours
    from credfolio.issuing.report import checked, judge_file, own_format
    from credfolio.reports import Run
    from credfolio.reports.places import prefixes

    targets = read_targets(outputs)
    if strange := [target.name for target in targets if target.name not in _FORMATS]:
        known = ", ".join(_FORMATS)
        raise click.UsageError(
            f"--output {strange[0]} reports on portfolios; of a credential file there is {known}."
        )
    reports = [judge_file(file, neighbours(file)) for file in _files(files)]
    poor = any(not r.complete or (strict and r.count("warning")) for r in reports)
    status = INCOMPLETE if poor else 0
    run = Run(checked(reports, prefixes([r.portfolio.root for r in reports])), status)
    for target in targets:
        style = style_of(sys.stdout)
        put(target, own_format(target.name, target.format).write(run, style))
    return status


def _files(named: tuple[str, ...]) -> "list[CredentialFile]":
    from credfolio.issuing.files import credential_files, find_file, own_folder

    folder = own_folder()
    every = named or tuple(str(path) for path in credential_files(folder))
    if not every:
        hint = "Name a file, or begin one with `credfolio credentials new`."
        raise CredfolioError(f"There is no credential file in {Path(folder.name)}/ here. {hint}")
    return [find_file(each, folder) for each in every]
