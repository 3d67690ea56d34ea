"""What an issuer does: begin a credential, check it, show it, change it, hand it out."""

import json
import os
import re
import select
import sys
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser
from support import Done, is_usage_error, lay, report_json, run

from credfolio.credential import read_credential, read_values, shipped
from credfolio.issuing.files import find_file
from credfolio.issuing.report import judge_file
from credfolio.issuing.starter import Wishes, new_credential
from credfolio.kinds import kind, kind_names
from credfolio.words import squeeze

REPOSITORY = Path(__file__).resolve().parents[1]
GUIDE = (REPOSITORY / "docs" / "issuers.md").read_text("utf-8")
EXAMPLE = REPOSITORY / "docs" / "examples" / "planning-together.yml"
TEXT = EXAMPLE.read_text("utf-8")
ID = "planning-together"


def laid(folder: Path, text: str = TEXT, name: str = f"{ID}.yml") -> Path:
    """A workspace of an issuer's with one credential."""
    (folder / "credentials").mkdir(parents=True)
    (folder / "credentials" / name).write_text(text, "utf-8", newline="\n")
    return folder


def changed(*pairs: tuple[str, str]) -> str:
    """The example with texts replaced, each where it stands first."""
    text = TEXT
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def judged(folder: Path, text: str, *options: str) -> tuple[int, Any]:
    """Exit status and parsed JSON of `credentials check` of a text."""
    done = run("credentials", "check", "--output", "json", *options, cwd=laid(folder, text))
    return done.returncode, json.loads(done.stdout)


# --- faults ----------------------------------------------------------------------------------

ANNOTATION = TEXT[TEXT.index("      - id: annotation") : TEXT.index("  - id: after")]
CONVERSATION = TEXT[TEXT.index("      - id: conversation") : TEXT.index("      - id: annotation")]
CONDITIONS = TEXT[TEXT.index("conditions:") : TEXT.index("# The parts of your form")]

ERRORS: dict[str, tuple[str, str, str]] = {
    "syntax": (changed(("title: Purpose", "title: [Purpose")), "title: [Purpose", "bracket"),
    "a kind that is none": (changed(("kind: answer", "kind: anwser")), "kind: anwser", "anwser"),
    "a missing key": (changed(("    title: Foresight\n", "")), "- id: foresight", "`title:`"),
    "the id": (changed((f"id: {ID}", "id: Planning")), "id: Planning", "Write `id: planning`"),
    "a requirement's id": (changed(("id: setting", "id: The Setting")), "id: The", "the-setting"),
    "a condition's id": (changed(("id: purpose", "id: Purpose!")), "id: Purpose!", "`id: purpose`"),
    "an attestation's id": (changed(("id: own_work", "id: own work")), "own work", "own_work"),
    "an id twice": (changed(("id: annotation", "id: conversation")), "conversation\n", "once"),
    "a part's id twice": (changed(("id: after", "id: before")), "", "part id `before`"),
    "a shipped id": (changed((f"id: {ID}", "id: collaborative-coaching")), "id: coll", "taken"),
    "a shipped title": (
        changed(("title: Planning Together", "title: Collaborative coaching")),
        "title: Coll",
        "taken",
    ),
    "nothing to quote": (changed((CONVERSATION, "")), "kind: annotation", "no conversation"),
    "no conditions": (changed((CONDITIONS, "")), "kind: annotation", "no conditions"),
    "an empty part": (
        changed((TEXT[TEXT.index("      - id: setting") : TEXT.index("  - id: planning\n")], "")),
        "",
        "`requirements:`",
    ),
    "the same file": (changed(("3-after/reflection", "1-before/Setting")), "1-before/S", "another"),
    "a file outside": (changed(("file: 1-before", "file: ../before")), "../before", "leads out"),
    "an absolute file": (changed(("file: 1-before", "file: /before")), "file: /b", "leads out"),
    "no Markdown": (changed(("setting.md", "setting.docx")), "setting.docx", "setting.md`"),
    "a name of no system": (changed(("setting.md", "set?ing.md")), "set?ing", "`?`"),
    "a hidden file": (changed(("1-before/setting", ".hidden/setting")), ".hidden", "hidden"),
    "a shared alias": (
        changed(("- thinking ahead", "- Purpose of the Lesson")),
        "- Purpose of",
        "names two",
    ),
    "an alias that is an id": (
        changed(("thinking ahead", "decision")),
        "id: decision",
        "names two",
    ),
    "no minimum of words": (changed(("{words: 150}", "{words: 0}")), "words: 0", "from 1 on"),
    "an empty minimum": (changed(("{words: 150}", "{severity: error}")), "severity", "asks for"),
    "a recording of nothing": (changed(('"8:00"', '"0:00"')), '"0:00"', "is none"),
    "always too long": (changed(('"8:00"', '"20:00"')), '"20:00"', "too long"),
    "short over long": (changed(('short: "7:00"', 'short: "13:00"')), "thresholds", "longer than"),
    "a part below its sum": (
        changed(("  - id: planning\n", "  - id: planning\n    minimum: {words: 900}\n")),
        "minimum: {words: 900}",
        "1,100 together",
    ),
    "a duration of a part": (
        changed(("  - id: after\n", '  - id: after\n    minimum: {duration: "5:00"}\n')),
        'duration: "5:00"',
        "never be looked at",
    ),
    "three words": (changed(("[passing, not yet]", "[a, b, c]")), "[a, b, c]", "3 words;"),
    "the same word": (changed(("[passing, not yet]", "[yes, Yes]")), "[yes, Yes]", "Both words"),
    "a language": (changed(("language: en", "language: Spanish")), "language: S", "language: es`"),
    "no language": (changed(("language: en", "language: qq")), "language: qq", "no language code"),
    "a change too early": (
        changed(("version: 1\n", "version: 1\nchanges: [{version: 3, text: Later.}]\n")),
        "changes: [",
        "this is 1",
    ),
    "an untold change": (changed(("version: 1\n", "version: 2\n")), "version: 2", "Nothing says"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_an_error(name: str, tmp_path: Path) -> None:
    """A fault is an error where it stands, says what it is, and nobody can be checked by it."""
    text, at, said = ERRORS[name]
    status, value = judged(tmp_path, text)
    assert (status, value["verdict"]) == (1, "faulty")
    errors = [f for f in value["findings"] if f["severity"] == "error"]
    rows = text.split("\n")
    found = [
        error
        for error in errors
        if at.strip() in rows[error["line"] - 1] and said in error["message"] + error["hint"]
    ]
    assert len(found) == 1, errors
    assert found[0]["column"] >= 1 and found[0]["hint"]


WARNINGS = {
    "an unknown key": (("aliases:", "alias:"), "Did you mean `aliases:`?"),
    "no prompt": (
        ("        prompt: Who plans with whom, for which class, and why this lesson?\n", ""),
        "what is asked",
    ),
    "no signs": (
        ("    look_for:\n      - At least one", "    x:\n      - At least one"),
        "look_for",
    ),
    "no summary": (("summary: They choose together, and say why.", ""), "what it means"),
    "no issuer": (("issuer: A network of schools", ""), "who issues it"),
    "no verdict": (("    verdict: [passing, not yet]\n", ""), "two words"),
    "no minimum": (("        minimum: {words: 150}\n", ""), "single word"),
    "no effect": (("{words: 150}", '{words: 150, duration: "5:00"}'), "does not measure"),
    "a limit of nothing": (('short: "7:00"', 'short: "9:00"'), "changes nothing"),
    "nobody asked": ((ANNOTATION, "\n"), "nobody would be asked"),
}


@pytest.mark.parametrize("name", WARNINGS)
def test_a_warning(name: str, tmp_path: Path) -> None:
    """What is missing or without effect is worth a look, and no fault unless it is asked for."""
    pair, said = WARNINGS[name]
    status, value = judged(tmp_path / "a", changed(pair))
    assert (status, value["verdict"]) == (0, "in order")
    assert said in " ".join(f["message"] + f["hint"] for f in value["findings"])
    assert judged(tmp_path / "b", changed(pair), "--strict")[0] == 1


STEPS = REPOSITORY / "src/credfolio/kinds/steps/specimens/base/credentials/specimen.yml"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("cycles: {least: 2, most: 3}", "cycles: {least: 4, most: 3}", "more than `most: 3`"),
        ("least: 1, within: 21", "least: 30, within: 21", "more than `within: 21`"),
        ("from: walkthrough, to", "from: walkthruogh, to", "Write `walkthrough`."),
        ("people: team", "people: teem", "Write `people: team`."),
        ("id: meeting, title: Team", "id: training, title: Team", "used more than once"),
        ("aliases: [classroom visit]", "aliases: [training]", "names two of them"),
        ("least: 1, within: 21", "least: 1, within: 21 days", "Write `within: 21`."),
        ("people: {least: 2}", "people: 2", "Write `people: {least: 2}`."),
        ("people: {least: 2}", "people: most: 2", "Write `people: {most: 2}`."),
        ("cycles: {least: 2, most: 3}", "cycles: {least:2}", "Write `least: 2`."),
        ("{least: 2, most: 3}", "{least: 1,000}", "Write `least: 1000`."),
        (
            "      - {id: meeting, ",
            "      - a talk\n          - {id: meeting, ",
            "id: a-talk, title",
        ),
    ],
)
def test_a_fault_of_a_kinds_own_keys(old: str, new: str, said: str, tmp_path: Path) -> None:
    """Ranges, ids and names that a kind has keys of its own for are judged alike in every kind."""
    text = STEPS.read_text("utf-8")
    assert text.count(old) == 1
    status, value = judged(tmp_path, text.replace(old, new))
    errors = [f for f in value["findings"] if f["severity"] == "error"]
    assert status == 1 and said in errors[0]["message"] + errors[0]["hint"]
    assert errors[0]["line"] == text[: text.index(old)].count("\n") + 1


FEEDBACK, EFFICACY, PRESSURE, RESEARCH = (
    "coaching-feedback-cycle",
    "collective-efficacy",
    "coaching-under-pressure",
    "group-action-research",
)


@pytest.mark.parametrize(
    ("id", "old", "new", "said"),
    [
        (FEEDBACK, "people: team\n        each", "each", "of whom something is asked"),
        (FEEDBACK, "people: team\n        members", "members", "`people:` is missing"),
        (FEEDBACK, "from: walkthrough, to: debrief", "from: debrief, to: debrief", "No days lie"),
        (FEEDBACK, "from: walkthrough, to: debrief", "from: debrief, to: walkthrough", "No days"),
        (FEEDBACK, "to: debrief, within: 0", "to: debrief", "asks for nothing"),
        (FEEDBACK, "        cycles: {least: 2}", "        # ", "compares cycles"),
        (FEEDBACK, "- id: debrief", "- id: debrief\n            after: [debrief]", "before itself"),
        (EFFICACY, "roles: {coach: {least: 1}}", "roles: {coach: {least: 99}}", "meet both"),
        (PRESSURE, "conversations: {least: 4}", "conversations: {most: 1}", "Nobody can meet both"),
        (RESEARCH, "after: post-assessment}", "after: post-assesment}", "no step with the id"),
        (FEEDBACK, "timed: yes", "conversations: {most: 1}", "one for each of 2 cycles"),
    ],
)
def test_what_nobody_can_meet_or_asks_for_nothing(
    id: str, old: str, new: str, said: str, tmp_path: Path
) -> None:
    """A key that compares with nothing would let everything pass; its issuer is told."""
    text = (REPOSITORY / f"src/credfolio/credentials/{id}.yml").read_text("utf-8")
    assert text.count(old) == 1, old
    text = text.replace(f"id: {id}", "id: own", 1).replace(old, new)
    text = text.replace("people: {least: 3}", "people: {least: 3, most: 9}")
    status, value = judged(
        tmp_path, re.sub("^title: .*", "title: Our own", text, count=1, flags=re.M)
    )
    errors = [f["message"] + f["hint"] for f in value["findings"] if f["severity"] == "error"]
    assert status == 1 and any(said in error for error in errors), errors


def test_a_list_without_questions(tmp_path: Path) -> None:
    """A list that asks nothing could never be answered."""
    place = REPOSITORY / "src/credfolio/kinds/questions/specimens/base/credentials/specimen.yml"
    text = re.sub(r"(?m)^ +questions:\n(?: +- .*\n)+", "", place.read_text("utf-8"))
    assert "questions:" not in text
    _, value = judged(tmp_path, text)
    assert any("no question that could be" in f["message"] for f in value["findings"])


def test_every_fault_at_once(tmp_path: Path) -> None:
    """Faults of all sorts, and in one file, are named in one run, from top to bottom."""
    text = changed(
        ("title: Foresight", "title: Fore: sight"),
        ("kind: answer", "kind: anwser"),
        ("id: purpose", "id: Purpose"),
        ("1-before/setting.md", "../setting.md"),
        ("[passing, not yet]", "[passing]"),
        ("language: en", "language: English"),
        ("look_for:", "look_at:"),
        ("id: annotation", "id: conversation"),
        ('long: "12:00"', 'long: "2:00"'),
    )
    status, value = judged(tmp_path, text)
    lines = [finding["line"] for finding in value["findings"]]
    assert status == 1 and lines == sorted(lines)
    said = " ".join(finding["message"] for finding in value["findings"])
    for part in ("colon", "anwser", "`Purpose`", "leads out", "1 word;", "English", "look_at"):
        assert part in said
    assert "used more than once" in said and "longer than" in said


def test_faults_are_those_of_check(tmp_path: Path) -> None:
    """A portfolio is checked by no faulty credential, and its report names the same faults."""
    text, _, said = ERRORS["nothing to quote"]
    folder = lay(laid(tmp_path, text))
    metadata = (folder / "portfolio" / "portfolio.yml").read_text("utf-8")
    metadata = metadata.replace("collaborative-coaching", ID)
    (folder / "portfolio" / "portfolio.yml").write_text(metadata, "utf-8")
    status, value = report_json(cwd=folder)
    assert (status, value["verdict"]) == (1, "incomplete")
    paths = {f["path"] for f in value["findings"] if said in f["message"]}
    assert paths == {f"../credentials/{ID}.yml"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("members: [host]", "members: [hosts]", "Write `host`."),
        ("{column: teacher}", "{column: substitute}", "`asks: [substitute]`"),
        (
            "asks: [host, school, teacher, goal, look-fors, meeting set for]",
            "asks: host, school",
            "[host, school]",
        ),
    ],
)
def test_a_doubt_about_a_kinds_own_keys(old: str, new: str, said: str, tmp_path: Path) -> None:
    """Columns that no step asks for, and a list that is none, are warned of."""
    text = STEPS.read_text("utf-8")
    assert old in text
    status, report = judged(tmp_path / "a", text.replace(old, new))
    assert status == 0 and said in json.dumps(report, ensure_ascii=False)


def test_the_blocks_of_the_guide(tmp_path: Path) -> None:
    """People, steps and questions can be copied from the page: nothing is wrong with them, and
    authors get a column for each thing that is asked.
    """
    start = GUIDE.index("## People, dated steps, questions")
    block = GUIDE[GUIDE.index("```yaml\n", start) + 8 : GUIDE.index("```\n", start + 400)]
    anchor = "      - id: setting\n"
    folder = laid(tmp_path / "own", changed((anchor, block + "\n" + anchor)))
    done = run("credentials", "check", cwd=folder)
    assert done.returncode == 0 and "families" not in done.stdout, done.stdout
    assert run("init", "trial", "--credential", ID, cwd=folder).returncode == 0
    before = folder / "trial" / "portfolio" / "1-before"
    assert "| Person | Role | Language |" in (before / "families.md").read_text("utf-8")
    assert "| Cycle | Date | Minutes | Next step |" in (before / "conferences.md").read_text(
        "utf-8"
    )


def test_above_portfolios(tmp_path: Path) -> None:
    """In a folder that holds portfolios, an issuer's file or an id is found all the same."""
    file = tmp_path / "own.yml"
    file.write_text(TEXT, "utf-8")
    for name in ("one", "two"):
        assert run("init", name, "--credential", "own.yml", cwd=tmp_path).returncode == 0
    assert run("credentials", "show", "own.yml", cwd=tmp_path).returncode == 0
    done = run("init", "three", "--sample", "nonsense", cwd=tmp_path)
    assert is_usage_error(done) and "no id 'nonsense'" in done.stderr


@pytest.mark.parametrize("id", shipped())
def test_a_shipped_credential_is_in_order(id: str, tmp_path: Path) -> None:
    """What we ship has no fault and lacks nothing that we ask of others."""
    report = judge_file(find_file(id, tmp_path))
    assert report.findings == () and report.complete


# --- what check says --------------------------------------------------------------------------


def test_check_in_order(tmp_path: Path) -> None:
    """Without a file all of credentials/ are checked; an id or a file names one of them."""
    folder = laid(tmp_path)
    for named in ((), (ID,), (f"credentials/{ID}.yml",), (EXAMPLE,)):
        done = run("credentials", "check", *named, cwd=folder)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("Planning Together: in order\n")


@pytest.mark.parametrize("named", [["no.yml"], ["nothing"], ["."], []])
def test_check_of_no_file(named: list[str], tmp_path: Path) -> None:
    """What is no file is a mistake in the call."""
    assert is_usage_error(run("credentials", "check", *named, cwd=tmp_path))


@pytest.mark.parametrize("content", [b"", b"\x00", b"\xff\xfe\xfa", b"[" * 40_000, b"- a\n- b\n"])
def test_check_of_anything(content: bytes, tmp_path: Path) -> None:
    """Whatever a file holds, it is faulty and no crash."""
    path = tmp_path / "any.yml"
    path.write_bytes(content)
    done = run("credentials", "check", path, "--output", "json", cwd=tmp_path)
    assert (done.returncode, json.loads(done.stdout)["verdict"]) == (1, "faulty")


def test_neighbours(tmp_path: Path) -> None:
    """A second file under the id of a first is told that it is taken; so is one from within."""
    folder = laid(tmp_path)
    (folder / "credentials" / "second.yml").write_text(TEXT, "utf-8")
    done = run("credentials", "check", "second.yml", cwd=folder / "credentials")
    assert done.returncode == 1 and f"The id `{ID}` is taken" in done.stdout
    (folder / "credentials" / "second.yml").unlink()
    assert run("credentials", "check", cwd=folder / "credentials").returncode == 0


def test_more_than_a_form(tmp_path: Path) -> None:
    """A file that asks for hundreds of things is refused for that, and not for each of them."""
    item = "      - {id: same, kind: annotation, title: T}\n"
    status, value = judged(
        tmp_path, changed(("      - id: setting\n", f"{item * 250}      - id: setting\n"))
    )
    assert status == 1
    errors = [f["message"] for f in value["findings"] if f["severity"] == "error"]
    assert len(errors) == 1 and "200 are the most" in errors[0]


def test_several_files(tmp_path: Path) -> None:
    """Of several files each has its report; one that is faulty is enough for 1."""
    folder = laid(tmp_path)
    (folder / "credentials" / "zzz.yml").write_text("id: zzz\n", "utf-8")
    done = run("credentials", "check", "--output", "json", cwd=folder)
    assert done.returncode == 1
    assert [each["verdict"] for each in json.loads(done.stdout)] == ["in order", "faulty"]
    assert run("credentials", "check", cwd=folder).stdout.count("\nVersion ") == 2


def test_check_for_services(tmp_path: Path) -> None:
    """The formats of CI services name the file from the repository, with line and column."""
    folder = laid(tmp_path, ERRORS["three words"][0])
    (folder / ".git").mkdir()
    line = ERRORS["three words"][0][: ERRORS["three words"][0].index("[a, b, c]")].count("\n") + 1
    done = run("credentials", "check", "--output", "github", cwd=folder)
    assert f"file=credentials/{ID}.yml,line={line},col=" in done.stdout
    assert "portfolio as a whole" not in done.stdout and "faulty (1 error" in done.stdout
    sarif = json.loads(run("credentials", "check", "--output", "sarif", cwd=folder).stdout)
    place = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == f"credentials/{ID}.yml"
    assert place["region"]["startLine"] == line
    assert is_usage_error(run("credentials", "check", "--output", "junit", cwd=folder))


# --- the list ---------------------------------------------------------------------------------


def test_the_list(tmp_path: Path) -> None:
    """`credfolio credentials` alone, or with a folder, lists ids and titles, a line each."""
    folder = laid(tmp_path)
    here, named = run("credentials", cwd=folder), run("credentials", folder, cwd=REPOSITORY)
    assert here == named and here.returncode == 0
    rows = [row.split("  ")[0].strip() for row in here.stdout.splitlines()]
    assert rows == sorted([*shipped(), ID])
    assert is_usage_error(run("credentials", "chek", cwd=folder))


# --- new ---------------------------------------------------------------------------------------


def test_new(tmp_path: Path) -> None:
    """What is begun is in order at once, explained line by line, and can be answered."""
    begun = run("credentials", "new", "--title", "Reading Circles", cwd=tmp_path)
    assert begun.returncode == 0 and "credfolio credentials check reading-circles" in begun.stdout
    text = (tmp_path / "credentials" / "reading-circles.yml").read_text("utf-8")
    assert "\n# What the credential is called.\ntitle: Reading Circles\n" in text
    schema = text.partition("\n")[0].removeprefix("# yaml-language-server: $schema=")
    assert (tmp_path / "credentials" / schema).is_file()
    assert run("credentials", "check", cwd=tmp_path).returncode == 0
    assert run("init", "trial", "--credential", "reading-circles", cwd=tmp_path).returncode == 0
    status, value = report_json("trial", cwd=tmp_path)
    assert (status, value["credential"]) == (1, "reading-circles")
    assert {row["status"] for row in value["requirements"]} == {"unmet"}
    assert not [f for f in value["findings"] if f["code"] in ("CF501", "CF502", "CF103")]


def test_new_is_never_written_over(tmp_path: Path) -> None:
    """A file that is there stays, whatever would be written."""
    folder = laid(tmp_path, TEXT, "mine.yml")
    for options in (["mine.yml"], ["credentials/mine.yml"]):
        (folder / "mine.yml").write_text("kept", "utf-8")
        done = run("credentials", "new", *options, "--title", "Mine", cwd=folder)
        assert is_usage_error(done)
    assert (folder / "credentials" / "mine.yml").read_text("utf-8") == TEXT
    assert (folder / "mine.yml").read_text("utf-8") == "kept"


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--title", " "],
        ["--title", "Collaborative Coaching"],
        ["--title", "Mine", "--id", "collaborative-coaching"],
        ["--title", "Mine", "--id", "My Id"],
        ["--title", "Mine", "--from", "nothing"],
        ["--title", "Mine", "--condition", "One", "--condition", "one"],
        ["--title", "阅读"],
        ["mine.txt", "--title", "Mine"],
    ],
)
def test_new_refuses(options: list[str], tmp_path: Path) -> None:
    """What would be a fault at once is refused in a line, and nothing is written."""
    assert is_usage_error(run("credentials", "new", *options, cwd=tmp_path))
    assert list(tmp_path.iterdir()) == []


SPECIMENS = REPOSITORY.glob("src/credfolio/kinds/*/specimens/base/credentials/*.yml")


@pytest.mark.parametrize("base", [*shipped(), str(EXAMPLE), *map(str, sorted(SPECIMENS))])
def test_new_from_another(base: str, tmp_path: Path) -> None:
    """It asks for what the other asks for, under a name of its own; whose it was does not stay."""
    done = run("credentials", "new", "--title", "Ours", "--issuer", "We", "--from", base,
               cwd=tmp_path)  # fmt: skip
    assert done.returncode == 0
    ours, faults = read_credential((tmp_path / "credentials/ours.yml").read_text("utf-8"), "ours")
    theirs, _ = read_credential(find_file(base, tmp_path).text, "theirs")
    assert ours and theirs and not faults
    assert (ours.id, ours.title, ours.issuer, ours.version) == ("ours", "Ours", "We", 1)
    assert (ours.source, ours.license_note, ours.changes) == ("", "", ())
    assert (ours.parts, ours.conditions) == (theirs.parts, theirs.conditions)
    assert (ours.thresholds, ours.attestations) == (theirs.thresholds, theirs.attestations)


TITLES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "))


@given(TITLES.filter(squeeze), st.lists(TITLES.filter(squeeze), max_size=3))
def test_any_title_reads_back(title: str, conditions: list[str]) -> None:
    """Whatever the titles hold, the file is YAML that says the same."""
    wishes = Wishes(title.strip(), "an-id", title.strip(), conditions)
    values, reading = read_values(new_credential(wishes, None), "any")
    assert [fault for fault in reading.faults if fault.code == "CF501"] == []
    assert (values["title"], values["issuer"]) == (title.strip(), title.strip())
    read = [condition["title"] for condition in values["conditions"]]
    assert read == [each.strip() for each in conditions] or not conditions


# --- show --------------------------------------------------------------------------------------


def test_show(tmp_path: Path) -> None:
    """The page says every text of the file, and its minimums in words."""
    done = run("credentials", "show", EXAMPLE, cwd=tmp_path)
    assert done.returncode == 0
    said = " ".join(done.stdout.split())
    credential, _ = read_credential(TEXT, "example")
    assert credential
    for requirement in credential.requirements:
        assert all(
            t in said for t in (requirement.title, requirement.prompt, *requirement.guidance)
        )
    for condition in credential.conditions:
        assert all(text in said for text in (condition.summary, *condition.look_for))
    assert "at least 800 words, or a recording of 8:00 or longer" in said
    assert "“passing” or “not yet”" in said and max(map(len, done.stdout.splitlines())) <= 100


def test_what_a_kind_asks_for_is_told_in_words(tmp_path: Path) -> None:
    """What stands under a kind's own keys is on the page and in the guide, as people say it."""
    page = " ".join(run("credentials", "show", STEPS, cwd=tmp_path).stdout.split())
    assert run("credentials", "show", STEPS, "-o", "guide.html", cwd=tmp_path).returncode == 0
    guide = (tmp_path / "guide.html").read_text("utf-8")
    for said in (
        "2 to 3 cycles",
        "Conversation: at most 1 working day after Walkthrough",
        "in this order: Training, Walkthrough, Conversation, Team meeting",
    ):
        assert said in page and said in guide


def test_the_scoring_guide(tmp_path: Path) -> None:
    """The guide is one file that calls nobody, with what to look for and the verdict's words."""
    text = changed(
        ("title: Purpose", 'title: "<script>alert(1)</script> & Purpose"'),
        ("version: 1\n", "version: 2\nchanges: [{version: 2, text: Fewer words.}]\n"),
    )
    folder = laid(tmp_path, text)
    for _ in range(2):
        done = run("credentials", "show", ID, "-o", "guide.html", cwd=folder)
        assert done.returncode == 0
    html = (folder / "guide.html").read_text("utf-8")
    assert "<script" not in html and "&lt;script&gt;" in html
    assert not re.findall(r"(?:src|href)=\"(?!#)|url\(|@import", html)
    for said in ("Neither decides for the other.", ">Not yet<", "Fewer words.", "Comments on"):
        assert said in html
    assert html.count('type="radio"') == 6
    ids = re.findall(r"\bid=\"([^\"]+)\"", html)
    assert len({*ids}) == len(ids) and {f"#{id}" for id in ids} >= set(
        re.findall(r'"(#r-.*?)"', html)
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_scoring_guide_is_accessible(
    scheme: Literal["light", "dark"], browser: Browser, tmp_path: Path
) -> None:
    """Nothing that axe knows is wrong with it, on the screen, and it fits a phone."""
    run("credentials", "show", EXAMPLE, "-o", "guide.html", cwd=tmp_path)
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": 390, "height": 800}, bypass_csp=True
    )
    page = context.new_page()
    page.goto((tmp_path / "guide.html").as_uri())
    assert Axe().run(page, options={"reporter": "no-passes"}).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


@pytest.mark.parametrize(
    "arguments", [["nothing"], ["faulty.yml"], [str(EXAMPLE), "-o", "guide.pdf"], []]
)
def test_show_refuses(arguments: list[str], tmp_path: Path) -> None:
    """What can't be shown is said in a line."""
    (tmp_path / "faulty.yml").write_text("id: a\n", "utf-8")
    assert is_usage_error(run("credentials", "show", *arguments, cwd=tmp_path))


# --- init and versions -----------------------------------------------------------------------


def test_init_brings_the_credential(tmp_path: Path) -> None:
    """A file that an issuer sent is all that an author needs, wherever the workspace is."""
    done = run("init", "mine", "--credential", EXAMPLE, cwd=tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "mine" / "credentials" / EXAMPLE.name).read_text("utf-8") == TEXT
    assert report_json("mine", cwd=tmp_path)[1]["credential"] == ID
    again = run("init", ".", "--credential", ID, "--graphic", "event-count", cwd=tmp_path / "mine")
    assert again.returncode == 0


def test_a_code_without_signs_to_look_for(tmp_path: Path) -> None:
    """What the reference calls optional may be left out, and authors can begin all the same."""
    text = (REPOSITORY / f"src/credfolio/credentials/{PRESSURE}.yml").read_text("utf-8")
    text = re.sub(r"            look_for:\n(?: {14,}.*\n)+", "", text).replace(PRESSURE, "own")
    text = re.sub("^title: .*", "title: Our own", text, count=1, flags=re.M)
    assert "look_for" not in text
    (tmp_path / "own.yml").write_text(text, "utf-8")
    assert run("init", "mine", "--credential", "own.yml", cwd=tmp_path).returncode == 0
    assert "- Tailoring\n" in (tmp_path / "mine/portfolio/2-evidence/coding.md").read_text("utf-8")


def test_init_with_a_faulty_credential(tmp_path: Path) -> None:
    """A faulty file is refused with its first fault, and where to see all; nothing is written."""
    (tmp_path / "bad.yml").write_text(ERRORS["three words"][0], "utf-8")
    done = run("init", "mine", "--credential", "bad.yml", cwd=tmp_path)
    assert is_usage_error(done) and "credfolio credentials check bad.yml" in done.stderr
    assert not (tmp_path / "mine").exists()


VERSIONS = """version: 3
changes:
  - {version: 3, text: A recording may be shorter.}
  - {version: 2, text: The setting asks for fewer words.}
"""


@pytest.mark.parametrize(
    ("line", "severity", "told"),
    [
        ("", None, ()),
        ("version: 3\n", None, ()),
        ("version: 2\n", "warning", ("3: “A recording may be shorter.”",)),
        ("version: 1\n", "warning", ("2: “The setting asks for fewer words.” 3: “A recording",)),
        ("version: 4\n", "error", ("is not known here",)),
    ],
)
def test_a_portfolio_of_another_version(
    line: str, severity: str | None, told: tuple[str, ...], tmp_path: Path
) -> None:
    """One of an older version is checked by the present one and told each change; newer fails."""
    text = changed(("version: 1\n", VERSIONS))
    assert judged(tmp_path / "a", text)[0] == 0
    (tmp_path / "own.yml").write_text(text, "utf-8")
    run("init", "mine", "--credential", "own.yml", cwd=tmp_path)
    metadata = tmp_path / "mine" / "portfolio" / "portfolio.yml"
    metadata.write_text(metadata.read_text("utf-8").replace("version: 3\n", line), "utf-8")
    _, value = report_json("mine", cwd=tmp_path)
    found = [f for f in value["findings"] if f["code"] == "CF502"]
    assert [f["severity"] for f in found] == ([severity] if severity else [])
    assert all(text in found[0]["message"] for text in told)
    assert all(f["path"] == "portfolio.yml" and f["line"] == 6 for f in found)
    assert value["version"] == 3


# --- the guide --------------------------------------------------------------------------------


def blocks(language: str = "") -> list[str]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    return [block for written, block in found if written == language]


def between(text: str, start: str, stop: str, new: str) -> str:
    """`text` with what stands from `start` up to `stop` replaced, as the guide says."""
    begin = text.index(f"\n{start}") + 1
    return text[:begin] + new + "\n" + text[text.index(f"\n{stop}", begin) + 1 :]


def guided(folder: Path, answers: list[str]) -> Done:
    """`credfolio credentials new` in a terminal, each question answered as it is asked."""
    pty = pytest.importorskip("pty")
    child, terminal = pty.fork()
    if child == 0:  # pragma: no cover - the other process
        os.chdir(folder)
        os.environ.pop("CI", None)
        os.execv(sys.executable, [sys.executable, "-m", "credfolio", "credentials", "new"])
    said = b""
    waiting = [*answers]
    while select.select([terminal], [], [], 20)[0]:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        said += piece
        if waiting and said.endswith(b": "):
            os.write(terminal, waiting.pop(0).encode() + b"\n")
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    return Done(os.waitstatus_to_exitcode(status), said.decode(), "")


def test_the_guide_can_be_followed(tmp_path: Path) -> None:
    """Typing what stands there, step by step, leads to the example, and says what it shows."""
    dialogue = next(block for block in blocks() if block.startswith("What is the credential"))
    answers = [row.partition(":")[2].strip() for row in dialogue.splitlines() if ":" in row]
    done = guided(tmp_path, answers)
    assert done.returncode == 0 and f"written  credentials/{ID}.yml" in done.stdout
    path = tmp_path / "credentials" / f"{ID}.yml"
    summary, conditions, parts, thresholds, _ = blocks("yaml")
    text = between(path.read_text("utf-8"), "summary: >-", "# Who issues it.", summary)
    text = between(text, "conditions:", "# The parts of your form", conditions)
    text = between(text, "parts:", "# Whom", parts)
    path.write_text(text, "utf-8")
    first, second = (block for block in blocks() if block.startswith("Planning Together: in"))
    assert run("credentials", "check", cwd=tmp_path).stdout.startswith(first)
    path.write_text(text.replace(text.splitlines()[-1], thresholds.strip()), "utf-8")
    assert run("credentials", "check", cwd=tmp_path).stdout == second
    assert path.read_text("utf-8") == TEXT
    for call in (f"show {ID}", f"show {ID} -o scoring-guide.html"):
        assert f"credfolio credentials {call}\n" in GUIDE
        assert run("credentials", *call.split(), cwd=tmp_path).returncode == 0
    begin, check = next(b for b in blocks() if b.startswith("credfolio init trial")).splitlines()
    assert run(*begin.split()[1:], cwd=tmp_path).returncode == 0
    report = next(block for block in blocks() if "own credential" in block)
    assert run(*check.split()[1:], cwd=tmp_path).stdout.startswith(report)


def test_the_reference_knows_every_kind() -> None:
    """The page of keys has a section for each kind, with each key that only it has."""
    page = (REPOSITORY / "docs" / "credential-file.md").read_text("utf-8")
    for name in kind_names():
        section = page.partition(f"\n### {name}\n")[2].partition("\n### ")[0]
        assert section.strip()
        assert all(f"| `{key}` |" in section for key in kind(name).requirement_fields)
