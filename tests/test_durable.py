"""Writing: whole or not at all, whatever stops it, and nowhere else."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from killed import build_command, digest, kill_builds
from support import lay

from credfolio.cli import main
from credfolio.errors import CredfolioError
from credfolio.files import clear_left, write_new, write_whole

posix = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """The new text is there, the rights are those of the old file, and nothing lies beside it."""
    file = tmp_path / ("n" * 240 + ".md")
    file.write_text("old")
    file.chmod(0o640)
    write_whole(file, b"new")
    assert file.read_text() == "new" and [file] == list(tmp_path.iterdir())
    assert os.name != "posix" or file.stat().st_mode & 0o777 == 0o640


def test_a_new_file_never_replaces_one(tmp_path: Path) -> None:
    """What is there stays, a link that leads nowhere too."""
    assert write_new(tmp_path / "a" / "b.md", b"one") is True
    assert write_new(tmp_path / "a" / "b.md", b"two") is False
    assert (tmp_path / "a" / "b.md").read_bytes() == b"one"
    if os.name == "posix":
        (tmp_path / "link").symlink_to("nowhere")
        assert write_new(tmp_path / "link", b"x") is False
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.md"]


_FILL = """
import resource, signal, sys
from pathlib import Path
from credfolio.errors import CredfolioError
from credfolio.files import write_new, write_whole
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
for write, name in ((write_whole, "there.md"), (write_new, "new.md")):
    try:
        write(Path(name), b"x" * 5000)
    except CredfolioError as error:
        print(error)
"""


@posix
def test_a_write_that_does_not_fit_leaves_what_was_there(tmp_path: Path) -> None:
    """Where the system refuses more bytes, the old file stays and no piece of a new one does."""
    (tmp_path / "there.md").write_text("mine")
    done = subprocess.run(
        [sys.executable, "-c", _FILL], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.count("can't be written: File too large.") == 2
    assert digest(tmp_path).keys() == {"there.md"}
    assert (tmp_path / "there.md").read_text() == "mine"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MB, where one may be made."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("a small disk can't be made here")
    disk = tmp_path / "disk"
    disk.mkdir()
    options = ["-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if subprocess.run(["mount", *options], capture_output=True, check=False).returncode:
        pytest.skip("a small disk can't be made here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_leaves_the_old_site(small_disk: Path) -> None:
    """A build that runs out of room says so in one line; the site is the one that was there."""
    root = lay(small_disk / "w")
    site = root / "site"
    site.mkdir()
    (site / "index.html").write_text("old")
    (site / ".credfolio-site").write_text("index.html\n")
    done = subprocess.run(build_command(root), capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "No space left on device" in done.stderr
    assert done.stderr.count("\n") == 1
    assert digest(site).keys() == {".credfolio-site", "index.html"}
    assert not list(root.glob(".site-*"))


def test_a_full_disk_leaves_no_half_site_to_read(small_disk: Path) -> None:
    """`verify --site` says it in one line, and what it wrote aside is gone."""
    package = small_disk.parent / "package.zip"
    workspace = lay(small_disk.parent / "w")
    assert main(["package", str(workspace), "-o", str(package), "--no-pdf"]) == 0
    command = [sys.executable, "-m", "credfolio", "verify", str(package), "--site"]
    done = subprocess.run(
        [*command, str(small_disk / "read")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2 and "read can't be written: No space left on dev" in done.stderr
    assert done.stderr.count("\n") == 1 and list(small_disk.iterdir()) == []


@posix
def test_what_a_killed_run_left_goes(tmp_path: Path) -> None:
    """Pieces of runs that have ended are removed by the next; those of a run at work stay."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = tmp_path / f".credfolio-new-{ended.pid}-aa"
    at_work = tmp_path / f".credfolio-new-{os.getppid()}-bb"
    ours = tmp_path / f".credfolio-new-{os.getpid()}-cc"
    somebodys = tmp_path / ".credfolio-new-ideas"
    for path in (left, at_work, ours, somebodys):
        path.write_text("x")
    write_whole(tmp_path / "a.md", b"x")
    kept = {"a.md", at_work.name, ours.name, somebodys.name}
    assert {path.name for path in tmp_path.iterdir()} == kept
    os.utime(ours, (0, 0))
    clear_left(tmp_path, ".credfolio-new-")
    assert not ours.exists()


@posix
def test_builds_killed_at_random_leave_a_whole_site(tmp_path: Path) -> None:
    """Old or new, byte for byte; a hundred of them are killed by `make kills`."""
    root = lay(tmp_path)
    states = [left.state for left in kill_builds(root, 4)]
    assert "broken" not in states and len(states) == 4
    assert main(["build", "--draft", str(root)]) == 0
    assert not list(root.glob(".site-*"))


def test_two_builds_at_once(tmp_path: Path) -> None:
    """Both end well, where there was no site and where there was one; the site is whole."""
    root = lay(tmp_path)
    for _ in range(2):
        builds = [subprocess.Popen(build_command(root), stdout=subprocess.PIPE) for _ in range(2)]
        assert [(build.communicate(), build.returncode)[1] for build in builds] == [0, 0]
    both = digest(root / "site")
    assert main(["build", "--draft", str(root)]) == 0
    assert digest(root / "site") == both and not list(root.glob(".site-*"))


def test_nothing_is_written_elsewhere(tmp_path: Path) -> None:
    """A build into a folder changes that folder; a check changes nothing at all. Compiled templates
    are kept in the user's cache.
    """
    root, home, out = lay(tmp_path / "w"), tmp_path / "home", tmp_path / "out"
    (root / "private.yml").write_text("names: {}\n")
    home.mkdir()
    places = {"HOME": home, "XDG_CACHE_HOME": home / ".cache", "TMPDIR": home, "LOCALAPPDATA": home}
    environment = os.environ | {name: str(path) for name, path in places.items()}
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    before = digest(root)
    for command, expected in (
        (["check", str(root)], set()),
        (["build", str(root), "-d", str(out / "site")], {"out", "home"}),
    ):
        out.mkdir(exist_ok=True)
        subprocess.run(
            [sys.executable, "-m", "credfolio", *command],
            env=environment,
            cwd=tmp_path,
            check=False,
        )
        assert digest(root) == before
        changed = {Path(name).parts[0] for name in digest(tmp_path)} - {"w"}
        assert changed <= expected
    assert {Path(name).parts[:3] for name in digest(home)} <= {(".cache", "credfolio", "templates")}
    assert [path.name for path in out.iterdir()] == ["site"]


def test_somebodys_file_saved_during_a_build_is_not_lost(tmp_path: Path) -> None:
    """A file that appears in the site while another is built stops the exchange."""
    from credfolio.swap import mark, refuse_foreign

    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("x")
    mark(site)
    refuse_foreign(site)
    (site / "mine.txt").write_text("mine")
    with pytest.raises(CredfolioError, match=r"mine\.txt"):
        refuse_foreign(site)
    shutil.rmtree(site)
