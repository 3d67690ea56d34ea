"""What a Word file holds: comments, tracked changes, lists, pictures, and what is refused."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as Word
from docx.text.paragraph import Paragraph
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from word_files import comment_on, comment_over, saved, xml

from credfolio.credential import shipped
from credfolio.errors import CredfolioError
from credfolio.importing import import_into
from credfolio.importing.comments import named_conditions
from credfolio.importing.marking import END, START, Mark, marked, marks
from credfolio.importing.names import Names
from credfolio.importing.portfolio import Prepared, prepare
from credfolio.importing.word import read_word
from credfolio.markdown import MARKDOWN, shown_text
from credfolio.model import Metadata, Participant
from credfolio.words import word_list

FILES = Path(__file__).parent / "files"
CREDENTIAL = shipped()["collaborative-coaching"]
PEOPLE = Metadata(participants=(Participant("coach", "Coach"), Participant("partner", "Partner")))
TALK = (
    "Coach [0:05]: What would be most useful for you to have today?",
    "Partner [0:12]: One thing to try. Not a list, I have had lists before. Nobody meets them.",
    "Coach: One thing to try, chosen by you, and no list.",
    "Partner: Yes.",
)


def whole(path: Path, speakers: dict[str, str] | None = None) -> Prepared:
    """A Word file with several sections, read."""
    found = prepare(read_word(path), CREDENTIAL, PEOPLE, Names(PEOPLE, speakers or {}))
    assert found
    return found


def bodies(prepared: Prepared) -> dict[str, str]:
    return {draft.requirement.id: draft.body for draft in prepared.drafts}


def talk(turns: Sequence[str] = TALK) -> tuple[Word, list[Paragraph]]:
    """A Word file with an answer and a conversation."""
    word = docx.Document()
    word.add_heading("How trust was established", 1)
    word.add_paragraph("One thing, on Tuesday.")
    word.add_heading("Coaching conversation", 1)
    return word, [word.add_paragraph(turn) for turn in turns]


def annotation(word: Word, folder: Path) -> str:
    return bodies(whole(saved(word, folder / "a.docx")))["annotation"]


def left_out(prepared: Prepared) -> dict[str, str]:
    return {part.what: part.text for part in prepared.left_out}


# --- comments --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("comment", "ids", "rest"),
    [
        ("Trust: we agree", "trust", "we agree"),
        ("trust", "trust", ""),
        ("TRUST – we agree", "trust", "we agree"),
        ("Trust and equality: we agree", "trust", "we agree"),
        ("Graphic, evidence-based feedback\nShe counts.", "feedback", "She counts."),
        ("Practice 1: Trust. We agree", "trust", "We agree"),
        ("1) Dialogue: inquiry", "dialogue", "inquiry"),
        ("Trust, Action – both", "trust action", "both"),
        ("Trust/Dialogue: both", "trust dialogue", "both"),
        ("Trust and action are both here", "trust action", "Trust and action are both here"),
        ("Trust and respect are here", "trust", "Trust and respect are here"),
        ("Dialogue because she asks", "dialogue", "Dialogue because she asks"),
        ("She asks. #dialogue", "dialogue", "She asks."),
        ("{.trust .action} We agree", "trust action", "We agree"),
        ("[Trust] we agree", "trust", "we agree"),
        ("Evidence of trust: we agree", "trust", "we agree"),
        ("I like this", "", "I like this"),
        ("Growth: she asks", "", "Growth: she asks"),
        ("", "", ""),
    ],
)
def test_the_condition_that_a_comment_names(comment: str, ids: str, rest: str) -> None:
    """Its first words do, or a tag; a label goes, a sentence stays whole."""
    assert named_conditions(comment, CREDENTIAL.conditions) == (tuple(ids.split()), rest)


def test_a_comment_becomes_a_highlight(tmp_path: Path) -> None:
    """The passage with its speaker and time, whole words, then what she says of it."""
    word, turns = talk()
    comment_on(word, turns[1], "ist, I have had lists befo", "Action: She knows\nwhat helps.")
    assert annotation(word, tmp_path) == (
        "## Reflecting together and planning action {#action}\n\n"
        "> **Partner** [00:00:12]: list, I have had lists before.\n\nShe knows\n\nwhat helps."
    )


def test_few_words_are_quoted_with_their_sentence(tmp_path: Path) -> None:
    """A click into a word marks just that word; the passage must show something."""
    word, turns = talk()
    comment_on(word, turns[1], "list", "trust: She decides.")
    comment_on(word, turns[3], "Yes.", "dialogue: Agreed.")
    text = annotation(word, tmp_path)
    assert "> **Partner** [00:00:12]: Not a list, I have had lists before.\n" in text
    assert "> **Partner**: Yes.\n" in text


def test_a_comment_over_several_turns(tmp_path: Path) -> None:
    """An exchange, a paragraph a turn; two conditions stand behind it."""
    word, turns = talk()
    comment_over(word, turns[:3], "Trust, Dialogue: They agree.")
    assert annotation(word, tmp_path) == (
        "## Trust and equality {#trust}\n\n"
        "> **Coach** [00:00:05]: What would be most useful for you to have today?\n>\n"
        "> **Partner** [00:00:12]: One thing to try. Not a list, I have had lists before. Nobody "
        "meets them.\n>\n"
        "> **Coach**: One thing to try, chosen by you, and no list. {.trust .dialogue}\n\n"
        "They agree."
    )


def test_comments_join_what_is_written_below_the_condition(tmp_path: Path) -> None:
    """They stand behind it, below a heading of their own, so that each keeps its comment."""
    word, turns = talk()
    comment_on(word, turns[0], "What would be most useful", "trust: Mine.")
    comment_on(word, turns[2], "chosen by you, and no list", "Trust")
    word.add_heading("Annotation of the conversation", 1)
    word.add_heading("Trust and equality", 2)
    word.add_paragraph("Before.")
    word.add_paragraph("Not a list, I have had lists before.", style="Quote")
    word.add_heading("Growth-focused dialogue", 2)
    prepared = whole(saved(word, tmp_path / "a.docx"))
    assert bodies(prepared)["annotation"] == (
        "## Trust and equality\n\nBefore.\n\n> Not a list, I have had lists before.\n\n"
        "### Trust and equality: comments in Word\n\n"
        "> **Coach** [00:00:05]: What would be most useful\n\nMine.\n\n"
        "### Trust and equality: marked in Word without a comment\n\n"
        "> **Coach**: chosen by you, and no list.\n\n## Growth-focused dialogue"
    )
    assert "named a condition and said nothing" in prepared.notes[0]
    assert prepared.highlights == {"trust": 2}


def test_comments_without_a_place_are_kept_and_said(tmp_path: Path) -> None:
    """One that names no condition, one outside the conversation: each with its passage."""
    word, turns = talk()
    comment_on(word, turns[1], "One thing to try", "Lovely!")
    plan = next(p for p in word.paragraphs if p.text.startswith("One thing, on"))
    comment_on(word, plan, "on Tuesday", "Trust: but when?")
    prepared = whole(saved(word, tmp_path / "a.docx"))
    assert left_out(prepared) == {
        "1 comment on the conversation without the name of a condition": "“One thing to try”: "
        "Lovely!",
        "1 comment outside the conversation": "“on Tuesday”: Trust: but when?",
    }
    assert "annotation" not in bodies(prepared)


def reply(path: Path, extended: bool) -> Path:
    """The second comment of a file as a reply to the first, as Word and as other programs do."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    comments = parts["word/comments.xml"].decode()
    number = iter(("0000000A", "0000000B"))
    space = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    parts["word/comments.xml"] = re.sub(
        r"<w:p(?=[ >])", lambda f: f'{f[0]} {space} w14:paraId="{next(number)}"', comments
    ).encode()
    if extended:
        parts["word/commentsExtended.xml"] = (
            b'<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
            b'<w15:commentEx w15:paraId="0000000A" w15:done="0"/>'
            b'<w15:commentEx w15:paraId="0000000B" w15:paraIdParent="0000000A"/></w15:commentsEx>'
        )
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("extended", [True, False])
def test_replies_belong_to_their_comment(extended: bool, tmp_path: Path) -> None:
    """They follow it, whether the file says so or only marks the same passage."""
    word, turns = talk()
    comment_over(word, turns[:1], "Trust: I ask.")
    comment_over(word, turns[:1], "And I wait for the answer.")
    prepared = whole(reply(saved(word, tmp_path / "a.docx"), extended))
    assert bodies(prepared)["annotation"].endswith("\n\nI ask.\n\nAnd I wait for the answer.")
    assert not prepared.left_out


def test_a_comment_on_a_transcript_from_teams(tmp_path: Path) -> None:
    """Name and time stand above the words; a mark on them means the words."""
    word = docx.Document()
    turns = []
    for name, time, said in (
        ("Maria Lopez", "0:04", "What would be most useful for you, Ben Okoro?"),
        ("Ben Okoro", "0:11", "Who answers, and who does not answer."),
    ):
        paragraph = word.add_paragraph()
        paragraph.add_run(f"{name}   {time}").bold = True
        paragraph.add_run().add_break()
        paragraph.add_run(said)
        turns.append(paragraph)
    for turn, text in zip(turns, ("trust: Open.", "feedback: The tally."), strict=True):
        word.add_comment(turn.runs[0], text=text, author="M")
    speakers = {"Maria Lopez": "Coach", "Ben Okoro": "Partner"}
    file = saved(word, tmp_path / "Weekly.docx")
    done = import_into(tmp_path / "p", CREDENTIAL, PEOPLE, [file], speakers=speakers)
    assert [one.requirement for one in done] == ["conversation", "annotation"]
    text = done[1].path.read_text(encoding="utf-8")
    assert "> **Coach** [00:00:04]: What would be most useful for you, Partner?\n\nOpen." in text
    assert "> **Partner** [00:00:11]: Who answers, and who does not answer.\n\nThe tally." in text
    assert not any("comment" in part.what for part in done[0].left_out)


def test_marks_go_in_and_out_without_a_trace() -> None:
    """`marked` and `marks` undo each other, also where two marks stand at one place."""
    found = (Mark(START, 0, 0), Mark(START, 12, 3), Mark(END, 0, 3), Mark(END, 12, 5))
    assert marks(marked("words", found)) == ("words", found)


# --- the body --------------------------------------------------------------------------------


def body(word: Word, folder: Path) -> str:
    """The plan that a Word file holds, as Markdown."""
    [done] = import_into(
        folder / "p", CREDENTIAL, PEOPLE, [saved(word, folder / "a.docx")],
        as_requirement="plan-of-action",
    )  # fmt: skip
    return done.path.read_text(encoding="utf-8").split("---\n", 2)[2].strip()


def numbered(word: Word, start: int) -> str:
    """A list of its own that begins with `start`; gives its id."""
    numbering = word.part.numbering_part.element
    number = len(numbering.num_lst) + 50
    numbering.insert(
        0,
        xml(
            f'<w:abstractNum {{}} w:abstractNumId="{number}"><w:lvl w:ilvl="0">'
            f'<w:start w:val="{start}"/><w:numFmt w:val="decimal"/></w:lvl>'
            '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="bullet"/></w:lvl>'
            "</w:abstractNum>"
        ),
    )
    numbering.append(
        xml(f'<w:num {{}} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>')
    )
    return str(number)


def item(word: Word, text: str, number: str, level: int = 0) -> None:
    properties = word.add_paragraph(text)._p.get_or_add_pPr()
    properties.append(
        xml(f'<w:numPr {{}}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def test_lists_keep_their_numbers(tmp_path: Path) -> None:
    """A list that begins with three, one that goes on after a paragraph, one inside another."""
    word = docx.Document()
    first, second = numbered(word, 3), numbered(word, 1)
    item(word, "three", first)
    item(word, "inner", first, 1)
    item(word, "four", first)
    word.add_paragraph("between")
    item(word, "five", first)
    item(word, "one", second)
    assert body(word, tmp_path) == ("3. three\n\n   - inner\n4. four\n\nbetween\n\n5. five\n1) one")


def test_tracked_changes_and_controls(tmp_path: Path) -> None:
    """Inserted and moved text counts, deleted text does not; what a form asks is nobody's text."""
    word = docx.Document()
    word.add_paragraph("I wait.")
    body_ = word.element.body
    body_.insert(
        0,
        xml(
            "<w:p {}><w:ins w:id='1' w:author='a'><w:r><w:t>Inserted. </w:t></w:r></w:ins>"
            "<w:moveFrom w:id='3' w:author='a'><w:r><w:t>Moved away.</w:t></w:r></w:moveFrom>"
            "<w:del w:id='2' w:author='a'><w:r><w:delText>Deleted.</w:delText></w:r></w:del>"
            "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent><w:r><w:t>Controlled."
            "</w:t></w:r></w:sdtContent></w:sdt></w:p>"
        ),
    )
    body_.insert(
        1,
        xml(
            "<w:sdt {}><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Click "
            "here.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    file = saved(word, tmp_path / "plan of action.docx")
    [done] = import_into(tmp_path / "p", CREDENTIAL, PEOPLE, [file])
    assert done.path.read_text(encoding="utf-8").endswith("\n\nInserted. Controlled.\n\nI wait.\n")
    assert {part.what: part.text for part in done.left_out} == {
        "text that was deleted with Track Changes on": "Deleted.",
        "the hints of empty form fields": "Click here.",
    }


def test_fields_boxes_and_tables_in_tables(tmp_path: Path) -> None:
    """Their words stand where they are seen, each once, and nothing is reported in vain."""
    word = docx.Document()
    field = "<w:fldSimple {} w:instr='REF x'><w:r><w:t>a field</w:t></w:r></w:fldSimple>"
    word.add_paragraph("See ")._p.append(xml(field))
    box = "<w:txbxContent><w:p><w:r><w:t>in a box</w:t></w:r></w:p></w:txbxContent>"
    word.element.body.insert(
        1,
        xml(
            '<w:p {} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            'xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:t>beside</w:t></w:r><w:r>'
            '<mc:AlternateContent><mc:Choice Requires="wps">' + box + "</mc:Choice><mc:Fallback>"
            "<w:pict><v:shape><v:textbox>" + box + "</v:textbox></v:shape></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r></w:p>"
        ),
    )
    cell = word.add_table(1, 2).cell(0, 1)
    cell.add_table(1, 1).cell(0, 0).text = "inner"
    file = saved(word, tmp_path / "reflection.docx")
    [done] = import_into(tmp_path / "p", CREDENTIAL, PEOPLE, [file])
    text = done.path.read_text(encoding="utf-8")
    assert "\n\nSee a field\n\nbeside\n\nin a box\n\n" in text
    assert "inner" in text
    assert not done.left_out


def test_a_comment_in_a_table_of_turns(tmp_path: Path) -> None:
    """A comment on the words of a row, or on who says them, quotes the words."""
    word, _ = talk(())
    table = word.add_table(0, 2)
    for row in (("Speaker", "Text"), ("Coach", "What would help you most today?"),
                ("Partner", "Who answers and how long I wait.")):  # fmt: skip
        for cell, said in zip(table.add_row().cells, row, strict=True):
            cell.text = said
    comment_on(word, table.cell(2, 1).paragraphs[0], "how long I wait", "feedback: It counts.")
    comment_on(word, table.cell(1, 0).paragraphs[0], "Coach", "trust: It asks.")
    text = annotation(word, tmp_path)
    assert "> **Coach**: What would help you most today?\n\nIt asks." in text
    assert "> **Partner**: Who answers and how long I wait.\n\nIt counts." in text


def test_raised_figures(tmp_path: Path) -> None:
    """Figures keep their place, `1st` stays a word."""
    word = docx.Document()
    paragraph = word.add_paragraph("5 m")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run(" of CO")
    paragraph.add_run("2").font.subscript = True
    paragraph.add_run(" on the 1")
    paragraph.add_run("st").font.superscript = True
    assert body(word, tmp_path) == "5 m² of CO₂ on the 1st"


def test_markdown_that_was_typed_into_word(tmp_path: Path) -> None:
    """A quotation with its `>` and a speaker between asterisks are what they were meant to be."""
    word = docx.Document()
    word.add_paragraph("> **Coach** [0:05]: What would help?")
    word.add_paragraph("**So** it is.")
    assert body(word, tmp_path) == "> **Coach** [0:05]: What would help?\n\n\\*\\*So\\*\\* it is."


def described(picture: Any, text: str) -> None:
    picture._inline.docPr.set("descr", text)


def test_pictures_come_along(tmp_path: Path) -> None:
    """As files beside the document, with Word's description; the same one once."""
    word, _ = talk()
    paragraph = word.paragraphs[1]
    for _ in range(2):
        described(
            paragraph.add_run().add_picture(str(FILES / "dot.png")),
            "A [tally]\n\nDescription automatically generated",
        )
    saved(word, tmp_path / "portfolio.docx")
    prepared = whole(tmp_path / "portfolio.docx")
    assert bodies(prepared)["trust-established"].endswith(
        r"![A \[tally\]](picture:0)![A \[tally\]](picture:1)"
    )
    [done] = import_into(
        tmp_path / "p", CREDENTIAL, PEOPLE, [tmp_path / "portfolio.docx"],
        as_requirement="plan-of-action",
    )  # fmt: skip
    [picture] = done.path.parent.glob("*.png")
    assert picture.read_bytes() == (FILES / "dot.png").read_bytes()
    assert done.path.read_text(encoding="utf-8").count(f"]({picture.name})") == 2


def test_pictures_of_a_conversation_stand_at_its_end(tmp_path: Path) -> None:
    """Between turns a picture would end one; the transcript is whole."""
    word, turns = talk()
    described(turns[1].add_run().add_picture(str(FILES / "dot.png")), "The sheet")
    text = bodies(whole(saved(word, tmp_path / "a.docx")))["conversation"]
    assert text.endswith("**Partner**: Yes.\n\n![The sheet](picture:0)")


def with_picture(path: Path, content: bytes, change: dict[str, tuple[str, str]]) -> Path:
    """A Word file whose one picture has this content, its parts changed by text."""
    word = docx.Document()
    word.add_paragraph("Some words of mine.")
    described(word.add_picture(str(FILES / "dot.png")), "The sheet")
    with zipfile.ZipFile(saved(word, path)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name in parts:
        if name.startswith("word/media/"):
            parts[name] = content
        for old, new in [change[name]] if name in change else []:
            assert old.encode() in parts[name]
            parts[name] = parts[name].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(
    "content",
    [
        b"\x01\x00\x00\x00 EMF", b"<svg onload='x()'/>", b"\xd7\xcd\xc6\x9a", b"", b"GIF87",
        b"<html>\x89PNG\r\n\x1a\n",
    ],
)  # fmt: skip
def test_pictures_that_no_browser_shows(content: bytes, tmp_path: Path) -> None:
    """A picture is known by its content; others are left out and said."""
    file = with_picture(tmp_path / "reflection.docx", content, {})
    [done] = import_into(tmp_path / "p", CREDENTIAL, PEOPLE, [file])
    assert [part.what[:41] for part in done.left_out] == [
        "1 picture that browsers can't show (in Wor"[:41]
    ]
    assert done.path.read_text(encoding="utf-8").endswith("\n\nSome words of mine.\n")
    assert [path.name for path in done.path.parent.iterdir()] == ["reflection.md"]


def test_a_picture_that_lies_elsewhere_is_not_fetched(tmp_path: Path) -> None:
    """A link to a file of this machine is not followed."""
    secret = tmp_path / "secret.png"
    secret.write_bytes((FILES / "dot.png").read_bytes())
    file = with_picture(
        tmp_path / "reflection.docx",
        b"",
        {
            "word/document.xml": ("r:embed=", "r:link="),
            "word/_rels/document.xml.rels": (
                'Target="media/image1.png"', f'Target="{secret.as_uri()}" TargetMode="External"',
            ),
        },
    )  # fmt: skip
    [done] = import_into(tmp_path / "p", CREDENTIAL, PEOPLE, [file])
    assert not list(done.path.parent.glob("*.png"))
    assert done.left_out[0].text == "The sheet"


@pytest.mark.parametrize(
    "content",
    [
        '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16"),
        b'<?xml version="1.0" encoding="cp037"?><a/>',
        b'\xef\xbb\xbf<?xml version="1.0"?><!DOCTYPE a><a/>',
    ],
)
def test_encodings_in_which_entities_could_hide(content: bytes, tmp_path: Path) -> None:
    """Word writes UTF-8; anything else is not read."""
    path = tmp_path / "reflection.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", content)
    with pytest.raises(CredfolioError, match="not a document that Word writes"):
        read_word(path)


def test_a_file_says_nothing_about_how_it_is_read(tmp_path: Path) -> None:
    """A style map inside the file, which could hide text, is ignored."""
    word = docx.Document()
    word.add_paragraph("Some words of mine.")
    path = saved(word, tmp_path / "reflection.docx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("mammoth/style-map", "p => !")
    assert "Some words of mine." in read_word(path).page


# --- no word is lost, none invented ----------------------------------------------------------

WORDS = st.text("abcdefghij'-.,:#>*_[](){}|0123456789", min_size=1, max_size=9)
LINES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
KINDS = st.sampled_from(
    ["Normal", "Quote", "Heading 2", "List Bullet", "List Number", "bold", "table", "inserted",
     "control", "placeholder", "comment", "break"]
)  # fmt: skip


def add(word: Word, kind: str, text: str) -> None:
    if kind in ("bold", "break", "comment"):
        paragraph = word.add_paragraph("So ")
        run = paragraph.add_run(text)
        run.bold = kind == "bold" or None
        if kind == "break":
            run.add_break()
            paragraph.add_run("below")
        if kind == "comment":
            word.add_comment(run, text=f"Trust: {text}", author="M")
    elif kind == "table":
        table = word.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = text, "beside"
    elif kind in ("inserted", "control", "placeholder"):
        inner = word.add_paragraph(text)._p
        run = inner.r_lst[0]
        holder = {
            "inserted": "<w:ins {} w:id='9' w:author='a'/>",
            "control": "<w:sdt {}><w:sdtContent/></w:sdt>",
            "placeholder": "<w:sdt {}><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent/></w:sdt>",
        }[kind]
        element = xml(holder)
        inner.append(element)
        (element if kind == "inserted" else element[-1]).append(run)
    else:
        word.add_paragraph(text, style=kind)


SECTION = st.lists(st.tuples(KINDS, LINES), max_size=5)


@settings(
    max_examples=15,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(plan=SECTION, said=SECTION, notes=SECTION, before=SECTION)
def test_every_word_is_in_a_document_or_in_the_report(
    plan: list[tuple[str, str]],
    said: list[tuple[str, str]],
    notes: list[tuple[str, str]],
    before: list[tuple[str, str]],
    tmp_path: Path,
) -> None:
    """All letters of the file's body and comments, and no others, are shown or said."""
    word = docx.Document()
    expected: list[str] = []
    for title, blocks in (
        (None, before), ("How trust was established", plan), ("Coaching conversation", said),
        ("Annotation of the conversation", notes),
    ):  # fmt: skip
        if title:
            word.add_heading(title, 1)
        if title == "Coaching conversation":
            word.add_paragraph("Coach: Shall we begin with the tally?")
            expected.append("Coach Shall we begin with the tally?")
        for kind, text in blocks:
            add(word, kind, text)
            expected += [text] if kind in ("comment", "placeholder") else []
        expected += written(blocks)
    content = io.BytesIO()
    word.save(content)
    path = tmp_path / "a.docx"
    path.write_bytes(content.getvalue())
    prepared = whole(path)
    kept = [shown_text(MARKDOWN.html(draft.body)) for draft in prepared.drafts]
    out = [part.text for part in prepared.left_out]
    out += [part.text for draft in prepared.drafts for part in draft.content.left_out]
    assert not letters(expected) - letters([*kept, *out])
    answer = shown_text(MARKDOWN.html(bodies(prepared).get("trust-established", "")))
    assert letters([answer]) == letters(written(plan))


def written(blocks: Sequence[tuple[str, str]]) -> list[str]:
    """What a section shows: everything but comments and what a form asks."""
    more = {"bold": "So", "comment": "So", "break": "So below", "table": "beside"}
    shown = [f"{more.get(kind, '')} {text}" for kind, text in blocks if kind != "placeholder"]
    return shown if any(kind not in ("Heading 2", "placeholder") for kind, _ in blocks) else []


def letters(texts: Sequence[str]) -> Counter[str]:
    return Counter(c for text in texts for word in word_list(text) for c in word if c.isalnum())


def packed(path: Path, method: int, body: str = "") -> Path:
    """A Word file of one turn whose entries are packed so, with `body` put before the turn."""
    word = docx.Document()
    word.add_paragraph("Coach: What did you see?")
    plain = saved(word, path.with_suffix(".plain.docx"))
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", method) as target:
        for name in source.namelist():
            content = source.read(name).replace(b"<w:body>", f"<w:body>{body}".encode(), 1)
            target.writestr(name, content)
    return path


def test_an_archive_that_no_word_writes(tmp_path: Path) -> None:
    """A damaged file in a packing that Word never uses is refused like any other damaged one."""
    path = packed(tmp_path / "a.docx", zipfile.ZIP_LZMA)
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 255
    path.write_bytes(content)
    with pytest.raises(CredfolioError, match="can't be read as a Word document"):
        read_word(path)


@pytest.mark.parametrize(
    "body",
    [
        "<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 50_001,
        "<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 5_001 + "</w:p>",
    ],
    ids=["paragraphs", "fields"],
)
def test_a_file_that_would_take_minutes(body: str, tmp_path: Path) -> None:
    """What is small and yet keeps the reader of Word files busy for minutes is refused at once."""
    path = packed(tmp_path / "a.docx", zipfile.ZIP_DEFLATED, body)
    with pytest.raises(CredfolioError, match="too long: split it"):
        read_word(path)
