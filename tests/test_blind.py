"""A site for blind review: nothing tells who wrote it."""

import re
from pathlib import Path

import pytest
from conftest import METADATA, Write

from credfolio.blind import author_names, submission_id
from credfolio.cli import main
from credfolio.engine import check_workspace
from credfolio.workspace import Workspace, find

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c63606060f80f00010401005fe5c34b0000000049454e44ae426082"
)


@pytest.fixture
def named(workspace: Workspace) -> Workspace:
    """The sample, written by somebody with a name, with a picture of them on a free page."""
    path = workspace.portfolio / "portfolio.yml"
    text = path.read_text("utf-8").replace("name: A teacher leader", "name: Dana Whitfield")
    path.write_text(text.replace("A middle school", "Riverside Lane School"), "utf-8")
    workspace.config.write_text("site_name: Whitfield, Dana\n", "utf-8")
    (workspace.portfolio / "dana.png").write_bytes(PNG)
    about = workspace.portfolio / "about.md"
    about.write_text(about.read_text("utf-8") + "\n![The author](dana.png)\n", "utf-8")
    return find(workspace.root)


def built(workspace: Workspace, *options: str) -> int:
    return main(["build", str(workspace.root), *options])


def test_nothing_tells_who_wrote_it(named: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    """No byte and no file name has name, organization or picture; an id stands there."""
    assert built(named) == 0
    everything = b"".join(p.read_bytes() for p in named.site.rglob("*") if p.is_file())
    assert b"Dana Whitfield" in everything and (named.site / "dana.png").is_file()
    assert built(named, "--anonymous") == 0
    id = submission_id(check_workspace(named).portfolio)
    assert re.fullmatch(r"Submission [0-9a-f]{4}-[0-9a-f]{4}", id)
    assert id in capsys.readouterr().out
    assert id in (named.site / "index.html").read_text("utf-8")
    files = [p for p in named.site.rglob("*") if p.is_file()]
    for path in files:
        content = path.read_bytes().lower()
        assert b"whitfield" not in content and b"riverside" not in content, path
        assert b"dana.png" not in content, path
    assert not [p for p in files if "dana" in p.name]


def test_a_name_in_the_text_is_refused(
    named: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """The author's own name in an answer stops the build, and the answer is named."""
    assert built(named, "--anonymous") == 0
    before = (named.site / "index.html").read_bytes()
    path = named.portfolio / "1-overview" / "plan-of-action.md"
    path.write_text(path.read_text("utf-8") + "\nDANA WHITFIELD, October.\n", "utf-8")
    assert built(named, "--anonymous") == 1
    said = capsys.readouterr().out
    line = path.read_text("utf-8").split("\n").index("DANA WHITFIELD, October.") + 1
    assert f"1-overview/plan-of-action.md, line {line}:" in said and "the author" in said
    assert "plan-of-action.html" not in said
    assert (named.site / "index.html").read_bytes() == before


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("about.md", "", "\nMs. Whitfield taught it.\n", "about.md, line"),
        ("about.md", "", "\n[Mine](https://whitfield.example.org/)\n", "about.md (a link)"),
        ("2-evidence/tally.csv", "", "Dana,1,1\n", "2-evidence/tally.csv, line"),
        ("portfolio.yml", "label: Coach", "label: Dana Whitfield", "portfolio.yml, line"),
        ("portfolio.yml", 'ai_use: "', 'ai_use: "Dana Whitfield used one. ', "portfolio.yml, line"),
    ],
)
def test_a_part_of_the_name_is_refused(
    named: Workspace,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    file: str,
    old: str,
    new: str,
    place: str,
) -> None:
    """A surname or given name alone tells as much, and the author is told which file to change."""
    monkeypatch.chdir(named.root)  # a path from elsewhere may go over the root of the system
    path = named.portfolio / file
    text = path.read_text("utf-8")
    path.write_text(text.replace(old, new, 1) if old else text + new, "utf-8")
    assert built(named, "--anonymous", "--draft") == 1
    said = capsys.readouterr().out
    assert place in said and "the author" in said
    assert str(named.root) not in said


@pytest.mark.parametrize(
    ("name", "searched"),
    [
        ("Dana van Whitfield", {"Dana", "Whitfield"}),
        ("Will Whitfield", {"Whitfield"}),
        ("Grade-8 teacher", set()),
        ("Teacher Leader", set()),
        ("A coach in Grade 8", set()),
    ],
)
def test_words_of_the_language_are_not_refused(write: Write, name: str, searched: set[str]) -> None:
    """A part that the author also writes small is a word, and a role is no name."""
    told = METADATA.replace("A teacher", name)
    page = "---\ntitle: Next\n---\nI will see https://dana.example.org.\n"
    found = author_names(check_workspace(write({"a.md": page}, told)).portfolio)
    assert {each.real for each in found} - {name} == searched


def test_a_description_is_no_name(workspace: Workspace) -> None:
    """“A teacher leader” may stand in any text, and is not refused."""
    assert built(workspace, "--anonymous") == 0
    cover = Path(workspace.site / "index.html").read_text("utf-8")
    assert "A middle school" not in cover
