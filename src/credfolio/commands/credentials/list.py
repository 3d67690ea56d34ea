"""`credfolio credentials list`."""

from pathlib import Path

import click

from credfolio.arguments import FOLDER, workspace_at
from credfolio.console import INCOMPLETE


@click.command()
@FOLDER
def command(folder: Path | None) -> int:
    """List the credentials that are known here, with their ids."""
    from credfolio.credential import known_credentials

    own = workspace_at(folder).root / "credentials"
    found, faults = known_credentials(own)
    width = max(len(id) for id in found)
    for id in sorted(found):
        click.echo(f"{id.ljust(width)}  {found[id].title}")
    for fault in faults:
        where = f"{fault.place.path}, line {fault.place.line}"
        click.echo(f"{where}: {fault.message} {fault.hint}", err=True)
    return INCOMPLETE if faults else 0
