"""The Test Anything Protocol, version 14: a test per requirement."""

from credfolio.reports import Checked, Format, Run, Style
from credfolio.reports.cases import Case, cases
from credfolio.reports.places import name_of, path_of
from credfolio.reports.screen import harmless, harmless_json
from credfolio.reports.wordings import hint_of, in_a_line, summary_line
from credfolio.words import printable


def write(run: Run, style: Style) -> str:
    """The tests of all portfolios, numbered through; each portfolio's verdict as a comment."""
    several = len(run.checked) > 1
    made = [(each, cases(each.report)) for each in run.checked]
    lines = ["TAP version 14", f"1..{sum(len(found) for _, found in made)}"]
    number = 0
    for checked, found in made:
        lines.append(f"# {summary_line(name_of(checked), checked.report)}")
        for case in found:
            number += 1
            name = f"{name_of(checked)}: {case.id}" if several else case.id
            lines += _test(number, name, case, checked)
    return harmless("\n".join(lines) + "\n")


def _test(number: int, name: str, case: Case, checked: Checked) -> list[str]:
    result = "ok" if case.passed else "not ok"
    # A `#` begins a directive, and not every reader knows that `\#` does not.
    line = f"{result} {number} - {printable(f'{name} ({case.title})').replace('#', '＃')}"
    if case.status == "waived":
        reasons = " ".join(hint_of(f) for f in case.findings if f.waived)
        line += f" # SKIP {reasons.replace('#', '＃')}"
    return [line, *_details(case, checked)]


def _details(case: Case, checked: Checked) -> list[str]:
    """A YAML block with what was found; nothing for what is met without a finding."""
    if not case.findings and case.passed:
        return []
    lines = ["  ---", f"  status: {case.status}", "  findings:"]
    for finding in case.findings:
        row = in_a_line(finding, path_of(finding, checked) or "")
        lines.append(f"    - message: {_quoted(row)}")
        lines.append(f"      hint: {_quoted(hint_of(finding))}")
    return [*lines, "  ..."] if case.findings else [*lines[:2], "  ..."]


def _quoted(text: str) -> str:
    """A YAML scalar in double quotes; JSON's are."""
    import json

    return harmless_json(json.dumps(text, ensure_ascii=False))


FORMAT = Format(write)
