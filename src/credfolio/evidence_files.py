"""Files that documents name as evidence: each is read once, and all together are bounded.

A stranger's portfolio may name one file in a thousand documents, each of which has to be judged.
"""

from pathlib import Path, PurePosixPath

from credfolio import limits
from credfolio.errors import CredfolioError
from credfolio.model import Fault, Place
from credfolio.sources import SAVED, Unsaved, decode, find_named, read_bytes
from credfolio.words import typed

_TRANSCRIPTS = (".vtt", ".srt", ".txt", ".md", ".docx")
_WIDE = (b"\xff\xfe", b"\xfe\xff")


class EvidenceFiles:
    """The files of one portfolio that are read as evidence, with what may still be read."""

    def __init__(self, root: Path, unsaved: Unsaved = SAVED) -> None:
        self.root = root
        self.unsaved = unsaved
        self.bytes_left = limits.ALL_EVIDENCE_BYTES
        self.lines_left = limits.TRANSCRIPT_LINES
        self.recordings_left = limits.RECORDINGS
        self._tables: dict[str, tuple[bytes, Fault | None]] = {}
        self._transcripts: dict[str, tuple[str, Fault | None]] = {}
        self._lengths: dict[str, tuple[float | None, str, str, str]] = {}
        self._hashes: dict[str, str] = {}

    def table(self, path: str) -> tuple[bytes, Fault | None]:
        """The bytes of a table; or why it can't be read."""
        if path not in self._tables:
            self._tables[path] = read_bytes(self.root, path, limits.EXHIBIT_BYTES, self.unsaved)
        raw, fault = self._tables[path]
        if fault is None and self._spent(len(raw)):
            fault = _too_much(path, Place(path, 1, 1), "CF501")
        return raw, fault

    def transcript(self, document: str, named: str, place: Place) -> tuple[str, Fault | None]:
        """The text of a transcript that a document names (CF305 where it can't be read).

        Of a Word file its text, a line for each line of a paragraph.
        """
        suffix = named[named.rfind(".") :].lower()
        if suffix not in _TRANSCRIPTS:
            message = f"`{named}` is no transcript that can be read here (.vtt, .srt, .txt or "
            folder = PurePosixPath(document).parent
            call = typed("import", f"{self.root.name}/{folder / named.replace(chr(92), '/')}")
            hint = f"Turn it into a document with `{call}`."
            return "", Fault("CF305", place, f"{message}.docx).", hint)
        path, fault = find_named(self.root, document, named, place, "CF305", self.unsaved)
        if fault:
            return "", fault
        least = limits.WORD_WEIGHT if suffix == ".docx" else 0
        if self._spent(least):
            return "", _too_much(named, place, "CF305")
        if path not in self._transcripts:
            self._transcripts[path] = self._read(path, suffix, place)
        text, fault = self._transcripts[path]
        return text, fault or self.too_much(text, named, place)

    def too_much(self, text: str, named: str, place: Place) -> Fault | None:
        """Why the text of a conversation is one too many, or None."""
        lines = sum(1 for row in text.split("\n") if row) if text.count("\n") > 1000 else 0
        self.lines_left -= lines
        if self._spent(len(text)) or self.lines_left < 0:
            return _too_much(named, place, "CF305")
        return None

    def _spent(self, size: int) -> bool:
        self.bytes_left -= size
        return self.bytes_left < 0

    def _read(self, path: str, suffix: str, place: Place) -> tuple[str, Fault | None]:
        if suffix == ".docx":
            from credfolio.importing.word_text import word_lines

            try:
                return word_lines(self.root / path), None
            except CredfolioError as error:
                return "", Fault(
                    "CF305", place, str(error), "Or paste its text into this document."
                )
        raw, fault = read_bytes(self.root, path, limits.EVIDENCE_BYTES, self.unsaved)
        text = ""
        if fault is None:
            text, fault = _decoded(raw, path)
        return text, fault and fault._replace(code="CF305")

    def recording(
        self, document: str, named: str, place: Place
    ) -> tuple[float | None, str, Fault | None]:
        """(seconds or None, what said so, what is wrong) of a recording that a document names."""
        path, fault = find_named(self.root, document, named, place, "CF302")
        if fault:
            return None, "", fault
        if path not in self._lengths:
            self.recordings_left -= 1
            if self.recordings_left < 0:
                message = f"More than {limits.RECORDINGS} recordings are named; this one is not "
                hint = "Name those that the conversation needs."
                return None, "", Fault("CF302", place, f"{message}measured.", hint)
            from credfolio.recordings import length

            self._lengths[path] = length(self.root / path)
        seconds, how, wrong, advice = self._lengths[path]
        if wrong:
            fault = Fault("CF302", place, f"The recording `{named}` {wrong}.", advice)
        return seconds, how, fault

    def same(self, path: str, other: str) -> bool:
        """Whether two files hold the same bytes; False where one can't be read."""
        try:
            sizes = [(self.root / each).stat().st_size for each in (path, other)]
            return sizes[0] == sizes[1] and self._hash(path) == self._hash(other)
        except OSError:
            return False

    def _hash(self, path: str) -> str:
        if path not in self._hashes:
            import hashlib

            with (self.root / path).open("rb") as file:
                self._hashes[path] = hashlib.file_digest(file, "sha256").hexdigest()
        return self._hashes[path]


def _too_much(named: str, place: Place, code: str) -> Fault:
    most = limits.ALL_EVIDENCE_BYTES // 1_000_000
    message = f"`{named}` is not read: the conversations and tables come to more than {most} MB, "
    message += f"or {limits.TRANSCRIPT_LINES:,} lines, each counted as often as it is named."
    return Fault(code, place, message, "Name each file once, and only what is evidence.")


def _decoded(raw: bytes, path: str) -> tuple[str, Fault | None]:
    """The text of a transcript: UTF-8, or what says that it is UTF-16, as Windows saves it."""
    if not raw.startswith(_WIDE):
        text, fault = decode(raw, path)
        return text, fault and fault._replace(hint=_SAVE)
    try:
        text = raw.decode("utf-16")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        message = f"`{path}` is no text, although it begins like one (UTF-16)."
        return "", Fault("CF305", Place(path, 1, 1), message, _SAVE)
    return text.replace("\r\n", "\n").replace("\r", "\n"), None


_SAVE = (
    "Open it in Notepad, choose File → Save as, and UTF-8 for Encoding; on a Mac in TextEdit: "
    "Format → Make Plain Text, then Save, Unicode (UTF-8)."
)
