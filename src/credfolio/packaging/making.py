"""Making the package: everything aside, searched for names, then in its place in one step."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from credfolio import limits
from credfolio.blind import submission_id, telling_links
from credfolio.compose import ComposeOptions, compose
from credfolio.compose.handin import FORM_TEXTS
from credfolio.compose.paper import papers
from credfolio.compose.site import Site
from credfolio.console import from_here
from credfolio.credential import credential_file
from credfolio.errors import CredfolioError
from credfolio.mkdocs_run import configuration, quiet, run
from credfolio.model import Credential, NameFound, NamesSearched, Place, PrivateName, Report
from credfolio.packaging import contents
from credfolio.packaging.archive import (
    is_packed,
    receipt,
    write_archive,
)
from credfolio.packaging.contents import Entry, State
from credfolio.packaging.manifest import NAME, About, is_package, manifest
from credfolio.packaging.printing import LEFT_OUT, printer
from credfolio.packaging.readme import readme
from credfolio.privacy.gate import search_folder, search_portfolio
from credfolio.privacy.masking import leaving
from credfolio.privacy.names import Matcher
from credfolio.privacy.search import search_path
from credfolio.privacy.wording import refuse
from credfolio.reports import Checked, Run, Style, load_format
from credfolio.sources import SAVED, Unsaved
from credfolio.swap import MARKER, scratch
from credfolio.workspace import FOLDER, Workspace

Say = Callable[[str], None]
Progress = Callable[[str, int, int], None]
"""What is being done, bytes done, bytes in all."""


class Order(NamedTuple):
    """What to make. `before`: what the files were like when they were checked. `most`: bytes that
    the package may have. `printed`: PDFs are made where they can be. `blind`: for a reviewer who
    must not know its author; `author`: the names that tell it, `replaced`: contents that stand for
    the portfolio's own.
    """

    target: Path
    before: State
    most: int
    draft: bool = False
    reveal: bool = False
    printed: bool = True
    blind: bool = False
    author: tuple[PrivateName, ...] = ()
    replaced: Unsaved = SAVED


class Package(NamedTuple):
    """What was made. `unprinted`: why there are no PDFs, or nothing. `searched`: None: no names
    are declared; else what the search through everything that leaves could read.
    """

    file: Path
    receipt: str
    size: int
    files: int
    unprinted: str
    searched: NamesSearched | None


class TooLargeError(CredfolioError):
    """The package is larger than it may be. `largest`: what takes most of it."""

    def __init__(self, size: int, largest: list[Entry]) -> None:
        self.size = size
        self.largest = tuple(largest)
        super().__init__(f"The package would have {size:,} bytes.")


def refuse_target(target: Path) -> None:
    """Raises CredfolioError where something other than an earlier package stands at `target`."""
    if target.is_symlink() or target.is_dir():
        kind = "a link" if target.is_symlink() else "a folder"
        raise CredfolioError(f"{target} is {kind}. Name another file with --output.")
    if target.exists() and not is_package(target):
        raise CredfolioError(
            f"{target} is there already and is no package of credfolio. Move it away, or name "
            "another file with --output."
        )
    if any((folder / MARKER).is_file() for folder in target.parents):
        raise CredfolioError(f"{target} lies in a built site. Name another file with --output.")


def make(
    workspace: Workspace,
    report: Report,
    order: Order,
    say: Say,
    progress: Progress,
) -> Package:
    """Packages a checked workspace; gives what was made. The caller decides whether it may be: a
    credential must be known.

    Raises TooLargeError, NamesFoundError where a real name would leave, and CredfolioError where
    a file can't be read or written or has changed since it was checked. What was at the target
    then stays.
    """
    refuse_target(order.target)
    report = leaving(report)
    credential = report.portfolio.credential
    assert credential is not None, "the caller has refused what has none"
    names = _names(report, order)
    _refuse_name(order, names)
    with scratch(order.target.parent) as folder, _writing(order.target):
        progress("Building the site", 0, 0)
        site = _site(workspace, report, order, folder, say)
        unprinted = _hand_in(report, site, order, folder / "package", progress)
        _lay_own(workspace, credential, folder / "package")
        entries = list(_entries(workspace, order, folder))
        contents.refuse_names(entries)
        made = manifest(_about(workspace, report, credential, order), entries)
        (folder / NAME).write_bytes(made)
        entries.append(contents.entry(NAME, folder / NAME))
        progress("Looking for names", 0, 0)
        searched = _search(workspace, report, site, order, names, folder)
        _refuse_size(sum(e.size for e in entries if is_packed(e.path)), entries, order)
        package = folder / "package.zip"
        _write(package, entries, progress)
        _refuse_size(package.stat().st_size, entries, order)
        if contents.state(workspace) != order.before:
            raise CredfolioError(
                "The portfolio was changed while the package was made. Nothing was put in place; "
                "run the command again."
            )
        given = Package(
            order.target,
            receipt(package),
            package.stat().st_size,
            len(entries),
            unprinted,
            searched,
        )
        package.replace(order.target)
    return given


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    """A full disk is one plain line, and what was there stays."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        raise CredfolioError(f"{target} can't be written: {reason}. Nothing changed.") from error


def chosen(workspace: Workspace, report: Report, blind: bool, draft: bool = False) -> Path:
    """Where the package goes that nobody has named: beside the workspace's site.

    A folder may be called after somebody, so an id stands for its name where that is a real one.
    A draft has a name of its own: it must not take the place of what was handed in.
    """
    own = workspace.portfolio.name in (FOLDER, workspace.root.name)
    name = (workspace.root if own else workspace.portfolio).name or "portfolio"
    searched = report.portfolio.searched
    if blind or (searched and search_path(name, Matcher(searched.names))):
        name = submission_id(report.portfolio).lower().replace(" ", "-")
    credential = report.portfolio.credential
    end = "-draft" if draft else ""
    return workspace.site.parent / f"{name}-{credential.id if credential else 'portfolio'}{end}.zip"


def _refuse_name(order: Order, names: tuple[PrivateName, ...]) -> None:
    place = Place(order.target.name)
    found = tuple(
        NameFound(name, place, "its name")
        for name in search_path(order.target.name, Matcher(names))
    )
    refuse(NamesSearched(names, 1, found, ()), "the name of the package", order.reveal)


def _names(report: Report, order: Order) -> tuple[PrivateName, ...]:
    searched = report.portfolio.searched
    names = searched.names if searched else ()
    return names + order.author


# --- what is made ------------------------------------------------------------------------------


def _site(workspace: Workspace, report: Report, order: Order, folder: Path, say: Say) -> Site:
    """The site as anybody builds it from the sources alone: without what the workspace's own
    mkdocs.yml and private.yml say, so that it can be compared byte for byte.
    """
    bare = replace(report, portfolio=report.portfolio._replace(searched=None))
    site = compose(bare, ComposeOptions(order.draft, None, order.blind))
    written = [(page.source, page.html) for page in site.pages if not page.generated]
    refuse(telling_links(written, order.author), "the addresses of links", order.reveal)
    built, docs = folder / "package" / "site", folder / "docs"
    docs.mkdir()
    built.parent.mkdir()
    alone = Workspace(folder, workspace.portfolio)
    with quiet(say):
        run(configuration(alone, site, built, docs, False, say))
    (built / MARKER).unlink(missing_ok=True)
    return site


def _hand_in(report: Report, site: Site, order: Order, package: Path, progress: Progress) -> str:
    """Writes the texts, the PDFs, the report and the README; why there are no PDFs, or nothing."""
    folder = package / "hand-in"
    folder.mkdir()
    texts = [a for a in site.assets if a.content and a.path.startswith(f"{FORM_TEXTS}/")]
    for asset in texts:
        (folder / asset.path.removeprefix(f"{FORM_TEXTS}/")).write_bytes(asset.content or b"")
    prints, unprinted = printer() if order.printed else (None, LEFT_OUT)
    if prints:
        for paper in papers(report, site):
            progress(f"Printing {paper.name}.pdf", 0, 0)
            content = prints(paper, (package / "site").resolve())
            (folder / f"{paper.name}.pdf").write_bytes(content)
    (package / "report.json").write_bytes(_report(report).encode())
    said = readme(report, order.draft, unprinted)
    (package / "README.txt").write_bytes(said.encode())
    return unprinted


def _report(report: Report) -> str:
    """What `credfolio check --output json` prints."""
    checked = Checked(".", report, "")
    return load_format("json").write(Run((checked,), 0), Style())


def _lay_own(workspace: Workspace, credential: Credential, package: Path) -> None:
    """Copies a credential of the workspace's own, which is searched for names like all the rest."""
    file, own = credential_file(credential, workspace.root / "credentials")
    if own:
        (package / "credential").mkdir()
        (package / "credential" / f"{credential.id}.yml").write_bytes(file.read_bytes())


def _entries(workspace: Workspace, order: Order, folder: Path) -> Iterator[Entry]:
    yield from contents.folder(folder / "package")
    yield from contents.sources(workspace, folder / "written", order.replaced)


def _about(workspace: Workspace, report: Report, credential: Credential, order: Order) -> About:
    file, _ = credential_file(credential, workspace.root / "credentials")
    known = (credential.id, credential.version, contents.entry("", file).sha256)
    return About(known, report.verdict, order.blind, order.draft)


# --- what may leave ----------------------------------------------------------------------------


def _search(
    workspace: Workspace,
    report: Report,
    site: Site,
    order: Order,
    names: tuple[PrivateName, ...],
    folder: Path,
) -> NamesSearched | None:
    """Every byte that leaves, searched. Raises NamesFoundError."""
    if not names:
        return None
    portfolio = report.portfolio
    sources = search_portfolio(
        workspace.portfolio,
        sorted(portfolio.files),
        names,
        portfolio.credential,
        unsaved=order.replaced,
    )
    refuse(sources, "the portfolio", order.reveal, f"{from_here(workspace.portfolio)}/")
    evidence = {f"site/{asset.path}" for asset in site.assets if asset.source}
    leaving = search_folder(
        folder / "package", names, lambda path: path in evidence or path.startswith("hand-in/")
    )
    refuse(leaving, "the package", order.reveal)
    return leaving._replace(
        files=leaving.files + sources.files,
        unread=(*((f"sources/{path}", why) for path, why in sources.unread), *leaving.unread),
    )


def _refuse_size(size: int, entries: list[Entry], order: Order) -> None:
    if size > min(order.most, limits.PACKAGE_BYTES):
        raise TooLargeError(size, contents.largest(entries))


def _write(package: Path, entries: list[Entry], progress: Progress) -> None:
    whole, done = sum(entry.size for entry in entries), 0

    def step(size: int) -> None:
        nonlocal done
        done += size
        progress("Packing", done, whole)

    write_archive(package, entries, step)
    with package.open("r+b") as file:
        os.fsync(file.fileno())
