"""What may be written next: ids, keys, people, files, and what was said in the conversation."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from credfolio.editor.hover import asked_for, condition_text, requirement_text
from credfolio.editor.page import Page, Span, key_on
from credfolio.editor.passages import label, words_of
from credfolio.fields import Choice
from credfolio.kinds import is_talk
from credfolio.model import Turn
from credfolio.times import show_time
from credfolio.words import END_OF_SENTENCE, fold, squeeze
from credfolio.workspace import METADATA

Kind = Literal["value", "key", "quotation", "person", "file"]

MOST = 100
"""Offers at a time; typing a word narrows them down."""

LONG_TURN = 40
"""Words from which on a turn's sentences are offered too."""

_BRACES = re.compile(r"\{[^{}]{0,200}[#.]([\w-]{0,60})$")
_HEADING = re.compile(r"[ \t]*#{1,6}[ \t]+([^{}]{0,80})$")
_QUOTED = re.compile(r"[ \t]*(?:>[ \t]?)+")
_OPENING = re.compile(r"[ \t]*(?:[-*] )?(\**(?:\w[\w ]{0,39})?)$")
_FILES = {
    "transcript": (".vtt", ".srt", ".docx", ".txt"),
    "recording": (".mp3", ".m4a", ".mp4", ".wav", ".ogg", ".webm", ".mov", ".flac"),
    "data": (".csv",),
    "image": (".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg"),
}


class Offer(NamedTuple):
    """`insert` replaces `span`. `text` is Markdown. `filter`: what must look like what is typed."""

    label: str
    insert: str
    span: Span
    kind: Kind
    detail: str = ""
    text: str = ""
    filter: str = ""


def completions(page: Page, line: int, column: int) -> list[Offer]:
    """What may stand at the place, the likeliest first, at most `MOST`."""
    before = page.row(line)[: column - 1]
    if page.path == METADATA or line in page.front:
        found = _in_keys(page, line, before)
    elif not page.is_markdown:
        found = iter(())
    elif braces := _BRACES.search(before[-300:]):
        found = _conditions(page, line, column, braces[1])
    elif quoted := _QUOTED.match(before):
        found = _quotations(page, line, column, before[quoted.end() :])
    else:
        found = _in_body(page, line, column, before)
    return [offer for offer, _ in zip(found, range(MOST), strict=False)]


# --- YAML ------------------------------------------------------------------------------------


def _in_keys(page: Page, line: int, before: str) -> Iterator[Offer]:
    key = key_on(before)
    if key:
        typed = before.partition(":")[2].lstrip()
        span = Span(line, len(before) - len(typed) + 1, len(before) + 1)
        yield from _values(page, squeeze(key[0]), span)
    elif page.is_markdown and re.fullmatch(r"\w{0,40}", before):
        yield from _keys(page, Span(line, 1, len(before) + 1))


def _keys(page: Page, span: Span) -> Iterator[Offer]:
    keys = page.keys
    fields = keys[0].fields if keys else {}
    used = {squeeze(key[0]) for n in page.front if n != span.line and (key := key_on(page.row(n)))}
    for name, field in fields.items():
        if squeeze(name) not in used:
            yield Offer(name, f"{name}: ", span, "key", text=field.doc)


def _values(page: Page, key: str, span: Span) -> Iterator[Offer]:
    credential = page.credential
    keys = page.keys
    field = keys[0].fields.get(key) if keys else None
    if isinstance(field, Choice):
        for value in field.values:
            yield Offer(value, value, span, "value", text=field.doc)
    elif credential is None:
        return
    elif key == "requirement" and page.is_markdown:
        status = {row.requirement.id: row.status for row in page.report.ledger}
        for asked in credential.requirements:
            detail = f"{status.get(asked.id, '')} · {asked_for(asked)}"
            yield Offer(asked.id, asked.id, span, "value", detail, requirement_text(page, asked))
    elif key == "condition" and page.is_markdown:
        yield from _condition_ids(page, span)
    elif key == "credential" and page.path == METADATA:
        yield Offer(credential.id, credential.id, span, "value", credential.title)
    else:
        yield from _named_files(page, key, span)


def _named_files(page: Page, key: str, span: Span) -> Iterator[Offer]:
    folder = page.path.rpartition("/")[0]
    inside = f"{folder}/" if folder else ""
    beside_first = sorted(page.report.portfolio.files, key=lambda p: (not p.startswith(inside), p))
    for path in beside_first:
        if path.lower().endswith(_FILES.get(key, ("/",))) and path != page.path:
            up = inside.count("/") if not path.startswith(inside) else 0
            name = "../" * up + path if up else path.removeprefix(inside)
            yield Offer(name, name, span, "file")


# --- Markdown --------------------------------------------------------------------------------


def _condition_ids(page: Page, span: Span, after: str = "") -> Iterator[Offer]:
    for condition in page.credential.conditions if page.credential else ():
        text = condition_text(condition)
        yield Offer(condition.id, condition.id + after, span, "value", condition.title, text)


def _conditions(page: Page, line: int, column: int, typed: str) -> Iterator[Offer]:
    closes = "" if page.row(line)[column - 1 :].lstrip().startswith(("}", ".", "#")) else "}"
    return _condition_ids(page, Span(line, column - len(typed), column), closes)


def _in_body(page: Page, line: int, column: int, before: str) -> Iterator[Offer]:
    heading = _HEADING.fullmatch(before[:200]) if page.kind == "annotation" else None
    if heading and page.credential:
        span = Span(line, heading.start(1) + 1, column)
        for condition in page.credential.conditions:
            title = f"{condition.title} {{#{condition.id}}}"
            yield Offer(title, title, span, "value", text=condition_text(condition))
    elif page.kind and is_talk(page.kind) and (opening := _OPENING.fullmatch(before[:80])):
        yield from _people(page, Span(line, opening.start(1) + 1, column))


def _people(page: Page, span: Span) -> Iterator[Offer]:
    for person in page.report.portfolio.metadata.participants:
        insert = f"**{person.label}**: "
        yield Offer(person.label, insert, span, "person", ", ".join(person.roles), filter=insert)


def _quotations(page: Page, line: int, column: int, typed: str) -> Iterator[Offer]:
    """Turns and sentences in which every word that is typed is said, in the order of the talk."""
    if page.kind and is_talk(page.kind):
        return
    said = typed.lstrip()
    span = Span(line, column - len(said), column)
    space = "" if page.row(line)[: span.first - 1].endswith((" ", "\t")) else " "
    wanted = [f" {word}" for word in fold(said)]
    for conversation in page.report.portfolio.conversations:
        for turn in conversation.turns:
            for passage in _passages(turn):
                form = f" {' '.join(fold(f'{turn.speaker} {passage}'))}"
                if all(word in form for word in wanted):
                    yield _quoted(turn, passage, span, space, said)


def _passages(turn: Turn) -> Iterator[str]:
    whole = words_of(turn)
    if whole:
        yield whole
    if len(whole.split()) >= LONG_TURN:
        at = 0
        for end in END_OF_SENTENCE.finditer(whole):
            yield whole[at : end.end()].strip()
            at = end.end()
        if whole[at:].strip():
            yield whole[at:].strip()


def _quoted(turn: Turn, passage: str, span: Span, space: str, typed: str) -> Offer:
    who = f"{turn.speaker} {show_time(turn.start) if turn.start is not None else ''}".strip()
    short = passage if len(passage) <= 60 else passage[:59].rstrip() + "…"
    return Offer(
        f"{who}: {short}" if who else short,
        f"{space}{label(turn)}{passage}",
        span,
        "quotation",
        f"{turn.path}, line {turn.line}",
        passage,
        typed,
    )
