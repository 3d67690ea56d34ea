"""MkDocs as a library: a configuration that a stranger can't turn, one quiet build."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import ENOSPC
from pathlib import Path
from typing import TYPE_CHECKING

from credfolio.compose import Site
from credfolio.errors import CredfolioError
from credfolio.settings import Settings, read_settings
from credfolio.workspace import Workspace

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

Say = Callable[[str], None]

# A fixed moment for everything that would otherwise carry the day of the build: 1980-01-01, the
# first that zip files know. MkDocs crashes on 0.
_EPOCH = "315532800"


def configuration(
    workspace: Workspace, site: Site, output: Path, docs: Path, trust: bool, say: Say
) -> "MkDocsConfig":
    """How MkDocs builds `site` into `output`: as the workspace's own mkdocs.yml says where that
    is trusted, else as we say. `docs` is an empty folder.
    """
    from credfolio.quick_theme import quick

    if (trust or workspace.is_product) and workspace.config.is_file():
        config = _trusted(workspace, site, output)
    else:
        settings = read_settings(workspace.config, say)
        if site.blind:
            # A name, an address and titles that an author chose may tell who it is.
            settings = Settings(primary=settings.primary, accent=settings.accent)
        config = _owned(workspace, settings, site, output, docs)
    # It would carry dates, and a portfolio is handed to assessors, not to search engines.
    config.theme.static_templates.discard("sitemap.xml")
    config.theme = quick(config.theme)
    return config


def _trusted(workspace: Workspace, site: Site, output: Path) -> "MkDocsConfig":
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    try:
        config = load_config(str(workspace.config), site_dir=str(output))
    except (MkDocsException, SystemExit) as error:
        raise CredfolioError(f"MkDocs refuses {workspace.config}: {error}") from error
    plugin = config.plugins.get("credfolio")
    if plugin is None:
        raise CredfolioError(
            f"{workspace.config} does not name the plugin `credfolio`. Add it under `plugins:`."
        )
    plugin.take(site, workspace.portfolio)
    return config


def _owned(
    workspace: Workspace, settings: Settings, site: Site, output: Path, docs: Path
) -> "MkDocsConfig":
    from mkdocs.config.defaults import MkDocsConfig

    from credfolio.plugin import CredfolioPlugin
    from credfolio.themes import palette, theme_language

    config = MkDocsConfig(config_file_path=str(docs.parent / "mkdocs.yml"))
    theme = {
        "name": "material",
        "language": theme_language(site.language),
        "palette": palette(settings.primary, settings.accent),
    }
    config.load_dict(
        {
            "site_name": settings.site_name or site.title,
            "site_url": settings.site_url,
            "nav": settings.nav,
            "docs_dir": str(docs),
            "site_dir": str(output),
            "theme": theme,
            "plugins": ["search"],
        }
    )
    errors, _ = config.validate()
    if errors:
        reasons = "; ".join(f"{key}: {error}" for key, error in errors)
        raise CredfolioError(f"MkDocs refuses the settings of {workspace.config}: {reasons}")
    plugin = CredfolioPlugin()
    plugin.load_config({})
    plugin.take(site, workspace.portfolio)
    config.plugins["credfolio"] = plugin
    return config


def run(config: "MkDocsConfig", serve_url: str | None = None) -> None:
    """One build. Raises CredfolioError with MkDocs' reason."""
    import jinja2
    from mkdocs.commands.build import build
    from mkdocs.exceptions import MkDocsException

    config.plugins.on_startup(command="serve" if serve_url else "build", dirty=False)
    try:
        with _fixed_date():
            build(config, serve_url=serve_url)
    except (MkDocsException, SystemExit) as error:
        raise CredfolioError(f"The site could not be built: {error}") from error
    except jinja2.TemplateError as error:
        name = getattr(error, "name", None) or "a template"
        raise CredfolioError(f"The site could not be built: {name}: {error}") from error
    except OSError as error:
        # What was being copied has no part in it that the disk is full.
        named = "" if error.errno == ENOSPC else f"{error.filename or 'a file'}: "
        reason = f"{named}{error.strerror or error}"
        raise CredfolioError(f"The site could not be built: {reason}") from error


@contextmanager
def _fixed_date() -> Iterator[None]:
    """The same date in every build, unless the environment names a usable one."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if not (given and given.isascii() and given.isdigit() and int(given)):
        os.environ["SOURCE_DATE_EPOCH"] = _EPOCH
    try:
        yield
    finally:
        if given is None:
            os.environ.pop("SOURCE_DATE_EPOCH", None)
        else:
            os.environ["SOURCE_DATE_EPOCH"] = given


class _Plain(logging.Handler):
    """MkDocs' warnings as plain lines; its server's log of requests is left out."""

    def __init__(self, say: Say) -> None:
        super().__init__(logging.WARNING)
        self.say = say

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR or "livereload" not in record.name:
            self.say(f"MkDocs: {record.getMessage()}")


@contextmanager
def quiet(say: Say) -> Iterator[None]:
    """MkDocs' and Material's banners off, its warnings through `say`, while this lasts."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    logger = logging.getLogger("mkdocs")
    handler, propagated, level = _Plain(say), logger.propagate, logger.level
    logger.addHandler(handler)
    logger.propagate = False
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagated
        logger.setLevel(level)
