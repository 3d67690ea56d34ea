"""Hostile payloads on built sites. `make attacks` opens all of them; here is a slice."""

from pathlib import Path

from attacked import Watch, lay
from payloads import families, filled, payloads
from playwright.sync_api import Browser

from credfolio.engine import check_workspace
from credfolio.markdown import MARKDOWN
from credfolio.publish import build
from credfolio.sanitise import sanitise
from credfolio.workspace import find

_SLICE = payloads()[5::55]


def test_there_are_many_kinds() -> None:
    """More than three hundred payloads, none of them twice."""
    texts = [text for _, _, text in payloads()]
    assert len(texts) > 300 and len({filled(t, 1) for f in families().values() for t in f}) > 300


def test_sanitised_html_runs_nothing(browser: Browser, tmp_path: Path) -> None:
    """Every payload as Markdown and as HTML, on pages without any policy: nothing runs, loads or
    stays that could; unsanitised, most of them do.
    """
    with browser.new_context() as context:
        watch = Watch(context)
        page = tmp_path / "page.html"
        for number in range(0, len(payloads()), 40):
            some = [text for _, _, text in payloads()[number : number + 40]]
            pieces = [sanitise(html) for text in some for html in (MARKDOWN.html(text), text)]
            page.write_text(f"<!doctype html><article>{'<hr>'.join(pieces)}</article>", "utf-8")
            ran, left = watch.look(page)
            # Links to other schemes are taken out when a page is made, from what is left here.
            assert ran == [] and [text for text in left if not text.startswith("leads to")] == []
        page.write_text("<!doctype html><body><img src=x onerror=alert(1)>", "utf-8")
        assert watch.look(page) == (["1"], ["IMG onerror"])


def test_a_site_of_payloads_runs_nothing(browser: Browser, tmp_path: Path) -> None:
    """In every channel, on pages whose policy is switched off, nothing runs, loads or stays."""
    workspace = find(lay(tmp_path, _SLICE[::3]))
    site = build(workspace, check_workspace(workspace), say=lambda line: None)
    with browser.new_context(bypass_csp=True) as context:
        watch = Watch(context)
        pages = [path for path in sorted(site.rglob("*.html")) if path.name != "404.html"]
        assert len(pages) > 20
        assert {p.name: seen for p in pages if (seen := watch.look(p)) != ([], [])} == {}
