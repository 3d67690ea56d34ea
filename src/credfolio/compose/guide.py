"""The scoring guide of a credential: one page of HTML that needs no other file, made for paper."""

from dataclasses import dataclass
from importlib import resources

from credfolio.compose.environment import environment
from credfolio.issuing.wording import asked, asked_of, limits_of, more_of, total
from credfolio.kinds import kind as kind_of
from credfolio.model import Condition, Credential, Part, Requirement
from credfolio.words import capital_first

_STYLES = ("10-palette", "20-type", "35-conditions", "65-sheets", "90-paper")


@dataclass(frozen=True, slots=True)
class Look:
    """A condition with the class of its colour."""

    condition: Condition
    css: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A requirement. `told`, `asked`, `more`: what is submitted, in words. `looks`: conditions
    that show in it. `ticked`: its hints say what an answer holds, not how evidence is written.
    """

    requirement: Requirement
    told: str
    asked: str
    more: tuple[str, ...]
    looks: tuple[Look, ...]
    ticked: bool


@dataclass(frozen=True, slots=True)
class JudgedPart:
    part: Part
    total: str
    items: tuple[Judged, ...]


def scoring_guide(credential: Credential) -> str:
    """The page: per part what to look for, the verdict's words, room for comments."""
    looks = tuple(
        Look(condition, f"cf-c{number % 4 + 1}")
        for number, condition in enumerate(credential.conditions)
    )
    parts = tuple(
        JudgedPart(
            part, capital_first(total(part)), tuple(_judged(r, looks) for r in part.requirements)
        )
        for part in credential.parts
    )
    shown = any(item.looks for part in parts for item in part.items)
    template = environment(None).get_template("guide.html")
    return template.render(
        credential=credential,
        parts=parts,
        looks=() if shown else looks,
        limits=tuple(limits_of(credential)),
        styles=_styles(),
        own="" if credential.language == "en" else credential.language,
    )


def _judged(requirement: Requirement, looks: tuple[Look, ...]) -> Judged:
    kind = kind_of(requirement.kind)
    shown = looks if kind.evidences else ()
    ticked = not (kind.evidences or kind.by_line)
    return Judged(
        requirement,
        capital_first("; ".join(asked_of(requirement))),
        asked(requirement) or "see below",
        more_of(requirement),
        shown,
        ticked,
    )


def _styles() -> str:
    """The site's own styles without the theme's; a reader's system says whether it is dark."""
    folder = resources.files("credfolio.templates") / "assets"
    parts = [(folder / "css" / f"{name}.css").read_text("utf-8") for name in _STYLES]
    dark = parts[0].replace("@media screen {", "@media screen and (prefers-color-scheme: dark) {")
    parts[0] = dark.replace('[data-md-color-scheme="slate"]', ":root")
    return "\n".join([*parts, (folder / "guide.css").read_text("utf-8")])
