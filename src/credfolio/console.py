"""The screen: what it can show, and how paths and progress appear on it."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from credfolio.reports import Style

FAILED = 2
INCOMPLETE = 1


def say(line: str) -> None:
    click.echo(line, err=True)


def shown(path: Path) -> str:
    """The path as it is typed from here, where that is shorter."""
    whole, near = str(path.resolve()), from_here(path)
    return near if len(near) < len(whole) else whole


def from_here(path: Path) -> str:
    """The path as it is typed from the current folder, where both are on one drive."""
    whole = str(path.resolve())
    try:
        return os.path.relpath(whole)
    except ValueError:
        return whole


def how_to_add(package: str) -> str:
    """The command that adds a package to where credfolio is installed."""
    if (Path(sys.prefix) / "pipx_metadata.json").is_file():
        return f"pipx inject credfolio {package}"
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
    return f"{python} -m pip install {package}"


def style_of(stream: Any) -> "Style":
    from credfolio.reports import Style

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


def soften(name: str) -> None:
    """Writes what a console's encoding lacks as an escape instead of failing.

    `name`: of a stream of `sys`, which may be closed from the start; then nobody reads it.
    """
    stream: Any = getattr(sys, name)
    if stream is None:
        setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
        return
    if (getattr(stream, "encoding", "") or "").lower().replace("-", "") != "utf8":
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")
