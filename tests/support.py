"""The product's own idiom for its tests: lay a workspace, check it, say what was found."""

import contextlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from credfolio.cli import main
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


def lay_faults(folder: Path) -> Path:
    """The base portfolio with a dozen faults, waivers beside it, and no reflection."""
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    shutil.copytree(SAMPLES.parent / "golden" / "faults", folder, dirs_exist_ok=True)
    shutil.rmtree(folder / "portfolio" / "3-reflection")
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


def is_fine(report: Report) -> bool:
    assert found(report) == []
    return report.complete


def table(rows: Iterable[Iterable[str]]) -> str:
    return "".join(
        f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |\n" for row in rows
    )


METADATA = """\
credential: {}
practitioner: {{name: A teacher}}
participants: [{{label: Coach, consent: yes}}, {{label: Partner, consent: yes}}]
"""


# --- the command line -----------------------------------------------------------------------


@dataclass
class Done:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


def spawn(*arguments: str | Path, cwd: Path, **environment: str) -> Done:
    """The tool as a process of its own, without a terminal; it ends in time, with no traceback."""
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "CI", "COLUMNS")}
    encoding = environment.get("PYTHONIOENCODING", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "credfolio", *map(str, arguments)],
        cwd=cwd,
        env={**kept, "PYTHONIOENCODING": encoding, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding=encoding,
        timeout=30,
        check=False,
    )
    assert "Traceback" not in done.stderr and "please report" not in done.stderr
    return Done(done.returncode, done.stdout, done.stderr)


def run(*arguments: str | Path, cwd: Path) -> Done:
    """The same in this process, where only what is said and the status matter."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(cwd), redirect_stdout(out), redirect_stderr(err):
        status = main([str(argument) for argument in arguments])
    assert "please report" not in err.getvalue()
    return Done(status, out.getvalue(), err.getvalue())


def report_json(*arguments: str | Path, cwd: Path) -> tuple[int, Any]:
    """Exit status and parsed JSON of a check."""
    done = run("check", *arguments, "--output", "json", cwd=cwd)
    return done.returncode, json.loads(done.stdout)


def codes_in(value: Any) -> list[str]:
    return [finding["code"] for finding in value["findings"]]


def is_usage_error(done: Done) -> bool:
    """Status 2, nothing but one line on standard error."""
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr.count("\n") == 1 and done.stderr.startswith("credfolio: ")
