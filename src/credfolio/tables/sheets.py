"""The rows of a table against the columns that are known."""

from collections.abc import Iterable, Mapping
from typing import Any

from credfolio import limits
from credfolio.dates import or_else
from credfolio.fields import nearest
from credfolio.model import Place, Severity, Table
from credfolio.tables.base import Column, Row, Rows, Sheet, Source
from credfolio.tables.cells import Advising, says
from credfolio.tables.files import (
    Grid,
    Line,
    Unread,
    Written,
    decode,
    heading,
    is_yaml,
    read_listed,
    read_separated,
)
from credfolio.words import plural


def known_headings(sheets: Iterable[Sheet], needed: bool = False) -> frozenset[str]:
    """Every heading of the columns, squeezed; or only of those that are `needed`."""
    columns = (column for sheet in sheets for column in sheet.columns)
    return frozenset(form for c in columns if c.needed or not needed for form in c.forms)


def read_table(raw: bytes, path: str, sheets: tuple[Sheet, ...]) -> Unread:
    """What a file holds, in the form that its ending says; a fault where it is no text."""
    text, fault = decode(raw, path)
    if fault:
        return Unread(faults=(fault,))
    if is_yaml(path):
        return read_listed(text, path, tuple(sheet.name for sheet in sheets))
    return read_separated(text, path, known_headings(sheets))


def read_rows(grids: Iterable[Grid], sheets: tuple[Sheet, ...], source: Source) -> Rows:
    """The rows of each sheet. What can't be read is a fault that names its cell."""
    found: dict[str, tuple[Row, ...]] = {sheet.name: () for sheet in sheets}
    filled: set[str] = set()
    headers: dict[str, Grid] = {}
    for grid in grids:
        sheet = _sheet(grid, sheets)
        columns = _columns(grid, sheet, source)
        headers[sheet.name] = grid
        if grid.rows or columns is None:
            filled.add(sheet.name)
        if columns is not None:
            found[sheet.name] += _rows(grid, sheet, columns, source)
    for sheet in sheets:
        if sheet.needed and sheet.name not in filled:
            so = ", so there is nothing to draw" if source.drawn else ""
            message = f"There are no rows here{so} ({sheet.doc})."
            headed = headers.get(sheet.name)
            place = headed.header.place if headed else Place(source.path, 1, 1)
            source.fault(place, message, _example(sheet, headed))
    return found


def _example(sheet: Sheet, grid: Grid | None) -> str:
    """What to write: below the headings that are there, in their order, or else below all."""
    if grid is None:
        cells = ",".join(column.example for column in sheet.columns)
        return f"Let row 1 say `{_headings(sheet)}`, and write rows below it such as `{cells}`."
    forms = {form: column for column in sheet.columns for form in column.forms}
    known = [forms.get(heading(cell.text)) for cell in grid.header.cells]
    row = (";" if grid.comma else ",").join(column.example if column else "" for column in known)
    return f"Write rows below the headings, such as `{row}`."


def _headings(sheet: Sheet) -> str:
    """Row 1 as `credfolio init` writes it."""
    return ",".join(column.name for column in sheet.columns)


def _sheet(grid: Grid, sheets: tuple[Sheet, ...]) -> Sheet:
    """The sheet whose columns a grid has most of, those that it needs first."""
    if grid.sheet:
        return next(sheet for sheet in sheets if sheet.name == grid.sheet)
    written = {heading(cell.text) for cell in grid.header.cells}

    def fits(sheet: Sheet) -> tuple[int, int]:
        hits = [c for c in sheet.columns if not written.isdisjoint(c.forms)]
        return sum(c.needed for c in hits), len(hits)

    return max(sheets, key=fits)


def _columns(grid: Grid, sheet: Sheet, source: Source) -> dict[int, Column] | None:
    """Which column each cell of a row belongs to; None where one that is needed is missing."""
    forms = {form: column for column in sheet.columns for form in column.forms}
    found: dict[int, Column] = {}
    for index, cell in enumerate(grid.header.cells):
        column = forms.get(heading(cell.text))
        if column is None:
            continue
        if column in found.values():
            message = f"The heading “{cell.text}” is there twice, as `{column.name}`."
            source.fault(cell.place, message, "Give one of the two another heading.")
            continue
        found[index] = column
    missing = [c for c in sheet.columns if c.needed and c not in found.values()]
    for column in missing:
        _missing(column, grid, found, sheet, source)
    return None if missing else found


def _missing(
    column: Column, grid: Grid, found: Mapping[int, Column], sheet: Sheet, source: Source
) -> None:
    spare = [c.text for i, c in enumerate(grid.header.cells) if i not in found and c.text]
    near = nearest(column.name, tuple(spare))
    there = ", ".join(f"“{cell.text}”" for cell in grid.header.cells[:12] if cell.text)
    means = "" if column.doc == f"the {column.name}" else f" ({column.doc})"
    message = f"The column `{column.name}` is missing{means}; the headings are {there}."
    hint = f"Add the heading `{column.name}`, and its cells in the rows below."
    if near:
        hint = f"Change “{near}” to `{column.name}`."
    elif not found:
        hint = f"Let row 1 say `{_headings(sheet)}`."
    if source.drawn:
        message += " Until then the table is shown as it is written, and not drawn."
    severity: Severity = "warning" if source.drawn else "error"
    source.fault(grid.header.place, message, hint, severity)


def _rows(
    grid: Grid, sheet: Sheet, columns: Mapping[int, Column], source: Source
) -> tuple[Row, ...]:
    rows = []
    for line in grid.rows:
        row = _row(line, grid, sheet, columns, source)
        if row is not None:
            rows.append(row)
    return tuple(rows)


_INITIALS = frozenset({"na"})
"""May be somebody's, where people are called so."""


def _row(
    line: Line, grid: Grid, sheet: Sheet, columns: Mapping[int, Column], source: Source
) -> Row | None:
    """One row read; None where a cell of it is at fault."""
    label = f"Entry {line.number}" if grid.sheet else f"Row {line.number}"
    values: dict[str, Any] = {}
    places: dict[str, Place] = {}
    texts: dict[str, str] = {}
    whole = _within(line, grid, label, source)
    for index, column in columns.items():
        cell = line.cells[index] if index < len(line.cells) else Written("", line.place)
        if not source.drawn and not (says(cell.text) or cell.text.casefold() in _INITIALS):
            cell = cell._replace(text="")
        places[column.name], texts[column.name] = cell.place, cell.text
        value = column.cell.read(cell.text, grid.comma) if cell.text else None
        values[column.name] = value
        if value is None and (cell.text or column.filled):
            whole = False
            _wrong(cell, column, label, source)
    return Row(label, line.place, values, places, texts) if whole else None


def _within(line: Line, grid: Grid, label: str, source: Source) -> bool:
    """Whether a row has no cells beyond its headings: an unquoted comma makes such."""
    beyond = [cell for cell in line.cells[len(grid.header.cells) :] if cell.text]
    if not beyond:
        return True
    width = plural(len(grid.header.cells), "heading")
    message = f"{label} has more cells than the {width}: “{beyond[0].text[:60]}”."
    source.fault(beyond[0].place, message, "Put text with a comma in it in quotation marks.")
    return False


def _wrong(cell: Written, column: Column, label: str, source: Source) -> None:
    where = f"Cell {cell.name}" if cell.name else label
    says = f"holds “{cell.text[:60]}”" if cell.text else "is empty"
    meant, wrong = "", ""
    if cell.text and isinstance(column.cell, Advising):
        meant, wrong = column.cell.meant(cell.text)
    message = f"{where} {says}; {column.cell.expected} is expected under `{column.name}`."
    if wrong:
        message = f"{where} {says} under `{column.name}`, which {wrong}."
    hint = f"Write “{meant}”{or_else(cell.text)}." if meant else ""
    hint = hint or f"Write “{column.example}”, for example."
    if column.doc != f"the {column.name}":
        hint += f" `{column.name}`: {column.doc}."
    source.fault(cell.place, message, hint)


def limited(source: Source) -> None:
    """Keeps the first faults of a file and counts the rest, so that a report stays readable."""
    most = limits.EXHIBIT_FAULTS
    if len(source.faults) > most:
        left = len(source.faults) - most
        del source.faults[most:]
        message = f"There are {left:,} more cells that can't be read."
        source.fault(Place(source.path, 1, 1), message, "Mend those that are listed first.")


def spare_headings(grids: Iterable[Grid], sheets: Iterable[Sheet]) -> tuple[str, ...]:
    """Headings that are no column of ours: what else the observer noted."""
    known = known_headings(sheets)
    texts = (cell.text for grid in grids for cell in grid.header.cells)
    return tuple(dict.fromkeys(text for text in texts if text and heading(text) not in known))


def written_tables(grids: Iterable[Grid]) -> tuple[Table, ...]:
    """Every cell as it is written, for the reader of the page, in rows of the same length."""
    return tuple(_table(grid) for grid in grids)


def _table(grid: Grid) -> Table:
    header = [cell.text for cell in grid.header.cells]
    rows = [_trimmed(line, len(header)) for line in grid.rows]
    width = max(map(len, (header, *rows)))
    padded = [tuple(row + [""] * (width - len(row))) for row in (header, *rows)]
    return Table(padded[0], tuple(padded[1:]), grid.header.cut)


def _trimmed(line: Line, width: int) -> list[str]:
    texts = [cell.text for cell in line.cells]
    while len(texts) > width and not texts[-1]:
        texts.pop()
    return texts
