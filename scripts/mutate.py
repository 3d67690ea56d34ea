"""Checks and builds portfolios that were mutated at random: `make mutate ARGS="10000"`.

Real portfolios, the sample of each credential and those of the tests, are changed in bytes, lines
and structure. Each is checked in a worker process with a limit on memory; what is counted is
tracebacks, checks of more than 10 seconds of the processor and workers that ran out of 1 GB. The
same numbers give the same mutants.
"""

import argparse
import multiprocessing
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from figures import record
from mutants import mutate

SECONDS = 10.0
MEMORY = 1_000_000_000
_PATIENCE = 600.0
_COMPOSED = 7  # of every seventh mutant all pages are made as well
_BUILT = 210


def main(argv: Sequence[str] | None = None) -> int:
    """Prints each fault with its mutant's number; the status is 1 where there was one."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int, nargs="?", default=1000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first mutant")
    parser.add_argument("--record", action="store_true", help="write the row of docs/security.md")
    options = parser.parse_args(argv)
    last, slowest, faults = options.first + options.count, 0.0, 0
    start = options.first
    while start < last:
        ours, theirs = multiprocessing.Pipe()
        worker = multiprocessing.Process(target=_work, args=(start, last, theirs), daemon=True)
        worker.start()
        theirs.close()
        start, slow, fault = _watch(ours, worker, start, last)
        slowest = max(slowest, slow)
        if fault:
            faults += 1
            print(fault, flush=True)
    said = (
        f"{options.count:,} mutants: {faults} with a traceback, over {SECONDS:.0f} s or over 1 GB; "
    )
    said += f"the slowest took {slowest:.1f} s"
    print(said)
    if options.record and options.count >= 10_000:
        record("mutants", said, f'make mutate ARGS="{options.count}"')
    return 1 if faults else 0


def _watch(
    said: Connection, worker: multiprocessing.Process, start: int, last: int
) -> tuple[int, float, str]:
    """(the next mutant, the longest time, what went wrong) of one worker."""
    slowest, number = 0.0, start
    while number < last:
        # What counts is the processor's time; a busy machine may take many times as long.
        if not said.poll(_PATIENCE):
            worker.kill()
            return number + 1, slowest, f"mutant {number}: no answer in {_PATIENCE:.0f} s"
        try:
            seconds, fault = said.recv()
        except EOFError:
            worker.join()
            return number + 1, slowest, f"mutant {number}: the worker ended ({worker.exitcode})"
        slowest = max(slowest, seconds)
        number += 1
        if fault or seconds > SECONDS:
            worker.kill()
            return number, slowest, f"mutant {number - 1}: {seconds:.1f} s {fault}"
    worker.join()
    return number, slowest, ""


def _work(start: int, last: int, tell: Connection) -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except ImportError:  # a system without such limits
        pass
    with tempfile.TemporaryDirectory() as folder:
        for number in range(start, last):
            root = Path(folder) / f"{number}"
            mutate(root, number)
            began = time.process_time()
            try:
                _try(root, number)
                fault = ""
            except BaseException:  # noqa: BLE001 - whatever it is, it is what is looked for
                fault = traceback.format_exc()
            tell.send((time.process_time() - began, fault))
            shutil.rmtree(root, ignore_errors=True)


def _try(root: Path, number: int) -> None:
    """A check as the command does it, and a draft of it; faults of content are no fault of ours."""
    from credfolio.compose import ComposeOptions, compose
    from credfolio.engine import check_workspace
    from credfolio.errors import CredfolioError
    from credfolio.publish import build
    from credfolio.workspace import find

    try:
        workspace = find(root)
        report = check_workspace(workspace)
        if number % _COMPOSED == 0:
            compose(report, ComposeOptions(draft=True))
        if number % _BUILT == 0:
            build(workspace, report, draft=True, say=lambda line: None)
    except CredfolioError:
        pass


if __name__ == "__main__":
    raise SystemExit(main())
