"""The policy that each page carries: what may run and load."""

import re
from pathlib import Path

from playwright.sync_api import Page
from test_browser import pages

from credfolio.content_policy import with_policy


def policy(html: str) -> str:
    (found,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html)
    return str(found)


def test_every_page_says_what_may_run(built: Path) -> None:
    """No page of the site allows scripts in itself but those of the theme, by their hashes."""
    for path in sorted(built.rglob("*.html")):
        html = path.read_text("utf-8")
        said = policy(html)
        assert "unsafe" not in said and "http" not in said
        assert said.startswith("default-src 'none'")
        assert html.index("Content-Security-Policy") < html.index("<script")


def test_only_the_themes_scripts_are_allowed() -> None:
    """A script in what an author wrote gets no hash, though it be the same page's."""
    page = "<head></head><script>theme()</script><main>A<script>author()</script></main>"
    both = policy(with_policy(page, ""))
    theirs = policy(with_policy(page, "A<script>author()</script>"))
    assert both.count("sha256-") == 2 and theirs.count("sha256-") == 1


def test_a_planted_script_does_not_run(page: Page, built: Path) -> None:
    """Even HTML that got past every other guard runs nothing."""
    path = pages(built)[0]
    html = path.read_text("utf-8")
    planted = path.with_name("planted.html")
    payload = '<script>window.ran = 1</script><img src="x" onerror="window.ran = 1">'
    planted.write_text(html.replace("</article>", f"{payload}</article>"), "utf-8")
    try:
        page.goto(planted.as_uri())
        page.wait_for_timeout(200)
        assert page.locator("img[onerror]").count() == 1
        assert page.evaluate("window.ran") is None
    finally:
        planted.unlink()
