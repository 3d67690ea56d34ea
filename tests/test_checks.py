"""Every check: its bad sample is found where it stands, its good sample is complete."""

import shutil
from pathlib import Path

import pytest
from support import SAMPLES, check, found, lay

from credfolio.checking import shipped_checks

CODES = [each.code for each in shipped_checks()]


def overlay(code: str, kind: str, folder: Path) -> Path:
    """The base with a sample's files laid over it; `REMOVE` names what is taken out first."""
    sample = SAMPLES / code / kind
    lay(folder)
    remove = sample / "REMOVE"
    for name in remove.read_text("utf-8").splitlines() if remove.exists() else ():
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    ignored = shutil.ignore_patterns("REMOVE", "expected.txt")
    shutil.copytree(sample, folder, ignore=ignored, dirs_exist_ok=True)
    return folder


def test_the_base_is_complete(tmp_path: Path) -> None:
    """The portfolio under all samples is complete, without a single finding."""
    report = check(lay(tmp_path))
    assert (report.verdict, found(report)) == ("complete", [])


def test_every_check_has_samples() -> None:
    """A check without a good and a bad sample fails the suite, as do samples of no check."""
    kept = {f"{path.parent.name}/{path.name}" for path in SAMPLES.glob("CF*/*")}
    assert kept == {f"{code}/{kind}" for code in CODES for kind in ("good", "bad")}


@pytest.mark.parametrize("code", CODES)
def test_bad_sample(code: str, tmp_path: Path) -> None:
    """What is wrong is found, in its place, for its requirement."""
    expected = (SAMPLES / code / "bad" / "expected.txt").read_text("utf-8").strip()
    report = check(overlay(code, "bad", tmp_path))
    assert expected in found(report)
    severity = next(each.severity for each in shipped_checks() if each.code == code)
    assert report.complete == (severity != "error")


@pytest.mark.parametrize("code", CODES)
def test_good_sample(code: str, tmp_path: Path) -> None:
    """What comes close and is right is complete."""
    report = check(overlay(code, "good", tmp_path))
    counted = {f.code for f in report.findings if f.waived is None}
    assert (report.verdict, found(report, "error")) == ("complete", found(report, "error"))
    assert code not in counted


@pytest.mark.parametrize("code", CODES)
def test_findings_speak_plainly(code: str, tmp_path: Path) -> None:
    """Every finding says what is wrong in a sentence and one thing to do."""
    for finding in check(overlay(code, "bad", tmp_path)).findings:
        assert finding.message[0].isupper() or finding.message[0] in "`“0123456789"
        assert finding.message.rstrip()[-1] in ".”`" and finding.hint
        assert "None" not in finding.message + finding.hint
