"""Recordings on their page: what plays, at which moment, and the highlights that point into it."""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from credfolio.compose.links import Places, beside
from credfolio.model import Conversation, Document, Highlight, Portfolio, Recording
from credfolio.times import show_time

_VIDEO = frozenset({".mp4", ".m4v", ".mov", ".webm", ".mkv", ".3gp"})
_SOUND = frozenset({".mp3", ".m4a", ".aac", ".wav", ".flac", ".ogg", ".oga", ".opus", ".mka"})
_TOLERANCE = 5.0


@dataclass(frozen=True, slots=True)
class Player:
    """A recording that a page offers.

    `file`: where it lies in the portfolio; else `address`, on another host. `plays`: the element
    that plays it, `audio` or `video`; empty where browsers play no such file.
    """

    file: str | None
    address: str
    length: str
    plays: str
    name: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A highlight that points into a recording: from and to, in seconds of the recording."""

    highlight: Highlight
    start: float
    end: float

    @property
    def span(self) -> str:
        return f"{show_time(self.start)}–{show_time(self.end)}"

    @property
    def fragment(self) -> str:
        """As a link's end says it to whatever plays the file."""
        return f"{self.start:g},{self.end:g}"


def player(conversation: Conversation, document: Document, places: Places) -> Player | None:
    """The recording that a document names, or else the only one of its conversation."""
    own = next((r for r in conversation.recordings if r.place.path == document.path), None)
    if own is None and len(conversation.recordings) == 1:
        own = conversation.recordings[0]
    return player_of(own, conversation.documents, places) if own else None


def player_of(recording: Recording, documents: Iterable[Document], places: Places) -> Player | None:
    """What plays a recording that one of `documents` names; None where its file is not there."""
    length = show_time(round(recording.seconds)) if recording.seconds else ""
    if recording.remote:
        return Player(None, recording.path, length, "", recording.path)
    named = (beside(d, "recording") for d in documents)
    file = next((f for f in named if f and f == recording.path and f in places.files), None)
    if file is None:
        return None
    kind = posixpath.splitext(file)[1].lower()
    plays = "video" if kind in _VIDEO else "audio" if kind in _SOUND else ""
    return Player(file, recording.path, length, plays, posixpath.basename(file))


def moment(conversation: Conversation, seconds: float | None) -> float | None:
    """The recording's own time of what the transcript's clock calls `seconds`."""
    if seconds is None or not conversation.recordings:
        return None
    at = seconds - conversation.starts_at
    lengths = [r.seconds for r in conversation.recordings if r.seconds]
    if at < 0 or (lengths and at > sum(lengths) + _TOLERANCE):
        return None
    return at


def moments(portfolio: Portfolio) -> dict[int, list[Moment]]:
    """By conversation: the highlights that point into its recording, in its time."""
    found: dict[int, list[Moment]] = {}
    for highlight in portfolio.highlights:
        for number, known in _pointed(highlight, portfolio):
            found.setdefault(number, []).append(known)
            break
    return found


def _pointed(highlight: Highlight, portfolio: Portfolio) -> Iterator[tuple[int, Moment]]:
    if highlight.pointer is None or highlight.problems:
        return
    start, end = highlight.pointer
    for number, conversation in enumerate(portfolio.conversations):
        lengths = [r.seconds for r in conversation.recordings if r.seconds]
        if highlight.match and highlight.match.conversation != number:
            continue
        for shift in dict.fromkeys((conversation.starts_at, 0.0)):
            if lengths and start >= shift and end - shift <= sum(lengths) + _TOLERANCE:
                yield number, Moment(highlight, start - shift, end - shift)
                return
