"""The copy sheet, the assessor's sheet and everything on one page."""

import json
import re
from collections import Counter
from collections.abc import Callable
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from conftest import METADATA
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import BrowserContext
from pypdf import PdfReader
from test_site import composed, page, read, words_of

from credfolio.compose import Site
from credfolio.compose.paper import papers
from credfolio.compose.plain_text import plain_text
from credfolio.markdown import MARKDOWN
from credfolio.model import Report
from credfolio.sanitise import sanitise
from credfolio.words import word_list
from credfolio.workspace import Workspace

Write = Callable[..., Workspace]


def pasted(markdown: str) -> str:
    return plain_text(sanitise(MARKDOWN.html(markdown)))


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("One\nparagraph.\n\nAnother.", "One paragraph.\n\nAnother.\n"),
        ("Line  \nbreak", "Line\nbreak\n"),
        ("- a\n- b\n  - c\n- d", "- a\n- b\n  - c\n- d\n"),
        ("- a\n\n  more\n- b", "- a\n\n  more\n- b\n"),
        ("5. five\n6. six", "5. five\n6. six\n"),
        ("> **Coach** [0:10]: Hi.\n>\n> Yes.", "> Coach [0:10]: Hi.\n>\n> Yes.\n"),
        ("> - a\n> - b", "> - a\n> - b\n"),
        ("[a book](https://example.org/b)", "a book (https://example.org/b)\n"),
        ("<https://example.org/b>", "https://example.org/b\n"),
        ("<me@example.org>", "me@example.org\n"),
        ("[the tally](tally.md)", "the tally\n"),
        ("![A tally](tally.png)", "[Picture: A tally]\n"),
        ("| a | b |\n|--|--|\n| 1 | 2 |", "a | b\n1 | 2\n"),
        ("    x\n      y", "x\n  y\n"),
        ("Word[^1].\n\n[^1]: The note.", "Word[1].\n\n[1] The note.\n"),
        ("# Title\n\nText", "Title\n\nText\n"),
        ("", ""),
    ],
)
def test_formatting_survives_as_plain_text(markdown: str, text: str) -> None:
    """Lists, quotations, links, pictures, tables and notes stay readable in a plain text box."""
    assert pasted(markdown) == text


MARKS = st.sampled_from(
    [
        "\n",
        "\n\n",
        "> ",
        "- ",
        "1. ",
        "* ",
        "**",
        "_",
        "`",
        "# ",
        "| ",
        "[x](y)",
        "<b>",
        "</b>",
        "  ",
    ]
)


@given(st.lists(st.one_of(MARKS, st.from_regex(r"[a-z]{1,8}[ .]", fullmatch=True)), max_size=40))
def test_every_word_of_the_page_is_in_the_text(pieces: list[str]) -> None:
    """Whatever the Markdown, the plain text has the words that the page shows, in their order."""
    html = sanitise(MARKDOWN.html("".join(pieces)))
    shown = unescape(re.sub(r"<[^>]*>", "", html))
    assert re.findall("[a-z]", plain_text(html)) == re.findall("[a-z]", shown)


def test_each_answer_has_a_text_and_a_file(sample: Site, sample_report: Report) -> None:
    """The copy sheet shows a text for each requirement, and the site has the same as a file."""
    sheet = page(sample, "copy.md").html
    files = {a.path: a.content for a in sample.assets if a.path.startswith("texts/")}
    assert len(files) == len(sample_report.ledger)
    for row, (path, content) in zip(sample_report.ledger, sorted(files.items()), strict=True):
        assert path.endswith(f"-{row.requirement.id}.txt")
        assert content is not None
        words = len(word_list(content.decode()))
        assert f"<span>{words:,} words</span>" in sheet
        measure = row.measures[0]
        # Headings, labels and times are words of the page, and so of what is pasted.
        assert measure.value is not None and measure.value <= words <= (measure.all or 0)


def test_a_conversation_is_pasted_turn_by_turn(sample: Site) -> None:
    """A turn is a paragraph with its speaker and time, and nothing of the page's own."""
    (content,) = (a.content for a in sample.assets if a.path.endswith("-conversation.txt"))
    assert content is not None
    text = content.decode()
    assert "\n\nPartner [0:28]: Same for yours." in text
    assert "what it shows" not in text


def test_the_sheet_follows_the_credential(sample: Site, sample_report: Report) -> None:
    """Parts in order, each with its verdict words and a comment; every requirement linked."""
    html = page(sample, "assessor.md").html
    credential = sample_report.portfolio.credential
    assert credential is not None
    assert re.findall(r"<legend>Verdict on (.*?)</legend>", html) == [
        part.title for part in credential.parts
    ]
    for part in credential.parts:
        for word in part.verdict:
            assert f'name="verdict-{part.id}" value="{word}"' in html
        assert f'name="comment-{part.id}"' in html
    for row in sample_report.ledger:
        assert f'{row.documents[0].removesuffix(".md")}.html"' in html
    for condition in credential.conditions:
        assert all(look in words_of(html) for look in condition.look_for)


def test_everything_is_on_one_page(sample: Site) -> None:
    """Each page is a chapter; anchors are unique, and every link leads somewhere."""
    html = page(sample, "everything.md").html
    links = read(html)
    assert [id for id, times in Counter(links.ids).items() if times > 1] == []
    inside = {link[1:] for link in links.links if link.startswith("#")}
    assert len(inside) > 50 and inside <= set(links.ids)
    shown = words_of(html)
    for other in sample.pages:
        if other.source not in ("everything.md", "assessor.md", "copy.md"):
            assert words_of(re.sub(r"<[^>]*>", " ", other.html))[-200:] in shown


def test_addresses_are_listed_for_paper(write: Write) -> None:
    """A link's address stands at the end of the page under the number beside the link."""
    text = "---\ntitle: Sources\n---\n[One](https://example.org/1), [two](https://example.org/2), [again](https://example.org/1)."
    html = page(composed(write({"sources.md": text})), "everything.md").html
    assert re.findall(r'cf-note">(\d+)<', html) == ["1", "2", "1"]
    addresses = html[html.index("cf-addresses") :]
    assert re.findall(r"<li>(.*?)</li>", addresses) == [
        "https://example.org/1",
        "https://example.org/2",
    ]


def test_a_text_is_copied_with_a_click(context: BrowserContext, built: Path) -> None:
    """The button puts the whole text on the clipboard and says so."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab = context.new_page()
    tab.goto((built / "copy.html").as_uri())
    tab.click("[data-cf-copy=cf-text-plan-of-action]")
    tab.wait_for_selector("text=Copied.")
    pasted = tab.evaluate("navigator.clipboard.readText()")
    (file,) = built.glob("texts/*-plan-of-action.txt")
    assert pasted.strip() == file.read_text("utf-8").strip()


def test_a_verdict_is_kept_and_exported(context: BrowserContext, built: Path) -> None:
    """What an assessor enters survives closing the page, and leaves it as JSON."""
    tab = context.new_page()
    tab.goto((built / "assessor.html").as_uri())
    tab.check("[name=verdict-overview][value=passing]")
    tab.fill("[name=comment-evidence]", "The third passage is a paraphrase.\nAsk again.")
    tab.close()
    tab = context.new_page()
    tab.goto((built / "assessor.html").as_uri())
    assert tab.is_checked("[name=verdict-overview][value=passing]")
    with tab.expect_download() as download:
        tab.click("text=Export as JSON")
    assert download.value.suggested_filename.startswith("assessment-")
    assert "2 of 3 verdicts are still open." in tab.inner_text(".cf-sheet-state")
    record = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert record["verdicts"] == {"overview": "passing"}
    assert record["comments"] == {"evidence": "The third passage is a paraphrase.\nAsk again."}
    assert record["schema"] == "credfolio.assessment/1"
    tab.on("dialog", lambda dialog: dialog.accept())
    tab.click("text=Clear the form")
    assert not tab.is_checked("[name=verdict-overview][value=passing]")
    tab.reload()
    assert tab.input_value("[name=comment-evidence]") == ""


def test_a_long_comment_is_printed_whole(context: BrowserContext, built: Path) -> None:
    """A comment longer than its box is on paper to its last word, as it stands when printed."""
    tab = context.new_page()
    tab.goto((built / "assessor.html").as_uri())
    tab.fill("[name=comment-overview]", "Too early.")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    tab.fill("[name=comment-overview]", "\n".join(["A line of it."] * 90) + "\nThe very last.")
    assert not tab.locator(".cf-sheet-words").first.is_visible()
    sheets = PdfReader(BytesIO(tab.pdf(format="A4"))).pages
    printed = " ".join(sheet.extract_text() for sheet in sheets)
    assert printed.count("A line of it.") == 90 and "The very last." in printed
    assert "Too early." not in printed
    tab.emulate_media(media="print")
    assert not tab.locator("[name=comment-overview]").is_visible()
    assert tab.locator("[name=comment-reflection]").is_visible()


@pytest.mark.parametrize(
    ("clicks", "proof"),
    [
        ([".cf-card >> text=Graphic, evidence-based feedback", "text=In the conversation, 2:09"],
         "a.cf-m.cf-c3"),
        ([".cf-row >> text=Reflection", ".cf-badge-proof"], "text=614 of 500 words"),
        ([".cf-verdict-links >> text=Assessor's sheet"], "[name=verdict-overview]"),
    ],
    ids=["the proof of a condition", "a count", "a verdict"],
)  # fmt: skip
def test_an_assessor_needs_two_clicks(
    context: BrowserContext, built: Path, clicks: list[str], proof: str
) -> None:
    """From the cover to a condition's proof, to an account of a count and to the verdict's form."""
    tab = context.new_page()
    tab.goto((built / "index.html").as_uri())
    for click in clicks:
        tab.click(click)
    assert len(clicks) <= 2
    found = tab.locator(f"{proof} >> visible=true").first
    found.wait_for()


def test_the_whole_prints_without_controls(context: BrowserContext, built: Path) -> None:
    """On paper everything is there and nothing to click on."""
    tab = context.new_page()
    tab.goto((built / "everything.html").as_uri())
    tab.emulate_media(media="print")
    assert tab.locator(".cf-chapter button, .cf-chapter input, .cf-chapter audio").count() == 0


def test_short_chapters_share_a_sheet_of_paper(context: BrowserContext, built: Path) -> None:
    """Only the parts of the portfolio begin on pages of their own, and what belongs together is not
    torn apart: no page but the title holds next to nothing."""
    tab = context.new_page()
    tab.goto((built / "everything.html").as_uri())
    read = PdfReader(BytesIO(tab.pdf(format="A4")))
    texts = [sheet.extract_text() for sheet in read.pages]
    words = [len(text.split()) for text in texts]
    heads = [text.count("Collaborative Coaching") for text in texts[5:9]]
    assert min(heads) >= 1 and "A teacher leader" in texts[7]
    assert 10 < len(words) < 36
    assert min(words[1:]) > 25


def test_the_words_of_the_ledger_are_explained(sample: Site) -> None:
    """Where a newcomer first meets them, each status says what it means, and only those shown."""
    cover = words_of(page(sample, "index.md").html)
    assert "what was submitted reaches what is asked for." in cover
    assert "nothing was submitted" not in cover and "lets it pass" not in cover
    assert "“Not yet” sends a part back" in words_of(page(sample, "assessor.md").html)


def test_a_running_head_stays_a_text(write: Write) -> None:
    """A name with the signs of a stylesheet ends nothing in it."""
    name = 'A"}body{display:none}\\\n</style>é'
    told = METADATA.replace("A teacher", json.dumps(name))
    site = composed(write({"a.md": "---\ntitle: A\n---\nText.\n"}, told))
    (style,) = (a.content for a in site.assets if a.path == "assets/credfolio.css")
    assert style is not None
    css = style.decode()
    head = css[css.index("@page{@top-left") :]
    assert (head.count('"'), head.count("{"), head.count("}"), head.count("<")) == (4, 6, 6, 0)
    assert "\\\n" not in head.rstrip()


def test_pdfs_have_letters_of_their_own_size(
    context: BrowserContext, sample: Site, sample_report: Report
) -> None:
    """What the site's styles say of paper that a browser prints does not shrink the PDFs."""
    tab = context.new_page()
    tab.emulate_media(media="print")
    for paper in papers(sample_report, sample):
        tab.set_content(paper.html)
        size = tab.evaluate("getComputedStyle(document.body).fontSize")
        assert float(size.removesuffix("px")) == pytest.approx(10 / 72 * 96, abs=0.01)
