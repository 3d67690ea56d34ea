"""Talk evidence as a reader meets it: figures in words, pictures, and the turns behind each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from credfolio.compose.evidence import Passage, Shown
from credfolio.compose.site import TocEntry
from credfolio.model import Conversation, Portfolio, Report
from credfolio.moments import MomentKind
from credfolio.talk import Moment, Talk, talk
from credfolio.talk.pauses import LONG
from credfolio.talk.questions import Asked, QuestionKind
from credfolio.talk.voices import Lengths, Voice
from credfolio.times import show_time
from credfolio.words import plural, words

MOST_LINKS = 200
"""Turns that a list names; a longer one says how many it leaves out."""

_AROUND = 110
KINDS: tuple[tuple[QuestionKind, int, str], ...] = (
    ("open", 1, "open questions"),
    ("closed", 2, "closed questions"),
    ("other", 3, "other questions"),
)
STATED = 6
"""The series of statements in a picture."""


def is_shown(portfolio: Portfolio, draft: bool) -> bool:
    """Whether a site has the page: in drafts, or because its author wants to submit it."""
    wanted = draft or portfolio.metadata.talk_evidence
    return wanted and any(conversation.turns for conversation in portfolio.conversations)


def told(report: Report, shown: bool) -> Report:
    """What the site's `portfolio.json` tells: where the page is not shown, no note on the talk."""
    if shown:
        return report
    return replace(report, findings=tuple(f for f in report.findings if f.code[:3] != "CF7"))


class TurnLink(NamedTuple):
    """`source` and `anchor`: where the turn stands. `label`: its time, or its number."""

    source: str
    anchor: str
    label: str
    speaker: str


class TurnList(NamedTuple):
    """Turns behind a figure. `left`: how many more there are than links."""

    name: str
    links: tuple[TurnLink, ...]
    left: int = 0


class Quoted(NamedTuple):
    """Words in their sentence: what stands before, the words, what follows; and the turn."""

    before: str
    words: str
    after: str
    link: TurnLink


class Stretch(NamedTuple):
    """Turns `first` to `last` that a highlight evidences something in."""

    first: int
    last: int
    passage: Passage


class MomentList(NamedTuple):
    """Moments of one kind. `left`: how many more there are than are shown."""

    kind: MomentKind
    title: str
    rule: str
    found: tuple[Quoted, ...]
    left: int


_MOMENTS: tuple[tuple[MomentKind, str, str], ...] = (
    (
        "paraphrase",
        "Words that give back what was said",
        "Stems such as “so what I hear”, “you're saying”, “it sounds like”, “let me check that I”, "
        "and “so you” at the beginning of a sentence. A paraphrase in other words is not found.",
    ),
    (
        "descriptive",
        "Words that describe",
        "Stems such as “I saw you”, “I counted the”, “here is something I learned”.",
    ),
    (
        "evaluative",
        "Words that may judge",
        "Praise and blame beside what they are said of: “you did that well”, “it seemed a bit "
        "boring”, “I loved how you”; “I would have loved” is none. Who is meant, the rule does not "
        "know.",
    ),
    (
        "advice",
        "Words that may advise",
        "Stems such as “you should have”, “I think you should”, “I would never”, “if I were you”; "
        "“I should have” and a question to the colleague are none.",
    ),
)


@dataclass(frozen=True)
class TalkView:
    """The talk of one conversation, ready to be shown. `key`: opens the ids on the page.

    `of`: what tells its tables from those of another conversation, in words.
    """

    conversation: Conversation
    talk: Talk
    strips: Sequence[tuple[Shown, tuple[Stretch, ...]]]
    key: str
    title: str
    of: str = ""

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(map(_name, self.talk.voices))

    @property
    def alone(self) -> bool:
        return len(self.talk.voices) == 1

    # --- turns ---

    def link(self, turn: int) -> TurnLink:
        found = self.conversation.turns[turn]
        label = show_time(found.start) if found.start is not None else f"turn {turn + 1}"
        return TurnLink(found.path, found.id, label, self.names[self.talk.voice_of[turn]])

    def turns(self, name: str, numbers: Sequence[int]) -> TurnList:
        links = tuple(self.link(n) for n in numbers[:MOST_LINKS])
        return TurnList(name, links, len(numbers) - len(links))

    # --- at a glance ---

    @property
    def figures(self) -> list[tuple[str, str]]:
        """In large print, with what each counts."""
        turns = self.conversation.turns
        found = [(f"{len(turns):,}", "turns")]
        if self.talk.words is not None:
            found.insert(0, (f"{self.talk.words:,}", "words"))
        if self.talk.rule.given:
            seconds = sum(voice.seconds or 0 for voice in self.talk.voices)
            found.append((show_time(seconds), "minutes of talk"))
        if not self.talk.questions.missing:
            found.append((f"{len(self.talk.questions.asked):,}", "questions"))
        return found

    # --- shares ---

    @property
    def time_rule(self) -> str:
        """How the length of a turn is known, or why it is not, in a sentence or two."""
        rule, turns = self.talk.rule, self.conversation.turns
        if not rule.known:
            return (
                "The transcript has no times to measure turns by, so shares of time are not given."
            )
        if not rule.given:
            known = f"{len(rule.known):,} of {plural(len(turns), 'turn')}"
            return f"Shares of time are not given: only {known} have a length that the times tell."
        if not rule.by_next:
            said = "A turn lasts from its beginning to its end, as the transcript gives them."
        elif not rule.by_end:
            said = (
                "The transcript gives no end times, so a turn lasts until the next one begins: a "
                "silence counts for whoever spoke before it."
            )
        else:
            said = (
                "A turn lasts to its end where the transcript gives one, else until the next one "
                "begins."
            )
        left = len(turns) - len(rule.known)
        if not left:
            return said
        are = "is" if left == 1 else "are"
        return f"{said} {plural(left, 'turn')} of unknown length {are} left out."

    def percent(self, share: float | None) -> str:
        return percent(share) if share is not None else "–"

    def clock(self, seconds: float) -> str:
        return show_time(seconds)

    def seconds(self, seconds: float) -> str:
        return f"{seconds:.1f} seconds" if seconds % 1 else plural(int(seconds), "second")

    def size(self, turn: int) -> int:
        """The words of a turn."""
        return words(self.conversation.turns[turn].spoken)

    def by_voice(self) -> list[TurnList]:
        return [
            self.turns(name, voice.turns)
            for name, voice in zip(self.names, self.talk.voices, strict=True)
        ]

    # --- lengths ---

    @property
    def bins(self) -> list[str]:
        return [_bin(length) for length in self.talk.lengths]

    def by_length(self) -> list[TurnList]:
        return [
            self.turns(f"{name}, {_bin(length)} words", length.turns[number])
            for number, name in enumerate(self.names)
            for length in self.talk.lengths
            if length.turns[number]
        ]

    # --- who follows whom ---

    def step(self, before: int, after: int) -> int:
        steps = self.talk.steps
        return next((len(s.turns) for s in steps if s[:2] == (before, after)), 0)

    def by_step(self) -> list[TurnList]:
        return [
            self.turns(f"{self.names[s.after]} after {self.names[s.before]}", s.turns)
            for s in self.talk.steps
        ]

    # --- questions ---

    @property
    def sorted_questions(self) -> bool:
        """Whether open questions are told from closed ones."""
        return any(asked.kind for asked in self.talk.questions.asked)

    def asked(self, voice: int, kind: QuestionKind | None = None) -> list[Asked]:
        return [
            asked
            for asked in self.talk.questions.asked
            if self.talk.voice_of[asked.turn] == voice and kind in (None, asked.kind)
        ]

    def stated(self, voice: int) -> int:
        return sum(self.talk.questions.stated[n] for n in self.talk.voices[voice].turns)

    @property
    def kinds(self) -> list[tuple[QuestionKind | None, int, str]]:
        """(kind, series, label) of the questions that are told apart."""
        return list(KINDS) if self.sorted_questions else [(None, 1, "questions")]

    @property
    def legend(self) -> list[tuple[int, str]]:
        return [*((series, label) for _, series, label in self.kinds), (STATED, "statements")]

    def quotes(self, asked: Iterable[Asked]) -> list[Quoted]:
        return [Quoted("", a.text, "", self.link(a.turn)) for a in list(asked)[:MOST_LINKS]]

    def by_statement(self) -> list[TurnList]:
        stated = self.talk.questions.stated
        return [
            self.turns(f"{name}, statements", [n for n in voice.turns if stated[n]])
            for name, voice in zip(self.names, self.talk.voices, strict=True)
        ]

    # --- silence ---

    @property
    def silent(self) -> float:
        """Seconds of all silences between turns."""
        return sum(pause.seconds for pause in self.talk.pauses.silences) if self.talk.pauses else 0

    def by_silence(self) -> list[TurnList]:
        pauses = self.talk.pauses
        if pauses is None:
            return []
        groups = (
            ("After a silence of 3 seconds or more", pauses.long),
            ("After a shorter silence", [p for p in pauses.silences if p.seconds < LONG]),
            ("Begins before the turn above has ended", pauses.overlaps),
        )
        return [self.turns(name, [pause.turn for pause in found]) for name, found in groups]

    # --- moments ---

    def moments(self) -> list[MomentList]:
        found = []
        for kind, title, rule in _MOMENTS:
            mine = [moment for moment in self.talk.moments or () if moment.kind == kind]
            shown = tuple(map(self.quote, mine[:MOST_LINKS]))
            found.append(MomentList(kind, title, rule, shown, len(mine) - len(shown)))
        return found

    def quote(self, moment: Moment) -> Quoted:
        """The words with what stands around them, cut at words."""
        text = self.conversation.turns[moment.turn].spoken
        start, end, words = moment.span
        before = text[max(0, start - _AROUND) : start]
        after = text[end : end + _AROUND]
        if start > _AROUND:
            before = "… " + before.partition(" ")[2]
        if end + _AROUND < len(text):
            after = after.rpartition(" ")[0] + " …"
        return Quoted(_spaced(before), words, _spaced(after), self.link(moment.turn))


def percent(share: float) -> str:
    """`66 %`; a share that is not nothing is not rounded to it."""
    if 0 < share < 0.005:
        return "<1 %"
    return f"{share * 100:.0f} %"


def _spaced(text: str) -> str:
    """`text` with single spaces, at its ends too."""
    inner = " ".join(text.split())
    if not inner:
        return text[:1] and " "
    return f"{' ' * text[:1].isspace()}{inner}{' ' * text[-1:].isspace()}"


def _name(voice: Voice) -> str:
    if voice.people > 1:
        return f"{voice.people} others"
    return voice.name or "Not named"


def _bin(length: Lengths) -> str:
    if length.most is None:
        return f"{length.least}+"
    return f"{length.least}–{length.most}"


def _strips(number: int, shown: Sequence[Shown]) -> list[tuple[Shown, tuple[Stretch, ...]]]:
    """For each condition its passages in conversation `number`, in order."""
    found = []
    for each in shown:
        matches = ((p, p.highlight.match) for p in each.passages)
        places = [Stretch(m.first, m.last, p) for p, m in matches if m and m.conversation == number]
        found.append((each, tuple(sorted(places, key=lambda place: place[:2]))))
    return found


def talk_views(portfolio: Portfolio, shown: Sequence[Shown]) -> list[TalkView]:
    """Each conversation that has turns, with where each condition shows in it."""
    language = portfolio.metadata.language
    spoken = [(n, c) for n, c in enumerate(portfolio.conversations) if c.turns]
    found = []
    for number, (n, conversation) in enumerate(spoken, 1):
        title = f"Conversation of {conversation.recorded}" if conversation.recorded else ""
        title = title or f"Conversation {number}"
        of = f", {title}" if len(spoken) > 1 else ""
        strips, key = _strips(n, shown), f"cf-talk-{number}"
        found.append(TalkView(conversation, talk(conversation, language), strips, key, title, of))
    return found


_SECTIONS = (
    ("glance", "At a glance"),
    ("shares", "Who speaks how much"),
    ("lengths", "Turns and their lengths"),
    ("steps", "Who follows whom"),
    ("questions", "Questions and statements"),
    ("silence", "Silence"),
    ("moments", "Moments to look at"),
)


def contents(views: Sequence[TalkView]) -> tuple[TocEntry, ...]:
    """The headings of the page; of several conversations each has a heading of its own."""
    several = len(views) > 1
    found: list[TocEntry] = []
    for view in views:
        level = 3 if several else 2
        below = tuple(TocEntry(f"{view.key}-{id}", title, level) for id, title in _SECTIONS)
        found += [TocEntry(view.key, view.title, 2, below)] if several else below
    return tuple(found)
