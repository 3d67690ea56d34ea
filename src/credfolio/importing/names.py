"""Who is who: the names in a file, and the labels of the portfolio."""

import re
from collections.abc import Iterable, Mapping

from credfolio.model import Metadata, Participant

_UNNAMED = "Speaker"
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")


class Names:
    """Names of a file to the labels of the portfolio. `unknown` collects those without one.

    `taken`: the labels that somebody speaks under.
    `speakers`: given with the command, before those of `private`, which private.yml lists.
    """

    def __init__(
        self,
        metadata: Metadata,
        speakers: Mapping[str, str],
        private: Mapping[str, str] | None = None,
    ) -> None:
        self.metadata = metadata
        given = {**(private or {}), **speakers}
        self.mapped = {_folded(name): label for name, label in given.items()}
        self.given = tuple(given)
        self.speakers = dict(speakers)
        self.taken: set[str] = set()
        self.asked = {_folded(name) for name in speakers}
        self.masks = [(_folded(name), _pattern(name)) for name in sorted(given, key=_longest)]
        self.unknown: dict[str, None] = {}
        self.used: set[str] = set()

    def label(self, name: str | None) -> str:
        """The label to write; a name nobody declared stays itself."""
        if not name:
            return _UNNAMED
        for form in (name, _IN_BRACKETS.sub("", name)):
            if _folded(form) in self.mapped:
                self.used.add(_folded(form))
                return self._take(self.mapped[_folded(form)])
            if found := self.metadata.participant(form.strip()):
                return self._take(found.label)
        clean = " ".join(re.sub(r"[*_\[\]:|<>]", " ", name).split()) or _UNNAMED
        self.unknown[clean] = None
        return clean

    def _take(self, label: str) -> str:
        self.taken.add(label)
        return label

    def known(self, found: Iterable[str] = ()) -> Metadata:
        """The metadata with every name that may open a turn declared."""
        names = [*self.given, *found]
        extra = tuple(Participant(id=name, label=name) for name in names if name)
        return self.metadata._replace(participants=(*self.metadata.participants, *extra))

    @property
    def unused(self) -> set[str]:
        """Names given with the command that are nowhere in the file."""
        return self.asked - self.used

    def parts(self, text: str) -> dict[str, int]:
        """How often a word of a longer name stands alone in `text`, by the name's label.

        As it is written and from three letters on: it may be a word of the language too.
        """
        found: dict[str, int] = {}
        for name in self.given:
            alone = {word for word in name.split() if len(word) > 2 and word[:1].isupper()}
            alone.difference_update(self.given)
            if len(name.split()) < 2 or not alone:
                continue
            words = "|".join(sorted(map(re.escape, alone)))
            if count := len(re.findall(rf"\b(?:{words})\b", text)):
                label = self.mapped[_folded(name)]
                found[label] = found.get(label, 0) + count
        return found

    def mask(self, text: str) -> tuple[str, int]:
        """`text` with mapped names replaced by their labels, and how often.

        A name of one word is replaced only as written: `Rose` and not `rose`.
        """
        count = 0
        for name, pattern in self.masks:
            if pattern is None:
                continue
            label = self.mapped[name].replace("\\", r"\\")
            text, times = pattern.subn(label, text)
            if times:
                self.used.add(name)
            count += times
        return text, count


def _longest(name: str) -> int:
    return -len(name)


def _pattern(name: str) -> re.Pattern[str] | None:
    parts = name.split()
    if not parts:
        return None
    flags = re.IGNORECASE if len(parts) > 1 else re.NOFLAG
    return re.compile(r"\b" + r"[\s_.*-]+".join(map(re.escape, parts)) + r"\b", flags)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
