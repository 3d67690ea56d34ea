"""`credfolio import`: Word files, captions and pasted text become documents, with every word."""

import html
import re
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import docx
import pytest
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credfolio.credential import shipped
from credfolio.errors import CredfolioError
from credfolio.importing import Imported, import_into
from credfolio.importing.page import markdown, pieces
from credfolio.markdown import MARKDOWN, shown_text
from credfolio.model import Metadata, Participant
from credfolio.words import word_list

FILES = Path(__file__).parent / "files"
CREDENTIAL = shipped()["collaborative-coaching"]
PEOPLE = Metadata(participants=(Participant("coach", "Coach"), Participant("partner", "Partner")))
REAL = {"Maria Lopez": "Coach", "ben okoro": "partner"}


def run(
    folder: Path, *files: Path, as_: str | None = None, speakers: dict[str, str] | None = None
) -> list[Imported]:
    return import_into(
        folder, CREDENTIAL, PEOPLE, files, as_requirement=as_, speakers=speakers or {}
    )


def body(imported: Imported) -> str:
    """What stands below the front matter."""
    return imported.path.read_text(encoding="utf-8").split("---\n", 2)[2].strip()


def shown(markdown: str) -> list[str]:
    """The words of the page that a reader sees."""
    return word_list(shown_text(MARKDOWN.html(markdown)))


def saved(document: Word, folder: Path, name: str) -> Path:
    path = folder / name
    document.save(str(path))
    return path


def text_file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# --- transcripts -----------------------------------------------------------------------------


def test_zoom_captions_become_a_conversation(tmp_path: Path) -> None:
    """Turns of one speaker are joined, up to a pause; names become the labels given."""
    [done] = run(tmp_path, FILES / "zoom.vtt", speakers=REAL)
    assert done.path == tmp_path / "2-evidence" / "conversation.md"
    assert done.path.read_bytes().decode() == (
        "---\nrequirement: conversation\n---\n\n"
        "**Coach** [00:00:04]: Thanks for making time, Ben. "
        "What would be most useful for you today?\n\n"
        "**Partner** [00:00:08]: I'd like to look at who answers & who doesn't. "
        "Remember: you said the back tables were quiet.\n\n"
        "**Coach** [00:00:24]: I did. So we stay with who answers, "
        "and we leave the seating chart for another day?\n\n"
        "**Partner** [00:00:30]: Yes.\n"
    )
    assert (done.requirement, done.shape, done.words) == (
        "conversation",
        "Zoom captions (WebVTT)",
        48,
    )
    assert not done.notes
    assert not done.left_out


def test_a_name_that_nobody_declared_is_said(tmp_path: Path) -> None:
    """The note shows the very words that give each name a label."""
    [done] = run(tmp_path, FILES / "zoom.vtt")
    [note] = done.notes
    assert '--speaker "Maria Lopez=Coach" --speaker "Ben Okoro=Partner"' in note


def test_the_line_to_type_is_whole(tmp_path: Path) -> None:
    """It names the file and everybody: who has a label keeps it, nobody gets another's."""
    text = "WEBVTT\n\n00:01.000 --> 00:04.000\nMaria Lopez: What now?\n"
    text += "\n00:05.000 --> 00:09.000\nBen Okoro: We count.\n"
    file = text_file(tmp_path, "our talk.vtt", text)
    note = run(tmp_path / "portfolio", file, speakers={"Maria Lopez": "Coach"})[0].notes[-1]
    options = '--speaker "Maria Lopez=Coach" --speaker "Ben Okoro=Partner"'
    assert note.endswith(f'credfolio import "{file}" {options}')


def test_a_first_name_alone_is_said(tmp_path: Path) -> None:
    """It stays, since it may be another's; its author is told, without the name."""
    text = "WEBVTT\n\n00:01.000 --> 00:04.000\nMaria Lopez: What now?\n"
    text += "\n00:05.000 --> 00:09.000\nPartner: Thanks, Maria. Ave maria, Mariana.\n"
    file = text_file(tmp_path, "talk.vtt", text)
    [done] = run(tmp_path / "portfolio", file, speakers={"Maria Lopez": "Coach"})
    [note] = [note for note in done.notes if "variants:" in note]
    assert note.startswith("A part of the name of “Coach”") and "stands once in the text" in note
    assert "Maria" not in note


def test_a_transcript_is_there_once(tmp_path: Path) -> None:
    """The document that named the file holds its text and no longer the name; others stay."""
    folder = tmp_path / "portfolio" / "2-evidence"
    folder.mkdir(parents=True)
    raw = "WEBVTT\n\n00:01.000 --> 00:04.000\nCoach: What now?\n"
    raw += "\n00:05.000 --> 00:09.000\nPartner: We count.\n"
    file = text_file(folder, "talk.vtt", raw)
    head = "---\nrequirement: conversation\ntranscript: talk.vtt\nrecorded: 2026-10-06\n---\n"
    kept = text_file(folder, "conversation.md", head)
    [done] = run(tmp_path / "portfolio", file)
    written = kept.read_text(encoding="utf-8")
    assert done.path == kept and "What now?" in written
    assert "transcript:" not in written and "recorded: 2026-10-06" in written
    assert any("`transcript:` is taken out" in note for note in done.notes)

    kept.write_text(head.replace("talk.vtt", "other.vtt"), encoding="utf-8")
    assert run(tmp_path / "portfolio", file)[0].path.name == "conversation-2.md"


def test_notes_to_oneself_are_no_scaffold(tmp_path: Path) -> None:
    """A document with a comment of the author's is not written over."""
    folder = tmp_path / "portfolio"
    folder.mkdir()
    mine = text_file(
        folder, "plan.md", "---\nrequirement: plan-of-action\n---\n\n<!-- Ask Ms. K. -->\n"
    )
    path = Path(next(r for r in CREDENTIAL.requirements if r.id == "plan-of-action").file)
    (folder / path).parent.mkdir()
    mine.rename(folder / path)
    [done] = run(folder, text_file(tmp_path, "p.txt", "We wait."), as_="plan-of-action")
    assert "Ask Ms. K." in (folder / path).read_text(encoding="utf-8")
    assert done.path.stem.endswith("-2")


def test_cues_without_names_stay_apart(tmp_path: Path) -> None:
    """Each sentence of nobody is a turn, ready for a label."""
    [done] = run(tmp_path, FILES / "zoom-unnamed.vtt")
    assert body(done).split("\n\n") == [
        "**Speaker** [00:00:01]: What would be most useful for you today?",
        "**Speaker** [00:00:04]: I'd like to look at who answers.",
    ]
    assert "does not say who speaks in 2 turns" in done.notes[0]


def test_teams_captions(tmp_path: Path) -> None:
    """Utterances are whole again, and a surname first is a name like any other."""
    speakers = {"lopez, maria": "Coach", "Ben Okoro": "Partner"}
    [done] = run(tmp_path, FILES / "teams.vtt", speakers=speakers)
    assert body(done).startswith(
        "**Coach** [00:00:03]: So before we open the sheet, what did you hope you would see?\n\n"
        "**Partner** [00:00:05]: Mm-hm. Every table"
    )


def test_long_talk_is_cut_into_turns(tmp_path: Path) -> None:
    """After some 120 words of one speaker a new turn brings a new time."""
    cues = [
        f"00:{n // 60:02}:{n % 60:02}.000 --> 00:{(n + 1) // 60:02}:{(n + 1) % 60:02}.000\n"
        f"<v Coach>ten words that are said one after the other again</v>\n"
        for n in range(30)
    ]
    file = text_file(tmp_path, "talk.vtt", "WEBVTT\n\n" + "\n".join(cues))
    [done] = run(tmp_path / "portfolio", file)
    turns = body(done).split("\n\n")
    assert [turn[:22] for turn in turns] == [
        "**Coach** [00:00:00]: ",
        "**Coach** [00:00:12]: ",
        "**Coach** [00:00:24]: ",
    ]
    assert done.words == 300


@pytest.mark.parametrize(
    ("name", "times"),
    [
        ("talk.srt", ["00:00:01", "00:00:04", "00:00:09"]),
        ("otter.txt", ["00:00:04", "00:00:11", "01:02:13"]),
        ("times-first.txt", ["00:00:04", "00:00:11", "00:01:05"]),
        ("chat.txt", ["09:15:02", "09:15:40"]),
        ("pasted-zoom-style.txt", []),
    ],
)
def test_transcripts_of_other_tools(name: str, times: list[str], tmp_path: Path) -> None:
    """Names and times are found before the words, behind them, above them or not at all."""
    [done] = run(tmp_path, FILES / name, speakers=REAL if "talk" not in name else None)
    assert done.requirement == "conversation"
    turns = body(done).split("\n\n")
    assert [turn.split("**")[1] for turn in turns[:2]] == ["Coach", "Partner"]
    for turn, time in zip(turns, times, strict=False):
        assert f"** [{time}]: " in turn
    assert not any("Lopez" in turn or "Okoro" in turn for turn in turns)


def test_a_meeting_clock_is_pointed_out(tmp_path: Path) -> None:
    """Times that begin late are perhaps those of a longer meeting."""
    [done] = run(tmp_path, FILES / "chat.txt", speakers=REAL)
    assert "`starts_at: 09:15:02`" in done.notes[0]


def test_names_in_what_is_said_are_replaced(tmp_path: Path) -> None:
    """A name that was given a label is kept nowhere; a word that only looks like it stays."""
    text = "Rose: I thank Maria  Lopez.\nMaria Lopez: The rose is Rose's.\n" * 2
    file = text_file(tmp_path, "maria lopez.txt", text)
    speakers = {"Maria Lopez": "Coach", "Rose": "Partner"}
    [done] = run(tmp_path / "p", file, speakers=speakers)
    assert body(done).startswith("**Partner**: I thank Coach.\n\n**Coach**: The rose is Partner's.")
    assert "4 times" in done.notes[0]


def test_comments_and_stray_lines_are_reported(tmp_path: Path) -> None:
    """What captions hold besides cues is left out and said."""
    text = "WEBVTT\n\nNOTE my own note\n\n00:01.000 --> 00:02.000\nCoach: Hello\n\nlost words\n"
    [done] = run(tmp_path / "p", text_file(tmp_path, "talk.vtt", text))
    assert [left.sentence for left in done.left_out] == [
        "comments of the captions file (4 words)",
        "lines without a time, from line 8 (2 words)",
    ]


def test_captions_pasted_into_a_text_file(tmp_path: Path) -> None:
    """The content says what it is, whatever the file is called."""
    file = text_file(tmp_path, "talk.txt", (FILES / "talk.srt").read_text(encoding="utf-8"))
    [done] = run(tmp_path / "p", file)
    assert done.shape == "captions (SRT)"


def test_an_answer_that_quotes_an_exchange_is_no_transcript(tmp_path: Path) -> None:
    """A few quoted turns among paragraphs leave an answer an answer."""
    prose = "I had asked my partner what would help, and this is what we said to each other. " * 4
    text = f"{prose}\n\nCoach: What did you see?\nPartner: The same four.\n\n{prose}\n\n{prose}\n"
    [done] = run(tmp_path / "p", text_file(tmp_path, "focus and dialogue.txt", text))
    assert done.requirement == "focus-and-dialogue"
    assert "Coach: What did you see?\nPartner: The same four." in body(done)


# --- pasted text -----------------------------------------------------------------------------


def test_pasted_text_keeps_what_it_looks_like(tmp_path: Path) -> None:
    """Lists and quotations stay; words that Markdown would hide or change are escaped."""
    [done] = run(tmp_path, FILES / "reflection.txt")
    assert done.requirement == "reflection"
    text = body(done)
    assert "\n> What would you do if nobody answered?\n" in text
    assert "\n\\[Student 1]: answered for the first time in March.\n" in text
    assert "I use \\<three> tables & a \\* on the sheet." in text
    assert shown(text) == [
        word
        for word in word_list((FILES / "reflection.txt").read_text(encoding="utf-8"))
        if word not in ("1.", "2.")
    ]


def test_an_annotation_written_by_the_guide(tmp_path: Path) -> None:
    """Headings, quotations, bold labels and conditions in Markdown are left as they are."""
    text = (
        "## Trust {#trust}\n\n> **Coach** [00:02:10]: What would help? {.trust .action}\n"
        "I hand the agenda to my colleague.\n\n## Graphic feedback\n\n> The same four.\nMine.\n"
    )
    [done] = run(tmp_path / "p", text_file(tmp_path, "notes.txt", text))
    assert done.requirement == "annotation"
    assert body(done) == (
        "## Trust {#trust}\n\n> **Coach** [00:02:10]: What would help? {.trust .action}\n\n"
        "I hand the agenda to my colleague.\n\n## Graphic feedback\n\n> The same four.\n\nMine."
    )


def test_paragraphs_of_a_notepad_are_parted(tmp_path: Path) -> None:
    """Lines that nobody wrapped are a paragraph each, blank line or not."""
    first, second = "first words " * 15, "second words " * 15
    file = text_file(tmp_path, "reflection.txt", f"{first.strip()}\r\n{second.strip()}\r\n")
    [done] = run(tmp_path / "p", file)
    assert body(done) == f"{first.strip()}\n\n{second.strip()}"


@pytest.mark.parametrize(
    ("content", "notes"),
    [
        ("Café “so”.".encode(), 0),
        ("Café “so”.".encode("utf-8-sig"), 0),
        ("Café “so”.".encode("utf-16"), 0),
        ("Café “so”.".encode("cp1252"), 1),
    ],
)
def test_encodings_of_editors(content: bytes, notes: int, tmp_path: Path) -> None:
    """What Notepad saves is read; where it had to be guessed, that is said."""
    file = tmp_path / "reflection.txt"
    file.write_bytes(content)
    [done] = run(tmp_path / "p", file)
    assert body(done) == "Café “so”."
    assert len(done.notes) == notes


def test_a_text_of_a_million_lines_is_refused(tmp_path: Path) -> None:
    """What nobody wrote is not taken in for minutes; the old documents stay."""
    file = text_file(tmp_path, "talk.txt", "a:\n" * 400_000)
    with pytest.raises(CredfolioError, match="more than 150,000 lines: split it"):
        run(tmp_path / "p", file)


# --- Word ------------------------------------------------------------------------------------


def test_a_word_document(tmp_path: Path) -> None:
    """Headings, emphasis, lists, quotations, links and tables come along."""
    word = docx.Document()
    word.add_heading("Reflection", 1)
    paragraph = word.add_paragraph("I ")
    paragraph.add_run("wait").bold = True
    paragraph.add_run(", and ")
    paragraph.add_run("so ").italic = True
    paragraph.add_run("do they.")
    word.add_paragraph("one", style="List Bullet")
    word.add_paragraph("two", style="List Bullet")
    word.add_paragraph("first", style="List Number")
    word.add_paragraph("What did you see?", style="Quote")
    word.add_paragraph("# no heading, 1. no list")
    word.add_paragraph("1. no list")
    table = word.add_table(2, 2)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells], ("a", "b | c", "d", "e"), strict=True
    ):
        cell.text = text
    [done] = run(tmp_path / "p", saved(word, tmp_path, "mine.docx"))
    assert done.requirement == "reflection"
    assert body(done) == (
        "# Reflection\n\nI **wait**, and *so* do they.\n\n- one\n- two\n1. first\n\n"
        "> What did you see?\n\n\\# no heading, 1. no list\n\n1\\. no list\n\n"
        "| a | b \\| c |\n| --- | --- |\n| d | e |"
    )
    assert "words in tables are not counted" in done.notes[0]


def test_a_box_around_an_answer_is_no_table(tmp_path: Path) -> None:
    """A table of one column, as templates have them, is the text in it."""
    word = docx.Document()
    word.add_table(1, 1).cell(0, 0).text = "My plan is one thing."
    [done] = run(tmp_path / "p", saved(word, tmp_path, "plan of action.docx"))
    assert body(done) == "My plan is one thing."
    assert not done.notes


def test_a_transcript_from_teams_in_word(tmp_path: Path) -> None:
    """Name and time stand above the words, behind a soft line break."""
    word = docx.Document()
    word.add_paragraph("Maria Lopez started transcription")
    for name, time, text in (
        ("Maria Lopez", "0:04", "What would be most useful?"),
        ("Ben Okoro", "0:11", "Who answers."),
        ("Maria Lopez", "1:02:13", "Who answers."),
    ):
        paragraph = word.add_paragraph()
        paragraph.add_run(name).bold = True
        paragraph.add_run(f"   {time}")
        paragraph.add_run().add_break()
        paragraph.add_run(text)
    [done] = run(tmp_path / "p", saved(word, tmp_path, "Weekly.docx"), speakers=REAL)
    assert body(done) == (
        "**Coach** [00:00:04]: What would be most useful?\n\n"
        "**Partner** [00:00:11]: Who answers.\n\n**Coach** [01:02:13]: Who answers."
    )
    assert done.shape == "Teams transcript (Word)"
    assert [left.sentence for left in done.left_out] == ["lines of the recording tool (3 words)"]


def test_a_transcript_by_word_online(tmp_path: Path) -> None:
    """Word writes time and speaker above the words, and its own headings at the top."""
    word = docx.Document()
    for text in ("Audio file", "talk.m4a", "Transcript"):
        word.add_paragraph(text)
    for line in ("00:00:04 Speaker 1", "What would help?", "00:00:11 Speaker 2", "Who answers."):
        word.add_paragraph(line)
    speakers = {"Speaker 1": "Coach", "Speaker 2": "Partner"}
    [done] = run(tmp_path / "p", saved(word, tmp_path, "x.docx"), speakers=speakers)
    assert body(done) == (
        "**Coach** [00:00:04]: What would help?\n\n**Partner** [00:00:11]: Who answers."
    )
    assert done.left_out[0].text == "Audio file\ntalk.m4a\nTranscript"


def test_words_before_the_first_speaker_stay(tmp_path: Path) -> None:
    """An introduction of one's own is kept above the turns."""
    text = "We spoke after school.\n\nCoach: What would help?\nPartner: Who answers.\n"
    [done] = run(tmp_path / "p", text_file(tmp_path, "talk.txt", text))
    assert body(done).startswith("We spoke after school.\n\n**Coach**: What would help?")


def test_notes_at_the_foot_of_a_page(tmp_path: Path) -> None:
    """A footnote stays a footnote; links keep their address, arrows back go."""
    page = (
        '<p>So<sup><a href="#footnote-1" id="footnote-ref-1">[1]</a></sup> says '
        '<a href="https://a.example/x">she</a>.</p>'
        '<ol><li id="footnote-1"><p> In May. <a href="#footnote-ref-1">↑</a></p></li></ol>'
    )
    assert markdown(pieces(page)) == (
        "So[^footnote-1] says [she](<https://a.example/x>).\n\n[^footnote-1]: In May."
    )


def test_a_transcript_in_a_table(tmp_path: Path) -> None:
    """A table with a column of speakers is a conversation."""
    word = docx.Document()
    rows = [("Speaker", "Text"), ("Coach", "What did you see?"), ("Partner", "The same four.")]
    table = word.add_table(0, 2)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    [done] = run(tmp_path / "p", saved(word, tmp_path, "talk.docx"), as_="conversation")
    assert body(done) == "**Coach**: What did you see?\n\n**Partner**: The same four."


def tracked(word: Word) -> None:
    """A paragraph with an insertion, a deletion and a content control."""
    word.element.body.insert(
        0,
        parse_xml(
            f"<w:p {nsdecls('w')}><w:r><w:t xml:space='preserve'>I </w:t></w:r>"
            "<w:ins w:id='1' w:author='a'><w:r><w:t>wait</w:t></w:r></w:ins>"
            "<w:del w:id='2' w:author='a'><w:r><w:delText>rush on</w:delText></w:r></w:del>"
            "<w:sdt><w:sdtContent><w:r><w:t xml:space='preserve'> now.</w:t></w:r></w:sdtContent>"
            "</w:sdt></w:p>"
        ),
    )


def test_what_word_hides_is_read_or_reported(tmp_path: Path) -> None:
    """Insertions and pictures come along; deletions and headers are left out and said."""
    word = docx.Document()
    tracked(word)
    word.sections[0].header.paragraphs[0].text = "Portfolio of mine"
    word.add_picture(str(FILES / "dot.png"))
    [done] = run(tmp_path / "p", saved(word, tmp_path, "reflection.docx"))
    picture = next((tmp_path / "p" / "3-reflection").glob("*.png"))
    assert body(done) == f"I wait now.\n\n![]({picture.name})"
    assert picture.read_bytes() == (FILES / "dot.png").read_bytes()
    assert [left.sentence for left in done.left_out] == [
        "the page header (3 words)",
        "text that was deleted with Track Changes on (2 words)",
    ]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.docx", b"not a zip", "can't be read as a Word document"),
        ("a.docx", b"\xd0\xcf\x11\xe0 old", "old or a password-protected Word file"),
        ("a.docx", b"", "can't be read as a Word document"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "save it as Word document (.docx)"),
        ("a.pdf", b"%PDF", "can't be imported"),
        ("a.txt", b"\x81\x8d\x00", "not a text file"),
        ("a.txt", b"a\x00b", "not a text file"),
        ("a.txt", b" \n", "holds no text"),
        ("a.vtt", b"WEBVTT\n\nnothing", "holds no captions"),
        ("a.txt", b"Some words of mine.", "Say so with --as and one of: trust-established, focus"),
    ],
)
def test_files_that_cannot_be_imported(
    name: str, content: bytes, says: str, tmp_path: Path
) -> None:
    """One plain line says what is wrong and what to do; nothing is written."""
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(CredfolioError, match=r"a\.") as caught:
        run(tmp_path / "p", file)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "p").exists()


def zipped(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"word/document.xml": b"<w/>"}, "can't be read"),
        ({"word/document.xml": b"<w>"}, "can't be read"),
        ({"other.xml": b"<a/>"}, "can't be read"),
        ({"word/document.xml": b"<a>" + b" " * 8_000_000}, "unpacks to far more"),
        ({"word/document.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}, "that Word writes"),
        ({"word/document.xml": b"<a>" * 5000 + b"</a>" * 5000}, "can't be read"),
    ],
)
def test_hostile_word_files(parts: dict[str, bytes], says: str, tmp_path: Path) -> None:
    """A stranger's archive is refused before it unpacks."""
    with pytest.raises(CredfolioError) as caught:
        run(tmp_path / "p", zipped(tmp_path / "reflection.docx", parts))
    assert says in str(caught.value)


# --- where it goes ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "requirement"),
    [
        ("Reflection final v2.txt", "reflection"),
        ("trust.txt", "trust-established"),
        ("2 Focus and Dialogue.txt", "focus-and-dialogue"),
        ("Graphic_feedback.txt", "graphic-feedback"),
        ("Our plan of action.txt", "plan-of-action"),
        ("annotation.txt", "annotation"),
        ("conversation.txt", "conversation"),
    ],
)
def test_the_file_name_tells_the_requirement(name: str, requirement: str, tmp_path: Path) -> None:
    """Half the words of an id or title are enough."""
    [done] = run(tmp_path / "p", text_file(tmp_path, name, "Some words of mine."))
    assert done.requirement == requirement


def test_the_first_line_tells_the_requirement(tmp_path: Path) -> None:
    """Where the file name says nothing, the heading may."""
    file = text_file(tmp_path, "scan0001.txt", "Plan of action\n\nSome words of mine.")
    [done] = run(tmp_path / "p", file)
    assert done.requirement == "plan-of-action"


@pytest.mark.parametrize("wanted", ["plan-of-action", "Plan of Action", "PLAN_OF_ACTION"])
def test_as_takes_an_id_or_a_title(wanted: str, tmp_path: Path) -> None:
    """Whatever its case and spaces."""
    [done] = run(tmp_path, FILES / "reflection.txt", as_=wanted)
    assert done.path == tmp_path / "1-overview" / "plan-of-action.md"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"as_": "plan-of-acton"}, "Did you mean plan-of-action?"),
        ({"as_": "essay"}, "Choose one of: trust-established"),
        ({"speakers": {"Maria": ""}}, "--speaker takes a name and a label"),
        ({"speakers": {"Maria": "Coch"}}, "Coch is no participant of portfolio.yml. Use: Coach"),
    ],
)
def test_wrong_arguments(arguments: dict[str, object], says: str, tmp_path: Path) -> None:
    """The message shows what there is to choose from."""
    with pytest.raises(CredfolioError) as caught:
        run(tmp_path, FILES / "reflection.txt", **arguments)  # type: ignore[arg-type]
    assert says in str(caught.value)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A document with words in it stays; the new one goes beside it, and that is said."""
    run(tmp_path, FILES / "reflection.txt")
    before = (tmp_path / "3-reflection" / "reflection.md").read_bytes()
    [done] = run(tmp_path, FILES / "reflection.txt")
    assert done.path.name == "reflection-2.md"
    assert "reflection.md is already written" in done.notes[0]
    assert (tmp_path / "3-reflection" / "reflection.md").read_bytes() == before


def test_an_untouched_scaffold_is_replaced(tmp_path: Path) -> None:
    """Its front matter stays: it may hold a date already."""
    target = tmp_path / "3-reflection" / "reflection.md"
    target.parent.mkdir()
    target.write_bytes(
        b"---\r\nrequirement: reflection\r\nrecorded: 2026-10-06\r\n---\r\n\r\n"
        b"<!-- What changed?\r\n\r\nWrite below. What stands between these arrows is neither\r\n"
        b"shown nor counted. -->\r\n\r\n"
    )
    [done] = run(tmp_path, FILES / "reflection.txt")
    assert done.path == target
    text = target.read_text(encoding="utf-8")
    assert text.startswith(
        "---\nrequirement: reflection\nrecorded: 2026-10-06\n---\n\nWhat changed"
    )
    assert not done.notes


def test_the_scaffold_of_an_annotation_has_headings(tmp_path: Path) -> None:
    """Headings and hints alone are nobody's work; a word below one is."""
    target = tmp_path / "2-evidence" / "annotation.md"
    target.parent.mkdir()
    scaffold = "---\nrequirement: annotation\n---\n\n## Trust {#trust}\n\n<!-- hint -->\n"
    file = text_file(tmp_path, "annotation.txt", "## Trust\n\n> Yes.\n\nMine.")
    target.write_text(scaffold + "\nMine.\n", encoding="utf-8")
    assert run(tmp_path, file)[0].path.name == "annotation-2.md"
    target.write_text(scaffold, encoding="utf-8")
    assert run(tmp_path, file)[0].path == target


def test_two_files_for_one_requirement(tmp_path: Path) -> None:
    """Each gets a file, also within one command."""
    done = run(tmp_path, FILES / "reflection.txt", FILES / "reflection.txt")
    assert [one.path.name for one in done] == ["reflection.md", "reflection-2.md"]


def test_one_bad_file_stops_all(tmp_path: Path) -> None:
    """All files are read before the first is written."""
    with pytest.raises(CredfolioError):
        run(tmp_path / "p", FILES / "reflection.txt", tmp_path / "missing.txt")
    assert not (tmp_path / "p").exists()


def test_no_link_is_followed_out_of_the_portfolio(tmp_path: Path) -> None:
    """Where the document should go, a link to elsewhere is refused."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "3-reflection").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CredfolioError, match="outside the portfolio"):
        run(tmp_path / "p", FILES / "reflection.txt")
    assert not list((tmp_path / "elsewhere").iterdir())


# --- no word is lost -------------------------------------------------------------------------

MARKS = st.sampled_from(
    ["#", ">", "-", "1.", "[a]:", "<b>", "*", "_", "`", "|", "~", "&amp;", "\\", "{x}", ":", "a"]
)
LINE = st.lists(MARKS | st.text("ab1 .*_[](){}<>|~#", max_size=6), max_size=6).map(" ".join)


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lines=st.lists(LINE, min_size=1, max_size=6))
def test_every_word_of_pasted_text_is_shown(lines: list[str], tmp_path: Path) -> None:
    """But for the numbers of lists, the page shows the letters of the file."""
    text = "\n".join(["Some words", *lines])
    [done] = run(tmp_path, text_file(tmp_path, "a.txt", text), as_="reflection")
    kept = re.sub(r"^\s*\d+[.)]\s", "", text, flags=re.MULTILINE)
    assert letters([kept]) <= letters(shown(body(done))) <= letters([text])


LOOKS = ("{}", "<strong>{}</strong>", "<em>{}</em>", "<strong><em>{}</em></strong>", "<s>{}</s>")
PLACES = ("<p>{}</p>", "<h2>{}</h2>", "<ul><li>{}</li></ul>", "<blockquote><p>{}</p></blockquote>")
WRAPPED = (*PLACES, "<p>a<br />{}</p>", "<table><tr><td>{}</td><td>b</td></tr></table>")


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.tuples(st.sampled_from(WRAPPED), st.lists(st.tuples(LINE, st.sampled_from(LOOKS)))),
        max_size=4,
    )
)
def test_every_word_of_a_page_is_shown(blocks: list[tuple[str, list[tuple[str, str]]]]) -> None:
    """Whatever is bold, italic or looks like Markdown, wherever it stands."""
    page = "".join(
        place.format("".join(look.format(html.escape(text)) for text, look in runs))
        for place, runs in blocks
    )
    read = pieces(page)
    plain = "\n".join(piece.plain for piece in read)
    assert letters(shown(markdown(read))) == letters([plain])
    assert letters([plain]) >= letters(text for _, runs in blocks for text, _ in runs)


def letters(texts: Iterable[str]) -> Counter[str]:
    return Counter(c for text in texts for c in text if c.isalnum())
