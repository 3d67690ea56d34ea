"""Every shipped credential has a sample that is complete, and that single edits make incomplete."""

from pathlib import Path

import pytest
from support import check, run

from credfolio.credential import shipped_ids


@pytest.fixture(params=shipped_ids())
def sample(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The sample of a credential, written by `credfolio init DIR --sample ID`."""
    folder = tmp_path / "sample"
    assert run("init", folder, "--sample", request.param, cwd=tmp_path).returncode == 0
    return folder


def test_a_sample_is_complete(sample: Path) -> None:
    """Without a finding that its author has not looked at and silenced."""
    report = check(sample)
    open_ones = [finding for finding in report.findings if not finding.silenced]
    assert (report.verdict, open_ones) == ("complete", [])


def test_a_sample_is_never_mixed_with_a_portfolio(tmp_path: Path) -> None:
    """Where there is a portfolio, the sample is refused and nothing is written."""
    assert run("init", "mine", cwd=tmp_path).returncode == 0
    before = sorted(tmp_path.rglob("*"))
    done = run("init", "mine", "--sample", "collaborative-coaching", cwd=tmp_path)
    assert done.returncode == 2 and "There is a portfolio" in done.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_an_unknown_sample(tmp_path: Path) -> None:
    """The nearest id is proposed."""
    done = run("init", "mine", "--sample", "colaborative-coaching", cwd=tmp_path)
    assert done.returncode == 2 and "Did you mean collaborative-coaching?" in done.stderr
