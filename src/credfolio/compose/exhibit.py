"""An exhibit as its page, and the page of what it supports, show it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from credfolio.compose.charts import draw
from credfolio.compose.charts.chart import Chart
from credfolio.compose.links import Places, beside, named
from credfolio.graphics import graphic
from credfolio.model import Exhibit, Table
from credfolio.words import capital_first

_MOST_ROWS = 500
_NUMBER = re.compile(r"[-−]?\d[\d,. ]*%?|\d{1,3}(?::[0-5]\d){1,2}")


@dataclass(frozen=True, slots=True)
class Written:
    """Rows as they are written. `cut`, `cut_columns`: how many are not shown."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    cut: int = 0
    cut_columns: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """`kind`: which graphic it is, in words. `tables`: what the picture's own tables don't say.

    `image`, `download`: files of the portfolio to publish with it.
    """

    source: str
    graphic: str
    kind: str
    summary: str
    title: str
    chart: Chart | None
    tables: tuple[Written, ...]
    image: str | None
    alt: str
    download: str | None

    @property
    def files(self) -> frozenset[str]:
        return frozenset(file for file in (self.image, self.download) if file)


def views(exhibits: Iterable[Exhibit], places: Places) -> dict[str, View]:
    """What is seen of each exhibit, by its document's path."""
    return {exhibit.document.path: _view(exhibit, places) for exhibit in exhibits}


def _view(exhibit: Exhibit, places: Places) -> View:
    document, meta = exhibit.document, exhibit.document.meta
    title = str(meta.get("focus") or document.title or named(document))
    known = graphic(exhibit.graphic) if exhibit.graphic else None
    chart = draw(exhibit.graphic, exhibit.value) if exhibit.value is not None else None
    image = beside(exhibit.document, "image")
    offered = meta.get("download") and exhibit.source in places.files
    return View(
        exhibit.document.path,
        exhibit.graphic,
        known.title if known else "Exhibit",
        known.summary if known else "",
        title,
        chart,
        tuple(_written(table) for table in exhibit.tables if table.rows and _adds(table, exhibit)),
        image if image in places.files else None,
        str(meta.get("alt") or ""),
        exhibit.source if offered else None,
    )


def _adds(table: Table, exhibit: Exhibit) -> bool:
    """Whether rows hold more than the picture's own tables: columns that the graphic ignores."""
    return exhibit.value is None or not set(exhibit.spare).isdisjoint(table.header)


def _written(table: Table) -> Written:
    shown = table.rows[:_MOST_ROWS]
    header = tuple(_heading(cell) for cell in table.header)
    numeric = tuple(_holds_figures(column) for column in zip(*shown, strict=True))
    return Written(header, shown, numeric, len(table.rows) - len(shown), table.cut)


def _heading(cell: str) -> str:
    return capital_first(cell.strip().replace("_", " "))


def _holds_figures(column: tuple[str, ...]) -> bool:
    cells = [cell.strip() for cell in column if cell.strip()]
    return bool(cells) and all(_NUMBER.fullmatch(cell) for cell in cells)
