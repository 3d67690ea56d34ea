"""CF405."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.fields import nearest
from credfolio.model import Credential, Place, Portfolio
from credfolio.wording import at


@check("CF405", "error")
def unknown_condition(portfolio: Portfolio) -> Iterator[Problem]:
    """A heading's id or a highlight's class names no condition of the credential.

    Bad:
        ## Trust {#truth}

    Good:
        ## Trust {#trust}
    """
    credential = portfolio.credential
    if credential is None:
        return
    for id, evidence in portfolio.evidence.items():
        for section in evidence.sections:
            if section.unknown_id and section.highlights:
                message = f"`{{#{section.id}}}` names no condition of this credential."
                place = Place(section.path, section.line, section.column)
                yield Problem(place, message, _hint(credential, section.id or "", "#"), id)
            for highlight in section.highlights:
                for name in highlight.unknown:
                    message = f"`{{.{name}}}` names no condition of this credential."
                    yield Problem(at(highlight), message, _hint(credential, name, "."), id)


def _hint(credential: Credential, name: str, sign: str) -> str:
    known = tuple(condition.id for condition in credential.conditions)
    near = nearest(name, known)
    choices = " or ".join(f"`{{{sign}{id}}}`" for id in ((near,) if near else known))
    return f"Write {choices}."
