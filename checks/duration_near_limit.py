"""CF307."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio
from credfolio.times import show_time


@check("CF307", "warning")
def duration_near_limit(portfolio: Portfolio) -> Iterator[Problem]:
    """A recording is a little short, or very long.

    The credential file says where that begins; the issuer says only about how long it should be.

    Bad:
        A recording of 9:20 where ten minutes are asked for.

    Good:
        One of 10:30.
    """
    for id, measures in portfolio.measures.items():
        evidence = portfolio.evidence[id]
        limits = portfolio.credential.thresholds if portfolio.credential else None
        recordings = [r for c in evidence.conversations for r in c.recordings]
        for measure in measures:
            if measure.unit != "seconds" or not measure.value or not limits or not recordings:
                continue
            minimum = measure.minimum or 0
            length = show_time(measure.value)
            if limits.short <= measure.value < minimum:
                message = f"The recording lasts {length}, a little under {show_time(minimum)}."
                hint = "Submit a longer part, if you have one."
            elif measure.value > limits.long:
                message = f"The recording lasts {length}, over {show_time(limits.long)}."
                hint = "Point the assessor to what matters, or submit a part of it."
            else:
                continue
            yield Problem(recordings[0].place, message, hint, id)
