"""`credfolio redact`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from credfolio.arguments import FOLDER, REVEAL, workspace_at
from credfolio.console import INCOMPLETE, shown
from credfolio.errors import CredfolioError

if TYPE_CHECKING:
    from credfolio.model import PrivateName
    from credfolio.privacy.names import Matcher
    from credfolio.privacy.redaction import Change
    from credfolio.workspace import Workspace


@click.command()
@FOLDER
@click.option("--yes", is_flag=True, help="Don't ask; for scripts.")
@click.option(
    "--pictures", is_flag=True, help="Take place, date and names out of the pictures' files too."
)
@click.option("--diff", "whole", is_flag=True, help="Show each line that would change.")
@REVEAL
def command(folder: Path | None, yes: bool, pictures: bool, whole: bool, reveal: bool) -> int:
    """Replace the real names of private.yml by their labels in your text files.

    What would change is shown first. A copy of what was there is kept in .credfolio/backup.
    """
    from credfolio.privacy.names import Matcher, masked
    from credfolio.privacy.redaction import changes
    from credfolio.reports.formats.text import folder_name
    from credfolio.sources import list_files

    workspace = workspace_at(folder)
    matcher = Matcher(_names(workspace, pictures))
    files = frozenset(list_files(workspace.portfolio).files)
    found = list(changes(workspace.portfolio, files, matcher))
    wanted = [change for change in found if change.before != change.after]
    contents = {c.path: (c.before.encoded(), c.after.encoded()) for c in wanted}
    # A diff holds the names; what no person looks at may be kept somewhere.
    hide = None if reveal or sys.stdout.isatty() else matcher
    _show(wanted, folder_name(workspace.portfolio), hide, whole)
    cleaned = _pictures(workspace, files) if pictures else {}
    for path in cleaned:
        where = masked(path, hide) if hide else path
        click.echo(f"{where}: all that the file says besides the picture goes")
    if contents or cleaned:
        if not _agreed(yes):
            click.echo("Nothing was changed.")
            return 0
        _write(workspace, contents | cleaned)
    else:
        click.echo("There is nothing to change in the text files.")
    return _say_left(workspace, matcher, found, reveal)


def _show(wanted: "list[Change]", folder: str, hide: "Matcher | None", whole: bool) -> None:
    """What would change: how much in which file first, then the first places of each."""
    from credfolio.privacy.names import masked
    from credfolio.privacy.redaction import diff, shortened
    from credfolio.words import plural

    for change in wanted:
        path = masked(change.path, hide) if hide else change.path
        click.echo(f"{folder}{path}: {plural(change.replaced, 'name')} to replace")
    for change in wanted:
        text, more = diff(change, folder, hide), 0
        if not whole:
            text, more = shortened(text)
        click.echo(text, nl=False)
        if more:
            click.echo(f"… and {plural(more, 'more place')} like these; --diff shows them all.")


def _names(workspace: "Workspace", pictures: bool) -> "tuple[PrivateName, ...]":
    """The declared names. Raises CredfolioError where there are none to replace."""
    from credfolio.privacy.declared import read_private
    from credfolio.workspace import PRIVATE, private_files

    folder = workspace.portfolio.parent
    if not private_files(folder):
        if pictures:
            return ()
        raise CredfolioError(
            f"There is no {PRIVATE} beside {shown(workspace.portfolio)}. "
            'Write it first: names: {"the real name": "the label"}.'
        )
    names, faults = read_private(folder)
    errors = [fault for fault in faults if fault.severity == "error"]
    if errors:
        place = errors[0].place
        where = f"{(place.path or '').removeprefix('../')}, line {place.line}"
        raise CredfolioError(f"{where}: {errors[0].message} {errors[0].hint}")
    return names


def _pictures(workspace: "Workspace", files: frozenset[str]) -> dict[str, tuple[bytes, bytes]]:
    """The pictures that say something besides their pixels, as they would be without it."""
    from credfolio.privacy.pixels import is_picture, published

    cleaned = {}
    for path in sorted(filter(is_picture, files)):
        file = workspace.portfolio / path
        content = published(file)
        if content is not None and content != (before := file.read_bytes()):
            cleaned[path] = before, content
    return cleaned


def _agreed(yes: bool) -> bool:
    if yes:
        return True
    if not sys.stdin.isatty():
        raise CredfolioError("Nothing was changed: nobody can be asked here. Add --yes.")
    return click.confirm("Change these files?", default=False)


def _write(workspace: "Workspace", contents: dict[str, tuple[bytes, bytes]]) -> None:
    from credfolio.privacy.redaction import apply
    from credfolio.words import plural

    backup = apply(workspace.portfolio, workspace.portfolio.parent, contents)
    click.echo(f"{plural(len(contents), 'file')} changed.")
    click.echo(
        f"What was there is in {shown(backup)}, with the real names: it is never published, and "
        "git leaves it alone. Delete it when you need it no more."
    )


def _say_left(
    workspace: "Workspace", matcher: "Matcher", found: "list[Change]", reveal: bool
) -> int:
    """Says where names still stand, and what its author can do about it."""
    from credfolio.privacy.gate import search_portfolio
    from credfolio.privacy.names import masked
    from credfolio.privacy.redaction import left, proposed
    from credfolio.privacy.wording import alone
    from credfolio.sources import list_files

    files = list_files(workspace.portfolio).files
    searched = search_portfolio(workspace.portfolio, files, matcher.names, None)
    reasons = {(c.path, line): reason for c in found for line, reason in c.kept}
    places = left(searched)
    if places:
        click.echo("Names still stand in these places, which only you can change:")
    for path, each in places.items():
        where = path if reveal else masked(path, matcher)
        for place in each:
            if place.within == "its name":
                click.echo(f"  {where}: rename the file to {proposed(path, matcher)}")
                continue
            line = f", line {place.place.line}" if place.place.line else ""
            why = reasons.get((path, place.place.line or 0), "") or place.within
            click.echo(f"  {where}{line}: write “{place.name.label}”{f' ({why})' if why else ''}")
    for path, why in searched.unread:
        where = path if reveal else masked(path, matcher)
        click.echo(f"  {where}: not verified, since {why}")
    if said := alone(searched):
        click.echo(said)
    return INCOMPLETE if places else 0
