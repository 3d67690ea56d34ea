"""`credfolio verify`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from credfolio.arguments import CREDENTIAL, WAIVERS, credential_of, refuse_inside
from credfolio.console import FAILED, INCOMPLETE, style_of
from credfolio.errors import CredfolioError

if TYPE_CHECKING:
    from credfolio.verifying.judging import Question


@click.command()
@click.argument("package", type=click.Path(path_type=Path))
@click.option(
    "--receipt",
    metavar="HASH",
    help="The receipt that its author sent you by another way; blanks and case don't matter.",
)
@click.option(
    "--site",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Write the site, built again from the sources, for reading.",
)
@CREDENTIAL
@WAIVERS
@click.option(
    "--other-version",
    is_flag=True,
    help="Let pass that another credfolio made the site, so that it can't be compared.",
)
@click.option(
    "--output",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to report: text (the default) or json.",
)
def command(
    package: Path,
    receipt: str | None,
    site: Path | None,
    credential: Path | None,
    waivers: Path | None,
    other_version: bool,
    output: str,
) -> int:
    """Say whether a package is intact and complete, without opening what a stranger made.

    Verdict and site are made again from its sources, in a process with limits, by this credfolio
    alone. The site in the package is never opened: read the one that --site writes.

    Exit status: 0 intact and complete, 1 not, 2 unreadable, hostile or a mistake in the call.
    """
    from credfolio.reports.screen import as_json, harmless
    from credfolio.verifying import wording
    from credfolio.verifying.archive import HostileError
    from credfolio.verifying.judging import judge

    if not package.exists():
        raise CredfolioError(f"{package} does not exist. Name the zip file that you were sent.")
    question = _question(package, receipt, site, credential, waivers)
    question = question._replace(other_version=other_version)
    try:
        judgement = judge(question)
    except HostileError as error:
        if output == "json":
            click.echo(as_json(wording.refusal(package, str(error))), nl=False)
        else:
            click.echo(harmless(wording.refused(package, str(error))), nl=False)
        return FAILED
    if output == "json":
        click.echo(as_json(wording.to_json(package, judgement)), nl=False)
    else:
        text = wording.screen(package, judgement, style_of(sys.stdout))
        click.echo(harmless(text), nl=False, color=True)
    return 0 if judgement.intact and judgement.complete else INCOMPLETE


def _question(
    package: Path,
    receipt: str | None,
    site: Path | None,
    credential: Path | None,
    waivers: Path | None,
) -> "Question":
    """Whatever is wrong with the call is said before anything is read."""
    from credfolio.arguments import waivers_of
    from credfolio.swap import refuse_foreign
    from credfolio.verifying.judging import Question

    if site:
        refuse_inside(site, str(site), "--site")
        refuse_foreign(site)
    waivers_of(waivers)
    asked = credential_of(credential)
    return Question(package, _receipt(receipt), site, waivers, asked)


def _receipt(given: str | None) -> str | None:
    """The 64 digits of a receipt as a person types or pastes it."""
    if given is None:
        return None
    digits = "".join(c for c in given.lower() if c not in "-–. \t\r\n\u00a0\u202f")
    digits = digits.removeprefix("sha256").removeprefix(":").removeprefix("=")
    if len(digits) != 64 or not set(digits) <= set("0123456789abcdef"):
        raise click.UsageError(
            f"--receipt: a receipt is 64 digits and letters from a to f; this is {len(digits)} "
            "signs. Copy the whole line that its author sent you."
        )
    return digits
