"""CF401."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Condition, Evidence, Highlight, Place, Portfolio
from credfolio.quotations import LEAST_SECONDS, LEAST_WORDS
from credfolio.wording import start_of
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
        heard = any(c.turns or c.recordings for c in portfolio.conversations)
        if not heard and any(evidence.highlights):
            continue  # CF402 says it once: there is nothing to look them up in
        for condition in portfolio.credential.conditions:
            mine = [h for h in evidence.highlights if condition.id in h.conditions]
            if any(h.evidences for h in mine):
                continue
            message, hint = _said(condition, mine, evidence)
            yield Problem(_place(evidence, condition, mine), message, hint, id)


def _place(evidence: Evidence, condition: Condition, mine: list[Highlight]) -> Place:
    if mine:
        return Place(mine[0].path, mine[0].line, mine[0].column)
    heading = next(
        (s for s in evidence.sections if s.condition == condition.id and s.heading), None
    )
    return Place(heading.path, heading.line, heading.column) if heading else start_of(evidence)


def _said(condition: Condition, mine: list[Highlight], evidence: Evidence) -> tuple[str, str]:
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
    if all(h.match is None for h in mine):
        message = f"No highlight for “{condition.title}” is found in the conversation."
        return message, "Copy the passage from the transcript, word for word."
    if all(h.quoted_words < LEAST_WORDS and (h.seconds or 0) < LEAST_SECONDS for h in mine):
        message = f"The highlights for “{condition.title}” are too short to show anything."
        return message, "Quote five words or more, or point to five seconds or more."
    message = f"No highlight for “{condition.title}” holds."
    return message, "Mend what is said of them below; leave no single words between omissions."
