"""Word files as people make them: the template filled in, comments, tracked changes, pictures."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import docx
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph
from support import BASE

from credfolio.model import Block, Portfolio
from credfolio.read import read_portfolio
from credfolio.workspace import find


def base() -> Portfolio:
    """The complete portfolio of the samples, whose texts a teacher writes into Word here."""
    return read_portfolio(find(BASE))


def heading(word: Word, title: str) -> Paragraph:
    """The heading of that text."""
    return next(p for p in word.paragraphs if p.text == title and _is_heading(p))


def _is_heading(paragraph: Paragraph) -> bool:
    return bool(paragraph.style and paragraph.style.name.startswith("Heading"))


def write_below(word: Word, title: str, texts: Iterable[str | tuple[str, str]]) -> list[Paragraph]:
    """Writes paragraphs into the empty one below the heading `title`; a pair has a style."""
    paragraphs = word.paragraphs
    at = next(n for n, p in enumerate(paragraphs) if p.text == title and _is_heading(p))
    place = next(p for p in paragraphs[at + 1 :] if not p.text.strip())
    written = []
    for entry in texts:
        text, style = entry if isinstance(entry, tuple) else (entry, "Normal")
        paragraph = place.insert_paragraph_before(text, style=style)
        written.append(paragraph)
    return written


def paragraphs_of(portfolio: Portfolio, requirement: str) -> list[str | tuple[str, str]]:
    """The blocks of a requirement's documents as Word has them."""
    return [
        entry
        for document in portfolio.evidence[requirement].documents
        for block in document.blocks
        for entry in _paragraphs(block)
    ]


def _paragraphs(block: Block) -> list[str | tuple[str, str]]:
    if block.kind == "quotation":
        return [(line, "Quote") for line in block.text.split("\n") if line.strip()]
    return [block.text] if block.kind == "paragraph" else []


def turns_of(portfolio: Portfolio) -> list[str]:
    """The conversation as she types it, without Markdown."""
    return [
        f"{turn.speaker} [{int(turn.start or 0) // 60}:{int(turn.start or 0) % 60:02}]: {turn.text}"
        for turn in portfolio.conversations[0].turns
    ]


def comment_on(word: Word, paragraph: Paragraph, passage: str, text: str) -> None:
    """Marks `passage` in a paragraph of one run and writes a comment on it."""
    run = paragraph.runs[0]
    before, found, after = run.text.partition(passage)
    assert found, passage
    run.text = before
    marked = paragraph.add_run(passage)
    paragraph.add_run(after)
    word.add_comment(marked, text=text, author="Me", initials="M")


def comment_over(word: Word, paragraphs: Sequence[Paragraph], text: str) -> None:
    """A comment on several whole paragraphs."""
    runs = [paragraphs[0].runs[0], paragraphs[-1].runs[-1]]
    word.add_comment(runs, text=text, author="Me", initials="M")


def xml(text: str) -> Any:
    """An element of WordprocessingML, `{}` standing for its namespaces."""
    return parse_xml(text.format(nsdecls("w")))


def fill(word: Word, portfolio: Portfolio) -> list[Paragraph]:
    """Everything but the annotation, below its heading; gives the paragraphs of the turns."""
    for requirement in ("trust-established", "focus-and-dialogue", "graphic-feedback",
                        "plan-of-action", "reflection"):  # fmt: skip
        title = portfolio.evidence[requirement].requirement.title
        write_below(word, title, paragraphs_of(portfolio, requirement))
    return write_below(word, "Coaching conversation", turns_of(portfolio))


def saved(word: Word, path: Path) -> Path:
    word.save(str(path))
    return path


def opened(path: Path) -> Word:
    return docx.Document(str(path))
