"""Word counts worked out by hand from DESIGN §5: own words, all words, and what lies between."""

from pathlib import Path

import pytest
from support import (
    ANNOTATION,
    CONVERSATION,
    base_highlights,
    check,
    codes,
    document,
    found,
    lay,
    many_words,
    words_of,
)

from credfolio.model import Measure, Report

TRUST = "1-overview/trust-established.md"
FOCUS = "1-overview/focus-and-dialogue.md"
PLAN = "1-overview/plan-of-action.md"
PROMPT = "How did the two of you establish trust in your coaching relationship?"


def answer(folder: Path, body: str, path: str = TRUST) -> Report:
    return check(lay(folder, {path: document(Path(path).stem, body)}))


def counted(measure: Measure) -> tuple[int | None, int | None, dict[str, int]]:
    return measure.value, measure.all, dict(measure.not_counted)


TABLE: list[tuple[str, int, int, dict[str, int]]] = [
    # what a word is
    ("One two three.", 3, 3, {}),
    ("devil-may-care can't 3.14 a—b and/or", 5, 5, {}),
    ("one - two – three — four … five * six", 6, 6, {}),
    ("one 🎉 two ✓ three → four", 4, 4, {}),
    ("1 2 3", 3, 3, {}),
    ("one&nbsp;two", 2, 2, {}),
    ("one\u200btwo", 1, 1, {}),
    ("\\*one\\* &amp; two &copy; three", 3, 3, {}),
    ("나는 어제 학교에 갔다", 4, 4, {}),
    ("\u3164 \u115f \u1160 \uffa0 one", 1, 1, {}),
    ("Ich hörte zu, und sie sprach.", 6, 6, {}),
    ("Я слушал, а она говорила.", 5, 5, {}),
    ("We said 你好 twice.", 4, 4, {}),
    # the author's paragraphs and list items
    ("one\ntwo  \nthree\\\nfour", 4, 4, {}),
    ("- one two\n- three", 3, 3, {}),
    ("Intro:\n- one two\n- three", 4, 4, {}),
    ("1. one\n2. two\n\n   three", 3, 3, {}),
    ("- one\n  - two\n    1. three", 3, 3, {}),
    ("- [ ] one two\n- [x] three", 3, 3, {}),
    ("Term\n: one two\n: three", 4, 4, {}),
    ("*one* __two__ ~~three~~ **four** five", 5, 5, {}),
    ("*One two* three.", 3, 3, {}),
    ("one <b>two</b> <em>three</em>", 3, 3, {}),
    ("one<br>two", 2, 2, {}),
    ("See [my page](https://example.org/a-b) now.", 4, 4, {}),
    ("See [my page][a] now.\n\n[a]: https://example.org", 4, 4, {}),
    # what is seen and is not the author's prose
    ("## A heading\n\nOne two.", 2, 4, {"headings": 2}),
    ("## A heading {#a .b}\n\nOne two.", 2, 4, {"headings": 2}),
    ("A heading\n=====\n\nOne two.", 2, 4, {"headings": 2}),
    ("##Heading", 1, 1, {}),
    ("> Quoted words here.\n\nMine.", 1, 4, {"blockquotes": 3}),
    ("> Quoted words here.\nMine.", 1, 4, {"blockquotes": 3}),
    ("Mine.\n> Quoted words here.\nMine.", 2, 5, {"blockquotes": 3}),
    ("> - one two\n> - three\n\nMine.", 1, 4, {"blockquotes": 3}),
    ("- > one two\n- three", 1, 3, {"blockquotes": 2}),
    ("> one\n>> two\n\nMine.", 1, 3, {"blockquotes": 2}),
    ("> ## one\n>\n> two\n\nMine.", 1, 3, {"blockquotes": 2}),
    ("| a | b |\n|---|---|\n| c d | e |\n\nMine.", 1, 6, {"tables": 5}),
    ("```python\none two\n```\n\nMine.", 1, 3, {"code": 2}),
    ("~~~\none two\n~~~\nMine.", 1, 3, {"code": 2}),
    ("Mine.\n\n    one two", 1, 3, {"code": 2}),
    ("Mine `one two` too.", 2, 4, {"code": 2}),
    ("```\n<!-- one -->\n```\nMine.", 1, 2, {"code": 1}),
    ("Mine.\n\n<div>one two</div>", 1, 3, {"html": 2}),
    ("Mine.\n\n<table><tr><td>one</td><td>two</td></tr></table>", 1, 3, {"html": 2}),
    ("<details><summary>one</summary>\n\ntwo three\n\n</details>", 2, 3, {"html": 1}),
    ("One two.[^1]\n\n[^1]: three four.", 2, 4, {"footnotes": 2}),
    ("See https://example.org/page now.", 2, 3, {"addresses": 1}),
    ("See <https://example.org/page> now.", 2, 3, {"addresses": 1}),
    ("See www.example.org now.", 2, 3, {"addresses": 1}),
    ("See [https://example.org](https://example.org) now.", 2, 3, {"addresses": 1}),
    (f"{PROMPT}\n\nWe met.", 2, 14, {"prompts": 12}),
    (f"{PROMPT} We met.", 2, 14, {"prompts": 12}),
    # what nobody sees
    ("One <!-- two three --> four.", 2, 2, {}),
    ("One\n<!--\ntwo\n\nthree\n-->\nfour.", 2, 2, {}),
    ("One<!-- two -->three.", 1, 1, {}),
    ("One <!-- two --> <!-- three --> four", 2, 2, {}),
    ("![one two](a.png) three", 1, 1, {}),
    ('See [it](https://example.org "one two").', 2, 2, {}),
    ("[//]: # (one two)\n\nMine.", 1, 1, {}),
    ("---\n\nMine.\n\n***", 1, 1, {}),
    # repeats
    ("a b c d e f g h. A b c  d e f g h.", 8, 8, {"repeats": 8}),
    ("a b c d e f g h. a b c d e f g h. a b c d e f g h.", 8, 8, {"repeats": 16}),
    ("a b c d e f g h!\n\n- a b c d e f g h!\n\nx", 9, 9, {"repeats": 8}),
    ("a b c d e f g. a b c d e f g.", 14, 14, {}),
    ("a b c d e f g h. a b c d e f g i.", 16, 16, {}),
]


@pytest.mark.parametrize(("markdown", "own", "everything", "left_out"), TABLE)
def test_an_answer(
    markdown: str, own: int, everything: int, left_out: dict[str, int], tmp_path: Path
) -> None:
    """Own words, words that a reader sees, and the name of all that lies between."""
    report = answer(tmp_path, markdown)
    assert counted(words_of(report, "trust-established")) == (own, everything, left_out)


@pytest.mark.parametrize("prompt", [f"**{PROMPT}**", f"## {PROMPT}", f"> {PROMPT}", f"*{PROMPT}*"])
def test_a_prompt_above_the_answer(prompt: str, tmp_path: Path) -> None:
    """However it is set off, the prompt is seen and is none of the author's words."""
    measure = words_of(answer(tmp_path, f"{prompt}\n\nWe met."), "trust-established")
    assert (measure.value, measure.all) == (2, 14)


@pytest.mark.parametrize(
    "element",
    ["script", "style", "template", "textarea", "noscript", "svg", "title", "object", "select"],
)
def test_dropped_elements(element: str, tmp_path: Path) -> None:
    """Words that sanitising drops are neither the author's nor seen."""
    measure = words_of(
        answer(tmp_path, f"One <{element}>two three</{element}> four."), "trust-established"
    )
    assert (measure.value, measure.all) == (2, 2)


def test_front_matter_is_not_counted(tmp_path: Path) -> None:
    """Nothing between the fences is a word of the answer."""
    text = document("trust-established", "Mine.", title="One two", description="three four five")
    measure = words_of(check(lay(tmp_path, {TRUST: text})), "trust-established")
    assert counted(measure) == (1, 1, {})


def test_several_documents_add_up(tmp_path: Path) -> None:
    """The documents of one requirement are counted together."""
    more = document("trust-established", "> Quoted.\n\nThree four.")
    files = {TRUST: document("trust-established", "One two."), "x.md": more}
    report = check(lay(tmp_path, files))
    assert counted(words_of(report, "trust-established")) == (4, 5, {"blockquotes": 1})


# --- statuses at their borders ---------------------------------------------------------------


def status(report: Report, requirement: str) -> str:
    return next(row.status for row in report.ledger if row.requirement.id == requirement)


@pytest.mark.parametrize(
    ("own", "others", "expected"),
    [
        (250, 0, "met"),
        (251, 99, "met"),
        (249, 0, "unmet"),
        (249, 1, "at-risk"),
        (200, 50, "at-risk"),
        (200, 49, "unmet"),
        (199, 51, "unmet"),
        (199, 500, "unmet"),
        (0, 500, "unmet"),
    ],
)
def test_at_risk(own: int, others: int, expected: str, tmp_path: Path) -> None:
    """At risk: fewer own words than asked for, four fifths at least, and all words suffice."""
    heading = f"## {many_words(others, 'other')}\n\n" if others else ""
    report = answer(tmp_path, heading + many_words(own), PLAN)
    assert words_of(report, "plan-of-action").value == own
    assert status(report, "plan-of-action") == expected
    code = {"unmet": {"CF201"}, "at-risk": {"CF202"}, "met": set()}[expected]
    assert codes(report) & {"CF201", "CF202"} == code
    assert report.complete == (expected != "unmet")


@pytest.mark.parametrize(
    ("own", "others", "expected"),
    [(1000, 0, "met"), (999, 1, "at-risk"), (800, 200, "at-risk"), (799, 500, "unmet")],
)
def test_at_risk_of_a_transcript(own: int, others: int, expected: str, tmp_path: Path) -> None:
    """The same rule holds for spoken words, where an introduction and labels are the others."""
    half = own // 2
    talk = f"**Coach:** {many_words(half)}\n\n**Partner:** {many_words(own - half, 'reply')}\n"
    intro = f"{many_words(others - 2, 'intro')}\n\n" if others > 2 else ""
    report = check(lay(tmp_path, {CONVERSATION: document("conversation", intro + talk)}))
    measure = words_of(report, "conversation")
    assert (measure.value, measure.all) == (own, own + max(2, others))
    assert measure.status == expected
    assert ("CF202" in codes(report)) == (expected == "at-risk")
    assert ("CF301" in codes(report)) == (expected == "unmet")


def test_a_transcript_is_itemised(tmp_path: Path) -> None:
    """Labels, times, marks and passages are named; what a reader sees includes them."""
    body = "An introduction of five words.\n\n**Coach** [0:05]: One two [inaudible] three.\n\n"
    body += "**Partner:** Four.\n\n## Later on\n\n**Guest Coach** [0:10 - 0:20]: Five.\n"
    report = check(lay(tmp_path, {CONVERSATION: document("conversation", body)}))
    value, everything, left_out = counted(words_of(report, "conversation"))
    assert (value, everything) == (5, 5 + 5 + 4 + 3 + 1 + 2)
    assert left_out == {"introduction": 5, "labels": 4, "times": 3, "marks": 1, "outside": 2}


# --- quotations ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "quoted", "value", "expected"),
    [
        (250, 4, 254, "met"),
        (167, 83, 250, "met"),
        (167, 300, 250, "met"),
        (166, 83, 249, "unmet"),
        (166, 84, 249, "at-risk"),
        (100, 400, 183, "unmet"),
    ],
)
def test_quotations_that_are_asked_for(
    own: int, quoted: int, value: int, expected: str, tmp_path: Path
) -> None:
    """Where quotations are required, quoted words count up to a third of the minimum."""
    body = f"> {many_words(quoted, 'said')}\n\n{many_words(own)}\n"
    report = answer(tmp_path, body, FOCUS)
    measure = words_of(report, "focus-and-dialogue")
    rest = quoted - (value - own)
    assert counted(measure) == (value, own + quoted, {"blockquotes": rest} if rest else {})
    assert status(report, "focus-and-dialogue") == expected


@pytest.mark.parametrize(
    ("quotation", "fine"),
    [
        ("> It looks like nobody asked.", True),
        ("She said, “It looks like nobody.”", True),
        ('She said, "It looks like nobody."', True),
        ("Sie sagte: „Es hat wohl niemand gefragt.“", True),
        ("Elle dit : « On dirait que personne ne demande. »", True),
        ("She said, ‘It looks like nobody.’", True),
        ("She said, 'It looks like nobody.'", True),
        ("彼女は「it looks like nobody」と言った。", True),
        ("She said, “Nobody asked me.”", False),
        ("She said that it looked like nobody had asked.", False),
        ("It's hers, and the girls' and the boys' too, isn't it?", False),
    ],
)
def test_what_is_a_quotation(quotation: str, fine: bool, tmp_path: Path) -> None:
    """A blockquote, or marks of any language around four words or more, is a quotation."""
    report = answer(tmp_path, f"{many_words(250)}\n\n{quotation}\n", FOCUS)
    assert ("CF203" not in codes(report)) == fine


def test_an_annotation_never_counts_quotations(tmp_path: Path) -> None:
    """Whatever is quoted in an annotation, only the comments are the author's."""
    report = check(lay(tmp_path))
    quoted = "\n".join(section.quotation for section in base_highlights())
    own = sum(len(section.comment.split()) for section in base_highlights())
    measure = words_of(report, "annotation")
    assert measure.value == own
    assert measure.not_counted["blockquotes"] == len(quoted.replace(">", "").split())


def test_450_quoted_and_50_of_comment(tmp_path: Path) -> None:
    """Quoted words are no annotation, however many they are."""
    turns = (lay(tmp_path) / "portfolio" / CONVERSATION).read_text("utf-8").split("\n\n")[1:]
    body = "".join(
        f"## {section.title}\n\n{section.quotation}\n\n{' '.join(section.comment.split()[:12])}\n\n"
        for section in base_highlights()
    ) + "\n".join(f"> {turn.strip()}" for turn in turns[:18])
    files = {ANNOTATION: None, "2-evidence/annotation.md": document("annotation", body)}
    report = check(lay(tmp_path, files))
    measure = words_of(report, "annotation")
    assert measure.value == 48 and measure.not_counted["blockquotes"] > 450
    assert any(f.startswith("CF201 ") and f.endswith(" annotation") for f in found(report))


# --- repeats ---------------------------------------------------------------------------------


def test_repeats_across_answers(tmp_path: Path) -> None:
    """A sentence that stands in an earlier answer is subtracted from the later one."""
    said = "We met every week and talked about the tally."
    files = {TRUST: f"{said} {many_words(250)}", PLAN: f"{many_words(241, 'plan')} {said}"}
    report = check(
        lay(tmp_path, {path: document(Path(path).stem, text) for path, text in files.items()})
    )
    assert counted(words_of(report, "trust-established")) == (259, 259, {})
    assert counted(words_of(report, "plan-of-action")) == (241, 241, {"repeats": 9})
    assert status(report, "plan-of-action") == "unmet"
    assert f"CF204 {PLAN}:5 plan-of-action" in found(report)


def test_repeats_in_a_transcript(tmp_path: Path) -> None:
    """Sentences said again do not make a conversation longer."""
    said = "What did you see there at the back of the room?"
    body = f"**Coach:** {many_words(500)}\n\n**Partner:** {many_words(490, 'reply')}\n\n"
    body += f"**Coach:** {said}\n\n**Partner:** {said}\n"
    report = check(lay(tmp_path, {CONVERSATION: document("conversation", body)}))
    measure = words_of(report, "conversation")
    assert (measure.value, measure.not_counted["repeats"]) == (1001, 11)


# --- scripts without spaces ------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "我们每周见面一次谈论学生的回答和课堂里的沉默",
        "わたしたちは毎週会って話をしました生徒の答えについて",
        "เราพบกันทุกสัปดาห์และพูดคุยเกี่ยวกับนักเรียน",
        "ພວກເຮົາພົບກັນທຸກໆອາທິດແລະລົມກັນ",
        "យើងជួបគ្នារៀងរាល់សប្តាហ៍ហើយនិយាយគ្នា",
        "ကျွန်ုပ်တို့သည်အပတ်စဉ်တွေ့ဆုံပြီးစကားပြောကြသည်",
    ],
    ids=["Chinese", "Japanese", "Thai", "Lao", "Khmer", "Burmese"],
)
def test_scripts_without_spaces(text: str, tmp_path: Path) -> None:
    """Where words are not parted by spaces, there is a finding and no number."""
    report = answer(tmp_path, f"{text}\n\n{text}\n")
    measure = words_of(report, "trust-established")
    assert (measure.value, measure.all) == (None, None)
    assert f"CF205 {TRUST}:5 trust-established" in found(report)
    assert "CF201" not in codes(report) and not report.complete


def test_short_paragraphs_without_spaces_are_not_counted(tmp_path: Path) -> None:
    """A list in a script without spaces has no number of words, however short its items are."""
    items = "\n".join(f"- 我们每周见面讨论第{n}课" for n in range(9))
    assert codes(answer(tmp_path, items)) == {"CF205"}
