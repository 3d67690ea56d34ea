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
    "a pair": Edit(
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
