"""The pages: what a reader and an assessor find on them, and what never gets there."""

import json
import os
import posixpath
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from conftest import METADATA

from credfolio.compose import ComposeOptions, Page, Site, compose
from credfolio.elements import DROPPED
from credfolio.engine import check_workspace
from credfolio.model import Report
from credfolio.publish import build
from credfolio.sanitise import is_remote, sanitise
from credfolio.workspace import Workspace

Write = Callable[..., Workspace]

CONVERSATION = "2-evidence/conversation.md"
ANNOTATION = "2-evidence/annotation.md"
LOADED = {"img", "script", "audio", "video", "source", "iframe", "embed", "object"}


@dataclass
class Links(HTMLParser):
    """What a page refers to: links, what it loads, and its own anchors."""

    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "link" and values.get("rel") in ("stylesheet", "icon", "preload", "preconnect"):
            self.loaded.append(values["href"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag in LOADED:
            self.loaded += [values[name] for name in ("src", "data", "srcset") if name in values]


def read(html: str) -> Links:
    parser = Links()
    parser.feed(html)
    return parser


def page(site: Site, source: str) -> Page:
    found = site.page(source)
    assert found is not None, f"no page for {source}"
    return found


def composed(workspace: Workspace, draft: bool = False) -> Site:
    return compose(check_workspace(workspace), ComposeOptions(draft))


def html_files(folder: Path) -> Iterator[Path]:
    """The site's pages; `404.html` is served at any address and so has absolute links."""
    return (path for path in sorted(folder.rglob("*.html")) if path.name != "404.html")


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


# --- the sample ------------------------------------------------------------------------------


def test_every_requirement_is_one_click_from_the_cover(sample: Site, sample_report: Report) -> None:
    """The cover names each requirement with its status, its count and a link to its page."""
    html = page(sample, "index.md").html
    for row in sample_report.ledger:
        document = row.documents[0]
        assert f'href="{document.removesuffix(".md")}.html"' in html
        assert f"{row.measures[0].value:,} of {row.measures[0].minimum:,} words" in html
    assert html.count("cf-row-status") == len(sample_report.ledger)


def test_an_answer_shows_prompt_and_count(sample: Site, sample_report: Report) -> None:
    """An answer's page has what was asked, the count against the minimum, and its account."""
    row = next(r for r in sample_report.ledger if r.requirement.id == "trust-established")
    text = words_of(page(sample, row.documents[0]).html)
    assert row.requirement.prompt in text
    assert f"{row.measures[0].value} of 250 words" in text
    assert f"{row.measures[0].value} words of the author's own" in text


def test_highlights_are_linked_both_ways(sample: Site, sample_report: Report) -> None:
    """Each mark in the conversation leads to its highlight, and each highlight to its mark."""
    conversation = page(sample, CONVERSATION).html
    annotation = page(sample, ANNOTATION).html
    there, here = read(conversation), read(annotation)
    for highlight in sample_report.portfolio.highlights:
        assert f"annotation.html#{highlight.id}" in there.links
        assert highlight.id in here.ids
        assert f"conversation.html#cf-at-{highlight.id}" in here.links
        assert f"cf-at-{highlight.id}" in there.ids


def test_marks_stand_on_the_quoted_words(sample: Site, sample_report: Report) -> None:
    """What is marked in the conversation is what the annotation quotes."""
    html = page(sample, CONVERSATION).html
    link = '<a class="cf-m cf-c1 cf-d0" href="annotation.html#highlight-3">([^<]*)</a>'
    assert re.findall(link, html) == [
        "And no hallway. You had a face on you last Thursday.",
        "Okay. No faces. It comes in face down, and so do I.",
    ]


def test_a_passage_under_two_conditions_shows_both(sample: Site) -> None:
    """Overlapping highlights show both colours, both underlines and both labels."""
    html = page(sample, CONVERSATION).html
    both = (
        '<mark class="cf-m cf-c1 cf-d1"><mark><a class="cf-m cf-c2 cf-d0" '
        'href="annotation.html#highlight-6">I don\'t know. What would tell you?</a></mark></mark>'
    )
    assert both in html
    after = html[html.index(both) + len(both) :]
    labels = re.findall(r'class="cf-tag (cf-c\d)"[^>]*>(\w+)', after)[:2]
    assert labels == [("cf-c1", "Trust"), ("cf-c2", "Dialogue")]


def test_every_condition_has_its_evidence(sample: Site, sample_report: Report) -> None:
    """The matrix has a row a condition, each passage with a link to conversation and comment."""
    html = page(sample, "evidence.md").html
    links = read(html).links
    credential = sample_report.portfolio.credential
    assert credential is not None
    for condition in credential.conditions:
        assert condition.title in words_of(html)
        assert all(item in words_of(html) for item in condition.look_for)
    for highlight in sample_report.portfolio.highlights:
        assert f"2-evidence/conversation.html#cf-at-{highlight.id}" in links
        assert f"2-evidence/annotation.html#{highlight.id}" in links


def test_an_exhibit_shows_its_data_as_a_table(sample: Site) -> None:
    """The table named by `data:` stands on the page, its first column as row headings."""
    html = page(sample, "2-evidence/tally.md").html
    assert '<th scope="row">Table 5 (back middle)</th>' in html
    assert '<th scope="col" class="cf-number">Average wait seconds</th>' in html


def test_a_wide_sheet_is_cut(write: Write) -> None:
    """A table shows fifty columns and 500 rows, and says how many it leaves out."""
    header = ",".join(f"c{n}" for n in range(2_000))
    text = "---\ngraphic: event-count\ndata: wide.csv\n---\nA sheet.\n"
    site = composed(write({"a.md": text, "wide.csv": f"{header}\n" + "7\n" * 600}))
    html = page(site, "a.md").html
    assert html.count('<th scope="col"') == 50 and html.count("<td") == 500 * 49
    assert "100 more rows not shown." in html and "1,950 more columns not shown." in html


def test_files_are_found_as_they_are_checked(write: Write) -> None:
    """A file named as on Windows, which the checks accept, is shown on the page, too."""
    front = "graphic: event-count\ndata: sub\\t.csv\nimage: sub\\t.png\nalt: A tally"
    files = {"a.md": f"---\n{front}\n---\nA sheet.\n", "sub/t.csv": "a,b\n1,2\n", "sub/t.png": ""}
    workspace = write(files)
    assert "CF801" not in {finding.code for finding in check_workspace(workspace).findings}
    html = page(composed(workspace), "a.md").html
    assert '<th scope="row">1</th>' in html and 'src="sub/t.png"' in html


def test_highlights_of_one_long_turn(write: Write) -> None:
    """Each of a hundred passages in one turn of 20,000 words is marked where it stands."""
    words = [f"word{n}" for n in range(20_000)]
    passages = [" ".join(words[n : n + 5]) for n in range(0, 20_000, 200)]
    body = "".join(f"> {passage}\n\nI see it here.\n\n" for passage in passages)
    talk = f"---\nrequirement: conversation\n---\n**Coach:** {' '.join(words)}\n"
    site = composed(write({"c.md": talk, "n.md": f"{NOTES}## Trust\n\n{body}"}), draft=True)
    html = page(site, "c.md").html
    marked = re.findall(r'<mark><a class="cf-m[^>]*href="n.html#highlight-\d+">([^<]+)</a>', html)
    assert marked == passages


def test_the_introduction_is_shown(sample: Site) -> None:
    """Paragraphs before the first speaker are on the page, set apart from the turns."""
    html = page(sample, CONVERSATION).html
    assert html.index("We talked in my Partner's classroom") < html.index('id="turn-1"')


def test_the_json_report_is_published(built: Path) -> None:
    """`portfolio.json` is the report that `check --output json` gives."""
    report = json.loads((built / "portfolio.json").read_text("utf-8"))
    assert report["schema"] == "credfolio.report/1"
    assert report["verdict"] == "complete"


def test_every_link_of_the_built_site_leads_somewhere(built: Path) -> None:
    """Every relative link and anchor exists, so that the site works from a disk."""
    pages = {path: read(path.read_text("utf-8")) for path in html_files(built)}
    for path, found in pages.items():
        for link in [*found.links, *found.loaded]:
            if is_remote(link):
                continue
            parts = urlsplit(link)
            target = path.parent / unquote(parts.path) if parts.path else path
            target = Path(posixpath.normpath(target.as_posix()))
            assert target.is_file(), f"{path.name}: {link}"
            if parts.fragment and not parts.fragment.startswith("__"):
                assert unquote(parts.fragment) in pages[target].ids, f"{path.name}: {link}"


def test_no_page_loads_from_another_host(built: Path) -> None:
    """Scripts, styles, pictures and fonts all lie in the site's own folder."""
    for path in built.rglob("*.html"):
        assert not [url for url in read(path.read_text("utf-8")).loaded if is_remote(url)]
    css = (built / "assets" / "credfolio.css").read_text("utf-8")
    assert "url(" not in css and "@import" not in css


def test_no_id_is_given_twice(built: Path) -> None:
    """Anchors are unique on every page, but for the theme's own second contents list."""
    for path in html_files(built):
        ids = [id for id in read(path.read_text("utf-8")).ids if not id.startswith("__")]
        assert len(ids) == len(set(ids)), path.name


def test_only_pages_and_evidence_are_published(built: Path) -> None:
    """Neither metadata nor sources nor unlinked data are copied to the site."""
    names = {p.relative_to(built).as_posix() for p in built.rglob("*") if p.is_file()}
    ends = {Path(name).suffix for name in names if not name.startswith("assets/")}
    assert ends == {".html", ".js", ".json", ".svg", ".txt", ""}
    assert not [name for name in names if name.endswith((".yml", ".md", ".csv", ".map"))]


def test_the_search_works_from_a_disk(built: Path) -> None:
    """The index is there as a script too, which a page on a disk may load."""
    index = (built / "search" / "search_index.json").read_text("utf-8")
    assert (built / "search" / "search_index.js").read_text("utf-8") == f"var __index = {index}"
    assert "assets/credfolio-search.js" in (built / "index.html").read_text("utf-8")


# --- what authors write ------------------------------------------------------------------------


def test_links_between_documents_become_links_between_pages(write: Write) -> None:
    """Documents, anchors, evidence and odd names are linked relative to the page."""
    workspace = write(
        {
            "about me.md": "# About\n\n[there](sub/été.md#a-heading) [csv](data.csv) [top](#about)",
            "sub/été.md": "## A heading\n\n[back](<../about me.md>) ![pic](dot.png)\n",
            "sub/dot.png": "x",
            "data.csv": "a,b\n1,2\n",
            "other.csv": "a,b\n1,2\n",
        }
    )
    site = composed(workspace)
    links = read(page(site, "about me.md").html).links
    assert links == ["sub/%C3%A9t%C3%A9.html#a-heading", "data.csv", "#about"]
    nested = page(site, "sub/été.md").html
    assert '<a href="../about%20me.html">back</a>' in nested
    assert '<img src="dot.png" alt="pic" loading="lazy" decoding="async">' in nested
    assert {a.path for a in site.assets if a.source} == {"data.csv", "sub/dot.png"}


@pytest.mark.parametrize(
    "target",
    ["portfolio.yml", "../secret.txt", "/etc/passwd", "nowhere.md", "page.html", "draw.svg"],
)
def test_what_is_not_published_is_not_linked(write: Write, target: str) -> None:
    """A link to metadata, out of the folder, or to what could run keeps its words only."""
    workspace = write({"a.md": f"[words]({target})", "page.html": "x", "draw.svg": "x"})
    (workspace.root / "secret.txt").write_text("secret", encoding="utf-8")
    site = composed(workspace)
    html = page(site, "a.md").html
    assert "words</a>" in html and not read(html).links
    assert not [a for a in site.assets if a.source]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("- [x] done", 'aria-label="done">☑</span>'),
        ("| a |\n|--:|\n| 1 |", '<td align="right">1</td>'),
        ("a[^1]\n\n[^1]: note", '<div class="footnote-definition" id="1">'),
        ("Term\n: meaning", "<dd>meaning</dd>"),
        ("> [!NOTE]\n> mind", 'class="markdown-alert-note"'),
        ("~~gone~~", "<del>gone</del>"),
        ("<details><summary>s</summary>t</details>", '<details open=""><summary>s</summary>'),
        ('<video src="a.mp4">words', 'controls preload="metadata"></video>words'),
    ],
)
def test_markdown_that_authors_use_is_shown(write: Write, written: str, shown: str) -> None:
    """Tables, tasks, notes, definitions, details and players survive sanitising."""
    site = composed(write({"a.md": f"{written}\n", "a.mp4": "x"}))
    assert shown in page(site, "a.md").html


PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[a](javascript:alert(1))",
    "<a href=' &#1;javascript:alert(1)'>a</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<div style='background:url(https://evil.example/x)'>a</div>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<video><source onerror=alert(1)></video>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=1 onerror=alert(1)>'>",
    "<form action=https://evil.example><button formaction=javascript:alert(1)>a</button></form>",
    "# Heading {#x onclick=alert(1)}",
    "![pic](https://evil.example/x.png)",
    "<div id=__config>{}</div>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
]


NOTES = "---\nrequirement: annotation\n---\n"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_an_author_writes_runs_or_loads(write: Write, payload: str) -> None:
    """Neither prose, a turn, a comment nor a title lets a script, a style or a host through."""
    title = payload.replace('"', "'").replace("\\", "")
    workspace = write(
        {
            "a.md": f'---\ntitle: "{title}"\n---\n{payload}\n',
            "c.md": f"---\nrequirement: conversation\n---\n{payload}\n\n**Coach**: hello {payload}",
            "n.md": f"{NOTES}## Trust\n\n> hello {payload}\n\n{payload}",
        }
    )
    for found in composed(workspace, draft=True).pages:
        html = found.html.replace('<form class="cf-sheet"', "")
        assert not re.search(r"<(script|iframe|link|base|meta|form|style|object)\b", html)
        assert not re.search(r"<[^>]*\s(on\w+|style|formaction)\s*=", found.html)
        assert not re.search(r"""(href|src)\s*=\s*["']?\s*javascript:""", found.html)
        assert not [url for url in read(found.html).loaded if is_remote(url)]
        assert "__config" not in read(found.html).ids


def test_a_title_cannot_leave_the_title_element(write: Write, tmp_path: Path) -> None:
    """Titles reach the theme's templates escaped, which would write them as they are."""
    workspace = write({"a.md": '---\ntitle: "</title><script>alert(1)</script>"\n---\nText.\n'})
    folder = build(workspace, check_workspace(workspace), draft=True, output=tmp_path / "out")
    for path in folder.rglob("*.html"):
        assert "<script>alert(1)" not in path.read_text("utf-8")


def test_the_dropped_elements_drop_their_words() -> None:
    """What DROPPED names is gone with its content; everything else keeps its words."""
    for name in DROPPED - {"plaintext", "frame", "frameset", "embed", "head"}:
        assert sanitise(f"<p>a</p><{name}>words</{name}><p>b</p>").replace("\n", "") == (
            "<p>a</p><p>b</p>"
        )
    for name in ("form", "button", "center", "font", "dialog", "unknown-one"):
        assert "words" in sanitise(f"<{name}>words</{name}>")


@pytest.mark.parametrize(
    "unit", ["<div>", "<b></p>", "<dd><li>", "<b><!--</b>-->", "<a title='</a>'>"]
)
def test_deep_html_loses_no_words(unit: str) -> None:
    """What stands before and after very many open elements is kept, whatever end tags pretend."""
    html = sanitise(f"before {unit * (300_000 // len(unit))} after")
    assert html.startswith("before <") and " after</" in html


def test_headings_have_the_anchors_that_links_are_checked_against(write: Write) -> None:
    """Repeated, written and raw headings: a page's anchors are those of its document."""
    text = "# Page\n\n## Same\n\n## Same\n\n> ## Quoted\n\n<h2>Raw</h2>\n\n## Named {#own}\n"
    workspace = write({"a.md": text})
    report = check_workspace(workspace)
    found = page(compose(report, ComposeOptions()), "a.md")
    document = report.portfolio.document("a.md")
    assert document is not None
    headings = [b.id for b in document.blocks if b.kind == "heading"]
    assert [id for id in read(found.html).ids if id in headings] == headings
    assert [entry.id for entry in found.toc[0].children] == headings[1:]


def test_an_answer_keeps_one_main_heading(write: Write) -> None:
    """A document's own first-level heading comes below the requirement's."""
    site = composed(write({"a.md": "---\nrequirement: reflection\n---\n# Mine\n\n## Below\n"}))
    html = page(site, "a.md").html
    assert html.count("<h1") == 1
    assert '<h2 id="mine">Mine</h2>' in html and '<h3 id="below">Below</h3>' in html


TALK = (
    "---\nrequirement: conversation\n---\n"
    "**Coach** [0:05]: What would be *most useful* for you [laughs] to look at & <b>see</b>?\n"
    "**Partner** [0:15]: I would like to look at who answers, and how long it takes.\n"
)


def test_marks_cross_emphasis_entities_and_bracketed_marks(write: Write) -> None:
    """A highlight over formatted words marks all of them and leaves their formatting."""
    notes = (
        "---\nrequirement: annotation\n---\n## Trust\n\n"
        "> useful for you to look at & see\n\nBecause.\n"
    )
    html = page(composed(write({"c.md": TALK, "n.md": notes})), "c.md").html
    said = html[html.index('id="turn-1"') : html.index('id="turn-2"')]
    marked = re.findall(r'<a class="cf-m[^>]*>([^<]*)</a>', said)
    assert "".join(marked) == "useful for you [laughs] to look at &amp; see?"
    assert "<em>most <mark>" in said.replace(
        '<span class="cf-at" id="cf-at-highlight-1"></span>', ""
    )


@pytest.mark.parametrize(
    "notes",
    [
        "## Trust\n\nThe comment comes first here.\n\n> I would like to look at who answers\n",
        "## Trust\n\n> I would like to look at who answers\n\nThe comment follows.\n",
        "## Trust\n\n“I would like to look at who answers”\n\nThe comment follows.\n",
        "**Trust**\n\n- > I would like to look at who answers\n\n  Comment.\n",
        "## Trust\n\n| Quote | Comment |\n|--|--|\n| I would like to look at who answers | Yes |\n",
        "## Trust\n\n[0:15–0:20]\n\nA pointer.\n",
        "## Trust\n\n> words that nobody said at all here\n\nLost.\n",
    ],
)
def test_every_way_of_annotating_has_its_place_on_the_page(write: Write, notes: str) -> None:
    """Comment first or last, quotation marks, lists, tables and pointers all get their anchor."""
    workspace = write({"c.md": TALK, "n.md": f"---\nrequirement: annotation\n---\n{notes}"})
    report = check_workspace(workspace)
    html = page(compose(report, ComposeOptions()), "n.md").html
    (highlight,) = report.portfolio.highlights
    assert read(html).ids.count(highlight.id) == 1
    lost = highlight.match is None and highlight.pointer is None
    assert ("These words are not in the conversation." in html) == lost
    assert ("c.html#cf-at-highlight-1" in read(html).links) == (highlight.match is not None)
    assert "⸢" not in html and "{.trust" not in html


def test_classes_that_name_conditions_are_not_shown(write: Write) -> None:
    """`{.trust .action}` is an instruction: the page shows its two labels instead."""
    notes = (
        "---\nrequirement: annotation\n---\n## Trust\n\n"
        "> I would like to look at who answers {.trust .action}\n\nBoth.\n"
    )
    html = page(composed(write({"c.md": TALK, "n.md": notes})), "n.md").html
    assert "{." not in html
    figure = html[html.index("<figure") : html.index("</figure>")]
    assert re.findall(r'class="cf-tag cf-c\d">(\w+)', figure) == ["Trust", "Action"]


def test_several_documents_of_one_requirement_name_each_other(write: Write) -> None:
    """Three reflection files are three pages, each with links to the others and one count."""
    texts = {
        f"r{n}.md": f"---\nrequirement: reflection\ntitle: Day {n}\n---\nA b.\n" for n in "123"
    }
    site = composed(write(texts))
    second = page(site, "r2.md")
    assert second.title == "Reflection (Day 2)"
    assert {"r1.html", "r3.html"} <= set(read(second.html).links)
    assert "6 of 500 words" in second.html


def test_a_named_transcript_is_shown_on_its_documents_page(write: Write) -> None:
    """Turns of a `.vtt` file stand on the page of the document that names it."""
    vtt = "WEBVTT\n\n00:01.000 --> 00:05.000\n<v Coach>Hello & <i>welcome</i> to you.\n"
    document = "---\nrequirement: conversation\ntranscript: talk.vtt\n---\nAbout it.\n"
    site = composed(write({"c.md": document, "talk.vtt": vtt}))
    html = page(site, "c.md").html
    assert "About it." in html and 'id="turn-1"' in html and "welcome" in html


# --- drafts ------------------------------------------------------------------------------------


def test_a_draft_says_so_on_every_page(write: Write) -> None:
    """Each page of a draft is marked, and shows the findings of its document with their lines."""
    site = composed(write({"a.md": "---\nrequirement: reflection\n---\nToo short.\n"}), draft=True)
    for found in site.pages:
        assert "<strong>Draft.</strong>" in found.html
    text = words_of(page(site, "a.md").html)
    assert "CF201 too-few-words a.md, line 4" in text and "Write 498 more words." in text
    assert "CF201" in page(site, "index.md").html and "CF101" in page(site, "index.md").html


def test_a_finished_site_shows_no_draft(sample: Site) -> None:
    """A complete portfolio's pages carry no mark and no panel."""
    ours = ("cf-draft", "cf-findings", "cf-panel")
    assert not [p.path for p in sample.pages if any(name in p.html for name in ours)]


def test_a_draft_has_its_counts_and_the_next_step_on_every_page(write: Write) -> None:
    """The panel says how far the portfolio is, and what to do next as the terminal does."""
    workspace = write({"3-reflection/r.md": "---\nrequirement: reflection\n---\nToo short.\n"})
    for found in composed(workspace, draft=True).pages:
        if found.source != "everything.md":
            panel = words_of(found.html[found.html.index("cf-panel") :])
            assert "0 of 7 met" in panel and "2 of 500 words" in panel
            assert "Next: 3-reflection/r.md , line 4" in panel
            assert "CF201 too-few-words" in panel


def test_readability_is_for_the_author_alone(write: Write) -> None:
    """A draft tells how hard an English answer reads; a finished site and other languages don't."""
    text = "The cat sat on the mat and we saw it there. " * 20
    files = {"r.md": f"---\nrequirement: reflection\n---\n{text}\n"}
    draft = words_of(page(composed(write(files), draft=True), "r.md").html)
    assert "Readability: about school grade 1 in the United States" in draft
    assert "Readability" not in page(composed(write(files)), "r.md").html
    german = write(files, metadata=METADATA + "language: de\n")
    assert "Readability" not in page(composed(german, draft=True), "r.md").html


def test_an_unknown_credential_still_gives_pages(write: Write) -> None:
    """Where nothing can be measured the documents and the reason are shown."""
    site = composed(write({"a.md": "Text.\n"}, metadata="credential: nonsense\n"), draft=True)
    assert "Not complete yet" in page(site, "index.md").html
    assert "CF502" in page(site, "index.md").html
    assert "Text." in page(site, "a.md").html


def test_generated_pages_give_way_to_the_authors(write: Write) -> None:
    """A document called `evidence.md` keeps its address; `index.md` greets on the cover."""
    site = composed(write({"evidence.md": "# Mine\n", "index.md": "Welcome, reader.\n"}))
    assert "Mine" in page(site, "evidence.md").html
    assert page(site, "portfolio-evidence.md").path == "portfolio-evidence.html"
    assert "Welcome, reader." in page(site, "index.md").html
    assert len({p.path for p in site.pages}) == len(site.pages)


# --- MkDocs and ProperDocs -----------------------------------------------------------------------


def run_tool(tool: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", tool, "build", *arguments],
        cwd=cwd,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )


CONFIGURATION = """\
site_name: My portfolio
docs_dir: portfolio
theme: {name: material, features: [navigation.top]}
extra_css: [mine.css]
plugins: [search, credfolio]
"""


@pytest.mark.parametrize("tool", ["mkdocs", "properdocs"])
def test_mkdocs_builds_the_same_pages(tool: str, workspace: Workspace, built: Path) -> None:
    """`mkdocs build` and `properdocs build` with the plugin publish the pages that we do."""
    workspace.config.write_text(CONFIGURATION, encoding="utf-8")
    (workspace.portfolio / "mine.css").write_text("a { color: red }", encoding="utf-8")
    done = run_tool(tool, "--strict", cwd=workspace.root)
    assert done.returncode == 0, done.stdout + done.stderr
    pages = {p.relative_to(built).as_posix() for p in built.rglob("*.html")}
    assert {
        p.relative_to(workspace.site).as_posix() for p in workspace.site.rglob("*.html")
    } == pages
    assert (workspace.site / "mine.css").is_file()
    assert not list(workspace.site.rglob("*.yml")) and not list(workspace.site.rglob("*.csv"))
    cover = (workspace.site / "index.html").read_text("utf-8")
    assert "fonts.googleapis" not in cover and "mine.css" in cover and "navigation.top" in cover


@pytest.mark.parametrize("tool", ["mkdocs", "properdocs"])
def test_mkdocs_warns_of_an_incomplete_portfolio(tool: str, workspace: Workspace) -> None:
    """It builds a draft and warns; under `--strict` it fails."""
    workspace.config.write_text(CONFIGURATION.replace("extra_css: [mine.css]\n", ""), "utf-8")
    (workspace.portfolio / "3-reflection" / "reflection.md").unlink()
    done = run_tool(tool, cwd=workspace.root)
    assert done.returncode == 0 and "The portfolio is incomplete" in done.stderr
    assert "<strong>Draft.</strong>" in (workspace.site / "index.html").read_text("utf-8")
    assert run_tool(tool, "--strict", cwd=workspace.root).returncode != 0


@pytest.mark.parametrize("row", ["# x {#__config}", "## x {#cf-page}", "**x** {#__palette}"])
def test_an_authors_anchor_is_none_of_the_pages_own(row: str, write: Write) -> None:
    """What the theme and our scripts look for by its id can't be put in its place."""
    report = check_workspace(write({"n.md": f"{row}\n\nWords.\n"}))
    html = page(compose(report, ComposeOptions()), "n.md").html
    id = row.partition("{#")[2].rstrip("}")
    assert html.count(f'id="{id}"') == (id == "cf-page")
