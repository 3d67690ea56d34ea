"""docs/checks.md and the JSON Schemas, made by `python -m credfolio.reference [--check]`."""

import json
import sys
from pathlib import Path
from typing import Any

from credfolio.checking import Check, shipped_checks
from credfolio.credential import credential_record
from credfolio.documents import document_record
from credfolio.fields import Record
from credfolio.metadata import metadata_record

_FAMILIES = {
    "1": "Structure",
    "2": "Prose",
    "3": "Conversation and media",
    "4": "Annotation",
    "5": "Metadata",
    "6": "Privacy",
    "7": "Language of feedback",
    "8": "Links and page quality",
    "9": "Configuration",
}


def generated() -> dict[str, str]:
    """Path in the repository to content."""
    schemas = {
        "portfolio": ("portfolio.yml", metadata_record()),
        "credential": ("A credential file", credential_record()),
        "document": ("Front matter of a document", document_record()),
    }
    files = {
        f"src/credfolio/schemas/{name}.schema.json": _schema(title, record)
        for name, (title, record) in schemas.items()
    }
    return {"docs/checks.md": checks_page(shipped_checks()), **files}


def _schema(title: str, record: Record) -> str:
    schema: dict[str, Any] = {"$schema": "http://json-schema.org/draft-07/schema#", "title": title}
    return json.dumps(schema | record.schema(), indent=2, ensure_ascii=False) + "\n"


def checks_page(checks: tuple[Check, ...]) -> str:
    """The reference of all checks, from their docstrings."""
    lines = [
        "# Checks",
        "",
        "Made by `make docs` from the files in `checks/`; `credfolio explain CODE` shows the same.",
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
