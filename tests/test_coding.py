"""Coded passages: shares by conversation against values worked by hand, and what is looked up."""

from pathlib import Path

import pytest
from support import check, codes, found
from test_kinds import lay_specimen
from test_site import page

from credfolio.compose.pages import compose
from credfolio.compose.site import ComposeOptions
from credfolio.kinds.coding import Coding
from credfolio.kinds.coding.codebook import Code, read_codes
from credfolio.kinds.coding.figures import changes, shares
from credfolio.model import Report

HEAD = """---
requirement: coding
---

| Conversation | Passage | Strategy | About | Comment |
|---|---|---|---|---|
"""
SEPTEMBER = (
    "What did you see in the work of the four pupils that you brought?",
    "They all drew the same picture of a half",
    "two of them cut it into unequal parts",
    "Who books the room for Tuesday",
)
OCTOBER = (
    "What would have to change in the timetable",
    "I can free the last lesson on Tuesdays",
    "We would look at what the pupils thought when they wrote that.",
)


def coded(folder: Path, *rows: tuple[str, str, str, str]) -> Report:
    """The specimens' two meetings, with these rows of date, passage, strategy and about."""
    lay_specimen("coding", "", "", folder)
    lines = [
        f"| {day} | {passage} | {strategy} | {about} | What it shows, number {number}. |\n"
        for number, (day, passage, strategy, about) in enumerate(rows, 1)
    ]
    (folder / "portfolio" / "coding.md").write_text(HEAD + "".join(lines), "utf-8")
    return check(folder)


def by_about(folder: Path, september: str, october: str) -> Report:
    """A letter for each passage: `l` logistics, `s` student thinking."""
    titles = {"l": "Logistics", "s": "Student thinking"}
    rows = [("2026-09-08", p, "Fostering", titles[c]) for p, c in zip(SEPTEMBER, september)]  # noqa: B905
    rows += [("2026-10-06", p, "Negotiating", titles[c]) for p, c in zip(OCTOBER, october)]  # noqa: B905
    return coded(folder, *rows)


def coding(report: Report) -> Coding:
    value = report.portfolio.evidence["coding"].value
    assert isinstance(value, Coding)
    return value


def test_shares_are_of_the_passages_of_each_conversation(tmp_path: Path) -> None:
    """Of four passages in September one is about thinking, of two in October both."""
    report = by_about(tmp_path / "w", "llsl", "ss")
    assert found(report) == []
    september, october = shares(coding(report), "about", report.portfolio.conversations)
    assert (september.by_code, september.number) == ({"logistics": 3, "student-thinking": 1}, 4)
    assert (october.by_code, october.number) == ({"logistics": 0, "student-thinking": 2}, 2)
    assert (september.share("student-thinking"), october.share("student-thinking")) == (0.25, 1.0)
    thinking = changes(coding(report), "about", (september, october))[1]
    assert (thinking.before, thinking.after, thinking.each) == ((1, 4), (2, 2), 1)


def test_a_conversation_without_passages_has_no_share(tmp_path: Path) -> None:
    """None, which is not nothing; and nothing is compared."""
    report = by_about(tmp_path / "w", "ls", "")
    september, october = shares(coding(report), "about", report.portfolio.conversations)
    assert (september.share("logistics"), october.share("logistics")) == (0.5, None)
    assert changes(coding(report), "about", (september, october)) == ()


def test_the_page_shows_shares_with_n(tmp_path: Path) -> None:
    """Bars with n, the same figures in words and in a table, and a link to each passage."""
    html = page(compose(by_about(tmp_path / "w", "llsl", "ss"), ComposeOptions()), "coding.md").html
    assert "About: shares over time" in html
    assert "n = 4" in html and "n = 2" in html
    assert "Student thinking 25% (1 of 4) to 100% (2 of 2)" in html
    assert "2026-09-08, Student thinking: 1 of 4" in html
    assert html.count("In the conversation") == 6
    cells = [row.split("</td>") for row in html.split("<tr>") if "cf-at-highlight" in row]
    assert all("cf-at-highlight" in row[1] for row in cells), (
        "the link stands in the passage's cell"
    )


def test_the_conversation_shows_what_is_coded(tmp_path: Path) -> None:
    """Passages are marked where they were said, with a link to their row."""
    report = by_about(tmp_path / "w", "llsl", "ss")
    html = page(compose(report, ComposeOptions()), "1.md").html
    assert html.count('href="coding.html#highlight-') == 4


def test_a_spreadsheet_is_shown_with_links(tmp_path: Path) -> None:
    """Rows of a file of their own have anchors on the page that names it."""
    report = check(lay_specimen("coding", "spreadsheet", "good", tmp_path / "w"))
    site = compose(report, ComposeOptions())
    html = page(site, "coding.md").html
    assert 'id="highlight-1"' in html and "In the conversation, 0:05" in html
    assert 'href="coding.html#highlight-1"' in page(site, "1.md").html


CODES = (
    Code("fostering", "Fostering", "strategy", ("foster",)),
    Code("give-and-take", "Give and take", "strategy"),
    Code("logistics", "Logistics", "about"),
)


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("Fostering", ["fostering"]),
        ("  FOSTERING. ", ["fostering"]),
        ("foster", ["fostering"]),
        ("Give and take", ["give-and-take"]),
        ("give_and_take; fostering", ["give-and-take", "fostering"]),
        ("fostering / Fostering", ["fostering"]),
        ("–", []),
        ("n/a", []),
        ("", []),
    ],
)
def test_codes_are_read_as_people_write_them(written: str, ids: list[str]) -> None:
    """By id, title or another name; several with a sign between them, each once."""
    coded = read_codes(written, "Strategy", CODES)
    assert (list(coded.ids), coded.unknown) == (ids, ())


def test_what_is_no_code_has_the_nearest(tmp_path: Path) -> None:
    """Of its group; or the code of another that is called so."""
    assert [(u.written, u.meant) for u in read_codes("fosterin", "strategy", CODES).unknown] == [
        ("fosterin", CODES[0])
    ]
    (other,) = read_codes("logistics", "strategy", CODES).unknown
    assert other.meant == CODES[2]
    (none,) = read_codes("praise", "strategy", CODES).unknown
    assert none.meant is None


def test_one_passage_coded_over_and_over_shows_a_code_once(tmp_path: Path) -> None:
    """Rows with the same words don't add up to what is asked for."""
    folder = tmp_path / "w"
    lay_specimen("coding", "", "", folder)
    file = folder / "credentials" / "specimen.yml"
    file.write_text(file.read_text("utf-8").replace("{strategy: 1}", "{strategy: 2}"), "utf-8")
    october, september = OCTOBER[1], SEPTEMBER[0]
    rows = [
        ("2026-09-08", september, "Fostering", "Student thinking"),
        ("2026-09-08", SEPTEMBER[1], "Fostering", "Student thinking"),
        ("2026-10-06", october, "Negotiating", "Logistics"),
        ("2026-10-06", f"Principal [0:00:12]: {october}", "Negotiating", ""),
    ]
    lines = [f"| {' | '.join(row)} | What it shows, {n}. |\n" for n, row in enumerate(rows)]
    (folder / "portfolio" / "coding.md").write_text(HEAD + "".join(lines), "utf-8")
    report = check(folder)
    assert {"CF561", "CF562", "CF564"} == codes(report)
    said = next(f for f in report.findings if f.code == "CF561")
    assert "“Negotiating” is shown by 1 passage; 2 are asked for." in said.message


def test_a_wrong_speaker_or_time_is_told(tmp_path: Path) -> None:
    """As of any quotation: who said it and when may stand before the words, and has to be right."""
    rows = [
        ("2026-09-08", f"**Teacher 1** [0:00:05]: {SEPTEMBER[0]}", "Fostering", "Student thinking"),
        ("2026-10-06", f"[0:09:00] {OCTOBER[1]}", "Negotiating", "Logistics"),
    ]
    report = coded(tmp_path / "w", *rows)
    assert {"CF408", "CF406"} <= codes(report)


def test_without_conversations_it_is_said_once(tmp_path: Path) -> None:
    """Not for each row: nothing can be looked up."""
    folder = tmp_path / "w"
    lay_specimen("coding", "", "", folder)
    for name in ("1.md", "2.md"):
        (folder / "portfolio" / name).unlink()
    report = check(folder)
    assert sum(f.code == "CF402" for f in report.findings) == 1
    assert "CF559" not in codes(report)
