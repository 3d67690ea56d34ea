"""The room that letters take, guessed from above: a server has no font to ask."""

import unicodedata
from math import ceil, floor, log10

SIZE = 13
"""The size of letters in a picture, in its units."""

_NARROW = frozenset("iljtfrI.,:;'’|!()[] ")
_BROAD = frozenset("mwMW@%—…")


def text_width(text: str, size: float = SIZE) -> float:
    """About how wide `text` is, rather more than less."""
    return sum(map(_width, text)) * size


def _width(char: str) -> float:
    if char in _NARROW:
        return 0.34
    if char in _BROAD:
        return 0.92
    if char.isascii():
        return 0.66 if char.isupper() else 0.57
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn"):
        return 0.0
    return 1.1 if unicodedata.east_asian_width(char) in "WF" or char > "\uffff" else 0.64


def fit(text: str, room: float, size: float = SIZE) -> str:
    """`text`, cut with an ellipsis where it is wider than `room`."""
    if text_width(text, size) <= max(room, 0) + 0.01:
        return text
    left = room - 0.92 * size
    kept = []
    for char in text:
        left -= _width(char) * size
        if left < 0:
            break
        kept.append(char)
    return "".join(kept).rstrip("\u200d ") + "…"


def wrap(text: str, room: float, lines: int = 2, size: float = SIZE) -> list[str]:
    """`text` in at most `lines` lines of `room`, the last cut where words are left over."""
    rows: list[str] = []
    left = text.split()
    while left:
        if len(rows) == lines - 1:
            rows.append(fit(" ".join(left), room, size))
            break
        row = left.pop(0)
        while left and text_width(f"{row} {left[0]}", size) <= room:
            row += " " + left.pop(0)
        rows.append(fit(row, room, size))
    return rows


def ticks(most: float, wanted: int = 6) -> list[float]:
    """Round steps from zero that reach `most`: 0, 5, 10 for 9. At most `wanted` after zero."""
    if most <= 0:
        return [0.0, 1.0]
    rough = most / max(wanted, 1)
    power = 10.0 ** floor(log10(rough))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= rough * 0.999)
    return [round(step * n, 9) for n in range(ceil(most / step - 1e-9) + 1)]


_MINUTES = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 36000)


def time_ticks(seconds: float, wanted: int = 6) -> list[float]:
    """Steps of whole seconds, minutes or hours from zero up to `seconds`."""
    rough = seconds / max(wanted, 1)
    step = next((s for s in _MINUTES if s >= rough), ceil(rough / 36000) * 36000)
    return [float(step * n) for n in range(int(seconds / step + 1e-9) + 1)]


def number(value: float) -> str:
    """`3`, `0.5`, `1,200`: at most one decimal place."""
    rounded = round(value, 1)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.1f}"
