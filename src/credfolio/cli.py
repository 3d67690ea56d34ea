"""The command line: parse, then do. Everything heavy is imported where it is used."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from credfolio import __version__
from credfolio.errors import CredfolioError

if TYPE_CHECKING:
    from credfolio.model import Report, Waiver
    from credfolio.report import Style
    from credfolio.workspace import Workspace

FAILED = 2
INCOMPLETE = 1

_trust = click.option(
    "--trust",
    is_flag=True,
    envvar="CREDFOLIO_TRUST",
    help="Run what the workspace brings: its checks/, templates/ and mkdocs.yml. "
    "Only for a workspace of your own.",
)
_waivers = click.option(
    "--waivers",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="What the programme lets pass: a YAML list of code, requirement, reason, by.",
)
_folder = click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="credfolio")
def cli() -> None:
    """Micro-credential portfolios: write Markdown, see what is missing, hand in a site.

    Begin with `credfolio init my-portfolio`, write, and run `credfolio check` as you go.
    """


# --- check -----------------------------------------------------------------------------------


@cli.command()
@click.argument("folders", metavar="[DIR]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FORMAT[:PATH]",
    help="text (the default) or json, to the screen or to a file. May be given several times.",
)
@click.option("--strict", is_flag=True, help="Warnings count in the exit status.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 where it would be 1.")
@_waivers
@_trust
def check(
    folders: tuple[Path, ...],
    outputs: tuple[str, ...],
    strict: bool,
    exit_zero: bool,
    waivers: Path | None,
    trust: bool,
) -> int:
    """Say what each portfolio still misses.

    DIR is a workspace or its portfolio folder; without it, the one that you are in.

    Exit status: 0 complete, 1 incomplete, 2 nothing to check or a mistake in the call.
    """
    from credfolio.report import FORMATS, folder_name

    targets = [_output(name) for name in outputs or ("text",)]
    allowed = _read_waivers(waivers)
    reports = _check_all(folders, allowed, trust)
    names = [str(folder) for folder in folders] or ["."]
    for format, path in targets:
        style = _style(sys.stdout) if path is None else _plain()
        if len(reports) == 1 and reports[0].portfolio.root.is_dir():
            style = _named(style, folder_name(reports[0].portfolio.root))
        _emit(FORMATS[format](reports, names, style), path)
    status = max(_status(report, strict) for report in reports)
    if len(reports) > 1 and _unused(allowed, reports):
        status = max(status, INCOMPLETE)
    return 0 if status == INCOMPLETE and exit_zero else status


def _unused(waivers: "tuple[Waiver, ...]", reports: "list[Report]") -> bool:
    """Says which waivers none of several portfolios needs; whether there are any."""
    used = [finding.waived for report in reports for finding in report.findings]
    unused = [waiver for waiver in waivers if waiver not in used]
    for waiver in unused:
        where = f"{waiver.place.path}, line {waiver.place.line}"
        click.echo(f"{where}: the waiver of {waiver.code} waives nothing here (CF901).", err=True)
    return bool(unused)


def _status(report: "Report", strict: bool) -> int:
    if report.nothing_to_check:
        return FAILED
    warned = strict and report.count("warning") > 0
    return 0 if report.complete and not warned else INCOMPLETE


def _check_all(
    folders: Sequence[Path], waivers: "tuple[Waiver, ...]", trust: bool
) -> "list[Report]":
    """A report per folder; where several are given, a bad one never stops the rest."""
    from credfolio.engine import check_workspace, unreadable
    from credfolio.workspace import find

    if len(folders) < 2:
        workspace = _workspace(folders[0] if folders else None)
        return [check_workspace(workspace, waivers=waivers, trust=trust)]
    reports = []
    show = sys.stderr.isatty() and not os.environ.get("CI")
    for number, folder in enumerate(folders, 1):
        if show:
            click.echo(f"\rChecking {number} of {len(folders)} …", nl=False, err=True)
        try:
            workspace = find(folder)
            reports.append(check_workspace(workspace, waivers=waivers, trust=trust, alone=False))
        except Exception as error:
            if not isinstance(error, CredfolioError) and os.environ.get("CREDFOLIO_DEBUG"):
                raise
            reports.append(unreadable(folder, str(error)))
    if show:
        click.echo("\r" + " " * 40 + "\r", nl=False, err=True)
    return reports


def _read_waivers(path: Path | None) -> "tuple[Waiver, ...]":
    if path is None:
        return ()
    from credfolio.waivers import read_waivers

    return read_waivers(path)


def _output(value: str) -> tuple[str, Path | None]:
    """FORMAT[:PATH], refused before any work where it can't be written."""
    from credfolio.fields import nearest
    from credfolio.report import FORMATS

    name, _, target = value.partition(":")
    if name not in FORMATS:
        near = nearest(name, tuple(FORMATS))
        hint = f"Did you mean {near}?" if near else f"Known are {', '.join(FORMATS)}."
        raise click.UsageError(f"--output {value}: there is no format {name!r}. {hint}")
    if not target:
        return name, None
    path = Path(target)
    if path.is_dir() or not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise click.UsageError(f"--output {value}: {target} can't be written.")
    _refuse_inside(path, value)
    if path.exists() and not os.access(path, os.W_OK):
        raise click.UsageError(f"--output {value}: {target} can't be written.")
    return name, path


def _refuse_inside(path: Path, value: str) -> None:
    """Nothing that the tool makes may stand among, or in place of, what people wrote."""
    if any((folder / "portfolio.yml").is_file() for folder in path.resolve().parents):
        raise click.UsageError(f"--output {value}: it lies in a portfolio folder; write elsewhere.")


def _emit(text: str, path: Path | None) -> None:
    from credfolio.files import write_whole

    if path is None:
        click.echo(text, nl=False, color=True)
    else:
        write_whole(path, text.encode())


# --- build and serve -------------------------------------------------------------------------


@cli.command()
@_folder
@click.option("--draft", is_flag=True, help="Build what is there, marked as a draft.")
@click.option(
    "-d",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where the site goes; by default site/ in the workspace.",
)
@_waivers
@_trust
def build(
    folder: Path | None, draft: bool, output: Path | None, waivers: Path | None, trust: bool
) -> int:
    """Build the site to hand in.

    An incomplete portfolio is refused, and what it misses is said; --draft builds it all the
    same. The site appears whole or not at all.
    """
    from credfolio.engine import check_workspace
    from credfolio.report import folder_name, report_text

    workspace = _workspace(folder)
    if output:
        _refuse_inside(output, str(output))
    report = check_workspace(workspace, waivers=_read_waivers(waivers), trust=trust)
    style = _named(_style(sys.stdout), folder_name(workspace.portfolio))
    if report.nothing_to_check or not (report.complete or draft):
        click.echo(report_text(report, style), nl=False, color=True)
        if report.nothing_to_check:
            return FAILED
        click.echo("Nothing was built. `credfolio build --draft` builds it as it is.")
        return INCOMPLETE
    from credfolio.publish import build as build_site

    site = build_site(workspace, report, draft=draft, trust=trust, output=output, say=_say)
    kind = "Draft built" if draft else "Built"
    click.echo(f"{kind}: {_shown(site / 'index.html')}")
    if report.count("warning") and not draft:
        click.echo(f"{report.count('warning')} warnings: see `credfolio check`.")
    return 0


@cli.command()
@_folder
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="Where the preview listens.",
)
@click.option("--open/--no-open", "browser", default=True, help="Open the preview in a browser.")
@_trust
def serve(folder: Path | None, port: int, browser: bool, trust: bool) -> int:
    """Show the site while you write; every save updates the pages and their findings."""
    from credfolio.publish import serve as serve_site

    workspace = _workspace(folder)
    browser = browser and sys.stdout.isatty() and not os.environ.get("CI")
    serve_site(workspace, trust=trust, address=f"127.0.0.1:{port}", open_browser=browser)
    return 0


# --- init and import -------------------------------------------------------------------------


@cli.command()
@_folder
@click.option("--credential", metavar="ID", help="The credential that you work for.")
@click.option("--name", help="Your name, or what you want to be called.")
@click.option("--role", help="What you do, for example “Teacher leader”.")
@click.option("--organization", help="Where you do it, for example “A middle school”.")
def init(
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
        click.echo(f"kept     {_shown(path)} (it was there already)")
    for path in written:
        click.echo(f"written  {_shown(path)}")
    where = f" {folder}" if folder else ""
    click.echo(f"\nWrite below the hints in each document, then run: credfolio check{where}")
    return 0


@cli.command("import")
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--as", "requirement", metavar="REQUIREMENT", help="What the files answer.")
@click.option(
    "--speaker",
    "speakers",
    multiple=True,
    metavar="NAME=LABEL",
    help='Whom a name in a transcript means: --speaker "Full Name=Coach".',
)
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), metavar="DIR", help="The workspace."
)
def import_files(
    files: tuple[Path, ...], requirement: str | None, speakers: tuple[str, ...], folder: Path | None
) -> int:
    """Make documents of Word files (.docx), captions (.vtt, .srt) and pasted text (.txt).

    Nothing is overwritten; what was left out of a file is said.
    """
    from credfolio.importing import import_into
    from credfolio.read import read_portfolio

    mapping = {}
    for value in speakers:
        name, sign, label = value.rpartition("=")
        if not sign:
            raise click.UsageError('--speaker takes a name and a label: --speaker "Name=Coach".')
        mapping[name] = label
    workspace = _workspace(folder)
    portfolio = read_portfolio(workspace)
    if portfolio.credential is None:
        raise CredfolioError(
            f"{workspace.portfolio} names no credential that is known. Run `credfolio check`."
        )
    done = import_into(
        workspace.portfolio,
        portfolio.credential,
        portfolio.metadata,
        files,
        as_requirement=requirement,
        speakers=mapping,
    )
    for item in done:
        click.echo(f"{item.source.name}: {item.shape}, {item.words:,} words")
        click.echo(f"  written to {_shown(item.path)} (requirement: {item.requirement})")
        if item.left_out:
            click.echo(f"  left out: {'; '.join(part.sentence for part in item.left_out)}")
        for note in item.notes:
            click.echo(f"  {note}")
    return 0


# --- explain and credentials -----------------------------------------------------------------


@cli.command()
@click.argument("code", required=False)
def explain(code: str | None) -> int:
    """Say what a check is about: why it is made, what fails it, what passes."""
    from credfolio.checking import find_check, shipped_checks
    from credfolio.fields import nearest

    if code is None:
        for each in shipped_checks():
            click.echo(f"{each.code}  {each.name:38} {each.severity:8} {each.texts[0]}")
        return 0
    found = find_check(code)
    if found is None:
        codes = tuple(c.code for c in shipped_checks()) + tuple(c.name for c in shipped_checks())
        near = nearest(code, codes)
        hint = f"Did you mean {near}?" if near else "`credfolio explain` lists them."
        raise click.UsageError(f"there is no check {code!r}. {hint}")
    headline, why, bad, good = found.texts
    click.echo(f"{found.code} {found.name} ({found.severity})\n\n{headline}\n")
    if why:
        click.echo(f"{why}\n")
    for title, sample in (("Found fault with", bad), ("In order", good)):
        click.echo(f"{title}:\n\n" + "".join(f"    {row}\n" for row in sample.split("\n")))
    return 0


@cli.command()
@_folder
def credentials(folder: Path | None) -> int:
    """List the credentials that are known here, with their ids."""
    from credfolio.credential import known_credentials

    own = _workspace(folder).root / "credentials"
    found, faults = known_credentials(own)
    width = max(len(id) for id in found)
    for id in sorted(found):
        click.echo(f"{id.ljust(width)}  {found[id].title}")
    for fault in faults:
        where = f"{fault.place.path}, line {fault.place.line}"
        click.echo(f"{where}: {fault.message} {fault.hint}", err=True)
    return INCOMPLETE if faults else 0


# --- the screen ------------------------------------------------------------------------------


def _workspace(folder: Path | None) -> "Workspace":
    from credfolio.workspace import find

    workspace = find(folder or Path(), upwards=folder is None)
    if any(workspace.site.parent.glob(".site-*")):
        from credfolio.swap import recover

        recover(workspace.site)  # a build that was stopped may have left the old site aside
    return workspace


def _say(line: str) -> None:
    click.echo(line, err=True)


def _shown(path: Path) -> str:
    """The path as it is typed from here, where that is shorter."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _style(stream: Any) -> "Style":
    from credfolio.report import Style

    color = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    encoding = getattr(stream, "encoding", None) or "utf-8"
    width = _width() if stream.isatty() else 100
    try:
        "✓█░".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return Style(color, unicode=False, width=width)
    return Style(color, width=width)


def _width() -> int:
    from shutil import get_terminal_size

    return min(120, get_terminal_size((100, 24)).columns)


def _plain() -> "Style":
    from credfolio.report import Style

    return Style()


def _named(style: "Style", folder: str) -> "Style":
    return style._replace(folder=folder)


def _soften(stream: Any) -> None:
    """Writes what a console's encoding lacks as an escape instead of failing."""
    if (getattr(stream, "encoding", "") or "").lower().replace("-", "") != "utf8":
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command; gives its exit status. No message is a traceback."""
    _soften(sys.stdout)
    _soften(sys.stderr)
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
    click.echo("credfolio: " + " ".join(message.split()), err=True)
    return FAILED
