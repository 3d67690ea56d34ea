"""What a credential may ask of several conversations."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from credfolio.checking import Problem, check
from credfolio.kinds.conversations import Held, number_of
from credfolio.model import Evidence, Portfolio
from credfolio.talk.questions import untold
from credfolio.wording import of_kind, start_of
from credfolio.words import plural

NAME = "conversations"


@check("CF551", "error")
def number_of_conversations(portfolio: Portfolio) -> Iterator[Problem]:
    """There are fewer or more conversations than the credential asks for.

    Documents with one `recorded:` date are one conversation; where they have different titles,
    several. One without turns and without a recording is none.

    Bad:
        Three conversations where four are asked for.

    Good:
        Four.
    """
    for id, evidence in of_kind(portfolio, NAME):
        asked = evidence.requirement.options.get("conversations", {})
        least, most = asked.get("least"), asked.get("most")
        number = number_of(evidence)
        message = f"There {'is' if number == 1 else 'are'} {plural(number, 'conversation')}; "
        if least is not None and number < least:
            hint = (
                f"Add {least - number:,} more, a file each with its date: `recorded: 2026-11-01`."
            )
            yield Problem(
                start_of(evidence), f"{message}at least {least:,} are asked for.", hint, id
            )
        if most is not None and number > most:
            hint = "Keep those that show most, and take the `requirement:` line out of the others."
            yield Problem(start_of(evidence), f"{message}at most {most:,} are asked for.", hint, id)


@check("CF552", "error")
def conversation_undated(portfolio: Portfolio) -> Iterator[Problem]:
    """One of several conversations does not say when it was held.

    What is shown over time needs dates.

    Bad:
        requirement: conversations

    Good:
        requirement: conversations
        recorded: 2026-10-06
    """
    for id, evidence in of_kind(portfolio, NAME):
        for held in evidence.value.held:
            written = any("recorded" in d.places for d in held.conversation.documents)
            if not held.recorded and not written:  # else its date was found fault with
                message = "This conversation does not say when it was held."
                yield Problem(
                    held.place, message, "Add `recorded: 2026-11-01` below this line.", id
                )


@check("CF553", "error")
def span_too_short(portfolio: Portfolio) -> Iterator[Problem]:
    """From the first conversation to the last it is a shorter time than the credential asks for.

    Bad:
        Conversations of 6 October and 3 November where eight weeks are asked for.

    Good:
        Conversations of 6 October and 1 December.
    """
    for id, evidence in of_kind(portfolio, NAME):
        weeks = evidence.requirement.options.get("span", {}).get("weeks")
        dated: tuple[Held, ...] = evidence.value.dated
        if weeks is None or not dated:
            continue
        first, last = dated[0], dated[-1]
        assert first.day and last.day
        days = (last.day - first.day).days
        if days >= weeks * 7:
            continue
        message = f"From {first.recorded} to {last.recorded} it is {_span(days)}; from the first "
        message += f"conversation to the last at least {plural(weeks, 'week')} are asked for."
        hint = "Check the dates under `recorded:`, or add an earlier or a later conversation."
        yield Problem(last.place, message, hint, id)


def _span(days: int) -> str:
    """`5 weeks and 2 days`."""
    weeks, rest = divmod(days, 7)
    parts = [plural(weeks, "week")] * bool(weeks) + [plural(rest, "day")] * bool(rest or not weeks)
    return " and ".join(parts)


@check("CF554", "error")
def not_stated(portfolio: Portfolio) -> Iterator[Problem]:
    """A conversation does not state what the credential asks of each, such as its schools.

    Bad:
        requirement: workshops
        recorded: 2026-10-06

    Good:
        requirement: workshops
        recorded: 2026-10-06
        schools: [North School, South School]
    """
    for id, evidence in of_kind(portfolio, NAME):
        for held in evidence.value.held:
            for name, values in held.stated.items():
                if not values:
                    message = f"The conversation “{held.name}” does not state `{name}:`."
                    yield Problem(held.place, message, f"Add `{name}: …` below this line.", id)


@check("CF555", "error")
def not_timed(portfolio: Portfolio) -> Iterator[Problem]:
    """A conversation has neither a recording nor a transcript with times, but one is asked for.

    A transcript has times where half of its turns or more say when they begin.

    Bad:
        **Coach:** What would be most useful for you?

    Good:
        **Coach** [0:02:10]: What would be most useful for you?
    """
    for id, evidence in of_kind(portfolio, NAME):
        for held in evidence.value.held if evidence.requirement.options.get("timed") else ():
            turns = held.conversation.turns
            timed = sum(turn.start is not None for turn in turns)
            if held.conversation.recordings or not turns or timed * 2 >= len(turns):
                continue
            have = f"{timed:,} of {plural(len(turns), 'turn')} {'has' if timed == 1 else 'have'}"
            message = f"Nothing shows that “{held.name}” was recorded: {have} a time."
            hint = "Name the recording, `recording: media/talk.mp4`, or keep the times that the "
            hint += "recorder's own transcript has: `**Coach** [0:02:10]: …`."
            yield Problem(held.place, message, hint, id)


class Step(Protocol):
    """What is needed of a dated step."""

    @property
    def date(self) -> str: ...


class Cycle(Protocol):
    """What is needed of a cycle of dated steps."""

    @property
    def called(self) -> str: ...

    def of(self, step: str) -> Sequence[Step]: ...


@check("CF556", "error")
def cycle_without_conversation(portfolio: Portfolio) -> Iterator[Problem]:
    """A cycle of dated steps has no conversation of the day on which its step was held.

    Each cycle needs one of its own. Two of one day are told apart by their titles. A conversation
    of a day on which no cycle has the step is a warning.

    Bad:
        Cycle 2 has its conversation on 2026-10-06; the file says `recorded: 2026-10-07`.

    Good:
        The same date in both.
    """
    for _, evidence in of_kind(portfolio, NAME):
        options = evidence.requirement.options
        steps = portfolio.evidence.get(options.get("cycle", ""))
        if steps is None or steps.value.is_empty or "step" not in options:
            continue
        left: list[Held] = list(evidence.value.dated)
        lacking: list[tuple[Cycle, Sequence[Step]]] = []
        for cycle in steps.value.cycles:
            held = cycle.of(options["step"])
            days = {step.date for step in held}
            own = next((each for each in left if each.recorded in days), None)
            if own:
                left.remove(own)
            elif days:  # else the steps themselves are told to lack it
                lacking.append((cycle, held))
        yield from _unheld(lacking, left, evidence)


def _unheld(
    lacking: Sequence[tuple[Cycle, Sequence[Step]]], left: Sequence[Held], evidence: Evidence
) -> Iterator[Problem]:
    """Cycles without a conversation, each beside the nearest that belongs to no other."""
    id, spare = evidence.requirement.id, list(left)
    for cycle, held in lacking:
        day = held[0].date
        message = f"{cycle.called} has no conversation: the step was on {day}, and no conversation "
        message += "of that day is left for it."
        hint = f"Add it, with `recorded: {day}`."
        near = min(spare, key=lambda each: _apart(each.recorded, day), default=None)
        if near and _apart(near.recorded, day) <= _NEAR:
            spare.remove(near)
            hint = f"If this one is meant, correct one of the two dates; here is {near.recorded}."
            yield Problem(near.place, message, hint, id)
        else:
            yield Problem(start_of(evidence), message, hint, id)
    for each in spare:
        message = f"No cycle has this step on {each.recorded}, the day of “{each.name}”."
        hint = "Correct the date here or in the steps, if it belongs to one of them."
        yield Problem(each.place, message, hint, id, "warning")


_NEAR = 31
"""Days by which a date may be off that was meant to be the same."""


def _apart(day: str, other: str) -> int:
    return abs((date.fromisoformat(day) - date.fromisoformat(other)).days)


@check("CF557", "warning")
def questions_not_told(portfolio: Portfolio) -> Iterator[Problem]:
    """Questions are to be counted, and this conversation does not let them be told.

    It has no transcript, or one that is almost without full stops and question marks. The page
    says so instead of counting none.

    Bad:
        **Coach:** so what did you see i saw three hands and then nothing what do you make of it

    Good:
        **Coach:** So what did you see? I saw three hands, and then nothing. What do you make of it?
    """
    for id, evidence in of_kind(portfolio, NAME):
        if "questions" not in evidence.requirement.options.get("figures", ()):
            continue
        for held in evidence.value.held:
            turns = held.conversation.turns
            missing = untold(turns, portfolio.metadata.language)
            if turns and not missing:
                continue
            message = f"Questions and statements can't be counted in “{held.name}”: "
            if not turns:
                message += "it has no transcript."
                hint = "Add one with `transcript: talk.vtt`; your recorder's own will do."
            elif missing == "marks":
                message += "its transcript has almost no full stops and question marks."
                hint = "Have it transcribed with punctuation, or put the marks in as you listen."
            else:
                message += "its language marks questions with another sign than “?”."
                hint = "Say in your text what the figures would have shown."
            yield Problem(held.place, message, hint, id)
