"""`credfolio package`."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from credfolio import limits
from credfolio.arguments import FOLDER, REVEAL, WAIVERS, refuse_inside, waivers_of, workspace_at
from credfolio.console import FAILED, INCOMPLETE, say, shown, style_of

if TYPE_CHECKING:
    from credfolio.model import Report
    from credfolio.packaging.making import Order, Progress
    from credfolio.workspace import Workspace

_UNITS = {"": 1_000_000, "KB": 1000, "MB": 1_000_000, "GB": 1_000_000_000}


class Size(click.ParamType[int]):
    """`250MB`, `1.5 GB`; a number alone means megabytes."""

    name = "SIZE"

    def convert(
        self, value: object, param: click.Parameter | None, context: click.Context | None
    ) -> int:
        found = re.fullmatch(r"(\d{1,9}(?:\.\d{1,3})?)\s*([kKmMgG][bB])?", str(value).strip())
        size = round(float(found[1]) * _UNITS[(found[2] or "").upper()]) if found else 0
        if not size:
            self.fail(f"{value!r} is no size. Write it like 250MB or 1GB.", param, context)
        if size > limits.PACKAGE_BYTES:
            self.fail(f"{value!r} is too much: 2GB is the most.", param, context)
        return size


@click.command()
@FOLDER
@click.option("--draft", is_flag=True, help="Package what is there, marked as a draft.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where the package goes; by default beside the workspace's site.",
)
@click.option(
    "--anonymous",
    is_flag=True,
    help="For blind review: an id stands for your name; nothing tells your organization.",
)
@click.option(
    "--max-size",
    "most",
    type=Size(),
    default="250MB",
    show_default=True,
    help="How large the package may be: 250MB, 1GB.",
)
@click.option(
    "--pdf/--no-pdf",
    "printed",
    default=True,
    help="Whether PDFs are made, which takes longest; they need credfolio[pdf].",
)
@WAIVERS
@REVEAL
def command(
    folder: Path | None,
    draft: bool,
    output: Path | None,
    anonymous: bool,
    most: int,
    printed: bool,
    waivers: Path | None,
    reveal: bool,
) -> int:
    """Make one zip file to hand in: the site, the sources, the texts for the form, PDFs.

    An incomplete portfolio is refused, and so is one in which something is not confirmed yet or
    consent is missing; --draft packages it all the same. No real name of private.yml leaves.

    Exit status: 0 packaged, 1 not, for a reason that is said, 2 a mistake in the call.
    """
    from credfolio.engine import check_workspace
    from credfolio.packaging.contents import state
    from credfolio.packaging.making import Order, chosen, refuse_target

    workspace = workspace_at(folder)
    if output:
        refuse_inside(output, str(output))
        refuse_target(output)
    before = state(workspace)
    allowed = waivers_of(waivers)
    report = check_workspace(workspace, waivers=allowed, reveal=reveal)
    if (status := _refused(report, draft)) is not None:
        return status
    target = output or chosen(workspace, report, anonymous, draft)
    order = Order(target.absolute(), before, most, draft, reveal, printed)
    if anonymous:
        from credfolio.blind import author_names
        from credfolio.packaging.anonymous import replaced_metadata

        replaced = replaced_metadata(report.portfolio)
        order = order._replace(blind=True, author=author_names(report.portfolio), replaced=replaced)
        report = check_workspace(workspace, waivers=allowed, reveal=reveal, unsaved=replaced)
    return _make(workspace, report, order)


def _refused(report: "Report", draft: bool) -> int | None:
    """Says why nothing is packaged, and gives the exit status; None: it may be."""
    from credfolio.packaging.telling import lines_of, telling, unconfirmed
    from credfolio.reports.formats.text import folder_name, report_text

    folder = folder_name(report.portfolio.root)
    if report.nothing_to_check or not (report.complete or draft):
        style = style_of(sys.stdout)._replace(folder=folder)
        click.echo(report_text(report, style), nl=False, color=True)
        if report.nothing_to_check:
            return FAILED
        if any(finding.code == "CF601" for finding in report.findings):
            return _say(
                "Nothing was packaged, nor would a draft be: take the real names out first."
            )
        return _say("Nothing was packaged. `credfolio package --draft` packages it as it is.")
    if report.portfolio.credential is None:
        return _say("Nothing was packaged: portfolio.yml names no credential that is known here.")
    if found := telling(report):
        return _say(
            "Nothing was packaged: this tells where somebody was.", *lines_of(found, folder)
        )
    if found := unconfirmed(report):
        if not draft:
            head = "Nothing was packaged: this has to be in portfolio.yml first."
            return _say(head, *lines_of(found, folder))
        _say("Before you hand it in, this has to be in portfolio.yml:", *lines_of(found, folder))
    return None


def _say(*lines: str) -> int:
    click.echo("\n".join(lines))
    return INCOMPLETE


def _make(workspace: "Workspace", report: "Report", order: "Order") -> int:
    from credfolio.packaging.making import TooLargeError, make
    from credfolio.packaging.telling import made, too_large
    from credfolio.privacy.wording import NamesFoundError, alone

    try:
        with _progress() as progress:
            package = make(workspace, report, order, say, progress)
    except NamesFoundError as error:
        return _say(*error.lines)
    except TooLargeError as error:
        return _say(*too_large(error, order.most))
    _say(*made(package, shown(order.target), order))
    if said := alone(report.portfolio.searched):
        _say(said)
    return 0


@contextmanager
def _progress() -> "Iterator[Progress]":
    """What is being done, on a line of its own that goes when it is done; only on a terminal."""
    show = sys.stderr.isatty() and not os.environ.get("CI")
    last = ""

    def progress(what: str, done: int, whole: int) -> None:
        nonlocal last
        line = f"{what} … {done * 100 // whole} %" if whole else f"{what} …"
        if show and line != last:
            click.echo("\r" + line.ljust(60), nl=False, err=True)
            last = line

    try:
        yield progress
    finally:
        if last:
            click.echo("\r" + " " * 60 + "\r", nl=False, err=True)
