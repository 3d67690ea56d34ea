"""Paths inside a package: what no honest one is called, on any system that may unpack it."""

import re
import unicodedata
from collections.abc import Iterable

from credfolio import limits

_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])", re.I)
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ELSEWHERE = frozenset('<>:"|?*')


def escaped(name: str) -> str:
    """`name` with whatever a screen would hide, obey or turn round written as an escape."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in name[:200])


def fault(path: str) -> str | None:
    """Why a file must not be called `path` (with `/`, below the package's root), or None.

    A sentence's end, after the path: "leads out of the folder it is unpacked to".
    """
    if not path:
        return "is no name at all"
    if any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in path):
        return "holds a character that a screen obeys instead of showing it"
    if not _BIDI.isdisjoint(path):
        return "holds a sign that turns the direction of text, so that it reads as another name"
    if "\\" in path:
        return "holds a backslash, which divides folders on Windows"
    if path.startswith("/"):
        return "begins at the root of the disk"
    if re.match(r"[A-Za-z]:", path):
        return "names a drive"
    if len(path) > limits.PACKAGE_PATH:
        return f"is {len(path):,} characters long; {limits.PACKAGE_PATH} is the most"
    parts = path.split("/")
    if len(parts) > limits.PACKAGE_DEPTH:
        return f"lies {len(parts)} folders deep; {limits.PACKAGE_DEPTH} is the most"
    return next((found for part in parts if (found := _part_fault(part))), None)


def _part_fault(part: str) -> str | None:
    if part == "..":
        return "leads out of the folder it is unpacked to"
    if part in ("", "."):
        return "has a folder without a name in it"
    if part.endswith((".", " ")):
        return "has a dot or blank at the end of a name, which Windows drops"
    if _RESERVED.fullmatch(part.split(".")[0].rstrip(" ")):
        return "is the name of a device on Windows"
    if not _ELSEWHERE.isdisjoint(part):
        return "holds one of the signs < > : \" | ? *, which Windows can't have in a name"
    if len(part.encode()) > limits.PACKAGE_NAME_BYTES:
        return f"has a name of more than {limits.PACKAGE_NAME_BYTES} bytes"
    return None


def clash(paths: Iterable[str]) -> str | None:
    """Why these files can't lie in one folder on every system, as a sentence, or None."""
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    for path in paths:
        if (other := files.setdefault(_form(path), path)) is not path:
            if other == path:
                return f"Two files are called {escaped(path)}."
            return f"{escaped(other)} and {escaped(path)} are one file on many computers."
        parent = path.rpartition("/")[0]
        while parent:
            if (other := folders.setdefault(_form(parent), parent)) != parent:
                return (
                    f"The folders {escaped(other)} and {escaped(parent)} are one on many computers."
                )
            parent = parent.rpartition("/")[0]
    both = files.keys() & folders.keys()
    if both:
        return f"{escaped(files[min(both)])} is a file and a folder."
    return None


def _form(path: str) -> str:
    """What file systems without regard to case or to ways of writing a letter make of `path`."""
    shown = "".join(c for c in path if unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", shown).casefold())
