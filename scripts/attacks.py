"""Attacks built sites with every payload through every channel, in Chromium: `make attacks`.

The payloads are those of tests/payloads.py. The pages are opened with their content security
policy switched off, so that the sanitising alone has to hold, and with it. As a control, each
payload is opened as it is: it shows how many of them this browser would run.
"""

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from attacked import CHANNELS, Payload, Watch, lay
from figures import record
from payloads import payloads
from playwright.sync_api import Browser, sync_playwright

from credfolio.engine import check_workspace
from credfolio.markdown import MARKDOWN
from credfolio.publish import build
from credfolio.workspace import find

_A_SITE = 15
_LOCKED = 10  # the policy only adds to what holds without it, so every tenth page is enough
_DRAFTS = 12  # every twelfth payload, with the findings that quote it on each page


def main(argv: Sequence[str] | None = None) -> int:
    """Prints a row for each family; the status is 1 where anything ran."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--some", type=int, default=1, help="every nth payload only")
    parser.add_argument("--every", type=int, default=1, help="open every nth page only")
    parser.add_argument("--keep", type=Path, help="keep the sites in this folder")
    parser.add_argument("--record", action="store_true", help="write the row of docs/security.md")
    options = parser.parse_args(argv)
    chosen = payloads()[:: options.some]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        root = options.keep or Path(folder)
        control = _control(browser, root / "control", chosen)
        sites = list(_sites(root, chosen))
        sites += _sites(root / "drafts", chosen[::_DRAFTS], draft=True)
        built = [page for site in sites for page in sorted(site.rglob("*.html"))]
        pages = built[:: options.every]
        ran = _opened(browser, pages, True)
        locked = _opened(browser, pages[::_LOCKED], False)
        browser.close()
    _table(chosen, control)
    said = f"{len(chosen)} payloads in {len(CHANNELS)} channels, "
    said += f"{len(pages):,} of {len(built):,} pages opened: "
    said += f"{ran} executed with the policy off, {locked} of {len(pages[::_LOCKED])} with it; "
    said += f"{sum(control.values())} of the payloads run where nothing is sanitised"
    print(f"\n{said}")
    if options.record and options.some == 1:
        command = "make attacks" + (f' ARGS="--every {options.every}"' if options.every > 1 else "")
        record("attacks", said, command)
    return 1 if ran or locked else 0


def _sites(root: Path, chosen: list[Payload], draft: bool = False) -> Iterator[Path]:
    size = _A_SITE // 5 if draft else _A_SITE
    for start in range(0, len(chosen), size):
        workspace = find(lay(root / f"site{start}", chosen[start : start + size]))
        report = check_workspace(workspace)
        yield build(workspace, report, draft=draft, say=lambda line: None)


def _opened(browser: Browser, pages: list[Path], bypass: bool) -> int:
    """How many pages ran or loaded something, or hold what could."""
    count = 0
    with browser.new_context(bypass_csp=bypass) as context:
        watch = Watch(context)
        for number, page in enumerate(pages):
            if number % 100 == 0:
                print(f"{number} of {len(pages)} pages", file=sys.stderr)
            ran, left = watch.look(page)
            if ran or left:
                count += 1
                print(f"{page}: {ran[:5]} {left[:5]}", file=sys.stderr)
    return count


def _control(browser: Browser, folder: Path, chosen: list[Payload]) -> Counter[str]:
    """How many payloads of each family run as they are."""
    folder.mkdir(parents=True)
    live: Counter[str] = Counter()
    with browser.new_context() as context:
        watch = Watch(context)
        for number, family, text in chosen:
            page = folder / f"{number}.html"
            html = f"<!doctype html><meta charset=utf-8><body>{MARKDOWN.html(text)}"
            page.write_text(html, "utf-8")
            ran, left = watch.look(page)
            live[family] += bool(ran or left)
    return live


def _table(chosen: list[Payload], control: Counter[str]) -> None:
    print("| family | payloads | dangerous as they are |\n|---|---|---|")
    for family, number in Counter(family for _, family, _ in chosen).items():
        print(f"| {family} | {number} | {control[family]} |")


if __name__ == "__main__":
    raise SystemExit(main())
