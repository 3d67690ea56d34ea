"""Quotation marks of any language, read in linear time."""

import re

from credfolio.times import TIME
from credfolio.words import words

# Opening mark to the marks that may close it.
_PAIRS = {
    '"': '"”',
    "“": '”"“',
    "„": '“”"',
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "‘": "’'",
    "‚": "‘’",
    "「": "」",
    "『": "』",
    "'": "'’",
    "”": "”",
}
_LABEL = (
    rf"\s*(?:(?:\*\*|__)[^*_\n]{{1,60}}(?:\*\*|__)(?:\s*[\[(]{TIME}[\])])?:?(?:\*\*|__)?:?"
    rf"|(?:[^\s\[:][^\[\n:]{{0,60}})?\[{TIME}\](?:[^\n:\"“]{{0,60}})?:)\s*"
)
_TAIL = re.compile(r"\s*(?:\{[.#\w\s-]*\})?\s*$")


def only_quoted(source: str) -> bool:
    """Whether a paragraph is nothing but words in quotation marks, speakers aside."""
    lines = source.split("\n")
    if len(lines) > 1 and all(_quoted(line) for line in lines):
        return True
    return _quoted(source)


def _quoted(text: str) -> bool:
    text = text.strip()
    if text.strip("*_")[:1] not in _PAIRS:
        label = re.match(_LABEL, text)
        if not label:
            return False
        text = text[label.end() :]
    text = text.strip("*_ \n")
    text = text[: _TAIL.search(text).start()] if "{" in text else text.strip()  # type: ignore[union-attr]
    text = text.strip("*_ \n")
    closing = _PAIRS.get(text[:1])
    if closing is None:
        return False
    end = text.rstrip(".,;:!?…")
    if len(end) < 3 or end[-1] not in closing:
        return False
    inner = end[1:-1]
    if text[0] in "'‘":
        return not re.search(r"(?<=[\w.,!?…])['’](?=[\s,;.])", inner)
    return not any(mark in inner for mark in set(closing) - {"'", "’"})


def quotes_words(text: str, least: int = 4) -> bool:
    """Whether quotation marks of any language stand around `least` words or more."""
    if len(text) > _LONG:
        text = re.sub(_CROWD, r"\1\2", text)
    opened: dict[str, int] = {}
    for found in _MARKS.finditer(text):
        at, mark = found.start(), found[0]
        single = mark in "'‘’‚"
        if single and 0 < at < len(text) - 1 and text[at - 1].isalnum() and text[at + 1].isalnum():
            continue  # an apostrophe
        for opening in [o for o in opened if mark in _PAIRS[o]]:
            inside = text[opened[opening] + 1 : at]
            if words(inside) >= least:
                return True
            if not single or len(inside) > _SHORT:
                del opened[opening]
        if mark in _PAIRS and not (single and at and text[at - 1].isalnum()):
            opened[mark] = at
    return False


_SHORT = 40
"""A single mark that closes so little may be an apostrophe at a word's end."""

_MARKS = re.compile("[\"“”„«»‹›‘’‚「」『』']")
# A crowd of marks encloses nothing; its ends are enough.
_CROWD = f"({_MARKS.pattern}{{2}}){_MARKS.pattern}+({_MARKS.pattern}{{2}})"
_LONG = 5_000
