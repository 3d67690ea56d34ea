"""Credentials are data: a YAML file each, shipped or in a workspace's `credentials/`."""

import re
from collections.abc import Iterator, Mapping
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
    Reference,
    Share,
    Text,
    Whole,
    nearest,
)
from credfolio.kinds import kind, kind_names
from credfolio.model import (
    Attestation,
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
from credfolio.words import label_form, squeeze
from credfolio.yamlfile import Node, read_yaml

MINIMUM = Record(
    "The least that is asked. Words and duration together mean: either is enough.",
    {
        "words": Whole("Words of the author's own (for a conversation: spoken words)."),
        "duration": Duration("Length of a recording, as M:SS."),
        "severity": Choice("`warning` makes the minimum a guide.", ("error", "warning")),
    },
)


class _Requirement:
    """What is asked: the keys that every requirement may have, and those of its kind."""

    doc = "One thing to submit."

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        written = next((v.value for k, v in node.pairs if squeeze(k.value) == "kind"), "")
        meant = next((n for n in kind_names() if squeeze(n) == squeeze(written)), None)
        return _requirement_record(meant).read(node, key, reading)

    def schema(self) -> dict[str, Any]:
        """One of as many shapes as there are kinds."""
        shapes = []
        for name in kind_names():
            shape = _requirement_record(name).schema()
            shape["properties"]["kind"] = {"enum": [name], "description": kind(name).title + "."}
            shapes.append(shape)
        return {"description": self.doc, "anyOf": shapes}


@cache
def _requirement_record(name: str | None) -> Record:
    """The fields of a requirement of the kind called `name`; None: it is not known."""
    fields: dict[str, Field] = {
        "id": Text("Stable id; documents name it.", "reflection"),
        "kind": Choice("What is submitted.", kind_names()),
        "title": Text("Heading of its page.", "How trust was established"),
        "prompt": Text("What is asked, in your own words.", "How did you two establish trust?"),
        "guidance": Many(
            "Hints for the author, a line each.", Text("A hint.", "How the relationship began.")
        ),
        "minimum": MINIMUM,
        "quotations": Choice("Whether the answer must quote.", ("required", "optional")),
        "file": Text("Where the scaffold puts it.", "3-reflection/reflection.md"),
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
            "id": Text("Stable id.", "overview"),
            "title": Text("Heading of the part.", "Overview"),
            "verdict": Many("The issuer's words for yes and no.", Text("A word.", "passing")),
            "minimum": MINIMUM,
            "requirements": Many("What the part asks for.", _Requirement()),
        },
        ("id", "title", "requirements"),
    )
    condition = Record(
        "A practice that the evidence must show.",
        {
            "id": Text("Stable id; headings and classes name it.", "trust"),
            "title": Text("Its name.", "Trust and equality"),
            "summary": Text("One sentence.", "A relationship of equals that both have chosen."),
            "aliases": Many(
                "Other names that a heading may use.", Text("A name.", "trust and equality")
            ),
            "look_for": Many(
                "What an assessor looks for.", Text("A sentence.", "Both came of their own accord.")
            ),
        },
        ("id", "title"),
    )
    attestation = Record(
        "What the author confirms before handing in.",
        {
            "id": Text("Its key in portfolio.yml.", "own_work"),
            "title": Text("What is confirmed.", "This is my own work."),
        },
        ("id", "title"),
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
            "id": Text("Stable id; portfolio.yml names it.", "collaborative-coaching"),
            "version": Whole("Goes up when a minimum or a requirement changes."),
            "title": Text("The credential's name.", "Collaborative Coaching"),
            "summary": Text("What it is about, in a sentence or two.", "Coaching between equals."),
            "issuer": Text("Who issues it.", "An educational cooperative"),
            "source": Text("Where the issuer's own wording stands.", "The issuer's page"),
            "license_note": Text("On what terms the wording here may be used.", "CC BY 4.0"),
            "language": Text("Language of the texts, as a code.", "en"),
            "conditions": Many("The practices that evidence must show.", condition),
            "parts": Many("Parts in the order of the form.", part),
            "participants": Many("Whom the scaffold lists in portfolio.yml.", participant),
            "attestations": Many("What the author confirms.", attestation),
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
    credential, faults = read_credential(file.read_text("utf-8"), file.name)
    if credential is None or credential.id != id or faults:
        raise AssertionError(f"the shipped {file.name} is faulty: {faults}")
    return credential


def shipped() -> Mapping[str, Credential]:
    """Every credential that comes with the tool, by id."""
    return {id: shipped_credential(id) for id in shipped_ids()}


def credential_file(credential: Credential, folder: Path) -> tuple[Path, bool]:
    """The file of a credential, and whether it is of the workspace's own in `folder`."""
    if credential.path:
        return folder / PurePosixPath(credential.path).name, True
    return _SHIPPED / f"{credential.id}.yml", False


def read_credential(text: str, path: str) -> tuple[Credential | None, list[Fault]]:
    """The credential that `text` describes, or None, and every fault of the file."""
    node, syntax = read_yaml(text, path)
    reading = Reading(path, list(syntax))
    values = credential_record().read(node, "", reading)
    if values is MISSING or any(f.severity == "error" for f in reading.faults):
        return None, reading.faults
    credential = _credential(values)
    reading.faults += _contradictions(credential, path, reading)
    usable = not any(f.severity == "error" for f in reading.faults)
    return (credential if usable else None), reading.faults


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
    )


def _contradictions(credential: Credential, path: str, reading: Reading) -> list[Fault]:
    """Ids used twice, and a credential that asks for nothing."""
    faults = []
    groups = {
        "requirement": [r.id for r in credential.requirements],
        "part": [p.id for p in credential.parts],
        "condition": [c.id for c in credential.conditions],
    }
    for what, ids in groups.items():
        forms = [squeeze(id) for id in ids]
        for id in sorted({i for i in ids if forms.count(squeeze(i)) > 1}):
            place = reading.places.get(f"{what}s", Place(path, 1, 1))
            message = f"The {what} id `{id}` is used more than once."
            faults.append(Fault("CF502", place, message, "Give each its own id."))
    faults += _dangling(credential, path, reading)
    if not any(credential.requirements):
        place = reading.places.get("parts", Place(path, 1, 1))
        message = "The credential asks for nothing: no part has a requirement."
        faults.append(Fault("CF502", place, message, "Add `requirements:` to a part."))
    return faults


def _dangling(credential: Credential, path: str, reading: Reading) -> Iterator[Fault]:
    """What a requirement says of another that is not there, or is of another kind."""
    for number, part in enumerate(credential.parts):
        for index, requirement in enumerate(part.requirements):
            for name, field in kind(requirement.kind).requirement_fields.items():
                meant = requirement.options.get(name)
                if meant is None or not isinstance(field, Reference):
                    continue
                known = tuple(r.id for r in credential.requirements if r.kind == field.kind)
                if meant not in known:
                    key = f"parts.{number}.requirements.{index}.{name}"
                    place = reading.places.get(key, Place(path, 1, 1))
                    message = f"`{name}: {meant}` names no requirement of kind `{field.kind}`."
                    hint = f"Add a requirement with `kind: {field.kind}`, and name its id here."
                    if known:
                        hint = f"Write `{name}: {nearest(meant, known) or known[0]}`."
                    yield Fault("CF502", place, message, hint)


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
        credential, problems = read_credential(text, path)
        faults += problems
        if credential is None:
            continue
        problem = _taken(credential, found)
        if problem:
            faults.append(Fault("CF502", Place(path, 1, 1), *problem))
            continue
        found[credential.id] = credential._replace(path=path)
    return found, faults


def _taken(credential: Credential, others: Mapping[str, Credential]) -> tuple[str, str] | None:
    """Why an own credential can't be used beside the others: nobody may take it for another."""
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", credential.id):
        message = f"The id `{credential.id}` holds more than small letters, digits and hyphens."
        return message, "Write it like `my-credential`."
    known = {**shipped(), **others}
    if squeeze(credential.id) in map(squeeze, known):
        message = f"The id `{credential.id}` is taken; this file is not used."
        return message, "Give your credential an id of its own."
    title = label_form(credential.title)
    if title in (label_form(other.title) for other in known.values()):
        message = f"The title “{credential.title}” is taken; this file is not used."
        return message, "Give your credential a title of its own."
    return None
