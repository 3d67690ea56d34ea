"""What a save changed: two reports of one portfolio compared, in lines to read."""

from collections import Counter
from collections.abc import Iterator

from credfolio.model import Finding, LedgerRow, Measure, Report
from credfolio.times import show_time
from credfolio.wording import shorten
from credfolio.words import printable

MOST = 6
"""Lines that are shown of one change."""


def differences(before: Report, after: Report) -> list[str]:
    """What is not as it was, the most telling first; nothing where nothing changed.

    A finding that only moved to another line is the same finding.
    """
    if before.nothing_to_check or after.nothing_to_check:
        return []
    lines = [*_verdict(before, after), *_ledger(before, after), *_findings(before, after)]
    if len(lines) > MOST:
        left = len(lines) - MOST + 1
        lines = [*lines[: MOST - 1], f"… and {left} more changes"]
    return [printable(line) for line in lines]


def _verdict(before: Report, after: Report) -> Iterator[str]:
    if before.verdict != after.verdict:
        yield f"now {after.verdict}, was {before.verdict}"


def _ledger(before: Report, after: Report) -> Iterator[str]:
    known = {row.requirement.id: row for row in before.ledger}
    for row in after.ledger:
        old = known.get(row.requirement.id)
        if old is None:
            yield f"{row.requirement.title}: now {row.status}"
            continue
        counts = _counts(old, row)
        if old.status != row.status:
            counted = f" ({counts})" if counts else ""
            yield f"{row.requirement.title}: now {row.status}, was {old.status}{counted}"
        elif counts:
            yield f"{row.requirement.title}: {counts}"


def _counts(old: LedgerRow, new: LedgerRow) -> str:
    """`256 words, was 212`, for every measure that is not what it was."""
    known = {measure.unit: measure for measure in old.measures}
    told = []
    for measure in new.measures:
        was = known.get(measure.unit)
        if was is None or was.value != measure.value:
            told.append(_amount(measure) + (f", was {_number(was)}" if was else ""))
    return "; ".join(told)


def _amount(measure: Measure) -> str:
    return _number(measure) + (
        f" {measure.unit}" if measure.unit != "seconds" and measure.value else ""
    )


def _number(measure: Measure) -> str:
    if measure.value is None:
        return "not known"
    return show_time(measure.value) if measure.unit == "seconds" else f"{measure.value:,}"


def _findings(before: Report, after: Report) -> Iterator[str]:
    old, new = Counter(map(_same, before.findings)), Counter(map(_same, after.findings))
    for path, code, message in (old - new).elements():
        yield f"settled: {_where(path)}{shorten(message, 100)} [{code}]"
    for path, code, message in (new - old).elements():
        yield f"new: {_where(path)}{shorten(message, 100)} [{code}]"


def _same(finding: Finding) -> tuple[str | None, str, str]:
    return finding.place.path, finding.code, finding.message


def _where(path: str | None) -> str:
    return f"{path}: " if path else ""
