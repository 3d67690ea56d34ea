"""`conversations`: several conversations over time, each of which counts."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from credfolio.counting import Count, status_of
from credfolio.fields import Choice, Field, Flag, Many, Record, Reference, Text, Whole
from credfolio.kinds.base import Context, Kind, Values, measure_number, requirements_in, wrong_step
from credfolio.kinds.conversation import DOCUMENT_FIELDS, count_spoken, read_groups
from credfolio.kinds.conversation import measures as measure_one
from credfolio.model import (
    Conversation,
    Credential,
    Document,
    Evidence,
    Measure,
    Minimum,
    Place,
    Requirement,
    Status,
    Thresholds,
)
from credfolio.repeats import find_repeats
from credfolio.tables.cells import says
from credfolio.times import Duration
from credfolio.wording import only
from credfolio.words import label_form, plural


class Held(NamedTuple):
    """A conversation as it was held. `recorded`: `YYYY-MM-DD`, '' where it is not known.

    `stated`: what its documents say under the keys that the credential asks for. `place`: of its
    first document.
    """

    conversation: Conversation
    recorded: str
    title: str
    stated: dict[str, tuple[str, ...]]
    place: Place

    @property
    def name(self) -> str:
        return self.title or self.recorded or self.conversation.documents[0].path

    @property
    def day(self) -> date | None:
        return date.fromisoformat(self.recorded) if self.recorded else None


class Talks(NamedTuple):
    """The conversations in the order of their dates, those without one last.

    `spoken`: the words of each alone; what another of them says already counts there.
    """

    held: tuple[Held, ...]
    spoken: tuple[Count, ...]

    @property
    def dated(self) -> tuple[Held, ...]:
        return tuple(each for each in self.held if each.recorded)


def read(requirement: Requirement, documents: tuple[Document, ...], context: Context) -> Evidence:
    """Documents of one date are one conversation; where they have several titles, several."""
    found = read_groups(documents, _key(documents), context)
    asked = requirement.options.get("asks", ())
    held = sorted(
        (_held(conversation, asked) for conversation in found),
        key=lambda each: (each.recorded or "9", each.place.path or ""),
    )
    conversations = tuple(each.conversation for each in held)
    return Evidence(
        requirement,
        documents,
        conversations=conversations,
        value=Talks(tuple(held), _alone(conversations)),
    )


def _key(documents: tuple[Document, ...]) -> Callable[[Document], tuple[str, str]]:
    titles: dict[str, set[str]] = {}
    for document in documents:
        if document.title:
            titles.setdefault(_day(document), set()).add(label_form(document.title))

    def key(document: Document) -> tuple[str, str]:
        day = _day(document)
        if not day:
            return "", document.path
        return day, label_form(document.title) if len(titles.get(day, ())) > 1 else ""

    return key


def _day(document: Document) -> str:
    return document.meta.get("recorded") or ""


def _held(conversation: Conversation, asked: tuple[str, ...]) -> Held:
    documents = conversation.documents
    stated = {
        name: tuple(dict.fromkeys(v for d in documents for v in _values(d.meta.get(name))))
        for name in asked
    }
    place = documents[0].places["requirement"]
    return Held(conversation, conversation.recorded or "", conversation.title, stated, place)


def _values(written: Any) -> tuple[str, ...]:
    values = written if isinstance(written, tuple) else (written,) if written else ()
    return tuple(part.strip() for v in values for part in str(v).split(";") if says(part))


# --- how many, and how long each is ----------------------------------------------------------


def count(evidence: Evidence, _: Credential) -> Count:
    """What is said in all of them."""
    whole = Count(pool="speech")
    for each in map(count_spoken, evidence.conversations):
        whole.own += each.own
        whole.all += each.own
        whole.countable = whole.countable and each.countable
        whole.said += each.said
        for name, number in each.left_out.items():
            whole.leave_out(name, number)
    return whole


def measures(evidence: Evidence, _: Count, credential: Credential) -> tuple[Measure, ...]:
    """How many conversations there are; at risk where it takes those that only nearly last."""
    least = evidence.requirement.options.get("conversations", {}).get("least")
    best = [_best(found) for found in apart(evidence, credential)]
    number = number_of(evidence)
    sure = best.count("met")
    status = status_of(sure, sure + best.count("at-risk"), least, 0.0)
    return (measure_number(evidence, "conversations", number, least, status),)


def number_of(evidence: Evidence) -> int:
    """How many there are; one without turns and without a recording is none."""
    return sum(bool(c.turns or c.recordings) for c in evidence.conversations)


def _best(found: tuple[Measure, ...]) -> Status:
    """As elsewhere the best route counts."""
    statuses = [measure.status for measure in found]
    return next((s for s in ("met", "at-risk") if s in statuses), "unmet")


def apart(evidence: Evidence, credential: Credential) -> tuple[tuple[Measure, ...], ...]:
    """The measures of each conversation alone."""
    each = evidence.requirement.options.get("each", {})
    minimum = Minimum(each.get("words"), each.get("duration"), each.get("severity", "error"))
    asked = evidence._replace(requirement=evidence.requirement._replace(minimum=minimum))
    # The credential's own limits are of one recording that is handed in alone.
    limits = Thresholds(credential.thresholds.at_risk, minimum.seconds or 0, _NO_LIMIT)
    credential = credential._replace(thresholds=limits)
    return tuple(
        measure_one(only(asked, conversation), counted, credential)
        for conversation, counted in zip(evidence.conversations, evidence.value.spoken, strict=True)
    )


_NO_LIMIT = 10**9


def _alone(conversations: tuple[Conversation, ...]) -> tuple[Count, ...]:
    counts = {str(n): count_spoken(c) for n, c in enumerate(conversations)}
    for repeat in find_repeats(counts)[0]:
        counts[repeat.requirement].subtract(repeat.words)
    return tuple(counts.values())


def faults(requirement: Values, credential: Values) -> Iterator[tuple[str, str, str]]:
    """A cycle without the step of it that is meant, or the reverse; a step that is not there; time
    between conversations of which there is one.
    """
    cycle, step = requirement.get("cycle"), requirement.get("step")
    if (cycle is None) != (step is None):
        field, other = ("step", "cycle") if cycle is None else ("cycle", "step")
        yield field, f"`{field}:` needs `{other}:` beside it.", f"Add `{other}: …`."
    if "span" in requirement and requirement.get("conversations", {}).get("most") == 1:
        message = "Nobody can meet both: one conversation at most, and weeks from the first to the "
        yield "span", message + "last.", "Take `span:` out, or ask for more conversations."
    if cycle is None or step is None:
        return
    yield from wrong_step(credential, cycle, step, "step")
    steps = next((r for r in requirements_in(credential) if r.get("id") == cycle), {})
    cycles = (steps.get("cycles") or {}).get("least", 0)
    most = requirement.get("conversations", {}).get("most")
    if most is not None and cycles > most:
        message = f"Nobody can meet both: {plural(most, 'conversation')} at most, and one for each "
        message += f"of {cycles:,} cycles or more of `{cycle}`."
        yield "conversations", message, "Write a larger `most:`, or take it out."


FIELDS: dict[str, Field] = {
    "conversations": Record(
        "How many conversations there are.",
        {
            "least": Whole("The fewest that are enough."),
            "most": Whole("The most that there may be."),
        },
    ),
    "each": Record(
        "The least that is asked of each. Words and duration together mean: either is enough.",
        {
            "words": Whole("Words that are spoken."),
            "duration": Duration("Length of its recording, as M:SS."),
            "severity": Choice("`warning` makes it a guide.", ("error", "warning")),
        },
    ),
    "span": Record(
        "How long it is from the first conversation to the last.",
        {"weeks": Whole("Weeks at the least.")},
        ("weeks",),
    ),
    "asks": Many("Front matter that each has to state.", Text("A key.", "schools")),
    "timed": Flag("Whether each has to be a recording, or a transcript with times."),
    "cycle": Reference("The dated steps for each of whose cycles there is one.", "steps"),
    "step": Text("The step of a cycle on whose day it was held, by its id.", "conversation"),
    "figures": Many("What its pages show.", Choice("A figure.", ("questions",))),
}

KIND = Kind(
    "conversations",
    "Several conversations",
    read,
    count,
    measures,
    requirement_fields=FIELDS,
    document_fields=DOCUMENT_FIELDS,
    by_line=True,
    finding="CF301",
    apart=apart,
    faults=faults,
    asks="asks",
)
