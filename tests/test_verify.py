"""Verifying packages: what is hostile is refused, what was changed is found, what is said is so."""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from conftest import METADATA, Write
from hostile import ARCHIVES, plain
from packages import (
    Part,
    deflated,
    packed,
    read_whole,
    relisted,
    small_package,
    unpacked,
    zipped,
)
from support import lay

from credfolio.cli import main
from credfolio.model import Report
from credfolio.record import to_json
from credfolio.verifying.archive import HostileError, opened
from credfolio.verifying.compare import report_differences
from credfolio.verifying.names import fault
from credfolio.verifying.sandbox import Bounds, environment, folder, rebuild

Files = Mapping[str, bytes]


OWN_ID = "reading-circle"
OWN = """\
id: reading-circle
version: 3
title: Reading Circle
parts:
  - id: only
    title: The only part
    requirements:
      - {id: circle, kind: answer, title: Your circle, minimum: {words: 5}}
"""


@pytest.fixture(scope="session")
def package(sample_report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's package, made by `credfolio package`."""
    return made(sample_report.portfolio.root, tmp_path_factory.mktemp("package") / "package.zip")


def made(portfolio: Path, target: Path, *options: str) -> Path:
    """The package of a portfolio, without PDFs."""
    assert main(["package", str(portfolio), "-o", str(target), "--no-pdf", *options]) == 0
    return target


def wrote(folder: Path, content: bytes) -> Path:
    file = folder / "package.zip"
    file.write_bytes(content)
    return file


# --- hostile archives ------------------------------------------------------------------------


def test_the_archive_that_the_hostile_ones_change_is_in_order(tmp_path: Path) -> None:
    """What every hostile archive is made from passes, so that each is refused for its own fault."""
    with opened(wrote(tmp_path, plain())) as archive:
        contents = {entry.path: b"".join(archive.chunks(entry)) for entry in archive.entries}
    assert contents["sources/portfolio.yml"] == b"credential: collaborative-coaching\n"


@pytest.mark.parametrize("kind", ARCHIVES)
def test_a_hostile_archive_is_refused(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It gets exit status 2 and a plain reason, and nothing of it is written anywhere."""
    make, reason = ARCHIVES[kind]
    file = wrote(tmp_path, make())
    site = tmp_path / "site"
    assert main(["verify", str(file), "--site", str(site)]) == 2
    said = capsys.readouterr().out
    assert reason in said
    assert all(c.isprintable() or c == "\n" for c in said)
    assert sorted(tmp_path.iterdir()) == [file]


def test_what_lies_in_a_folder_or_nowhere_is_no_package(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder, a missing file and a file that is too large are told apart."""
    assert main(["verify", str(tmp_path)]) == 2
    assert "a folder" in capsys.readouterr().out
    assert main(["verify", str(tmp_path / "gone.zip")]) == 2
    assert capsys.readouterr().err.count("does not exist") == 1
    large = tmp_path / "large.zip"
    with large.open("wb") as file:
        file.truncate(3_000_000_000)
    assert main(["verify", str(large)]) == 2
    assert "2,000 MB is the most" in capsys.readouterr().out


@pytest.mark.parametrize(
    "path", ["sources/2-evidence/Über uns (1).md", "site/index.html", "sources/می‌خواهم.md"]
)
def test_names_that_people_give_are_no_attack(path: str) -> None:
    """Blanks, brackets, accents and joiners of other scripts are what file names have."""
    assert fault(path) is None


@pytest.mark.parametrize("name", ["what?.md", "aux.md", "a.md.", "x\u202ey.md"])
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_what_would_be_refused_is_not_packaged(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An author is told to rename a file before an assessor's computer calls it an attack."""
    workspace = lay(tmp_path / "w", {name: "A page of my own.\n"})
    target = tmp_path / "package.zip"
    assert main(["package", str(workspace), "-o", str(target), "--no-pdf"]) == 2
    assert "Give it another name" in capsys.readouterr().err
    assert not target.exists()


# --- every bit -------------------------------------------------------------------------------


def test_a_flipped_bit_is_never_passed_over(tmp_path: Path) -> None:
    """Of a small package, one bit in five is flipped, one at a time: the archive is refused."""
    content = small_package()
    whole = read_whole(wrote(tmp_path, content))
    assert whole is not None
    for bit in range(0, len(content) * 8, 5):
        flipped = bytearray(content)
        flipped[bit // 8] ^= 1 << bit % 8
        assert read_whole(wrote(tmp_path, bytes(flipped))) is None, f"bit {bit}"


def test_bits_behind_packed_data_are_looked_at(tmp_path: Path) -> None:
    """The last byte of packed data has bits that mean nothing; set, they are found."""
    tried = 0
    for length in range(1, 40):
        content = random.Random(length).randbytes(length).hex().encode()
        body = deflated(content)
        for bit in range(8 - body[-1].bit_length()):
            other = body[:-1] + bytes([body[-1] | 0x80 >> bit])
            part = Part("sources/a.md", content, 8, packed=other)
            assert read_whole(wrote(tmp_path, zipped([part]))) is None
            tried += 1
    assert tried > 20


# --- an honest package -----------------------------------------------------------------------


def test_an_honest_package_is_intact_and_complete(
    package: Path, built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sample, packaged as it is, verifies with its receipt; the rebuilt site is the same."""
    digest = sha256(package.read_bytes()).hexdigest().upper()
    receipt = "SHA256: " + " ".join(digest[at : at + 4] for at in range(0, 64, 4))
    site = tmp_path / "read"
    status = main(["verify", str(package), "--receipt", receipt, "--site", str(site)])
    said = capsys.readouterr().out
    assert status == 0, said
    assert "Intact and complete." in said
    assert "matches" in said
    assert list(tmp_path.iterdir()) == [site]
    ours = {p.relative_to(site): p.read_bytes() for p in site.rglob("*") if p.is_file()}
    theirs = {p.relative_to(built): p.read_bytes() for p in built.rglob("*") if p.is_file()}
    assert ours == theirs
    assert len(said.splitlines()) < 24


def test_a_changed_package_says_what_was_changed(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sources cut, the site defaced, a file gone, one added: each is named, and it is exit 1."""
    files, manifest = unpacked(package)
    text = files["sources/3-reflection/reflection.md"]
    files["sources/3-reflection/reflection.md"] = text[: len(text) // 2]
    files["site/index.html"] += b"<script>alert(1)</script>"
    files["site/extra.html"] = b"<p>Pass this one.</p>"
    files["malware.exe"] = b"MZ"
    files["hand-in/02-focus-and-dialogue.txt"] = b"Another text for the form."
    del files["hand-in/01-trust-established.txt"]
    file = wrote(tmp_path, packed(files, manifest))
    status = main(["verify", str(file), "--receipt", "0" * 64, "--output", "json"])
    found = json.loads(capsys.readouterr().out)
    assert status == 1
    assert (found["intact"], found["complete"], found["receipt"]) == (False, False, "differs")
    changed = "\n".join(found["changed"])
    assert "sources/3-reflection/reflection.md was changed" in changed
    assert "hand-in/01-trust-established.txt is missing" in changed
    assert "malware.exe is not listed" in changed
    assert "malware.exe is no part of a package" in changed
    assert any(
        "says “complete”, its sources say “incomplete”" in d for d in found["report_differs"]
    )
    assert any("does not say CF201" in d for d in found["report_differs"])
    assert "site/index.html shows something else." in found["site_differs"]
    assert "site/extra.html has no source." in found["site_differs"]
    assert (
        "hand-in/02-focus-and-dialogue.txt is not what the sources give." in found["site_differs"]
    )


def test_a_forged_package_is_seen_through(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Manifest and report that were made to fit an incomplete portfolio do not make it complete."""
    workspace = lay(tmp_path / "w", {"3-reflection/reflection.md": None})
    files, manifest = unpacked(made(workspace, tmp_path / "draft.zip", "--draft"))
    assert manifest["verdict"] == "incomplete"
    shown = json.loads(files["report.json"])
    shown["verdict"] = "complete"
    shown["findings"] = []
    for row in shown["requirements"]:
        row["status"] = "met"
    files["report.json"] = json.dumps(shown).encode()
    files["site/index.html"] = b"<h1>Complete</h1><script>alert(1)</script>"
    told = relisted(files, manifest, verdict="complete", draft=False)
    file = wrote(tmp_path, packed(files, told))
    site = tmp_path / "read"
    asked = tmp_path / "asked.yml"
    asked.write_text(OWN, encoding="utf-8")
    assert main(["verify", str(file), "--site", str(site), "--credential", str(asked)]) == 1
    said = capsys.readouterr().out
    assert "It was made for another credential than the one you named." in said
    assert "Not intact and incomplete." in said
    assert "The manifest says complete, the sources are incomplete." in said
    assert "without a receipt nobody can tell who made this" in said
    assert "from what the package holds now" in said
    assert "alert(1)" not in (site / "index.html").read_text("utf-8")


def test_what_its_author_has_not_confirmed_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A draft is called one, and no package hides that consent or confirmation is missing."""
    workspace = lay(tmp_path / "w")
    metadata = workspace / "portfolio" / "portfolio.yml"
    metadata.write_text(metadata.read_text("utf-8").replace("own_work:", "note:"), "utf-8")
    draft = made(workspace, tmp_path / "draft.zip", "--draft")
    capsys.readouterr()
    assert main(["verify", str(draft)]) == 0
    said = capsys.readouterr().out
    assert "Its author has not confirmed: “" in said
    assert said.endswith("But it is a draft: its author has not handed it in yet.\n")
    files, manifest = unpacked(draft)
    told = relisted(files, manifest, draft=False) | {"credfolio": "0.0.1"}
    assert main(["verify", str(wrote(tmp_path, packed(files, told))), "--output", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert "It is not marked as a draft, which it is:" in found["changed"][0]
    assert [each[:28] for each in found["unconfirmed"]] == ["Its author has not confirmed"]
    assert main(["verify", str(tmp_path / "package.zip")]) == 1
    assert "But its author has not confirmed what has to be" in capsys.readouterr().out


def test_a_document_taken_out_is_named_with_its_error(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The screen alone tells what is missing, without building the site."""
    files, manifest = unpacked(package)
    del files["sources/3-reflection/reflection.md"]
    manifest["credential"]["version"] = 7
    assert main(["verify", str(wrote(tmp_path, packed(files, manifest)))]) == 1
    said = capsys.readouterr().out
    assert "There is no document for “Reflection”. [CF101]" in said
    assert "words, its sources have none." in said
    assert "names version 7 of the credential, the sources version 1" in said
    assert "Don't rely on it: ask its author" in said


def test_a_credential_that_a_package_brings_makes_nothing_complete(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said to be its own; it counts where the programme hands in the very same file."""
    answer = "---\nrequirement: circle\n---\n\nWe met on Fridays and read.\n"
    metadata = METADATA.replace("collaborative-coaching", "reading-circle")
    workspace = write({"circle.md": answer}, metadata)
    (workspace.root / "credentials").mkdir()
    own = workspace.root / "credentials" / "reading-circle.yml"
    own.write_text(OWN, encoding="utf-8", newline="\n")
    files, manifest = unpacked(made(workspace.portfolio, tmp_path / "made.zip"))
    assert files["credential/reading-circle.yml"] == own.read_bytes()
    file = wrote(tmp_path, packed(files, manifest | {"credfolio": "0.0.1"}))
    capsys.readouterr()
    assert main(["verify", str(file)]) == 1
    said = capsys.readouterr().out
    assert "by an own credential, not a shipped one" in said
    assert "Not known as intact and complete by its own credential only." in said
    assert "But its site was not compared: read the one that --site writes." in said
    assert "made by credfolio 0.0.1" in said
    assert "not compared" in said
    assert main(["verify", str(file), "--credential", str(own)]) == 1
    assert "Not known as intact, but complete." in capsys.readouterr().out
    assert main(["verify", str(file), "--credential", str(own), "--other-version"]) == 0
    assert "Intact and complete." in capsys.readouterr().out
    asked = tmp_path / "asked.yml"
    asked.write_text(OWN.replace("words: 5", "words: 500"), encoding="utf-8", newline="\n")
    options = ["--credential", str(asked), "--output", "json", "--other-version"]
    assert main(["verify", str(file), *options]) == 1
    assert json.loads(capsys.readouterr().out)["complete"] is False


PUT_IN: Files = {
    "hand-in/setup.exe": b"MZ",
    "hand-in/start.html": b"<p>",
    "hand-in/invoice.pdf": b"%PDF-",
    "hand-in/99-more.txt": b"More.",
    "README.txt": b"Run site/setup.exe first.",
    "sources/.x/run.py": b"1",
    "sources/Private.YAML": b"names:",
    "site/.credfolio-site": b"thesis.docx\n",
}


def test_a_manifest_that_fits_what_was_put_in_is_seen_through(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What `package` never writes is named, and so is what was taken out, whoever lists what."""
    files, manifest = unpacked(package)
    files |= PUT_IN
    del files["hand-in/01-trust-established.txt"]
    file = wrote(tmp_path, packed(files, relisted(files, manifest, anonymous=True)))
    assert main(["verify", str(file), "--output", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    said = "\n".join(found["changed"] + found["site_differs"])
    assert [path for path in PUT_IN if path not in said] == []
    assert "hand-in/01-trust-established.txt is missing." in said
    assert "README.txt is not what the sources give." in said
    assert "marked as anonymous, but its sources tell something of their author" in said


@pytest.mark.parametrize("told", [{"credfolio": "0.0.1"}, {"libraries": {"jinja2": "0.1"}}])
def test_nobody_makes_a_site_pass_by_naming_another_version(
    told: Mapping[str, Any], package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A site that could not be compared is not said to be intact, unless the reader allows it."""
    files, manifest = unpacked(package)
    files["site/index.html"] = b"<script>alert(1)</script>"
    file = wrote(tmp_path, packed(files, relisted(files, manifest, **told)))
    assert main(["verify", str(file)]) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "not compared; don't open it" in said
    assert "Not known as intact, but complete." in said


@pytest.mark.parametrize(("added", "status"), [(b"", 0), (b"\nMore.\n", 1)])
def test_dates_of_files_weigh_nothing(
    added: bytes, status: int, package: Path, tmp_path: Path
) -> None:
    """Whoever packs it again in two seconds or in ten: what is judged is what it holds."""
    again = tmp_path / "again.zip"
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(again, "w") as new:
        for number, name in enumerate(old.namelist()):
            content = old.read(name) + added * (name == "sources/portfolio.yml")
            new.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, number % 60, 0)), content)
    assert main(["verify", str(again)]) == status


def test_waivers_are_the_programmes_own(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a report waives weighs only where the reader waives it too, and the way is said."""
    waivers = tmp_path / "waivers.yml"
    reason = "{code: CF201, requirement: circle, reason: agreed, by: The programme}"
    waivers.write_text(f"- {reason}\n", encoding="utf-8")
    answer = "---\nrequirement: circle\n---\n\nWe met.\n"
    workspace = write({"circle.md": answer}, METADATA.replace("collaborative-coaching", OWN_ID))
    (workspace.root / "credentials").mkdir()
    own = workspace.root / "credentials" / f"{OWN_ID}.yml"
    own.write_text(OWN, encoding="utf-8", newline="\n")
    file = made(workspace.portfolio, tmp_path / "made.zip", "--waivers", str(waivers))
    asked = ["verify", str(file), "--credential", str(own)]
    capsys.readouterr()
    assert main(asked) == 1
    said = capsys.readouterr().out
    assert "says “waived”, its sources say “unmet”" in said
    assert "name its file with --waivers" in " ".join(said.split())
    assert main([*asked, "--waivers", str(waivers)]) == 0
    assert "1 waived" in capsys.readouterr().out
    draft = made(workspace.portfolio, tmp_path / "draft.zip", "--draft")
    asked[1] = str(draft)
    assert main([*asked, "--waivers", str(waivers)]) == 0
    said = capsys.readouterr().out
    assert "Intact and complete." in said and "✗" not in said


def test_one_file_of_waivers_serves_for_every_package(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A waiver that this package does not need makes it neither incomplete nor changed."""
    waivers = tmp_path / "waivers.yml"
    reason = "{code: CF201, requirement: reflection, reason: agreed, by: The programme}"
    waivers.write_text(f"- {reason}\n", encoding="utf-8")
    assert main(["verify", str(package), "--waivers", str(waivers)]) == 0
    assert "Intact and complete." in capsys.readouterr().out


# --- rebuilding ------------------------------------------------------------------------------

HOSTILE_SOURCES: Files = {
    "sources/portfolio.yml": b"a: &a [x]\nb: &b [*a, *a, *a]\ncredential: *b\n" + b"[" * 40_000,
    "sources/mkdocs.yml": b"site_name: x\nhooks: [evil.py]\ntheme: {name: null, custom_dir: .}\n",
    "sources/evil.py": b"open('ran', 'w')\n",
    "sources/checks/evil.py": b"open('ran', 'w')\n",
    "sources/templates/page.html": b"<script>alert(1)</script>",
    "sources/credentials/collaborative-coaching.yml": b"id: collaborative-coaching\n",
    "sources/1.md": b"---\nrequirement: trust-established\n---\n" + b"[" * 200_000,
    "sources/2.md": b"---\nrequirement: conversation\ntranscript: ../../../etc/passwd\n---\n",
    "sources/3.md": b"---\nrequirement: reflection\n---\n"
    + b"> " * 90
    + b"<script>alert(1)</script>",
    "sources/4.md": b"---\ntitle: <script>alert(1)</script>\n---\n\n<svg onload=alert(1)>\n",
    "sources/5.md": b"---\ngraphic: event-count\ndata: bomb.csv\n---\n",
    "sources/bomb.csv": b"a,b\n" + b"1," * 60_000,
    "sources/6.md": b"\xff\xfe\0\0",
    "sources/picture.svg": b"<svg onload='alert(1)'/>",
}


def test_hostile_sources_run_nothing_and_are_judged(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bombs, hooks, templates, checks and scripts among the sources: an incomplete portfolio."""
    told = relisted(HOSTILE_SOURCES, unpacked(package)[1])
    file = wrote(tmp_path, packed(HOSTILE_SOURCES, told))
    site = tmp_path / "read"
    assert main(["verify", str(file), "--site", str(site), "--output", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["verdict"] == "incomplete"
    assert "CF501" in {finding["code"] for finding in found["report"]["findings"]}
    assert found["report_differs"] == ["It holds no report.json."]
    pages = [path.read_text("utf-8") for path in site.rglob("*.html")]
    assert pages
    assert not any("<script>alert(1)" in page or "onload=" in page for page in pages)
    assert not {"ran", "evil.py", "picture.svg"} & {path.name for path in site.rglob("*")}


def lay_sources(root: Path) -> Path:
    """The folder as `verify` lays it before it rebuilds."""
    lay(root)
    return root.resolve()


@pytest.mark.parametrize(
    ("bounds", "reason"),
    [
        (Bounds(seconds=0.01), "not done after 0.01 seconds"),
        (Bounds(files=3), "more than 3 files"),
        (Bounds(bytes=2_000), "2,000 bytes"),
        pytest.param(
            Bounds(memory=20_000_000),
            "limits on memory",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="no limit on memory there"),
        ),
    ],
)
def test_rebuilding_ends_at_its_bounds(bounds: Bounds, reason: str, tmp_path: Path) -> None:
    """Over a bound the process is ended, with a plain reason and without a site."""
    root = lay_sources(tmp_path)
    with pytest.raises(HostileError, match=reason):
        rebuild(root, anonymous=False, draft=False, waivers=None, bounds=bounds)


def test_the_process_is_told_nothing_of_its_caller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither tokens nor paths of the caller's environment are in that of the process."""
    monkeypatch.setenv("API_TOKEN", "secret")
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    told = environment(tmp_path)
    assert {"API_TOKEN", "PYTHONPATH", "PATH"}.isdisjoint(told)
    assert told["HOME"].startswith(str(tmp_path))


ATTEMPTS = """
import os, socket, subprocess, sys, pathlib
from credfolio.verifying.rebuilding import guard
inside, outside = map(pathlib.Path, sys.argv[1:])
sys.addaudithook(guard(inside))
(inside / "fine").write_text("x")
tries = [
    lambda: socket.socket(),
    lambda: socket.create_connection(("127.0.0.1", 9)),
    lambda: socket.getaddrinfo("example.org", 80),
    lambda: subprocess.run(["true"]),
    lambda: os.system("true"),
    lambda: os.fork(),
    lambda: os.posix_spawn("/bin/true", ["true"], {}),
    lambda: os.execv("/bin/true", ["true"]),
    lambda: (outside / "x").write_text("x"),
    lambda: (inside / ".." / outside.name / "x").write_text("x"),
    lambda: outside.rename(inside / "moved"),
    lambda: (inside / "fine").rename(outside / "moved"),
    lambda: (outside / "new").mkdir(),
    lambda: outside.rmdir(),
]
for number, attempt in enumerate(tries):
    try:
        attempt()
    except PermissionError as error:
        continue
    print(number)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="tries what POSIX systems have")
def test_the_process_may_only_write_in_its_folder(tmp_path: Path) -> None:
    """No connection, no process, no file elsewhere, whatever fault might ask for it."""
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    command = [sys.executable, "-c", ATTEMPTS, str(inside), str(outside)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert list(outside.iterdir()) == []


def test_folders_of_runs_that_were_killed_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is two days old goes with the next run; one of today may be in use."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, new = tmp_path / "credfolio-verify-old", tmp_path / "credfolio-verify-new"
    for made in (old, new):
        (made / "portfolio").mkdir(parents=True)
    then = time.time() - 2 * 86_400
    os.utime(old, (then, then))
    with folder() as here:
        assert here.is_dir()
        assert (old.exists(), new.exists()) == (False, True)
    assert not here.exists()


# --- how it is called ------------------------------------------------------------------------


def test_the_rebuilt_site_replaces_nothing_of_anybody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder with files, a link and a place inside a portfolio are refused before all else."""
    file = wrote(tmp_path, plain())
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("mine", encoding="utf-8")
    assert main(["verify", str(file), "--site", str(mine)]) == 2
    assert "thesis.txt" in capsys.readouterr().err
    link = tmp_path / "link"
    link.symlink_to(mine, target_is_directory=True)
    assert main(["verify", str(file), "--site", str(link)]) == 2
    assert "is a link" in capsys.readouterr().err
    (mine / "portfolio.yml").write_text("", encoding="utf-8")
    assert main(["verify", str(file), "--site", str(mine / "site")]) == 2
    said = capsys.readouterr().err
    assert "--site " in said and "portfolio folder" in said
    assert (mine / "thesis.txt").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    "receipt", ["", "sha256:", "abc", "g" * 64, "0" * 63, "0" * 65, "sha1:" + "0" * 64]
)
def test_a_receipt_that_is_none_is_a_mistake_in_the_call(
    receipt: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half a receipt is never taken for one that does not match."""
    assert main(["verify", str(wrote(tmp_path, plain())), "--receipt", receipt]) == 2
    assert "64 digits" in capsys.readouterr().err


def test_a_file_that_is_no_credential_is_a_mistake_in_the_call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--credential` names what is wrong with the file."""
    file = tmp_path / "own.yml"
    file.write_text("title: Mine\n", encoding="utf-8")
    assert main(["verify", str(wrote(tmp_path, plain())), "--credential", str(file)]) == 2
    assert "is no credential" in capsys.readouterr().err


def test_programmes_are_told_of_hostile_files_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--output json` is JSON whatever the file is."""
    file = wrote(tmp_path, b"no zip")
    assert main(["verify", str(file), "--output", "json"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert (found["readable"], found["intact"], found["complete"]) == (False, False, False)
    assert (found["verdict"], found["receipt"]) == (None, None)
    assert found["reason"] == "It is no zip file. Ask for the one that `credfolio package` made."


# --- comparing reports -----------------------------------------------------------------------


def changed(report: Report, **values: Any) -> list[str]:
    """What differs where the package's report says these values."""
    told = to_json(report)
    grave, light = report_differences(told | values, told, same_version=True)
    assert light == []
    return grave


def test_reports_are_compared_by_their_meaning(sample_report: Report) -> None:
    """What only the author's private.yml tells makes no difference; everything else does."""
    told = to_json(sample_report)
    assert changed(sample_report, names_checked=True, names={"names": 3}) == []
    assert changed(sample_report, findings=[{"path": "../private.yml", "code": "CF501"}]) == []
    assert len(changed(sample_report, verdict="incomplete")) == 1
    assert len(changed(sample_report, credential="another")) == 1
    assert len(changed(sample_report, waived=1)) == 1
    assert len(changed(sample_report, requirements=[])) == len(told["requirements"])
    assert len(changed(sample_report, requirements="none", findings=3)) == len(told["requirements"])
    (finding,) = changed(sample_report, findings=[{"code": "CF201", "message": "Too short."}])
    assert finding == "Only its report says CF201: Too short."
    rows = json.loads(json.dumps(told["requirements"]))
    rows[0]["measures"][0]["value"] += 1
    (counted,) = changed(sample_report, requirements=rows)
    assert "its report counts" in counted
    assert report_differences([], told, True) == (["report.json is no report."], [])


def test_another_version_may_count_otherwise(sample_report: Report) -> None:
    """Of another version, counts and findings are notes; the verdict and each status are not."""
    told = to_json(sample_report)
    other = told | {"findings": [{"code": "CF999", "message": "New."}], "verdict": "incomplete"}
    grave, light = report_differences(other, told, same_version=False)
    assert grave == ["The verdict: its report says “incomplete”, its sources say “complete”."]
    assert light == ["Only its report says CF999: New."]
