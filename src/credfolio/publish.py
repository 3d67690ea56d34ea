"""Building and serving the site with MkDocs, from a configuration that a stranger can't turn."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from credfolio.compose import ComposeOptions, Site, compose
from credfolio.errors import CredfolioError
from credfolio.model import Report
from credfolio.settings import Settings, read_settings
from credfolio.swap import aside, mark, swap_in
from credfolio.workspace import Workspace

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

Say = Callable[[str], None]

# A fixed moment for everything that would otherwise carry the day of the build: 1980-01-01, the
# first that zip files know. MkDocs crashes on 0.
_EPOCH = "315532800"


def build(
    workspace: Workspace,
    report: Report,
    *,
    draft: bool = False,
    trust: bool = False,
    output: Path | None = None,
    say: Say = print,
) -> Path:
    """Builds the site of a checked workspace and puts it in place; gives its folder.

    The caller decides whether an incomplete portfolio may be built. Raises CredfolioError where
    the folder holds somebody's files, can't be written, or MkDocs fails; the old site stays.
    """
    target = output.parent.resolve() / output.name if output else workspace.site
    site = compose(report, _options(workspace, draft, trust))
    with aside(target) as folder, _quiet_mkdocs(say):
        new, docs = folder / "site", folder / "docs"
        docs.mkdir()
        config = _configuration(workspace, site, report, trust, docs, new, say)
        _run_mkdocs(config)
        mark(new)
        swap_in(new, target)
    return target


def _options(workspace: Workspace, draft: bool, trust: bool) -> ComposeOptions:
    own = workspace.root / "templates"
    return ComposeOptions(draft, own if trust and _has_own_templates(workspace) else None)


def _has_own_templates(workspace: Workspace) -> bool:
    return not workspace.is_product and (workspace.root / "templates").is_dir()


# --- configuration ---------------------------------------------------------------------------


def _configuration(
    workspace: Workspace,
    site: Site,
    report: Report,
    trust: bool,
    docs: Path,
    output: Path,
    say: Say,
) -> "MkDocsConfig":
    """The workspace's own configuration where it is trusted, ours where it is not."""
    if (trust or workspace.is_product) and workspace.config.is_file():
        return _trusted(workspace, site, report, output)
    return _owned(read_settings(workspace.config, say), site, report, docs, output)


def _trusted(workspace: Workspace, site: Site, report: Report, output: Path) -> "MkDocsConfig":
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    try:
        config = load_config(str(workspace.config), site_dir=str(output))
    except (MkDocsException, SystemExit) as error:
        raise CredfolioError(f"{workspace.config} was refused by MkDocs: {error}.") from error
    plugin = config.plugins.get("credfolio")
    if plugin is None:
        raise CredfolioError(
            f"{workspace.config} does not name the plugin `credfolio`. Add it under `plugins:`."
        )
    plugin.take(site, report.portfolio.root)
    return config


def _owned(
    settings: Settings, site: Site, report: Report, docs: Path, output: Path
) -> "MkDocsConfig":
    """A configuration of ours; MkDocs looks for documents in the empty folder `docs`."""
    from mkdocs.config.defaults import MkDocsConfig

    from credfolio.plugin import CredfolioPlugin
    from credfolio.themes import palette, theme_language

    config = MkDocsConfig(config_file_path=str(docs.parent / "mkdocs.yml"))
    config.load_dict(
        {
            "site_name": settings.site_name or site.title,
            "site_url": settings.site_url,
            "docs_dir": str(docs),
            "site_dir": str(output),
            "nav": settings.nav,
            "theme": {
                "name": "material",
                "language": theme_language(site.language),
                "palette": palette(settings.primary, settings.accent),
            },
            "plugins": ["search"],
        }
    )
    errors, _ = config.validate()
    if errors:
        reasons = "; ".join(f"{key}: {error}" for key, error in errors)
        raise CredfolioError(f"MkDocs refuses the settings of mkdocs.yml: {reasons}.")
    plugin = CredfolioPlugin()
    plugin.load_config({})
    plugin.take(site, report.portfolio.root)
    config.plugins["credfolio"] = plugin
    return config


# --- MkDocs ----------------------------------------------------------------------------------


def _run_mkdocs(config: "MkDocsConfig", serve_url: str | None = None) -> None:
    import jinja2
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.exceptions import MkDocsException

    config.plugins.on_startup(command="serve" if serve_url else "build", dirty=False)
    try:
        with _fixed_date():
            mkdocs_build(config, serve_url=serve_url)
    except (MkDocsException, SystemExit) as error:
        raise CredfolioError(f"The site could not be built: {error}.") from error
    except jinja2.TemplateError as error:
        name = getattr(error, "name", None) or "a template"
        raise CredfolioError(f"The site could not be built: {name}: {error}.") from error
    except OSError as error:
        reason = f"{error.filename or 'a file'}: {error.strerror or error}"
        raise CredfolioError(f"The site could not be built: {reason}.") from error


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
    """MkDocs' warnings as plain lines."""

    def __init__(self, say: Say) -> None:
        super().__init__(logging.WARNING)
        self.say = say

    def emit(self, record: logging.LogRecord) -> None:
        self.say(f"MkDocs: {record.getMessage()}")


@contextmanager
def _quiet_mkdocs(say: Say) -> Iterator[None]:
    """MkDocs' and Material's banners off, its warnings through `say`, for one build."""
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
