"""CF801."""

import re
from collections.abc import Iterator
from functools import lru_cache

from credfolio.checking import Problem, check
from credfolio.elements import PUBLISHED
from credfolio.model import Document, Link, Place, Portfolio
from credfolio.sources import inside

_OWN_COMPUTER = re.compile(r"[A-Za-z]:[\\/]|[Ff][Ii][Ll][Ee]:")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:|//")


@check("CF801", "error")
def link_broken(portfolio: Portfolio) -> Iterator[Problem]:
    """A link or picture leads nowhere.

    Links between documents are relative: `[the tally](../2-evidence/tally.md)`. Web addresses
    are not visited. Neither is a file published that is another kind than its name says, such as
    a page or a drawing that is called .png.

    Bad:
        [the tally](tallly.md)

    Good:
        [the tally](tally.md)
    """
    linked = any("#" in link.target for d in portfolio.documents for link in d.links)
    anchors = _made_anchors(portfolio) if linked else {}
    for document in portfolio.documents:
        known = document.requirement if document.requirement in portfolio.evidence else None
        for link in document.links:
            if said := _fault(link, document, portfolio, anchors):
                place = Place(document.path, link.line, link.column)
                yield Problem(place, *said, known)
            elif portfolio.disguised:
                path = inside(document.path, _decoded(re.split("[?#]", link.target)[0])) or ""
                place = Place(document.path, link.line, link.column)
                yield from _disguised(link.target, path, place, portfolio, known)
        for key in ("data", "image") if document.is_exhibit else ():
            named = document.meta.get(key)
            if named and inside(document.path, named) not in portfolio.files:
                message = f"There is no file `{named}` beside this document."
                hint = "Check its name; names are relative to this document."
                yield Problem(document.places[key], message, hint)
            elif named and key == "image" and named.rpartition(".")[2].lower() not in PUBLISHED:
                message = f"`{named}` is of a kind that is never published."
                hint = "Save it as .png or .jpg."
                yield Problem(document.places[key], message, hint)
            elif named and key == "image":
                path = inside(document.path, named) or ""
                yield from _disguised(named, path, document.places[key], portfolio)


def _disguised(
    named: str, path: str, place: Place, portfolio: Portfolio, requirement: str | None = None
) -> Iterator[Problem]:
    """A file whose content is not what its name says."""
    kind = portfolio.disguised.get(path)
    if kind:
        message = f"`{named}` is not what its name says: it is {kind}, so it is not published."
        hint = "Save it again as what its name says; of a page or drawing, take a screenshot."
        yield Problem(place, message, hint, requirement)


def _made_anchors(portfolio: Portfolio) -> dict[str, set[str]]:
    """Anchors that the pages add: a turn's and a highlight's."""
    made: dict[str, set[str]] = {}
    for conversation in portfolio.conversations:
        for turn in conversation.turns:
            for document in conversation.documents:
                made.setdefault(document.path, set()).add(turn.id)
    for highlight in portfolio.highlights:
        made.setdefault(highlight.path, set()).add(highlight.id)
    return made


@lru_cache(maxsize=2)
def _nearby(files: frozenset[str]) -> dict[str, str]:
    """A file by its name alone, in small letters: what a wrong folder or case was meant to be."""
    return {file.rsplit("/", 1)[-1].casefold(): file for file in sorted(files, reverse=True)}


def _decoded(target: str) -> str:
    if "%" not in target:
        return target
    from urllib.parse import unquote

    return unquote(target)


def _fault(
    link: Link, document: Document, portfolio: Portfolio, anchors: dict[str, set[str]]
) -> tuple[str, str] | None:
    target = link.target
    if not target:
        return "This link leads nowhere.", "Write its address."
    if _OWN_COMPUTER.match(target):
        return f"`{target[:90]}` leads to your own computer.", "Copy the file beside this document."
    if _SCHEME.match(target):
        return None
    path, _, fragment = target.partition("#")
    path, fragment = _decoded(path.partition("?")[0]), _decoded(fragment)
    found = inside(document.path, path) if path else document.path
    if found is None:
        message = f"`{target}` leads out of the portfolio folder."
        return message, "Copy the file into the portfolio and link to it there."
    if found not in portfolio.files:
        near = _nearby(portfolio.files).get(found.rsplit("/", 1)[-1].casefold())
        hint = f"There is `{near}`." if near else "Check its name and folder."
        return f"`{target}` leads nowhere: there is no such file.", hint
    ending = found.rpartition(".")[2].lower()
    if ending not in PUBLISHED and ending != "md":
        hint = "Submit it as a picture, PDF, Word file, sound or video, or take the link out."
        return f"`{target}` is of a kind that is never published.", hint
    other = portfolio.document(found)
    made = fragment in ("", "top") or fragment in anchors.get(found, ())
    if other and not made and fragment not in other.anchors:
        known = ", ".join(f"#{block.id}" for block in other.blocks if block.kind == "heading")
        known = known if len(known) < 120 else known[:110] + " …"
        hint = f"Known there are {known}." if known else "Take `#…` out."
        return f"`{target}` leads to a heading that is not there.", hint
    return None
