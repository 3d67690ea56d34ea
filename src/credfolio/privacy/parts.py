"""What a container is taken apart into."""

import mmap
import struct
from typing import Literal, NamedTuple

Raw = bytes | mmap.mmap


class Part(NamedTuple):
    """A piece of a file. `within`: what it is called there.

    `kind`: `file` is taken apart as any other file; `text` is text of unknown encoding between
    other bytes, as metadata are; `name` is the name of a file.
    """

    within: str
    content: bytes
    kind: Literal["file", "text", "rest", "name"] = "file"


class UnreadError(ValueError):
    """A piece that can't be searched. Its text says why, to follow `report.doc:`."""


DAMAGED = (ValueError, IndexError, OverflowError, struct.error)
"""What reading a damaged file raises: UnreadError, or a header that is cut off."""


def reason(error: Exception) -> str:
    """Why a file can't be searched, to follow its name and a colon."""
    return str(error) if isinstance(error, UnreadError) else "it is damaged"
