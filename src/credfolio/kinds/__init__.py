"""Requirement kinds, a folder each: its existence is its registration.

A folder holds all that there is to a kind, in the order in which everything flows:

- `__init__.py`: `KIND`, what a credential and a document may state and how documents are read;
- `checks.py`: what a credential may ask of it beside words, a check each;
- `page.py` and `page.html`: what its page shows;
- `scaffold.md`: what `credfolio init` writes; `guide.md`: its part of docs/kinds.md;
- `specimens/`: for each constraint a portfolio in order and one at fault.

Only the kinds that a credential names are imported.
"""

import importlib
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import ModuleType

from credfolio.kinds.base import Kind


@cache
def kind_names() -> tuple[str, ...]:
    """Every kind, as `kind:` names it."""
    with os.scandir(__path__[0]) as entries:
        folders = [e.name for e in entries if e.is_dir() and not e.name.startswith("_")]
    return tuple(sorted(name.replace("_", "-") for name in folders))


@cache
def kind(name: str) -> Kind:
    """The kind that one of `kind_names` means."""
    found: Kind = importlib.import_module(_package(name)).KIND
    return found


@cache
def part(name: str, module: str) -> ModuleType | None:
    """The module of that name in a kind's folder, `checks` or `page`; None where it has none."""
    if not (folder(name) / f"{module}.py").is_file():
        return None
    return importlib.import_module(f"{_package(name)}.{module}")


def _package(name: str) -> str:
    return f"{__name__}.{name.replace('-', '_')}"


def is_talk(name: str) -> bool:
    """Whether documents of a kind are conversations, a turn a line."""
    return kind(name).by_line


def about_talk(name: str) -> bool:
    """Whether documents of a kind are conversations, or quote them passage by passage."""
    return is_talk(name) or any(map(is_talk, kind(name).needs))


def folder(name: str) -> Path:
    """Where all that there is to a kind stands."""
    return Path(__path__[0], name.replace("-", "_"))


def in_order(names: Iterable[str]) -> tuple[Kind, ...]:
    """The kinds called `names`, each after those that it needs."""
    found: dict[str, Kind] = {}
    wanted = sorted(set(names))

    def add(name: str) -> None:
        for needed in kind(name).needs:
            if needed in wanted:
                add(needed)
        found.setdefault(name, kind(name))

    for name in wanted:
        add(name)
    return tuple(found.values())
