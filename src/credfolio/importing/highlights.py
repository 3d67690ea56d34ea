"""Comments on the passages of a transcript as highlights of the annotation."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from credfolio.conditions import condition_names, find_condition
from credfolio.importing.comments import Comment, named_conditions
from credfolio.importing.escaping import escape, escape_inline
from credfolio.importing.marking import END, START, Mark, marked, marks, unmarked
from credfolio.importing.names import Names
from credfolio.importing.page import Piece, markdown
from credfolio.importing.turns import Found, Said, clock, find_turns
from credfolio.model import Condition, Credential
from credfolio.quotations import LEAST_WORDS
from credfolio.speakers import Speakers
from credfolio.words import END_OF_SENTENCE, words

_FROM_WORD = "comments in Word"
_WITHOUT = "marked in Word without a comment"


class Span(NamedTuple):
    """Characters `first` to `last` of turns `start` to `end`, both included."""

    start: int
    first: int
    end: int
    last: int


@dataclass(frozen=True, slots=True)
class Margin:
    """A comment on a passage of a transcript. `comment`: without the name of its conditions.

    `widened`: so few words were marked that the sentence around them is quoted.
    """

    number: int
    span: Span
    conditions: tuple[str, ...]
    comment: str
    widened: bool = False


# --- where comments stand --------------------------------------------------------------------


def turns_with_spans(lines: Sequence[str], names: Names) -> tuple[Found | None, dict[int, Span]]:
    """(the turns in lines with marks, which passage each comment marks by its number)."""
    plain = [unmarked(line) for line in lines]
    found = find_turns(plain, names)
    if found is None or not any(marks(line)[1] for line in lines):
        return found, {}
    again = find_turns(_marks_on_words(lines, found, names), names)
    if again is None or _texts(again) != [(turn.speaker, turn.text) for turn in found.turns]:
        return found, {}
    return found, _spans(again.turns)


def _texts(found: Found) -> list[tuple[str | None, str]]:
    return [(turn.speaker, unmarked(turn.text)) for turn in found.turns]


def _marks_on_words(lines: Sequence[str], found: Found, names: Names) -> list[str]:
    """The lines with each mark moved off names and times, to the words that are said."""
    known = [turn.speaker for turn in found.turns if turn.speaker]
    speakers = Speakers(names.known(known))
    tool = set(found.tool.split("\n"))
    plain = [unmarked(line) for line in lines]
    placed: list[list[Mark]] = [[] for _ in lines]
    says = [_says_from(line, speakers) if _cells(line) not in tool else None for line in plain]
    spoken = [n for n, at in enumerate(says) if at is not None]
    begun: dict[int, int] = {}
    for number, line in enumerate(lines):
        for mark in marks(line)[1]:
            if mark.kind == START:
                begun[mark.value] = number
            at = number
            if mark.kind == END and begun.get(mark.value) == number:  # perhaps on a name alone
                at = number if says[number] is not None else _following(spoken, number)
                mark = mark._replace(at=max(mark.at if at == number else 0, (says[at] or 0) + 1))
            if mark.kind in (START, END):
                _place(mark, at, says, spoken, plain, placed)
    return [marked(line, tuple(found)) for line, found in zip(plain, placed, strict=True)]


def _following(spoken: list[int], number: int) -> int:
    """The next line in which something is said; `number` itself where there is none."""
    at = bisect_right(spoken, number)
    return spoken[at] if at < len(spoken) else number


def _cells(line: str) -> str:
    """A row of a table as the line that it is read as."""
    return ": ".join(cell.strip() for cell in line.strip().split("\t"))


def _place(
    mark: Mark,
    number: int,
    says: list[int | None],
    spoken: list[int],
    plain: list[str],
    placed: list[list[Mark]],
) -> None:
    """A beginning goes forward to the next word that is said, an end back to the last one."""
    first = says[number]
    text = plain[number]
    if first is not None and mark.kind == START:
        at = max(mark.at, first)
        placed[number].append(mark._replace(at=at + len(text[at:]) - len(text[at:].lstrip())))
    elif first is not None and mark.at > first:
        placed[number].append(mark._replace(at=len(text[: mark.at].rstrip())))
    elif mark.kind == START and (at := _following(spoken, number)) != number:
        placed[at].append(mark._replace(at=says[at] or 0))
    elif mark.kind == END and (at := bisect_left(spoken, number)):
        before = spoken[at - 1]
        placed[before].append(mark._replace(at=len(plain[before].rstrip())))


def _says_from(line: str, speakers: Speakers) -> int | None:
    """Where the words of a line begin, behind its speaker and time; None: there are none."""
    text = line.strip()
    if not text:
        return None
    start = line.index(text)
    if "\t" in text:
        return start + text.rindex("\t") + 1
    opening = speakers.opening(text)
    if opening is None:
        return start
    if not opening.rest:
        return None
    return start + len(text) - len(opening.rest) if text.endswith(opening.rest) else start


def _spans(turns: Sequence[Said]) -> dict[int, Span]:
    begun: dict[int, tuple[int, int]] = {}
    ended: dict[int, tuple[int, int]] = {}
    texts = []
    for number, turn in enumerate(turns):
        text, found = marks(turn.text)
        texts.append(text)
        for mark in found:
            (begun if mark.kind == START else ended)[mark.value] = (number, mark.at)
    spans = {}
    for comment in sorted(begun.keys() | ended.keys()):
        first = begun.get(comment) or (ended[comment][0], 0)
        last = ended.get(comment) or (first[0], len(texts[first[0]]))
        span = _whole_words(Span(*first, *last), texts) if first <= last else None
        if span:
            spans[comment] = span
    return spans


def _whole_words(span: Span, texts: Sequence[str]) -> Span | None:
    """The span grown to whole words, without turns of which it holds none."""
    start, first, end, last = span
    while start < end and not words(texts[start][first:]):
        start, first = start + 1, 0
    while end > start and not words(texts[end][:last]):
        end, last = end - 1, len(texts[end - 1])
    text = texts[start]
    while first < len(text) and text[first].isspace():
        first += 1
    while first and not text[first - 1].isspace():
        first -= 1
    text = texts[end]
    while last and text[last - 1].isspace():
        last -= 1
    while 0 < last < len(text) and not text[last].isspace():
        last += 1
    if start == end and first >= last:
        last = first
        while last < len(text) and not text[last].isspace():
            last += 1
    return Span(start, first, end, last) if text else None


# --- comments to highlights ------------------------------------------------------------------


def margins(
    comments: Sequence[Comment],
    spans: dict[int, Span],
    turns: Sequence[Said],
    conditions: tuple[Condition, ...],
) -> tuple[list[Margin], list[int]]:
    """(highlights in the order of the transcript, comments on it that name no condition)."""
    found: list[Margin] = []
    open_: list[int] = []
    for number, span in sorted(spans.items(), key=lambda pair: (pair[1], pair[0])):
        comment = comments[number]
        ids, text = named_conditions(comment.text, conditions)
        if not ids and found and found[-1].span == spans_of(turns, span)[0]:
            text = "\n".join(filter(None, (found[-1].comment, comment.whole)))
            found[-1] = replace(found[-1], comment=text)  # a reply, as other programs write it
        elif not ids:
            open_.append(number)
        else:
            text = "\n".join(filter(None, (text, *comment.replies)))
            widest, widened = spans_of(turns, span)
            found.append(Margin(number, widest, ids, text, widened))
    return found, open_


def spans_of(turns: Sequence[Said], span: Span) -> tuple[Span, bool]:
    """(the span, at least five words of it where the turn has them, whether it was widened)."""
    if span.start != span.end:
        return span, False
    text = turns[span.start].text
    if words(text[span.first : span.last]) >= LEAST_WORDS:
        return span, False
    ends = [0, *(m.end() for m in END_OF_SENTENCE.finditer(text)), len(text)]
    first = max((at for at in ends if at <= span.first), default=0)
    last = min((at for at in ends if at >= span.last), default=len(text))
    if words(text[first:last]) < LEAST_WORDS:
        first, last = 0, len(text)
    last = len(text[:last].rstrip())
    return Span(span.start, first, span.end, last), (first, last) != (span.first, span.last)


def quotation(margin: Margin, turns: Sequence[Said], names: Names) -> str:
    """The passage as a quotation, a paragraph a turn, with the speaker and time of each."""
    span = margin.span
    rows = []
    for number in range(span.start, span.end + 1):
        turn = turns[number]
        first = span.first if number == span.start else 0
        last = span.last if number == span.end else len(turn.text)
        text = escape_inline(names.mask(turn.text[first:last])[0].strip())
        stamp = "" if turn.start is None else f" [{clock(turn.start)}]"
        if text:
            rows.append(f"> **{names.label(turn.speaker)}**{stamp}: {text}")
    if len(margin.conditions) > 1 and rows:
        rows[-1] += f" {{{' '.join(f'.{id}' for id in margin.conditions)}}}"
    return "\n>\n".join(rows)


def _written(margin: Margin, turns: Sequence[Said], names: Names) -> str:
    comment = names.mask(margin.comment)[0]
    paragraphs = [escape(line) for line in comment.split("\n") if line.strip()]
    return "\n\n".join((quotation(margin, turns, names), *paragraphs))


# --- into the annotation ---------------------------------------------------------------------


def annotated(
    pieces: Sequence[Piece],
    found: Sequence[Margin],
    turns: Sequence[Said],
    names: Names,
    credential: Credential,
) -> str:
    """The body of the annotation: what stands in its section, and the comments' highlights.

    Each goes to the end of its condition's section, below a heading of its own where the author
    wrote something there: a comment must not be taken for that of another quotation.
    """
    parts = _by_condition(pieces, credential)
    for condition in credential.conditions:
        mine = [m for m in found if m.conditions[0] == condition.id]
        if not mine:
            continue
        at = next((n for n in reversed(range(len(parts))) if parts[n][0] == condition.id), None)
        if at is None:
            parts.append((condition.id, [f"## {condition.title} {{#{condition.id}}}"], False))
            at = len(parts) - 1
        _, blocks, own = parts[at]
        said = [m for m in mine if m.comment.strip()]
        silent = [m for m in mine if not m.comment.strip()]
        for group, heading in ((said, _FROM_WORD), (silent, _WITHOUT)):
            if group and (own or group is silent):
                blocks.append(f"### {condition.title}: {heading}")
            blocks += (_written(margin, turns, names) for margin in group)
    return "\n\n".join(block for _, blocks, _ in parts for block in blocks if block)


def _by_condition(
    pieces: Sequence[Piece], credential: Credential
) -> list[tuple[str, list[str], bool]]:
    """(condition or nothing, its Markdown, whether there is more than a heading), in order."""
    names = condition_names(credential.conditions)
    parts: list[tuple[str, list[Piece]]] = [("", [])]
    notes = [piece for piece in pieces if piece.kind == "note"]
    for piece in pieces:
        text = unmarked(piece.plain).strip()
        heads = piece.kind == "heading" or (piece.bold and "\n" not in text)
        condition = find_condition(names, text) if heads else None
        if condition:
            parts.append((condition, [piece]))
        elif piece.kind != "note":
            parts[-1][1].append(piece)
    parts[-1][1].extend(notes)
    return [
        (id, [markdown(group)] if group else [], any(words(unmarked(p.plain)) for p in group[1:]))
        for id, group in parts
    ]
