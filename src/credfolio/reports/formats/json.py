"""The report of DESIGN §7, for other programs."""

from credfolio.record import to_json
from credfolio.reports import Format, Run, Style
from credfolio.reports.screen import as_json


def write(run: Run, style: Style) -> str:
    """One object for one portfolio; a list of them, each with its folder, for several."""
    if len(run.checked) == 1:
        return as_json(to_json(run.checked[0].report))
    return as_json([{"folder": each.name, **to_json(each.report)} for each in run.checked])


FORMAT = Format(write, located=False)
