"""Tries every kind of hostile archive, and every flipped bit of a small package: `make hostile`.

The archives are those of the tests (tests/hostile.py), made here byte by byte.
`--record` writes the rows of docs/security.md.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from figures import record
from hostile import ARCHIVES
from packages import read_whole, small_package

from credfolio.verifying.archive import HostileError
from credfolio.verifying.judging import Question, judge


def main() -> int:
    """Prints a row for each kind; the status is 1 where one was not refused."""
    refused = 0
    print("| archive | refused: |\n|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "package.zip"
        for kind, (make, _) in ARCHIVES.items():
            file.write_bytes(make())
            reason = _reason(file)
            refused += bool(reason)
            print(f"| {kind} | {reason.replace('|', '&#124;') or '**no**'} |")
        content = small_package()
        bits = len(content) * 8
        found = sum(_flipped(file, content, bit) for bit in range(bits))
    archives = f"{refused} of {len(ARCHIVES)} kinds of hostile archives refused"
    flips = (
        f"{found:,} of {bits:,} single flipped bits of a small package found, without its receipt"
    )
    print(f"\n{archives}.\n{flips}.")
    if "--record" in sys.argv[1:]:
        record("archives", archives, "make hostile")
        record("bits", flips, "make hostile")
    return 0 if refused == len(ARCHIVES) and found == bits else 1


def _reason(file: Path) -> str:
    try:
        judge(Question(file))
    except HostileError as error:
        return str(error)
    return ""


def _flipped(file: Path, content: bytes, bit: int) -> bool:
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    file.write_bytes(changed)
    return read_whole(file) is None


if __name__ == "__main__":
    raise SystemExit(main())
