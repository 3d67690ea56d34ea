"""Talk evidence: figures against values worked by hand, and who gets to see them."""

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import document, lay

from credfolio.compose import ComposeOptions, Site, compose
from credfolio.compose.talk import MOST_LINKS
from credfolio.engine import check_workspace
from credfolio.model import Conversation, Report, Turn
from credfolio.talk import Talk, talk
from credfolio.talk.questions import opening, questions
from credfolio.talk.voices import MOST_VOICES
from credfolio.words import fold_sentences, words
from credfolio.workspace import Workspace, find

Write = Callable[..., Workspace]

CONVERSATION = "2-evidence/conversation.md"


def turn(
    number: int,
    speaker: str,
    spoken: str,
    start: float | None = None,
    end: float | None = None,
    path: str = CONVERSATION,
    marks: str = "",
) -> Turn:
    return Turn(
        number,
        f"turn-{number + 1}",
        path,
        number + 1,
        1,
        number + 1,
        speaker,
        True,
        start,
        end,
        spoken,
        spoken,
        speaker,
        marks,
    )


def conversation(*turns: Turn) -> Conversation:
    sentences = fold_sentences(turn.spoken for turn in turns)
    whole = tuple(map(" ".join, sentences))
    return Conversation(None, (), turns, (), (), sentences=sentences, said=whole)


def said(*rows: tuple[str, str] | tuple[str, str, float | None, float | None]) -> Conversation:
    """A conversation of (speaker, words, start, end)."""
    return conversation(*(turn(n, *row) for n, row in enumerate(rows)))


def figures(text: str, write: Write, **metadata: str) -> Talk:
    """The talk of a transcript as an author writes it."""
    workspace = write({CONVERSATION: document("conversation", text, **metadata)})
    (one,) = check_workspace(workspace).portfolio.conversations
    return talk(one, "en")


# --- shares ----------------------------------------------------------------------------------


def test_shares_of_words(write: Write) -> None:
    """Worked by hand: six of twelve words each, notes left out, whatever the case of a label."""
    text = (
        "**Coach** [0:05]: What would help you?\n\n"
        "**Partner** [0:15]: One thing to try, [laughs] no list\n\n"
        "**coach** [0:40]: Go on.\n"
    )
    found = figures(text, write)
    assert [(v.name, v.words, v.turns) for v in found.voices] == [
        ("Coach", 6, (0, 2)),
        ("Partner", 6, (1,)),
    ]
    assert found.words == 12
    assert [v.share for v in found.voices] == [0.5, 0.5]


def test_time_by_the_next_turn_and_by_end_times() -> None:
    """Worked by hand: until the next turn 10 and 30 s; with end times 4 and 25 s."""
    long = "one two three four five six seven eight nine ten eleven twelve thirteen"
    rows = [("A", long, 5.0, None), ("B", long, 15.0, None), ("A", "Yes.", 45.0, None)]
    open_ended = talk(said(*rows), "en")
    assert [v.seconds for v in open_ended.voices] == [10.0, 30.0]
    assert [v.time_share for v in open_ended.voices] == [0.25, 0.75]
    assert (open_ended.rule.by_next, open_ended.rule.by_end) == (2, 0)
    ended = talk(said((*rows[0][:3], 9.0), (*rows[1][:3], 40.0), (*rows[2][:3], 46.0)), "en")
    assert [v.seconds for v in ended.voices] == [5.0, 25.0]
    assert (ended.rule.by_next, ended.rule.by_end) == (0, 3)


@pytest.mark.parametrize(
    "starts",
    [(None, None, None, None), (0.0, None, None, 90.0), (50.0, 40.0, 30.0, 20.0), (0.0,) * 4],
)
def test_time_is_not_shared_out_where_times_do_not_tell(starts: tuple[float | None, ...]) -> None:
    """No times, a few, times that run backwards or stand still: shares of time are not given."""
    found = talk(
        said(*(("AB"[n % 2], "some words here", s, None) for n, s in enumerate(starts))), "en"
    )
    assert not found.rule.given
    assert {v.seconds for v in found.voices} == {v.time_share for v in found.voices} == {None}


def test_time_does_not_run_over_the_end_of_a_file() -> None:
    """Two files whose clocks begin anew: the last turn of the first has no known length."""
    turns = [
        turn(n, "AB"[n % 2], "w " * 30, s, None, path)
        for n, (s, path) in enumerate([(0.0, "a"), (9.0, "a"), (10.0, "b"), (30.0, "b")])
    ]
    found = talk(conversation(*turns), "en")
    assert found.rule.known == (0, 2)
    assert [(s.before, s.after, s.turns) for s in found.steps] == [(0, 1, (1, 3))]


def test_many_speakers_are_told_together() -> None:
    """Beyond the eighth voice those who say least are one, and no word is lost."""
    rows = [(f"S{n}", "word " * (30 - n)) for n in range(20)]
    found = talk(said(*rows), "en")
    assert len(found.voices) == MOST_VOICES
    assert (found.voices[-1].people, found.voices[-1].name) == (13, "")
    assert sum(v.words for v in found.voices) == sum(30 - n for n in range(20))


def test_words_that_cannot_be_counted_are_not_shared_out() -> None:
    """In a script without spaces there is no number, and no share."""
    text = "これは長い会話の一部でありますから数えることができません。"
    found = talk(said(("A", text), ("B", text)), "ja")
    assert (found.words, found.lengths) == (None, ())
    assert [v.share for v in found.voices] == [None, None]


# --- turns -----------------------------------------------------------------------------------


def test_lengths_and_the_longest_turn() -> None:
    """Turns of 0, 5, 6, 20 and 21 words stand in their bins; the longest is named."""
    sizes = [0, 5, 6, 20, 21]
    found = talk(said(*(("A", "word " * n) for n in sizes)), "en")
    assert [(x.least, x.most, x.turns) for x in found.lengths] == [
        (0, 5, ((0, 1),)),
        (6, 10, ((2,),)),
        (11, 20, ((3,),)),
        (21, 50, ((4,),)),
    ]
    assert (found.voices[0].longest, found.voices[0].median) == (4, 6)


def test_who_follows_whom() -> None:
    """Worked by hand for three speakers, one of whom goes on in a second turn."""
    found = talk(
        said(*((who, f"{who} " * n) for who, n in zip("ABACCB", (9, 5, 9, 2, 1, 3), strict=True))),
        "en",
    )
    names = [v.name for v in found.voices]
    assert names == ["A", "B", "C"]
    steps = {(names[s.before], names[s.after]): s.turns for s in found.steps}
    assert steps == {
        ("A", "B"): (1,),
        ("B", "A"): (2,),
        ("A", "C"): (3,),
        ("C", "C"): (4,),
        ("C", "B"): (5,),
    }


# --- questions -------------------------------------------------------------------------------

OPENINGS = {
    "open": [
        "What would help you?",
        "And so, how did it feel?",
        "On the twentieth, what do you want on the sheet?",
        "Why not?",
        "What's going on there?",
    ],
    "closed": [
        "Do you want to guess first, or go straight in?",
        "And how many did you ask?",
        "Didn't you wait?",
        "When do we sit down with it?",
        "Which class, and starting when?",
        "It is real, isn't it?",
        "When I waited, was that better?",
        "Where is that student in all this?",
    ],
    "other": ["At five?", "Still all right with you?", "Twenty-four questions in twenty minutes?"],
}


@pytest.mark.parametrize("kind", OPENINGS)
def test_open_and_closed_questions(kind: str) -> None:
    """The word a question opens with tells, after fillers and what leads up to it."""
    assert {text: opening(text) for text in OPENINGS[kind]} == dict.fromkeys(OPENINGS[kind], kind)


def test_questions_and_statements() -> None:
    """A sentence with a question mark asks; an ellipsis ends none; notes are no sentence."""
    text = (
        "Well... I don't know. What did you see? Nine! “Who asked?” he said… quietly. 3.5 of them"
    )
    found = questions([turn(0, "A", text), turn(1, "B", "  "), turn(2, "B", "Yes.")], "en")
    assert [(a.turn, a.text, a.kind) for a in found.asked] == [
        (0, "What did you see?", "open"),
        (0, "“Who asked?”", "closed"),
    ]
    assert found.stated == (4, 0, 1)


def test_questions_in_other_languages() -> None:
    """Elsewhere questions are counted and not sorted; where another sign asks, not counted."""
    turns = [turn(0, "A", "Was siehst du? Neun."), turn(1, "B", "¿Qué más?")]
    found = questions(turns, "de")
    assert [(a.text, a.kind) for a in found.asked] == [
        ("Was siehst du?", None),
        ("¿Qué más?", None),
    ]
    assert questions(turns, "el").missing == "language"


def test_a_transcript_without_punctuation_has_no_count_of_questions() -> None:
    """A recogniser's stream of words says nothing about questions: none is not zero."""
    found = questions([turn(0, "A", "what did you see " * 40)], "en")
    assert (found.missing, found.asked, found.stated) == ("marks", (), ())


# --- silence ---------------------------------------------------------------------------------


def test_silence_between_turns() -> None:
    """Worked by hand: silences of 4 and 0.5 s, one turn that begins 1 s early."""
    rows = [
        ("A", "x", 0.0, 5.0),
        ("B", "x", 9.0, 12.0),
        ("A", "x", 11.0, 20.0),
        ("B", "x", 20.5, 21.0),
    ]
    found = talk(said(*rows), "en").pauses
    assert found is not None and (found.places, found.whole) == (3, False)
    assert [tuple(p) for p in found.between] == [(1, 4.0), (2, -1.0), (3, 0.5)]
    assert found.longest == (1, 4.0)
    assert [p.turn for p in found.long] == [1] and [p.turn for p in found.overlaps] == [2]


def test_silence_is_not_given_without_end_times() -> None:
    """The time of the next turn says nothing about when the one before it ended."""
    assert talk(said(("A", "x", 0.0, None), ("B", "x", 9.0, None)), "en").pauses is None


def test_silences_that_a_transcript_notes(write: Write) -> None:
    """Notes in brackets are told with their seconds, if they name any."""
    text = (
        "**Coach:** [silence, 11 seconds] Oh. [laughs]\n\n**Partner:** Hm. [Long pause] (pause 4s) "
        "Yes.\n"
    )
    noted = figures(text, write).noted
    assert noted is not None
    assert [(n.turn, n.note, n.seconds) for n in noted] == [
        (0, "[silence, 11 seconds]", 11),
        (1, "[Long pause]", None),
        (1, "(pause 4s)", 4),
    ]


# --- whatever is said ------------------------------------------------------------------------

TIMES = st.none() | st.floats(0, 9000)
TURNS = st.lists(
    st.tuples(
        st.sampled_from(["Coach", "coach", "Partner", "", *(f"S{n}" for n in range(12))]),
        st.text(st.sampled_from("ab I?.! \n…你’[]"), max_size=40),
        TIMES,
        TIMES,
    ),
    min_size=1,
    max_size=30,
)


@given(TURNS)
def test_figures_agree_with_the_conversation(
    rows: list[tuple[str, str, float | None, float | None]],
) -> None:
    """Shares sum to one, words to the conversation's words, and each turn is somebody's."""
    one = said(*rows)
    found = talk(one, "en")
    every = set(range(len(rows)))
    assert sorted(n for v in found.voices for n in v.turns) == sorted(every)
    assert sum(v.people for v in found.voices) == len({r[0].casefold() for r in rows})
    if found.words is not None:
        assert sum(v.words for v in found.voices) == found.words
        assert found.words == words("\n".join(row[1] for row in rows))
        assert sorted(n for x in found.lengths for group in x.turns for n in group) == sorted(every)
        shares = [v.share for v in found.voices if v.share is not None]
        assert not found.words or sum(shares) == pytest.approx(1)
    if found.rule.given:
        assert sum(v.time_share or 0 for v in found.voices) == pytest.approx(1)
    assert sum(len(s.turns) for s in found.steps) == len(rows) - 1
    behind = [a.turn for a in found.questions.asked] + [m.turn for m in found.moments or ()]
    behind += [p.turn for p in found.pauses.between] if found.pauses else []
    assert set(behind) <= every


# --- the page --------------------------------------------------------------------------------


def site_of(report: Report, draft: bool = False) -> Site:
    return compose(report, ComposeOptions(draft))


def talk_page(site: Site) -> str:
    found = site.page("talk.md")
    assert found is not None
    return found.html


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def with_talk(tmp_path: Path, text: str, extra: str = "", **files: str) -> Report:
    """The base portfolio with one more conversation and lines added to `portfolio.yml`."""
    metadata = (lay(tmp_path) / "portfolio" / "portfolio.yml").read_text("utf-8") + extra
    more = document("conversation", text, recorded="2026-10-07")
    lay(tmp_path, {"portfolio.yml": metadata, "2-evidence/more.md": more, **files})
    return check_workspace(find(tmp_path))


MORE = "**Coach:** You should wait. What did you see?\n\n**Partner:** That was so boring.\n"


def test_a_submission_shows_no_trace_of_it(tmp_path: Path) -> None:
    """Off by default: no page, no link, no note and no figure, in `portfolio.json` neither."""
    report = with_talk(tmp_path, MORE)
    site = site_of(report)
    assert site.page("talk.md") is None
    whole = "".join(page.html for page in site.pages)
    assert "talk.html" not in whole and "CF70" not in whole
    published = next(a.content for a in site.assets if a.path == "portfolio.json")
    assert published is not None
    assert b"CF70" not in published and json.loads(published)["summary"]["notes"] == 0
    assert report.count("note") == 2


def test_a_draft_shows_it_and_says_so(tmp_path: Path) -> None:
    """A draft has the page, for the author, and says that the submission has not."""
    page = site_of(with_talk(tmp_path, MORE), draft=True).page("talk.md")
    assert page is not None and page.generated and page.section == "For the author"
    assert "Only in drafts." in page.html and "talk_evidence: true" in page.html


def test_the_conversation_leads_to_it_where_it_is_shown(sample_report: Report) -> None:
    """The page of the conversation links to the figures, and only where there are any."""
    pages = [site_of(sample_report, draft).page(CONVERSATION) for draft in (True, False)]
    assert ["talk.html" in page.html for page in pages if page] == [True, False]


def test_an_author_submits_it(tmp_path: Path) -> None:
    """With `talk_evidence: true` the submission has the page, without a word about drafts."""
    html = talk_page(site_of(with_talk(tmp_path, MORE, "talk_evidence: true\n")))
    assert "drafts" not in html and "You should" in html


@pytest.mark.parametrize("draft", [False, True])
def test_no_page_without_turns(draft: bool, write: Write) -> None:
    """A recording alone has no turns to count, and so no page."""
    recording = document(
        "conversation", "", recording="https://example.org/talk.mp4", duration="0:11:00"
    )
    metadata = "credential: collaborative-coaching\npractitioner: {name: A teacher}\n"
    metadata += "participants: [{label: Coach}]\ntalk_evidence: true\n"
    workspace = write({CONVERSATION: recording}, metadata)
    assert site_of(check_workspace(workspace), draft).page("talk.md") is None


def test_every_figure_opens_its_turns(sample_report: Report) -> None:
    """Each link of the page leads to a turn or a highlight that exists, and all turns are there."""
    site = site_of(sample_report, draft=True)
    html = talk_page(site)
    conversation_html = site.page(CONVERSATION)
    assert conversation_html is not None
    ids = set(re.findall(r'id="([^"]+)"', conversation_html.html))
    links = set(re.findall(r'href="2-evidence/conversation\.html#([^"]+)"', html))
    assert links <= ids
    turns = {t.id for c in sample_report.portfolio.conversations for t in c.turns}
    assert turns <= links


def test_the_sample_in_figures(sample_report: Report) -> None:
    """What the page says of the sample is what its conversation holds."""
    text = text_of(talk_page(site_of(sample_report, draft=True)))
    assert "1,900 words" not in text and "words 1,900" in text
    assert "Partner 37 1,256 66 % 8:29 66 %" in text
    assert "Coach 37 644 34 % 4:21 34 %" in text
    assert "a turn lasts until the next one begins" in text
    assert "for that a transcript has to say when each turn ends" in text


def test_pictures_say_what_they_show(sample_report: Report) -> None:
    """Each picture has a title, a description with its figures, and a table or a list beside it."""
    html = talk_page(site_of(sample_report, draft=True))
    pictures = re.findall(r'<svg class="cf-svg".*?</svg>', html, re.S)
    assert len(pictures) == 12
    for picture in pictures:
        title, desc = (
            re.search(rf"<{tag} id=[^>]*>([^<]+)</{tag}>", picture) for tag in ("title", "desc")
        )
        assert title and desc and 'role="img"' in picture and "style=" not in picture
    assert "Partner: 66 % of the words, 66 % of the time." in html
    assert html.count('class="cf-data"') == 6


def test_several_conversations_each_have_their_part(tmp_path: Path) -> None:
    """Each conversation has a heading, its own figures and anchors of its own."""
    page = site_of(with_talk(tmp_path, MORE), draft=True).page("talk.md")
    assert page is not None
    assert [entry.title for entry in page.toc] == [
        "Conversation of 2026-10-06",
        "Conversation of 2026-10-07",
    ]
    ids = re.findall(r'\bid="([^"]+)"', page.html)
    assert len(ids) == len(set(ids))
    assert {sub.id for entry in page.toc for sub in entry.children} <= set(ids)


def test_a_speaker_alone_and_one_who_is_not_declared(tmp_path: Path) -> None:
    """One voice has nobody to follow; a speaker who is not declared is marked as such."""
    text = text_of(
        talk_page(site_of(with_talk(tmp_path, "**Dana:** I talk to myself.\n"), draft=True))
    )
    assert "Only one speaker is named" in text and "Dana not a declared participant" in text
    assert "has no times to measure turns by" in text


def test_another_language_is_not_given_instead_of_wrong(tmp_path: Path) -> None:
    """In a German portfolio neither openings nor moments are told."""
    metadata = (lay(tmp_path) / "portfolio" / "portfolio.yml").read_text("utf-8")
    files = {"portfolio.yml": metadata.replace("language: en", "language: de")}
    lay(tmp_path, files)
    text = text_of(talk_page(site_of(check_workspace(find(tmp_path)), draft=True)))
    assert "the rule for it is for English only" in text
    assert "the lists of words are for English only" in text and "open questions" not in text


def test_what_is_said_is_escaped(tmp_path: Path) -> None:
    """Words and labels of a transcript are text on the page, whatever they look like."""
    text = "**<b>Coach</b>:** So you say &lt;script&gt;?\n\n**B & C:** `<img src=x>` was so bad.\n"
    html = talk_page(site_of(with_talk(tmp_path, text), draft=True))
    assert "<img" not in html and "<script" not in html and "<b>" not in html


def test_long_lists_say_what_they_leave_out(tmp_path: Path) -> None:
    """Of 600 turns of one speaker a list names 200 and says that there are more."""
    rows = [f"**{'Coach' if n % 2 else 'Partner'}:** Page {n}." for n in range(1200)]
    html = talk_page(site_of(with_talk(tmp_path, "\n\n".join(rows)), draft=True))
    assert f"and {600 - MOST_LINKS} more turns" in html


def test_turns_of_a_named_file_are_linked(tmp_path: Path) -> None:
    """The turns of a `.vtt` stand on the page of the document that names it; overlaps are told."""
    vtt = (
        "WEBVTT\n\n00:00:01.000 --> 00:00:05.000\n<v Coach>What did you see?\n\n"
        "00:00:09.500 --> 00:00:12.000\n<v Partner>Nine of them.\n\n"
        "00:00:11.000 --> 00:00:13.000\n<v Coach>Nine.\n"
    )
    lay(
        tmp_path,
        {
            "2-evidence/talk.md": document(
                "conversation", "", recorded="2026-10-07", transcript="talk.vtt"
            ),
            "2-evidence/talk.vtt": vtt,
        },
    )
    html = talk_page(site_of(check_workspace(find(tmp_path)), draft=True))
    assert "2-evidence/talk.html#turn-" in html
    text = text_of(html)
    assert "4.5 seconds, before Partner, 0:09" in text
    assert "Turns that begin before the one above has ended 1" in text
    assert "as the transcript gives them" in text
