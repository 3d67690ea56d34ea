"""The JSON Schemas that editors read: sound, complete, and of one mind with the readers."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from support import run

from credfolio.credential import credential_record, shipped
from credfolio.documents import document_record
from credfolio.fields import Reading, Record
from credfolio.metadata import metadata_record
from credfolio.yamlfile import read_yaml

REPOSITORY = Path(__file__).resolve().parents[1]
SCHEMAS = REPOSITORY / "src" / "credfolio" / "schemas"
RECORDS: Mapping[str, Record] = {
    "portfolio": metadata_record(),
    "credential": credential_record(),
    "document": document_record(),
}


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
    return found


def keys(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key that a schema knows, at any depth, with what it says of it."""
    for name, part in schema.get("properties", {}).items():
        yield f"{path}{name}", part
        yield from keys(part, f"{path}{name}.")
    items = [schema["items"]] if "items" in schema else []
    for part in (*schema.get("anyOf", ()), *items):
        yield from keys(part, path)


class Editors(yaml.SafeLoader):
    """YAML 1.2, as editors read it: a date is text, and so are yes and no."""


Editors.yaml_implicit_resolvers = {
    sign: [(tag, form) for tag, form in known if not tag.endswith((":timestamp", ":bool"))]
    for sign, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Editors.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))


def faults(name: str, text: str) -> list[str]:
    """What the schema says of a YAML text."""
    value = yaml.load(text, Editors)
    return [error.message for error in Draft7Validator(schema(name)).iter_errors(value)]


@pytest.mark.parametrize("name", RECORDS)
def test_a_schema_is_one(name: str) -> None:
    """It is valid itself, and each key has a description and an example that it allows."""
    Draft7Validator.check_schema(schema(name))
    found = dict(keys(schema(name)))
    assert len(found) >= 10
    for key, part in found.items():
        assert part["description"], key
        for example in part["examples"]:
            assert not list(Draft7Validator(part).iter_errors(example)), key


@pytest.mark.parametrize("name", RECORDS)
def test_examples_are_what_the_reader_takes(name: str) -> None:
    """What a schema gives as an example is read without a fault."""
    for properties in (schema(name)["examples"][0], _everything(schema(name))):
        text = yaml.safe_dump(properties, sort_keys=False)
        node, syntax = read_yaml(text, "example.yml")
        reading = Reading("example.yml", syntax)
        RECORDS[name].read(node, "", reading)
        assert [f.message for f in reading.faults if f.severity == "error"] == []


def _everything(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: part["examples"][0] for key, part in schema["properties"].items()}


def test_ids_of_shipped_credentials_are_offered() -> None:
    """Ids that exist are proposed, and an id of one's own is no error."""
    known = shipped()
    offered = schema("document")["properties"]["requirement"]["anyOf"][0]["enum"]
    ids = (requirement.id for each in known.values() for requirement in each.requirements)
    assert offered == list(dict.fromkeys(ids))
    assert faults("document", "requirement: one-of-my-own") == []
    portfolio = schema("portfolio")["properties"]
    assert portfolio["credential"]["anyOf"][0]["enum"] == list(known)
    attested = {a.id for each in known.values() for a in each.attestations}
    assert attested == portfolio["attestations"]["properties"].keys()


def test_faults_are_found() -> None:
    """A key that is not known, one that is missing and a date that is none are errors."""
    text = (REPOSITORY / "portfolio" / "portfolio.yml").read_text("utf-8")
    assert faults("portfolio", text.replace("talk_evidence: false", "")) == []
    assert faults("portfolio", text.replace("practitioner:", "practicioner:"))
    assert faults("portfolio", text.replace("consent: 2026-", "consent: soon-"))
    assert faults("document", "graphic: drawing")


def test_what_init_writes(tmp_path: Path) -> None:
    """The line in portfolio.yml leads to a schema that the file fits, without a network."""
    run("init", ".", cwd=tmp_path)
    metadata = tmp_path / "portfolio" / "portfolio.yml"
    first, _, _ = metadata.read_text("utf-8").partition("\n")
    named = metadata.parent / first.removeprefix("# yaml-language-server: $schema=")
    assert json.loads(named.read_text("utf-8")) == schema("portfolio")
    assert faults("portfolio", metadata.read_text("utf-8")) == []
    own = tmp_path / "credentials" / "../.credfolio/credential.schema.json"
    assert json.loads(own.resolve().read_text("utf-8")) == schema("credential")
