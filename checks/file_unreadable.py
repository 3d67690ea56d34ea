"""CF501."""

from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Portfolio
from credfolio.wording import faults


@check("CF501", "error")
def file_unreadable(portfolio: Portfolio) -> Iterator[Problem]:
    """A file can't be read.

    Bad bytes, links, oversized files, YAML that does not parse, and YAML features that are not
    read from strangers (tags, aliases, merge keys). Everything else is still checked.

    Bad:
        name: Coach: lead

    Good:
        name: "Coach: lead"
    """
    yield from faults(portfolio, "CF501")
