"""What is wrong with a credential file beyond its keys: contradictions, and what nobody can meet.

It is judged on the values as far as they could be read, so that one run names every fault of a
file, whatever else is wrong with it.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from credfolio import limits
from credfolio.conditions import heading_form
from credfolio.fields import Entry, Field, Many, Reading, Record, Reference, nearest
from credfolio.kinds import kind as load_kind
from credfolio.kinds.base import Kind, Values
from credfolio.languages import is_language, nearest_language
from credfolio.model import Credential, Fault, Place, Severity, Thresholds
from credfolio.sources import inside, is_hidden
from credfolio.times import show_time
from credfolio.words import label_form, plural, printable, shorten, squeeze

_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_KEY = r"[a-z0-9]+(?:[_-][a-z0-9]+)*"
_UNFIT = frozenset('<>:"|?*\\')
"""Signs that a file can't have in its name on every system."""


class Judge:
    """The values of a credential file, and what is said of them. `at`: a key as in `places`."""

    def __init__(self, values: Values, reading: Reading) -> None:
        self.values = values
        self.reading = reading
        self.faults: list[Fault] = []

    def place(self, at: str) -> Place:
        """Where a key stands, or else what it belongs to."""
        while at and at not in self.reading.places:
            at = at.rpartition(".")[0]
        return self.reading.places.get(at, Place(self.reading.path, 1, 1))

    def line(self, at: str) -> int:
        return self.place(at).line or 1

    def say(self, at: str, message: str, hint: str, severity: Severity = "error") -> None:
        if len(self.faults) >= limits.CREDENTIAL_FAULTS:
            return
        place = self.place(at)
        fault = Fault("CF502", place, printable(message), printable(hint), severity=severity)
        self.faults.append(fault)

    @property
    def parts(self) -> Iterator[tuple[str, Values]]:
        """Each part with its key."""
        for number, part in enumerate(self.values.get("parts", ())):
            yield f"parts.{number}", part

    @property
    def requirements(self) -> Iterator[tuple[str, Values]]:
        """Each requirement with its key."""
        for at, part in self.parts:
            yield from _numbered(f"{at}.requirements", part.get("requirements", ()))

    @property
    def conditions(self) -> Iterator[tuple[str, Values]]:
        yield from _numbered("conditions", self.values.get("conditions", ()))


def _numbered(key: str, values: Sequence[Values]) -> Iterator[tuple[str, Values]]:
    for number, value in enumerate(values):
        yield f"{key}.{number}", value


def credential_faults(
    values: Values, reading: Reading, beside: Sequence[Credential] = ()
) -> list[Fault]:
    """Every contradiction in a credential file. `beside`: credentials it may not be taken for."""
    judge = Judge(values, reading)
    asked = sum(1 for _ in judge.requirements)
    if asked > limits.REQUIREMENTS:
        message = f"The credential asks for {asked:,} things; {limits.REQUIREMENTS} are the most."
        judge.say("parts", message, "Ask for several things in one requirement.")
        return judge.faults
    taken(judge, beside)
    _ids(judge)
    _emptiness(judge)
    _files(judge)
    _names(judge, list(judge.conditions))
    for at, requirement in judge.requirements:
        _minimum(judge, at, requirement)
    for at, part in judge.parts:
        _part(judge, at, part)
    _thresholds(judge)
    _language(judge)
    _changes(judge)
    _kinds(judge)
    return judge.faults


# --- ids and titles ----------------------------------------------------------------------------


def slug(text: str, joint: str = "-") -> str:
    """`text` as an id: small letters and digits, joined by hyphens; '' where it has neither."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return joint.join(re.findall("[a-z0-9]+", plain.replace("'", "")))


def taken(judge: Judge, beside: Sequence[Credential]) -> None:
    """Nobody may take a credential for another: it could ask for less than that one's issuer."""
    id, title = judge.values.get("id", ""), judge.values.get("title", "")
    if id and not re.fullmatch(_ID, id):
        _misspelt(judge, "id", id, "-")
    if squeeze(id) in [squeeze(other.id) for other in beside]:
        message = f"The id `{id}` is taken: another credential has it."
        judge.say("id", message, "Give your credential an id of its own.")
    if label_form(title) in [label_form(other.title) for other in beside]:
        message = f"The title “{title}” is taken: another credential has it."
        judge.say("title", message, "Give your credential a title of its own.")


def _misspelt(judge: Judge, at: str, id: str, joint: str) -> None:
    known = "small letters, digits and hyphens" if joint == "-" else "small letters, digits and `_`"
    message = f"The id `{id}` holds more than {known}."
    judge.say(at, message, f"Write `id: {slug(id, joint) or 'my-id'}`.")


def _ids(judge: Judge) -> None:
    """Ids of a form that files, addresses and keys can take, and each of its own."""
    listed = {name: judge.values.get(name, ()) for name in ("attestations", "participants")}
    groups = (
        ("part", judge.parts, _ID),
        ("requirement", judge.requirements, _ID),
        ("condition", judge.conditions, _ID),
        ("attestation", _numbered("attestations", listed["attestations"]), _KEY),
        ("participant", _numbered("participants", listed["participants"]), _KEY),
    )
    for what, found, form in groups:
        first: dict[str, str] = {}
        for at, value in found:
            id = value.get("id", "")
            if id and not re.fullmatch(form, id):
                _misspelt(judge, f"{at}.id", id, "-" if form == _ID else "_")
            if id and squeeze(id) in first:
                line = judge.line(first[squeeze(id)])
                message = f"The {what} id `{id}` is used more than once; line {line} has it first."
                judge.say(f"{at}.id", message, "Give each its own id.")
            first.setdefault(squeeze(id), f"{at}.id")


def _emptiness(judge: Judge) -> None:
    empty = [(at, p) for at, p in judge.parts if "requirements" in p and not p["requirements"]]
    if "parts" in judge.values and not list(judge.requirements):
        message = "The credential asks for nothing: no part has a requirement."
        judge.say("parts", message, "Add `requirements:` to a part.")
        return
    for at, part in empty:
        message = f"The part “{part.get('title', '')}” asks for nothing, and yet has a verdict."
        judge.say(f"{at}.requirements", message, "Add a requirement, or take the part out.")


# --- files -------------------------------------------------------------------------------------


def _files(judge: Judge) -> None:
    """Where the scaffold puts each document: in the portfolio, each in a file of its own."""
    first: dict[str, str] = {}
    for at, part in judge.parts:
        for own, requirement in _numbered(f"{at}.requirements", part.get("requirements", ())):
            given = requirement.get("file", f"{part.get('id', at)}/{requirement.get('id', own)}.md")
            name = given.casefold()
            if "file" in requirement:
                _file(judge, f"{own}.file", given)
                name = (inside("", given) or given).casefold()
            if name in first:
                line = judge.line(first[name])
                message = f"`{given}` is the file of another requirement too, in line {line}."
                judge.say(f"{own}.file", message, "Give each requirement a file of its own.")
            first.setdefault(name, f"{own}.file")


def _file(judge: Judge, at: str, name: str) -> None:
    path = inside("", name)
    if path is None or not path:
        message = f"`file: {name}` leads out of the portfolio folder."
        judge.say(at, message, "Write a path inside it, like `1-overview/answer.md`.")
    elif not name.lower().endswith(".md"):
        message = f"`file: {name}` is no Markdown file, so nothing in it would be read."
        judge.say(at, message, f"Write `file: {re.sub(r'[.][A-Za-z]{1,5}$', '', name)}.md`.")
    elif unfit := sorted(_UNFIT.intersection(name)):
        message = f"`file: {name}` holds `{unfit[0]}`, which not every system takes in a name."
        judge.say(at, message, "Use letters, digits and hyphens, with `/` after a folder.")
    elif any(is_hidden(step) for step in path.split("/")):
        message = f"`file: {name}` is a hidden file, which is never read."
        judge.say(at, message, "Begin each name with a letter or a digit.")


# --- conditions --------------------------------------------------------------------------------


def _names(judge: Judge, items: Sequence[tuple[str, Values]]) -> None:
    """A heading has to name one condition, or one question, whatever it is called by."""
    owner: dict[str, tuple[int, str]] = {}
    for number, (at, item) in enumerate(items):
        named = [(f"{at}.{key}", item[key]) for key in ("id", "title") if key in item]
        named += [(f"{at}.aliases.{n}", alias) for n, alias in enumerate(item.get("aliases", ()))]
        for own, name in named:
            taken = owner.setdefault(heading_form(name), (number, own))
            if taken[0] != number and not _same_id(own, taken[1]):
                line = judge.line(taken[1])
                message = f"“{name}” names two of them: line {line} has it for another one."
                judge.say(own, message, "A heading has to mean one of them: take it out of one.")


def _same_id(one: str, other: str) -> bool:
    """Ids used twice are told as that."""
    return one.endswith(".id") and other.endswith(".id")


# --- minimums, verdicts, thresholds --------------------------------------------------------------


def _minimum(judge: Judge, at: str, values: Values) -> None:
    """A minimum has to ask for something, and no more than is let pass."""
    if "minimum" not in values:
        return
    minimum, key = values["minimum"], f"{at}.minimum"
    if "words" not in minimum and "duration" not in minimum:
        wrong = any(f.place.line == judge.line(key) for f in judge.reading.faults)
        if not wrong:
            judge.say(key, "`minimum:` asks for nothing.", "Write `minimum: {words: 250}`.")
        return
    seconds = minimum.get("duration")
    if seconds == 0:
        judge.say(f"{key}.duration", "A recording of 0:00 is none.", "Write `duration: 10:00`.")
    long = judge.values.get("thresholds", {}).get("long", Thresholds().long)
    if seconds and seconds > long:
        message = f"Every recording of {show_time(seconds)} would be warned about as too long: "
        message += f"`long` is {show_time(long)}."
        hint = f'Write `long: "{show_time(seconds * 3 // 2)}"` below `thresholds:`.'
        judge.say(f"{key}.duration", message, hint)


def _part(judge: Judge, at: str, part: Values) -> None:
    verdict = part.get("verdict")
    if verdict is not None and (len(verdict) != 2 or len({*map(label_form, verdict)}) != 2):
        message = f"The verdict of “{part.get('title', '')}” has {plural(len(verdict), 'word')}; "
        message += "an assessor chooses between two: one for yes, one for no."
        if len(verdict) == 2:
            message = f"Both words of the verdict are “{verdict[0]}”."
        judge.say(f"{at}.verdict", message, "Write `verdict: [passing, not yet]`.")
    _minimum(judge, at, part)
    minimum = part.get("minimum", {})
    if "duration" in minimum:
        message = "A part's minimum counts words; a duration in it would never be looked at."
        judge.say(f"{at}.minimum", message, "Write the duration at the conversation.")
    asked = sum(
        r["minimum"].get("words", 0)
        for r in part.get("requirements", ())
        if "minimum" in r and r["minimum"].get("severity", "error") == "error"
    )
    if 0 < minimum.get("words", 0) < asked:
        message = f"The part asks for {minimum['words']:,} words in all, its requirements for "
        message += f"{asked:,} together: the part's minimum can never be missed alone."
        hint = f"Write more than {asked:,}, or take the part's minimum out."
        judge.say(f"{at}.minimum", message, hint)


def _thresholds(judge: Judge) -> None:
    given = judge.values.get("thresholds", {})
    short, long = given.get("short", Thresholds().short), given.get("long", Thresholds().long)
    if short > long:
        message = f"`short` ({show_time(short)}) is longer than `long` ({show_time(long)})."
        judge.say("thresholds", message, 'Write, for example, `short: "9:00", long: "15:00"`.')


def _language(judge: Judge) -> None:
    code = judge.values.get("language")
    if code is None or is_language(code):
        return
    known = nearest_language(code)
    hint = f"Write `language: {known or 'en'}`{'' if known else ', or the code of yours'}."
    judge.say("language", f"`language: {shorten(code, 30)}` is no language code.", hint)


# --- versions ----------------------------------------------------------------------------------


def _changes(judge: Judge) -> None:
    """Nothing changes in a version that is not there yet."""
    version, changes = judge.values.get("version"), judge.values.get("changes", ())
    if version is None:
        return
    for number, change in enumerate(changes):
        if change.get("version", 0) > version:
            message = f"A change of version {change['version']} is told, and this is {version}."
            hint = f"Write `version: {change['version']}` at the top, or correct the entry."
            judge.say(f"changes.{number}.version", message, hint)


# --- what kinds say ----------------------------------------------------------------------------


def _kinds(judge: Judge) -> None:
    """What each kind finds wrong with its requirement, of which the kind alone knows enough."""
    for at, requirement in judge.requirements:
        kind = kind_of(requirement)
        if kind is None:
            continue
        for key, message, hint in kind.faults(requirement, judge.values):
            judge.say(f"{at}.{key}", message, hint)
        for name, field in kind.requirement_fields.items():
            if name in requirement:
                _inner(judge, f"{at}.{name}", requirement[name])
                _entries(judge, f"{at}.{name}", requirement[name], field, requirement)
            if isinstance(field, Reference) and name in requirement:
                _reference(judge, f"{at}.{name}", requirement[name], field)


def _inner(judge: Judge, at: str, value: Any) -> None:
    """Whatever a kind has its own keys for: a range has to begin before it ends, and of things
    with an id each has to be told from the others.
    """
    if isinstance(value, Mapping):
        least = value.get("least")
        for key in ("most", "within"):
            most = value.get(key)
            if isinstance(least, int) and isinstance(most, int) and least > most:
                message = f"`least: {least}` is more than `{key}: {most}`: nobody can meet both."
                judge.say(f"{at}.least", message, "Write the smaller one as `least`.")
        for key, each in value.items():
            _inner(judge, f"{at}.{key}", each)
    elif isinstance(value, tuple):
        items = [(f"{at}.{n}", each) for n, each in enumerate(value)]
        named = [(own, each) for own, each in items if isinstance(each, Mapping) and "id" in each]
        _names(judge, named)
        first: dict[str, str] = {}
        for own, each in named:
            if first.setdefault(squeeze(each["id"]), own) != own:
                message = f"The id `{each['id']}` is used more than once."
                judge.say(f"{own}.id", message, "Give each its own id.")
        for own, each in items:
            _inner(judge, own, each)


def _entries(judge: Judge, at: str, value: Any, field: Field, requirement: Values) -> None:
    """What names an entry of a list of the requirement has to name one that is there."""
    if len(judge.faults) >= limits.CREDENTIAL_FAULTS:
        return  # looking for the nearest of many takes its time
    if isinstance(field, Entry):
        known = tuple(str(each["id"]) for each in requirement.get(field.of, ()) if "id" in each)
        if squeeze(value) not in map(squeeze, known):
            message = f"`{value}` is no id that stands below `{field.of}:`."
            near = nearest(value, known)
            hint = f"Write `{near}`." if near else f"Known are {', '.join(known) or 'none'}."
            judge.say(at, message, hint)
    elif isinstance(field, Record):
        for key, each in value.items():
            _entries(judge, f"{at}.{key}", each, field.fields[key], requirement)
    elif isinstance(field, Many):
        for number, each in enumerate(value):
            _entries(judge, f"{at}.{number}", each, field.of, requirement)


def kind_of(requirement: Values) -> Kind | None:
    """The kind that a requirement states; None where it states none that is known."""
    return load_kind(requirement["kind"]) if "kind" in requirement else None


def _reference(judge: Judge, at: str, id: str, field: Reference) -> None:
    """What a requirement says of another that is not there, or is of another kind."""
    known = tuple(
        r["id"] for _, r in judge.requirements if r.get("kind") == field.kind and "id" in r
    )
    if id in known:
        return
    name = at.rpartition(".")[2]
    message = f"`{name}: {id}` names no requirement of kind `{field.kind}`."
    hint = f"Add a requirement with `kind: {field.kind}`, and name its id here."
    if known:
        hint = f"Write `{name}: {nearest(id, known) or known[0]}`."
    judge.say(at, message, hint)
