"""Who speaks, where a file says so in its words: a name before a colon, or on a line of its own."""

import re
from collections import Counter
from collections.abc import Collection, Iterable

_PREFIX = re.compile(
    r"[ \t]{0,20}(?:[-–—][ \t]{0,9}|>>[ \t]{0,9})?[*_\[(]{0,3}"
    r"([^\W_][^:\n?!<>*\[\]]{0,59}?)"
    r"[*_\])]{0,3}:[*_]{0,2}(?:[ \t]+|$)"
)
_PARTICLE = re.compile(r"and|da|de|del|der|di|do|dos|du|el|la|le|of|the|van|von|zu")


def name_before_colon(line: str) -> tuple[str, str] | None:
    """(`Name`, words) of a line `Name: words`, where what stands before the colon may be a name."""
    found = _PREFIX.match(line)
    if found is None or len(found[1].split()) > 6:
        return None
    return " ".join(found[1].split()), line[found.end() :]


def _titled(name: str) -> bool:
    words = name.split()
    return not words[0].islower() and all(
        not w[0].islower() or _PARTICLE.fullmatch(w) for w in words if w[0].isalpha()
    )


def speaker_names(lines: Iterable[str], starts: int, known: Collection[str]) -> frozenset[str]:
    """Which words before a colon are speakers, case folded, judged by the whole file.

    `lines`: those that may name a speaker; `starts`: how many of them would, were each turn named.
    A name returns or is written like one; `Remember: …` in one cue of a hundred is speech.
    """
    read = [found[0] for line in lines if (found := name_before_colon(line))]
    counts = Counter(name.casefold() for name in read)
    titled = {name.casefold() for name in read if _titled(name)}
    most = len(read) * 2 >= starts
    every = len(read) * 20 >= starts * 19
    accepted = {name.casefold() for name in known}
    for name, count in counts.items():
        if (most and (every or count > 1 or name in titled)) or (count > 2 and name in titled):
            accepted.add(name)
    if accepted & counts.keys():
        accepted.update(name for name in titled if " " in name)
    return frozenset(accepted)


_ENDS_SENTENCE = ".?!…,;:-"


def names_on_first_lines(texts: Iterable[str], known: Collection[str]) -> bool:
    """Whether every text has a speaker's name as its first line, as early Teams files do.

    Names are written like names and come back; two lines of a caption are neither.
    """
    read = [(first.strip(), rest) for first, _, rest in (t.partition("\n") for t in texts)]
    if len(read) < 2 or not all(first and rest.strip() for first, rest in read):
        return False
    counts = Counter(first for first, _ in read)
    if not all(len(name) < 60 and name[-1] not in _ENDS_SENTENCE for name in counts):
        return False
    low = {name.casefold() for name in known}
    if all(name.casefold() in low for name in counts):
        return True
    return all(map(_titled, counts)) and len(counts) * 2 <= len(read)
