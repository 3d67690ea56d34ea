"""An annotation to sections and highlights, each resolved against the conversations (DESIGN §4)."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from credfolio import limits
from credfolio.model import (
    Block,
    Condition,
    Conversation,
    Credential,
    Document,
    Highlight,
    HighlightProblem,
    Match,
    Metadata,
    Participant,
    Piece,
    Section,
    Turn,
)
from credfolio.passages import Index, ends_at, turn_span
from credfolio.times import TIME, read_time
from credfolio.transcript import Speakers, visible
from credfolio.words import FILLERS, fold, label_form, squeeze, words

LEAST_WORDS = 5
LEAST_SECONDS = 5.0
TOLERANCE = 5.0

_CLASSES = re.compile(r"\{([^{}\n]{0,200})\}$")
_OMISSION = re.compile(r"[\[(]\s*(?:…|\.(?: ?\.){2,})\s*[\])]|…|\.(?: ?\.){2,}")
_INSERTION = re.compile(r"\[([^\[\]]{0,120})\]")
_POINTER = re.compile(rf"[\[(]?\s*({TIME})\s*(?:(?:-->|-|–|—|to)\s*({TIME})\s*)?[\])]?")
_NUMBERING = (
    r"\s*(?:(?:key\s+)?(?:practice|condition|part|step|section)\b\s*"
    r"(?:\d{1,2}|[a-h]\b|[ivx]{1,4}\b)?\s*[-–—:.)]*"
    r"|\(?(?:\d{1,2}|[a-h]|[ivx]{1,4})[.):]+\s*[-–—:]?|\d{1,2}\s*[-–—]?)\s*"
)
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

Names = Mapping[str, str]
Fields = dict[str, Any]
"""Fields of a Highlight, gathered before it is made."""


@lru_cache(maxsize=64)
def condition_names(conditions: tuple[Condition, ...]) -> Names:
    """Every name of a condition, folded, with the condition's id."""
    return {
        _form(name): condition.id
        for condition in conditions
        for name in (condition.id, condition.title, *condition.aliases)
    }


def find_condition(names: Names, text: str) -> str | None:
    """The condition that a heading's words name, without regard to case, number and emphasis."""
    text = " ".join(text.split())[:_LONGEST_HEADING]
    if (whole := _form(text)) in names:
        return names[whole]
    numbering = re.match(_NUMBERING, text.casefold())
    bare = text[numbering.end() :] if numbering else text
    before = re.split(r"\s*[:(–—]\s*|\s-\s", bare, maxsplit=1)[:1]
    after = re.split(r"\s*[:–—]\s*", text, maxsplit=1)[1:]
    found = next((names[f] for p in (bare, *before, *after) if (f := _form(p)) in names), None)
    return found or _only_id(names, whole)


def _only_id(names: Names, heading: str) -> str | None:
    """The one condition whose id is a word of a short heading: `Evidence of trust`."""
    words = heading.split()
    ids = {id for id in names.values() if id in words}
    return ids.pop() if len(ids) == 1 and len(words) <= _LONGEST_TITLE else None


_LONGEST_TITLE = 8
"""Words of a heading that may name a condition in passing."""


def _form(text: str) -> str:
    return " ".join(fold(text.replace("&", " and ")))


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
                if number - before >= limits.HIGHLIGHTS:
                    break
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


def _heading_text(block: Block) -> str:
    return block.text.lstrip("# \u00a0") if block.kind == "paragraph" else block.text


def _sections(document: Document, resolver: "Resolver") -> Iterator[tuple[Section, list[_Item]]]:
    named = str(document.meta.get("condition") or document.title)
    start = find_condition(resolver.names, named) if named else None
    current = Section(document.path, 1, 1, "", None, start, False, ())
    level, items = 0, list[_Item]()
    for block in document.blocks:
        known = find_condition(resolver.names, _heading_text(block)) if is_heading(block) else None
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


def _highlights(items: list[_Item], section: Section, resolver: "Resolver") -> Iterator[Fields]:
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
    return bool(_POINTER.fullmatch(_CLASSES.sub("", block.text.strip()).strip()))


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


def _table(block: Block, section: Section, resolver: "Resolver") -> Iterator[Fields]:
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


# --- resolution ------------------------------------------------------------------------------


class _Row(NamedTuple):
    """A line of a quotation. `opens`: a speaker or a time stood before its words."""

    line: int
    speaker: str | None
    time: float | None
    opens: bool
    text: str


_LEADERS = frozenset("–—-~(")
_CLOSERS = frozenset(")")
_ATTRIBUTION = re.compile(r"\s*\(([^()\n]{1,80})\)$")
_WHOLE = re.compile(r"[–—~(-]+\s*([^()\n]{1,80})\)?")


class Resolver:
    """Looks quotations up in all conversations."""

    def __init__(
        self,
        conversations: tuple[Conversation, ...],
        metadata: Metadata,
        credential: Credential,
    ) -> None:
        self.credential = credential
        self.names = condition_names(credential.conditions)
        self.conversations = conversations
        self.indexes = [Index(c, n) for n, c in enumerate(conversations)]
        self.ends = [ends_at(c) for c in conversations]
        heard = {t.speaker: None for c in conversations for t in c.turns if t.speaker}
        extra = [Participant(name, name) for name in heard if not metadata.participant(name)]
        everyone = (*metadata.participants, *extra)
        self.speakers = Speakers(metadata._replace(participants=everyone))

    def by_id(self, written: str) -> str | None:
        """The condition whose id is written, without regard to case, spaces and underscores."""
        form = squeeze(written)
        ids = (c.id for c in self.credential.conditions)
        return next((id for id in ids if squeeze(id) == form), None)

    def highlight(
        self, lines: list[tuple[int, str]], block: Block, section: Section
    ) -> Fields | None:
        """What is known of the highlight that the quoted `lines` make; None: they hold nothing."""
        lines, classes = _split_classes(lines)
        text = "\n".join(row for _, row in lines).strip()
        if not text and not classes:
            return None
        known = [id for name in classes if (id := self.by_id(name))]
        unknown = tuple(name for name in classes if not self.by_id(name))
        conditions = tuple(dict.fromkeys(known))
        if not classes and section.condition:
            conditions = (section.condition,)
        pointer = _POINTER.fullmatch(text)
        fields = self._pointed(pointer) if pointer else self._quoted(lines)
        return fields | {
            "path": section.path,
            "line": block.line,
            "column": block.column,
            "end_line": block.end_line,
            "text": text,
            "conditions": conditions,
            "unknown": unknown,
        }

    def _pointed(self, pointer: re.Match[str]) -> Fields:
        start = read_time(pointer[1]) or 0.0
        end = read_time(pointer[2]) if pointer[2] else start
        end = start if end is None else end
        fields: Fields = {"pieces": (), "quoted_words": 0, "match": None}
        for number, conversation in enumerate(self.conversations):
            limit = self.ends[number]
            if limit is None or not conversation.recordings:
                continue
            shift = conversation.starts_at
            inside = start <= end <= limit + TOLERANCE
            if shift and not inside:
                inside = 0 <= start - shift <= end - shift <= limit + TOLERANCE
            if inside:
                return fields | {
                    "pointer": (start, end),
                    "seconds": end - start,
                    "match": self.indexes[number].between(start, end),
                    "evidences": end - start >= LEAST_SECONDS,
                }
        return fields | {
            "pointer": (start, end),
            "seconds": end - start,
            "problems": ("outside",),
        }

    def _quoted(self, lines: list[tuple[int, str]]) -> Fields:
        rows = self._rows(lines)
        pieces = _pieces(rows)
        quoted = _count_quoted(rows)
        fields: Fields = {"pieces": pieces, "quoted_words": quoted, "match": None}
        if not pieces:
            return fields | {"problems": ("not-found",)}
        found = [m for index in self.indexes for m in index.find(pieces)]
        if not found and (joined := _dehyphenated(lines)):
            again = _pieces(self._rows(joined))
            found = [m for index in self.indexes for m in index.find(again)] if again else []
            pieces = again if found else pieces
        if not found:
            return fields | self._not_found(rows, pieces)
        return fields | {"pieces": pieces} | self._agree(pieces, quoted, found)

    def _not_found(self, rows: list[_Row], pieces: tuple[Piece, ...]) -> Fields:
        """Which line fails, and what resembles it; or that only the order of the lines does."""
        problem: tuple[HighlightProblem, ...] = ("not-found",)
        if any(index.crosses(pieces) for index in self.indexes):
            return {"problems": (*problem, "apart")}
        for piece in pieces:
            if any(index.find((piece,)) for index in self.indexes):
                continue
            nearest = [n for index in self.indexes if (n := index.nearest((piece,)))]
            best = max(nearest, key=lambda n: n[0], default=(0, None))
            failed = next((row.text for row in rows if row.line == piece.line), "")
            return {"problems": problem, "failed": failed, "nearest": best[1]}
        return {"problems": (*problem, "apart")}

    def _agree(self, pieces: tuple[Piece, ...], quoted: int, found: list[Match]) -> Fields:
        """Chooses among the places by speaker, then by time; says what disagrees."""
        problems: list[HighlightProblem] = []
        spoken = [m for m in found if self._speakers_agree(pieces, m)]
        if not spoken:
            problems.append("speaker")
        candidates = spoken or found
        timed = [m for m in candidates if self._times_agree(pieces, m)]
        if not timed:
            outside = all(self._outside(pieces, m) for m in candidates)
            problems.append("outside" if outside else "time")
        candidates = timed or candidates
        places = {(m.conversation, m.first): m for m in candidates}
        has_time = any(p.time is not None for p in pieces)
        if len(places) > 1 and not (has_time and timed and self._one_place(places)):
            problems.append("ambiguous")
        match = candidates[0]
        whole = not match.omissions or match.shortest_run >= 2
        holds = not {"speaker", "outside"} & set(problems)
        return {
            "match": match,
            "problems": tuple(problems),
            "candidates": tuple(self.conversations[c].turns[t] for c, t in places),
            "evidences": quoted >= LEAST_WORDS and whole and holds,
        }

    def _one_place(self, places: dict[tuple[int, int], Match]) -> bool:
        """Whether all that agree lie next to each other, so that a time can't part them more."""
        turns = sorted(t for _, t in places)
        return len({c for c, _ in places}) == 1 and turns[-1] - turns[0] < 2

    def _turns_of(self, pieces: tuple[Piece, ...], match: Match) -> Iterator[tuple[Piece, Turn]]:
        """Each labelled piece with the turn it stands in."""
        turns = self.conversations[match.conversation].turns
        order = [turn for turn, _, _ in match.spans]
        at = -1
        for number, piece in enumerate(pieces):
            if number == 0 or piece.starts_turn:
                at = min(at + 1, len(order) - 1)
            if piece.starts_turn:
                yield piece, turns[order[at]]

    def _speakers_agree(self, pieces: tuple[Piece, ...], match: Match) -> bool:
        return all(
            piece.speaker is None or label_form(piece.speaker) == label_form(turn.speaker)
            for piece, turn in self._turns_of(pieces, match)
        )

    def _times_agree(self, pieces: tuple[Piece, ...], match: Match) -> bool:
        conversation = self.conversations[match.conversation]
        for piece, turn in self._turns_of(pieces, match):
            span = turn_span(conversation, turn.number)
            if piece.time is None or span is None:
                continue
            clocks = {piece.time, piece.time + conversation.starts_at}
            if not any(span[0] - TOLERANCE <= t <= span[1] + TOLERANCE for t in clocks):
                return False
        return True

    def _outside(self, pieces: tuple[Piece, ...], match: Match) -> bool:
        conversation = self.conversations[match.conversation]
        end = self.ends[match.conversation]
        times = [p.time for p in pieces if p.time is not None]
        if end is None:
            return False
        return any(t > max(end, end + conversation.starts_at) + TOLERANCE for t in times)

    def _rows(self, lines: list[tuple[int, str]]) -> list[_Row]:
        """The lines with speaker and time told apart from the words, as a reader sees them."""
        rows = []
        for line, text in lines:
            if not text.strip():
                continue
            opening = self.speakers.opening(text)
            speaker = opening.label or None if opening else None
            time = opening.start if opening else None
            rest, lead = _leading_time(opening.rest if opening else text)
            opens = opening is not None or lead is not None
            rows.append(_Row(line, speaker, lead if time is None else time, opens, visible(rest)))
        return self._attributed(rows)

    def _attributed(self, rows: list[_Row]) -> list[_Row]:
        """The rows with who said it taken from their end: `— Coach, 0:25`, `(Coach)`, `(0:25)`."""
        if not rows:
            return rows
        last = rows[-1]
        found = _ATTRIBUTION.search(last.text) if last.text[-1:] in _CLOSERS else None
        if found is None and len(rows) > 1 and last.text.lstrip()[:1] in _LEADERS:
            found = _WHOLE.fullmatch(last.text.strip())
        if found is None:
            return rows
        said = self._who(found[1])
        if said is None:
            return rows
        kept = last.text[: found.start()] if found.re is _ATTRIBUTION else ""
        rows = [*rows[:-1], last._replace(text=kept)] if fold(kept) else rows[:-1]
        if not rows or rows[0].opens:
            return rows
        return [rows[0]._replace(speaker=said[0], time=said[1], opens=True), *rows[1:]]

    def _who(self, text: str) -> tuple[str | None, float | None] | None:
        """Speaker and time that an attribution names; None where it names neither."""
        name, sign, clock = text.strip(" ,;.").rpartition(" ")
        time = read_time(clock.strip("[]()"))
        name = (name if sign and time is not None else text if time is None else "").strip(" ,;.")
        if not name:
            return (None, time) if time is not None else None
        label, declared = self.speakers.canonical(name)
        return (label, time) if declared else None


def _pieces(rows: list[_Row]) -> tuple[Piece, ...]:
    """A piece a line; a label that fills its line belongs to the next."""
    pieces: list[Piece] = []
    speaker: str | None = None
    time: float | None = None
    opens = False
    for row in rows:
        if row.opens:
            speaker, time, opens = row.speaker, row.time, True
        runs, before, after = _runs(row.text)
        if not runs:
            if pieces and before:
                pieces[-1] = pieces[-1]._replace(omits_after=True)
            continue
        pieces.append(Piece(speaker, time, runs, opens, before, after, row.line))
        speaker, time, opens = None, None, False
    return tuple(pieces)


_LEADING_TIME = re.compile(rf"\s*[\[(]\s*({TIME})[^\])]{{0,20}}[\])]\s*:?\s*")


def _leading_time(row: str) -> tuple[str, float | None]:
    found = _LEADING_TIME.match(row)
    return (row[found.end() :], read_time(found[1])) if found else (row, None)


def _split_classes(lines: list[tuple[int, str]]) -> tuple[list[tuple[int, str]], list[str]]:
    """The lines without the `{.trust .action}` that ends the quotation, and its classes."""
    for at in range(len(lines) - 1, -1, -1):
        line, row = lines[at]
        if not row.strip():
            continue
        row = row.rstrip()
        found = _CLASSES.search(row) if row[-1] == "}" else None
        if not found or not re.search(r"[.#]\w", found[1]):
            break
        classes = re.findall(r"[.#]([\w-]+)", found[1])
        return [*lines[:at], (line, row[: found.start()].rstrip()), *lines[at + 1 :]], classes
    return lines, []


def _count_quoted(rows: list[_Row]) -> int:
    """Quoted words without omissions, insertions and fillers."""
    text = "\n".join(row.text for row in rows)
    if "[" in text or "(" in text:
        text = _INSERTION.sub(" ", _OMISSION.sub(" ", text))
    fillers = sum(run.strip(".,;:!?…\"'“”") in FILLERS for run in text.casefold().split())
    return words(text) - fillers


def _runs(text: str) -> tuple[tuple[tuple[str, ...], ...], bool, bool]:
    """(runs of segments, an omission opens the text, an omission ends it)."""
    stretches = _OMISSION.split(text)
    runs = []
    for stretch in stretches:
        parts = _INSERTION.split(stretch)[::2] if "[" in stretch else [stretch]
        segments = tuple(s for s in (" ".join(fold(part)) for part in parts) if s)
        if segments:
            runs.append(segments)
    omits = len(stretches) > 1
    before = omits and not fold(stretches[0])
    after = omits and not fold(stretches[-1])
    return tuple(runs), before, after


def _dehyphenated(lines: list[tuple[int, str]]) -> list[tuple[int, str]] | None:
    """The lines with words joined that a hyphen parts at a line's end, if there are any."""
    joined: list[tuple[int, list[str]]] = []
    changed = False
    for line, row in lines:
        last = joined[-1][1] if joined else [""]
        if row[:1].islower() and re.search(r"\w-$", last[-1].rstrip()[-2:]):
            last[-1] = last[-1].rstrip()[:-1]
            last.append(row)
            changed = True
        else:
            joined.append((line, [row]))
    return [(line, "".join(parts)) for line, parts in joined] if changed else None


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
