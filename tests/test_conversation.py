"""Ways in which honest people write a conversation (DESIGN §4)."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support import (
    CONVERSATION,
    Files,
    Said,
    base_turns,
    check,
    codes,
    document,
    is_fine,
    lay,
    table,
    turns_of,
    words_of,
)

from credfolio.model import Report


def seconds(time: str) -> int:
    hours, minutes, rest = map(int, time.split(":"))
    return hours * 3600 + minutes * 60 + rest


def clock(number: int) -> str:
    return f"{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}"


def short(time: str) -> str:
    return f"{seconds(time) // 60}:{seconds(time) % 60:02}"


def after(time: str) -> str:
    return clock(seconds(time) + 7)


def with_conversation(folder: Path, body: str, **meta: str) -> Report:
    meta = {"recorded": "2026-10-06", **meta}
    return check(lay(folder, {CONVERSATION: document("conversation", body, **meta)}))


def the_same_talk(report: Report) -> bool:
    """Whether the turns are those of the base: speakers, words and where nothing was counted."""
    turns = turns_of(report)
    assert [turn.speaker for turn in turns] == [said.speaker for said in base_turns()]
    assert [turn.spoken.split() for turn in turns] == [s.text.split() for s in base_turns()]
    return words_of(report, "conversation").value == 1103


ROWS: dict[str, Callable[[Said], str]] = {
    "bold, time, colon": lambda s: f"**{s.speaker}** [{s.time}]: {s.text}",
    "bold, colon within": lambda s: f"**{s.speaker}:** {s.text}",
    "bold, colon after": lambda s: f"**{s.speaker}**: {s.text}",
    "underscores": lambda s: f"__{s.speaker}:__ {s.text}",
    "plain": lambda s: f"{s.speaker}: {s.text}",
    "slanted": lambda s: f"*{s.speaker}:* {s.text}",
    "time first": lambda s: f"[{s.time}] {s.speaker}: {s.text}",
    "time first, round brackets": lambda s: f"({s.time}) {s.speaker}: {s.text}",
    "time first, bare": lambda s: f"{s.time} {s.speaker}: {s.text}",
    "time first, bold": lambda s: f"[{s.time}] **{s.speaker}:** {s.text}",
    "time in the bold": lambda s: f"**{s.speaker} [{s.time}]:** {s.text}",
    "time after the colon": lambda s: f"**{s.speaker}:** [{s.time}] {s.text}",
    "brackets": lambda s: f"[{s.speaker}]: {s.text}",
    "indented": lambda s: f"    {s.speaker}: {s.text}",
    "tabbed": lambda s: f"\t**{s.speaker}** [{s.time}]: {s.text}",
    "a list": lambda s: f"- {s.speaker}: {s.text}",
    "a starred list": lambda s: f"* **{s.speaker}:** {s.text}",
    "a numbered list": lambda s: f"1. **{s.speaker}** [{s.time}]: {s.text}",
    "an indented list": lambda s: f"  - [{s.time}] {s.speaker}: {s.text}",
    "quoted lines": lambda s: f"> **{s.speaker}:** {s.text}",
    "name above": lambda s: f"{s.speaker}\n{s.text}",
    "bold, neither colon nor time": lambda s: f"**{s.speaker}** {s.text}",
    "name, dash and time above": lambda s: f"{s.speaker} - {s.time[3:]}\n{s.text}",
    "bold name above": lambda s: f"**{s.speaker}**\n{s.text}",
    "name with colon above": lambda s: f"{s.speaker}:\n{s.text}",
    "name and time above": lambda s: f"{s.speaker} [{s.time}]\n{s.text}",
    "name and bare time above": lambda s: f"{s.speaker}   {short(s.time)}\n{s.text}",
    "time and name above": lambda s: f"[{s.time}] {s.speaker}\n{s.text}",
    "bold name and time above": lambda s: f"**{s.speaker}** [{s.time}]\n\n{s.text}",
    "a range": lambda s: f"**{s.speaker}** [{short(s.time)} - {short(after(s.time))}]: {s.text}",
    "a range first": lambda s: f"[{short(s.time)}–{short(after(s.time))}] {s.speaker}: {s.text}",
    "short times": lambda s: f"{s.speaker} [{short(s.time)}]: {s.text}",
    "fractions": lambda s: f"{s.speaker} [{s.time}.250]: {s.text}",
    "fractions with a comma": lambda s: f"[{s.time},250] {s.speaker}: {s.text}",
    "a dash": lambda s: f"{s.speaker} – {s.text}",
    "a long dash": lambda s: f"{s.speaker} — {s.text}",
    "a hyphen": lambda s: f"{s.speaker} - {s.text}",
    "capitals": lambda s: f"{s.speaker.upper()}: {s.text}",
    "ids": lambda s: f"**{s.speaker.lower()}:** {s.text}",
    "a hard break": lambda s: f"**{s.speaker}** [{s.time}]:  \n{s.text}",
    "wrapped": lambda s: f"**{s.speaker}:** " + "\n".join(re.findall(r".{1,60}(?:\s|$)", s.text)),
}


@pytest.mark.parametrize("between", ["\n\n", "\n"], ids=["blank lines", "no blank lines"])
@pytest.mark.parametrize("form", ROWS)
def test_a_turn_in_any_form(form: str, between: str, tmp_path: Path) -> None:
    """However a speaker is written, every turn is found, and only what is said is counted."""
    report = with_conversation(tmp_path, between.join(map(ROWS[form], base_turns())) + "\n")
    assert the_same_talk(report) and is_fine(report)


def cues(mark: str, number: bool) -> str:
    blocks = []
    for at, said in enumerate(base_turns(), 1):
        times = f"{said.time}{mark}000 --> {after(said.time)}{mark}000"
        words = f"{said.speaker}: {said.text}" if number else f"<v {said.speaker}>{said.text}"
        blocks.append(f"{at}\n{times}\n{words}" if number else f"{times}\n{words}")
    return "\n\n".join(blocks) + "\n"


@pytest.mark.parametrize(
    "body",
    [
        table([("Speaker", "Text"), ("---", "---"), *((s.speaker, s.text) for s in base_turns())]),
        table([("Time", "Who", "What was said"), ("-", "-", "-"),
               *((s.time, f"**{s.speaker}**", s.text) for s in base_turns())]),
        "WEBVTT\n\n" + cues(".", number=False),
        cues(",", number=True),
    ],
    ids=["a table", "a table with times", "captions pasted", "subtitles pasted"],
)  # fmt: skip
def test_a_transcript_in_other_shapes(body: str, tmp_path: Path) -> None:
    """Tables and pasted captions are conversations too."""
    report = with_conversation(tmp_path, body)
    assert the_same_talk(report) and is_fine(report)


def rows(form: str = "bold, time, colon") -> list[str]:
    return [ROWS[form](said) for said in base_turns()]


@pytest.mark.parametrize("name", ["talk.vtt", "talk.srt", "talk.txt", "../talk.vtt"])
def test_a_transcript_in_a_file(name: str, tmp_path: Path) -> None:
    """A transcript that the document names is read like one in its body."""
    texts = {
        "vtt": "WEBVTT\n\n" + cues(".", False),
        "srt": cues(",", True),
        "txt": "\n".join(rows()),
    }
    files = {
        CONVERSATION: document("conversation", "", recorded="2026-10-06", transcript=name),
        f"2-evidence/{name}".replace("2-evidence/../", ""): texts[name[-3:]],
    }
    report = check(lay(tmp_path, files))
    assert the_same_talk(report) and is_fine(report)


def test_one_conversation_in_two_files(tmp_path: Path) -> None:
    """Documents of one date are one conversation, in path order."""
    halves = {
        CONVERSATION: "\n\n".join(rows()[:20]),
        "2-evidence/conversation2.md": "\n\n".join(rows()[20:]),
    }
    files = {n: document("conversation", t, recorded="2026-10-06") for n, t in halves.items()}
    report = check(lay(tmp_path, files))
    assert the_same_talk(report) and is_fine(report)


def test_words_before_the_first_speaker(tmp_path: Path) -> None:
    """An introduction is shown, is no turn and is not counted."""
    intro = "We talked in her room: nobody else was there.\n\nIt was a Tuesday.\n\n"
    report = with_conversation(tmp_path, intro + "\n\n".join(rows()))
    assert the_same_talk(report) and is_fine(report)
    assert words_of(report, "conversation").not_counted["introduction"] == 13


@pytest.mark.parametrize(
    "line",
    ["## After the break", "---", "* * *", "![the sheet](sheet.png)", "After the break\n-----"],
)
def test_what_follows_a_break(line: str, tmp_path: Path) -> None:
    """A heading, rule or picture ends a turn; what follows is not counted until somebody speaks."""
    stage = [*rows()[:20], f"{line}\n\nWe went for tea and came back.", *rows()[20:]]
    folder = lay(tmp_path, {"2-evidence/sheet.png": b"\x89PNG\r\n"})
    (folder / "portfolio" / CONVERSATION).write_text(
        document("conversation", "\n\n".join(stage), recorded="2026-10-06"), "utf-8"
    )
    report = check(folder)
    assert the_same_talk(report) and is_fine(report)
    assert words_of(report, "conversation").not_counted["outside"] >= 7


@pytest.mark.parametrize(
    "speech",
    [
        "Remember: you said that it was quiet.",
        "We started at 9:15: the bell was late.",
        "Question: who answers?",
        "So: three, and then four.",
        "Note to self: count to four.",
        "http://example.org/a is the page.",
        "**Coach** is what they call me now.",
        "12:30 was the bell.",
    ],
)
def test_a_colon_is_not_a_speaker(speech: str, tmp_path: Path) -> None:
    """A line of speech with a colon in it goes on with the turn."""
    report = with_conversation(tmp_path, f"{rows()[0]}\n{speech}\n\n" + "\n\n".join(rows()[1:]))
    assert len(turns_of(report)) == len(base_turns()) and is_fine(report)
    assert turns_of(report)[0].spoken.split()[-1] == speech.split()[-1]


def test_comments_and_code_are_no_talk(tmp_path: Path) -> None:
    """Turns within HTML comments and code fences are nobody's words."""
    hidden = "<!--\n**Coach:** Nobody sees this.\n-->\n\n```\n**Coach:** Nor this.\n```\n\n"
    report = with_conversation(tmp_path, hidden + "\n\n".join(rows()))
    assert the_same_talk(report) and is_fine(report)
    assert turns_of(report)[0].line == 14


def test_words_that_define_a_link_are_not_counted(tmp_path: Path) -> None:
    """What Markdown takes for a link's address or title is on no page, so nobody said it."""
    hidden = "[1]: https://example.org/a 'four words of title'\n\n[Maya]: Yes.\n"
    report = with_conversation(tmp_path, "\n\n".join([*rows(), hidden]))
    assert words_of(report, "conversation").value == 1103
    (lost,) = report.findings
    assert (lost.code, lost.place.line) == ("CF309", 7 + 2 * len(rows()) + 1)


def test_what_stands_in_an_introduction_is_counted_as_it_is_seen(tmp_path: Path) -> None:
    """An address or a picture's text makes no word of all that a reader sees."""
    intro = "We met [in her room](https://example.org/a 'a title').\n\n"
    report = with_conversation(tmp_path, intro + "\n\n".join(rows()))
    assert words_of(report, "conversation").not_counted["introduction"] == 5


def test_a_transcript_in_a_code_fence_is_told(tmp_path: Path) -> None:
    """Where nobody speaks since all of it stands in a fence, its line is said, and what to do."""
    report = with_conversation(tmp_path, "```\n" + "\n".join(rows()) + "\n```\n")
    lost = next(f for f in report.findings if f.code == "CF309")
    assert (lost.place.line, lost.requirement) == (6, "conversation")
    assert "backticks" in lost.hint and "CF301" in codes(report)


def test_marks_are_not_spoken(tmp_path: Path) -> None:
    """`[inaudible]` and its like are left out of the count and of what can be quoted."""
    body = "\n\n".join(rows()).replace("Shall we begin?", "Shall [inaudible] we begin?")
    report = with_conversation(tmp_path, body)
    assert the_same_talk(report) and is_fine(report)


def test_fillers_left_out(tmp_path: Path) -> None:
    """Who quotes without the `um` of the transcript quotes rightly."""
    body = "\n\n".join(rows()).replace("useful for you", "useful, um, for, uh, you")
    report = with_conversation(tmp_path, body.replace("are tiny", "are, er, tiny"))
    assert is_fine(report)


CUES = "WEBVTT\n\n00:01.000 --> 00:04.000\n{0}: What now?\n\n00:05.000 --> 00:09.000\n{0}: Yes.\n"


def test_nobody_is_told_to_declare_a_real_name(tmp_path: Path) -> None:
    """The advice on a stranger's name holds a line that can be typed, and never that name."""
    files: Files = {
        CONVERSATION: document("conversation", "", transcript="our talk.vtt"),
        "2-evidence/our talk.vtt": CUES.format("Dana Whitfield"),
    }
    [said] = [f for f in check(lay(tmp_path, files)).findings if f.code == "CF505"]
    assert 'credfolio import "portfolio/2-evidence/our talk.vtt"' in said.hint
    assert "Dana" in said.message and "Dana" not in said.hint


def test_a_transcript_twice_is_said(tmp_path: Path) -> None:
    """Of turns in a document and in the file that it names only the file's count."""
    files: Files = {
        CONVERSATION: document(
            "conversation", "**Coach:** One.\n\n**Partner:** Two.\n", transcript="talk.vtt"
        ),
        "2-evidence/talk.vtt": CUES.format("Coach"),
    }
    [said] = [f for f in check(lay(tmp_path, files)).findings if f.code == "CF309"]
    assert said.message == "These 2 turns don't count: `transcript: talk.vtt` is read instead."
    assert (said.place.line, said.severity) == (6, "warning")


def test_a_missing_transcript_is_one_cause(tmp_path: Path) -> None:
    """Nobody is told to begin turns with speakers where the file is simply not there."""
    files: Files = {CONVERSATION: document("conversation", "", transcript="gone.vtt")}
    said = {f.code: f for f in check(lay(tmp_path, files)).findings}
    assert "There is no file" in said["CF305"].message
    assert said["CF301"].message == "No word counts: the transcript can't be read."
