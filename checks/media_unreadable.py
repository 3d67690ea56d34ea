"""CF302."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio
from credfolio.wording import faults, highlights


@check("CF302", "error")
def media_unreadable(portfolio: Portfolio) -> Iterator[Problem]:
    """A recording can't be read.

    It is missing, empty, not what its name says, cut short, or its length can't be found out.

    Bad:
        recording: talk.mp4   (the file is empty)

    Good:
        recording: media/talk.mp4
    """
    yield from faults(portfolio, "CF302")
    unproved: dict[str, int] = {}
    for id, highlight in highlights(portfolio):
        if "unproved" in highlight.problems:
            unproved[id] = unproved.get(id, 0) + 1
    for id, number in unproved.items():
        yield _unproved(portfolio, id, number)


def _unproved(portfolio: Portfolio, id: str, number: int) -> Problem:
    """What points into a recording that could not be measured is told once, where that is named."""
    recordings = [r for c in portfolio.conversations for r in c.recordings]
    recording = next(r for r in recordings if r.broken or r.seconds is None)
    points = (
        "highlight that points into it doesn't"
        if number == 1
        else "highlights that point into it don't"
    )
    if recording.broken:
        message = f"Until `{recording.path}` can be read, {number:,} {points} count."
        return Problem(
            recording.place, message, "Mend the recording; the times may well be right.", id
        )
    message = f"Until the length of `{recording.path}` is known, {number:,} {points} count."
    return Problem(recording.place, message, "Add `duration: 00:10:30` below `recording:`.", id)
