"""CF406."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Highlight, Portfolio
from credfolio.passages import ends_at
from credfolio.times import show_time
from credfolio.wording import at, highlights


@check("CF406", "error")
def time_outside(portfolio: Portfolio) -> Iterator[Problem]:
    """A highlight's time lies outside the conversation.

    It is after the end, not in the recording, or ends before it begins.

    Bad:
        > [00:42:10–00:42:45]   (of a recording of ten minutes)

    Good:
        > [00:02:10–00:02:45]
    """
    ends: list[float] | None = None
    for id, highlight in highlights(portfolio):
        if "reversed" in highlight.problems:
            yield Problem(at(highlight), *_reversed(highlight), id)
        if "outside" not in highlight.problems:
            continue
        times = [p.time for p in highlight.pieces if p.time is not None]
        moment = highlight.pointer[1] if highlight.pointer else max(times, default=0.0)
        if ends is None:
            ends = [end for c in portfolio.conversations if (end := ends_at(c)) is not None]
        recorded = any(c.recordings for c in portfolio.conversations)
        hint = "Correct the time."
        if highlight.pointer and not recorded:
            message = f"{show_time(moment)} points into a recording, and there is none."
            hint = "Quote the words from the transcript instead."
        elif ends:
            message = f"{show_time(moment)} is outside the conversation, which ends at about "
            message += f"{show_time(round(max(ends)))}."
        else:
            message = f"{show_time(moment)} points into a recording, and there is none."
        yield Problem(at(highlight), message, hint, id)


def _reversed(highlight: Highlight) -> tuple[str, str]:
    start, end = map(show_time, highlight.pointer or (0.0, 0.0))
    message = f"The highlight ends before it begins: {start} comes after {end}."
    return message, f"Write the earlier time first: `[{end}–{start}]`."
