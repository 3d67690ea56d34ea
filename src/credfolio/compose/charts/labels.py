"""Labels that don't cover each other: each takes the first free place around its point."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from credfolio.compose.charts.text import SIZE, text_width


@dataclass(frozen=True, slots=True)
class Label:
    """Where a text is written; `anchor` as SVG has it."""

    text: str
    x: float
    y: float
    anchor: str


Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


class Room:
    """What is taken on a picture of a given size."""

    def __init__(self, width: float, height: float, taken: Iterable[Box] = ()) -> None:
        self.width = width
        self.height = height
        self.taken = list(taken)

    def take_line(self, points: Iterable[tuple[float, float]], broad: float) -> None:
        """Takes the way from point to point."""
        for (ax, ay), (bx, by) in pairwise(points):
            steps = max(int(hypot(bx - ax, by - ay) / 8), 1)
            for n in range(steps + 1):
                x, y = ax + (bx - ax) * n / steps, ay + (by - ay) * n / steps
                self.taken.append((x - broad, y - broad, x + broad, y + broad))

    def free(self, box: Box) -> bool:
        left, top, right, bottom = box
        if left < 0 or top < 0 or right > self.width or bottom > self.height:
            return False
        return not any(
            left < other[2] and right > other[0] and top < other[3] and bottom > other[1]
            for other in self.taken
        )

    def take(self, box: Box) -> bool:
        """Whether a box is free; then it is taken."""
        free = self.free(box)
        if free:
            self.taken.append(box)
        return free

    def beside(self, text: str, x: float, y: float, off: float, size: float = SIZE) -> Label | None:
        """The text right of, left of, below or above a point; None where there is no room."""
        wide = text_width(text, size)
        half = size * 0.6
        places = (
            (x + off, y, "start", x + off),
            (x - off, y, "end", x - off - wide),
            (x, y + off + half, "middle", x - wide / 2),
            (x, y - off - half, "middle", x - wide / 2),
        )
        for at, middle, anchor, left in places:
            if self.take((left, middle - half, left + wide, middle + half)):
                return Label(text, round(at, 1), round(middle + size * 0.35, 1), anchor)
        return None

    def along(self, text: str, points: Iterable[tuple[float, float]], size: float) -> Label | None:
        """The text on the first point where there is room for it; None where there is none."""
        half_wide, half = text_width(text, size) / 2 + 1, size * 0.5
        for x, y in points:
            if self.take((x - half_wide, y - half, x + half_wide, y + half)):
                return Label(text, round(x, 1), round(y + size * 0.35, 1), "middle")
        return None
