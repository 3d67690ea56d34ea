"""What the README and the guide tell people to type and to write is true."""

import re
import shutil
from pathlib import Path

import click
import pytest

from credfolio.checking import shipped_checks
from credfolio.cli import cli
from credfolio.engine import check_workspace
from credfolio.model import Report
from credfolio.workspace import find

REPOSITORY = Path(__file__).resolve().parents[1]
GUIDE = sorted([*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/*.md")])
AUTHOR = (REPOSITORY / "docs" / "author.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks of the author's guide in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", AUTHOR, re.MULTILINE | re.DOTALL)


def sample_with(tmp_path: Path, name: str, text: str) -> Report:
    """The report on the sample portfolio with one file replaced."""
    shutil.copytree(REPOSITORY / "portfolio", tmp_path / "portfolio")
    (tmp_path / "portfolio" / name).write_text(text, encoding="utf-8")
    return check_workspace(find(tmp_path))


def openings() -> list[str]:
    """The ways in which the guide says that a turn may open, a line each."""
    (block,) = (b for b in blocks("") if "Coach – What" in b)
    return block.splitlines()


@pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of a page names a file of this repository."""
    text = re.sub(r"^```.*?^```$|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.M | re.S)
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
    missing = [t for t in targets if "://" not in t and not (page.parent / t).exists()]
    assert missing == []


@pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.name)
def test_commands_exist(page: Path) -> None:
    """Every `credfolio command` that a page names is one, and so is every check."""
    text = page.read_text("utf-8")
    fences = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    code = "\n".join([body for language, body in fences if not language])
    code += "\n".join(["", *re.findall(r"`[^`\n]+`", text)])
    commands = re.findall(r"^[`$ ]*credfolio ([a-z]+)\b", code, re.MULTILINE)
    assert set(commands) <= set(cli.list_commands(click.Context(cli)))
    assert set(re.findall(r"\bCF\d{3}\b", text)) <= {check.code for check in shipped_checks()}


def test_the_metadata_of_the_guide_is_in_order(tmp_path: Path) -> None:
    """The `portfolio.yml` that the guide prints leaves the sample complete, without a finding."""
    report = sample_with(tmp_path, "portfolio.yml", blocks("yaml")[0])
    assert report.complete
    assert report.findings == ()


@pytest.mark.parametrize("line", openings())
def test_a_turn_may_open_as_the_guide_says(tmp_path: Path, line: str) -> None:
    """Each opening that the guide prints is read as the coach's turn."""
    before = "| Speaker | Text |\n|---|---|" if line.startswith("|") else "Partner: Hello there."
    text = f"---\nrequirement: conversation\n---\n\n{before}\n{line}\n"
    turn = sample_with(tmp_path, "2-evidence/conversation.md", text).portfolio.conversations[0]
    assert (turn.turns[-1].speaker, turn.turns[-1].spoken) == (
        "Coach",
        "What would be most useful for you?",
    )


@pytest.mark.parametrize(
    "block", [b for b in blocks("markdown") if re.search(r"^> (?!\[)|^\| \"", b, re.M)]
)
def test_passages_of_the_guide_are_found(tmp_path: Path, block: str) -> None:
    """Each passage that the guide quotes stands in the sample's conversation, as it is quoted."""
    body = block.split("---\n")[-1]
    path = REPOSITORY / "portfolio" / "2-evidence" / "annotation.md"
    text = path.read_text("utf-8") + f"\n## Trust\n\n{body}\n\nThis is what I see in it.\n"
    report = sample_with(tmp_path, "2-evidence/annotation.md", text)
    assert [f.message for f in report.findings if f.code.startswith("CF4")] == []
