"""Rows that a spreadsheet adds below the others, such as `Average`: they are no entries."""

from collections.abc import Iterable

from credfolio.words import label_form

_SURE = frozenset(
    (
        "average|averages|avg|mean|means|median|mode|total|totals|sum|count|maximum|minimum|range|"
        "stdev|st dev|std dev|standard deviation|class average|class mean|group average|"
        "group mean|overall|grand total"
    ).split("|")
)
_DOUBTFUL = frozenset({"n", "max", "min", "sd"})
"""May be what a child is called: two of them together, or one beside a sure one, are summaries."""


def is_summary(label: str) -> bool:
    """Whether a row that begins so surely sums others up."""
    return _form(label) in _SURE


def summaries(labels: Iterable[str]) -> frozenset[str]:
    """Those of the labels of all rows that are of summaries. Beside A, B and C an N is a pupil."""
    written = {label: _form(label) for label in labels}
    forms = set(written.values())
    doubtful = forms & _DOUBTFUL
    if any(len(form) == 1 and form.isalpha() for form in forms - _DOUBTFUL):
        doubtful -= {"n"}
    meant = forms & _SURE
    if meant or len(doubtful) > 1:
        meant |= doubtful
    return frozenset(label for label, form in written.items() if form in meant)


def _form(label: str) -> str:
    return label_form(label[:40]).rstrip(".:")
