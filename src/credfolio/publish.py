"""Building the site into its place, and serving it while it is being written."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from html import escape
from pathlib import Path

from credfolio.blind import author_names, telling_links
from credfolio.compose import ComposeOptions, compose
from credfolio.console import from_here
from credfolio.errors import CredfolioError
from credfolio.mkdocs_run import configuration, quiet, run
from credfolio.model import PrivateName, Report
from credfolio.privacy.gate import search_folder, search_portfolio
from credfolio.privacy.wording import alone, refuse, summary
from credfolio.ranges import with_ranges
from credfolio.swap import aside, mark, refuse_foreign, swap_in
from credfolio.words import plural
from credfolio.workspace import METADATA, Workspace

Say = Callable[[str], None]


def build(
    workspace: Workspace,
    report: Report,
    *,
    draft: bool = False,
    trust: bool = False,
    output: Path | None = None,
    reveal: bool = False,
    blind: bool = False,
    say: Say = print,
) -> Path:
    """Builds the site of a checked workspace and puts it in place; gives its folder.

    The caller decides whether an incomplete portfolio may be built. Raises CredfolioError where
    the folder holds somebody's files, can't be written, or MkDocs fails, and NamesFoundError
    where a declared real name stands in the portfolio or in the finished site; the old one stays.
    `reveal`: that message shows the name. `blind`: for a reviewer who must not know the author;
    the author's name and organization are looked for in the finished site as well.
    """
    searched = report.portfolio.searched
    names = searched.names if searched else ()
    if searched:
        refuse(searched, "the portfolio", reveal, f"{from_here(workspace.portfolio)}/")
    if blind:
        names += _without_author(report, reveal)
    target = output.parent.resolve() / output.name if output else workspace.site
    site = compose(report, _options(workspace, draft, trust, blind))
    if blind:
        written = [(page.source, page.html) for page in site.pages if not page.generated]
        refuse(telling_links(written, names), "the addresses of links", reveal)
    with aside(target) as folder, quiet(say):
        new, docs = folder / "site", folder / "docs"
        docs.mkdir()
        run(configuration(workspace, site, new, docs, trust, say))
        if names:
            evidence = {asset.path for asset in site.assets if asset.source}
            leaving = search_folder(new, names, evidence.__contains__)
            refuse(leaving, "the site", reveal)
        mark(new)
        refuse_foreign(target)  # what somebody saved there meanwhile
        swap_in(new, target)
    if names and (searched is None or searched.whole):
        say(summary(leaving, "the site"))
        if told := alone(searched):
            say(told)
    return target


def _without_author(report: Report, reveal: bool) -> tuple[PrivateName, ...]:
    """What a blind site must not name, after it was looked for where its author can change it."""
    from credfolio.packaging.anonymous import replaced_metadata

    portfolio = report.portfolio
    names = author_names(portfolio)
    unsaved: dict[str, bytes] = {}
    with suppress(CredfolioError):  # it has faults; the site, which is searched too, holds no more
        unsaved = replaced_metadata(portfolio)
    drawn = [exhibit.source for exhibit in portfolio.exhibits if exhibit.source]
    told = [METADATA] if unsaved else []
    paths = dict.fromkeys((*told, *(d.path for d in portfolio.documents), *drawn))
    root, credential = portfolio.root, portfolio.credential
    searched = search_portfolio(root, paths, names, credential, True, unsaved)
    refuse(searched, "the text", reveal, f"{from_here(root)}/")
    return names


def _options(workspace: Workspace, draft: bool, trust: bool, blind: bool = False) -> ComposeOptions:
    own = workspace.root / "templates"
    usable = trust and own.is_dir() and not workspace.is_product
    return ComposeOptions(draft, own if usable else None, blind)


# --- serving ---------------------------------------------------------------------------------


def serve(
    workspace: Workspace,
    *,
    trust: bool = False,
    address: str = "127.0.0.1:8000",
    open_browser: bool = False,
    say: Say = print,
) -> None:
    """Serves the site with its findings until Ctrl+C, and builds it again on every save.

    Raises CredfolioError where the address can't be used. Any later fault is a page.
    """
    from mkdocs.livereload import LiveReloadServer

    host, _, port = address.rpartition(":")
    if not (host and port.isdigit()):
        raise CredfolioError(f"`{address}` is no address. Write it as 127.0.0.1:8000.")
    with tempfile.TemporaryDirectory(prefix="credfolio-") as folder, quiet(say):
        preview = _Preview(workspace, trust, Path(folder).resolve(), f"http://{address}/", say)
        site = str(preview.site)
        server = LiveReloadServer(preview.build, host, int(port), site, polling_interval=_LOOK)
        server.error_handler = preview.error_page
        server.set_app(with_ranges(server.serve_request))
        preview.build()
        for path, deep in preview.watched():
            server.watch(str(path), recursive=deep)
        say(f"The preview is at {preview.url}. It follows every save; Ctrl+C ends it.")
        try:
            server.serve(open_in_browser=open_browser)  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            say("The preview has ended.")
        except OSError as error:
            reason = error.strerror or error
            raise CredfolioError(
                f"{address} can't be used: {reason}. Try another: --port {int(port) + 1}."
            ) from error
        finally:
            server.shutdown()


_LOOK = 0.15  # seconds between two looks at the files
# What can go wrong between a save and its page, the author's own templates and checks included.
# The server waits for ever for a build that raises.
_FAULTS = (
    ArithmeticError, AssertionError, AttributeError, CredfolioError, ImportError, LookupError,
    NameError, OSError, RuntimeError, SyntaxError, TypeError, ValueError,
)  # fmt: skip


class _Preview:
    """One workspace's site in a folder of its own, built again and again."""

    def __init__(self, workspace: Workspace, trust: bool, folder: Path, url: str, say: Say) -> None:
        self.workspace = workspace
        self.trust = trust
        self.site = folder / "site"
        self.docs = folder / "docs"
        self.docs.mkdir()
        self.url = url
        self.say = say

    def build(self) -> None:
        """Checks, composes and builds; what stops it takes every page's place."""
        try:
            self.say(self.built())
        except _FAULTS as error:
            self.say(f"The preview could not be built. {error}")
            self.show_fault(f"{error}" or type(error).__name__)

    def built(self) -> str:
        from credfolio.engine import check_workspace

        report = check_workspace(self.workspace, trust=self.trust, reveal=True)
        site = compose(report, _options(self.workspace, True, self.trust))
        run(
            configuration(self.workspace, site, self.site, self.docs, self.trust, self.say),
            self.url,
        )
        errors, warnings = report.count("error"), report.count("warning")
        counted = f"{plural(errors, 'error')}, {plural(warnings, 'warning')}"
        return f"{report.verdict.capitalize()}: {counted}."

    def show_fault(self, message: str) -> None:
        page = _FAULT_PAGE.format(message=escape(message)).encode()
        self.site.mkdir(exist_ok=True)
        known = set(self.site.rglob("*.html"))
        for path in known | {self.site / "index.html", self.site / "404.html"}:
            path.write_bytes(page)

    def error_page(self, code: int) -> bytes | None:
        page = self.site / "404.html"
        return page.read_bytes() if page.is_file() else None

    def watched(self) -> Iterator[tuple[Path, bool]]:
        """What a page depends on; the workspace's own folder for files that may yet come."""
        root = self.workspace.root
        yield root, False
        folders = [self.workspace.portfolio, root / "credentials"]
        folders += [root / "templates", root / "checks"] if self.trust else []
        yield from ((folder, True) for folder in folders if folder.is_dir() and folder != root)


_FAULT_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>The preview could not be built</title>
<style>body {{ font: 1.1rem/1.6 system-ui, sans-serif; margin: 12vh auto; max-width: 40rem;
padding: 0 1.5rem; color: #22262b; background: #fbfaf7 }} h1 {{ font-size: 1.5rem }}
pre {{ white-space: pre-wrap; border-left: .3rem solid #a12f28; padding-left: 1rem }}</style></head>
<body><h1>The preview could not be built</h1><pre>{message}</pre>
<p>Nothing of yours is lost. Mend it and save: this page follows.</p></body>
</html>
"""
