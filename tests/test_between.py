"""What one requirement takes from another: without it nothing is met for want of a comparison."""

import re
from pathlib import Path

import pytest
from support import check, codes, found, run

from credfolio.model import Report, Status

CYCLES = "2-cycles/cycles.md"
TEAM = "1-team/team.md"
TAKEAWAYS = "2-cycles/takeaways-{}.md"


@pytest.fixture
def portfolio(tmp_path: Path) -> Path:
    """The sample of coaching feedback cycles: a team, its cycles, and what each cycle asks."""
    folder = tmp_path / "sample"
    assert run("init", folder, "--sample", "coaching-feedback-cycle", cwd=tmp_path).returncode == 0
    return folder / "portfolio"


def edited(portfolio: Path, name: str, pattern: str, written: str) -> Report:
    """The report once what matches in a file is written otherwise."""
    text = (portfolio / name).read_text("utf-8")
    after = re.sub(pattern, written, text, flags=re.M)
    assert after != text
    (portfolio / name).write_text(after, "utf-8")
    return check(portfolio)


def by_own(portfolio: Path, old: str, new: str) -> Report:
    """The report by a credential of the issuer's own that differs from the shipped one in `old`."""
    source = Path(__file__).parents[1] / "src/credfolio/credentials/coaching-feedback-cycle.yml"
    own = source.read_text("utf-8").replace("id: coaching-feedback-cycle", "id: own", 1)
    own = own.replace("title: Coaching Feedback Cycle", "title: Our own cycle", 1)
    assert old in own
    (portfolio.parent / "credentials").mkdir()
    (portfolio.parent / "credentials" / "own.yml").write_text(own.replace(old, new), "utf-8")
    return edited(portfolio, "portfolio.yml", "^credential: .*", "credential: own")


def status(report: Report, requirement: str) -> Status:
    return next(row.status for row in report.ledger if row.requirement.id == requirement)


def test_without_cycles_nothing_is_judged_by_them(portfolio: Path) -> None:
    """What is asked for each cycle is unmet while no cycle is known."""
    (portfolio / CYCLES).unlink()
    report = check(portfolio)
    asked = ("conversations", "video-reflection", "takeaways")
    assert [status(report, id) for id in asked] == ["unmet"] * 3
    assert "CF509 2-cycles/takeaways-1.md:6 takeaways" in found(report)


@pytest.mark.parametrize("column", ["School", "Person"])
def test_without_a_team_nobody_is_compared(portfolio: Path, column: str) -> None:
    """A table of people none of which can be read is no team of nobody."""
    report = edited(portfolio, TEAM, rf"\| {column} ", "| Elsewhere ")
    assert [status(report, id) for id in ("team", "cycles", "takeaways")] == ["unmet"] * 3
    assert not codes(report) & {"CF511", "CF522"}


def test_nobody_with_the_role_that_is_asked(portfolio: Path) -> None:
    """A team in which nobody has the role is told, and meets nothing."""
    report = by_own(portfolio, "kind: per-person\n", "kind: per-person\n        role: mentor\n")
    assert status(report, "takeaways") == "unmet"
    assert "CF565 2-cycles/takeaways-1.md:6 takeaways" in found(report)


def test_an_unread_row_hides_no_missing_one_once_it_is_waived(portfolio: Path) -> None:
    """A waiver for a date that can't be read lifts that, and not the steps that are missing."""
    edited(portfolio, CYCLES, r"^\| 2 +\| (?:Debrief|Team).*\n", "")
    report = edited(portfolio, CYCLES, r"(\| Video reflection \| )2026-09-18", r"\1in autumn")
    assert "CF516" not in codes(report)
    waiver = "- {code: CF507, requirement: cycles, reason: a slip, by: a programme}\n"
    (portfolio.parent / "waivers.yml").write_text(waiver, "utf-8")
    report = check(portfolio.parent)
    assert "CF516" in codes(report) and status(report, "cycles") == "unmet"


def test_a_row_that_can_not_be_read_is_told_once(portfolio: Path) -> None:
    """A school that is left out is no reason to call its coach a stranger."""
    report = edited(portfolio, TEAM, "Mill Creek Middle", "—")
    assert found(report, "error") == ["CF507 1-team/team.md:11 team"]


def test_cycles_of_one_document(portfolio: Path) -> None:
    """Who writes all cycles into one file says by headings which is which."""
    texts = [(portfolio / TAKEAWAYS.format(n)).read_text("utf-8") for n in (1, 2)]
    first, second = (text.split("---\n", 2)[2] for text in texts)
    front = "---\nrequirement: takeaways\n---\n"
    (portfolio / TAKEAWAYS.format(2)).unlink()
    whole = f"{front}\n# First cycle\n{first}\n**Cycle 2**\n{second}"
    (portfolio / TAKEAWAYS.format(1)).write_text(whole, "utf-8")
    assert check(portfolio).complete
    (portfolio / TAKEAWAYS.format(1)).write_text(front + first + second, "utf-8")
    assert found(check(portfolio), "error") == ["CF508 2-cycles/takeaways-1.md:2 takeaways"]


def test_a_cycle_without_anything(portfolio: Path) -> None:
    """Where each coach's takeaway is a guide, a cycle without one is still a fault."""
    (portfolio / TAKEAWAYS.format(2)).unlink()
    report = check(portfolio)
    assert status(report, "takeaways") == "unmet"
    assert found(report, "error") == ["CF565 2-cycles/takeaways-1.md:6 takeaways"]


@pytest.mark.parametrize("terms", ["[{from: 1}]", "[{title: Fall}]", "[{to: 2026-01-01}]", "[{}]"])
def test_half_a_term_is_a_finding(portfolio: Path, terms: str) -> None:
    """A term without its ends, or with one that is no date, is told and not stumbled over."""
    report = edited(
        portfolio, CYCLES, "^requirement: cycles", f"requirement: cycles\nterms: {terms}"
    )
    assert any(f.code == "CF502" and f.place.path == CYCLES for f in report.findings)


@pytest.mark.parametrize("nothing", ["?", "…", "n/a", "—"])
def test_a_sign_is_no_school(portfolio: Path, nothing: str) -> None:
    """What stands in for a school that nobody named doesn't tell two coaches apart."""
    report = edited(portfolio, TEAM, "Mill Creek Middle", nothing)
    assert found(report, "error") == ["CF507 1-team/team.md:11 team"]


def test_a_heading_is_nothing_of_anybody(portfolio: Path) -> None:
    """Where no number of words is asked of each, a name alone is still nothing."""
    asked = "each: {words: 15, severity: warning}"
    assert by_own(portfolio, asked, "each: {severity: warning}").complete
    report = edited(portfolio, TAKEAWAYS.format(2), r"(## Coach B)\n\n(?:[^#].*\n)+", r"\1\n\n")
    assert found(report, "error") == ["CF566 2-cycles/takeaways-2.md:11 takeaways"]
