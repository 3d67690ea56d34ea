"""`conversation`: a transcript by turns, or a recording, of people talking."""

from collections.abc import Callable, Hashable

from credfolio.counting import Count, measure_words, status_of
from credfolio.evidence_files import EvidenceFiles
from credfolio.fields import Day, Field
from credfolio.fields import Text as TextField
from credfolio.kinds.base import Context, Kind
from credfolio.model import (
    Conversation,
    Credential,
    Document,
    Evidence,
    Fault,
    Lost,
    Measure,
    Passage,
    Place,
    Recording,
    Requirement,
    Turn,
)
from credfolio.prose import blank_fences
from credfolio.sources import inside
from credfolio.times import Clock
from credfolio.transcript import read_turns, visible
from credfolio.words import fold_sentences, plural, shorten, typed, unspaced, words


def read(requirement: Requirement, documents: tuple[Document, ...], context: Context) -> Evidence:
    """Documents of one `recorded:` date, or of none, are one conversation in path order."""
    conversations = read_groups(documents, _recorded, context)
    return Evidence(requirement, documents, conversations=conversations)


def _recorded(document: Document) -> str | None:
    return document.meta.get("recorded")


def read_groups(
    documents: tuple[Document, ...], key: Callable[[Document], Hashable], context: Context
) -> tuple[Conversation, ...]:
    """Documents with the same `key` are one conversation, in the order in which they come."""
    groups: dict[Hashable, list[Document]] = {}
    for document in documents:
        groups.setdefault(key(document), []).append(document)
    offset = 0
    conversations = []
    for group in groups.values():
        conversation = _conversation(_recorded(group[0]), tuple(group), offset, context)
        offset += len(conversation.turns)
        conversations.append(conversation)
    return tuple(conversations)


def _conversation(
    recorded: str | None, documents: tuple[Document, ...], offset: int, context: Context
) -> Conversation:
    turns: list[Turn] = []
    passages: list[Passage] = []
    recordings: list[Recording] = []
    for document in documents:
        _read_turns(document, context, turns, passages, offset)
        recording = context.recording(document)
        if recording and not any(_is_same(context.files, recording, r) for r in recordings):
            recordings.append(recording)
    starts = next((d.meta["starts_at"] for d in documents if "starts_at" in d.meta), 0.0)
    sentences = fold_sentences(turn.spoken for turn in turns)
    return Conversation(
        recorded,
        documents,
        tuple(turns),
        tuple(passages),
        tuple(recordings),
        starts,
        sentences,
        tuple(map(" ".join, sentences)),
    )


def _read_turns(
    document: Document,
    context: Context,
    turns: list[Turn],
    passages: list[Passage],
    offset: int,
) -> None:
    """Adds the turns of the transcript file that a document names, or else those of its body."""
    start = document.places["requirement"]
    if fault := context.files.too_much(document.body, document.path, start):
        context.faults.append(fault._replace(requirement=document.requirement))
        return
    unfenced = blank_fences(document.body)
    body, lines = _rows(unfenced, document.lines)
    named = document.meta.get("transcript")
    if not named:
        numbers = len(turns), offset
        found, loose, lost = read_turns(body, lines, document.path, context.metadata, numbers)
        turns += found
        passages += loose
        lost = lost if found else [*lost, *_fenced(document, unfenced)]
        context.faults += _losses(lost, document.path, document.requirement)
        return
    if body.strip():  # the file is the transcript; what stands here introduces it
        context.faults += _twice(body, lines, named, document, context)
        passages.append(Passage(document.path, lines[0], body.strip(), len(turns), True))
    place = document.places["transcript"]
    text, fault = context.files.transcript(document.path, named, place)
    if fault:
        context.faults.append(fault._replace(requirement=document.requirement))
        return
    path = inside(document.path, named) or named
    if any(turn.path == path for turn in turns):
        return  # another document names the same file
    lines = tuple(range(1, text.count("\n") + 2))
    found, loose, lost = read_turns(text, lines, path, context.metadata, (len(turns), offset))
    turns += found
    passages += loose
    context.faults += _losses(lost, path, document.requirement)
    if not found:
        call = typed("import", f"{context.root.name}/{path}")
        context.faults.append(_no_turns(named, call, lost, place, document.requirement))


def _fenced(document: Document, unfenced: str) -> list[Lost]:
    """What stands in code fences, which is nobody's speech: perhaps the whole transcript."""
    if unfenced == document.body:
        return []
    rows = zip(document.lines, document.body.split("\n"), unfenced.split("\n"), strict=True)
    fenced = [(line, row) for line, row, kept in rows if row != kept]
    text = "\n".join(row for _, row in fenced if not row.lstrip().startswith(("```", "~~~")))
    hint = "Take out the lines of three backticks or tildes around them."
    return [Lost(fenced[0][0], text, hint)] if words(text) else []


def _twice(
    body: str, lines: tuple[int, ...], named: str, document: Document, context: Context
) -> list[Fault]:
    """Turns in a document that names a transcript: only the file is read."""
    found, _, _ = read_turns(body, lines, document.path, context.metadata, (0, 0))
    if len(found) < _TWICE:
        return []
    message = f"These {len(found):,} turns don't count: `transcript: {named}` is read instead."
    hint = "Keep one of the two: take out the line `transcript:`, or the turns."
    place = Place(document.path, found[0].line, found[0].column)
    return [Fault("CF309", place, message, hint, document.requirement, "warning")]


_TWICE = 2
"""Turns from which on an introduction is a transcript of its own."""

_LOSSES = 20
"""Findings on one file, each with its own line; a file that is wrong throughout is told once."""


def _losses(lost: list[Lost], path: str, requirement: str | None) -> list[Fault]:
    """What captions hold besides cues, as warnings."""
    found = []
    for line, text, hint in lost[:_LOSSES]:
        said = (
            f"{plural(words(text), 'word')} would not be seen on the page: “{shorten(text, 60)}”."
        )
        found.append(Fault("CF309", Place(path, line, 1), said, hint, requirement, "warning"))
    if rest := lost[_LOSSES:]:
        said = f"{plural(len(rest), 'place')} more in `{path}` would not be seen on the page."
        place = Place(path, rest[0].line, 1)
        found.append(Fault("CF309", place, said, rest[0].hint, requirement, "warning"))
    return found


def _no_turns(
    named: str, call: str, lost: list[Lost], place: Place, requirement: str | None
) -> Fault:
    """A transcript file in which nobody speaks."""
    message = f"No speaker was found in `{named}`."
    hint = f"`{call}` finds names that no participant has and gives them labels; "
    hint += "or write one turn a line, `Coach: What …`."
    if lost:
        message = f"No words that were said could be read in `{named}`: see line {lost[0].line}."
        hint = lost[0].hint
    elif named.lower().endswith((".vtt", ".srt")):
        message = f"`{named}` holds no words between its times."
        hint = "Export it again, or paste what was said into this document."
    return Fault("CF305", place, message, hint, requirement)


# Soft returns of word processors, which end a line for whoever reads it.
_SOFT_RETURNS = "\u2028\u2029\x0b\x0c\x85"


def _rows(body: str, lines: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """The body with soft returns made lines, each with its line on disk."""
    if body.isascii() and "\x0b" not in body and "\x0c" not in body:
        return body, lines
    if not any(sign in body for sign in _SOFT_RETURNS):
        return body, lines
    table = dict.fromkeys(map(ord, _SOFT_RETURNS), "\n")
    rows = [row.translate(table) for row in body.split("\n")]
    counts = (row.count("\n") + 1 for row in rows)
    spread = (line for line, n in zip(lines, counts, strict=True) for _ in range(n))
    return "\n".join(rows), tuple(spread)


def _is_same(files: EvidenceFiles, recording: Recording, other: Recording) -> bool:
    """Whether two documents name one recording, or a copy of it."""
    if recording.path == other.path:
        return True
    measured = not (recording.remote or other.remote or recording.seconds is None)
    equal = measured and recording.seconds == other.seconds
    return equal and files.same(recording.path, other.path)


def count_spoken(conversation: Conversation) -> Count:
    """Spoken words; labels, times, marks such as `[inaudible]` and other passages left out."""
    count = Count(pool="speech")
    turns = conversation.turns
    spoken = "\n".join([turn.spoken for turn in turns])
    count.own = count.all = words(spoken)
    count.countable = not unspaced(spoken)
    count.leave_out("labels", words("\n".join([turn.label for turn in turns])))
    count.leave_out("times", words("\n".join([turn.times for turn in turns])))
    count.leave_out("marks", words("\n".join([turn.marks for turn in turns])))
    for passage in conversation.passages:
        category = "introduction" if passage.introduction else "outside"
        count.leave_out(category, words(visible(passage.text)))
    count.said = list(zip(turns, conversation.sentences, strict=True))
    return count


def count(evidence: Evidence, _: Credential) -> Count:
    """The count of the longest conversation: one must reach the minimum alone."""
    counts = [count_spoken(conversation) for conversation in evidence.conversations]
    return max(counts, key=lambda c: c.own, default=Count(pool="speech"))


def measures(evidence: Evidence, counted: Count, credential: Credential) -> tuple[Measure, ...]:
    """Words, seconds, or both, by what was submitted."""
    found = []
    seconds = _measure_seconds(evidence, credential)
    minimum = evidence.requirement.minimum
    by_words = minimum.words is not None or minimum.seconds is None
    if by_words and (seconds is None or any(c.turns for c in evidence.conversations)):
        found.append(measure_words(evidence, counted, credential))
    if seconds is not None:
        found.append(seconds)
    elif not by_words:
        found.append(_no_recording(evidence))
    return tuple(found)


def _no_recording(evidence: Evidence) -> Measure:
    """Only a recording would do, and there is none."""
    minimum = evidence.requirement.minimum
    return Measure("seconds", 0, 0, minimum.seconds, {}, "unmet", minimum.severity, evidence.paths)


def _measure_seconds(evidence: Evidence, credential: Credential) -> Measure | None:
    """The longest conversation's recordings. Between `short` and the minimum: at risk.

    So is what only a length that nobody can verify makes long enough.
    """
    minimum = evidence.requirement.minimum
    recorded = [c.recordings for c in evidence.conversations if c.recordings]
    if not recorded or minimum.seconds is None:
        return None
    recordings = max(recorded, key=lambda recordings: (_seconds(recordings), recordings[0].path))
    seconds = _seconds(recordings)
    limits = credential.thresholds
    status = status_of(seconds, seconds, min(minimum.seconds, limits.short), 1.0)
    sure = _seconds(tuple(r for r in recordings if not r.remote)) >= minimum.seconds
    if status == "met" and not (sure and seconds <= limits.long):
        status = "at-risk"
    known = any(r.seconds is not None for group in recorded for r in group)
    value = seconds if known else None
    methods = ", ".join(dict.fromkeys(r.method for r in recordings if r.method))
    paths = evidence.paths
    return Measure(
        "seconds", value, value, minimum.seconds, {}, status, minimum.severity, paths, methods
    )


def _seconds(recordings: tuple[Recording, ...]) -> int:
    """Whole seconds of several recordings together, as a player shows them."""
    return round(sum(r.seconds or 0.0 for r in recordings))


DOCUMENT_FIELDS: dict[str, Field] = {
    "recorded": Day("When the conversation took place."),
    "recording": TextField("A sound or video file, or its web address.", "media/talk.mp4"),
    "duration": Clock("The length of a recording at a web address."),
    "transcript": TextField("A transcript file.", "talk.vtt"),
    "starts_at": Clock("What a longer meeting's clock showed when this began."),
}

KIND = Kind(
    "conversation",
    "A conversation",
    read,
    count,
    measures,
    document_fields=DOCUMENT_FIELDS,
    by_line=True,
    finding="CF301",
    either=True,
    lengths=("words", "duration"),
)
