"""A graphic's data as a table."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from credfolio import limits

_MOST_ROWS = 500
_MOST_COLUMNS = 50
_NUMBER = re.compile(r"-?\d[\d,. ]*%?")


@dataclass(frozen=True, slots=True)
class Table:
    """`numeric[i]`: column `i` holds figures.

    `cut`, `cut_columns`: how many rows and columns are not shown.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    cut: int = 0
    cut_columns: int = 0


def read_table(root: Path, path: str) -> Table | None:
    """The CSV file at `path` of a portfolio; None where it holds no table."""
    file = root / path
    try:
        if file.is_symlink() or file.stat().st_size > limits.EVIDENCE_BYTES:
            return None
        text = file.read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return None
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    try:
        return _table(row for row in csv.reader(io.StringIO(text), delimiter=separator) if any(row))
    except csv.Error:
        return None


def _table(rows: Iterator[list[str]]) -> Table | None:
    """The table of a heading row and the rows below it; None where there are none."""
    names = next(rows, [])
    width = min(len(names), _MOST_COLUMNS)
    # Cut before it is filled up: short rows below a very long one would take all memory.
    shown = [_filled(row[:width], width) for row in islice(rows, _MOST_ROWS)]
    if not shown:
        return None
    cut = sum(1 for _ in rows)
    header = tuple(cell.strip().replace("_", " ").capitalize() for cell in names[:width])
    numeric = tuple(_holds_figures(column) for column in zip(*shown, strict=True))
    return Table(header, tuple(shown), numeric, cut, len(names) - width)


def _filled(row: list[str], width: int) -> tuple[str, ...]:
    return (*row, *[""] * (width - len(row)))


def _holds_figures(column: tuple[str, ...]) -> bool:
    cells = [cell.strip() for cell in column if cell.strip()]
    return bool(cells) and all(_NUMBER.fullmatch(cell) for cell in cells)
