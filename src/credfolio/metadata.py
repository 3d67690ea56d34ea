"""`portfolio.yml`: who submits what, who takes part, what was confirmed."""

from functools import cache
from typing import Any

from credfolio.fields import MISSING, Day, Flag, Keyed, Many, Reading, Record, Text, Whole
from credfolio.model import Fault, Metadata, Participant, Place
from credfolio.words import label_form, squeeze
from credfolio.workspace import METADATA
from credfolio.yamlfile import read_yaml


@cache
def metadata_record() -> Record:
    """The fields of `portfolio.yml` (DESIGN §4)."""
    participant = Record(
        "Somebody who takes part, as they are called in the evidence.",
        {
            "id": Text("A short name for the files.", "coach"),
            "label": Text("What they are called in the transcript.", "Coach"),
            "role": Many("Their part in the coaching.", Text("A role.", "coach")),
            "roles": Many("Their parts, where they have several.", Text("A role.", "coach")),
            "consent": Day("When they agreed to be quoted; or yes.", or_yes=True),
        },
        ("label",),
    )
    practitioner = Record(
        "Whose portfolio this is.",
        {
            "name": Text("Your name, or what you want to be called here.", "A teacher leader"),
            "role": Text("What you do.", "Teacher leader"),
            "organization": Text("Where you do it.", "A middle school"),
        },
        ("name",),
    )
    return Record(
        "A micro-credential portfolio.",
        {
            "credential": Text("The credential that you work for.", "collaborative-coaching"),
            "version": Whole("The version of the credential that you read."),
            "language": Text("The language that you write in, as a code.", "en"),
            "practitioner": practitioner,
            "participants": Many(
                "Everybody who speaks in the evidence.",
                participant,
                "[{label: Coach, role: coach}]",
            ),
            "attestations": Keyed("What you confirm.", Day("A date or a yes.", or_yes=True)),
            "ai_use": Text("none, or a sentence saying where you used AI and for what.", "none"),
            "talk_evidence": Flag(
                "Whether the site that you submit shows figures of who talked how much."
            ),
        },
        ("credential", "practitioner", "participants"),
    )


def read_metadata(text: str) -> tuple[Metadata, list[Fault]]:
    """The metadata that `text` holds, as far as it can be read, and every fault in it."""
    node, faults = read_yaml(text, METADATA)
    reading = Reading(METADATA, faults)
    values = metadata_record().read(node, "", reading)
    if values is MISSING:
        return Metadata(), reading.faults
    person = values.get("practitioner", {})
    metadata = Metadata(
        credential=values.get("credential", ""),
        version=values.get("version"),
        language=values.get("language", "en"),
        name=person.get("name", ""),
        role=person.get("role", ""),
        organization=person.get("organization", ""),
        participants=_participants(values.get("participants", ()), reading),
        attestations={squeeze(k): v for k, v in values.get("attestations", {}).items()},
        ai_use=values.get("ai_use", ""),
        talk_evidence=values.get("talk_evidence", False),
        places=reading.places,
    )
    return metadata, reading.faults


def _participants(values: tuple[dict[str, Any], ...], reading: Reading) -> tuple[Participant, ...]:
    found: list[Participant] = []
    taken: dict[str, int] = {}
    for number, value in enumerate(values):
        label = str(value.get("label") or value.get("id") or "").rstrip(": ")
        if not label:
            continue
        place = reading.places.get(f"participants.{number}", Place(METADATA, 1, 1))
        id = str(value.get("id") or label)
        for name in {label_form(label), label_form(id)}:
            if name in taken:
                message = f"Two participants share the label or id `{name}`."
                hint = "Give each a label and an id of their own."
                reading.faults.append(Fault("CF502", place, message, hint))
            taken[name] = number
        consent = str(value["consent"]) if value.get("consent") else None
        roles = value.get("roles") or value.get("role") or ()
        found.append(Participant(id, label, tuple(map(str, roles)), consent, place))
    return tuple(found)
