"""A zip that is the same, byte for byte, wherever and whenever it is written."""

import zipfile
import zlib
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path

from credfolio.errors import CredfolioError
from credfolio.packaging.contents import CHUNK, Entry

_DATE = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16
_UNIX = 3
_LEVEL = 9
_SMALL = 500_000  # bytes
_SWELLS = 100
_PIECE = 1 << 16
# Packed already: to pack them once more takes minutes and saves nothing.
_PACKED = frozenset(
    "jpg jpeg png gif webp heic heif avif mp3 m4a mp4 mov m4v webm mkv ogg oga opus flac "
    "docx xlsx pptx odt ods odp zip gz pdf woff woff2".split()
)


def is_packed(path: str) -> bool:
    """Whether a file of that name gets no smaller in a zip."""
    return path.rpartition(".")[2].lower() in _PACKED


def write_archive(target: Path, entries: Iterable[Entry], step: Callable[[int], None]) -> None:
    """Writes `entries` to the new file `target`, in the order of their paths. `step` is told of
    bytes done. Raises CredfolioError where a file is no longer what it was, OSError on a full disk.
    """
    with zipfile.ZipFile(target, "x", allowZip64=True) as archive:
        for entry in sorted(entries, key=lambda each: each.path.encode()):
            _add(archive, entry, step)


def _method(entry: Entry) -> int:
    """Deflated where that saves something, and not so much that the file looks like a trap: what
    swells to hundreds of times its size is refused by whoever opens packages with care.
    """
    if is_packed(entry.path):
        return zipfile.ZIP_STORED
    if entry.size > _SMALL and _swells(entry):
        return zipfile.ZIP_STORED
    return zipfile.ZIP_DEFLATED


def _swells(entry: Entry) -> bool:
    """Whether it would shrink below a hundredth; of most files the first piece says it will not."""
    packer, size = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15), 0
    with entry.file.open("rb") as opened:
        while chunk := opened.read(_PIECE):
            size += len(packer.compress(chunk))
            if size * _SWELLS >= entry.size:
                return False
    return (size + len(packer.flush())) * _SWELLS < entry.size


def _add(archive: zipfile.ZipFile, entry: Entry, step: Callable[[int], None]) -> None:
    info = zipfile.ZipInfo(entry.path, _DATE)
    info.create_system = _UNIX
    info.external_attr = _MODE
    info.compress_type = _method(entry)
    info._compresslevel = _LEVEL  # type: ignore[attr-defined] # 3.13 gives it a public name
    info.file_size = entry.size
    digest = sha256()
    with entry.file.open("rb") as source, archive.open(info, "w") as target:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            target.write(chunk)
            step(len(chunk))
    if digest.hexdigest() != entry.sha256:
        raise CredfolioError(
            f"{entry.path.removeprefix('sources/')} was changed while the package was made. "
            "Nothing was put in place; run the command again."
        )


def receipt(file: Path) -> str:
    """`sha256:` and the hash of the whole file."""
    digest = sha256()
    with file.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            digest.update(chunk)
    return f"sha256:{digest.hexdigest()}"


def spoken(receipt: str) -> str:
    """A receipt in groups that can be read out: two lines of eight groups of four."""
    digits = receipt.removeprefix("sha256:")
    groups = [digits[at : at + 4] for at in range(0, len(digits), 4)]
    return " ".join(groups[:8]) + "\n" + " ".join(groups[8:])
