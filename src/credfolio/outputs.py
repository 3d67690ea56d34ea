"""Where a check's reports go: `--output FORMAT[:PATH]`, refused before any work is done."""

import os
import stat
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click

from credfolio.arguments import refuse_inside
from credfolio.console import say, style_of
from credfolio.model import Report
from credfolio.reports import Checked, Format, Run, Style, format_names, load_format

SUMMARY_BYTES = 1_000_000
"""What GitHub takes for a job's summary is 1 MiB for each step; a larger one it drops whole."""


class Target(NamedTuple):
    """A format and the file that it is written to; None: the screen."""

    name: str
    format: Format
    path: Path | None


def read_targets(values: Sequence[str]) -> list[Target]:
    """What `--output` asks for. Raises click.UsageError where it can't be done."""
    targets = [_target(value) for value in values or ("text",)]
    on_screen = [t.name for t in targets if t.path is None and t.format.machine]
    if len(on_screen) > 1:
        raise click.UsageError(
            f"--output: {' and '.join(on_screen)} can't share the screen, where no program could "
            f"tell them apart. Give them files: --output {on_screen[-1]}:report.{on_screen[-1]}."
        )
    seen: set[str] = set()
    for target in targets:
        place = os.path.normcase(os.path.realpath(target.path)) if target.path else ""
        if place and place in seen:
            raise click.UsageError(f"--output: {target.path} is named twice.")
        seen.add(place)
    return targets


def _target(value: str) -> Target:
    name, _, path = value.partition(":")
    if name not in format_names():
        from credfolio.fields import nearest

        near = nearest(name, format_names())
        hint = f"Did you mean {near}?" if near else f"Known are {', '.join(format_names())}."
        raise click.UsageError(f"--output {value}: there is no format {name!r}. {hint}")
    return Target(name, load_format(name), writable(Path(path), value) if path else None)


def writable(path: Path, value: str) -> Path:
    """`path` where a file can be written, or written again."""
    kind = path.stat().st_mode if path.exists() else stat.S_IFREG
    folder = path.parent
    if not stat.S_ISREG(kind) or not folder.is_dir() or not os.access(folder, os.W_OK):
        raise click.UsageError(f"--output {value}: {path} can't be written.")
    refuse_inside(path, value)
    if path.exists() and not os.access(path, os.W_OK):
        raise click.UsageError(f"--output {value}: {path} can't be written.")
    return path


def write_reports(
    reports: Sequence[Report], names: Sequence[str], status: int, targets: Sequence[Target]
) -> None:
    """Every report to its place. `status`: the exit status, which no report changes."""
    run = _run(reports, names, status, any(target.format.located for target in targets))
    for target in targets:
        style = style_of(sys.stdout) if target.path is None else Style()
        put(target, target.format.write(run, style))
    if any(target.name == "github" for target in targets):
        _summarise(run, os.environ.get("GITHUB_STEP_SUMMARY", ""))


def put(target: Target, text: str) -> None:
    """A report to the screen or to its file."""
    if target.path is None:
        click.echo(text, nl=False, color=True)
    else:
        from credfolio.files import write_whole

        write_whole(target.path, text.encode())


def _run(reports: Sequence[Report], names: Sequence[str], status: int, located: bool) -> Run:
    starts = [""] * len(reports)
    if located:
        from credfolio.reports.places import prefixes

        starts = prefixes([report.portfolio.root for report in reports])
    from credfolio.reports.formats.text import folder_name

    readable = [name.encode("utf-8", "replace").decode() for name in names]
    folders = [folder_name(report.portfolio.root) for report in reports]
    checked = zip(readable, reports, starts, folders, strict=True)
    return Run(tuple(Checked(*each) for each in checked), status)


def _summarise(run: Run, path: str) -> None:
    """The Markdown report for the page of a GitHub job, which gives it a file of its own."""
    if not path:
        return
    text = load_format("markdown").write(run, Style())
    try:
        with Path(path).open("ab") as file:
            file.write(_cut(text, SUMMARY_BYTES - file.tell()))
    except OSError as error:
        say(f"The summary can't be written to {path}: {error.strerror or error}.")


def _cut(text: str, most: int) -> bytes:
    """`text`, its last lines left out where it is too long; what is left out is said."""
    content = text.encode() + b"\n"
    if len(content) <= most:
        return content
    note = "\n\nThe rest is too long for this page: see the log of this step.\n"
    room = most - len(note.encode())
    if room < 0:
        return b""
    return content[: content.rfind(b"\n", 0, room) + 1] + note.encode()
