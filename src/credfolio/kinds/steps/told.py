"""What a credential asks of steps, in sentences for those who read it."""

from collections.abc import Iterator, Mapping
from typing import Any

from credfolio.fields import nearest
from credfolio.kinds.steps import asked, declared, repeats
from credfolio.model import Requirement
from credfolio.words import at_least, capital_first, listed, plural, squeeze


def told(requirement: Requirement) -> tuple[str, ...]:
    """The order, how often, each step with its columns, the days between, what has to agree."""
    titles = {squeeze(step["id"]): step["title"] for step in declared(requirement)}
    return (
        *_order(requirement, titles),
        *(_step(step, titles) for step in declared(requirement)),
        *(_gap(gap, titles) for gap in asked(requirement, "gaps")),
        *_people(requirement),
        *_agreeing(requirement, titles),
    )


_Titles = Mapping[str, str]


def _order(requirement: Requirement, titles: _Titles) -> Iterator[str]:
    if repeats(requirement):
        cycles = requirement.options["cycles"]
        number = at_least(cycles.get("least"), cycles.get("most"), "cycles")
        over = ", of which one may begin before another has ended" if cycles.get("overlap") else ""
        yield f"{capital_first(number) or 'As many cycles as there are'}{over}"
    if len(titles) > 1:
        each = " in each cycle" if repeats(requirement) else ""
        yield f"The steps{each}, in this order: {', '.join(titles.values())}"


def _step(step: Mapping[str, Any], titles: _Titles) -> str:
    least = {squeeze(name): number for name, number in step.get("least", {}).items()}
    names = {squeeze(name): name for name in (*step.get("least", {}), *step.get("asks", ()))}
    states = [
        f"“{name}” (at least {least[form]:,})" if form in least else f"“{name}”"
        for form, name in names.items()
    ]
    said = [f"its date, {', '.join(states)}" if states else "its date"]
    said += ["may be left out"] if step.get("optional") else []
    said += ["may be done several times"] if step.get("repeats") else []
    if "after" in step:
        said.append(f"comes after {listed([titles.get(squeeze(s), s) for s in step['after']])}")
    return f"{step['title']}: {'; '.join(said)}"


def _gap(gap: Mapping[str, Any], titles: _Titles) -> str:
    most, least = gap.get("within"), gap.get("least")
    working = "working " if gap.get("working_days") else ""
    limits = [f"at least {plural(least, f'{working}day')}"] if least is not None else []
    if most == 0:
        limits = ["on the same day"]
    elif most is not None:
        limits.append(f"at most {plural(most, f'{working}day')}")
    first, then = (titles.get(squeeze(gap[end]), gap[end]) for end in ("from", "to"))
    guide = " (a guide)" if gap.get("severity") == "warning" else ""
    link = "as" if most == 0 else "after"
    return f"{then}: {' and '.join(limits) or 'some days'} {link} {first}{guide}"


def _people(requirement: Requirement) -> Iterator[str]:
    if members := asked(requirement, "members"):
        whose = "the list of people" if asked(requirement, "people") else "portfolio.yml"
        yield f"Names under {listed([f'“{name}”' for name in members])} are those of {whose}"


def _agreeing(requirement: Requirement, titles: _Titles) -> Iterator[str]:
    """What has to be the same, another, or found again."""

    def of(step: str) -> str:
        return titles.get(squeeze(step), step)

    for rule in asked(requirement, "differ"):
        yield f"{of(rule['step'])}: another “{rule['column']}” than at {of(rule['from'])}"
    for rule in asked(requirement, "fresh"):
        at = of(rule["step"]) if "step" in rule else "In every cycle"
        yield f"{at}: another “{rule['column']}” than in the cycles before"
    for rule in asked(requirement, "carry"):
        start, end = rule["from"], rule["to"]
        loosely = ", perhaps in other words" if rule.get("loosely") else ""
        yield (
            f"{of(start['step'])}: its “{start['column']}” is found again in the next cycle, as "
            f"“{end['column']}” of {of(end['step'])}{loosely}"
        )
    for rule in asked(requirement, "maps"):
        yield f"Each entry under “{rule['column']}” begins with one of those under “{rule['to']}”"
    for rule in asked(requirement, "planned"):
        yield f"“{rule['column']}”: the date that is set for {of(rule['step'])}"
    if hours := asked(requirement, "hours"):
        yield f"The hours spent are worked out from “{hours['column']}”, and never judged"


def unasked(requirement: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Columns of a rule that no step asks for, so that authors would not know of them."""
    known: dict[str, str] = {}
    for step in requirement.get("steps", ()):
        for name in (*step.get("asks", ()), *step.get("least", {})):
            known.setdefault(squeeze(name), name)
    for key, column in _in_rules(requirement):
        if squeeze(column) in known:
            continue
        near = nearest(column, tuple(known.values()))
        rule = key.partition(".")[0]
        message = f"`{rule}:` speaks of the column “{column}”, which no step asks for: authors are "
        message += "not told of it, and nothing would be compared."
        hint = (
            f"Write `{near}`." if near else f"Add it to the `asks:` of a step: `asks: [{column}]`."
        )
        yield key, message, hint


def _in_rules(requirement: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for number, column in enumerate(requirement.get("members", ())):
        yield f"members.{number}", column
    for key in ("differ", "fresh", "maps", "planned"):
        for number, rule in enumerate(requirement.get(key, ())):
            columns = (rule.get("column"), rule.get("to") if key == "maps" else None)
            yield from ((f"{key}.{number}", column) for column in columns if column)
    for number, rule in enumerate(requirement.get("carry", ())):
        for end in ("from", "to"):
            if column := rule.get(end, {}).get("column"):
                yield f"carry.{number}.{end}", column
