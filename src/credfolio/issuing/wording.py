"""What a credential asks for, in words that need no explanation."""

from collections.abc import Iterator

from credfolio.kinds import kind
from credfolio.model import Credential, Minimum, Part, Requirement, Thresholds
from credfolio.times import show_time
from credfolio.words import plural


def asked(requirement: Requirement) -> str:
    """`at least 250 words`, `at least 1,000 words, or a recording of 10:00 or longer`.

    Nothing where a kind asks for something else than a length.
    """
    least = _least(requirement.minimum, "")
    return least or ("" if requirement.options else "no minimum")


def _least(minimum: Minimum, of: str) -> str:
    routes = []
    if minimum.words:
        routes.append(f"at least {plural(minimum.words, 'word')}{of}")
    if minimum.seconds:
        routes.append(f"a recording of {show_time(minimum.seconds)} or longer")
    guide = " (a guide: less is told, and let pass)" if minimum.severity == "warning" else ""
    return ", or ".join(routes) + guide if routes else ""


def asked_of(requirement: Requirement) -> tuple[str, ...]:
    """The kind, the minimum and whether quotations are asked for, as short phrases."""
    quoted = "with quotations" if requirement.quotations else ""
    found = (kind(requirement.kind).title.lower(), asked(requirement), quoted)
    return tuple(filter(None, found))


def more_of(requirement: Requirement) -> tuple[str, ...]:
    """What only its kind asks for, a line each: its own sentences, or what explains its keys."""
    own = kind(requirement.kind)
    if own.told:
        return own.told(requirement)
    fields = own.requirement_fields
    return tuple(
        f"{fields[key].doc.partition('. ')[0].removesuffix('.')}: {_plain(value)}"
        for key, value in requirement.options.items()
        if key in fields and value is not False
    )


def _plain(value: object) -> str:
    """A value in words; of things that have a title, that."""
    if isinstance(value, dict):
        if "title" in value:
            return str(value["title"])
        return ", ".join(_pair(key, each) for key, each in value.items() if each is not False)
    if isinstance(value, tuple):
        return "; ".join(map(_plain, value))
    return "yes" if value is True else str(value)


def _pair(key: str, value: object) -> str:
    """`at least 3`, `at least 300 words`, `from walkthrough`."""
    if isinstance(value, int) and value is not True:
        if key == "duration":
            return f"a recording of {show_time(value)} or longer"
        known = {
            "least": f"at least {value:,}",
            "most": f"at most {value:,}",
            "words": f"at least {plural(value, 'word')}",
            "within": f"within {plural(value, 'day')}",
        }
        return known.get(key, f"{key.replace('_', ' ')} {value:,}")
    if key == "severity":
        return "a guide" if value == "warning" else "needed"
    name = key.replace("_", " ")
    return name if value is True else f"{name} {_plain(value)}"


def total(part: Part) -> str:
    """What a part asks for in all; nothing where it asks for no total."""
    return _least(part.minimum, " in all")


def verdict(part: Part) -> str:
    return " or ".join(f"“{word}”" for word in part.verdict)


def limits_of(credential: Credential) -> Iterator[str]:
    """Where an answer or a recording becomes too short, and where a warning begins."""
    limits: Thresholds = credential.thresholds
    if any(r.minimum.words for r in credential.requirements):
        yield (
            f"Under {limits.at_risk:.0%} of a minimum in words of the author's own, an answer is "
            "not met. Between that and the minimum it is at risk where quotations, headings and "
            "the like would make up for it."
        )
    seconds = max((r.minimum.seconds or 0 for r in credential.requirements), default=0)
    if seconds:
        short = show_time(min(seconds, limits.short))
        yield (
            f"A recording under {short} is too short; up to {show_time(seconds)}, and over "
            f"{show_time(limits.long)}, there is a warning."
        )
