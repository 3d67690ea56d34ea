"""The portfolio as a picture: the title page on paper, and what a link to the site may show."""

from collections.abc import Sequence
from dataclasses import dataclass

from credfolio.compose.charts.text import wrap
from credfolio.compose.ledger import Entry
from credfolio.model import Metadata, Report

_COLORS = ("#1b5590", "#7d4e00", "#1d6341", "#8c2460")
_HEIGHT = 630
_LINES = 2
_ROOM = 1010


@dataclass(frozen=True, slots=True)
class TitleCard:
    """`lines`: the title, cut to its room. `marks`: whether each requirement is met."""

    title: str
    lines: tuple[str, ...]
    kind: str
    who: tuple[str, ...]
    state: str
    marks: tuple[bool, ...]
    colors: tuple[str, ...] = _COLORS

    @property
    def band(self) -> float:
        return _HEIGHT / len(self.colors)


def title_card(report: Report, title: str, entries: Sequence[Entry]) -> TitleCard:
    met = tuple(e.status in ("met", "at-risk", "waived") for e in entries)
    state = f"{sum(met)} of {len(met)} requirements met"
    kind = "MICRO-CREDENTIAL PORTFOLIO" + ("" if report.complete else " · DRAFT")
    lines = tuple(wrap(title, _ROOM, _LINES, 80))
    return TitleCard(title, lines, kind, _who(report.portfolio.metadata), state, met)


def _who(told: Metadata) -> tuple[str, ...]:
    told_in_order = (told.name, told.role, told.organization)
    return tuple(wrap(" · ".join(part for part in told_in_order if part), _ROOM, _LINES, 32))
