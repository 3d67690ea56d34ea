"""Portfolios that nobody wrote: whatever is in them, they are checked, and drafts made."""

from pathlib import Path

import pytest
from mutants import mutate
from support import check, lay

from credfolio.compose import ComposeOptions, compose
from credfolio.engine import check_workspace
from credfolio.errors import CredfolioError
from credfolio.workspace import find

_COMPOSED = 25  # of every twenty-fifth mutant all pages are made as well


@pytest.mark.parametrize("start", range(0, 500, 100))
def test_five_hundred_mutants(tmp_path: Path, start: int) -> None:
    """Portfolios changed in bytes, lines and structure end in a report, not in a traceback; `make
    mutate` tries as many as there is time for.
    """
    for number in range(start, start + 100):
        root = tmp_path / str(number)
        mutate(root, number)
        try:
            report = check_workspace(find(root))
            if number % _COMPOSED == 0:
                compose(report, ComposeOptions(draft=True))
        except CredfolioError:
            pass  # one plain line is what a mistake in the configuration gets


def test_rows_that_are_longer_than_their_heading(tmp_path: Path) -> None:
    """A table with more cells than headings is shown with all of them."""
    sheet = "---\ngraphic: event-count\nfocus: Who asks\ndata: tally.csv\n---\n"
    tally = "event,count\nasks,3,twice,loudly\nanswers\n"
    files = {"1-overview/tally.md": sheet, "1-overview/tally.csv": tally}
    site = compose(check(lay(tmp_path, files)), ComposeOptions(draft=True))
    (page,) = (page for page in site.pages if page.path == "1-overview/tally.html")
    assert "loudly" in page.html and "answers" in page.html
