"""`credfolio init`."""

import os
import sys
from pathlib import Path

import click

from credfolio.arguments import FOLDER
from credfolio.console import shown


@click.command()
@FOLDER
@click.option(
    "--credential",
    metavar="ID|FILE",
    help="The credential that you work for. A file of your own is copied into credentials/.",
)
@click.option(
    "--sample",
    metavar="ID",
    help="Write the complete sample of a credential instead, to read and to try things on.",
)
@click.option("--name", help="Your name, or what you want to be called.")
@click.option("--role", help="What you do, for example “Teacher leader”.")
@click.option("--organization", help="Where you do it, for example “A middle school”.")
@click.option(
    "--ci",
    "service",
    type=click.Choice(["github", "gitlab"]),
    help="Also write what lets this service check the portfolio on every push. Where there is a "
    "portfolio already, only this is written.",
)
@click.option(
    "--graphic",
    "graphics",
    multiple=True,
    metavar="KIND",
    help="Also write an exhibit to fill in: event-count, verbal-flow, selective-verbatim, "
    "duration, physical-map, time-sample or picture. May be given several times. Where there is a "
    "portfolio already, only this is written.",
)
@click.option(
    "--word",
    is_flag=True,
    help="Also write portfolio.docx, a Word file with a section for each requirement. Where there "
    "is a portfolio already, only this is written.",
)
def command(
    folder: Path | None,
    credential: str | None,
    sample: str | None,
    name: str | None,
    role: str | None,
    organization: str | None,
    service: str | None,
    graphics: tuple[str, ...],
    word: bool,
) -> int:
    """Begin a portfolio in DIR. Files that are there are never overwritten."""
    root = folder or Path()
    if sample:
        return _sample(sample, root, folder)
    answers = {"name": name, "role": role, "organization": organization}
    chosen = _graphics(graphics)
    only = service or chosen or word
    begin = not (only and _begun(root)) and not (chosen and _is_portfolio(root))
    if begin:
        _scaffold(root, credential, answers)
    if service:
        _continuous(service, root)
    if chosen:
        _exhibits(chosen, root, credential)
    if word:
        _template(folder, credential)
    elif begin:
        where = f" {folder}" if folder else ""
        click.echo(f"\nWrite below the hints in each document, then run: credfolio check{where}")
    return 0


def _sample(id: str, root: Path, folder: Path | None) -> int:
    from credfolio.scaffold import choose_credential, write_sample

    _say(write_sample(root, choose_credential(id, root).credential), [])
    where = f" {folder}" if folder else ""
    click.echo(
        f"\nA complete portfolio to read. Try: credfolio check{where} and credfolio serve{where}"
    )
    return 0


def _template(folder: Path | None, credential: str | None) -> None:
    from credfolio.importing.template import add_template
    from credfolio.scaffold import choose_credential

    root = folder or Path()
    path, new = add_template(root, choose_credential(credential, root).credential)
    _say([path] if new else [], [] if new else [path])
    name = f'"{folder}"' if " " in str(folder) else folder
    enter = f"  cd {name}\n" if folder else ""
    click.echo(
        f"\nWrite in portfolio.docx, save it, then run:\n{enter}  credfolio import portfolio.docx"
    )


def _begun(root: Path) -> bool:
    from credfolio.continuous import is_workspace

    return is_workspace(root)


def _scaffold(root: Path, credential: str | None, answers: dict[str, str | None]) -> None:
    from credfolio.scaffold import bring_credential, choose_credential, write_scaffold

    chosen = choose_credential(credential, root)
    asking = sys.stdin.isatty() and sys.stdout.isatty() and not os.environ.get("CI")
    if asking:
        click.echo(
            f"A portfolio for {chosen.credential.title}. Press Enter to leave a question for later."
        )
        questions = {
            "name": "Your name, or what you want to be called here",
            "role": "Your role",
            "organization": "Your school or organization",
        }
        for key, question in questions.items():
            if answers[key] is None:
                answers[key] = click.prompt(question, default="", show_default=False) or None
    written, kept = write_scaffold(root, chosen.credential, answers)
    brought, stayed = bring_credential(chosen, root)
    _say([*brought, *written], [*stayed, *kept])


def _say(written: list[Path], kept: list[Path]) -> None:
    for path in kept:
        click.echo(f"kept     {shown(path)} (it was there already)")
    for path in written:
        click.echo(f"written  {shown(path)}")


def _is_portfolio(root: Path) -> bool:
    """Whether DIR is the portfolio folder itself."""
    from credfolio.workspace import METADATA

    return (root / METADATA).is_file()


def _graphics(names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        return ()
    from credfolio.scaffold_exhibits import choose_graphics

    return choose_graphics(names)


def _exhibits(graphics: tuple[str, ...], root: Path, credential: str | None) -> None:
    from credfolio.scaffold import choose_credential
    from credfolio.scaffold_exhibits import write_exhibits
    from credfolio.workspace import find

    portfolio = find(root).portfolio
    _say(*write_exhibits(portfolio, graphics, choose_credential(credential, root).credential))


def _continuous(service: str, root: Path) -> None:
    from credfolio.continuous import write_ci

    done = write_ci(service, root)
    path = shown(done.path)
    click.echo(f"written  {path}" if done.new else f"kept     {path} (it was there already)")
    if done.line:
        click.echo(
            f"In line {done.line} of it, write the address of the repository that credfolio is "
            "installed from:\nthis one came from a folder, so the address is not known."
        )
