"""CF204."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio, Repeat
from credfolio.wording import shorten
from credfolio.words import plural

_SHARE = 0.1
"""From this share of a conversation on, repeats are padding even where enough is left."""


@check("CF204", "error")
def padded(portfolio: Portfolio) -> Iterator[Problem]:
    """Sentences of eight words or more are repeated.

    They count once. So do twenty words in a row that stand again, short sentences that come again
    and again, and a handful of words said over and over. Repeats are looked for within an answer,
    across the answers, and within a transcript; there only where they matter, since people do
    repeat themselves aloud.

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
        message = f"{plural(total, 'word')} only repeat what stood before and are not counted: "
        message += f"“{shorten(first.text)}” stands in {first.first.path}, line "
        message += f"{first.first.line}, already"
        message += f", and {len(repeats) - 1} more." if len(repeats) > 1 else "."
        hint = "Say it once; write something new instead."
        yield Problem(first.place, message, hint, id)


def _matters(portfolio: Portfolio, id: str, total: int) -> bool:
    measure = next((m for m in portfolio.measures[id] if m.unit == "words"), None)
    if measure is None or measure.value is None:
        return False
    return measure.status != "met" or total > _SHARE * (measure.value + total)
