"""The page of what there is of each person: who has how much, and who is where in a reel."""

from typing import TYPE_CHECKING

from credfolio.compose.charts.chart import DataTable
from credfolio.compose.kind_view import KindView, Part, Picture
from credfolio.compose.recorded import player_of
from credfolio.kinds.per_person import Item, Items
from credfolio.kinds.per_person.reel import reel, span
from credfolio.model import Document, Evidence
from credfolio.times import show_time

if TYPE_CHECKING:
    from credfolio.compose.composition import Composition


def show(evidence: Evidence, document: Document, composition: "Composition") -> KindView:
    """On the first page a table of everybody; where a document's recording is shared, its parts."""
    value: Items = evidence.value
    mine = [item for item in value.items if item.text.document.path == document.path]
    recording = next((item.recording for item in mine if item.recording), None)
    parts = sorted((i for i in mine if i.range), key=lambda i: i.range or (0.0, 0.0))
    pictures: tuple[Picture, ...] = ()
    if parts and recording and recording.seconds:
        chart = reel(parts, recording.seconds)
        pictures = (Picture("Who is where", "kinds/per_person/reel.html", chart),)
    first = document.path == evidence.documents[0].path
    return KindView(
        pictures=pictures,
        tables=(_table(value),) if first else (),
        player=player_of(recording, (document,), composition.places) if recording else None,
        parts=tuple(Part(*item.range, item.person) for item in parts if item.range),
    )


def _table(value: Items) -> DataTable:
    cycles = value.cycles
    timed = any(item.recording for item in value.items)
    header = ["Person", *(f"Words, cycle {c}" if c else "Words" for c in cycles)]
    rows = []
    for person in value.people:
        found = [value.of(person, cycle) for cycle in cycles]
        row = [person, *(f"{sum(i.text.all for i in items):,}" if items else "" for items in found)]
        if timed:
            row.append(", ".join(_heard(item) for items in found for item in items))
        rows.append(tuple(row))
    header += ["Recording"] if timed else []
    numeric = (False, *(True for _ in cycles), *((False,) if timed else ()))
    return DataTable("What there is of each person", tuple(header), tuple(rows), numeric)


def _heard(item: Item) -> str:
    if item.range:
        return span(item)
    known = item.recording and item.recording.seconds
    return show_time(known) if known else ""
