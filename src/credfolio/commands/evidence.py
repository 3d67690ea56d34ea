"""`credfolio evidence`."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

import click

from credfolio.arguments import (
    CREDENTIAL,
    REVEAL,
    WAIVERS,
    credential_of,
    waivers_of,
    workspace_at,
)
from credfolio.console import FAILED, INCOMPLETE, say, shown, style_of
from credfolio.errors import CredfolioError

if TYPE_CHECKING:
    from credfolio.compose.badges import Portable
    from credfolio.model import PrivateName, Report
    from credfolio.sources import Unsaved
    from credfolio.verifying.judging import Judgement
    from credfolio.workspace import Workspace


class Address(click.ParamType[str]):
    """Where a site is published: given back as the address of its folder, a `/` at its end."""

    name = "URL"

    def convert(
        self, value: object, param: click.Parameter | None, context: click.Context | None
    ) -> str:
        text = str(value).strip().removesuffix("index.html")
        try:
            parts = urlsplit(text)
            usable = parts.scheme in ("http", "https") and parts.hostname and "@" not in text
        except ValueError:
            usable = False
        if not usable or not text.isascii() or set(text) & set(' "<>\\^`{|}?#') or len(text) > 2000:
            self.fail(
                f"{value!r} is not the address of a site. Copy it from the browser, such as "
                "https://example.org/portfolio/.",
                param,
                context,
            )
        return text if text.endswith("/") else f"{text}/"


class Wanted(NamedTuple):
    """`base`: where the site is published. `target`: the file to write, None for the screen."""

    base: str | None
    target: Path | None
    draft: bool
    anonymous: bool
    waivers: Path | None
    reveal: bool


@click.command()
@click.argument("source", metavar="[DIR|PACKAGE]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--package",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The package of DIR; by default the one that `credfolio package` puts beside its site.",
)
@click.option("--base-url", "base", type=Address(), help="Where the site is published, for links.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Where it is written; by default to the screen.",
)
@click.option("--draft", is_flag=True, help="Write what is there, marked as a draft.")
@click.option("--anonymous", is_flag=True, help="For the package made with --anonymous.")
@CREDENTIAL
@WAIVERS
@REVEAL
def command(
    source: Path | None,
    package: Path | None,
    base: str | None,
    output: Path | None,
    draft: bool,
    anonymous: bool,
    credential: Path | None,
    waivers: Path | None,
    reveal: bool,
) -> int:
    """Write the evidence for an Open Badges 3.0 credential: what was submitted, with its checksum.

    An issuer puts the list into `evidence` of the credential that it signs. It holds figures and
    the credential's own words, nothing that was written for it. PACKAGE is a zip file made by
    `credfolio package`; it is verified first. Nothing is signed, and nothing says that the
    credential was earned.

    Exit status: 0 written, 1 not, for a reason that is said, 2 a mistake in the call.
    """
    wanted = Wanted(base, _target(output), draft, anonymous, waivers, reveal)
    if source and not source.exists():
        raise CredfolioError(
            f"{source} does not exist. Name the folder of a portfolio, or a package."
        )
    if source and source.is_file():
        if package or anonymous:
            raise click.UsageError(
                f"{source} is a package: leave out {'--package' if package else '--anonymous'}."
            )
        return _from_package(source, credential, wanted)
    if credential:
        raise click.UsageError("--credential is for a PACKAGE; in a DIR portfolio.yml names it.")
    return _from_folder(source, package, wanted)


def _target(output: Path | None) -> Path | None:
    """The file to write, None for the screen. Raises where something else would be lost."""
    from credfolio.outputs import writable

    if output is None or str(output) == "-":
        return None
    writable(output, str(output))
    if output.exists() and not _is_ours(output):
        raise CredfolioError(
            f"{output} is there already and is not what this command writes. Move it away, or "
            "name another file with --output."
        )
    return output


def _is_ours(file: Path) -> bool:
    from credfolio import limits

    try:
        with file.open("rb") as opened:
            value = json.loads(opened.read(limits.PACKAGE_JSON_BYTES + 1) or b"[]")
    except (OSError, ValueError, RecursionError):
        return False
    each = value if isinstance(value, list) else [None]
    return all(isinstance(one, dict) and one.get("type") == ["Evidence"] for one in each)


# --- from a package --------------------------------------------------------------------------


def _from_package(file: Path, credential: Path | None, wanted: Wanted) -> int:
    from credfolio.packaging.portable import portable_from

    judgement = _judged(file, credential_of(credential), wanted.waivers)
    if judgement is None:
        return FAILED
    if (status := _differing(file, judgement)) is not None:
        return status
    if judgement.own_credential:
        return _refused(
            f"{_named(file)} is judged by a credential of its own. If it is yours, name its file "
            "with --credential."
        )
    if not wanted.draft and (judgement.manifest.draft or not judgement.complete):
        kind = "is marked as a draft" if judgement.manifest.draft else "is incomplete"
        return _refused(
            f"{_named(file)} {kind}. `credfolio verify` says more; --draft writes it as a draft."
        )
    portable = portable_from(judgement, file, wanted.draft)
    if (status := _unconfirmed(portable)) is not None:
        return status
    return _write(portable, (), wanted)


def _judged(file: Path, credential: bytes | None, waivers: Path | None) -> "Judgement | None":
    """What `credfolio verify` finds; None: nothing of the file may be used, which is said."""
    from credfolio.reports.screen import harmless
    from credfolio.verifying.archive import HostileError
    from credfolio.verifying.judging import Question, judge
    from credfolio.verifying.wording import refused

    waivers_of(waivers)
    try:
        return judge(Question(file, waivers=waivers, credential=credential))
    except HostileError as error:
        click.echo(harmless(refused(file, str(error))), nl=False, err=True)
        return None


def _differing(file: Path, judgement: "Judgement") -> int | None:
    found = (*judgement.changed, *judgement.report_differs, *judgement.site_differs)
    if not found:
        return None
    return _refused(f"{_named(file)} is not intact.", *_listed(found))


# --- from a workspace ------------------------------------------------------------------------


def _from_folder(folder: Path | None, package: Path | None, wanted: Wanted) -> int:
    from credfolio.engine import check_workspace
    from credfolio.packaging.making import chosen
    from credfolio.packaging.portable import packed

    workspace = workspace_at(folder)
    allowed = waivers_of(wanted.waivers)
    report = check_workspace(workspace, waivers=allowed, reveal=wanted.reveal)
    if (status := _incomplete(report, wanted.draft)) is not None:
        return status
    beside = chosen(workspace, report, wanted.anonymous)
    file = package or (beside if beside.is_file() else None)
    if file is None:
        portable = _portable(workspace, report, wanted.draft, wanted.anonymous)
    else:
        judgement = _judged(file, _own_credential(workspace, report), wanted.waivers)
        if judgement is None:
            return FAILED
        portable = _portable(workspace, report, wanted.draft, judgement.manifest.anonymous)
        if (status := _other(file, judgement, portable, wanted)) is not None:
            return status
        portable = portable._replace(package=packed(judgement, file))
    if (status := _unconfirmed(portable)) is not None:
        return status
    status = _write(portable, _names(report, wanted), wanted)
    if file is None and status == 0:
        say("No package is named in it: run `credfolio package` first to have its checksum there.")
    return status


def _names(report: "Report", wanted: Wanted) -> "tuple[PrivateName, ...]":
    from credfolio.blind import author_names

    searched = report.portfolio.searched
    names = searched.names if searched else ()
    return names + (author_names(report.portfolio) if wanted.anonymous else ())


def _incomplete(report: "Report", draft: bool) -> int | None:
    """Says why nothing is written, and gives the exit status; None: it may be."""
    from credfolio.reports.formats.text import folder_name, report_text

    if report.nothing_to_check or not (report.complete or draft):
        style = style_of(sys.stderr)._replace(folder=folder_name(report.portfolio.root))
        click.echo(report_text(report, style), nl=False, err=True, color=True)
        if report.nothing_to_check:
            return FAILED
        return _refused("`credfolio evidence --draft` writes it as it is.")
    if report.portfolio.credential is None:
        return _refused("portfolio.yml names no credential that is known here.")
    return None


def _own_credential(workspace: "Workspace", report: "Report") -> bytes | None:
    """The file of a credential that the workspace brings, for which its owner vouches."""
    from credfolio.credential import credential_file

    credential = report.portfolio.credential
    assert credential is not None, "the caller has refused what has none"
    file, own = credential_file(credential, workspace.root / "credentials")
    return file.read_bytes() if own else None


def _portable(workspace: "Workspace", report: "Report", draft: bool, blind: bool) -> "Portable":
    from credfolio.packaging.anonymous import replaced_metadata
    from credfolio.packaging.portable import portable_of
    from credfolio.sources import SAVED

    replaced: Unsaved = replaced_metadata(report.portfolio) if blind else SAVED
    return portable_of(workspace, report, draft, replaced)


def _other(file: Path, judgement: "Judgement", portable: "Portable", wanted: Wanted) -> int | None:
    """Says what makes a package another than that of this portfolio."""
    from credfolio.packaging.portable import differences

    again = "Run `credfolio package` again" + (" with --anonymous." if wanted.anonymous else ".")
    if found := tuple(differences(portable, judgement)):
        return _refused(
            f"{_named(file)} was not made of this portfolio as it is now. {again}", *_listed(found)
        )
    if (status := _differing(file, judgement)) is not None:
        return status
    if wanted.anonymous and not judgement.manifest.anonymous:
        return _refused(f"{_named(file)} tells who its author is. {again}")
    if judgement.manifest.draft and not wanted.draft:
        return _refused(f"{_named(file)} is marked as a draft. {again}")
    return None


# --- both ------------------------------------------------------------------------------------


def _unconfirmed(portable: "Portable") -> int | None:
    """Says what its author has yet to confirm; a draft may be written without."""
    from credfolio.record import unconfirmed
    from credfolio.words import printable

    lines = []
    for found in unconfirmed(portable.record):
        line = f", line {found['line']}" if found["line"] else ""
        lines.append(printable(f"  {found['path']}{line}: {found['message']} {found['hint']}"))
    if lines and portable.draft:
        say("\n".join(["Before it is handed in, this has to be in portfolio.yml:", *lines]))
        return None
    return _refused("this has to be in portfolio.yml first.", *lines) if lines else None


def _write(portable: "Portable", names: "tuple[PrivateName, ...]", wanted: Wanted) -> int:
    """The record to its place, unless a real name stands in it."""
    from credfolio.compose.badges import badge_evidence
    from credfolio.files import write_whole
    from credfolio.packaging.portable import names_in
    from credfolio.reports.screen import as_json
    from credfolio.words import plural

    made = badge_evidence(portable, wanted.base)
    text = as_json(made)
    ids = [unquote(each["id"]) for each in made]
    file = wanted.target.name if wanted.target else ""
    if found := names_in(text.encode(), ids, file, names):
        labels = [f"“{name.real if wanted.reveal else name.label}”" for name in found]
        return _refused(
            "a real name would leave with it, in an address, in the name of the file or in a "
            f"title: that of {', '.join(labels)}."
        )
    if wanted.target:
        write_whole(wanted.target, text.encode())
        click.echo(f"Written: {shown(wanted.target)} ({plural(len(made), 'object')})")
        return 0
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "")
    # Whoever reads what a console of another encoding prints still gets JSON.
    click.echo(text if encoding == "utf8" else json.dumps(made, indent=2) + "\n", nl=False)
    return 0


def _named(file: Path) -> str:
    from credfolio.words import printable

    return printable(shown(file))


def _refused(*lines: str) -> int:
    say("\n".join([f"Nothing was written: {lines[0]}", *lines[1:]]))
    return INCOMPLETE


def _listed(lines: Iterable[str], most: int = 10) -> Iterator[str]:
    listed = list(lines)
    yield from (f"  {line}" for line in listed[:most])
    if len(listed) > most:
        yield f"  … and {len(listed) - most:,} more."
