"""What CI services run: the steps of the action and of both workflows, and a real pre-commit.

No service is called. The steps are read from their files and run by bash, in the environment that
a runner gives them.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from check_jsonschema import main as validate
from support import MORE, Files, document, is_usage_error, lay, run

from credfolio.continuous import UNKNOWN, pip_source, write_ci

REPOSITORY = Path(__file__).resolve().parents[1]
BROKEN: Files = {MORE: document("trust-established", "We used [a card](card.md).\n")}
HOSTILE_FOLDER = "a $(touch ran) `touch ran`; touch ran"
bash = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")


def bin_folder(folder: Path) -> Path:
    """A folder with this tree's `credfolio` and Python as commands, as an installation has."""
    folder.mkdir(parents=True)
    for name, module in (("credfolio", "-m credfolio"), ("python", "")):
        script = folder / name
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" {module} "$@"\n')
        script.chmod(0o755)
    return folder


@dataclass
class Runner:
    """A runner's files and variables; `outputs` are those of the steps that have run."""

    home: Path
    work: Path
    values: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    log: str = ""

    def __post_init__(self) -> None:
        self.commands = bin_folder(self.home / "bin")
        self.temp = self.home / "temp"
        self.temp.mkdir()
        for name in ("output", "summary", "path"):
            (self.home / name).touch()
        self.values["runner.temp"] = str(self.temp)

    def resolve(self, text: str) -> str:
        """`${{ … }}` as the service fills it in; what is not known is empty."""
        return re.sub(r"\$\{\{ *(.*?) *\}\}", lambda found: self.value(found[1]), str(text))

    def value(self, name: str) -> str:
        return self.values.get(name, "")

    def holds(self, condition: str) -> bool:
        """A condition of comparisons joined by `&&`."""
        for each in filter(None, condition.split(" && ")):
            found = re.fullmatch(r"([\w.-]+) (==|!=) '([^']*)'", each)
            assert found, f"the test can't read {each}"
            if (self.value(found[1]) == found[3]) != (found[2] == "=="):
                return False
        return True

    def run(self, step: Mapping[str, Any], environment: Mapping[str, str]) -> int:
        """Runs a step as `shell: bash` does; reads what it wrote for the steps to come."""
        given = {name: self.resolve(value) for name, value in step.get("env", {}).items()}
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB", "CREDFOLIO"))}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.work,
            env={
                **kept,
                "CI": "true",
                "PATH": f"{self.commands}{os.pathsep}{os.environ['PATH']}",
                "PYTHONUTF8": "1",
                "RUNNER_TEMP": str(self.temp),
                "GITHUB_OUTPUT": str(self.home / "output"),
                "GITHUB_STEP_SUMMARY": str(self.home / "summary"),
                "GITHUB_PATH": str(self.home / "path"),
                **{name: self.resolve(value) for name, value in environment.items()},
                **given,
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        self.log += done.stdout + done.stderr
        self.outputs |= dict(
            line.split("=", 1) for line in (self.home / "output").read_text("utf-8").splitlines()
        )
        if "id" in step:
            self.values |= {f"steps.{step['id']}.outputs.{k}": v for k, v in self.outputs.items()}
            self.values[f"steps.{step['id']}.outcome"] = "failure" if done.returncode else "success"
        return done.returncode

    def run_all(
        self, steps: Iterable[Mapping[str, Any]], environment: Mapping[str, str] | None = None
    ) -> int:
        """The steps that have a shell and whose condition holds, until one fails."""
        for step in steps:
            if "run" in step and self.holds(step.get("if", "")):
                status = self.run(step, environment or {})
                if status:
                    return status
        return 0

    @property
    def summary(self) -> str:
        return (self.home / "summary").read_text("utf-8")


ACTION = yaml.safe_load((REPOSITORY / "action.yml").read_text("utf-8"))


def run_action(home: Path, work: Path, **inputs: str) -> tuple[Runner, int]:
    """The action's steps but for the installation, with these inputs."""
    defaults = {name: value["default"] for name, value in ACTION["inputs"].items()}
    given = defaults | {name.replace("_", "-"): value for name, value in inputs.items()}
    runner = Runner(home, work, {f"inputs.{name}": value for name, value in given.items()})
    steps = [step for step in ACTION["runs"]["steps"] if step["name"] != "Install credfolio"]
    return runner, runner.run_all(steps)


# --- the files themselves --------------------------------------------------------------------


def is_valid(schema: str, file: Path, *options: str) -> bool:
    """What the service itself would say of a file, by its published schema."""
    arguments = ["--builtin-schema", schema, *options, str(file)]
    return not validate(arguments, standalone_mode=False)


def ci_file(service: str, folder: Path, source: str = "") -> Path:
    """The file that `init --ci` writes for a workspace in a new repository."""
    (folder / ".git").mkdir(parents=True, exist_ok=True)
    path = write_ci(service, folder).path
    if source:
        path.write_text(path.read_text("utf-8").replace(UNKNOWN, source), "utf-8")
    return path


def with_publishing(path: Path) -> Path:
    """The same file with the steps for publishing switched on, as it says how to."""
    text = path.read_text("utf-8")
    start = re.search(r"(?m)^ *# (publish|pages):$", text)
    assert start
    on = re.sub(r"(?m)^( *)# ?", r"\1", text[start.start() :])
    path.write_text(text[: start.start()] + on, "utf-8")
    return path


def test_the_action_is_valid() -> None:
    """GitHub would take the action."""
    assert is_valid("vendor.github-actions", REPOSITORY / "action.yml")


def test_the_github_workflow_is_valid(tmp_path: Path) -> None:
    """GitHub would take the workflow, with its publishing step and without."""
    path = ci_file("github", tmp_path)
    assert is_valid("vendor.github-workflows", path)
    assert set(yaml.safe_load(path.read_text("utf-8"))["jobs"]) == {"check"}
    assert is_valid("vendor.github-workflows", with_publishing(path))
    assert set(yaml.safe_load(path.read_text("utf-8"))["jobs"]) == {"check", "publish"}


def test_the_gitlab_file_is_valid(tmp_path: Path) -> None:
    """GitLab would take the file, with its publishing job and without."""
    path = ci_file("gitlab", tmp_path)
    options = ("--data-transform", "gitlab-ci")
    assert is_valid("vendor.gitlab-ci", path, *options)
    assert "pages" not in yaml.safe_load(path.read_text("utf-8"))
    assert is_valid("vendor.gitlab-ci", with_publishing(path), *options)
    assert "pages" in yaml.safe_load(path.read_text("utf-8"))


def test_nothing_is_pasted_into_a_shell(tmp_path: Path) -> None:
    """Values reach every shell as variables: no script holds an expression."""
    workflow = yaml.safe_load(ci_file("github", tmp_path).read_text("utf-8"))
    steps = [*ACTION["runs"]["steps"], *workflow["jobs"]["check"]["steps"]]
    scripts = [step["run"] for step in steps if "run" in step]
    assert len(scripts) >= 6 and not any("${{" in script for script in scripts)


def test_the_guides_workflow_is_valid(tmp_path: Path) -> None:
    """The workflow that the guide prints is one, and uses inputs that the action has."""
    guide = (REPOSITORY / "docs" / "ci.md").read_text("utf-8")
    (text,) = re.findall(r"(?ms)^```yaml\n(name: portfolios\n.*?)^```$", guide)
    (tmp_path / "workflow.yml").write_text(text, "utf-8")
    assert is_valid("vendor.github-workflows", tmp_path / "workflow.yml")
    step = yaml.safe_load(text)["jobs"]["check"]["steps"][1]
    assert set(step["with"]) <= set(ACTION["inputs"])
    assert set(re.findall(r"outputs\.([\w-]+)", text)) <= set(ACTION["outputs"])
    documented = re.findall(r"(?m)^\| `([\w-]+)` \|.*\|.*\|$", guide)
    assert set(ACTION["inputs"]) <= set(documented)


# --- the action ------------------------------------------------------------------------------


@bash
def test_the_action_on_a_complete_portfolio(tmp_path: Path) -> None:
    """It passes, says so in its outputs, and builds the site when asked."""
    runner, status = run_action(tmp_path / "runner", lay(tmp_path / "w"), site="true")
    assert status == 0, runner.log
    assert runner.outputs["verdict"] == "complete" and runner.outputs["exit-code"] == "0"
    assert [runner.outputs[kind] for kind in ("errors", "warnings", "notes")] == ["0", "0", "0"]
    assert (runner.temp / "credfolio-site" / "index.html").is_file()
    assert "complete" in runner.summary.split("\n")[0]
    assert json.loads(Path(runner.outputs["report"]).read_text("utf-8"))["verdict"] == "complete"


@bash
@pytest.mark.parametrize(("fail", "status"), [("true", 1), ("false", 0)])
def test_the_action_on_an_incomplete_portfolio(fail: str, status: int, tmp_path: Path) -> None:
    """It fails unless told not to; findings, outputs, summary and SARIF are there, no site is."""
    work = lay(tmp_path / "w", BROKEN)
    runner, ended = run_action(tmp_path / "runner", work, site="true", fail=fail)
    assert ended == status
    assert (runner.outputs["verdict"], runner.outputs["errors"]) == ("incomplete", "1")
    assert runner.outputs["exit-code"] == "1"
    assert f"::error file=portfolio/{MORE},line=5" in runner.log
    assert "CF801" in runner.summary and "::warning" not in runner.log
    assert json.loads((runner.temp / "credfolio.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert not (runner.temp / "credfolio-site").exists()


@bash
def test_the_action_with_inputs(tmp_path: Path) -> None:
    """Several folders, waivers and strictness reach the check; a public repository is warned."""
    for name in ("one", "two words"):
        lay(tmp_path / "w" / name, BROKEN)
    waiver = "- {code: CF801, requirement: trust-established, reason: Lost., by: Office}\n"
    (tmp_path / "w" / "waivers.yml").write_text(waiver)
    inputs = {"folders": "one\n\ntwo words\n", "waivers": "waivers.yml", "strict": "true"}
    runner, status = run_action(tmp_path / "runner", tmp_path / "w", **inputs)
    assert (status, runner.outputs["verdict"]) == (0, "complete"), runner.log
    assert "2 of 2 portfolios are complete" in runner.summary
    runner.values["github.event.repository.visibility"] = "public"
    assert runner.run_all(s for s in ACTION["runs"]["steps"] if s.get("id") == "check") == 0
    assert "::warning title=This repository is public" in runner.log


@bash
@pytest.mark.parametrize("folders", [HOSTILE_FOLDER, "--exit-zero", "nowhere", ""])
def test_the_action_with_a_folder_that_is_none(folders: str, tmp_path: Path) -> None:
    """The name of a folder is never a command nor an option; a wrong one fails with status 2."""
    work = tmp_path / "w"
    work.mkdir()
    runner, status = run_action(tmp_path / "runner", work, folders=folders, fail="true")
    assert status == 2, runner.log
    assert (runner.outputs["exit-code"], runner.outputs["verdict"]) == ("2", "incomplete")
    assert not list(work.iterdir()) and "::error title=credfolio could not check" in runner.log


# --- init --ci -------------------------------------------------------------------------------


def steps_of(path: Path) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The steps of a GitHub workflow and its variables."""
    workflow = yaml.safe_load(path.read_text("utf-8"))
    return workflow["jobs"]["check"]["steps"], workflow["env"]


@bash
@pytest.mark.parametrize(("files", "status"), [({}, 0), (BROKEN, 1)])
def test_the_github_workflow(files: Files, status: int, tmp_path: Path) -> None:
    """Its steps check the portfolio, and build the site to keep where it is complete."""
    work = lay(tmp_path / "repository" / "my work", files).parent
    (work / ".git").mkdir()
    path = write_ci("github", work / "my work").path
    assert path == work / ".github" / "workflows" / "portfolio.yml"
    steps, environment = steps_of(path)
    runner = Runner(tmp_path / "runner", work)
    ended = runner.run_all([s for s in steps if s.get("name") != "Install credfolio"], environment)
    assert ended == status, runner.log
    assert (work / "site" / "index.html").exists() == (status == 0)
    assert "Collaborative Coaching" in runner.summary
    kept = next(step for step in steps if step.get("name") == "Keep the site")
    assert kept["with"]["path"] == "site/"


@bash
@pytest.mark.parametrize(("files", "status"), [({}, 0), (BROKEN, 1)])
def test_the_gitlab_job(files: Files, status: int, tmp_path: Path) -> None:
    """Its script writes the reports that GitLab is told of, and the site where it is complete."""
    work = lay(tmp_path / "w", files)
    file = yaml.safe_load(ci_file("gitlab", work).read_text("utf-8"))
    job = file["portfolio"]
    runner = Runner(tmp_path / "runner", work)
    script = {"run": "\n".join(job["script"])}
    assert runner.run(script, file["variables"]) == status, runner.log
    reports = job["artifacts"]["reports"]
    issues = json.loads((work / reports["codequality"]).read_text("utf-8"))
    assert [issue["location"]["path"] for issue in issues] == [f"portfolio/{MORE}"] * status
    assert "<testsuites" in (work / reports["junit"]).read_text("utf-8")
    assert (work / "site" / "index.html").exists() == (status == 0)
    assert job["artifacts"]["access"] == "developer"


@bash
@pytest.mark.parametrize("service", ["github", "gitlab"])
def test_an_address_that_is_missing_is_said(service: str, tmp_path: Path) -> None:
    """A file without an address fails at once and says what to write; one with it installs."""
    work = tmp_path / "w"
    for source, status in (("", 2), ("git+https://example.org/credfolio@1a2b3c", 0)):
        path = ci_file(service, work, source)
        file = yaml.safe_load(path.read_text("utf-8"))
        if service == "github":
            steps, environment = steps_of(path)
            install = next(s for s in steps if s.get("name") == "Install credfolio")
        else:
            install, environment = (
                {"run": "\n".join(file["portfolio"]["before_script"])},
                file["variables"],
            )
        runner = Runner(tmp_path / f"runner{status}", work)
        # What pip would be told, without a network.
        (runner.commands / "python").write_text('#!/bin/sh\necho "$@"\n')
        assert runner.run(install, environment) == status
        assert ("write the address" in runner.log) == (status == 2)
        assert status or f"pip install --quiet {source}" in runner.log


def test_init_writes_the_file_once(tmp_path: Path) -> None:
    """It comes with a new portfolio, alone to one that is there, and never over a file."""
    first = run("init", "--ci", "github", cwd=tmp_path)
    path = tmp_path / ".github" / "workflows" / "portfolio.yml"
    assert first.returncode == 0 and (tmp_path / "portfolio" / "portfolio.yml").exists()
    line = path.read_text("utf-8").split("\n").index(f'  CREDFOLIO: "{UNKNOWN}"') + 1
    assert f"In line {line} of it, write the address" in first.stdout
    path.write_text("kept", "utf-8")
    shutil.rmtree(tmp_path / "portfolio" / "1-overview")
    again = run("init", "--ci", "github", cwd=tmp_path)
    assert (again.returncode, path.read_text("utf-8")) == (0, "kept")
    assert not (tmp_path / "portfolio" / "1-overview").exists()
    assert again.stdout.startswith("kept     ") and "write the address" not in again.stdout
    assert run("init", "--ci", "gitlab", cwd=tmp_path).returncode == 0
    assert (tmp_path / ".gitlab-ci.yml").exists()
    assert is_usage_error(run("init", "--ci", "svn", cwd=tmp_path))


@pytest.mark.parametrize(
    ("url", "vcs", "commit", "source"),
    [
        ("https://example.org/a/credfolio.git", "git", "0123abc" * 5, "git+{url}@{commit}"),
        ("https://example.org:8443/c", "git", "0123abc", "git+{url}@{commit}"),
        ("https://me:secret@example.org/c", "git", "0123abc", None),
        ("ssh://git@example.org/c", "git", "0123abc", None),
        ("file:///home/me/credfolio", "git", "0123abc", None),
        ("https://example.org/c", "hg", "0123abc", None),
        ('https://example.org/c"\nrun: x', "git", "0123abc", None),
        ("https://example.org/c", "git", "main; x", None),
    ],
)
def test_the_address_of_an_installation(
    url: str, vcs: str, commit: str, source: str | None
) -> None:
    """What credfolio was installed from is taken where it is public, and never a password."""
    record = {"url": url, "vcs_info": {"vcs": vcs, "commit_id": commit}}
    assert pip_source(record) == (source and source.format(url=url, commit=commit))
    assert pip_source({"url": "file:///home/me/credfolio", "dir_info": {}}) is None
    assert pip_source({}) is None


# --- pre-commit ------------------------------------------------------------------------------

SHIPPED = ("src", "checks", "templates", "pyproject.toml", "README.md", "LICENSE")


def git(*arguments: str, cwd: Path) -> None:
    identity = ("-c", "user.name=A teacher", "-c", "user.email=teacher@example.org")
    options = (*identity, "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    command = ["git", *options, *arguments]
    subprocess.run(command, cwd=cwd, env=environment, check=True, capture_output=True)


def product(folder: Path) -> Path:
    """The product as a repository of its own, as pre-commit clones it."""
    folder.mkdir()
    for name in (*SHIPPED, ".pre-commit-hooks.yaml"):
        source = REPOSITORY / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, folder / name, ignore=ignored)
        else:
            shutil.copy(source, folder / name)
    git("init", cwd=folder)
    git("add", "--all", cwd=folder)
    git("commit", "-m", "The product", cwd=folder)
    return folder


def dependencies(folder: Path) -> Path:
    """What is installed here but for credfolio: the hook is installed without a network."""
    folder.mkdir()
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if not re.match(r"_{0,2}(credfolio|editable|pip\b|pip-)|.*\.pth$", path.name):
            (folder / path.name).symlink_to(path)
    return folder


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")
def test_pre_commit(tmp_path: Path) -> None:
    """The real pre-commit installs the hook, stops a faulty commit, and lets others pass."""
    work = lay(tmp_path / "w")
    guide = (REPOSITORY / "docs" / "ci.md").read_text("utf-8")
    (config,) = re.findall(r"(?ms)^```yaml\n(repos:\n.*?)^```$", guide)
    source = product(tmp_path / "product").as_uri()
    config = config.replace("https://github.com/OWNER/credfolio", source)
    (work / ".pre-commit-config.yaml").write_text(config.replace("rev: main", "rev: HEAD"))
    git("init", cwd=work)

    def commit(*files: str) -> tuple[int, str]:
        git("add", *files, cwd=work)
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PYTHON"))}
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", "--color", "never"],
            cwd=work,
            env={
                **kept,
                "PRE_COMMIT_HOME": str(tmp_path / "cache"),
                "PIP_NO_DEPS": "1",
                "PIP_NO_INDEX": "1",
                "PIP_NO_BUILD_ISOLATION": "0",
                "PYTHONPATH": str(tmp_path / "dependencies"),
                "PYTHONUTF8": "1",
                # Else virtualenv looks for newer tools of its own, over the network, on the side.
                "VIRTUALENV_NO_PERIODIC_UPDATE": "1",
            },
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    dependencies(tmp_path / "dependencies")
    status, said = commit(".")
    assert status == 0 and re.search(r"credfolio check\.+Passed", said), said
    git("commit", "-m", "Complete", cwd=work)
    (work / "README.md").write_text("Nothing of the portfolio.\n")
    status, said = commit("README.md")
    assert status == 0 and "no files to check" in said
    (work / "portfolio" / MORE).write_text(str(BROKEN[MORE]))
    status, said = commit("portfolio")
    assert status == 1 and "exit code: 1" in said and "[CF801]" in said
