"""Shares of a group's codes as bars, one for each conversation in the order of their dates."""

from collections.abc import Sequence
from dataclasses import dataclass

from credfolio.compose.charts import SIZES
from credfolio.compose.charts.chart import Chart, DataTable, legend, over_time, percent, series
from credfolio.compose.charts.text import fit, text_width
from credfolio.kinds.coding import Coding
from credfolio.kinds.coding.codebook import Code
from credfolio.kinds.coding.figures import Shares, changes
from credfolio.model import Conversation

_BAR = 22
_MOST_BARS = 60


@dataclass(frozen=True, slots=True)
class Part:
    series: int
    x: float
    width: float
    title: str


@dataclass(frozen=True, slots=True)
class Bar:
    """`number`: `n = 8`, of what is in it."""

    label: str
    label_y: float
    y: float
    parts: tuple[Part, ...]
    number: str


@dataclass(frozen=True, slots=True)
class Drawing:
    size: str
    width: int
    height: float
    left: float
    right: float
    bottom: float
    tall: int
    ticks: tuple[tuple[float, str], ...]
    bars: tuple[Bar, ...]


def name(conversation: Conversation) -> str:
    """How it is called in pictures and tables: by its date, else by its title."""
    return conversation.recorded or conversation.title or conversation.documents[0].path


def chart(coding: Coding, group: str, found: Sequence[Shares]) -> Chart:
    codes = coding.of(group)
    of = series(code.title for code in codes)
    notes = [_change(coding, group, found)]
    notes.append(
        "Shares are of the passages that were coded, which their author chose, not of all talk; "
        "where n is small, one passage more or less changes them much."
    )
    if len(found) > _MOST_BARS:
        notes.append(f"The picture shows the first {_MOST_BARS} conversations, the table all.")
    drawings = tuple(_drawing(codes, of, found, size, width) for size, width in SIZES)
    description = _description(codes, found)
    tables = (table(group, codes, found, shared=True),)
    return Chart(description, (), drawings, legend(of), tuple(filter(None, notes)), tables)


def _change(coding: Coding, group: str, found: Sequence[Shares]) -> str:
    there = changes(coding, group, found)
    if not there:
        return ""
    return over_time(
        there[0].each,
        (
            f"{c.code.title} {_share(*c.before)} ({c.before[0]:,} of {c.before[1]:,}) to "
            f"{_share(*c.after)} ({c.after[0]:,} of {c.after[1]:,})"
            for c in there
        ),
    )


def _share(some: int, whole: int) -> str:
    return percent(some / whole) if whole else "–"


def _description(codes: tuple[Code, ...], found: Sequence[Shares]) -> str:
    parts = []
    for each in found[:_MOST_BARS]:
        said = [f"{c.title} {_share(each.by_code[c.id], each.number)}" for c in codes]
        rest = f"{', '.join(said)}, of {each.number:,}" if each.number else "none coded"
        parts.append(f"{name(each.conversation)}: {rest}")
    return f"A bar for each conversation, divided by code. {'; '.join(parts)}."


def table(group: str, codes: tuple[Code, ...], found: Sequence[Shares], shared: bool) -> DataTable:
    """A row for each conversation and one for all. `shared`: shares too, and of how many."""
    rows = []
    whole = {code.id: sum(each.by_code[code.id] for each in found) for code in codes}
    number = sum(each.number for each in found)
    lines = [(name(each.conversation), each.by_code, each.number) for each in found]
    for label, by_code, of in (*lines, ("In all", whole, number)):
        cells = [f"{of:,}"] if shared else []
        for code in codes:
            cells.append(f"{by_code[code.id]:,}")
            cells += [_share(by_code[code.id], of)] if shared else []
        rows.append((label, *cells))
    header = ["Conversation", *(["Passages (n)"] if shared else [])]
    for code in codes:
        header += [code.title, f"{code.title}, share"] if shared else [code.title]
    title = f"{group.replace('-', ' ').capitalize()}, by conversation"
    return DataTable(title, tuple(header), tuple(rows), (False, *[True] * (len(header) - 1)))


# --- where everything stands -----------------------------------------------------------------


def _drawing(
    codes: tuple[Code, ...],
    of: dict[str, int],
    found: Sequence[Shares],
    size: str,
    width: int,
) -> Drawing:
    beside = size == "wide"
    shown = found[:_MOST_BARS]
    labels = [name(each.conversation) for each in shown]
    left = min(max(map(text_width, labels)) + 12, 200.0) if beside else 14.0
    right = width - 64.0 if beside else width - 58.0
    bars = []
    y = 6.0
    for each, label in zip(shown, labels, strict=True):
        top = y if beside else y + 18
        middle = top + _BAR / 2 + 4.5 if beside else y + 13
        parts = _parts(codes, of, each, left, right - left)
        text = fit(label, left - 12 if beside else width - 8)
        bars.append(Bar(text, round(middle, 1), top, parts, f"n = {each.number:,}"))
        y = top + _BAR + 10
    steps = (0, 25, 50, 75, 100) if beside else (0, 50, 100)
    ticks = tuple((round(left + (right - left) * step / 100, 1), f"{step}%") for step in steps)
    return Drawing(
        size, width, y + 22, round(left, 1), round(right, 1), y, _BAR, ticks, tuple(bars)
    )


def _parts(
    codes: tuple[Code, ...], of: dict[str, int], each: Shares, left: float, room: float
) -> tuple[Part, ...]:
    parts = []
    whole = sum(each.by_code.values())
    at = left
    for code in codes:
        number = each.by_code[code.id]
        if not number:
            continue
        wide = room * number / whole
        said = f"{name(each.conversation)}, {code.title}: {number:,} of {each.number:,}"
        parts.append(Part(of[code.title], round(at, 1), round(wide, 1), said))
        at += wide
    return tuple(parts)
