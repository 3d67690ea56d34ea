"""What the page of a conversation shows above it: who asks; on the first one's page, over time."""

from typing import TYPE_CHECKING

from credfolio.compose.kind_view import KindView, Picture
from credfolio.kinds.conversations import Held
from credfolio.kinds.conversations.chart import chart, percentage, table
from credfolio.kinds.conversations.figures import Counted, counted, over_time
from credfolio.model import Document, Evidence
from credfolio.words import plural

if TYPE_CHECKING:
    from credfolio.compose.composition import Composition

_RULE = (
    "A sentence with a question mark is counted as a question, every other one as a statement, a "
    "single “Yes” too. Speakers with the same role are counted together. The rule hears no tone "
    "of voice: look at the turns."
)
_NOT_TOLD = "Questions are not counted here: there is no transcript that lets them be told."


def show(evidence: Evidence, document: Document, composition: "Composition") -> KindView:
    """On the page of a conversation's first document; the others hold nothing but their turns."""
    held: tuple[Held, ...] = evidence.value.held
    mine = next((h for h in held if h.conversation.documents[0].path == document.path), None)
    if mine is None:
        return KindView()
    said = _stated(mine)
    if "questions" not in evidence.requirement.options.get("figures", ()):
        return KindView(notes=said)
    metadata = composition.report.portfolio.metadata
    own = counted(mine, metadata)
    notes = (*said, _RULE if own.told else _NOT_TOLD)
    if mine is not held[0]:
        more = f" All {len(held)} conversations are compared on the page of “{held[0].name}”."
        return KindView(_figures(own), notes=(*said, notes[-1] + more))
    counts = over_time(held, metadata)
    told = tuple(each for each in counts if each.told and each.held.day)
    if len({each.held.day for each in told}) < 2:
        return KindView(_figures(own), tables=(table(counts),), notes=notes)
    picture = Picture("Questions over time", "kinds/conversations/trend.html", chart(counts, told))
    return KindView(_figures(own), (picture,), notes=notes)


def _stated(held: Held) -> tuple[str, ...]:
    """`Held on 2026-10-06. Schools: North, South.`"""
    parts = [f"Held on {held.recorded}."] if held.recorded else []
    parts += [
        f"{name.replace('_', ' ').capitalize()}: {', '.join(values)}."
        for name, values in held.stated.items()
        if values
    ]
    return (" ".join(parts),) if parts else ()


def _figures(own: Counted) -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            f"{asking.questions:,}",
            f"{'question' if asking.questions == 1 else 'questions'} by {role}, in "
            f"{plural(asking.sentences, 'sentence')} ({percentage(asking)})",
        )
        for role, asking in own.by_role.items()
    )
