"""What a word is (DESIGN §5), and how text is folded for comparison.

A word is a run of non-space characters with at least one letter or digit. Over 149 published
transcripts this agrees with textstat in all but one, and it never exceeds `wc -w`.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Letters by their Unicode category, yet blank on every screen.
_BLANK_LETTERS = dict.fromkeys((0x115F, 0x1160, 0x3164, 0xFFA0))
_HAS_BLANK_LETTER = re.compile("[\u115f\u1160\u3164\uffa0]")

_FILLERS = frozenset({"um", "umm", "uhm", "uh", "uhh", "er", "erm"})
_TOKEN = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile(r"(?<=[^\W_])['`](?=[^\W_])")
# Before folding: blank letters, soft hyphens and joiners go, all apostrophes become one.
_VANISHING: dict[int, str | None] = {
    **_BLANK_LETTERS,
    **dict.fromkeys((0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF)),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A))),
    **dict.fromkeys(map(ord, "’‘ʼ´"), "'"),
}

# Scripts that are written without spaces between words: kana, Han, Thai, Lao, Burmese, Khmer,
# Tibetan and their neighbours. Counting runs of them would be a wrong number.
_UNSPACED = (
    "[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf"
    "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua9e0-\ua9ff\uaa60-\uaadf"
    "\uf900-\ufaff\uff66-\uff9d\U0001b000-\U0001b16f\U00020000-\U0003134f]"
)


# Signs that make no word. Without them a run is a word or empty: counting is then C code.
_SIGNS = dict.fromkeys(map(ord, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~“”„‘’‚«»‹›–—―…•·→"))


_SPACES = dict.fromkeys(_SIGNS, " ")


def words(text: str) -> int:
    """The number of words in plain `text`, in linear time."""
    runs = text.translate(_SIGNS).split()
    if not runs:
        return 0
    if "".join(runs).isalnum() and (text.isascii() or not _HAS_BLANK_LETTER.search(text)):
        return len(runs)
    return len(word_list(text))


def word_list(text: str) -> list[str]:
    """The words of plain `text` as they are written, in order."""
    if not text.isascii() and _HAS_BLANK_LETTER.search(text):
        text = text.translate(_BLANK_LETTERS)
    return [
        run
        for run in text.split()
        if run[0].isalnum() or run.isalnum() or any(map(str.isalnum, run))
    ]


def unspaced(text: str) -> bool:
    """Whether `text` is largely in a script without spaces, so that words can't be counted."""
    if text.isascii():
        return False
    found = len(re.findall(_UNSPACED, text))
    return found >= 20 and found * 3 > sum(map(str.isalpha, text))


def is_url(run: str) -> bool:
    """Whether a run of characters is a bare web address."""
    bare = run.lstrip("<([\"'“").lower()
    return bare.startswith(("http://", "https://", "www.", "ftp://", "mailto:"))


def fold(text: str) -> list[str]:
    """Comparable tokens: case, accents' form, punctuation, dashes, spaces and fillers folded away.

    `can’t` and `can't` give `cant`; `devil-may-care` gives three tokens, so that a line break
    after a hyphen makes no difference.
    """
    return _tokens(_plain(text))


def fold_rows(texts: Iterable[str]) -> list[list[str]]:
    """`fold` of each text, at the price of one."""
    return [
        _tokens(row) for row in _plain("\n".join(t.replace("\n", " ") for t in texts)).split("\n")
    ]


def _plain(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_VANISHING)
    if "'" in text or "`" in text:
        text = _APOSTROPHES.sub("", text)
    return text.casefold().translate(_SPACES)


def _tokens(plain: str) -> list[str]:
    runs = plain.split()
    if not "".join(runs).isalnum():
        runs = [token for run in runs for token in _TOKEN.findall(run)]
    if not _FILLERS.isdisjoint(runs):
        runs = [run for run in runs if run not in _FILLERS]
    return runs


@lru_cache(maxsize=4096)
def squeeze(name: str) -> str:
    """A key or id without regard to case, spaces, underscores and hyphens."""
    name = unicodedata.normalize("NFKC", name).translate(_VANISHING)
    return re.sub(r"[\s_\-]+", "", name).casefold()


@lru_cache(maxsize=4096)
def label_form(label: str) -> str:
    """A speaker's label without regard to case, kind of apostrophe, accents' form and spaces."""
    label = unicodedata.normalize("NFKC", label).translate(_VANISHING)
    return " ".join(label.casefold().split()).rstrip(": ")


def printable(text: str) -> str:
    """`text` with nothing in it that a terminal obeys or hides: a stranger may have written it."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c.isspace() else "�" for c in text)


def plural(count: int, noun: str) -> str:
    """`1 word`, `2 words`, `1,200 words`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
