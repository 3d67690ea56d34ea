"""Ways in which honest people write a conversation, its annotation and a document (DESIGN §4)."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from support import (
    ANNOTATION,
    CONVERSATION,
    MORE,
    Highlighted,
    Said,
    base_highlights,
    base_turns,
    check,
    codes,
    document,
    found,
    lay,
    turns_of,
    words_of,
)

from credfolio.model import Report

ONE_FILE = "2-evidence/annotation.md"


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


def with_annotation(folder: Path, body: str, conversation: str | None = None) -> Report:
    files: dict[str, str | None] = {ANNOTATION: None, ONE_FILE: document("annotation", body)}
    if conversation is not None:
        files[CONVERSATION] = conversation
    return check(lay(folder, files))


def is_fine(report: Report) -> bool:
    assert found(report) == []
    return report.complete


def the_same_talk(report: Report) -> bool:
    """Whether the turns are those of the base: speakers, words and where nothing was counted."""
    turns = turns_of(report)
    assert [turn.speaker for turn in turns] == [said.speaker for said in base_turns()]
    assert [turn.spoken.split() for turn in turns] == [s.text.split() for s in base_turns()]
    return words_of(report, "conversation").value == 1103


# --- the conversation ------------------------------------------------------------------------

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


def table(rows: Iterable[Iterable[str]]) -> str:
    return "".join(
        f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |\n" for row in rows
    )


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


@pytest.mark.parametrize("relative", [False, True], ids=["meeting's clock", "own clock"])
def test_a_meeting_clock(relative: bool, tmp_path: Path) -> None:
    """With `starts_at`, highlights may use the meeting's clock or the conversation's own."""
    later = [s._replace(time=clock(seconds(s.time) + 1860)) for s in base_turns()]
    talk = document(
        "conversation", "\n\n".join(map(ROWS["time first"], later)), starts_at="00:31:00"
    )
    shift = 0 if relative else 1860

    def moved(found: re.Match[str]) -> str:
        return f"[{clock(seconds(found[1]) + shift)}]"

    body = annotation(lambda h: re.sub(r"\[([\d:]{8})\]", moved, plain(h)))
    assert is_fine(with_annotation(tmp_path, body, talk))


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
        "12:30 was the bell.",
    ],
)
def test_a_colon_is_not_a_speaker(speech: str, tmp_path: Path) -> None:
    """A line of speech with a colon in it goes on with the turn."""
    report = with_conversation(tmp_path, f"{rows()[0]}\n{speech}\n\n" + "\n\n".join(rows()[1:]))
    assert len(turns_of(report)) == len(base_turns()) and is_fine(report)
    assert turns_of(report)[0].spoken.endswith(speech.split()[-1])


def test_comments_and_code_are_no_talk(tmp_path: Path) -> None:
    """Turns within HTML comments and code fences are nobody's words."""
    hidden = "<!--\n**Coach:** Nobody sees this.\n-->\n\n```\n**Coach:** Nor this.\n```\n\n"
    report = with_conversation(tmp_path, hidden + "\n\n".join(rows()))
    assert the_same_talk(report) and is_fine(report)
    assert turns_of(report)[0].line == 14


def test_marks_are_not_spoken(tmp_path: Path) -> None:
    """`[inaudible]` and its like are left out of the count and of what can be quoted."""
    body = "\n\n".join(rows()).replace("Shall we begin?", "Shall [inaudible] we begin?")
    report = with_conversation(tmp_path, body)
    assert the_same_talk(report) and is_fine(report)


def test_undeclared_speakers_are_heard(tmp_path: Path) -> None:
    """A bold or timed name is a speaker although nobody declared it; that is a warning."""
    for form in ("bold, colon within", "time first", "name and time above"):
        guests = [s._replace(speaker=f"Guest {s.speaker}") for s in base_turns()]
        body = annotation(lambda h: plain(h, speaker=False))
        talk = document("conversation", "\n\n".join(map(ROWS[form], guests)))
        report = with_annotation(tmp_path / form, body, talk)
        assert {t.speaker for t in turns_of(report)} == {"Guest Coach", "Guest Partner"}
        assert report.complete and codes(report) == {"CF505"}


# --- the annotation --------------------------------------------------------------------------


def plain(section: Highlighted, speaker: bool = True) -> str:
    quotation = section.quotation
    if not speaker:
        quotation = re.sub(r"\*\*\w+\*\* \[[\d:]+\]: ", "", quotation)
    return f"{quotation}\n\n{section.comment}"


def annotation(
    body: Callable[[Highlighted], str] = plain,
    heading: Callable[[Highlighted], str] = lambda h: f"## {h.title} {{#{h.condition}}}",
) -> str:
    return "\n\n".join(f"{heading(h)}\n\n{body(h)}" for h in base_highlights()) + "\n"


NUMBER = {h.condition: n for n, h in enumerate(base_highlights(), 1)}
ALIAS = {
    "trust": "Trust and Equality in a Self-Initiated Relationship",
    "dialogue": "Growth-focused observation & dialogue",
    "feedback": "Evidence-based graphic feedback",
    "action": "Reflect together and plan action",
}
HEADINGS: dict[str, Callable[[Highlighted], str]] = {
    "title and id": lambda h: f"## {h.title} {{#{h.condition}}}",
    "id under another title": lambda h: f"## Where I saw it {{#{h.condition}}}",
    "title": lambda h: f"## {h.title}",
    "alias": lambda h: f"### {ALIAS[h.condition]}",
    "id as title": lambda h: f"# {h.condition.capitalize()}",
    "capitals": lambda h: f"## {h.title.upper()}",
    "numbered": lambda h: f"## {NUMBER[h.condition]}. {h.title}",
    "numbered with a bracket": lambda h: f"## {NUMBER[h.condition]}) {h.title}",
    "practice": lambda h: f"## Practice {NUMBER[h.condition]}: {h.title}",
    "key practice": lambda h: f"## Key practice {NUMBER[h.condition]} – {h.title}",
    "condition": lambda h: f"## Condition {NUMBER[h.condition]}: {ALIAS[h.condition]}",
    "bold in a heading": lambda h: f"## **{h.title}**",
    "closed": lambda h: f"## {h.title} ##",
    "with a colon": lambda h: f"## {h.title}:",
    "underlined": lambda h: f"{h.title}\n------",
    "underlined twice": lambda h: f"{h.title}\n======",
    "bold line": lambda h: f"**{h.title}**",
    "bold line with colon": lambda h: f"**{h.title}:**",
    "bold numbered line": lambda h: f"**Practice {NUMBER[h.condition]}: {h.title}**",
    "bold line with id": lambda h: f"**My best moment** {{#{h.condition}}}",
    "bold underscores": lambda h: f"__{h.title}__",
    "nested": lambda h: f"## {h.title}\n\n### What I noticed",
}


@pytest.mark.parametrize("form", HEADINGS)
def test_a_condition_under_any_heading(form: str, tmp_path: Path) -> None:
    """However its heading is written, a condition is recognised."""
    assert is_fine(with_annotation(tmp_path, annotation(heading=HEADINGS[form])))


def each_line(change: Callable[[str, str], str]) -> Callable[[Highlighted], str]:
    """The quotation with each of its lines rewritten; `change` gets the label and the words."""

    def render(section: Highlighted) -> str:
        lines = section.quotation.split("\n")
        split = [re.fullmatch(r"> (\*\*\w+\*\* \[[\d:]+\]: )(.*)", line) for line in lines]
        rewritten = [f"> {change(m[1], m[2])}" if m else ">" for m in split]
        return "\n".join(rewritten) + f"\n\n{section.comment}"

    return render


def time_of(label: str) -> str:
    return label.split()[1].rstrip(":")


def wrapped(label: str, words: str) -> str:
    return (label + words).replace(" the ", "\n> the ").replace(", ", ",\n> ")


def no_space(words: str) -> str:
    return words.replace("would be", "would&nbsp;be").replace("those", "<br>those")


def omitted(words: str) -> str:
    """The words without the fourth, where enough are left."""
    split = words.split()
    return " ".join([*split[:3], "…", *split[4:]]) if len(split) > 8 else words


QUOTATIONS: dict[str, Callable[[Highlighted], str]] = {
    "speaker and time": plain,
    "words alone": lambda h: plain(h, speaker=False),
    "speaker alone": each_line(lambda label, words: f"{label.split()[0]}: {words}"),
    "time alone": each_line(lambda label, words: f"{time_of(label)} {words}"),
    "time first": each_line(lambda label, words: f"{time_of(label)} {label.split()[0]}: {words}"),
    "short time": each_line(lambda label, words: label.replace("[00:0", "[") + words),
    "capitals": each_line(lambda label, words: label + words.upper()),
    "small letters": each_line(lambda label, words: label.lower() + words.lower()),
    "straight quotes": each_line(lambda label, words: f'{label}"{words}"'),
    "curly quotes": each_line(lambda label, words: f"{label}“{words}”"),
    "low quotes": each_line(lambda label, words: f"{label}„{words}“"),
    "arrow quotes": each_line(lambda label, words: f"{label}« {words} »"),
    "slanted": each_line(lambda label, words: f"{label}*{words}*"),
    "no end punctuation": each_line(lambda label, words: label + words.rstrip(".?!")),
    "other dashes": each_line(lambda label, words: label + words.replace(", ", " — ")),
    "double spaces": each_line(lambda label, words: label + words.replace(" ", "  ")),
    "wrapped": each_line(wrapped),
    "entities and breaks": each_line(lambda label, words: label + no_space(words)),
    "hyphened": each_line(lambda label, words: label + words.replace("beside", "be-\n> side")),
    "omission": each_line(lambda label, words: label + omitted(words)),
    "no blank line": lambda h: f"{h.quotation}\n{h.comment}",
    "comment first": lambda h: f"{h.comment}\n\n{h.quotation}",
    "no space after the sign": lambda h: plain(h).replace("> **", ">**"),
    "a quotation within a list": lambda h: "- " + plain(h).replace("\n>", "\n  >"),
}  # fmt: skip


@pytest.mark.parametrize("form", QUOTATIONS)
def test_a_quotation_in_any_form(form: str, tmp_path: Path) -> None:
    """However it is copied, a quotation is found where it was said."""
    assert is_fine(with_annotation(tmp_path, annotation(QUOTATIONS[form])))


PASSAGES = [
    "> The silence feels like falling. So I grab the nearest hand",
    "> The silence … So I grab the nearest hand",
    "> The silence feels like falling ... the nearest hand sits in row one",
    "> The silence feels like falling. […] the nearest hand sits in row one.",
    "> The silence feels like falling. [...] the nearest hand sits in row one.",
    "> … I grab the nearest hand …",
    "> [The] silence feels like falling. So [she] grab the nearest hand",
    "> The silence [in the room] feels like falling, so I grab",
    "> Um, the silence feels, uh, like falling. So, er, I grab the nearest hand",
    "> the si-\n> lence feels like falling",
    "> The silence feels like falling.<br>So I grab the nearest hand",
    "> The silence&nbsp;feels like falling. So I&#32;grab the nearest hand",
    "> **partner** (4:50) – The silence feels like falling. So I grab",
    '"The silence feels like falling. So I grab the nearest hand."',
    "“The silence feels like falling. So I grab the nearest hand.”",
    "**Partner:** “The silence feels like falling. So I grab the nearest hand.”",
    "> The nearest hand keeps you from falling.\n> It does, and it costs me the rest",
    "> **Coach** [00:05:03]: The nearest hand keeps you from falling.\n"
    "> **Partner** [00:05:08]: It does, and it costs me the rest of the room.",
    "> **Coach:** The nearest hand keeps you from falling.\n>\n"
    "> **Partner:** It does, and it costs me the rest of the room.",
    "> Coach: The nearest hand keeps you from falling.  \n"
    "> Partner: It does, and it costs me the rest of the room.",
    "> Coach\n> The nearest hand keeps you from falling.",
]


@pytest.mark.parametrize("passage", PASSAGES)
def test_a_passage_is_found(passage: str, tmp_path: Path) -> None:
    """One more highlight, written as people do, is resolved without a finding."""
    body = f"## Trust {{#trust}}\n\n{passage}\n\nShe tells me what she fears.\n"
    report = check(lay(tmp_path, {f"{ANNOTATION}/trust-2.md": document("annotation", body)}))
    assert is_fine(report)
    (highlight,) = (h for h in report.portfolio.highlights if h.path.endswith("trust-2.md"))
    assert highlight.match and highlight.conditions == ("trust",) and highlight.evidences
    assert highlight.comment == "She tells me what she fears."


def test_fillers_left_out(tmp_path: Path) -> None:
    """Who quotes without the `um` of the transcript quotes rightly."""
    body = "\n\n".join(rows()).replace("useful for you", "useful, um, for, uh, you")
    report = with_conversation(tmp_path, body.replace("are tiny", "are, er, tiny"))
    assert is_fine(report)


@pytest.mark.parametrize(
    "body",
    [
        "{q1}\n\n{q2}\n\nBoth show what she fears.",
        "Both show what she fears.\n\n{q1}\n\n{q2}",
        "{q1}\n\nShe fears it.\n\n{q2}\n\nAnd she knows why.",
        "She fears it.\n\n{q1}\n\nAnd she knows why.\n\n{q2}",
        "She fears it, and that is\n\n- brave\n- rare\n\n{q1}\n\n{q2}",
        "{q1}\n\n- She fears it.\n- She knows why.\n\n{q2}\n\n1. She says so.",
    ],
    ids=["one after", "one before", "each after", "each before", "a list before", "a list after"],
)
def test_comments_find_their_quotations(body: str, tmp_path: Path) -> None:
    """A comment may follow, precede, or serve several quotations."""
    passages = {
        "q1": "> The silence feels like falling.",
        "q2": "> I never decided to make it, it simply happened.",
    }
    text = f"## Trust {{#trust}}\n\n{body.format(**passages)}\n"
    report = check(lay(tmp_path, {f"{ANNOTATION}/trust-2.md": document("annotation", text)}))
    assert is_fine(report)
    mine = [h for h in report.portfolio.highlights if h.path.endswith("trust-2.md")]
    assert len(mine) == 2 and all(h.comment for h in mine)


def words_alone(section: Highlighted) -> str:
    return re.sub(r"^> ?", "", section.quotation, flags=re.M).replace("\n\n", "<br>")


TABLES = {
    "under headings": annotation(
        lambda h: table(
            [("Quotation", "Comment"), ("---", "---"), (words_alone(h), h.comment)]
        )
    ),
    "a column of conditions": table(
        [
            ("Practice", "Quote", "How it shows"),
            ("---", "---", "---"),
            *((h.title, words_alone(h), h.comment) for h in base_highlights()),
        ]
    ),
    "comment before the quotation": annotation(
        lambda h: table([("Comment", "Passage"), ("-", "-"), (h.comment, words_alone(h))])
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", TABLES)
def test_an_annotation_in_a_table(form: str, tmp_path: Path) -> None:
    """A table with a quotation and a comment column is an annotation; its comments are counted."""
    report = with_annotation(tmp_path, TABLES[form])
    assert is_fine(report)
    assert words_of(report, "annotation").value == 507


@pytest.mark.parametrize(
    "classes",
    ["{.trust .action}", "{ .trust .action }", "{.Trust .ACTION}"],
)
def test_classes_name_the_conditions(classes: str, tmp_path: Path) -> None:
    """Classes at the end of a quotation replace the heading's condition and are not quoted."""
    quotation = f"> The silence feels like falling. {classes}"
    body = f"## Growth-focused dialogue {{#dialogue}}\n\n{quotation}\n\nShe tells me.\n"
    report = check(lay(tmp_path, {f"{ANNOTATION}/x.md": document("annotation", body)}))
    assert is_fine(report)
    (mine,) = (h for h in report.portfolio.highlights if h.path.endswith("/x.md"))
    assert (mine.conditions, mine.text) == (("trust", "action"), "The silence feels like falling.")


# --- documents -------------------------------------------------------------------------------

TALE = "We met every week, and nobody had sent us.\n"
FRONTS = {
    "usual": f"---\nrequirement: trust-established\n---\n\n{TALE}",
    "capitals": f"---\nRequirement: Trust-Established\n---\n{TALE}",
    "underscores": f"---\nrequirement: trust_established\n---\n{TALE}",
    "spaces": f"---\nrequirement : trust established\n---\n{TALE}",
    "quoted": f'---\nrequirement: "trust-established"\n---\n{TALE}',
    "trailing spaces": f"---  \nrequirement: trust-established  \n---  \n{TALE}",
    "dots": f"---\nrequirement: trust-established\n...\n{TALE}",
    "blank lines before": f"\n\n---\nrequirement: trust-established\n---\n{TALE}",
    "byte order mark": f"\ufeff---\nrequirement: trust-established\n---\n\n{TALE}",
    "Windows": f"---\r\nrequirement: trust-established\r\n---\r\n\r\n{TALE}",
    "old Mac": f"---\rrequirement: trust-established\r---\r\r{TALE}",
    "other keys": f"---\nrequirement: trust-established\nauthor: T.\nmood: good\n---\n{TALE}",
    "no words on disk at the end": f"---\nrequirement: trust-established\n---\n{TALE}".rstrip(),
}


@pytest.mark.parametrize("form", FRONTS)
def test_front_matter_in_any_form(form: str, tmp_path: Path) -> None:
    """A document says what it answers, whoever's editor wrote it."""
    report = check(lay(tmp_path, {MORE: FRONTS[form]}))
    assert is_fine(report)
    assert words_of(report, "trust-established").value == 273 + 9


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"requirement: trust-established\n\n{TALE}", 1),
        (f"—\nrequirement: trust-established\n—\n\n{TALE}", 2),
        (f"–--\nrequirement: trust-established\n–--\n\n{TALE}", 2),
        (f"---\nrequirement: trust-established\n\n{TALE}", 1),
        (f"---\nrequirement: trust-established\n—\n\n{TALE}", 1),
        (f"# My answer\n\nrequirement: trust-established\n\n{TALE}", 3),
        (f"---\ntitle: Mine\n---\nrequirement: trust-established\n\n{TALE}", 4),
    ],
    ids=["no fence", "dashes", "half dashes", "not closed", "closed by a dash", "below", "after"],
)
def test_a_requirement_outside_front_matter(text: str, line: int, tmp_path: Path) -> None:
    """A `requirement:` that Word or its author misplaced is found and said, in its line."""
    report = check(lay(tmp_path, {"1-overview/trust-established.md": None, MORE: text}))
    assert any(f.startswith(f"CF501 {MORE}:{line} ") for f in found(report, "error"))


@pytest.mark.parametrize("key", ["requirment", "requirements", "Requirment"])
def test_a_misspelt_key(key: str, tmp_path: Path) -> None:
    """A near miss of one of our longer keys is said, with the key that was meant."""
    text = f"---\n{key}: trust-established\n---\n\n{TALE}"
    report = check(lay(tmp_path, {MORE: text}))
    (finding,) = (f for f in report.findings if f.code == "CF502")
    assert (finding.place.line, finding.severity) == (2, "warning")
    assert "`requirement:`" in finding.message + finding.hint


@pytest.mark.parametrize("name", ["My Answer.md", "antwort/größe 1.md", "答え.md", "UPPER.MD"])
def test_any_file_name(name: str, tmp_path: Path) -> None:
    """Folders and file names are free."""
    text = document("trust-established", TALE)
    assert name in check(lay(tmp_path, {name: text})).ledger[0].documents


def test_a_reflection_in_three_files(tmp_path: Path) -> None:
    """Several documents of one requirement are one answer in path order."""
    folder = lay(tmp_path)
    whole = folder / "portfolio" / "3-reflection" / "reflection.md"
    _, _, body = whole.read_text("utf-8").split("---\n", 2)
    paragraphs = body.strip().split("\n\n")
    whole.unlink()
    for number in range(3):
        part = "\n\n".join(paragraphs[number * 2 : number * 2 + 2])
        path = whole.with_name(f"reflection-{number}.md")
        path.write_text(document("reflection", part), "utf-8")
    report = check(folder)
    assert is_fine(report) and words_of(report, "reflection").value == 507
    assert [Path(p).name for p in report.ledger[-1].documents] == [
        f"reflection-{number}.md" for number in range(3)
    ]


def test_a_pasted_prompt_changes_nothing(tmp_path: Path) -> None:
    """The prompt above an answer is not counted and is no copy of another answer's."""
    prompt = "How did the two of you establish trust in your coaching relationship?\n\n"
    report = check(lay(tmp_path, {MORE: document("trust-established", prompt + TALE)}))
    assert is_fine(report)
    measure = words_of(report, "trust-established")
    assert (measure.value, measure.not_counted["prompts"]) == (273 + 9, 12)
