"""WebVTT as its specification reads it; what it drops is handed back."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credfolio.subtitles import corrected
from credfolio.webvtt import parse_cue_text, parse_webvtt


def texts(file: str) -> list[str]:
    return [cue.text for cue in parse_webvtt(file)[0]]


def dropped(file: str) -> list[tuple[str, int, str]]:
    return [(d.kind, d.line, d.text) for d in parse_webvtt(file)[1]]


# --- the file --------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["WEBVTT", "WEBVTT a talk", "WEBVTT\tx", "\ufeffWEBVTT"])
def test_the_signature(start: str) -> None:
    """It stands alone or before a blank, behind a byte order mark or not."""
    assert texts(f"{start}\n\n00:01.000 --> 00:02.000\nHello") == ["Hello"]


@pytest.mark.parametrize("start", ["", "webvtt", "WEBVTTs", " WEBVTT", "\nWEBVTT", "WEBVT"])
def test_no_signature(start: str) -> None:
    """Without it there is no cue, and nothing of the text is lost."""
    file = f"{start}\n\n00:01.000 --> 00:02.000\nHello"
    assert parse_webvtt(file) == ([], [("text", 1, file)])


@pytest.mark.parametrize(
    ("times", "seconds"),
    [
        ("00:01.000 --> 00:02.500", (1, 2.5)),
        ("1:00:01.000 --> 100:00:00.000", (3601, 360_000)),
        ("\t00:01.000-->00:02.000 align:end", (1, 2)),
        ("00:09.000 --> 00:01.000", (9, 1)),
    ],
)
def test_times(times: str, seconds: tuple[float, float]) -> None:
    """Hours are optional and may have any number of digits; settings follow."""
    [cue], _ = parse_webvtt(f"WEBVTT\n\n{times}\nHello")
    assert (cue.start, cue.end) == seconds


@pytest.mark.parametrize(
    ("times", "write"),
    [
        ("00:00:01,000 --> 00:00:02,500", "00:00:01.000 --> 00:00:02.500"),
        ("0:01.000 --> 0:02.000", "00:00:01.000 --> 00:00:02.000"),
        ("00:61.000 --> 00:62.000", "00:01:01.000 --> 00:01:02.000"),
        ("00:00:01 --> 00:00:02", "00:00:01.000 --> 00:00:02.000"),
        ("00:01.5 --> 00:02.25", "00:00:01.500 --> 00:00:02.250"),
        ("00:01.000 --> ", None),
        ("--> 00:01.000", None),
        ("soon --> later", None),
    ],
)
def test_times_that_are_none(times: str, write: str | None) -> None:
    """Such a cue is dropped with its words, and the line is shown as it should be."""
    file = f"WEBVTT\n\nid\n{times}\nHello\n\n00:05.000 --> 00:06.000\nYes"
    assert texts(file) == ["Yes"]
    assert dropped(file)[1:] == [("timing", 3, f"id\n{times}\nHello")]
    assert corrected(times) == write


def test_an_arrow_ends_a_cue() -> None:
    """A line with an arrow is the next cue's, whatever else it is."""
    file = "WEBVTT\n\n00:01.000 --> 00:02.000\none\n00:03.000 --> 00:04.000\ntwo\na --> b\nthree"
    assert texts(file) == ["one", "two"]
    assert dropped(file)[1:] == [("timing", 7, "a --> b\nthree")]


def test_blocks_that_are_no_cue() -> None:
    """The header, comments, styles and regions, and stray lines, each with its line."""
    file = (
        "WEBVTT a\nb\n\nNOTE c\n\nSTYLE\nd\n\nREGION\ne\n\nf\ng\n\nid\n00:01.000 --> 00:02.000\nh\n"
        "\nNOTES"
    )
    assert [(cue.id, cue.text, cue.line) for cue in parse_webvtt(file)[0]] == [("id", "h", 17)]
    assert dropped(file) == [
        ("header", 1, "WEBVTT a\nb"),
        ("note", 4, "NOTE c"),
        ("style", 6, "STYLE\nd"),
        ("style", 9, "REGION\ne"),
        ("text", 12, "f\ng"),
        ("text", 19, "NOTES"),
    ]


def test_line_ends_and_null_bytes() -> None:
    """Any line end is one; a null byte becomes the sign for what can't be shown."""
    assert texts("WEBVTT\r\r00:01.000 --> 00:02.000\r\na\0b\rc") == ["a\ufffdb\nc"]


# --- cue text --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("<v Ann>Hi</v> there", [("Ann", "Hi"), (None, " there")]),
        ("<v Ann>Hi\n<v Bo>Oh", [("Ann", "Hi\n"), ("Bo", "Oh")]),
        ("<v Ann>a<v Bo>b</v>c</v>d", [("Ann", "a"), ("Bo", "b"), ("Ann", "c"), (None, "d")]),
        ("<v.loud.first  Ann\n Lee >Hi", [("Ann Lee", "Hi")]),
        ("<v R&amp;D>Hi", [("R&D", "Hi")]),
        ("<v>Hi", [(None, "Hi")]),
        ("<i><v Ann>a</i>b</v>c", [("Ann", "a"), ("Ann", "b"), (None, "c")]),
        ("<ruby>a<rt>b</ruby>c", [(None, "a"), (None, "b"), (None, "c")]),
        ("<rt>a", [(None, "a")]),
        ("a<00:01.500>b", [(None, "a"), (None, "b")]),
        ("&lt;b> &amp &copy; &bogus; &#65; &", [(None, "<b> & © &bogus; A &")]),
        ("a<b", [(None, "a")]),
        ("", []),
    ],
)
def test_voices_and_tags(text: str, spans: list[tuple[str | None, str]]) -> None:
    """A voice holds until it is closed; no tag is shown; references are decoded."""
    assert [(span.voice, span.text) for span in parse_cue_text(text)[0]] == spans


PIECES = st.sampled_from(
    ["WEBVTT", "\n", "\n\n", "00:01.000 --> 00:02.000", "-->", "NOTE", "STYLE", "REGION", "<v Ann>",
     "</v>", "<", ">", "<ruby>", "<rt>", "</ruby>", "<00:01.000>", "&amp;", "word", "\r", "\0"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=4), max_size=40).map("".join))
def test_every_line_is_a_cue_or_dropped(text: str) -> None:
    """No text raises; letters of cues and of what is dropped are those of the file."""
    cues, rest = parse_webvtt(text)
    kept = [part for cue in cues for part in (cue.id, cue.text, cue.rest)]
    assert letters([*kept, *(d.text for d in rest)]) == letters([text])
    for cue in cues:
        spans, tags = parse_cue_text(cue.text)
        read = [*(s.text for s in spans), *(t.inside for t in tags)]
        assert sum(map(len, read)) <= len(cue.text)


def letters(parts: list[str]) -> Counter[str]:
    return Counter(c for part in parts for c in part if c.isalpha())
