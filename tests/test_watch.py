"""`check --watch`: what is saved is checked at once, and nothing that is shown is stale."""

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import BASE, check, lay, run

from credfolio.credential import shipped
from credfolio.differences import MOST, differences
from credfolio.documents import read_document
from credfolio.marks import marks
from credfolio.remembered import Remembered
from credfolio.screen import Size, cropped, fitted

TRUST = "1-overview/trust-established.md"
OTHER_SCREENS = ("CI", "NO_COLOR", "COLUMNS", "LINES")
"""What tells a program of another screen than its own; readline sets two of them."""


class Watch:
    """The real command in a folder; what it writes is read as it comes."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "credfolio", "check", "--watch", *arguments],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.seen: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line.decode())

    def until(self, text: str) -> str:
        """What is written up to the line that holds `text`, that line too."""
        found: list[str] = []
        while not found or text not in found[-1]:
            found.append(self.lines.get(timeout=30))
        self.seen += found
        return "".join(found)

    def end(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        status = self.process.wait(30)
        assert self.process.stdout
        self.process.stdout.close()
        return status


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lay(tmp_path)


@pytest.fixture
def watch(folder: Path) -> Iterator[Watch]:
    watching = Watch(folder)
    watching.until("Names not checked")
    yield watching
    if watching.process.poll() is None:
        watching.end()


def test_a_save_is_checked(watch: Watch, folder: Path) -> None:
    """The new report is shown with what the save changed; the status is the last verdict's."""
    document = folder / "portfolio" / TRUST
    text = document.read_text("utf-8")
    document.write_text(text[:700], "utf-8")
    shown = watch.until("Names not checked")
    assert "Last change:\n  now incomplete, was complete\n" in shown
    assert "How trust was established: now unmet, was met" in shown
    assert "words of your own; 250 are asked for." in shown
    assert watch.end() == 1
    assert not any("\x1b" in line for line in watch.seen), "a pipe gets no signs for a screen"


def test_ways_to_save(watch: Watch, folder: Path) -> None:
    """Renaming, removing, adding, a broken portfolio.yml, a folder that is gone for a moment."""
    portfolio = folder / "portfolio"
    document = portfolio / TRUST
    text = document.read_bytes()
    beside = document.with_name("4913")
    beside.write_bytes(text[:700])
    beside.replace(document)
    watch.until("now unmet, was met")
    document.unlink()
    watch.until("now missing, was unmet")
    (portfolio / "new" / "deep").mkdir(parents=True)
    (portfolio / "new" / "deep" / "trust.md").write_bytes(text)
    watch.until("now met, was missing")
    metadata = portfolio / "portfolio.yml"
    kept = metadata.read_bytes()
    metadata.write_bytes(b"credential: [\n")
    watch.until("[CF501]")
    metadata.write_bytes(kept)
    watch.until("now complete, was incomplete")
    portfolio.rename(folder / "elsewhere")
    watch.until("now incomplete, was complete")
    (folder / "elsewhere").rename(portfolio)
    watch.until("now complete, was incomplete")
    assert watch.end(signal.SIGTERM) == 0


def test_what_else_a_verdict_depends_on(tmp_path: Path) -> None:
    """A credential of the workspace, a named transcript and the waivers are watched too."""
    folder = lay(tmp_path / "work")
    own = (BASE.parents[2] / "src/credfolio/credentials/collaborative-coaching.yml").read_text(
        "utf-8"
    )
    own = own.replace("id: collaborative-coaching", "id: own-one")
    own = own.replace("title: Collaborative Coaching", "title: Our Own")
    (folder / "credentials").mkdir()
    (folder / "credentials" / "own.yml").write_text(own, "utf-8")
    metadata = folder / "portfolio" / "portfolio.yml"
    text = metadata.read_text("utf-8").replace("collaborative-coaching", "own-one")
    metadata.write_text(text, "utf-8")
    waivers = tmp_path / "waivers.yml"
    waivers.write_text("[]\n", "utf-8")
    watch = Watch(tmp_path, "--waivers", "waivers.yml", "work")
    watch.until("Our Own (own credential, credentials/own.yml): complete")
    watch.until("Names not checked")
    more = own.replace("words: 250", "words: 2500")
    (folder / "credentials" / "own.yml").write_text(more, "utf-8")
    watch.until("now unmet, was met")
    watch.until("Names not checked")
    waived = "- {code: CF201, requirement: trust-established, reason: Agreed., by: Programme}\n"
    waivers.write_text(waived, "utf-8")
    watch.until("How trust was established: now waived, was unmet")
    (folder / "private.yml").write_text('names: {"Coach": Partner}\n', "utf-8")
    watch.until("[CF601]")
    waivers.write_text("- {", "utf-8")
    watch.until("waivers.yml")
    assert watch.end() == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not keep when a file changed")
def test_the_same_size_and_time(watch: Watch, folder: Path) -> None:
    """A change that leaves a file's length and its time as they were is seen all the same."""
    document = folder / "portfolio" / TRUST
    text, status = document.read_bytes(), document.stat()
    document.write_bytes(text.replace(b"requirement: trust-e", b"requirement: tsurt-e"))
    os.utime(document, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert document.stat().st_size == status.st_size
    watch.until("now missing, was met")


def test_several(tmp_path: Path) -> None:
    """Several folders are watched at once, and one that is missing stops nothing."""
    lay(tmp_path / "one")
    lay(tmp_path / "two")
    watch = Watch(tmp_path, "one", "two", "three")
    watch.until("2 of 3 portfolios are complete.")
    (tmp_path / "two" / "portfolio" / TRUST).unlink()
    assert "two: How trust was established: now missing" in watch.until("1 of 3 portfolios")
    lay(tmp_path / "three")
    watch.until("2 of 3 portfolios")
    assert watch.end() == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--output", "json"], "leave out --output"),
        (["--output", "text:report.txt"], "leave out --output"),
        (["nowhere"], "does not exist"),
    ],
)
def test_a_wrong_call(arguments: list[str], said: str, folder: Path) -> None:
    """What can't be watched is said in one line, with status 2."""
    done = run("check", "--watch", *arguments, cwd=folder)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert said in done.stderr


# --- what changed ----------------------------------------------------------------------------


def test_differences(tmp_path: Path) -> None:
    """Verdict, statuses and counts come first; a finding that only moved is no change."""
    before = check(lay(tmp_path / "before"))
    text = (BASE / "portfolio" / TRUST).read_text("utf-8")
    moved = check(lay(tmp_path / "moved", {TRUST: text.replace("\n\n", "\n\n\n", 1)}))
    assert differences(before, moved) == []
    longer = check(lay(tmp_path / "longer", {TRUST: text + "\n\nThree more words.\n"}))
    (line,) = differences(before, longer)
    count = before.ledger[0].measures[0].value
    assert line == f"How trust was established: {(count or 0) + 3} words, was {count}"
    empty = check(lay(tmp_path / "empty", {TRUST: None}))
    assert differences(before, empty)[:2] == [
        "now incomplete, was complete",
        "How trust was established: now missing, was met",
    ]
    assert differences(empty, before)[-1].startswith("settled: There is no document for")


def test_many_differences(tmp_path: Path) -> None:
    """However much a save changes, only a few lines are said of it."""
    before = check(lay(tmp_path / "before"))
    gone = dict.fromkeys(("1-overview", "2-evidence", "3-reflection"))
    lines = differences(before, check(lay(tmp_path / "after", gone)))
    assert len(lines) == MOST
    assert lines[-1] == "… and 10 more changes"


# --- the screen ------------------------------------------------------------------------------


def test_what_fits_the_screen() -> None:
    """The beginning and the last words are kept, and what is left out is counted."""
    lines = ["title", *[f"row {n}" for n in range(30)], "", "Next: this."]
    shown = fitted(lines, Size(80, 20), 3)
    assert len(shown) <= 17
    assert (shown[0], shown[-1]) == ("title", "Next: this.")
    kept = sum(row in lines for row in shown if row)
    left = len(lines) - 1 - kept
    assert f"… {left + 1} more lines: credfolio check shows them all" in shown
    assert fitted(lines, Size(80, 40), 3) == lines


@given(st.text(alphabet="ab 漢\u0301", max_size=60), st.integers(1, 30))
def test_a_cropped_line_is_one_row(line: str, columns: int) -> None:
    """Whatever a line holds, cut it takes one row, and a line that fits is left alone."""
    short = cropped(line, columns)
    assert len(short) <= columns
    assert short == line or short.endswith("…")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_a_terminal_is_drawn_in_place(folder: Path) -> None:
    """On a screen each report is drawn over the last one and never scrolls it."""
    import fcntl
    import pty
    import struct
    import termios

    leader, follower = pty.openpty()
    fcntl.ioctl(leader, termios.TIOCSWINSZ, struct.pack("HHHH", 16, 70, 0, 0))
    environment = {k: v for k, v in os.environ.items() if k not in OTHER_SCREENS}
    process = subprocess.Popen(
        [sys.executable, "-m", "credfolio", "check", "--watch"],
        cwd=folder,
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=environment | {"TERM": "xterm", "PYTHONIOENCODING": "utf-8"},
        start_new_session=True,
    )
    os.close(follower)
    written = b""

    def until(text: bytes) -> None:
        nonlocal written
        while text not in written:
            written += os.read(leader, 65536)

    until(b"Ctrl-C ends.\x1b[K\r\n\x1b[J")
    (folder / "portfolio" / TRUST).unlink()
    until(b"now incomplete, was complete")
    until(b"Ctrl-C ends.\x1b[K\r\n\x1b[J")
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 1
    os.close(leader)
    frames = written.decode().split("\x1b[H")[1:]
    assert len(frames) >= 2
    assert written.count(b"\x1b[2J") == 1, "the screen is cleared once and then drawn over"
    assert [frame for frame in frames if frame.split("\x1b[J")[0].count("\n") >= 16] == []
    assert "more lines" in frames[-1]


# --- nothing stale ---------------------------------------------------------------------------


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a.md", "b.md"]),
            st.sampled_from(["", "---\nrequirement: reflection\n---\n\nOne.\n", "Two.\n", "---\n"]),
            st.integers(0, 2),
        ),
        max_size=12,
    )
)
def test_remembered_documents_are_never_stale(asked: list[tuple[str, str, int]]) -> None:
    """In any order of texts and credentials, what is remembered is what would be read now."""
    one = next(iter(shipped().values()))
    credentials = (None, one, one._replace(parts=one.parts[:1]))
    remembered = Remembered()
    for path, text, number in asked:
        fresh = read_document(path, text, credentials[number])
        assert remembered(path, text, credentials[number]) == fresh


def test_unchanged_documents_are_read_once() -> None:
    """What did not change is not parsed again; what is given can't be spoilt by a caller."""
    credential = next(iter(shipped().values()))
    remembered = Remembered()
    text = "---\nrequirment: reflection\n---\n\nOne.\n"
    _, faults = remembered("a.md", text, credential)
    faults.clear()
    _, again = remembered("a.md", text, credential)
    assert (remembered.read, len(again)) == (1, 1)
    remembered("a.md", text + "Two.\n", credential)
    assert remembered.read == 2


def test_marks(tmp_path: Path) -> None:
    """Everything below a place is marked but hidden files; a place that is not there is none."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.md").write_text("a")
    before = marks([tmp_path, tmp_path / "nowhere"])
    (tmp_path / "deep" / ".a.md.swp").write_text("b")
    named = {Path(mark.path).name for mark in marks([tmp_path])}
    assert named == {tmp_path.name, "deep", "a.md"}
    (tmp_path / "deep" / "a.md").write_text("b")
    assert marks([tmp_path]) != before


def test_a_name_is_not_left_without_what_is_told_of_it() -> None:
    """Where the screen ends, no file stands alone above findings that have no room."""
    found = [line for n in range(6) for line in (f"file {n}", "   1:1  error", "")]
    for height in range(8, 22):
        shown = fitted(["title", "", *found, "Next: this."], Size(80, height), 2)
        cut = next((n for n, line in enumerate(shown) if line.startswith("…")), None)
        assert cut is None or not shown[cut - 1].startswith("file")
        assert shown[-1] == "Next: this."
