"""What is said of a package: one screen for a person, JSON for a program."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from textwrap import wrap
from typing import Any

from credfolio import __version__, limits
from credfolio.reports import Style
from credfolio.verifying.judging import Judgement
from credfolio.verifying.names import escaped
from credfolio.words import plural, shorten

SCHEMA = "credfolio.verification/1"
_WIDTH = 10


def refused(package: Path, reason: str) -> str:
    """The screen for a file of which nothing is used."""
    return f"{escaped(str(package))}: not opened.\n{reason}\nNothing of it was used or written.\n"


def refusal(package: Path, reason: str) -> dict[str, Any]:
    """The JSON for such a file; what a program may ask of every file is there."""
    return {
        "schema": SCHEMA,
        "package": package.name,
        "readable": False,
        "reason": reason,
        "intact": False,
        "complete": False,
        "verdict": None,
        "receipt": None,
    }


def screen(package: Path, found: Judgement, style: Style) -> str:
    """One screen: receipt, package, verdict, report, site, and what follows of it."""
    rows = [
        _receipt(found),
        _package(found),
        _sources(found),
        _report(found),
        _site(found),
    ]
    lines = [style.paint(escaped(str(package)), "1"), ""]
    for name, good, first, more in rows:
        color = {True: "32", False: "31", None: "33"}[good]
        sign = _sign(good, style)
        lines.append(f"  {style.paint(sign, color)} {name:{_WIDTH}}{first}")
        lines += _wrapped(_cut(more), " " * (_WIDTH + 4), style)
    if found.notes:
        lines += ["", *_wrapped(_cut(found.notes), "  ", style)]
    lines += ["", *_conclusion(found, style)]
    return "\n".join(lines) + "\n"


_Row = tuple[str, bool | None, str, Sequence[str]]


def _sign(good: bool | None, style: Style) -> str:
    signs = ("✓", "✗", "–") if style.unicode else ("+", "x", "-")
    return signs[0] if good else signs[2] if good is None else signs[1]


def _wrapped(lines: Iterable[str], indent: str, style: Style) -> Iterator[str]:
    for line in lines:
        yield from wrap(
            line,
            max(40, style.width),
            initial_indent=indent,
            subsequent_indent=indent + "  ",
            break_on_hyphens=False,
        )


def _cut(lines: Sequence[str]) -> Iterator[str]:
    yield from (shorten(line, 200) for line in lines[: limits.DIFFERENCES_SHOWN])
    if len(lines) > limits.DIFFERENCES_SHOWN:
        yield f"and {len(lines) - limits.DIFFERENCES_SHOWN:,} more"


def _receipt(found: Judgement) -> _Row:
    name = "receipt"
    if found.receipt == "matches":
        return name, True, "matches: this is the file that it was printed for", ()
    if found.receipt == "differs":
        return (
            name,
            False,
            "does not match: this is another file",
            ("It has", f"sha256:{found.digest}"),
        )
    first = "not given: without a receipt nobody can tell who made this"
    return name, None, first, ("Ask its author for it. This file has", f"sha256:{found.digest}")


def _package(found: Judgement) -> _Row:
    if found.changed:
        counted = plural(len(found.changed), "difference")
        return "package", False, f"changed since it was made: {counted}", found.changed
    return "package", True, f"{plural(found.files, 'file')}, as its manifest lists them", ()


def _sources(found: Judgement) -> _Row:
    rows = found.report["requirements"]
    open_ = [row for row in rows if row["status"] not in ("met", "at-risk", "waived")]
    verdict = found.report["verdict"]
    by = escaped(found.title or str(found.report["credential"]))
    first = f"{verdict}: {by}, {len(rows) - len(open_)} of {len(rows)} requirements"
    more = [f"{escaped(row['title'])}: {row['status']}" for row in open_]
    if verdict == "incomplete":
        more += _errors(found)
    more += map(escaped, found.unconfirmed)
    if found.report["waived"]:
        more.append(f"{found.report['waived']} waived")
    if found.own_credential:
        more.insert(0, "by an own credential, not a shipped one: its author may have written it.")
        more.insert(1, "If it is your programme's, name your copy of it with --credential.")
    return "sources", verdict == "complete" and not found.own_credential, first, more


_ERRORS = 3


def _errors(found: Judgement) -> Iterator[str]:
    """The first errors in the words of a check, and how many more there are."""
    findings = [f for f in found.report["findings"] if f["severity"] == "error"]
    errors = [f for f in findings if not (f["silenced"] or f["waived"])]
    for finding in errors[:_ERRORS]:
        where = f"{finding['path']}: " if finding["path"] else ""
        yield escaped(f"{where}{finding['message']} [{finding['code']}]")
    if len(errors) > _ERRORS:
        more = plural(len(errors) - _ERRORS, "more error")
        yield f"and {more}: see the site that --site writes"


def _report(found: Judgement) -> _Row:
    if found.report_differs:
        return "report", False, "is not what the sources give", found.report_differs
    return "report", True, "agrees with the sources", ()


def _site(found: Judgement) -> _Row:
    if not found.site_compared:
        more = ("Read the one that --site writes. --other-version lets this pass.",)
        return "site", None, "not compared; don't open it", () if found.let_pass else more
    if found.site_differs:
        return "site", False, "is not what the sources give; don't open it", found.site_differs
    return "site", True, "agrees with the sources", ()


def _conclusion(found: Judgement, style: Style) -> Iterator[str]:
    good = found.intact and found.complete
    intact = "Intact" if found.intact else "Not intact" if found.differs else "Not known as intact"
    complete = found.report["verdict"]
    if found.own_credential and complete == "complete":
        complete = "complete by its own credential only"
    joint = " and" if good or not (found.intact or found.complete) else ", but"
    caveats = list(_caveats(found))
    color = "1;31" if not good else "1;33" if caveats else "1;32"
    yield style.paint(f"{intact}{joint} {complete}.", color)
    yield from (style.paint(caveat, "33") for caveat in caveats)
    if found.site:
        of = "" if not found.differs else ", from what the package holds now"
        yield f"Rebuilt for reading{of}: {found.site / 'index.html'}"


def _caveats(found: Judgement) -> Iterator[str]:
    """What somebody who reads the last lines alone must not overlook."""
    if found.differs:
        yield "Don't rely on it: ask its author for the file, and for its receipt, once more."
    if found.manifest.draft:
        yield "But it is a draft: its author has not handed it in yet."
    elif found.unconfirmed:
        yield "But its author has not confirmed what has to be confirmed before handing in."
    if not (found.differs or found.site_compared):
        yield "But its site was not compared: read the one that --site writes."


def to_json(package: Path, found: Judgement) -> dict[str, Any]:
    """Everything that was found, with the rebuilt report; fields may be added."""
    made = found.manifest
    return {
        "schema": SCHEMA,
        "package": package.name,
        "readable": True,
        "sha256": found.digest,
        "receipt": found.receipt,
        "intact": found.intact,
        "complete": found.complete,
        "verdict": found.report["verdict"],
        "credential": {
            "id": made.credential,
            "own": found.own_credential,
        },
        "anonymous": made.anonymous,
        "draft": made.draft,
        "unconfirmed": list(found.unconfirmed),
        "made_by": made.version,
        "verified_by": __version__,
        "changed": list(found.changed),
        "report_differs": list(found.report_differs),
        "site_differs": list(found.site_differs),
        "site_compared": found.site_compared,
        "notes": list(found.notes),
        "report": found.report,
    }
