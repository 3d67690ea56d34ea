"""What an import did, for whoever tells the author."""

from dataclasses import dataclass
from pathlib import Path

from credfolio.words import plural, words


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of the file that the document does not hold. `counted`: `what` says how much."""

    what: str
    text: str = ""
    counted: bool = False

    @property
    def sentence(self) -> str:
        """For example `the page footer (4 words)`."""
        if self.counted or not self.text:
            return self.what
        return f"{self.what} ({plural(words(self.text), 'word')})"


@dataclass(frozen=True, slots=True)
class Imported:
    """A document that was written. `shape`: what the file was taken for. `notes`: sentences.

    `words`: the words of the text, a transcript's labels and times not among them.
    """

    source: Path
    path: Path
    requirement: str
    shape: str
    words: int
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A file, read: the body of the document to be, before names and a place are given to it.

    `lines`: its plain text, in which speakers and the requirement are looked for. `markdown`:
    it was Markdown already.
    """

    shape: str
    body: str
    lines: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    markdown: bool = False
