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
    "resultTypes": ["violations"],
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


def violations(page: Page, path: Path) -> list[str]:
    page.goto(path.as_uri())
    result = Axe().run(page, options=RULES).response
    return [f"{path.name}: {v['id']}: {v['nodes'][0]['html'][:120]}" for v in result["violations"]]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_breaks_a_rule(browser: Browser, built: Path, width: int, dark: bool) -> None:
    """Names, roles, contrast, order: axe finds nothing on any type of page, phone or desktop."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
    )
    page = context.new_page()
    found = [rule for path in one_of_each_type(built) for rule in violations(page, path)]
    context.close()
    assert found == []


@pytest.mark.parametrize("id", [id for id in shipped_ids() if id != DEFAULT])
def test_pages_of_the_kinds_break_no_rule(browser: Browser, id: str, tmp_path: Path) -> None:
    """A page of each kind that a credential asks for: wide in light, narrow in dark."""
    write_sample(tmp_path, shipped_credential(id))
    workspace = find(tmp_path)
    report = check_workspace(workspace)
    site = build(workspace, report, output=tmp_path / "site")
    kinds = {e.requirement.kind: e.documents[0].path for e in report.portfolio.evidence.values()}
    paths = [site / f"{path.removesuffix('.md')}.html" for path in kinds.values()]
    found = []
    for width, dark in ((1280, False), (390, True)):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
        )
        page = context.new_page()
        found += [rule for path in paths for rule in violations(page, path)]
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
    assert Axe().run(page, options=RULES).response["violations"] == []


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
    result = Axe().run(page, options=RULES).response
    assert [v["id"] for v in result["violations"]] == ["label"]


def test_coded_conversations_break_no_rule(browser: Browser, tmp_path: Path) -> None:
    """Lines over dates, bars of shares, the table with its links: dark and on a phone."""
    run("init", tmp_path / "w", "--sample", "coaching-under-pressure", cwd=tmp_path)
    workspace = find(tmp_path / "w")
    site = build(workspace, check_workspace(workspace), output=tmp_path / "site")
    context = browser.new_context(viewport={"width": 390, "height": 900}, color_scheme="dark")
    page = context.new_page()
    names = ("2-evidence/coding", "2-evidence/workshop-1", "everything")
    found = [rule for name in names for rule in violations(page, site / f"{name}.html")]
    context.close()
    assert found == []
