"""Every page against the rules of WCAG 2.2 AA that a program can check."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import Write
from playwright.sync_api import Browser, Page
from support import run

from credfolio.credential import DEFAULT, shipped_credential, shipped_ids
from credfolio.engine import check_workspace
from credfolio.model import Report
from credfolio.publish import build
from credfolio.scaffold import write_sample
from credfolio.workspace import find

ANSWERS = ("trust-established", "plan-of-action", "reflection", "nothing-of-ours")
RULES = {
    "reporter": "no-passes",
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}


def one_of_each_type(built: Path) -> list[Path]:
    """A page of each template; the longest, which only holds the others, in a test of its own."""
    kinds: dict[str, Path] = {}
    for path in sorted(built.rglob("*.html")):
        for kind in re.findall(r'<div class="cf-page (cf-[\w-]+)', path.read_text("utf-8"))[:1]:
            kinds.setdefault(kind, path)
    assert len(kinds) >= 10
    del kinds["cf-everything"]
    return list(kinds.values())


def classes(path: Path) -> set[str]:
    return set(" ".join(re.findall(r'class="([^"]*)"', path.read_text("utf-8"))).split())


@pytest.fixture(scope="module")
def of_the_kinds(
    built: Path, sample_report: Report, tmp_path_factory: pytest.TempPathFactory
) -> list[Path]:
    """Pages of the other credentials: of every kind and with every class of an element that the
    sample's pages, judged above, do not have; as few as show them all.
    """
    pages = set()
    for id in shipped_ids():
        if id != DEFAULT:
            folder = tmp_path_factory.mktemp(id)
            write_sample(folder, shipped_credential(id))
            workspace = find(folder)
            report = check_workspace(workspace)
            site = build(workspace, report, output=folder / "site")
            for evidence in report.portfolio.evidence.values():
                name = evidence.documents[0].path.removesuffix(".md")
                pages.add((evidence.requirement.kind, site / f"{name}.html"))
    kept: list[Path] = []
    seen = {e.requirement.kind for e in sample_report.portfolio.evidence.values()}
    seen = seen.union(*map(classes, one_of_each_type(built)))
    for kind, path in sorted(pages, key=lambda page: -page[1].stat().st_size):
        shown = {kind} | classes(path)
        if shown - seen:
            kept.append(path)
            seen |= shown
    return kept


def faults(page: Page) -> list[str]:
    """What axe finds on a page as it stands."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{page.url}: {v['id']}: {v['nodes'][0]['html'][:120]}" for v in found]


def violations(page: Page, path: Path, *widths: int) -> list[str]:
    """What axe finds on the page at a path, in windows of these widths."""
    page.goto(path.as_uri())
    found = []
    for width in widths or (1280,):
        page.set_viewport_size({"width": width, "height": 900})
        found += faults(page)
    return found


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_page_breaks_a_rule(browser: Browser, built: Path, dark: bool) -> None:
    """Names, roles, contrast, order: axe finds nothing on any type of page, phone or desktop."""
    # Else the theme slides its drawers aside when a window grows.
    context = browser.new_context(color_scheme="dark" if dark else "light", reduced_motion="reduce")
    page = context.new_page()
    found = [rule for path in one_of_each_type(built) for rule in violations(page, path, 390, 1280)]
    context.close()
    assert found == []


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)], ids=["wide", "dark"])
def test_pages_of_the_kinds_break_no_rule(
    browser: Browser, of_the_kinds: list[Path], width: int, dark: bool
) -> None:
    """A page of each kind that a credential asks for: wide in light, narrow in dark."""
    context = browser.new_context(color_scheme="dark" if dark else "light")
    page = context.new_page()
    found = [rule for path in of_the_kinds for rule in violations(page, path, width)]
    context.close()
    assert found == []


def test_the_whole_on_one_page_breaks_no_rule(page: Page, built: Path) -> None:
    """Many pages in one keep their names, roles and order."""
    assert violations(page, built / "everything.html") == []


def test_talk_evidence_breaks_no_rule(page: Page, sample_report: Report, tmp_path: Path) -> None:
    """A draft's page of figures, all of its lists open."""
    workspace = find(sample_report.portfolio.root)
    site = build(workspace, sample_report, draft=True, output=tmp_path / "site")
    page.goto((site / "talk.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert faults(page) == []


def test_a_draft_breaks_no_rule(page: Page, write: Write, tmp_path: Path) -> None:
    """Findings on every page, under names that differ; no link of the menu lies under another."""
    files = {f"{n}.md": f"---\nrequirement: {id}\n---\nFew.\n" for n, id in enumerate(ANSWERS)}
    workspace = write({**files, "more.md": "[Nowhere](gone.md)\n"})
    report = check_workspace(workspace)
    site = build(workspace, report, draft=True, output=tmp_path / "site")
    for name in ("index", "requirements", "everything", "0"):
        assert violations(page, site / f"{name}.html") == []


def test_the_rules_do_find_faults(page: Page, built: Path) -> None:
    """What the tests above rely on: a field without a name is found."""
    page.goto((built / "copy.html").as_uri())
    page.evaluate("document.querySelector('textarea').removeAttribute('aria-label')")
    (fault,) = faults(page)
    assert ": label: <textarea" in fault


def test_coded_conversations_break_no_rule(browser: Browser, tmp_path: Path) -> None:
    """All pages of another credential in one, its lines and bars among them: dark, on a phone."""
    run("init", tmp_path / "w", "--sample", "coaching-under-pressure", cwd=tmp_path)
    workspace = find(tmp_path / "w")
    site = build(workspace, check_workspace(workspace), output=tmp_path / "site")
    context = browser.new_context(color_scheme="dark")
    assert violations(context.new_page(), site / "everything.html", 390) == []
    context.close()
