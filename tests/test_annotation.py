"""Ways in which honest people annotate a conversation (DESIGN §4)."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support import (
    ANNOTATION,
    BASE,
    CONVERSATION,
    Highlighted,
    base_highlights,
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

ONE_FILE = "2-evidence/annotation.md"


def seconds(time: str) -> int:
    hours, minutes, rest = map(int, time.split(":"))
    return hours * 3600 + minutes * 60 + rest


def clock(number: int) -> str:
    return f"{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}"


def with_annotation(folder: Path, body: str, conversation: str | None = None) -> Report:
    files: dict[str, str | None] = {ANNOTATION: None, ONE_FILE: document("annotation", body)}
    if conversation is not None:
        files[CONVERSATION] = conversation
    return check(lay(folder, files))


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
    "full-width signs": each_line(
        lambda label, words: label + words.translate({46: "．", 44: "，", 63: "？"})
    ),
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
    "> [t]he silence feels like falling, so I grab",
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


# --- clocks and speakers ---------------------------------------------------------------------


@pytest.mark.parametrize("relative", [False, True], ids=["meeting's clock", "own clock"])
def test_a_meeting_clock(relative: bool, tmp_path: Path) -> None:
    """With `starts_at`, highlights may use the meeting's clock or the conversation's own."""
    later = [s._replace(time=clock(seconds(s.time) + 1860)) for s in base_turns()]
    talk = document(
        "conversation",
        "\n\n".join(f"[{s.time}] {s.speaker}: {s.text}" for s in later),
        starts_at="00:31:00",
    )
    shift = 0 if relative else 1860

    def moved(found: re.Match[str]) -> str:
        return f"[{clock(seconds(found[1]) + shift)}]"

    body = annotation(lambda h: re.sub(r"\[([\d:]{8})\]", moved, plain(h)))
    assert is_fine(with_annotation(tmp_path, body, talk))


GUESTS = ["**Guest {}:** {}", "[0:10] Guest {}: {}", "Guest {} [0:10]\n{}"]


@pytest.mark.parametrize("form", GUESTS)
def test_undeclared_speakers_are_heard(form: str, tmp_path: Path) -> None:
    """A bold or timed name is a speaker although nobody declared it; that is a warning."""
    talk = "\n\n".join(form.format(said.speaker, said.text) for said in base_turns())
    body = annotation(lambda h: plain(h, speaker=False))
    report = with_annotation(tmp_path, body, document("conversation", talk))
    assert {t.speaker for t in turns_of(report)} == {"Guest Coach", "Guest Partner"}
    assert report.complete and codes(report) == {"CF505"}


@pytest.mark.parametrize(
    ("time", "code"),
    [
        ("4:45", None),
        ("4:44", "CF407"),
        ("5:08", None),
        ("5:09", "CF407"),
        ("00:04:50", None),
        ("59:00", "CF406"),
    ],
)
def test_when_a_time_agrees(time: str, code: str | None, tmp_path: Path) -> None:
    """A time agrees from its turn's start to the next turn's, five seconds more or less."""
    body = f"## Trust\n\n> **Partner** [{time}]: The silence feels like falling.\n\nShe tells me.\n"
    report = check(lay(tmp_path, {f"{ANNOTATION}/x.md": document("annotation", body)}))
    assert codes(report) == ({code} if code else set())


def test_the_same_words_in_two_files_name_both(tmp_path: Path) -> None:
    """Line numbers alone would not tell one conversation's turns from another's."""
    talk = (BASE / "portfolio" / CONVERSATION).read_text("utf-8")
    other = "2-evidence/second.md"
    again = document("conversation", talk.split("---\n", 2)[2], recorded="2026-10-13")
    report = check(lay(tmp_path, {other: again}))
    said = [f.message for f in report.findings if f.code == "CF403"]
    assert said
    assert all(f"{CONVERSATION}, line" in each and f"{other}, line" in each for each in said)
