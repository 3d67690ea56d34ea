"""What every report says in the same words: verdicts, measures, a finding in a line."""

from credfolio.model import Finding, LedgerRow, Measure, Report
from credfolio.times import show_time
from credfolio.wording import NAMES
from credfolio.words import plural, printable


def title_of(report: Report) -> str:
    """`Collaborative Coaching: incomplete`, as every report begins."""
    if report.nothing_to_check:
        return "Nothing to check"
    credential = report.portfolio.credential
    if credential is None:
        return "No credential: nothing can be measured yet."
    own = f" (own credential, {credential.path.removeprefix('../')})" if credential.path else ""
    return printable(f"{credential.title}{own}: {verdict_text(report)}")


def verdict_text(report: Report) -> str:
    return f"{report.verdict} ({report.waived} waived)" if report.waived else report.verdict


def summary_line(name: str, report: Report) -> str:
    """One portfolio of many in a line."""
    name = printable(name)
    if report.nothing_to_check:
        return f"{name}: nothing to check"
    errors, warnings = plural(report.count("error"), "error"), report.count("warning")
    return f"{name}: {verdict_text(report)} ({errors}, {plural(warnings, 'warning')})"


def asked_for(row: LedgerRow) -> str:
    minimum = row.requirement.minimum
    asked = []
    if minimum.words:
        asked.append(f"{minimum.words:,} words")
    if minimum.seconds:
        asked.append(f"a recording of {show_time(minimum.seconds)}")
    return f"asked for: {' or '.join(asked)}" if asked else ""


def measured(measure: Measure) -> str:
    """`371 of 250 words`."""
    if measure.value is None:
        return "can't be counted" if measure.unit == "words" else "length not known"
    if measure.unit == "seconds":
        return f"{show_time(measure.value)} of {show_time(measure.minimum or 0)}"
    asked = f" of {measure.minimum:,}" if measure.minimum else ""
    return f"{measure.value:,}{asked} {measure.unit}"


def left_out(measure: Measure) -> str:
    """What was not counted, shown where it makes a difference."""
    if measure.status == "met" or not measure.not_counted:
        return ""
    items = ", ".join(f"{n:,} {NAMES.get(k, k)}" for k, n in measure.not_counted.items())
    return f"not counted: {items}"


def severity_of(finding: Finding) -> str:
    return "waived" if finding.waived else finding.severity


def hint_of(finding: Finding) -> str:
    """What to do; of a waived finding, who lets it pass and why."""
    if finding.waived:
        return printable(f"Waived by {finding.waived.by}: {finding.waived.reason}")
    return finding.hint


def said(finding: Finding) -> str:
    """Message and hint as one text."""
    hint = hint_of(finding)
    return f"{finding.message} {hint}" if hint else finding.message


def position(finding: Finding) -> str:
    """`12:1`, or nothing where the finding has no line."""
    place = finding.place
    return f"{place.line}:{place.column or 1}" if place.path and place.line else ""


def in_a_line(finding: Finding, path: str) -> str:
    """`portfolio/a.md:12:1: error: Message. [CF201]`."""
    where = ":".join(filter(None, (printable(path), position(finding))))
    opening = f"{where}: " if where else ""
    return f"{opening}{severity_of(finding)}: {finding.message} [{finding.code}]"
