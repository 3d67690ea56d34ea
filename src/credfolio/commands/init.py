"""`credfolio init`."""

import os
import sys
from pathlib import Path

import click

from credfolio.arguments import FOLDER
from credfolio.console import shown


@click.command()
@FOLDER
@click.option("--credential", metavar="ID", help="The credential that you work for.")
@click.option("--name", help="Your name, or what you want to be called.")
@click.option("--role", help="What you do, for example “Teacher leader”.")
@click.option("--organization", help="Where you do it, for example “A middle school”.")
def command(
    folder: Path | None,
    credential: str | None,
    name: str | None,
    role: str | None,
    organization: str | None,
) -> int:
    """Begin a portfolio in DIR. Files that are there are never overwritten."""
    from credfolio.scaffold import choose_credential, write_scaffold

    chosen = choose_credential(credential)
    asking = sys.stdin.isatty() and sys.stdout.isatty() and not os.environ.get("CI")
    answers = {"name": name, "role": role, "organization": organization}
    if asking:
        click.echo(f"A portfolio for {chosen.title}. Press Enter to leave a question for later.")
        questions = {
            "name": "Your name, or what you want to be called here",
            "role": "Your role",
            "organization": "Your school or organization",
        }
        for key, question in questions.items():
            if answers[key] is None:
                answers[key] = click.prompt(question, default="", show_default=False) or None
    root = folder or Path()
    written, kept = write_scaffold(root, chosen, answers)
    for path in kept:
        click.echo(f"kept     {shown(path)} (it was there already)")
    for path in written:
        click.echo(f"written  {shown(path)}")
    where = f" {folder}" if folder else ""
    click.echo(f"\nWrite below the hints in each document, then run: credfolio check{where}")
    return 0
