"""CF306."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Conversation, Portfolio, Turn
from credfolio.times import show_time

_TOLERANCE = 60.0


@check("CF306", "warning")
def recording_length_differs_from_transcript(portfolio: Portfolio) -> Iterator[Problem]:
    """A transcript's times and its recording do not go together.

    The times go on after the recording has ended, or end before half of it. One of the two
    belongs to another conversation, or the clock of a longer meeting was kept; `starts_at:` says
    what it showed at the beginning.

    Bad:
        A recording of ten minutes; the last turn at 00:41:10.

    Good:
        The same with `starts_at: 00:31:00` in the front matter.
    """
    for id, evidence in portfolio.evidence.items():
        for conversation in evidence.conversations:
            times = [t.start for t in conversation.turns if t.start is not None]
            length = sum(r.seconds or 0.0 for r in conversation.recordings)
            unknown = any(r.seconds is None for r in conversation.recordings)
            if times and length and not unknown:
                yield from _compared(conversation, max(times), length, id)


def _compared(conversation: Conversation, last: float, length: float, id: str) -> Iterator[Problem]:
    moment = last - conversation.starts_at
    turn = next(t for t in reversed(conversation.turns) if t.start == last)
    ends = max(moment + _spoken(turn), (turn.end or 0.0) - conversation.starts_at)
    message = f"The last turn begins at {show_time(last)}, "
    if not -_TOLERANCE <= moment <= length + _TOLERANCE:
        before = moment < 0
        message += "before the recording begins" if before else "but the recording lasts only "
        message += "." if before else f"{show_time(length)}."
    elif ends < length / 2 - _TOLERANCE:
        message += f"and the recording goes on to {show_time(length)}."
    else:
        return
    hint = "Check that they belong together, or say `starts_at:`, what the clock showed at the "
    yield Problem(conversation.recordings[0].place, message, hint + "beginning.", id)


def _spoken(turn: Turn) -> float:
    """Seconds that a turn takes at a calm pace."""
    return turn.spoken.count(" ") / 2
