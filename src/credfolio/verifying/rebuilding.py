"""Verdict and site made again from sources that a stranger wrote: what runs inside the sandbox.

Only credfolio's own code, credentials, configuration and templates are used. The folder that it is
given holds `portfolio/` and, for a credential that is not shipped, `credentials/`; nothing else of
a package is there to be found.
"""

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

RESULT = "result.json"
SITE = "site"


class Order(NamedTuple):
    """What to make in the folder `root`, and within which limits. `draft`: as a draft in any case.

    `waivers`: the programme's file, or ''.
    """

    root: str
    anonymous: bool
    draft: bool
    waivers: str
    seconds: int
    memory: int
    bytes: int


def main(argument: str) -> None:
    """Carries out an order given as JSON; the result is a file beside the site."""
    order = Order(*json.loads(argument))
    root = Path(order.root)
    _limit(order)
    sys.addaudithook(guard(root))
    result = _rebuild(root, order)
    with (root / RESULT).open("w", encoding="utf-8", newline="\n") as file:
        json.dump(result, file)


def _limit(order: Order) -> None:
    """Time, memory, sizes and processes, where the system can hold a process to them."""
    try:
        import resource
    except ImportError:  # Windows: the one who waits watches time and output
        return
    wanted = {
        resource.RLIMIT_CPU: order.seconds,
        resource.RLIMIT_AS: order.memory,
        resource.RLIMIT_FSIZE: order.bytes,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in wanted.items():
        hard = resource.getrlimit(kind)[1]
        value = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(ValueError, OSError):  # macOS refuses some of them
            resource.setrlimit(kind, (value, value))


def guard(root: Path) -> Callable[[str, tuple[Any, ...]], None]:
    """Refuses what rebuilding never does: connections, processes, writing outside `root`.

    No code of the package runs here. This is for the fault that nobody has found yet.
    """
    inside = str(root.resolve()) + os.sep
    forbidden = frozenset(
        {
            "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile",
            "os.system", "subprocess.Popen", "socket.__new__", "socket.bind", "socket.connect",
            "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto",
        }
    )  # fmt: skip
    # Event to which of its arguments are written to.
    moving = {
        "os.link": 2, "os.mkdir": 1, "os.remove": 1, "os.rename": 2, "os.rmdir": 1, "os.symlink": 2,
        "os.truncate": 1, "shutil.rmtree": 1,
    }  # fmt: skip

    def judge(event: str, arguments: tuple[Any, ...]) -> None:
        if event in forbidden:
            raise PermissionError(f"{event} is not allowed here")
        if event == "open":
            flags = arguments[2]
            written = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            paths = arguments[:1] if written else ()
        else:
            paths = arguments[: moving.get(event, 0)]
        for path in paths:
            # Something that is open already has no path any more.
            named = not isinstance(path, int)
            if named and not os.path.abspath(os.fsdecode(path)).startswith(inside):  # noqa: PTH100
                raise PermissionError(f"{path} lies outside the folder for rebuilding")

    return judge


def _rebuild(root: Path, order: Order) -> dict[str, Any]:
    from credfolio.blind import names_its_author
    from credfolio.compose.badges import submitted
    from credfolio.engine import check_workspace
    from credfolio.errors import CredfolioError
    from credfolio.record import to_json
    from credfolio.waivers import read_waivers
    from credfolio.workspace import FOLDER, Workspace

    workspace = Workspace(root, root / FOLDER)
    try:
        waivers = read_waivers(Path(order.waivers)) if order.waivers else ()
        # A programme has one file for all packages: what this one does not need, another may.
        report = check_workspace(workspace, waivers=waivers, alone=False)
        draft = order.draft or not report.complete
        result = _nothing(order) | {"report": to_json(report), "draft": draft}
        result["named"] = order.anonymous and names_its_author(report.portfolio)
        result["readmes"] = _readmes(report, order.draft)
        credential = report.portfolio.credential
        if credential:
            result["title"] = credential.title
            result["submitted"] = list(submitted(report))
        if not report.nothing_to_check:
            _build(workspace, report, draft, order.anonymous)
    except CredfolioError as error:
        return _nothing(order) | {"fault": str(error)}
    return result


def _nothing(order: Order) -> dict[str, Any]:
    """What is said where nothing could be made (see `sandbox.Rebuilt`)."""
    told: dict[str, Any] = {"report": None, "title": "", "draft": order.draft, "fault": None}
    return told | {"submitted": [], "named": False, "readmes": []}


def _readmes(report: Any, draft: bool) -> list[str]:
    """The hashes of README.txt with PDFs, and without them for each reason that there may be."""
    from credfolio.packaging.printing import UNPRINTED
    from credfolio.packaging.readme import readme

    texts = (readme(report, draft, why) for why in ("", *UNPRINTED))
    return [sha256(text.encode()).hexdigest() for text in texts]


def _build(workspace: Any, report: Any, draft: bool, anonymous: bool) -> None:
    """The site as a workspace without a configuration of its own gets it."""
    from credfolio.compose import ComposeOptions, compose
    from credfolio.mkdocs_run import configuration, quiet, run

    docs = workspace.root / "docs"
    docs.mkdir()
    site = compose(report, ComposeOptions(draft, None, anonymous))
    with quiet(_silent):
        run(configuration(workspace, site, workspace.root / SITE, docs, False, _silent))


def _silent(line: str) -> None:
    """What MkDocs says goes nowhere: it quotes the package."""
