"""What a word is (DESIGN §5), and how text is folded for comparison.

A word is a run of non-space characters with at least one letter or digit. Over 149 published
transcripts this agrees with textstat in all but one, and it never exceeds `wc -w`.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, filterfalse, islice

# Letters by their Unicode category, yet blank on every screen.
_BLANK_LETTERS = dict.fromkeys((0x115F, 0x1160, 0x3164, 0xFFA0))

FILLERS = frozenset({"um", "umm", "uhm", "uh", "uhh", "er", "erm"})
_TOKEN = re.compile(r"[^\W_]+")
# Begins with a plain sign, which the regex engine can look for quickly; the rest are rare.
_APOSTROPHE = re.compile(r"'(?<=[^\W_].)(?=[^\W_])")
_APOSTROPHES = r"['’‘ʼ´`](?<=[^\W_].)(?=[^\W_])"
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


# Signs and control characters that make no word. Without them a run is a word or empty: counting
# is then C code, and in ASCII text nothing else is left to look for.
_CONTROLS = (*range(0x09), *range(0x0E, 0x1C), 0x7F)
_ASCII_SIGNS = bytes((*b"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", *_CONTROLS))
_SIGNS = dict.fromkeys((*_ASCII_SIGNS, *map(ord, "“”„‘’‚«»‹›–—―…•·→")))
_BLANKS = b"\t\x0b\x0c\r\x1c\x1d\x1e\x1f"
_FOLDED: dict[int, str | None] = {
    **dict.fromkeys((*_SIGNS, *_BLANKS), " "),
    **_VANISHING,
    **dict.fromkeys(map(ord, "’‘ʼ´"), " "),
}

# The same for ASCII text as bytes, which are read far faster. To be counted, words become runs of
# one letter; what only text takes for a blank is one.
_RUNS = bytes(32 if chr(code).isspace() else 97 for code in range(256))
_FOLDED_BYTES = bytes(32 if c in _ASCII_SIGNS + _BLANKS else c for c in range(256)).lower()

# What word processors write, by signs that count and fold alike: ASCII is read far faster.
_PLAIN = tuple(zip("’‘“”–—…\u00a0", "''\"\"--. ", strict=True))


def _with_plain_signs(text: str) -> str:
    for sign, plain in _PLAIN:
        text = text.replace(sign, plain)
    return text


def _has_blank_letter(text: str) -> bool:
    return any(map(text.__contains__, map(chr, _BLANK_LETTERS)))


def words(text: str) -> int:
    """The number of words in plain `text`, in linear time."""
    text = text if text.isascii() else _with_plain_signs(text)
    if text.isascii():
        return (b" " + text.encode().translate(_RUNS, _ASCII_SIGNS)).count(b" a")
    runs = text.translate(_SIGNS).split()
    if not runs:
        return 0
    if "".join(runs).isalnum() and not _has_blank_letter(text):
        return len(runs)
    return len(word_list(text))


def word_list(text: str) -> list[str]:
    """The words of plain `text` as they are written, in order."""
    if not text.isascii() and _has_blank_letter(text):
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
    plain = _plain_lines(texts)
    if plain is None:
        return []
    if not _is_words(plain):
        return [_tokens(row) for row in plain.split("\n")]
    rows = [row.split() for row in plain.split("\n")]
    if not _may_hold_fillers(plain):
        return rows
    return [row if FILLERS.isdisjoint(row) else _without_fillers(row) for row in rows]


def fold_lines(texts: Iterable[str]) -> list[str]:
    """`fold` of each text, its words joined by single spaces, at the price of one."""
    plain = _plain_lines(texts)
    if plain is None:
        return []
    if not _is_words(plain):
        return [" ".join(_tokens(row)) for row in plain.split("\n")]
    runs = plain.replace("\n", " . ").split()  # a sign that no word holds parts the texts
    runs = _without_fillers(runs) if _may_hold_fillers(plain) else runs
    return [line.strip() for line in " ".join(runs).split(".")]


def _plain_lines(texts: Iterable[str]) -> str | None:
    """The plain form of each text, a line each; None without any."""
    joined = [text.replace("\n", " ") for text in texts]
    return _plain("\n".join(joined)) if joined else None


# Begins with a plain set of signs, which the regex engine can look for quickly.
END_OF_SENTENCE = re.compile(r"[.!?…\n][\"'”’»)\]]*\s+")
# The same of text whose signs are all full stops, for which the engine looks faster still.
_STOP = re.compile(r"\.[\"'”’»)\]]*\s+")


def to_fold(text: str) -> list[str]:
    """The sentences of `text` for folding; their signs are not as they were written."""
    text = text.replace("?", ".").replace("!", ".").replace("…", ".")
    return _STOP.split(text.replace("\n", "\n."))


def fold_sentences(texts: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The sentences of each text, each folded and joined by single spaces; empty ones left out."""
    parts = [to_fold(text) for text in texts]
    rows = iter(fold_lines(chain.from_iterable(parts)))
    return tuple([tuple(filter(None, islice(rows, len(group)))) for group in parts])


def _plain(text: str) -> str:
    """`text` in small letters, with blanks for signs; in ASCII nothing but words is left."""
    text = text if text.isascii() else _with_plain_signs(text)
    if any(map(text.__contains__, "ʼ´`")):
        text = re.sub(_APOSTROPHES, "", text)
    elif "'" in text:
        text = _APOSTROPHE.sub("", text)
    if text.isascii():
        return text.encode().translate(_FOLDED_BYTES).decode()
    text = text.translate(_FOLDED)
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text).translate(_FOLDED)  # `．` is a full stop now
    return text.casefold()


def _is_words(plain: str) -> bool:
    """Whether the runs of plain text are words as they are."""
    return plain.isascii() or "".join(plain.split()).isalnum()


def _tokens(plain: str) -> list[str]:
    runs = plain.split()
    if not _is_words(plain):
        runs = [token for run in runs for token in _TOKEN.findall(run)]
    return runs if FILLERS.isdisjoint(runs) else _without_fillers(runs)


def _may_hold_fillers(plain: str) -> bool:
    """Whether a word begins as a filler does: told sooner than by looking at each word."""
    if not plain.isascii():
        return True
    spaced = " " + plain.replace("\n", " ")
    return " um" in spaced or " uh" in spaced or " er" in spaced


def _without_fillers(runs: list[str]) -> list[str]:
    return list(filterfalse(FILLERS.__contains__, runs))


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


def shorten(text: str, most: int = 90) -> str:
    """`text` on one line, cut at `most` characters."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 2].rstrip() + " …"


def typed(*arguments: str) -> str:
    """A call of credfolio as it is typed: what needs quotation marks has them."""
    plain = (a if a.isascii() and _TYPED.issuperset(a) else f'"{a}"' for a in arguments)
    return " ".join(("credfolio", *plain))


_TYPED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./\\:_-")


def capital_first(text: str) -> str:
    """The text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def small_first(text: str) -> str:
    """The text as it goes on a sentence."""
    return text[:1].lower() + text[1:]


def plural(count: int, noun: str) -> str:
    """`1 word`, `2 words`, `1,200 words`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def counted(count: int, things: str) -> str:
    """`1 cycle`, `3 cycles`, `1 person` of things named in the plural."""
    one = "person" if things == "people" else things.removesuffix("s")
    return f"{count:,} {one if count == 1 else things}"


def listed(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def at_least(least: int | None, most: int | None, things: str) -> str:
    """`3 to 4 cycles`, `at least 3 people`, `at most 1 cycle`, `2 cycles`; '' without limits."""
    if least is not None and most is not None:
        return counted(most, things) if least == most else f"{least:,} to {counted(most, things)}"
    if least is not None:
        return f"at least {counted(least, things)}"
    return f"at most {counted(most, things)}" if most is not None else ""
