"""What several commands take, and what it means."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from credfolio.model import Waiver
    from credfolio.workspace import Workspace

TRUST = click.option(
    "--trust",
    is_flag=True,
    envvar="CREDFOLIO_TRUST",
    help="Run what the workspace brings: its checks/, templates/ and mkdocs.yml. "
    "Only for a workspace of your own.",
)
WAIVERS = click.option(
    "--waivers",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="What the programme lets pass: a YAML list of code, requirement, reason, by.",
)
CREDENTIAL = click.option(
    "--credential",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="Your programme's own credential, where it does not come with credfolio.",
)
REVEAL = click.option(
    "--reveal", is_flag=True, help="Show the real names of private.yml instead of their labels."
)
FOLDER = click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))


def workspace_at(folder: Path | None) -> "Workspace":
    from credfolio.workspace import find

    workspace = find(folder or Path(), upwards=folder is None)
    if any(workspace.site.parent.glob(".site-*")):
        from credfolio.swap import recover

        recover(workspace.site)  # a build that was stopped may have left the old site aside
    return workspace


def waivers_of(path: Path | None) -> "tuple[Waiver, ...]":
    if path is None:
        return ()
    from credfolio.waivers import read_waivers

    return read_waivers(path)


def credential_of(path: Path | None) -> bytes | None:
    """The bytes of a credential file. Raises CredfolioError where it is none."""
    if path is None:
        return None
    from credfolio import limits
    from credfolio.credential import read_credential
    from credfolio.errors import CredfolioError

    with path.open("rb") as file:
        raw = file.read(limits.METADATA_BYTES + 1)
    found, faults = read_credential(raw.decode("utf-8", "replace"), path.name)
    if found is None:
        reason = faults[0].message if faults else "it can't be read."
        raise CredfolioError(f"{path} is no credential: {reason}")
    return raw


def refuse_inside(path: Path, value: str, option: str = "--output") -> None:
    """Nothing that the tool makes may stand among, or in place of, what people wrote."""
    if any((folder / "portfolio.yml").is_file() for folder in path.resolve().parents):
        raise click.UsageError(f"{option} {value}: it lies in a portfolio folder; write elsewhere.")
