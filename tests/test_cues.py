"""WebVTT and SRT as people's tools write them."""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credfolio.cues import Cue, looks_like_cues, read_all, read_cues
from credfolio.times import read_time

FILES = Path(__file__).parent / "files"
TEAMS = "6d1c6a52-8a34-4d26-9b8a-0d3c7e5f2b11"


def said(text: str, *names: str) -> list[tuple[str | None, str]]:
    return [(cue.speaker, cue.text) for cue in read_cues(text, names)]


def file(name: str) -> str:
    return (FILES / name).read_text(encoding="utf-8")


# --- times -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0:11", 11),
        ("12:05", 725),
        ("75:10", 4510),
        ("1:02:03", 3723),
        ("00:00:01.250", 1.25),
        ("00:00:01,250", 1.25),
        (" 00:01 ", 1),
    ],
)
def test_times_in_every_form(text: str, seconds: float) -> None:
    """Minutes or hours, with a fraction after a point or a comma."""
    assert read_time(text) == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["", "9", "1:2", "0:61", "1:61:00", "1:2:03", "-0:11", "a0:11"])
def test_what_is_no_time(text: str) -> None:
    """Anything else gives None."""
    assert read_time(text) is None


# --- what looks like cues --------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "WEBVTT",
        "\ufeffWEBVTT - a talk\n",
        "Some words first.\n\n00:00:01.000 --> 00:00:04.000\nHello",
        "1\r\n00:00:01,000 --> 00:00:04,000\r\nHello",
        "00:01.000 –> 00:04.000\nHello",
        "00:01.000 → 00:04.000\nHello",
    ],
)
def test_cues_are_recognised(text: str) -> None:
    """By a header, or by a line of two times, also as Word rewrites its arrow."""
    assert looks_like_cues(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "WEBVTTs",
        "a --> b",
        "**Coach** [00:01 - 00:04]: Hello",
        "From 00:01 --> 00:04 we spoke.",
    ],
)
def test_other_text_is_not(text: str) -> None:
    """Arrows and times in sentences make no cues."""
    assert not looks_like_cues(text)


# --- the format ------------------------------------------------------------------------------


def test_a_cue_has_times_a_voice_and_a_line() -> None:
    """The line is the one where the words begin."""
    text = "WEBVTT\n\nid\n00:01.000 --> 00:04.500 align:start\n<v Maria>Hello"
    assert read_cues(text) == [Cue(1.0, 4.5, "Maria", "Hello", 5)]


def test_comments_styles_and_headers_are_told_apart() -> None:
    """They are no cues; words that belong to no cue are handed back as text."""
    text = (
        "WEBVTT a talk\nKind: captions\n\nNOTE by me\nand you\n\nSTYLE\n::cue {}\n\n"
        "REGION\nid:a\n\n00:01.000 --> 00:02.000\nHello\n\nlost words\n"
    )
    cues, strays = read_all(text)
    assert [cue.text for cue in cues] == ["Hello"]
    assert [(s.kind, s.line) for s in strays] == [
        ("header", 1),
        ("note", 4),
        ("style", 7),
        ("style", 10),
        ("text", 16),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    """Any line end will do, and a time ends the cue before it without a blank line."""
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\none\n00:02.000 --> 00:03.000\ntwo".replace("\n", end)
    assert said(text) == [(None, "one"), (None, "two")]


def test_several_voices_in_one_cue() -> None:
    """Each voice is a cue of its own, on its own line."""
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud Ann &amp; Bo>Hi</v>\n<v Cy>Oh</v>."
    assert [(c.speaker, c.text, c.line) for c in read_cues(text)] == [
        ("Ann & Bo", "Hi", 4),
        ("Cy", "Oh.", 5),
    ]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<b>bo</b>ld <c.yellow.x>and</c> <lang en-GB>so</lang>", "bold and so"),
        ("<ruby>base<rt>top</rt></ruby>", "basetop"),
        ("one <00:00:01.500>two", "one two"),
        ("one<br/>two", "one two"),
        ('<font color="#fff">white</font>', "white"),
        ("Tom &amp; Jo &lt;3 &eacute;&nbsp;x &bogus; &#x41;", "Tom & Jo <3 é x &bogus; A"),
        ("&#" + "9" * 5000 + ";", "&#" + "9" * 5000 + ";"),
    ],
)
@pytest.mark.parametrize("header", ["WEBVTT\n\n", "1\n"], ids=["WebVTT", "SRT"])
def test_markup_goes(written: str, shown: str, header: str) -> None:
    """Tags and inner times are taken out, character references are what they stand for."""
    assert said(f"{header}00:00.000 --> 00:09.000\n{written}\n") == [(None, shown)]


@pytest.mark.parametrize(
    ("written", "shown", "taken"),
    [
        ("3 < 5 and 7 > 6", "3 6", " 5 and 7 "),
        ("said <student name> twice", "said twice", "student name"),
        ("an open <b tag", "an open", "b tag"),
        ("<v Ann and no end", "", "v Ann and no end"),
        ("a </c of it>b", "a b", "/c of it"),
        ("a <00:01 or so> b", "a b", "00:01 or so"),
    ],
)
def test_words_in_angle_brackets(written: str, shown: str, taken: str) -> None:
    """WebVTT drops them, and they are handed back; elsewhere they are words."""
    times = "00:00.000 --> 00:09.000"
    cues, strays = read_all(f"WEBVTT\n\n{times}\n{written}\n")
    assert " ".join(cue.text for cue in cues) == shown
    assert [(s.kind, s.line, s.text) for s in strays[1:]] == [("tag", 4, taken)]
    assert said(f"{times}\n{written}") == [(None, written)]


def test_unreadable_times_are_handed_back() -> None:
    """A cue whose time is none is no cue, and its words are not silently lost."""
    cues, strays = read_all("WEBVTT\n\n00:00:61.000 --> 00:00:62.000\nlost words")
    assert cues == []
    assert strays[-1].text.endswith("lost words")


def test_an_end_before_the_start_is_no_end() -> None:
    """The start is kept."""
    assert read_cues("00:09.000 --> 00:01.000\nHello") == [Cue(9.0, None, None, "Hello", 2)]


def test_arrows_in_speech_stay_in_srt() -> None:
    """Without times an arrow is words."""
    assert said("1\n00:00:01,000 --> 00:00:02,000\nA --> B\nwe said") == [(None, "A --> B we said")]


def test_numbers_without_a_blank_line_are_ids() -> None:
    """A number right above a time, one more than the last, is not said by anybody."""
    text = "1\n00:01,000 --> 00:02,000\nWe had 7\n2\n00:02,000 --> 00:03,000\n40\n9\n"
    assert said(text) == [(None, "We had 7"), (None, "40 9")]


def test_text_that_came_through_word() -> None:
    """A blank line after every line does not part words from their time."""
    text = (
        "1\n00:00:01.000 –> 00:00:02.000\nCoach: Hello\nyou\n"
        "2\n00:03.000 --> 00:04.000\nPartner: Fine"
    )
    assert said(text.replace("\n", "\n\n")) == [("Coach", "Hello you"), ("Partner", "Fine")]


@pytest.mark.parametrize(
    "change",
    [lambda text: text.replace("\n", "\n\n"), lambda text: text.replace("-->", "–>")],
    ids=["blank lines", "arrows"],
)
def test_webvtt_that_came_through_word(change: Callable[[str], str]) -> None:
    """Where the specification would find no word in all of a file, it is read kindly."""
    text = change("WEBVTT\n1\n00:00:01.000 --> 00:00:02.000\nCoach: Hello\nyou\n")
    cues, strays = read_all(text)
    assert [(cue.speaker, cue.text) for cue in cues] == [("Coach", "Hello you")]
    assert not [stray for stray in strays if "Hello" in stray.text]


# --- names before a colon --------------------------------------------------------------------


def test_zoom_names() -> None:
    """The first colon ends the name; a colon in speech does not begin one."""
    assert said(file("zoom.vtt")) == [
        ("Maria Lopez", "Thanks for making time, Ben. What would be most useful for you today?"),
        ("Ben Okoro", "I'd like to look at who answers & who doesn't."),
        ("Ben Okoro", "Remember: you said the back tables were quiet."),
        (
            "Maria Lopez",
            "I did. So we stay with who answers, and we leave the seating chart for another day?",
        ),
        ("Ben Okoro", "Yes."),
    ]


def test_zoom_without_names() -> None:
    """Nobody is named where the file names nobody."""
    assert {cue.speaker for cue in read_cues(file("zoom-unnamed.vtt"))} == {None}


def test_srt_with_two_speakers_in_a_cue() -> None:
    """A name at the start of a line begins a cue of its own."""
    assert said(file("talk.srt")) == [
        ("Coach", "What did you notice about the wait time?"),
        ("Partner", "It was shorter than I thought. Much shorter."),
        ("Coach", "What do you make of that?"),
        ("Partner", "I rush."),
    ]


def test_names_only_where_the_speaker_changes() -> None:
    """A name holds until the next one."""
    cues = [
        f"00:00:{n:02}.000 --> 00:00:{n + 1:02}.000\n{text}\n"
        for n, text in enumerate(
            ("Coach: a", "b", "c", "Partner: d", "e", "Coach: f", "g", "h", "Coach: i", "j")
        )
    ]
    read = said("WEBVTT\n\n" + "\n".join(cues), "Coach", "partner")
    assert [speaker for speaker, _ in read] == ["Coach"] * 3 + ["Partner"] * 2 + ["Coach"] * 5


def test_one_colon_in_many_cues_is_speech() -> None:
    """`Remember: …` once in a file without names is no speaker, unless it is declared as one."""
    text = "".join(f"00:{n:02}.000 --> 00:{n + 1:02}.000\nwords\n\n" for n in range(20))
    text += "00:21.000 --> 00:22.000\nRemember: wait\n"
    assert said(text)[-1] == (None, "Remember: wait")
    assert said(text, "Remember")[-1] == ("Remember", "wait")


# --- what tools do ---------------------------------------------------------------------------


def test_teams_pieces_are_rejoined() -> None:
    """Ids say which cues are one utterance; another voice in between does not part it."""
    cues = read_cues(file("teams.vtt"))
    assert [(c.speaker, c.text) for c in cues] == [
        ("Lopez, Maria", "So before we open the sheet, what did you hope you would see?"),
        ("Ben Okoro", "Mm-hm."),
        ("Ben Okoro", 'Every table, honestly. R&D would laugh at my "method".'),
    ]
    assert (cues[0].start, cues[0].end) == (3.229, 9.669)


def test_teams_pieces_of_two_voices_stay_apart() -> None:
    """The same utterance number with two voices is two cues."""
    text = (
        f"WEBVTT\n\n{TEAMS}/32-0\n00:10.000 --> 00:13.000\n<v Ann>Hello</v>\n\n"
        f"{TEAMS}/32-1\n00:13.000 --> 00:16.000\n<v Bo>Hi</v>\n"
    )
    assert said(text) == [("Ann", "Hello"), ("Bo", "Hi")]


def test_captions_that_roll_up_are_read_once() -> None:
    """A line shown again above the next one was said once."""
    text = (
        "WEBVTT\n\n00:00:00.160 --> 00:00:02.389\n \nhello<00:00:00.400><c> everyone</c>\n\n"
        "00:00:02.389 --> 00:00:02.399\nhello everyone\n \n\n"
        "00:00:02.399 --> 00:00:04.000\nhello everyone\nand<00:00:02.500><c> welcome</c>\n"
    )
    assert said(text) == [(None, "hello everyone"), (None, "and welcome")]


# --- anything --------------------------------------------------------------------------------

CHUNKS = st.sampled_from(
    ["WEBVTT\n", "\n", "\n\n", "00:01.000 --> 00:02.000", "-->", "<v A>", "</v>", "<", ">"]
) | st.sampled_from(
    ["&", "NOTE", "STYLE\n", "a: ", "Coach:", "7\n", f"{TEAMS}/3-1\n", "&#9;", "\0", "\r", "word"]
)


@given(st.lists(CHUNKS | st.text(max_size=5), max_size=30).map("".join))
def test_any_text_is_read(text: str) -> None:
    """No text raises, times are not negative, and no cue is empty."""
    looks_like_cues(text)
    for cue in read_cues(text):
        assert cue.start >= 0
        assert cue.text.strip()
        assert 1 <= cue.line <= text.count("\n") + text.count("\r") + 1


def letters(texts: Iterable[str]) -> Counter[str]:
    return Counter(c for text in texts for c in text if c.isalnum())


PLAIN = st.text(st.characters(categories=("L", "N", "P", "Zs"), exclude_characters="<>&\x85"))


@given(st.lists(PLAIN.filter(lambda t: "->" not in t and "→" not in t and t.strip()), max_size=8))
def test_no_word_is_lost_or_invented(texts: list[str]) -> None:
    """What the cues say, names included, is what the file says."""
    blocks = [f"{n}\n00:{n:02}.000 --> 00:{n + 1:02}.000\n{t}\n" for n, t in enumerate(texts)]
    cues = read_cues("WEBVTT\n\n" + "\n".join(blocks))
    assert letters(f"{c.speaker or ''}{c.text}" for c in cues) == letters(texts)


def test_a_file_of_very_many_cues() -> None:
    """All of 20,000 cues are read."""
    cue = "{0}\n00:00:01.000 --> 00:00:02.000\n<v A B>Some words &amp; more</v>\n\n"
    text = "WEBVTT\n\n" + "".join(cue.format(n) for n in range(20_000))
    assert said(text) == [("A B", "Some words & more")] * 20_000


@pytest.mark.parametrize(
    ("mark", "read"),
    [
        ("<", []),
        ("<v a>.", [("a", "." * 33_333)]),
        ("&", [(None, "&" * 200_000)]),
        ("a:", [(None, "a:" * 100_000)]),
        ("[", [(None, "[" * 200_000)]),
        ("\n", []),
        ("-->\n", []),
    ],
    ids=["tag", "voice", "entity", "label", "bracket", "line", "arrow"],
)
def test_a_mark_again_and_again(mark: str, read: list[tuple[str | None, str]]) -> None:
    """A file of one mark is read for what it says, without going over it again and again."""
    flood = mark * (200_000 // len(mark))
    assert said(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{flood}") == read
