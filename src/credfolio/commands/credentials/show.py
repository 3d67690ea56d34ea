"""`credfolio credentials show`."""

import sys
from pathlib import Path

import click

from credfolio.arguments import refuse_inside
from credfolio.console import shown, style_of
from credfolio.errors import CredfolioError


@click.command()
@click.argument("named", metavar="ID|FILE")
@click.option(
    "-o",
    "--output",
    "target",
    metavar="FILE.html",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a scoring guide to print or to open in a browser, instead of the page here.",
)
def command(named: str, target: Path | None) -> int:
    """Show what a credential asks for, as people read it.

    ID is one of `credfolio credentials`, FILE a credential file.
    """
    from credfolio.credential import read_credential
    from credfolio.issuing.files import find_file, own_folder
    from credfolio.words import plural, typed

    if target and target.suffix.lower() not in (".html", ".htm"):
        raise click.UsageError(f"-o {target}: the name of a scoring guide ends in .html.")
    file = find_file(named, own_folder())
    credential, faults = read_credential(file.text, file.path.name)
    faults = [*([file.fault] if file.fault else faults)]
    wrong = sum(fault.severity == "error" for fault in faults)
    if credential is None:
        call = typed("credentials", "check", file.name)
        raise CredfolioError(f"{file.name} has {plural(wrong, 'error')}. See them: {call}")
    if target is None:
        from credfolio.issuing.page import credential_page

        click.echo(credential_page(credential, style_of(sys.stdout)), nl=False, color=True)
        return 0
    from credfolio.compose.guide import scoring_guide
    from credfolio.files import write_whole

    refuse_inside(target, str(target))
    write_whole(target, scoring_guide(credential).encode())
    click.echo(f"written  {shown(target)} (open it in a browser; print it from there)")
    return 0
