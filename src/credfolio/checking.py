"""Portfolio to report: every check run, findings stamped, silenced and waived, the ledger drawn."""

import importlib
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from credfolio.kinds import kind, kind_names
from credfolio.kinds import part as part_of
from credfolio.model import (
    Document,
    Finding,
    LedgerRow,
    Place,
    Portfolio,
    Report,
    Requirement,
    Severity,
    Status,
    Waiver,
)
from credfolio.modules import module_names
from credfolio.words import printable

_ORDER: dict[Severity, int] = {"error": 0, "warning": 1, "note": 2}


class Problem(NamedTuple):
    """What a check found. The engine adds code, name and, where none is given, severity.

    `behind`: a code that says enough of the same requirement while it is not waived.
    """

    place: Place
    message: str
    hint: str
    requirement: str | None = None
    severity: Severity | None = None
    behind: str = ""


Run = Callable[[Portfolio], Iterable[Problem]]


class Check(NamedTuple):
    """A check and what is said of it. `late`: it looks at what the other checks left over."""

    code: str
    name: str
    severity: Severity
    doc: str
    run: Run
    late: bool = False

    @property
    def texts(self) -> tuple[str, str, str, str]:
        """Its page: title, why, a sample found fault with, one in order."""
        from inspect import cleandoc

        title, _, rest = cleandoc(self.doc).partition("\n")
        why, _, samples = rest.partition("\nBad:\n")
        bad, _, good = samples.partition("\nGood:\n")
        return title, cleandoc(why), cleandoc("\n" + bad), cleandoc("\n" + good)


def check(code: str, severity: Severity, late: bool = False) -> Callable[[Run], Check]:
    """Makes a check of a function. Its docstring is its page: title, why, `Bad:`, `Good:`."""

    def make(run: Run) -> Check:
        name = getattr(run, "__name__", "").replace("_", "-")
        return Check(code, name, severity, run.__doc__ or "", run, late)

    return make


@cache
def common_checks() -> tuple[Check, ...]:
    """Every check of the `checks` folder; a file there is its registration."""
    package = importlib.import_module("credfolio.checks")
    names = module_names(package.__path__)
    return _checks_in(importlib.import_module(f"credfolio.checks.{name}") for name in names)


@cache
def kind_checks(name: str) -> tuple[Check, ...]:
    """What a credential may ask of a kind of requirement beside its words; often nothing."""
    module = part_of(name, "checks")
    return _checks_in([module]) if module else ()


def _checks_in(modules: Iterable[ModuleType]) -> tuple[Check, ...]:
    found = [v for module in modules for v in vars(module).values() if isinstance(v, Check)]
    return tuple(sorted(found, key=lambda c: c.code))


def shipped_checks() -> tuple[Check, ...]:
    """Every check that comes with the tool, those of the kinds among them."""
    own = (check for name in kind_names() for check in kind_checks(name))
    return tuple(sorted((*common_checks(), *own), key=lambda c: c.code))


def _checks_for(portfolio: Portfolio) -> tuple[Check, ...]:
    """Those that a portfolio needs: its credential names few of the kinds."""
    asked = portfolio.credential.requirements if portfolio.credential else ()
    names = sorted({requirement.kind for requirement in asked})
    return (*common_checks(), *(check for name in names for check in kind_checks(name)))


def workspace_checks(folder: Path) -> tuple[Check, ...]:
    """A trusted workspace's own checks: this runs its code."""
    import importlib.util

    found: list[Check] = []
    for file in sorted(folder.glob("*.py")):
        name = f"credfolio_workspace_checks.{file.stem}"
        spec = importlib.util.spec_from_file_location(name, file)
        if spec is None or spec.loader is None:
            continue
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found += [v for v in vars(module).values() if isinstance(v, Check)]
    return tuple(found)


def run_checks(
    portfolio: Portfolio,
    waivers: tuple[Waiver, ...] = (),
    extra: tuple[Check, ...] = (),
    alone: bool = True,
    reveal: bool = False,
) -> Report:
    """The report of a portfolio. Waivers and ignore comments mark findings, never drop them.

    `alone`: a waiver that it does not need is unused; of several portfolios another may need it.
    `reveal`: declared real names are shown; else no text and no path in the report holds one.
    """
    checks = (*_checks_for(portfolio), *extra)
    findings = [f for c in checks if not c.late for f in _findings(c, portfolio)]
    nothing = [f for f in findings if f.code == "CF902"]
    findings = nothing or findings
    ignored = {d.path: _within_turns(d, portfolio) for d in portfolio.documents if d.ignored}
    findings = [_silence(f, ignored) for f in findings]
    findings, unused = _waive(findings, waivers)
    findings = _uncovered(findings)
    rest = portfolio._replace(unused_waivers=unused if alone else ())
    findings += [f for c in checks if c.late for f in _findings(c, rest)]
    findings.sort(key=_sort_key)
    rows = () if nothing else ledger(portfolio, findings)
    report = Report(portfolio, rows, tuple(findings))
    if portfolio.searched is None or reveal:
        return report
    from credfolio.privacy.masking import masked_report

    return masked_report(report)


def _findings(check: Check, portfolio: Portfolio) -> Iterator[Finding]:
    for problem in check.run(portfolio):
        yield Finding(
            check.code,
            check.name,
            problem.severity or check.severity,
            problem.place,
            printable(problem.message),
            printable(problem.hint),
            problem.requirement,
            behind=problem.behind,
        )


def _sort_key(finding: Finding) -> tuple[str, int, int, int, str, str]:
    place = finding.place
    order = _ORDER[finding.severity]
    line, column = place.line or 0, place.column or 0
    return place.path or "", line, column, order, finding.code, finding.message


def _silence(finding: Finding, ignored: dict[str, tuple[tuple[str, int, int], ...]]) -> Finding:
    """Authors may silence notes, and warnings of the 8xx family, in the block after a comment."""
    light = finding.severity == "note"
    light = light or (finding.severity == "warning" and finding.code.startswith("CF8"))
    for code, first, last in ignored.get(finding.place.path or "", ()) if light else ():
        if code == finding.code and first <= (finding.place.line or 0) <= last:
            return finding._replace(silenced=True)
    return finding


def _within_turns(document: Document, portfolio: Portfolio) -> tuple[tuple[str, int, int], ...]:
    """The lines that ignore comments cover; in a transcript, where turns need no blank line
    between them, one covers no more than the turn below it.
    """
    starts = [t.line for c in portfolio.conversations for t in c.turns if t.path == document.path]
    if not starts:
        return document.ignored
    starts.sort()
    found = []
    for code, first, last in document.ignored:
        after = bisect_left(starts, first) + 1
        end = starts[after] - 1 if after < len(starts) else last
        found.append((code, first, min(last, end)))
    return tuple(found)


def _waive(
    findings: list[Finding], waivers: tuple[Waiver, ...]
) -> tuple[list[Finding], tuple[Waiver, ...]]:
    used: set[int] = set()
    waived = []
    for finding in findings:
        for number, waiver in enumerate(waivers):
            same = waiver.requirement == finding.requirement
            if waiver.code == finding.code and same and not finding.silenced:
                used.add(number)
                finding = finding._replace(waived=waiver)
                break
        waived.append(finding)
    return waived, tuple(w for n, w in enumerate(waivers) if n not in used)


def _uncovered(findings: list[Finding]) -> list[Finding]:
    """Findings without those that another one says as well. One that is waived says nothing."""
    if not any(f.behind for f in findings):
        return findings
    said = {(f.code, f.requirement) for f in findings if f.counts}
    return [f for f in findings if (f.behind, f.requirement) not in said]


# --- the ledger ------------------------------------------------------------------------------


def ledger(portfolio: Portfolio, findings: Iterable[Finding]) -> tuple[LedgerRow, ...]:
    """A row per requirement of the credential, in its order."""
    if portfolio.credential is None:
        return ()
    errors: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.severity == "error" and finding.requirement:
            errors.setdefault(finding.requirement, []).append(finding)
    return tuple(
        _row(requirement, portfolio, errors.get(requirement.id, []))
        for requirement in portfolio.credential.requirements
    )


def _row(requirement: Requirement, portfolio: Portfolio, errors: list[Finding]) -> LedgerRow:
    evidence = portfolio.evidence.get(requirement.id)
    measures = portfolio.measures.get(requirement.id, ())
    documents = evidence.paths if evidence else ()
    status = _status(
        bool(evidence), tuple(m.status for m in measures), errors, kind(requirement.kind).either
    )
    return LedgerRow(requirement, status, documents, measures)


def _status(
    present: bool, measured: tuple[Status, ...], errors: list[Finding], either: bool
) -> Status:
    """Of measures each of which is enough (`either`) the best counts, else the worst; an error that
    nobody waived makes the requirement unmet.

    A waiver lifts what the waived finding says, and nothing else.
    """
    if not present:
        return "missing"
    order: tuple[Status, ...] = ("met", "at-risk", "unmet")
    found = sorted(measured, key=order.index) or ["met"]
    best = found[0] if either else found[-1]
    if any(f.waived is None for f in errors):
        return "unmet"
    if errors:
        return "waived"
    return best


def find_check(code: str) -> Check | None:
    """The check that a code or a name means, in any case."""
    wanted = re.sub(r"[\s_]+", "-", code.strip()).casefold()
    return next((c for c in shipped_checks() if wanted in (c.code.casefold(), c.name)), None)
