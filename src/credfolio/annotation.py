"""An annotation to sections and highlights, each resolved against the conversations (DESIGN §4)."""

import re
from collections.abc import Iterator, Mapping

from credfolio.conditions import Names, find_condition
from credfolio.model import Block, Conversation, Credential, Document, Highlight, Metadata, Section
from credfolio.quotations import CLASSES, POINTER, Fields, Resolver

_QUOTE_COLUMN = frozenset(
    (
        "quotation quotations quote quotes quoted passage passages excerpt evidence said words "
        "transcript conversation line lines"
    ).split()
)
_COMMENT_COLUMN = frozenset(
    (
        "comment comments commentary why explanation annotation analysis how reflection note "
        "notes shows meaning rationale"
    ).split()
)
_CONDITION_COLUMN = frozenset("condition conditions practice practices".split())
_OTHER_COLUMN = _CONDITION_COLUMN | frozenset("speaker who time timestamp no number".split())

_LONGEST_HEADING = 120


class _Item:
    """A quotation or a comment in the order of the page."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.highlight: Fields | None = None


def read_annotation(
    documents: tuple[Document, ...],
    credential: Credential,
    conversations: tuple[Conversation, ...],
    metadata: Metadata,
    before: int = 0,
) -> tuple[Section, ...]:
    """The sections of an annotation, its highlights resolved and numbered after `before` others."""
    resolver = Resolver(conversations, metadata, credential)
    sections: list[Section] = []
    number = before
    for document in documents:
        for section, items in _sections(document, resolver):
            highlights = []
            for fields in _highlights(items, section, resolver):
                id = f"highlight-{number + 1}"
                highlights.append(Highlight(number=number, id=id, **fields))
                number += 1
            sections.append(section._replace(highlights=tuple(highlights)))
    return _mark_overused(tuple(sections))


def is_heading(block: Block) -> bool:
    """A heading, a bold line alone, or what was meant as one: `##Trust` without its space."""
    if block.kind == "heading":
        return True
    if block.kind != "paragraph":
        return False
    short = len(block.text) <= _LONGEST_HEADING and "\n" not in block.text
    return short and (block.strong or block.text.startswith("##"))


def heading_text(block: Block) -> str:
    return block.text.lstrip("# \u00a0") if block.kind == "paragraph" else block.text


def _sections(document: Document, resolver: Resolver) -> Iterator[tuple[Section, list[_Item]]]:
    named = str(document.meta.get("condition") or document.title)
    start = find_condition(resolver.names, named) if named else None
    current = Section(document.path, 1, 1, "", None, start, False, ())
    level, items = 0, list[_Item]()
    for block in document.blocks:
        known = find_condition(resolver.names, heading_text(block)) if is_heading(block) else None
        if not is_heading(block) or (block.text.startswith("##") and not known):
            items.append(_Item(block))
            continue
        by_id = resolver.by_id(block.written)
        if block.strong and not known and not block.written:
            continue  # a bold line within a section is a heading of no consequence
        if block.written or known or block.level <= level or current.condition is None:
            yield current, items
            items = []
            inherited = current.condition if block.level > level else None
            condition = by_id or known or inherited
            unknown = bool(block.written) and by_id is None
            current = Section(
                document.path, block.line, block.column, block.text, block.written, condition,
                unknown, (),
            )  # fmt: skip
            if known or by_id or block.level <= level:
                level = block.level
    yield current, items


# --- quotations and their comments -----------------------------------------------------------


def _highlights(items: list[_Item], section: Section, resolver: Resolver) -> Iterator[Fields]:
    runs: list[tuple[bool, list[_Item]]] = []
    rows: list[Fields] = []
    for item in items:
        block = item.block
        if block.kind == "table":
            rows += _table(block, section, resolver)
            continue
        quoted = block.kind == "quotation" or _is_pointer(block)
        if quoted:
            lines = block.lines or ((block.line, block.text),)
            item.highlight = resolver.highlight(list(lines), block, section)
        elif block.kind != "paragraph":
            continue
        if not runs or runs[-1][0] != quoted:
            runs.append((quoted, []))
        runs[-1][1].append(item)
    comment_first = bool(runs) and not runs[0][0] and runs[-1][0]
    for at, (quoted, group) in enumerate(runs):
        if not quoted:
            continue
        before = runs[at - 1][1] if at else []
        after = runs[at + 1][1] if at + 1 < len(runs) else []
        chosen = (before or after) if comment_first else (after or before)
        comment = "\n\n".join(i.block.text for i in chosen)
        for item in group:
            if item.highlight:
                yield item.highlight | {"comment": comment}
    yield from rows


def _is_pointer(block: Block) -> bool:
    if block.kind != "paragraph" or len(block.text) > _LONGEST_POINTER:
        return False
    return bool(POINTER.fullmatch(CLASSES.sub("", block.text.strip()).strip()))


_LONGEST_POINTER = 90


def comment_columns(block: Block, names: Names) -> tuple[int, int, int | None] | None:
    """(quotation, comment, condition or None): the columns of an annotation's table."""
    if len(block.rows) < 2:
        return None
    header = [set(re.findall(r"[a-z]+", cell.casefold())) for cell in block.rows[0]]
    named = _QUOTE_COLUMN | _COMMENT_COLUMN
    free = [n for n, h in enumerate(header) if h & named or not h & _OTHER_COLUMN]
    quote = next((n for n in free if header[n] & _QUOTE_COLUMN), None)
    comment = next((n for n in free if header[n] & _COMMENT_COLUMN and n != quote), None)
    rest = [n for n in free if n not in (quote, comment)]
    if quote is None and rest:
        quote = rest.pop(0)
    if comment is None and rest:
        comment = rest.pop()
    if quote is None or comment is None:
        return None
    rest = [n for n in range(len(header)) if n not in (quote, comment)]
    condition = next((n for n in rest if header[n] & _CONDITION_COLUMN), None)
    if condition is None:
        cells = [(n, [row[n] for row in block.rows[1:] if n < len(row)]) for n in rest]
        condition = next(
            (n for n, c in cells if c and all(find_condition(names, cell) for cell in c)), None
        )
    return quote, comment, condition


def _table(block: Block, section: Section, resolver: Resolver) -> Iterator[Fields]:
    columns = comment_columns(block, resolver.names)
    if columns is None:
        return
    quote, comment, condition = columns
    last = section.condition
    for row, line in zip(block.rows[1:], block.row_lines[1:], strict=True):
        if quote >= len(row) or not row[quote].strip():
            continue
        if condition is not None and condition < len(row) and row[condition].strip():
            last = find_condition(resolver.names, row[condition])
        lines = [(line, part) for part in row[quote].split("\n")]
        at = block._replace(line=line, end_line=line)
        owner = section._replace(condition=last)
        highlight = resolver.highlight(lines, at, owner)
        if highlight:
            yield highlight | {"comment": row[comment].strip() if comment < len(row) else ""}


# --- one passage, at most two conditions -----------------------------------------------------


def _mark_overused(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Marks highlights most of whose words stand under more than two conditions."""
    by_turn: dict[tuple[int, int], list[tuple[int, int, Highlight]]] = {}
    everything = [h for section in sections for h in section.highlights]
    for highlight in everything:
        if match := highlight.match:
            for turn, first, end in match.spans:
                spans = by_turn.setdefault((match.conversation, turn), [])
                spans.append((first, end, highlight))
    crowded = {place: words for place, spans in by_turn.items() if (words := _crowded(spans))}
    if not crowded and all(len(h.conditions) <= 2 for h in everything):
        return sections
    return tuple(
        section._replace(highlights=tuple(_judged(h, crowded) for h in section.highlights))
        for section in sections
    )


def _crowded(spans: list[tuple[int, int, Highlight]]) -> frozenset[int]:
    """The words of one turn that more than two conditions claim."""
    if len({c for _, _, h in spans for c in h.conditions}) <= 2:
        return frozenset()
    claims: dict[int, set[str]] = {}
    for first, end, highlight in spans:
        for word in range(first, end):
            claims.setdefault(word, set()).update(highlight.conditions)
    return frozenset(word for word, conditions in claims.items() if len(conditions) > 2)


def _judged(highlight: Highlight, crowded: Mapping[tuple[int, int], frozenset[int]]) -> Highlight:
    match = highlight.match
    total = shared = 0
    for turn, first, end in match.spans if match else ():
        total += end - first
        words = crowded.get((match.conversation, turn), frozenset()) if match else frozenset()
        shared += sum(first <= word < end for word in words)
    if len(highlight.conditions) > 2 or shared * 2 > total:
        return highlight._replace(overused=True)
    return highlight
