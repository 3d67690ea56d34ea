"""Conversations over time: who asks and who states, against values worked by hand."""

from pathlib import Path

import pytest
from support import check, codes, found, run
from test_kinds import lay_specimen
from test_site import page

from credfolio.compose.pages import compose
from credfolio.compose.site import ComposeOptions
from credfolio.kinds.conversations.figures import Asking, Counted, Trend, over_time, trends
from credfolio.model import Report

KIND = "conversations"

# By the rule, a sentence with a question mark asks and every other one states.
# 1: the coach asks 2 of 3, Teacher 1 asks 0 of 4 (“Yes.” is one), Teacher 2 asks 1 of 1.
FIRST = """**Coach** [0:00:05]: What did you see in the pages of your pupils? I have read them too.
Which of them would you like to begin with, and why that one?

**Teacher 1** [0:00:20]: Yes. They draw a half. Two of them cut it into parts that are not equal. I
counted.

**Teacher 2** [0:00:31]: Did they say why?
"""
# 2: the coach asks 1 of 2, Teacher 1 asks 0 of 2.
SECOND = """**Teacher 1** [0:00:04]: They drew the cups one by one this time. It took a while,
and I let them.

**Coach** [0:00:16]: That is a long time for one task on a day like this. What did you hear while
they drew?
"""
# 3: the coach asks 1 of 1, Teacher 2 asks 1 of 3.
THIRD = """**Coach** [0:00:03]: What would you ask a pupil who says that four parts are more than
two?

**Teacher 2** [0:00:11]: More of what? That is what I would ask. It has to be the same cake for both
of them, and nobody says so in the book.
"""


def laid(folder: Path, *turns: str) -> Path:
    """The specimens' portfolio with the conversations of 8 and 22 September and 6 October."""
    lay_specimen(KIND, "", "", folder)
    for number, text in enumerate(turns, 1):
        file = folder / "portfolio" / f"{number}.md"
        front = file.read_text("utf-8").partition("---\n\n")[0]
        file.write_text(f"{front}---\n\n{text}", "utf-8")
    return folder


def counts(report: Report) -> tuple[Counted, ...]:
    portfolio = report.portfolio
    return over_time(portfolio.evidence["workshops"].value.held, portfolio.metadata)


@pytest.fixture
def three(tmp_path: Path) -> Report:
    return check(laid(tmp_path / "three", FIRST, SECOND, THIRD))


def test_questions_are_counted_by_role(three: Report) -> None:
    """Two teachers are counted together: in the first 0 and 1 questions, 4 and 0 statements."""
    assert found(three) == []
    assert [(each.held.recorded, each.by_role) for each in counts(three)] == [
        ("2026-09-08", {"coach": Asking(2, 1), "teacher": Asking(1, 4)}),
        ("2026-09-22", {"teacher": Asking(0, 2), "coach": Asking(1, 1)}),
        ("2026-10-06", {"coach": Asking(1, 0), "teacher": Asking(1, 2)}),
    ]


def test_the_trend_compares_halves(three: Report) -> None:
    """Of three conversations the first and the last: coach 2 of 3 to 1 of 1, teachers 1 of 5 to
    1 of 3.
    """
    assert trends(counts(three)) == (
        Trend("teacher", Asking(1, 4), Asking(1, 2), 1),
        Trend("coach", Asking(2, 1), Asking(1, 0), 1),
    )
    shares = [(t.before.share, t.after.share) for t in trends(counts(three))]
    assert shares == [(1 / 5, 1 / 3), (2 / 3, 1.0)]


def test_halves_are_added_up_before_they_are_compared(three: Report) -> None:
    """Of four conversations two and two: a long one weighs more than a short one."""
    first, second, third = counts(three)
    fourth = third._replace(by_role={"coach": Asking(1, 7)})
    coach = next(t for t in trends((first, second, third, fourth)) if t.role == "coach")
    assert coach == Trend("coach", Asking(2 + 1, 1 + 1), Asking(1 + 1, 0 + 7), 2)


def test_the_pages_show_the_figures(three: Report) -> None:
    """The first conversation's page shows all of them over time, each page its own."""
    site = compose(three, ComposeOptions())
    first, second = page(site, "1.md").html, page(site, "2.md").html
    assert "Questions over time" in first and "Questions over time" not in second
    assert "coach 67% to 100% (2 of 3, 1 of 1)" in first
    assert "teacher, 2026-10-06: 1 question in 3 sentences" in first
    assert "question by coach, in 2 sentences (50%)" in second
    assert "page of “First workshop”" in second
    assert "Held on 2026-09-22. Schools: North School, South School." in second


def test_without_marks_nothing_is_counted(tmp_path: Path) -> None:
    """Such a conversation is left out of the lines, and the table says so: it has not none."""
    bare = lay_specimen(KIND, "figures", "bad", tmp_path / "bare")
    report = check(bare)
    assert [each.told for each in counts(report)] == [True, True, False]
    html = page(compose(report, ComposeOptions(draft=True)), "1.md").html
    assert "questions not told" in html and "1 conversation can’t be drawn" in html


def test_dates_are_told_how_to_write(tmp_path: Path) -> None:
    """A date in words or an impossible one is found fault with once, with what to write."""
    folder = laid(tmp_path / "dates", FIRST, SECOND, THIRD)
    for written, meant in (("22 Sept 2026", "2026-09-22"), ("2026-09-31", "2026-09-30")):
        file = folder / "portfolio" / "2.md"
        text = file.read_text("utf-8").splitlines()
        text[2] = f"recorded: {written}"
        file.write_text("\n".join(text), "utf-8")
        report = check(folder)
        assert codes(report) == {"CF502"} and not report.complete
        assert f"`recorded: {meant}`" in report.findings[0].hint


def test_a_copy_is_no_further_conversation(tmp_path: Path) -> None:
    """The same talk under another date is told, and its words don't count again."""
    folder = laid(tmp_path / "copy", FIRST, SECOND, THIRD)
    third = (folder / "portfolio" / "3.md").read_text("utf-8")
    copied = third.replace("2026-10-06", "2026-10-20").replace("Third", "Fourth")
    (folder / "portfolio" / "4.md").write_text(copied, "utf-8")
    report = check(folder)
    assert {"CF102", "CF301"} <= codes(report) and not report.complete


def test_times_and_labels_of_each_are_looked_at(tmp_path: Path) -> None:
    """What is checked in one conversation is checked in each of several."""
    strange = THIRD.replace("Teacher 2", "Teacher 9").replace("0:00:11", "0:00:01")
    report = check(laid(tmp_path / "strange", FIRST, SECOND, strange))
    assert {f.code: f.place.path for f in report.findings} == {"CF304": "3.md", "CF505": "3.md"}


def test_words_of_captions_are_read(tmp_path: Path) -> None:
    """A conversation may name its transcript; what it says is counted and its page shows it."""
    folder = laid(tmp_path / "captions", FIRST, SECOND, THIRD)
    captions = (
        "WEBVTT\n\n00:03.000 --> 00:09.000\n<v Coach>What would you ask a pupil who says that "
    )
    captions += (
        "four parts are more than two?\n\n00:11.000 --> 00:19.000\n<v Teacher 2>More of what? "
    )
    captions += "It has to be the same cake for both of them, and nobody says so in the book.\n"
    (folder / "portfolio" / "talk.vtt").write_text(captions, "utf-8")
    third = folder / "portfolio" / "3.md"
    front = third.read_text("utf-8").partition("---\n\n")[0]
    third.write_text(f"{front}transcript: talk.vtt\n---\n", "utf-8")
    report = check(folder)
    assert found(report) == []
    assert counts(report)[2].by_role == {"coach": Asking(1, 0), "teacher": Asking(1, 1)}


def test_transcripts_are_imported_one_by_one(tmp_path: Path) -> None:
    """Each becomes the next file, and it is said what each has to state."""
    folder = tmp_path / "mine"
    assert (
        run("init", folder, "--credential", "coaching-under-pressure", cwd=tmp_path).returncode == 0
    )
    captions = "WEBVTT\n\n00:03.000 --> 00:09.000\n<v Coach>What would you ask?\n\n"
    (tmp_path / "talk.vtt").write_text(f"{captions}00:11.000 --> 00:19.000\n<v Teacher 1>Why?\n")
    for number in (1, 2):
        done = run("import", tmp_path / "talk.vtt", cwd=folder)
        assert f"2-evidence/workshop-{number}.md (requirement: workshops)" in done.stdout
        assert "Add `recorded: 2026-11-01` and `schools: …` below `requirement:`" in done.stdout


def test_what_is_pasted_into_a_form_says_which_is_which(three: Report) -> None:
    """Each conversation opens with its title, its day and what it states."""
    texts = [
        a for a in compose(three, ComposeOptions()).assets if a.path == "texts/01-workshops.txt"
    ]
    text = (texts[0].content or b"").decode()
    assert text.startswith(
        "First workshop · 2026-09-08 · North School, South School\n\nCoach [0:05]:"
    )
    assert "\n\nThird workshop · 2026-10-06 · North School; South School\n\nCoach [0:03]:" in text
