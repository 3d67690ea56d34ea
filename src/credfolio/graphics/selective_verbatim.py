"""Selective verbatim: word for word what was said on the focus."""

from typing import Any, NamedTuple

from credfolio import limits
from credfolio.fields import Choice
from credfolio.graphics.base import Graphic
from credfolio.graphics.timing import CLOCK, Times
from credfolio.model import Turn
from credfolio.tables.base import Column, Row, Rows, Sheet, Source
from credfolio.tables.cells import Moment, Words
from credfolio.words import label_form, words

LESSON = "lesson"
CONVERSATION = "conversation"
_LEAST = 5


class Said(NamedTuple):
    """One utterance. `turn`: where it stands in the conversation, if it was found there."""

    time: float | None
    speaker: str
    words: str
    turn: Turn | None = None

    @property
    def length(self) -> int:
        """In words."""
        return words(self.words)


class SelectiveVerbatim(NamedTuple):
    """What was written down, in the order of the rows. `of`: a lesson, or the conversation.

    `checked`: each was looked up in the transcript.
    """

    lines: tuple[Said, ...]
    of: str = LESSON
    checked: bool = False
    clock: bool = False

    @property
    def by_speaker(self) -> dict[str, tuple[int, int]]:
        """(lines, words) of each, in the order in which they came up."""
        found: dict[str, tuple[int, int]] = {}
        for line in self.lines:
            lines, counted = found.get(line.speaker, (0, 0))
            found[line.speaker] = lines + 1, counted + line.length
        return found

    @property
    def words(self) -> int:
        return sum(line.length for line in self.lines)


def make(rows: Rows, source: Source) -> SelectiveVerbatim | None:
    noted = rows["lines"]
    if not noted:
        return None
    times = Times(noted, ("time",), source)
    names: dict[str, str] = {}
    lines = []
    for row in noted:
        speaker = row["speaker"] or ""
        participant = source.metadata.participant(speaker) if speaker else None
        label = participant.label if participant else speaker
        shown = names.setdefault(label_form(label), label)
        lines.append(Said(times.at(row, "time"), shown, row["words"]))
    of = source.settings.get("of")
    if of == LESSON or not any(c.turns for c in source.conversations):
        return SelectiveVerbatim(tuple(lines), of or LESSON, False, times.clock)
    looked = _look_up(lines, noted, source)
    found = [said.turn is not None for said in looked]
    if of is None and not _from_conversation(looked):
        return SelectiveVerbatim(tuple(lines), LESSON, False, times.clock)
    if of is None and not all(found):
        _doubt(noted[found.index(False)], sum(found), len(found), source)
    return SelectiveVerbatim(tuple(looked), CONVERSATION, True, times.clock)


def _from_conversation(lines: list[Said]) -> bool:
    """Whether a record that does not say so was taken from the conversation."""
    found = [said for said in lines if said.turn and said.length >= _LEAST]
    return len(found) > 1 and len(found) * 2 >= len(lines)


def _doubt(row: Row, found: int, every: int, source: Source) -> None:
    message = f"{found} of {every} lines are in the conversation word for word, this one is not: "
    message += f"“{row['words'][:80]}”."
    hint = "Add `of: conversation` or `of: lesson` to the document, whichever it is."
    source.fault(row.places.get("words", row.place), message, hint, "warning")


def _look_up(lines: list[Said], noted: tuple[Row, ...], source: Source) -> list[Said]:
    """The lines with their turns; where they have to be in the conversation, what disagrees."""
    from credfolio.quotations import Resolver

    if source.credential is None:
        return lines
    resolver = Resolver(source.conversations, source.metadata, source.credential)
    strict = source.settings.get("of") == CONVERSATION
    looked = []
    for said, row in zip(lines[: limits.LOOKED_UP], noted, strict=False):
        fields = resolver.look_up(said.words, said.speaker or None, said.time)
        match = fields["match"]
        turn = resolver.conversations[match.conversation].turns[match.first] if match else None
        if strict:
            _disagree(row, said, fields, turn, source)
        looked.append(said._replace(turn=turn))
    return looked + lines[limits.LOOKED_UP :]


def _disagree(row: Row, said: Said, fields: Any, turn: Turn | None, source: Source) -> None:
    problems = fields["problems"]
    place = row.places.get("words", row.place)
    quoted = f"“{said.words[:80]}{' …' if len(said.words) > 80 else ''}”"
    if turn is None:
        near = fields.get("nearest")
        hint = "Copy the words from the transcript; for a lesson, write `of: lesson`."
        if near:
            hint = f"Nearest is {near.path}, line {near.line}, {near.speaker}: "
            hint += f"“{near.spoken[:80]}{' …' if len(near.spoken) > 80 else ''}”."
        message = f"{row.label}: these words are not in the conversation: {quoted}."
        source.fault(place, message, hint, code="CF402")
    elif "speaker" in problems:
        message = f"{row.label}: {quoted} was said by {turn.speaker}, not by {said.speaker}."
        source.fault(place, message, f"Write {turn.speaker}.", code="CF408")
    elif {"time", "outside"} & set(problems):
        message = f"{row.label}: {quoted} was not said at {row.written.get('time')}."
        hint = f"It stands in {turn.path}, line {turn.line}."
        source.fault(place, message, hint, "warning", code="CF407")


GRAPHIC = Graphic(
    title="Selective verbatim",
    summary="Word for word what was said on the focus.",
    sheets=(
        Sheet(
            "lines",
            "what was said",
            (
                Column(
                    "time",
                    "when it was said",
                    Moment(),
                    "2:10",
                    ("at", "when", "timestamp", "start"),
                    needed=False,
                    filled=False,
                ),
                Column(
                    "speaker",
                    "who said it",
                    Words(),
                    "Teacher",
                    ("who", "from", "name"),
                    needed=False,
                    filled=False,
                ),
                Column(
                    "words",
                    "what was said, word for word",
                    Words(),
                    "What makes you say that?",
                    (
                        "text",
                        "said",
                        "quote",
                        "quotation",
                        "verbatim",
                        "what was said",
                        "utterance",
                    ),
                ),
            ),
        ),
    ),
    make=make,
    settings={
        "of": Choice(
            "Whose words these are: those of a lesson, or of the conversation in this portfolio, "
            "in which they are then looked up.",
            (LESSON, CONVERSATION),
        ),
        "times": CLOCK,
    },
)
