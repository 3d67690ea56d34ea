"""`credfolio credentials`: those that are known, and what an issuer does with one.

Alone, or with a folder, it lists them.
"""

from pathlib import Path

import click

from credfolio.commands import Commands


class CredentialCommands(Commands):
    package = __name__

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        """Without a command the credentials are listed; a folder says where."""
        plain = not args or (args[0] not in self.list_commands(context) and Path(args[0]).is_dir())
        return super().parse_args(context, ["list", *args] if plain else args)


@click.group(cls=CredentialCommands)
def command() -> None:
    """List the credentials that are known here; begin, check or show one of your own.

    `credfolio credentials` alone lists ids and titles. An issuer begins with `credfolio
    credentials new`.
    """
