"""The figures of docs/security.md: each is written by the command that measures it, with its date.

A figure is a row of the table there, found by its name, which is its link target as well.
"""

import re
from datetime import UTC, datetime
from pathlib import Path

_PAGE = Path(__file__).resolve().parents[1] / "docs" / "security.md"


def record(name: str, measured: str, command: str) -> None:
    """Writes the row of the figure `name`; its first cell, what is promised, stays."""
    page = _PAGE.read_text("utf-8")
    day = datetime.now(UTC).date().isoformat()
    pattern = re.compile(rf'^(\| <a id="{name}"></a>[^|]*\|).*$', re.M)
    if not pattern.search(page):
        raise SystemExit(f"docs/security.md has no row for {name!r}")
    cells = f" {measured.replace('|', '/')} | `{command}` | {day} |"
    _PAGE.write_text(pattern.sub(lambda row: row[1] + cells, page), "utf-8")
