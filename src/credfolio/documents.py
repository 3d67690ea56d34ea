"""Markdown files with front matter to Documents.

Front matter is found by its two lines of hyphens; a `requirement:` that stands outside (Word
turns `---` into a dash) is found too and said, so that no answer is silently nobody's.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from credfolio import limits
from credfolio.fields import MISSING, Choice, Field, Flag, Many, Reading, Record, Text, nearest
from credfolio.graphics import graphic, graphic_names
from credfolio.kinds import kind as kind_of
from credfolio.kinds import kind_names
from credfolio.markdown import Parsed, TooManyBlocksError, parse
from credfolio.model import Block, Credential, Document, Fault, Place, Requirement
from credfolio.prose import Source, prepare, too_nested
from credfolio.words import squeeze
from credfolio.yamlfile import Node, read_yaml

_STRAY = r"^[ \t>*_]*requirement[ \t]*[:=][ \t]*[\"']?([\w \-]{1,80}?)[\"'*_ \t]*$"
_DASHES = re.compile(r"[ \t]*[-–—―_]{1,}[ \t]*")
_KEY = re.compile(r"[ \t]*[\w][\w ]{0,40}:(?:[ \t]|$)")


@cache
def document_record(
    kind: str | None = None, exhibit: str = "", asked: tuple[str, ...] = ()
) -> Record:
    """What front matter may say: common keys, a kind's own (None: every kind's), an exhibit's.

    `asked`: further keys that the credential asks for; each holds a text or several. A key of
    another kind is none of ours: a `duration:` of 50 minutes may stand in an answer.
    """
    fields: dict[str, Field] = {
        "requirement": Text("The requirement that this document answers.", "reflection"),
        "title": Text("A title for the page.", "How we began"),
        "description": Text("A sentence about the page.", "Three things that changed."),
        "graphic": Choice("What kind of exhibit this is.", graphic_names()),
        "focus": Text("What the exhibit looks at.", "who answers after a question"),
        "data": Text("The exhibit's table.", "tally.csv"),
        "image": Text("The exhibit's picture.", "tally.jpg"),
        "alt": Text("What the picture shows, in words.", "A tally by seat"),
        "download": Flag("Whether the exhibit's table may be downloaded from its page."),
    }
    for name in kind_names() if kind is None else (kind,) if kind else ():
        fields.update(kind_of(name).document_fields)
    for name in graphic_names() if kind is None else (exhibit,) if exhibit else ():
        fields = {**graphic(name).settings, **fields}
    for name in asked:
        fields.setdefault(name, Many("What the credential asks for.", Text("A text.", "…")))
    return Record("Front matter of a document.", fields, strict=False)


_LIGHT = ("title", "description", "focus", "alt")


class _Split(NamedTuple):
    """Front matter and body of a file; `first`: line on disk of each one's first line."""

    front: str
    front_first: int
    body: str
    body_first: int
    fault: Fault | None = None


def read_document(
    path: str, text: str, credential: Credential | None
) -> tuple[Document | None, list[Fault]]:
    """The document that `text` is, and its faults. None: it can't be read at all."""
    split = _split(path, text, credential)
    faults = [split.fault] if split.fault else []
    reading = Reading(path)
    meta: Mapping[str, Any] = {}
    if split.front.strip():
        node, syntax = read_yaml(split.front, path, split.front_first)
        values: Any = MISSING
        if node.pairs:
            meant = _meant(credential, _written(node))
            known = document_record(meant.kind if meant else "", _exhibit(node), _asked(meant))
            values = known.read(node, "", reading)
        elif node.kind != "map" and not syntax:
            place = Place(path, split.front_first, 1)
            message = "The front matter holds no `key: value` lines."
            hint = "Write `requirement: …` between the `---`."
            faults.append(Fault("CF501", place, message, hint))
        if values is not MISSING:
            meta = values
        light = {reading.places[name].line for name in _LIGHT if name in reading.places}
        reading.faults = [
            f._replace(severity="warning") if f.place.line in light else f for f in reading.faults
        ] + syntax
    named = meta.get("requirement")
    answered = _meant(credential, named)
    requirement = answered.id if answered else None
    supported = None if "graphic" in meta else requirement
    faults += [_naming(fault, supported) for fault in reading.faults]
    nested = too_nested(split.body)
    if nested is not None:
        place = Place(path, split.body_first + nested, 1)
        message = f"This line opens with more than {limits.NESTED_MARKERS} nested markers."
        fault = Fault(
            "CF501", place, message, "Take out the repeated `>` or list signs.", requirement
        )
        return None, [*faults, fault]
    by_line = answered is not None and kind_of(answered.kind).by_line
    source = prepare(split.body, split.body_first, quotes=not by_line)
    try:
        parsed = _parse(source, by_line)
    except TooManyBlocksError:
        place = Place(path, split.body_first, 1)
        message = f"There are more than {limits.BLOCKS:,} paragraphs, headings, rows and links."
        hint = "Take out what was pasted by mistake."
        return None, [*faults, Fault("CF501", place, message, hint, requirement)]
    return _document(path, requirement or named, meta, reading, source, parsed), faults


def _naming(fault: Fault, requirement: str | None) -> Fault:
    if fault.severity == "error":
        return Fault(
            fault.code, fault.place, fault.message, fault.hint, requirement, fault.severity
        )
    return fault


def _written(node: Node) -> str | None:
    """The requirement as it is written, before anything else is read."""
    values = (value.value for key, value in node.pairs if squeeze(key.value) == "requirement")
    return next(values, None)


def _exhibit(node: Node) -> str:
    """The graphic that is written, where it is one."""
    for key, value in node.pairs:
        if squeeze(key.value) == "graphic":
            form = squeeze(value.value)
            return next((name for name in graphic_names() if squeeze(name) == form), "")
    return ""


def _meant(credential: Credential | None, written: str | None) -> Requirement | None:
    """The credential's requirement that is meant, without regard to case and spaces."""
    if written is None or credential is None:
        return None
    form = squeeze(written)
    return next((r for r in credential.requirements if squeeze(r.id) == form), None)


def asked_keys(credential: Credential | None, requirement: str | None) -> tuple[str, ...]:
    """The keys of front matter that the credential itself asks for."""
    return _asked(_meant(credential, requirement))


def _asked(found: Requirement | None) -> tuple[str, ...]:
    option = kind_of(found.kind).asks if found else ""
    return found.options.get(option, ()) if found and option else ()


# Voices and classes of captions that were pasted into a document.
_CUE_TAG = re.compile(r"(?:v|c|lang)\b")


def _parse(source: Source, by_line: bool) -> Parsed:
    if not by_line:
        return parse(source.text, source.lines)
    # Turns are rendered one by one; here only links, and what a reader would not see, are read.
    found = Parsed()
    if "](" not in source.text and "<" not in source.text:
        return found
    marked = 0
    for line, row in zip(source.lines, source.text.split("\n"), strict=True):
        if "](" in row or "<" in row:
            marked += 1
            if marked > limits.BLOCKS:
                raise TooManyBlocksError
            parsed = parse(row.strip(), (line,))
            indent = len(row) - len(row.lstrip())
            found.links += [x._replace(column=x.column + indent) for x in parsed.links]
            hidden = [h for h in parsed.hidden if not _CUE_TAG.match(h[2])]
            found.hidden += [(at, column + indent, text) for at, column, text in hidden]
    return found


def _as_on_disk(parsed: Parsed, source: Source) -> None:
    """Gives what follows a comment in its line the column that it has with the comment."""
    column = source.column
    parsed.blocks = [b._replace(column=column(b.line, b.column)) for b in parsed.blocks]
    parsed.links = [x._replace(column=column(x.line, x.column)) for x in parsed.links]
    parsed.hidden = [(line, column(line, first), text) for line, first, text in parsed.hidden]


def _document(
    path: str,
    requirement: str | None,
    meta: Mapping[str, Any],
    reading: Reading,
    source: Source,
    parsed: Parsed,
) -> Document:
    if source.cuts:
        _as_on_disk(parsed, source)
    hidden = list(parsed.hidden)
    if source.unclosed:
        line, text = source.unclosed
        hidden.append((source.lines[line], 1, text.strip()))
    return Document(
        path=path,
        requirement=requirement,
        title=meta.get("title") or _heading(parsed.blocks),
        meta=meta,
        places=reading.places,
        body=source.text,
        lines=source.lines,
        blocks=tuple(parsed.blocks),
        links=tuple(parsed.links),
        anchors=frozenset(parsed.anchors),
        hidden=tuple(hidden),
        ignored=_ignored(source, parsed.blocks),
        shown=parsed.shown,
        commented=source.commented,
    )


def _heading(blocks: list[Block]) -> str:
    return next((b.text for b in blocks if b.kind == "heading" and b.level == 1), "")


def _ignored(source: Source, blocks: list[Block]) -> tuple[tuple[str, int, int], ...]:
    """The lines that each ignore comment covers: up to the end of the block after it."""
    if not source.ignores:
        return ()
    rows = source.text.split("\n")
    ends = [block.end_line for block in blocks]
    found = []
    for code, index in source.ignores:
        line = source.lines[min(index, len(source.lines) - 1)]
        at = bisect_left(ends, line)
        end = ends[at] if at < len(ends) else source.lines[_paragraph_end(rows, index)]
        found.append((code, line, end))
    return tuple(found)


def _paragraph_end(rows: list[str], index: int) -> int:
    """The index of the last row of the paragraph that follows row `index`."""
    at = min(index, len(rows) - 1)
    while at + 1 < len(rows) and not rows[at].strip():
        at += 1
    while at + 1 < len(rows) and rows[at + 1].strip():
        at += 1
    return at


# --- where front matter begins and ends ------------------------------------------------------


def _split(path: str, text: str, credential: Credential | None) -> _Split:
    lead = len(text) - len(text.lstrip("\n \t"))
    start = text.rfind("\n", 0, lead) + 1
    first = text.count("\n", 0, start) + 1
    line_end = text.find("\n", start)
    opening = text[start:] if line_end < 0 else text[start:line_end]
    if not re.fullmatch(r"-{3,}[ \t]*", opening):
        return _without_fence(path, text, credential)
    closing = re.compile(r"^(?:-{3,}|\.{3})[ \t]*$", re.M).search(text, len(opening) + start)
    if closing:
        body = text[closing.end() + 1 :]
        body_first = text.count("\n", 0, closing.end()) + 2
        front = text[start + len(opening) + 1 : closing.start()]
        if "requirement" not in front.lower() and (stray := _find_stray(body, credential)):
            line, _, written = stray
            fault = _stray_fault(path, body_first + line, written, credential)
            return _Split(front, first + 1, body, body_first, fault)
        return _Split(front, first + 1, body, body_first)
    return _unclosed(path, text, start + len(opening) + 1, first)


def _unclosed(path: str, text: str, start: int, first: int) -> _Split:
    """Front matter that no line of hyphens closes ends where its `key: value` lines end."""
    rows = text[start:].split("\n")
    end = next((n for n, row in enumerate(rows) if not _KEY.match(row)), len(rows))
    skip = 1 if end < len(rows) and _DASHES.fullmatch(rows[end]) and rows[end].strip() else 0
    seen = rows[end].strip() if skip else ""
    message = "The front matter is not closed by a line of three hyphens"
    message += f"; line {first + 1 + end} has `{seen}`." if skip else "."
    fault = Fault(
        "CF501", Place(path, first, 1), message, "Put `---` on a line of its own below it."
    )
    body = "\n".join(rows[end + skip :])
    return _Split("\n".join(rows[:end]), first + 1, body, first + 1 + end + skip, fault)


def _find_stray(text: str, credential: Credential | None) -> tuple[int, int, str] | None:
    """(line index, offset of its end, what it names): a `requirement:` line outside."""
    at = 0
    for number in range(30):
        end = text.find("\n", at)
        row = text[at:] if end < 0 else text[at:end]
        found = re.match(_STRAY, row, re.I) if len(row) < 200 else None
        if found and credential and _means(found[1], credential):
            return number, at + len(row), found[1]
        if end < 0:
            break
        at = end + 1
    return None


def _means(written: str, credential: Credential) -> str | None:
    return nearest(written, tuple(r.id for r in credential.requirements))


def _stray_fault(path: str, line: int, written: str, credential: Credential | None) -> Fault:
    meant = _means(written, credential) if credential else None
    message = f"`requirement: {written}` stands outside the front matter, so nobody reads it."
    hint = "Put it at the top of the file between two lines of three hyphens, `---`."
    return Fault("CF501", Place(path, line, 1), message, hint, meant)


def _without_fence(path: str, text: str, credential: Credential | None) -> _Split:
    """A file without front matter; lines of keys at its top, fenced by dashes or not, are taken."""
    stray = _find_stray(text, credential)
    if stray is None:
        return _Split("", 1, text, 1)
    line, _, written = stray
    rows = text.split("\n")
    top, bottom = line, line + 1
    while top > 0 and _KEY.match(rows[top - 1]):
        top -= 1
    while bottom < len(rows) and _KEY.match(rows[bottom]):
        bottom += 1
    above = [row for row in rows[:top] if row.strip()]
    fault = _stray_fault(path, line + 1, written, credential)
    if any(not _DASHES.fullmatch(row) for row in above):
        return _Split("", 1, text, 1, fault)
    front = "\n".join(re.sub(r"^[ \t>*_]+|[*_]+$", "", row) for row in rows[top:bottom])
    if bottom < len(rows) and rows[bottom].strip() and _DASHES.fullmatch(rows[bottom]):
        bottom += 1
    return _Split(front, top + 1, "\n".join(rows[bottom:]), bottom + 1, fault)
