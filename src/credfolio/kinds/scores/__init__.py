"""`scores`: what pupils scored before and after, by pseudonym, a row each."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from credfolio.counting import Count, status_of
from credfolio.kinds.base import (
    UNREADABLE,
    Context,
    Kind,
    Values,
    measure_asked,
    measure_number,
    wrong_step,
)
from credfolio.kinds.records import read_records
from credfolio.kinds.scores.fields import DOCUMENT_FIELDS, REQUIREMENT_FIELDS, Mark, Score
from credfolio.model import (
    Credential,
    Document,
    Evidence,
    Fault,
    Measure,
    Place,
    Requirement,
    Table,
)
from credfolio.tables.base import Column, Row, Sheet
from credfolio.tables.cells import Words, says
from credfolio.tables.summaries import summaries
from credfolio.words import label_form


class Pupil(NamedTuple):
    """A row. `before`, `after`: None where there is no score. `row`: as messages name it."""

    label: str
    group: str
    before: float | None
    after: float | None
    row: str
    place: Place
    places: dict[str, Place]

    @property
    def matched(self) -> bool:
        return self.before is not None and self.after is not None

    @property
    def form(self) -> tuple[str, str]:
        """Who it is, without regard to case and spaces; between figures a space tells `1 11` from
        `11 1`.
        """
        return label_form(self.group), re.sub(r"(?<!\d) | (?!\d)", "", label_form(self.label))


class Measured(NamedTuple):
    """One document: two measurements of the same pupils. Dates as YYYY-MM-DD, '' where not stated.

    `summaries`: rows such as `Average`, which are no pupils. `percent`: the scores are per cent.
    """

    document: Document
    pupils: tuple[Pupil, ...]
    instruments: tuple[str, str]
    dates: tuple[str, str]
    scale: tuple[float, float] | None
    cut: float | None
    target: str
    summaries: tuple[str, ...] = ()
    percent: bool = False

    @property
    def matched(self) -> tuple[Pupil, ...]:
        """The pupils with both scores: figures are worked out from them alone."""
        return tuple(pupil for pupil in self.pupils if pupil.matched)

    @property
    def unmatched(self) -> tuple[Pupil, ...]:
        return tuple(pupil for pupil in self.pupils if not pupil.matched)


def sheet() -> Sheet:
    """The table: who, before, after; perhaps which group."""
    pupil = Column(
        "pupil", "who, by pseudonym", Words(), "Pupil 1",
        ("pupils", "student", "students", "learner", "child", "participant", "pseudonym", "id",
         "pupil id", "student id", "code", "student code", "pupil code", "number", "name"),
    )  # fmt: skip
    before = Column(
        "before", "the score before", Score(), "11",
        ("pre", "pretest", "pre test score", "preassessment", "pre score", "prescore", "baseline",
         "before score", "score before", "first", "first score", "test 1", "initial"),
        filled=False,
    )  # fmt: skip
    after = Column(
        "after", "the score after", Score(), "15",
        ("post", "posttest", "post test score", "postassessment", "post score", "postscore",
         "after score", "score after", "second", "second score", "test 2", "final", "endline"),
        filled=False,
    )  # fmt: skip
    group = Column(
        "group", "which group", Words(), "Class A",
        ("class", "section", "period", "classroom", "teacher", "block"), needed=False, filled=False,
    )  # fmt: skip
    return Sheet("scores", "the pupils with their scores", (pupil, before, after, group))


def read(requirement: Requirement, documents: tuple[Document, ...], context: Context) -> Evidence:
    tables: list[Table] = []
    measured = []
    for document in documents:
        records = read_records((document,), (sheet(),), context)
        measured.append(_measured(document, records.rows["scores"], context))
        tables += records.tables
    return Evidence(requirement, documents, value=tuple(measured), tables=tuple(tables))


def _measured(document: Document, rows: tuple[Row, ...], context: Context) -> Measured:
    # What holds a place, `instrument: TBD`, is not stated.
    meta = {k: v for k, v in document.meta.items() if not isinstance(v, str) or says(v)}
    group = meta.get("group", "")
    added = summaries(row["pupil"] for row in rows)
    pupils = tuple(_pupil(row, group) for row in rows if row["pupil"] not in added)
    cut: Mark | None = meta.get("cut")
    both = meta.get("instrument", "")
    signs = [mark.percent for row in rows for mark in _marks(row)]
    context.faults += _mixed(document, rows, cut, any(signs))
    return Measured(
        document,
        pupils,
        (meta.get("instrument_before", both), meta.get("instrument_after", both)),
        (meta.get("measured_before", ""), meta.get("measured_after", "")),
        meta.get("scale"),
        cut.value if cut else None,
        meta.get("target", ""),
        tuple(row["pupil"] for row in rows if row["pupil"] in added),
        any(signs),
    )


def _pupil(row: Row, group: str) -> Pupil:
    before, after = (row[name].value if row[name] else None for name in ("before", "after"))
    return Pupil(
        row["pupil"], row["group"] or group, before, after, row.label, row.place, dict(row.places)
    )


def _marks(row: Row) -> Iterator[Mark]:
    return (mark for name in ("before", "after") if (mark := row[name]) and mark.value is not None)


def _mixed(
    document: Document, rows: tuple[Row, ...], cut: Mark | None, percent: bool
) -> Iterator[Fault]:
    """Points and percentages side by side: figures of both together would mean nothing."""
    hint = "Write all scores, and `cut:`, as points or all as percentages."
    for row in rows if percent else ():
        name = next((n for n in ("before", "after") if row[n] and not _percents(row[n])), None)
        if name:
            message = f"{row.label} holds “{row.written[name]}”, but other scores are percentages."
            place = row.places[name]
            yield Fault(UNREADABLE, place, message, hint, document.requirement)
            return
    if cut and rows and cut.percent != percent:
        is_, are = ("a percentage", "points") if cut.percent else ("points", "percentages")
        message = f"`cut:` is {is_}, but the scores are {are}."
        yield Fault(UNREADABLE, document.places["cut"], message, hint, document.requirement)


def _percents(mark: Mark) -> bool:
    return mark.percent or mark.value is None


def measures(evidence: Evidence, counted: Count, credential: Credential) -> tuple[Measure, ...]:
    """The number of pupils with both scores, and words where the credential asks for some."""
    least = evidence.requirement.options.get("matched", {}).get("least")
    number = len(matched_pupils(evidence))
    status = status_of(number, number, least_matched(evidence.requirement), 1.0)
    pupils = measure_number(evidence, "pupils", number, least, status)
    return (pupils, *measure_asked(evidence, counted, credential))


def least_matched(requirement: Requirement) -> int:
    """How many pupils need both scores; nothing is compared without one."""
    least: int = requirement.options.get("matched", {}).get("least", 1)
    return least


def matched_pupils(evidence: Evidence) -> frozenset[tuple[str, str]]:
    """Every pupil with both scores once, however many documents have them."""
    measured: tuple[Measured, ...] = evidence.value
    return frozenset(pupil.form for each in measured for pupil in each.matched)


def faults(requirement: Values, credential: Values) -> Iterator[tuple[str, str, str]]:
    """Steps of which nothing is said, and measurements at steps that are not there."""
    steps, at = requirement.get("steps"), requirement.get("at", {})
    if (steps is None) != (not at):
        field, other = ("at", "steps") if steps is None else ("steps", "at")
        message = f"`{field}:` compares nothing without `{other}:` beside it."
        yield field, message, f"Add `{other}: …`."
    for key, step in at.items():
        yield from wrong_step(credential, steps or "", step, f"at.{key}")


KIND = Kind(
    "scores",
    "Scores before and after",
    read,
    measures=measures,
    requirement_fields=REQUIREMENT_FIELDS,
    document_fields=DOCUMENT_FIELDS,
    needs=("steps",),
    finding="CF537",
    faults=faults,
)
