"""The Word road: `init --word`, write in Word, `import portfolio.docx`, again after each change."""

import io
import re
import shutil
from pathlib import Path

import docx
import pytest
from support import found
from word_files import base, comment_on, comment_over, fill, heading, opened, saved, write_below

from credfolio.cli import main
from credfolio.credential import shipped
from credfolio.engine import check_workspace
from credfolio.importing.hints import HINT_STYLES
from credfolio.importing.template import write_template
from credfolio.model import Metadata, Participant, Report
from credfolio.workspace import find

CREDENTIAL = shipped()["collaborative-coaching"]
FILES = Path(__file__).parent / "files"
TITLES = {condition.id: condition.title for condition in CREDENTIAL.conditions}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace made by `init --word`."""
    root = tmp_path_factory.mktemp("template") / "mine"
    assert main(["init", str(root), "--word", "--name", "A teacher"]) == 0
    return root


@pytest.fixture
def road(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Such a workspace to write in, and the shell in it."""
    root = tmp_path / "mine"
    shutil.copytree(template, root)
    monkeypatch.chdir(root)
    return root


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What `credfolio import` says; it succeeds."""
    status = main(["import", "portfolio.docx", *arguments])
    said = capsys.readouterr()
    assert status == 0, said.err
    return said.out


def report(root: Path) -> Report:
    return check_workspace(find(root))


def text(root: Path, name: str) -> str:
    return (root / "portfolio" / name).read_text(encoding="utf-8")


def write_everything(file: Path) -> None:
    """The template, filled in as a teacher does: answers, a transcript, comments on it."""
    word, portfolio = opened(file), base()
    turns = fill(word, portfolio)
    for highlight in portfolio.highlights:
        assert highlight.match
        [condition], comment = highlight.conditions, highlight.comment
        first, last = highlight.match.first, highlight.match.last
        if condition == "trust":  # written below its heading instead
            quotation = portfolio.conversations[0].turns[first].text
            write_below(word, TITLES["trust"], [(quotation, "Quote"), comment])
        elif first == last:
            passage = turns[first].text.partition("]: ")[2]
            comment_on(word, turns[first], passage[:60], f"{condition}: {comment}")
        else:
            title = TITLES[condition]
            comment_over(word, turns[first : last + 1], f"{title} – {comment}")
    saved(word, file)


# --- the whole road --------------------------------------------------------------------------


def test_the_whole_road(road: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Template, import, complete; a change in Word replaces; a change by hand keeps both."""
    file, plan = road / "portfolio.docx", road / "portfolio/1-overview/plan-of-action.md"
    write_everything(file)
    said = run(capsys)
    assert said.count("  new  ") == 7
    assert "highlights from comments: dialogue 1, feedback 1, action 1" in said
    assert report(road).complete, found(report(road))
    assert not (road / "portfolio.left-out.txt").exists()
    assert run(capsys).count("  the same  ") == 7

    word = opened(file)
    write_below(word, "Plan of action", ["One more sentence, added in Word."])
    saved(word, file)
    said = run(capsys)
    assert said.count("  the same  ") == 6
    assert re.search(r"replaced  \S+plan-of-action\.md", said)
    assert "One more sentence, added in Word." in plan.read_text(encoding="utf-8")

    edited = plan.read_text(encoding="utf-8") + "\nA sentence written by hand.\n"
    plan.write_text(edited, encoding="utf-8")
    assert "Word has nothing new for it" in run(capsys)
    word = opened(file)
    write_below(word, "Plan of action", ["A third sentence, in Word again."])
    saved(word, file)
    said = run(capsys)
    beside = plan.with_name("plan-of-action.from-word.txt")
    assert "plan-of-action.from-word.txt, which is not counted" in said
    assert plan.read_text(encoding="utf-8") == edited
    assert "A third sentence, in Word again." in beside.read_text(encoding="utf-8")
    assert report(road).complete
    assert "still beside it, in plan-of-action.from-word.txt." in run(capsys)
    assert not plan.with_name("plan-of-action.from-word-2.txt").exists()

    plan.unlink()
    assert re.search(r"new +\S+plan-of-action\.md", run(capsys))
    assert "A third sentence, in Word again." in plan.read_text(encoding="utf-8")
    assert report(road).complete


def test_the_template_alone_is_nobodys_work(road: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No hint becomes a text; each section is said to be empty; nothing is written."""
    before = {p: p.read_bytes() for p in (road / "portfolio").rglob("*.md")}
    said = run(capsys)
    assert said.count("nothing is written below this heading yet") == 7
    assert {p: p.read_bytes() for p in (road / "portfolio").rglob("*.md")} == before
    assert not (road / "portfolio.left-out.txt").exists()
    assert "with no text in it yet" in said
    assert "Next: write in portfolio.docx" in said


def test_a_template_that_is_there_stays(road: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`init --word` never overwrites the file somebody writes in."""
    word = opened(road / "portfolio.docx")
    write_below(word, "Reflection", ["Mine."])
    saved(word, road / "portfolio.docx")
    content = (road / "portfolio.docx").read_bytes()
    assert main(["init", "--word"]) == 0
    assert "kept     portfolio.docx (it was there already)" in capsys.readouterr().out
    assert (road / "portfolio.docx").read_bytes() == content


def test_the_template_is_steady_and_structured() -> None:
    """The same bytes each time; a heading a requirement; hints in styles of their own."""
    people = Metadata(participants=(Participant("a", "Mentor"), Participant("b", "Fellow")))
    first, second = write_template(CREDENTIAL, people), write_template(CREDENTIAL, people)
    assert first == second
    word = docx.Document(io.BytesIO(first))
    titles = [p.text for p in word.paragraphs if p.style and p.style.name == "Heading 1"]
    assert titles == [requirement.title for requirement in CREDENTIAL.requirements]
    styles = {p.style.name for p in word.paragraphs if p.style and p.text}
    assert styles == {"Title", "Heading 1", "Heading 2", *HINT_STYLES}
    assert any(p.text.startswith("Mentor [0:02:10]: ") for p in word.paragraphs)


# --- sections --------------------------------------------------------------------------------


def test_headings_may_be_changed_a_little(road: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Numbers, other words, missing sections: the text goes where it belongs."""
    file = road / "portfolio.docx"
    word = opened(file)
    for title, changed, mine in (
        ("How trust was established", "1. How I established trust", "We agreed."),
        ("Plan of action", "4) PLAN OF ACTION:", "One thing."),
        ("Reflection", "My reflections", "I wait now."),
    ):
        write_below(word, title, [mine])
        heading(word, title).runs[0].text = changed
    paragraphs = word.paragraphs
    cut = [p.text for p in paragraphs].index("Coaching conversation")
    end = [p.text for p in paragraphs].index("My reflections")
    for paragraph in paragraphs[cut:end]:
        paragraph._element.getparent().remove(paragraph._element)
    saved(word, file)
    run(capsys)
    assert text(road, "1-overview/trust-established.md").endswith("---\n\nWe agreed.\n")
    assert text(road, "1-overview/plan-of-action.md").endswith("---\n\nOne thing.\n")
    assert text(road, "3-reflection/reflection.md").endswith("---\n\nI wait now.\n")


def test_a_heading_of_ones_own_stays_with_its_section(
    road: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It names no requirement: its text is kept where it stands, and that is said."""
    file = road / "portfolio.docx"
    word = opened(file)
    write_below(word, "Reflection", ["I wait.", ("Thanks to my school", "Heading 1"), "Thank you."])
    saved(word, file)
    said = run(capsys)
    assert "“Thanks to my school” names no requirement: what stands below it is in Refl" in said
    assert "I wait.\n\n# Thanks to my school\n\nThank you.\n" in text(
        road, "3-reflection/reflection.md"
    )


def test_a_section_under_another_name_swells_no_other(
    road: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A renamed title is none: its text is left out and said, and who misses it is named."""
    file = road / "portfolio.docx"
    word = opened(file)
    write_below(word, TITLES["action"], [("“What would help you most?”", "Quote"), "She asks."])
    write_below(word, "Reflection", ["I wait longer now, and I ask less."])
    heading(word, "Reflection").runs[0].text = "Looking back"
    saved(word, file)
    said = run(capsys)
    assert re.search(r"missing +Reflection: no heading of the file names it\n", said)
    assert "The heading “Looking back” is none of the template's" in said
    assert "what stands below the heading “Looking back” (8 words)" in said
    assert "I wait longer" not in text(road, "2-evidence/annotation.md")
    assert "I wait longer now" in (road / "portfolio.left-out.txt").read_text(encoding="utf-8")

    heading(word, "Looking back").runs[0].text = "My Reflexion"  # as it is spelled in places
    saved(word, file)
    assert "missing" not in run(capsys)
    assert "I wait longer now" in text(road, "3-reflection/reflection.md")


def test_what_was_emptied_in_word_stays_and_is_named(
    road: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is deleted: who emptied a section is told which document still counts."""
    file = road / "portfolio.docx"
    empty = file.read_bytes()
    word = opened(file)
    write_below(word, "Reflection", ["I wait."])
    saved(word, file)
    run(capsys)
    file.write_bytes(empty)
    said = run(capsys)
    assert "nothing is written below this heading; " in said
    assert "reflection.md stays as it is" in said


def test_without_styles(road: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Other programs lose the styles: bold lines are headings, hints are known by their words."""
    file = road / "portfolio.docx"
    word = opened(file)
    write_below(word, "How trust was established", ["We agreed."])
    write_below(word, "Graphic, evidence-based feedback", ["I counted."])
    write_below(word, TITLES["feedback"], [])
    turns = ["Coach: What would be most useful today?", "Partner: Who answers and who does not."]
    talk = write_below(word, "Coaching conversation", turns)
    comment_on(word, talk[1], "Who answers and who does not.", "feedback: The tally is asked for.")
    for paragraph in word.paragraphs:
        style = paragraph.style.name if paragraph.style else ""
        paragraph.style = "Normal"
        for each in paragraph.runs:
            each.bold = True if style.startswith("Heading") else None
    saved(word, file)
    run(capsys)
    assert text(road, "1-overview/trust-established.md").endswith("---\n\nWe agreed.\n")
    assert text(road, "1-overview/graphic-feedback.md").endswith("---\n\nI counted.\n")
    assert text(road, "2-evidence/conversation.md").endswith(
        "---\n\n**Coach**: What would be most useful today?\n\n"
        "**Partner**: Who answers and who does not.\n"
    )
    annotation = text(road, "2-evidence/annotation.md")
    assert "The tally is asked for." in annotation


def test_words_in_a_hint_are_not_lost(road: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who types over a hint has written; who adds to one too."""
    file = road / "portfolio.docx"
    word = opened(file)
    paragraphs = word.paragraphs
    at = [p.text for p in paragraphs].index("Plan of action")
    paragraphs[at + 2].runs[0].text = "I typed over a hint."
    saved(word, file)
    said = run(capsys)
    assert text(road, "1-overview/plan-of-action.md").endswith("---\n\nI typed over a hint.\n")
    assert "1 paragraph in the look of a hint held words of yours" in said


def test_text_above_the_first_section_is_left_out_and_said(
    road: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What belongs to no requirement stands in a file of its own, word for word."""
    file = road / "portfolio.docx"
    word = opened(file)
    heading(word, "How trust was established").insert_paragraph_before("A note to myself.")
    write_below(word, "Reflection", ["I wait."])
    saved(word, file)
    said = run(capsys)
    assert "left out: text above the first section (4 words)" in said
    account = road / "portfolio.left-out.txt"
    assert "A note to myself." in account.read_text(encoding="utf-8")
    assert "portfolio.left-out.txt" in said

    word = opened(file)
    note = next(p for p in word.paragraphs if p.text == "A note to myself.")
    note._element.getparent().remove(note._element)
    saved(word, file)
    run(capsys)
    assert not account.exists()


def test_one_section_only(road: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--as` takes one section of the template, and the whole of any other Word file."""
    file = road / "portfolio.docx"
    word = opened(file)
    write_below(word, "Reflection", ["I wait."])
    write_below(word, "Plan of action", ["One thing."])
    saved(word, file)
    run(capsys, "--as", "reflection")
    assert text(road, "3-reflection/reflection.md").endswith("---\n\nI wait.\n")
    assert "One thing." not in text(road, "1-overview/plan-of-action.md")

    plain = docx.Document()
    plain.add_heading("Reflection", 1)
    plain.add_paragraph("On the plan.")
    saved(plain, road / "plan.docx")
    assert main(["import", "plan.docx", "--as", "plan-of-action"]) == 0
    assert "# Reflection\n\nOn the plan." in text(road, "1-overview/plan-of-action.md")


# --- what is there already -------------------------------------------------------------------


def reflection(road: Path, words: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Imports the template with just this reflection in it."""
    word = docx.Document(str(road / "portfolio.docx"))
    for paragraph in word.paragraphs:
        if paragraph.text.startswith("Mine: "):
            paragraph._element.getparent().remove(paragraph._element)
    write_below(word, "Reflection", [f"Mine: {words}"])
    saved(word, road / "portfolio.docx")
    return run(capsys)


def test_what_was_written_by_hand_stays(road: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A document that no import wrote is never replaced, and never counted twice."""
    mine = road / "portfolio/3-reflection/reflection.md"
    mine.write_text("---\nrequirement: reflection\n---\n\nBy hand.\n", encoding="utf-8")
    assert "it stays as it is" in reflection(road, "in Word.", capsys)
    assert mine.read_text(encoding="utf-8").endswith("\n\nBy hand.\n")
    assert len(report(road).portfolio.evidence["reflection"].documents) == 1
    assert "Mine: in Word." in text(road, "3-reflection/reflection.from-word.txt")


def test_documents_elsewhere_are_the_requirements_too(
    road: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Names and folders are free: a second document would be counted twice."""
    (road / "portfolio/what-i-learned.md").write_text(
        "---\nrequirement: reflection\n---\n\nBy hand.\n", encoding="utf-8"
    )
    said = reflection(road, "in Word.", capsys)
    assert "what-i-learned.from-word.txt" in said
    assert "in Word" not in text(road, "3-reflection/reflection.md")


def test_a_moved_document_is_replaced_where_it_is(
    road: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What an import wrote is known again under another name."""
    reflection(road, "one.", capsys)
    moved = road / "portfolio/my-reflection.md"
    (road / "portfolio/3-reflection/reflection.md").rename(moved)
    assert re.search(r"replaced  \S+my-reflection\.md", reflection(road, "two.", capsys))
    assert moved.read_text(encoding="utf-8").endswith("\n\nMine: two.\n")
    assert not (road / "portfolio/3-reflection/reflection.md").exists()


def test_front_matter_of_ones_own_stays(road: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A title or date that was added is no change of the text, and is kept; so are line ends."""
    reflection(road, "one.", capsys)
    path = road / "portfolio/3-reflection/reflection.md"
    head = path.read_text(encoding="utf-8").replace(
        "requirement: reflection", "requirement: reflection\ntitle: What I learned"
    )
    path.write_bytes(head.replace("\n", "\r\n").encode())
    assert "replaced" in reflection(road, "two.", capsys)
    assert path.read_text(encoding="utf-8").endswith("title: What I learned\n---\n\nMine: two.\n")


def test_each_new_text_is_kept_beside_until_it_is_taken(
    road: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A later text replaces the one beside; one that was edited there stays, too."""
    reflection(road, "one.", capsys)
    folder = road / "portfolio/3-reflection"
    (folder / "reflection.md").write_text("---\nrequirement: reflection\n---\n\nBy hand.\n")
    reflection(road, "two.", capsys)
    reflection(road, "three.", capsys)
    beside = folder / "reflection.from-word.txt"
    assert "three." in beside.read_text()
    beside.write_text("My notes on it.\n")
    reflection(road, "four.", capsys)
    assert beside.read_text() == "My notes on it.\n"
    assert "four." in (folder / "reflection.from-word-2.txt").read_text()
    beside.unlink()
    (folder / "reflection.md").write_text("---\nrequirement: reflection\n---\n\nMine: four.\n")
    assert re.search(r"the same  \S+reflection\.md", reflection(road, "four.", capsys))


def test_a_damaged_record_loses_nothing(road: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the record, or with one that points elsewhere, whatever is there is the author's."""
    reflection(road, "one.", capsys)
    record = road / ".credfolio/imported.json"
    for content in (
        "{", "[]", '{"documents": 1}',
        '{"documents": {"reflection": {"path": "../README.md", "hash": ""}}}',
    ):  # fmt: skip
        record.write_text(content)
        readme = (road / "README.md").read_bytes()
        reflection(road, f"after {len(content)}.", capsys)
        assert "Mine: one." in text(road, "3-reflection/reflection.md")
        assert (road / "README.md").read_bytes() == readme
