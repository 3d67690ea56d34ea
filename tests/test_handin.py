"""`credfolio package`: one zip with everything, the same wherever it is made, and no name in it."""

import hashlib
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planted import NAME, PLACE, picture
from pypdf import PdfReader
from support import BASE, CONVERSATION, MORE, Done, document, is_usage_error, lay, run

from credfolio.blind import submission_id
from credfolio.compose.paper import svg_styles
from credfolio.engine import check_workspace
from credfolio.errors import CredfolioError
from credfolio.metadata import read_metadata
from credfolio.model import PrivateName
from credfolio.packaging.anonymous import nameless
from credfolio.packaging.archive import write_archive
from credfolio.packaging.contents import entry, state
from credfolio.packaging.making import Order, make
from credfolio.packaging.manifest import is_package
from credfolio.packaging.printing import printer
from credfolio.privacy.gate import search_bytes
from credfolio.privacy.pixels import pixels_only
from credfolio.swap import MARKER
from credfolio.workspace import Workspace, find

PRIVATE = f'names: {{"{NAME}": Coach}}\n'
METADATA = "portfolio.yml"
TALK = ("Coach", "Partner") * 3


def packaged(folder: Path, *options: str | Path) -> Done:
    return run("package", folder, "--no-pdf", *options, cwd=folder)


def held(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def told(file: Path) -> Any:
    return json.loads(held(file)["manifest.json"])


def zips(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.zip"))


def nothing_left(folder: Path) -> bool:
    return not list(folder.glob(".site-*"))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Done]:
    """The base portfolio, its package without PDFs, and what was said."""
    folder = lay(tmp_path_factory.mktemp("plain") / "mine")
    done = packaged(folder)
    assert done.returncode == 0, done.stdout
    return folder, zips(folder)[0], done


def short(folder: Path) -> Path:
    """A draft of few pages: to print many takes long."""
    turns = "".join(f"**{who}** [00:0{n}:00]: Turn {n} of ours.\n\n" for n, who in enumerate(TALK))
    files: dict[str, str | bytes | None] = {
        "1-overview": None,
        "2-evidence/annotation": None,
        CONVERSATION: document("conversation", turns),
        "2-evidence/annotation.md": document(
            "annotation", "## Trust {#trust}\n\n> **Coach**: Turn 2 of ours.\n\nI listened.\n"
        ),
    }
    return lay(folder, files)


@pytest.fixture(scope="session")
def can_print() -> None:
    """Whether PDFs can be made here; in CI they must."""
    prints, why = printer()
    if prints is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"PDFs can't be made: {why}")
        pytest.skip(why)


@pytest.fixture(scope="module")
def printed(can_print: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the base portfolio with its PDFs."""
    folder = short(tmp_path_factory.mktemp("printed") / "mine")
    assert run("package", folder, "--draft", cwd=folder).returncode == 0
    return zips(folder)[0]


# --- what is in it -----------------------------------------------------------------------------


def test_it_is_named_after_workspace_and_credential(plain: tuple[Path, Path, Done]) -> None:
    """The package lies beside the site, and nothing else is left there."""
    folder, file, done = plain
    assert file.name == "mine-collaborative-coaching.zip"
    assert file.name in done.stdout and nothing_left(folder)


def test_the_manifest_names_every_file(plain: tuple[Path, Path, Done]) -> None:
    """Every file but the manifest is in it with its hash and size, and nothing besides."""
    _, file, _ = plain
    files = held(file)
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["files"] == {
        path: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        for path, content in files.items()
    }
    assert {k: manifest[k] for k in ("schema", "verdict", "anonymous", "draft")} == {
        "schema": "credfolio.package/1",
        "verdict": "complete",
        "anonymous": False,
        "draft": False,
    }


def test_the_manifest_tells_the_credential(plain: tuple[Path, Path, Done]) -> None:
    """Id, version and the hash of the very file that the portfolio was checked by."""
    shipped = Path(__file__).parents[1] / "src/credfolio/credentials/collaborative-coaching.yml"
    assert told(plain[1])["credential"] == {
        "id": "collaborative-coaching",
        "version": 1,
        "sha256": hashlib.sha256(shipped.read_bytes()).hexdigest(),
    }


def test_the_sources_are_what_was_checked(plain: tuple[Path, Path, Done]) -> None:
    """Every file of the portfolio, byte for byte, and nothing from beside it."""
    folder, file, _ = plain
    sources = {p.removeprefix("sources/"): c for p, c in held(file).items() if "sources/" in p}
    root = folder / "portfolio"
    assert sources == {
        p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()
    }


def test_the_report_is_that_of_check(plain: tuple[Path, Path, Done]) -> None:
    """report.json holds the bytes that `check --output json` prints."""
    folder, file, _ = plain
    said = run("check", "--output", "json", cwd=folder).stdout
    assert held(file)["report.json"].decode() == said


def test_anybody_builds_the_same_site(plain: tuple[Path, Path, Done], tmp_path: Path) -> None:
    """From the sources alone comes the very site of the package."""
    _, file, _ = plain
    files = held(file)
    for path, content in files.items():
        if path.startswith("sources/"):
            target = tmp_path / "portfolio" / path.removeprefix("sources/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    assert run("build", tmp_path, cwd=tmp_path).returncode == 0
    site = tmp_path / "site"
    built = {
        f"site/{p.relative_to(site).as_posix()}": p.read_bytes()
        for p in site.rglob("*")
        if p.is_file() and p.name != MARKER
    }
    assert built == {p: c for p, c in files.items() if p.startswith("site/")}


def test_it_verifies(plain: tuple[Path, Path, Done], tmp_path: Path) -> None:
    """What `package` makes, `verify` finds intact and complete, by its receipt as well."""
    _, file, done = plain
    receipt = done.stdout.partition("read out:")[2].split("Send it")[0]
    verified = run("verify", file, "--receipt", receipt, cwd=tmp_path)
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_a_workspaces_settings_stay_at_home(tmp_path: Path) -> None:
    """What stands beside the portfolio changes nothing: its settings, templates, checks, names."""
    alone, furnished = lay(tmp_path / "one" / "mine"), lay(tmp_path / "two" / "mine")
    (furnished / "mkdocs.yml").write_text("site_name: Something else\n")
    (furnished / "templates/pages").mkdir(parents=True)
    (furnished / "templates/pages/cover.html").write_text("{% broken")
    (furnished / "checks").mkdir()
    (furnished / "checks/own.py").write_text("raise SystemExit(9)\n")
    (furnished / "notes.txt").write_text("mine\n")
    assert packaged(alone).returncode == packaged(furnished).returncode == 0
    assert held(zips(alone)[0]) == held(zips(furnished)[0])


def test_an_own_credential_goes_with_it(tmp_path: Path) -> None:
    """A credential of the workspace's own is in the package, under its id."""
    folder = lay(tmp_path / "mine")
    shipped = Path(__file__).parents[1] / "src/credfolio/credentials/collaborative-coaching.yml"
    own = shipped.read_text("utf-8").replace("id: collaborative-coaching", "id: our-coaching", 1)
    own = own.replace("title: Collaborative Coaching", "title: Our coaching", 1)
    (folder / "credentials").mkdir()
    (folder / "credentials/any.yml").write_text(own, "utf-8")
    metadata = folder / "portfolio" / METADATA
    metadata.write_text(metadata.read_text("utf-8").replace("collaborative-c", "our-c"), "utf-8")
    done = packaged(folder)
    assert done.returncode == 0, done.stdout
    files = held(folder / "mine-our-coaching.zip")
    assert files["credential/our-coaching.yml"].decode() == own
    hashed = hashlib.sha256(own.encode()).hexdigest()
    assert json.loads(files["manifest.json"])["credential"]["sha256"] == hashed
    (folder / "private.yml").write_text(PRIVATE)
    (folder / "credentials/any.yml").write_text(f"{own}# Ask {NAME}.\n", "utf-8")
    done = packaged(folder)
    assert done.returncode == 1 and "credential/our-coaching.yml" in done.stdout


def test_a_text_for_each_box_of_the_form(plain: tuple[Path, Path, Done]) -> None:
    """hand-in/ has a plain text for each requirement, the same as the copy sheet's."""
    files = held(plain[1])
    texts = {p: c for p, c in files.items() if p.startswith("hand-in/")}
    assert len(texts) == 7 and all(p.endswith(".txt") for p in texts)
    assert all(c == files[p.replace("hand-in/", "site/texts/")] for p, c in texts.items())


def test_the_readme_is_for_a_stranger(plain: tuple[Path, Path, Done]) -> None:
    """README.txt says how to open, how to verify, what the receipt is, and what is not there."""
    text = held(plain[1])["README.txt"].decode()
    wanted = ("site/index.html", "credfolio verify", "--receipt", "The PDFs were not made")
    assert all(each in text for each in wanted) and text.isascii()


def test_the_receipt_is_told_and_not_kept(plain: tuple[Path, Path, Done]) -> None:
    """The hash of the file is printed, also in groups, with the words to send it apart."""
    _, file, done = plain
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert f"Receipt: sha256:{digest}" in done.stdout
    groups = done.stdout.partition("read out:")[2].split("Send it")[0].split()
    assert "".join(groups) == digest and {len(group) for group in groups} == {4}
    assert not any(digest.encode() in content for content in held(file).values())


# --- the zip -----------------------------------------------------------------------------------


def test_the_zip_is_plain(plain: tuple[Path, Path, Done]) -> None:
    """Sorted files, one date, one mode, no folders, no fields that a machine adds."""
    with zipfile.ZipFile(plain[1]) as archive:
        infos = archive.infolist()
        assert archive.testzip() is None and not archive.comment
    names = [info.filename for info in infos]
    assert names == sorted(names) and len(names) == len(set(names))
    assert {(i.date_time, i.external_attr, i.extra, i.create_system) for i in infos} == {
        ((1980, 1, 1, 0, 0, 0), 0o100644 << 16, b"", 3)
    }
    assert not any(name.endswith(("/", MARKER)) for name in names)


@pytest.mark.skipif(not shutil.which("unzip"), reason="there is no unzip here")
def test_other_programs_read_it(plain: tuple[Path, Path, Done]) -> None:
    """`unzip -t` finds nothing to say."""
    done = subprocess.run(["unzip", "-tq", plain[1]], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_same_portfolio_gives_the_same_bytes(
    plain: tuple[Path, Path, Done], tmp_path: Path
) -> None:
    """In another folder and time zone, with another locale and hash seed."""
    folder = lay(tmp_path / "elsewhere")
    for path in (folder / "portfolio").rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    target = tmp_path / "other name.zip"
    elsewhere("-m", "credfolio", "package", "--no-pdf", folder, "-o", target, cwd=tmp_path)
    assert target.read_bytes() == plain[1].read_bytes()


def elsewhere(*command: str | Path, cwd: Path) -> None:
    """Runs Python as on another machine."""
    environment = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    subprocess.run(
        [sys.executable, *command],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        cwd=cwd,
        check=True,
        timeout=300,
    )


PRINT = """
import sys
from pathlib import Path
from credfolio.compose.paper import Paper
from credfolio.packaging.printing import printer
prints, why = printer()
html = Path(sys.argv[1]).read_text("utf-8")
Path(sys.argv[2]).write_bytes(prints(Paper("a", "A", html), Path(sys.argv[1]).parent))
"""


@pytest.mark.usefixtures("can_print")
def test_the_same_paper_gives_the_same_pdf(tmp_path: Path) -> None:
    """Printed by two processes, on two machines as far as the environment goes."""
    page = "<html lang=en><title>A</title><h1>One</h1><p><b>Two</b> <i>three</i></p></html>"
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.html").write_text(page, "utf-8")
    out = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    subprocess.run([sys.executable, "-c", PRINT, tmp_path / "one/a.html", out[0]], check=True)
    elsewhere("-c", PRINT, tmp_path / "two/a.html", out[1], cwd=tmp_path)
    assert out[0].read_bytes() == out[1].read_bytes()


def test_a_long_recording_takes_no_memory(tmp_path: Path) -> None:
    """Hashing and packing go piece by piece."""
    talk = tmp_path / "talk.mp4"
    with talk.open("wb") as file:
        file.truncate(40_000_000)
    tracemalloc.start()
    try:
        write_archive(tmp_path / "a.zip", [entry("sources/talk.mp4", talk)], lambda size: None)
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()
    assert (tmp_path / "a.zip").stat().st_size > 40_000_000


def test_nothing_in_it_swells(tmp_path: Path) -> None:
    """A file of nothing but noughts is stored: it would look like a trap."""
    (tmp_path / "a.csv").write_bytes(b"0,0\n" * 500_000)
    write_archive(tmp_path / "a.zip", [entry("a.csv", tmp_path / "a.csv")], lambda size: None)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED


# --- what stops it -----------------------------------------------------------------------------


def test_an_incomplete_portfolio_is_refused(tmp_path: Path) -> None:
    """What is missing is said; --draft packages it, and says that it is one."""
    folder = lay(tmp_path / "mine", {"3-reflection": None})
    done = packaged(folder)
    assert done.returncode == 1 and "CF101" in done.stdout and "--draft" in done.stdout
    assert not zips(folder)
    assert packaged(folder, "--draft").returncode == 0
    manifest = told(zips(folder)[0])
    assert (manifest["verdict"], manifest["draft"]) == ("incomplete", True)
    assert "draft" in held(zips(folder)[0])["README.txt"].decode()


def test_a_draft_takes_nobodys_place(plain: tuple[Path, Path, Done]) -> None:
    """What was handed in stays when a draft is made afterwards, and a draft is not to be sent."""
    folder, file, _ = plain
    before = file.read_bytes()
    done = packaged(folder, "--draft")
    assert f"{file.stem}-draft.zip" in done.stdout
    assert "Send it" not in done.stdout
    assert file.read_bytes() == before
    (folder / f"{file.stem}-draft.zip").unlink()


def test_paths_are_typed_from_here(tmp_path: Path) -> None:
    """What stops a package is named so that it can be opened from where somebody stands."""
    folder = lay(tmp_path / "mine")
    metadata = folder / "portfolio" / METADATA
    metadata.write_text(metadata.read_text("utf-8").replace("consent:", "note:"), "utf-8")
    beside = run("package", "mine", "--no-pdf", cwd=tmp_path)
    assert f"  mine/portfolio/{METADATA}, line" in beside.stdout
    inside = run("package", "--no-pdf", cwd=folder / "portfolio" / "2-evidence")
    assert f"  ../{METADATA}, line" in inside.stdout


def test_an_empty_folder_is_a_mistake(tmp_path: Path) -> None:
    """Where there is nothing to check there is nothing to package."""
    assert packaged(tmp_path).returncode == 2


@pytest.mark.parametrize(
    ("line", "code"), [("own_work", "own_work"), ("consent", "consent")], ids=["CF503", "CF504"]
)
def test_what_is_not_confirmed_stops_it(tmp_path: Path, line: str, code: str) -> None:
    """A missing attestation or consent is no error of a check; here it must be there."""
    folder = lay(tmp_path / "mine")
    metadata = folder / "portfolio" / METADATA
    text = metadata.read_text("utf-8")
    assert line in text
    metadata.write_text(text.replace(f"{line}:", "note:"), "utf-8")
    done = packaged(folder)
    assert done.returncode == 1 and code in done.stdout and METADATA in done.stdout
    assert not zips(folder)
    draft = packaged(folder, "--draft")
    assert draft.returncode == 0 and "Before you hand it in" in draft.stdout


def test_a_programme_may_waive_consent(tmp_path: Path) -> None:
    """A waiver counts here as it does in a check."""
    folder = lay(tmp_path / "mine")
    metadata = folder / "portfolio" / METADATA
    metadata.write_text(metadata.read_text("utf-8").replace("consent:", "note:"), "utf-8")
    waivers = tmp_path / "waivers.yml"
    waivers.write_text("- {code: CF504, reason: on paper, by: the programme}\n")
    assert packaged(folder, "--waivers", waivers).returncode == 0
    assert b"on paper" in held(zips(folder)[0])["report.json"]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such names")
@pytest.mark.parametrize("names", [("a:b.txt",), ("nul.txt",), ("a.txt", "A.txt")])
def test_a_name_that_not_every_computer_has(tmp_path: Path, names: tuple[str, ...]) -> None:
    """A file that an assessor's computer could not hold is named, and nothing is made."""
    folder = lay(tmp_path / "mine", dict.fromkeys(names, "x\n"))
    done = packaged(folder)
    assert is_usage_error(done) and names[0] in done.stderr and not zips(folder)


def test_no_place_leaves(tmp_path: Path) -> None:
    """A picture that says where it was taken stops even a draft."""
    folder = lay(tmp_path / "mine", {"2-evidence/map.jpg": picture("JPEG", PLACE)})
    done = packaged(folder, "--draft")
    assert done.returncode == 1 and "2-evidence/map.jpg" in done.stdout and not zips(folder)


def test_pictures_leave_without_what_they_say(tmp_path: Path) -> None:
    """Among the sources and on the site a picture has pixels only."""
    talkative = picture("JPEG", comment="taken with my own camera")
    files: dict[str, str | bytes | None] = {
        "2-evidence/map.jpg": talkative,
        MORE: "# A page\n\nSee ![The map](../2-evidence/map.jpg).\n",
    }
    folder = lay(tmp_path / "mine", files)
    assert packaged(folder).returncode == 0
    files_held = held(zips(folder)[0])
    assert files_held["sources/2-evidence/map.jpg"] == pixels_only(talkative)
    assert files_held["site/2-evidence/map.jpg"] == pixels_only(pixels_only(talkative))
    assert b"my own camera" not in b"".join(files_held.values())


@pytest.mark.parametrize("size", ["50KB", "0.05 mb"])
def test_a_package_may_be_too_large(plain: tuple[Path, Path, Done], size: str) -> None:
    """The limit and the largest files are named, and the earlier package stays."""
    folder, file, _ = plain
    before = file.read_bytes()
    done = packaged(folder, "--max-size", size)
    assert done.returncode == 1 and "50 kB is the most" in done.stdout
    assert "site/assets/javascripts" in done.stdout and file.read_bytes() == before


@pytest.mark.parametrize("size", ["", "many", "-3MB", "0", "1TB", "²MB", "2.1GB"])
def test_a_size_is_written_as_one(tmp_path: Path, size: str) -> None:
    """Anything else is a mistake in the call, and said so."""
    assert is_usage_error(run("package", tmp_path, "--max-size", size, cwd=tmp_path))


def test_what_changes_meanwhile_is_noticed(tmp_path: Path) -> None:
    """A file that somebody saves while the package is made: the sources must be those checked."""
    folder = lay(tmp_path / "mine")
    workspace = find(folder)
    before = {**state(workspace), "1-overview/new.md": (3, 4)}
    order = Order(folder / "a.zip", before, 10**9, printed=False)
    with pytest.raises(CredfolioError, match="was changed while"):
        make(workspace, check_workspace(workspace), order, print, lambda *_: None)
    assert not zips(folder) and nothing_left(folder)


# --- where it goes -----------------------------------------------------------------------------


def test_somebody_elses_file_stays(tmp_path: Path) -> None:
    """Only a package of ours is written over."""
    folder = lay(tmp_path / "mine")
    target = tmp_path / "work.zip"
    for content in (b"not a zip", b"", zipped(b"a.txt"), zipped(b"manifest.json")):
        target.write_bytes(content)
        assert is_usage_error(packaged(folder, "-o", target))
        assert target.read_bytes() == content


def zipped(name: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name.decode(), "[]")
    return out.getvalue()


def test_an_earlier_package_is_replaced(plain: tuple[Path, Path, Done]) -> None:
    """Made again of the same portfolio, it is the same."""
    folder, file, _ = plain
    before = file.read_bytes()
    assert packaged(folder).returncode == 0 and file.read_bytes() == before


@pytest.mark.parametrize("place", ["portfolio/a.zip", "folder", "link.zip", "gone/a.zip"])
def test_places_that_are_refused(tmp_path: Path, place: str) -> None:
    """Never inside the portfolio, over a folder or through a link."""
    folder = lay(tmp_path / "mine")
    (folder / "folder").mkdir()
    (folder / "link.zip").symlink_to(tmp_path / "target.zip")
    before = sorted(p for p in tmp_path.rglob("*"))
    done = packaged(folder, "-o", folder / place)
    if place == "gone/a.zip":
        assert done.returncode == 0
    else:
        assert is_usage_error(done) and sorted(p for p in tmp_path.rglob("*")) == before


@given(st.binary(max_size=300))
def test_any_file_can_be_judged(content: bytes) -> None:
    """Whether a file is a package is answered for whatever it holds."""
    file = Path(os.environ.get("TMPDIR", "/tmp")) / f"credfolio-{os.getpid()}.zip"
    try:
        file.write_bytes(content)
        assert not is_package(file)
    finally:
        file.unlink(missing_ok=True)


@pytest.mark.skipif(os.name != "posix", reason="a process is killed with a POSIX signal")
def test_killed_in_the_middle_the_old_package_stays(tmp_path: Path) -> None:
    """Killed while it packs, it leaves what was there; the next run clears what it left."""
    folder = lay(tmp_path / "mine")
    assert packaged(folder).returncode == 0
    file = zips(folder)[0]
    before = file.read_bytes()
    more = "---\nrequirement: trust-established\n---\n\nOne more sentence about it.\n"
    (folder / "portfolio" / MORE).write_text(more)
    command = [sys.executable, "-m", "credfolio", "package", "--no-pdf", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not list(folder.glob(".site-new-*/package.zip")) and process.poll() is None:
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert file.read_bytes() == before and not nothing_left(folder)
    assert packaged(folder).returncode == 0
    assert file.read_bytes() != before and nothing_left(folder)


@pytest.mark.skipif(os.name != "posix", reason="the size of files is limited as POSIX does it")
def test_a_full_disk_leaves_what_was_there(tmp_path: Path) -> None:
    """Where no more can be written, that is one line, and nothing is lost or left behind."""
    import resource

    noise = random.Random(1).randbytes(600_000)
    folder = lay(tmp_path / "mine")
    assert packaged(folder).returncode == 0
    before = zips(folder)[0].read_bytes()
    (folder / "portfolio/noise.bin").write_bytes(noise)
    done = subprocess.run(
        [sys.executable, "-m", "credfolio", "package", "--no-pdf", folder],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (690_000, 690_000)),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1) and "File too large" in done.stderr
    assert zips(folder)[0].read_bytes() == before and nothing_left(folder)


# --- names -------------------------------------------------------------------------------------


def test_no_real_name_leaves(tmp_path: Path) -> None:
    """A name of private.yml stops it, is not printed, and private.yml is in no package."""
    folder = lay(tmp_path / "mine")
    (folder / "private.yml").write_text(PRIVATE)
    done = packaged(folder)
    assert done.returncode == 0 and "Names checked: 1 name" in done.stdout
    assert not any("private.yml" in path for path in held(zips(folder)[0]))
    (folder / "portfolio" / MORE).write_text(document("trust-established", f"Ask {NAME}.\n"))
    done = packaged(folder, "--draft", "-o", tmp_path / "b.zip")
    assert done.returncode == 1 and NAME not in done.stdout and "Coach" in done.stdout
    assert NAME in packaged(folder, "--draft", "--reveal", "-o", tmp_path / "b.zip").stdout
    assert not (tmp_path / "b.zip").exists() and nothing_left(tmp_path)
    (folder / "portfolio" / METADATA).unlink()
    assert "nor would a draft be: take the real names out" in packaged(folder).stdout


def test_the_packages_own_name_tells_nobody(tmp_path: Path) -> None:
    """A folder may be called after somebody; the file that leaves is not."""
    folder = lay(tmp_path / "dana-whitfield")
    (folder / "private.yml").write_text(PRIVATE)
    assert packaged(folder).returncode == 0
    assert zips(folder)[0].name.startswith("submission-")
    done = packaged(folder, "-o", tmp_path / "DanaWhitfield.zip")
    assert done.returncode == 1 and not zips(tmp_path)


def test_an_anonymous_package(tmp_path: Path) -> None:
    """Sources, report, site and texts: an id stands where the author's name would."""
    folder = lay(tmp_path / "mine")
    metadata = folder / "portfolio" / METADATA
    text = metadata.read_text("utf-8")
    text = "".join(r for r in text.splitlines(True) if not r.startswith(("practitioner", "  name")))
    own = f"practitioner: {{name: {NAME}, role: Head of Hillside, organization: Hillside School}}"
    metadata.write_text(f"{own} # me\n{text}", "utf-8")
    done = packaged(folder, "--anonymous")
    assert done.returncode == 0, done.stdout
    file = zips(folder)[0]
    id = submission_id(check_workspace(find(folder)).portfolio)
    assert file.name.startswith(id.lower().replace(" ", "-"))
    files = held(file)
    everything = b"\n".join(files.values())
    assert not any(each in everything for each in (b"Whitfield", b"Hillside"))
    assert id.encode() in files["README.txt"] and told(file)["anonymous"] is True
    wanted = f'practitioner: {{name: {id}, role: "", organization: ""}} # me\n{text}'
    assert files[f"sources/{METADATA}"].decode() == wanted
    assert told(file)["verdict"] == "complete"


def test_an_anonymous_package_with_the_name_elsewhere_is_refused(tmp_path: Path) -> None:
    """Where the author's name stands in a document, no id can hide it."""
    answer = document("trust-established", f"I, {NAME}, write this.\n")
    folder = lay(tmp_path / "mine", {MORE: answer})
    metadata = folder / "portfolio" / METADATA
    text = metadata.read_text("utf-8").replace("practitioner:", "practitioner_was:")
    metadata.write_text(f"practitioner: {{name: {NAME}}}\n{text}", "utf-8")
    done = packaged(folder, "--anonymous")
    assert done.returncode == 1 and MORE in done.stdout and not zips(folder)


def test_what_else_is_told_of_the_author_is_not_passed_on(tmp_path: Path) -> None:
    """Nobody can say what a key of somebody's own tells, so that it stops a blind package."""
    folder = lay(tmp_path / "mine")
    metadata = folder / "portfolio" / METADATA
    text = metadata.read_text("utf-8").replace("practitioner:", "practitioner_was:")
    mine = f"practitioner: {{name: {NAME}, email: dw@hillside.example}}\n"
    metadata.write_text(f"{mine}{text}", "utf-8")
    done = packaged(folder, "--anonymous")
    assert done.returncode == 2 and "`email:`" in done.stderr and not zips(folder)


VALUES = st.sampled_from(["Ada Example", '"Ada: Example"', "'Ada #1'", "Ädä Éxample", '"\\u00c4"'])
LAYOUTS = st.sampled_from(
    [
        "practitioner:\n  name: {0}\n  role: {1}   # what I do\n  organization: {2}\n",
        "practitioner: {{name: {0}, role: {1}, organization: {2}}}\n",
        "practitioner: {{organization: {2},\n  role: {1},\n  name: {0}}}\n",
        "Practitioner:\n    Organization: {2}\n\n    # a note\n    Name: {0}\n",
        "practitioner:\n  name: >-\n    {0}\n  organization: |\n    {2}\n",
    ]
)
REST = "credential: collaborative-coaching\nparticipants: [{label: Coach}]  # both\n"


@given(layout=LAYOUTS, values=st.tuples(VALUES, VALUES, VALUES), crlf=st.booleans())
def test_only_the_values_are_replaced(
    tmp_path_factory: pytest.TempPathFactory,
    layout: str,
    values: tuple[str, str, str],
    crlf: bool,
) -> None:
    """However the author's lines are written, all else stays as it is, byte for byte."""
    text = "# mine\n" + layout.format(*values) + REST
    text = text.replace("\n", "\r\n") if crlf else text
    folder = tmp_path_factory.mktemp("nameless")
    (folder / METADATA).write_bytes(text.encode())
    portfolio = check_workspace(Workspace(folder, folder)).portfolio
    after = nameless(portfolio).decode()
    metadata, faults = read_metadata(after)
    assert not faults and metadata.name == submission_id(portfolio)
    assert (metadata.role, metadata.organization) == ("", "")
    assert after.startswith("# mine") and after.endswith(text[-len(REST) :])
    assert after.count("\n") == text.count("\n")
    assert all((note in after) == (note in text) for note in ("# a note", "   # what I do"))


def test_metadata_with_faults_is_not_guessed_at(tmp_path: Path) -> None:
    """What can't be read can't be made anonymous."""
    folder = lay(tmp_path / "mine", {METADATA: "practitioner: {name: Ada, name: Eve}\n"})
    done = packaged(folder, "--anonymous", "--draft")
    assert done.returncode != 0 and not zips(folder)


# --- PDFs --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def papers(printed: Path) -> dict[str, PdfReader]:
    return {
        path.removeprefix("hand-in/"): PdfReader(io.BytesIO(content))
        for path, content in held(printed).items()
        if path.endswith(".pdf")
    }


def test_there_are_two_pdfs(papers: dict[str, PdfReader], printed: Path) -> None:
    """One of the conversation with its annotation, one of everything; the README names them."""
    assert set(papers) == {"conversation-and-annotation.pdf", "everything.pdf"}
    readme = held(printed)["README.txt"].decode()
    assert all(name in readme for name in papers)


def test_a_pdf_can_be_heard(papers: dict[str, PdfReader]) -> None:
    """Tagged, with its language, a title, bookmarks, and words for each picture."""
    for reader in papers.values():
        root: Any = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"] and root["/Lang"].startswith("en")
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert reader.metadata and "Collaborative Coaching" in (reader.metadata.title or "")
        assert len(reader.outline) > 1
        figures = [t for t in _tags(root["/StructTreeRoot"]) if t.get("/S") == "/Figure"]
        assert figures and all(figure.get("/Alt") for figure in figures)


def _tags(node: Any) -> Iterator[Any]:
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        kid = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(kid, dict) and "/S" in kid:
            yield kid
            yield from _tags(kid)


def test_a_pdf_has_every_word(papers: dict[str, PdfReader]) -> None:
    """What the author wrote stands in it, and each page has its number."""
    everything = papers["everything.pdf"]
    text = " ".join(" ".join(page.extract_text() for page in everything.pages).split())
    reflection = (BASE / "portfolio/3-reflection/reflection.md").read_text("utf-8")
    sentence = next(row for row in reflection.split("\n") if len(row) > 60)[:50]
    assert sentence in text
    count = len(everything.pages)
    assert f"{count} / {count}" in everything.pages[-1].extract_text()


def test_a_pdf_can_be_searched(printed: Path) -> None:
    """Before a PDF leaves it is searched for names, all of it: a word in it is found."""
    for path, content in held(printed).items():
        if path.endswith(".pdf"):
            searched = search_bytes(content, path, [PrivateName("Turn 2 of ours", "a turn")], True)
            assert searched.hits and not searched.unread


def test_without_weasyprint_there_is_a_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is missing is said, on the screen and in the README."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    folder = lay(tmp_path / "mine")
    done = run("package", folder, cwd=folder)
    assert done.returncode == 0 and "WeasyPrint is not installed" in done.stdout
    assert "install weasyprint" in done.stdout
    assert b"WeasyPrint is not installed" in held(zips(folder)[0])["README.txt"]


def test_pictures_are_drawn_with_plain_values() -> None:
    """A picture on paper knows no custom property: each stands for its value, class by class."""
    css = (
        ":root{--a:#111;--b:#222} .x{--own:var(--b)} .y{--own:#333} /* c */"
        ".md-typeset .cf-page .s{fill:var(--own);margin:0} .t{stroke:var(--a)}"
        "@media print{.t{stroke:#999}} .u{fill:var(--none)} .v:hover{fill:#444}"
    )
    assert svg_styles(css) == (
        ".x .s,.s.x{fill:#222}",
        ".y .s,.s.y{fill:#333}",
        ".t{stroke:#111}",
    )
