"""Every format of `check --output`: golden files, schemas, agreement, and nothing that injects."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree

import jsonschema
import pyromark
import pytest
import xmlschema
import yaml
from hypothesis import given
from hypothesis import strategies as st
from support import BASE, MORE, Files, check, document, is_usage_error, lay, lay_faults, run, spawn
from tap.parser import Parser

from credfolio import __version__
from credfolio.reports import Checked, Run, Style, format_names, load_format
from credfolio.reports.formats.markdown import escape
from credfolio.reports.screen import harmless

HERE = Path(__file__).parent
GOLDEN = HERE / "golden" / "reports"
FORMATS = format_names()
SUFFIXES = {
    "text": "txt",
    "github": "github.txt",
    "gitlab": "gitlab.json",
    "junit": "junit.xml",
    "markdown": "md",
}
OPTIONS = [part for name in FORMATS for part in ("--output", f"{name}:../out/{name}")]


def lay_sample(folder: Path) -> Path:
    """The sample portfolio as a workspace of its own."""
    shutil.copytree(HERE.parent / "portfolio", folder / "portfolio")
    return folder


class Case(NamedTuple):
    lay: Callable[[Path], Path]
    options: tuple[str, ...]
    status: int


CASES = {
    "sample": Case(lay_sample, (), 0),
    "faults": Case(lay_faults, ("--waivers", "waivers.yml"), 1),
}
Reports = dict[str, str]


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def reports(case: str, tmp_path_factory: pytest.TempPathFactory) -> Reports:
    """What one run says in every format."""
    home = tmp_path_factory.mktemp(case)
    (home / "out").mkdir()
    folder = CASES[case].lay(home / "work")
    done = run("check", *CASES[case].options, *OPTIONS, cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (CASES[case].status, "", "")
    return {name: (home / "out" / name).read_text("utf-8") for name in FORMATS}


# --- golden files ----------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
def test_golden(format: str, case: str, reports: Reports) -> None:
    """Each format says of the sample and of the faulty portfolio what it is known to say."""
    path = GOLDEN / f"{case}.{SUFFIXES.get(format, format)}"
    said = reports[format].replace(f'"version": "{__version__}"', '"version": "0.0.0"')
    if os.environ.get("CREDFOLIO_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(said, "utf-8", newline="\n")
    assert said == path.read_text("utf-8")


def test_the_faults_are_a_dozen(case: str, reports: Reports) -> None:
    """The faulty portfolio has findings of twelve kinds or more, waived and silenced ones too."""
    findings = json.loads(reports["json"])["findings"]
    kinds = {finding["code"] for finding in findings}
    marked = (any(f["waived"] for f in findings), any(f["silenced"] for f in findings))
    assert (len(kinds) >= 12, marked) == (case == "faults", (case == "faults", case == "faults"))


# --- schemas ---------------------------------------------------------------------------------


def is_valid(format: str, text: str) -> bool:
    schema = json.loads((HERE / "schemas" / f"{format}.schema.json").read_text("utf-8"))
    jsonschema.Draft7Validator(schema).validate(json.loads(text))
    return True


JUNIT = xmlschema.XMLSchema(HERE / "schemas" / "junit-10.xsd")


@pytest.mark.parametrize("format", ["sarif", "gitlab", "rdjson"])
def test_json_schemas(format: str, reports: Reports) -> None:
    """SARIF, code quality and rdjson are what their specifications say."""
    assert is_valid(format, reports[format])


def test_junit_schema(reports: Reports) -> None:
    """The JUnit file is valid, its counts are those of its cases, and every requirement has one."""
    JUNIT.validate(reports["junit"])
    root = ElementTree.fromstring(reports["junit"])
    made = root.findall(".//testcase")
    failed = root.findall(".//failure")
    for element in (root, root[0]):
        counts = [element.get(key) for key in ("tests", "failures", "errors")]
        assert counts == [str(len(made)), str(len(failed)), "0"]
    rows = json.loads(reports["json"])["requirements"]
    assert [each.get("name") for each in made][: len(rows)] == [row["id"] for row in rows]
    for element, row in zip(made, rows, strict=False):
        assert (element.find("failure") is None) == (row["status"] in ("met", "at-risk", "waived"))


def test_tap_is_read(reports: Reports) -> None:
    """A reader of TAP sees a result per requirement, and as many as the plan says."""
    lines = list(Parser().parse_text(reports["tap"]))
    results = [line for line in lines if line.category == "test"]
    (plan,) = (line for line in lines if line.category == "plan")
    assert plan.expected_tests == len(results) and not any(x.category == "unknown" for x in lines)
    rows = json.loads(reports["json"])["requirements"]
    for result, row in zip(results, rows, strict=False):
        assert result.ok == (row["status"] in ("met", "at-risk", "waived"))
        assert row["id"] in result.description and not result.directive.text


# --- agreement -------------------------------------------------------------------------------


class Seen(NamedTuple):
    """A finding as a format shows it; paths from the repository."""

    code: str
    path: str | None
    line: int | None
    severity: str


WHOLE = "portfolio/portfolio.yml"
LINE = re.compile(r"(?m)^(?:(?P<path>[^\n:]+):(?:(?P<line>\d+):\d+: )? ?)?"
                  r"(?P<severity>error|warning|note|waived): .*\[(?P<code>CF\d{3})\]$")  # fmt: skip


def from_lines(text: str) -> list[Seen]:
    return [
        Seen(m["code"], m["path"], int(m["line"]) if m["line"] else None, m["severity"])
        for m in LINE.finditer(text)
    ]


def from_json(text: str) -> list[Seen]:
    return [
        Seen(f["code"], f["path"] and f"portfolio/{f['path']}", f["line"], _severity(f))
        for f in json.loads(text)["findings"]
        if not f["silenced"]
    ]


def _severity(finding: dict[str, Any]) -> str:
    severity: str = finding["severity"]
    return "waived" if finding["waived"] else severity


ROW = re.compile(
    r"(?s)\n {2,9}(?:(\d+):\d+)? +(error|warning|note|waived) +(?:(?!\n {2,9}\S).)*?\[(CF\d{3})\]"
)


def from_text(text: str) -> list[Seen]:
    seen: list[Seen] = []
    path: str | None = None
    for block in text.split("\n\n"):
        head, _, rows = block.partition("\n")
        path = None if head == "The portfolio as a whole" else head
        for row in re.split(
            r"\n(?= {2,9}(?:\d+:\d+)? +(?:error|warning|note|waived) )", f"\n{rows}"
        ):
            found = re.match(
                r" +(?:(\d+):\d+)? *(error|warning|note|waived) +.*?\[(CF\d{3})\]", row, re.S
            )
            if found:
                seen.append(Seen(found[3], path, int(found[1]) if found[1] else None, found[2]))
    return seen


def from_sarif(text: str) -> list[Seen]:
    seen = []
    for result in json.loads(text)["runs"][0]["results"]:
        place = result["locations"][0]["physicalLocation"]
        kinds = [each["kind"] for each in result["suppressions"]]
        if kinds != ["inSource"]:
            severity = "waived" if kinds else result["level"]
            line = place.get("region", {}).get("startLine")
            path = unquote(place["artifactLocation"]["uri"])
            seen.append(Seen(result["ruleId"], path, line, severity))
    return seen


def from_github(text: str) -> list[Seen]:
    seen = []
    for command, options, words in re.findall(r"(?m)^::(error|warning|notice) (.*?)::(.*)$", text):
        named = dict(option.split("=", 1) for option in options.split(","))
        waived = command == "notice" and "%0AWaived by " in words
        line = int(named["line"]) if "line" in named else None
        severity = "waived" if waived else {"notice": "note"}.get(command, command)
        seen.append(Seen(named["title"][:5], named.get("file"), line, severity))
    return seen


def from_gitlab(text: str) -> list[Seen]:
    severities = {"major": "error", "minor": "warning", "info": "note"}
    return [
        Seen(
            each["check_name"],
            each["location"]["path"],
            each["location"]["lines"]["begin"],
            "waived" if " Waived by " in each["description"] else severities[each["severity"]],
        )
        for each in json.loads(text)
    ]


def from_rdjson(text: str) -> list[Seen]:
    severities = {"ERROR": "error", "WARNING": "warning", "INFO": "note"}
    return [
        Seen(
            each["code"]["value"],
            each["location"]["path"],
            each["location"].get("range", {"start": {"line": None}})["start"]["line"],
            "waived" if " Waived by " in each["message"] else severities[each["severity"]],
        )
        for each in json.loads(text)["diagnostics"]
    ]


def from_junit(text: str) -> list[Seen]:
    root = ElementTree.fromstring(text)
    return from_lines("".join(f"{each.text}\n" for each in root.iter() if each.text))


def from_tap(text: str) -> list[Seen]:
    blocks = [yaml.safe_load(block) for block in re.findall(r"(?ms)^  ---\n(.*?)^  \.\.\.$", text)]
    rows = [found["message"] for block in blocks for found in block.get("findings", [])]
    return from_lines("\n".join(rows))


def from_markdown(text: str) -> list[Seen]:
    seen: list[Seen] = []
    path: str | None = None
    for line in text.split("\n"):
        if line.startswith("### "):
            path = re.sub(r"\\(.)", r"\1", line[4:])
            path = None if path == "The portfolio as a whole" else path
        found = re.match(r"- \*\*(\w+)\*\* (CF\d{3})(?:, line (\d+))?: ", line)
        if found:
            seen.append(Seen(found[2], path, int(found[3]) if found[3] else None, found[1]))
    return seen


READERS: dict[str, Callable[[str], list[Seen]]] = {
    "text": from_text,
    "json": from_json,
    "sarif": from_sarif,
    "github": from_github,
    "gitlab": from_gitlab,
    "rdjson": from_rdjson,
    "junit": from_junit,
    "tap": from_tap,
    "markdown": from_markdown,
}


@pytest.mark.parametrize("format", FORMATS)
def test_formats_agree(format: str, reports: Reports) -> None:
    """Every format has the same findings: code, file, line, severity, waived or not."""
    expected = from_json(reports["json"])
    if format in ("sarif", "gitlab", "rdjson"):
        # A file has to be named there: the metadata stands for what no file holds.
        line = 1 if format == "gitlab" else None
        expected = [x if x.path else x._replace(path=WHOLE, line=line) for x in expected]
    key = [tuple(map(str, each)) for each in READERS[format](reports[format])]
    assert sorted(key) == sorted(tuple(map(str, each)) for each in expected)


def test_formats_agree_on_the_verdict(case: str, reports: Reports) -> None:
    """Each format that has a verdict or results says the same of the whole."""
    verdict = json.loads(reports["json"])["verdict"]
    assert verdict == ("complete" if case == "sample" else "incomplete")
    assert f": {verdict}" in reports["text"].split("\n")[0]
    assert f": {verdict}" in reports["markdown"].split("\n")[0]
    assert f": {verdict}" in reports["github"].rstrip().split("\n")[-1]
    run_ = json.loads(reports["sarif"])["runs"][0]
    assert run_["properties"]["portfolios"] == [{"folder": "portfolio", "verdict": verdict}]
    assert run_["invocations"] == [{"executionSuccessful": True, "exitCode": CASES[case].status}]
    assert ("<failure" in reports["junit"]) == ("not ok" in reports["tap"]) == (case == "faults")


# --- SARIF -----------------------------------------------------------------------------------


def sarif_of(folder: Path, *options: str) -> dict[str, Any]:
    done = run("check", *options, "--output", "sarif", cwd=folder)
    assert is_valid("sarif", done.stdout)
    found: dict[str, Any] = json.loads(done.stdout)["runs"][0]
    return found


def test_sarif_says_everything(tmp_path: Path) -> None:
    """Rules have their page, waivers and ignore comments are suppressions, columns characters."""
    found = sarif_of(lay_faults(tmp_path / "w"), "--waivers", "waivers.yml")
    rules = found["tool"]["driver"]["rules"]
    assert [rules[r["ruleIndex"]]["id"] for r in found["results"]] == [
        r["ruleId"] for r in found["results"]
    ]
    assert all("```text" in rule["help"]["markdown"] for rule in rules)
    assert found["columnKind"] == "unicodeCodePoints"
    suppressed = {r["ruleId"]: r["suppressions"] for r in found["results"] if r["suppressions"]}
    assert suppressed["CF802"] == [{"kind": "inSource", "status": "accepted"}]
    assert suppressed["CF408"][0]["kind"] == "external"
    assert "swapped in the export" in suppressed["CF408"][0]["justification"]
    places = [r["locations"][0]["physicalLocation"] for r in found["results"]]
    assert {"region" in place for place in places} == {True, False}
    assert all(place["artifactLocation"]["uri"].startswith("portfolio/") for place in places)


def fingerprints(folder: Path) -> list[str]:
    """The fingerprints of SARIF and of GitLab together."""
    found = sarif_of(folder)
    issues = json.loads(run("check", "--output", "gitlab", cwd=folder).stdout)
    return [r["partialFingerprints"]["primaryLocationLineHash"] for r in found["results"]] + [
        each["fingerprint"] for each in issues
    ]


TWICE = "TODO: the first.\n\nWe met twice.\n\nTODO: the first.\n"


def test_fingerprints_stay_where_lines_move(tmp_path: Path) -> None:
    """Text before a finding moves it and leaves its fingerprint; equal lines are told apart."""
    before = fingerprints(lay(tmp_path / "a", {MORE: document("trust-established", TWICE)}))
    moved = document("trust-established", f"It began in May.\n\nIn June we went on.\n\n{TWICE}")
    after = fingerprints(lay(tmp_path / "b", {MORE: moved}))
    assert before == after and len(set(before)) == len(before) >= 4
    changed = document("trust-established", TWICE.replace("the first", "the second"))
    assert set(fingerprints(lay(tmp_path / "c", {MORE: changed}))).isdisjoint(before)


def test_fingerprints_differ_between_portfolios(tmp_path: Path) -> None:
    """The same fault in two portfolios of a run is two findings."""
    for name in "ab":
        lay(tmp_path / name, {MORE: document("trust-established", TWICE)})
    text = run("check", "a", "b", "--output", "gitlab", cwd=tmp_path).stdout
    known = [each["fingerprint"] for each in json.loads(text)]
    assert len(set(known)) == len(known) >= 4 and is_valid("gitlab", text)


def test_rdjson_counts_columns_in_bytes(tmp_path: Path) -> None:
    """A column behind letters of several bytes is that of the byte."""
    body = "Größe – [a card](card.md)\n"
    lay(tmp_path, {MORE: document("trust-established", body)})
    text = run("check", "--output", "rdjson", cwd=tmp_path).stdout
    (found,) = json.loads(text)["diagnostics"]
    start = found["location"]["range"]["start"]
    assert start == {"line": 5, "column": len("Größe – ".encode()) + 1}


# --- places ----------------------------------------------------------------------------------

BROKEN: Files = {MORE: document("trust-established", "We used [a card](card.md).\n")}
LOCATED = ("sarif", "github", "gitlab", "rdjson", "junit", "tap", "markdown")


def paths(format: str, text: str) -> set[str | None]:
    return {seen.path for seen in READERS[format](text)}


@pytest.mark.parametrize("format", LOCATED)
def test_paths_start_at_the_repository(format: str, tmp_path: Path) -> None:
    """Wherever the tool is called, paths go from the folder with `.git`, else the workspace."""
    work = lay(tmp_path / "repository" / "some where" / "w", BROKEN)
    for cwd in (work, work / "portfolio" / "1-overview"):
        said = run("check", "--output", format, cwd=cwd).stdout
        assert paths(format, said) == {f"portfolio/{MORE}"}
    (tmp_path / "repository" / ".git").mkdir()
    for cwd in (work, tmp_path):
        said = run("check", work, "--output", format, cwd=cwd).stdout
        assert paths(format, said) == {f"some where/w/portfolio/{MORE}"}


@pytest.mark.parametrize("format", LOCATED)
def test_several_folders(format: str, tmp_path: Path) -> None:
    """Findings of several portfolios are told apart; one that can't be read stops none."""
    for name in "ab":
        lay(tmp_path / name, BROKEN)
    (tmp_path / "empty").mkdir()
    done = run("check", "a", "nowhere", "empty", "b", "--output", format, cwd=tmp_path)
    assert done.returncode == 2
    seen = READERS[format](done.stdout)
    assert {f"{name}/portfolio/{MORE}" for name in "ab"} < {each.path for each in seen}
    assert [each.code for each in seen].count("CF902") == 2
    assert not any((each.path or "").startswith("/") for each in seen)
    if format in ("sarif", "gitlab", "rdjson"):
        assert is_valid(format, done.stdout)
    if format == "junit":
        JUNIT.validate(done.stdout)
        assert ElementTree.fromstring(done.stdout).get("errors") == "2"


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_to_check(format: str, tmp_path: Path) -> None:
    """An empty folder is said in every format, with the status of all others."""
    done = run("check", "--exit-zero", "--output", format, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "") and "here" in done.stdout
    if format != "text":
        assert [each.code for each in READERS[format](done.stdout)] == ["CF902"]
    if format == "sarif":
        run_ = json.loads(done.stdout)["runs"][0]
        assert run_["invocations"] == [{"executionSuccessful": False, "exitCode": 2}]


# --- what strangers write --------------------------------------------------------------------

HOSTILE = (
    "::error::x",
    "::stop-commands::x",
    "##[add-mask]x",
    "##vso[task.complete]x",
    "##teamcity[x]",
    "a|b @office #12 <b>x</b> `y` [z](//example.org) www.example.org http://example.org :tada:",
    "100 % %0A::error::x",
    "]]> &amp; \u202e \x1b[31m \x9b1m",
)


def hostile_folder(folder: Path) -> Path:
    """A workspace whose every author text is hostile."""
    rows = "\n".join(
        f"- [a]({'<' + text.replace('<', '').replace('>', '') + '.md>'})" for text in HOSTILE
    )
    files: dict[str, str | bytes | None] = {
        MORE: document("trust-established", f"TODO {HOSTILE[0]}\n\n{rows}\n"),
        f"1-overview/{HOSTILE[2]}.md": document(f'"{HOSTILE[2]}"', "TODO\n"),
        "2-evidence/annotation/trust.md": document(
            "annotation", "## Trust {#trust}\n\n" + "".join(f"> {h}\n\nSo.\n\n" for h in HOSTILE)
        ),
    }
    return lay(folder, files)


@pytest.mark.parametrize("format", FORMATS)
def test_no_commands_of_a_stranger(format: str, tmp_path: Path) -> None:
    """In no format is an author's text a command for the log of GitHub, Azure or TeamCity."""
    done = run("check", "--output", format, cwd=hostile_folder(tmp_path))
    assert done.returncode == 1
    ours = r"::(error|warning|notice|group|endgroup)(::| (file|title)=)"
    for line in re.split(r"[\n\r\x0b\x0c\x85\u2028\u2029]", done.stdout):
        if line.lstrip().startswith("::"):
            assert format == "github" and re.match(ours, line)
        assert not re.search(r"##[A-Za-z]*\[", line) or line.startswith("::")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", done.stdout)


@pytest.mark.parametrize("format", FORMATS)
def test_no_commands_in_the_name_of_a_folder(format: str, tmp_path: Path) -> None:
    """A folder of many may be called anything, by whoever handed it in."""
    lay(tmp_path / "a##[add-mask]b", BROKEN)
    names = ["a##[add-mask]b", "none\n::error::x", "none\x1b[31m", "none##[group]"]
    done = run("check", *names, "--output", format, cwd=tmp_path)
    assert done.returncode == 2
    for line in done.stdout.split("\n"):
        if not line.startswith("::"):
            assert not re.search(r"^\s*::|##\[|[\x00-\x1f\x7f]", line)
    for name in names[1:]:
        done = run("check", name, "--output", format, cwd=tmp_path)
        assert is_usage_error(done)
        assert not re.search(r"(?m)^\s*::|##\[|\x1b", done.stderr)


def test_the_help_names_every_format(tmp_path: Path) -> None:
    """`check --help` and the guide know each format."""
    said = " ".join(run("check", "--help", cwd=tmp_path).stdout.split())
    guide = (HERE.parent / "docs" / "ci.md").read_text("utf-8")
    assert all(f" {name}" in said and f"| `{name}` |" in guide for name in FORMATS)


def test_github_escapes(tmp_path: Path) -> None:
    """A message and a file name come out of a workflow command as they were."""
    files: Files = {"1-overview/a,b %0A:c.md": document("nothing", "See.\n")}
    said = run("check", "--output", "github", cwd=lay(tmp_path, files)).stdout
    (line,) = re.findall(r"(?m)^::error .*$", said)
    assert line.startswith(
        "::error file=portfolio/1-overview/a%2Cb %250A%3Ac.md,line=2,col=1,title="
    )
    assert line.count("::") == 2


def test_github_shows_errors_first(tmp_path: Path) -> None:
    """Errors of all parts come before any warning, grouped by part, each group closed."""
    said = run("check", "--output", "github", cwd=lay_faults(tmp_path / "w")).stdout
    commands = re.findall(r"(?m)^::(\w+)", said)
    kinds = [each for each in commands if "group" not in each]
    assert kinds == sorted(kinds, key=["error", "warning", "notice"].index)
    assert [each for each in commands if "group" in each] == ["group", "endgroup"] * (
        commands.count("group")
    )
    assert "::group::Errors · Overview\n" in said


def test_embedded_links_stay_text_in_sarif(tmp_path: Path) -> None:
    """What SARIF would take for a link in a message is escaped."""
    quotation = "> Look [here](https://example.org) and learn to fly away.\n\nSo.\n"
    text = document("annotation", f"## Trust {{#trust}}\n\n{quotation}")
    found = sarif_of(lay(tmp_path, {"2-evidence/annotation/trust.md": text}))
    for result in found["results"]:
        assert not re.search(r"(?<!\\)\]\(", result["message"]["text"])


SIGNS = st.text(st.sampled_from("ab1 #@:/[]()!*_`~<>&|$\\.-+w\"'=\t\n::##"), max_size=30)


@given(SIGNS)
def test_markdown_shows_what_was_written(text: str) -> None:
    """Author text in a list item is shown letter by letter, with no element made of it."""
    extensions = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH
    page = pyromark.html(f"- **error**: x{escape(text)}x\n", options=extensions)
    inner = page.removeprefix("<ul>\n<li><strong>error</strong>: x").removesuffix("x</li>\n</ul>\n")
    assert "<" not in inner
    shown = unescape(inner)
    assert shown.replace("\u200b", "").split() == text.split()
    assert not re.search(r"@\w|#\d", shown)


@given(SIGNS)
def test_harmless_leaves_no_command(text: str) -> None:
    """No line begins a command, no mark stands before a bracket, and the letters stay."""
    said = harmless(text)
    assert not any(line.lstrip().startswith("::") for line in said.split("\n"))
    assert not re.search(r"##[A-Za-z]*\[", said)
    assert "".join(said.split()) == "".join(text.split())


# --- where reports go ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "outputs",
    [
        ["json", "sarif"],
        ["junit", "tap", "text"],
        ["json:a.json", "sarif:a.json"],
        ["json:a.json", "sarif:./portfolio/../a.json"],
        ["json:pipe"],
        ["junit:none/a.xml"],
        ["sarif:portfolio/a.sarif"],
        ["checkstyle"],
    ],
)
def test_outputs_that_are_refused(outputs: list[str], tmp_path: Path) -> None:
    """What can't be written, or told apart, is a usage error before any work."""
    options = [part for output in outputs for part in ("--output", output)]
    os.mkfifo(lay(tmp_path) / "pipe")
    assert is_usage_error(run("check", *options, cwd=tmp_path))
    assert not (tmp_path / "a.json").exists() and (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(("files", "status"), [({}, 0), (BROKEN, 1)])
def test_the_status_is_that_of_text(format: str, files: Files, status: int, tmp_path: Path) -> None:
    """No format and no file changes the exit status."""
    lay(tmp_path, files)
    done = run("check", "--output", format, "--output", f"{format}:out", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (status, "")
    assert (tmp_path / "out").read_text("utf-8") == done.stdout or format == "text"


def test_the_same_bytes(tmp_path: Path) -> None:
    """The same portfolio gives the same bytes, whatever the hash seed and the encoding."""
    said = []
    for seed, encoding in (("1", "utf-8"), ("2", "cp1252")):
        home = tmp_path / seed
        (home / "out").mkdir(parents=True)
        lay_faults(home / "work")
        environment = {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": encoding}
        assert spawn("check", *OPTIONS, cwd=home / "work", **environment).returncode == 1
        said.append([(home / "out" / name).read_bytes() for name in FORMATS])
    assert said[0] == said[1]


def test_markdown_on_a_console_of_windows(tmp_path: Path) -> None:
    """`> report.md` there writes in the console's encoding: signs that it has, no escapes."""
    lay(tmp_path, BROKEN)
    done = spawn("check", "--output", "markdown", cwd=tmp_path, PYTHONIOENCODING="cp1252")
    assert "| ok |" in done.stdout and "| x |" in done.stdout and "\\u" not in done.stdout


def test_the_summary_of_a_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole Markdown report is added to GITHUB_STEP_SUMMARY, beside the commands."""
    summary = tmp_path / "summary.md"
    summary.write_text("Before.\n", "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    folder = lay(tmp_path / "w", BROKEN)
    markdown = run("check", "--output", "markdown", cwd=folder).stdout
    assert summary.read_text("utf-8") == "Before.\n"
    assert run("check", "--output", "github", cwd=folder).returncode == 1
    assert summary.read_text("utf-8") == f"Before.\n{markdown}\n"


def test_a_long_summary_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """GitHub drops a summary of more than 1 MiB whole: ours ends before, and says so."""
    summary = tmp_path / "summary.md"
    summary.write_text("x" * 990_000, "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    links = "".join(f"- [card {n}](card-{n}.md)\n" for n in range(500))
    folder = lay(tmp_path / "w", {MORE: document("trust-established", links)})
    assert run("check", "--output", "github", cwd=folder).returncode == 1
    assert 990_000 < summary.stat().st_size <= 1_000_000
    assert "The rest is too long for this page" in summary.read_text("utf-8")[-200:]


def test_a_summary_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said, and the status stays."""
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "none" / "summary.md"))
    done = run("check", "--output", "github", cwd=lay(tmp_path))
    assert done.returncode == 0 and "summary" in done.stderr and done.stderr.count("\n") == 1


def test_a_check_for_the_screen_imports_no_other_format(tmp_path: Path) -> None:
    """A plain check pays for no format but its own."""
    code = (
        "import sys; from credfolio.cli import main; main(['check']); "
        "print([m for m in sys.modules if m.startswith('credfolio.reports.formats.')]); "
        "print('credfolio.reports.places' in sys.modules, 'json' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=lay(tmp_path), capture_output=True, text=True,
        check=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.stdout.split("\n")[-3:-1] == ["['credfolio.reports.formats.text']", "False False"]


# --- terminals -------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [100, 80, 60, 40])
def test_a_report_fits_its_terminal(width: int, tmp_path: Path) -> None:
    """No row of the table and no finding is wider than the terminal, nor is a count lost."""
    report = check(lay_faults(tmp_path))
    text = load_format("text").write(Run((Checked(".", report),), 1), Style(width=width))
    rows = text.replace("# #", "##").split("\n")[1:-3]
    assert not [row for row in rows if len(row) > width and "/" not in row]
    counts = [f"{m.value:,} of {m.minimum:,} words" for row in report.ledger for m in row.measures]
    assert counts
    assert not [count for count in counts if count not in text]


def test_a_folded_report_counts_what_is_met(tmp_path: Path) -> None:
    """Where there is little room, what is open has it; what is met is a number."""
    report = check(lay_faults(tmp_path))
    text = load_format("text").write(Run((Checked(".", report),), 1), Style(folded=True))
    met = [row.requirement.title for row in report.ledger if row.status == "met"]
    assert f"✓ met      {len(met)} requirement" in text
    table = text.partition("\n\n")[2].partition("\n\n")[0]
    assert not [title for title in met if title in table]


def test_a_long_answer_that_is_open_says_why(tmp_path: Path) -> None:
    """A full bar beside “unmet” would puzzle; the row tells of the errors below."""
    broken = "\nSee [the sheet](nowhere.md).\n"
    text = (BASE / "portfolio" / "1-overview" / "plan-of-action.md").read_text("utf-8")
    report = check(lay(tmp_path, {"1-overview/plan-of-action.md": text + broken}))
    said = load_format("text").write(Run((Checked(".", report),), 1), Style())
    assert "open: 1 error below" in said


def test_nothing_has_no_full_bar(tmp_path: Path) -> None:
    """A conversation without a word is none; beside “0 conversations” stands an empty bar."""
    run("init", "w", "--credential", "coaching-feedback-cycle", cwd=tmp_path)
    said = load_format("text").write(Run((Checked(".", check(tmp_path / "w")),), 1), Style())
    for unit in ("0 conversations", "0 questions", "0 items"):
        (row,) = [line for line in said.splitlines() if line.endswith(f" {unit}")]
        assert "░" in row and "█" not in row
