"""What an import did, as lines for the terminal."""

from collections.abc import Callable, Iterator
from pathlib import Path

from credfolio.importing.result import Imported, ImportedPortfolio, Nothing
from credfolio.words import plural

Shown = Callable[[Path], str]

_SAID = {
    "written": "new",
    "replaced": "replaced",
    "unchanged": "the same",
    "kept": "kept",
    "beside": "kept",
}
_WIDTH = 8


def told(item: Imported | ImportedPortfolio, shown: Shown) -> Iterator[str]:
    """`shown` makes a path what is typed from here."""
    return _portfolio(item, shown) if isinstance(item, ImportedPortfolio) else _one(item, shown)


def _one(item: Imported, shown: Shown) -> Iterator[str]:
    yield f"{item.source.name}: {item.shape}, {item.words:,} words in all"
    yield f"  written to {shown(item.path)} (requirement: {item.requirement})"
    if item.left_out:
        yield f"  left out: {'; '.join(part.sentence for part in item.left_out)}"
    for note in item.notes:
        yield f"  {note}"


def _portfolio(item: ImportedPortfolio, shown: Shown) -> Iterator[str]:
    count = "with no text in it yet"
    if item.documents:
        count = f"{plural(len(item.documents), 'section')}, with all their words"
    yield f"{item.source.name}: a portfolio in Word, {count}"
    yield ""
    paths = [shown(document.path) for document in item.documents]
    width = max(map(len, paths), default=0)
    for document, path in zip(item.documents, paths, strict=True):
        said = _SAID[document.outcome].ljust(_WIDTH)
        count = "" if said.startswith("kept") else f"{plural(document.words, 'word'):>11}"
        yield f"  {said}  {path.ljust(width)}  {count}".rstrip()
        yield from (f"            {line}" for line in _kept(document))
        yield from (f"            {note}" for note in document.notes)
    for nothing in item.empty:
        yield _nothing("empty", nothing, "nothing is written below this heading", shown)
    for nothing in item.absent:
        yield _nothing("missing", nothing, "no heading of the file names it", shown)
    yield from _besides(item, shown)
    yield ""
    yield f"Next: {_next(item)}"


def _nothing(said: str, nothing: Nothing, why: str, shown: Shown) -> str:
    line = f"  {said.ljust(_WIDTH)}  {nothing.title}: {why}"
    if not nothing.written:
        return f"{line} yet" if said == "empty" else line
    verb = "stays as it is" if len(nothing.written) == 1 else "stay as they are"
    return f"{line}; {', '.join(map(shown, nothing.written))} {verb}"


def _next(item: ImportedPortfolio) -> str:
    if item.documents:
        return "credfolio check"
    return f"write in {item.source.name}, save it, and import it again"


def _besides(item: ImportedPortfolio, shown: Shown) -> Iterator[str]:
    if item.highlights or item.notes or item.left_out or item.account:
        yield ""
    if item.highlights:
        count = ", ".join(f"{id} {number}" for id, number in item.highlights.items())
        yield f"  highlights from comments: {count}"
    for note in item.notes:
        yield f"  {note}"
    if item.left_out:
        yield f"  left out: {'; '.join(part.sentence for part in item.left_out)}"
    if item.account:
        yield f"  You find it, word for word, in {shown(item.account)}"


def _kept(document: Imported) -> Iterator[str]:
    if document.outcome == "kept":
        yield "You changed this document, and Word has nothing new for it: it stays as it is."
        if document.beside:
            yield f"The text in Word is still beside it, in {document.beside.name}."
    elif document.outcome == "beside" and document.beside:
        yield "You changed this document, or wrote it yourself: it stays as it is. The text in Word"
        yield f"is now beside it, in {document.beside.name}, which is not counted. Take over what"
        yield "you want; or delete the document and import again."
