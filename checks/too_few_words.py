"""CF201."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.kinds import kind
from credfolio.model import Evidence, Measure, Place, Portfolio
from credfolio.wording import account, start_of
from credfolio.words import plural, words


@check("CF201", "error")
def too_few_words(portfolio: Portfolio) -> Iterator[Problem]:
    """An answer has fewer words of the author's own than it needs.

    Headings, quotations, tables, code, footnotes, bare addresses and the prompt itself don't
    count; the report says how many words stand where.

    Bad:
        A reflection of 380 words where 500 are asked for.

    Good:
        One of 500 words or more, quotations not counted.
    """
    for id, measures in portfolio.measures.items():
        evidence = portfolio.evidence[id]
        if kind(evidence.requirement.kind).finding != "CF201":
            continue
        for measure in measures:
            if measure.unit != "words" or measure.status != "unmet" or measure.value is None:
                continue
            missing = (measure.minimum or 1) - measure.value
            message = f"“{evidence.requirement.title}” has {plural(measure.value, 'word')} of your "
            asked = (
                f"{measure.minimum:,} are asked for" if measure.minimum else "some are asked for"
            )
            message += f"own; {asked}.{account(measure)}"
            yield Problem(start_of(evidence), message, _hint(missing, measure, evidence), id)
    yield from _parts(portfolio)


_ELSEWHERE = {
    "code": "Lines that begin with four blanks or a tab are taken for code: take the blanks away.",
    "html": "Words between HTML tags don’t count: write them as plain paragraphs.",
    "tables": "Words in a table don’t count: write them as paragraphs.",
    "headings": "A line that begins with `#`, or has `---` or `===` right below it, is a heading: "
    "make it a paragraph.",
    "blockquotes": "Only your own words count: say in them what the quotations show.",
    "footnotes": "Words in footnotes don’t count: move them into the text.",
}


_SCAFFOLD = 60
"""Words of ours in a scaffold's comment, besides the prompt and the hints."""


def _hint(missing: int, measure: Measure, evidence: Evidence) -> str:
    """What to do; where the words are there but stand in the wrong place, that."""
    requirement, left_out = evidence.requirement, measure.not_counted
    commented = sum(words(document.commented) for document in evidence.documents)
    ours = words(requirement.prompt) + sum(map(words, requirement.guidance)) + _SCAFFOLD
    if commented - ours >= missing // 2 + 1:
        return (
            f"{plural(commented, 'word')} stand between `<!--` and `-->`, where nobody sees "
            "them: move your text below the `-->`."
        )
    most = max(left_out, key=lambda name: left_out[name], default="")
    if most in _ELSEWHERE and left_out[most] >= missing:
        return _ELSEWHERE[most]
    return f"Write {plural(missing, 'more word')}."


def _parts(portfolio: Portfolio) -> Iterator[Problem]:
    """A part may ask for a total of its own."""
    for part in portfolio.credential.parts if portfolio.credential else ():
        minimum = part.minimum.words
        counted = [m for r in part.requirements for m in portfolio.measures.get(r.id, ())]
        total = sum(m.value or 0 for m in counted if m.unit == "words")
        if minimum is None or total >= minimum:
            continue
        message = f"The part “{part.title}” has {plural(total, 'word')} of your own in all; "
        message += f"{minimum:,} are asked for."
        hint = f"Write {plural(minimum - total, 'more word')} in any of its answers."
        yield Problem(Place(), message, hint, severity=part.minimum.severity)
