"""`credfolio import`."""

from pathlib import Path

import click

from credfolio.arguments import workspace_at
from credfolio.console import shown
from credfolio.errors import CredfolioError


@click.command()
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--as", "requirement", metavar="REQUIREMENT", help="What the files answer.")
@click.option(
    "--speaker",
    "speakers",
    multiple=True,
    metavar="NAME=LABEL",
    help='Whom a name in a transcript means: --speaker "Full Name=Coach".',
)
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), metavar="DIR", help="The workspace."
)
def command(
    files: tuple[Path, ...], requirement: str | None, speakers: tuple[str, ...], folder: Path | None
) -> int:
    """Make documents of Word files (.docx), captions (.vtt, .srt) and pasted text (.txt).

    The portfolio in Word that `credfolio init --word` writes becomes all of its documents, again
    after each change. Nothing that you have edited is overwritten; what was left out is said.
    """
    from credfolio.importing.telling import told
    from credfolio.importing.workspace import import_files
    from credfolio.read import read_portfolio

    mapping = {}
    for value in speakers:
        name, sign, label = value.rpartition("=")
        if not sign:
            raise click.UsageError('--speaker takes a name and a label: --speaker "Name=Coach".')
        mapping[name] = label
    workspace = workspace_at(folder)
    portfolio = read_portfolio(workspace)
    if portfolio.credential is None:
        raise CredfolioError(
            f"{workspace.portfolio} names no credential that is known. Run `credfolio check`."
        )
    done = import_files(
        workspace,
        portfolio,
        portfolio.credential,
        files,
        as_requirement=requirement,
        speakers=mapping,
    )
    for item in done:
        for line in told(item, shown):
            click.echo(line)
    return 0
