"""What holds for any text: counts, readers that never fail, quotations that are never guessed."""

import html
import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from support import ANNOTATION, CONVERSATION, MORE, Files, check, document, lay, words_of

from credfolio.markdown import MARKDOWN
from credfolio.metadata import read_metadata
from credfolio.model import Highlight, Report
from credfolio.words import fold, words

settings.register_profile(
    "suite",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("suite")

# The pieces of which documents, transcripts and annotations are made, and what breaks readers.
PIECES = st.sampled_from(
    [
        "word", "two words", "Coach", "Partner", "**", "*", "_", "`", "```", "~~~", "> ", ">", "- ",
        "1. ", "# ", "## Trust", "{#trust}", "{.trust .action}", "{", "}", "[", "]", "(", ")", "![",
        "](", "[^1]", "[^1]: ", "[x]: y", ":", ": ", " – ", "|", "|---|", "---", "===", "<", ">",
        "<b>", "</b>", "<div>", "</div>", "<script>", "<template>", "<!--", "-->", "<br>", "&nbsp;",
        "&#0;", "&", "“", "”", '"', "'", "…", "...", "[…]", "[she]", "um", "[0:10]", "0:10",
        "[0:10 - 0:30]", "00:00:01.000 --> 00:00:02.000", "WEBVTT", "<v Coach>", "requirement: ",
        "reflection", "TODO", "https://example.org", "@a", "\\", "\t", "    ", " ", "\n", "\n\n",
        "\r\n", "\u00a0", "\u200b", "\u2028", "\u3164", "é", "e\u0301", "你好", "🎉", "\ufeff",
        "- {id: a}", "&a ", "*a", "!a ", "<<: ", "? ", "2026-11-01", "11/01/2026", "no", "null",
    ]
)  # fmt: skip
ANY = st.one_of(
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=300),
    st.lists(PIECES, max_size=40).map("".join),
    st.lists(PIECES, max_size=40).map("\n".join),
)
WORD = st.text("abcdefghijklmnopqrstuvwxyzäöüé", min_size=1, max_size=8)


@st.composite
def prose(draw: st.DrawFn) -> list[str]:
    """Paragraphs in which no word comes twice: nothing is a repeat."""
    rows = draw(st.lists(st.lists(WORD, min_size=1, max_size=12), min_size=1, max_size=6))
    return [" ".join(f"{w}{n}x{m}" for m, w in enumerate(row)) for n, row in enumerate(rows)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("workspace")


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with no document, for what does not depend on others."""
    nothing = {"1-overview": None, "2-evidence": None, "3-reflection": None}
    return lay(tmp_path_factory.mktemp("bare"), nothing)


def written(folder: Path, files: Files) -> Report:
    return check(lay(folder, files))


def written_alone(bare: Path, files: Mapping[str, str]) -> Report:
    """The report on these documents and no other."""
    paths = [bare / "portfolio" / name for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    report = check(bare)
    for path in paths:
        path.unlink()
    return report


# --- words -----------------------------------------------------------------------------------


@given(ANY)
def test_never_more_than_a_word_processor(text: str) -> None:
    """A word is a run of non-space characters, so there are never more of them than runs."""
    assert words(text) <= len(text.split())


@given(ANY, WORD)
def test_a_word_adds_one(text: str, word: str) -> None:
    """One word more counts one more."""
    assert words(f"{text} {word}") == words(text) + 1


@given(ANY, ANY)
def test_counts_add_up(one: str, two: str) -> None:
    """Text in two pieces has the words of both."""
    assert words(f"{one}\n{two}") == words(one) + words(two)


@given(prose(), WORD, st.integers(0, 5))
def test_a_word_of_an_answer_adds_one(
    bare: Path, paragraphs: list[str], word: str, at: int
) -> None:
    """One word more in an answer's paragraph is one own word more."""
    at %= len(paragraphs)
    longer = [*paragraphs[:at], f"{paragraphs[at]} {word}", *paragraphs[at + 1 :]]
    before, after = (count(bare, "\n\n".join(text)) for text in (paragraphs, longer))
    assert (after[0] - before[0], after[1] - before[1]) == (1, 1)


@given(prose(), ANY, st.integers(0, 6))
def test_comments_and_front_matter_add_none(
    bare: Path, paragraphs: list[str], hidden: str, at: int
) -> None:
    """Whatever stands in a comment or in front matter, it is not counted."""
    comment = f"<!-- {hidden.replace('-->', '').rstrip('-')} -->"
    at %= len(paragraphs) + 1
    text = "\n\n".join([*paragraphs[:at], comment, *paragraphs[at:]])
    plain = count(bare, "\n\n".join(paragraphs))
    assert count(bare, text) == plain
    title = json.dumps(hidden.encode("ascii", "ignore").decode())
    assert count(bare, "\n\n".join(paragraphs), title=title) == plain


def count(bare: Path, body: str, **meta: str) -> tuple[int, int]:
    """(own, all) words of a text as the only answer."""
    text = document("trust-established", body, **meta)
    measure = words_of(
        written_alone(bare, {"1-overview/trust-established.md": text}), "trust-established"
    )
    assert measure.value is not None and measure.all is not None
    return measure.value, measure.all


@given(ANY)
def test_own_words_are_among_all(bare: Path, body: str) -> None:
    """Own words are never more than all, and all never more than the rendered page has."""
    report = written_alone(
        bare, {"1-overview/trust-established.md": document("trust-established", body)}
    )
    measure = words_of(report, "trust-established")
    assume(measure.value is not None and measure.all is not None)
    (answer,) = report.portfolio.evidence["trust-established"].documents
    page = html.unescape(re.sub(r"<[^>]*>", " ", MARKDOWN.html(answer.body)))
    assert 0 <= (measure.value or 0) <= (measure.all or 0) <= len(page.split())
    assert all(number > 0 for number in measure.not_counted.values())


# --- readers never fail ----------------------------------------------------------------------


@given(ANY, st.sampled_from(["trust-established", "conversation", "annotation", "reflection"]))
def test_any_body_is_read(folder: Path, body: str, requirement: str) -> None:
    """No body of any kind brings the tool down, and every finding stands in the file."""
    path = "2-evidence/other.md"
    text = document(requirement, body, recorded="2026-10-06")
    report = written(folder, {path: text})
    (folder / "portfolio" / path).unlink()
    lines = len(re.split(r"\r\n|\r|\n", text))
    for finding in report.findings:
        place = finding.place
        assert place.path != path or place.line is None or 1 <= place.line <= lines
        assert finding.message and finding.hint


@given(ANY)
def test_any_file_is_read(folder: Path, text: str) -> None:
    """Whatever stands where front matter should: a file is read or named, and harms no other."""
    files = {"2-evidence/other.md": text, "2-evidence/yet.md": f"---\n{text}\n---\n"}
    report = written(folder, files)
    for name in files:
        (folder / "portfolio" / name).unlink()
    read = {document.path for document in report.portfolio.documents}
    named = {finding.place.path for finding in report.findings if finding.code == "CF501"}
    assert set(files) <= read | named
    mine = {finding.requirement for finding in report.findings if finding.place.path in files}
    others = [
        row
        for row in report.ledger
        if row.requirement.id not in mine and not set(files) & set(row.documents)
    ]
    assert others and {row.status for row in others} == {"met"}


@given(st.one_of(ANY, st.lists(PIECES, max_size=20).map(": ".join)))
@settings(max_examples=300)
def test_any_metadata_is_read(text: str) -> None:
    """No YAML brings the reader down, and every fault stands in the file."""
    _, faults = read_metadata(text)
    for fault in faults:
        assert 1 <= (fault.place.line or 1) <= len(re.split(r"[\n\u2028\u2029\x85\r]", text)) + 1
        assert fault.message and fault.hint and "\n" not in fault.message + fault.hint


@given(st.binary(max_size=200))
def test_any_bytes_are_read(folder: Path, content: bytes) -> None:
    """Bytes that are no text are a finding on their file, text is none, and neither does harm."""
    name = "2-evidence/other.md"
    report = written(folder, {name: content})
    (folder / "portfolio" / name).unlink()
    assert (f"CF501 {name}" in {f"{f.code} {f.place.path}" for f in report.findings}) == (
        b"\0" in content or not decodes(content)
    )
    assert [row.status for row in report.ledger] == ["met"] * 7


def decodes(content: bytes) -> bool:
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True


# --- quotations ------------------------------------------------------------------------------

VOCABULARY = [f"{a}{b}" for a in ("bell", "card", "desk", "lamp", "page") for b in "aeiouy"]
TURN = st.lists(st.sampled_from(VOCABULARY), min_size=6, max_size=14)
TALK = st.lists(TURN, min_size=2, max_size=7)


Passage = tuple[list[list[str]], int, list[str]]
"""A talk, the index of one of its turns, five words or more of it in a row."""


def quoted(bare: Path, talk: list[list[str]], *quotations: str) -> list[Highlight]:
    """The highlights of an annotation of a talk, whose speakers take turns."""
    turns = [f"**{('Coach', 'Partner')[n % 2]}:** {' '.join(t)}." for n, t in enumerate(talk)]
    body = "## Trust\n\n" + "\n\nAnd so.\n\n".join(quotations) + "\n\nAnd so.\n"
    report = written_alone(
        bare,
        {
            CONVERSATION: document("conversation", "\n\n".join(turns)),
            "2-evidence/annotation.md": document("annotation", body),
        },
    )
    found = list(report.portfolio.highlights)
    assert len(found) == len(quotations)
    return found


@st.composite
def passages(draw: st.DrawFn) -> Passage:
    talk = draw(TALK)
    turn = draw(st.integers(0, len(talk) - 1))
    start = draw(st.integers(0, len(talk[turn]) - 5))
    end = draw(st.integers(start + 5, len(talk[turn])))
    return talk, turn, talk[turn][start:end]


def stands_in(highlight: Highlight, turn: int) -> bool:
    assert highlight.match and "not-found" not in highlight.problems
    candidates = {candidate.number for candidate in highlight.candidates}
    return turn in candidates | {highlight.match.first}


@given(passages())
def test_a_verbatim_quotation_is_found(bare: Path, passage: Passage) -> None:
    """What is copied from a turn is found there, in any case and with any punctuation."""
    talk, turn, said = passage
    speaker = ("Coach", "Partner")[turn % 2]
    plain, loud, labelled, wrapped = quoted(
        bare, talk,
        f"> {' '.join(said)}",
        f"> “{', '.join(said).upper()}!”",
        f"> **{speaker}:** {'  '.join(said)}",
        "> " + "\n> ".join(said),
    )  # fmt: skip
    for highlight in (plain, loud, wrapped):
        assert stands_in(highlight, turn)
    assert stands_in(labelled, turn) and not {"speaker", "not-found"} & set(labelled.problems)


@given(passages(), st.data())
def test_omissions_are_found(bare: Path, passage: Passage, data: st.DataObject) -> None:
    """Words left out in order are found; in another order they are not taken."""
    talk, turn, said = passage
    cut = data.draw(st.integers(1, len(said) - 1))
    (found,) = quoted(bare, talk, f"> {' '.join(said[:cut])} … {' '.join(said[cut + 1 :])}")
    assert stands_in(found, turn)


@given(passages(), st.data())
def test_a_changed_quotation_is_never_found(
    bare: Path, passage: Passage, data: st.DataObject
) -> None:
    """One changed, added or doubled word, and the quotation is not in the conversation."""
    talk, _, said = passage
    at = data.draw(st.integers(0, len(said) - 1))
    changed = [*said[:at], "window", *said[at + 1 :]]
    added = [*said[:at], "window", *said[at:]]
    for highlight in quoted(bare, talk, f"> {' '.join(changed)}", f"> {' '.join(added)}"):
        assert highlight.match is None and highlight.problems == ("not-found",)


@given(TALK, st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=6))
def test_only_what_was_said_is_found(bare: Path, talk: list[list[str]], said: list[str]) -> None:
    """A quotation is found exactly where its words stand in a row within a turn or over turns."""
    (highlight,) = quoted(bare, talk, f"> {' '.join(said)}")
    needle = f" {' '.join(said)} "
    assert (highlight.match is not None) == any(needle in f" {' '.join(t)} " for t in talk)


@given(ANY)
def test_folding_is_stable(text: str) -> None:
    """Folding folded words changes nothing, and neither does case."""
    once = fold(text)
    assert fold(" ".join(once)) == once


# --- size ------------------------------------------------------------------------------------

MEGABYTES = ["-", "[", "\n", "@a", '"', ">", "*", "<!--", " "]


def checked(folder: Path, pieces: Sequence[str], size: int) -> list[set[str]]:
    """The codes found in a portfolio of each piece, by one process that has to end in time."""
    folders = [lay(folder / f"{n}", of_one_piece(piece, size)) for n, piece in enumerate(pieces)]
    done = subprocess.run(
        [sys.executable, "-m", "credfolio", "check", "--output", "json", *folders],
        capture_output=True,
        encoding="utf-8",
        timeout=90,
        check=False,
    )
    assert done.returncode in (0, 1) and not done.stderr
    reports = json.loads(done.stdout)
    assert len(reports) == len(pieces)
    return [{finding["code"] for finding in report["findings"]} for report in reports]


def of_one_piece(piece: str, size: int) -> Files:
    """A document of each kind that holds nothing but repetitions of a piece."""
    body = (piece * (size // len(piece) + 1))[:size]
    return {
        MORE: document("trust-established", body),
        "2-evidence/conversation2.md": document("conversation", body, recorded="2026-10-06"),
        f"{ANNOTATION}/x.md": document("annotation", f"## Trust\n\n{body}\n\nAnd so.\n"),
    }


def test_two_megabytes_of_anything(tmp_path: Path) -> None:
    """Two megabytes of one sign are checked in every kind of document, without an exception."""
    assert not any("CF902" in codes for codes in checked(tmp_path, MEGABYTES, 2_000_000))


def test_more_lines_than_anybody_writes(tmp_path: Path) -> None:
    """Two megabytes of short lines are refused with a finding, or read in time."""
    pieces = ["a\n", "Coach: a\n", "| a | b |\n|---|---|\n", '> "a"\n\nb\n\n']
    assert all(codes & {"CF501", "CF204"} for codes in checked(tmp_path, pieces, 2_000_000))


def test_very_many_blocks(tmp_path: Path) -> None:
    """Thousands of headings, elements, highlights or turns are checked in time, too."""
    pieces = ["=\n", "# a\n", "\n\n<p>", "\n> a\n", "**Coach** [0:01]: a\n\n", "- {id: a}\n"]
    assert not any("CF902" in codes for codes in checked(tmp_path, pieces, 20_000))


@given(st.text(alphabet="ab1 _-'’‘ʼ´`“.…—\u00a0\u00ad", max_size=12))
def test_folding_leaves_letters_and_digits_alone(text: str) -> None:
    """Whatever apostrophes and signs stand around words, no sign is left to differ in."""
    folded = fold(text)
    assert all(map(str.isalnum, folded))
    assert fold(" ".join(folded)) == folded
