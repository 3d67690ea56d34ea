"""Comments in the margin of a Word file, and the condition that each of them names."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from credfolio import limits
from credfolio.conditions import condition_names, find_condition
from credfolio.importing.package import Package
from credfolio.model import Condition
from credfolio.words import fold, squeeze


class Comment(NamedTuple):
    """A comment with the replies to it, a text each. `id`: as the file calls it."""

    id: str
    text: str
    replies: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        return "\n".join((self.text, *self.replies))


# --- out of the file -------------------------------------------------------------------------


def read_comments(package: Package) -> tuple[Comment, ...]:
    """The comments of a file in its order, replies with what they reply to."""
    root = package.tree("comments")
    if root is None:
        return ()
    w = root.tag[: root.tag.index("}") + 1]
    parents = _parents(package)
    first: dict[str, str] = {}
    found: dict[str, Comment] = {}
    for element in list(root.iter(f"{w}comment"))[: limits.WORD_COMMENTS]:
        id, text = element.get(f"{w}id") or "", _text(element, w)
        paragraphs = list(_paragraph_ids(element, w))
        owner = next((first[p] for name in paragraphs if (p := parents.get(name)) in first), None)
        for name in paragraphs:
            first[name] = owner or id
        if owner is not None and owner in found:
            asked = found[owner]
            found[owner] = asked._replace(replies=(*asked.replies, text))
        elif text:
            found[id] = Comment(id, text)
    return tuple(found.values())


def _parents(package: Package) -> dict[str, str]:
    """Which comment's paragraph each reply's paragraph answers."""
    root = package.tree("commentsExtended")
    if root is None:
        return {}
    pairs = {}
    for element in root:
        values = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
        if values.get("paraIdParent"):
            pairs[values.get("paraId", "")] = values["paraIdParent"]
    return pairs


def _paragraph_ids(comment: Element, w: str) -> Iterator[str]:
    for paragraph in comment.iter(f"{w}p"):
        for name, value in paragraph.attrib.items():
            if name.endswith("}paraId"):
                yield value


def _text(comment: Element, w: str) -> str:
    """The comment, a line a paragraph or line break."""
    deleted = {text for gone in comment.iter(f"{w}del") for text in gone.iter(f"{w}t")}
    lines: list[str] = []
    for paragraph in comment.iter(f"{w}p"):
        parts: list[str] = []
        for element in paragraph.iter():
            if element.tag == f"{w}t" and element not in deleted:
                parts.append(element.text or "")
            elif element.tag in (f"{w}br", f"{w}cr"):
                parts.append("\n")
            elif element.tag == f"{w}tab":
                parts.append(" ")
        lines += (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


# --- which condition -------------------------------------------------------------------------

_TAG = re.compile(r"\{((?:\s*[.#][\w-]{1,60})+)\s*\}|(?<![\w#])#([\w-]{1,60})")
_TOKEN = re.compile(r"[^\W_]+")
_BEFORE = frozenset("key practice practices condition conditions nr no number".split())
_JOINS = re.compile(r"[\s,/+&;|]{1,5}(?:and\s{1,5})?", re.IGNORECASE)
_ENDS = re.compile(r"\s{0,5}(?:[:.|)\]}–—]|-(?!\w)|\n|$)\s{0,5}")
_OPENS = " \t([{#.*-–—"
_LONGEST_NAME = 8


def named_conditions(text: str, conditions: tuple[Condition, ...]) -> tuple[tuple[str, ...], str]:
    """(ids of the conditions that a comment names, the comment without a label that names them).

    `Trust: …`, `Trust, Action – …`, `Trust is kept here`, `… #trust #action`, `Evidence of trust:`.
    """
    by_tag, rest = _tagged(text, conditions)
    if by_tag:
        return by_tag, rest
    ids, end = _leading(text, conditions)
    if ids:
        label = _ENDS.match(text, end)
        return ids, (text[label.end() :] if label else text).strip()
    head, sign, rest = text.partition("\n" if "\n" in text.split(":", 1)[0] else ":")
    if len(head.split()) <= _LONGEST_NAME:
        found = find_condition(condition_names(conditions), head)
        if found and (sign or len(head.split()) <= 3):
            return (found,), rest.strip() if sign else text
    return (), text


def _tagged(text: str, conditions: tuple[Condition, ...]) -> tuple[tuple[str, ...], str]:
    """Conditions named as `#trust` or `{.trust .action}`, wherever it stands."""
    ids = {squeeze(name): c.id for c in conditions for name in (c.id, c.title, *c.aliases)}
    found: list[str] = []
    kept: list[str] = []
    done = 0
    for tag in _TAG.finditer(text):
        names = [name.lstrip(".#") for name in (tag[1] or tag[2]).split()]
        known = [ids[squeeze(name)] for name in names if squeeze(name) in ids]
        if known:
            found += known
            kept.append(text[done : tag.start()])
            done = tag.end()
    kept.append(text[done:])
    rest = "".join(kept).strip() if found else text
    return tuple(dict.fromkeys(found)), rest.strip(" :–—-") if found else rest


def _leading(text: str, conditions: tuple[Condition, ...]) -> tuple[tuple[str, ...], int]:
    """(conditions that the text opens with, where their names end)."""
    names = {tuple(fold(name)): c.id for c in conditions for name in (c.id, c.title, *c.aliases)}
    tokens = [
        ("".join(fold(t[0])), t.start(), t.end()) for t in _TOKEN.finditer(text[:_LONGEST_LABEL])
    ]
    at = 0
    while at < len(tokens) and (tokens[at][0] in _BEFORE or tokens[at][0].isdecimal()):
        at += 1
    if at >= len(tokens) or (not at and text[: tokens[0][1]].strip(_OPENS)):
        return (), 0
    ids: list[str] = []
    end = 0
    while length := _name_at(names, tokens, at):
        ids.append(names[tuple(token for token, _, _ in tokens[at : at + length])])
        at += length
        end = tokens[at - 1][2]
        following = at + (at < len(tokens) and tokens[at][0] == "and")
        if following >= len(tokens) or not _JOINS.fullmatch(text, end, tokens[following][1]):
            break
        at = following
    return tuple(dict.fromkeys(ids)), end


_LONGEST_LABEL = 300


def _name_at(
    names: dict[tuple[str, ...], str], tokens: Sequence[tuple[str, int, int]], at: int
) -> int:
    """How many tokens from `at` on are a condition's name, the longest; 0: none."""
    longest = max(map(len, names), default=0)
    for length in range(min(longest, len(tokens) - at), 0, -1):
        if tuple(token for token, _, _ in tokens[at : at + length]) in names:
            return length
    return 0
