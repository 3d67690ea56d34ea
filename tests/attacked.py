"""Sites of a stranger's portfolio with a payload in every place that a stranger can write."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, Route

Payload = tuple[int, str, str]
CHANNELS = (
    "prose", "a turn", "an annotation", "a comment of an annotation", "a free page", "HTML",
    "headings", "metadata", "front matter", "cells of CSV", "cues and voices of VTT", "file names",
    "names of speakers", "links", "alternative texts", "titles of exhibits", "mkdocs.yml",
)  # fmt: skip

_METADATA = """\
credential: collaborative-coaching
practitioner: {{name: {0}, role: {1}, organization: {2}}}
participants:
  - {{id: coach, label: Coach, role: coach, consent: 2026-09-10}}
  - {{id: {3}, label: {4}, role: practitioner, consent: 2026-09-10}}
attestations: {{own_work: yes, release: {5}, privacy: yes}}
ai_use: {6}
language: {7}
title: {8}
"""


def quoted(text: str) -> str:
    """A YAML value, whatever is in it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def lay(root: Path, payloads: Sequence[Payload]) -> Path:
    """A workspace that is attacked with each of the payloads through each channel."""
    folder = root / "portfolio"
    folder.mkdir(parents=True)
    texts = [text for _, _, text in payloads]
    values = [quoted(texts[n % len(texts)]) for n in range(9)]
    (folder / "portfolio.yml").write_text(_METADATA.format(*values), "utf-8")
    pages = "".join(f"  - {quoted(t)}: {quoted(t)}\n  - {quoted(t)}: free.md\n" for t in texts)
    colours = f"theme: {{palette: {{primary: {values[0]}, accent: {values[1]}}}}}\n"
    settings = f"site_name: {values[0]}\nsite_url: {values[1]}\n{colours}nav:\n{pages}"
    (root / "mkdocs.yml").write_text(settings, "utf-8")
    for number, _, text in payloads:
        for name, content in _files(number, text):
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, "utf-8")
    return root


def _files(number: int, text: str) -> Iterator[tuple[str, str]]:
    line = " ".join(text.split("\n"))
    n = f"{number}"
    front = f"title: {quoted(text)}\ndescription: {quoted(text)}\ntemplate: {quoted(text)}\n"
    yield f"free{n}.md", f"---\n{front}---\n\nSome words.\n\n{text}\n"
    yield f"links{n}.md", _links(text, line)
    yield f"talk{n}.md", _talk(n, line)
    yield f"vtt{n}.md", f"---\nrequirement: conversation\ntranscript: cues{n}.vtt\n---\n\n{text}\n"
    yield f"cues{n}.vtt", _cues(line)
    yield f"notes{n}.md", _annotation(line)
    head = f"requirement: trust-established\ntitle: {quoted(text)}\nfocus: {quoted(text)}\n"
    yield f"count{n}.md", f"---\n{head}graphic: event-count\ndata: count{n}.csv\n---\n\n{text}\n"
    yield f"count{n}.csv", _cells(line)
    head = f"title: {quoted(text)}\nfocus: {quoted(text)}\ngraphic: {quoted(text)}\n"
    yield f"odd{n}.md", f"---\n{head}image: {quoted(text)}\nalt: {quoted(text)}\n---\n\n{text}\n"
    # In a file and a folder of odd names, so that their pages have those names as well.
    named = re.sub(r"[/\0\n]", "∕", text).encode()[:200].decode("utf-8", "ignore")
    yield f"{named}.md", f"---\nrequirement: trust-established\n---\n\nWe said {text} and on.\n"
    html = f"# {line}\n\n<div>\n{text}\n</div>\n\n<p title='{text}'>x</p>\n\n## {line}\n"
    yield f"{named}/{n}.md", f"---\nrequirement: {quoted(text)}\n---\n\n{html}"


def _links(text: str, line: str) -> str:
    target = line.replace(">", "%3E")
    return (
        f"[x]({line})\n\n[x](<{target}>)\n\n![{line}](x.png)\n\n![x](<{target}>)\n\n"
        f"[{line}](free.md)\n\n[{line}]: x\n\n[x](free.md '{line}')\n\n[x](#{line})\n\n<{line}>\n"
    )


def _talk(n: str, line: str) -> str:
    turns = (
        f"**Coach** [00:00:01]: We begin with {line} and go on.\n\n"
        f"**{line}** [00:00:05]: It went well enough, I think.\n\n"
        f"{line} [00:00:09]: So it did in the other group.\n\n"
        f"| {line.replace('|', '/')} | {line.replace('|', '/')} |\n"
    )
    return f"---\nrequirement: conversation\nrecorded: {quoted(line)}\n---\n\n{line}\n\n{turns}"


def _cues(line: str) -> str:
    cue = line.replace("-->", "-- >")
    return (
        f"WEBVTT {cue}\n\nNOTE {cue}\n\nSTYLE\n::cue {{ color: {cue} }}\n\n"
        f"{cue}\n00:00:01.000 --> 00:00:04.000 position:{cue}\n<v {cue}>First we say {cue} now\n\n"
        f"00:00:05.000 --> 00:00:09.000\n<v Coach>What {cue} would be most useful</v>\n\n"
        f"00:00:10.000 --> 00:00:12.000\n{cue}: and so on we went\n"
    )


def _annotation(line: str) -> str:
    return (
        "---\nrequirement: annotation\n---\n\n## Trust {#trust}\n\n"
        f"> **Coach** [00:00:01]: We begin with {line} and go on.\n\nI say {line} to it.\n\n"
        f"> What {line} would be most useful {{.trust .{line.replace('}', '')}}}\n\n{line}\n\n"
        f"## {line} {{#{line.replace('}', '')}}}\n\n> {line}\n\nWhy not.\n"
    )


def _cells(line: str) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(
        [["event", "count", line], [line, "3", line], [f"a {line}", line, ""]]
    )
    return out.getvalue()


# --- in the browser --------------------------------------------------------------------------

_TRAP = """
window.caught = [];
for (const name of ['alert', 'confirm', 'prompt'])
  Object.defineProperty(window, name,
    {value: (n) => { window.caught.push(String(n)); }, writable: false, configurable: false});
document.addEventListener('securitypolicyviolation',
  (e) => window.caught.push('policy: ' + e.violatedDirective + ' ' + e.blockedURI));
"""

_POKED = """
() => {
  const left = [];
  const ours = /^(https?|mailto|file):$/;
  const loads = 'iframe,frame,object,embed,applet,base,form[action],link[href^=http],portal,' +
    'svg use,svg image,animate,set,foreignObject,style,math';
  const main = document.querySelector('article') || document.body;
  for (const e of document.querySelectorAll('*')) {
    for (const a of e.attributes)
      if (/^on/i.test(a.name) || a.name === 'srcdoc' || a.name === 'formaction')
        left.push(e.tagName + ' ' + a.name);
    const to = e.getAttribute('href') || e.getAttribute('xlink:href');
    if (to !== null && !ours.test(new URL(to, 'file:///').protocol)) left.push('leads to ' + to);
  }
  const named = '[name]:not(input):not(textarea),[id^=__]:not(pre)';
  for (const e of main.querySelectorAll('script,meta,' + loads + ',' + named))
    left.push(e.outerHTML.slice(0, 80));
  for (const e of main.querySelectorAll('[style]')) left.push('style ' + e.getAttribute('style'));
  if (document.body.textContent.includes('1299699')) left.push('a template was filled');
  for (const e of main.querySelectorAll('*'))
    for (const kind of ['mouseover', 'pointerenter', 'focus', 'scroll', 'toggle', 'animationstart'])
      e.dispatchEvent(new Event(kind));
  return [window.caught, left];
}
"""


class Watch:
    """A tab in which nothing is to happen. `context`: with `bypass_csp`, so that the policy of
    the pages, the second lock, is open.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.asked: list[str] = []
        self.context = context
        context.add_init_script(_TRAP)
        context.route(re.compile(r"^(?!file:|data:|blob:)"), self._stop)
        self.tab: Page = context.new_page()
        self.tab.on("dialog", lambda dialog: dialog.dismiss())

    def _stop(self, route: Route) -> None:
        self.asked.append(f"asked for {route.request.url}")
        route.abort()

    def look(self, page: Path) -> tuple[list[str], list[str]]:
        """(what ran or was loaded, what should not be there) on a page."""
        self.asked.clear()
        caught: Any
        try:
            self.tab.goto(page.as_uri(), wait_until="load")
            caught, left = self.tab.evaluate(_POKED)
        except Error as error:  # a page that leads elsewhere by itself
            self.tab.close()
            self.tab = self.context.new_page()
            return [str(error).splitlines()[0], *self.asked], []
        if not self.tab.url.startswith("file:"):
            left.append(f"went to {self.tab.url}")
        ran = [f"{text}" for text in caught if not text.startswith("policy")]
        return ran + self.asked, left + [text for text in caught if text.startswith("policy")]
