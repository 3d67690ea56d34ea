"""What a portable record is made of: a portfolio as it lies here, or a package as it was sent."""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from credfolio.compose.badges import Packed, Portable, Submitted, submitted
from credfolio.model import PrivateName, Report
from credfolio.packaging import contents
from credfolio.privacy.gate import search_bytes
from credfolio.privacy.names import Matcher
from credfolio.privacy.search import search_path
from credfolio.record import to_json
from credfolio.sources import SAVED, Unsaved
from credfolio.verifying.judging import Judgement
from credfolio.verifying.names import escaped
from credfolio.workspace import Workspace

_SOURCES = "sources/"


def portable_of(
    workspace: Workspace, report: Report, draft: bool, replaced: Unsaved = SAVED
) -> Portable:
    """The record of a checked portfolio, so far without its package. `replaced`: contents that
    stand for the portfolio's own, as in an anonymous package.
    """
    credential = report.portfolio.credential
    assert credential is not None, "the caller has refused what has none"
    with tempfile.TemporaryDirectory(prefix="credfolio-") as scratch:
        entries = contents.sources(workspace, Path(scratch), replaced)
        sources = {each.path: each.sha256 for each in entries}
    told = tuple(submitted(report))
    return Portable(to_json(report), credential.title, told, sources, draft=draft)


def portable_from(judgement: Judgement, file: Path, draft: bool) -> Portable:
    """The record of the package `file`, from what its sources gave when it was verified."""
    return Portable(
        judgement.report,
        judgement.title,
        tuple(Submitted(*each) for each in judgement.submitted),
        _sources(judgement),
        packed(judgement, file),
        draft,
    )


def packed(judgement: Judgement, file: Path) -> Packed:
    return Packed(judgement.digest, file.stat().st_size, judgement.manifest.version)


def _sources(judgement: Judgement) -> dict[str, str]:
    files = judgement.manifest.files
    return {path: file.sha256 for path, file in files.items() if path.startswith(_SOURCES)}


def differences(portable: Portable, judgement: Judgement) -> Iterator[str]:
    """Sentences on what the package holds and the portfolio does not, or the other way round."""
    ours, theirs = portable.sources, _sources(judgement)
    for path in sorted(ours.keys() | theirs.keys()):
        if ours.get(path) == theirs.get(path):
            continue
        shown = escaped(path.removeprefix(_SOURCES))
        if path not in theirs:
            yield f"{shown} is not in it."
        elif path not in ours:
            yield f"{shown} is only in it."
        else:
            yield f"{shown} is another there."
    if judgement.manifest.credential != portable.record["credential"]:
        yield f"It is made for the credential {escaped(judgement.manifest.credential)}."


def names_in(
    made: bytes, addresses: Iterable[str], file: str, names: tuple[PrivateName, ...]
) -> list[PrivateName]:
    """The real names that would leave: in the record, its addresses, and the name of its file.

    Names of one word are looked for in what its author chose alone; the rest is the credential's.
    """
    matcher = Matcher(names)
    found = [hit.name for hit in search_bytes(made, "evidence.json", names).hits]
    for text in (file, *addresses):
        found += search_path(text, matcher)
    return list(dict.fromkeys(found))
