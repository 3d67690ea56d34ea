"""docs/checks.md and the JSON Schemas, made by `python -m credfolio.reference [--check]`."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from credfolio.checking import Check, shipped_checks
from credfolio.credential import credential_record, shipped
from credfolio.credential_reference import credential_page
from credfolio.documents import document_record
from credfolio.examples import exemplify
from credfolio.fields import Record
from credfolio.kinds import folder, kind, kind_names
from credfolio.metadata import metadata_record
from credfolio.privacy.declared import private_record
from credfolio.words import small_first

_FAMILIES = {
    "1": "Structure",
    "2": "Prose",
    "3": "Conversation and media",
    "4": "Annotation",
    "5": "Metadata and records",
    "6": "Privacy",
    "7": "Language of feedback",
    "8": "Links and page quality",
    "9": "Configuration",
}


def generated() -> dict[str, str]:
    """Path in the repository to content."""
    known = shipped().values()
    conditions = [c.id for credential in known for c in credential.conditions]
    attested = [a.id for credential in known for a in credential.attestations]
    requirements = [r.id for credential in known for r in credential.requirements]
    schemas: dict[str, tuple[str, Record, Mapping[str, list[str]]]] = {
        "portfolio": (
            "portfolio.yml",
            metadata_record(),
            {"credential": list(shipped()), "attestations": attested},
        ),
        "credential": ("A credential file", credential_record(), {}),
        "document": (
            "Front matter of a document",
            document_record(),
            {"requirement": requirements, "condition": conditions},
        ),
        "private": ("private.yml", private_record(), {}),
    }
    files = {
        f"src/credfolio/schemas/{name}.schema.json": _schema(title, record, ids)
        for name, (title, record, ids) in schemas.items()
    }
    pages = {
        "docs/checks.md": checks_page(shipped_checks()),
        "docs/credential-file.md": credential_page(),
        "docs/kinds.md": kinds_page(),
    }
    return {**pages, **files}


def _schema(title: str, record: Record, ids: Mapping[str, list[str]]) -> str:
    schema: dict[str, Any] = {"$schema": "http://json-schema.org/draft-07/schema#", "title": title}
    schema |= record.schema()
    for key, known in ids.items():
        _propose(schema["properties"][key], list(dict.fromkeys(known)))
    exemplify(schema)
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _propose(schema: dict[str, Any], ids: list[str]) -> None:
    """Ids of shipped credentials, for an editor to offer; a credential of one's own has others."""
    if schema.get("type") == "object":
        schema["properties"] = dict.fromkeys(ids, schema["additionalProperties"])
    else:
        kept = schema.pop("type")
        schema["anyOf"] = [{"enum": ids}, {"type": kept}]
        schema["examples"] = ids[:1]


def kinds_page() -> str:
    """What an author writes for each kind of requirement, from the kinds' guides."""
    lines = [
        "# What a requirement may ask for",
        "",
        "Made by `make docs` from the folders of the requirement kinds. A credential says of each",
        "requirement which kind it is; `credfolio init` writes a document to fill in.",
    ]
    for name in kind_names():
        guide = (folder(name) / "guide.md").read_text("utf-8").strip()
        lines += [
            "",
            f"## `{name}`: {small_first(kind(name).title)}",
            "",
            guide,
        ]
    return "\n".join(lines) + "\n"


def checks_page(checks: tuple[Check, ...]) -> str:
    """The reference of all checks, from their docstrings."""
    lines = [
        "# Checks",
        "",
        "Made by `make docs` from the files in `checks/` and those of the requirement kinds;",
        "`credfolio explain CODE` shows the same.",
        "",
        "An *error* makes its requirement unmet. A *warning* is worth a look. A *note* is a moment",
        "to look at, never a judgement.",
    ]
    family = ""
    for check in checks:
        if check.code[2] != family:
            family = check.code[2]
            lines += ["", f"## {_FAMILIES[family]}"]
        headline, why, bad, good = check.texts
        lines += ["", f"### {check.code} {check.name}", "", f"*{check.severity}* · {headline}"]
        if why:
            lines += ["", why]
        for title, sample in (("Found fault with", bad), ("In order", good)):
            lines += ["", f"{title}:", "", "```text", sample, "```"]
    return "\n".join(lines) + "\n"


def main(argv: list[str]) -> int:
    """Writes the files, or with `--check` says which are stale."""
    root = Path(__file__).resolve().parents[2]
    stale = []
    for name, text in generated().items():
        path = root / name
        if path.is_file() and path.read_text("utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
    for name in stale:
        print(f"{name} is stale: run `make docs`" if "--check" in argv else f"written {name}")
    return 1 if stale and "--check" in argv else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
