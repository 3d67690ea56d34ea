"""What an import did, as lines for the terminal."""

from collections.abc import Callable, Iterator
from pathlib import Path

from credfolio.importing.result import Imported, ImportedPortfolio
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
    yield f"{item.source.name}: {item.shape}, {item.words:,} words"
    yield f"  written to {shown(item.path)} (requirement: {item.requirement})"
    if item.left_out:
        yield f"  left out: {'; '.join(part.sentence for part in item.left_out)}"
    for note in item.notes:
        yield f"  {note}"


def _portfolio(item: ImportedPortfolio, shown: Shown) -> Iterator[str]:
    yield f"{item.source.name}: a portfolio in Word, {plural(len(item.documents), 'section')}"
    yield ""
    paths = [shown(document.path) for document in item.documents]
    width = max(map(len, paths), default=0)
    for document, path in zip(item.documents, paths, strict=True):
        said = _SAID[document.outcome].ljust(_WIDTH)
        count = "" if said.startswith("kept") else f"{plural(document.words, 'word'):>11}"
        yield f"  {said}  {path.ljust(width)}  {count}".rstrip()
        yield from (f"            {line}" for line in _kept(document))
        yield from (f"            {note}" for note in document.notes)
    for title in item.empty:
        yield f"  {'empty'.ljust(_WIDTH)}  {title}: nothing is written below this heading yet"
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
    yield ""
    yield "Next: credfolio check"


def _kept(document: Imported) -> Iterator[str]:
    if document.outcome == "kept":
        yield "You changed this document, and Word has nothing new for it: it stays as it is."
        if document.beside:
            yield f"The text in Word is still beside it, in {document.beside.name}."
    elif document.outcome == "beside" and document.beside:
        yield "You changed this document, or wrote it yourself: it stays as it is. The text in Word"
        yield f"is now beside it, in {document.beside.name}, which is not counted. Take over what"
        yield "you want; or delete the document and import again."
