"""A process of its own for rebuilding: an empty environment, limits, an end at the latest then."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from credfolio import limits
from credfolio.verifying.archive import HostileError
from credfolio.verifying.rebuilding import RESULT, Order

_PREFIX = "credfolio-verify-"
_STALE = 86_400.0
# Isolated, so that neither the environment nor the folder chooses a module; the path is ours.
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from credfolio.verifying.rebuilding import main; main(sys.argv[2])"
)


class Bounds(NamedTuple):
    """What rebuilding may take: seconds, bytes of memory, bytes and files written."""

    seconds: float = limits.REBUILD_SECONDS
    memory: int = limits.REBUILD_MEMORY
    bytes: int = limits.REBUILD_BYTES
    files: int = limits.REBUILD_FILES


class Rebuilt(NamedTuple):
    """`report`: as `check --output json` gives it. `title`: the credential's. `draft`: whether the
    site is marked as one. `fault`: why there is neither. `submitted`: the fields of each
    `badges.Submitted`.

    `named`: it was to be anonymous and tells its author. `readmes`: the hashes that its README.txt
    may have.
    """

    report: dict[str, Any] | None
    title: str
    draft: bool
    fault: str | None
    submitted: Sequence[Sequence[str]]
    named: bool
    readmes: Sequence[str]


@contextmanager
def folder() -> Iterator[Path]:
    """An empty folder for one package, gone afterwards; so are those of runs that were killed."""
    parent = Path(tempfile.gettempdir())
    for left in parent.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if not left.is_symlink() and time.time() - left.stat().st_mtime > _STALE:
                shutil.rmtree(left, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix=_PREFIX)).resolve()
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def rebuild(
    root: Path, *, anonymous: bool, draft: bool, waivers: Path | None, bounds: Bounds
) -> Rebuilt:
    """Verdict and site (`root/site`) from `root/portfolio`. Raises HostileError over a bound."""
    order = Order(
        str(root),
        anonymous,
        draft,
        str(waivers.resolve()) if waivers else "",
        int(bounds.seconds) + 1,
        bounds.memory,
        bounds.bytes,
    )
    status = _run(root, order, bounds)
    try:
        with (root / RESULT).open("rb") as file:
            raw = file.read(limits.PACKAGE_JSON_BYTES + 1)
        if status == 0 and len(raw) <= limits.PACKAGE_JSON_BYTES:
            return Rebuilt(**json.loads(raw))
    except (OSError, ValueError):
        pass
    raise HostileError(
        "Its sources can't be checked: the process that tried, which is held to limits on memory "
        "and output, ended before it was done."
    )


def _run(root: Path, order: Order, bounds: Bounds) -> int:
    path = [entry for entry in sys.path if entry and Path(entry).is_absolute()]
    command = [
        sys.executable,
        "-I",
        "-X",
        "utf8",
        "-c",
        _START,
        json.dumps(path),
        json.dumps(order),
    ]
    process = subprocess.Popen(
        command,
        cwd=root,
        env=environment(root),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        status = _waited(process, root, bounds)
    finally:
        _end(process)
    _judge_output(root, bounds)
    return status


def environment(root: Path) -> dict[str, str]:
    """What the process is told: nothing of the caller's but what Windows needs to start one."""
    home = str(root / "home")
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    named = ("HOME", "USERPROFILE", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "APPDATA")
    temporary = {name: str(root) for name in ("TMPDIR", "TEMP", "TMP")}
    return kept | dict.fromkeys(named, home) | temporary | {"LC_ALL": "C.UTF-8"}


def _waited(process: "subprocess.Popen[bytes]", root: Path, bounds: Bounds) -> int:
    """Its exit status. Raises HostileError once it takes too long or writes too much."""
    end = time.monotonic() + bounds.seconds
    pause = 0.02
    while True:
        with suppress(subprocess.TimeoutExpired):
            return process.wait(pause)
        if time.monotonic() > end:
            raise HostileError(
                f"Its sources can't be checked: that was not done after {bounds.seconds:g} seconds."
            )
        _judge_output(root, bounds)
        pause = 0.2


def _judge_output(root: Path, bounds: Bounds) -> None:
    files = size = 0
    for parent, _, names in os.walk(root):
        files += len(names)
        for name in names:
            with suppress(OSError):
                size += Path(parent, name).lstat().st_size
    if files > bounds.files or size > bounds.bytes:
        raise HostileError(
            f"Its site would have more than {bounds.files:,} files or {bounds.bytes:,} bytes."
        )


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ends it with all that it started, where it is still there."""
    if process.returncode is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
