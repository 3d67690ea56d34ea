"""What the browser gets of ours: styles that it reads whole, and not too much of anything."""

import re
from pathlib import Path

from playwright.sync_api import Page

_RULES = """css => {
  const count = list => [...list].reduce((sum, rule) =>
    sum + (rule.selectorText !== undefined && !(rule instanceof CSSPageRule))
    + (rule.cssRules && !rule.selectorText ? count(rule.cssRules) : 0), 0);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return count(sheet.cssRules);
}"""


def test_the_browser_reads_every_rule(page: Page, built: Path) -> None:
    """A rule that a browser can't read is dropped without a word, and what it says is not done."""
    css = (built / "assets" / "credfolio.css").read_text("utf-8")
    written = css.count("{") - len(re.findall(r"@[^{};]*\{", css))
    assert page.evaluate(_RULES, css) == written > 300


def size(folder: Path, pattern: str) -> int:
    return sum(path.stat().st_size for path in folder.glob(pattern) if path.is_file())


def test_the_site_is_light(built: Path) -> None:
    """The sample has no media: all of it is under 3 MB, and all of our scripts under 15 KB."""
    assert size(built, "**/*") < 3_000_000
    assert 0 < size(built / "assets", "credfolio*.js") < 15_000


def test_a_page_is_light(built: Path) -> None:
    """A page with our styles and scripts is under 150 KB, the theme's frame around it included;
    the one that holds all others is so by itself, since the styles are loaded once for the site.
    """
    ours = size(built / "assets", "credfolio*")
    weights = {path.name: path.stat().st_size for path in built.rglob("*.html")}
    assert weights.pop("everything.html") < 150_000
    assert len(weights) > 10 and max(weights.values()) + ours < 150_000
