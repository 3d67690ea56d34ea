"""Questions over time as lines: of what each role says in a conversation, the share that asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from credfolio.compose.charts import SIZES
from credfolio.compose.charts.chart import Chart, DataTable, legend, over_time, percent, series
from credfolio.compose.charts.text import text_width, ticks
from credfolio.kinds.conversations.figures import Asking, Counted, roles, trends
from credfolio.words import plural

_MOST_SERIES = 8
_TOP, _PLOT, _BELOW = 12, 200, 30


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """`path`: from dot to dot; empty for one alone."""

    series: int
    path: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    size: str
    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    shares: tuple[tuple[float, str], ...]
    days: tuple[tuple[float, str, str], ...]
    lines: tuple[Line, ...]


def percentage(asking: Asking) -> str:
    return "–" if asking.share is None else percent(asking.share)


def chart(counts: Sequence[Counted], told: Sequence[Counted]) -> Chart:
    """`told`: those of `counts` with a date and questions, of which lines can be drawn."""
    # The roles beyond those that can be told apart stand in the table alone.
    of = series(roles(told)[:_MOST_SERIES])
    notes = ["A dot is a conversation, at its date; its height is the share of questions among all "
             "sentences of those who have the role."]  # fmt: skip
    notes += [_trend(told)]
    if left := len(counts) - len(told):
        notes.append(
            f"{plural(left, 'conversation')} can’t be drawn: no date, or no questions told."
        )
    drawings = tuple(_drawing(told, of, size, width) for size, width in SIZES)
    return Chart(_description(told, of), (), drawings, legend(of), tuple(notes), (table(counts),))


def _trend(told: Sequence[Counted]) -> str:
    found = trends(told)
    if not found:
        return ""
    return over_time(
        found[0].each,
        (
            f"{t.role} {percentage(t.before)} to {percentage(t.after)} "
            f"({t.before.questions:,} of {t.before.sentences:,}, {t.after.questions:,} of "
            f"{t.after.sentences:,})"
            for t in found
        ),
    )


def _description(told: Sequence[Counted], of: dict[str, int]) -> str:
    parts = []
    for role in of:
        said = [
            f"{each.held.recorded} {percentage(each.by_role[role])}"
            for each in told
            if role in each.by_role
        ]
        parts.append(f"{role}: {', '.join(said)}")
    return f"Lines, one for each role, with the share of questions by date. {'. '.join(parts)}."


def table(counts: Sequence[Counted]) -> DataTable:
    """A row for each role of each conversation."""
    rows = []
    order = roles(counts)
    for each in counts:
        name = each.held.recorded or each.held.name
        if not each.told:
            rows.append((name, "questions not told", "", "", ""))
        for role in (role for role in order if role in each.by_role):
            asking = each.by_role[role]
            numbers = (f"{asking.questions:,}", f"{asking.statements:,}", percentage(asking))
            rows.append((name, role, *numbers))
    header = ("Conversation", "Who", "Questions", "Statements", "Share that asks")
    title = "Questions and statements, by conversation"
    return DataTable(title, header, tuple(rows), (False, False, True, True, True))


# --- where everything stands -----------------------------------------------------------------


def _drawing(told: Sequence[Counted], of: dict[str, int], size: str, width: int) -> Drawing:
    left, right = 44.0, width - 28.0
    days = [each.held.day.toordinal() for each in told if each.held.day]
    first, last = min(days), max(days)
    most = max(a.share or 0.0 for each in told for a in each.by_role.values())
    steps = ticks(max(most, 0.05) * 100, 5)
    bottom = float(_TOP + _PLOT)

    def x(day: int) -> float:
        return round(left + 12 + (day - first) / (last - first) * (right - left - 24), 1)

    def y(share: float) -> float:
        return round(bottom - share * 100 / steps[-1] * _PLOT, 1)

    lines = []
    for role, number in of.items():
        dots = tuple(
            Dot(x(day), y(asking.share), _said(each, role, asking))
            for day, each in zip(days, told, strict=True)
            if (asking := each.by_role.get(role)) and asking.share is not None
        )
        path = "M" + "L".join(f"{dot.x} {dot.y}" for dot in dots) if len(dots) > 1 else ""
        lines.append(Line(number, path, dots))
    shares = tuple((y(step / 100), f"{step:g}%") for step in steps)
    named = _days([(x(day), each.held.recorded) for day, each in zip(days, told, strict=True)])
    return Drawing(
        size, width, _TOP + _PLOT + _BELOW, left, right, _TOP, bottom, shares, named, tuple(lines)
    )


def _said(each: Counted, role: str, asking: Asking) -> str:
    asked = plural(asking.questions, "question")
    return f"{role}, {each.held.recorded}: {asked} in {plural(asking.sentences, 'sentence')}"


def _days(places: Sequence[tuple[float, str]]) -> tuple[tuple[float, str, str], ...]:
    """(place, label or '', anchor) of each date: as many are named as there is room for."""
    wide = text_width("2026-10-06", 12) + 10
    ends = {places[0], places[-1]}
    kept: list[float] = [places[0][0] + wide / 2]
    found = []
    for place in places:
        at, label = place
        room = at - kept[-1] >= wide and places[-1][0] - at >= wide * 1.5
        if place not in ends and not room:
            label = ""
        elif place not in ends:
            kept.append(at)
        anchor = "start" if place == places[0] else "end" if place == places[-1] else "middle"
        found.append((at, label, anchor))
    return tuple(dict.fromkeys(found))
