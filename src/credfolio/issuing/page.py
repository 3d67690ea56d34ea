"""A credential as a page of the terminal."""

import textwrap
from collections.abc import Iterable, Iterator

from credfolio.issuing.wording import asked_of, limits_of, more_of, total, verdict
from credfolio.model import Condition, Credential, Part, Requirement
from credfolio.reports import Style
from credfolio.reports.screen import harmless
from credfolio.words import printable


def credential_page(credential: Credential, style: Style) -> str:
    """What a credential asks for, in the order of its form; conditions and limits after it."""
    rows = [*_head(credential, style)]
    for number, part in enumerate(credential.parts, 1):
        rows += ["", *_part(number, part, style)]
    if credential.conditions:
        rows += ["", style.paint("What the evidence has to show", "1")]
        for condition in credential.conditions:
            rows += ["", *_condition(condition, style)]
    rows += _section("Limits", limits_of(credential), style)
    confirmed = (attestation.title for attestation in credential.attestations)
    rows += _section("What the author confirms before handing in", confirmed, style)
    rows += _section("Source", filter(None, (credential.source, credential.license_note)), style)
    return harmless("\n".join(rows) + "\n")


def _head(credential: Credential, style: Style) -> Iterator[str]:
    yield style.paint(printable(credential.title), "1")
    dot = " · " if style.unicode else ", "
    yield dot.join((credential.id, f"version {credential.version}", credential.language))
    yield from _wrapped(credential.issuer, style)
    if credential.summary:
        yield from ("", *_wrapped(credential.summary, style))
    changes = (f"Version {each.version}: {each.text}" for each in credential.changes)
    yield from _section("What changed", changes, style)


def _section(title: str, texts: Iterable[str], style: Style) -> Iterator[str]:
    """A heading with its points; nothing where there are none."""
    points = list(texts)
    if points:
        yield from ("", style.paint(title, "1"))
        yield from _points(points, 2, style)


def _part(number: int, part: Part, style: Style) -> Iterator[str]:
    yield style.paint(printable(f"Part {number}: {part.title}"), "1")
    said = [f"verdict: {verdict(part)}"] if part.verdict else []
    said += [total(part)] if total(part) else []
    if said:
        yield from _wrapped(", ".join(said), style, 2)
    for requirement in part.requirements:
        yield ""
        yield from _requirement(requirement, style)


def _requirement(requirement: Requirement, style: Style) -> Iterator[str]:
    yield "  " + style.paint(printable(f"{requirement.title} ({requirement.id})"), "1")
    yield from _wrapped("; ".join(asked_of(requirement)), style, 4)
    yield from _wrapped(requirement.prompt, style, 4)
    yield from _points((*requirement.guidance, *more_of(requirement)), 4, style)


def _condition(condition: Condition, style: Style) -> Iterator[str]:
    yield "  " + style.paint(printable(f"{condition.title} ({condition.id})"), "1")
    yield from _wrapped(condition.summary, style, 4)
    yield from _points(condition.look_for, 4, style)


def _points(texts: Iterable[str], indent: int, style: Style) -> Iterator[str]:
    sign = "•" if style.unicode else "-"
    for text in texts:
        yield from _wrapped(f"{sign} {text}", style, indent, indent + 2)


def _wrapped(text: str, style: Style, indent: int = 0, rest: int | None = None) -> list[str]:
    """`text` in rows that fit, the first `indent` blanks in and the others `rest`."""
    after = " " * (indent if rest is None else rest)
    return textwrap.wrap(
        printable(text),
        min(style.width, 100),
        initial_indent=" " * indent,
        subsequent_indent=after,
        break_long_words=False,
        break_on_hyphens=False,
    )
