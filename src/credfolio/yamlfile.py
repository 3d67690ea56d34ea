"""YAML from people and from strangers: read as events, never constructed.

Tags, anchors, aliases and merge keys are refused before any loader could act on them; scalars
stay the text that was written, so that `no` is a word and 2026-02-30 no crash (FACTS: a 414-byte
alias bomb takes 48 s, and the C loader fails at 30,000 brackets). After a syntax error the line is
mended in memory and reading goes on, so that one run names every fault.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml

from credfolio import limits
from credfolio.model import Fault, Place

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # pragma: no cover - PyYAML built without libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


class Node(NamedTuple):
    """A value and where it stands. `value`: text, a tuple of nodes, or of (key, value) pairs.

    `cut`: what followed ` #` without a space, which YAML takes for a comment.
    """

    kind: str
    value: str
    line: int
    column: int
    items: tuple["Node", ...] = ()
    pairs: tuple[tuple["Node", "Node"], ...] = ()
    plain: bool = False
    cut: str = ""
    partial: bool = False

    @property
    def empty(self) -> bool:
        return self.kind == "scalar" and self.plain and self.value in ("", "~", "null", "Null")


EMPTY = Node("map", "", 1, 1)
_PARTIAL = EMPTY._replace(partial=True)


def read_yaml(text: str, path: str, first_line: int = 1) -> tuple[Node, list[Fault]]:
    """The root node of `text`, whose first line is `first_line` of `path`, and all its faults.

    The root is `partial` where not all of the file could be read.
    """
    if (simple := _simple(text, first_line)) is not None:
        return simple, []
    lines = text.translate(_LINE_ENDS).split("\n")
    faults: list[Fault] = []
    if len(text) > limits.METADATA_BYTES:
        place = Place(path, first_line, 1)
        return _PARTIAL, [Fault("CF501", place, _too_large(len(text)), "Shorten it.")]
    partial = False
    for _ in range(limits.YAML_FAULTS):
        builder = _Builder(path, first_line, lines)
        try:
            node = builder.build("\n".join(lines))
        except yaml.YAMLError as error:
            line, column, message, hint, mended = _explain(lines, error)
            faults.append(Fault("CF501", Place(path, first_line + line, column + 1), message, hint))
            partial = partial or not mended.strip()
            if lines[line] == mended:
                break
            lines[line] = mended
            continue
        if builder.tight:
            faults += _mend_tight(lines, builder.tight, path, first_line)
            continue
        return (node._replace(partial=True) if partial else node), faults + builder.faults
    return _PARTIAL, faults


# One `key: value` a line, without a sign that means anything to YAML.
_SIMPLE = re.compile(r"([A-Za-z_][A-Za-z_-]*): ([A-Za-z0-9][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*)")


def _simple(text: str, first_line: int) -> Node | None:
    """The root of the plainest YAML, which most front matter is; None: it takes the whole way."""
    if len(text) > 500:
        return None
    pairs = []
    for number, line in enumerate(text.removesuffix("\n").split("\n"), first_line):
        found = _SIMPLE.fullmatch(line)
        if found is None:
            return None
        key = Node("scalar", found[1], number, 1, plain=True)
        value = Node("scalar", found[2], number, found.start(2) + 1, plain=True)
        pairs.append((key, value))
    if len({key.value for key, _ in pairs}) < len(pairs):
        return None
    return Node("map", "", first_line, 1, pairs=tuple(pairs))


def _mend_tight(lines: list[str], rows: set[int], path: str, first_line: int) -> list[Fault]:
    """Gives `key:value` its space, in place; it is one long text to YAML."""
    faults = []
    for row in sorted(rows):
        shown = _show(lines[row])
        lines[row] = _TIGHT.sub(r"\1: \2", lines[row])
        place = Place(path, first_line + row, _indent(lines[row]) + 1)
        message = f"A space is missing after the colon: `{shown}`."
        faults.append(Fault("CF502", place, message, _write(lines[row])))
    return faults


# What YAML takes for the end of a line, and nobody else.
_LINE_ENDS = dict.fromkeys((0x85, 0x2028, 0x2029), " ")
_TIGHT = re.compile(r"([ \t]*(?:- )?[A-Za-z_][\w ]{0,40}):[\u00a0\u202f]*(?!//)(\S.*)")


def _too_large(size: int) -> str:
    return f"The metadata is {size:,} characters long; {limits.METADATA_BYTES:,} is the most."


class _Stop(yaml.YAMLError):
    """What follows is not worth reading."""


class _Builder:
    """Events to nodes, with every ban applied on the way."""

    def __init__(self, path: str, first_line: int, lines: list[str]) -> None:
        self.path = path
        self.first = first_line
        self.lines = lines
        self.faults: list[Fault] = []
        self.tight: set[int] = set()
        self.scalars = 0

    def build(self, text: str) -> Node:
        events = yaml.parse(text, Loader=_Loader)
        next(events)
        if not isinstance(next(events), yaml.DocumentStartEvent):
            return EMPTY
        try:
            root = self._node(events, next(events), 1)
        except _Stop:
            return _PARTIAL
        next(events)
        extra = next(events)
        if isinstance(extra, yaml.DocumentStartEvent):
            self._refuse(extra, "A second YAML document starts here", "Delete the line `---`.")
        return root

    def _refuse(self, event: yaml.Event, what: str, hint: str) -> None:
        line, column = _at(event)
        place = Place(self.path, self.first + line, column + 1)
        self.faults.append(Fault("CF501", place, what + ".", hint))

    def _node(self, events: Iterator[yaml.Event], event: yaml.Event, depth: int) -> Node:
        row, column = _at(event)
        line, column = self.first + row, column + 1
        self.scalars += 1
        if depth > limits.YAML_DEPTH or self.scalars > limits.YAML_SCALARS:
            self._refuse(event, "The metadata is nested too deeply or too long", "Simplify it.")
            raise _Stop
        if isinstance(event, yaml.AliasEvent):
            source = self.lines[row].strip()
            self._refuse(
                event,
                f"`*` at the start of a value is a YAML alias, which is not read: `{source}`",
                f"Put the value in quotation marks: `{_quoted(source)}`.",
            )
            return Node("scalar", "", line, column, plain=True)
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            self._refuse_special(event)
        if isinstance(event, yaml.ScalarEvent):
            plain = bool(event.implicit[0])
            if plain and ":" in event.value and self._is_tight(event.value, row):
                self.tight.add(row)
            cut = self._cut(event) if plain else ""
            return Node("scalar", event.value, line, column, plain=plain, cut=cut)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(event := next(events), yaml.SequenceEndEvent):
                items.append(self._node(events, event, depth + 1))
            return Node("list", "", line, column, items=tuple(items))
        pairs = []
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(events, event, depth + 1)
            if key.value == "<<" and key.plain:
                self._refuse(event, "`<<` merges keys, which is not read", "Write the keys out.")
            pairs.append((key, self._node(events, next(events), depth + 1)))
        return Node("map", "", line, column, pairs=self._unique(pairs))

    def _refuse_special(self, event: yaml.Event) -> None:
        source = self.lines[min(_at(event)[0], len(self.lines) - 1)].strip()
        if getattr(event, "tag", None):
            what = f"`!` at the start of a value is a YAML tag, which is not read: `{source}`"
            self._refuse(event, what, f"Put the value in quotation marks: `{_quoted(source)}`.")
        elif getattr(event, "anchor", None):
            what = f"`&` at the start of a value is a YAML anchor, which is not read: `{source}`"
            self._refuse(event, what, f"Put the value in quotation marks: `{_quoted(source)}`.")

    def _is_tight(self, value: str, row: int) -> bool:
        """Whether a text fills its lines and looks like `key:value`."""
        line = self.lines[row]
        return line.strip().removeprefix("- ")[:20] == value[:20] and bool(_TIGHT.match(line))

    def _cut(self, event: yaml.ScalarEvent) -> str:
        end = event.end_mark
        if end is None or end.line >= len(self.lines) or not event.value:
            return ""
        line = self.lines[end.line]
        found = re.match(r"[ \t]+(#\S.*)", line[end.column :]) if "#" in line else None
        return found[1].rstrip() if found else ""

    def _unique(self, pairs: list[tuple[Node, Node]]) -> tuple[tuple[Node, Node], ...]:
        seen: dict[str, Node] = {}
        for key, _ in pairs:
            if key.value in seen and key.value != "<<":
                place = Place(self.path, key.line, key.column)
                message = f"`{key.value}:` is written twice, here and in line "
                message += f"{seen[key.value].line}; only one can count."
                self.faults.append(Fault("CF502", place, message, "Delete one of the two lines."))
            seen.setdefault(key.value, key)
        return tuple(pair for pair in pairs if seen[pair[0].value] is pair[0])


def _at(event: yaml.Event) -> tuple[int, int]:
    """Line and column of an event, from 0."""
    mark = event.start_mark
    return (mark.line, mark.column) if mark else (0, 0)


# --- syntax errors in plain words ------------------------------------------------------------


def _explain(lines: list[str], error: yaml.YAMLError) -> tuple[int, int, str, str, str]:
    """(line, column, message, hint, the line to read on with), counted from 0."""
    problem = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    if problem is None:
        return _control_character(lines)
    last = len(lines) - 1
    at = min(problem.line, last)
    candidates = [at, *([min(context.line, last)] if context else []), at - 1]
    for number in dict.fromkeys(n for n in candidates if n >= 0):
        for cause, mended, column in _mends(lines, number):
            if mended != lines[number] and _reaches(lines, number, mended, problem.line):
                if column < 0 and number == problem.line:
                    column = problem.column
                elif column < 0:
                    column = context.column if context else _indent(lines[number])
                return number, column, f"{cause}: `{_show(lines[number])}`.", _write(mended), mended
    while at > 0 and not lines[at].strip():
        at -= 1
    message = f"This line can't be read as YAML: `{_show(lines[at])}`."
    column = problem.column if at == problem.line else _indent(lines[at])
    return at, column, message, "Write `key: value`, and text with signs in quotation marks.", ""


def _control_character(lines: list[str]) -> tuple[int, int, str, str, str]:
    for number, line in enumerate(lines):
        if found := re.search(
            r"[^\t\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", line
        ):
            message = f"There is an invisible control character in `{_show(line)}`."
            mended = line[: found.start()] + line[found.end() :]
            return number, found.start(), message, _write(mended), mended
    return 0, 0, "The metadata can't be read as YAML.", "Write one `key: value` a line.", ""


def _show(line: str) -> str:
    line = line.strip()
    line = "".join(c if c.isprintable() else " " if c == "\t" else "?" for c in line)
    return line if len(line) <= 80 else line[:77] + "…"


def _write(mended: str) -> str:
    if not mended.strip():
        return "Delete the line."
    indent = _indent(mended)
    spaces = f" with {indent} spaces before it" if indent else ""
    return f"Write `{_show(mended)}`{spaces}."


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _reaches(lines: list[str], number: int, mended: str, before: int) -> bool:
    """Whether the file reads further with the mended line than it did before."""
    trial = [*lines[:number], mended, *lines[number + 1 :]]
    try:
        for _ in yaml.parse("\n".join(trial), Loader=_Loader):
            pass
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return mark is not None and mark.line > max(before, number)
    return True


def _mends(lines: list[str], number: int) -> Iterator[tuple[str, str, int]]:
    """Causes that people meet, each with the line as it should be and where the fault begins.

    Where that is -1, it is where YAML stumbled.
    """
    line = lines[number]
    indent = _indent(line)
    if "\t" in line[:indent]:
        cause = "The line is indented with a tab; YAML wants spaces"
        yield cause, _like_neighbour(lines, number), 0
        yield cause, "  " + line.lstrip(), 0
    if found := _TIGHT.fullmatch(line):
        yield "A space is missing after the colon", f"{found[1]}: {found[2]}", indent
    if found := re.match(r"(\s*)[–—*•]\s+(\S.*)$", line):
        yield "An item of a list begins with a hyphen", f"{found[1]}- {found[2]}", indent
    if "{" in line and (
        found := re.match(r"(.*?:\s*)([^,{}\"'\[]*(?:#|: )[^,{}]*)([,}].*|)$", line)
    ):
        end = found[3] if found[3].rstrip().endswith("}") else found[3] + "}"
        mended = f"{found[1]}{_quote_value(found[2].strip())}{end}"
        yield "The value holds a sign that needs quotation marks", mended, found.end(1)
    if found := re.match(r"([\s\-]*[\w ]+:\s+|\s*-\s+)(.*\S)\s*$", line):
        value = found[2]
        for quoted in (_quote_value(value), _quote_all(value)):
            if quoted != value:
                opens = value[0] in "*@%`|>!&"
                yield _cause(value), found[1] + quoted, found.end(1) if opens else -1
    if found := re.match(r"(\s*)([A-Za-z_]+)\s*[ =]\s*(\S.*)$", line):
        yield "A colon is missing after the key", f"{found[1]}{found[2]}: {found[3]}", indent
    cause = "The line is indented differently from its neighbours"
    yield cause, _like_neighbour(lines, number), indent


def _cause(value: str) -> str:
    if value[0] in "\"'":
        return "The quotation marks of the value don't match"
    if value[0] in "[{":
        return "A bracket is not closed"
    if ": " in value or value.endswith(":"):
        return "The value holds a colon, so it needs quotation marks"
    if value[0].isalnum():
        return "A sign in the text has a meaning in YAML"
    return f"A value can't begin with `{value[0]}` without quotation marks"


def _quote_value(value: str) -> str:
    if value[0] in "[{" and value[-1] not in "]}":
        return value + ("]" if value[0] == "[" else "}")
    return _quote_all(value)


def _quote_all(value: str) -> str:
    inner = value[1:] if value[0] in "\"'" else value
    inner = inner[:-1] if value[0] in "\"'" and inner[-1:] == value[0] else inner
    return '"' + inner.replace("\\", "\\\\").replace('"', "'") + '"'


def _quoted(line: str) -> str:
    found = re.match(r"([\s\-]*[\w ]+:\s+|\s*-\s+)(.*\S)", line)
    return found[1] + _quote_value(found[2]) if found else line


def _like_neighbour(lines: list[str], number: int) -> str:
    above = next((n for n in lines[:number][::-1] if n.strip() and n.strip()[0] != "#"), "")
    inside = above.lstrip().startswith("- ") and not lines[number].lstrip().startswith("-")
    deeper = above.rstrip().endswith(":")
    return " " * (_indent(above) + 2 * inside + 2 * deeper) + lines[number].strip()
