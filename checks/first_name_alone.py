"""CF604."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio
from credfolio.words import plural


@check("CF604", "note")
def first_name_alone(portfolio: Portfolio) -> Iterator[Problem]:
    """A part of a real name stands without the rest: a first name perhaps.

    Of a name of two words in private.yml, CF601 finds both together. People are greeted by one of
    them. Whether the same person is meant, only you can tell: a part counts as it is written in
    private.yml, and one that is a word as well (Will, Grace, May) not where a sentence begins.
    This note changes no verdict, and nothing that you hand in tells of it.

    Bad:
        > **Coach** [00:02:10]: Thank you, Robin.

    Good:
        > **Coach** [00:02:10]: Thank you, Partner.
    """
    for found in portfolio.searched.alone if portfolio.searched else ():
        label = found.name.label
        more = f", and {plural(found.more, 'more time')} in this file" if found.more else ""
        message = f"A part of the name of “{label}”, a first name perhaps, stands here alone{more}."
        if found.within:
            message += f" If it is the same person, write “{label}” instead."
            hint = "It may be a word as well, so do it yourself; as a variant both would be found."
        else:
            listed = f'`{{label: {label}, variants: ["…"]}}`'
            message += f" If it is the same person, list it in private.yml: {listed}."
            hint = "Then `credfolio redact` puts the label in its place. If it is not, leave it."
        yield Problem(found.place, message, hint)
