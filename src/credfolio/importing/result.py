"""What an import did, for whoever tells the author."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from credfolio.importing.pictures import Picture
from credfolio.words import plural, words

Outcome = Literal["written", "replaced", "unchanged", "kept", "beside"]
"""`kept`: edited by hand, and nothing new in the file. `beside`: edited by hand, so both are."""


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

    `words`: the words of the text, a transcript's labels and times not among them. `path`: the
    document; `beside`: the file that holds the new text where the document was not replaced.
    """

    source: Path
    path: Path
    requirement: str
    shape: str
    words: int
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]
    outcome: Outcome = "written"
    beside: Path | None = None


@dataclass(frozen=True, slots=True)
class Nothing:
    """A requirement for which the file holds no text. `written`: its documents, which stay."""

    title: str
    written: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class ImportedPortfolio:
    """A whole portfolio in Word. `empty`: sections in which nothing is written yet.

    `absent`: requirements that no heading names; of a text for one section none is listed.
    `highlights`: how many comments became highlights, by condition. `account`: the file that
    holds what was left out, word for word.
    """

    source: Path
    documents: tuple[Imported, ...]
    empty: tuple[Nothing, ...]
    absent: tuple[Nothing, ...]
    highlights: Mapping[str, int]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]
    account: Path | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """A file, read: the body of the document to be, before names and a place are given to it.

    `lines`: its plain text, in which speakers and the requirement are looked for. `markdown`:
    it was Markdown already. `pictures`: what `picture:N` means in the body.
    """

    shape: str
    body: str
    lines: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    markdown: bool = False
    pictures: tuple[Picture, ...] = ()
