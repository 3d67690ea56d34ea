"""What the page of a coding shows: shares over time, passages of each code, the codebook."""

from typing import TYPE_CHECKING

from credfolio.compose.charts.chart import DataTable
from credfolio.compose.kind_view import KindView, Picture
from credfolio.kinds.coding import Coding
from credfolio.kinds.coding.chart import chart, table
from credfolio.kinds.coding.figures import shares
from credfolio.model import Document, Evidence
from credfolio.words import squeeze

if TYPE_CHECKING:
    from credfolio.compose.composition import Composition


def show(evidence: Evidence, document: Document, composition: "Composition") -> KindView:
    """On the page of the first document; the others hold nothing but their rows."""
    coding: Coding = evidence.value
    if document.path != evidence.documents[0].path or not coding.segments:
        return KindView()
    conversations = composition.report.portfolio.conversations
    divided = {squeeze(group) for group in evidence.requirement.options.get("one_of", ())}
    pictures, tables = [], []
    for group in coding.groups:
        found = shares(coding, group, conversations)
        if squeeze(group) in divided and found:
            title = f"{group.replace('-', ' ').capitalize()}: shares over time"
            template = "kinds/coding/shares.html"
            pictures.append(Picture(title, template, chart(coding, group, found)))
        else:
            tables.append(table(group, coding.of(group), found, shared=False))
    number = len(coding.segments)
    figures = [(f"{number:,}", "passage coded" if number == 1 else "passages coded")]
    figures += [_most(coding, group) for group in coding.groups if squeeze(group) in divided]
    return KindView(tuple(figures), tuple(pictures), (*tables, _codebook(coding)))


def _most(coding: Coding, group: str) -> tuple[str, str]:
    """How many conversations of the group's passages there are."""
    there = {s.conversation for s in coding.segments if s.codes(group)} - {None}
    return f"{len(there):,}", "conversation" if len(there) == 1 else "conversations"


def _codebook(coding: Coding) -> DataTable:
    rows = tuple(
        (code.title, code.group.replace("-", " "), " ".join(code.look_for)) for code in coding.codes
    )
    return DataTable("Codebook", ("Code", "Group", "Used where"), rows, (False, False, False))
