"""Every shipped credential has a sample that is complete, and that single edits make incomplete."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from support import check, found, run

from credfolio.credential import shipped_ids


@pytest.fixture(params=shipped_ids())
def sample(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The sample of a credential, written by `credfolio init DIR --sample ID`."""
    folder = tmp_path / "sample"
    assert run("init", folder, "--sample", request.param, cwd=tmp_path).returncode == 0
    return folder


def test_a_sample_is_complete(sample: Path) -> None:
    """Without a finding that its author has not looked at and silenced."""
    report = check(sample)
    open_ones = [finding for finding in report.findings if not finding.silenced]
    assert (report.verdict, open_ones) == ("complete", [])


class Edit(NamedTuple):
    """What a single edit of a sample's file is found as. `old` stands once in the file."""

    file: str
    old: str
    new: str
    finding: str


def edited(sample: Path, edit: Edit) -> Path:
    """The sample with one thing changed."""
    file = sample / "portfolio" / edit.file
    text = file.read_text("utf-8")
    assert text.count(edit.old) == 1, edit.old
    file.write_text(text.replace(edit.old, edit.new), "utf-8")
    return sample


CYCLES = "2-cycles/cycles.md"

# The rows before begin in line 18, those during in line 29, those after in line 40.
EFFICACY = {
    "the visit after its debrief": Edit(
        CYCLES, "| 1     | 2026-09-15", "| 1     | 2026-09-17", "CF518 2-cycles/cycles.md:40 cycles"
    ),
    "a plan after the visit": Edit(
        CYCLES, "| 3     | 2026-10-21", "| 3     | 2026-10-28", "CF518 2-cycles/cycles.md:31 cycles"
    ),
    "a cycle within another": Edit(
        CYCLES, "| 2     | 2026-09-30", "| 2     | 2026-09-15", "CF518 2-cycles/cycles.md:19 cycles"
    ),
    "an impossible date": Edit(
        CYCLES, "| 4     | 2026-11-10", "| 4     | 2026-11-31", "CF507 2-cycles/cycles.md:32 cycles"
    ),
    "a datum that nobody looked for": Edit(
        CYCLES, "partner talk: 3 times", "noise: 3 times", "CF524 2-cycles/cycles.md:31 cycles"
    ),
    "a goal that was dropped": Edit(
        CYCLES,
        "| Hear pupils who have not spoken yet         |",
        "| Homework |",
        "CF524 2-cycles/cycles.md:20 cycles",
    ),
    "somebody who is not in the team": Edit(
        CYCLES, "Teacher 3: teaches", "Teacher 7: teaches", "CF522 2-cycles/cycles.md:20 cycles"
    ),
    "no date set for the debrief": Edit(
        CYCLES, "| 2026-10-28      | 45", "| – | 45", "CF520 2-cycles/cycles.md:20 cycles"
    ),
    "no next goal": Edit(
        CYCLES, "| Pupils ask one another for a reason        |", "| TBD |",
        "CF520 2-cycles/cycles.md:42 cycles",
    ),
    "two empty cycles": Edit(
        CYCLES, "| 4     | 2026-11-12", "| 7     | 2026-11-12", "CF516 2-cycles/cycles.md:32 cycles"
    ),
    "somebody whom nobody declared": Edit(
        "1-team/team.md", "| Teacher 1 | teacher |", "| Teacher 9 | teacher |",
        "CF513 1-team/team.md:10 team",
    ),
    "a reflection left empty": Edit(
        "3-reflection/in-practice.md", "requirement: reflection-in", "title: Notes",
        "CF101 - reflection-in",
    ),
}  # fmt: skip


@pytest.mark.parametrize("sample", ["collective-efficacy"], indirect=True)
@pytest.mark.parametrize("edit", EFFICACY.values(), ids=EFFICACY)
def test_an_edit_of_collective_efficacy(sample: Path, edit: Edit) -> None:
    """What a credential asks for is found where it is missing."""
    report = check(edited(sample, edit))
    assert edit.finding in found(report, "error") and not report.complete


LATER = {
    "a debrief that was put off": Edit(
        CYCLES, "| 2026-09-16      | 55", "| 2026-09-15      | 55",
        "CF524 2-cycles/cycles.md:18 cycles",
    ),
    "feedback after a week": Edit(
        CYCLES, "| 3     | 2026-10-28", "| 3     | 2026-11-03",
        "CF519 2-cycles/cycles.md:42 cycles",
    ),
}  # fmt: skip


@pytest.mark.parametrize("sample", ["collective-efficacy"], indirect=True)
@pytest.mark.parametrize("edit", LATER.values(), ids=LATER)
def test_a_warning_of_collective_efficacy(sample: Path, edit: Edit) -> None:
    """What may have its reasons is said, and is for the assessor to weigh."""
    report = check(edited(sample, edit))
    assert edit.finding in found(report, "warning") and report.complete


TIMELINE = "2-cycle/timeline.md"
SCORES = "3-effect/scores.md"
ROWS = "3-effect/scores.csv"
REEL = "3-effect/highlight-reel.md"

# The pupils A1 to A12 stand in lines 2 to 13, then B1.
GROUP = {
    "two instruments": Edit(
        SCORES, "instrument: Word problem check", "instrument_after: Unit test",
        "CF534 3-effect/scores.md:5 scores",
    ),
    "dates reversed": Edit(
        SCORES, "measured_after: 2026-11-10", "measured_after: 2026-09-10",
        "CF535 3-effect/scores.md:7 scores",
    ),
    "a day that is not the step's": Edit(
        SCORES, "measured_before: 2026-09-15", "measured_before: 2026-09-25",
        "CF540 3-effect/scores.md:6 scores",
    ),
    "no target": Edit(SCORES, "target: Set up", "aim: Set up", "CF536 3-effect/scores.md:2 scores"),
    "a score that is no number": Edit(
        ROWS, "B5,Class B,2,7", "B5,Class B,two,7", "CF507 3-effect/scores.csv:18 scores"
    ),
    "a score above the scale": Edit(
        ROWS, "B4,Class B,12,15", "B4,Class B,12,51", "CF532 3-effect/scores.csv:17 scores"
    ),
    "a pupil twice": Edit(
        ROWS, "C9,Class C", "c8,Class C", "CF531 3-effect/scores.csv:35 scores"
    ),
    "the first assessment after the second conference": Edit(
        TIMELINE, "2026-09-15", "2026-09-17", f"CF518 {TIMELINE}:13 timeline"
    ),
    "the last assessment before any lesson": Edit(
        TIMELINE, "2026-11-10", "2026-10-05", f"CF518 {TIMELINE}:15 timeline"
    ),
    "nothing said after a lesson": Edit(
        TIMELINE, "Question: “Who read the third time?”", "–", f"CF520 {TIMELINE}:34 timeline"
    ),
    "a lesson of somebody else": Edit(
        TIMELINE, "| 2026-10-13 | Teacher 3 |", "| 2026-10-13 | Teacher 4 |",
        f"CF522 {TIMELINE}:34 timeline",
    ),
    "no consensus": Edit(
        "1-question/question.md", "## How we agreed", "## Fingers",
        "CF541 1-question/question.md:5 question",
    ),
    "one teacher on two videos": Edit(
        "2-cycle/video-teacher-2.md", "person: Teacher 2", "person: Teacher 1",
        "CF565 2-cycle/video-teacher-1.md:4 video-reflections",
    ),
    "a reflection without a video": Edit(
        "2-cycle/video-teacher-3.md", "recording: media", "film: media",
        "CF568 2-cycle/video-teacher-3.md:4 video-reflections",
    ),
    "one video of two teachers": Edit(
        "2-cycle/video-teacher-3.md", "recording: media/teacher-3.mp4",
        "recording: media/teacher-1.mp4", "CF569 2-cycle/video-teacher-3.md:5 video-reflections",
    ),
    "a teacher who is not in the reel": Edit(
        REEL, "## Teacher 3", "## At the end", f"CF565 {REEL}:8 highlight-reel"
    ),
    "a place after the end of the reel": Edit(
        REEL, "[0:38–0:54]", "[0:38–1:54]", f"CF569 {REEL}:16 highlight-reel"
    ),
}  # fmt: skip


@pytest.mark.parametrize("sample", ["group-action-research"], indirect=True)
@pytest.mark.parametrize("edit", GROUP.values(), ids=GROUP)
def test_an_edit_of_group_action_research(sample: Path, edit: Edit) -> None:
    """What a credential asks for is found where it is missing or wrong."""
    report = check(edited(sample, edit))
    assert edit.finding in found(report, "error") and not report.complete


@pytest.mark.parametrize("sample", ["group-action-research"], indirect=True)
def test_a_pupil_who_was_absent(sample: Path) -> None:
    """Left out of every figure, which is said; the portfolio is complete."""
    report = check(edited(sample, Edit(ROWS, "A1,Class A,11,14", "A1,Class A,11,absent", "unused")))
    assert found(report) == ["CF533 3-effect/scores.csv:2 scores"] and report.complete
    assert report.portfolio.measures["scores"][0].value == 36


@pytest.mark.parametrize("sample", ["group-action-research"], indirect=True)
def test_assessment_before_the_conference(sample: Path) -> None:
    """Conferences and the second assessment may come in any order after the observations."""
    text = (sample / "portfolio" / TIMELINE).read_text("utf-8")
    assert "2026-10-21" in text
    moved = text.replace("| 2026-10-21 |", "| 2026-11-16 |")
    (sample / "portfolio" / TIMELINE).write_text(moved, "utf-8")
    assert check(sample).findings == ()


def test_a_sample_is_never_mixed_with_a_portfolio(tmp_path: Path) -> None:
    """Where there is a portfolio, the sample is refused and nothing is written."""
    assert run("init", "mine", cwd=tmp_path).returncode == 0
    before = sorted(tmp_path.rglob("*"))
    done = run("init", "mine", "--sample", "collaborative-coaching", cwd=tmp_path)
    assert done.returncode == 2 and "There is a portfolio" in done.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_an_unknown_sample(tmp_path: Path) -> None:
    """The nearest id is proposed."""
    done = run("init", "mine", "--sample", "colaborative-coaching", cwd=tmp_path)
    assert done.returncode == 2 and "Did you mean collaborative-coaching?" in done.stderr


# (file, what stands there, what is written instead, the finding, its line or None: any)
PRESSURE = [
    ("2-evidence/workshop-5.md", "recorded: 2026-05-05", "recorded: 2025-05-05", "CF559", None),
    ("2-evidence/workshop-3.md", "schools: [Ridge]\n", "", "CF554", "workshop-3.md:2"),
    ("2-evidence/workshop-3.md", "schools: [Ridge]", "schools: [–]", "CF554", "workshop-3.md:2"),
    ("2-evidence/workshop-4.md", "recorded: 2026-02-24\n", "", "CF552", "workshop-4.md:2"),
    ("2-evidence/coding.md", "do we have to fill in", "must we fill in", "CF402", "coding.md:16"),
    ("2-evidence/coding.md", "| 2025-09-16 | **Teacher 2**", "| 2025-10-28 | **Teacher 2**",
     "CF560", "coding.md:16"),
    ("2-evidence/coding.md", "| Negotiating |", "| |", "CF561", "coding.md:5"),
    ("2-evidence/coding.md", "| Negotiating |", "| Negotiation |", "CF558", None),
    ("2-evidence/coding.md", "| | Logistics | She expects", "| | | She expects", "CF562",
     "coding.md:16"),
    ("2-evidence/coding.md", "She expects to hand something in, as in other meetings.", "A form.",
     "CF563", "coding.md:16"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "there", "written", "code", "place"), PRESSURE)
def test_an_edit_of_coaching_under_pressure(
    tmp_path: Path, name: str, there: str, written: str, code: str, place: str | None
) -> None:
    """A single edit makes the sample incomplete, with the finding in the file and line of it."""
    folder = tmp_path / "sample"
    assert run("init", folder, "--sample", "coaching-under-pressure", cwd=tmp_path).returncode == 0
    file = folder / "portfolio" / name
    text = file.read_text("utf-8")
    edited = re.sub(re.escape(there), written, text, flags=re.I)
    assert edited != text
    file.write_text(edited, "utf-8")
    report = check(folder)
    assert not report.complete
    places = [f"{f.place.path}:{f.place.line}" for f in report.findings if f.code == code]
    assert places and (place is None or f"2-evidence/{place}" in places)
