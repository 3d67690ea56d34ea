"""The figures of docs/security.md: each is written by the command that measures it, with its date
and the commit that was measured.

A figure is a row of the table there, found by its name, which is its link target as well.
"""

import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

_COMMIT = subprocess.run(
    ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True
).stdout.strip()
"""Read as a run begins: another may be made while it lasts."""

_PAGE = Path(__file__).resolve().parents[1] / "docs" / "security.md"


def record(name: str, measured: str, command: str) -> None:
    """Writes the row of the figure `name`; its first cell, what is promised, stays."""
    page = _PAGE.read_text("utf-8")
    day = f"{datetime.now(UTC).date().isoformat()}, {_COMMIT}"
    pattern = re.compile(rf'^(\| <a id="{name}"></a>[^|]*\|).*$', re.M)
    if not pattern.search(page):
        raise SystemExit(f"docs/security.md has no row for {name!r}")
    cells = f" {measured.replace('|', '/')} | `{command}` | {day} |"
    _PAGE.write_text(pattern.sub(lambda row: row[1] + cells, page), "utf-8")
