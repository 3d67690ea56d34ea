"""Graphic feedback, one module a graphic: its existence is its registration.

A module says what its file's columns are, what front matter may add, and which value the rows
become. Only the module of a graphic that a document names is imported.
"""

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from credfolio.graphics.base import Graphic

_SHARED = ("base", "timing")


@cache
def graphic_names() -> tuple[str, ...]:
    """Every graphic, as `graphic:` names it."""
    names = (m.name for m in pkgutil.iter_modules(__path__) if m.name not in _SHARED)
    return tuple(sorted(name.replace("_", "-") for name in names))


@cache
def graphic(name: str) -> "Graphic":
    """The graphic that one of `graphic_names` means."""
    module = importlib.import_module(f"{__name__}.{name.replace('-', '_')}")
    found: Graphic = module.GRAPHIC
    return found
