"""The hints of the Word template: what is written there, and how it is known again.

A hint is known by its words, not by its look: other programs lose the look, and who types over a
hint has written a text of their own.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from credfolio.kinds import is_talk
from credfolio.model import Credential, Metadata, Requirement
from credfolio.times import show_time
from credfolio.words import fold

HINT = "Portfolio Hint"
EXAMPLE = "Portfolio Example"
HINT_STYLES = (HINT, EXAMPLE)
FILE = "portfolio.docx"

_LABELS = ("Coach", "Partner")
_LABEL = re.compile(r"^.{1,80}?\]: ")


class Hint(NamedTuple):
    """A paragraph of the template. `style`: HINT or EXAMPLE. `prompt`: what is asked for."""

    style: str
    text: str
    prompt: bool = False


def title(credential: Credential) -> str:
    return f"{credential.title}: my portfolio"


def labels(metadata: Metadata) -> tuple[str, str]:
    """What the first two participants are called."""
    found = [p.label for p in metadata.participants if p.label]
    return (found[0], found[1]) if len(found) > 1 else _LABELS


def introduction(people: Sequence[str]) -> tuple[Hint, ...]:
    """What stands above the first section."""
    return (
        Hint(
            HINT,
            "Write below each heading. Text that looks like this is a hint: it is never counted as "
            "yours, and you may delete it. Keep the headings: they say where your text goes.",
        ),
        Hint(
            HINT,
            "When you have written something, save, close the file and type in the terminal: "
            f"credfolio import {FILE}. Do it again after each change; credfolio check then says "
            "what is missing.",
        ),
        Hint(
            HINT,
            f"Use labels instead of names everywhere: {people[0]}, {people[1]}, Student 1. Who is "
            "who, who has consented and what you confirm stand in portfolio/portfolio.yml.",
        ),
    )


def of_requirement(
    requirement: Requirement, credential: Credential, people: Sequence[str]
) -> tuple[Hint, ...]:
    """What stands below the heading of a requirement."""
    texts = [asked(requirement)]
    texts += [f"• {text}" for hint in requirement.guidance if (text := _in_word(hint))]
    found = [Hint(HINT, requirement.prompt, True), *(Hint(HINT, text) for text in texts if text)]
    if requirement.quotations:
        found.append(Hint(HINT, _QUOTATIONS))
    if is_talk(requirement.kind):
        found += _of_conversation(credential, people)
    elif requirement.kind == "annotation":
        found += _of_annotation(requirement)
    return tuple(found)


_QUOTATIONS = (
    "Put what somebody said between quotation marks, or give its paragraph the style Quote."
)


def asked(requirement: Requirement) -> str:
    minimum = requirement.minimum
    wanted = [f"{minimum.words:,} words or more"] if minimum.words else []
    if minimum.seconds:
        wanted.append(f"a recording of {show_time(minimum.seconds)}")
    return f"Asked for: {', or '.join(wanted)}." if wanted else ""


def _of_conversation(credential: Credential, people: Sequence[str]) -> Iterator[Hint]:
    first, second = people
    yield Hint(HINT, "One turn a paragraph, like these two; the times may be left out.")
    yield Hint(EXAMPLE, f"{first} [0:02:10]: What one of you said, word for word.")
    yield Hint(EXAMPLE, f"{second} [0:02:21]: What the other one answered.")
    if credential.conditions:
        ids = ", ".join(condition.id for condition in credential.conditions)
        yield Hint(
            HINT,
            "To highlight a passage, mark it and choose Review, New Comment. Begin the comment "
            f"with what it shows ({ids}) and a colon, then say how. It becomes a highlight of "
            "your annotation.",
        )
    yield Hint(
        HINT,
        "A recording, or a transcript that Zoom or Teams wrote, need not be copied here: credfolio "
        "import reads its file.",
    )


def _of_annotation(requirement: Requirement) -> Iterator[Hint]:
    yield Hint(
        HINT,
        "Comments that you put on the transcript come here by themselves. What you write below is "
        "added to them: a passage, then what you see in it.",
    )
    yield Hint(EXAMPLE, "“A passage from the transcript, word for word.”")
    yield Hint(EXAMPLE, "How this passage shows the condition, in your own words.")


def of_condition(look_for: Iterable[str]) -> tuple[Hint, ...]:
    return tuple(Hint(HINT, f"• {text}") for text in look_for)


def part_line(number: int, title: str) -> Hint:
    return Hint(HINT, f"Part {number}: {title}")


def _in_word(guidance: str) -> str:
    """A hint of the credential without the clauses on how to write Markdown."""
    if "`" not in guidance:
        return guidance
    kept = [clause for clause in guidance.rstrip(".").split(", ") if "`" not in clause]
    return ", ".join(kept) + "." if kept else ""


class Known(NamedTuple):
    """The hints of a credential's template, folded."""

    texts: frozenset[str]
    examples: frozenset[str]

    def is_hint(self, text: str, styled: bool) -> bool:
        """Whether a paragraph is a hint as it was written; `styled`: it looks like one."""
        form = " ".join(fold(text))
        if form in self.texts:
            return True
        return styled and " ".join(fold(_LABEL.sub("", text.strip()))) in self.examples


def known(credential: Credential, metadata: Metadata) -> Known:
    everything: list[Hint] = [Hint(HINT, title(credential))]
    for people in {_LABELS, labels(metadata)}:
        everything += introduction(people)
        for requirement in credential.requirements:
            everything += of_requirement(requirement, credential, people)
    for condition in credential.conditions:
        everything += of_condition(condition.look_for)
    everything += (part_line(n, part.title) for n, part in enumerate(credential.parts, 1))
    examples = (_LABEL.sub("", hint.text) for hint in everything if hint.style == EXAMPLE)
    return Known(
        frozenset(" ".join(fold(hint.text)) for hint in everything),
        frozenset(" ".join(fold(text)) for text in examples),
    )
