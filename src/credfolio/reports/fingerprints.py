"""What a finding is known by from one run to the next, wherever its line has moved to."""

import hashlib
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from credfolio.model import Document, Finding
from credfolio.reports import Checked, Run
from credfolio.reports.places import file_of


class Known(NamedTuple):
    """A finding with its fingerprint; `occurrence` counts equal ones of a file from 1."""

    checked: Checked
    finding: Finding
    digest: str
    occurrence: int

    @property
    def unique(self) -> str:
        """One text that no other finding of the run has."""
        return hashlib.sha256(f"{self.digest}:{self.occurrence}".encode()).hexdigest()


def known_findings(run: Run) -> Iterator[Known]:
    """Every finding of a run, silenced ones too, in the order of the report."""
    for checked in run.checked:
        seen: Counter[str] = Counter()
        lines = SourceLines(checked)
        for finding in checked.report.findings:
            content = " ".join(lines.at(finding).split()) or _steady(finding.message)
            parts = (finding.code, finding.requirement or "", file_of(finding, checked), content)
            digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
            seen[digest] += 1
            yield Known(checked, finding, digest, seen[digest])


class SourceLines:
    """The lines of a portfolio's documents as they stand in the report."""

    def __init__(self, checked: Checked) -> None:
        self.documents = {d.path: d for d in checked.report.portfolio.documents}
        self.split: dict[str, list[str]] = {}

    def at(self, finding: Finding) -> str:
        """The line that a finding points to; nothing where the report does not hold it."""
        path, line = finding.place.path, finding.place.line
        document = self.documents.get(path or "")
        if document is None or path is None or line is None:
            return ""
        if path not in self.split:
            self.split[path] = document.body.split("\n")
        return _line(document, self.split[path], line)


def _line(document: Document, body: list[str], line: int) -> str:
    index = bisect_left(document.lines, line)
    there = index < len(document.lines) and document.lines[index] == line
    return body[index] if there and index < len(body) else ""


def _steady(message: str) -> str:
    """A message without its numbers: they change while its cause stays."""
    return re.sub(r"\d[\d.,:]*", "0", message)
