"""What a credential file should not be handed out with, though a portfolio can be checked by it.

Only its issuer is told, by `credfolio credentials check`: who writes a portfolio can change none of
it.
"""

from collections.abc import Mapping

from credfolio.credential_faults import Judge, kind_of
from credfolio.fields import Reading
from credfolio.issuing.starter import starting_texts
from credfolio.kinds import kind, kind_names
from credfolio.kinds.base import Values
from credfolio.model import Fault
from credfolio.times import show_time
from credfolio.words import plural, shorten


def advice(values: Values, reading: Reading) -> list[Fault]:
    """What is missing or has no effect, as warnings; changes that nobody is told are an error."""
    judge = Judge(values, reading)
    _texts(judge)
    _starting_texts(judge)
    _changes(judge)
    _evidence(judge)
    for at, requirement in judge.requirements:
        _effects(judge, at, requirement)
    _short(judge)
    return judge.faults


_WANTED: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "": {
        "summary": ("what it is about", "It stands below the title wherever it is shown."),
        "issuer": ("who issues it", "Authors and assessors see whose it is."),
    },
    "part": {"verdict": ("the two words of its verdict", "Like `verdict: [passing, not yet]`.")},
    "requirement": {
        "prompt": ("what is asked", "Authors would see its title and nothing else."),
    },
    "condition": {
        "summary": ("what it means", "One sentence is enough."),
        "look_for": ("what an assessor looks for", "One sentence for each thing to see."),
    },
}


def _texts(judge: Judge) -> None:
    """Texts without which an author or an assessor would not know enough."""
    groups = {
        "": [("", judge.values)],
        "part": list(judge.parts),
        "requirement": list(judge.requirements),
        "condition": list(judge.conditions),
    }
    for what, found in groups.items():
        for at, value in found:
            whose = f"The {what} “{value.get('title', '')}”" if what else "The credential"
            for key, (meaning, hint) in _WANTED[what].items():
                if not value.get(key):
                    message = f"{whose} does not say {meaning}."
                    judge.say(at or key, message, f"Write `{key}:`. {hint}", "warning")


def _starting_texts(judge: Judge) -> None:
    """Texts that are still those of `credentials new`."""
    ours = starting_texts()
    for at, value in (("", judge.values), *judge.requirements, *judge.conditions):
        for key in ("summary", "prompt", "guidance", "look_for"):
            given = value.get(key, ())
            for text in (given,) if isinstance(given, str) else given:
                if text in ours:
                    message = f"This is still the text of `credentials new`: “{shorten(text, 60)}”"
                    own = f"{at}.{key}" if at else key
                    judge.say(own, message, "Write it in your own words.", "warning")
                    break


def _changes(judge: Judge) -> None:
    """Who wrote for an older version has to be told what changed."""
    version, changes = judge.values.get("version"), judge.values.get("changes", ())
    told = {change.get("version") for change in changes}
    if version is None or version < 2:
        return
    hint = "Add `- {version: %d, text: What is asked otherwise than before.}` below `changes:`."
    if version not in told:
        message = f"Nothing says what changed in version {version}: whoever wrote for an older one "
        message += "could not be told."
        judge.say("version", message, hint % version)
    for missing in (v for v in range(2, min(version, 100)) if v not in told):
        message = f"Nothing says what changed in version {missing}."
        judge.say("changes", message, hint % missing, "warning")


def _evidence(judge: Judge) -> None:
    """Conditions that no kind of evidence is asked for."""
    asked = [kind_of(requirement) for _, requirement in judge.requirements]
    if not judge.values.get("conditions") or any(k is None or k.evidences for k in asked):
        return
    known = " or ".join(f"`{name}`" for name in kind_names() if kind(name).evidences)
    message = "No requirement shows where the conditions are: nobody would be asked for them."
    judge.say("conditions", message, f"Add a requirement of kind {known}.", "warning")


def _effects(judge: Judge, at: str, requirement: Values) -> None:
    """What is written at a requirement whose kind does not look at it."""
    own = kind_of(requirement)
    if own is None:
        return
    minimum = requirement.get("minimum", {})
    for key in ("words", "duration"):
        if key in minimum and key not in own.lengths:
            message = f"The kind `{own.name}` does not measure its {key}: this asks for nothing."
            judge.say(f"{at}.minimum.{key}", message, "Take it out, or change the kind.", "warning")
    for key, message, hint in own.doubts(requirement, judge.values):
        judge.say(f"{at}.{key}", message, hint, "warning")
    if not minimum and not own.requirement_fields and own.lengths:
        message = f"“{requirement.get('title', '')}” has no minimum: a single word would be enough."
        judge.say(at, message, "Write `minimum: {words: 250}`, for example.", "warning")


def _short(judge: Judge) -> None:
    """A limit that lies above what is asked for limits nothing."""
    short = judge.values.get("thresholds", {}).get("short")
    asked = [r.get("minimum", {}).get("duration") for _, r in judge.requirements]
    longest = max(filter(None, asked), default=None)
    if short is not None and longest is not None and short > longest:
        message = f"`short` ({show_time(short)}) is over every recording that is asked for "
        message += f"({show_time(longest)} at most), so it changes nothing."
        judge.say("thresholds.short", message, "Write a shorter one, or take it out.", "warning")


def summary_of(values: Values) -> str:
    """`3 parts, 4 requirements, 2 conditions`."""
    parts = values.get("parts", ())
    asked = sum(len(part.get("requirements", ())) for part in parts)
    counts = [plural(len(parts), "part"), plural(asked, "requirement")]
    if conditions := values.get("conditions"):
        counts.append(plural(len(conditions), "condition"))
    return ", ".join(counts)
