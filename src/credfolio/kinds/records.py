"""Rows that a document states: in its tables, or in the file that `data:` names.

A table of the document counts whose headings are known; others are shown and left alone.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from credfolio import limits
from credfolio.fields import nearest
from credfolio.kinds.base import UNREADABLE, Context
from credfolio.model import Block, Document, Fault, Place, Table
from credfolio.sources import inside
from credfolio.tables.base import Column, Row, Rows, Sheet, Source
from credfolio.tables.cells import says
from credfolio.tables.files import Grid, Line, Unread, Written, heading, is_table, no_table
from credfolio.tables.sheets import (
    known_headings,
    limited,
    read_rows,
    read_table,
    written_tables,
)
from credfolio.tables.summaries import is_summary


class Records(NamedTuple):
    """The rows of all documents of a requirement, by sheet, and what was written."""

    rows: Rows
    tables: tuple[Table, ...]


def read_records(
    documents: tuple[Document, ...], sheets: tuple[Sheet, ...], context: Context
) -> Records:
    """Every row of the documents. What can't be read is a fault with its row and column."""
    rows: dict[str, tuple[Row, ...]] = {sheet.name: () for sheet in sheets}
    tables: tuple[Table, ...] = ()
    for document in documents:
        found: list[Fault] = []
        unread = _grids(document, sheets, context, found)
        place = document.places["requirement"]
        talk = context.conversations, context.metadata, context.credential
        source = Source(
            document.path, document.meta, place, talk, found, code=UNREADABLE, drawn=False
        )
        if unread.grids and "data" not in document.meta and not any(g.rows for g in unread.grids):
            _hollow(unread.grids[0], sheets, source)
        elif unread.grids:
            entries = [_carried(_without_summaries(g, sheets), sheets) for g in unread.grids]
            for name, some in read_rows(entries, sheets, source).items():
                rows[name] += some
        elif not found:
            _nothing(document, sheets, source)
        limited(source)
        context.faults += [f._replace(requirement=document.requirement) for f in found]
        tables += written_tables(unread.grids)
    return Records(rows, tables)


def _without_summaries(grid: Grid, sheets: tuple[Sheet, ...]) -> Grid:
    """A table without rows such as `Total | | | 540` that lack what each entry has to say."""
    needed = {form for sheet in sheets for c in sheet.columns if c.filled for form in c.forms}
    filled = [n for n, cell in enumerate(grid.header.cells) if heading(cell.text) in needed]

    def adds_up(line: Line) -> bool:
        own = (c.text for c in line.cells if c.text and c.place.line == line.place.line)
        texts = [line.cells[n].text if n < len(line.cells) else "" for n in filled]
        return is_summary(next(own, "")) and not all(texts)

    return grid._replace(rows=tuple(line for line in grid.rows if not adds_up(line)))


def _carried(grid: Grid, sheets: tuple[Sheet, ...]) -> Grid:
    """A table in which a cell that was written once for several rows stands in each of them."""
    forms = {form for sheet in sheets for c in sheet.columns if c.carried for form in c.forms}
    for n in (n for n, cell in enumerate(grid.header.cells) if heading(cell.text) in forms):
        above = ""
        rows = []
        for line in grid.rows:
            cell = line.cells[n] if n < len(line.cells) else None
            if cell and not says(cell.text):
                filled = (*line.cells[:n], cell._replace(text=above), *line.cells[n + 1 :])
                line = line._replace(cells=filled)
            elif cell:
                above = cell.text
            rows.append(line)
        grid = grid._replace(rows=tuple(rows))
    return grid


def _nothing(document: Document, sheets: tuple[Sheet, ...], source: Source) -> None:
    sheet = next(s for s in sheets if s.needed)
    columns = [c for c in sheet.columns if c.needed]
    head = " | ".join(c.name for c in columns)
    line = " | ".join(c.example for c in columns)
    if named := document.meta.get("data"):
        message = f"There is nothing in `{named}`."
        hint = f"Write headings into its first row, `{head.replace(' | ', ',')}`, and rows below."
        source.fault(document.places["data"], message, hint)
        return
    message = f"There is no table here of {sheet.doc}."
    hint = f"Write one below headings, `| {head} |`, with rows such as `| {line} |`, or name a "
    hint += "spreadsheet saved as CSV: `data: table.csv`."
    source.fault(source.place, message, hint)


def _hollow(grid: Grid, sheets: tuple[Sheet, ...], source: Source) -> None:
    """Headings as the scaffold writes them, and nothing below them."""
    line = grid.header.place.line
    known = {form: column for sheet in sheets for column in sheet.columns for form in column.forms}
    cells = [c for c in grid.header.cells if c.place.line == line]
    columns = [known.get(heading(cell.text)) for cell in cells]
    row = " | ".join(column.example if column else "…" for column in columns)
    message = "This table has headings, but no rows below them."
    source.fault(grid.header.place, message, f"Write a row such as `| {row} |`.")


def _grids(
    document: Document, sheets: tuple[Sheet, ...], context: Context, faults: list[Fault]
) -> Unread:
    named = document.meta.get("data")
    if named:
        return _file(document, named, sheets, context, faults)
    grids = _meant(tuple(_written_grids(document, sheets, faults)), sheets)
    for known in (known_headings(sheets, needed=True), known_headings(sheets)):
        meant = tuple(g for g in grids if any(heading(c.text) in known for c in g.header.cells))
        if meant:
            return Unread(meant)
    return Unread()


def _meant(grids: tuple[Grid, ...], sheets: tuple[Sheet, ...]) -> tuple[Grid, ...]:
    """The tables but those of other things, where one has all that is needed: beside pupils with
    their scores before and after, one may stand of items before and after.
    """
    needed = [[c for c in sheet.columns if c.needed] for sheet in sheets]
    if any(all(_has(grid, c) for c in columns) for grid in grids for columns in needed):
        own = [columns[0] for columns in needed if columns[0].above is None]
        return tuple(g for g in grids if not own or any(_has(g, c, nearly=True) for c in own))
    return grids


def _has(grid: Grid, column: Column, nearly: bool = False) -> bool:
    """Whether a table has a column, or with `nearly` one whose heading may be misspelt."""
    there = [heading(cell.text) for cell in grid.header.cells]
    if not column.forms.isdisjoint(there):
        return True
    return nearly and any(nearest(text, tuple(column.forms)) for text in there if text)


def _written_grids(
    document: Document, sheets: tuple[Sheet, ...], faults: list[Fault]
) -> Iterator[Grid]:
    """The tables of a document, each with what the headings above it state for all its rows."""
    above: dict[int, Written] = {}
    lines = dict(zip(document.lines, document.body.split("\n"), strict=False))
    left = limits.EXHIBIT_ROWS
    for block in document.blocks:
        if block.kind == "table" and block.rows:
            if len(block.rows) > left:
                message = f"There are more than {limits.EXHIBIT_ROWS:,} rows; the rest is not read."
                place = Place(document.path, block.line, block.column)
                faults.append(
                    Fault(UNREADABLE, place, message, "Keep the rows that are asked for.")
                )
                return
            left -= len(block.rows)
            grid = _grid(block, document, lines)
            yield _complete(grid, sheets, above.values(), document)
        elif block.kind == "heading" or block.strong:
            level = block.level or _BOLD
            above = {n: text for n, text in above.items() if n < level}
            above[level] = Written(block.text, Place(document.path, block.line, block.column))


_BOLD = 7
"""The level of a bold line that stands for a heading: below all others."""


def _complete(
    grid: Grid, sheets: tuple[Sheet, ...], above: Iterable[Written], document: Document
) -> Grid:
    """A table with the columns that are stated once for all of its rows."""
    there = {heading(cell.text) for cell in grid.header.cells}
    nearest = [*above][::-1]
    for column in (c for sheet in sheets for c in sheet.columns if c.above):
        if not there.isdisjoint(column.forms):
            continue
        found = next(
            (w for w in nearest if column.above and column.above.read(w.text, False)), None
        )
        if found is None and (stated := document.meta.get(column.name)):
            found = Written(stated, document.places[column.name])
        if found:
            first = Written(column.name, found.place)
            header = grid.header._replace(cells=(first, *grid.header.cells))
            rows = (row._replace(cells=(found, *row.cells)) for row in grid.rows)
            grid = grid._replace(header=header, rows=tuple(rows))
    return grid


def _file(
    document: Document,
    named: str,
    sheets: tuple[Sheet, ...],
    context: Context,
    faults: list[Fault],
) -> Unread:
    place = document.places["data"]
    path = inside(document.path, named)
    if path is None:
        message = f"`{named}` leads out of the portfolio folder."
        faults.append(Fault(UNREADABLE, place, message, "Copy the file beside this document."))
        return Unread()
    if not is_table(named):
        hint = "In the spreadsheet, choose File → Save as → CSV, and put the file beside this one."
        faults.append(Fault(UNREADABLE, place, no_table(named), hint))
        return Unread()
    raw, fault = context.files.table(path)
    if fault and not os.path.lexists(context.root / path):
        fault = _absent(named, context.root / path, place)
    if fault:
        faults.append(fault._replace(code=UNREADABLE))
        return Unread()
    unread = read_table(raw, path, sheets)
    faults += [fault._replace(code=UNREADABLE) for fault in unread.faults]
    grids = (_complete(grid, sheets, (), document) for grid in unread.grids)
    return unread._replace(grids=tuple(grids))


def _absent(named: str, path: Path, place: Place) -> Fault:
    """A table that is not there; perhaps it is under nearly the same name, or not saved as CSV."""
    hint = "Save it from your spreadsheet as CSV beside this document, under this name."
    folder = path.parent
    beside = sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []
    for name in beside:
        if name.casefold() == path.name.casefold():
            hint = f"Write the name as the file has it: `{name}`."
        elif name.casefold().startswith(f"{path.stem.casefold()}.") and not name.endswith(".md"):
            hint = f"There is `{name}`: open it and choose File → Save as → CSV."
    return Fault(UNREADABLE, place, f"`{named}` is not there.", hint)


# --- tables in Markdown ----------------------------------------------------------------------


def _grid(block: Block, document: Document, sources: Mapping[int, str]) -> Grid:
    """A table. `sources`: the lines of the document by their number on disk."""
    first, *rest = _lines(block, document, sources)
    return Grid(first, tuple(line for line in rest if any(c.text for c in line.cells)))


def _lines(block: Block, document: Document, sources: Mapping[int, str]) -> Iterator[Line]:
    """The rows of a table; the row of headings is number 1, as in a spreadsheet."""
    for number, (cells, line) in enumerate(zip(block.rows, block.row_lines, strict=True), 1):
        columns = list(_starts(sources.get(line, "")))
        places = [
            Place(document.path, line, columns[n] if n < len(columns) else 1)
            for n in range(len(cells))
        ]
        written = (Written(c.strip(), p) for c, p in zip(cells, places, strict=True))
        yield Line(number, Place(document.path, line, 1), tuple(written))


_CELL = re.compile(r"(?:[^|\\]+|\\.?)*")


def _starts(row: str) -> Iterator[int]:
    """The column at which the text of each cell begins, counted from 1."""
    bare = len(row) - len(row.lstrip())
    start = bare + 1 if row[bare : bare + 1] == "|" else bare
    at = start
    while at <= len(row):
        end = _CELL.match(row, at).end()  # type: ignore[union-attr]
        cell = row[at:end]
        yield at + len(cell) - len(cell.lstrip()) + 1
        at = end + 1
