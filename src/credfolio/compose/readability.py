"""How hard an answer is to read: a figure for its author, in drafts only."""

from credfolio.model import Document

_FEWEST = 100
"""Words below which the figure says nothing."""


def grade(documents: tuple[Document, ...], language: str) -> int | None:
    """The school grade in the United States for which the author's own prose reads easily, by
    the automated readability index (R. J. Senter and E. A. Smith, 1967): letters a word and words
    a sentence. None where the text is short or not English, for which the index was made.
    """
    if language.replace("_", "-").split("-")[0].lower() != "en":
        return None
    prose = [b.own for d in documents for b in d.blocks if b.kind == "paragraph"]
    text = "\n".join(part if part.rstrip()[-1:] in ".!?…" else f"{part}." for part in prose)
    if len(text.split()) < _FEWEST:
        return None
    # Of textstat's figures this needs no dictionary, which it would fetch from another host.
    from textstat import automated_readability_index

    index: float = automated_readability_index(text)
    return max(1, round(index))
