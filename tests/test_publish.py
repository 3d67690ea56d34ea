"""Building into place: whole or not at all, the same bytes, nothing of a stranger's executed."""

import hashlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from credfolio.engine import check_workspace
from credfolio.errors import CredfolioError
from credfolio.publish import build
from credfolio.swap import MARKER, mark, recover, refuse_foreign, swap_in
from credfolio.workspace import Workspace

Write = Callable[..., Workspace]


def made(workspace: Workspace, trust: bool = False, said: list[str] | None = None) -> Path:
    """Builds the workspace's site as a draft; messages go to `said`."""
    lines: list[str] = [] if said is None else said
    report = check_workspace(workspace, trust=trust)
    return build(workspace, report, draft=True, trust=trust, say=lines.append)


def digest(folder: Path) -> dict[str, str]:
    """Every file of a folder with a hash of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def left_aside(workspace: Workspace) -> list[str]:
    return [path.name for path in workspace.root.glob(".site-*")]


@pytest.fixture
def small(write: Write) -> Workspace:
    """A workspace with one free page, quick to build."""
    return write({"a.md": "# A page\n\nText.\n"})


# --- the same bytes ----------------------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes(workspace: Workspace, tmp_path: Path) -> None:
    """Folder, time zone, locale, hash seed and the environment's date leave no trace."""
    other = tmp_path / "somewhere else" / "é"
    shutil.copytree(workspace.portfolio, other / "portfolio")
    settings = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7", "LANG": "C"}
    for root, extra in (
        (workspace.root, {"PYTHONHASHSEED": "1"}),
        (other, {**settings, "SOURCE_DATE_EPOCH": "0"}),
    ):
        command = [sys.executable, "-m", "credfolio", "build", str(root)]
        subprocess.run(command, env={**os.environ, **extra}, check=True, capture_output=True)
    first, second = digest(workspace.site), digest(other / "site")
    assert first and first == second


# --- whole or not at all -------------------------------------------------------------------------


def test_a_new_site_replaces_the_old_one(small: Workspace) -> None:
    """Pages that are gone from the portfolio are gone from the site; nothing is left aside."""
    made(small)
    assert (small.site / "a.html").is_file()
    (small.portfolio / "a.md").rename(small.portfolio / "b.md")
    made(small)
    assert (small.site / "b.html").is_file() and not (small.site / "a.html").exists()
    assert not left_aside(small)


@pytest.mark.skipif(os.name != "posix", reason="permissions of a new folder are POSIX")
def test_the_site_can_be_read_by_a_web_server(small: Workspace) -> None:
    """The folder has the permissions that any new folder has."""
    plain = small.root / "plain"
    plain.mkdir()
    assert made(small).stat().st_mode == plain.stat().st_mode


def test_a_failed_build_leaves_the_old_site(small: Workspace) -> None:
    """A template that does not compile is one line, and the old site stays as it was."""
    made(small)
    before = digest(small.site)
    pages = small.root / "templates" / "pages"
    pages.mkdir(parents=True)
    (pages / "free.html").write_text("{% broken", encoding="utf-8")
    with pytest.raises(CredfolioError, match=r"pages/free\.html, line 1") as caught:
        made(small, trust=True)
    assert "\n" not in str(caught.value)
    assert digest(small.site) == before and not left_aside(small)


@pytest.mark.skipif(os.name != "posix", reason="a process is killed with a POSIX signal")
def test_a_killed_build_leaves_the_old_site(workspace: Workspace) -> None:
    """Killed while it writes, a build leaves the old site; the next one clears what it left."""
    made(workspace)
    before = digest(workspace.site)
    reflection = workspace.portfolio / "3-reflection" / "reflection.md"
    reflection.write_text(reflection.read_text("utf-8") + "\nOne more.\n", encoding="utf-8")
    command = [sys.executable, "-m", "credfolio", "build", "--draft", str(workspace.root)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while not list(workspace.root.glob(".site-new-*/site/*")) and time.monotonic() < deadline:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert digest(workspace.site) == before and left_aside(workspace)
    made(workspace)
    assert not left_aside(workspace) and digest(workspace.site) != before


def test_without_an_exchange_the_old_site_steps_aside(tmp_path: Path) -> None:
    """Where folders can't be exchanged in one step, the new site still takes its place."""
    new, site = tmp_path / "new", tmp_path / "site"
    for folder in (new, site):
        folder.mkdir()
        (folder / "index.html").write_text(folder.name, encoding="utf-8")
    swap_in(new, site, exchange=lambda one, other: False)
    assert (site / "index.html").read_text("utf-8") == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_an_old_site_that_was_left_aside_comes_back(tmp_path: Path) -> None:
    """A machine that stopped between two renames loses nothing: the next command restores."""
    old, site = tmp_path / ".site-old-site", tmp_path / "site"
    old.mkdir()
    (old / "index.html").write_text("old", encoding="utf-8")
    recover(site)
    assert (site / "index.html").read_text("utf-8") == "old" and not old.exists()


def test_an_old_site_that_was_replaced_goes(tmp_path: Path) -> None:
    """Stopped after the second rename, only the old site is left to remove."""
    for name in (".site-old-site", "site"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(name, encoding="utf-8")
    recover(tmp_path / "site")
    assert (tmp_path / ".site-old-site").is_dir(), "nothing says that a build of ours made it"
    mark(tmp_path / ".site-old-site")
    recover(tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert (tmp_path / "site" / "index.html").read_text("utf-8") == "site"


# --- somebody's own files ------------------------------------------------------------------------


def test_a_foreign_folder_is_refused(small: Workspace) -> None:
    """A `site/` that no build of ours wrote is left alone, and the message names a file of it."""
    small.site.mkdir()
    (small.site / "thesis.docx").write_text("mine", encoding="utf-8")
    with pytest.raises(CredfolioError, match=r"thesis\.docx") as caught:
        made(small)
    assert "\n" not in str(caught.value)
    assert digest(small.site).keys() == {"thesis.docx"} and not left_aside(small)


def test_a_file_added_to_the_site_is_not_lost(small: Workspace) -> None:
    """What somebody saved into a built site stops the next build instead of vanishing."""
    made(small)
    (small.site / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CredfolioError, match=r"notes\.txt"):
        made(small)
    assert (small.site / "notes.txt").read_text("utf-8") == "mine"


@pytest.mark.skipif(os.name != "posix", reason="links need a privilege elsewhere")
def test_a_link_to_a_folder_is_somebodys_too(small: Workspace, tmp_path: Path) -> None:
    """It would go with the old site."""
    made(small)
    (small.site / "lessons").symlink_to(tmp_path, target_is_directory=True)
    with pytest.raises(CredfolioError, match=r"site built here \(lessons\)"):
        made(small)


def test_a_whole_disk_is_not_read_to_be_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two files of somebody's are enough; what lies below is not looked at."""

    def walk(top: Path) -> Iterator[tuple[str, list[str], list[str]]]:
        yield str(top), ["bin", "home"], ["thesis.docx", "notes.txt"]
        raise AssertionError("went on")

    monkeypatch.setattr(os, "walk", walk)
    with pytest.raises(CredfolioError, match=r"\(notes\.txt and more\)"):
        refuse_foreign(tmp_path)


def test_what_file_managers_leave_does_not_matter(small: Workspace) -> None:
    """`.DS_Store` and its like are no files of anybody."""
    made(small)
    (small.site / ".DS_Store").write_text("x", encoding="utf-8")
    made(small)
    assert not (small.site / ".DS_Store").exists()


def test_an_empty_folder_is_used(small: Workspace) -> None:
    """An empty `site/` holds nothing to lose."""
    small.site.mkdir()
    assert (made(small) / MARKER).is_file()


@pytest.mark.skipif(os.name != "posix", reason="links need a privilege elsewhere")
def test_nothing_is_written_through_a_link(small: Workspace, tmp_path: Path) -> None:
    """A `site` that is a link is refused; where it leads, nothing changes."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    mark(elsewhere)
    before = digest(elsewhere)
    small.site.symlink_to(elsewhere)
    with pytest.raises(CredfolioError, match="is a link"):
        made(small)
    assert digest(elsewhere) == before


@pytest.mark.skipif(os.name != "posix", reason="links need a privilege elsewhere")
def test_no_link_out_of_the_portfolio_is_published(small: Workspace, tmp_path: Path) -> None:
    """A picture that is a link to a file outside does not reach the site."""
    (tmp_path / "secret.png").write_text("secret", encoding="utf-8")
    (small.portfolio / "p.png").symlink_to(tmp_path / "secret.png")
    (small.portfolio / "a.md").write_text("![p](p.png)\n", encoding="utf-8")
    assert not list(made(small).rglob("p.png"))


# --- strangers -----------------------------------------------------------------------------------

STRANGER = """\
site_name: '<script>alert(1)</script> "Mine" & more'
site_url: javascript:alert(1)
nav:
  - Begin: index.md
  - 'Say "<b>hi</b>"': a.md
  - Bad: javascript:alert(1)
theme:
  name: material
  custom_dir: overrides
  palette: {primary: teal, accent: 'red" onload="alert(1)'}
hooks: [hook.py]
plugins: [search, not-installed]
markdown_extensions:
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
extra: {home: !ENV [HOME, none]}
"""


def test_a_strangers_configuration_is_data(small: Workspace) -> None:
    """Hooks, tags, plugins and folders are not looked at; name, order and colour are taken."""
    small.config.write_text(STRANGER, encoding="utf-8")
    proof = small.root / "ran"
    (small.root / "hook.py").write_text(f"open({str(proof)!r}, 'w')", encoding="utf-8")
    (small.root / "overrides").mkdir()
    (small.root / "overrides" / "main.html").write_text("OVERRIDDEN", encoding="utf-8")
    said: list[str] = []
    made(small, said=said)
    html = (small.site / "a.html").read_text("utf-8")
    assert not proof.exists() and "OVERRIDDEN" not in html
    assert "<script>alert" not in html and "onload=" not in html and "javascript:a" not in html
    assert "‹script›alert(1)‹/script› ”Mine” & more" in html
    assert 'data-md-color-primary="teal"' in html
    assert "Say &quot;&lt;b&gt;hi&lt;/b&gt;&quot;" in html
    assert [line.split(":")[0] for line in said] == [
        f"mkdocs.yml, line {number}" for number in (2, 6, 10)
    ]


@pytest.mark.parametrize("text", ["a: [1", "\x00", "- a", "", "a: &x [*x]", "\ufeffsite_name: B"])
def test_any_configuration_of_a_stranger_can_be_built(small: Workspace, text: str) -> None:
    """Broken, empty and odd files give a site with standard settings."""
    small.config.write_text(text, encoding="utf-8")
    assert (made(small) / "index.html").is_file()


def test_a_trusted_workspace_has_its_own_templates(small: Workspace) -> None:
    """With trust, and only then, mkdocs.yml and templates/ of the workspace are used."""
    small.config.write_text(
        "site_name: Own\ndocs_dir: portfolio\ntheme: {name: material, language: de}\n"
        "plugins: [credfolio]\n",
        encoding="utf-8",
    )
    pages = small.root / "templates" / "pages"
    pages.mkdir(parents=True)
    (pages / "free.html").write_text("<p>MY TEMPLATE {{ title }}</p>", encoding="utf-8")
    html = (made(small) / "a.html").read_text("utf-8")
    assert "MY TEMPLATE" not in html and 'lang="en"' in html
    html = (made(small, trust=True) / "a.html").read_text("utf-8")
    assert "<p>MY TEMPLATE A page</p>" in html and 'lang="de"' in html


def test_a_trusted_configuration_must_name_the_plugin(small: Workspace) -> None:
    """Without the plugin MkDocs would publish every file; one line says what to add."""
    small.config.write_text("site_name: Own\ndocs_dir: portfolio\n", encoding="utf-8")
    with pytest.raises(CredfolioError, match="Add it under `plugins:`"):
        made(small, trust=True)


def test_the_portfolios_language_is_the_themes(write: Write) -> None:
    """The theme's own words are in the portfolio's language where it knows them."""
    metadata = "credential: collaborative-coaching\nlanguage: fr\n"
    html = (made(write({"a.md": "Un texte.\n"}, metadata=metadata)) / "a.html").read_text("utf-8")
    assert '<html lang="fr"' in html


# --- the preview ---------------------------------------------------------------------------------


@pytest.fixture
def preview(small: Workspace) -> Iterator[str]:
    """A running preview of the small workspace; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "credfolio", "serve", "--no-open", "--port", str(port)]
    process = subprocess.Popen(
        [*command, str(small.root)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield f"http://127.0.0.1:{port}/"
        assert process.poll() is None, "the preview has died"
    finally:
        process.terminate()
        process.wait()


def shown(address: str, wanted: str, seconds: float = 30) -> str:
    """The page at `address`, once it holds `wanted`."""
    deadline = time.monotonic() + seconds
    html = ""
    while not re.search(wanted, html) and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                html = answer.read().decode()
        except urllib.error.HTTPError as error:
            error.close()
        except OSError:
            time.sleep(0.1)
    assert re.search(wanted, html), html[:2000]
    return html


def test_the_preview_follows_every_save(small: Workspace, preview: str) -> None:
    """A saved document is on its page; broken metadata is a message on the page, with its line."""
    assert "<strong>Draft.</strong>" in shown(preview + "a.html", "Text")
    (small.portfolio / "a.md").write_text("---\nrequirement: reflection\n---\nFew.\n", "utf-8")
    assert "CF201" in shown(preview + "a.html", "of 500 words")
    (small.portfolio / "portfolio.yml").write_text('credential: "collab\n', encoding="utf-8")
    assert "portfolio.yml, line 1" in shown(preview, "CF501|CF502")
    beside = shown(preview + "a.html", "Errors that concern every page")
    assert beside.index("Errors that concern every page") < beside.index("<h1>")
    (small.portfolio / "portfolio.yml").write_text("credential: collaborative-coaching\n", "utf-8")
    shown(preview, "Requirements and proof")
