"""A Word file as the lines of text that pasting it would give."""

from pathlib import Path

from credfolio.importing.marking import unmarked
from credfolio.importing.page import pieces
from credfolio.importing.word import read_word


def word_lines(path: Path) -> str:
    """The text of the Word file `path`, blank lines between blocks.

    Raises CredfolioError for a file that can't be read.
    """
    return "\n".join(unmarked(block.plain) for block in pieces(read_word(path).page))
