"""Kills builds at random moments and looks at the site that each leaves: `make kills`.

The site that is there must be the old one or the new one, byte for byte, and what a killed build
left aside must be gone after the next whole one.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from figures import record
from killed import build_command, kill_builds

_SAMPLE = Path(__file__).resolve().parents[1] / "portfolio"


def main(argv: Sequence[str] | None = None) -> int:
    """Prints what the builds left; the status is 1 where a site was broken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int, nargs="?", default=100)
    parser.add_argument("--record", action="store_true", help="write the row of docs/security.md")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(_SAMPLE, root / "portfolio")
        states: Counter[str] = Counter()
        killed = 0
        for left in kill_builds(root, options.count):
            states[left.state] += 1
            states[left.stage] += 1
            killed += left.killed
        subprocess.run(build_command(root), check=True, capture_output=True)
        aside = len(list(root.glob(".site-*")))
    said = f"{options.count} builds, {killed} of them killed at work: {states['broken']} broken "
    said += f"sites ({states['old']} old, {states['new']} new); {aside} folders left aside; "
    said += f"{states['written']} while pages were written, {states['whole']} at the exchange"
    print(said)
    if options.record and options.count >= 100:
        record("kills", said, "make kills")
    return 1 if states["broken"] or aside else 0


if __name__ == "__main__":
    raise SystemExit(main())
