"""The HTML that mammoth writes, as Markdown. Every word of it stays; formatting stays where it can.

Of formatting, bold, italic, struck through, raised figures, links, headings, lists with their
numbers, quotations, tables and pictures stay. Marks (`marking.py`) stay in the plain text only.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Literal

from credfolio.importing.escaping import escape_cell, escape_heading, escape_inline, escape_start
from credfolio.importing.marking import NUMBER, marks, unmarked
from credfolio.words import plural, words

Kind = Literal["paragraph", "heading", "item", "quotation", "table", "note"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of the page: its Markdown, and its plain text line by line, with its marks.

    `level`: of a heading. `hint`: in the style of a template's hints. `bold`: all of it is.
    """

    kind: Kind
    markdown: str
    plain: str
    level: int = 0
    hint: bool = False
    bold: bool = False


@dataclass(slots=True)
class _Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["_Node | str"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Run:
    """Text of one look. With the mark `note` it is Markdown already."""

    text: str
    marks: frozenset[str] = frozenset()
    link: str = ""


_VOID = ("br", "img", "hr", "input")
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "s": "~~"}
_RAISED = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_FIGURES = re.compile(r"[0-9+−=()-]+")
_TYPED_LABEL = re.compile(r"^(\\> ?)?(?:\\\*){2}([^*\n\\]{1,60})(?:\\\*){2}(?=:| \[)", re.MULTILINE)
_NOTE_ID = re.compile(r"(?:foot|end)note-\d+")
_BLOCKS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote"))


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Node("body")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def pieces(page: str) -> list[Piece]:
    """The blocks of `page`, in order. Recursion follows the nesting of lists and tables."""
    tree = _Tree()
    tree.feed(page)
    tree.close()
    return list(_blocks(tree.root))


def markdown(blocks: list[Piece]) -> str:
    """The blocks with blank lines between them; a list's items stay together."""
    parts: list[str] = []
    blocks = [block for block in blocks if block.markdown]
    for before, block in zip([None, *blocks], blocks, strict=False):
        together = before is not None and before.kind == block.kind == "item"
        parts += ("\n" if together else "\n\n") if before else "", block.markdown
    return "".join(parts)


def table_notes(blocks: Sequence[Piece]) -> tuple[str, ...]:
    """What an author should know of tables in a text of their own."""
    tables = sum(block.kind == "table" for block in blocks)
    if not tables:
        return ()
    return (
        f"{plural(tables, 'table')} stayed a table: words in tables are not counted as your own. "
        "If one is only a box around your text, take the text out of it.",
    )


# --- blocks ----------------------------------------------------------------------------------


def _blocks(node: _Node) -> Iterator[Piece]:
    inline: list[_Node | str] = []
    for child in node.children:
        if isinstance(child, _Node) and child.tag in _BLOCKS:
            yield from _paragraph(_Node("p", {}, inline))
            inline = []
            yield from _block(child)
        else:
            inline.append(child)
    yield from _paragraph(_Node("p", {}, inline))


def _block(node: _Node) -> Iterator[Piece]:
    if node.tag[0] == "h":
        text = " ".join(_inline(node).split())
        if text:
            level = int(node.tag[1])
            heading = f"{'#' * level} {escape_heading(text)}"
            yield Piece("heading", heading, " ".join(_plain(node).split()), level)
    elif node.tag in ("ul", "ol"):
        yield from _list(node)
    elif node.tag == "blockquote":
        inner = list(_blocks(node))
        if inner:
            text = markdown(inner).replace("\n", "\n> ").replace("> \n", ">\n")
            yield Piece("quotation", f"> {text}", "\n".join(p.plain for p in inner))
    elif node.tag == "table":
        yield from _table(node)
    else:
        yield from _paragraph(node)


def _paragraph(node: _Node) -> Iterator[Piece]:
    lines = [line.strip() for line in _inline(node).split("\n")]
    text = "\n".join(escape_start(line) for line in lines if line)
    plain = _plain(node)
    if "]:" in text:
        text = re.sub(r"^\[", r"\\[", text, flags=re.MULTILINE)
    quoted = bool(text) and all(line.startswith(r"\>") for line in text.split("\n"))
    text = _TYPED_LABEL.sub(r"\1**\2**", text)
    if quoted:  # typed as Markdown has it
        text = re.sub(r"^\\> ?", "> ", text, flags=re.MULTILINE)
        yield Piece("quotation", text, re.sub(r"^\s*> ?", "", plain, flags=re.MULTILINE))
    elif text or marks(plain)[1]:
        hint = node.attributes.get("class") == "hint"
        yield Piece("paragraph", text, plain, hint=hint, bold=_all_bold(node))


def _all_bold(node: _Node) -> bool:
    """Whether every word of a paragraph is bold, as a heading is that somebody made by hand."""
    spoken = [c for c in node.children if unmarked(c if isinstance(c, str) else _plain(c)).strip()]
    return bool(spoken) and all(isinstance(c, _Node) and c.tag == "strong" for c in spoken)


def _list(node: _Node) -> Iterator[Piece]:
    number, sign = 0, "."
    for child in node.children:
        if not isinstance(child, _Node):
            continue
        if _NOTE_ID.fullmatch(child.attributes.get("id", "")):
            yield _note(child)
            continue
        inner = list(_blocks(child))
        if not inner:
            continue
        written = _number(inner[0].plain)
        if number and written not in (None, number + 1):
            sign = ")" if sign == "." else "."  # another list, which Markdown would go on with
        number = number + 1 if written is None else written
        marker = f"{number}{sign} " if node.tag == "ol" else "- "
        text = re.sub(r"^\[(?=[ xX]\])", r"\\[", markdown(inner))
        text = re.sub(r"\n(?=[^\n])", "\n" + " " * len(marker), text)
        yield Piece("item", marker + text, "\n".join(p.plain for p in inner))


def _number(plain: str) -> int | None:
    """The number that Word shows in front of an item, where it is known."""
    return next((mark.value for mark in marks(plain)[1] if mark.kind == NUMBER), None)


def _note(node: _Node) -> Piece:
    id = node.attributes["id"]
    inner = [p for p in _blocks(node) if p.plain.strip()]
    text = markdown(inner).replace("\n", "\n    ")
    return Piece("note", f"[^{id}]: {text}", "\n".join(p.plain for p in inner))


def _table(node: _Node) -> Iterator[Piece]:
    rows = [list(_find(row, ("td", "th"))) for row in _find(node, ("tr",))]
    rows = [row for row in rows if any(words(_plain(cell)) for cell in row)]
    width = max(map(len, rows), default=0)
    if width < 2:  # a box around text
        for row in rows:
            yield from _blocks(row[0])
        return
    cells = [[_cell(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    lines = [f"| {' | '.join(row)} |" for row in cells]
    lines.insert(1, "|" + " --- |" * width)
    plain = "\n".join("\t".join(" ".join(_plain(c).split()) for c in row) for row in rows)
    yield Piece("table", "\n".join(lines), plain)


def _cell(node: _Node) -> str:
    """A cell on one line: what is in it, without lists and tables of its own."""
    text = "\n".join(
        re.sub(r"^(?:#+ |> ?|[|\s-]+\|$)", "", piece.markdown, flags=re.MULTILINE)
        for piece in _blocks(node)
    )
    return escape_cell(text)


def _find(node: _Node, tags: tuple[str, ...]) -> Iterator[_Node]:
    """The nearest nodes below with such a tag, a table within a table left to its cell."""
    for child in node.children:
        if isinstance(child, _Node):
            if child.tag in tags:
                yield child
            elif child.tag != "table":
                yield from _find(child, tags)


# --- what stands in a line -------------------------------------------------------------------


def _inline(node: _Node) -> str:
    runs = _merged(_runs(node, _Run("")))
    return "".join(map(_marked, _merged(_readable(runs))))


def _merged(runs: Iterable[_Run]) -> list[_Run]:
    """Neighbours of one look as one run."""
    merged: list[_Run] = []
    for run in runs:
        if merged and replace(merged[-1], text="") == replace(run, text=""):
            merged[-1] = replace(run, text=merged[-1].text + run.text)
        elif run.text:
            merged.append(run)
    return merged


def _readable(runs: list[_Run]) -> Iterator[_Run]:
    """The runs, without a look where Markdown would not read its marks: words matter more."""
    after_mark = False
    for number, run in enumerate(runs):
        before = runs[number - 1].text[-1] if number else " "
        after = runs[number + 1].text[0] if number + 1 < len(runs) else " "
        if run.link and before == "!":  # would be a picture
            run = replace(run, link="")
        first, last = ("[", ")") if run.link else (run.text[0], run.text[-1])
        sticks = _sticks(before, first) or _sticks(after, last)
        if sticks or (after_mark and not run.text[0].isspace()):
            run = replace(run, marks=run.marks & {"note"})
        after_mark = bool(run.marks - {"note"}) and not run.text[-1].isspace()
        yield run


def _sticks(outside: str, edge: str) -> bool:
    """Whether an asterisk between the two characters would be no mark."""
    return outside.isalnum() and not (edge.isalnum() or edge.isspace())


def _runs(node: _Node, look: _Run) -> Iterator[_Run]:
    for child in node.children:
        if isinstance(child, str):
            yield replace(look, text=unmarked(child.replace("\n", " ")))
        elif child.tag == "br":
            yield replace(look, text="\n")
        elif child.tag in _MARKS:
            yield from _runs(child, replace(look, marks=look.marks | {_MARKS[child.tag]}))
        elif child.tag == "a":
            yield from _anchor(child, look)
        elif child.tag == "img":
            yield _picture(child)
        elif child.tag in ("sup", "sub"):
            yield from _shifted(child, look)
        else:
            yield from _runs(child, look)


def _picture(node: _Node) -> _Run:
    """A picture; its target is filled in once the document has a place."""
    source, alternative = node.attributes.get("src", ""), node.attributes.get("alt", "")
    if not source:
        return _Run("")
    text = _bracketed(escape_inline(" ".join(alternative.split())))
    return _Run(f"![{text}]({source})", frozenset(("note",)))


def _shifted(node: _Node, look: _Run) -> Iterator[_Run]:
    """Raised or lowered text: figures have characters of their own; `1st` stays as it is."""
    table = _RAISED if node.tag == "sup" else _LOWERED
    for run in _runs(node, look):
        figures = "note" not in run.marks and _FIGURES.fullmatch(run.text)
        yield replace(run, text=run.text.translate(table)) if figures else run


def _anchor(node: _Node, look: _Run) -> Iterator[_Run]:
    target = node.attributes.get("href", "")
    if _NOTE_ID.fullmatch(target[1:]):
        yield _Run(f"[^{target[1:]}]", frozenset(("note",)))
    elif _is_note_link(node):
        return
    elif re.match(r"(?:https?://|mailto:)\S+$", target):
        yield from _runs(node, replace(look, link=target))
    else:
        yield from _runs(node, look)


def _is_note_link(node: _Node) -> bool:
    """Whether it leads to a footnote or endnote, or from there back."""
    return re.match(r"#(?:foot|end)note-", node.attributes.get("href", "")) is not None


def _marked(run: _Run) -> str:
    """The run in Markdown, blanks at its ends outside its marks."""
    core = run.text.strip()
    if "note" in run.marks or not core or not (run.marks or run.link):
        return run.text if "note" in run.marks else escape_inline(run.text)
    start = run.text.index(core)
    text = escape_inline(core)
    if "~~" in run.marks:
        text = re.sub(r"(?<!\\)~", r"\\~", text)  # a struck tilde must not lengthen the marks
    if run.link and "\n" not in core:
        text = f"[{_bracketed(text)}](<{re.sub(r'[<>]', '', run.link)}>)"
    if run.marks:
        marks = "".join(sorted(run.marks, reverse=True))
        lines = [line.strip() for line in text.split("\n")]
        text = "\n".join(f"{marks}{line}{marks[::-1]}" for line in lines if line)
    return run.text[:start] + text + run.text[start + len(core) :]


def _bracketed(text: str) -> str:
    """Escaped text, its square brackets escaped too."""
    return re.sub(r"\\.|[\[\]]", lambda f: f[0] if len(f[0]) > 1 else f"\\{f[0]}", text)


def _plain(node: _Node) -> str:
    """The text, a line for each line break, cells and blocks apart."""
    parts: list[str] = []
    for child in node.children:
        if isinstance(child, str):
            parts.append(child.replace("\n", " "))
        elif child.tag == "br":
            parts.append("\n")
        elif not _is_note_link(child):
            block = child.tag in _BLOCKS or child.tag in ("li", "tr", "td", "th")
            parts.append(_plain(child) + ("\n" if block else ""))
    return "".join(parts)
