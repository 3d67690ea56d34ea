"""What an author is told about the word under the pointer."""

import re
from typing import NamedTuple

from credfolio.checking import find_check
from credfolio.conditions import condition_names, find_condition
from credfolio.editor.page import Page, Span, field_on, key_on, value_on
from credfolio.model import Condition, Credential, LedgerRow, Measure, Requirement
from credfolio.times import show_time
from credfolio.wording import account
from credfolio.words import squeeze

_CODE = re.compile(r"\bCF\d{3}\b")
_ID = re.compile(r"[#.]([\w-]+)")
_BRACES = re.compile(r"\{[^{}\n]{0,200}\}")
_HEADING = re.compile(r"[ \t]*(?:#{1,6}[ \t]+|\*\*)")


class Hover(NamedTuple):
    """`text` is Markdown; `span` is what it is about."""

    text: str
    span: Span


def hover(page: Page, line: int, column: int) -> Hover | None:
    """What is known of the place, or None."""
    for find in (_code, _key, _braces, _quotation, _heading):
        found = find(page, line, column)
        if found:
            return found
    return None


def _code(page: Page, line: int, column: int) -> Hover | None:
    for found in _CODE.finditer(page.row(line)):
        span = Span(line, found.start() + 1, found.end() + 1)
        check = find_check(found[0]) if span.holds(line, column) else None
        if check:
            title, why, _, _ = check.texts
            return Hover(
                f"**{check.code} {check.name}** ({check.severity})\n\n{title}\n\n{why}", span
            )
    return None


def _key(page: Page, line: int, column: int) -> Hover | None:
    """A key of YAML with what it may say, a requirement or condition that it names."""
    row = page.row(line)
    key, value = key_on(row), value_on(row)
    keys = page.keys
    if not key or not value or keys is None or line not in keys[1]:
        return None
    span = Span(line, key[1], key[2])
    if not span.holds(line, column):
        span = Span(line, value[1], value[2])
        if not span.holds(line, column):
            return None
        named = _named(page, squeeze(key[0]), value[0])
        if named:
            return Hover(named, span)
    field = field_on(page, line)
    return Hover(plain(field.doc), span) if field else None


def _named(page: Page, key: str, value: str) -> str:
    credential = page.credential
    if credential is None or not value:
        return ""
    if key == "credential":
        same = squeeze(value) == squeeze(credential.id)
        return f"**{plain(credential.title)}**\n\n{plain(credential.summary)}" if same else ""
    if key == "requirement":
        asked = next((r for r in credential.requirements if squeeze(r.id) == squeeze(value)), None)
        return requirement_text(page, asked) if asked else ""
    if key == "condition":
        condition = _condition(credential, value)
        return condition_text(condition) if condition else ""
    return ""


def _condition(credential: Credential, id: str) -> Condition | None:
    return next((c for c in credential.conditions if squeeze(c.id) == squeeze(id)), None)


def _braces(page: Page, line: int, column: int) -> Hover | None:
    credential = page.credential
    for braces in _BRACES.finditer(page.row(line)) if credential else ():
        for found in _ID.finditer(page.row(line), braces.start(), braces.end()):
            span = Span(line, found.start() + 1, found.end() + 1)
            condition = _condition(credential, found[1]) if credential else None
            if condition and span.holds(line, column):
                return Hover(condition_text(condition), span)
    return None


def _quotation(page: Page, line: int, _: int) -> Hover | None:
    """Where a quotation stands in the conversation."""
    highlight = page.highlight_at(line)
    if highlight is None or highlight.match is None:
        return None
    turns = page.report.portfolio.conversations[highlight.match.conversation].turns
    turn = turns[highlight.match.first]
    said = plain(turn.speaker) or "Somebody"
    when = f" at {show_time(turn.start)}" if turn.start is not None else ""
    text = f"Said by **{said}**{when}: {plain(turn.path)}, line {turn.line}."
    return Hover(text, Span(line, 1, len(page.row(line)) + 1))


def _heading(page: Page, line: int, _: int) -> Hover | None:
    credential = page.credential
    if credential is None or page.kind != "annotation" or not _HEADING.match(page.row(line)):
        return None
    heading = _BRACES.sub("", page.row(line)).strip(" \t#*")
    id = find_condition(condition_names(credential.conditions), heading)
    condition = credential.condition(id) if id else None
    if condition is None:
        return None
    return Hover(condition_text(condition), Span(line, 1, len(page.row(line)) + 1))


# --- the texts -------------------------------------------------------------------------------


def requirement_text(page: Page, requirement: Requirement) -> str:
    """Title, prompt and guidance, what is asked for and how far it is, as Markdown."""
    row = next((r for r in page.report.ledger if r.requirement.id == requirement.id), None)
    parts = [f"**{plain(requirement.title)}**", plain(requirement.prompt)]
    if requirement.guidance:
        parts.append("\n".join(f"- {plain(hint)}" for hint in requirement.guidance))
    parts.append(
        "  \n".join([f"Asked for: {asked_for(requirement)}.", *(_counts(row) if row else ())])
    )
    return "\n\n".join(part for part in parts if part)


def asked_for(requirement: Requirement) -> str:
    """`250 words`, `1,000 words or a recording of 10:00`."""
    minimum = requirement.minimum
    asked = [f"{minimum.words:,} words"] if minimum.words else []
    asked += [f"a recording of {show_time(minimum.seconds)}"] if minimum.seconds else []
    return " or ".join(asked) or "no least length"


def _counts(row: LedgerRow) -> list[str]:
    lines = [f"Now: {row.status}" + "".join(f", {_amount(m)}" for m in row.measures) + "."]
    return lines + [said.strip() for m in row.measures if (said := account(m))]


def _amount(measure: Measure) -> str:
    if measure.value is None:
        return "not known"
    if measure.unit == "seconds":
        return show_time(measure.value)
    return f"{measure.value:,} {measure.unit}"


def condition_text(condition: Condition) -> str:
    """Title, summary and what an assessor looks for, as Markdown."""
    parts = [f"**{plain(condition.title)}**", plain(condition.summary)]
    if condition.look_for:
        looks = "\n".join(f"- {plain(sign)}" for sign in condition.look_for)
        parts.append(f"An assessor looks for:\n\n{looks}")
    return "\n\n".join(part for part in parts if part)


def plain(text: str) -> str:
    """`text` so that an editor shows it as it is: a stranger's credential draws no picture."""
    return re.sub(r"([\\`*_\[\]<>&])", r"\\\1", " ".join(text.split()))
