"""Words that stood before: padding, and speech that is handed in as one's own prose.

DESIGN (CF204): identical sentences of eight words or more count once. A copy is no less a copy
where its full stops became semicolons, so runs of twenty words are looked for as well; short
sentences and single words said over and over make no text either. Sentences of the conversation
are quoted words wherever they stand.
"""

from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping
from itertools import chain
from math import isqrt

from credfolio.counting import Count, Text
from credfolio.model import Place, Repeat, Turn
from credfolio.words import END_OF_SENTENCE, fold, fold_lines, fold_rows, to_fold, words

LEAST_SENTENCE = 8
"""Shorter sentences may well be said twice."""

_SHORT_SENTENCE = 4
_OFTEN_WRITTEN = 4
_OFTEN_SAID = 10
"""How often a short sentence may come before it is padding. People do repeat themselves aloud."""

_VERY_OFTEN = 10
"""The same for one to three words standing alone in prose; aloud, “Yeah.” is listening."""

_LABEL = 60
"""Characters in which a speaker's label ends."""

_WINDOW = 10
_LEAST_RUN = 20
_ANCHOR = 8
"""Runs are looked for from words longer than this: a copy has them in the same places."""

_LEAST_TEXT = 100

_LEAST_POOR = 60
"""Words of a sentence that is searched for words said over and over."""


def find_repeats(counts: Mapping[str, Count]) -> tuple[list[Repeat], dict[str, int]]:
    """The repeats, and how many words of each requirement were said in the conversation.

    What was heard is read first; then the prose, in the order of the requirements.
    """
    repeats: list[Repeat] = []
    spoken: dict[str, int] = {}
    heard: dict[str, Turn] = {}
    for requirement, count in counts.items():
        if count.pool == "speech":
            repeats += _heard(requirement, count.said, heard)
    pool = _Pool(heard)
    for requirement, count in counts.items():
        if count.pool == "prose":
            pool.spoken = 0
            repeats += pool.read(requirement, count)
            spoken[requirement] = pool.spoken
    return repeats, spoken


def _sentences(
    texts: list[Text], split: Callable[[str], list[str]]
) -> tuple[list[Text], list[str]]:
    """Each sentence of prose: its text, and itself."""
    owners: list[Text] = []
    parts: list[str] = []
    for text in texts:
        found = split(text.text)
        parts += found
        owners += [text] * len(found)
    return owners, parts


def _heard(
    requirement: str, said: list[tuple[Turn, tuple[str, ...]]], first: dict[str, Turn]
) -> Iterator[Repeat]:
    """Repeats in what was said, whose sentences are folded already; fills `first`."""
    keys = [key for _, sentences in said for key in sentences]
    long = _at_a_glance(keys, [key.count(" ") + 1 for key in keys], _SHORT_SENTENCE)
    if long is not None and first.keys().isdisjoint(long):
        first.update({key: turn for turn, sentences in said for key in sentences})
        return
    short: Counter[str] = Counter()
    places: dict[str, Turn] = {}
    for turn, sentences in said:
        for key in sentences:
            size = key.count(" ") + 1
            if size >= LEAST_SENTENCE:
                if size >= _LEAST_POOR and (poor := _poor(key.split())):
                    yield _repeat(requirement, turn, turn, poor, key)
                elif before := first.get(key):
                    yield _repeat(requirement, turn, before, size, key)
                else:
                    first[key] = turn
            elif size >= _SHORT_SENTENCE:
                short[key] += 1
                places.setdefault(key, turn)
    for key, often in short.items():
        if often >= _OFTEN_SAID:
            size = (often - 1) * (key.count(" ") + 1)
            yield _repeat(requirement, places[key], places[key], size, key)


def _at_a_glance(keys: list[str], sizes: list[int], least: int) -> list[str] | None:
    """The long sentences, where none comes twice or repeats itself: the honest case.

    `sizes`: how many words each has. `least`: words from which a short sentence, said again and
    again, is looked into.
    """
    long = [key for key, size in zip(keys, sizes, strict=True) if size >= LEAST_SENTENCE]
    if len(set(long)) < len(long):
        return None
    if max(sizes, default=0) >= _LEAST_POOR and any(map(_is_poor, long)):
        return None
    pairs = zip(keys, sizes, strict=True)
    short = [key for key, size in pairs if least <= size < LEAST_SENTENCE]
    if len(short) - len(set(short)) < _OFTEN_WRITTEN - 1:
        return long
    return long if max(Counter(short).values()) < _OFTEN_WRITTEN else None


class _Pool:
    """Prose that is compared with itself and with what was heard."""

    def __init__(self, heard: Mapping[str, Turn]) -> None:
        self.heard = heard
        self.first: dict[str, Text] = {}
        self.tokens: list[str] = []
        self.stretches: list[tuple[int, list[str], list[Text]]] = []
        self.windows: dict[tuple[str, ...], int] = {}
        self.spoken = 0

    def read(self, requirement: str, count: Count) -> Iterator[Repeat]:
        """The repeats in one requirement's texts."""
        texts, parts = _sentences(count.texts, to_fold)
        rows = fold_rows(parts)
        keys = list(map(" ".join, rows))
        if self._is_new(parts, keys, list(map(len, rows))):
            self.first.update(zip(keys, texts, strict=True))
            tokens = list(chain.from_iterable(rows))
        else:
            texts, keys = yield from self._sift(requirement, count.texts)
            tokens = " ".join(keys).split()
        start = len(self.tokens)
        if len(tokens) >= _LEAST_TEXT and (poor := _poor(tokens)):
            yield _repeat(requirement, texts[0], texts[0], poor, " ".join(tokens[:12]))
        self.tokens += tokens
        self.stretches.append((start, keys, texts))
        yield from self._runs(requirement, start)

    def _is_new(self, parts: list[str], keys: list[str], sizes: list[int]) -> bool:
        """Whether all of it is said here for the first time."""
        long = _at_a_glance(keys, sizes, 1)
        if long is None or not self.first.keys().isdisjoint(long):
            return False
        if not self.heard.keys().isdisjoint(long):
            return False
        likely = [part.partition(":")[2] for part in parts if ":" in part[: 2 * _LABEL]]
        return self.heard.keys().isdisjoint(fold_lines(likely))

    def _sift(
        self, requirement: str, found: list[Text]
    ) -> Generator[Repeat, None, tuple[list[Text], list[str]]]:
        """The repeats, sentence by sentence; gives the texts and keys of what is left."""
        short: Counter[str] = Counter()
        places: dict[str, Text] = {}
        kept: list[tuple[Text, str]] = []
        texts, parts = _sentences(found, END_OF_SENTENCE.split)
        for text, part, key in zip(texts, parts, fold_lines(parts), strict=True):
            size = key.count(" ") + 1
            if size >= LEAST_SENTENCE:
                if size >= _LEAST_POOR and (poor := _poor(key.split())):
                    yield _repeat(requirement, text, text, poor, part)
                    continue
                if before := self.first.get(key):
                    yield _repeat(requirement, text, before, words(part), part)
                    continue
                if self._was_said(key, part):
                    self.spoken += words(part)
                    continue
                self.first[key] = text
            elif key:
                short[key] += 1
                places.setdefault(key, text)
            kept.append((text, key))
        for key, often in short.items():
            size = key.count(" ") + 1
            if often >= (_OFTEN_WRITTEN if size >= _SHORT_SENTENCE else _VERY_OFTEN):
                yield _repeat(requirement, places[key], places[key], (often - 1) * size, key)
        return [text for text, _ in kept], [key for _, key in kept]

    def _was_said(self, key: str, part: str) -> bool:
        """Whether a sentence stands in the conversation; a speaker's label may open it."""
        if key in self.heard:
            return True
        at = part.find(":", 0, _LABEL)
        return at >= 0 and " ".join(fold(part[at + 1 :])) in self.heard

    def _runs(self, requirement: str, start: int) -> Iterator[Repeat]:
        """Twenty words or more in the order in which they stood before."""
        tokens, windows = self.tokens, self.windows
        last = len(tokens) - _WINDOW
        done = start
        ahead = enumerate(tokens[start : max(start, last + 1)], start)
        anchors = [at for at, token in ahead if len(token) > _ANCHOR]
        new = {tuple(tokens[at : at + _WINDOW]): at for at in anchors}
        every = windows | new
        if len(every) == len(windows) + len(anchors):  # nearly always: none stood before
            self.windows = every
            return
        for at in anchors:
            if at < done:
                continue
            window = tuple(tokens[at : at + _WINDOW])
            before = windows.setdefault(window, at)
            if before == at:
                continue
            first, end = _widened(tokens, before, at, done)
            if end - first >= _LEAST_RUN:
                done = end
                text, there = self._owner(first), self._owner(before)
                said = " ".join(tokens[first:end])
                yield _repeat(requirement, text, there, end - first, said)

    def _owner(self, index: int) -> Text:
        """The text in which a token stands."""
        begin, keys, texts = next(s for s in reversed(self.stretches) if s[0] <= index)
        for key, text in zip(keys, texts, strict=True):
            begin += len(key.split())
            if index < begin:
                return text
        return texts[-1]


def _poor(runs: list[str]) -> int:
    """How many words only repeat others, where a handful of words is said over and over; or 0."""
    least = 2 * isqrt(len(runs))
    if len(set(runs[: 2 * least])) >= least:  # nearly always, and told by a few words
        return 0
    distinct = len(set(runs))
    return len(runs) - distinct if distinct < least else 0


def _is_poor(key: str) -> bool:
    words = key.split()
    return len(words) >= _LEAST_POOR and _poor(words) > 0


def _widened(tokens: list[str], before: int, at: int, floor: int) -> tuple[int, int]:
    """The whole run, from `floor` on, of which a window is known to stand at both places."""
    first, end = at, at
    while (
        first > floor
        and before - (at - first) > 0
        and (tokens[first - 1] == tokens[before - (at - first) - 1])
    ):
        first -= 1
    while (
        end < len(tokens)
        and before + (end - at) < first
        and (tokens[end] == tokens[before + (end - at)])
    ):
        end += 1
    return first, end


def _repeat(
    requirement: str, text: Text | Turn, before: Text | Turn, number: int, said: str
) -> Repeat:
    here = Place(text.path, text.line, text.column)
    there = Place(before.path, before.line, before.column)
    return Repeat(requirement, here, there, number, " ".join(said.split()))
