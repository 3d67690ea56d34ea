"""Steps with their dates: figures against values worked by hand, names, days, pictures, cards."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import check, found
from test_kinds import lay_specimen

from credfolio.compose import compose
from credfolio.compose.charts import SIZES
from credfolio.compose.site import ComposeOptions
from credfolio.kinds.roster import Person, Roster
from credfolio.kinds.steps import Cycle, Entry, Steps
from credfolio.kinds.steps import drawings as drawn
from credfolio.kinds.steps.days import Stretch, between, number
from credfolio.kinds.steps.figures import Cadence, Figures, figures
from credfolio.kinds.steps.names import CycleHeading, cycle_name, step_name
from credfolio.kinds.steps.people import Known, Named, named
from credfolio.model import Metadata, Participant, Place
from credfolio.tables.cells import Day, Minutes, TimeOfDay

DECLARED = (
    {"id": "before", "title": "Before", "aliases": ("planning",)},
    {"id": "during", "title": "During the visit"},
    {"id": "after", "title": "After", "optional": True},
)


def row(day: str, step: str = "before", minutes: float | None = None) -> Entry:
    values = {} if minutes is None else {"minutes": minutes}
    written = {name: str(value) for name, value in values.items()}
    title = next(s["title"] for s in DECLARED if s["id"] == step)
    return Entry(step, str(title), day, number(day), None, written, values, Place(), {})


def three_cycles() -> Steps:
    """Begun on September 9, September 30 and October 21; the last ends on October 28."""
    return Steps(
        (
            Cycle("1", (row("2026-09-09", minutes=55), row("2026-09-15", "during", 40)), "Cycle 1"),
            Cycle("2", (row("2026-09-30", minutes=50), row("2026-10-06", "during")), "Cycle 2"),
            Cycle("3", (row("2026-10-22", minutes=45), row("2026-10-28", "during", 50)), "Cycle 3"),
        ),
        terms=(Stretch("2026-08-17", "2026-09-25", "Summer"), Stretch("2026-10-05", "2026-12-18")),
    )


def made(steps: Steps) -> Figures:
    found = figures(steps, "Minutes")
    assert found is not None
    return found


# --- figures ---------------------------------------------------------------------------------


def test_cadence_by_hand() -> None:
    """Days from the start of each cycle to that of the next, and between all dates."""
    found = made(three_cycles())
    # September 9 to 30: 21 days; September 30 to October 22: 22 days. (21 + 22) / 2 = 21.5
    assert found.between_cycles == Cadence(21.5, 22, "2026-09-30")
    # 9, 15, 30 September, 6, 22, 28 October: 6 + 15 + 6 + 16 + 6 = 49 days in 5 steps.
    assert found.between_meetings == Cadence(9.8, 16, "2026-10-06")
    assert (found.cycles, found.rows, found.meetings) == (3, 6, 6)


def test_hours_a_week_by_hand() -> None:
    """All minutes that are stated, by the weeks from the first date to the last."""
    found = made(three_cycles())
    # September 9 to October 28 are 50 days with both counted, 50 / 7 weeks.
    # 55 + 40 + 50 + 45 + 50 = 240 minutes = 4 hours; 4 / (50 / 7) = 0.56 hours a week.
    assert (found.minutes, found.timed, found.days) == (240, 5, 50)
    assert found.hours_a_week == pytest.approx(0.56)


def test_less_than_a_week_counts_as_one() -> None:
    """Two hours on one day are no fourteen hours a week."""
    found = made(Steps((Cycle("1", (row("2026-09-09", minutes=120),)),)))
    assert found.hours_a_week == pytest.approx(2.0)
    assert found.between_cycles is None and found.between_meetings is None


def test_cycles_by_term() -> None:
    """A cycle belongs to the term in which it began, or to none."""
    found = made(three_cycles())
    assert [(term.title, cycles) for term, cycles in found.by_term] == [("Summer", 1), ("", 1)]
    assert found.outside == 1  # that of September 30 began between the two


def test_nothing_has_no_figures() -> None:
    """Without rows, or without minutes, nothing is made up."""
    assert figures(Steps(())) is None
    assert made(Steps((Cycle("1", (row("2026-09-09"),)),))).hours_a_week is None


# --- days ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "off", "days"),
    [
        ("2026-09-11", "2026-09-14", [], 1),  # Friday to Monday
        ("2026-09-11", "2026-09-12", [], 0),  # Friday to Saturday
        ("2026-09-12", "2026-09-14", [], 1),  # Saturday to Monday
        ("2026-11-10", "2026-11-12", ["2026-11-11"], 1),  # over Veterans Day
        ("2026-11-24", "2026-11-30", ["2026-11-25", "2026-11-26", "2026-11-27"], 1),
        ("2026-09-07", "2026-09-21", [], 10),  # two weeks
        ("2026-09-14", "2026-09-14", [], 0),
    ],
)
def test_working_days(first: str, last: str, off: list[str], days: int) -> None:
    """Monday to Friday count, days without school don't."""
    assert between(number(first), number(last), [number(day) for day in off], True) == days


@given(st.integers(700_000, 760_000), st.integers(0, 400), st.sets(st.integers(0, 400)))
def test_working_days_are_counted(first: int, length: int, off: set[int]) -> None:
    """The figure is that of counting day by day."""
    away = sorted(first + n for n in off if date.fromordinal(first + n).weekday() < 5)
    each = (date.fromordinal(first + n + 1) for n in range(length))
    expected = sum(day.weekday() < 5 and day.toordinal() not in away for day in each)
    assert between(first, first + length, away, True) == expected


# --- how people write ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("1", "1"),
        ("1.0", "1"),
        ("01", "1"),
        ("Cycle 2", "2"),
        ("cycle #2", "2"),
        ("Cycle no. 2", "2"),
        ("CYCLE TWO", "2"),
        ("Second cycle", "2"),
        ("2nd", "2"),
        ("Round 3: fractions", "3"),
        ("**4**", "4"),
        ("Coaching cycle 5", "5"),
        ("Autumn", "autumn"),
        ("²", "2"),
    ],
)
def test_a_cycle_by_any_name(written: str, name: str) -> None:
    """A cycle's number counts, however it is written."""
    assert cycle_name(written) == name


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Cycle 2: what we did", "2"),
        ("2. Cycle 2", "2"),
        ("The first cycle", None),
        ("First cycle – fractions", "1"),
        ("What changed after cycle 2", None),
        ("Cycle of trust", None),
        ("Before", None),
    ],
)
def test_a_heading_that_names_a_cycle(heading: str, name: str | None) -> None:
    """Only one that begins with it, so that a heading about cycles is none."""
    assert CycleHeading().read(heading, False) == name


@pytest.mark.parametrize(
    ("written", "step"),
    [
        ("before", "before"),
        ("PLANNING", "before"),
        ("1", "before"),
        ("Step 2", "during"),
        ("2. During the visit", "during"),
        ("Step 2: During-the-Visit", "during"),
        ("**After:**", "after"),
        ("4", None),
        ("0", None),
        ("Afterwards", None),
    ],
)
def test_a_step_by_any_name(written: str, step: str | None) -> None:
    """Id, title, other names and numbers mean a step; what means none is told."""
    assert step_name(DECLARED).read(written, False) == step


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("14:30", 870),
        ("2:30 pm", 870),
        ("2:30 p.m.", 870),
        ("2:30", 870),
        ("02:30", 150),
        ("10:00–10:20", 600),
        ("9:05 to 9:50", 545),
        ("12 am", 0),
        ("12:15 pm", 735),
        ("14.30", 870),
        ("25:00", None),
        ("9:75", None),
        ("13 pm", None),
        ("soon", None),
        ("7", None),
    ],
)
def test_times_of_day(written: str, minutes: int | None) -> None:
    """Schools write 2:30 and mean the afternoon."""
    assert TimeOfDay().read(written, False) == minutes


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("45", 45), ("45 min", 45), ("1.5 h", 90), ("1 hour", 60), ("0", None), ("1:10", None)],
)
def test_minutes(written: str, minutes: float | None) -> None:
    """A length without its unit is minutes; 1:10 may be an hour or a minute and is asked for."""
    assert Minutes().read(written, False) == minutes


def test_a_date_is_corrected() -> None:
    """Other ways to write a date are told with the right one."""
    assert Day().read("2026-11-03", False) == "2026-11-03"
    assert Day().read("3 Nov 2026", False) is None
    assert Day().meant("3 Nov 2026")[0] == "2026-11-03"


def known() -> Known:
    """Coach A and Teacher 1 are in the team; Teacher 2 takes part without being in it."""
    people = (
        Participant("a", "Coach A"),
        Participant("t1", "Teacher 1"),
        Participant("t2", "Teacher 2"),
    )
    team = tuple(Person(p.label, True, (), {}, Place(), {}) for p in people[:2])
    return Known(Roster(team), Metadata(participants=people))


@pytest.mark.parametrize(
    ("written", "members", "strange"),
    [
        ("Coach A", 1, ()),
        ("coach a; t1", 2, ()),
        ("Coach A and Teacher 1", 2, ()),
        ("Coach A: keeps time; Teacher 1: teaches", 2, ()),
        ("Coach A keeps time and writes; Teacher 1 teaches", 2, ()),
        ("Coach A, who keeps time", 1, ()),
        ("Coach A (time), Teacher 1 (teaches)", 2, ()),
        ("teaches: Teacher 1; time: Coach A", 2, ()),
        ("Teacher 1: teaches; all: in the room early", 1, ()),
        ("Coach A: watches Teacher 2", 1, ()),
        ("Coach Z", 0, ("Coach Z",)),
        ("Coach A and Coach Z", 1, ("Coach Z",)),
        ("Teacher 2: teaches", 0, ("Teacher 2",)),
        ("Teacher 12", 0, ("Teacher 12",)),
        ("the principal", 0, ("the principal",)),
        ("Coach A; the principal: watches", 1, ("the principal",)),
        ("everyone", 0, ()),
    ],
)
def test_names_in_a_cell(written: str, members: int, strange: tuple[str, ...]) -> None:
    """What somebody did may stand before or behind their name; who is not in the team is told."""
    assert named(written, known()) == Named(members, strange)


# --- pictures --------------------------------------------------------------------------------


@st.composite
def many_cycles(draw: st.DrawFn) -> Steps:
    cycles = []
    day = date(2026, 9, 1)
    for cycle in range(draw(st.integers(1, 15))):
        rows = []
        for _ in range(draw(st.integers(1, 9))):
            day += timedelta(days=draw(st.integers(0, 400)))
            rows.append(row(day.isoformat(), draw(st.sampled_from(["before", "during", "after"]))))
        cycles.append(Cycle(str(cycle + 1), tuple(rows), f"Cycle {cycle + 1}"))
    return Steps(tuple(cycles), (Stretch("2026-08-17", "2030-12-18", "A term"),))


@settings(max_examples=40)
@given(many_cycles())
def test_everything_is_inside_the_picture(steps: Steps) -> None:
    """Bars, marks, terms and steps never leave the picture, on a screen or a phone."""
    for size, width in SIZES:
        calendar = drawn.calendar(steps, made(steps), size, width)
        for bar in (*calendar.bars, *calendar.terms):
            assert bar.x >= 0 and bar.x + bar.width <= width + 4 and bar.y < calendar.height
            assert all(0 < x < width for x in bar.marks)
        assert len(calendar.ticks) <= 9
        lanes = drawn.lanes(drawn.sequences(steps, DECLARED), size, width)
        nodes = [node for lane in lanes.lanes for node in lane.nodes]
        assert all(9 < node.x < width - 9 and 0 < node.y < lanes.height for node in nodes)
        assert all(y < lanes.height for node in nodes for y, _ in node.lines)


def test_a_missing_step_is_drawn_where_it_belongs() -> None:
    """A gap in a cycle is seen; a step that may be left out is none."""
    steps = Steps((Cycle("1", (row("2026-09-09"), row("2026-09-11", "after")), "Cycle 1"),))
    ((_, stops),) = drawn.sequences(steps, DECLARED)
    assert [(s.title, s.date, s.gap) for s in stops] == [
        ("Before", "Sep 9", ""),
        ("During the visit", "", ""),
        ("After", "Sep 11", "2 days"),
    ]
    ((_, stops),) = drawn.sequences(Steps((Cycle("1", (row("2026-09-09", "during"),)),)), DECLARED)
    assert [stop.date for stop in stops] == ["", "Sep 9"]


# --- pages -----------------------------------------------------------------------------------


def page(folder: Path, source: str) -> str:
    report = check(folder)
    pages = compose(report, ComposeOptions(draft=not report.complete)).pages
    return next(page.html for page in pages if page.source == source)


def test_a_wide_table_is_shown_as_lists(tmp_path: Path) -> None:
    """Every cell is on the page, also of columns that nobody asks for."""
    folder = lay_specimen("steps", "", "", tmp_path / "wide")
    file = folder / "portfolio" / "cycles.md"
    text = file.read_text("utf-8").replace("| Minutes |", "| Minutes | Our room |")
    text = text.replace("|---|---|---|\n", "|---|---|---|---|\n", 1)
    file.write_text(text.replace("| 60 |\n| 2", r"| 60 | a \| *b*; c |" + "\n| 2"), "utf-8")
    html = page(folder, "cycles.md")
    assert "<table>" not in html and "<dt>Our room</dt>" in html and "a | <em>b</em>; c" in html
    assert "<li>wait time: 3 of 20</li>" in html
    assert "<strong>Cycle 1 · Walkthrough · 2026-09-14</strong>" in html


def test_a_narrow_table_stays_one(tmp_path: Path) -> None:
    """Four columns of short cells are read best as they were written."""
    folder = lay_specimen("steps", "", "", tmp_path / "narrow")
    (folder / "credentials" / "specimen.yml").write_text(
        "id: specimen\nversion: 1\ntitle: A specimen\nparts:\n  - id: work\n    title: The work\n"
        "    requirements:\n      - id: cycles\n        kind: steps\n        title: Steps\n"
        "        steps: [{id: a, title: First}, {id: b, title: Second}]\n",
        "utf-8",
    )
    (folder / "portfolio" / "cycles.md").write_text(
        "---\nrequirement: cycles\n---\n\n| Step | Date | Where |\n|---|---|---|\n"
        "| First | 2026-09-14 | Here |\n| Second | 2026-09-20 | There |\n",
        "utf-8",
    )
    (folder / "portfolio" / "team.md").unlink()
    html = page(folder, "cycles.md")
    assert '<div class="cf-room" tabindex="0" role="group" aria-label="Table"><table>' in html
    assert "6 days" in html and "Cycles along" not in html


def test_the_page_says_how_hours_are_worked_out(tmp_path: Path) -> None:
    """A figure of hours stands beside its minutes, its weeks, and what it is compared with."""
    html = page(lay_specimen("steps", "", "", tmp_path / "hours"), "cycles.md")
    # 20 + 30 + 60 + 25 + 30 + 60 = 225 minutes; September 14 to October 8 are 25 days.
    assert "the 225 minutes that 6 rows state" in html and "are 3.8 hours" in html
    assert "3.6 weeks" in html and "Others take two hours a week." in html


# --- what can't be read ----------------------------------------------------------------------

CELLS = st.one_of(
    st.sampled_from(
        ["", "1", "Cycle 1", "Walkthrough", "2026-09-14", "2026-02-30", "Coach A", "²"]
    ),
    st.text("ab1-:;/.፩٣…\\ ", max_size=12),
)


@settings(max_examples=30)
@given(rows=st.lists(st.lists(CELLS, min_size=12, max_size=12), max_size=5))
def test_any_cells_are_findings(
    rows: list[list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever stands in the cells is read or told, never a crash."""
    folder = tmp_path_factory.mktemp("cells") / "x"
    lay_specimen("steps", "", "", folder)
    file = folder / "portfolio" / "cycles.md"
    head = "\n".join(file.read_text("utf-8").split("\n")[:8])
    file.write_text("\n".join([head, *(f"| {' | '.join(r)} |" for r in rows)]) + "\n", "utf-8")
    report = check(folder)
    assert not report.complete
    assert all(line.startswith("CF5") for line in found(report))


def test_rows_are_bounded(tmp_path: Path) -> None:
    """A table that nobody wrote by hand is told once and read no further."""
    folder = lay_specimen("steps", "", "", tmp_path / "many")
    file = folder / "portfolio" / "cycles.md"
    head = "\n".join(file.read_text("utf-8").split("\n")[:8])
    file.write_text(head + "\n" + "| 1 | Walkthrough |\n" * 2_001, "utf-8")
    assert found(check(folder), "error") == ["CF507 cycles.md:7 cycles"]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("11/05/2026", "Write “2026-11-05”, or “2026-05-11” if the day stands first."),
        ("05.11.2026", "Write “2026-11-05”."),
        ("46332", "Write “2026-11-06”."),
        ("99999", "Write “2026-11-03”, for example."),
    ],
)
def test_a_date_of_a_spreadsheet(written: str, hint: str, tmp_path: Path) -> None:
    """What may be two days is told as both; the number of days that Excel keeps is a date."""
    folder = lay_specimen("steps", "", "", tmp_path / "base")
    (file,) = folder.glob("portfolio/**/cycles*.md")
    text = file.read_text("utf-8")
    day = re.search(r"\d{4}-\d\d-\d\d", text[text.index("|") :])
    assert day
    file.write_text(text.replace(day[0], written, 1), "utf-8")
    assert any((f.hint or "").startswith(hint) for f in check(folder).findings)


def cycles_of(folder: Path, *edits: tuple[str, str]) -> Path:
    """The base specimen with changes in the table of its cycles."""
    lay_specimen("steps", "", "", folder)
    file = folder / "portfolio" / "cycles.md"
    text = file.read_text("utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("teacher", ["t1", "T1", "Teacher 1 (grade 5)"])
def test_a_participant_by_another_name_is_no_other(teacher: str, tmp_path: Path) -> None:
    """A new teacher is asked for; the id or a remark makes nobody new."""
    folder = cycles_of(tmp_path / "w", ("| Teacher 2 |", f"| {teacher} |"))
    assert found(check(folder)) == ["CF523 cycles.md:12 cycles"]


def test_what_is_handed_on_may_be_called_by_id(tmp_path: Path) -> None:
    """Who is named for the next cycle hosts it, whether the label or the id is written."""
    folder = cycles_of(tmp_path / "w", ("| Probing questions |", "| Coach B |"))
    credential = folder / "credentials" / "specimen.yml"
    text = credential.read_text("utf-8")
    assert text.count("column: goal}, loosely: yes}") == 1
    text = text.replace("column: goal}, loosely: yes}", "column: host}}")
    credential.write_text(text, "utf-8")
    cycles = folder / "portfolio" / "cycles.md"
    table = cycles.read_text("utf-8")
    for host, said in (("Coach B", []), ("b", []), ("Coach A", ["CF524 cycles.md:12 cycles"])):
        cycles.write_text(table.replace("-24 | Coach B |", f"-24 | {host} |"), "utf-8")
        assert found(check(folder)) == said


def test_a_cycle_that_is_written_once_for_its_rows(tmp_path: Path) -> None:
    """Merged cells leave the rows below the first one empty; the page says the cycle of each."""
    steps = ("Conversation", "Team meeting")
    edits = [(f"| {n} | {step} |", f"| | {step} |") for n in (1, 2) for step in steps]
    folder = cycles_of(tmp_path / "w", *edits)
    assert found(check(folder)) == []
    assert "Cycle 2 · Team meeting" in page(folder, "cycles.md")
    first = ("| 1 | Walkthrough |", "| | Walkthrough |")
    report = check(cycles_of(tmp_path / "x", first, *edits))
    assert "CF507 cycles.md:9 cycles" in found(report)


def test_a_row_that_ends_before_the_cycle(tmp_path: Path) -> None:
    """A line that is left off is shown as far as it goes, and the draft of the page is made."""
    folder = lay_specimen("steps", "", "", tmp_path / "w")
    file = folder / "portfolio" / "cycles.md"
    intro, bar, table = file.read_text("utf-8").partition("| Cycle |")
    rows = [row.split("|") for row in (bar + table).rstrip("\n").split("\n")]
    turned = ["|".join([*row[:1], *reversed(row[1:-1]), ""]) for row in rows]  # the cycle is last
    turned[3] = "| left off |\n" + turned[3].rpartition("|")[0].rpartition("|")[0] + "| |"
    file.write_text("\n".join([intro.rstrip("\n"), "", *turned, ""]), "utf-8")
    assert "left off" in page(folder, "cycles.md")


def test_a_term_that_ends_before_it_begins(tmp_path: Path) -> None:
    """It would hold no cycle, and nobody would know why."""
    term = "terms: [{title: Fall, from: 2026-12-18, to: 2026-08-17}]\n---\n\nWe"
    report = check(cycles_of(tmp_path / "w", ("---\n\nWe", term)))
    assert found(report) == ["CF502 cycles.md:3 cycles"]
    assert "2026-08-17, before it begins on 2026-12-18" in report.findings[0].message


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("11/26/2026", "Write `2026-11-26`."),
        ("Nov 25, 2026 to Nov 27, 2026", "Write `2026-11-25 to 2026-11-27`."),
        ("2026-11-27 to 2026-11-25", "Write `2026-11-26`, or"),
        ("Thanksgiving", "Write `2026-11-26`, or"),
    ],
)
def test_a_day_off_is_corrected(written: str, hint: str, tmp_path: Path) -> None:
    """As any other date, where it can be told which day is meant."""
    line = f'days_off: ["{written}"]\n---\n\nWe'
    report = check(cycles_of(tmp_path / "w", ("---\n\nWe", line)))
    assert found(report) == ["CF502 cycles.md:3 cycles"]
    assert report.findings[0].hint.startswith(hint)


@pytest.mark.parametrize("hyphen", "\u2010\u2011\u2013\u2212")
def test_a_dash_that_looks_like_a_hyphen(hyphen: str, tmp_path: Path) -> None:
    """A date from a word processor looks like any other; nobody could see what is wrong."""
    assert Day().read(f"2026{hyphen}11{hyphen}03", False) == "2026-11-03"
    folder = cycles_of(tmp_path / "w", ("2026-09-15", f"2026{hyphen}09{hyphen}15"))
    assert found(check(folder)) == []


def test_a_list_in_yaml_is_several_entries(tmp_path: Path) -> None:
    """What `;` divides in a cell is a list in YAML; a text with a colon needs quotation marks."""
    folder = cycles_of(tmp_path / "w")
    entries = []
    text = (folder / "portfolio" / "cycles.md").read_text("utf-8")
    header, _, *rows = [line for line in text.splitlines() if line.startswith("|")]
    names = [name.strip() for name in header.strip("|").split("|")]
    for line in rows:
        cells = zip(names, (c.strip() for c in line.strip("|").split("|")), strict=True)
        said = [
            f"{name}: [{', '.join(f'{part!r}' for part in cell.split('; '))}]"
            if ";" in cell
            else f"{name}: {cell!r}"
            for name, cell in cells
            if cell
        ]
        entries.append("- " + "\n  ".join(said))
    (folder / "portfolio" / "cycles.yml").write_text("\n".join(entries), "utf-8")
    top = "---\nrequirement: cycles\ndata: cycles.yml\n---\n\nWe met twice.\n"
    (folder / "portfolio" / "cycles.md").write_text(top, "utf-8")
    assert found(check(folder)) == []
    wrong = "\n".join(entries).replace("'probing questions: 5'", "probing questions: 5")
    (folder / "portfolio" / "cycles.yml").write_text(wrong, "utf-8")
    assert "CF507" in {finding.code for finding in check(folder).findings}
