"""Whom a cell names: people of a roster, as they are called there or in portfolio.yml."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from credfolio.checking import Problem
from credfolio.kinds.roster import Roster
from credfolio.kinds.steps import Entry, asked
from credfolio.kinds.steps.entries import MOST, entries_of
from credfolio.model import Evidence, Metadata
from credfolio.words import label_form, shorten, squeeze

_ALL = r"(?:all|every(?:one|body)|the (?:whole )?team|whole team|we|the (?:rest|others))\b"
_BETWEEN = r",|&|\+|\band\b"


class Named(NamedTuple):
    """The names in a cell: how many are of the team, and those that are not."""

    members: int
    strange: tuple[str, ...]


class Known:
    """The people of a roster, and how a name at the beginning of a text is recognised."""

    def __init__(self, roster: Roster, metadata: Metadata) -> None:
        called = {label_form(person.label): True for person in roster.people}
        for someone in metadata.participants:
            member = called.get(label_form(someone.label), False)
            called.setdefault(label_form(someone.label), member)
            called.setdefault(label_form(someone.id), member)
        names = sorted(filter(None, called), key=len, reverse=True)
        self.called = called
        self.pattern = (
            re.compile(f"(?:{'|'.join(map(re.escape, names))})(?!\\w)") if names else None
        )
        self.first = {name.split()[0] for name in names}
        self.labels = ", ".join(f"“{person.label}”" for person in roster.people[:12])

    def member(self, text: str) -> bool | None:
        """Whether whom a text begins with is of the team; None where it begins with nobody."""
        found = self.pattern.match(label_form(text)) if self.pattern else None
        return self.called[found[0]] if found else None

    def is_label(self, text: str) -> bool:
        """Whether a text looks like somebody's label: `Coach Z` where there is a `Coach A`."""
        words = label_form(text).split()
        return len(words) > 1 and words[0] in self.first


def named(text: str, known: Known) -> Named:
    """`Coach A; Coach B`, `Coach A and Coach B`, `Coach A: keeps time`, `Coach A keeps time`,
    `keeps time: Coach A`. What `all` do names nobody and is in order.
    """
    members = 0
    strange: list[str] = []
    for part in entries_of(text):
        before, _, after = part.partition(":")
        pieces = [p.strip() for p in re.split(_BETWEEN, before, maxsplit=MOST) if p.strip()]
        if not any(known.member(p) is not None or known.is_label(p) for p in pieces):
            if re.match(_ALL, before.strip(), re.I):
                continue
            others = re.split(_BETWEEN, after, maxsplit=MOST)
            if not any(known.member(p.strip()) for p in others):
                strange.append(before.strip() or part)
                continue
            pieces = [p.strip() for p in others if p.strip()]
        for piece in pieces:
            member = known.member(piece)
            members += bool(member)
            if member is False or (member is None and known.is_label(piece)):
                strange.append(piece)
    return Named(members, tuple(dict.fromkeys(strange)))


def strangers(evidence: Evidence, roster: Evidence, metadata: Metadata) -> Iterator[Problem]:
    """Names in the columns of `members` that nobody of the roster has, and cells without any."""
    known = Known(roster.value, metadata)
    for column in asked(evidence.requirement, "members"):
        for entry in evidence.value.entries:
            if text := entry.written.get(squeeze(column), ""):
                yield from _told(text, column, entry, known)


def _told(text: str, column: str, entry: Entry, known: Known) -> Iterator[Problem]:
    found = named(text, known)
    labels = known.labels or "nobody yet"
    hint = f"Write one of these under `{column}`, or add a row to the table of the team."
    for name in found.strange:
        message = f"“{shorten(name, 60)}” is not in the team: {labels}."
        yield Problem(entry.at(column), message, hint)
    if not found.members and not found.strange:
        message = f"“{shorten(text, 60)}” names nobody of the team: {labels}."
        yield Problem(entry.at(column), message, hint)
