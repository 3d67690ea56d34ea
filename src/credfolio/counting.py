"""How many words an answer has: the author's own, all that a reader sees, and what lies between.

The scope of a count matters far more than the tokenizer (FACTS), so every category that is left
out is named. DESIGN §5 is the source of each rule.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from operator import itemgetter
from typing import Literal, NamedTuple

from credfolio.model import (
    Block,
    Credential,
    Document,
    Evidence,
    Measure,
    Requirement,
    Status,
    Turn,
)
from credfolio.words import END_OF_SENTENCE, fold, is_url, unspaced, words

_CATEGORY = {
    "quotation": "blockquotes",
    "table": "tables",
    "code": "code",
    "html": "html",
    "footnote": "footnotes",
}


class Text(NamedTuple):
    """Own words in one place of a document."""

    text: str
    path: str
    line: int
    column: int


class Count:
    """Words of one requirement. `pool`: their sentences are compared within it; prose has `texts`,
    speech has turns that are `said`, each with its sentences, folded.
    `quoted`: words in blockquotes, of which up to `exchange` count as own."""

    def __init__(self, pool: Literal["prose", "speech"] = "prose") -> None:
        self.pool = pool
        self.own = 0
        self.all = 0
        self.left_out: dict[str, int] = {}
        self.texts: list[Text] = []
        self.said: list[tuple[Turn, tuple[str, ...]]] = []
        self.countable = True
        self.quoted = 0
        self.exchange = 0

    def leave_out(self, category: str, number: int, seen: bool = True) -> None:
        """`number` words that are not the author's own; `seen`: a reader sees them."""
        if number:
            self.left_out[category] = self.left_out.get(category, 0) + number
        if seen:
            self.all += number

    def subtract(self, number: int) -> None:
        """Words that only repeat what stood before; a reader counts them once."""
        number = min(number, self.own)
        self.own -= number
        self.all -= number
        self.leave_out("repeats", number, seen=False)

    def set_apart(self, number: int) -> None:
        """Words that were said in the conversation: quoted ones, with or without the marks."""
        number = min(number, self.own)
        self.own -= number
        self.quoted += number
        self.leave_out("spoken", number, seen=False)

    def settle(self) -> None:
        """Counts quoted words as own as far as the credential takes them in exchange."""
        allowed = min(self.quoted, self.exchange)
        self.own += allowed
        for category in ("blockquotes", "spoken"):
            taken = min(allowed, self.left_out.get(category, 0))
            if taken:
                self.left_out[category] -= taken
                allowed -= taken


def count_prose(
    documents: Iterable[Document],
    requirement: Requirement,
    own_cells: Iterable[tuple[Block, int]] = (),
    is_heading: Callable[[Block], bool] = lambda block: block.kind == "heading",
    exchange: bool = True,
) -> Count:
    """The count of an answer. `own_cells`: (table, column) pairs whose cells are own words.

    `is_heading`: what is left out as one. `exchange`: quoted words count up to a third of the
    minimum where quotations are required.
    """
    count = Count()
    prompts = _prompt_forms(requirement.prompt, requirement.guidance)
    cells = {id(block): column for block, column in own_cells}
    for document in documents:
        before = count.all
        own_before = count.own
        plain: list[Block] = []
        for block in document.blocks:
            if is_heading(block):
                count.leave_out("headings", words(block.text))
            elif block.kind == "paragraph":
                _count_paragraph(count, block, document, prompts, plain)
            elif id(block) in cells:
                _count_cells(count, block, cells[id(block)], document)
            else:
                number = words(block.text)
                count.leave_out(_CATEGORY[block.kind], number)
                count.quoted += number if block.kind == "quotation" else 0
        _count_plain(count, plain, document)
        if document.shown is not None and count.all - before > document.shown:
            hidden = min(count.all - before - document.shown, count.own - own_before)
            count.all -= hidden
            count.own -= hidden
            count.leave_out("hidden", hidden, seen=False)
    if requirement.quotations and exchange:
        count.exchange = (requirement.minimum.words or 0) // 3
    return count


def _count_plain(count: Count, blocks: list[Block], document: Document) -> None:
    """Paragraphs all of whose words are the author's, counted together."""
    text = "\n".join([block.text for block in blocks])
    number = words(text)
    if unspaced(text) or any(unspaced(block.text) for block in blocks if not text.isascii()):
        count.countable = False
    count.own += number
    count.all += number
    count.texts += [Text(b.text, document.path, b.line, b.column) for b in blocks]


def _count_paragraph(
    count: Count,
    block: Block,
    document: Document,
    prompts: tuple[tuple[str, str], ...],
    plain: list[Block],
) -> None:
    """Counts a paragraph, or puts it with those that need no closer look."""
    if block.own == block.text and not (prompts and _resembles(block.own, prompts)):
        plain.append(block)
        return
    total = words(block.text)
    own = total if block.own == block.text else words(block.own)
    if own < total:
        urls = sum(map(is_url, block.text.split()))
        count.leave_out("addresses", min(urls, total - own))
        count.leave_out("code", total - own - min(urls, total - own))
    if prompts:
        repeated = _prompt_words(block.own, own, prompts)
        if repeated:
            count.leave_out("prompts", repeated)
            own -= repeated
    if own and not block.own.isascii() and unspaced(block.own):
        count.countable = False
    count.own += own
    count.all += own
    if own:
        count.texts.append(Text(block.own, document.path, block.line, block.column))


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
            count.texts.append(Text(cell, document.path, line, 1))


# --- the prompt, pasted above the answer -----------------------------------------------------


@lru_cache(maxsize=256)
def _prompt_forms(prompt: str, guidance: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """(longest word, form) of the prompt's texts and sentences, folded."""
    texts = (prompt, *guidance)
    forms = {
        " ".join(fold(part)) for text in texts for part in (text, *END_OF_SENTENCE.split(text))
    }
    return tuple((max(f.split(), key=len), f) for f in sorted(forms) if f.count(" ") >= 3)


def _resembles(text: str, prompts: tuple[tuple[str, str], ...]) -> bool:
    """Whether the longest word of a prompt stands in a text: else it repeats none of them."""
    probes = map(itemgetter(0), prompts)
    return any(map(text.casefold().__contains__, probes))


def _prompt_words(text: str, own: int, prompts: tuple[tuple[str, str], ...]) -> int:
    """Words of a paragraph that only repeat the prompt."""
    low = text.casefold()
    likely = [form for probe, form in prompts if probe in low]
    whole = " ".join(fold(text))
    if any(whole == form or (whole.count(" ") >= 5 and whole in form) for form in likely):
        return own
    if not any(map(whole.__contains__, likely)):
        return 0
    repeated = (part for part in END_OF_SENTENCE.split(text) if " ".join(fold(part)) in likely)
    return min(own, sum(map(words, repeated)))


# --- counts against minimums -----------------------------------------------------------------


def measure_words(evidence: Evidence, count: Count, credential: Credential) -> Measure:
    """The words of one requirement against its minimum (DESIGN §5: met, at risk, unmet)."""
    minimum = evidence.requirement.minimum
    paths = evidence.paths
    left_out = {k: v for k, v in count.left_out.items() if v}
    if not count.countable:
        return Measure(
            "words", None, None, minimum.words, left_out, "unmet", minimum.severity, paths
        )
    status = status_of(count.own, count.all, minimum.words, credential.thresholds.at_risk)
    if status == "unmet" and minimum.severity == "warning" and count.own:
        status = "at-risk"  # a guide; nothing at all is no answer
    return Measure(
        "words", count.own, count.all, minimum.words, left_out, status, minimum.severity, paths
    )


def status_of(own: int, all: int, minimum: int | None, at_risk: float) -> Status:
    """met, at-risk or unmet. Only what a reader could count otherwise makes it at risk."""
    if minimum is None:
        return "met" if own else "unmet"
    if own >= minimum:
        return "met"
    return "at-risk" if all >= minimum and own >= at_risk * minimum else "unmet"
