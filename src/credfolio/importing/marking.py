"""Marks in a Word file's text for what HTML has no place for, set before mammoth converts it.

A mark says where a comment's passage begins or ends, or which number a list's item has. It is made
of noncharacters, which no text holds, so that it travels through any conversion and is taken out
again without a trace.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from credfolio.importing.package import Package

START, END, NUMBER = "\ufdd0", "\ufdd1", "\ufdd2"
_STOP = "\ufdd3"
_DIGITS = "".join(map(chr, range(0xFDE0, 0xFDEA)))
_TO_DIGITS = str.maketrans(_DIGITS, "0123456789")
_FROM_DIGITS = str.maketrans("0123456789", _DIGITS)
_MARK = re.compile(f"([{START}{END}{NUMBER}])([{_DIGITS}]{{1,9}}){_STOP}")
_FOREIGN = dict.fromkeys(range(0xFDD0, 0xFDF0))

_WRAPPERS = ("fldSimple", "bdo", "dir")
_INLINE = frozenset("p hyperlink ins moveTo smartTag sdtContent fldSimple".split())


class Mark(NamedTuple):
    """`kind` is START, END or NUMBER; `at`: before which character of the unmarked text."""

    kind: str
    value: int
    at: int


def _mark(kind: str, value: int) -> str:
    return f"{kind}{str(value).translate(_FROM_DIGITS)}{_STOP}"


def unmarked(text: str) -> str:
    return _MARK.sub("", text) if _STOP in text else text


def marks(text: str) -> tuple[str, tuple[Mark, ...]]:
    """(the text without marks, the marks)."""
    found: list[Mark] = []
    taken = 0
    for match in _MARK.finditer(text):
        value = int(match[2].translate(_TO_DIGITS))
        found.append(Mark(match[1], value, match.start() - taken))
        taken += len(match[0])
    return unmarked(text), tuple(found)


def marked(text: str, found: Iterator[Mark] | tuple[Mark, ...]) -> str:
    """`text` with the marks in it: the inverse of `marks`."""
    parts: list[str] = []
    done = 0
    for mark in sorted(found, key=lambda mark: mark.at):
        parts += text[done : mark.at], _mark(mark.kind, mark.value)
        done = mark.at
    return "".join((*parts, text[done:]))


_LONGEST_PASSAGE = 160


def passages(text: str) -> dict[int, str]:
    """The passage, or its beginning, that each comment stands on, by the comment's number."""
    plain, found = marks(text)
    begun = {mark.value: mark.at for mark in found if mark.kind == START}
    ended = {mark.value: mark.at for mark in found if mark.kind == END}
    cut: dict[int, str] = {}
    for number, first in begun.items():
        whole = " ".join(plain[first : ended.get(number, first)].split())
        short = whole[:_LONGEST_PASSAGE].rpartition(" ")[0] or whole[:_LONGEST_PASSAGE]
        cut[number] = whole if len(whole) <= _LONGEST_PASSAGE else f"{short} …"
    return cut


# --- into the file ---------------------------------------------------------------------------


class MarkedDocument(NamedTuple):
    """`xml`: the document with its marks. `placeholders`: text of forms nobody has filled in."""

    xml: bytes
    placeholders: str


def mark_document(package: Package, comments: dict[str, int]) -> MarkedDocument:
    """The body with a mark for each of `comments` (id to number) and each numbered paragraph."""
    root = fromstring(package.parts[package.document].translate(_FOREIGN).encode())
    w = root.tag[: root.tag.index("}") + 1] if root.tag.startswith("{") else ""
    for name in _WRAPPERS:
        for element in root.iter(f"{w}{name}"):
            element.tag = f"{w}smartTag"  # which mammoth looks into
    placeholders = _take_placeholders(root, w)
    parents = {child: parent for parent in root.iter() for child in parent}
    if comments:
        _mark_comments(root, w, parents, comments)
    _mark_numbers(root, w, package)
    return MarkedDocument(tostring(root, encoding="utf-8", xml_declaration=True), placeholders)


def _take_placeholders(root: Element, w: str) -> str:
    taken: list[str] = []
    for control in root.iter(f"{w}sdt"):
        properties, content = control.find(f"{w}sdtPr"), control.find(f"{w}sdtContent")
        if properties is None or content is None:
            continue
        shown = properties.find(f"{w}showingPlcHdr")
        if shown is not None and shown.get(f"{w}val") not in ("0", "false"):
            for text in content.iter(f"{w}t"):
                taken.append(text.text or "")
                text.text = ""
            taken.append(" ")
    return "".join(taken).strip()


def _run(w: str, text: str) -> Element:
    run = Element(f"{w}r")
    SubElement(run, f"{w}t").text = text
    return run


def _insert(paragraph: Element, w: str, text: str) -> None:
    """A run with `text` at the beginning of a paragraph, below its properties."""
    first = len(paragraph) > 0 and paragraph[0].tag == f"{w}pPr"
    paragraph.insert(int(first), _run(w, text))


def _mark_comments(
    root: Element, w: str, parents: dict[Element, Element], comments: dict[str, int]
) -> None:
    """Marks each range; a comment without one is marked where its reference stands."""
    ranged = {e.get(f"{w}id") for e in root.iter(f"{w}commentRangeStart")}
    pending = ""
    last: Element | None = None
    inserted: dict[Element, dict[Element, str]] = {}
    for element in list(root.iter()):
        name = element.tag.removeprefix(w) if isinstance(element.tag, str) else ""
        if name == "p":
            last = element
            if pending:
                _insert(element, w, pending)
                pending = ""
        number = comments.get(element.get(f"{w}id") or "")
        if number is None or name not in ("commentRangeStart", "commentRangeEnd", _REFERENCE):
            continue
        text = _mark(START, number) if name != "commentRangeEnd" else ""
        text += _mark(END, number) if name != "commentRangeStart" else ""
        if name == _REFERENCE and element.get(f"{w}id") in ranged:
            continue
        place = _inline_place(element, w, parents)
        if place is not None:
            texts = inserted.setdefault(place[0], {})
            texts[place[1]] = texts.get(place[1], "") + text
        elif name == "commentRangeStart":
            pending += text
        elif last is not None:
            last.append(_run(w, text))
    for parent, texts in inserted.items():
        parent[:] = [
            each
            for child in parent
            for each in ((child, _run(w, texts[child])) if child in texts else (child,))
        ]


_REFERENCE = "commentReference"


def _inline_place(
    element: Element, w: str, parents: dict[Element, Element]
) -> tuple[Element, Element] | None:
    """(a parent, its child behind which a run may stand for `element`); None between paragraphs."""
    parent = parents.get(element)
    while parent is not None and parent.tag in (f"{w}del", f"{w}moveFrom", f"{w}r"):
        element, parent = parent, parents.get(parent)
    if parent is None or parent.tag.removeprefix(w) not in _INLINE:
        return None
    if any(child.tag == f"{w}p" for child in parent):
        return None
    return parent, element


# --- numbers of lists ------------------------------------------------------------------------


class _Level(NamedTuple):
    start: int
    ordered: bool
    style: str


class _Numbering:
    """The lists that a file defines, counted as Word counts them."""

    def __init__(self, package: Package) -> None:
        self.levels: dict[str, dict[int, _Level]] = {}
        self.lists: dict[str, tuple[str, dict[int, int]]] = {}
        self.styles: dict[str, tuple[str, str]] = {}
        self.counts: dict[str, dict[int, int]] = {}
        self.begun: set[str] = set()
        root = package.tree("numbering")
        if root is not None:
            self._read(root, root.tag[: root.tag.index("}") + 1])
        root = package.tree("styles")
        if root is not None and self.lists:
            self._read_styles(root, root.tag[: root.tag.index("}") + 1])

    def _read(self, root: Element, w: str) -> None:
        for abstract in root.iter(f"{w}abstractNum"):
            levels = {
                _whole(level.get(f"{w}ilvl")): _Level(
                    _whole(_value(level.find(f"{w}start"), w), 1),
                    _value(level.find(f"{w}numFmt"), w) not in ("bullet", "none"),
                    _value(level.find(f"{w}pStyle"), w),
                )
                for level in abstract.iter(f"{w}lvl")
            }
            self.levels[abstract.get(f"{w}abstractNumId") or ""] = levels
        for each in root.iter(f"{w}num"):
            starts = {
                _whole(over.get(f"{w}ilvl")): _whole(_value(over.find(f"{w}startOverride"), w), 1)
                for over in each.iter(f"{w}lvlOverride")
                if over.find(f"{w}startOverride") is not None
            }
            abstract_id = _value(each.find(f"{w}abstractNumId"), w)
            self.lists[each.get(f"{w}numId") or ""] = (abstract_id, starts)

    def _read_styles(self, root: Element, w: str) -> None:
        for style in root.iter(f"{w}style"):
            number = style.find(f"{w}pPr/{w}numPr/{w}numId")
            self.styles[style.get(f"{w}styleId") or ""] = (
                _value(number, w),
                _value(style.find(f"{w}basedOn"), w),
            )

    def _of_style(self, style: str) -> str:
        for _ in range(20):
            number, style = self.styles.get(style, ("", ""))
            if number or not style:
                return number
        return ""

    def next(self, paragraph: Element, w: str) -> int | None:
        """The number in front of this paragraph; None where it has none."""
        style = _value(paragraph.find(f"{w}pPr/{w}pStyle"), w)
        number = _value(paragraph.find(f"{w}pPr/{w}numPr/{w}numId"), w) or self._of_style(style)
        if number not in self.lists:
            return None
        abstract, starts = self.lists[number]
        levels = self.levels.get(abstract, {})
        depth = _whole(_value(paragraph.find(f"{w}pPr/{w}numPr/{w}ilvl"), w), -1)
        if depth < 0:
            depth = next((at for at, level in levels.items() if style and level.style == style), 0)
        level = levels.get(depth)
        if level is None:
            return None
        counts = self.counts.setdefault(abstract, {})
        if number not in self.begun:
            self.begun.add(number)
            counts.update({at: start - 1 for at, start in starts.items()})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [at for at in counts if at > depth]:
            del counts[deeper]
        return counts[depth] if level.ordered else None


def _value(element: Element | None, w: str) -> str:
    return "" if element is None else element.get(f"{w}val") or ""


def _whole(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() else otherwise


def _mark_numbers(root: Element, w: str, package: Package) -> None:
    numbering = _Numbering(package)
    if not numbering.lists:
        return
    for paragraph in root.iter(f"{w}p"):
        number = numbering.next(paragraph, w)
        if number is not None and 0 <= number < 1_000_000_000:
            _insert(paragraph, w, _mark(NUMBER, number))
