"""`credfolio serve`."""

import os
import sys
from pathlib import Path

import click

from credfolio.arguments import FOLDER, TRUST, workspace_at


@click.command()
@FOLDER
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="Where the preview listens.",
)
@click.option("--open/--no-open", "browser", default=True, help="Open the preview in a browser.")
@TRUST
def command(folder: Path | None, port: int, browser: bool, trust: bool) -> int:
    """Show the site while you write; every save updates the pages and their findings."""
    from credfolio.publish import serve as serve_site

    workspace = workspace_at(folder)
    browser = browser and sys.stdout.isatty() and not os.environ.get("CI")
    serve_site(workspace, trust=trust, address=f"127.0.0.1:{port}", open_browser=browser)
    return 0
