"""A quotation resolved against the conversations: found, by whom, when, or what comes nearest."""

import re
from collections.abc import Iterable, Iterator
from copy import copy
from typing import Any, NamedTuple

from credfolio import limits
from credfolio.conditions import condition_names
from credfolio.model import (
    Block,
    Conversation,
    Credential,
    HighlightProblem,
    Match,
    Metadata,
    Participant,
    Piece,
    Section,
    Turn,
)
from credfolio.passages import Index, ends_at, turn_span
from credfolio.speakers import Speakers
from credfolio.times import TIME, read_time
from credfolio.transcript import visible
from credfolio.words import FILLERS, fold, label_form, squeeze, words

LEAST_WORDS = 5
LEAST_SECONDS = 5.0
TOLERANCE = 5.0

CLASSES = re.compile(r"\{([^{}\n]{0,200})\}$")
_OMISSION = re.compile(r"[\[(]\s*(?:…|\.(?: ?\.){2,})\s*[\])]|…|\.(?: ?\.){2,}")
_INSERTION = re.compile(r"\[([^\[\]]{0,120})\]")
_INITIAL = re.compile(r"\[(\w)\](?=\w)")
"""`[W]hat`: a letter made large or small, which is no insertion."""
POINTER = re.compile(rf"[\[(]?\s*({TIME})\s*(?:(?:-->|-|–|—|to)\s*({TIME})\s*)?[\])]?")

Fields = dict[str, Any]
"""Fields of a Highlight, gathered before it is made."""


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
        self.looked_up = 0
        self.names = condition_names(credential.conditions)
        self.conversations = conversations
        self.indexes = [Index(c, n) for n, c in enumerate(conversations)]
        self.ends = [ends_at(c) for c in conversations]
        self.within = frozenset(range(len(conversations)))
        heard = {t.speaker: None for c in conversations for t in c.turns if t.speaker}
        extra = [Participant(name, name) for name in heard if not metadata.participant(name)]
        everyone = (*metadata.participants, *extra)
        self.speakers = Speakers(metadata._replace(participants=everyone))

    def only(self, numbers: Iterable[int]) -> "Resolver":
        """The same, which looks in some of the conversations alone."""
        other = copy(self)
        other.within = frozenset(numbers)
        other.indexes = [index for index in self.indexes if index.number in other.within]
        return other

    def by_id(self, written: str) -> str | None:
        """The condition whose id is written, without regard to case, spaces and underscores."""
        form = squeeze(written)
        ids = (c.id for c in self.credential.conditions)
        return next((id for id in ids if squeeze(id) == form), None)

    def highlight(
        self, lines: list[tuple[int, str]], block: Block, section: Section
    ) -> Fields | None:
        """What is known of the highlight that the quoted `lines` make.

        None: they hold nothing, or there are more highlights than are read.
        """
        lines, classes = _split_classes(lines)
        text = "\n".join(row for _, row in lines).strip()
        if self.looked_up >= limits.HIGHLIGHTS or (not text and not classes):
            return None
        self.looked_up += 1
        known = [id for name in classes if (id := self.by_id(name))]
        unknown = tuple(name for name in classes if not self.by_id(name))
        conditions = tuple(dict.fromkeys(known))
        if not classes and section.condition:
            conditions = (section.condition,)
        pointer = POINTER.fullmatch(text)
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
            if limit is None or not conversation.recordings or number not in self.within:
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
        problem = self._astray(start, end)
        return fields | {"pointer": (start, end), "seconds": end - start, "problems": (problem,)}

    def _astray(self, start: float, end: float) -> HighlightProblem:
        """Why a pointer is within no recording."""
        recordings = [r for c in self.conversations for r in c.recordings]
        if recordings and end < start:
            return "reversed"
        unmeasured = any(r.broken or r.seconds is None for r in recordings)
        return "unproved" if unmeasured else "outside"

    def _quoted(self, lines: list[tuple[int, str]]) -> Fields:
        return self._find(self._rows(lines), lines)

    def look_up(self, said: str, speaker: str | None, time: float | None) -> Fields:
        """One utterance looked up like a quotation of one line; see Highlight for what it gives."""
        row = _Row(1, speaker, time, True, visible(said))
        return {"problems": ()} | self._find([row], [(1, said)])

    def _find(self, rows: list[_Row], lines: list[tuple[int, str]]) -> Fields:
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
            first, last = span[0] - TOLERANCE, span[1] + TOLERANCE
            later = piece.time + conversation.starts_at
            if not (first <= piece.time <= last or first <= later <= last):
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
        found = CLASSES.search(row) if row[-1] == "}" else None
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
    runs = [run.strip(".,;:!?…\"'“”") for run in text.casefold().split()]
    return words(text) - (0 if FILLERS.isdisjoint(runs) else sum(run in FILLERS for run in runs))


def _runs(text: str) -> tuple[tuple[tuple[str, ...], ...], bool, bool]:
    """(runs of segments, an omission opens the text, an omission ends it)."""
    omits = "…" in text or ".." in text or ". ." in text
    stretches = _OMISSION.split(text) if omits else [text]
    runs = []
    for stretch in stretches:
        bracketed = "[" in stretch
        parts = _INSERTION.split(_INITIAL.sub(r"\1", stretch))[::2] if bracketed else [stretch]
        segments = tuple([" ".join(found) for part in parts if (found := fold(part))])
        if segments:
            runs.append(segments)
    if len(stretches) < 2:
        return tuple(runs), False, False
    return tuple(runs), not fold(stretches[0]), not fold(stretches[-1])


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
