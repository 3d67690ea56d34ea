"""Requirement kinds, one module each: its existence is its registration.

A kind says what a credential and a document may state, how its documents become evidence, how
that evidence is measured, and which template shows it.
"""

import importlib
import pkgutil
from functools import cache

from credfolio.kinds.base import Kind


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by name, those that others need first."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if m.name != "base")
    found = [importlib.import_module(f"{__name__}.{name}").KIND for name in names]
    return {kind.name: kind for kind in sorted(found, key=lambda k: len(k.needs))}
