"""Reports: pure functions of what was checked. A module of `formats/` is a format of its name.

Only the formats that are asked for are imported: a check for the screen pays for no other.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from credfolio.model import Report
from credfolio.modules import module_names


class Style(NamedTuple):
    """What the terminal can show. `folder`: how the portfolio folder is called on screen.

    `folded`: requirements that are met are counted and not listed.
    """

    color: bool = False
    unicode: bool = True
    folder: str = ""
    width: int = 100
    folded: bool = False

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.color else text


class Checked(NamedTuple):
    """A report with the `name` its folder was given by.

    `prefix`: the portfolio folder in the repository, as `portfolio/`; empty for the repository
    itself. Only formats that are `located` are given it. `folder`: the same as it is typed from
    where somebody stands, for the screen.
    """

    name: str
    report: Report
    prefix: str = ""
    folder: str = ""


class Run(NamedTuple):
    """What one call checked. `status`: the exit status that it ends with."""

    checked: tuple[Checked, ...]
    status: int


class Format(NamedTuple):
    """A way to write a run. `machine`: a program reads it, so nothing may stand beside it.

    `located`: its paths go from the repository, where those of the others go from `portfolio/`.
    """

    write: Callable[[Run, Style], str]
    machine: bool = True
    located: bool = True


@cache
def format_names() -> tuple[str, ...]:
    """Every format, text first; a module there is its registration."""
    folder = str(Path(__file__).with_name("formats"))
    names = module_names([folder])
    return ("text", *(name for name in names if name != "text"))


def load_format(name: str) -> Format:
    """The format of a known name."""
    found: Format = import_module(f"credfolio.reports.formats.{name}").FORMAT
    return found
