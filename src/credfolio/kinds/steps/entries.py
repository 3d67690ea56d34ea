"""Several things in one cell."""

import re

MOST = 200
"""Entries in one cell; ten are many."""


def entries_of(text: str) -> list[str]:
    """What `;` or a line break divides."""
    parts = re.split(r";|\n|<br ?/?>", text, maxsplit=MOST)
    return [part.strip() for part in parts if part.strip()]
