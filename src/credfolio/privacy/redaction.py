"""Real names out of text files: labels in their place, and nothing else touched."""

import codecs
import difflib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from credfolio import limits
from credfolio.errors import CredfolioError
from credfolio.files import write_whole
from credfolio.model import NameFound, NamesSearched
from credfolio.privacy.names import Matcher, Span, masked
from credfolio.workspace import is_private_file

TEXTS = frozenset("csv md srt tsv txt vtt yaml yml".split())
BACKUPS = Path(".credfolio") / "backup"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PLAIN_YAML = re.compile(r"[^\W_][\w .'\-]*")
_WORD_OF_A_PATH = re.compile(r"[^\s\"'`()<>\[\]{},;]+")


class Written(NamedTuple):
    """A text as its file holds it: `mark` and `encoding` write it back byte for byte."""

    text: str
    encoding: str
    mark: bytes = b""

    def encoded(self) -> bytes:
        return self.mark + self.text.encode(self.encoding)


class Change(NamedTuple):
    """What becomes of one file. `kept`: lines with names that are left as they are, and why.

    `replaced`: how many names get their label.
    """

    path: str
    before: Written
    after: Written
    kept: tuple[tuple[int, str], ...]
    replaced: int


def decoded(raw: bytes) -> Written | None:
    """The text of a file, or None where it is none that could be written back."""
    for mark, encoding in (*_MARKS, (b"", "utf-8"), (b"", "cp1252")):
        if raw.startswith(mark):
            try:
                written = Written(raw[len(mark) :].decode(encoding), encoding, mark)
            except UnicodeDecodeError:
                continue
            if "\0" not in written.text and written.encoded() == raw:
                return written
    return None


def changes(root: Path, files: frozenset[str], matcher: Matcher) -> Iterator[Change]:
    """The text files below `root` in which names can be replaced, in the order of their paths."""
    for path in sorted(files):
        ending = path.rpartition(".")[2].lower()
        if ending not in TEXTS or is_private_file(path):
            continue
        try:
            if (root / path).stat().st_size > limits.EVIDENCE_BYTES:
                continue
            written = decoded((root / path).read_bytes())
        except OSError:
            continue
        if written and (change := _change(path, written, ending, files, matcher)):
            yield change


def _change(
    path: str, written: Written, ending: str, files: frozenset[str], matcher: Matcher
) -> Change | None:
    spans = matcher.spans(written.text)
    kept: list[tuple[int, str]] = []
    parts: list[str] = []
    at = 0
    for span in spans:
        label = _label(written.text, span)
        if reason := _reason(written.text, span, label, ending, files):
            kept.append((written.text.count("\n", 0, span.start) + 1, reason))
            continue
        parts += [written.text[at : span.start], label]
        at = span.end
    after = written._replace(text="".join([*parts, written.text[at:]]))
    try:
        after.encoded()
    except UnicodeEncodeError:
        after = Written(after.text, "utf-8")
    replaced = len(spans) - len(kept)
    return Change(path, written, after, tuple(kept), replaced) if spans else None


def _label(text: str, span: Span) -> str:
    """The label as the name was written: in capitals, or over a line break."""
    found = text[span.start : span.end]
    label = span.name.label
    if found.isupper() and len(found) > 2:
        label = label.upper()
    breaks = re.search(r"[ \t]*\r?\n[ \t>]*", found)
    return label + (breaks[0] if breaks else "")


def _reason(text: str, span: Span, label: str, ending: str, files: frozenset[str]) -> str:
    """Why a name stays, or nothing."""
    if _names_a_file(text, span, files):
        return "it is the name of a file: rename the file, then this"
    start = text.rfind("\n", 0, span.start) + 1
    yaml = ending in ("yml", "yaml") or (ending == "md" and _in_front_matter(text, start))
    if not yaml:
        return ""
    key, colon, _ = text[start : span.end].partition(":")
    if not colon or len(key) >= span.start - start:
        return "it is a key" if ":" in text[span.end : span.end + 3] else ""
    return "" if _PLAIN_YAML.fullmatch(label) else f"“{label}” needs quotation marks in YAML"


def _in_front_matter(text: str, at: int) -> bool:
    if not text.startswith("---"):
        return False
    end = text.find("\n---", 3)
    return at < (end if end >= 0 else 0)


def _names_a_file(text: str, span: Span, files: frozenset[str]) -> bool:
    """Whether the name is a part of the path of a file that is there."""
    line = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    for word in _WORD_OF_A_PATH.finditer(text, line, end if end >= 0 else len(text)):
        if word.start() <= span.start and span.end <= word.end():
            path = word[0].partition("#")[0].replace("%20", " ").strip("./")
            return any(file == path or file.endswith(f"/{path}") for file in files if path)
    return False


# --- what is shown ---------------------------------------------------------------------------


def diff(change: Change, folder: str, matcher: Matcher | None) -> str:
    """A unified diff of a change; with a `matcher`, names are shown by their labels."""

    def lines(written: Written) -> list[str]:
        text = written.text.replace("\r\n", "\n").replace("\r", "\n")
        text = masked(text, matcher) if matcher else text
        return [f"{line}\n" for line in text.split("\n")]

    path = masked(change.path, matcher) if matcher else change.path
    name = f"{folder}{path}"
    return "".join(difflib.unified_diff(lines(change.before), lines(change.after), name, name, n=1))


def shortened(text: str) -> tuple[str, int]:
    """(the first places of a unified diff, how many more there are)."""
    first, *hunks = re.split(r"^(?=@@ )", text, flags=re.MULTILINE)
    return "".join((first, *hunks[:_SHOWN])), max(0, len(hunks) - _SHOWN)


_SHOWN = 3


def left(searched: NamesSearched) -> dict[str, list[NameFound]]:
    """The places that only their author can change, by file."""
    places: dict[str, list[NameFound]] = {}
    for found in searched.found:
        places.setdefault(found.place.path or "", []).append(found)
    return places


def proposed(path: str, matcher: Matcher) -> str:
    """A name for a file that tells none: the label in the place of the real name."""
    folder, slash, name = path.rpartition("/")
    for span in reversed(matcher.spans(name)):
        label = "-".join(span.name.label.lower().split())
        name = name[: span.start] + label + name[span.end :]
    parts = [f"[{s.name.label}]" if (s := next(iter(matcher.spans(p)), None)) else p
             for p in folder.split("/")]  # fmt: skip
    return "/".join(parts) + slash + name


# --- writing ---------------------------------------------------------------------------------


def apply(root: Path, workspace: Path, contents: dict[str, tuple[bytes, bytes]]) -> Path:
    """Writes files below `root`, given as (before, after), after a copy; gives the copies' folder.

    Raises CredfolioError where a file has become another since or can't be written; the copies
    then hold what was there.
    """
    for path, (before, _) in contents.items():
        file = root / path
        if file.is_symlink() or file.read_bytes() != before:
            raise CredfolioError(f"{path} was changed meanwhile. Nothing was written; try again.")
    backup = _new_backup(workspace / BACKUPS)
    for path, (before, _) in contents.items():
        copy = backup / path
        try:
            copy.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CredfolioError(f"{copy} can't be written: {error.strerror}.") from error
        write_whole(copy, before)
    for path, (_, after) in contents.items():
        write_whole(root / path, after)
    return backup


def _new_backup(folder: Path) -> Path:
    """The next of the numbered folders; git is told to leave all of them alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            write_whole(ignore, b"# Real names stay on your own computer.\n*\n")
        names = [entry.name for entry in folder.iterdir()]
        numbers = [int(name) for name in names if name.isascii() and name.isdigit()]
        new = folder / f"{max(numbers, default=0) + 1:03}"
        new.mkdir()
    except OSError as error:
        raise CredfolioError(f"{folder} can't be written: {error.strerror}.") from error
    return new
