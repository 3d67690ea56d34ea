"""The wheel and the sdist hold what they should, and an installed wheel works."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from credfolio import __version__

REPOSITORY = Path(__file__).resolve().parents[1]
SHIPPED = {
    "src/credfolio": "credfolio",
    "checks": "credfolio/checks",
    "templates": "credfolio/templates",
    "portfolio": "credfolio/samples/collaborative-coaching/portfolio",
}


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command without this process's import path; what it prints is kept."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environment["PYTHONUTF8"] = "1"
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def build(source: Path, out: Path, *what: str) -> Path:
    """Build with the hatchling that is installed here, so that no network is needed."""
    tool = (sys.executable, "-m", "build", "--no-isolation", "--skip-dependency-check")
    done = run(*tool, *what, "--outdir", out, source, cwd=out.parent)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def wheel_in(folder: Path) -> Path:
    (wheel,) = folder.glob("*.whl")
    return wheel


def shipped(wheel: Path) -> set[str]:
    """The files of a wheel without its own records."""
    names = zipfile.ZipFile(wheel).namelist()
    return {name for name in names if ".dist-info/" not in name}


def in_tree() -> set[str]:
    """The files of the source tree under the names that a wheel gives them."""
    return {
        f"{name}/{path.relative_to(REPOSITORY / folder).as_posix()}"
        for folder, name in SHIPPED.items()
        for path in (REPOSITORY / folder).rglob("*")
        if path.is_file() and not {"__pycache__", "specimens"} & set(path.parts)
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist of this tree."""
    return build(REPOSITORY, tmp_path_factory.mktemp("built") / "dist", "--wheel", "--sdist")


@pytest.fixture(scope="module")
def sdist(built: Path) -> Path:
    """The unpacked sdist."""
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        tar.extractall(built, filter="data")
    return built / f"credfolio-{__version__}"


@pytest.fixture(scope="module")
def bin_folder(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands of a new environment lie in which the wheel is installed.

    Its dependencies are those of the environment that runs the tests.
    """
    home = tmp_path_factory.mktemp("installed") / "venv"
    made = run(sys.executable, "-m", "venv", "--without-pip", home, cwd=home.parent)
    assert made.returncode == 0, made.stderr
    bin_folder = home / ("Scripts" if sys.platform == "win32" else "bin")
    pip = (sys.executable, "-m", "pip", "--python", bin_folder / "python", "install")
    done = run(*pip, "--quiet", "--no-deps", "--no-index", wheel_in(built), cwd=home.parent)
    assert done.returncode == 0, done.stderr
    (package,) = (path.parent for path in home.rglob("credfolio/__init__.py"))
    dependencies = package.parent / "dependencies.pth"
    dependencies.write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return bin_folder


def test_a_wheel_holds_the_tree_and_nothing_else(built: Path) -> None:
    """Every module, check, template, credential and schema is shipped, and no other file."""
    assert shipped(wheel_in(built)) == in_tree()


def test_a_wheel_has_what_the_program_needs(built: Path) -> None:
    """The kinds of files that the program opens by itself are all there."""
    names = shipped(wheel_in(built))
    for needed in (
        "credfolio/py.typed",
        "credfolio/credentials/collaborative-coaching.yml",
        "credfolio/schemas/portfolio.schema.json",
        "credfolio/schemas/credential.schema.json",
        "credfolio/checks/too_few_words.py",
    ):
        assert needed in names
    assert any(name.startswith("credfolio/templates/") for name in names)


def test_an_sdist_gives_the_same_wheel(sdist: Path, built: Path) -> None:
    """A wheel made from the sdist, as package tools do it, has the same files."""
    again = build(sdist, built / "again", "--wheel")
    assert shipped(wheel_in(again)) == shipped(wheel_in(built))


def test_an_sdist_can_be_worked_on(sdist: Path) -> None:
    """The sdist brings the tests, the sample, the guide and the licence, and no leavings."""
    for needed in ("LICENSE", "Makefile", "README.md", "docs", "portfolio", "tests", ".ci/run"):
        assert (sdist / needed).exists(), needed
    for leaving in (".venv", "site", "private.yml", ".git"):
        assert not (sdist / leaving).exists(), leaving


def test_an_installed_wheel_knows_its_version(bin_folder: Path, tmp_path: Path) -> None:
    """`credfolio --version` of an installed wheel names the version of this tree."""
    done = run(bin_folder / "credfolio", "--version", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert __version__ in done.stdout


def test_an_installed_wheel_has_its_samples(bin_folder: Path, tmp_path: Path) -> None:
    """`credfolio init DIR --sample ID` of an installed wheel writes a complete portfolio."""
    listed = run(bin_folder / "credfolio", "credentials", cwd=tmp_path).stdout.splitlines()
    for id in (line.split()[0] for line in listed):
        done = run(bin_folder / "credfolio", "init", id, "--sample", id, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        checked = run(bin_folder / "credfolio", "check", id, cwd=tmp_path)
        assert checked.returncode == 0, checked.stdout


def test_an_installed_wheel_has_its_credentials(bin_folder: Path, tmp_path: Path) -> None:
    """`credfolio credentials` of an installed wheel lists the shipped one."""
    done = run(bin_folder / "credfolio", "credentials", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "collaborative-coaching" in done.stdout


def test_an_installed_wheel_starts_a_portfolio(bin_folder: Path, tmp_path: Path) -> None:
    """`credfolio init demo`, then `credfolio check demo`: all is open, none forgotten, no crash."""
    made = run(bin_folder / "credfolio", "init", "demo", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    checked = run(bin_folder / "credfolio", "check", "demo", cwd=tmp_path)
    assert checked.returncode == 1, checked.stderr
    assert "Incomplete: 7 of 7 requirements are open" in checked.stdout
    assert "CF101" not in checked.stdout
    assert "Traceback" not in checked.stderr


def test_an_installed_wheel_builds_the_sample(bin_folder: Path, sdist: Path) -> None:
    """`credfolio build` of an installed wheel makes the site of the sample."""
    done = run(bin_folder / "credfolio", "build", sdist, cwd=sdist)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (sdist / "site" / "index.html").is_file()
