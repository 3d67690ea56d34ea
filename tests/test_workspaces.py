"""What a workspace brings and what `init` makes: credentials, scaffold, trust (DESIGN §7)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support import METADATA, codes_in, is_usage_error, lay, report_json, run, spawn

# --- credentials -----------------------------------------------------------------------------

OWN = """\
id: {}
version: 1
title: A small one
parts:
  - id: all
    title: All
    requirements:
      - {{id: reflection, kind: reflection, title: Reflection, minimum: {{words: 1}}}}
"""


def own_credential(folder: Path, id: str, text: str = OWN) -> Path:
    lay(folder, {"portfolio.yml": METADATA.format(id), "1-overview": None, "2-evidence": None})
    (folder / "credentials").mkdir()
    (folder / "credentials" / "own.yml").write_text(text.format(id), "utf-8")
    return folder


def test_an_own_credential(tmp_path: Path) -> None:
    """A workspace may bring a credential of its own."""
    status, value = report_json(cwd=own_credential(tmp_path, "small-one"))
    assert (status, value["credential"], codes_in(value)) == (0, "small-one", [])
    listed = run("credentials", cwd=tmp_path)
    assert listed.returncode == 0 and "small-one" in listed.stdout


def test_a_guide_is_no_leave_to_write_nothing(tmp_path: Path) -> None:
    """Where a minimum is a guide, few words are a warning, and none at all are no answer."""
    guide = OWN.replace("words: 1", "words: 90, severity: warning")
    folder = own_credential(tmp_path, "small-one", guide)
    answer = folder / "portfolio" / "3-reflection" / "reflection.md"
    answer.write_text("---\nrequirement: reflection\n---\n\nIn a word: listening.\n", "utf-8")
    status, value = report_json(cwd=folder)
    assert (status, value["verdict"], codes_in(value)) == (0, "complete", ["CF202"])
    answer.write_text("---\nrequirement: reflection\n---\n\n> All of it quoted.\n", "utf-8")
    status, value = report_json(cwd=folder)
    assert (status, value["verdict"], codes_in(value)) == (1, "incomplete", ["CF201"])


@pytest.mark.parametrize(
    "id", ["collaborative-coaching", "Collaborative_Coaching", "collaborative coaching"]
)
def test_an_own_credential_under_a_shipped_id(id: str, tmp_path: Path) -> None:
    """A shipped id can't be reused, however it is written: the shipped one is checked."""
    status, value = report_json(cwd=own_credential(tmp_path, id))
    assert (status, value["verdict"], len(value["requirements"])) == (1, "incomplete", 7)
    assert "../credentials/own.yml" in {f["path"] for f in value["findings"]}


@pytest.mark.parametrize(
    "text",
    [
        "id: [",
        "id: small-one\n",
        "id: small-one\nversion: 1\ntitle: A\nparts: []\n",
        OWN.replace("kind: reflection", "kind: poem"),
        OWN.replace("words: 1", "words: many"),
        OWN.replace("words: 1", "words: 0"),
        OWN + "      - {{id: reflection, kind: answer, title: B}}\n",
        OWN.replace("requirements:", "requirements: &a"),
        "\x00",
    ],
)
def test_a_faulty_credential(text: str, tmp_path: Path) -> None:
    """Faults of a credential file are findings on it, and nothing is complete by them."""
    status, value = report_json(cwd=own_credential(tmp_path, "small-one", text))
    assert (status, value["verdict"]) == (1, "incomplete")
    assert "../credentials/own.yml" in {f["path"] for f in value["findings"]}


def test_credentials(tmp_path: Path) -> None:
    """The known credentials are listed with their titles."""
    done = run("credentials", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "collaborative-coaching" in done.stdout and "Collaborative Coaching" in done.stdout


# --- init ------------------------------------------------------------------------------------


def test_init(tmp_path: Path) -> None:
    """A fresh workspace is incomplete, with findings that say what to write where."""
    done = spawn("init", "demo", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    made = {p.relative_to(tmp_path / "demo").as_posix() for p in (tmp_path / "demo").rglob("*.*")}
    assert {
        ".gitignore", "README.md", "mkdocs.yml", "portfolio/portfolio.yml",
        "portfolio/1-overview/trust-established.md", "portfolio/1-overview/focus-and-dialogue.md",
        "portfolio/1-overview/graphic-feedback.md", "portfolio/1-overview/plan-of-action.md",
        "portfolio/2-evidence/conversation.md", "portfolio/2-evidence/annotation.md",
        "portfolio/3-reflection/reflection.md",
    } <= made  # fmt: skip
    kept_out = (tmp_path / "demo" / ".gitignore").read_text("utf-8").splitlines()
    assert {"private.yml", "/*.docx", "/*.left-out*.txt"} <= set(kept_out)
    status, value = report_json("demo", cwd=tmp_path)
    assert (status, value["verdict"]) == (1, "incomplete")
    assert [row["status"] for row in value["requirements"]] == ["unmet"] * 7
    errors = {f["code"] for f in value["findings"] if f["severity"] == "error"}
    assert errors <= {"CF104", "CF201", "CF203", "CF301", "CF401"}
    assert all(m["value"] == 0 for row in value["requirements"] for m in row["measures"])


def test_the_scaffold_names_a_schema(tmp_path: Path) -> None:
    """The schema line of portfolio.yml leads to a schema that lies in the workspace."""
    run("init", ".", cwd=tmp_path)
    first = (tmp_path / "portfolio" / "portfolio.yml").read_text("utf-8").splitlines()[0]
    named = first.removeprefix("# yaml-language-server: $schema=")
    schema = json.loads((tmp_path / "portfolio" / named).read_text("utf-8"))
    assert {"credential", "practitioner", "participants"} <= schema["properties"].keys()


def test_init_never_overwrites(tmp_path: Path) -> None:
    """What is there stays, and is named; the rest is written."""
    folder = lay(tmp_path)
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    done = run("init", cwd=folder)
    assert done.returncode == 0 and "trust-established.md" in done.stdout
    assert {p: p.read_bytes() for p in before} == before
    again = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    run("init", "--name", "Another", cwd=folder)
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == again


@pytest.mark.parametrize("name", ["Ann: lead", "no", "#1", "- x", '"', "Zoë O'Neil", "*", "2026"])
def test_init_with_any_name(name: str, tmp_path: Path) -> None:
    """Whatever a person is called, the metadata reads back."""
    options = ("--name", name, "--role", name, "--organization", name)
    assert run("init", *options, cwd=tmp_path).returncode == 0
    _, value = report_json(cwd=tmp_path)
    assert not [f for f in value["findings"] if f["code"] in ("CF501", "CF502")]


@pytest.mark.parametrize("arguments", [["file"], ["file/demo"], [".", "--credential", "other"]])
def test_init_where_it_cannot(arguments: list[str], tmp_path: Path) -> None:
    """A place that can't be written, or an unknown credential, is said in a line."""
    (tmp_path / "file").write_text("kept", "utf-8")
    assert is_usage_error(run("init", *arguments, cwd=tmp_path))
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


# --- trust -----------------------------------------------------------------------------------


def test_nothing_of_a_workspace_runs(tmp_path: Path) -> None:
    """A workspace's own checks run only where they are trusted."""
    folder = lay(tmp_path / "workspace")
    (folder / "checks").mkdir()
    marker = tmp_path / "ran"
    code = f"from pathlib import Path\nPath({str(marker)!r}).write_text('yes')\n"
    (folder / "checks" / "own.py").write_text(code, "utf-8")
    assert spawn("check", cwd=folder).returncode == 0 and not marker.exists()
    assert spawn("check", "--trust", cwd=folder).returncode == 0 and marker.exists()


def test_check_imports_little() -> None:
    """`check` loads none of the heavy libraries."""
    heavy = ("mkdocs", "jinja2", "rich", "textstat", "mammoth", "phonenumbers", "PIL", "nltk")
    code = "import sys; from credfolio.cli import main; main(['check', 'portfolio']);"
    code += f"print([m for m in {heavy!r} if m in sys.modules])"
    root = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, timeout=30)
    assert done.stdout.decode().splitlines()[-1] == "[]"


def test_a_folder_that_holds_portfolios_is_none(tmp_path: Path) -> None:
    """One folder too high, the portfolios below are named; they are never taken for one."""
    for name in ("ana", "bo"):
        lay(tmp_path / "spring" / name)
    for folder in (tmp_path, tmp_path / "spring"):
        done = run("check", cwd=folder)
        assert is_usage_error(done), done
        assert "no portfolio here" in done.stderr
        assert "ana" in done.stderr
        assert "bo" in done.stderr
    done = run("package", "spring", cwd=tmp_path)
    assert is_usage_error(done), done
    assert not list(tmp_path.rglob("*.zip"))
    assert run("check", "spring/ana", cwd=tmp_path).returncode == 0


def test_portfolio_folders_that_somebody_collected(tmp_path: Path) -> None:
    """Portfolio folders without their workspaces, side by side, are several as well."""
    (tmp_path / "collected").mkdir()
    for name in ("ana", "bo"):
        lay(tmp_path / name)
        (tmp_path / name / "portfolio").rename(tmp_path / "collected" / name)
    assert is_usage_error(run("check", "collected", cwd=tmp_path))
    assert run("check", "collected/ana", cwd=tmp_path).returncode == 0


def test_the_way_to_the_package_is_told(tmp_path: Path) -> None:
    """The file that `init` leaves and the end of a build name the command that comes next."""
    run("init", "new", "--name", "A teacher", cwd=tmp_path)
    assert "credfolio package" in (tmp_path / "new" / "README.md").read_text("utf-8")
    built = run("build", cwd=lay(tmp_path / "done"))
    assert "then `credfolio package`" in built.stdout
    draft = run("build", "--draft", cwd=tmp_path / "done")
    assert "package" not in draft.stdout
