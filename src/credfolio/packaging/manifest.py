"""`manifest.json`: what a package holds, with the hash of every file, and what it was made with."""

import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from credfolio import __version__, limits
from credfolio.libraries import libraries
from credfolio.packaging.contents import Entry

SCHEMA = "credfolio.package/1"
NAME = "manifest.json"


class About(NamedTuple):
    """`credential`: its id, version and the hash of its file."""

    credential: tuple[str, int, str]
    verdict: str
    anonymous: bool
    draft: bool


def manifest(about: About, entries: Iterable[Entry]) -> bytes:
    """The manifest of `entries`, which are all the other files."""
    id, version, sha256 = about.credential
    told: dict[str, Any] = {
        "schema": SCHEMA,
        "credfolio": __version__,
        "credential": {"id": id, "version": version, "sha256": sha256},
        "verdict": about.verdict,
        "anonymous": about.anonymous,
        "draft": about.draft,
        "libraries": libraries(),
        "files": {each.path: {"sha256": each.sha256, "size": each.size} for each in entries},
    }
    return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def is_package(file: Path) -> bool:
    """Whether `file` is a package that this tool wrote, and so may be written again."""
    try:
        with zipfile.ZipFile(file) as archive:
            info = archive.getinfo(NAME)
            if info.file_size > limits.PACKAGE_JSON_BYTES:
                return False
            told = json.loads(archive.read(info))
    except (OSError, KeyError, ValueError, RecursionError, NotImplementedError, RuntimeError):
        return False
    except zipfile.BadZipFile:
        return False
    return isinstance(told, dict) and str(told.get("schema")).startswith("credfolio.package/")
