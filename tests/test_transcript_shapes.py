"""Transcripts as Zoom, Teams, Meet, Otter and others write them: the same turns from each."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import CONVERSATION, check, codes, document, found, lay, many_words, spawn, turns_of

from credfolio.credential import shipped
from credfolio.errors import CredfolioError
from credfolio.importing import Imported, import_into
from credfolio.importing.names import Names
from credfolio.importing.turns import find_turns
from credfolio.markdown import MARKDOWN, shown_text
from credfolio.model import Metadata, Participant

FILES = Path(__file__).parent / "files"
SHAPES = FILES / "transcripts"
CREDENTIAL = shipped()["collaborative-coaching"]
PEOPLE = Metadata(participants=(Participant("coach", "Coach"), Participant("partner", "Partner")))
REAL = {"Maria Lopez": "Coach", "Ben Okoro": "Partner"}
NUMBERED = {"Speaker 1": "Coach", "Speaker 2": "Partner"}


def imported(folder: Path, file: Path, speakers: dict[str, str] | None = None) -> Imported:
    return import_into(folder, CREDENTIAL, PEOPLE, [file], speakers=speakers or {})[0]


def turns(done: Imported) -> list[tuple[str, str, str]]:
    """(label, time, words) of each turn of the document."""
    text = done.path.read_text(encoding="utf-8").split("---\n", 2)[2]
    return re.findall(r"^\*\*(.+?)\*\*(?: \[([\d:]+)\])?: (.+)$", text, re.MULTILINE)


def letters(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in re.findall(r"[^\W\d_]+", text))


# --- every shape -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "shape", "times"),
    [
        ("zoom-captions.txt", "Zoom captions (text)", "15:02:33 15:02:41 15:02:58 15:03:04"),
        ("zoom-chat-cloud.txt", "Zoom chat (text)", "00:02:33 00:02:41 00:02:58"),
        ("zoom-quoted.vtt", "Zoom captions (WebVTT)", "00:00:04 00:00:08"),
        ("zoom-panel.txt", "transcript (text)", "00:00:04 00:00:11 00:00:19 00:00:25"),
        ("fireflies.txt", "transcript (text)", "00:00:04 00:00:11 00:00:19 00:00:25"),
        ("otter-full.txt", "Otter transcript (text)", "00:00:04 00:00:11 00:01:02"),
        ("meet.txt", "Google Meet transcript (text)", "00:00:00    00:05:00 "),
        ("meet-gemini.txt", "Google Meet transcript (text)", "00:00:00   "),
        ("teams.txt", "Teams transcript (text)", "00:00:03 00:00:11 01:02:13"),
        ("teams-early.txt", "Teams captions (text)", "00:00:00 00:00:03 00:00:06 00:00:09"),
        ("word.txt", "transcript by Word (text)", "00:00:04 00:00:11 00:00:19"),
        ("rev.txt", "transcript (text)", "00:00:04 00:00:11 00:00:19"),
        ("podcast.md", "transcript (Markdown)", "  "),
        ("podcast-voices.txt", "transcript (text)", "00:00:04 00:00:11 00:00:19"),
    ],
)
def test_each_shape(name: str, shape: str, times: str, tmp_path: Path) -> None:
    """Coach and partner take turns, each with its time; every other word is reported."""
    speakers = NUMBERED if name == "word.txt" else REAL
    done = imported(tmp_path, SHAPES / name, speakers)
    read = turns(done)
    assert done.shape == shape
    assert [label for label, _, _ in read] == (["Coach", "Partner"] * 3)[: len(read)]
    assert [time for _, time, _ in read] == times.split(" ")
    assert {"time", "answers"} <= set(letters(text for _, _, text in read))
    assert not any("**" in text or "Transcri" in text for _, _, text in read)


@pytest.mark.parametrize("file", sorted(SHAPES.iterdir()), ids=lambda file: file.name)
def test_no_word_of_a_file_is_lost_or_invented(file: Path, tmp_path: Path) -> None:
    """Each is in the document or in the account of what was left out, as often as in the file."""
    [done] = import_into(tmp_path, CREDENTIAL, PEOPLE, [file], as_requirement="conversation")
    text = file.read_text(encoding="utf-8")
    if file.name == "youtube.vtt":  # says each line twice
        text = text.replace("thanks for making time\n", "")
    page = shown_text(MARKDOWN.html(done.path.read_text(encoding="utf-8").split("---\n", 2)[2]))
    kept = letters([page, *(part.text for part in done.left_out)])
    kept.subtract({"Speaker": kept["Speaker"]} if "does not say who" in str(done.notes) else {})
    markup = {"WEBVTT", "align", "start", "position", "v", "c"} if "<" in text else {"WEBVTT"}
    once = {"Maria", "Lopez", "Ben", "Okoro"}
    for word, count in letters([text]).items():
        if word not in markup:
            assert kept[word] == count or (word in once and kept[word] >= 1), word
    assert set(+kept) <= set(letters([text]))


def test_a_talk_without_speakers(tmp_path: Path) -> None:
    """A phone's transcript is kept as it is, and it is said how to name who speaks."""
    [done] = import_into(
        tmp_path, CREDENTIAL, PEOPLE, [SHAPES / "voice-memo.txt"], as_requirement="conversation"
    )
    assert "Begin each turn with its speaker" in done.notes[0]


def test_times_alone_part_turns(tmp_path: Path) -> None:
    """Where no one is named, times on lines of their own tell the turns apart."""
    read = turns(imported(tmp_path, SHAPES / "youtube.txt"))
    assert [(label, time) for label, time, _ in read] == [
        ("Speaker", "00:00:00"),
        ("Speaker", "00:00:04"),
        ("Speaker", "00:00:11"),
    ]


def test_captions_that_are_wrong_throughout(tmp_path: Path) -> None:
    """The first line of times is shown as it should be, and a way that needs no typing."""
    file = tmp_path / "talk.vtt"
    file.write_text("WEBVTT\n\n00:00:01,000 --> 00:00:04,000\nCoach: hello\n", encoding="utf-8")
    with pytest.raises(CredfolioError) as caught:
        imported(tmp_path / "p", file)
    assert "Line 3 should be 00:00:01.000 --> 00:00:04.000" in str(caught.value)
    assert "take out the line WEBVTT" in str(caught.value)
    file.write_text(file.read_text(encoding="utf-8").removeprefix("WEBVTT"), encoding="utf-8")
    assert turns(imported(tmp_path / "p", file)) == [("Coach", "00:00:01", "hello")]


def test_captions_that_are_wrong_in_part(tmp_path: Path) -> None:
    """What the specification drops is left out, and said with its line."""
    file = tmp_path / "talk.vtt"
    file.write_text(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Coach>Hello <dear> you\n\n"
        "0:03.000 --> 00:04.000\n<v Partner>lost words\n",
        encoding="utf-8",
    )
    done = imported(tmp_path / "p", file)
    assert turns(done) == [("Coach", "00:00:01", "Hello you")]
    assert [part.sentence for part in done.left_out] == [
        "captions whose times can't be read, from line 6 (5 words)",
        "words in angle brackets, which captions take for a tag, from line 4 (1 word)",
    ]


# --- names -----------------------------------------------------------------------------------


def test_labels_from_private_yml(tmp_path: Path) -> None:
    """What private.yml says of a name holds for whoever speaks, and for what is said."""
    (tmp_path / "private.yml").write_text(
        'names:\n  "Maria Lopez": coach\n  Ben Okoro: {label: Partner, variants: [Ben]}\n',
        encoding="utf-8",
    )
    done = imported(tmp_path / "portfolio", SHAPES / "zoom-captions.txt")
    assert turns(done)[0] == (
        "Coach",
        "15:02:33",
        "Thanks for making time, Partner. What would be most useful for you today?",
    )
    assert not re.search("Ben|Maria", done.path.read_text(encoding="utf-8"))


def test_a_label_given_with_the_command_comes_first(tmp_path: Path) -> None:
    """--speaker decides where both name somebody."""
    (tmp_path / "private.yml").write_text('names: {"Maria Lopez": Partner}\n', encoding="utf-8")
    done = imported(tmp_path / "portfolio", SHAPES / "zoom-captions.txt", REAL)
    assert turns(done)[0][0] == "Coach"


def test_a_private_yml_that_cannot_be_read(tmp_path: Path) -> None:
    """Nothing is imported: a name would be in the document."""
    (tmp_path / "private.yml").write_text('names: {"Maria Lopez: Coach\n', encoding="utf-8")
    with pytest.raises(CredfolioError, match=r"private\.yml, line \d"):
        imported(tmp_path / "portfolio", SHAPES / "zoom-captions.txt")
    assert not (tmp_path / "portfolio").exists()


def test_import_says_what_it_did(tmp_path: Path) -> None:
    """The shape, what was left out, who has no label and what to do; nothing is overwritten."""
    lay(tmp_path)
    before = (tmp_path / "portfolio" / CONVERSATION).read_bytes()
    done = spawn("import", SHAPES / "teams.txt", cwd=tmp_path)
    assert done.returncode == 0
    assert "teams.txt: Teams transcript (text), 28 words in all" in done.stdout
    assert "left out: lines of the recording tool" in done.stdout
    assert '--speaker "Maria Lopez=Coach" --speaker "Ben Okoro=Partner"' in done.stdout
    assert "private.yml" in done.stdout
    assert (tmp_path / "portfolio" / CONVERSATION).read_bytes() == before


# --- `transcript:` ---------------------------------------------------------------------------

TALK = "Coach  0:04\nWhat would help?\n\nPartner  0:11\nWho answers. The same four.\n"


def word_file(path: Path, text: str) -> None:
    word = docx.Document()
    for line in text.split("\n"):
        word.add_paragraph(line)
    word.save(str(path))


def spoken(folder: Path) -> list[tuple[str, float | None, str]]:
    return [
        (turn.speaker, turn.start, " ".join(turn.text.split())) for turn in turns_of(check(folder))
    ]


@pytest.mark.parametrize("name", ["talk.txt", "talk.docx", "talk.TXT"])
def test_a_named_transcript_is_read_as_if_pasted(name: str, tmp_path: Path) -> None:
    """Text or Word, the turns are those of the same words in the body."""
    pasted = lay(tmp_path / "a", {CONVERSATION: document("conversation", TALK)})
    named = lay(tmp_path / "b", {CONVERSATION: document("conversation", "", transcript=name)})
    file = named / "portfolio" / "2-evidence" / name
    if name.endswith("docx"):
        word_file(file, TALK)
    else:
        file.write_text(TALK, encoding="utf-8")
    assert (
        spoken(named)
        == spoken(pasted)
        == [
            ("Coach", 4.0, "What would help?"),
            ("Partner", 11.0, "Who answers. The same four."),
        ]
    )


def test_a_word_file_that_is_none(tmp_path: Path) -> None:
    """It is CF305, at the line that names it."""
    text = document("conversation", "", transcript="talk.docx")
    folder = lay(tmp_path, {CONVERSATION: text, "2-evidence/talk.docx": b"no zip"})
    assert f"CF305 {CONVERSATION}:3 conversation" in found(check(folder))


def test_captions_that_are_lost_are_found(tmp_path: Path) -> None:
    """Malformed times, lines between captions, words in brackets: a warning where each stands."""
    talk = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Coach>Hello <dear> you\n\nlost line\n\n"
        "00:03,000 --> 00:04,000\n<v Partner>lost words\n"
    )
    text = document("conversation", "", transcript="talk.vtt")
    report = check(lay(tmp_path, {CONVERSATION: text, "2-evidence/talk.vtt": talk}))
    lost = [f for f in report.findings if f.code == "CF309"]
    assert [(f.place.path, f.place.line, f.severity) for f in lost] == [
        ("2-evidence/talk.vtt", line, "warning") for line in (4, 6, 8)
    ]
    assert lost[2].hint == "Write its times as `00:00:03.000 --> 00:00:04.000`."


def test_a_file_that_is_wrong_throughout_is_told_once(tmp_path: Path) -> None:
    """No more than twenty findings of a kind, and a CF305 that says what to write."""
    talk = "WEBVTT\n\n" + "00:03,000 --> 00:04,000\n<v Partner>lost words\n\n" * 100
    text = document("conversation", "", transcript="talk.vtt")
    report = check(lay(tmp_path, {CONVERSATION: text, "2-evidence/talk.vtt": talk}))
    assert sum(f.code == "CF309" for f in report.findings) == 21
    [fault] = [f for f in report.findings if f.code == "CF305"]
    assert "00:00:03.000 --> 00:00:04.000" in fault.hint


def test_text_above_pasted_captions_is_an_introduction(tmp_path: Path) -> None:
    """It is shown and not counted, and nothing is lost."""
    talk = f"We met after school.\n\nWEBVTT\n\n00:01.000 --> 00:02.000\nCoach: {many_words(9)}\n"
    report = check(lay(tmp_path, {CONVERSATION: document("conversation", talk)}))
    [conversation] = report.portfolio.conversations
    assert [(p.text, p.introduction) for p in conversation.passages] == [
        ("We met after school.", True)
    ]
    assert "CF309" not in codes(report)


def test_what_a_tool_writes_is_said_by_nobody(tmp_path: Path) -> None:
    """Its last lines do not count for whoever spoke last, and Meet's times are the next turn's."""
    talk = (SHAPES / "meet.txt").read_text(encoding="utf-8")
    for name, label in REAL.items():
        talk = talk.replace(name, label)
    folder = lay(tmp_path, {CONVERSATION: document("conversation", talk)})
    assert spoken(folder)[-2:] == [
        ("Coach", 300.0, "So we stay with who answers."),
        ("Partner", None, "Yes."),
    ]


# --- any conversation, in every shape --------------------------------------------------------

WORDS = st.lists(st.sampled_from("what we saw then four and more so it is who".split()), min_size=1)
TURN = st.tuples(st.sampled_from(list(REAL)), st.integers(1, 400), WORDS.map(" ".join))


def _clock(seconds: int) -> str:
    return f"{seconds // 60:02}:{seconds % 60:02}"


WRITERS: dict[str, Callable[[str, int, str], str]] = {
    "otter": lambda name, at, text: f"{name}  {_clock(at)}\n{text}\n\n",
    "teams": lambda name, at, text: f"{name}   {at // 60}:{at % 60:02}\n{text}\n",
    "zoom": lambda name, at, text: f"[{name}] 00:{_clock(at)}\n{text}\n\n",
    "chat": lambda name, at, text: f"00:{_clock(at)} From {name} to Everyone:\n\t{text}\n",
    "cloud chat": lambda name, at, text: f"00:{_clock(at)}\t{name}:\t{text}\n",
    "word": lambda name, at, text: f"00:{_clock(at)} {name}\n{text}\n",
    "rev": lambda name, at, text: f"{name} ({_clock(at)}):\n{text}\n\n",
    "meet": lambda name, at, text: f"00:{_clock(at)}\n\n{name}: {text}\n\n",
    "podcast": lambda name, at, text: f"00:{_clock(at)} <v {name}>{text}\n",
    "markdown": lambda name, at, text: f"**{name}** [{_clock(at)}]: {text}\n\n",
    "times first": lambda name, at, text: f"[00:{_clock(at)}] {name}: {text}\n",
}


@pytest.mark.parametrize("shape", WRITERS)
@settings(max_examples=20)
@given(talk=st.lists(TURN, min_size=1, max_size=8))
def test_a_conversation_written_in_any_shape(shape: str, talk: list[tuple[str, int, str]]) -> None:
    """Its turns come back: speakers, times, words, in order, and nothing else."""
    text = "".join(WRITERS[shape](*turn) for turn in talk)
    read = find_turns(text.split("\n"), Names(PEOPLE, REAL))
    assert read is not None
    assert [(t.speaker, t.start, t.text) for t in read.turns] == talk
    assert read.before == ""


LINES = st.sampled_from(
    ["Maria Lopez", "Maria Lopez: so", "[Ben Okoro] 0:11", "0:11", "00:05:00", "SPEAKERS", "",
     "Ben Okoro started transcription", "📖 Transcript", "Audio file", "10m 42s", "Keywords",
     "Transcription ended after 00:10:42", "a\tb", "0:11\tMaria Lopez\tso", "Oct 6, 2026", ">",
     "00:00:01 From Maria Lopez to Everyone: hi", "| a | b |", "**Coach:** hi", "Coach: so"]
) | st.text("ab1:.[]()<> *\t", max_size=20)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(LINES, max_size=14))
def test_any_lines_keep_their_words(lines: list[str]) -> None:
    """Whatever the lines are, each word is a turn's, above the turns, or the tool's."""
    read = find_turns(lines, Names(PEOPLE, REAL))
    if read is None:
        return
    kept = [read.before, read.tool, *(f"{t.speaker} {t.text}" for t in read.turns)]
    lost = letters(lines) - letters(kept)
    assert set(lost) <= {"From", "to", "Everyone", "coach", "partner"}, lost
