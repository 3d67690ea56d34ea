"""What a package says of itself, read strictly and compared with what is in it."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from credfolio.sources import is_hidden
from credfolio.verifying.archive import HostileError
from credfolio.verifying.names import escaped
from credfolio.workspace import is_private_file

MANIFEST = "manifest.json"
REPORT = "report.json"
README = "README.txt"
SCHEMA = "credfolio.package/1"
_DEPTH = 12
_HASH = re.compile(r"[0-9a-f]{64}")
_HAND_IN = re.compile(r"hand-in/(?:[^/]+\.txt|(?:everything|conversation-and-annotation)\.pdf)")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class File(NamedTuple):
    """SHA-256 in hex, and bytes."""

    sha256: str
    size: int


class Manifest(NamedTuple):
    """`version`: of the credfolio that wrote the package. `credential`: its id. `libraries`: on
    which the site's bytes depend, by name; None where it is not said.
    """

    version: str
    credential: str
    credential_version: int
    credential_sha256: str
    verdict: str
    anonymous: bool
    draft: bool
    files: Mapping[str, File]
    libraries: Mapping[str, str] | None = None


def read_json(raw: bytes, name: str) -> Any:
    """The JSON value of a file in a package. Raises HostileError; a key twice is refused."""
    try:
        value = json.loads(raw.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refused)
        _judge_depth(value, _DEPTH)
    except (ValueError, RecursionError) as error:
        raise HostileError(f"{name} can't be read: it is no JSON of ours.") from error
    return value


def _judge_depth(value: Any, left: int) -> None:
    """Raises ValueError where it is nested deeper than anything of ours."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if inner and not left:
        raise ValueError("it is nested too deeply")
    for each in inner:
        _judge_depth(each, left - 1)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refused(constant: str) -> None:
    raise ValueError(constant)


def read_manifest(raw: bytes) -> Manifest:
    """Raises HostileError where it is not of a schema that is known here, or not whole."""
    value = read_json(raw, MANIFEST)
    schema = value.get("schema") if isinstance(value, dict) else None
    if schema != SCHEMA:
        newer = isinstance(schema, str) and re.fullmatch(r"credfolio\.package/\d{1,4}", schema)
        if newer:
            raise HostileError(
                f"It is a package of a newer kind ({schema}); this credfolio knows {SCHEMA}. "
                "Install a newer credfolio."
            )
        raise HostileError(f"{MANIFEST} is not that of a package: its schema is not {SCHEMA}.")
    credential = _get(value, "credential", dict)
    manifest = Manifest(
        version=_get(value, "credfolio", str),
        credential=_get(credential, "id", str),
        credential_version=_get(credential, "version", int),
        credential_sha256=_get(credential, "sha256", str),
        verdict=_get(value, "verdict", str),
        anonymous=_get(value, "anonymous", bool),
        draft=_get(value, "draft", bool),
        files={path: _file(told) for path, told in _get(value, "files", dict).items()},
        libraries=_libraries(value),
    )
    if not _ID.fullmatch(manifest.credential) or len(manifest.credential) > 100:
        raise HostileError(f"{MANIFEST} names no credential.")
    return manifest


def _get(value: Mapping[str, Any], key: str, kind: type) -> Any:
    found = value.get(key)
    if type(found) is not kind:
        raise HostileError(f"{MANIFEST} is not whole: `{key}` is missing or not what it should be.")
    return found


def _libraries(value: Mapping[str, Any]) -> Mapping[str, str] | None:
    if "libraries" not in value:
        return None
    return {name: str(version) for name, version in _get(value, "libraries", dict).items()}


def _file(told: Any) -> File:
    if not isinstance(told, dict):
        raise HostileError(f"{MANIFEST} is not whole: a file has no hash.")
    file = File(_get(told, "sha256", str), _get(told, "size", int))
    if not _HASH.fullmatch(file.sha256):
        raise HostileError(f"{MANIFEST} is not whole: a hash in it is none.")
    return file


def differences(manifest: Manifest, found: Mapping[str, File]) -> Iterator[str]:
    """Sentences on what is missing, changed or not listed. `found`: all files but the manifest."""
    for path in sorted(manifest.files.keys() - found.keys()):
        yield f"{escaped(path)} is missing."
    for path in sorted(manifest.files.keys() & found.keys()):
        told, is_ = manifest.files[path], found[path]
        if told.size != is_.size:
            yield f"{escaped(path)} was changed: {is_.size:,} bytes instead of {told.size:,}."
        elif told != is_:
            yield f"{escaped(path)} was changed: its content is not what its hash was made of."
    for path in sorted(found.keys() - manifest.files.keys()):
        yield f"{escaped(path)} is not listed: it was added later."
    for path in sorted(found):
        if not _belongs(path, manifest.credential):
            yield f"{escaped(path)} is no part of a package; don't open it."


def _belongs(path: str, credential: str) -> bool:
    """Whether `credfolio package` makes a file of that name."""
    if path.startswith("sources/"):
        return not any(map(is_hidden, path.split("/"))) and not is_private_file(path)
    return (
        path.startswith("site/")
        or _HAND_IN.fullmatch(path) is not None
        or path in (REPORT, README, f"credential/{credential}.yml")
    )
