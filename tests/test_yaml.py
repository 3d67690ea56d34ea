"""YAML as people and strangers write it: what is said of a mistake, and where (DESIGN §4, §9)."""

from pathlib import Path

import pytest
from support import MORE, check, codes, lay

from credfolio.metadata import read_metadata
from credfolio.model import Fault, Finding

LINES = """\
credential: collaborative-coaching
version: 1
practitioner:
  name: A teacher leader
participants:
  - {id: coach, label: Coach, consent: 2026-09-10}
  - id: partner
    label: Partner
    consent: 2026-09-10
attestations:
  own_work: 2026-11-01
  release: yes
  privacy: true
ai_use: none
""".splitlines()


def with_line(number: int, text: str) -> str:
    """The file with one line, counted from 1, replaced."""
    return "\n".join([*LINES[: number - 1], text, *LINES[number:]]) + "\n"


def faults(text: str) -> list[Fault]:
    return read_metadata(text)[1]


def test_the_file_is_in_order() -> None:
    """Nothing is said of a file without a mistake."""
    assert faults("\n".join(LINES)) == []


# (line, what is written there, code, from where on it is wrong, the corrected line)
MISTAKES: list[tuple[int, str, str, str, str]] = [
    (2, "version:1", "CF501", "version", "version: 1"),
    (2, "version 1", "CF501", "version", "version: 1"),
    (2, "version = 1", "CF501", "version", "version: 1"),
    (2, " version: 1", "CF501", "version", "version: 1"),
    (4, "\tname: A teacher leader", "CF501", "\t", "name: A teacher leader"),
    (4, "  name: Coach: lead", "CF501", ": lead", 'name: "Coach: lead"'),
    (4, "  name: Grade 7: maths and art", "CF501", ": maths", 'name: "Grade 7: maths and art"'),
    (4, "  name:A teacher leader", "CF502", "name", "name: A teacher leader"),
    (4, '  name: "A teacher leader', "CF501", '"A', 'name: "A teacher leader"'),
    (4, "  name: 'A teacher leader", "CF501", "'A", 'name: "A teacher leader"'),
    (4, "  name: 'The teacher's lead'", "CF501", "s lead", 'name: "The teacher\'s lead"'),
    (4, '  name: "A" teacher', "CF501", "teacher", 'name: "A\' teacher"'),
    (4, "  name: @teacher", "CF501", "@", 'name: "@teacher"'),
    (4, "  name:\t@teacher", "CF501", "@", 'name: "@teacher"'),
    (4, "  name: `teacher`", "CF501", "`", 'name: "`teacher`"'),
    (4, "  name: %teacher", "CF501", "%", 'name: "%teacher"'),
    (4, "  name: [A] teacher", "CF501", "teacher", 'name: "[A] teacher"'),
    (4, "  name: *teacher*", "CF501", "*", 'name: "*teacher*"'),
    (4, "  name: &teacher A", "CF501", "&", 'name: "&teacher A"'),
    (4, "  name: !teacher A", "CF501", "!", 'name: "!teacher A"'),
    (4, "  name: Teacher #1", "CF502", "Teacher", 'name: "Teacher #1"'),
    (6, "  - {id: coach, label: Coach", "CF501", "{", "- {id: coach, label: Coach}"),
    (6, "  - {id: coach, label: Coach #1}", "CF501", "", '- {id: coach, label: "Coach #1"}'),
    (8, "    label: Coach #1", "CF502", "Coach", 'label: "Coach #1"'),
    (8, "   label: Partner", "CF501", "label", "label: Partner"),
    (8, "     label: Partner", "CF501", "label", "label: Partner"),
    (9, "    consent: 11/01/2026", "CF502", "11", "consent: 2026-11-01"),
    (9, "    consent: Nov 1, 2026", "CF502", "Nov", "consent: 2026-11-01"),
    (9, "    consent: November 1st 2026", "CF502", "Nov", "consent: 2026-11-01"),
    (9, "    consent: 1 November 2026", "CF502", "1", "consent: 2026-11-01"),
    (9, "    consent: 2026-11-1", "CF502", "2026", "consent: 2026-11-01"),
    (9, "    consent: 2026/11/01", "CF502", "2026", "consent: 2026-11-01"),
    (9, "    consent: 31.10.2026", "CF502", "31", "consent: 2026-10-31"),
    (9, "    consent: 2026-02-30", "CF502", "2026", "consent: 2026-02-28"),
    (9, "    consent: 2026-13-01", "CF502", "2026", "consent: 2026-11-01"),
    (9, "    consent: 2026-00-00", "CF502", "2026", "consent: 2026-11-01"),
    (9, "    consent: soon", "CF502", "soon", "consent: 2026-11-01"),
    (9, "    consent: [2026-11-01]", "CF502", "[", "consent: 2026-11-01"),
    (11, "  own_work: 11/01/2026", "CF502", "11", "own_work: 2026-11-01"),
    (11, "  own_work: Nov 1, 2026", "CF502", "Nov", "own_work: 2026-11-01"),
    (2, "version: one", "CF502", "one", "version: 1"),
    (2, "version: 1.5", "CF502", "1.5", "version: 1"),
    (2, "credential: twice", "CF502", "credential", ""),
    (14, "ai_use: none\nai_use: none", "CF502", "ai_use", ""),
    (14, "talk_evidence: maybe", "CF502", "maybe", "talk_evidence: yes"),
    (14, "practicioner: me", "CF502", "practicioner", "practitioner:"),
    (14, "<<: {version: 2}", "CF501", "<<", ""),
    (14, "ai_use: *none", "CF501", "*", 'ai_use: "*none"'),
    (14, "ai_use: !!python/object:os.system x", "CF501", "!!", ""),
    (14, "ai_use: a\x07b", "CF501", "\x07", "ai_use: ab"),
    (14, "ai_use: " + "[" * 60 + "]" * 60, "CF501", "", ""),
    (14, "---\nai_use: none", "CF501", "---", ""),
]


@pytest.mark.parametrize(
    ("number", "text", "code", "wrong", "corrected"), MISTAKES, ids=[m[1][:40] for m in MISTAKES]
)
def test_a_mistake(number: int, text: str, code: str, wrong: str, corrected: str) -> None:
    """A mistake is a fault on its own line and column, with the line as it should be."""
    found = faults(with_line(number, text))
    line = number + 1 if text.startswith("ai_use: none\n") else number
    assert {(f.place.path, f.place.line) for f in found} == {("portfolio.yml", line)}
    fault = found[0]
    assert fault.code == code and corrected in fault.hint
    if wrong:
        assert fault.place.column == text.split("\n")[line - number].index(wrong) + 1
    assert "\x07" not in fault.message + fault.hint


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\tname: A", "tab"),
        ("  name: A: b", "colon"),
        ("  name:A", "space"),
        ('  name: "A', "quotation mark"),
        ("  name: @a", "@"),
        ("  name: *a", "alias"),
        ("  name: &a b", "anchor"),
        ("  name: !a b", "tag"),
        ("  name: a\x07b", "control character"),
    ],
)
def test_the_cause_in_plain_words(text: str, says: str) -> None:
    """The message names the cause and shows the line."""
    fault = faults(with_line(4, text))[0]
    said = fault.message + fault.hint
    assert says in said
    assert "".join(c for c in text.strip() if c.isprintable())[:4] in said
    assert "while parsing" not in said and "mapping values" not in said and "token" not in said


@pytest.mark.parametrize("word", ["no", "off", "yes", "true", "null-ish", "1e3", "12:30", "0x1F"])
def test_scalars_stay_words(word: str) -> None:
    """What was written stays what was written."""
    metadata, found = read_metadata(with_line(4, f"  name: {word}"))
    assert (metadata.name, found) == (word, [])


def test_norwegian_is_a_language() -> None:
    """`no` is a language here, not a false."""
    assert read_metadata(with_line(2, "language: no"))[0].language == "no"


def test_a_number_sign_is_not_cut() -> None:
    """`Coach #1` is read whole; that YAML would cut it is a warning."""
    metadata, (fault,) = read_metadata(with_line(8, "    label: Coach #1"))
    assert [p.label for p in metadata.participants] == ["Coach", "Coach #1"]
    assert fault.severity == "warning"


@pytest.mark.parametrize("yes", ["yes", "Yes", "YES", "true", "True", "on", "y", '"yes"'])
def test_a_yes_in_any_form(yes: str) -> None:
    """An attestation takes any usual yes."""
    metadata, found = read_metadata(with_line(11, f"  own_work: {yes}"))
    assert (metadata.attestations["ownwork"], found) == ("yes", [])


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "# Only a note\n", "---\n", "null\n", "a word\n", "- a\n- list\n", "{}\n", "[]\n"],
)
def test_a_file_without_keys(text: str, tmp_path: Path) -> None:
    """A file that says nothing is a finding that shows how to begin it."""
    report = check(lay(tmp_path, {"portfolio.yml": text}))
    assert not report.complete
    said = [f for f in report.findings if f.place.path == "portfolio.yml"]
    assert {f.code for f in said} <= {"CF501", "CF502", "CF503", "CF504"}
    assert any("credential" in f.message + f.hint for f in said if f.severity == "error")


def test_all_faults_in_one_run() -> None:
    """Syntax, dates, duplicates and unknown keys are all said at once, each in its place."""
    text = "\n".join(
        [
            "credential: collaborative-coaching",
            "version:1",
            "practitioner:",
            "\tname: A: teacher",
            '  role: "lead',
            "participants:",
            "  - label: Coach",
            "    consent: 11/01/2026",
            "  - label: Partner",
            "    consent: 2026-02-30",
            "    label: Friend",
            "attestation: {own_work: yes}",
            "ai_use: *none",
        ]
    )
    found = {(f.code, f.place.line) for f in faults(text)}
    assert {("CF501", n) for n in (2, 4, 5, 13)} <= found
    assert {("CF502", n) for n in (8, 10, 11, 12)} <= found


BOMBS = {
    "brackets": "a: " + "[" * 60_000,
    "closed brackets": "a: " + "[" * 60_000 + "]" * 60_000,
    "braces": "a: " + "{a: " * 30_000,
    "lists": "- " * 60_000,
    "aliases": "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(
        f"{c}: &{c} [{','.join([f'*{b}'] * 9)}]\n"
        for b, c in zip("abcdefgh", "bcdefghi", strict=True)
    ),
    "anchors": "".join(f"a{n}: &a{n} x\n" for n in range(5000)),
    "keys": "".join(f"a{n}: x\n" for n in range(30_000)),
    "quotation marks": '"' * 200_000,
    "colons": ":" * 200_000,
    "question marks": "? " * 100_000,
    "tabs": "\t" * 200_000,
    "dashes": "-\n" * 100_000,
    "faults": "a: b: c\n" * 20_000,
    "too many bytes": "a" * 300_000,
}


@pytest.mark.parametrize("case", BOMBS)
def test_what_a_stranger_may_send(case: str, tmp_path: Path) -> None:
    """No YAML brings the reader down; it is a finding on its file."""
    report = check(lay(tmp_path, {"portfolio.yml": BOMBS[case]}))
    assert codes(report) & {"CF501", "CF502"} and not report.complete
    front = check(lay(tmp_path, {MORE: f"---\n{BOMBS[case]}\n---\nWe met.\n"}))
    assert front.portfolio.documents


@pytest.mark.parametrize("lead", ["", "\ufeff", "\n\n"], ids=["", "BOM", "blank lines"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["Unix", "Windows"])
def test_front_matter_has_true_lines(lead: str, end: str, tmp_path: Path) -> None:
    """A fault in front matter is on its line of the file as it lies on disk."""
    text = "---\nrequirement: trust-established\ntitle: A: b\ngraphic: tally\n---\nWe met.\n"
    report = check(lay(tmp_path, {MORE: (lead + text).replace("\n", end)}))
    first = lead.count("\n")
    assert [_where(f) for f in report.findings] == [
        ("CF501", MORE, first + 3, 9, "trust-established"),
        ("CF502", MORE, first + 4, 10, "trust-established"),
    ]


def _where(finding: Finding) -> tuple[object, ...]:
    place = finding.place
    return finding.code, place.path, place.line, place.column, finding.requirement


def test_columns_count_characters() -> None:
    """Columns count characters, not bytes."""
    (fault,) = faults(with_line(6, "  - {id: coach, label: Ćöåçh, consent: 11/01/2026}"))
    assert (fault.place.line, fault.place.column) == (6, 40)


@pytest.mark.parametrize("byte", ["\x00", "\x01", "\x1b", "\x7f", "\x80", "\ufffe"])
def test_control_characters(byte: str, tmp_path: Path) -> None:
    """A control character is a finding in its line, and never reaches a terminal."""
    report = check(lay(tmp_path, {"portfolio.yml": with_line(4, f"  name: a{byte}b")}))
    said = [f for f in report.findings if f.place.path == "portfolio.yml"]
    assert [(f.code, f.place.line) for f in said if f.severity == "error"] == [("CF501", 4)]
    assert not any(byte in f.message + f.hint for f in report.findings)


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_lines_are_those_of_the_file(separator: str) -> None:
    """What only some programs take for the end of a line moves no other fault."""
    text = with_line(4, f"  name: a{separator}b").replace("ai_use: none", "ai_use: *none")
    lines = [fault.place.line for fault in faults(text)]
    assert lines[-1] == 14 and set(lines) <= {4, 14}
