"""`credfolio credentials new`."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from credfolio.console import shown
from credfolio.errors import CredfolioError

if TYPE_CHECKING:
    from credfolio.issuing.files import CredentialFile
    from credfolio.issuing.starter import Wishes


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--title", help="What the credential is called.")
@click.option("--issuer", help="Who issues it.")
@click.option(
    "--id", help="Its short name, of small letters, digits and hyphens; else made of the title."
)
@click.option(
    "--from",
    "base",
    metavar="ID|FILE",
    help="Begin with what this credential asks for, instead of a form of three parts.",
)
@click.option(
    "--condition",
    "conditions",
    multiple=True,
    metavar="TITLE",
    help="A practice that the evidence has to show. May be given several times.",
)
def command(
    file: Path | None,
    title: str | None,
    issuer: str | None,
    id: str | None,
    base: str | None,
    conditions: tuple[str, ...],
) -> int:
    """Begin a credential of your own: a file with a comment for each line.

    What is not given as an option is asked for. The file is credentials/ID.yml, or FILE; one that
    is there is never overwritten.
    """
    from credfolio.issuing.files import own_folder

    folder = own_folder()
    wishes, source = _wishes(title, issuer, id, base, conditions, folder)
    _refuse_taken(wishes, folder)
    path = file or folder / f"{wishes.id}.yml"
    _write(path, wishes, source)
    _say_next(path, wishes.id, folder)
    return 0


def _wishes(
    title: str | None,
    issuer: str | None,
    id: str | None,
    base: str | None,
    conditions: tuple[str, ...],
    folder: Path,
) -> "tuple[Wishes, CredentialFile | None]":
    """What was given; in a terminal the rest is asked for."""
    from credfolio.credential_faults import slug
    from credfolio.issuing.starter import Wishes

    asking = sys.stdin.isatty() and sys.stdout.isatty() and not os.environ.get("CI")
    guided = asking and title is None
    if guided:
        click.echo(
            "A credential says what you ask for: the parts of your form, what is submitted in\n"
            "each, and the least that is enough. A few questions; you can change it all later.\n"
        )
        title = click.prompt("What is the credential called", value_proc=_free("title", folder))
    if not title or not title.strip():
        raise click.UsageError("give the credential a title: --title “Reading Circles”.")
    if guided and issuer is None:
        issuer = click.prompt("Who issues it", default="", show_default=False)
    if guided and base is None:
        base = _ask_base(folder)
    source = _base(base, folder)
    if guided and source is None and not conditions:
        conditions = _ask_conditions()
    if guided and id is None:
        proposed = slug(title) or None
        question = "Its id, which never changes"
        id = click.prompt(question, default=proposed, value_proc=_free("id", folder))
    return Wishes(title.strip(), id or slug(title), issuer or "", conditions), source


def _ask_base(folder: Path) -> str | None:
    """The credential to begin with; None: the form of three parts."""
    from credfolio.credential import known_credentials

    known, _ = known_credentials(folder)
    ids = sorted(known)
    click.echo("\nBegin with")
    click.echo("  1  a form of three parts: an answer, an annotated conversation, a reflection")
    for number, each in enumerate(ids, 2):
        click.echo(f"  {number}  what {known[each].title} asks for")
    chosen: int = click.prompt("Number", type=click.IntRange(1, len(ids) + 1), default=1)
    return None if chosen == 1 else ids[chosen - 2]


def _ask_conditions() -> tuple[str, ...]:
    click.echo("\nWhich practices does the evidence have to show? One a line; Enter alone ends it.")
    found: list[str] = []
    while answer := click.prompt(f"  {len(found) + 1}", default="", show_default=False).strip():
        found.append(answer)
    click.echo()
    return tuple(found)


def _base(named: str | None, folder: Path) -> "CredentialFile | None":
    """The file to begin with. Raises CredfolioError where it has faults of its own."""
    if named is None:
        return None
    from credfolio.issuing.files import find_file
    from credfolio.issuing.report import judge_file
    from credfolio.words import typed

    found = find_file(named, folder)
    if any(f.severity == "error" for f in judge_file(found).findings):
        call = typed("credentials", "check", found.name)
        raise CredfolioError(f"{found.name} has faults, which a new one would have too: {call}.")
    return found


def _refuse_taken(wishes: "Wishes", folder: Path) -> None:
    """An id or a title that would be a fault is refused before anything is written."""
    from credfolio.credential_faults import slug

    if not wishes.id:
        raise click.UsageError("no id can be made of that title: give one, --id reading-circles.")
    ids = [slug(title) for title in wishes.conditions]
    if "" in ids or len({*ids}) < len(ids):
        raise click.UsageError("--condition: each needs a title of its own, in letters.")
    if problem := _problem({"id": wishes.id, "title": wishes.title}, folder):
        raise CredfolioError(problem)


def _free(key: str, folder: Path) -> Callable[[str], str]:
    """Takes an answer that no other credential has; asks again for any other."""

    def take(answer: str) -> str:
        if problem := _problem({key: answer.strip()}, folder):
            raise click.UsageError(problem)
        return answer.strip()

    return take


def _problem(values: dict[str, str], folder: Path) -> str:
    """Why a credential can't have that id or title; nothing where it can."""
    from credfolio.credential import known_credentials
    from credfolio.credential_faults import Judge, taken
    from credfolio.fields import Reading

    known, _ = known_credentials(folder)
    judge = Judge(values, Reading(""))
    taken(judge, tuple(known.values()))
    return f"{judge.faults[0].message} {judge.faults[0].hint}" if judge.faults else ""


def _write(path: Path, wishes: "Wishes", source: "CredentialFile | None") -> None:
    from credfolio.files import write_new
    from credfolio.issuing.starter import new_credential, schema_file

    if path.suffix not in (".yml", ".yaml"):
        raise click.UsageError(f"{path}: the name of a credential file ends in .yml.")
    own = path.resolve().parent.name == "credentials"
    text = new_credential(wishes, source, schema=own)
    if not write_new(path, text.encode()):
        raise CredfolioError(f"{path} is there already; nothing was written.")
    click.echo(f"written  {shown(path)}")
    if own:
        name, schema = schema_file()
        root = path.resolve().parent.parent
        if write_new(root / name, schema):
            click.echo(f"written  {shown(root / name)}")


def _say_next(path: Path, id: str, folder: Path) -> None:
    from credfolio.words import typed

    own = path.parent.resolve() == folder.resolve() and path.stem == id
    name = id if own else shown(path)
    steps = {
        "": f"Open {shown(path)} in a text editor, and write what you ask for.",
        typed("credentials", "check", name): "says what is wrong with it",
        typed("credentials", "show", name): "shows it as people read it",
        typed("credentials", "show", name, "-o", f"{path.stem}.html"): "makes a scoring guide",
        typed("init", "trial", "--credential", name): "begins a portfolio for it",
    }
    click.echo(f"\n{steps.pop('')} Then:\n")
    width = max(map(len, steps))
    for call, meaning in steps.items():
        click.echo(f"  {call.ljust(width)}  {meaning}")
