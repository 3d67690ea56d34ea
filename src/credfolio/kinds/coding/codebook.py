"""A codebook, and what a row says in its terms."""

import re
from functools import lru_cache
from typing import NamedTuple

from credfolio.fields import nearest
from credfolio.model import Requirement
from credfolio.words import squeeze


class Code(NamedTuple):
    id: str
    title: str
    group: str
    aliases: tuple[str, ...] = ()
    look_for: tuple[str, ...] = ()


class Unknown(NamedTuple):
    """What no code of its group is called. `meant`: the code that is nearest, of any group."""

    written: str
    meant: Code | None


class Coded(NamedTuple):
    """What a cell says: ids of its group in order, and what is none."""

    ids: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()


def codebook(requirement: Requirement) -> tuple[Code, ...]:
    """The codes that a credential declares."""
    return tuple(Code(**each) for each in requirement.options.get("codebook", ()))


_NOTHING = frozenset({"", "none", "n/a", "na"})
_MOST = 12
"""Codes of one cell that are told apart."""

_SIGNS = re.compile(r"[;,/\n+&]|\band\b")


def read_codes(written: str, group: str, codes: tuple[Code, ...]) -> Coded:
    """The codes that a cell names by id, title or another name; several with `;` between them."""
    names = _names(codes)
    ids: list[str] = []
    unknown: list[Unknown] = []
    whole = (written, *_SIGNS.split(written, maxsplit=_MOST))
    if squeeze(written.strip()) in _NOTHING:
        return Coded()
    first = names.get((squeeze(group), squeeze(written.strip(" .*_`"))))
    for part in whole[:1] if first else whole[1:]:
        part = part.strip(" .*_`")
        if squeeze(part.strip("–—…?")) in _NOTHING:
            continue
        code = names.get((squeeze(group), squeeze(part)))
        if code:
            ids.append(code.id)
        else:
            unknown.append(Unknown(part, _meant(part, group, codes)))
    return Coded(tuple(dict.fromkeys(ids)), tuple(unknown))


@lru_cache(maxsize=64)
def _names(codes: tuple[Code, ...]) -> dict[tuple[str, str], Code]:
    """Every name of a code, squeezed, with its group's."""
    return {
        (squeeze(code.group), squeeze(name)): code
        for code in reversed(codes)
        for name in (*code.aliases, code.title, code.id)
    }


@lru_cache(maxsize=256)
def _meant(written: str, group: str, codes: tuple[Code, ...]) -> Code | None:
    """The code of another group that is called so, or the nearest of this one."""
    names = _names(codes)
    form = squeeze(written)
    for known, name in names:
        if name == form:
            return names[known, name]
    mine = [code for code in codes if squeeze(code.group) == squeeze(group)]
    by_name = {name: code for code in mine for name in (*code.aliases, code.title, code.id)}
    near = nearest(written, tuple(by_name))
    return by_name[near] if near else None
