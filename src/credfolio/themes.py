"""What MkDocs and its theme are told: no request to another host, relative links, a quiet look."""

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any

from credfolio.compose import Page, Site

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

FEATURES = (
    "navigation.sections",
    "navigation.footer",
    "navigation.top",
    "toc.follow",
    "search.highlight",
)


def palette(primary: str = "custom", accent: str = "custom") -> list[dict[str, Any]]:
    """Light and dark as the reader's system asks, and a button to choose."""
    colours = {"primary": primary, "accent": accent}
    return [
        {
            "media": "(prefers-color-scheme)",
            **colours,
            "toggle": {"icon": "material/brightness-auto", "name": "Switch to light mode"},
        },
        {
            "media": "(prefers-color-scheme: light)",
            "scheme": "default",
            **colours,
            "toggle": {"icon": "material/weather-sunny", "name": "Switch to dark mode"},
        },
        {
            "media": "(prefers-color-scheme: dark)",
            "scheme": "slate",
            **colours,
            "toggle": {"icon": "material/weather-night", "name": "Follow the system"},
        },
    ]


def theme_language(code: str) -> str:
    """The theme's words in the portfolio's language, where it knows them; else in English."""
    from importlib import resources

    name = code.replace("_", "-").split("-")[0].lower()
    known = resources.files("material") / "templates" / "partials" / "languages" / f"{name}.html"
    return name if name.isalpha() and known.is_file() else "en"


def prefer_offline(config: "MkDocsConfig", site: Site) -> None:
    """Settings without which a site would call other hosts or not open from a disk.

    What the author chose of the theme's look stays.
    """
    config.use_directory_urls = False
    config.theme["font"] = False
    config.extra["generator"] = False
    config.theme.static_templates -= {"sitemap.xml"} if not config.site_url else set()
    if not config.theme.get("palette"):
        config.theme["palette"] = palette()
    if not config.theme.get("features"):
        config.theme["features"] = list(FEATURES)
    config.extra_css[:0] = site.stylesheets
    config.extra["polyfills"] = [*site.polyfills, *config.extra.get("polyfills", ())]
    config.extra_javascript[:0] = site.scripts
    config.nav = navigation(site, config.nav)


_SKIP = '<div data-md-component="skip">'
_SEARCH_FIELD = re.compile(r'<input[^>]*md-search__input[^>]*aria-label="([^"]*)"')


def completed(html: str) -> str:
    """A page of the theme with what it forgets: a name for the search, which is a dialog (it is
    called as its field is), and on pages without headings the link that skips the navigation.
    """
    field = _SEARCH_FIELD.search(html)
    name = field[1] if field else "Search"
    html = html.replace('search" role="dialog"', f'search" role="dialog" aria-label="{name}"', 1)
    if 'class="md-skip"' not in html:
        html = html.replace(_SKIP, f'{_SKIP}<a href="#cf-page" class="md-skip">Skip to content</a>')
    return html


def navigation(site: Site, chosen: list[Any] | None = None) -> list[Any]:
    """The pages by section; where the author chose an order, theirs with our pages added."""
    if chosen:
        named = {source for source, _ in page_titles(chosen)}
        cover, *rest = [page for page in site.pages if page.generated]
        front = [] if cover.source in named else [_entry(cover)]
        return [*front, *chosen, *(_entry(page) for page in rest if page.source not in named)]
    items: list[Any] = []
    for section, pages in groupby(site.pages, key=lambda page: page.section):
        entries = [_entry(page) for page in pages]
        items += [{escape(section): entries}] if section else entries
    return items


def _entry(page: Page) -> dict[str, str]:
    return {escape(page.title): page.source}


def page_titles(items: Any, title: str = "") -> Iterator[tuple[str, str]]:
    """(page, the title that a navigation gives it) of all that it names; the title may be empty."""
    if isinstance(items, str):
        yield items, title
    elif isinstance(items, dict):
        for name, inner in items.items():
            yield from page_titles(inner, str(name))
    elif isinstance(items, list):
        for item in items:
            yield from page_titles(item)
