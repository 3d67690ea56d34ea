"""What a credential may ask of passages that are coded."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.dates import read_day
from credfolio.kinds.base import UNREADABLE
from credfolio.kinds.coding import Coding, Segment
from credfolio.kinds.coding.codebook import Code
from credfolio.kinds.coding.figures import distinct, overlapping
from credfolio.model import Conversation, Evidence, Place, Portfolio
from credfolio.wording import at, of_kind, shorten, start_of
from credfolio.words import plural, small_first, squeeze, words

NAME = "coding"


def _segments(portfolio: Portfolio) -> Iterator[tuple[str, Evidence, Segment]]:
    for id, evidence in of_kind(portfolio, NAME):
        for segment in evidence.value.segments:
            yield id, evidence, segment


def _at(segment: Segment, column: str) -> Place:
    return segment.places.get(column, segment.place)


@check("CF558", "error")
def code_undeclared(portfolio: Portfolio) -> Iterator[Problem]:
    """A passage has a code that the codebook does not have, or that stands in another column.

    A code is named by its id or its title; case, spaces and hyphens make no difference. Several
    stand in one cell with a semicolon between them.

    Bad:
        | Conversation | Passage | Strategy |
        |---|---|---|
        | 2026-10-06 | Which of these would your pupils try first? | Encouraging |

    Good:
        | Conversation | Passage | Strategy |
        |---|---|---|
        | 2026-10-06 | Which of these would your pupils try first? | Fostering |
    """
    for id, evidence, segment in _segments(portfolio):
        for group, coded in segment.coded.items():
            for written, meant in coded.unknown:
                message = f"{segment.label}: “{shorten(written, 60)}” is no code of the group "
                message += f"{group}."
                hint = _codes(evidence.value.of(group))
                if meant and squeeze(meant.group) != squeeze(group):
                    hint = f"It is a code of the group {meant.group}: write it in that column."
                elif meant:
                    hint = f"Did you mean “{meant.title}”?"
                yield Problem(_at(segment, group), message, hint, id)


def _codes(codes: tuple[Code, ...]) -> str:
    return f"Its codes are {', '.join(f'“{code.title}”' for code in codes[:12])}."


@check("CF559", "error")
def conversation_unknown(portfolio: Portfolio) -> Iterator[Problem]:
    """A coded passage names a conversation that is not there.

    It is named by its date, as it stands under `recorded:`, or by its title.

    Bad:
        | 3 Nov 2026 | Which of these would your pupils try first? | Fostering |

    Good:
        | 2026-11-03 | Which of these would your pupils try first? | Fostering |
    """
    if not portfolio.conversations:
        return  # nothing can be looked up, which CF402 says once
    names = [_name(conversation) for conversation in portfolio.conversations]
    for id, _, segment in _segments(portfolio):
        if segment.found.named:
            continue
        written = segment.found.written
        message = (
            f"{segment.label}: no conversation has the date or title “{shorten(written, 60)}”."
        )
        day, _wrong = read_day(written)
        match = segment.highlight.match
        hint = f"There are {', '.join(names[:12])}."
        if any(c.recorded and c.recorded == day for c in portfolio.conversations):
            hint = f"Write {day}."
        elif match and "ambiguous" not in segment.highlight.problems:
            hint = f"The passage stands in that of {names[match.conversation]}."
        yield Problem(_at(segment, "conversation"), message, hint, id)


def _name(conversation: Conversation) -> str:
    """How a row may name it."""
    return conversation.recorded or f"“{conversation.title or conversation.documents[0].path}”"


@check("CF560", "error")
def passage_elsewhere(portfolio: Portfolio) -> Iterator[Problem]:
    """A coded passage is not in the conversation that its row names, but in another.

    Bad:
        A row of 2026-10-06 with words that were said on 2026-11-03.

    Good:
        The same row of 2026-11-03.
    """
    for id, _, segment in _segments(portfolio):
        match = segment.highlight.match
        if not segment.found.elsewhere or match is None:
            continue
        conversation = portfolio.conversations[match.conversation]
        turn = conversation.turns[match.first] if conversation.turns else None
        where = f" ({turn.path}, line {turn.line})" if turn else ""
        message = f"{segment.label}: these words are not said in “{segment.found.written}” but in "
        message += f"the conversation of {_name(conversation)}{where}."
        hint = f"Write {_name(conversation)}, or quote a passage of the one that you name."
        yield Problem(_at(segment, "conversation"), message, hint, id)


@check("CF561", "error")
def code_not_evidenced(portfolio: Portfolio) -> Iterator[Problem]:
    """A code is used for fewer passages than the credential asks for.

    A passage counts if it is found in its conversation and has five words or more (or five seconds
    of a recording). Words that are coded in two rows count once.

    Bad:
        No row with the code “Negotiating”.

    Good:
        One with a passage that is found.
    """
    for id, evidence in of_kind(portfolio, NAME):
        coding: Coding = evidence.value
        for group, least in evidence.requirement.options.get("evidenced", {}).items():
            for code in coding.of(group):
                mine = [s for s in coding.segments if code.id in s.codes(code.group)]
                good = distinct(s for s in mine if s.highlight.evidences and not s.found.elsewhere)
                if len(good) >= least:
                    continue
                message = f"“{code.title}” is shown by {plural(len(good), 'passage')}; "
                message += f"{least:,} {'is' if least == 1 else 'are'} asked for."
                hint = f"Add a row with a passage that shows it, and “{code.title}” under {group}."
                if len(mine) > len(good):
                    hint = f"{plural(len(mine), 'row')} {'has' if len(mine) == 1 else 'have'} the "
                    hint += "code; a passage counts where it is found, has five words or more, and "
                    hint += "is no passage of another row."
                place = at(mine[0].highlight) if mine else start_of(evidence)
                yield Problem(place, message, hint, id, behind=UNREADABLE)


@check("CF562", "error")
def not_one_code(portfolio: Portfolio) -> Iterator[Problem]:
    """A passage has none or several of a group of codes of which it is to have one.

    What is shown as a share of all passages has to be one thing or the other.

    Bad:
        | Passage | About |
        |---|---|
        | Who books the room for Tuesday? | |

    Good:
        | Passage | About |
        |---|---|
        | Who books the room for Tuesday? | Logistics |
    """
    for id, evidence, segment in _segments(portfolio):
        for group in evidence.requirement.options.get("one_of", ()):
            own = next((g for g in segment.coded if squeeze(g) == squeeze(group)), None)
            if own is None or segment.coded[own].unknown or len(segment.codes(own)) == 1:
                continue
            number = len(segment.codes(own))
            has = f"has {number} codes" if number else "has no code"
            message = f"{segment.label} {has} of the group {own}; it is to have one."
            hint = "Write the one that says best what the passage is about. "
            if number:
                hint = "Keep the one that fits best, or quote the two parts in a row each. "
            yield Problem(_at(segment, own), message, hint + _codes(evidence.value.of(own)), id)


@check("CF563", "error")
def segment_comment_short(portfolio: Portfolio) -> Iterator[Problem]:
    """Next to nothing is said about a passage, where the credential asks for a comment.

    Bad:
        | Passage | Strategy | Comment |
        |---|---|---|
        | Which of these would your pupils try first? | Fostering | good question |

    Good:
        | Passage | Strategy | Comment |
        |---|---|---|
        | Which of these would your pupils try first? | Fostering | It turns to the pupils. |
    """
    for id, evidence, segment in _segments(portfolio):
        least = evidence.requirement.options.get("comment", {}).get("words", 0)
        number = words(segment.comment)
        if number >= least:
            continue
        message = f"{segment.label}: the comment has {plural(number, 'word')}; at least {least:,} "
        message += "are asked for."
        hint = "Say in your own words how the passage shows what it is coded for."
        yield Problem(_at(segment, "comment"), message, hint, id)


@check("CF564", "warning")
def segment_coded_twice(portfolio: Portfolio) -> Iterator[Problem]:
    """Words are coded in two rows of one group, so that they would count twice.

    Bad:
        Two rows whose passages overlap, both with a code under `About`.

    Good:
        Each passage in one row; several codes of a cell with a semicolon between them.
    """
    for id, evidence in of_kind(portfolio, NAME):
        for segment, first, groups in overlapping(evidence.value):
            message = f"{segment.label}: words of this passage are coded under "
            message += f"{' and '.join(groups)} already, in {_row(first, segment)}."
            hint = "Put the codes into one row, or quote parts that do not overlap."
            yield Problem(_at(segment, "passage"), message, hint, id)


def _row(first: Segment, segment: Segment) -> str:
    where = "" if first.place.path == segment.place.path else f" of {first.place.path}"
    return f"{small_first(first.label)}{where}"
