"""The commands. A module here is a command of the same name; nothing else registers it.

Only the command that is run is imported: a check pays for no other.
"""

import sys
from collections.abc import Iterable
from importlib import import_module
from keyword import iskeyword

import click

from credfolio.modules import module_names


class Commands(click.Group):
    """Finds commands by the modules of `package`. A name that Python reserves has a `_` there."""

    package = __name__

    @property
    def _path(self) -> Iterable[str]:
        return sys.modules[self.package].__path__

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(name.rstrip("_") for name in module_names(self._path))

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(context):
            return None
        module = name + "_" * iskeyword(name)
        command: click.Command = import_module(f"{self.package}.{module}").command
        command.name = name
        return command

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it; a word that is no command is answered with the nearest that is."""
        if args and self.get_command(context, args[0]) is None and not args[0].startswith("-"):
            from credfolio.fields import nearest

            near = nearest(args[0], tuple(self.list_commands(context)))
            hint = (
                f"Did you mean {near}?" if near else f"`{context.command_path} --help` lists them."
            )
            context.fail(f"there is no command {args[0]!r}. {hint}")
        return super().resolve_command(context, args)
