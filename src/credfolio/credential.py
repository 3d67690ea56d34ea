"""Credentials are data: a YAML file each, shipped or in a workspace's `credentials/`."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from credfolio import limits
from credfolio.fields import (
    MISSING,
    Choice,
    Field,
    Many,
    Reading,
    Record,
    Share,
    Text,
    Whole,
    nearest,
)
from credfolio.kinds import kind, kind_names
from credfolio.model import (
    Attestation,
    Change,
    Condition,
    Credential,
    Fault,
    Minimum,
    Part,
    Participant,
    Place,
    Requirement,
    Thresholds,
)
from credfolio.sources import SAVED, Unsaved, read_text
from credfolio.times import Duration
from credfolio.words import squeeze
from credfolio.yamlfile import Node, read_yaml

MINIMUM = Record(
    "The least that is asked. Words and duration together mean: either is enough.",
    {
        "words": Whole(
            "Words of the author's own (for a conversation: spoken words).", example=250
        ),
        "duration": Duration('Length of a recording in minutes and seconds, as "10:00".'),
        "severity": Choice(
            "`warning` makes the minimum a guide: too little is told, and complete all the same.",
            ("error", "warning"),
        ),
    },
)


class RequirementField:
    """What is asked: the keys that every requirement may have, and those of its kind."""

    doc = "One thing to submit."

    def record(self, node: Node) -> Record:
        """The keys that a requirement may have, by the kind that it states."""
        written = next((v.value for k, v in node.pairs if squeeze(k.value) == "kind"), "")
        meant = next((n for n in kind_names() if squeeze(n) == squeeze(written)), None)
        return requirement_record(meant)

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        return self.record(node).read(node, key, reading)

    def schema(self) -> dict[str, Any]:
        """One of as many shapes as there are kinds."""
        shapes = []
        for name in kind_names():
            shape = requirement_record(name).schema()
            shape["properties"]["kind"] = {"enum": [name], "description": kind(name).title + "."}
            shapes.append(shape)
        return {"description": self.doc, "anyOf": shapes}


@cache
def requirement_record(name: str | None) -> Record:
    """The fields of a requirement of the kind called `name`; None: it is not known."""
    fields: dict[str, Field] = {
        "id": Text("A short name that never changes; documents name it.", "reflection"),
        "kind": Choice("What kind of thing is submitted.", kind_names()),
        "title": Text("What it is called, as a heading.", "How trust was established"),
        "prompt": Text("What is asked, in your own words.", "How did you two establish trust?"),
        "guidance": Many(
            "Hints for the author, a line each.", Text("A hint.", "How the relationship began.")
        ),
        "minimum": MINIMUM,
        "quotations": Choice(
            "Whether the answer has to quote the conversation.", ("required", "optional")
        ),
        "file": Text(
            "Where `credfolio init` puts the document, in the portfolio folder.",
            "3-reflection/reflection.md",
        ),
    }
    own = kind(name).requirement_fields if name else {}
    required = ("id", "kind", "title")
    return Record("One thing to submit.", fields | dict(own), required, strict=name is not None)


@cache
def credential_record() -> Record:
    """The fields of a credential file."""
    part = Record(
        "A part that gets one verdict.",
        {
            "id": Text("A short name that never changes.", "overview"),
            "title": Text("What the part is called.", "Overview"),
            "verdict": Many(
                "The two words between which an assessor chooses: for yes, and for no.",
                Text("A word.", "passing"),
                "[passing, not yet]",
            ),
            "minimum": MINIMUM._replace(doc="The least words that all its answers have together."),
            "requirements": Many("What the part asks for, in order.", RequirementField()),
        },
        ("id", "title", "requirements"),
    )
    condition = Record(
        "A practice that the evidence must show.",
        {
            "id": Text(
                "A short name that never changes; headings and highlights name it.", "trust"
            ),
            "title": Text("Its name.", "Trust and equality"),
            "summary": Text(
                "What it means, in one sentence.", "A relationship of equals that both have chosen."
            ),
            "aliases": Many(
                "Other names that authors may use for it in a heading.",
                Text("A name.", "trust and equality"),
            ),
            "look_for": Many(
                "What an assessor looks for, a sentence each.",
                Text("A sentence.", "Both came of their own accord."),
            ),
        },
        ("id", "title"),
    )
    attestation = Record(
        "What the author confirms before handing in.",
        {
            "id": Text("Its key in portfolio.yml: small letters, digits and `_`.", "own_work"),
            "title": Text("What is confirmed.", "This is my own work."),
        },
        ("id", "title"),
    )
    change = Record(
        "What a version asks for otherwise than the one before it.",
        {
            "version": Whole("The version that brought it.", 2),
            "text": Text("What changed.", "The reflection asks for 400 words instead of 500."),
        },
        ("version", "text"),
    )
    participant = Record(
        "Somebody who takes part.",
        {
            "id": Text("A short name for the files.", "coach"),
            "label": Text("What they are called in the evidence.", "Coach"),
            "role": Text("Their part.", "coach"),
        },
        ("id", "label", "role"),
    )
    return Record(
        "What an issuer asks for.",
        {
            "id": Text(
                "A short name that never changes, of small letters, digits and hyphens; "
                "portfolio.yml names it.",
                "collaborative-coaching",
            ),
            "version": Whole("1 at first; one more whenever what is asked for changes."),
            "changes": Many("What changed, for each version from 2 on.", change),
            "title": Text("What the credential is called.", "Collaborative Coaching"),
            "summary": Text("What it is about, in a sentence or two.", "Coaching between equals."),
            "issuer": Text("Who issues it.", "An educational cooperative"),
            "source": Text("Where the issuer's own wording stands.", "The issuer's page"),
            "license_note": Text("On what terms the wording here may be used.", "CC BY 4.0"),
            "language": Text("Language of the texts, as a code.", "en"),
            "conditions": Many("The practices that the evidence has to show.", condition),
            "parts": Many("The parts of your form, in its order; each gets a verdict.", part),
            "participants": Many("Whom `credfolio init` lists in portfolio.yml.", participant),
            "attestations": Many("What the author confirms before handing in.", attestation),
            "thresholds": Record(
                "Where a warning begins.",
                {
                    "at_risk": Share("Own words below this share of a minimum are unmet."),
                    "short": Duration("Recordings under this are too short."),
                    "long": Duration("Recordings over this are warned about."),
                },
            ),
        },
        ("id", "version", "title", "parts"),
    )


DEFAULT = "collaborative-coaching"
"""The credential of whoever names none."""

_SHIPPED = Path(__file__).with_name("credentials")


@cache
def shipped_ids() -> tuple[str, ...]:
    """The ids of the credentials that come with the tool."""
    return tuple(sorted(entry.stem for entry in _SHIPPED.glob("*.yml")))


@cache
def shipped_credential(id: str) -> Credential:
    """The credential that one of `shipped_ids` means. Only its own file is read."""
    file = _SHIPPED / f"{id}.yml"
    values, reading = read_values(file.read_text("utf-8"), file.name)
    if reading.faults or values["id"] != id:
        raise AssertionError(f"the shipped {file.name} is faulty: {reading.faults}")
    return _credential(values)


def shipped() -> Mapping[str, Credential]:
    """Every credential that comes with the tool, by id."""
    return {id: shipped_credential(id) for id in shipped_ids()}


def credential_file(credential: Credential, folder: Path) -> tuple[Path, bool]:
    """The file of a credential, and whether it is of the workspace's own in `folder`."""
    if credential.path:
        return folder / PurePosixPath(credential.path).name, True
    return _SHIPPED / f"{credential.id}.yml", False


def read_credential(
    text: str, path: str, beside: Iterable[Credential] = ()
) -> tuple[Credential | None, list[Fault]]:
    """The credential that `text` describes, or None, and every fault of the file.

    `beside`: credentials that it may not be taken for.
    """
    # Imported where it is needed: whoever uses a shipped credential pays nothing for it.
    from credfolio.credential_faults import credential_faults

    values, reading = read_values(text, path)
    reading.faults += credential_faults(values, reading, tuple(beside))
    usable = not any(f.severity == "error" for f in reading.faults)
    return (_credential(values) if usable else None), reading.faults


def read_values(text: str, path: str) -> tuple[Mapping[str, Any], Reading]:
    """What the keys of a credential file hold, as far as they can be read."""
    node, syntax = read_yaml(text, path)
    reading = Reading(path, list(syntax))
    values = credential_record().read(node, "", reading)
    return ({} if values is MISSING else values), reading


def _minimum(values: Mapping[str, Any]) -> Minimum:
    given = values.get("minimum", {})
    return Minimum(given.get("words"), given.get("duration"), given.get("severity", "error"))


def _requirement(values: Mapping[str, Any], part: str) -> Requirement:
    own = kind(values["kind"]).requirement_fields
    return Requirement(
        id=values["id"],
        part=part,
        kind=values["kind"],
        title=values["title"],
        prompt=values.get("prompt", ""),
        guidance=values.get("guidance", ()),
        minimum=_minimum(values),
        quotations=values.get("quotations") == "required",
        file=values.get("file", f"{part}/{values['id']}.md"),
        options={name: values[name] for name in own if name in values},
    )


def _credential(values: Mapping[str, Any]) -> Credential:
    parts = tuple(
        Part(
            id=part["id"],
            title=part["title"],
            verdict=part.get("verdict", ()),
            minimum=_minimum(part),
            requirements=tuple(_requirement(r, part["id"]) for r in part["requirements"]),
        )
        for part in values["parts"]
    )
    conditions = tuple(
        Condition(
            id=c["id"],
            title=c["title"],
            summary=c.get("summary", ""),
            aliases=c.get("aliases", ()),
            look_for=c.get("look_for", ()),
        )
        for c in values.get("conditions", ())
    )
    return Credential(
        id=values["id"],
        version=values["version"],
        title=values["title"],
        summary=values.get("summary", ""),
        issuer=values.get("issuer", ""),
        source=values.get("source", ""),
        license_note=values.get("license_note", ""),
        language=values.get("language", "en"),
        parts=parts,
        conditions=conditions,
        participants=tuple(
            Participant(p["id"], p["label"], (p["role"],)) for p in values.get("participants", ())
        ),
        attestations=tuple(Attestation(**a) for a in values.get("attestations", ())),
        thresholds=Thresholds(**values.get("thresholds", {})),
        changes=tuple(Change(**c) for c in values.get("changes", ())),
    )


def known_credentials(
    folder: Path, unsaved: Unsaved = SAVED
) -> tuple[dict[str, Credential], list[Fault]]:
    """Every credential by id, shipped or in the workspace's `folder`; with what is wrong there.

    A file in the workspace can't take a shipped id: it could ask for less than the issuer does.
    """
    own, faults = _own_credentials(folder, unsaved)
    return {**own, **shipped()}, faults


def find_credential(
    id: str, folder: Path, place: Place, unsaved: Unsaved = SAVED
) -> tuple[Credential | None, list[Fault]]:
    """The credential called `id`; with every fault of the workspace's own."""
    own, faults = _own_credentials(folder, unsaved)
    known = {squeeze(name): name for name in (*own, *shipped_ids())}
    name = known.get(squeeze(id), "")
    found = shipped_credential(name) if name in shipped_ids() else own.get(name)
    if found is None and not faults:
        ids = tuple(sorted(known.values()))
        message = f"The credential `{id}` is not known; known are {', '.join(ids)}."
        hint = f"Write `credential: {nearest(id, ids) or DEFAULT}`."
        faults.append(Fault("CF502", place, message, hint))
    return found, faults


def _own_credentials(folder: Path, unsaved: Unsaved) -> tuple[dict[str, Credential], list[Fault]]:
    found: dict[str, Credential] = {}
    faults: list[Fault] = []
    if not folder.is_dir() or folder.is_symlink():
        return found, faults
    for file in sorted(folder.glob("*.y*ml")):
        path = f"../{folder.name}/{file.name}"
        text, fault = read_text(folder, file.name, limits.METADATA_BYTES, unsaved)
        if fault:
            faults.append(fault._replace(place=Place(path, fault.place.line, fault.place.column)))
            continue
        known = (*shipped().values(), *found.values())
        credential, problems = read_credential(text, path, known)
        faults += problems
        if credential:
            found[credential.id] = credential._replace(path=path)
    return found, faults
