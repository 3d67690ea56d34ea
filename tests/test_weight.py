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
