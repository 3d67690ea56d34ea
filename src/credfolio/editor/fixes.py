"""What can be put right for the author: an id, a key, a line of YAML, a quotation."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from credfolio.editor.page import Page, Span, key_on, value_on
from credfolio.editor.passages import passage_like, requoted, split_row
from credfolio.fields import Field, Keyed, Many, Record, nearest
from credfolio.model import Finding, Highlight, Turn
from credfolio.words import fold, squeeze

_NAME = re.compile(r"[#.]([\w-]+)")
_BRACES = re.compile(r"\{[^{}\n]{0,200}\}")
_CORRECTED = re.compile(r"Write `([^`\n]{3,200})`(?:, or [^`\n]{1,80})?\.")


class Fix(NamedTuple):
    """`text` replaces `span`. `sure`: the one that is most likely meant."""

    title: str
    span: Span
    text: str
    finding: Finding
    sure: bool = False


def fixes(page: Page, first: int, last: int) -> list[Fix]:
    """Everything that can be put right in the lines from `first` to `last`."""
    found: list[Fix] = []
    for finding in page.findings:
        line = finding.place.line or 1
        highlight = page.highlight_at(line) if finding.code.startswith("CF40") else None
        end = highlight.end_line if highlight else line
        make = _FIXES.get(finding.code)
        if make and line <= last and first <= end:
            found += make(page, finding)
    return found


def _requirement(page: Page, finding: Finding) -> Iterator[Fix]:
    """The nearest id, then those that nothing answers yet."""
    line = finding.place.line or 1
    value = value_on(page.row(line))
    if value is None or page.credential is None:
        return
    near = nearest(value[0], tuple(r.id for r in page.credential.requirements))
    open_ids = [row.requirement.id for row in page.report.ledger if row.status == "missing"]
    for id in dict.fromkeys([*([near] if near else []), *open_ids]):
        yield Fix(f"Write “{id}”", Span(line, value[1], value[2]), id, finding, id == near)


def _condition(page: Page, finding: Finding) -> Iterator[Fix]:
    """The nearest id in place of each one that is unknown, or all of them."""
    if page.credential is None:
        return
    known = tuple(condition.id for condition in page.credential.conditions)
    line = finding.place.line or 1
    highlight = page.highlight_at(line)
    for number in range(line, (highlight.end_line if highlight else line) + 1):
        for braces in _BRACES.finditer(page.row(number)):
            for found in _NAME.finditer(page.row(number), braces.start(), braces.end()):
                if any(squeeze(found[1]) == squeeze(id) for id in known):
                    continue
                near = nearest(found[1], known)
                span = Span(number, found.start(1) + 1, found.end(1) + 1)
                for id in (near,) if near else known:
                    yield Fix(f"Write “{id}”", span, id, finding, id == near)


# --- quotations ------------------------------------------------------------------------------


def _words(page: Page, finding: Finding) -> Iterator[Fix]:
    """The nearest passage, word for word, in place of the line that is not found."""
    highlight = page.highlight_at(finding.place.line or 1)
    if highlight is None or highlight.nearest is None or not highlight.failed:
        return
    wanted = fold(highlight.failed)
    for line in range(highlight.line, highlight.end_line + 1):
        row = page.row(line)
        if wanted and fold(split_row(row)[1])[-len(wanted) :] == wanted:
            passage = passage_like(highlight.nearest, highlight.failed)
            text = requoted(row, highlight.nearest, passage)
            title = f"Quote what was said: “{_short(passage)}”"
            yield Fix(title, Span(line, 1, len(row) + 1), text, finding, True)
            return


def _short(text: str) -> str:
    return text if len(text) <= 70 else text[:69].rstrip() + "…"


def _who_and_when(page: Page, finding: Finding) -> Iterator[Fix]:
    """Speaker and time of the passage, for a quotation of one line."""
    highlight = page.highlight_at(finding.place.line or 1)
    if highlight is None or not highlight.candidates or len(highlight.pieces) != 1:
        return
    line = highlight.pieces[0].line
    for turn in highlight.candidates:
        text = _relabelled(page.row(line), highlight, turn)
        if text:
            sure = len(highlight.candidates) == 1
            said = split_row(text)[1].partition(": ")[0].replace("*", "")
            yield Fix(
                f"Write “{said}”", Span(line, 1, len(page.row(line)) + 1), text, finding, sure
            )


def _relabelled(row: str, highlight: Highlight, turn: Turn) -> str:
    """The line with another speaker and time before its own words, or nothing."""
    said = split_row(row)[1]
    count = sum(len(segment.split()) for run in highlight.pieces[0].runs for segment in run)
    starts = [at for at in range(len(said)) if at == 0 or said[at - 1] in ' :*"“'][:_STARTS]
    for at in starts:
        if len(fold(said[at:])) == count and said[at : at + 1].strip():
            return requoted(row, turn, said[at:], turn.start is not None)
    return ""


_STARTS = 60
"""Places in a line where its words may begin; labels are short."""


# --- YAML ------------------------------------------------------------------------------------


def _yaml(page: Page, finding: Finding) -> Iterator[Fix]:
    """A key's right spelling, or the corrected line that the finding shows."""
    line = finding.place.line or 1
    row = page.row(line)
    key = key_on(row)
    if key is None or page.keys is None:
        return
    names = tuple(dict.fromkeys(_names(page.keys[0])))
    if squeeze(key[0]) not in map(squeeze, names) and (near := nearest(key[0], names)):
        yield Fix(f"Write “{near}:”", Span(line, key[1], key[2]), near, finding, True)
    corrected = _CORRECTED.fullmatch(finding.hint)
    value = value_on(row)
    if corrected is None or value is None:
        return
    meant = key_on(corrected[1])
    put = value_on(corrected[1])
    if meant and put and put[2] > put[1] and squeeze(meant[0]) == squeeze(key[0]):
        text = corrected[1][put[1] - 1 :]
        yield Fix(f"Write “{corrected[1]}”", Span(line, value[1], value[2]), text, finding, True)


def _names(record: Record) -> Iterator[str]:
    """Every key that the record knows, at any depth."""
    for name, field in record.fields.items():
        yield name
        below: Field = field.of if isinstance(field, Many | Keyed) else field
        if isinstance(below, Record):
            yield from _names(below)


_FIXES: Mapping[str, Callable[[Page, Finding], Iterator[Fix]]] = {
    "CF103": _requirement,
    "CF402": _words,
    "CF403": _who_and_when,
    "CF405": _condition,
    "CF407": _who_and_when,
    "CF408": _who_and_when,
    "CF501": _yaml,
    "CF502": _yaml,
}
