"""The command line: parse, then do. A command is a module of `commands/`, imported when run."""

import os
import pkgutil
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword

import click

from credfolio import __version__, commands
from credfolio.console import FAILED, soften
from credfolio.errors import CredfolioError


class Commands(click.Group):
    """Finds commands by their modules. A name that Python reserves has a `_` after it there."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(module.name.rstrip("_") for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(context):
            return None
        module = name + "_" * iskeyword(name)
        command: click.Command = import_module(f"credfolio.commands.{module}").command
        command.name = name
        return command

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it; a word that is no command is answered with the nearest that is."""
        if args and self.get_command(context, args[0]) is None and not args[0].startswith("-"):
            from credfolio.fields import nearest

            near = nearest(args[0], tuple(self.list_commands(context)))
            hint = f"Did you mean {near}?" if near else "`credfolio --help` lists them."
            context.fail(f"there is no command {args[0]!r}. {hint}")
        return super().resolve_command(context, args)


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="credfolio")
def cli() -> None:
    """Micro-credential portfolios: write Markdown, see what is missing, hand in a site.

    Begin with `credfolio init my-portfolio`, write, and run `credfolio check` as you go.
    """


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command; gives its exit status. No message is a traceback."""
    soften(sys.stdout)
    soften(sys.stderr)
    try:
        status = cli.main(
            list(argv) if argv is not None else None, "credfolio", standalone_mode=False
        )
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return FAILED
    except click.ClickException as error:
        return _fail(error.format_message())
    except click.exceptions.Abort:
        return _fail("stopped.")
    except CredfolioError as error:
        return _fail(str(error))
    except BrokenPipeError:
        # Whoever read the output has enough; nothing more may be written at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except OSError as error:
        return _fail(f"{error.filename or 'The output'}: {error.strerror or error}.")
    except Exception as error:
        if os.environ.get("CREDFOLIO_DEBUG"):
            raise
        return _fail(f"this is a fault of credfolio, please report it: {repr(error)[:200]}")
    return int(status or 0)


def _fail(message: str) -> int:
    from credfolio.reports.screen import harmless
    from credfolio.words import printable

    click.echo("credfolio: " + harmless(printable(" ".join(message.split()))), err=True)
    return FAILED
