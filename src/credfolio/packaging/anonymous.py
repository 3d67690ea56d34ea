"""`portfolio.yml` without what tells its author: the values replaced where they stand.

Every other byte stays, so that lines keep their numbers and comments and layout their form.
"""

import re

import yaml

from credfolio import limits
from credfolio.blind import submission_id
from credfolio.errors import CredfolioError
from credfolio.metadata import read_metadata
from credfolio.model import Portfolio
from credfolio.sources import decode, read_bytes
from credfolio.words import squeeze
from credfolio.workspace import METADATA

_BREAK = re.compile(r"\r?\n")
_TELLING = ("name", "role", "organization")


def nameless(portfolio: Portfolio) -> bytes:
    """`portfolio.yml` with the submission's id for the name, and no role and organization.

    Raises CredfolioError where the file has faults, so that it can't be said what it means.
    """
    raw, fault = read_bytes(portfolio.root, METADATA, limits.METADATA_BYTES)
    text, undecoded = decode(raw, METADATA)
    before, faults = read_metadata(text)
    if fault or undecoded or any(each.severity == "error" for each in faults):
        raise CredfolioError(f"{METADATA} has faults; mend them first. `credfolio check` says how.")
    if more := sorted(set(_keys(text)) - set(_TELLING)):
        raise CredfolioError(
            f"`{more[0]}:` under practitioner: in {METADATA} may tell who you are. Take it out, "
            "or put a # before it, for blind review."
        )
    mark = "\ufeff" if raw.startswith(b"\xef\xbb\xbf") else ""
    try:
        replaced = mark + _replaced(raw.decode("utf-8-sig"), submission_id(portfolio))
    except yaml.YAMLError:
        replaced = ""
    after, _ = read_metadata(decode(replaced.encode(), METADATA)[0])
    expected = before._replace(name=submission_id(portfolio), role="", organization="")
    if after._replace(places={}) != expected._replace(places={}):
        raise CredfolioError(
            f"The name in {METADATA} can't be replaced safely. Write name:, role: and "
            "organization: each on a line of its own, under practitioner:."
        )
    return replaced.encode()


def _replaced(text: str, id: str) -> str:
    """`text` with the values under `practitioner:` replaced, from the last to the first."""
    values = {"name": id, "role": '""', "organization": '""'}
    for start, end, key in sorted(_places(text), reverse=True):
        # As many lines as before: findings and their places are those of the author's own file.
        breaks = "".join(_BREAK.findall(text[start:end]))
        text = text[:start] + values[key] + breaks + text[end:]
    return text


def _places(text: str) -> list[tuple[int, int, str]]:
    """(start, end, key) of each telling value, in characters."""
    # Safe: the events were scanned for aliases, tags and depth when the metadata was read.
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    return [
        (value.start_mark.index, value.end_mark.index, squeeze(key.value))
        for person in _under(root, "practitioner")
        for key, value in person.value
        if isinstance(key, yaml.ScalarNode)
        and isinstance(value, yaml.ScalarNode)
        and squeeze(key.value) in _TELLING
        and value.end_mark.index > value.start_mark.index
    ]


def _keys(text: str) -> list[str]:
    """What is told of the author, by its keys."""
    person = _under(yaml.compose(text, Loader=yaml.CSafeLoader), "practitioner")
    return [squeeze(str(key.value)) for each in person for key, _ in each.value]


def _under(root: yaml.Node | None, wanted: str) -> list[yaml.MappingNode]:
    if not isinstance(root, yaml.MappingNode):
        return []
    return [
        value
        for key, value in root.value
        if isinstance(key, yaml.ScalarNode)
        and squeeze(key.value) == wanted
        and isinstance(value, yaml.MappingNode)
    ]


def replaced_metadata(portfolio: Portfolio) -> dict[str, bytes]:
    """What an anonymous check reads instead of the disk (see `sources.Unsaved`)."""
    return {str(portfolio.root / METADATA): nameless(portfolio)}
