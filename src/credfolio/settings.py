"""What is taken from a workspace's mkdocs.yml without trusting it: a few values, as data.

Nothing is constructed or executed: the file is read as events, and every value is checked against
what it may be, since themes write most of them into pages as they are.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from credfolio import limits
from credfolio.yamlfile import Node, read_yaml

_COLOUR_NAMES = """
red pink purple deep-purple indigo blue light-blue cyan teal green light-green lime yellow amber
orange deep-orange brown grey blue-grey black white custom
"""
_COLOURS = frozenset(_COLOUR_NAMES.split())
_URL = re.compile(r"https?://[^\s\"'<>\\]{1,500}")
_PAGE = re.compile(r"[^:\"'<>\\\x00-\x1f]{1,300}\.md")


@dataclass(frozen=True, slots=True)
class Settings:
    """Safe to write into pages. `nav` is as MkDocs wants it, or None."""

    site_name: str = ""
    site_url: str | None = None
    nav: list[Any] | None = None
    primary: str = "custom"
    accent: str = "custom"


def read_settings(path: Path, say: Callable[[str], None]) -> Settings:
    """The usable settings of `path`; what is there and can't be used is said and left out."""
    try:
        if path.is_symlink() or not path.is_file():
            return Settings()
        with path.open("rb") as file:
            raw = file.read(limits.METADATA_BYTES + 1)
        text = raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        say(f"{path.name} can't be read; the site is built with standard settings.")
        return Settings()
    root, _ = read_yaml(text.replace("\r\n", "\n"), path.name)
    reader = _Reader(path.name, say)
    return reader.settings(root)


class _Reader:
    """Values of one configuration file."""

    def __init__(self, name: str, say: Callable[[str], None]) -> None:
        self.name = name
        self.say = say

    def settings(self, root: Node) -> Settings:
        values = _mapping(root)
        theme = _mapping(values.get("theme"))
        palette = theme.get("palette")
        if palette is not None and palette.kind == "list":
            palette = palette.items[0] if palette.items else None
        colours = _mapping(palette)
        return Settings(
            site_name=self.text(values.get("site_name")),
            site_url=self.url(values.get("site_url")),
            nav=self.nav(values.get("nav")),
            primary=self.colour(colours.get("primary"), "primary"),
            accent=self.colour(colours.get("accent"), "accent"),
        )

    def text(self, node: Node | None) -> str:
        """One line that is text wherever a theme writes it, inside a tag or between."""
        if node is None or node.kind != "scalar":
            return ""
        line = " ".join(node.value.split())[:200]
        return line.translate({ord("<"): "‹", ord(">"): "›", ord('"'): "”"})

    def url(self, node: Node | None) -> str | None:
        if node is None or node.empty:
            return None
        if node.kind == "scalar" and _URL.fullmatch(node.value):
            return node.value
        self.unusable(node, "site_url", "a web address such as https://example.org/portfolio/")
        return None

    def colour(self, node: Node | None, key: str) -> str:
        if node is None or node.empty:
            return "custom"
        name = node.value.strip().lower().replace(" ", "-")
        if node.kind == "scalar" and name in _COLOURS:
            return name
        self.unusable(node, f"theme.palette.{key}", "one of the theme's colours, such as teal")
        return "custom"

    def nav(self, node: Node | None) -> list[Any] | None:
        if node is None or node.empty:
            return None
        found = list(self.items(node)) if node.kind == "list" else []
        if not found:
            self.unusable(node, "nav", "a list of pages")
        return found or None

    def items(self, node: Node) -> Iterator[Any]:
        for item in node.items:
            if item.kind == "scalar":
                yield from self.page(item)
            elif item.kind == "map":
                for key, value in item.pairs:
                    title = escape(key.value, quote=True)
                    inner = self.items(value) if value.kind == "list" else self.page(value)
                    found = list(inner)
                    if found:
                        yield {title: found if value.kind == "list" else found[0]}

    def page(self, node: Node) -> Iterator[str]:
        if node.kind == "scalar" and (_PAGE.fullmatch(node.value) or _URL.fullmatch(node.value)):
            yield node.value
        else:
            self.unusable(node, "nav", "the path of a document, such as 1-overview/plan.md")

    def unusable(self, node: Node, key: str, wanted: str) -> None:
        self.say(f"{self.name}, line {node.line}: `{key}` is not used. Write {wanted}.")


def _mapping(node: Node | None) -> dict[str, Node]:
    if node is None or node.kind != "map":
        return {}
    return {key.value: value for key, value in node.pairs}
