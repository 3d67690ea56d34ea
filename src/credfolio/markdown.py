"""Markdown to blocks: one walk over pyromark's events, which also render the pages.

Ranges are UTF-8 bytes; lines and columns handed on are those of the file on disk, in characters.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Any

import pyromark
from pyromark import Options

from credfolio import limits
from credfolio.elements import DROPPED, ELEMENTS
from credfolio.model import Block, BlockKind, Link
from credfolio.quoting import only_quoted
from credfolio.words import is_url, words

MARKDOWN = pyromark.Markdown(
    options=Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_HEADING_ATTRIBUTES
    | Options.ENABLE_DEFINITION_LIST
    | Options.ENABLE_GFM
    | Options.ENABLE_STRIKETHROUGH
)

_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)")
# Raw elements whose text is no prose of the author, though Markdown inside may look like it.
_SET_APART = DROPPED | {"blockquote", "table", "pre", "code", "q"}
_LEADS_TO = {"a": "href", "audio": "src", "img": "src", "source": "src", "video": "src"}
_ATTRIBUTE = re.compile(
    r"""(?<![\w-])(href|src|alt|id)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I
)
_LONGEST_TAG = 1_000
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_STRONG_LINE = re.compile(r"(\*\*|__)(?![\s*_])([^\n]+?)\1:?[ \t]*(?:\{#([\w-]+)\})?")
_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n^]+\]:", re.M)
# A paragraph of quoted words, or all bold, begins with a sign or with a letter beyond ASCII.
_MARKED = frozenset(b"*_\"'[-+0123456789") | frozenset(range(0x80, 0x100))
_CLOSING = frozenset("\"”“»'’」』}")
_LEAVES = frozenset(("Paragraph", "Item", "DefinitionListTitle", "DefinitionListDefinition"))


class Parsed:
    """What one document holds. `hidden`: (line, column, text) that a reader would not see."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self.anchors: set[str] = set()
        self.hidden: list[tuple[int, int, str]] = []
        self.shown: int | None = None


def parse(body: str, lines: tuple[int, ...]) -> Parsed:
    """Blocks, links and anchors of prepared Markdown (see `prose.prepare`).

    Raises TooManyBlocksError where there are more than `limits.BLOCKS`.
    """
    walk = _Walk(body, lines)
    walk.run(MARKDOWN.events_with_range(body, merge_text=True))
    parsed = walk.parsed
    if walk.raw_html:
        parsed.anchors |= {id for id in walk.html_ids if not id.startswith(OWN_IDS)}
        parsed.shown = words(shown_text(MARKDOWN.html(body)))
    if "]:" in body and _DEFINITION.search(body):
        for start, label, target in lost_definitions(body):
            parsed.hidden.append((*walk.place(start), f"{label}: {target}"))
    return parsed


def lost_definitions(text: str) -> Iterator[tuple[int, str, str]]:
    """(offset in bytes, label, target) of `[Coach]: hello`, which defines a link to `hello`."""
    for label, definition in MARKDOWN.reference_definitions(text).items():
        if not re.search(r"[/#:@]|\.\w", definition["dest"]):
            yield definition["span"]["start"], label, definition["dest"]


_BLOCK_TAG = r"<(?:/?(?:p|div|li|td|th|tr|h[1-6]|dd|dt|pre|figure|summary)\b|br)[^>]*>"


def shown_text(html: str) -> str:
    """The text that a reader sees of rendered Markdown, after sanitising."""
    import nh3

    from credfolio.entities import unescape
    from credfolio.sanitise import sanitise

    spaced = re.sub(_BLOCK_TAG, lambda tag: " " + tag[0], sanitise(html))
    return unescape(nh3.clean(spaced, tags=set()))


def _block_text(html: str) -> str:
    """The text of one block of raw HTML; only where something is dropped is it sanitised."""
    from credfolio.entities import unescape

    if any(tag[2].lower() in DROPPED for tag in _TAG.finditer(html)):
        return shown_text(html)
    return unescape(re.sub(r"<[^<>]*>", " ", html))


# The page's own anchors begin with `cf-`; the theme finds its parts by `__` and a clobbered
# `__config` would let an author name the script that the search loads.
OWN_IDS = ("cf-", "__")


def slug(text: str) -> str:
    """A heading's anchor: lower case, words joined by hyphens, letters of any script."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]+", "-", text).strip("-") or "section"


def _unquoted(row: str) -> str:
    """A line of a quotation without its `>`."""
    if row.startswith("> "):
        return row[2:]
    return re.sub(r"^[ \t]*(?:[-*+]|\d{1,9}[.)])?[ \t]*>[ \t]?", "", row)


class TooManyBlocksError(ValueError):
    """A document that nobody wrote: it would take minutes to read."""


class _Walk:
    """One pass over the events of a document."""

    def __init__(self, body: str, lines: tuple[int, ...]) -> None:
        self.body = body.encode()
        self.ascii = body.isascii()
        self.lines = lines
        self.starts: list[int] = []
        self.parsed = Parsed()
        self.taken: dict[str, int] = {}
        self.html_ids: set[str] = set()
        self.near = (0, 1)
        self.raw_html = False
        self.raw: list[str] = []
        self.seen: list[str] = []
        self.own: list[str] = []
        self.start = -1
        self.last = 0
        self.kind: BlockKind = "paragraph"
        self.depth = 0
        self.outer: BlockKind = "paragraph"
        self.outer_start = 0
        self.alt: list[str] | None = None
        self.open_links: list[tuple[dict[str, str], int, int]] = []
        self.rows: list[tuple[str, ...]] = []
        self.all_rows = 0
        self.row_lines: list[int] = []
        self.row: list[str] = []
        self.mark = 0

    # --- places ---

    def line_at(self, offset: int) -> int:
        """The line of the body, from 0, in which a byte stands."""
        if not self.starts:
            rows = self.body.replace(b"\r", b" ").splitlines(True)
            self.starts = list(accumulate(map(len, rows), initial=0))
        return min(bisect_right(self.starts, offset), len(self.lines)) - 1

    def place(self, offset: int) -> tuple[int, int]:
        """(line on disk, column in characters) of a byte offset."""
        row = self.line_at(offset)
        start, column = self.starts[row], 1
        if self.ascii:
            return self.lines[row], offset - start + 1
        if start < self.near[0] <= offset:  # counted on from the last place in a long line
            start, column = self.near
        column += len(self.source(start, offset))
        self.near = offset, column
        return self.lines[row], column

    def source(self, start: int, end: int) -> str:
        return self.body[start:end].decode("utf-8", "replace")

    # --- events ---

    def run(self, events: Iterable[tuple[Any, Any]]) -> None:
        seen, own = self.seen, self.own
        for event, span in events:
            if type(event) is str:
                if event == "SoftBreak" or event == "HardBreak":
                    (self.alt if self.alt is not None else seen).append("\n")
                    own.append("\n")
                elif event == "Rule":
                    self.flush(span["start"])
                continue
            ((name, value),) = event.items()
            if name == "Text":
                if self.alt is not None:
                    self.alt.append(value)
                    continue
                if self.start < 0:
                    self.start = span["start"]
                self.last = span["end"]
                seen.append(value)
                own.append(value)
            elif name == "Start":
                tag, detail = (value, None) if type(value) is str else next(iter(value.items()))
                self.open(tag, detail, span["start"], span["end"])
            elif name == "End":
                self.close(value if type(value) is str else next(iter(value)), span["end"])
            elif name == "Code":
                self.last = span["end"]
                (self.alt if self.alt is not None else seen).append(value)
            elif name == "InlineHtml" or name == "Html":
                self.html(name, value, span["start"])

    def open(self, tag: str, detail: Any, start: int, end: int) -> None:
        if tag in _LEAVES or tag == "List":
            if not self.depth:
                self.flush(start)
                self.start = start
        elif tag == "Link":
            self.open_links.append((detail, len(self.seen), start))
        elif tag == "Image":
            self.alt = [] if self.alt is None else self.alt
            self.open_links.append((detail, -1, start))
        elif tag == "Heading":
            self.flush(start)
            self.start, self.kind = start, "heading"
            self.mark = len(self.parsed.blocks)
            self.heading = detail
        elif tag in ("BlockQuote", "FootnoteDefinition", "Table", "CodeBlock", "HtmlBlock"):
            self.open_outer(tag, start)
        elif tag == "TableRow" or tag == "TableHead":
            self.row = []
            self.row_start = start
        elif tag == "TableCell":
            self.mark = len(self.seen)

    def open_outer(self, tag: str, start: int) -> None:
        if not self.depth:
            self.flush(start)
            self.outer = _OUTER[tag]
            self.outer_start = start
            self.rows, self.row_lines = [], []
        elif self.seen:
            self.seen.append("\n")
        self.depth += 1

    def close(self, tag: str, end: int) -> None:
        if tag in _LEAVES or tag == "Heading":
            if self.depth:
                self.seen.append("\n")
                self.kind = "paragraph"
            else:
                self.flush(end)
        elif tag == "Link" or tag == "Image":
            self.close_link()
        elif tag == "TableCell":
            self.row.append("".join(self.seen[self.mark :]).strip())
            self.seen.append(" ")
        elif tag == "TableRow" or tag == "TableHead":
            self.all_rows += 1
            self.bound()
            self.rows.append(tuple(self.row))
            self.row_lines.append(self.place(self.row_start)[0])
            self.seen.append("\n")
        elif tag in _OUTER:
            self.depth -= 1
            if not self.depth:
                self.flush_outer(end)

    def close_link(self) -> None:
        self.bound()
        detail, mark, start = self.open_links.pop()
        line, column = self.place(start)
        image = mark < 0
        if image:
            text = " ".join("".join(self.alt or ()).split())
            if not any(m < 0 for _, m, _ in self.open_links):
                self.alt = None
        else:
            text = "".join(self.seen[mark:])
        self.parsed.links.append(Link(detail["dest_url"], text, line, column, image))

    def html(self, name: str, value: str, start: int) -> None:
        self.raw_html = True
        if name == "Html" or (self.depth and self.outer == "html"):
            self.seen.append(value)
        elif value.lower().startswith("<br"):
            self.seen.append("\n")
            self.own.append("\n")
        before, at = 0, start
        attributes = "=" in value
        last = max(value.rfind("<"), value.rfind(">"))  # of a block, a tag may go on in the next
        for tag in _TAG.finditer(value):
            element = tag[2].lower()
            unknown = element not in ELEMENTS and "-" not in element
            if unknown or (not tag[1] and (attributes or tag.start() == last)):
                at += len(value[before : tag.start()].encode())
                before = tag.start()
                self.raw_tag(element, unknown, at)
            if element in _SET_APART and tag[1]:
                if element in self.raw:
                    del self.raw[self.raw.index(element) :]
            elif (
                element in _SET_APART
                and len(self.raw) < limits.NESTED_MARKERS
                and not value.rstrip().endswith("/>")
            ):
                self.raw.append(element)

    def raw_tag(self, element: str, unknown: bool, start: int) -> None:
        """Keeps the words that a raw tag hides, or what it links, shows and may be linked by."""
        written, closed, _ = self.source(start, start + _LONGEST_TAG).partition(">")
        if unknown:
            self.bound()
            text = written.strip("</") if closed else ""
            self.parsed.hidden.append((*self.place(start), text))
            return
        dropped = element in DROPPED or not DROPPED.isdisjoint(self.raw)
        if dropped or not closed or "=" not in written or "<" in written[1:]:
            return
        from credfolio.entities import unescape

        pairs = _ATTRIBUTE.finditer(written)
        found = {pair[1].lower(): unescape(pair[2] or pair[3] or pair[4] or "") for pair in pairs}
        if "id" in found:
            self.html_ids.add(found["id"])
        target = found.get(_LEADS_TO.get(element, ""))
        if target is not None:
            self.bound()
            image = element == "img"
            text = found.get("alt", "") if image else ""
            self.parsed.links.append(Link(target.strip(), text, *self.place(start), image))

    # --- blocks ---

    def flush(self, end: int) -> None:
        """Closes the leaf that is being read, if it holds anything."""
        if self.depth:
            return
        if self.seen:
            text = "".join(self.seen).strip()
            if text:
                own = text if self.own == self.seen else "".join(self.own).strip()
                self.leaf(text, own, end)
            self.seen.clear()
        self.own.clear()
        self.start = -1
        self.kind = "paragraph"

    def bound(self) -> None:
        found = self.parsed
        leaves = len(found.blocks) + len(found.links) + len(found.hidden) + self.all_rows
        if leaves > limits.BLOCKS:
            raise TooManyBlocksError

    def leaf(self, text: str, own: str, end: int) -> None:
        self.bound()
        line, column = self.place(self.start)
        end_line = line
        if "\n" in text:
            end_line = self.lines[self.line_at(max(self.last - 1, self.start))]
        if self.kind == "heading":
            self.add_heading(text, line, column, end_line)
            return
        kind: BlockKind = "html" if self.raw else "paragraph"
        lines: tuple[tuple[int, str], ...] = ()
        if self.body[self.start] in _MARKED or (text[-1] in _CLOSING and "[" in text[:80]):
            raw = self.source(self.start, end).rstrip()
            if item := _ITEM.match(raw):
                raw = raw[item.end() :]
            strong = _STRONG_LINE.fullmatch(raw) if raw[:2] in ("**", "__") else None
            if strong and strong[1] not in strong[2]:
                self.add_strong(strong, text, line, column, end_line)
                return
            if kind == "paragraph" and only_quoted(raw):
                kind = "quotation"
                lines = tuple(enumerate(raw.split("\n"), line))
        if "://" in own or "www." in own:
            own = " ".join(run for run in own.split() if not is_url(run))
        self.parsed.blocks.append(Block(kind, text, own, line, column, end_line, lines=lines))

    def add_heading(self, text: str, line: int, column: int, end_line: int) -> None:
        written = self.heading["id"]
        wanted = "" if (written or "").casefold().startswith(OWN_IDS) else written
        anchor = self.anchor(wanted or slug(text))
        level = int(self.heading["level"][1])
        block = Block("heading", text, "", line, column, end_line, level, anchor, written or "")
        self.parsed.blocks.append(block)

    def add_strong(
        self, found: re.Match[str], text: str, line: int, column: int, end_line: int
    ) -> None:
        text = re.sub(r"\s*\{#[\w-]+\}$", "", text)
        written = found[3] or ""
        id = "" if written.casefold().startswith(OWN_IDS) else written
        block = Block("paragraph", text, text, line, column, end_line, 6, id, written, strong=True)
        self.parsed.blocks.append(block)

    def anchor(self, wanted: str) -> str:
        anchor = wanted
        while anchor in self.parsed.anchors:
            self.taken[wanted] = self.taken.get(wanted, 1) + 1
            anchor = f"{wanted}-{self.taken[wanted]}"
        self.parsed.anchors.add(anchor)
        return anchor

    def flush_outer(self, end: int) -> None:
        self.bound()
        text = "".join(self.seen).strip()
        raw = self.source(self.outer_start, end).rstrip()
        line, column = self.place(self.outer_start)
        end_line = self.lines[self.line_at(self.outer_start + len(raw.encode()))]
        lines: tuple[tuple[int, str], ...] = ()
        if self.outer == "html":
            text = _block_text(text) if "<" in text else text
        elif self.outer == "quotation":
            lines = tuple(enumerate(map(_unquoted, raw.split("\n")), line))
        rows, row_lines = tuple(self.rows), tuple(self.row_lines)
        block = Block(
            self.outer, text, "", line, column, end_line,
            rows=rows, row_lines=row_lines, lines=lines,
        )  # fmt: skip
        self.parsed.blocks.append(block)
        self.seen.clear()
        self.own.clear()
        self.start = -1


_OUTER: dict[str, BlockKind] = {
    "BlockQuote": "quotation",
    "FootnoteDefinition": "footnote",
    "Table": "table",
    "CodeBlock": "code",
    "HtmlBlock": "html",
}
