"""Measure credfolio's speed against fixed budgets and print one Markdown table.

Times are wall-clock seconds. What is compared runs in turns (A B A B), and ratios are taken of
the medians, so that a busy machine slows both sides. Exit status 1: something is over budget.
"""

import argparse
import datetime
import json
import os
import platform
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from credfolio import engine, workspace
from credfolio.markdown import MARKDOWN

REPOSITORY = Path(__file__).resolve().parents[1]
SAMPLE = REPOSITORY / "portfolio"
CREDFOLIO = (sys.executable, "-m", "credfolio")
# Installed packages have their bytecode; without it every run would compile our sources anew.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
ENVIRONMENT |= {"NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"}
FLOOD_BYTES = 2_000_000
# `>` is one more than the budget names: nested markers are the dearest input for a parser.
FLOODS = {"dashes": "-", "brackets": "[", "newlines": "\n", "`@a`": "@a", "quotation marks": '"'}
FLOODS |= {"`>`": ">"}


@dataclass(frozen=True)
class Row:
    """A line of the table. `budget` None: for information."""

    what: str
    measured: float
    budget: float | None
    form: str

    @property
    def within(self) -> bool:
        return self.budget is None or self.measured <= self.budget

    def __str__(self) -> str:
        budget = "–" if self.budget is None else "≤ " + self.form.format(self.budget)
        verdict = "" if self.budget is None else "yes" if self.within else "**no**"
        return f"| {self.what} | {budget} | {self.form.format(self.measured)} | {verdict} |"


@dataclass(frozen=True)
class Run:
    """A finished process. `peak`: bytes of memory it held at most; 0 where that is not known."""

    seconds: float
    peak: int
    status: int
    output: str


def main(argv: Sequence[str] | None = None) -> int:
    arguments = parse(argv)
    with tempfile.TemporaryDirectory(prefix="credfolio-bench-") as folder:
        rows = list(measure(Path(folder), arguments.rounds))
    print(table(rows, arguments.date))
    return 0 if all(row.within for row in rows) else 1


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    today = datetime.date.today().isoformat()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="runs of each process (default: 7)")
    parser.add_argument("--date", default=today, help="the date to print (default: today)")
    return parser.parse_args(argv)


def measure(folder: Path, rounds: int) -> Iterator[Row]:
    yield from growth(folder / "growth")
    yield floods(folder / "floods")
    yield from processes(folder / "processes", rounds)
    yield from warm_engine(folder / "warm", rounds * 10)


def table(rows: Sequence[Row], date: str) -> str:
    lines = ["| what | budget | measured | within |", "|---|---|---|---|", *map(str, rows)]
    return "\n".join([*lines, "", f"{machine()}, {date}."])


def machine() -> str:
    cores = os.cpu_count() or 1
    name = processor()
    return f"{name}, {cores} cores, {platform.system()}, Python {platform.python_version()}"


def processor() -> str:
    """The processor's name where the system tells it, else its architecture."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        text = ""
    found = re.search(r"^model name\s*: (.+)$", text, re.MULTILINE)
    return found[1] if found else platform.processor() or platform.machine()


# --- whole processes -------------------------------------------------------------------------


def processes(folder: Path, rounds: int) -> Iterator[Row]:
    """`check` and `build` against `mkdocs build` of the same documents, and an empty Python."""
    sample = copy_sample(folder)
    config = plain_mkdocs(folder, sample / workspace.FOLDER)
    commands = {
        "pass": (sys.executable, "-c", "pass"),
        "check": (*CREDFOLIO, "check", str(sample)),
        "mkdocs": (sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(config)),
        "build": (*CREDFOLIO, "build", str(sample)),
    }
    medians = interleave({name: seconds(command) for name, command in commands.items()}, rounds)
    check, build, mkdocs = medians["check"], medians["build"], medians["mkdocs"]
    yield Row("`credfolio check` / `mkdocs build`", check / mkdocs, 0.25, "{:.2f} ×")
    yield Row("`credfolio check` / `python -c pass`", check / medians["pass"], 10, "{:.1f} ×")
    yield Row("`credfolio build` / `mkdocs build`", build / mkdocs, 1.0, "{:.2f} ×")
    yield Row("`credfolio check`, whole process", check, None, "{:.3f} s")
    yield Row("`credfolio build`, whole process", build, None, "{:.3f} s")
    yield Row("`mkdocs build` with Material, without our plugin", mkdocs, None, "{:.3f} s")


def seconds(command: Sequence[str]) -> Callable[[], float]:
    """A measurement of `command`, which has to succeed."""

    def once() -> float:
        done = run(command)
        if done.status != 0:
            raise SystemExit(f"{' '.join(command)} ended with {done.status}:\n{done.output}")
        return done.seconds

    return once


def interleave(contestants: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """The median of each, taken in turns; a first round, which warms the caches, is dropped."""
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds + 1):
        for name, measurement in contestants.items():
            times[name].append(measurement())
    return {name: statistics.median(taken[1:]) for name, taken in times.items()}


def run(command: Sequence[str]) -> Run:
    """Run `command` to its end with what it prints kept, and measure its time and memory."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env=ENVIRONMENT
        )
        peak = wait(process)
        taken = time.perf_counter() - start
        output.seek(0)
        text = output.read().decode("utf-8", "replace")
    return Run(taken, peak, process.returncode, text)


def wait(process: subprocess.Popen[bytes]) -> int:
    """Wait for `process`; its peak memory in bytes, or 0 where the system can't tell."""
    if sys.platform == "win32":
        process.wait()
        return 0
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def copy_sample(folder: Path) -> Path:
    """A workspace of its own with the sample in it, so that no site of the author is touched."""
    shutil.copytree(SAMPLE, folder / workspace.FOLDER)
    return folder


def plain_mkdocs(folder: Path, docs: Path) -> Path:
    """A configuration that builds `docs` with Material alone, without our plugin."""
    config = folder / "plain.yml"
    settings = {
        "site_name": "The sample",
        "docs_dir": str(docs),
        "site_dir": str(folder / "plain-site"),
        "theme": {"name": "material", "font": False},
    }
    config.write_text(yaml.safe_dump(settings), encoding="utf-8")
    return config


# --- the warm engine -------------------------------------------------------------------------


def warm_engine(folder: Path, rounds: int) -> Iterator[Row]:
    """Reading and checking the sample in this process, against reading and parsing it alone."""
    here = workspace.find(copy_sample(folder))
    paths = sorted(path for path in here.portfolio.rglob("*") if path.is_file())
    contestants = {
        "engine": clocked(lambda: engine.check_workspace(here)),
        "parsers": clocked(lambda: parse_alone(paths)),
    }
    medians = interleave(contestants, rounds)
    ratio = medians["engine"] / medians["parsers"]
    yield Row("the engine, warm / reading and parsing alone", ratio, 6, "{:.1f} ×")
    yield Row("portfolios a second, warm, one core", 1 / medians["engine"], None, "{:.0f}")


def clocked(work: Callable[[], object]) -> Callable[[], float]:
    def once() -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return once


def parse_alone(paths: Sequence[Path]) -> int:
    """Read `paths`, load their YAML with the C loader, list pyromark's events of their Markdown."""
    events = 0
    for path in paths:
        text = path.read_bytes().decode("utf-8")
        if path.suffix == ".yml":
            yaml.load(text, yaml.CSafeLoader)
        elif path.suffix == ".md":
            metadata, body = split(text)
            yaml.load(metadata, yaml.CSafeLoader)
            events += len(list(MARKDOWN.events_with_range(body, merge_text=True)))
    return events


def split(text: str) -> tuple[str, str]:
    """A document's front matter, without its fences, and its body."""
    if not text.startswith("---\n"):
        return "", text
    metadata, _, body = text[4:].partition("\n---\n")
    return metadata, body


# --- growth ----------------------------------------------------------------------------------


def growth(folder: Path) -> Iterator[Row]:
    """A transcript of 100,000 words with 500 highlights: seconds and memory."""
    long_conversation(copy_sample(folder), turns=2_500, words_a_turn=40, highlights=500)
    command = (*CREDFOLIO, "check", "--output", "json", str(folder))
    runs = [run(command) for _ in range(3)]
    expect_quotations_found(runs[0])
    taken = statistics.median(done.seconds for done in runs)
    peak = max(done.peak for done in runs) / 1_000_000
    yield Row("100,000 words of transcript, 500 highlights: time", taken, 2, "{:.2f} s")
    yield Row("100,000 words of transcript, 500 highlights: memory", peak, 300, "{:.0f} MB")


def expect_quotations_found(done: Run) -> None:
    """The case is about quotations that are there; a miss would measure something else."""
    codes = [finding["code"] for finding in json.loads(done.output)["findings"]]
    if "CF402" in codes:
        raise SystemExit(f"{codes.count('CF402')} generated quotations were not found")


def long_conversation(folder: Path, turns: int, words_a_turn: int, highlights: int) -> None:
    """Replace the sample's conversation and annotation by generated ones, always the same."""
    choice = random.Random(7)
    vocabulary = ["".join(choice.choices("aeiklmnoprstu", k=7)) for _ in range(2_000)]
    spoken = [choice.choices(vocabulary, k=words_a_turn) for _ in range(turns)]
    lines = [f"{opening(i)} {' '.join(said)}." for i, said in enumerate(spoken)]
    write(folder, "2-evidence/conversation.md", "conversation", "\n\n".join(lines))
    annotation = []
    for number in range(highlights):
        if number % (highlights // 4) == 0:
            name = ("trust", "dialogue", "feedback", "action")[number * 4 // highlights]
            annotation.append(f"## {name.title()} {{#{name}}}")
        turn = number * turns // highlights
        quoted = " ".join(spoken[turn][5:17])
        comment = " ".join(choice.choices(vocabulary, k=12))
        annotation.append(f"> {opening(turn)} {quoted}\n\n{comment}.")
    write(folder, "2-evidence/annotation.md", "annotation", "\n\n".join(annotation))


def opening(turn: int) -> str:
    """How turn number `turn` opens: two speakers by turns, one turn in 15 seconds."""
    at = datetime.timedelta(seconds=turn * 15)
    return f"**{'Partner' if turn % 2 else 'Coach'}** [{at}]:"


def floods(folder: Path) -> Row:
    """The slowest of 2 MB of one thing, in one line or many, in each kind of document."""
    slowest = 0.0, ""
    for name, unit in FLOODS.items():
        for document in ("answer", "conversation", "annotation"):
            for line_length in (FLOOD_BYTES, 80):
                taken = flood(folder / "case", unit, document, line_length)
                slowest = max(slowest, (taken, f"{name}, {document}"))
    what = f"2 MB of {', '.join(FLOODS)}: the slowest ({slowest[1]})"
    return Row(what, slowest[0], 2, "{:.2f} s")


def flood(folder: Path, unit: str, document: str, line_length: int) -> float:
    """Seconds that one such check takes; it may find faults, it must not fail."""
    shutil.rmtree(folder, ignore_errors=True)
    path = (
        "1-overview/trust-established.md" if document == "answer" else f"2-evidence/{document}.md"
    )
    requirement = "trust-established" if document == "answer" else document
    line = unit * (line_length // len(unit))
    body = "\n".join([line] * (FLOOD_BYTES // len(line)))
    write(copy_sample(folder), path, requirement, body)
    done = run((*CREDFOLIO, "check", "--output", "json", str(folder)))
    if done.status not in (0, 1):
        raise SystemExit(f"2 MB of {unit!r} in {path} ended with {done.status}:\n{done.output}")
    return done.seconds


def write(folder: Path, path: str, requirement: str, body: str) -> None:
    text = f"---\nrequirement: {requirement}\n---\n\n{body}\n"
    (folder / workspace.FOLDER / path).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    raise SystemExit(main())
