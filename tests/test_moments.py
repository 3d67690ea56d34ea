"""Moments to look at: which words are found, which are not, and that they weigh nothing."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import CONVERSATION, check, codes, document, found, lay, run

from credfolio.feedback import MOST_IN_A_CONVERSATION, said
from credfolio.model import Conversation, Turn
from credfolio.moments import KINDS, MomentKind, likely_in, likely_words, moments
from credfolio.words import fold, fold_sentences

FOUND: dict[MomentKind, dict[str, list[str]]] = {
    "evaluative": {
        "The end seemed a bit boring.": ["seemed a bit boring"],
        "It seemed to me kind of flat, sorry.": ["seemed to me kind of flat"],
        "Good job! And well done.": ["Good job", "well done"],
        "You did that very well.": ["You did that very well"],
        "You’re a really great teacher.": ["You’re a really great"],
        "That was such a good ending.": ["such a good ending"],
        "Your questions about rates were great.": ["Your questions about rates were great"],
        "The lesson went well.": ["The lesson went well"],
        "I really liked how you waited, and I love your board.": [
            "I really liked how you",
            "I love your",
        ],
        "I was really impressed. I'm so proud of you.": ["I was really impressed", "proud of you"],
        "What a wonderful class!": ["What a wonderful class"],
        # What stands at the beginning of a sentence judges only a lesson.
        "Great lesson. Great, then let's begin.": ["Great lesson"],
    },
    "advice": {
        "You should have waited.": ["You should have"],
        "I think you should try a card.": ["I think you should"],
        "I would never do that.": ["I would never"],
        "I would not have scored it so low.": ["I would not have"],
        "Don't you think you should wait?": ["you should"],
        "I'd suggest you count. You'd better.": ["I'd suggest you", "You'd better"],
        "If I were you, I'd ask.": ["If I were you"],
        "What I recommend is a script.": ["I recommend"],
        # Said about such words, it is a moment still.
        "I caught myself writing “you should have” again.": ["you should have"],
    },
    "paraphrase": {
        "So what I hear is a doubt.": ["So what I hear"],
        "You're wondering whether it is kind.": ["You're wondering"],
        "So you gave up at two.": ["So you"],
        "Let me check that I have this.": ["Let me check that I"],
        "It sounds like panic, in other words.": ["It sounds like", "in other words"],
    },
    "descriptive": {
        "I saw you write that on the board.": ["I saw you"],
        "Here is something I learned from you: wait.": ["Here is something I learned"],
        "Here are strategies I saw.": ["Here are strategies I saw"],
    },
}

NOT_FOUND: dict[MomentKind, list[str]] = {
    "evaluative": [
        "I would have loved to see it.",
        "I felt bad.",
        "That's great.",
        "Good to know. Well, it is done well enough, good night.",
        "Are you well? Is it a good day?",
        "Somebody did well. Done.",
        "What makes a good question?",
    ],
    "advice": [
        "I should have waited. I would have loved more time.",
        "What do you think you should do? And so, where should you stand?",
        "If you should need me, call.",
        "You should have seen their faces.",
        "I'd never have noticed that. I would not have known.",
    ],
    "paraphrase": ["I said so. You said so, too.", "Make it sound right."],
    "descriptive": ["You saw me. I never saw anything."],
}


@pytest.mark.parametrize("kind", KINDS)
def test_moments_are_found_with_their_words(kind: MomentKind) -> None:
    """Each stem is found where it stands, with the words as they were said."""
    for text, words in FOUND[kind].items():
        spans = moments(kind, text)
        assert [span.words for span in spans] == words
        assert [text[span.start : span.end] for span in spans] == words
        assert likely_in(kind, fold_sentences([text])[0])
        assert likely_words(kind, [" ".join(fold(text))])


@pytest.mark.parametrize("kind", KINDS)
def test_what_only_looks_like_one_is_none(kind: MomentKind) -> None:
    """Words about oneself, idioms, questions and thanks are no moments."""
    assert [text for text in NOT_FOUND[kind] if moments(kind, text)] == []


SAID = st.lists(
    st.sampled_from(
        "i you your it that was were did a so really good great well done liked how should have "
        "would never not lesson plan seemed to me I You’re . , ? … - [x] \n um what if".split(" ")
    ),
    max_size=30,
).map(" ".join)


@given(SAID)
def test_the_cheap_look_misses_nothing(text: str) -> None:
    """Whatever is found in a text, the first look at its folded sentences has let through."""
    turn = Turn(0, "turn-1", CONVERSATION, 1, 1, 1, "A", True, None, None, text, text, "A")
    sentences = fold_sentences([text])
    whole = tuple(map(" ".join, sentences))
    one = Conversation(None, (), (turn,), (), (), sentences=sentences, said=whole)
    for kind in KINDS:
        spans = moments(kind, text)
        assert [found for _, found in said(one, kind)] == [spans][: len(spans)]
        assert all(0 <= s.start < s.end <= len(text) for s in spans)
        assert all(a.end <= b.start for a, b in pairwise(spans))


SECOND = "2-evidence/conversation2.md"


def talk(*turns: str) -> str:
    body = "\n\n".join(f"**{who}:** {text}" for who, _, text in (t.partition(": ") for t in turns))
    return document("conversation", body + "\n", recorded="2026-10-07")


def test_notes_weigh_nothing(tmp_path: Path) -> None:
    """A portfolio with notes is complete, also under --strict; a note quotes the words."""
    lay(tmp_path, {SECOND: talk("Coach: You should have waited.", "Partner: It was so boring.")})
    report = check(tmp_path)
    assert [f.severity for f in report.findings] == ["note", "note"]
    assert (report.verdict, report.count("note")) == ("complete", 2)
    assert run("check", "--strict", cwd=tmp_path).returncode == 0
    assert "Coach says “You should have”" in report.findings[0].message
    assert "Leave the transcript as it was said" in report.findings[0].hint


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_a_comment_above_a_turn_silences_it_alone(gap: str, tmp_path: Path) -> None:
    """Of turns with or without blank lines between, the one below the comment is silenced."""
    rows = [
        "**Coach:** You should rest.",
        "**Partner:** You should, too.",
        "**Coach:** You ought to.",
    ]
    rows.insert(1, "<!-- credfolio: ignore CF702 -->")
    text = document("conversation", gap.join(rows) + "\n", recorded="2026-10-07")
    notes = check(lay(tmp_path, {SECOND: text})).findings
    assert [(f.code, f.silenced) for f in notes] == [
        ("CF702", False),
        ("CF702", True),
        ("CF702", False),
    ]


def test_exhibits_are_looked_at_and_answers_are_not(tmp_path: Path) -> None:
    """Feedback is said or written on an exhibit; an answer only tells of it."""
    exhibit = "---\ngraphic: event-count\nfocus: Who answers\n---\n\n{}\n"
    files = {
        "2-evidence/a.md": exhibit.format("You should have waited."),
        "2-evidence/b.md": exhibit.format("> You should have waited.\n\nSo said a student."),
        "2-evidence/c.md": "A page about when you should not say “you should”.\n",
    }
    answer = "1-overview/more.md"
    text = document("trust-established", "You should have seen how: you should wait, I said.\n")
    notes = found(check(lay(tmp_path, {**files, answer: text})), "note")
    assert notes == ["CF702 2-evidence/a.md:6 -"]


@pytest.mark.parametrize(("language", "known"), [("en", True), ("en-GB", True), ("de", False)])
def test_the_lists_are_english(language: str, known: bool, tmp_path: Path) -> None:
    """In a portfolio in another language the English lists find nothing."""
    metadata = (lay(tmp_path) / "portfolio" / "portfolio.yml").read_text("utf-8")
    files = {
        "portfolio.yml": metadata.replace("language: en", f"language: {language}"),
        SECOND: talk("Coach: You should wait.", "Partner: Die Person was so good."),
    }
    assert ("CF702" in codes(check(lay(tmp_path, files)))) == known


def test_many_moments_are_told_as_one(tmp_path: Path) -> None:
    """Of a long talk full of advice fifty turns are told, and the last says how many are left."""
    turns = [f"Coach: You should read page {n}." for n in range(MOST_IN_A_CONVERSATION + 10)]
    notes = check(lay(tmp_path, {SECOND: talk(*turns)})).findings
    notes = tuple(f for f in notes if f.code == "CF702")
    assert len(notes) == MOST_IN_A_CONVERSATION
    assert notes[-1].hint.endswith("10 more turns hold such words.")


def test_the_text_report_keeps_notes_quiet(tmp_path: Path) -> None:
    """Notes stand together after the findings, a few of a kind, and never as the next step."""
    turns = [f"Coach: You should read page {n}." for n in range(9)]
    lay(tmp_path, {SECOND: talk(*turns, "Partner: That was so boring.")})
    done = run("check", cwd=tmp_path)
    text = done.stdout
    assert text.count("[CF702]") == 3 and text.count("[CF701]") == 1
    assert "6 more of these" in text
    assert text.index("Notes") < text.index("[CF701]") < text.index("Complete: ready")
    assert done.returncode == 0 and CONVERSATION not in text
