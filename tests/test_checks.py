"""Every check: its bad sample is found where it stands, its good sample is complete."""

import io
import shutil
import wave
from pathlib import Path

import pytest
from support import (
    ANNOTATION,
    BASE,
    CONVERSATION,
    SAMPLES,
    Files,
    base_highlights,
    base_turns,
    check,
    codes,
    document,
    found,
    lay,
    many_words,
    words_of,
)

from credfolio.checking import common_checks
from credfolio.model import Report

CODES = [each.code for each in common_checks()]


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
    severity = next(each.severity for each in common_checks() if each.code == code)
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


# --- what a file may hold that can't be read -------------------------------------------------

# What can be told of `notes.md` in spite of its fault: that it is a reflection, or nothing at all.
UNREADABLE: dict[str, tuple[bytes, int, str | None]] = {
    "Latin-1": ("---\nrequirement: reflection\n---\n\nPrüfung\n".encode("latin-1"), 5, None),
    "UTF-16": ("---\nrequirement: reflection\n".encode("utf-16"), 1, None),
    "a NUL": (b"---\nrequirement: reflection\n---\n\nOne\x00two\n", 5, None),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", 3, None),
    "too large": (b"word " * 900_000, 1, None),
    "one long line": (b"word" * 5_000_000, 1, None),
    "deep quotations": (
        b"---\nrequirement: reflection\n---\n\n" + b"> " * 101 + b"a\n",
        5,
        "reflection",
    ),
    "deep lists": (
        b"---\nrequirement: reflection\n---\n\n" + b"- " * 101 + b"a\n",
        5,
        "reflection",
    ),
    "an alias": (b"---\nrequirement: &a reflection\ntitle: *a\n---\n", 2, "reflection"),
    "a tag": (b"---\nrequirement: !!str reflection\n---\n", 2, "reflection"),
    "a merge key": (b"---\nrequirement: reflection\n<<: {title: a}\n---\n", 3, "reflection"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_file_that_is_not_read(case: str, tmp_path: Path) -> None:
    """What can't be read is a finding on its file and line; the rest is checked all the same."""
    content, line, open_row = UNREADABLE[case]
    report = check(lay(tmp_path, {"notes.md": content}))
    at = [f for f in report.findings if f.code == "CF501"]
    assert [(f.place.path, f.place.line) for f in at][:1] == [("notes.md", line)]
    assert not report.complete
    statuses = {row.requirement.id: row.status for row in report.ledger}
    expected = {id: "unmet" if id == open_row else "met" for id in statuses}
    assert (statuses, len(statuses)) == (expected, 7)


@pytest.mark.parametrize("name", ["notes.md", "evidence", "portfolio.yml"])
def test_links_are_not_read(name: str, tmp_path: Path) -> None:
    """A link is never followed, wherever it leads."""
    folder = lay(tmp_path / "workspace") / "portfolio"
    target = tmp_path / "elsewhere"
    target.mkdir()
    (target / "notes.md").write_text(document("reflection", "Elsewhere.\n"), "utf-8")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(target if name == "evidence" else target / "notes.md")
    report = check(tmp_path / "workspace")
    assert f"CF501 {name}:1 -" in found(report) and not report.complete


@pytest.mark.parametrize("named", ["../../talk.wav", "/etc/hostname", "C:\\talk.wav"])
def test_named_files_stay_inside(named: str, tmp_path: Path) -> None:
    """A file that a document names lies in the portfolio, whatever its name."""
    text = document("conversation", "", recorded="2026-10-06", recording=named)
    folder = lay(tmp_path / "workspace", {"2-evidence/conversation2.md": text})
    (tmp_path / "talk.wav").write_bytes(b"RIFF")
    assert "CF302 2-evidence/conversation2.md:4 conversation" in found(check(folder))


# --- fakes -----------------------------------------------------------------------------------

LONG = many_words(400)
EMPTY_ANSWER = "We met every week, and nobody had sent us.\n"
HIDDEN = {
    "a comment": f"<!-- {LONG} -->",
    "an open comment": f"<!-- {LONG}",
    "a comment in a list": f"- Kept.\n  <!-- {LONG} -->",
    "a template": f"<template>{LONG}</template>",
    "a script": f'<script type="text/plain">{LONG}</script>',
    "a style": f"<style>{LONG}</style>",
    "a text field": f"<textarea>{LONG}</textarea>",
    "a title": f"<title>{LONG}</title>",
    "a drawing": f"<svg><text>{LONG}</text></svg>",
    "an inline script": f"Kept. <script>{LONG}</script>",
    "a choice": f"<select><option>{LONG}</option></select>",
    "no script": f"<noscript>{LONG}</noscript>",
    "an attribute": f'<p title="{LONG}">Kept.</p>',
    "a processing instruction": f"<?php {LONG} ?>",
    "character data": f"<![CDATA[ {LONG} ]]>",
    "a declaration": f"<!DOCTYPE {LONG}>",
    "alternative text": f"![{LONG}](card.png)",
    "a link title": f'[card](card.md "{LONG}")',
    "a link definition": f'[card]: card.md "{LONG}"',
    "a comment as definition": f"[//]: # ({LONG})",
    "code": f"```\n{LONG}\n```",
    "indented code": f"    {LONG}",
    "inline code": f"Kept `{LONG}`.",
    "a quotation": f"> {LONG}",
    "quoted paragraph": f"“{LONG}”",
    "a table": f"| a | b |\n|---|---|\n| {LONG} | c |",
    "a heading": f"## {LONG}",
    "a footnote": f"Kept.[^1]\n\n[^1]: {LONG}",
    "addresses": " ".join(f"https://example.org/{n}" for n in range(400)),
    "blank letters": "\u3164 " * 400,
    "signs": "— " * 400,
    "hidden HTML": f"<div hidden>{LONG}</div>",
    "an HTML quotation": f"<blockquote>{LONG}</blockquote>",
    "an HTML table": f"<table><tr><td>{LONG}</td></tr></table>",
    "a raw quotation around prose": f"<blockquote>\n\n{LONG}\n\n</blockquote>",
    "a raw drop around prose": f"<template>\n\n{LONG}\n\n</template>",
    "front matter": f"---\n{LONG}\n---",
}


@pytest.mark.parametrize("case", HIDDEN)
def test_words_that_are_not_an_answer(case: str, tmp_path: Path) -> None:
    """Words nobody reads, or that are no prose of the author's, reach no minimum."""
    files = {
        "1-overview/trust-established.md": document(
            "trust-established", f"{EMPTY_ANSWER}\n{HIDDEN[case]}\n"
        ),
        "1-overview/card.png": "",
        "1-overview/card.md": "",
    }
    report = check(lay(tmp_path, files))
    own = words_of(report, "trust-established").value or 0
    assert own < 20 and not report.complete
    assert report.ledger[0].status == "unmet"


def base_body(name: str) -> str:
    return (BASE / "portfolio" / name).read_text("utf-8").split("---\n", 2)[2].strip() + "\n"


TRUST = "1-overview/trust-established.md"
HALF = "\n\n".join(base_body(TRUST).split("\n\n")[:2])
PADDED = {
    "twice": {TRUST: f"{HALF}\n\n{HALF}"},
    "in other cases": {TRUST: f"{HALF}\n\n{HALF.upper()}"},
    "with other spaces": {TRUST: f"{HALF}\n\n{HALF.replace(' ', '  ')}"},
    "as a list": {TRUST: f"{HALF}\n\n- " + HALF.replace(". ", ".\n- ")},
    "one sentence again and again": {TRUST: "We met every week and talked about the tally. " * 40},
    "one sentence without end": {TRUST: "we met every week and talked about the tally and " * 40},
    "another answer": {TRUST: base_body("1-overview/plan-of-action.md")},
    "a second file": {TRUST: HALF, "1-overview/trust-2.md": HALF},
}


@pytest.mark.parametrize("case", PADDED)
def test_padding(case: str, tmp_path: Path) -> None:
    """What only repeats what stood before is subtracted, and the answer falls."""
    files = {n: document("trust-established", text) for n, text in PADDED[case].items()}
    report = check(lay(tmp_path, files))
    assert codes(report) & {"CF204", "CF102"} and not report.complete
    measured = [words_of(report, id).value or 0 for id in ("trust-established", "plan-of-action")]
    assert min(measured) < 250


def talk(*turns: str) -> Files:
    return {CONVERSATION: document("conversation", "\n\n".join(turns))}


def pair(words: int, seed: str = "word") -> tuple[str, str]:
    """Two turns of so many words each."""
    return f"**Coach:** {many_words(words, seed)}", f"**Partner:** {many_words(words, seed + 's')}"


def share(number: int, words: int = 1000) -> Files:
    """A conversation in which the second voice has `number` of so many words."""
    coach, partner = many_words(words - number), many_words(number, "reply")
    return talk(f"**Coach:** {coach}", f"**Partner:** {partner}")


@pytest.mark.parametrize(("number", "fine"), [(1, False), (49, False), (50, True), (500, True)])
def test_the_second_voice(number: int, fine: bool, tmp_path: Path) -> None:
    """Somebody besides the main speaker has five of a hundred words."""
    report = check(lay(tmp_path, share(number)))
    assert words_of(report, "conversation").value == 1000
    assert ("CF303" not in codes(report)) == fine


FAKE_TALKS: dict[str, Files] = {
    "a monologue with one okay": talk(f"**Coach:** {many_words(1200)}", "**Partner:** Okay."),
    "one person under two spellings": talk(
        f"**Coach:** {many_words(600)}", f"**COACH:** {many_words(600, 'reply')}"
    ),
    "one person by label and id": talk(
        f"**Coach:** {many_words(600)}", f"coach: {many_words(600, 'reply')}"
    ),
    "no speaker at all": talk(many_words(1200)),
    "an essay below one line": talk(
        "**Coach:** Shall we?", "**Partner:** Yes.", "## Then", many_words(1200)
    ),
    "the same exchange again and again": talk(
        *["**Coach:** What did you see there, up at the back of the room?",
          "**Partner:** I saw what I always see, and I wrote it down at once."] * 60
    ),
    "turns in a comment": talk("<!--", *pair(600), "-->"),
    "turns in a fence": talk("```", *pair(600), "```"),
    "marks": talk("**Coach:** " + "[inaudible] " * 1200, "**Partner:** " + "[laughs] " * 300),
    "times": talk("**Coach:** So.", *(f"**Partner** [0:{n % 60:02}]:" for n in range(1200))),
    "two short ones": {
        CONVERSATION: document("conversation", "\n\n".join(pair(300)), recorded="2026-10-06"),
        "2-evidence/other.md": document(
            "conversation", "\n\n".join(pair(300, "other")), recorded="2026-10-07"
        ),
    },
    "hidden speech": talk(
        f"**Coach:** So. <template>{many_words(600)}</template>",
        f"**Partner:** <!-- {many_words(600)} --> Yes.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FAKE_TALKS)
def test_what_is_no_conversation(case: str, tmp_path: Path) -> None:
    """A conversation needs two voices and enough spoken words."""
    report = check(lay(tmp_path, FAKE_TALKS[case]))
    row = next(row for row in report.ledger if row.requirement.id == "conversation")
    assert row.status == "unmet" and codes(report) & {"CF301", "CF303", "CF204"}


COMMENT = "\n\n".join(section.comment for section in base_highlights())


def each(passages: str | dict[str, str]) -> str:
    """An annotation with its own comments under the passage(s) given."""
    return "".join(
        f"## {h.title}\n\n{passages if isinstance(passages, str) else passages[h.condition]}\n\n"
        f"{h.comment}\n\n"
        for h in base_highlights()
    )


SPEECH = "\n\n".join(f"> **{s.speaker}** [{s.time}]: {s.text}" for s in base_turns())
FAKE_ANNOTATIONS = {
    "one yes for all": f"> Yes, {{.trust .dialogue .feedback .action}}\n\n{COMMENT}",
    "one word each": each("> Yes,"),
    "four words each": each("> Shall we begin? Yes,"),
    "one passage for all": each("> The silence feels like falling."),
    "one passage with more around it": each(
        {
            "trust": "> The silence feels like falling.",
            "dialogue": "> The silence feels like falling. So I",
            "feedback": "> lost control. The silence feels like falling.",
            "action": "> The silence feels like falling. So I grab",
        }
    ),
    "single words between omissions": each("> Yes … I … the … page … it"),
    "quoted words instead of a comment": "".join(
        f"{h.quotation}\n\n{' '.join(h.comment.split()[:12])}\n\n## {h.title}\n\n"
        for h in base_highlights()
    ) + SPEECH,
    "the comments are quoted paragraphs": "".join(
        f"## {h.title}\n\n{h.quotation}\n\n“{h.comment}”\n\n" for h in base_highlights()
    ),
    "the comments are in quotation marks, with a speaker": "".join(
        f"## {h.title}\n\n{h.quotation}\n\n**Coach:** “{h.comment}”\n\n" for h in base_highlights()
    ),
    "one comment four times": "".join(
        f"## {h.title}\n\n{h.quotation}\n\n{base_highlights()[0].comment}\n\n"
        for h in base_highlights()
    ),
    "made up": each("> The silence feels like flying. So I grab the nearest hand."),
    "another's words": each("> **Coach:** The silence feels like falling."),
    "no quotations": each("We trusted each other in all that we did."),
    "out of order": each("> the nearest hand sits in row one … The silence feels like falling"),
    "over turns": each("> The door is closed … let's begin … hand it where"),
    "from the introduction": each("> We talked in her room and nobody else was there."),
}  # fmt: skip


@pytest.mark.parametrize("case", FAKE_ANNOTATIONS)
def test_what_is_no_annotation(case: str, tmp_path: Path) -> None:
    """An annotation needs real passages for each condition and words of its author's own."""
    files = {
        ANNOTATION: None,
        "2-evidence/annotation.md": document("annotation", FAKE_ANNOTATIONS[case]),
    }
    report = check(lay(tmp_path, files))
    row = next(row for row in report.ledger if row.requirement.id == "annotation")
    assert row.status == "unmet" and not report.complete


# --- recordings ------------------------------------------------------------------------------


def sound(seconds: int) -> bytes:
    """A silent WAV file of eight samples a second."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(1)
        writer.setframerate(8)
        writer.writeframes(b"\x80" * 8 * seconds)
    return file.getvalue()


def recorded(**meta: str) -> Files:
    """A portfolio on the recording route: pointers instead of quotations, a longer annotation."""
    spans = {h.condition: f"> [0:0{n}:10–0:0{n}:45]" for n, h in enumerate(base_highlights())}
    return {
        CONVERSATION: document("conversation", "", **meta),
        ANNOTATION: None,
        "2-evidence/annotation.md": document("annotation", each(spans)),
    }


@pytest.mark.parametrize(
    ("seconds", "status", "codes_found"),
    [
        (539, "unmet", {"CF301"}),
        (540, "at-risk", {"CF307"}),
        (599, "at-risk", {"CF307"}),
        (600, "met", set()),
        (900, "met", set()),
        (901, "at-risk", {"CF307"}),
    ],
)
def test_the_length_of_a_recording(
    seconds: int, status: str, codes_found: set[str], tmp_path: Path
) -> None:
    """Ten minutes are asked for; nine and more are a warning, as are over fifteen."""
    files = {**recorded(recording="talk.wav"), "2-evidence/talk.wav": sound(seconds)}
    report = check(lay(tmp_path, files))
    row = next(row for row in report.ledger if row.requirement.id == "conversation")
    assert row.status == status
    assert codes(report) - {"CF804"} == codes_found


def said(report: Report) -> list[tuple[str, str, str]]:
    """(code, path, message) of the errors, in the report's order."""
    errors = (f for f in report.findings if f.severity == "error")
    return [(f.code, f.place.path or "", f.message) for f in errors]


@pytest.mark.parametrize("content", [None, b"", b"RIFF, and no more"])
def test_one_broken_recording_is_told_once(content: bytes | None, tmp_path: Path) -> None:
    """What follows from it is no error of its own, and what points into it proves nothing."""
    files = {**recorded(recording="talk.wav"), "2-evidence/talk.wav": content}
    if content is None:
        del files["2-evidence/talk.wav"]
    report = check(lay(tmp_path, files))
    found = said(report)
    assert [code for code, _, _ in found] == ["CF302", "CF302"]
    assert {path for _, path, _ in found} == {CONVERSATION}
    assert found[1][2].endswith("4 highlights that point into it don't count.")
    status = {row.requirement.id: row.status for row in report.ledger}
    assert status["conversation"] == status["annotation"] == "unmet"


def test_a_broken_recording_beside_a_short_transcript(tmp_path: Path) -> None:
    """Either would do, and the advice names both."""
    talk = document("conversation", "**Coach:** Hello.\n", recording="talk.wav")
    report = check(lay(tmp_path, {CONVERSATION: talk}))
    (short,) = (f for f in report.findings if f.code == "CF301")
    assert short.hint.startswith("Add 999 more spoken words")
    assert short.hint.endswith("or mend the recording, see line 3.")


def test_pointers_into_a_recording_of_unknown_length(tmp_path: Path) -> None:
    """A web address needs its length stated, which is said of the highlights once."""
    report = check(lay(tmp_path, recorded(recording="https://video.example/talk")))
    assert [code for code, _, _ in said(report)] == ["CF301", "CF302"]
    row = next(row for row in report.ledger if row.requirement.id == "annotation")
    assert row.status == "unmet"


def pointing(folder: Path, trust: str) -> list[str]:
    """What is said of the annotation of a good recording, whose pointer for trust is `trust`."""
    spans = {h.condition: f"> [0:0{n}:10–0:0{n}:45]" for n, h in enumerate(base_highlights())}
    files = {
        **recorded(recording="talk.wav"),
        "2-evidence/talk.wav": sound(630),
        "2-evidence/annotation.md": document("annotation", each(spans | {"trust": trust})),
    }
    findings = check(lay(folder, files)).findings
    return [f"{f.code} {f.message} {f.hint}" for f in findings if f.requirement == "annotation"]


def test_pointers_that_are_too_short(tmp_path: Path) -> None:
    """Said with the seconds, whether or not another highlight shows the condition."""
    (alone,) = pointing(tmp_path / "1", "> [00:02:10–00:02:13]")
    assert alone.startswith("CF401") and "too short: 3 seconds; 5 are needed." in alone
    assert "transcript" not in alone
    (moment,) = pointing(tmp_path / "2", "> [00:02:10]")
    assert "too short: a moment; 5 seconds are needed." in moment
    both = "> [00:02:10–00:02:13]\n\nShe trusts me with her fear.\n\n> [00:03:10–00:03:45]"
    (beside,) = pointing(tmp_path / "3", both)
    assert beside.startswith("CF410 This highlight points to 3 seconds; 5 are needed.")


def test_a_pointer_that_ends_before_it_begins(tmp_path: Path) -> None:
    """It is not called outside the conversation, and the hint turns it round."""
    first, *rest = pointing(tmp_path, "> [00:02:45–00:02:10]")
    assert [line[:5] for line in (first, *rest)] == ["CF401", "CF406"]
    assert "ends before it begins: 2:45 comes after 2:10." in rest[0]
    assert "`[2:10–2:45]`" in rest[0]
    assert "transcript" not in first
