"""What is said of a search for names: what was looked at, and what was not."""

from collections.abc import Iterable

from credfolio.errors import CredfolioError
from credfolio.model import NameFound, NamesSearched
from credfolio.privacy.names import Matcher, masked
from credfolio.words import plural, printable

NOT_LOOKED_AT = "Faces, voices, handwriting and words in pictures are not looked at."
_MOST = 10


class NamesFoundError(CredfolioError):
    """Real names stand in what was about to leave. `lines`: where, one to a line."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__(" ".join(self.lines))


def summary(searched: NamesSearched, what: str = "") -> str:
    """`Names checked: 4 names, 31 files.`, with the files that could not be read."""
    names = plural(len(searched.names), "name")
    files = plural(searched.files, "file") + (f" of {what}" if what else "")
    line = f"Names checked: {names}, {files}"
    if searched.unread:
        count = len(searched.unread)
        listed = [f"{path}: {why}" for path, why in searched.unread[:_MOST]]
        listed += [f"and {count - _MOST} more"] if count > _MOST else []
        line += f"; not verified: {plural(count, 'file')} ({'; '.join(listed)})"
    return printable(f"{line}. {NOT_LOOKED_AT}")


def alone(searched: NamesSearched | None) -> str:
    """That parts of names stand alone, as the commands say it that send something away; or nothing.

    What is sent does not tell it.
    """
    if searched is None or not searched.alone:
        return ""
    names = plural(len({found.name for found in searched.alone}), "name")
    return f"Parts of {names} stand alone in the texts: `credfolio check` shows where (CF604)."


def refuse(searched: NamesSearched, what: str, reveal: bool = False, folder: str = "") -> None:
    """Raises NamesFoundError where a declared name stands in `what` was about to leave.

    `folder`: where the paths are to be found, as it is typed from here.
    """
    if not searched.found:
        return
    matcher = Matcher(searched.names)
    lines = list(dict.fromkeys(_found(each, matcher, reveal, folder) for each in searched.found))
    count = len(lines) + sum(each.more for each in searched.found)
    if count > _MOST:
        lines = [*lines[:_MOST], f"  … and {count - _MOST:,} more places."]
    head = f"Real names stand in {what}; nothing was put in place."
    raise NamesFoundError([head, *lines])


def _found(found: NameFound, matcher: Matcher, reveal: bool, folder: str) -> str:
    path = found.place.path or ""
    where = folder + (path if reveal else masked(path, matcher))
    where += f", line {found.place.line}" if found.place.line else ""
    where += f" ({found.within})" if found.within else ""
    name = f", “{found.name.real}”" if reveal else ""
    return printable(f"  {where}: a real name{name}; write “{found.name.label}”.")
