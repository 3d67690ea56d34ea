"""How many words an answer has: the author's own, all that a reader sees, and what lies between.

The scope of a count matters far more than the tokenizer (FACTS), so every category that is left
out is named. DESIGN §5 is the source of each rule.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from credfolio.model import (
    Block,
    Credential,
    Document,
    Evidence,
    Measure,
    Place,
    Repeat,
    Requirement,
    Status,
)
from credfolio.words import fold, is_url, unspaced, words

LEAST_SENTENCE = 8
"""Shorter sentences may well be said twice."""

_LONG_SENTENCE = 60
_CATEGORY = {
    "heading": "headings",
    "quotation": "blockquotes",
    "table": "tables",
    "code": "code",
    "html": "html",
    "footnote": "footnotes",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of eight words or more. `form`: folded; `quoted`: it opens in quotation marks."""

    form: str
    words: int
    place: Place
    text: str
    quoted: bool


@dataclass(slots=True)
class Count:
    """Words of one requirement. `pool`: sentences are compared within it."""

    own: int = 0
    all: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    sentences: list[Sentence] = field(default_factory=list)
    pool: Literal["prose", "speech"] = "prose"
    countable: bool = True
    quoted: int = 0

    def leave_out(self, category: str, number: int, seen: bool = True) -> None:
        """`number` words that are not the author's own; `seen`: a reader sees them."""
        if number:
            self.left_out[category] = self.left_out.get(category, 0) + number
        if seen:
            self.all += number

    def subtract(self, number: int) -> None:
        """Words that only repeat what stood before."""
        number = min(number, self.own)
        self.own -= number
        self.all -= number
        self.left_out["repeats"] = self.left_out.get("repeats", 0) + number


def count_prose(
    documents: Iterable[Document],
    requirement: Requirement,
    own_cells: Iterable[tuple[Block, int]] = (),
    exchange: bool = True,
) -> Count:
    """The count of an answer. `own_cells`: (table, column) pairs whose cells are own words.

    `exchange`: quoted words count up to a third of the minimum where quotations are required.
    """
    count = Count()
    prompts = _prompt_forms(requirement)
    cells = {id(block): column for block, column in own_cells}
    for document in documents:
        before = count.all
        own_before = count.own
        for block in document.blocks:
            if block.kind == "paragraph":
                _count_paragraph(count, block, document, prompts)
            elif id(block) in cells:
                _count_cells(count, block, cells[id(block)], document)
            else:
                number = words(block.text)
                count.leave_out(_CATEGORY[block.kind], number)
                count.quoted += number if block.kind == "quotation" else 0
        if document.shown is not None and count.all - before > document.shown:
            hidden = min(count.all - before - document.shown, count.own - own_before)
            count.all -= hidden
            count.own -= hidden
            count.leave_out("hidden", hidden, seen=False)
    if requirement.quotations and exchange and count.quoted:
        allowed = min(count.quoted, (requirement.minimum.words or 0) // 3)
        count.own += allowed
        count.left_out["blockquotes"] -= allowed
        if not count.left_out["blockquotes"]:
            del count.left_out["blockquotes"]
    return count


def _count_paragraph(
    count: Count, block: Block, document: Document, prompts: frozenset[str]
) -> None:
    total = words(block.text)
    own = total if block.own == block.text else words(block.own)
    if own < total:
        urls = sum(map(is_url, block.text.split()))
        count.leave_out("addresses", min(urls, total - own))
        count.leave_out("code", total - own - min(urls, total - own))
    place = Place(document.path, block.line, block.column)
    if prompts:
        repeated = _prompt_words(block.own, own, prompts)
        if repeated:
            count.leave_out("prompts", repeated)
            own -= repeated
    if own and not block.own.isascii() and unspaced(block.own):
        count.countable = False
    count.own += own
    count.all += own
    if own >= LEAST_SENTENCE:
        count.sentences += sentences(block.own, place)


def _count_cells(count: Count, block: Block, column: int, document: Document) -> None:
    """A table whose `column` holds own words; the other cells and the head are left out."""
    count.leave_out("tables", sum(words(cell) for cell in block.rows[0]))
    for row, line in zip(block.rows[1:], block.row_lines[1:], strict=True):
        for number, cell in enumerate(row):
            if number != column:
                count.leave_out("tables", words(cell))
                continue
            own = words(cell)
            count.own += own
            count.all += own
            count.sentences += sentences(cell, Place(document.path, line, 1))


# --- the prompt, pasted above the answer -----------------------------------------------------


def _prompt_forms(requirement: Requirement) -> frozenset[str]:
    texts = [requirement.prompt, *requirement.guidance]
    forms = {" ".join(fold(text)) for text in texts}
    forms |= {" ".join(fold(s)) for text in texts for s in _split(text)}
    return frozenset(form for form in forms if form.count(" ") >= 3)


def _prompt_words(text: str, own: int, prompts: frozenset[str]) -> int:
    """Words of a paragraph that only repeat the prompt."""
    whole = " ".join(fold(text))
    if whole in prompts or (
        whole.count(" ") >= 5 and any(whole in prompt for prompt in prompts)
    ):
        return own
    found = 0
    for sentence in _split(text):
        form = " ".join(fold(sentence))
        if form in prompts:
            found += words(sentence)
    return min(found, own)


# --- sentences that stood before -------------------------------------------------------------

_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+|\n{2,}")


def _split(text: str) -> list[str]:
    return [part for part in _END.split(text) if part]


def sentences(text: str, place: Place) -> Iterator[Sentence]:
    """Sentences of eight words or more; one that goes on and on is searched for its own echoes."""
    for part in _split(text):
        if part.count(" ") + part.count("\n") + part.count("\u00a0") < LEAST_SENTENCE - 1:
            continue
        form = fold(part)
        number = words(part)
        if number < LEAST_SENTENCE:
            continue
        quoted = part.lstrip()[:1] in "\"“„«‘'「"
        yield Sentence(" ".join(form), number, place, " ".join(part.split()), quoted)
        if number > _LONG_SENTENCE:
            yield from _echoes(form, place)


def _echoes(form: list[str], place: Place) -> Iterator[Sentence]:
    """Runs of eight words that come again within one long sentence, three times or more."""
    seen: set[tuple[str, ...]] = set()
    again: list[Sentence] = []
    at = 0
    while at + LEAST_SENTENCE <= len(form):
        run = tuple(form[at : at + LEAST_SENTENCE])
        if run in seen:
            text = " ".join(run)
            again.append(Sentence(f"echo {text}", LEAST_SENTENCE, place, text, False))
            at += LEAST_SENTENCE
        else:
            seen.add(run)
            at += 1
    if len(again) >= 3:
        yield Sentence(again[0].form, 0, place, again[0].text, False)
        for sentence in again:
            yield Sentence(again[0].form, sentence.words, place, sentence.text, False)


def find_repeats(
    counts: dict[str, Count], heard: Iterable[str]
) -> tuple[list[Repeat], dict[str, int]]:
    """Sentences that stood before, in the order of the requirements, and words to subtract.

    A sentence in quotation marks that was really said in the conversation (`heard`, folded) may
    be quoted in more than one answer.
    """
    first: dict[tuple[str, str], Place] = {}
    repeats: list[Repeat] = []
    subtract: dict[str, int] = {}
    speech = ""
    for requirement, count in counts.items():
        for sentence in count.sentences:
            key = (count.pool, sentence.form)
            before = first.get(key)
            if before is None:
                first[key] = sentence.place
                continue
            if sentence.quoted:
                speech = speech or "\n".join(heard)
                if f" {sentence.form} " in speech:
                    continue
            repeat = Repeat(requirement, sentence.place, before, sentence.words, sentence.text)
            repeats.append(repeat)
            subtract[requirement] = subtract.get(requirement, 0) + sentence.words
    return repeats, subtract


# --- counts against minimums -----------------------------------------------------------------


def measure_words(evidence: Evidence, count: Count, credential: Credential) -> Measure:
    """The words of one requirement against its minimum (DESIGN §5: met, at risk, unmet)."""
    minimum = evidence.requirement.minimum
    paths = tuple(d.path for d in evidence.documents)
    left_out = {k: v for k, v in count.left_out.items() if v}
    if not count.countable:
        return Measure(
            "words", None, None, minimum.words, left_out, "unmet", minimum.severity, paths
        )
    status = status_of(count.own, count.all, minimum.words, credential.thresholds.at_risk)
    if status == "unmet" and minimum.severity == "warning":
        status = "at-risk"
    return Measure(
        "words", count.own, count.all, minimum.words, left_out, status, minimum.severity, paths
    )


def status_of(own: int, all: int, minimum: int | None, at_risk: float) -> Status:
    """met, at-risk or unmet. Only what a reader could count otherwise makes it at risk."""
    if minimum is None or own >= minimum:
        return "met" if own or minimum is None else "unmet"
    return "at-risk" if all >= minimum and own >= at_risk * minimum else "unmet"
