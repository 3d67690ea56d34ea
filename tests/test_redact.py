"""`credfolio redact`: labels for names in text files, shown first; a copy is kept."""

import codecs
from pathlib import Path

import pytest
from planted import NAME, PLACE, picture
from support import MORE, check, codes, document, lay, run, spawn

from credfolio.privacy.pixels import pixels_only

PRIVATE = f'names:\n  "{NAME}": {{label: Coach, variants: [Dee]}}\n  "Sam Ortiz": "Student #1"\n'
TEXT = (
    f"{NAME}'s idea, DANA WHITFIELD!\nDana\nWhitfield; dana_whitfield. Dee, not Deed. Sam Ortiz.\n"
)
REDACTED = "Coach's idea, COACH!\nCoach\n; Coach. Coach, not Deed. Student #1.\n"


def workspace(folder: Path, files: dict[str, str | bytes | None]) -> Path:
    lay(folder, files)
    (folder / "private.yml").write_text(PRIVATE, "utf-8")
    return folder


def test_names_become_labels(tmp_path: Path) -> None:
    """Every spelling gives its label: possessives, capitals, over a line break, variants."""
    folder = workspace(tmp_path, {MORE: document("trust-established", TEXT)})
    done = run("redact", "--yes", cwd=folder)
    assert (folder / "portfolio" / MORE).read_text("utf-8") == document(
        "trust-established", REDACTED
    )
    assert done.returncode == 0 and "CF601" not in codes(check(folder))


def test_a_diff_comes_first_and_a_copy_is_kept(tmp_path: Path) -> None:
    """The change is shown without the name, and what was there lies where git leaves it alone."""
    before = document("trust-established", TEXT)
    folder = workspace(tmp_path, {MORE: before})
    done = run("redact", "--yes", cwd=folder)
    assert f"--- portfolio/{MORE}" in done.stdout and "+Coach's idea, COACH!" in done.stdout
    assert "-[Coach]'s idea" in done.stdout and "whitfield" not in done.stdout.casefold()
    assert done.stdout.index("---") < done.stdout.index("1 file changed.")
    backup = folder / ".credfolio" / "backup"
    assert (backup / "001" / MORE).read_text("utf-8") == before
    assert "*" in (backup / ".gitignore").read_text("utf-8").splitlines()
    (folder / "portfolio" / MORE).write_text(before, "utf-8")
    assert NAME in run("redact", "--yes", "--reveal", cwd=folder).stdout
    assert (backup / "002" / MORE).is_file()


def test_nothing_changes_without_a_yes(tmp_path: Path) -> None:
    """Where nobody can be asked, nothing is written."""
    folder = workspace(tmp_path, {MORE: document("trust-established", TEXT)})
    done = spawn("redact", cwd=folder)
    assert done.returncode == 2 and "Add --yes." in done.stderr and "+++" in done.stdout
    assert (folder / "portfolio" / MORE).read_text("utf-8").endswith(TEXT)
    assert not (folder / ".credfolio").exists()


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("cp1252", b""),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_files_stay_as_they_were_written(
    encoding: str, mark: bytes, ends: str, tmp_path: Path
) -> None:
    """Encoding, byte-order mark and line ends stay; only the names go."""
    lines = "Näher.{0}{0}" + NAME + "  {0}Ende"
    folder = workspace(tmp_path, {"a.txt": mark + lines.format(ends).encode(encoding)})
    assert run("redact", "--yes", cwd=folder).returncode == 0
    wanted = lines.replace(NAME, "Coach").format(ends).encode(encoding)
    assert (folder / "portfolio" / "a.txt").read_bytes() == mark + wanted


def test_data_captions_and_yaml(tmp_path: Path) -> None:
    """CSV, VTT and SRT files and values in YAML change; a label that YAML would cut is left."""
    folder = workspace(
        tmp_path,
        {
            "a.csv": f"who,n\n{NAME},3\n",
            "a.vtt": f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v {NAME}>Hi Dee\n",
            "a.srt": "1\n00:00:01,000 --> 00:00:02,000\nHi Sam Ortiz\n",
            "a.md": f"---\ntitle: By {NAME}\nfocus: Sam Ortiz\n---\n\nText.\n",
        },
    )
    done = run("redact", "--yes", cwd=folder)
    texts = {p.name: p.read_text("utf-8") for p in (folder / "portfolio").glob("a.*")}
    assert texts["a.csv"] == "who,n\nCoach,3\n" and "<v Coach>Hi Coach" in texts["a.vtt"]
    assert "Hi Student #1" in texts["a.srt"] and "title: By Coach\n" in texts["a.md"]
    assert (
        done.returncode == 1
        and "a.md, line 3: write “Student #1” (“Student #1” needs" in done.stdout
    )


def test_what_only_the_author_can_change_is_said(tmp_path: Path) -> None:
    """File names get a proposal; links to them, pictures and documents are left and named."""
    folder = workspace(
        tmp_path,
        {
            MORE: document("trust-established", "[x](dana-whitfield.csv)\n\n&#68;ana Whitfield\n"),
            "1-overview/dana-whitfield.csv": "a,b\n",
            "1-overview/photo.jpg": picture("JPEG", {0x13B: NAME}),
            "1-overview/old.doc": b"\xd0\xcf\x11\xe0" + bytes(range(256)),
        },
    )
    done = run("redact", "--yes", cwd=folder)
    assert done.returncode == 1 and "nothing to change" in done.stdout
    assert "1-overview/[Coach].csv: rename the file to 1-overview/coach.csv" in done.stdout
    assert f"{MORE}, line 5: write “Coach” (it is the name of a file" in done.stdout
    assert f"{MORE}, line 7: write “Coach” (encoded)" in done.stdout
    assert "1-overview/photo.jpg: write “Coach”" in done.stdout
    assert "1-overview/old.doc: not verified" in done.stdout
    assert (folder / "portfolio" / MORE).read_text("utf-8").count("hitfield") == 2


def test_pictures_are_cleaned_where_it_is_asked_for(tmp_path: Path) -> None:
    """`--pictures` takes place and names out of pictures; it needs no private.yml."""
    raw = picture("JPEG", PLACE)
    folder = lay(tmp_path, {"1-overview/photo.jpg": raw, "1-overview/clean.png": picture("PNG")})
    assert "CF603" in codes(check(folder))
    done = run("redact", "--pictures", "--yes", cwd=folder)
    assert done.returncode == 0 and "1 file changed." in done.stdout
    assert (folder / "portfolio/1-overview/photo.jpg").read_bytes() == pixels_only(raw)
    assert (folder / ".credfolio/backup/001/1-overview/photo.jpg").read_bytes() == raw
    assert "CF603" not in codes(check(folder))


def test_names_have_to_be_declared(tmp_path: Path) -> None:
    """Without private.yml, or with one that can't be read, there is nothing to replace."""
    done = run("redact", "--yes", cwd=lay(tmp_path))
    assert done.returncode == 2 and "no private.yml" in done.stderr
    (tmp_path / "private.yml").write_text("names: {Dana Whitfield}\n", "utf-8")
    done = run("redact", "--yes", cwd=tmp_path)
    assert done.returncode == 2 and "line 1" in done.stderr and "Whitfield" not in done.stderr


def test_a_long_transcript_is_no_wall(tmp_path: Path) -> None:
    """How much would change comes first, then three places; --diff shows every one of them."""
    body = "\n\n".join(f"**{NAME}:** This is turn {n}.\n\nAnd so on." for n in range(40))
    folder = workspace(tmp_path, {MORE: document("trust-established", body)})
    short = run("redact", "--yes", cwd=folder).stdout
    assert short.startswith(f"portfolio/{MORE}: 40 names to replace\n")
    assert (short.count("@@ -"), "and 37 more places like these; --diff" in short) == (3, True)
    (folder / "portfolio" / MORE).write_text(document("trust-established", body), "utf-8")
    assert run("redact", "--yes", "--diff", cwd=folder).stdout.count("@@ -") == 40


def test_a_picture_s_name_is_masked(tmp_path: Path) -> None:
    """No line of `redact --pictures` tells a name that its file has."""
    files: dict[str, str | bytes | None] = {"dana-whitfield.jpg": picture("JPEG", {0x13B: NAME})}
    folder = workspace(tmp_path, files)
    said = run("redact", "--pictures", "--yes", cwd=folder).stdout
    assert "[Coach].jpg: all that the file says" in said and "whitfield" not in said.lower()
