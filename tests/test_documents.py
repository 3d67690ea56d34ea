"""Ways in which honest people write a document (DESIGN §4)."""

from pathlib import Path

import pytest
from support import BASE, CONVERSATION, MORE, Files, check, document, found, is_fine, lay, words_of

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


def test_an_exhibit_is_no_answer(tmp_path: Path) -> None:
    """A graphic supports its requirement; its words are not the answer's, and it is no copy."""
    graphic = {"graphic": "Event Count", "focus": "Who answers", "data": "tally.csv"}
    text = document("trust-established", TALE, **graphic)
    files = {
        "2-evidence/tally.md": text,
        "2-evidence/tally2.md": text,
        "2-evidence/tally.csv": "event\nA",
    }
    report = check(lay(tmp_path, files))
    assert is_fine(report) and words_of(report, "trust-established").value == 273


@pytest.mark.parametrize(
    ("body", "column"),
    [
        ("See <!-- a note --> [it](gone.md)", 21),
        ("<!-- a note --> [it](gone.md)", 17),
        ("<!-- one --> é <!-- two --> [it](gone.md)", 29),
        ("<!-- a note\nof two lines --> [it](gone.md)", 18),
    ],
)
def test_a_comment_moves_no_column(body: str, column: int, tmp_path: Path) -> None:
    """Findings point to where something stands on disk, comments before it or not."""
    report = check(lay(tmp_path, {MORE: document("trust-established", f"{TALE}\n{body}\n")}))
    (finding,) = report.findings
    line = 7 + body.count("\n")
    assert (finding.code, finding.place.line, finding.place.column) == ("CF801", line, column)


def test_a_column_counts_the_indent_of_a_turn(tmp_path: Path) -> None:
    """A link in an indented turn has its column on disk, too."""
    conversation = (BASE / "portfolio" / CONVERSATION).read_text("utf-8")
    report = check(lay(tmp_path, {CONVERSATION: f"{conversation}\n  **Coach:** [it](gone.md)\n"}))
    (finding,) = report.findings
    assert (finding.code, finding.place.column) == ("CF801", 14)


HTML = """\
See <a href="gone.md">it</a> and <img src='tally.png'>.

<p><a href="https://docs.google.com/document/d/1">The sheet</a>
<img
  src="tally.png" alt="A tally"></p>
"""


def test_links_and_pictures_in_html(tmp_path: Path) -> None:
    """A link or picture written as HTML, as converters write it, is one like any other."""
    files: Files = {
        MORE: document("trust-established", f"{TALE}\n{HTML}"),
        "1-overview/tally.png": (Path(__file__).with_name("files") / "dot.png").read_bytes(),
    }
    report = check(lay(tmp_path, files))
    assert [(f.code, f.place.line, f.place.column) for f in report.findings] == [
        ("CF801", 7, 5),
        ("CF802", 7, 34),
        ("CF803", 9, 4),
    ]


def test_an_anchor_in_html_can_be_linked(tmp_path: Path) -> None:
    """A link to `<a id="card"></a>`, which Word's bookmarks become, leads there."""
    body = f'{TALE}\n<a id="card"></a>Our card.\n\nSee [the card](#card).\n'
    assert is_fine(check(lay(tmp_path, {MORE: document("trust-established", body)})))


def test_an_address_in_the_text_may_need_a_login(tmp_path: Path) -> None:
    """An address that was pasted is found like a link, and each only once."""
    address = "https://drive.google.com/file/d/1"
    body = f"{TALE}\nSee {address}.\n\nAnd [{address}]({address}).\n"
    report = check(lay(tmp_path, {MORE: document("trust-established", body)}))
    places = [(f.code, f.place.line, f.place.column) for f in report.findings]
    assert places == [("CF803", 7, 5), ("CF803", 9, 5)]
