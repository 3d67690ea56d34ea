"""The MkDocs plugin: hands composed pages to MkDocs. The only module that knows MkDocs' events.

It keeps what belongs to one build on itself, nothing on the module, so that many builds can run
in one process.
"""

import logging
from collections.abc import Iterable
from html import escape
from pathlib import Path, PurePath

from mkdocs.config import config_options as option
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from credfolio.compose import Asset, ComposeOptions, Page, Site, TocEntry, compose
from credfolio.content_policy import with_policy
from credfolio.errors import CredfolioError
from credfolio.model import NamesSearched, PrivateName, Report
from credfolio.privacy import pixels
from credfolio.privacy.gate import search_folder
from credfolio.privacy.wording import NamesFoundError, refuse
from credfolio.swap import mark
from credfolio.themes import completed, page_titles, prefer_offline
from credfolio.words import plural
from credfolio.workspace import find

log: logging.LoggerAdapter[logging.Logger] = get_plugin_logger("credfolio")


class PluginConfig(Config):  # type: ignore[no-untyped-call]
    """`draft`: show the findings on the pages even where the portfolio is complete."""

    draft = option.Type(bool, default=False)


class CredfolioPlugin(BasePlugin[PluginConfig]):  # type: ignore[no-untyped-call]
    """`site`: what this build publishes, from the portfolio at `root`."""

    def __init__(self) -> None:
        super().__init__()
        self.given = self.serving = False
        self.site: Site | None = None
        self.root: Path | None = None
        self.names: tuple[PrivateName, ...] = ()

    def take(self, site: Site, root: Path) -> None:
        """What to publish, where it has been checked and composed already."""
        self.site, self.root, self.given = site, root, True

    def on_startup(self, *, command: str, dirty: bool) -> None:
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if not self.given:
            self.root = Path(config.docs_dir)
            report = _checked(self.root, self.serving)
            self.names = () if self.serving else _names(report)
            self.site = _composed(report, self.root, self.config.draft or self.serving)
        prefer_offline(config, self.current)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        kept = [f for f in files if _is_wanted(f, config)]
        titles = dict(page_titles(config.nav))
        pages = [_page_file(page, titles, config) for page in self.current.pages]
        return Files([*kept, *_asset_files(self.current.assets, self.root, config), *pages])

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        output = completed(output)
        # The preview's own script, which loads a page again, comes after every hash.
        return output if self.serving else with_policy(output, page.content or "")

    @event_priority(-100)
    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        wanted = template_name.endswith(".html") and not self.serving
        return with_policy(output_content, "") if wanted else output_content

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        folder = Path(config.site_dir)
        _inline_search_index(folder)
        mark(folder)
        if self.names:
            evidence = {asset.path for asset in self.current.assets if asset.source}
            _refuse(search_folder(folder, self.names, evidence.__contains__), "the site")

    @property
    def current(self) -> Site:
        assert self.site is not None, "MkDocs runs on_config first"
        return self.site


def _checked(folder: Path, serving: bool) -> Report:
    """The report on the workspace around `folder`, which MkDocs has been told to trust."""
    from credfolio.engine import check_workspace

    report = check_workspace(find(folder), trust=True, reveal=True)
    if not report.complete:
        errors, warnings = report.count("error"), report.count("warning")
        counted = f"{plural(errors, 'error')}, {plural(warnings, 'warning')}"
        log.warning(f"The portfolio is incomplete ({counted}). `credfolio check` lists them.")
    if report.portfolio.searched and not serving:
        _refuse(report.portfolio.searched, "the portfolio")
    return report


def _names(report: Report) -> tuple[PrivateName, ...]:
    return report.portfolio.searched.names if report.portfolio.searched else ()


def _refuse(searched: NamesSearched, what: str) -> None:
    try:
        refuse(searched, what)
    except NamesFoundError as error:
        raise PluginError("\n".join(error.lines)) from error


def _composed(report: Report, folder: Path, draft: bool) -> Site:
    workspace = find(folder)
    own = workspace.root / "templates"
    templates = own if own.is_dir() and not workspace.is_product else None
    try:
        return compose(report, ComposeOptions(draft or not report.complete, templates))
    except CredfolioError as error:
        raise PluginError(str(error)) from error


def _is_wanted(file: File, config: MkDocsConfig) -> bool:
    """Of the portfolio's files, those that the author's own configuration puts on every page; of
    the theme's, all but a site map without an address and what only its makers read.
    """
    if file.src_dir == config.docs_dir:
        return file.src_uri in _named(config)
    return file.src_uri != "sitemap.xml" and not file.src_uri.endswith(".map")


def _named(config: MkDocsConfig) -> set[str]:
    """The files that the author's own configuration adds to every page."""
    theme = [config.theme.get(key) for key in ("logo", "favicon")]
    named = [*config.extra_css, *map(str, config.extra_javascript), *theme]
    return {name for name in named if isinstance(name, str)}


def _page_file(page: Page, titles: dict[str, str], config: MkDocsConfig) -> File:
    """A page under the title that the navigation gives it."""
    file = File.generated(config, page.source, content="")
    file.dest_uri = page.path
    title = titles.get(page.source) or escape(page.title)
    file.page = _ComposedPage(page, title, file, config)
    return file


def _asset_files(
    assets: Iterable[Asset], root: Path | None, config: MkDocsConfig
) -> Iterable[File]:
    """The site's files; one that has become a link since it was read is left out."""
    for asset in assets:
        if asset.content is not None:
            yield _generated(asset.path, asset.content, config)
        elif root is not None and asset.source is not None:
            source = root.resolve() / PurePath(asset.source)
            if source.resolve() == source:
                yield _evidence(asset.path, source, config)


def _evidence(path: str, source: Path, config: MkDocsConfig) -> File:
    """A file of the portfolio as it is, a picture without what it says besides its pixels."""
    if pixels.is_picture(path):
        if (content := pixels.published(source)) is not None:
            return _generated(path, content, config)
        log.warning(f"{path}: what this picture says besides its pixels could not be taken out.")
    return File.generated(config, path, abs_src_path=str(source), inclusion=InclusionLevel.INCLUDED)


def _generated(path: str, content: bytes, config: MkDocsConfig) -> File:
    return File.generated(config, path, content=content, inclusion=InclusionLevel.INCLUDED)


class _ComposedPage(MkDocsPage):
    """A page whose HTML is finished: nothing is read, and no Markdown is rendered again."""

    def __init__(self, composed: Page, title: str, file: File, config: MkDocsConfig) -> None:
        super().__init__(title, file, config)
        self.composed = composed
        self.html_title = title

    def read_source(self, config: MkDocsConfig) -> None:
        """Themes write metadata unescaped: only what is composed reaches them, escaped."""
        self.markdown = ""
        self.meta = {"hide": ["toc"] if self.composed.wide else []}
        if not self.is_homepage:
            # What a generated page says stands on the others too: they are what a search wants.
            self.meta["search"] = {"exclude": self.composed.generated}
            self.meta["title"] = self.html_title

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.content = self.composed.html
        self.toc = TableOfContents([_link(entry) for entry in self.composed.toc])
        self.present_anchor_ids = set()


def _link(entry: TocEntry) -> AnchorLink:
    link = AnchorLink(escape(entry.title), escape(entry.id), entry.level)
    link.children = [_link(child) for child in entry.children]
    return link


def _inline_search_index(folder: Path) -> None:
    """A page on a disk may load a script and may not fetch JSON."""
    index = folder / "search" / "search_index.json"
    if index.is_file():
        script = b"var __index = " + index.read_bytes()
        index.with_suffix(".js").write_bytes(script)
