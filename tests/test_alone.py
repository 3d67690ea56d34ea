"""Parts of a declared name that stand alone: noted for the author, told to nobody else."""

import json
import zipfile
from pathlib import Path

import pytest
from support import MORE, check, codes, document, lay, run

from credfolio.model import PrivateName
from credfolio.privacy.alone import Alone

PRIVATE = """\
names:
  "Dana Whitfield": Coach
  "Will Ortiz": {label: Partner, variants: ["Mr W. O’Neil", "Billy"]}
  "May Grace Lee": Student 1
"""


def named(text: str) -> list[str]:
    """The parts that are found in a text, each as it stands there."""
    names = (
        PrivateName("Dana Whitfield", "Coach"),
        PrivateName("Will Ortiz", "Partner", ("Mr W. O’Neil", "Billy")),
        PrivateName("May Grace Lee", "Student 1"),
    )
    return [text[part.start : part.end] for part in Alone(names).parts(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Thank you, Dana.", ["Dana"]),
        ("Dana’s card and Dana's pen", ["Dana", "Dana"]),
        ("Dana came.", ["Dana"]),
        ("I asked O'Neil and Will.", ["O'Neil", "Will"]),
        ("We met Grace in May with May.", ["Grace", "May"]),
        ("He said that Will will come.", ["Will"]),
        ("a;b\nDana;3\n", ["Dana"]),
    ],
)
def test_a_part_alone_is_found(text: str, found: list[str]) -> None:
    """A first or family name, as it is written in private.yml, and with its genitive."""
    assert named(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Dana Whitfield spoke, then Whitfield, Dana and DANA WHITFIELD.",
        "dana, DANA and Danae",
        "Ask Billy and Mr W. Smith.",
        "Will you come? Will it hold? May I ask?",
        "He said: “Will you come?”",
        "# What I saw in Grace and Will",
        "# A heading\n\nGrace was needed.\n\n- Will it hold?\n1. May I?\n",
        "> **Coach** [00:02:10]: Will you look?",
        "00:00:01.000 --> 00:00:02.000\nWill you look?",
        "In May, on May 5, since last May",
    ],
)
def test_what_means_nobody(text: str) -> None:
    """Whole names are CF601's, others are another word or where any sentence begins."""
    assert named(text) == []


def test_the_note_says_where_and_what_to_do(tmp_path: Path) -> None:
    """One for each name and file; a word of the language is not to be listed as a variant."""
    text = "I thanked Dana and Will, and Dana again.\n"
    folder = lay(tmp_path, {MORE: document("trust-established", text)})
    (folder / "private.yml").write_text(PRIVATE, "utf-8")
    report = check(folder)
    notes = [f for f in report.findings if f.code == "CF604"]
    assert [(f.severity, f.place.path, f.place.line, f.place.column) for f in notes] == [
        ("note", MORE, 5, 11),
        ("note", MORE, 5, 20),
    ]
    assert "“Coach”, a first name perhaps, stands here alone, and 1 more time" in notes[0].message
    assert '`{label: Coach, variants: ["…"]}`' in notes[0].message
    assert "write “Partner” instead" in notes[1].message
    assert not any(name in f.message + f.hint for f in notes for name in ("Dana", "Will"))
    assert report.complete
    (folder / "private.yml").unlink()
    assert "CF604" not in codes(check(folder))


def test_the_prompts_words_are_nobodys(tmp_path: Path) -> None:
    """What the credential itself says on a line of a document is not noted."""
    text = "## How trust was established\n\nI listened.\n"
    folder = lay(tmp_path, {MORE: document("trust-established", text)})
    (folder / "private.yml").write_text('names: {"How Trust": Coach}\n', "utf-8")
    assert "CF604" not in codes(check(folder))


def test_nothing_that_leaves_points_to_a_name(tmp_path: Path) -> None:
    """Neither a draft's site nor a package tells of the note; the commands do, and it verifies."""
    text = document("trust-established", "I thanked Dana.\n")
    folder = lay(tmp_path / "mine", {MORE: text, "3-reflection": None})
    (folder / "private.yml").write_text(PRIVATE, "utf-8")
    told = "Parts of 1 name stand alone in the texts: `credfolio check` shows where (CF604)."
    built = run("build", "--draft", cwd=folder)
    assert told in built.stdout + built.stderr
    pages = [p for p in (folder / "site").rglob("*") if p.suffix in (".html", ".json")]
    assert pages
    assert not [p for p in pages if "CF604" in p.read_text("utf-8")]
    package = tmp_path / "package.zip"
    made = run("package", "--draft", "--no-pdf", "-o", package, cwd=folder)
    assert told in made.stdout
    with zipfile.ZipFile(package) as archive:
        assert json.loads(archive.read("report.json"))["summary"]["notes"] == 0
    assert "✗ report" not in run("verify", package, cwd=tmp_path).stdout
    assert told in run("redact", "--yes", cwd=folder).stdout
