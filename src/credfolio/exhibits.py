"""Documents with `graphic:` to Exhibits, their files read. Only such a document costs anything."""

from typing import Any

from credfolio.evidence_files import EvidenceFiles
from credfolio.fields import MISSING, Reading, Record
from credfolio.graphics import graphic
from credfolio.graphics.base import UNREADABLE, Graphic
from credfolio.model import Conversation, Credential, Document, Exhibit, Fault, Metadata
from credfolio.sources import inside
from credfolio.tables.base import Source
from credfolio.tables.files import Unread, is_table, no_table
from credfolio.tables.sheets import (
    limited,
    read_rows,
    read_table,
    spare_headings,
    written_tables,
)

Talk = tuple[tuple[Conversation, ...], Metadata, Credential | None]


def read_exhibits(
    documents: list[Document],
    contents: EvidenceFiles,
    files: tuple[str, ...],
    talk: Talk,
    faults: list[Fault],
) -> tuple[Exhibit, ...]:
    """Every exhibit among `documents`, in their order. What can't be read is a fault."""
    there = frozenset(files)
    return tuple(_read(d, contents, there, talk, faults) for d in documents if d.is_exhibit)


def _read(
    document: Document,
    contents: EvidenceFiles,
    files: frozenset[str],
    talk: Talk,
    faults: list[Fault],
) -> Exhibit:
    name = document.meta.get("graphic", "")
    if not name:
        return Exhibit(document, "")
    kind = graphic(name)
    named = document.meta.get("data")
    path = inside(document.path, named) if named else None
    if not named and kind.sheets and _shows_nothing(document):
        faults.append(_nothing(document, kind.title, "`data: tally.csv`"))
    if not kind.sheets and "image" not in document.meta and _shows_nothing(document):
        faults.append(_nothing(document, kind.title, "`image: tally.jpg`"))
    # A file that is not there is CF801.
    if path is None or path not in files or not kind.sheets:
        return Exhibit(document, name)
    found: list[Fault] = []
    unread = _unread(contents, path, named or "", document, kind, found)
    settings = dict(document.meta) | _settings(unread, kind, document, path, found)
    source = Source(path, settings, document.places["graphic"], talk, found)
    _require(kind, source, document, faults)
    rows = read_rows(unread.grids, kind.sheets, source) if unread.grids or not found else {}
    value = kind.make(rows, source) if any(rows.values()) else None
    if any(fault.severity == "error" for fault in found):
        value = None  # A picture without the rows at fault would show something else.
    limited(source)
    faults += found
    tables = written_tables(unread.grids)
    return Exhibit(document, name, path, value, tables, spare_headings(unread.grids, kind.sheets))


def _shows_nothing(document: Document) -> bool:
    """Whether an exhibit has neither a file nor a table or picture of its own."""
    if "image" in document.places or "data" in document.places:
        return False
    table = any(block.kind in ("table", "code") for block in document.blocks)
    return not table and not any(link.image for link in document.links)


def _nothing(document: Document, title: str, example: str) -> Fault:
    message = f"This exhibit ({title.lower()}) names no file, so there is nothing to see."
    hint = f"Add {example}, or `image:` with a photo of the paper."
    place = document.places["graphic"]
    return Fault(UNREADABLE, place, message, hint, severity="warning")


def _unread(
    contents: EvidenceFiles,
    path: str,
    named: str,
    document: Document,
    kind: Graphic,
    faults: list[Fault],
) -> Unread:
    """The rows of the file; none, with a fault, where it is no table."""
    if not is_table(path):
        hint = "In the spreadsheet, choose File → Save as → CSV."
        if path.lower().endswith(_PICTURES):
            hint = f"A picture goes under `image: {named}`, with `alt:`."
        faults.append(Fault(UNREADABLE, document.places["data"], no_table(named), hint))
        return Unread()
    raw, fault = contents.table(path)
    if fault:
        faults.append(fault._replace(code=UNREADABLE))
        return Unread()
    unread = read_table(raw, path, kind.sheets)
    faults += unread.faults
    return unread


_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".heic", ".pdf")


def _settings(
    unread: Unread, kind: Graphic, document: Document, path: str, faults: list[Fault]
) -> dict[str, Any]:
    """What a YAML file states beside its rows; the document's front matter goes before."""
    if unread.settings is None or not kind.settings:
        return {}
    reading = Reading(path)
    values = Record("Settings of an exhibit.", kind.settings, strict=False).read(
        unread.settings, "", reading
    )
    faults += reading.faults
    if values is MISSING:
        return {}
    return {key: value for key, value in values.items() if key not in document.meta}


def _require(kind: Graphic, source: Source, document: Document, said: list[Fault]) -> None:
    """Says what an exhibit has to state; what is there and wrong was said when it was read."""
    wrong = {(fault.place.path, fault.place.line) for fault in (*said, *source.faults)}
    for name in kind.needs:
        place = document.places.get(name)
        if name in source.settings or (place and (place.path, place.line) in wrong):
            continue
        field = kind.settings[name]
        example = getattr(field, "example", "") or getattr(field, "values", ("…",))[0]
        says = "has no value" if place else "is missing"
        message = f"`{name}:` {says}; without it a {kind.title.lower()} can't be read. "
        message += field.doc
        source.fault(place or source.place, message, f"Write `{name}: {example}`.", code="CF502")
