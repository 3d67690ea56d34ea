"""What several test files share: the sample portfolio, built once, and workspaces made of texts."""

import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from credfolio.compose import ComposeOptions, Site, compose
from credfolio.engine import check_workspace
from credfolio.model import Report
from credfolio.publish import build
from credfolio.workspace import Workspace, find

# Every run tries the same examples: a test that fails for one person fails for all.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")

REPOSITORY = Path(__file__).resolve().parents[1]

METADATA = """\
credential: collaborative-coaching
practitioner: {name: A teacher}
participants:
  - {id: coach, label: Coach, role: coach, consent: 2026-09-10}
  - {id: partner, label: Partner, role: practitioner, consent: 2026-09-10}
attestations: {own_work: yes, release: yes, privacy: yes}
"""

Write = Callable[..., Workspace]


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compiled templates go to a folder of the session, not to that of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        folder = str(tmp_path_factory.mktemp("cache"))
        for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
            patch.setenv(name, folder)
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        yield


def copy_sample(folder: Path) -> Workspace:
    """The sample portfolio as a workspace of its own."""
    shutil.copytree(REPOSITORY / "portfolio", folder / "portfolio")
    return find(folder)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A copy of the sample portfolio, to change."""
    return copy_sample(tmp_path)


@pytest.fixture(scope="session")
def sample_report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The report on the sample portfolio."""
    return check_workspace(copy_sample(tmp_path_factory.mktemp("sample")))


@pytest.fixture(scope="session")
def sample(sample_report: Report) -> Site:
    """The sample's composed pages."""
    return compose(sample_report, ComposeOptions())


@pytest.fixture(scope="session")
def built(sample_report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample's built site."""
    workspace = find(sample_report.portfolio.root)
    return build(workspace, sample_report, output=tmp_path_factory.mktemp("built") / "site")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes files into a workspace's portfolio folder; metadata comes of itself."""

    def written(files: dict[str, str], metadata: str = METADATA) -> Workspace:
        for name, text in {"portfolio.yml": metadata, **files}.items():
            path = tmp_path / "workspace" / "portfolio" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        return find(tmp_path / "workspace")

    return written


# --- the browser -----------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium or another that is installed; without one the test is skipped."""
    names = ("chromium", "chromium-browser", "chrome")
    chromium = next((path for name in names if (path := shutil.which(name))), None)
    if chromium is None:
        pytest.skip("no Chromium is installed here")
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu"]
        launched = playwright.chromium.launch(executable_path=chromium, args=options)
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab of a desktop's size."""
    return context.new_page()


@pytest.fixture(params=["file", "http"])
def address(request: pytest.FixtureRequest, built: Path) -> Iterator[str]:
    """Where the sample's site is: on the disk, and on a web host."""
    if request.param == "file":
        yield built.as_uri()
        return
    handler = partial(_Quiet, directory=str(built))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """A test's output is its own."""
