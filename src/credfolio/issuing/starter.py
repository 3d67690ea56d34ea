"""What `credfolio credentials new` writes: the starter, or a known credential under a new name."""

from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from credfolio.credential import credential_record, read_values
from credfolio.credential_faults import slug
from credfolio.issuing.files import CredentialFile
from credfolio.issuing.writing import written
from credfolio.words import squeeze
from credfolio.yamlfile import Node, read_yaml

_NOT_TAKEN_OVER = ("source", "license_note", "changes")
"""What is said of one credential and of no other."""


class Wishes(NamedTuple):
    """What the issuer said of the new credential. `conditions`: their titles."""

    title: str
    id: str
    issuer: str = ""
    conditions: Sequence[str] = ()


@cache
def starter() -> str:
    file = resources.files("credfolio.templates") / "scaffold" / "credential.yml"
    return file.read_text("utf-8")


@cache
def starting_texts() -> frozenset[str]:
    """The texts of the starter, which are no issuer's."""
    values, _ = read_values(starter(), "starter")
    asked = [r for part in values["parts"] for r in part["requirements"]]
    plain = [values["summary"], *(c["summary"] for c in values["conditions"])]
    lists = [
        *(r.get("guidance", ()) for r in asked),
        *(c["look_for"] for c in values["conditions"]),
    ]
    return frozenset([*plain, *(text for texts in lists for text in texts)])


def new_credential(wishes: Wishes, base: CredentialFile | None, schema: bool = True) -> str:
    """The text of a new credential file, with a comment for each key.

    `schema`: it lies where its first line can name the schema.
    """
    root, _ = read_yaml(base.text if base else starter(), "starter")
    given = {"id": wishes.id, "version": "1", "title": wishes.title}
    given["issuer"] = wishes.issuer
    pairs = [(k, v) for k, v in root.pairs if squeeze(k.value) not in map(squeeze, _NOT_TAKEN_OVER)]
    for name, value in given.items():
        pairs = [(k, v) for k, v in pairs if squeeze(k.value) != squeeze(name)]
        pairs.append((_scalar(name), _scalar(value)))
    if wishes.conditions:
        pairs = [(k, v) for k, v in pairs if squeeze(k.value) != "conditions"]
        pairs.append((_scalar("conditions"), _conditions(wishes.conditions)))
    head = (_SCHEMA if schema else "") + _head(wishes.title)
    return written(root._replace(pairs=tuple(pairs)), credential_record(), head)


_SCHEMA = "yaml-language-server: $schema=../.credfolio/credential.schema.json\n\n"


def _head(title: str) -> str:
    return (
        f"{' '.join(title.split())}: what you ask for, and the least that is enough.\n\n"
        "Lines that begin with # are notes to you. Change what stands after the colons, and keep\n"
        "each line as far to the right as its neighbours, with spaces and not with the tab key.\n"
        "A line `# key: …` shows a key that you may use: take the # away, and the space after it."
    )


def _scalar(value: str) -> Node:
    return Node("scalar", value, 1, 1, plain=not value)


def _conditions(titles: Sequence[str]) -> Node:
    """Conditions of these titles, all else still to be written."""
    values, _ = read_values(starter(), "starter")
    model = values["conditions"][0]
    items = []
    for title in titles:
        pairs = (
            (_scalar("id"), _scalar(slug(title))),
            (_scalar("title"), _scalar(title)),
            (_scalar("summary"), _scalar(model["summary"])),
            (_scalar("look_for"), _list(model["look_for"])),
        )
        items.append(Node("map", "", 1, 1, pairs=pairs))
    return Node("list", "", 1, 1, items=tuple(items))


def _list(texts: Sequence[str]) -> Node:
    return Node("list", "", 1, 1, items=tuple(_scalar(text) for text in texts))


def schema_file() -> tuple[Path, bytes]:
    """The schema that the first line of a credential names, by its path in the workspace."""
    schema = resources.files("credfolio") / "schemas" / "credential.schema.json"
    return Path(".credfolio", "credential.schema.json"), schema.read_bytes()
