"""JUnit XML in the dialect of the Jenkins schema `junit-10.xsd`: a case per requirement."""

import re
from collections.abc import Iterable

from credfolio.model import Finding
from credfolio.reports import Checked, Format, Run, Style
from credfolio.reports.cases import Case, cases
from credfolio.reports.places import name_of, path_of
from credfolio.reports.screen import harmless_xml
from credfolio.reports.wordings import hint_of, in_a_line, said
from credfolio.words import plural

# What XML 1.0 has no way to write.
_ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(run: Run, style: Style) -> str:
    """A suite per portfolio. Times are nothing: the same input gives the same bytes."""
    suites = [(each, cases(each.report)) for each in run.checked]
    total = _counts([case for each, made in suites for case in made], run.checked)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="credfolio" {total}>']
    for checked, made in suites:
        name = _text(name_of(checked))
        lines.append(
            f'  <testsuite name="{name}" {_counts(made, (checked,))}'
            f' skipped="{sum(case.status == "waived" for case in made)}" time="0">'
        )
        for case in made:
            lines += _case(case, checked)
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _counts(made: Iterable[Case], checked: Iterable[Checked]) -> str:
    """`tests`, `failures` and `errors`: what could not be checked at all is an error."""
    made = tuple(made)
    errors = sum(each.report.nothing_to_check for each in checked)
    failures = sum(not case.passed for case in made) - errors
    return f'tests="{len(made)}" failures="{failures}" errors="{errors}"'


def _case(case: Case, checked: Checked) -> list[str]:
    suite = name_of(checked).replace("/", ".")
    classname = ".".join(filter(None, (suite, case.part)))
    opening = f'    <testcase classname="{_text(classname)}" name="{_text(case.id)}" time="0"'
    inner = _outcome(case, checked)
    others = [f for f in case.findings if f not in case.errors]
    if others:
        inner.append(f"      <system-out>{_text(_listed(others, checked))}</system-out>")
    return [f"{opening}>", *inner, "    </testcase>"] if inner else [f"{opening}/>"]


def _outcome(case: Case, checked: Checked) -> list[str]:
    if case.status == "waived":
        reasons = " ".join(hint_of(f) for f in case.findings if f.waived)
        return [f'      <skipped message="{_text(reasons)}"/>']
    if case.passed:
        return []
    first, *more = case.errors or (None,)
    message = said(first) if first else f"{case.title}: {case.status}"
    if more:
        message += f" And {plural(len(more), 'more error')}."
    kind = first.code if first else case.status
    tag = "error" if checked.report.nothing_to_check else "failure"
    body = _text(_listed(case.errors, checked))
    return [f'      <{tag} type="{kind}" message="{_text(message)}">{body}</{tag}>']


def _listed(findings: Iterable[Finding], checked: Checked) -> str:
    """Every finding in a line, its hint in the next."""
    rows = []
    for finding in findings:
        rows.append(in_a_line(finding, path_of(finding, checked) or ""))
        rows += [f"    {hint}" for hint in [hint_of(finding)] if hint]
    return "\n" + "\n".join(rows) + "\n"


def _text(text: str) -> str:
    """Text for an element or an attribute, with no command for the log it may stand in."""
    from xml.sax.saxutils import escape

    return harmless_xml(escape(_ILLEGAL.sub("�", text), {'"': "&quot;"}))


FORMAT = Format(write)
