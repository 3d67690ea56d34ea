"""CF204."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio, Repeat
from credfolio.words import plural

_SPOKEN_SHARE = 0.1
"""People do say a sentence twice; a tenth of a conversation said twice is no conversation."""


@check("CF204", "error")
def padded(portfolio: Portfolio) -> Iterator[Problem]:
    """Sentences of eight words or more are repeated.

    They count once. Repeats are looked for within an answer, across the answers, and within a
    transcript; there only where they matter, since people do repeat themselves.

    Bad:
        We met every week and talked. We met every week and talked about it again and again. We
        met every week and talked about it again and again.

    Good:
        We met every week. In the third week the talk turned to the back row.
    """
    copies = {second.path for _, second in portfolio.copies}
    by_requirement: dict[str, list[Repeat]] = {}
    for repeat in portfolio.repeats:
        if repeat.place.path not in copies:
            by_requirement.setdefault(repeat.requirement, []).append(repeat)
    for id, repeats in by_requirement.items():
        total = sum(repeat.words for repeat in repeats)
        if portfolio.evidence[id].conversations and not _matters(portfolio, id, total):
            continue
        first = max(repeats, key=lambda repeat: repeat.words)
        text = first.text if len(first.text) <= 90 else first.text[:88] + "…"
        message = f"{plural(total, 'word')} only repeat what stood before and are not counted: "
        message += f"“{text}” stands in {first.first.path}, line {first.first.line}, already"
        message += f", and {len(repeats) - 1} more." if len(repeats) > 1 else "."
        yield Problem(first.place, message, "Say it once; write something new instead.", id)


def _matters(portfolio: Portfolio, id: str, total: int) -> bool:
    measure = next((m for m in portfolio.measures[id] if m.unit == "words"), None)
    if measure is None or measure.value is None:
        return False
    return measure.status != "met" or total > _SPOKEN_SHARE * measure.value
