"""Scores before and after: figures against values worked by hand, and what teachers write."""

import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from support import check, codes

from credfolio.kinds import folder
from credfolio.kinds.scores import Measured
from credfolio.kinds.scores.figures import Figures, exact, figures, groups, shown, signed
from credfolio.kinds.scores.page import view
from credfolio.kinds.scores.picture import bins
from credfolio.model import Report
from credfolio.tables.summaries import summaries

TOP = """---
requirement: scores
target: Compare two fractions.
instrument: Fractions check
measured_before: 2026-09-24
measured_after: 2026-11-20
scale: 0–20
cut: 14
"""


def lay(tmp_path: Path, text: str, csv: str = "") -> Report:
    """The base specimen with other scores, checked."""
    target = tmp_path / "workspace"
    shutil.copytree(folder("scores") / "specimens" / "base", target)
    (target / "portfolio" / "scores.md").write_text(text, "utf-8")
    if csv:
        (target / "portfolio" / "scores.csv").write_text(csv, "utf-8")
    return check(target)


def measured(report: Report) -> Measured:
    found: Measured = report.portfolio.evidence["scores"].value[0]
    return found


def csv(rows: str, tmp_path: Path) -> Report:
    return lay(tmp_path, f"{TOP}data: scores.csv\n---\n\nEverybody was there.\n", rows)


def fractions(*pairs: tuple[float, float]) -> tuple[tuple[Fraction, Fraction], ...]:
    return tuple((exact(before), exact(after)) for before, after in pairs)


def test_figures_agree_with_those_worked_by_hand() -> None:
    """Five pupils, half points among them, with a cut of 14."""
    # before: 8 + 11 + 14 + 6.5 + 12 = 51.5; by 5: 10.3. In order 6.5 8 11 12 14: middle 11.
    # after: 15 + 14 + 13.5 + 10 + 12 = 64.5; by 5: 12.9. In order 10 12 13.5 14 15: middle 13.5.
    # gains: 7, 3, -0.5, 3.5, 0: sum 13; by 5: 2.6. In order -0.5 0 3 3.5 7: middle 3.
    # at or above 14: before only the third; after the first and the second (13.5 is not).
    found = figures(fractions((8, 15), (11, 14), (14, 13.5), (6.5, 10), (12, 12)), Fraction(14))
    assert found == Figures(
        number=5,
        before=Fraction("10.3"),
        after=Fraction("12.9"),
        gain=Fraction("2.6"),
        middle_gain=Fraction(3),
        middles=(Fraction(11), Fraction("13.5")),
        rose=3,
        same=1,
        fell=1,
        reached=(1, 2),
    )


def test_the_middle_of_an_even_number_lies_half_way() -> None:
    """Of four gains, 1, 2, 5 and 10, the middle one is 3.5; without a cut nothing is reached."""
    # before 0 each; after 10, 1, 5, 2: mean (10 + 1 + 5 + 2) / 4 = 4.5.
    found = figures(fractions((0, 10), (0, 1), (0, 5), (0, 2)))
    assert (found.middle_gain, found.gain, found.reached) == (
        Fraction("3.5"),
        Fraction("4.5"),
        None,
    )


def test_a_tenth_is_a_tenth() -> None:
    """Ten times 0.1 is 1 here: nobody misses the cut by a rounding error."""
    found = figures(fractions(*[(0.1, 0.3)] * 10), Fraction("0.3"))
    assert (found.before, found.gain, found.reached) == (Fraction(1, 10), Fraction(1, 5), (0, 10))


@pytest.mark.parametrize(
    ("value", "plain", "with_sign"),
    [
        ("12.25", "12.3", "+12.3"),
        ("-0.25", "−0.3", "−0.3"),
        ("0.04", "0", "0"),
        ("-0.04", "0", "0"),
        ("0.5", "0.5", "+0.5"),
        ("4", "4", "+4"),
        ("1234.5", "1,234.5", "+1,234.5"),
    ],
)
def test_figures_are_rounded_as_at_school(value: str, plain: str, with_sign: str) -> None:
    """A half is rounded up, and what rounds to nothing has no sign."""
    assert (shown(Fraction(value)), signed(Fraction(value))) == (plain, with_sign)


def test_only_matched_pupils_are_compared(tmp_path: Path) -> None:
    """Whoever lacks a score is in no figure, on the page and in the ledger."""
    # Matched: 8 → 15, 11 → 14, 14 → 13.5. Mean before 33 / 3 = 11, after 42.5 / 3 = 14.2,
    # gain 9.5 / 3 = 3.2; at or above 14: one before, two after.
    rows = "pupil,before,after\nP1,8,15\nP2,11,14\nP3,20,absent\nP4,,20\nP5,14,13.5\nP6,,\n"
    report = csv(rows, tmp_path)
    (finding,) = report.findings
    assert finding.code == "CF533"
    assert "3 pupils of 6" in finding.message
    assert "no score before in row 5; no score after in row 4; no score at all in row 7" in (
        finding.message
    )
    shown_on_page = view(measured(report))
    assert shown_on_page.figures == (
        ("3", "pupils with both scores"),
        ("+3.2", "mean gain"),
        ("33% → 67%", "at or above 14"),
    )
    assert "3 pupils without both scores are left out." in shown_on_page.notes[0]
    assert shown_on_page.tables[0].rows[0] == ("Mean", "11", "14.2", "+3.2")
    (measure,) = report.portfolio.measures["scores"]
    assert (measure.value, measure.minimum, report.complete) == (3, 3, True)


def test_a_spreadsheets_own_rows_are_no_pupils(tmp_path: Path) -> None:
    """`Average` below the pupils is neither counted nor drawn, and the page says so."""
    rows = "Student;Pre;Post\nS1;8;15\nS2;11;14\nS3;14;13,5\nAverage;11;14,2\nn;3;3\n"
    report = csv(rows, tmp_path)
    assert report.findings == ()
    assert len(measured(report).matched) == 3
    assert "“Average”, “n”" in view(measured(report)).notes[0]


def test_groups_are_compared_by_themselves(tmp_path: Path) -> None:
    """Two classes may number their pupils alike; each has figures of its own."""
    # A: 8 → 15, 10 → 11: means 9, 13, gain 4. B: 14 → 14: gain 0.
    rows = "class,pupil,pre,post\nA,1,8,15\nB,1,14,14\na,2,10,11\n"
    report = csv(rows, tmp_path)
    assert report.findings == ()
    found = groups(measured(report).pupils)
    assert [name for name, _ in found] == ["A", "B"]
    assert view(measured(report)).tables[1].rows == (
        ("A", "2", "9", "13", "+4", "0 (0%)", "1 (50%)"),
        ("B", "1", "14", "14", "0", "1 (100%)", "1 (100%)"),
    )


def test_one_class_handed_in_twice_is_found(tmp_path: Path) -> None:
    """The same pupils in a second document, measured with the same, are no more pupils."""
    table = "---\n\n{}\n\n| Pupil | Before | After |\n|---|---|---|\n"
    rows = "| P1 | 8 | 15 |\n| P2 | 9 | 14 |\n"
    report = lay(tmp_path, TOP + table.format("One day in September.") + rows)
    assert codes(report) == {"CF537", "CF538"}
    second = tmp_path / "workspace" / "portfolio" / "second.md"
    text = TOP + table.format("They worked in silence, each at a table.") + rows
    second.write_text(text, "utf-8")
    report = check(tmp_path / "workspace")
    assert [f.place.line for f in report.findings if f.code == "CF531"] == [15, 16]
    assert "CF537" in codes(report)
    # What another test says of the same pupils is no copy; still they are two pupils.
    second.write_text(text.replace("Fractions check", "Exit ticket"), "utf-8")
    report = check(tmp_path / "workspace")
    assert "CF531" not in codes(report)
    assert report.portfolio.measures["scores"][0].value == 2


def test_a_table_of_something_else_is_left_alone(tmp_path: Path) -> None:
    """Items before and after stand beside the pupils; a misspelt heading is still said."""
    table = "---\n\nBoth.\n\n| Pupil | Before | After |\n|---|---|---|\n"
    table += "| P1 | 8 | 15 |\n| P2 | 9 | 14 |\n| P3 | 9 | 15 |\n\n"
    items = "Items:\n\n| {} | Before | After |\n|---|---|---|\n| Item one | 30% | 70% |\n"
    assert lay(tmp_path / "a", TOP + table + items.format("Item")).findings == ()
    assert codes(lay(tmp_path / "b", TOP + table + items.format("Pupill"))) == {"CF507"}


def test_nobody_matched_is_no_evidence(tmp_path: Path) -> None:
    """Two lists of other pupils can't be compared, and the page is still there."""
    report = csv("pupil,before,after\nP1,8,\nP2,,14\n", tmp_path)
    assert {"CF533", "CF537"} == codes(report)
    assert not report.complete
    assert view(measured(report)).pictures == ()


def test_few_are_drawn_one_by_one_and_many_as_they_are_spread(tmp_path: Path) -> None:
    """A line each up to forty pupils; then bars, in which every score stands once a side."""
    many = "\n".join(f"P{n},{n % 21},{min(20, n % 21 + n % 4)}" for n in range(1, 201))
    report = csv(f"pupil,before,after\n{many}\n", tmp_path / "many")
    found = bins(measured(report))
    assert (sum(b.before for b in found), sum(b.after for b in found)) == (200, 200)
    assert 14 in {b.low for b in found}
    assert view(measured(report)).pictures[0].template == "kinds/scores/bars.html"
    few = "\n".join(f"P{n},{n % 21},{n % 19}" for n in range(1, 41))
    report = csv(f"pupil,before,after\n{few}\n", tmp_path / "few")
    (picture,) = view(measured(report)).pictures
    assert picture.template == "kinds/scores/lines.html"
    assert [len(drawing.lines) for drawing in picture.chart.drawings] == [40, 40]


def test_bars_hold_what_they_say(tmp_path: Path) -> None:
    """Half points and a scale that does not begin at nought."""
    # Steps of 0.5 from 1: of 1, 1.5, 2, 2.5, 3 and 4 none is lost; 4 is the highest.
    top = TOP.replace("scale: 0–20", "scale: 1 to 4").replace("cut: 14", "cut: 2.5")
    rows = "pupil,before,after\nP1,1,2.5\nP2,1.5,3\nP3,2,4\n"
    report = lay(tmp_path, f"{top}data: scores.csv\n---\n\nAll.\n", rows)
    assert report.findings == ()
    found = [(b.low, b.before, b.after) for b in bins(measured(report))]
    assert found == [
        (1.0, 1, 0), (1.5, 1, 0), (2.0, 1, 0), (2.5, 0, 1), (3.0, 0, 1), (3.5, 0, 0), (4.0, 0, 1)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("scale: 20–0", "does not begin with the lower"),
        ("scale: twenty", "is not a lowest and a highest score"),
        ("scale: {low: 0}", "is not a lowest and a highest score"),
        ("cut: most", "`cut: most` is no number"),
        ("measured_after: 11/20/2026", "is not written as year-month-day"),
    ],
)
def test_what_front_matter_can_not_say_is_told(line: str, hint: str, tmp_path: Path) -> None:
    """One finding in the line itself, in plain words."""
    key = line.partition(":")[0]
    top = "".join(line + "\n" if each.startswith(key) else each for each in TOP.splitlines(True))
    table = "---\n\nAll.\n\n| Pupil | Before | After |\n|---|---|---|\n"
    rows = "| P1 | 8 | 15 |\n| P2 | 9 | 14 |\n| P3 | 9 | 15 |\n"
    report = lay(tmp_path, top + table + rows)
    (finding,) = report.findings
    assert (finding.code, finding.severity, hint in finding.message) == ("CF502", "error", True)
    assert finding.place.line == top.splitlines().index(line) + 1


def test_a_table_of_two_megabytes_is_read(tmp_path: Path) -> None:
    """Too many rows are said once; nothing breaks."""
    rows = "pupil,before,after\n" + "".join(f"P{n},8,15\n" for n in range(60_000))
    report = csv(rows, tmp_path)
    assert [f.code for f in report.findings if f.severity == "error"] == ["CF507"]


@pytest.mark.parametrize(
    ("labels", "left_out"),
    [
        ("Max, Anna, Bo", ""),
        ("Max, Min, Anna", "Max, Min"),
        ("Anna, Max, Average", "Max, Average"),
        ("A, B, M, N, Total", "Total"),
        ("Pupil 1, Pupil 2, N, Mean, SD", "N, Mean, SD"),
        ("Anna, N", ""),
    ],
)
def test_a_childs_name_is_no_summary(labels: str, left_out: str) -> None:
    """Max and N are pupils, unless the table shows that they sum the others up."""
    assert summaries(labels.split(", ")) == frozenset(left_out.split(", ") if left_out else ())


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("A1", "A 1", True),
        ("Pupil 1", "pupil1", True),
        ("1 11", "11 1", False),
        ("Pupil 1", "Pupil 11", False),
    ],
)
def test_a_space_makes_no_other_pupil(first: str, second: str, same: bool, tmp_path: Path) -> None:
    """One pupil written in two ways would be counted as two; figures apart are two numbers."""
    report = csv(f"pupil,before,after\n{first},8,15\n{second},11,14\nx,14,13\ny,9,9\n", tmp_path)
    assert ("CF531" in codes(report)) == same


@pytest.mark.parametrize(
    ("old", "code"),
    [("target: Compare two fractions.", "CF536"), ("instrument: Fractions check", "CF534")],
)
def test_what_holds_a_place_is_not_stated(old: str, code: str, tmp_path: Path) -> None:
    """`TBD` is no learning target, and no instrument."""
    rows = "| Pupil | Before | After |\n|---|---|---|\n"
    rows += "".join(f"| P{n} | {n} | {n + 3} |\n" for n in range(10))
    assert code not in codes(lay(tmp_path / "a", f"{TOP}---\n\nAll.\n\n{rows}"))
    top = TOP.replace(old, f"{old.partition(':')[0]}: TBD")
    assert code in codes(lay(tmp_path / "b", f"{top}---\n\nAll.\n\n{rows}"))


@pytest.mark.parametrize(
    ("named", "content", "place", "said"),
    [
        ("scores.csv", "\n", "scores.md:9", "There is nothing in `scores.csv`."),
        ("scores.csv", "pupil,before,after\n", "scores.csv:1", "There are no rows here"),
        ("../scores.csv", "", "scores.md:9", "leads out of the portfolio folder"),
    ],
)
def test_a_spreadsheet_without_scores(
    named: str, content: str, place: str, said: str, tmp_path: Path
) -> None:
    """It is told where the fault is: in the file that is empty, or in the line that names it."""
    report = lay(tmp_path, f"{TOP}data: {named}\n---\n\nEverybody was there.\n", content)
    (fault,) = [f for f in report.findings if f.code == "CF507"]
    assert f"{fault.place.path}:{fault.place.line}" == place and said in fault.message
