"""Exhibits: tables as spreadsheets save them, figures worked by hand, faults that name a cell."""

import csv
import io
import re
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import base_turns, check, found, lay

from credfolio.compose.charts import draw
from credfolio.documents import read_document
from credfolio.evidence_files import EvidenceFiles
from credfolio.exhibits import read_exhibits
from credfolio.graphics import graphic, graphic_names
from credfolio.graphics.duration import Overlap
from credfolio.graphics.verbal_flow import WHOLE_CLASS, Flow
from credfolio.model import Exhibit, Fault, Finding, Metadata
from credfolio.tables.cells import read_length, read_moment, read_number

GUIDE = (Path(__file__).parents[1] / "docs" / "graphics.md").read_text("utf-8")
DRAWN = [name for name in graphic_names() if name != "picture"]
MAP = "zone,Front,0,0,4,2,\nobject,Board,2,0,,,\npath,Teacher,1,1,,,0:00\npath,Teacher,1,3,,,2:00\n"
ROWS = {
    "event-count": "event,count\nOpen,7\nClosed,3\n",
    "verbal-flow": "from,to,kind,count\nTeacher,Class,question,2\nSeat 1,Teacher,answer,3\n",
    "selective-verbatim": "time,speaker,words\n0:10,Teacher,What else?\n",
    "duration": "start,end,activity\n0:00,4:00,Talk\n4:00,10:00,Work\n",
    "physical-map": "what,name,x,y,width,height,time\n" + MAP,
    "time-sample": "time,seen\n0:00,Writing\n5:00,\n10:00,Writing\n",
}
NEEDED = {"time-sample": {"method": "momentary", "interval": "5:00"}}


class Read(NamedTuple):
    """An exhibit with what was said of it."""

    exhibit: Exhibit
    findings: tuple[Finding, ...]

    @property
    def value(self) -> Any:
        assert [f for f in self.findings if f.severity == "error"] == []
        return self.exhibit.value

    @property
    def said(self) -> list[str]:
        return [f"{f.place.line}:{f.place.column} {f.message}" for f in self.findings]


def read(folder: Path, name: str, data: str | bytes, ending: str = "csv", **settings: str) -> Read:
    """A portfolio with one exhibit, read and checked."""
    meta = {**NEEDED.get(name, {}), **settings}
    front = "".join(f"{key}: {value}\n" for key, value in meta.items())
    text = (
        f"---\ngraphic: {name}\nfocus: What was seen\ndata: seen.{ending}\n{front}---\n\nNotes.\n"
    )
    files = {"2-evidence/seen.md": text, f"2-evidence/seen.{ending}": data}
    report = check(lay(folder, files))
    (exhibit,) = report.portfolio.exhibits
    return Read(exhibit, report.findings)


# --- tables as they come out of spreadsheets ---


def dialects() -> list[Any]:
    rows = "event,count,wait\nÄpfel,7,1.5\n\n,,\nBirnen,1,\n"
    german = rows.replace(",", ";").replace("1.5", "1,5")
    tabs = rows.replace(",", "\t")
    quoted = 'event,count,wait\n"Äpfel","7","1.5"\n\n"Birnen","1",""\n'
    headings = rows.replace("event,count", " EVENT , Count (marks) ")
    cases = {
        "plain": rows.encode(),
        "byte order mark": rows.encode("utf-8-sig"),
        "utf-16": tabs.encode("utf-16"),
        "utf-16 without a mark": tabs.encode("utf-16-le"),
        "windows": german.encode("cp1252"),
        "semicolons": german.encode(),
        "sep line": ("sep=;\n" + german).encode(),
        "tabs": tabs.encode(),
        "crlf": rows.replace("\n", "\r\n").encode(),
        "old mac": rows.replace("\n", "\r").encode(),
        "quoted": quoted.encode(),
        "trailing commas": rows.replace("\n", ",,,\n").encode(),
        "headings": headings.encode(),
        "strokes": rows.replace(",7,", ",||||/ ||,").encode(),
        "no last line end": rows.rstrip("\n").encode(),
        "total": (rows + "Total,8,\n").encode(),
    }
    return [pytest.param(data, id=name) for name, data in cases.items()]


@pytest.mark.parametrize("data", dialects())
def test_a_table_is_read_however_it_was_saved(tmp_path: Path, data: bytes) -> None:
    """Encoding, separator, quotation marks, line ends and empty rows make no difference."""
    tally = read(tmp_path, "event-count", data).value
    assert [(event.event, event.number) for event in tally.events] == [("Äpfel", 7), ("Birnen", 1)]


@pytest.mark.parametrize(
    ("text", "comma", "value"),
    [
        ("3", False, 3.0),
        ("2.5", False, 2.5),
        ("2,5", True, 2.5),
        ("2,5", False, 2.5),
        ("1,200", False, 1200.0),
        ("1,200", True, 1.2),
        ("1.200,5", True, 1200.5),
        ("1,200.5", False, 1200.5),
        ("1 200", False, 1200.0),
        ("−4", False, -4.0),
        ("1,2,3", False, None),
        ("3 or 4", False, None),
        ("1e5", False, None),
        ("٣", False, 3.0),
        ("", False, None),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, comma: bool, value: float | None) -> None:
    """A comma is a decimal sign where the file's cells are not parted by commas."""
    assert read_number(text, comma) == value


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2:10", 130),
        ("1:02:10", 3730),
        ("[0:30]", 30),
        ("9:05 am", 32700),
        ("12:05 AM", 300),
        ("12:00 p.m.", 43200),
        ("1:30 PM", 48600),
        ("13:30 PM", None),
        ("soon", None),
        ("0.00347", None),
    ],
)
def test_times_are_read(text: str, seconds: float | None) -> None:
    """A time of the lesson, or of the day where it says am or pm."""
    assert read_moment(text) == seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("20:00", 1200), ("20 minutes", 1200), ("90 s", 90), ("1.5 h", 5400), ("20", None)],
)
def test_lengths_are_read(text: str, seconds: float | None) -> None:
    """A length has a unit or is written like a time."""
    assert read_length(text) == seconds


# --- figures, worked by hand ---


def test_an_event_count_is_added_up(tmp_path: Path) -> None:
    """7 and 3 and 2 more of the first are 12, in ten minutes 1.2 a minute; 9 of 12 are 75 %."""
    data = "event,count\nOpen,7\nClosed,3\nopen ,2\nTotal,12\n"
    tally = read(tmp_path, "event-count", data, duration="10:00").value
    assert [(e.event, e.number) for e in tally.events] == [("Open", 9), ("Closed", 3)]
    assert (tally.total, tally.per_minute(tally.total), tally.share(9)) == (12, 1.2, 0.75)


def test_a_log_of_events_is_counted(tmp_path: Path) -> None:
    """Without counts each row is one event, and its time is kept."""
    data = "- {time: 0:30, event: Door}\n- {time: 4:00, event: Bell}\n- {time: 5:00, event: door}\n"
    tally = read(tmp_path, "event-count", data, "yml").value
    assert [(e.event, e.number) for e in tally.events] == [("Door", 2), ("Bell", 1)]
    assert [at for at, _ in tally.moments] == [30, 240, 300]


def test_moments_are_those_of_their_event_however_it_is_written(tmp_path: Path) -> None:
    """`question` and `Question` are one event, in the count and on its line of moments."""
    data = "event,time\nQuestion,0:10\nquestion,0:40\n"
    tally = read(tmp_path, "event-count", data).value
    assert [(event.event, event.number) for event in tally.events] == [("Question", 2)]
    assert tally.moments == ((10.0, "Question"), (40.0, "Question"))


def test_a_verbal_flow_is_added_up(tmp_path: Path) -> None:
    """The same pair and kind is one arrow; the silent have a seat; the teacher needs none."""
    data = (
        "from;to;kind;count\nTeacher;class;question;2\nSeat 1;teacher;answer;3\n"
        "Seat 1;Teacher;Answer;1\nSeat 2;Seat 1;;1\n\nseat;row;column\nSeat 1;1;1\n"
        "Seat 2;1;2,5\nSeat 3;2;1\n"
    )
    flow = read(tmp_path, "verbal-flow", data).value
    assert flow.flows == (
        Flow("Teacher", WHOLE_CLASS, "question", 2),
        Flow("Seat 1", "Teacher", "answer", 4),
        Flow("Seat 2", "Seat 1", "", 1),
    )
    assert flow.total == 7
    assert flow.by_kind == {"question": 2, "answer": 4, "": 1}
    assert flow.spoken == {"Teacher": 2, "Seat 1": 4, "Seat 2": 1}
    assert flow.addressed == {WHOLE_CLASS: 2, "Teacher": 4, "Seat 1": 1}
    assert flow.people == ("Seat 1", "Seat 2", "Seat 3", "Teacher")
    assert [(s.row, s.column) for s in flow.seats] == [(1, 1), (1, 2.5), (2, 1)]


@pytest.mark.parametrize("seats", [2, 4, 9])
def test_no_arrow_passes_the_whole_class(tmp_path: Path, seats: int) -> None:
    """Who speaks to the teacher is not seen to speak to all: their arrows go beside that bar."""
    talk = "".join(f"Seat {n},Teacher\n" for n in range(1, seats + 1))
    rows = "".join(f"Seat {n},{(n + 2) // 3},{(n - 1) % 3}\n" for n in range(1, seats + 1))
    data = f"from,to\nTeacher,Class\n{talk}\nseat,row,column\n{rows}"
    for drawing in draw("verbal-flow", read(tmp_path, "verbal-flow", data).value).drawings:
        boxes = {box.name: box for box in drawing.boxes}
        bar, teacher = boxes.pop(WHOLE_CLASS), boxes.pop("Teacher")
        assert teacher.left + teacher.width < bar.left
        assert all(bar.top + bar.height < box.top for box in boxes.values())
        for arrow in drawing.arrows[1:]:
            x0, y0, cx, cy, x1, y1 = map(float, re.findall(r"-?[\d.]+", arrow.line))
            for n in range(33):
                t = n / 32
                x = (1 - t) ** 2 * x0 + 2 * (1 - t) * t * cx + t * t * x1
                y = (1 - t) ** 2 * y0 + 2 * (1 - t) * t * cy + t * t * y1
                assert not (x > bar.left and bar.top < y < bar.top + bar.height)


def test_many_people_without_a_seat_are_told_once(tmp_path: Path) -> None:
    """A near name is looked for while there is room to say it; all the others are counted."""
    seats = "seat,row,column\n" + "".join(f"Seat {n},{n},1\n" for n in range(1, 11))
    talk = "from,to\n" + "".join(f"Seet {n},Seat 1\n" for n in range(1, 101))
    told = read(tmp_path, "verbal-flow", seats + talk).findings
    assert (told[1].message, told[1].hint) == (
        "Row 13: “Seet 1” has no seat.",
        "Did you mean “Seat 1”?",
    )
    assert len(told) == 61
    assert "40 more" in told[0].message


def test_durations_are_added_up(tmp_path: Path) -> None:
    """Of 20 minutes: talk 4 + 6 less an overlap with itself of 1, work 5, two of them at once."""
    data = "start,end,activity\n0:00,4:00,Talk\n5:00,11:00,Talk\n3:00,5:30,talk\n9:00,14:00,Work\n"
    record = read(tmp_path, "duration", data, duration="20:00").value
    assert record.lasting == {"Talk": 660, "Work": 300}
    assert record.shares == {"Talk": 0.55, "Work": 0.25}
    assert record.unrecorded == 360
    assert record.overlaps == (
        Overlap(180, 240, "Talk", "Talk"),
        Overlap(300, 330, "Talk", "Talk"),
        Overlap(540, 660, "Talk", "Work"),
    )
    assert record.at_once == 210


def test_a_span_lasts_until_the_next(tmp_path: Path) -> None:
    """Without ends, spans follow each other, the last until `duration:`; by the clock too."""
    data = "start,activity\n9:05,Warm-up\n9:12,Talk\n9:40,Exit ticket\n"
    record = read(tmp_path, "duration", data, times="clock", duration="45 minutes").value
    assert [span.seconds / 60 for span in record.spans] == [7, 28, 10]
    assert (record.clock, record.seconds / 60) == (True, 45)


def test_a_time_sample_is_counted(tmp_path: Path) -> None:
    """Of six slots of two tables one is empty and one is missing: writing is 2 of 4."""
    data = (
        "time,who,seen\n0:00,Table 1,Writing\n5:00,Table 1,writing\n10:00,Table 1,\n"
        "0:00,Table 2,Waiting\n10:00,Table 2,Talking\n"
    )
    sample = read(tmp_path, "time-sample", data).value
    assert [[slot.seen for slot in lane.slots] for lane in sample.lanes] == [
        ["Writing", "Writing", None],
        ["Waiting", None, "Talking"],
    ]
    assert sample.times == (0, 300, 600)
    assert sample.counts == {"Writing": 2, "Waiting": 1, "Talking": 1}
    assert (sample.recorded, sample.gaps, sample.shares["Writing"]) == (4, 2, 0.5)


def test_a_physical_map_is_measured(tmp_path: Path) -> None:
    """3 and 4 steps at a right angle are 5; a stop belongs to the smallest zone around it."""
    data = (
        "what,name,x,y,width,height,time\nRoom,Room,0,0,10,10,\nzone,Front,0,0,10,2,\n"
        "desk,Desk,1,1,,,\nactivity,Reading,5,5,,,\npath,Teacher,1,1,,,0:00\n"
        "path,teacher,4,5,,,3:00\npath,Teacher,4,1,,,4:30\n"
    )
    plan = read(tmp_path, "physical-map", data, unit="metres").value
    (path,) = plan.paths
    assert (path.length, path.seconds) == (9.0, 270)
    assert {zone.name: tuple(visits) for zone, visits in plan.visits.items()} == {
        "Room": (1, 1, 90.0),
        "Front": (0, 2, 180.0),
    }


def test_a_selective_verbatim_is_counted(tmp_path: Path) -> None:
    """Lines and words by speaker; a lesson's words are looked up nowhere."""
    data = 'speaker,words\nTeacher,"Good, so it is three."\nStudent,Three.\nteacher,Three. Okay.\n'
    record = read(tmp_path, "selective-verbatim", data, of="lesson").value
    assert record.by_speaker == {"Teacher": (2, 7), "Student": (1, 1)}
    assert (record.words, record.checked) == (8, False)


# --- the words of the conversation ---


def conversation_rows(*changed: tuple[str, str, str]) -> str:
    """Three turns of the base conversation as rows, and others."""
    kept = [(turn.time, turn.speaker, turn.text) for turn in base_turns()[2:5]]
    buffer = io.StringIO()
    csv.writer(buffer).writerows([("time", "speaker", "words"), *kept, *changed])
    return buffer.getvalue()


def test_words_of_the_conversation_are_found(tmp_path: Path) -> None:
    """With `of: conversation` each line is found in its turn."""
    exhibit = read(tmp_path, "selective-verbatim", conversation_rows(), of="conversation")
    assert exhibit.findings == ()
    assert [said.turn.number for said in exhibit.value.lines] == [2, 3, 4]


def test_words_that_were_not_said_are_found_out(tmp_path: Path) -> None:
    """A changed word, another's words and another time are said, each at its row."""
    turn = base_turns()[6]
    other = "Partner" if turn.speaker == "Coach" else "Coach"
    data = conversation_rows(
        (turn.time, turn.speaker, "Nobody here has ever said these seven words."),
        (turn.time, other, turn.text),
        ("0:59:59", turn.speaker, turn.text),
    )
    findings = read(tmp_path, "selective-verbatim", data, of="conversation").findings
    assert [(f.code, f.severity, f.place.line) for f in findings] == [
        ("CF402", "error", 5),
        ("CF408", "error", 6),
        ("CF407", "warning", 7),
    ]


def test_an_unlabelled_record_is_doubted_only_where_it_is_of_the_conversation(
    tmp_path: Path,
) -> None:
    """Most lines stand in the transcript and one does not: a warning. A lesson gets none."""
    mixed = conversation_rows(("", "Coach", "Nobody here has ever said these seven words."))
    findings = read(tmp_path / "a", "selective-verbatim", mixed).findings
    assert [(f.code, f.severity, f.place.line) for f in findings] == [("CF506", "warning", 5)]
    lesson = "speaker,words\nTeacher,What makes you say that it is three?\nStudent,I counted.\n"
    assert read(tmp_path / "b", "selective-verbatim", lesson).findings == ()


# --- faults ---


def faults() -> list[Any]:
    cases = {
        "no number": (
            "event-count",
            "event,count\nA,3\nB,seven\n",
            "3:3 Cell B3 holds “seven”; a whole number or strokes such as `||||` is expected under",
        ),
        "an empty cell": ("event-count", "event,count\nA,\n", "2:3 Cell B2 is empty; a whole"),
        "a comma": (
            "event-count",
            "event,count\nA, really,3\n",
            "2:11 Row 2 has more cells than the 2 headings: “3”.",
        ),
        "a total": (
            "event-count",
            "event,count\nA,3\nB,4\nTotal,8\n",
            "4:7 Row 4: “Total” says 8, but the rows above it add up to 7.",
        ),
        "no heading": (
            "event-count",
            "Open,7\nClosed,3\n",
            "1:1 The column `event` is missing (what was counted, or where, or who); the headings "
            "are “Open”, “7”. Until then",
        ),
        "a heading twice": (
            "event-count",
            "event,count,who\nA,3,x\n",
            "1:13 The heading “who” is there twice, as `event`.",
        ),
        "an open quotation": (
            "event-count",
            'event,count\nA,3\n"B,4\nC,5\n',
            "3:1 A quotation mark in row 3 is never closed",
        ),
        "no rows": ("event-count", "event,count\n", "1:1 There are no rows here"),
        "nothing": ("event-count", "", "1:1 There are no rows here"),
        "a seat": (
            "verbal-flow",
            "from,to\nSeat 9,Teacher\n\nseat,row,column\nSeat 1,1,1\n",
            "2:1 Row 2: “Seat 9” has no seat.",
        ),
        "an end": (
            "duration",
            "start,end,activity\n4:00,3:00,Talk\n",
            "2:6 Row 2: 3:00 is not after 4:00.",
        ),
        "the last end": ("duration", "start,activity\n0:00,Talk\n", "2:1 Row 2: the last span"),
        "beside the slots": (
            "time-sample",
            "time,seen\n0:00,A\n6:00,B\n",
            "3:1 Row 3: 6:00 is not on an interval of 5:00; 5:00 or 10:00 would be.",
        ),
        "a slot twice": (
            "time-sample",
            "time,seen\n0:00,A\n0:00,B\n",
            "3:1 Row 3: the slot of 0:00 is there already, in row 2.",
        ),
        "no size": (
            "physical-map",
            "what,name,x,y\nzone,Front,0,0\n",
            "2:1 Row 2: the zone “Front” has no width.",
        ),
        "no such hour": (
            "duration",
            "start,end,activity\n9:15 am,25:30,Talk\n",
            "2:9 Row 2: 25:30 is no time of day.",
        ),
        "no path": (
            "physical-map",
            "what,name,x,y\npath,,1,1\n",
            "2:6 Row 2: this stop does not say which path it belongs to.",
        ),
        "no such thing": (
            "physical-map",
            "what,name,x,y\nzebra,Front,0,0\n",
            "2:1 Cell A2 holds “zebra”; one of `zone`, `object`, `activity`, `path` is expected",
        ),
    }
    return [pytest.param(*case, id=name) for name, case in cases.items()]


@pytest.mark.parametrize(("name", "data", "says"), faults())
def test_a_fault_names_its_cell_and_what_was_expected(
    tmp_path: Path, name: str, data: str, says: str
) -> None:
    """File, row and column, as a spreadsheet names them; and nothing is drawn."""
    exhibit = read(tmp_path, name, data)
    assert {f.place.path for f in exhibit.findings} == {"2-evidence/seen.csv"}
    assert any(said.startswith(says) for said in exhibit.said), exhibit.said
    assert exhibit.exhibit.value is None


def test_all_faults_of_a_file_are_named_in_one_run(tmp_path: Path) -> None:
    """Three cells, three findings; of very many, the rest is counted."""
    exhibit = read(tmp_path / "a", "event-count", "event,count\nA,x\nB,\n,3\n")
    assert [f.place.line for f in exhibit.findings] == [2, 3, 4]
    many = "event,count\n" + "A,x\n" * 500
    findings = read(tmp_path / "b", "event-count", many).findings
    assert len(findings) == 61
    assert any("440 more cells" in f.message for f in findings)


def test_faults_in_yaml_name_the_entry(tmp_path: Path) -> None:
    """The line is that of the value."""
    data = "- {event: A, count: 3}\n- event: B\n  count: few\n- just words\n"
    assert read(tmp_path, "event-count", data, "yaml").said == [
        "3:10 Entry 2 holds “few”; a whole number or strokes such as `||||` is expected under "
        "`count`.",
        "4:3 Entry 3 holds “just words”, but no `key: value`.",
    ]


def test_a_time_sample_has_to_name_its_method(tmp_path: Path) -> None:
    """Without method and interval the marks mean nothing; left empty or wrong is said once."""
    said = read(tmp_path / "a", "time-sample", ROWS["time-sample"], method="", interval="soon").said
    assert len(said) == 2
    assert said[0].startswith("5:1 `method:` has no value; without it a time sample can't be read.")
    assert said[1].startswith("6:11 `interval: soon` is not a length of time.")


def test_yaml_may_state_the_settings(tmp_path: Path) -> None:
    """What a YAML file says beside its rows counts where the document does not say it."""
    text = "---\ngraphic: time-sample\ndata: seen.yml\ninterval: 5:00\n---\n\nNotes.\n"
    data = "method: whole\ninterval: 9:00\nslots:\n- {time: 0:00, seen: A}\n"
    report = check(lay(tmp_path, {"2-evidence/x.md": text, "2-evidence/seen.yml": data}))
    assert report.findings == ()
    value = report.portfolio.exhibits[0].value
    assert (value.method, value.interval) == ("whole", 300)


def test_clock_times_are_not_taken_for_seconds_silently(tmp_path: Path) -> None:
    """9:05 to 9:50 without a word about the clock is a warning, and none with it."""
    data = "start,end,activity\n9:05,9:20,Talk\n9:20,9:50,Work\n"
    (finding,) = read(tmp_path / "a", "duration", data).findings
    assert (finding.code, finding.severity) == ("CF506", "warning")
    assert "all of it lasts 45 seconds" in finding.message
    assert read(tmp_path / "b", "duration", data, times="clock").value.seconds == 45 * 60
    assert read(tmp_path / "c", "duration", data, times="lesson").value.seconds == 45


def test_an_exhibit_is_never_an_answer(tmp_path: Path) -> None:
    """Neither with data that can't be read nor with a graphic that is misspelt."""
    for number, kind in enumerate(("event-count", "evnt-count")):
        text = (
            f"---\ngraphic: {kind}\ndata: seen.csv\nrequirement: trust-established\n---\n\n"
            + "More words than before. " * 50
        )
        files = {"2-evidence/x.md": text, "2-evidence/seen.csv": "event,count\nA,x\n"}
        report = check(lay(tmp_path / str(number), files))
        row = next(r for r in report.ledger if r.requirement.id == "trust-established")
        assert len(row.documents) == 1
        assert not report.complete
        assert {f.requirement for f in report.findings} == {(None, "trust-established")[number]}


def test_an_exhibit_without_a_file_is_a_warning(tmp_path: Path) -> None:
    """Nothing to see; a table of its own or a picture is something to see."""
    text = "---\ngraphic: {}\n---\n\nNotes.\n{}"
    rows = "\n| Who | Count |\n|---|---|\n| A | 3 |\n"
    bare = check(lay(tmp_path / "a", {"2-evidence/x.md": text.format("event-count", "")}))
    assert found(bare) == ["CF506 2-evidence/x.md:2 -"]
    assert bare.complete
    full = check(lay(tmp_path / "b", {"2-evidence/x.md": text.format("event-count", rows)}))
    assert full.findings == ()


def test_a_picture_under_data_is_told_where_it_belongs(tmp_path: Path) -> None:
    """`data: tally.jpg` means `image:`."""
    (finding,) = read(tmp_path, "event-count", b"\xff\xd8\xff", "jpg").findings
    assert finding.hint == "A picture goes under `image: seen.jpg`, with `alt:`."


# --- whatever comes ---


def read_bytes(name: str, data: bytes, ending: str) -> tuple[Exhibit, list[Fault]]:
    """An exhibit read alone, without a portfolio around it."""
    front = "".join(f"{key}: {value}\n" for key, value in NEEDED.get(name, {}).items())
    text = f"---\ngraphic: {name}\ndata: seen.{ending}\n{front}---\n\nNotes.\n"
    document, _ = read_document("seen.md", text, None)
    assert document
    faults: list[Fault] = []
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"seen.{ending}").write_bytes(data)
        talk, there = ((), Metadata(), None), EvidenceFiles(Path(folder))
        (exhibit,) = read_exhibits([document], there, (f"seen.{ending}",), talk, faults)
    return exhibit, faults


MIXED = st.text(alphabet=st.sampled_from(list('ab1209:,;\t|"\n\r .-={}[]é—😀\u202e\x00#&*!')))


@given(st.sampled_from(DRAWN), MIXED, st.sampled_from(["csv", "yml"]), st.booleans())
def test_no_file_breaks_a_reader(name: str, text: str, ending: str, headed: bool) -> None:
    """Whatever stands in the file is a picture or a fault, and never an exception."""
    data = (ROWS[name] if headed and ending == "csv" else "") + text
    exhibit, found = read_bytes(name, data.encode(), ending)
    errors = [fault for fault in found if fault.severity == "error"]
    if exhibit.value is None:
        assert found
    else:
        assert not errors
        assert draw(name, exhibit.value).drawings


@given(st.sampled_from(DRAWN), st.binary(max_size=300))
def test_no_bytes_break_a_reader(name: str, data: bytes) -> None:
    """Bytes of any kind are read as some text or refused."""
    exhibit, found = read_bytes(name, ROWS[name].encode() + data, "csv")
    assert exhibit.value is not None or any(fault.severity == "error" for fault in found)


LABELS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1).filter(
    lambda text: text.strip(" \ufeff") == text and text.split() and text.casefold() != "total"
)


@given(
    st.lists(st.tuples(LABELS, st.integers(0, 999)), min_size=1, max_size=20),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_no_row_is_lost(
    rows: list[tuple[str, int]], separator: str, encoding: str, end: str
) -> None:
    """Every row that a spreadsheet writes is in the sum and, as written, in the table."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator, lineterminator=end)
    writer.writerows([("event", "count"), *rows, ("A last one", 1)])
    exhibit, found = read_bytes("event-count", buffer.getvalue().encode(encoding), "csv")
    assert found == []
    assert exhibit.value.total == sum(count for _, count in rows) + 1
    assert [cells[1] for cells in exhibit.tables[0].rows] == [*(str(n) for _, n in rows), "1"]


@given(
    st.lists(
        st.tuples(st.integers(0, 3000), st.integers(1, 600), st.sampled_from("ABCDE")),
        min_size=1,
        max_size=40,
    )
)
def test_durations_agree_with_counting_seconds(spans: list[tuple[int, int, str]]) -> None:
    """Seconds counted one by one give the same shares, gaps and overlaps."""
    stamp = "{:d}:{:02d}".format
    rows = [
        f"{stamp(*divmod(start, 60))},{stamp(*divmod(start + long, 60))},{what}"
        for start, long, what in spans
    ]
    data = "start,end,activity\n" + "\n".join(rows) + "\n"
    exhibit, _ = read_bytes("duration", data.encode(), "csv")
    record = exhibit.value
    seconds: dict[int, list[str]] = {}
    for start, long, what in spans:
        for second in range(start, start + long):
            seconds.setdefault(second, []).append(what)
    lasting = {what: sum(what in s for s in seconds.values()) for what in record.lasting}
    assert record.lasting == lasting
    assert record.at_once == sum(len(s) > 1 for s in seconds.values())
    assert record.seconds - record.unrecorded == len(seconds)


# --- the guide ---


def examples() -> list[Any]:
    """(graphic, its document, a table, its ending) of each example that the guide prints."""
    found = []
    for section in GUIDE.split("\n## ")[3:]:
        blocks = re.findall(r"^```(\w+)\n(.*?)^```$", section, re.M | re.S)
        front = next(body for language, body in blocks if language == "markdown")
        name = re.search(r"^graphic: (.+)$", front, re.M)
        assert name
        for language, body in blocks:
            if language in ("csv", "yaml"):
                found.append(
                    pytest.param(name[1], front, body, language, id=f"{name[1]} {language}")
                )
    return found


@pytest.mark.parametrize(("name", "front", "data", "ending"), examples())
def test_the_examples_of_the_guide_are_drawn(
    tmp_path: Path, name: str, front: str, data: str, ending: str
) -> None:
    """Each table that the guide prints is read without a finding and drawn."""
    front = re.sub(r"^data: .+$", f"data: seen.{ending}", front, flags=re.M)
    files = {"2-evidence/seen.md": front + "\nNotes.\n", f"2-evidence/seen.{ending}": data}
    report = check(lay(tmp_path, files))
    assert report.findings == ()
    assert draw(name, report.portfolio.exhibits[0].value).drawings


@pytest.mark.parametrize("name", graphic_names())
def test_the_guide_names_every_column_and_setting(name: str) -> None:
    """What a graphic reads is in its section, column by column, with an example that is read."""
    known = graphic(name)
    section = next(s for s in GUIDE.split("\n## ") if s.startswith(known.title))
    for column in (c for sheet in known.sheets for c in sheet.columns):
        assert f"`{column.name}`" in section
        assert column.cell.read(column.example, False) is not None
    for setting in known.settings:
        assert f"{setting}:" in (GUIDE if setting == "times" else section)


@pytest.mark.parametrize("name", [name for name in graphic_names() if graphic(name).sheets])
def test_the_advice_for_an_empty_table_holds(tmp_path: Path, name: str) -> None:
    """The headings that init writes stay as they are, and the row that is proposed fits them."""
    sheet = graphic(name).sheets[0]
    header = ",".join(column.name for column in sheet.columns)
    (empty,) = read(tmp_path / "a", name, header + "\n").findings
    row = empty.hint.split("`")[1]
    assert header not in empty.hint and row.count(",") == header.count(",")
    assert read(tmp_path / "b", name, f"{header}\n{row}\n").findings == ()
    (nothing,) = read(tmp_path / "c", name, "").findings
    assert f"Let row 1 say `{header}`" in nothing.hint


def test_the_advice_for_a_missing_column_keeps_the_others(tmp_path: Path) -> None:
    """A heading is added; the other headings stay where they are."""
    said = read(tmp_path, "physical-map", "what,x,y,width\nobject,1,2,\n").findings
    assert [f.hint for f in said] == ["Add the heading `name`, and its cells in the rows below."]


def test_nobody_speaking_is_not_said_of_rows_at_fault(tmp_path: Path) -> None:
    """What follows from an unknown seat and an empty cell is no finding of its own."""
    data = "from,to,count\nSeat 9,Teacher,2\n,Teacher,1\n\nseat,row,column\nSeat 1,1,1\n"
    said = read(tmp_path, "verbal-flow", data).said
    assert len(said) == 2 and not any("Nobody speaks" in text for text in said)


def test_a_cell_that_is_no_count_is_told_of_strokes(tmp_path: Path) -> None:
    """Capital letters are no strokes; both ways to write a count are named."""
    (found,) = read(tmp_path, "event-count", "event,count\nA,IIII\n").findings
    assert "or strokes such as `||||`" in found.message and "(" not in found.message
    assert found.hint.startswith("Write “7”, for example.")
