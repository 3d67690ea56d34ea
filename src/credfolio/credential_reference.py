"""docs/credential-file.md: every key of a credential file, from the declarations of its fields."""

from collections.abc import Iterator, Mapping

from credfolio.credential import credential_record, requirement_record
from credfolio.fields import Choice, Field, Keyed, Many, Record
from credfolio.issuing.writing import example_of
from credfolio.kinds import kind, kind_names
from credfolio.kinds.base import Kind

_HEAD = """\
# The credential file

Made by `make docs` from the declarations of the keys in the program. [The issuer's
guide](issuers.md) leads through writing one; `credfolio credentials new` writes one with these
explanations as comments, and `credfolio credentials check` says what is wrong with it.

It is a [YAML](https://yaml.org/) file: a `key: value` on each line, what belongs to a key below it
and further to the right, each item of a list behind a hyphen. A text that holds a colon, or begins
with a sign, stands in quotation marks. A key that is *needed* must be there."""

_KINDS = """\
The `kind` of a requirement says what is submitted. Every kind has the keys of [a
requirement](#a-requirement); where it has more, they stand here. [What authors write](kinds.md) for
each is on a page of its own."""


def credential_page() -> str:
    """The page: the file from the outside in, then what each kind adds."""
    root = credential_record()
    part, condition = _of(root, "parts"), _of(root, "conditions")
    asked = requirement_record(None)
    lines = [_HEAD, "", "## The file", "", *_table(root)]
    lines += ["", "## A part", "", part.doc, "", *_table(part)]
    lines += ["", "## A requirement", "", asked.doc, "", *_table(asked)]
    lines += ["", "## A condition", "", condition.doc, "", *_table(condition)]
    for name, title in _SMALL.items():
        field = root.fields[name]
        record = field.of if isinstance(field, Many) else field
        if isinstance(record, Record):
            lines += ["", f"## {title}", "", record.doc, "", *_table(record)]
    minimum = asked.fields["minimum"]
    if isinstance(minimum, Record):
        lines += ["", "## A minimum", "", minimum.doc, "", *_table(minimum)]
    lines += ["", "## Kinds of requirement", "", _KINDS]
    for name in kind_names():
        lines += ["", *_kind(kind(name))]
    return "\n".join(lines) + "\n"


_SMALL: Mapping[str, str] = {
    "attestations": "An attestation",
    "thresholds": "Thresholds",
    "changes": "A change",
}


def _of(record: Record, name: str) -> Record:
    field = record.fields[name]
    found = field.of if isinstance(field, Many) else field
    assert isinstance(found, Record)
    return found


def _kind(each: Kind) -> Iterator[str]:
    lengths = " or ".join(f"`{key}`" for key in each.lengths)
    yield f"### {each.name}"
    yield ""
    yield f"{each.title}. Its minimum may have {lengths}."
    if each.needs:
        needed = " or ".join(f"`{name}`" for name in each.needs)
        yield from ("", f"It builds on a requirement of kind {needed}, where there is one.")
    if each.requirement_fields:
        yield from ("", *_table(Record("", each.requirement_fields)))
    for name, field in each.requirement_fields.items():
        yield from _deeper(name, field)


def _deeper(name: str, field: Field) -> Iterator[str]:
    """The keys below a key of a kind's own, each record with a table."""
    record = field.of if isinstance(field, Many | Keyed) else field
    if isinstance(record, Record):
        yield from ("", f"Below `{name}:`", "", *_table(record))
        for below, part in record.fields.items():
            yield from _deeper(f"{name}: {below}", part)


def _table(record: Record) -> Iterator[str]:
    yield "| key | | what it is | example |"
    yield "|---|---|---|---|"
    for name, field in record.fields.items():
        needed = "needed" if name in record.required else ""
        example = example_of(field)
        shown = f"`{example}`" if len(example) <= 70 else ""
        yield f"| `{name}` | {needed} | {_cell(field)} | {_escaped(shown)} |"


def _cell(field: Field) -> str:
    doc = field.doc
    if isinstance(field, Choice):
        doc += " One of " + ", ".join(f"`{value}`" for value in field.values) + "."
    return _escaped(doc)


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")
