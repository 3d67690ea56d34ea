"""`credfolio init --ci`: what makes a CI service check a portfolio. Nothing is overwritten."""

import json
import os
import re
from collections.abc import Mapping
from importlib import metadata, resources
from pathlib import Path
from typing import NamedTuple

from credfolio.files import write_new
from credfolio.workspace import FOLDER, METADATA

SERVICES = {"github": ".github/workflows/portfolio.yml", "gitlab": ".gitlab-ci.yml"}
"""Where each service looks, from the root of the repository."""

UNKNOWN = "git+https://github.com/OWNER/credfolio@main"
"""Stands for an address that is not known; the written steps refuse it."""


class Written(NamedTuple):
    """`new`: whether it was written; else one was there. `line`: where an address is missing."""

    path: Path
    new: bool
    line: int | None


def is_workspace(root: Path) -> bool:
    """Whether somebody has begun a portfolio there: then it needs no scaffold."""
    return (root / FOLDER / METADATA).is_file()


def write_ci(service: str, root: Path) -> Written:
    """The service's file in the repository that the workspace `root` lies in."""
    workspace = Path(os.path.realpath(root))
    repository = next((f for f in (workspace, *workspace.parents) if (f / ".git").exists()), None)
    repository = repository or workspace
    source = install_source() or UNKNOWN
    folder = workspace.relative_to(repository).as_posix()
    if service == "gitlab":
        folder = folder.replace("$", "$$")  # it looks for variables there
    template = resources.files("credfolio.templates") / "scaffold" / "ci" / f"{service}.yml"
    text = template.read_text("utf-8")
    values = {"SOURCE": source, "FOLDER": folder}
    text = re.sub(r"@(SOURCE|FOLDER)@", lambda found: json.dumps(values[found[1]]), text)
    path = repository / SERVICES[service]
    new = write_new(path, text.encode())
    lines = text.split("\n")
    missing = next((n for n, line in enumerate(lines, 1) if UNKNOWN in line), None)
    return Written(path, new, missing if new else None)


def install_source() -> str | None:
    """The public address and the version that this credfolio was installed from, for pip.

    None where it came from a folder, or from an address that only its owner can read.
    """
    try:
        recorded = metadata.distribution("credfolio").read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        return None
    return pip_source(json.loads(recorded or "{}"))


def pip_source(record: Mapping[str, object]) -> str | None:
    """What pip is told, from the record that it keeps of an installation (PEP 610)."""
    url, version = record.get("url"), record.get("vcs_info")
    if not isinstance(url, str) or not isinstance(version, dict):
        return None
    commit = str(version.get("commit_id", ""))
    public = re.fullmatch(r"https://[\w.-]+(?::\d+)?/[\w./~%+-]+", url)
    known = public and version.get("vcs") == "git" and re.fullmatch(r"[0-9a-f]{7,64}", commit)
    return f"git+{url}@{commit}" if known else None
