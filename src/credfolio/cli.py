"""The command line: parse, then do. A command is a module of `commands/`, imported when run."""

import os
import sys
from collections.abc import Sequence

import click

from credfolio import __version__
from credfolio.commands import Commands
from credfolio.console import FAILED, soften
from credfolio.errors import CredfolioError


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
    soften("stdout")
    soften("stderr")
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
