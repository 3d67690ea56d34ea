"""Graphic feedback, one module a graphic: its existence is its registration.

A module says what its file's columns are, what front matter may add, and which value the rows
become. Only the module of a graphic that a document names is imported.
"""

import importlib
from functools import cache
from typing import TYPE_CHECKING

from credfolio.modules import module_names

if TYPE_CHECKING:
    from credfolio.graphics.base import Graphic

_SHARED = ("base", "timing")


@cache
def graphic_names() -> tuple[str, ...]:
    """Every graphic, as `graphic:` names it."""
    names = (name for name in module_names(__path__) if name not in _SHARED)
    return tuple(sorted(name.replace("_", "-") for name in names))


@cache
def graphic(name: str) -> "Graphic":
    """The graphic that one of `graphic_names` means."""
    module = importlib.import_module(f"{__name__}.{name.replace('-', '_')}")
    found: Graphic = module.GRAPHIC
    return found
