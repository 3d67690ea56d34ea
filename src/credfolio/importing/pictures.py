"""Pictures of a Word file: which may come along, under which name."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from credfolio.errors import CredfolioError
from credfolio.files import write_new

_KINDS = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "png"),
    (re.compile(rb"\xff\xd8\xff"), "jpg"),
    (re.compile(rb"GIF8[79]a"), "gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "webp"),
)
_SCHEME = "picture:"
_USED = re.compile(rf"(?<=\]\(){_SCHEME}(\d{{1,6}})(?=\))")
_SHOWN = re.compile(rf"!\[(?:\\.|[^\[\]\\])*\]\({_SCHEME}\d{{1,6}}\)")
_BY_A_MACHINE = re.compile(
    r"\s*(?:AI-generated content may be incorrect\.|(?:Picture|Description) automatically "
    r"generated(?: with \w+ confidence)?\.?)\s*"
)


class Picture(NamedTuple):
    """`kind`: the end of its name, by its content. `alternative`: what Word says it shows."""

    content: bytes
    kind: str
    alternative: str


def kind_of(content: bytes) -> str | None:
    """The kind of a picture that every browser shows; None for any other."""
    return next((kind for pattern, kind in _KINDS if pattern.match(content)), None)


def description(alternative: str | None) -> str:
    """Word's description of a picture, without the sentence that says who wrote it."""
    return _BY_A_MACHINE.sub(" ", alternative or "").strip()


def source(number: int) -> str:
    """What stands in the Markdown until the picture has a name."""
    return f"{_SCHEME}{number}"


def shown(body: str) -> list[str]:
    """The pictures in Markdown, as they are written there."""
    return [found[0] for found in _SHOWN.finditer(body)]


def used(body: str) -> list[int]:
    return [int(found[1]) for found in _USED.finditer(body)]


def with_names(body: str, pictures: Iterable[Picture], stem: str) -> tuple[str, dict[str, bytes]]:
    """(the Markdown with file names, those files); names come of `stem` and the content.

    The same picture has the same name at each import, and another never takes its place.
    """
    everything = list(pictures)
    files: dict[str, bytes] = {}

    def name(found: re.Match[str]) -> str:
        picture = everything[int(found[1])]
        file = f"{stem}-{hashlib.sha256(picture.content).hexdigest()[:8]}.{picture.kind}"
        files[file] = picture.content
        return file

    return _USED.sub(name, body), files


def write_pictures(folder: Path, files: dict[str, bytes]) -> None:
    """Writes the pictures that are not there yet."""
    for name, content in files.items():
        path = folder / name
        if path.is_symlink():
            raise CredfolioError(f"{path} is a link to another place. Put the file itself there.")
        write_new(path, content)
