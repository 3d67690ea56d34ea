"""CF401."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Condition, Evidence, Highlight, Place, Portfolio
from credfolio.quotations import LEAST_SECONDS, LEAST_WORDS
from credfolio.wording import lasting, start_of
from credfolio.words import fold


@check("CF401", "error")
def condition_not_highlighted(portfolio: Portfolio) -> Iterator[Problem]:
    """A condition has no highlight that shows it.

    Each condition needs a quotation of five words or more that is found in the conversation, or
    a pointer of five seconds or more into a recording.

    Bad:
        ## Trust {#trust}

        We trusted each other.

    Good:
        ## Trust {#trust}

        > **Coach** [00:02:10]: What would be most useful for you?

        I open by handing the agenda to my colleague.
    """
    for id, evidence in portfolio.evidence.items():
        if evidence.requirement.kind != "annotation" or portfolio.credential is None:
            continue
        spoken = any(c.turns for c in portfolio.conversations)
        heard = any(c.turns or c.recordings for c in portfolio.conversations)
        if not heard and any(evidence.highlights):
            continue  # CF402 says it once: there is nothing to look them up in
        for condition in portfolio.credential.conditions:
            mine = [h for h in evidence.highlights if condition.id in h.conditions]
            if any(h.evidences or _may_show(h) for h in mine):
                continue
            message, hint = _said(condition, mine, evidence, spoken)
            yield Problem(_place(evidence, condition, mine), message, hint, id)


def _may_show(highlight: Highlight) -> bool:
    """Whether only the recording, of which CF302 says that it can't be read, stands in its way."""
    return "unproved" in highlight.problems and (highlight.seconds or 0) >= LEAST_SECONDS


def _place(evidence: Evidence, condition: Condition, mine: list[Highlight]) -> Place:
    if mine:
        return Place(mine[0].path, mine[0].line, mine[0].column)
    heading = next(
        (s for s in evidence.sections if s.condition == condition.id and s.heading), None
    )
    return Place(heading.path, heading.line, heading.column) if heading else start_of(evidence)


def _said(
    condition: Condition, mine: list[Highlight], evidence: Evidence, spoken: bool
) -> tuple[str, str]:
    sample = "`> **Coach** [00:02:10]: What would be most useful for you?`"
    if not mine:
        message = f"Nothing is highlighted for “{condition.title}”."
        strays = [s for s in evidence.sections if s.highlights and not s.condition and s.heading]
        words = {w for name in (condition.title, *condition.aliases) for w in fold(name)}
        stray = max(strays, key=lambda s: len(words & set(fold(s.heading))), default=None)
        if stray and (len(strays) == 1 or words & set(fold(stray.heading))):
            hint = f"Is it under “{stray.heading}” (line {stray.line})? That heading is no "
            hint += f"condition; write `## {condition.title} {{#{condition.id}}}`."
            return message, hint
        hint = f"Under `## {condition.title} {{#{condition.id}}}`, quote a passage, for example "
        return message, hint + sample + ", and say how it shows the condition."
    pointers = [h for h in mine if h.pointer]
    if len(pointers) == len(mine) and (said := _pointed(condition, pointers)):
        return said
    if not pointers and all(h.match is None for h in mine):
        message = f"No highlight for “{condition.title}” is found in the conversation."
        if spoken:
            return message, "Copy the passage from the transcript, word for word."
        return message, f"There is no transcript to find words in: point to them, {_POINTER}."
    if all(h.quoted_words < LEAST_WORDS and (h.seconds or 0) < LEAST_SECONDS for h in mine):
        message = f"The highlights for “{condition.title}” are too short to show anything."
        return message, "Quote five words or more, or point to five seconds or more."
    message = f"No highlight for “{condition.title}” holds."
    return message, "Mend what is said of them below; leave no single words between omissions."


_POINTER = "`> [00:02:10–00:02:45]`"


def _pointed(condition: Condition, pointers: list[Highlight]) -> tuple[str, str] | None:
    """What is wrong with pointers into a recording; None where each has its own fault."""
    longest = max(h.seconds or 0.0 for h in pointers)
    if all("outside" in h.problems for h in pointers):
        message = f"No highlight for “{condition.title}” points into the conversation."
        return message, "Correct the times, as is said below."
    if any(h.problems for h in pointers) or longest >= LEAST_SECONDS:
        return None
    message = f"What is pointed to for “{condition.title}” is too short: {lasting(longest)}."
    return message, f"Write where the passage begins and where it ends, {_POINTER}."
