"""Wide tables of a document as a list for each row: long cells in a dozen columns can't be read."""

import re
from collections.abc import Iterator

from credfolio.kinds.steps.entries import entries_of
from credfolio.model import Block, Document
from credfolio.tables.base import Sheet
from credfolio.tables.cells import says
from credfolio.tables.files import heading

_COLUMNS = 7
"""Columns from which on a table is too wide for a page."""

_LONG = 90
"""Characters from which on a cell is too long for a column of several."""

_KEYS = ("cycle", "step", "date", "time")


def with_cards(document: Document, sheet: Sheet, listed: frozenset[str]) -> str | None:
    """The Markdown of a document with its wide tables of steps as lists; None where it has none.

    `listed`: the columns that hold entries divided by `;`; elsewhere it is a sign as any other.
    """
    rows = document.body.split("\n")
    at = {line: index for index, line in enumerate(document.lines)}
    shown = []
    end = 0
    for block in document.blocks:
        first, last = at.get(block.line), at.get(block.row_lines[-1]) if block.row_lines else None
        if first is None or last is None or not _is_wide(block, rows[first]):
            continue
        shown += [*rows[end:first], "", *_cards(rows[first : last + 1], sheet, listed), ""]
        end = last + 1
    return "\n".join([*shown, *rows[end:]]) if end else None


def _is_wide(block: Block, source: str) -> bool:
    """Of tables that stand by themselves: one in a list or quotation is left as it is."""
    if block.kind != "table" or len(block.rows) < 2 or not source.startswith("|"):
        return False
    longest = max(len(cell) for row in block.rows for cell in row)
    return len(block.rows[0]) >= _COLUMNS or (len(block.rows[0]) > 2 and longest >= _LONG)


def _cards(rows: list[str], sheet: Sheet, listed: frozenset[str]) -> Iterator[str]:
    """A bold line for a row, with what it is about, and below it each cell that says something."""
    names = {form: column.name for column in sheet.columns for form in column.forms}
    header = _cells(rows[0])
    keys = [names.get(heading(text)) in _KEYS for text in header]
    carried = {n for n, text in enumerate(header) if names.get(heading(text)) in _carried(sheet)}
    above = dict.fromkeys(carried, "")
    for row in rows[2:]:
        cells = _cells(row)[: len(header)]
        for n in carried:
            if n < len(cells):
                above[n] = cells[n] = cells[n] if says(cells[n]) else above[n]
        told = [
            f"{text} {cell}" if cell.isdecimal() else cell
            for text, cell, key in zip(header, cells, keys, strict=False)
            if key and cell
        ]
        yield from ("", f"**{' · '.join(told) or '–'}**", "")
        for text, cell, key in zip(header, cells, keys, strict=False):
            if cell and not key:
                several = names.get(heading(text)) in listed
                yield from (text, *(_entries(cell) if several else [f":   {cell}"]), "")


def _carried(sheet: Sheet) -> frozenset[str]:
    """The columns in which an empty cell says what the one above it says."""
    return frozenset(column.name for column in sheet.columns if column.carried)


def _entries(cell: str) -> list[str]:
    """What a cell says, as a list where `;` divides it."""
    parts = entries_of(cell)
    if len(parts) < 2:
        return [f":   {cell}"]
    return [f"{':' if not number else ' '}   - {part}" for number, part in enumerate(parts)]


_CELLS = re.compile(r"((?:[^|\\]|\\.|\\$)*)(?:\||$)")


def _cells(row: str) -> list[str]:
    """The Markdown of each cell."""
    row = row.strip().removeprefix("|").removesuffix("|")
    return [cell.strip().replace("\\|", "|") for cell in _CELLS.findall(row)][:-1]
