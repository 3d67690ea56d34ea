"""An exhibit's file as it is written: CSV as spreadsheets save it, or YAML. Nothing is judged.

Both become the same: grids of cells, each with its place. Faults are CF506; whoever reads
something else than an exhibit gives them its own code.
"""

import codecs
import csv
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from credfolio import limits
from credfolio.fields import nearest
from credfolio.model import Fault, Place
from credfolio.words import squeeze
from credfolio.yamlfile import Node, read_yaml

_UNREADABLE = "CF506"
_YAML = ("yml", "yaml")
_SEPARATED = ("csv", "tsv", "txt")


def is_table(name: str) -> bool:
    """Whether a file of that name may be a table."""
    return _ending(name) in _SEPARATED + _YAML


def is_yaml(name: str) -> bool:
    return _ending(name) in _YAML


def no_table(named: str) -> str:
    """What is said of a file whose name is no table's."""
    return f"`{named}` is no table that can be read here (.csv, .tsv, .yml)."


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


class Written(NamedTuple):
    """A cell: its text, and where it stands. `at`: its column and row in a spreadsheet."""

    text: str
    place: Place
    at: tuple[int, int] | None = None

    @property
    def name(self) -> str:
        """How a message calls it, `B5`; '' where it is in no spreadsheet."""
        return f"{_letter(self.at[0])}{self.at[1]}" if self.at else ""


class Line(NamedTuple):
    """A row of a grid. `number`: of the row as a spreadsheet counts, or of the YAML entry.

    `cut`: how many cells more it has than are kept.
    """

    number: int
    place: Place
    cells: tuple[Written, ...]
    cut: int = 0


class Grid(NamedTuple):
    """Rows below headings. `sheet`: the YAML key that holds them. `comma`: of decimals."""

    header: Line
    rows: tuple[Line, ...]
    sheet: str = ""
    comma: bool = False


class Unread(NamedTuple):
    """What a file holds. `settings`: values that a YAML file states beside its rows."""

    grids: tuple[Grid, ...] = ()
    settings: Node | None = None
    faults: tuple[Fault, ...] = ()


def decode(raw: bytes, path: str) -> tuple[str, Fault | None]:
    """The text of a table, in any of the encodings that spreadsheets save: UTF-8 and UTF-16 with
    or without their mark, else Windows' own, in which every byte is some letter.
    """
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return _lines(raw.decode(encoding, "replace")), None
    if raw[:200].count(b"\0") * 3 > len(raw[:200]):
        encoding = "utf-16-be" if raw[:1] == b"\0" else "utf-16-le"
        return _lines(raw.decode(encoding, "replace")), None
    if b"\0" in raw:
        message = f"`{path}` is not text: there is a NUL byte in it."
        hint = "In the spreadsheet, choose File → Save as → CSV."
        return "", Fault(_UNREADABLE, Place(path, 1, 1), message, hint)
    try:
        text = raw.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    return _lines(text), None


def _lines(text: str) -> str:
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


# --- CSV -------------------------------------------------------------------------------------

_SEPARATORS = ",;\t|"
_END = "\x1f"
"""A row of its own at the end: where it is not read as one, a quotation mark is still open."""

_ONCE = "Every cell that opens with a quotation mark has to close with one."


def read_separated(text: str, path: str, headings: frozenset[str]) -> Unread:
    """The rows of a CSV file. A row of known headings begins a grid: a file may hold several.

    `headings`: every heading that is known, squeezed. The separator is the one with which most
    of them are found.
    """
    lines = text.split("\n")
    skipped = 0
    sign = ""
    if lines[0].casefold().startswith("sep=") and lines[0][4:].strip() in tuple(_SEPARATORS):
        sign, skipped, lines = lines[0][4], 1, lines[1:]
    sign = sign or _separator(lines, headings)
    rows: list[Line] = []
    faults: list[Fault] = []
    number = skipped
    first = skipped + 1
    reader = csv.reader(chain((line + "\n" for line in lines), (_END + "\n",)), delimiter=sign)
    try:
        for cells in reader:
            if cells == [_END]:
                break
            number += 1
            filled = any(map(str.strip, cells))
            # The row of headings is one more.
            if (filled and len(rows) > limits.EXHIBIT_ROWS) or number > limits.EXHIBIT_LINES:
                faults.append(_too_many(Place(path, first, 1)))
                break
            if filled:
                source = lines[first - skipped - 1]
                rows.append(_line(cells, source, sign, number, first, path))
            first = reader.line_num + skipped + 1
        else:
            lost = rows.pop() if rows else None
            place = lost.place if lost else Place(path, 1, 1)
            message = f"A quotation mark in row {number} is never closed, so the rows below it "
            faults.append(Fault(_UNREADABLE, place, message + "can't be told apart.", _ONCE))
    except csv.Error as error:
        message = f"Row {number + 1} can't be read: {error}."
        faults.append(Fault(_UNREADABLE, Place(path, first, 1), message, _ONCE))
    return Unread(tuple(_grids(rows, headings, sign != ",")), None, tuple(faults))


def _too_many(place: Place) -> Fault:
    message = f"There are more than {limits.EXHIBIT_ROWS:,} rows; the rest is not read."
    return Fault(_UNREADABLE, place, message, "Split the record into several exhibits.")


def _separator(lines: list[str], headings: frozenset[str]) -> str:
    first = next((line for line in lines if line.strip(",;\t| ")), "")
    signs = [sign for sign in _SEPARATORS if sign in first]
    if len(signs) < 2:
        return signs[0] if signs else _SEPARATORS[0]

    def found(sign: str) -> tuple[int, int]:
        cells = next(csv.reader([first[:10_000]], delimiter=sign), [])
        return sum(heading(cell) in headings for cell in cells), len(cells)

    return max(signs, key=found)


def heading(text: str) -> str:
    """A heading without regard to case, spaces, underscores and what stands in brackets."""
    return squeeze(text[:200].partition("(")[0].strip(" :*#."))


def _line(cells: list[str], source: str, sign: str, number: int, first: int, path: str) -> Line:
    """A row with the place of each cell, in characters where no quotation mark shifts them."""
    plain = '"' not in source
    written = []
    column = 1
    for index, cell in enumerate(cells[: limits.EXHIBIT_COLUMNS]):
        place = Place(path, first, column if plain else 1)
        written.append(Written(cell.strip(), place, (index, number)))
        column += len(cell) + 1
    cut = max(len(cells) - limits.EXHIBIT_COLUMNS, 0)
    return Line(number, Place(path, first, 1), tuple(written), cut)


def _letter(index: int) -> str:
    """The letters of a spreadsheet's column: A to Z, then AA."""
    return (_letter(index // 26 - 1) if index >= 26 else "") + chr(ord("A") + index % 26)


def _grids(rows: list[Line], headings: frozenset[str], comma: bool) -> Iterator[Grid]:
    """The first row holds headings; so does any further row of nothing but known headings."""
    header: Line | None = None
    below: list[Line] = []
    for row in rows:
        filled = [cell for cell in row.cells if cell.text]
        again = len(filled) > 1 and all(heading(cell.text) in headings for cell in filled)
        if header is None or again:
            if header is not None:
                yield Grid(header, tuple(below), comma=comma)
            header, below = row, []
        else:
            below.append(row)
    if header is not None:
        yield Grid(header, tuple(below), comma=comma)


# --- YAML ------------------------------------------------------------------------------------


def read_listed(text: str, path: str, sheets: tuple[str, ...]) -> Unread:
    """The rows of a YAML file: a list of entries, or one below the name of each sheet."""
    root, found = read_yaml(text, path)
    faults = [fault._replace(code=_UNREADABLE) for fault in found]
    if root.kind == "list":
        return Unread(_entries(root, sheets[0], path, faults), None, tuple(faults))
    names = {squeeze(name): name for name in sheets}
    grids: list[Grid] = []
    settings = []
    for key, value in root.pairs:
        name = names.get(squeeze(key.value)) or (sheets[0] if squeeze(key.value) == "rows" else "")
        if name and not value.empty:
            grids += _entries(value, name, path, faults)
        elif value.kind == "list" and value.items and all(i.kind == "map" for i in value.items):
            near = nearest(key.value, sheets) or sheets[0]
            place = Place(path, key.line, key.column)
            message = f"`{key.value}:` holds rows, but is not known here."
            faults.append(Fault(_UNREADABLE, place, message, f"Write `{near}:`."))
        elif not name:
            settings.append((key, value))
    node = root._replace(pairs=tuple(settings)) if settings else None
    return Unread(tuple(grids), node, tuple(faults))


def _entries(node: Node, sheet: str, path: str, faults: list[Fault]) -> tuple[Grid, ...]:
    """A list of entries as a grid, whose columns are the keys in the order they come."""
    keys: dict[str, tuple[str, Place]] = {}
    rows = []
    place = Place(path, node.line, node.column)
    if node.kind != "list":
        message = f"`{sheet}:` needs a list of entries."
        hint = f"Begin each with a hyphen, below `{sheet}:`."
        faults.append(Fault(_UNREADABLE, place, message, hint))
        return ()
    if len(node.items) > limits.EXHIBIT_ROWS:
        faults.append(_too_many(place))
    for number, item in enumerate(node.items[: limits.EXHIBIT_ROWS], 1):
        at = Place(path, item.line, item.column)
        if item.kind != "map":
            message = f"Entry {number} holds “{item.value[:60]}”, but no `key: value`."
            faults.append(Fault(_UNREADABLE, at, message, "Write `key: value` after the hyphen."))
            continue
        cells: dict[str, Written] = {}
        for key, value in item.pairs:
            form = heading(key.value)
            keys.setdefault(form, (key.value, Place(path, key.line, key.column)))
            cells[form] = _value(key, value, number, path, faults)
        rows.append((number, at, cells))
    names = list(keys)
    lines = tuple(
        Line(n, at, tuple(cells.get(name, Written("", at)) for name in names))
        for n, at, cells in rows
    )
    header = tuple(Written(text, where) for text, where in keys.values())
    return (Grid(Line(0, place, header), lines, sheet),)


def _value(key: Node, value: Node, number: int, path: str, faults: list[Fault]) -> Written:
    """What a key of an entry says; of a list its items, divided as in a cell of a table."""
    place = Place(path, value.line, value.column)
    items = value.items if value.kind == "list" else (value,)
    if any(item.kind != "scalar" for item in items):
        message = f"`{key.value}:` of entry {number} holds more than text."
        hint = "Put a text with a colon in it into quotation marks."
        faults.append(Fault(_UNREADABLE, place, message, hint))
        return Written("", place)
    texts = (f"{'' if item.empty else item.value} {item.cut}".strip() for item in items)
    return Written("; ".join(filter(None, texts)), place)
