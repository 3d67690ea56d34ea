"""The built sample in Chromium, opened from a disk and from a host."""

import re
from pathlib import Path

from conftest import Write
from playwright.sync_api import Browser, Page

from credfolio.engine import check_workspace
from credfolio.publish import build


def pages(built: Path) -> list[Path]:
    return [path for path in sorted(built.rglob("*.html")) if path.name != "404.html"]


def test_every_page(browser: Browser, built: Path, address: str) -> None:
    """No request elsewhere and no word in the console; nothing scrolls sideways on a phone or a
    desktop; the keyboard's first stop leads past the navigation. Light from a disk, dark from a
    host.
    """
    scheme = "default" if address.startswith("file:") else "slate"
    # Else the theme slides its drawers aside when a window grows, which is wider for a while.
    context = browser.new_context(
        color_scheme="dark" if scheme == "slate" else "light", reduced_motion="reduce"
    )
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in pages(built):
        page.goto(f"{address}/{path.relative_to(built).as_posix()}")
        assert page.get_attribute("body", "data-md-color-scheme") == scheme
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path.name
        page.keyboard.press("Tab")
        assert "md-skip" in page.evaluate("document.activeElement.className"), path.name
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") != "", path.name
    context.close()
    own = (address, "file:", "data:", "about:", "blob:")
    assert not [url for url in asked if not url.startswith(own)]
    assert not said


def test_a_highlight_leads_to_the_conversation_and_back(page: Page, built: Path) -> None:
    """From the annotation to the words in the conversation, and from there to the comment."""
    page.goto((built / "2-evidence" / "annotation.html").as_uri())
    page.click("#highlight-3 >> text=In the conversation")
    page.wait_for_url("**/conversation.html#cf-at-highlight-3")
    mark = page.locator('a.cf-m[href="annotation.html#highlight-3"]').first
    assert "And no hallway" in mark.inner_text()
    box = mark.bounding_box()
    assert box is not None and 40 < box["y"] < 900
    mark.click()
    page.wait_for_url("**/annotation.html#highlight-3")
    assert page.locator("#highlight-3").is_visible()


def test_a_phone_shows_every_time_of_the_evidence(browser: Browser, built: Path) -> None:
    """The table of conditions and evidence needs no scrolling, which nothing would tell of."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.goto((built / "evidence.html").as_uri())
    hidden = "element => element.scrollWidth - element.clientWidth"
    assert page.locator(".cf-table-wrap").first.evaluate(hidden) <= 0
    context.close()


def test_the_four_conditions_differ_by_more_than_colour(page: Page, built: Path) -> None:
    """Each condition's marks have their own underline, and a label beside them."""
    page.goto((built / "2-evidence" / "conversation.html").as_uri())
    styles = {
        page.locator(f"a.cf-m.cf-c{number}").first.evaluate(
            "element => getComputedStyle(element).textDecorationStyle"
        )
        for number in (1, 2, 3, 4)
    }
    assert styles == {"solid", "dashed", "dotted", "double"}
    labels = page.locator(".cf-said .cf-tag").all_inner_texts()
    assert {re.split(r"\W", label)[0] for label in labels} == {
        "Trust",
        "Dialogue",
        "Feedback",
        "Action",
    }


def test_the_search_finds_words(page: Page, address: str) -> None:
    """The theme's search works on a host and in a folder, where browsers start no worker."""
    page.goto(f"{address}/index.html")
    page.click(".md-search__input")
    page.keyboard.type("radiator", delay=5)
    # Results of the first letters stand there until the last has been typed.
    found = page.locator(".md-search-result__link[href*=radiator]").first
    found.wait_for(state="visible", timeout=20_000)
    found.click()
    page.wait_for_url(re.compile(r"(conversation|about)\.html"))


def test_everything_is_readable_without_javascript(browser: Browser, built: Path) -> None:
    """Ledger, turns, marks and links are in the page itself."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built / "index.html").as_uri())
    assert page.locator(".cf-row").count() == 7
    page.click(".cf-row >> text=Coaching conversation")
    assert page.locator("#turn-1").is_visible()
    assert page.locator("a.cf-m").first.is_visible()
    context.close()


def test_a_printed_page_keeps_its_marks(page: Page, built: Path) -> None:
    """On paper there is no navigation, and the underlines of the conditions are still there."""
    page.goto((built / "2-evidence" / "conversation.html").as_uri())
    page.emulate_media(media="print")
    assert not page.locator(".md-sidebar--primary").is_visible()
    assert not page.locator(".md-header").is_visible()
    style = page.locator("a.cf-m").first.evaluate("e => getComputedStyle(e).textDecorationLine")
    assert style == "underline"


def test_long_labels_stand_above_what_is_said(write: Write, page: Page) -> None:
    """On a phone too the label of a speaker takes its lines and the time one, not a tall column."""
    label = "A partner from the building across the street"
    talk = f"**{label}** [0:12]: What would help?\n\n**Coach** [0:20]: A sheet of paper.\n"
    front = "---\nrequirement: conversation\n---\n"
    workspace = write({"talk.md": front + talk})
    site = build(workspace, check_workspace(workspace), draft=True)
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto((site / "talk.html").as_uri())
        who, time, said = (
            page.locator(f"#turn-1 {c}") for c in (".cf-who", ".cf-time", ".cf-said")
        )
        boxes = [part.bounding_box() for part in (who, time, said)]
        (who_box, time_box, said_box) = [box for box in boxes if box]
        assert who_box["y"] + who_box["height"] <= said_box["y"] + 1
        assert time_box["height"] < 30
