"""Author HTML made safe to show: an allowlist, applied after Markdown is rendered.

Nothing that is left can run, load from another host, restyle the page or hide text, so that what
is counted is what is shown. The output is well-formed: attribute values stand in double quotes.
"""

import re
from html import escape, unescape

import nh3

from credfolio import limits
from credfolio.elements import DROPPED
from credfolio.markdown import OWN_IDS

_SHOWN = """
a abbr aside audio b blockquote br caption cite code col colgroup dd del details dfn div dl dt em
figcaption figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd li mark ol p pre q s samp section small
source span strong sub summary sup table tbody td tfoot th thead time tr u ul var video wbr
"""

_ATTRIBUTES = {
    "*": {"id", "lang", "title"},
    "a": {"href"},
    "audio": {"src"},
    "col": {"span"},
    "colgroup": {"span"},
    "img": {"src", "alt", "width", "height"},
    "input": {"checked"},
    "ol": {"start"},
    "source": {"src"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "video": {"src", "width", "height"},
}

_ALIGN = {"align": {"left", "center", "right"}}

_CLASSES = {
    "sup": {"footnote-reference", "footnote-definition-label"},
    "div": {"footnote-definition"},
    "blockquote": {
        f"markdown-alert-{kind}" for kind in ("note", "tip", "important", "warning", "caution")
    },
}

# Closed details would hide words that count, on paper for good. One attribute a tag: several
# come out in any order, and a site's bytes would differ from build to build.
_SET = {"details": {"open": ""}, "input": {"type": "checkbox"}}

_LOADED = frozenset({"audio", "img", "source", "video"})
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:")

_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split(" "))
_EMPTY = """
area base basefont bgsound br col embed frame hr image img input keygen link meta param source
track wbr
"""
_CLOSED_BY_SIBLINGS = "colgroup p tbody td tfoot th thead tr"
_FLAT = frozenset(f"{_EMPTY} {_CLOSED_BY_SIBLINGS}".split())
_TERMS = frozenset({"dd", "dt"})
_ITEMS = _TERMS | {"li"}
# Their end tags close the items in them that have none.
_HOLDS_ITEMS = frozenset(
    "article aside blockquote details div dl figure main menu ol section table ul".split(" ")
)
_RAW_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<[!?][^>]*(?:>|\Z)"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][^\s/>]*)(?:[^>\"']|\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z))*+(?:>|\Z)",
    re.S,
)

_TAG_REST = r'(?:[^">]|"[^"]*")*'
_INPUT = re.compile(f"<input({_TAG_REST})>")
_PLAYER = re.compile(rf"<(video|audio)({_TAG_REST})>((?:\s*<source{_TAG_REST}>)*)")
_REMOTE_IMAGE = re.compile(f"<img{_TAG_REST}>")


def is_remote(url: str) -> bool:
    """Whether a browser would leave this site for `url`: it has a scheme or names a host."""
    bare = "".join(c for c in url if c > " ").replace("\\", "/").lower()
    return bare.startswith("//") or _SCHEME.match(bare) is not None


def sanitise(html: str) -> str:
    """`html` with nothing in it that runs, loads from elsewhere or hides text."""
    for side in ("left", "center", "right"):
        html = html.replace(f'style="text-align: {side}"', f'align="{side}"')
    if html.count("<") > limits.HTML_DEPTH:
        html = _flattened(html)
    html = _CLEANER.clean(html)
    if "<input" in html:
        html = _INPUT.sub(_task, html)
    if "<video" in html or "<audio" in html:
        # Words inside a player are never shown, and one left open would swallow the page.
        html = html.replace("</video>", "").replace("</audio>", "")
        html = _PLAYER.sub(r'<\1\2 controls preload="metadata">\3</\1>', html)
    if "<img" in html:
        html = _REMOTE_IMAGE.sub(_without_source, html)
    return html


def _flattened(html: str) -> str:
    """`html` without the tags that open below any level that a page could need.

    The parser's time grows with the square of the depth: 30,000 open elements took 20 s. A tag
    counts as closed only where it was opened last, so that no stray end tag hides the depth.
    """
    opened: list[str] = []

    def kept(tag: re.Match[str]) -> str:
        name = (tag["name"] or "br").lower()
        if name in _FLAT:
            return tag[0]
        if tag["end"]:
            _close(opened, name)
            return tag[0]
        if name in _ITEMS and opened and (opened[-1] == name or {opened[-1], name} == _TERMS):
            opened.pop()
        many = (
            name in _FORMATTING and sum(o in _FORMATTING for o in opened) >= limits.HTML_FORMATTING
        )
        if many or len(opened) >= limits.HTML_DEPTH:
            return ""
        opened.append(name)
        return tag[0]

    return _RAW_TAG.sub(kept, html)


def _close(opened: list[str], name: str) -> None:
    at = len(opened) - 1
    while name in _HOLDS_ITEMS and at >= 0 and opened[at] in _ITEMS:
        at -= 1
    if at >= 0 and opened[at] == name:
        del opened[at:]


def _filter(tag: str, name: str, value: str) -> str | None:
    if name == "id":
        return None if value.startswith(OWN_IDS) else value
    if name == "src" and tag in _LOADED and is_remote(value):
        return None
    return value


def _task(match: re.Match[str]) -> str:
    """A box that no screen reader takes for a form: a task's state is what it says."""
    if "checked" in match[1]:
        return '<span class="cf-task" role="img" aria-label="done">☑</span>'
    return '<span class="cf-task" role="img" aria-label="to do">☐</span>'


def _without_source(match: re.Match[str]) -> str:
    """A picture that would come from another host is replaced by what it says it shows."""
    if ' src="' in match[0]:
        return match[0]
    found = re.search(r' alt="([^"]*)"', match[0])
    alt = escape(unescape(found[1])) if found and found[1] else "no description"
    return f'<span class="cf-absent">[picture not shown: {alt}]</span>'


_CLEANER = nh3.Cleaner(
    tags=set(_SHOWN.split()),
    clean_content_tags=set(DROPPED),
    attributes=_ATTRIBUTES,
    attribute_filter=_filter,
    tag_attribute_values=dict.fromkeys(("td", "th", "p", "div"), _ALIGN),
    set_tag_attribute_values=_SET,
    allowed_classes=_CLASSES,
    url_schemes={"http", "https", "mailto"},
)
