"""`credfolio lsp`."""

import sys

import click

from credfolio.console import how_to_add, say
from credfolio.errors import CredfolioError


@click.command()
@click.option("--stdio", is_flag=True, help="Some editors add this; it changes nothing.")
def command(stdio: bool) -> int:
    """Help an editor to show findings while you write. Editors start this themselves.

    It speaks the Language Server Protocol over standard input and output and runs nothing that a
    workspace brings. docs/editor.md says how to set up an editor.
    """
    try:
        from credfolio.editor.server import make_server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise CredfolioError(
            "the help for editors needs the package pygls, which the extra credfolio[lsp] brings. "
            f"Run: {how_to_add('pygls')}"
        ) from error
    if sys.stdin.isatty():
        say("This waits for an editor, which starts it by itself; Ctrl-C ends it.")
    make_server().start_io()
    return 0
