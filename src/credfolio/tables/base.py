"""What the columns of a table are, and what its reader is told of it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from credfolio.model import Conversation, Credential, Fault, Metadata, Place, Severity
from credfolio.tables.cells import Cell
from credfolio.words import printable, squeeze


class Column(NamedTuple):
    """A column: its heading, what stands in it, other headings it goes by.

    `needed`: the column has to be there; `filled`: and each of its cells too. `above`: reads it
    where a heading above the table states it once for all rows; front matter may do so as well.
    `carried`: an empty cell says what the one above it says, as merged cells do.
    """

    name: str
    doc: str
    cell: Cell
    example: str
    aliases: tuple[str, ...] = ()
    needed: bool = True
    filled: bool = True
    above: Cell | None = None
    carried: bool = False

    @property
    def forms(self) -> frozenset[str]:
        """Every heading that it goes by, squeezed."""
        return frozenset(map(squeeze, (self.name, *self.aliases)))


class Sheet(NamedTuple):
    """One kind of row. In YAML it is the key that holds its rows."""

    name: str
    doc: str
    columns: tuple[Column, ...]
    needed: bool = True


class Row:
    """A row as read: a value for each column by name, None where its cell is empty.

    `label`: how a message names it, `Row 5` or `Entry 3`. `places`: where each cell stands.
    `written`: the cells by column, as they are written.
    """

    __slots__ = ("label", "place", "places", "values", "written")

    def __init__(
        self,
        label: str,
        place: Place,
        values: Mapping[str, Any],
        places: Mapping[str, Place],
        written: Mapping[str, str],
    ) -> None:
        self.label = label
        self.place = place
        self.values = values
        self.places = places
        self.written = written

    def __getitem__(self, column: str) -> Any:
        return self.values.get(column)


class Source:
    """A table while it is read: its settings, the conversations, and where faults go.

    `code`: of the check that says what can't be read. `drawn`: a picture is made of the rows, and
    one without it is no fault; else a column that is missing is an error.
    """

    def __init__(
        self,
        path: str,
        settings: Mapping[str, Any],
        place: Place,
        talk: tuple[tuple[Conversation, ...], Metadata, Credential | None],
        faults: list[Fault],
        code: str = "CF506",
        drawn: bool = True,
    ) -> None:
        self.path = path
        self.code = code
        self.drawn = drawn
        self.settings = settings
        self.place = place
        self.conversations, self.metadata, self.credential = talk
        self.faults = faults

    def fault(
        self, place: Place, message: str, hint: str, severity: Severity = "error", code: str = ""
    ) -> None:
        message, hint = printable(message), printable(hint)
        self.faults.append(Fault(code or self.code, place, message, hint, severity=severity))

    def at(self, row: Row, column: str, message: str, hint: str) -> None:
        """A fault of one cell, which the message is about."""
        self.fault(row.places.get(column, row.place), f"{row.label}: {message}", hint)


Rows = Mapping[str, tuple[Row, ...]]
"""Rows by the name of their sheet; a sheet that is not there has none."""
