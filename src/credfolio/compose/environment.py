"""The templates: ours, and in a trusted workspace those that replace them."""

import re
from functools import cache
from pathlib import Path

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
)
from markupsafe import Markup, escape

from credfolio.compose.sheet import reading_time
from credfolio.template_cache import template_cache
from credfolio.words import plural, squeeze

_CODE = re.compile("`([^`]+)`")


def said(text: str) -> Markup:
    """A message as HTML, what stands between backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))


@cache
def environment(overrides: Path | None) -> Environment:
    """Compiled once for a folder of overrides; many builds in one process share it."""
    own = [FileSystemLoader(overrides)] if overrides else []
    kinds = PrefixLoader({"kinds": PackageLoader("credfolio", "kinds")})
    loader = ChoiceLoader([*own, PackageLoader("credfolio", "templates"), kinds])
    env = Environment(
        loader=loader,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=overrides is not None,
        bytecode_cache=template_cache(),
    )
    env.filters.update(
        count=plural, safe_html=Markup, said=said, squeeze=squeeze, reading_time=reading_time
    )
    return env
