"""What a credential may ask of each person of a team."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.kinds.headed import how_to_head, in_cycle
from credfolio.kinds.per_person import Item, Items, find_person, short
from credfolio.model import Evidence, Place, Portfolio, Requirement, Severity
from credfolio.times import show_time
from credfolio.wording import of_kind, start_of, undeclared
from credfolio.words import plural


@check("CF565", "error")
def person_without_item(portfolio: Portfolio) -> Iterator[Problem]:
    """There is nothing of somebody of whom the credential asks for something.

    Each person has a heading of their own with text below it, or a document that names them under
    `person:`. It is a warning where the credential takes it for a guide, but a cycle of which there
    is nothing of anybody is an error.

    Bad:
        ## Coach A

        I wait longer.
        (there is a Coach B too)

    Good:
        ## Coach A

        I wait longer.

        ## Coach B

        I ask before I tell.
    """
    for id, evidence in of_kind(portfolio, "per-person"):
        value: Items = evidence.value
        severity: Severity = evidence.requirement.options.get("each", {}).get("severity", "error")
        for cycle in value.cycles:
            lacking = [person for person in value.people if not value.of(person, cycle)]
            if cycle and len(lacking) == len(value.people) > 0:
                message = f"There is nothing of anybody{in_cycle(cycle)}."
                hint = f"Write a document with `requirement: {id}` and `cycle: {cycle}`, and in it "
                hint += f"`## {lacking[0]}` and so on."
                yield Problem(start_of(evidence), message, hint, id, behind="CF508")
                continue
            for person in lacking:
                message = f"There is nothing of {person} here{in_cycle(cycle)}."
                hint = _nearly(person, evidence, portfolio)
                yield Problem(_place(evidence, cycle), message, hint, id, severity)
        yield from _nobody(evidence, portfolio)


def _nobody(evidence: Evidence, portfolio: Portfolio) -> Iterator[Problem]:
    """A team in which nobody has the role of those who are asked."""
    options = evidence.requirement.options
    team = portfolio.evidence.get(options.get("people", ""))
    if team and not team.value.is_empty and not evidence.value.people:
        message = f"Nobody in “{team.requirement.title}” has the role “{options['role']}”, and "
        message += "something is asked of each who has."
        hint = "Write the role into the column `role` of that table, or into portfolio.yml."
        yield Problem(start_of(evidence), message, hint, evidence.requirement.id)


def _place(evidence: Evidence, cycle: str) -> Place:
    """Where the items of a cycle begin, else where all begin."""
    first = next((i for i in evidence.value.items if i.cycle == cycle), None)
    return first.text.place if first else start_of(evidence)


def _nearly(person: str, evidence: Evidence, portfolio: Portfolio) -> str:
    find = find_person(portfolio.metadata)
    return how_to_head(person, "their words", evidence.documents, find)


@check("CF566", "error")
def item_too_short(portfolio: Portfolio) -> Iterator[Problem]:
    """What there is of one person has fewer words than the credential asks of each.

    Quotations count here, because the words may be that person's. It is a warning where the
    credential takes the minimum for a guide.

    Bad:
        ## Coach A

        Wait.

    Good:
        ## Coach A

        I wait for five seconds after a question, and I say so to my partner beforehand.
    """
    for _, evidence in of_kind(portfolio, "per-person"):
        if portfolio.credential is None:
            continue
        value, requirement = evidence.value, evidence.requirement
        for cycle in value.cycles:
            for person in value.people:
                items = value.of(person, cycle)
                words = sum(i.text.all for i in items)
                if items and not words and not any(i.recording for i in items):
                    message = f"Nothing stands under “{items[0].text.heading}”{in_cycle(cycle)}."
                    hint = f"Write below it what there is of {person}."
                    yield Problem(items[0].text.place, message, hint, requirement.id)
                    continue
                status = short((words, words), requirement, portfolio.credential)
                if items and status != "met":
                    yield _too_short(items[0], words, requirement, status == "at-risk")


def _too_short(item: Item, words: int, requirement: Requirement, guide: bool) -> Problem:
    asked = requirement.options["each"]["words"]
    message = f"There {'is' if words == 1 else 'are'} {plural(words, 'word')} of {item.person} "
    message += f"here{in_cycle(item.cycle)}; {asked:,} {'is' if asked == 1 else 'are'} asked for."
    severity: Severity | None = "warning" if guide else None
    hint = f"Add {plural(asked - words, 'more word')}."
    return Problem(item.text.place, message, hint, requirement.id, severity)


@check("CF567", "error")
def item_of_nobody(portfolio: Portfolio) -> Iterator[Problem]:
    """A document says that it is of somebody whom portfolio.yml does not know.

    Bad:
        ---
        requirement: takeaways
        person: Coach Z
        ---

    Good:
        ---
        requirement: takeaways
        person: Coach A
        ---
    """
    for id, evidence in of_kind(portfolio, "per-person"):
        for item in evidence.value.items:
            if not item.known:
                said = undeclared(item.person, portfolio.metadata)
                yield Problem(item.text.place, *said, id)


@check("CF568", "error")
def item_without_recording(portfolio: Portfolio) -> Iterator[Problem]:
    """Each person is to be seen or heard in a recording, and somebody is not.

    A document of one person names their recording. Where all share one, as in a highlight reel, the
    times under each heading say where the person is. A recording at a web address can't be
    verified: a warning.

    Bad:
        ## Teacher 1

        My pupils asked more questions.

    Good:
        ## Teacher 1

        [0:10–0:45] My pupils asked more questions.
    """
    for id, evidence in of_kind(portfolio, "per-person"):
        if evidence.requirement.options.get("recording") != "required":
            continue
        for item in evidence.value.items:
            if item.recording is None:
                message = f"No recording shows {item.person}{in_cycle(item.cycle)}."
                hint = (
                    "Name it at the top of the document, `recording: media/talk.mp4`; where each "
                )
                hint += "person has one, write a document for each, with `person:` as well."
                yield Problem(item.text.place, message, hint, id)
            elif item.shared and item.range is None:
                message = f"Nothing says where in the recording {item.person} is."
                hint = "Write the times below the heading, as in `[0:10–0:45]`."
                yield Problem(item.text.place, message, hint, id)
            elif item.recording.remote:
                message = "A recording at a web address can't be verified."
                hint = "Put the file itself into the portfolio."
                yield Problem(item.recording.place, message, hint, id, "warning")


@check("CF569", "error")
def place_in_recording(portfolio: Portfolio) -> Iterator[Problem]:
    """Times in a shared recording are not there, are too short, or are somebody else's.

    Nor can one recording be two people's own, or one person's in two cycles.

    Bad:
        ## Teacher 1

        [0:10–0:45]

        ## Teacher 2

        [0:10–0:45]

    Good:
        ## Teacher 1

        [0:10–0:45]

        ## Teacher 2

        [0:45–1:20]
    """
    for id, evidence in of_kind(portfolio, "per-person"):
        least = evidence.requirement.options.get("seconds", 0)
        seen: dict[tuple[str, tuple[float, float]], Item] = {}
        for item in evidence.value.items:
            if said := _misplaced(item, least):
                yield Problem(item.text.place, *said, id)
            if item.recording and item.range:
                other = seen.setdefault((item.recording.path, item.range), item)
                if other.person != item.person:
                    message = f"{item.person} and {other.person} are said to be at the same place: "
                    message += f"{_range(item.range)}."
                    yield Problem(item.text.place, message, "Correct one of the two.", id)
        yield from _own_twice(evidence.value, id)


def _own_twice(items: Items, id: str) -> Iterator[Problem]:
    """Recordings that are said to be of one person alone, and of another as well."""
    first: dict[str, Item] = {}
    for item in items.items:
        if item.recording is None or item.shared:
            continue
        other = first.setdefault(item.recording.path, item)
        if (other.person, other.cycle) != (item.person, item.cycle):
            message = f"The recording of {item.person}{in_cycle(item.cycle)} is {other.person}’s"
            message += f"{in_cycle(other.cycle)}, too: {item.recording.path}."
            hint = "Name another; where both are in it, write one document with a heading for each "
            hint += "and their times below it, as in `[0:10–0:45]`."
            yield Problem(item.recording.place, message, hint, id)


def _range(range: tuple[float, float]) -> str:
    return "–".join(map(show_time, range))


def _misplaced(item: Item, least: int) -> tuple[str, str] | None:
    if item.recording is None or item.recording.seconds is None:
        return None
    end = item.recording.seconds
    if item.range is None:
        if item.shared or end >= least:
            return None
        message = f"The recording of {item.person} lasts {show_time(end)}; {least} seconds or more "
        return message + "are asked for.", "Record a longer part."
    first, last = item.range
    if first > last:
        return f"{_range(item.range)} ends before it begins.", "Write the earlier time first."
    if last > end + 1:
        message = f"{_range(item.range)} is outside the recording, which lasts {show_time(end)}."
        return message, "Correct the times."
    if last - first < least:
        message = (
            f"{item.person} is seen for {plural(int(last - first), 'second')}; {least} or more "
        )
        return message + "are asked for.", "Show a longer part, or correct the times."
    return None
