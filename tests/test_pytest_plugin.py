"""`pytest portfolio/`, driven as a process: a test for each requirement."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from support import MORE, Files, document, lay, lay_faults, report_json

from credfolio.reports.screen import harmless

pytest_plugins = ("pytester",)

# Warnings are errors in this suite, and filters outlive the border to a run within it.
SETTINGS = ("-p", "no:cacheprovider", "-W", "default")
PLUGIN = ("-p", "credfolio.pytest_plugin")
REQUIREMENTS = """
trust-established focus-and-dialogue graphic-feedback plan-of-action conversation annotation
reflection
""".split()
BROKEN: Files = {MORE: document("trust-established", "We used [a card](card.md).\n")}
WARNED: Files = {
    MORE: document("trust-established", "The card: ![](../sheet.png)\n"),
    "sheet.png": b"",
}


class Ran(NamedTuple):
    """What a run of pytest said, and its exit status."""

    returncode: int
    stdout: str


RunPytest = Callable[..., Ran]


@pytest.fixture
def run_pytest(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> RunPytest:
    """pytest itself, with the plugin and none of this run's settings."""

    def ran(*arguments: str, plugin: Sequence[str] = PLUGIN) -> Ran:
        monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
        monkeypatch.setenv("COLUMNS", "200")
        with monkeypatch.context() as patch:
            patch.chdir(pytester.path)
            done = pytester.runpytest_inprocess(*SETTINGS, *plugin, *arguments)
        said = str(done.stdout) + str(done.stderr)
        assert "Traceback" not in said
        return Ran(int(done.ret), said)

    return ran


@pytest.fixture
def here(pytester: pytest.Pytester) -> Path:
    """The folder in which `run_pytest` runs."""
    return pytester.path


def test_a_test_for_each_requirement(here: Path, run_pytest: RunPytest) -> None:
    """A complete portfolio passes, a test by the name of each requirement, and nothing else."""
    lay(here)
    listed = run_pytest("portfolio/", "--collect-only", "-q").stdout
    assert re.findall(r"(?m)^portfolio/portfolio\.yml::(.*)$", listed) == REQUIREMENTS
    done = run_pytest("portfolio/")
    assert done.returncode == 0 and " 7 passed in " in done.stdout


def test_failures_read_like_the_check(here: Path, run_pytest: RunPytest) -> None:
    """A test that fails says its findings in the words of the check, and shows no code."""
    folder = lay_faults(here)
    done = run_pytest("portfolio/", "--junitxml=out.xml")
    status, report = report_json(cwd=folder)
    assert (done.returncode, status) == (1, 1)
    for finding in report["findings"]:
        if finding["silenced"]:
            assert f"{finding['path']}:{finding['line']}:" not in done.stdout
            continue
        assert harmless(finding["message"]) in done.stdout
        if finding["severity"] == "error" and finding["line"]:
            place = f"portfolio/{finding['path']}:{finding['line']}:{finding['column']}\n"
            assert place in done.stdout
    assert "pytest_plugin.py" not in done.stdout and "Incomplete" not in done.stdout
    failed = {row["id"] for row in report["requirements"] if row["status"] != "met"}
    cases = ElementTree.parse(here / "out.xml").getroot().findall(".//testcase")
    assert {c.get("name") for c in cases if c.find("failure") is not None} == {
        *failed,
        "portfolio",
    }


def test_a_document_is_the_location(here: Path, run_pytest: RunPytest) -> None:
    """A requirement's test lies in its document, at the first error there."""
    lay(here, {"1-overview/plan-of-action.md": document("plan-of-action", "TODO\n")})
    (here / "conftest.py").write_text(
        "def pytest_collection_modifyitems(items):\n"
        "    print([[i.name, i.location[0].replace(chr(92), '/'), i.location[1]] for i in items])\n"
    )
    said = run_pytest("portfolio/", "--collect-only", "-q", "-s").stdout
    (row,) = (line for line in said.split("\n") if line.startswith("[["))
    places = {name: (path, line) for name, path, line in json.loads(row.replace("'", '"'))}
    assert places["reflection"] == ("portfolio/3-reflection/reflection.md", 0)
    assert places["plan-of-action"] == ("portfolio/1-overview/plan-of-action.md", 4)


def test_options_of_pytest(here: Path, run_pytest: RunPytest) -> None:
    """-k chooses requirements, -x stops at the first that is open."""
    lay_faults(here)
    chosen = run_pytest("portfolio/", "-k", "reflection")
    assert (chosen.returncode, "1 failed, 7 deselected" in chosen.stdout) == (1, True)
    stopped = run_pytest("portfolio/", "-x", "--tb=line")
    assert "1 failed" in stopped.stdout and "stopping after 1 failures" in stopped.stdout


def test_turned_off(here: Path, run_pytest: RunPytest, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-p no:credfolio` collects nothing, by the name of the entry point."""
    lay(here)
    register = "import credfolio.pytest_plugin as p\ndef pytest_configure(config):\n"
    register += "    config.pluginmanager.register(p, 'credfolio')\n"
    (here / "as_installed.py").write_text(register)
    monkeypatch.syspath_prepend(str(here))
    installed = ("-p", "as_installed")
    assert run_pytest("portfolio/", plugin=installed).returncode == 0
    done = run_pytest("-p", "no:credfolio", "portfolio/", "-q", plugin=installed)
    assert (done.returncode, "no tests ran" in done.stdout) == (5, True)


def test_nothing_without_metadata(here: Path, run_pytest: RunPytest) -> None:
    """Other people's tests stay alone: where there is no portfolio.yml, nothing is collected."""
    lay(here, {"portfolio.yml": None})
    (here / "test_own.py").write_text("def test_it(): pass\n")
    done = run_pytest("-q")
    assert done.returncode == 0 and done.stdout.rstrip().split("\n")[-1].startswith("1 passed")


def test_other_runs_import_nothing() -> None:
    """The plugin itself imports nothing of credfolio's."""
    code = "import pytest, sys; before = set(sys.modules); import credfolio.pytest_plugin; "
    code += "print(sorted(set(sys.modules) - before))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "src")},
    )  # fmt: skip
    assert done.stdout.strip() == "['credfolio', 'credfolio.pytest_plugin']"


@pytest.mark.parametrize("metadata", ["credential: unknown\n", "[", ""])
def test_a_portfolio_without_a_credential(metadata: str, here: Path, run_pytest: RunPytest) -> None:
    """An error that belongs to no requirement fails a test of its own."""
    lay(here, {"portfolio.yml": metadata})
    done = run_pytest("portfolio/", "-q")
    assert done.returncode == 1
    assert "portfolio/portfolio.yml::portfolio" in done.stdout and "[CF50" in done.stdout


def test_warnings_are_warnings(here: Path, run_pytest: RunPytest) -> None:
    """A warning is one of pytest's; told to be an error, it fails its requirement."""
    lay(here, WARNED)
    done = run_pytest("portfolio/")
    assert done.returncode == 0 and "8 passed, 1 warning" in done.stdout
    assert f"{MORE}:5:11: PortfolioWarning: " in done.stdout and "[CF802]" in done.stdout
    strict = ("-W", "error::credfolio.pytest_plugin.PortfolioWarning")
    done = run_pytest("portfolio/", *strict)
    assert done.returncode == 1 and "1 failed, 7 passed" in done.stdout
    lay_faults(here)
    errors = run_pytest("portfolio/", *strict, "-k", "portfolio").stdout
    assert "`requirement: grafic-feedback` is not one of this credential’s." in errors


def test_no_commands_of_a_stranger(here: Path, run_pytest: RunPytest) -> None:
    """Nothing that an author wrote is a command in the log of a test run."""
    text = "::error::x ![](../sheet.png)\n\n::warning::[a](<##[add-mask]x.md>) TODO\n"
    lay(here, {**WARNED, MORE: document("trust-established", text)})
    for options in ([], ["-W", "error::credfolio.pytest_plugin.PortfolioWarning"], ["-v"]):
        said = run_pytest("portfolio/", *options).stdout
        assert "[CF802]" in said
        assert not re.search(r"(?m)^\s*::|##\[", said)


def test_a_workspace_is_not_trusted(
    here: Path, run_pytest: RunPytest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The workspace's own checks run only where CREDFOLIO_TRUST says so."""
    (lay(here) / "checks").mkdir()
    (here / "checks" / "own.py").write_text("from pathlib import Path\nPath('ran').touch()\n")
    for value, ran in (("", False), ("0", False), ("1", True)):
        monkeypatch.setenv("CREDFOLIO_TRUST", value)
        assert run_pytest("portfolio/").returncode == 0
        assert (here / "ran").exists() == ran
