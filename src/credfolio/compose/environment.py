"""The templates: ours, and in a trusted workspace those that replace them."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined
from markupsafe import Markup

from credfolio.words import plural


@cache
def environment(overrides: Path | None) -> Environment:
    """Compiled once for a folder of overrides; many builds in one process share it."""
    ours = PackageLoader("credfolio", "templates")
    loader = ChoiceLoader([FileSystemLoader(overrides), ours]) if overrides else ours
    env = Environment(
        loader=loader,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=overrides is not None,
    )
    env.filters.update(count=plural, safe_html=Markup)
    return env


def fill(overrides: Path | None, template: str, **context: Any) -> str:
    """A filled template as HTML."""
    return environment(overrides).get_template(template).render(**context)
