"""What the page of a requirement shows beside its text: figures, pictures, tables.

A kind that has any says so in its folder: `page.py` with `show(evidence, document, composition)`.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from credfolio.compose.charts.chart import Chart, DataTable
from credfolio.compose.recorded import Player
from credfolio.kinds import part as part_of
from credfolio.model import Document, Evidence
from credfolio.times import show_time

if TYPE_CHECKING:
    from credfolio.compose.composition import Composition


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture. `template`: draws it by a macro `drawing(d, key)`, as `kinds/x/y.html`."""

    title: str
    template: str
    chart: Chart


@dataclass(frozen=True, slots=True)
class Part:
    """Of a recording, from and to in seconds; `label`: what is there."""

    start: float
    end: float
    label: str

    @property
    def span(self) -> str:
        return f"{show_time(self.start)}–{show_time(self.end)}"


@dataclass(frozen=True, slots=True)
class KindView:
    """`figures`: (figure, what it counts), in large print. `notes`: how to read them. `player`: the
    recording that a page offers, with its `parts`. `body`: the document's Markdown as it is shown,
    where the kind shows it in another way; it says the same. `below`: long tables below the text.
    """

    figures: tuple[tuple[str, str], ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[DataTable, ...] = ()
    notes: tuple[str, ...] = ()
    player: Player | None = None
    parts: tuple[Part, ...] = ()
    body: str | None = None
    below: tuple[DataTable, ...] = ()


def kind_view(evidence: Evidence, document: Document, composition: "Composition") -> KindView:
    """What the page of `document` shows of its requirement beside the text."""
    page = part_of(evidence.requirement.kind, "page")
    if page is None:
        return KindView(tables=written(evidence) if "data" in document.meta else ())
    shown: KindView = page.show(evidence, document, composition)
    return shown


def written(evidence: Evidence) -> tuple[DataTable, ...]:
    """The rows as their author wrote them."""
    title = evidence.requirement.title
    return tuple(
        DataTable(title, table.header, table.rows, tuple(False for _ in table.header))
        for table in evidence.tables
        if table.rows
    )
