"""Files that documents name: read once, bounded together, in the encodings that people have."""

from pathlib import Path

import pytest
from support import check, document, lay

from credfolio import limits
from credfolio.model import Report

TALK = "2-evidence/conversation.md"
SPOKEN = "Coach: What would be most useful for you today?\nPartner: The “café” task, I think.\n"


def faults(report: Report, code: str) -> list[str]:
    return [f.message for f in report.findings if f.code == code]


def talks(count: int, **meta: str) -> dict[str, str | bytes | None]:
    """Conversations of different days."""
    return {
        f"2-evidence/talk{n}.md": document(
            "conversation",
            "",
            recorded=f"20{n // 300:02}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}",
            **meta,
        )
        for n in range(count)
    }


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_transcript_as_windows_saves_it(encoding: str, tmp_path: Path) -> None:
    """What says in its first bytes how it is written is read, with every line where it stands."""
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    text = SPOKEN.replace("\n", "\r\n") * 300
    files: dict[str, str | bytes | None] = {
        TALK: document("conversation", "", transcript="talk.txt"),
        "2-evidence/talk.txt": mark + text.encode(encoding),
    }
    report = check(lay(tmp_path, files))
    assert faults(report, "CF305") == []
    turns = report.portfolio.conversations[0].turns
    assert (len(turns), turns[1].spoken, turns[1].line) == (600, "The “café” task, I think.", 2)


@pytest.mark.parametrize(
    "content",
    [
        SPOKEN.encode("cp1252"),
        SPOKEN.encode("utf-16-le"),
        b"\xff\xfea\x00\x00\x00",
        b"\xff\xfe\x00\xd8",
    ],
)
def test_a_transcript_in_what_can_only_be_guessed(content: bytes, tmp_path: Path) -> None:
    """It is not guessed at; the way to save it again is said, step by step."""
    files: dict[str, str | bytes | None] = {
        TALK: document("conversation", "", transcript="talk.txt"),
        "2-evidence/talk.txt": content,
    }
    report = check(lay(tmp_path, files))
    (fault,) = [f for f in report.findings if f.code == "CF305"]
    assert "Notepad" in fault.hint and "UTF-8" in fault.hint and not report.complete


def test_a_transcript_that_is_named_again_and_again_ends(tmp_path: Path) -> None:
    """Every naming counts; what is over the bound is told and nothing of it is read."""
    files = talks(60, transcript="talk.txt")
    text = f"Coach: {'a' * 990_000}\n"
    report = check(lay(tmp_path, files | {"2-evidence/talk.txt": text}))
    told = faults(report, "CF305")
    assert len(told) == 60 - limits.ALL_EVIDENCE_BYTES // 1_000_000
    assert len(report.portfolio.conversations) == 61
    assert all("come to more than 8 MB" in each for each in told)


def test_a_transcript_of_very_many_lines_ends(tmp_path: Path) -> None:
    """The document's own lines count as those of a file do."""
    report = check(lay(tmp_path, {TALK: document("conversation", "a:\n" * 160_000)}))
    assert any("150,000 lines" in each for each in faults(report, "CF305"))


def test_tables_that_are_named_again_and_again_end(tmp_path: Path) -> None:
    """One large table under many exhibits is read as often as the bound allows."""
    rows = "time,event,note\n" + f"0:10,question,{'a' * 900}\n" * 1_900
    exhibit = "---\ngraphic: event-count\nfocus: Questions.\ndata: tally.csv\n---\n\nSeen.\n"
    files: dict[str, str | bytes | None] = {f"4-more/{n}.md": exhibit for n in range(12)}
    report = check(lay(tmp_path, files | {"4-more/tally.csv": rows}))
    told = [each for each in faults(report, "CF506") if "come to more than 8 MB" in each]
    assert len(told) == 12 - limits.ALL_EVIDENCE_BYTES // len(rows)


def test_a_recording_that_is_named_again_is_measured_once(tmp_path: Path) -> None:
    """Two hundred names of one broken file are two hundred findings; of as many files, half."""
    files = talks(200, recording="talk.mp3")
    report = check(lay(tmp_path / "one", files | {"2-evidence/talk.mp3": b""}))
    assert [each for each in faults(report, "CF302") if "not measured" in each] == []
    for n, path in enumerate([path for path in files if path.endswith(".md")]):
        files[path] = str(files[path]).replace("talk.mp3", f"talk{n}.mp3")
        files[f"2-evidence/talk{n}.mp3"] = b""
    report = check(lay(tmp_path / "many", files))
    told = [each for each in faults(report, "CF302") if "not measured" in each]
    assert len(told) == 200 - limits.RECORDINGS
