"""Where in a conversation each condition shows: a lane a condition, by time or else by words.

Positions are shares from 0 to 100. A word's time is found between the times of its turn and of the
next turn that has one.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from credfolio.compose.evidence import Passage, Shown
from credfolio.compose.recorded import Moment
from credfolio.model import Conversation
from credfolio.passages import ends_at, turn_span
from credfolio.times import show_time

_NARROWEST = 0.7
_STEPS = (10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400)
_WORD_STEPS = (50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)
_TICKS = 6
_TIMED = 0.8
"""The share of turns whose times must be there, and in order, for a scale of time."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A highlight's stretch. `row`: within its lane, so that none hides another."""

    start: float
    width: float
    row: int
    passage: Passage

    @property
    def middle(self) -> float:
        return round(self.start + self.width / 2, 2)


@dataclass(frozen=True, slots=True)
class Lane:
    shown: Shown
    rows: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """`timed`: the scale is time, from `begin` on for `length` seconds of the transcript's clock;
    `shift`: what that clock shows when the recording begins. Else it is words.
    """

    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[float, str], ...]
    timed: bool
    begin: float
    length: float
    shift: float

    @property
    def scale(self) -> str:
        if not self.timed:
            return "from the first word to the last"
        return f"from {show_time(self.begin)} to {show_time(self.begin + self.length)}"


def timeline(
    conversation: Conversation, number: int, shown: Sequence[Shown], moments: Sequence[Moment]
) -> Timeline | None:
    """The strip of one conversation; None where nothing in it has a place."""
    counts = [max(turn.spoken.count(" ") + 1, 1) for turn in conversation.turns]
    offsets = [0, *accumulate(counts)]
    clock = _clock(conversation, offsets)
    if clock is None and not offsets[-1]:
        return None
    scale = clock or _Scale(0.0, float(offsets[-1]), float)
    spans = {m.highlight.id: (m.start, m.end) for m in moments} if clock else {}
    shift = conversation.starts_at

    def stretch(found: Passage) -> tuple[float, float] | None:
        match = found.highlight.match
        if found.highlight.id in spans:
            start, end = spans[found.highlight.id]
            return scale.share(start + shift), scale.share(end + shift)
        if match is None or match.conversation != number:
            return None
        first, last = match.spans[0], match.spans[-1]
        start = scale.at(offsets[first[0]] + min(first[1], counts[first[0]]))
        end = scale.at(offsets[last[0]] + min(last[2], counts[last[0]]))
        return scale.share(start), scale.share(end)

    lanes = tuple(_lane(one, stretch) for one in shown)
    ticks = tuple(_ticks(scale, clock is not None))
    return Timeline(lanes, ticks, clock is not None, scale.begin, scale.length, shift)


@dataclass(frozen=True, slots=True)
class _Scale:
    """From `begin` on for `length`; `at` says where a word stands, counted from the first."""

    begin: float
    length: float
    at: Callable[[int], float]

    def share(self, place: float) -> float:
        return min(max((place - self.begin) / self.length * 100, 0.0), 100.0)


def _clock(conversation: Conversation, offsets: list[int]) -> _Scale | None:
    """The scale of time; None where too few turns have a time that goes forward."""
    turns = conversation.turns
    known: list[tuple[int, float]] = []
    for turn, offset in zip(turns, offsets, strict=False):
        if turn.start is not None and (not known or turn.start >= known[-1][1]):
            known.append((offset, turn.start))
    length = sum(r.seconds or 0.0 for r in conversation.recordings)
    if len(known) < max(len(turns) * _TIMED, 0 if length else 1):
        return None
    end = _end(conversation, length, known)
    first = known[0][1] if known else 0.0
    begin = conversation.starts_at or (0.0 if length or first < end / 5 else first)
    if end <= begin:
        return None
    places = [place for place, _ in known]
    times = [time for _, time in known] + [max(end, known[-1][1] if known else 0.0)]
    ends = [*places[1:], offsets[-1]]

    def at(word: int) -> float:
        index = max(bisect_right(places, word) - 1, 0)
        share = (word - places[index]) / max(ends[index] - places[index], 1)
        return times[index] + min(max(share, 0.0), 1.0) * (times[index + 1] - times[index])

    return _Scale(begin, end - begin, at)


def _end(conversation: Conversation, length: float, known: list[tuple[int, float]]) -> float:
    if length:
        return max(conversation.starts_at + length, known[-1][1] if known else 0.0)
    last = next((t for t in reversed(conversation.turns) if t.start == known[-1][1]), None)
    span = turn_span(conversation, last.number) if last else None
    return span[1] if span else ends_at(conversation) or known[-1][1]


def _lane(shown: Shown, stretch: Callable[[Passage], tuple[float, float] | None]) -> Lane:
    placed = sorted(
        ((*found, passage) for passage in shown.passages if (found := stretch(passage))),
        key=lambda placed: (placed[0], placed[1], placed[2].highlight.number),
    )
    ends: list[float] = []
    bars = []
    for start, end, passage in placed:
        width = max(end - start, _NARROWEST)
        start = min(start, 100 - width)
        row = next((n for n, taken in enumerate(ends) if taken <= start), len(ends))
        ends[row : row + 1] = [start + width]
        bars.append(Bar(round(start, 2), round(width, 2), row, passage))
    return Lane(shown, max(len(ends), 1), tuple(bars))


def _ticks(scale: _Scale, timed: bool) -> Iterator[tuple[float, str]]:
    steps = _STEPS if timed else _WORD_STEPS
    step = next((s for s in steps if scale.length / s <= _TICKS), steps[-1])
    first = -(-scale.begin // step) * step
    for n in range(int(scale.length // step) + 1):
        value = first + n * step
        if value <= scale.begin + scale.length:
            label = show_time(value) if timed else f"{int(value):,}"
            yield round(scale.share(value), 2), label
