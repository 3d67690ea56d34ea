"""CF301."""

import re
from collections import Counter
from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.kinds import kind
from credfolio.model import Evidence, Measure, Portfolio
from credfolio.times import show_time
from credfolio.wording import account, judged, start_of
from credfolio.words import plural


@check("CF301", "error")
def conversation_too_short(portfolio: Portfolio) -> Iterator[Problem]:
    """The conversation reaches neither the words nor the length that is asked for.

    Spoken words count: speakers' labels, times, `[inaudible]` and an introduction don't. Of
    several conversations one must be long enough alone, or each where the credential says so.

    Bad:
        A transcript of 600 spoken words where 1,000 are asked for.

    Good:
        One of 1,000 spoken words, or a recording of ten minutes.
    """
    for id, evidence, measures in judged(portfolio):
        if kind(evidence.requirement.kind).finding != "CF301":
            continue
        if any(m.status != "unmet" or (m.unit == "words" and m.value is None) for m in measures):
            continue
        recordings = [r for c in evidence.conversations for r in c.recordings]
        broken = any(r.broken for r in recordings) and all(m.unit == "seconds" for m in measures)
        unread = any(f.code == "CF305" and f.requirement == id for f in portfolio.faults)
        if unread and all(not c.turns and not c.recordings for c in evidence.conversations):
            said = "No word counts: the transcript can't be read.", "Mend what CF305 says of it."
        else:
            said = _said(evidence, measures)
        # CF302 says why the length is not known; a waiver of that makes it no longer.
        yield Problem(start_of(evidence), *said, id, behind="CF302" if broken else "")


_NAMES = r"^[ \t]*([A-Z][\w .'’-]{0,30}):[ \t]"


def _said(evidence: Evidence, measures: tuple[Measure, ...]) -> tuple[str, str]:
    if all(not c.turns and not c.recordings for c in evidence.conversations):
        message = "No speaker was found, so that no word counts as conversation."
        names = Counter(
            name for d in evidence.documents for name in re.findall(_NAMES, d.body, re.M)
        )
        if names and (often := names.most_common(1)[0])[1] > 2:
            message = f"No speaker was found: {often[1]} lines begin with “{often[0]}:”, but "
            message += f"“{often[0]}” is not among the participants."
            hint = (
                "Put a declared label in the place of a real name. A further label is declared in "
                "`portfolio.yml`: `- {label: …, role: …, consent: …}`."
            )
            return message, hint
        return message, "Begin each turn with its speaker: `**Coach** [00:02:10]: What …`."
    by_unit = {m.unit: m for m in measures}
    words, seconds = by_unit.get("words"), by_unit.get("seconds")
    message = "The conversation is too short:"
    if words:
        message += f" {plural(words.value or 0, 'spoken word')} of {words.minimum or 0:,}"
        message += "," if seconds else f".{account(words)}"
    if seconds and seconds.value is None:
        message += " the length of the recording is not known."
    elif seconds:
        message += f" the recording lasts {show_time(seconds.value or 0)} of "
        message += f"{show_time(seconds.minimum or 0)}."
    missing = (words.minimum or 0) - (words.value or 0) if words else 0
    hint = f"Add {plural(missing, 'more spoken word')}: a longer part of the conversation."
    recordings = [r for c in evidence.conversations for r in c.recordings]
    if broken := next((r for r in recordings if r.broken), None):
        if words is None:
            return (
                message,
                f"Mend the recording, see line {broken.place.line}; or add a transcript.",
            )
        return message, hint[:-1] + f"; or mend the recording, see line {broken.place.line}."
    if seconds and seconds.value is None:
        wanted = hint[0].lower() + hint[1:] if words else "add a transcript."
        return message, "Add `duration: 00:10:30` beside the web address, or " + wanted
    return message, hint if words else "Submit a longer part of the conversation."
