"""`credfolio build`."""

import sys
from pathlib import Path

import click

from credfolio.arguments import (
    FOLDER,
    REVEAL,
    TRUST,
    WAIVERS,
    refuse_inside,
    waivers_of,
    workspace_at,
)
from credfolio.console import FAILED, INCOMPLETE, say, shown, style_of
from credfolio.words import plural


@click.command()
@FOLDER
@click.option("--draft", is_flag=True, help="Build what is there, marked as a draft.")
@click.option(
    "-d",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where the site goes; by default site/ in the workspace.",
)
@click.option(
    "--anonymous",
    is_flag=True,
    help="For blind review: an id stands for your name; nothing tells your organization.",
)
@WAIVERS
@TRUST
@REVEAL
def command(
    folder: Path | None,
    draft: bool,
    output: Path | None,
    anonymous: bool,
    waivers: Path | None,
    trust: bool,
    reveal: bool,
) -> int:
    """Build the site to hand in.

    An incomplete portfolio is refused, and what it misses is said; --draft builds it all the
    same. The site appears whole or not at all, and never with a real name of private.yml in it.
    """
    from credfolio.blind import submission_id
    from credfolio.engine import check_workspace
    from credfolio.reports.formats.text import folder_name, report_text

    workspace = workspace_at(folder)
    if output:
        refuse_inside(output, str(output))
    report = check_workspace(workspace, waivers=waivers_of(waivers), trust=trust, reveal=reveal)
    style = style_of(sys.stdout)._replace(folder=folder_name(workspace.portfolio))
    if report.nothing_to_check or not (report.complete or draft):
        click.echo(report_text(report, style), nl=False, color=True)
        if report.nothing_to_check:
            return FAILED
        if any(finding.code == "CF601" for finding in report.findings):
            click.echo("Nothing was built, nor would a draft be: take the real names out first.")
        else:
            click.echo("Nothing was built. `credfolio build --draft` builds it as it is.")
        return INCOMPLETE
    from credfolio.privacy.wording import NamesFoundError
    from credfolio.publish import build as build_site

    try:
        site = build_site(
            workspace,
            report,
            draft=draft,
            trust=trust,
            output=output,
            reveal=reveal,
            blind=anonymous,
            say=say,
        )
    except NamesFoundError as error:
        click.echo("\n".join(error.lines))
        return INCOMPLETE
    kind = "Draft built" if draft else "Built"
    click.echo(f"{kind}: {shown(site / 'index.html')}")
    if anonymous:
        click.echo(f"It is called {submission_id(report.portfolio)}. Keep that to know it by.")
    if not draft:
        click.echo("Next: open it, look at every page, then `credfolio package`.")
    if report.count("warning") and not draft:
        click.echo(f"{plural(report.count('warning'), 'warning')}: see `credfolio check`.")
    return 0
