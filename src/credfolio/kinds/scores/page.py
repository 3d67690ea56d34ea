"""The page of scores: how they were measured, what they come to, a picture, the rows."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from credfolio.compose.charts.chart import DataTable, percent
from credfolio.compose.kind_view import KindView, Picture
from credfolio.kinds.scores import Measured, Pupil
from credfolio.kinds.scores.figures import Figures, exact, figures, groups, pairs, shown, signed
from credfolio.kinds.scores.picture import bars, lines
from credfolio.model import Document, Evidence
from credfolio.words import plural

if TYPE_CHECKING:
    from credfolio.compose.composition import Composition

_MOST_LINES = 40
"""Pupils of whom each has a line in the picture; of more, it shows how scores are spread."""

_MOST_ROWS = 60
"""Pupils whose rows are listed."""


def show(evidence: Evidence, document: Document, composition: "Composition") -> KindView:
    measured: Measured = next(m for m in evidence.value if m.document.path == document.path)
    return view(measured, evidence.requirement.options.get("small", 0))


def view(measured: Measured, small: int = 0) -> KindView:
    """What a document with scores shows. `small`: below this many pupils, a note says so."""
    how = tuple(_how(measured))
    matched = measured.matched
    if not matched:
        return KindView(tables=how, below=tuple(_rows(measured)))
    found = _figures(measured)
    title = (
        "Each pupil before and after" if len(matched) <= _MOST_LINES else "How scores are spread"
    )
    drawn = lines(measured, found) if len(matched) <= _MOST_LINES else bars(measured, found)
    template = "lines" if len(matched) <= _MOST_LINES else "bars"
    return KindView(
        tuple(_large(found, measured)),
        (Picture(title, f"kinds/scores/{template}.html", drawn),),
        (_summary(found, measured), *_groups(measured), *how),
        (" ".join(_notes(measured, small)),),
        below=tuple(_rows(measured)),
    )


def _figures(measured: Measured) -> Figures:
    cut = None if measured.cut is None else exact(measured.cut)
    return figures(pairs(measured.pupils), cut)


def _large(found: Figures, measured: Measured) -> Iterator[tuple[str, str]]:
    yield f"{found.number:,}", f"{'pupil' if found.number == 1 else 'pupils'} with both scores"
    yield signed(found.gain) + _sign(measured), "mean gain"
    if found.reached:
        before, after = (percent(n / found.number) for n in found.reached)
        yield f"{before} → {after}", f"at or above {_score(measured.cut, measured)}"


def _notes(measured: Measured, small: int) -> Iterator[str]:
    left = len(measured.unmatched)
    if left:
        are = "is" if left == 1 else "are"
        yield f"{plural(left, 'pupil')} without both scores {are} left out."
    if measured.summaries:
        names = ", ".join(f"“{name}”" for name in measured.summaries)
        yield f"Not read as pupils: {names}."
    if len(measured.matched) < small:
        yield "With so few pupils, a single one moves the mean and the shares."
    yield (
        "These figures describe these pupils. They don’t say what caused a change, or whether it "
        "would be found with others. Means are rounded after they are compared."
    )


def _summary(found: Figures, measured: Measured) -> DataTable:
    sign = _sign(measured)
    rows = [
        (
            "Mean",
            *(shown(v) + sign for v in (found.before, found.after)),
            signed(found.gain) + sign,
        ),
        ("Median", *(shown(v) + sign for v in found.middles), ""),
        ("Median gain", "", "", signed(found.middle_gain) + sign),
    ]
    if found.reached:
        title = f"At or above {_score(measured.cut, measured)}"
        cells = (f"{n:,} ({percent(n / found.number)})" for n in found.reached)
        more = found.reached[1] - found.reached[0]
        rows.append((title, *cells, f"{more:+,}".replace("-", "−") if more else "0"))
    rows += [
        ("Higher after than before", "", "", f"{found.rose:,}"),
        ("The same", "", "", f"{found.same:,}"),
        ("Lower", "", "", f"{found.fell:,}"),
    ]
    who = plural(found.number, "pupil")
    return DataTable(
        f"What the scores of {who} come to",
        ("Figure", "Before", "After", "Change"),
        tuple(rows),
        (False, True, True, True),
    )


def _groups(measured: Measured) -> Iterator[DataTable]:
    rows = []
    cut = None if measured.cut is None else exact(measured.cut)
    for name, some in groups(measured.pupils):
        found = figures(some, cut)
        cells = [f"{found.number:,}", shown(found.before), shown(found.after), signed(found.gain)]
        cells += [f"{n:,} ({percent(n / found.number)})" for n in found.reached or ()]
        rows.append((name or "No group", *cells))
    if rows:
        header = ["Group", "Pupils", "Mean before", "Mean after", "Mean gain"]
        header += ["At the cut before", "At the cut after"] if cut is not None else []
        numeric = (False, *(True for _ in header[1:]))
        yield DataTable("Group by group", tuple(header), tuple(rows), numeric)


def _how(measured: Measured) -> Iterator[DataTable]:
    """What the document states of its measurements."""
    before, after = measured.instruments
    used = before if before == after else f"{before or '–'} before, {after or '–'} after"
    scale = " to ".join(_score(end, measured) for end in measured.scale or ())
    rows = (
        ("Learning target", measured.target),
        ("Measured with", used),
        ("Before", measured.dates[0]),
        ("After", measured.dates[1]),
        ("Scores", scale),
        ("Target reached from", _score(measured.cut, measured)),
        ("Group", measured.document.meta.get("group", "")),
    )
    stated = tuple(row for row in rows if row[1])
    if stated:
        yield DataTable("How it was measured", ("What", "As stated"), stated, (False, False))


def _rows(measured: Measured) -> Iterator[DataTable]:
    if not 0 < len(measured.pupils) <= _MOST_ROWS:
        return
    grouped = any(pupil.group for pupil in measured.pupils)
    rows = tuple(_row(pupil, measured, grouped) for pupil in measured.pupils)
    header = ("Pupil", *(("Group",) if grouped else ()), "Before", "After", "Gain")
    numeric = (False, *((False,) if grouped else ()), True, True, True)
    yield DataTable("Every pupil", header, rows, numeric)


def _row(pupil: Pupil, measured: Measured, grouped: bool) -> tuple[str, ...]:
    gain = ""
    if pupil.before is not None and pupil.after is not None:
        gain = signed(exact(pupil.after) - exact(pupil.before))
    scores = (_score(score, measured) for score in (pupil.before, pupil.after))
    return (pupil.label, *((pupil.group,) if grouped else ()), *scores, gain)


def _sign(measured: Measured) -> str:
    return "%" if measured.percent else ""


def _score(value: float | None, measured: Measured) -> str:
    """A score as it was written."""
    return "" if value is None else f"{value:.10g}".replace("-", "−") + _sign(measured)
