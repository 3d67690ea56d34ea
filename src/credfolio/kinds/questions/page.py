"""The page of a list of questions: how long each answer is, cycle by cycle."""

from typing import TYPE_CHECKING

from credfolio.compose.charts.chart import DataTable
from credfolio.compose.kind_view import KindView
from credfolio.kinds.questions import questions
from credfolio.model import Document, Evidence

if TYPE_CHECKING:
    from credfolio.compose.composition import Composition


def show(evidence: Evidence, document: Document, composition: "Composition") -> KindView:
    """On the first page a table of all cycles; a list that is answered once needs none."""
    cycles = evidence.value.cycles
    if cycles == ("",) or document.path != evidence.documents[0].path:
        return KindView()
    rows = []
    for question in questions(evidence.requirement):
        words = [
            sum(p.own for p in evidence.value.answer(question["id"], cycle)) for cycle in cycles
        ]
        rows.append((question["title"], *(f"{number:,}" for number in words)))
    header = ("Question", *(f"Cycle {cycle}" for cycle in cycles))
    numeric = (False, *(True for _ in cycles))
    title = "Words of the author’s own in each answer"
    return KindView(tables=(DataTable(title, header, tuple(rows), numeric),))
