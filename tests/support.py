"""The product's own idiom for its tests: lay a workspace, check it, say what was found."""

import re
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from credfolio.engine import check_workspace
from credfolio.model import Measure, Report, Severity, Turn
from credfolio.waivers import read_waivers
from credfolio.workspace import find

SAMPLES = Path(__file__).with_name("samples")
BASE = SAMPLES / "base"
CONVERSATION = "2-evidence/conversation.md"
ANNOTATION = "2-evidence/annotation"
MORE = "1-overview/trust-more.md"
"""A second document of `trust-established`: what a test adds, the base stays complete."""


Files = Mapping[str, str | bytes | None]


def lay(folder: Path, files: Files | None = None) -> Path:
    """A workspace with the complete base portfolio; `files` replace or add, None takes out.

    Paths are relative to `portfolio/`.
    """
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    for name, content in (files or {}).items():
        path = folder / "portfolio" / name
        if content is None:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def check(folder: Path) -> Report:
    """The report on a workspace, its `waivers.yml` applied where there is one."""
    waivers = folder / "waivers.yml"
    allowed = read_waivers(waivers) if waivers.exists() else ()
    return check_workspace(find(folder), waivers=allowed)


def found(report: Report, severity: Severity | None = None) -> list[str]:
    """Findings in the samples' own form, `CF201 path:line requirement`; `-` stands for none."""
    return [
        f"{f.code} {f'{f.place.path}:{f.place.line}' if f.place.path else '-'} "
        f"{f.requirement or '-'}"
        for f in report.findings
        if severity in (None, f.severity)
    ]


def codes(report: Report) -> set[str]:
    return {finding.code for finding in report.findings}


def words_of(report: Report, requirement: str) -> Measure:
    measures = report.portfolio.measures[requirement]
    return next(m for m in measures if m.unit == "words")


def document(requirement: str, body: str, **meta: str) -> str:
    """A document as an author writes it."""
    front = "".join(f"{key}: {value}\n" for key, value in meta.items())
    return f"---\nrequirement: {requirement}\n{front}---\n\n{body}"


class Said(NamedTuple):
    """A turn of the base conversation. `time`: as `00:02:10`."""

    speaker: str
    time: str
    text: str


@cache
def base_turns() -> tuple[Said, ...]:
    text = (BASE / "portfolio" / CONVERSATION).read_text("utf-8")
    return tuple(
        Said(*row) for row in re.findall(r"^\*\*(\w+)\*\* \[([\d:]+)\]: (.+)$", text, re.M)
    )


class Highlighted(NamedTuple):
    """A section of the base annotation."""

    condition: str
    title: str
    quotation: str
    comment: str


@cache
def base_highlights() -> tuple[Highlighted, ...]:
    """The four sections, the quotation with its `>`."""
    sections = []
    for path in sorted((BASE / "portfolio" / ANNOTATION).glob("*.md")):
        _, _, body = path.read_text("utf-8").split("---\n", 2)
        heading, quotation, comment = body.strip().split("\n\n")
        title, _, condition = heading.removeprefix("## ").removesuffix("}").partition(" {#")
        sections.append(Highlighted(condition, title, quotation, comment))
    return tuple(sections)


def turns_of(report: Report) -> list[Turn]:
    return [turn for conversation in report.portfolio.conversations for turn in conversation.turns]


def many_words(number: int, seed: str = "word") -> str:
    """`number` words in sentences of seven, none of which repeats."""
    words = [f"{seed}{n}" for n in range(number)]
    return " ".join(" ".join(words[n : n + 7]) + "." for n in range(0, number, 7))
