"""Requirement kinds: each has, for every constraint, a portfolio in order and one at fault."""

import shutil
from pathlib import Path

import pytest
from support import check, found

from credfolio.checking import kind_checks
from credfolio.compose.pages import compose
from credfolio.compose.site import ComposeOptions
from credfolio.kinds import folder, kind, kind_names

SPECIMENS = sorted(
    (name, place.name)
    for name in kind_names()
    for place in (folder(name) / "specimens").glob("*")
    if place.name != "base"
)
NAMES = [f"{kind}-{specimen}" for kind, specimen in SPECIMENS]


def lay_specimen(name: str, specimen: str, which: str, target: Path) -> Path:
    """The base of a kind's specimens, with one of them laid over it."""
    place = folder(name) / "specimens"
    shutil.copytree(place / "base", target)
    ignored = shutil.ignore_patterns("expected.txt")
    if specimen:
        shutil.copytree(place / specimen / which, target, ignore=ignored, dirs_exist_ok=True)
    return target


def expected(name: str, specimen: str) -> list[str]:
    text = (folder(name) / "specimens" / specimen / "bad" / "expected.txt").read_text("utf-8")
    return text.splitlines()


@pytest.mark.parametrize("name", [n for n in kind_names() if kind(n).requirement_fields])
def test_every_constraint_has_specimens(name: str) -> None:
    """What a credential may ask of a kind has a specimen of its name, good and bad."""
    kept = {p.parent.name for p in (folder(name) / "specimens").glob("*/*")} - {"base"}
    assert {field.replace("_", "-") for field in kind(name).requirement_fields} <= kept
    for specimen in kept:
        place = folder(name) / "specimens" / specimen
        assert {"good", "bad"} <= {p.name for p in place.iterdir()}


@pytest.mark.parametrize("name", kind_names())
def test_every_check_of_a_kind_is_shown(name: str) -> None:
    """No check of a kind is without a specimen that it finds fault with."""
    said = {line[:5] for n, s in SPECIMENS if n == name for line in expected(n, s)}
    assert {each.code for each in kind_checks(name)} <= said


@pytest.mark.parametrize("name", sorted({name for name, _ in SPECIMENS}))
def test_the_base_is_complete(name: str, tmp_path: Path) -> None:
    """The portfolio under a kind's specimens is complete, without a single finding."""
    report = check(lay_specimen(name, "", "", tmp_path / "base"))
    assert (report.verdict, found(report)) == ("complete", [])


@pytest.mark.parametrize(("name", "specimen"), SPECIMENS, ids=NAMES)
def test_a_good_specimen_is_complete(name: str, specimen: str, tmp_path: Path) -> None:
    """What is asked and comes close to a fault is complete."""
    report = check(lay_specimen(name, specimen, "good", tmp_path / "good"))
    assert (report.verdict, found(report, "error")) == ("complete", [])


@pytest.mark.parametrize(("name", "specimen"), SPECIMENS, ids=NAMES)
def test_a_bad_specimen_is_found(name: str, specimen: str, tmp_path: Path) -> None:
    """What is wrong is found in its place, in plain words, and an error makes it incomplete."""
    report = check(lay_specimen(name, specimen, "bad", tmp_path / "bad"))
    assert expected(name, specimen) == [
        line for line in found(report) if line in expected(name, specimen)
    ]
    severe = {f.code for f in report.findings if f.severity == "error"}
    assert report.complete == (not severe)
    for finding in report.findings:
        assert finding.message[0].isupper() or finding.message[0] in "`“0123456789"
        assert finding.message.rstrip()[-1] in ".”`" and finding.hint
        assert "None" not in finding.message + finding.hint


@pytest.mark.parametrize("name", sorted({name for name, _ in SPECIMENS}))
def test_the_pages_of_a_kind(name: str, tmp_path: Path) -> None:
    """Each document has a page, with all that its kind draws, and everything on one page too."""
    report = check(lay_specimen(name, "", "", tmp_path / "base"))
    site = compose(report, ComposeOptions())
    sources = {page.source for page in site.pages}
    assert {document.path for document in report.portfolio.documents} <= sources


def test_a_recording_that_all_share(tmp_path: Path) -> None:
    """The reel is published and plays, from the place of each person."""
    site = compose(check(lay_specimen("per-person", "", "", tmp_path / "base")), ComposeOptions())
    page = next(page for page in site.pages if page.source == "reel.md")
    assert 'src="reel.ogg"' in page.html and "Teacher 2" in page.html
    assert [f"#t={at}" in page.html for at in ("0,3", "3,6")] == [True, True]
    assert any(asset.path == "reel.ogg" for asset in site.assets)


def roster_hints(rows: str, tmp_path: Path) -> dict[str, str]:
    """What is said of the people of the specimen that asks for a role, by code."""
    folder = lay_specimen("roster", "roles", "good", tmp_path / "roster")
    (file,) = (p for p in folder.glob("portfolio/**/*.md") if "| Person" in p.read_text("utf-8"))
    head = file.read_text("utf-8").partition("| Person")[0]
    file.write_text(head + rows, "utf-8")
    return {f.code: f"{f.message} {f.hint}" for f in check(folder).findings if f.code > "CF506"}


def test_people_whose_role_is_called_otherwise(tmp_path: Path) -> None:
    """Nobody is told to add rows where the people stand there already."""
    rows = "| Person | Role | School | Subject |\n|---|---|---|---|\n"
    rows += "".join(f"| Coach {c} | boss | School {c} | Art |\n" for c in "ABC")
    assert "The roles here are “boss”" in roster_hints(rows, tmp_path)["CF511"]


def test_people_who_cannot_be_read_are_not_missing(tmp_path: Path) -> None:
    """A heading that is wrong is one fault: no person is missing for it."""
    hints = roster_hints("| Who is it | Role |\n|---|---|\n| Coach A | coach |\n", tmp_path)
    assert "CF507" in hints and "CF511" not in hints


@pytest.mark.parametrize(
    "role", ["coach, leader", "leader; coach", "coach/leader", "coach and leader"]
)
def test_several_roles_in_one_cell(role: str, tmp_path: Path) -> None:
    """Whoever has two roles has each of them."""
    rows = "| Person | Role | School | Subject |\n|---|---|---|---|\n"
    rows += "".join(f"| Coach {c} | {role} | School {c} | Art |\n" for c in "ABC")
    assert "CF511" not in roster_hints(rows, tmp_path)
