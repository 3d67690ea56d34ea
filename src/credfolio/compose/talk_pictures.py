"""The pictures of talk evidence: what each shows, and what it says to those who can't see it."""

from typing import NamedTuple

from credfolio.compose.charts import talk as charts
from credfolio.compose.charts.talk import Bar, Drawing, Lane
from credfolio.compose.talk import STATED, TalkView, percent
from credfolio.talk.pauses import LONG
from credfolio.words import plural


class Picture(NamedTuple):
    """`id`: opens the ids of the drawings. `description`: the figures in words."""

    id: str
    title: str
    description: str
    drawings: list[Drawing]
    caption: str = ""


def glance(view: TalkView) -> Picture:
    rows = _lanes(view)
    said = "; ".join(f"{row.label}: {len(row.spans)}" for row in rows)
    caption = "From the first word to the last. A dot is a turn with a question."
    if view.strips:
        caption += " Below, each condition where its highlights stand."
    return Picture(
        f"{view.key}-lanes",
        "Who speaks, who asks, and where each condition shows",
        f"Lanes from the first word to the last, with their number of marks. {said}.",
        charts.lanes(rows, view.conversation.turns),
        caption,
    )


def _lanes(view: TalkView) -> list[Lane]:
    starts = charts.positions(view.conversation.turns)
    found = []
    for number, voice in enumerate(view.talk.voices):
        spans = tuple((starts[n], starts[n + 1], view.link(n).label) for n in voice.turns)
        found.append(Lane(view.names[number], number + 1, spans))
    asking = sorted({asked.turn for asked in view.talk.questions.asked})
    if asking:
        dots = tuple(((starts[n] + starts[n + 1]) / 2, 0.0, view.link(n).label) for n in asking)
        found.append(Lane("Questions", STATED, dots, dots=True))
    for series, (shown, stretches) in enumerate(view.strips):
        places = tuple((starts[s.first], starts[s.last + 1], s.passage.time) for s in stretches)
        found.append(Lane(shown.label, series % 8 + 1, places, css=shown.css))
    return found


def shares(view: TalkView) -> Picture:
    timed = view.talk.rule.given
    groups, said = [], []
    for number, (name, voice) in enumerate(zip(view.names, view.talk.voices, strict=True), 1):
        share, time = voice.share or 0.0, voice.time_share or 0.0
        found = [Bar("words" if timed else "", ((number, share, ""),), percent(share))]
        sentence = f"{name}: {percent(share)} of the words"
        if timed:
            found.append(Bar("time", ((number, time, ""),), percent(time)))
            sentence += f", {percent(time)} of the time"
        groups.append((name, found))
        said.append(sentence)
    title = "Each speaker's share of words" + (" and of time" if timed else "")
    return Picture(f"{view.key}-bars", title, f"{'. '.join(said)}.", charts.bars(groups, 1.0))


def lengths(view: TalkView) -> Picture:
    panels = []
    for number, name in enumerate(view.names):
        panels.append((name, [len(length.turns[number]) for length in view.talk.lengths]))
    said = "; ".join(
        f"{name}: {', '.join(f'{n} of {b} words' for n, b in zip(c, view.bins, strict=True) if n)}"
        for name, c in panels
    )
    return Picture(
        f"{view.key}-columns",
        "How many turns are how long",
        f"Turns by their words. {said}.",
        charts.columns(panels, view.bins),
        "Words in a turn, and how many turns are that long.",
    )


def steps(view: TalkView) -> Picture:
    said = "; ".join(
        f"{view.names[s.after]} after {view.names[s.before]}: {len(s.turns)}"
        for s in view.talk.steps
    )
    return Picture(
        f"{view.key}-grid",
        "Who follows whom",
        f"{said}.",
        charts.grid(view.names, view.talk),
        "A row is who has spoken, a column who speaks next. The larger the dot, the more often.",
    )


def sentences(view: TalkView) -> Picture:
    groups, said, most = [], [], 1
    for number, name in enumerate(view.names):
        segments = [(s, float(len(view.asked(number, k))), label) for k, s, label in view.kinds]
        asked, stated = len(view.asked(number)), view.stated(number)
        segments.append((STATED, float(stated), "statements"))
        groups.append((name, [Bar("", tuple(segments), f"{asked:,} + {stated:,}")]))
        counts = ", ".join(f"{label}: {amount:.0f}" for _, amount, label in segments)
        said.append(f"{name}, {counts}")
        most = max(most, asked + stated)
    return Picture(
        f"{view.key}-sentences",
        "Questions and statements of each speaker",
        f"{'. '.join(said)}.",
        charts.bars(groups, float(most)),
        "Sentences of each speaker: questions + statements.",
    )


def silences(view: TalkView) -> Picture | None:
    """None where there is nothing to draw."""
    pauses = view.talk.pauses
    points = [(pause.turn, pause.seconds) for pause in pauses.between] if pauses else []
    points = [point for point in points if point[1]]
    if pauses is None or not points:
        return None
    said = f"{plural(len(pauses.silences), 'silence')}, {len(pauses.long)} of 3 seconds or more"
    return Picture(
        f"{view.key}-pauses",
        "Seconds of silence before each turn",
        f"{said}; {plural(len(pauses.overlaps), 'turn')} begin before the one above has ended.",
        charts.stems(points, view.conversation.turns, LONG),
        "Seconds of silence before a turn, where it stands in the conversation. The dashed line is "
        "at 3 seconds; a bar below zero is a turn that begins before the one above has ended.",
    )


def noted(view: TalkView) -> Picture | None:
    """The silences that a transcript notes with their seconds; None where there are none."""
    points = [(n.turn, float(n.seconds)) for n in view.talk.noted or () if n.seconds]
    if not points:
        return None
    said = ", ".join(f"{seconds:.0f} at {view.link(turn).label}" for turn, seconds in points[:100])
    return Picture(
        f"{view.key}-noted",
        "Seconds of silence that the transcript notes",
        f"Seconds: {said}.",
        charts.stems(points, view.conversation.turns),
        "Seconds of each silence that is noted, where it stands in the conversation.",
    )
