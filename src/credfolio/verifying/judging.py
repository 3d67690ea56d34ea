"""The whole of `credfolio verify`: a package in, what is to be said of it out."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, NamedTuple

from credfolio import __version__, limits
from credfolio.errors import CredfolioError
from credfolio.libraries import libraries
from credfolio.record import unconfirmed
from credfolio.verifying.archive import Archive, Entry, HostileError, opened
from credfolio.verifying.compare import report_differences, site_differences, text_differences
from credfolio.verifying.manifest import (
    MANIFEST,
    REPORT,
    File,
    Manifest,
    differences,
    read_json,
    read_manifest,
)
from credfolio.verifying.names import escaped
from credfolio.verifying.sandbox import Bounds, Rebuilt, folder, rebuild

_SOURCES, _SITE = "sources/", "site/"
_STANDARD = Bounds()


class Question(NamedTuple):
    """What somebody wants to know of a package.

    `receipt`: its SHA-256 as the author sent it, in hex. `site`: where to write the rebuilt site.
    `credential`: the bytes of the credential file that the programme asks for. `other_version`:
    that the site was made by another credfolio, and so can't be compared, is let pass.
    """

    package: Path
    receipt: str | None = None
    site: Path | None = None
    waivers: Path | None = None
    credential: bytes | None = None
    other_version: bool = False
    bounds: Bounds = _STANDARD


class Judgement(NamedTuple):
    """What was found. `digest`: of the whole file. `report`: rebuilt, as `check` gives it.

    `changed`, `report_differs`, `site_differs`: a sentence for each difference. `notes`: what
    weighs nothing. `own_credential`: judged by a credential that the package brought and that
    nobody vouches for. `let_pass`: that the site was not compared. `site`: where the rebuilt one
    was written. `submitted`: the fields of a `badges.Submitted` for each requirement.
    """

    digest: str
    receipt: Literal["matches", "differs", "not given"]
    manifest: Manifest
    files: int
    report: Mapping[str, Any]
    title: str
    own_credential: bool
    changed: tuple[str, ...]
    report_differs: tuple[str, ...]
    site_differs: tuple[str, ...]
    site_compared: bool
    notes: tuple[str, ...]
    let_pass: bool = False
    site: Path | None = None
    submitted: tuple[tuple[str, ...], ...] = ()

    @property
    def differs(self) -> bool:
        """Whether something is not what its author packaged."""
        differing = self.changed or self.report_differs or self.site_differs
        return self.receipt == "differs" or bool(differing)

    @property
    def intact(self) -> bool:
        """Whether all of it was compared and nothing differs: who writes into the manifest that
        another version made the site could else put anything in its place.
        """
        return not self.differs and (self.site_compared or self.let_pass)

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """What its author has not confirmed, and whose consent is not noted."""
        return _sayings(self.report)

    @property
    def complete(self) -> bool:
        """Whether its sources are complete by a credential that the reader knows."""
        return bool(self.report["verdict"] == "complete") and not self.own_credential


class _Contents(NamedTuple):
    """`files`: all but the manifest. `shown`: the bytes of its report.json, None without one."""

    manifest: Manifest
    files: dict[str, File]
    shown: bytes | None


def judge(question: Question) -> Judgement:
    """Raises HostileError where the file is no package, can't be read or must not be used, and
    CredfolioError where `question.site` can't be written.
    """
    with opened(question.package) as archive, folder() as root:
        contents = _unpack(archive, root)
        made = contents.manifest
        rebuilt = rebuild(
            root,
            anonymous=made.anonymous,
            draft=made.draft,
            waivers=question.waivers,
            bounds=question.bounds,
        )
        if rebuilt.report is None:
            raise HostileError(f"Its sources can't be checked: {rebuilt.fault}")
        judgement = _compared(question, archive, contents, rebuilt, rebuilt.report, root)
        if question.site and (root / "site").is_dir():
            _write(root / "site", question.site)
            judgement = judgement._replace(site=question.site)
    if question.waivers and judgement.differs:
        return _as_packaged(judgement, judge(question._replace(waivers=None, site=None)))
    return judgement


def _as_packaged(waived: Judgement, plain: Judgement) -> Judgement:
    """What the reader waives makes nothing less intact than its author packaged it without."""
    if plain.differs:
        return waived
    return waived._replace(changed=(), report_differs=(), site_differs=(), notes=plain.notes)


# --- unpacking -------------------------------------------------------------------------------


def _unpack(archive: Archive, root: Path) -> _Contents:
    """Sources (and the credential) into `root`; everything else is only measured."""
    entries = {entry.path: entry for entry in archive.entries}
    if MANIFEST not in entries:
        raise HostileError(f"It is no package of credfolio: it holds no {MANIFEST}.")
    manifest = read_manifest(_small(archive, entries.pop(MANIFEST)))
    shown = _small(archive, entries[REPORT]) if REPORT in entries else None
    if not any(path.startswith(_SOURCES) for path in entries):
        raise HostileError("It holds no sources, so that nothing in it can be verified.")
    (root / "portfolio").mkdir()
    files = {
        path: _measured(archive, entry, _target(path, manifest, root))
        for path, entry in entries.items()
    }
    return _Contents(manifest, files, shown)


def _small(archive: Archive, entry: Entry) -> bytes:
    if entry.size > limits.PACKAGE_JSON_BYTES:
        raise HostileError(f"{entry.path} is too large.")
    return b"".join(archive.chunks(entry))


def _target(path: str, manifest: Manifest, root: Path) -> Path | None:
    """Where a file goes; None: nowhere. The tool's own credentials are never replaced."""
    from credfolio.credential import shipped

    if path.startswith(_SOURCES):
        return root / "portfolio" / path.removeprefix(_SOURCES)
    if path == _credential_path(manifest) and manifest.credential not in shipped():
        return root / "credentials" / f"{manifest.credential}.yml"
    return None


def _credential_path(manifest: Manifest) -> str:
    return f"credential/{manifest.credential}.yml"


def _measured(archive: Archive, entry: Entry, target: Path | None) -> File:
    """Its hash and size; its bytes go to `target`, which is new."""
    digest = sha256()
    if target is None:
        for chunk in archive.chunks(entry):
            digest.update(chunk)
        return File(digest.hexdigest(), entry.size)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        for chunk in archive.chunks(entry):
            digest.update(chunk)
            file.write(chunk)
    return File(digest.hexdigest(), entry.size)


# --- comparing -------------------------------------------------------------------------------


def _compared(
    question: Question,
    archive: Archive,
    contents: _Contents,
    rebuilt: Rebuilt,
    report: dict[str, Any],
    root: Path,
) -> Judgement:
    made = contents.manifest
    elsewhere = _elsewhere(made)
    same = not elsewhere
    told, maybe = _report_differs(contents, report, same)
    compared = same and (root / "site").is_dir()
    known = _known(question, contents)
    return Judgement(
        digest=archive.digest,
        receipt=_receipt(question.receipt, archive.digest),
        manifest=made,
        files=len(contents.files),
        report=report,
        title=rebuilt.title,
        own_credential=not known,
        changed=(
            *differences(made, contents.files),
            *_claims(question, contents, report),
            *_unmarked(made, rebuilt, _sayings(report)),
        ),
        report_differs=tuple(told),
        site_differs=_site_differs(contents, rebuilt, root / "site") if compared else (),
        site_compared=compared,
        notes=(*elsewhere, *_notes(contents, same), *_waived(question, told + maybe), *maybe),
        let_pass=question.other_version,
        submitted=tuple(tuple(each) for each in rebuilt.submitted),
    )


def _site_differs(contents: _Contents, rebuilt: Rebuilt, site: Path) -> tuple[str, ...]:
    shown = {
        path.removeprefix(_SITE): file
        for path, file in contents.files.items()
        if path.startswith(_SITE)
    }
    texts = text_differences(contents.files, site, rebuilt.readmes)
    found = (*texts, *site_differences(shown, site))
    if found and rebuilt.draft and not contents.manifest.draft:
        return ("Nothing in it says that it is incomplete; the rebuilt one does.", *found)
    return found


def _receipt(given: str | None, digest: str) -> Literal["matches", "differs", "not given"]:
    if given is None:
        return "not given"
    return "matches" if given == digest else "differs"


def _report_differs(
    contents: _Contents, report: dict[str, Any], same: bool
) -> tuple[list[str], list[str]]:
    if contents.shown is None:
        return ["It holds no report.json."], []
    try:
        shown = read_json(contents.shown, REPORT)
    except HostileError as error:
        return [str(error)], []
    return report_differences(shown, report, same)


def _known(question: Question, contents: _Contents) -> bool:
    """Whether the credential is one that comes with the tool or that the reader has handed in."""
    from credfolio.credential import shipped

    if contents.manifest.credential in shipped():
        return True
    theirs = contents.files.get(_credential_path(contents.manifest))
    asked = question.credential
    return bool(theirs and asked and sha256(asked).hexdigest() == theirs.sha256)


def _claims(question: Question, contents: _Contents, report: Mapping[str, Any]) -> Iterator[str]:
    """What the manifest claims of credential and verdict, and the rest of the package doesn't."""
    made = contents.manifest
    if report["credential"] != made.credential:
        yield (
            f"The manifest names the credential {made.credential}, the sources "
            f"{escaped(str(report['credential']))}."
        )
    elif report["version"] != made.credential_version:
        yield (
            f"The manifest names version {made.credential_version} of the credential, the sources "
            f"version {escaped(str(report['version']))}."
        )
    if report["verdict"] != made.verdict:
        yield f"The manifest says {escaped(made.verdict)}, the sources are {report['verdict']}."
    ours = _own_copy(made.credential)
    theirs = contents.files.get(_credential_path(made))
    used = sha256(ours).hexdigest() if ours else theirs.sha256 if theirs else ""
    if ours is None and used != made.credential_sha256:
        yield "The credential that it brings is not the one its manifest was made with."
    elif ours is not None and used != made.credential_sha256 and made.version == __version__:
        yield "It was judged by a credential that is not the shipped one of this version."
    if ours is not None and theirs:
        yield f"{_credential_path(made)} is not used: the credential is a shipped one."
    if question.credential is not None and used != sha256(question.credential).hexdigest():
        yield "It was made for another credential than the one you named."


def _sayings(report: Mapping[str, Any]) -> tuple[str, ...]:
    """What is yet to be confirmed, as it is said of another."""
    said = (each["message"] for each in unconfirmed(report))
    return tuple(each.replace("You have", "Its author has", 1) for each in said)


def _unmarked(made: Manifest, rebuilt: Rebuilt, missing: Sequence[str]) -> Iterator[str]:
    """What `credfolio package` refuses, or never leaves in: somebody else made the package."""
    if missing and not made.draft:
        yield f"It is not marked as a draft, which it is: {escaped(missing[0])}"
    if rebuilt.named:
        yield "It is marked as anonymous, but its sources tell something of their author."


def _own_copy(id: str) -> bytes | None:
    """The file of a shipped credential; None where none has that id."""
    from credfolio.credential import credential_file, shipped

    credential = shipped().get(id)
    return credential_file(credential, Path())[0].read_bytes() if credential else None


def _elsewhere(made: Manifest) -> tuple[str, ...]:
    """Why its bytes can't be those that are made here; nothing where they should be."""
    if made.version != __version__:
        return (
            f"It was made by credfolio {escaped(made.version)}; this is {__version__}. Its site is "
            "built by another version and not compared.",
        )
    ours, theirs = libraries(), made.libraries or {}
    other = [f"{name} {theirs[name]}" for name in theirs if theirs[name] != ours.get(name)]
    if not other:
        return ()
    return (
        f"It was made with {escaped(', '.join(other))}; here another version is installed. Its "
        "site looks different for that reason and is not compared.",
    )


def _notes(contents: _Contents, same: bool) -> Iterator[str]:
    made = contents.manifest
    ours = _own_copy(made.credential)
    if ours and not same and sha256(ours).hexdigest() != made.credential_sha256:
        yield (
            f"The credential has changed since: version {made.credential_version} there. It was "
            "judged by the one that comes with this credfolio."
        )
    if any(path.startswith("hand-in/") and path.endswith(".pdf") for path in contents.files):
        yield "Nobody can compare its PDFs: only the site that --site writes was made again."
    if made.anonymous:
        yield "It is anonymous: an id stands for its author."


def _waived(question: Question, differing: Sequence[str]) -> Iterator[str]:
    if question.waivers is None and any(" (waived): " in each for each in differing):
        yield (
            "Its report waives findings. If your programme has agreed to that, name its file with "
            "--waivers."
        )


# --- the rebuilt site ------------------------------------------------------------------------


def _write(rebuilt: Path, target: Path) -> None:
    from credfolio.swap import aside, mark, swap_in

    target = target.parent.resolve() / target.name
    with aside(target) as beside:
        new = beside / "site"
        try:
            shutil.copytree(rebuilt, new)
            mark(new)
        except OSError as error:
            first = error.args[0] if isinstance(error, shutil.Error) else ()
            # Of many files the first; its text ends with what was copied where.
            told = str(first[0][2]).partition(": ")[0].rpartition("] ")[2] if first else ""
            reason = told or error.strerror or error
            raise CredfolioError(f"{target} can't be written: {reason}.") from error
        swap_in(new, target)
