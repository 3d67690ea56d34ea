"""A graphic's data as a table."""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from credfolio import limits

_MOST_ROWS = 500
_NUMBER = re.compile(r"-?\d[\d,. ]*%?")


@dataclass(frozen=True, slots=True)
class Table:
    """`numeric[i]`: column `i` holds figures. `cut`: rows that are not shown."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    cut: int = 0


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
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=separator) if any(row)]
    except csv.Error:
        return None
    return _table(rows) if len(rows) > 1 else None


def _table(rows: list[list[str]]) -> Table:
    width = len(rows[0])
    shown = [(row + [""] * width)[:width] for row in rows[1 : _MOST_ROWS + 1]]
    columns = list(zip(*shown, strict=True))
    numeric = tuple(
        any(c.strip() for c in column)
        and all(not c.strip() or _NUMBER.fullmatch(c.strip()) for c in column)
        for column in columns
    )
    header = tuple(cell.strip().replace("_", " ").capitalize() for cell in rows[0])
    return Table(header, tuple(map(tuple, shown)), numeric, max(0, len(rows) - 1 - _MOST_ROWS))
