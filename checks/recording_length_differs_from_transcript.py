"""CF306."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio
from credfolio.times import show_time

_TOLERANCE = 60.0


@check("CF306", "warning")
def recording_length_differs_from_transcript(portfolio: Portfolio) -> Iterator[Problem]:
    """The transcript's times go on after the recording has ended.

    One of the two belongs to another conversation, or the clock of a longer meeting was kept;
    `starts_at:` says what it showed at the beginning.

    Bad:
        A recording of ten minutes; the last turn at 00:41:10.

    Good:
        The same with `starts_at: 00:31:00` in the front matter.
    """
    for id, evidence in portfolio.evidence.items():
        for conversation in evidence.conversations:
            times = [t.start for t in conversation.turns if t.start is not None]
            length = sum(r.seconds or 0.0 for r in conversation.recordings)
            if not times or not length:
                continue
            last = max(times) - conversation.starts_at
            if last <= length + _TOLERANCE:
                continue
            message = f"The last turn begins at {show_time(max(times))}, but the recording lasts "
            message += f"only {show_time(length)}."
            hint = "Check that they belong together, or say `starts_at:`."
            yield Problem(conversation.recordings[0].place, message, hint, id)
