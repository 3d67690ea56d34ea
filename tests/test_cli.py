"""The command line as a process: what it prints, writes, and with which status it ends (§7)."""

import json
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from support import (
    METADATA,
    MORE,
    Done,
    Files,
    codes_in,
    document,
    is_usage_error,
    lay,
    many_words,
    report_json,
    run,
    spawn,
)

from credfolio.checking import shipped_checks
from credfolio.cli import main

BROKEN: Files = {MORE: document("trust-established", "We used [a card](card.md).\n")}
WARNED: Files = {
    MORE: document("trust-established", "The card: ![](../sheet.png)\n"),
    "sheet.png": b"",
}
WAIVER = "- {code: CF801, requirement: trust-established, reason: Card lost., by: Office}\n"


# --- exit statuses ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "options", "status", "verdict"),
    [
        ({}, [], 0, "complete"),
        ({}, ["--strict"], 0, "complete"),
        (BROKEN, [], 1, "incomplete"),
        (BROKEN, ["--exit-zero"], 0, "incomplete"),
        (BROKEN, ["--strict", "--exit-zero"], 0, "incomplete"),
        (WARNED, [], 0, "complete"),
        (WARNED, ["--strict"], 1, "complete"),
        (WARNED, ["--strict", "--exit-zero"], 0, "complete"),
    ],
)
def test_status(
    files: Files, options: list[str], status: int, verdict: str, tmp_path: Path
) -> None:
    """0 complete, 1 incomplete; warnings count with --strict, --exit-zero makes 0 of 1."""
    done = run("check", *options, "--output", "json", cwd=lay(tmp_path, files))
    assert (done.returncode, done.stderr) == (status, "")
    assert json.loads(done.stdout)["verdict"] == verdict


def test_an_output_that_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`credfolio check >&-`, or a task without a console: the status says it all."""
    monkeypatch.setattr(sys, "stdout", None)
    status = main(["check", str(lay(tmp_path, BROKEN))])
    sys.stdout.close()
    assert status == 1


@pytest.mark.parametrize("place", [".", "portfolio", "portfolio/1-overview", "notes/deeper"])
def test_without_a_folder(place: str, tmp_path: Path) -> None:
    """Without a folder the workspace around the current one is checked."""
    (lay(tmp_path) / "notes" / "deeper").mkdir(parents=True)
    assert run("check", cwd=tmp_path / place).returncode == 0


@pytest.mark.parametrize("named", [".", "portfolio", "./portfolio/"])
def test_a_workspace_or_its_portfolio(named: str, tmp_path: Path) -> None:
    """DIR is a workspace or its portfolio folder; paths are relative to the latter."""
    status, value = report_json(named, cwd=lay(tmp_path, BROKEN))
    assert (status, value["findings"][0]["path"]) == (1, MORE)


# --- the report in JSON ----------------------------------------------------------------------

FINDING = {
    "code": str,
    "name": str,
    "severity": str,
    "path": (str, type(None)),
    "line": (int, type(None)),
    "column": (int, type(None)),
    "message": str,
    "hint": str,
    "requirement": (str, type(None)),
    "silenced": bool,
    "waived": (dict, type(None)),
}
MEASURE = {
    "unit": str,
    "value": (int, type(None)),
    "all": (int, type(None)),
    "minimum": (int, type(None)),
    "not_counted": dict,
}
REQUIREMENT = {
    "id": str,
    "part": str,
    "title": str,
    "kind": str,
    "status": str,
    "documents": list,
    "measures": list,
}
REPORT = {
    "schema": str,
    "credential": (str, type(None)),
    "verdict": str,
    "waived": int,
    "names_checked": bool,
    "requirements": list,
    "findings": list,
    "summary": dict,
}


def has_shape(value: dict[str, Any], shape: dict[str, Any]) -> bool:
    assert shape.keys() <= value.keys()
    return all(isinstance(value[key], types) for key, types in shape.items())


def has_shapes(values: Iterable[dict[str, Any]], shape: dict[str, Any]) -> bool:
    return all(has_shape(value, shape) for value in values)


@pytest.mark.parametrize(
    "files",
    [
        {},
        BROKEN,
        WARNED,
        {"3-reflection": None},
        {"portfolio.yml": None},
        {"portfolio.yml": "["},
    ],
    ids=["complete", "an error", "a warning", "missing", "no metadata", "broken metadata"],
)
def test_json(files: Files, tmp_path: Path) -> None:
    """Every field of the contract is there, of its type, whatever was found."""
    _, value = report_json(cwd=lay(tmp_path, files))
    assert has_shape(value, REPORT) and value["schema"] == "credfolio.report/1"
    assert value["verdict"] in ("complete", "incomplete")
    assert has_shapes(value["findings"], FINDING)
    assert has_shapes(value["requirements"], REQUIREMENT)
    for row in value["requirements"]:
        assert row["status"] in ("met", "at-risk", "unmet", "missing", "waived")
        assert has_shapes(row["measures"], MEASURE)
    severities = [finding["severity"] for finding in value["findings"]]
    counts = {f"{s}s": severities.count(s) for s in ("error", "warning", "note")}
    assert value["summary"] == counts
    assert {f["name"] for f in value["findings"]} <= {check.name for check in shipped_checks()}


def test_json_of_a_complete_portfolio(tmp_path: Path) -> None:
    """The ledger says what was measured for each requirement."""
    status, value = report_json(cwd=lay(tmp_path))
    assert (status, value["verdict"], value["findings"]) == (0, "complete", [])
    assert value["credential"] == "collaborative-coaching" and value["names_checked"] is False
    first = value["requirements"][0]
    assert (first["id"], first["part"], first["kind"]) == (
        "trust-established",
        "overview",
        "answer",
    )
    assert first["documents"] == ["1-overview/trust-established.md"]
    assert first["measures"][0] == {
        "unit": "words", "value": 273, "all": 273, "minimum": 250, "not_counted": {},
    }  # fmt: skip


def test_the_same_report_twice(tmp_path: Path) -> None:
    """The same files give the same bytes, whatever the hash seed."""
    lay(tmp_path, {**BROKEN, "portfolio.yml": "credential: collaborative-coaching\n"})
    said = [
        spawn("check", "--output", "json", cwd=tmp_path, PYTHONHASHSEED=seed).stdout
        for seed in "12"
    ]
    assert len(set(said)) == 1


# --- several folders -------------------------------------------------------------------------


def test_several_folders(tmp_path: Path) -> None:
    """One process, one summary; a bad one never stops the rest, and the worst status counts."""
    lay(tmp_path / "a")
    lay(tmp_path / "b", BROKEN)
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("", "utf-8")
    status, value = report_json("a", "b", cwd=tmp_path)
    assert (status, [v["verdict"] for v in value]) == (1, ["complete", "incomplete"])
    status, value = report_json("file", "empty", "nowhere", "b", "a", cwd=tmp_path)
    assert status == 2
    assert [v["verdict"] for v in value] == ["incomplete"] * 4 + ["complete"]
    assert [codes_in(v)[:1] for v in value] == [["CF902"]] * 3 + [["CF801"], []]
    text = run("check", "a", "nowhere", "b", cwd=tmp_path).stdout
    assert text.rstrip().splitlines()[-1].startswith("1 of 3 ")


# --- output ----------------------------------------------------------------------------------


def test_output_to_files(tmp_path: Path) -> None:
    """Each --output goes to its own place, whole, in UTF-8."""
    lay(tmp_path, BROKEN)
    (tmp_path / "old.json").write_text("x" * 100_000, "utf-8")
    done = run(
        "check", "--output", "json:old.json", "--output", "text:new.txt", "--output", "json",
        cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 1
    assert (tmp_path / "old.json").read_bytes() == done.stdout.encode()
    assert "CF801" in (tmp_path / "new.txt").read_text("utf-8")
    assert json.loads(done.stdout)["verdict"] == "incomplete"


@pytest.mark.parametrize(
    "output",
    ["jsn", "", "json:nowhere/report.json", "json:.", "text:file/report.txt", "json:portfolio"],
)
def test_output_that_cannot_be_written(output: str, tmp_path: Path) -> None:
    """A wrong format or path is said in a line before anything is done."""
    lay(tmp_path)
    (tmp_path / "file").write_text("kept", "utf-8")
    assert is_usage_error(run("check", "--output", output, cwd=tmp_path))
    assert (tmp_path / "file").read_text("utf-8") == "kept"


def test_an_unknown_format_names_the_known(tmp_path: Path) -> None:
    """The nearest format is shown."""
    assert "json" in run("check", "--output", "jsn", cwd=lay(tmp_path)).stderr


@pytest.mark.parametrize(
    "environment",
    [{}, {"NO_COLOR": "1"}, {"CI": "true"}, {"TERM": "dumb"}, {"PYTHONIOENCODING": "cp1252"},
    {"COLUMNS": "20"}],
    ids=["a pipe", "NO_COLOR", "CI", "dumb", "cp1252", "narrow"],
)  # fmt: skip
def test_a_plain_screen(environment: dict[str, str], tmp_path: Path) -> None:
    """No escape codes leave a pipe, and a console of any encoding shows the report."""
    lay(tmp_path, {**BROKEN, "größe ✓.md": document("trust-established", "TODO: ✓ größer\n")})
    outputs = ("--output", "text", "--output", "json")
    done = spawn("check", *outputs, cwd=tmp_path, **environment)
    assert (done.returncode, done.stderr) == (1, "")
    text, start, rest = done.stdout.partition("{\n")
    assert "\x1b" not in done.stdout and "CF104" in text
    assert "CF104" in codes_in(json.loads(start + rest))


ESCAPE = "\x1b[31m"
HOSTILE: dict[str, Files] = {
    "metadata": {"portfolio.yml": 'credential: "x\\e[31m"\n"\\e[1mkey": 1\nversion: "\\e"\n'},
    "a label": {"portfolio.yml": 'participants: [{label: "\\e[2JCoach", consent: "\\e[1m"}]\n'},
    "front matter": {MORE: '---\nrequirement: "trust\\e[31m"\n---\nWe met.\n'},
    "a speaker": {"a.md": document("conversation", f"**Gu{ESCAPE}est:** Hello.\n")},
    "a recording": {"a.md": document("conversation", "", recording='"\\e[31m.mp4"')},
    "a quotation": {"a.md": document("annotation", f"## Trust\n\n> {ESCAPE} We flew.\n")},
    "a link": {MORE: document("trust-established", f"A [card](<a{ESCAPE}b.md>).\n")},
    "a placeholder": {MORE: document("trust-established", f"TODO {ESCAPE} [x](x).\n")},
    "a file name": {f"a{ESCAPE}.md": document("nothing", "We met.\n")},
}


@pytest.mark.parametrize("case", HOSTILE)
def test_no_escape_codes_of_a_stranger(case: str, tmp_path: Path) -> None:
    """What a stranger wrote never steers a terminal."""
    done = run("check", cwd=lay(tmp_path, HOSTILE[case]))
    assert done.returncode in (0, 1) and not re.search(
        r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", done.stdout
    )


def test_the_text_report(tmp_path: Path) -> None:
    """The ledger, then findings by document, then the one next step."""
    lines = run("check", cwd=lay(tmp_path, {**BROKEN, "3-reflection": None})).stdout.splitlines()
    assert lines[0] == "Collaborative Coaching: incomplete"
    ledger = [line for line in lines if " of 250 words" in line or "asked for: 500" in line]
    assert len(ledger) == 5
    at = lines.index(f"portfolio/{MORE}")
    assert "5:9" in lines[at + 1] and "CF801" in lines[at + 1] + lines[at + 2]
    last = [line for line in lines if "Next:" in line]
    assert len(last) == 1 and last[0].startswith("Incomplete: 2 of 7 requirements are open")


# --- waivers ---------------------------------------------------------------------------------


def waived(folder: Path, text: str | bytes, *options: str) -> Done:
    content = text.encode() if isinstance(text, str) else text
    (folder / "waivers.yml").write_bytes(content)
    return run("check", "--waivers", "waivers.yml", *options, "--output", "json", cwd=folder)


def test_a_waiver(tmp_path: Path) -> None:
    """What is waived stays in the report with its reason, and no longer counts."""
    done = waived(lay(tmp_path, BROKEN), WAIVER)
    value = json.loads(done.stdout)
    assert (done.returncode, value["verdict"], value["waived"]) == (0, "complete", 1)
    (finding,) = value["findings"]
    assert finding["waived"] == {"reason": "Card lost.", "by": "Office"}
    assert value["requirements"][0]["status"] == "waived" and value["summary"]["errors"] == 0
    text = run("check", "--waivers", "waivers.yml", cwd=tmp_path).stdout
    assert "complete (1 waived)" in text and "Card lost." in text


@pytest.mark.parametrize(
    "text",
    [
        WAIVER,
        "- {code: CF801, requirement: reflection, reason: A., by: B}\n",
        "- {code: CF999, reason: A., by: B}\n",
        "- {code: link-broken, reason: A., by: B}\n",
    ],
)
def test_a_waiver_that_waives_nothing(text: str, tmp_path: Path) -> None:
    """An unused waiver is an error of its own."""
    files = BROKEN if "reflection" in text else {}
    done = waived(lay(tmp_path, files), text)
    assert done.returncode == 1
    assert "CF901" in codes_in(json.loads(done.stdout))


def test_a_waiver_lifts_no_more_than_it_says(tmp_path: Path) -> None:
    """Another finding of the same requirement still counts."""
    files = {MORE: document("trust-established", "TODO: the [card](card.md).\n")}
    done = waived(lay(tmp_path, files), WAIVER)
    assert (done.returncode, json.loads(done.stdout)["verdict"]) == (1, "incomplete")


def test_to_let_a_broken_recording_pass_makes_it_no_longer(tmp_path: Path) -> None:
    """CF302 is told alone; where it alone is waived, that no length is known still counts."""
    talk = document("conversation", "", recording="talk.mp4")
    folder = lay(tmp_path, {"2-evidence/conversation.md": talk, "2-evidence/talk.mp4": b""})
    done = run("check", "--output", "json", cwd=folder)
    rows = [f["code"] for f in json.loads(done.stdout)["findings"] if f["severity"] == "error"]
    assert "CF302" in rows and "CF301" not in rows
    let = "- {{code: {}, requirement: conversation, reason: Heard., by: Office}}\n"
    value = json.loads(waived(folder, let.format("CF302")).stdout)
    short = next(f for f in value["findings"] if f["code"] == "CF301")
    assert "the length of the recording is not known" in short["message"]
    assert short["hint"] == "Mend the recording, see line 3; or add a transcript."
    row = next(r for r in value["requirements"] if r["id"] == "conversation")
    assert (row["status"], value["verdict"]) == ("unmet", "incomplete")
    value = json.loads(waived(folder, let.format("CF302") + let.format("CF301")).stdout)
    row = next(r for r in value["requirements"] if r["id"] == "conversation")
    assert row["status"] == "waived" and "CF901" not in codes_in(value)


@pytest.mark.parametrize(
    "text",
    [
        "- {code: CF101, requirement: reflection, reason: A., by: B}\n",
        "- {code: cf104, reason: A., by: B}\n",
        "- {code: CF601, reason: A., by: B}\n",
        "- {code: CF801}\n",
        "- {code: CF801, reason: '', by: B}\n",
        "- CF801\n",
        "CF801\n",
        "- {code: CF801, reason: A.\n",
        "- {code: *a, reason: A., by: B}\n",
        b"- {code: CF801, reason: \xff, by: B}\n",
        b"\x00",
        "[" * 60_000,
    ],
)
def test_waivers_that_are_refused(text: str | bytes, tmp_path: Path) -> None:
    """A faulty waiver file, or one that waives what nobody may, stops the check in a line."""
    assert is_usage_error(waived(lay(tmp_path, {"3-reflection": None}), text))


def test_a_waiver_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing waiver file is said in a line."""
    assert is_usage_error(run("check", "--waivers", "none.yml", cwd=lay(tmp_path)))


def test_an_author_may_silence_little(tmp_path: Path) -> None:
    """A comment silences warnings of the 8xx family in the next block, and no error."""
    comment = "<!-- credfolio: ignore CF801 CF802 -->"
    body = f"{comment}\n![](../sheet.png) and [a card](card.md).\n\n![](../sheet.png)\n"
    lay(tmp_path, {MORE: document("trust-established", body), "sheet.png": b""})
    status, value = report_json(cwd=tmp_path)
    said = [(f["code"], f["line"], f["silenced"]) for f in value["findings"]]
    assert said == [("CF802", 6, True), ("CF801", 6, False), ("CF802", 8, False)]
    assert (status, value["summary"]) == (1, {"errors": 1, "warnings": 1, "notes": 0})


# --- bad input -------------------------------------------------------------------------------


def test_an_empty_folder(tmp_path: Path) -> None:
    """There is nothing to check: status 2, and JSON all the same."""
    status, value = report_json(cwd=tmp_path)
    assert (status, codes_in(value), value["verdict"]) == (2, ["CF902"], "incomplete")
    assert has_shape(value, REPORT) and value["requirements"] == []
    done = run("check", "--exit-zero", cwd=tmp_path)
    assert (done.returncode, done.stdout.count("\n") <= 3) == (2, True)


def test_a_folder_of_something_else(tmp_path: Path) -> None:
    """A folder of other Markdown has nothing to check."""
    (tmp_path / "README.md").write_text("# A project\n\nWith words.\n", "utf-8")
    assert report_json(cwd=tmp_path)[0] == 2


def test_documents_without_metadata(tmp_path: Path) -> None:
    """A missing portfolio.yml is a finding; the documents are checked all the same."""
    status, value = report_json(cwd=lay(tmp_path, {"portfolio.yml": None}))
    assert status == 1 and "CF502" in codes_in(value)
    assert [row["status"] for row in value["requirements"]] == ["met"] * 7


@pytest.mark.parametrize("named", ["nowhere", "file", "file/portfolio", "portfolio/portfolio.yml"])
def test_a_folder_that_is_none(named: str, tmp_path: Path) -> None:
    """A folder that is not there, or is a file, is said in a line."""
    (lay(tmp_path) / "file").write_text("", "utf-8")
    assert is_usage_error(run("check", named, cwd=tmp_path))


@pytest.mark.parametrize("arguments", [["chek"], ["check", "--nope"], ["explain", "CF000"]])
def test_usage_errors(arguments: list[str], tmp_path: Path) -> None:
    """A mistake in the call is one line."""
    assert is_usage_error(spawn(*arguments, cwd=lay(tmp_path)))


def test_a_file_that_is_a_device(tmp_path: Path) -> None:
    """A pipe among the files is a finding and is never waited for."""
    os.mkfifo(lay(tmp_path) / "portfolio" / "pipe.md")
    status, value = report_json(cwd=tmp_path)
    assert (status, codes_in(value)) == (1, ["CF501"])


def test_an_unknown_credential(tmp_path: Path) -> None:
    """The known credentials are named."""
    status, value = report_json(
        cwd=lay(tmp_path, {"portfolio.yml": METADATA.format("colaborative")})
    )
    assert status == 1
    (finding,) = (f for f in value["findings"] if f["code"] == "CF502")
    assert (finding["path"], finding["line"]) == ("portfolio.yml", 1)
    assert "collaborative-coaching" in finding["hint"]


BINARY = bytes(range(256)) * 40


@pytest.mark.parametrize("name", ["notes.md", "3-reflection/reflection.md", "portfolio.yml"])
def test_a_binary_file(name: str, tmp_path: Path) -> None:
    """A binary file under a text's name is a finding on it."""
    status, value = report_json(cwd=lay(tmp_path, {name: BINARY}))
    assert status == 1 and ("CF501", name) in {(f["code"], f["path"]) for f in value["findings"]}


def test_twenty_megabytes_in_a_line(tmp_path: Path) -> None:
    """An oversized file is a finding; nothing else is lost."""
    status, value = report_json(cwd=lay(tmp_path, {"notes.md": b"word " * 4_000_000}))
    assert (status, codes_in(value)) == (1, ["CF501"])


def test_a_hundred_thousand_words(tmp_path: Path) -> None:
    """A very long transcript is read like any other."""
    turns = [f"**{('Coach', 'Partner')[n % 2]}:** {many_words(100, f'w{n}x')}" for n in range(1000)]
    text = document("conversation", "\n\n".join(turns), recorded="2026-11-02")
    lay(tmp_path, {"2-evidence/other.md": text})
    done = spawn("check", "--output", "json", cwd=tmp_path)
    value = json.loads(done.stdout)
    (row,) = (r for r in value["requirements"] if r["id"] == "conversation")
    assert (done.returncode, row["measures"][0]["value"]) == (0, 100_000)


# --- explain ---------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["CF402", "cf402", "quotation-not-found", "Quotation_Not_Found"])
def test_explain(asked: str, tmp_path: Path) -> None:
    """A check is explained by its code or its name, with a sample of each kind."""
    done = run("explain", asked, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("CF402 quotation-not-found (error)")
    assert "most useful for you?" in done.stdout


def test_explain_lists_all(tmp_path: Path) -> None:
    """Without a code every check is listed."""
    said = run("explain", cwd=tmp_path).stdout
    assert [row.split()[0] for row in said.splitlines()] == [c.code for c in shipped_checks()]


def test_explain_shows_the_nearest(tmp_path: Path) -> None:
    """An unknown code is an error that names what may be meant."""
    done = run("explain", "quotation-not-fond", cwd=tmp_path)
    assert is_usage_error(done) and "quotation-not-found" in done.stderr
