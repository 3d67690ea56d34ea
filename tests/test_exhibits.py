"""How exhibits are drawn and where they are shown."""

import re
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import check, lay

from credfolio.cli import main
from credfolio.compose.charts import NARROW, WIDE, draw
from credfolio.compose.charts.chart import legend, percent, series
from credfolio.compose.charts.labels import Room
from credfolio.compose.charts.text import fit, text_width, ticks, time_ticks, wrap
from credfolio.compose.pages import compose
from credfolio.compose.site import ComposeOptions, Site
from credfolio.graphics.duration import Duration, Span
from credfolio.graphics.event_count import Counted, EventCount
from credfolio.graphics.physical_map import Mark, PhysicalMap, Stop, Zone
from credfolio.graphics.physical_map import Path as Way
from credfolio.graphics.selective_verbatim import Said, SelectiveVerbatim
from credfolio.graphics.time_sample import Lane, Slot, TimeSample
from credfolio.graphics.verbal_flow import WHOLE_CLASS, Flow, Seat, VerbalFlow

HOSTILE = "<script>alert(1)</script>\" onload='x' & ٣ 😀 \u202etxt"
SEATS = tuple(Seat(f"Seat {n + 1}", n // 6 + 1, n % 6 + 1) for n in range(30))
ANSWERS = tuple(Flow(f"Seat {n}", "Teacher", "answer", n % 4 + 1) for n in range(1, 31, 2))
QUESTIONS = (Flow("Teacher", WHOLE_CLASS, "question", 24), Flow("Seat 3", "Seat 9", "comment", 2))
VALUES: dict[str, Any] = {
    "event-count": EventCount(
        (Counted(HOSTILE, 11), Counted("A very long label " * 6, 0), Counted("Zwölf", 1)),
        1200.0,
        ((10.0, HOSTILE), (400.0, "Zwölf")),
    ),
    "verbal-flow": VerbalFlow(SEATS, ANSWERS + QUESTIONS, True),
    "selective-verbatim": SelectiveVerbatim((Said(3.0, HOSTILE, HOSTILE), Said(9.0, "", "Why?"))),
    "duration": Duration(
        tuple(Span(60.0 * n, 60.0 * n + 70, f"Activity {n % 5} {HOSTILE}") for n in range(40)),
        0.0,
        2500.0,
    ),
    "physical-map": PhysicalMap(
        (Zone(HOSTILE, 0, 0, 9, 2), Zone("Back", 0, 4, 9, 2)),
        tuple(Mark(f"Table {n}", n % 4 * 2.0, n // 4 * 2.0) for n in range(12)),
        (Mark("Reading", 3, 5),),
        (Way("Teacher", (Stop(1, 1, 0.0), Stop(5, 5, 60.0), Stop(1, 1, 90.0))),),
    ),
    "time-sample": TimeSample(
        "momentary",
        30.0,
        (Lane("", tuple(Slot(30.0 * n, None if n % 9 == 4 else f"{n % 11}") for n in range(60))),),
    ),
}
FIELDS = "x y width height cx cy r".split()


def figure(graphic: str, value: Any) -> str:
    """The picture of a value as a page holds it."""
    from credfolio.compose.environment import environment

    class View:
        title = HOSTILE

    View.graphic = graphic  # type: ignore[attr-defined]
    View.chart = draw(graphic, value)  # type: ignore[attr-defined]
    source = '{% import "partials/chart.html" as c %}{{ c.chart(view, "cf-x") }}'
    return environment(None).from_string(source).render(view=View)


def svgs(html: str) -> list[ElementTree.Element]:
    """The pictures of a page, which have to be well formed."""
    found = re.findall(r'<svg class="cf-svg".*?</svg>', html, re.S)
    return [ElementTree.fromstring(svg) for svg in found]


def site(folder: Path, files: dict[str, str | bytes]) -> Site:
    return compose(check(lay(folder, files)), ComposeOptions())


def page(built: Site, source: str) -> str:
    found = built.page(source)
    assert found
    return found.html


TALLY = "---\ngraphic: event-count\nfocus: Who answers\ndata: tally.csv\n{}---\n\nSome notes.\n"


@pytest.mark.parametrize("graphic", VALUES)
def test_a_picture_says_in_words_what_it_shows(graphic: str) -> None:
    """Each picture has a role, a title, a description and a table; its ids are its own."""
    html = figure(graphic, VALUES[graphic])
    assert {svg.attrib["role"] for svg in svgs(html)} == {"img"}
    for svg in svgs(html):
        named = [svg.find(f"*[@id='{id}']") for id in svg.attrib["aria-labelledby"].split()]
        texts = [element.text for element in named if element is not None]
        assert len(texts) == 2 and all(texts)
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(ids)
    assert "<table" in html


@pytest.mark.parametrize("graphic", VALUES)
def test_hostile_labels_stay_text(graphic: str) -> None:
    """A label is shown as it is written, and nothing of it becomes markup or an inline style."""
    html = figure(graphic, VALUES[graphic])
    assert "<script" not in html
    assert not re.search(r"\sstyle=|\sonload=", re.sub(r">[^<]*<|\"[^\"]*\"", "><", html))


@pytest.mark.parametrize("graphic", VALUES)
def test_everything_lies_inside_the_picture(graphic: str) -> None:
    """No rectangle, circle or text begins outside, at either size."""
    for svg in svgs(figure(graphic, VALUES[graphic])):
        width, height = map(float, svg.attrib["viewBox"].split()[2:])
        assert width in (WIDE, NARROW)
        for element in svg.iter():
            if element.tag in ("defs", "pattern") or "patternUnits" in element.attrib:
                continue
            if element.tag in ("rect", "text") and element.attrib.get("fill", "")[:3] != "url":
                x, y = float(element.attrib["x"]), float(element.attrib["y"])
                assert -0.1 <= x <= width and -0.1 <= y <= height
                assert x + float(element.attrib.get("width", 0)) <= width + 0.1
                assert y + float(element.attrib.get("height", 0)) <= height + 0.1


def test_thirty_seats_have_room_on_a_phone() -> None:
    """No two seats are over each other, and each has a name that can be read."""
    for drawing in draw("verbal-flow", VALUES["verbal-flow"]).drawings:
        for a, b in combinations(drawing.boxes, 2):
            apart = abs(a.x - b.x) >= (a.width + b.width) / 2 or abs(a.y - b.y) >= 34
            assert apart or WHOLE_CLASS in (a.name, b.name)
        assert all(box.lines and box.lines[0][1] for box in drawing.boxes)
        labels = [a.label for a in drawing.arrows if a.label]
        assert all(abs(a.x - b.x) > 6 or abs(a.y - b.y) > 10 for a, b in combinations(labels, 2))


def test_an_arrow_goes_around_the_seat_between() -> None:
    """From the back row to the teacher past a silent seat, which must not look as if it spoke."""
    seats = tuple(Seat(f"Seat {n + 1}", n // 2 + 1, n % 2 + 1) for n in range(4))
    flows = (Flow("Teacher", WHOLE_CLASS, "question", 6), Flow("Seat 4", "Teacher", "answer", 1))
    for drawing in draw("verbal-flow", VerbalFlow(seats, flows, True)).drawings:
        arrow = next(arrow for arrow in drawing.arrows if arrow.title.startswith("Seat 4"))
        x0, y0, cx, cy, x1, y1 = map(float, re.findall(r"[-\d.]+", arrow.line))
        for box in (box for box in drawing.boxes if box.name in ("Seat 1", "Seat 2", "Seat 3")):
            for n in range(101):
                t, u = n / 100, 1 - n / 100
                x = u * u * x0 + 2 * u * t * cx + t * t * x1
                y = u * u * y0 + 2 * u * t * cy + t * t * y1
                assert abs(x - box.x) > box.width / 2 or abs(y - box.y) > box.height / 2


def test_too_many_seats_for_a_phone_scroll() -> None:
    """Fourteen side by side are one picture, in a region that can be scrolled."""
    seats = tuple(Seat(f"S{n}", 1, n) for n in range(14))
    value = VerbalFlow(seats, (Flow("S1", "S2", "", 1),), True)
    (drawing,) = draw("verbal-flow", value).drawings
    assert drawing.size == "any"
    assert 'tabindex="0" role="region"' in figure("verbal-flow", value)


def test_sixty_slots_are_cells_that_can_be_told_apart() -> None:
    """A cell is eleven units wide or more; a long sample goes on in the next line."""
    wide, narrow = draw("time-sample", VALUES["time-sample"]).drawings
    assert (len(wide.strips), len(narrow.strips)) == (2, 3)
    assert min(wide.cell, narrow.cell) >= 11
    assert sum(len(strip.cells) for strip in narrow.strips) == 60


def test_a_series_is_a_colour_and_a_pattern() -> None:
    """More than eight kinds share the last series, which the legend calls other."""
    of = series("abcdefghijk")
    assert [of[label] for label in "aghk"] == [1, 7, 8, 8]
    assert legend(of)[-1] == (8, "Other (4 kinds)")
    html = figure("time-sample", VALUES["time-sample"])
    assert {f"cf-x-wide-p{n}" for n in range(2, 9)} <= set(re.findall(r"url\(#([^)]+)\)", html))


def test_scales_are_round() -> None:
    """Steps of one, two, five or ten; times in steps that a clock has."""
    assert ticks(9) == [0, 2, 4, 6, 8, 10]
    assert ticks(0) == [0, 1]
    assert ticks(24, 4) == [0, 10, 20, 30]
    assert time_ticks(1200, 6) == [0, 300, 600, 900, 1200]
    assert [percent(share) for share in (0, 0.004, 0.125, 0.996, 1)] == [
        "0%", "<1%", "13%", ">99%", "100%",
    ]  # fmt: skip


@given(st.text(max_size=80), st.floats(20, 300))
def test_texts_are_cut_to_their_room(text: str, room: float) -> None:
    """What is cut ends in an ellipsis and fits; what fits is whole."""
    cut = fit(text, room)
    assert text_width(cut) <= room + 0.02
    assert cut == text or cut.endswith("…")
    assert all(text_width(line) <= room + 0.02 for line in wrap(text, room))


@given(st.text(min_size=1, max_size=12))
def test_the_longest_speaker_is_named_whole(name: str) -> None:
    """The lanes begin where the longest name ends: it is not cut for a tenth of a letter."""
    record = SelectiveVerbatim((Said(3.0, name, "Why?"), Said(9.0, "A", "Because.")))
    drawing = draw("selective-verbatim", record).drawings[0]
    assert drawing.lanes[0].label == name


@given(st.lists(st.tuples(st.floats(0, 400), st.floats(0, 300)), max_size=30))
def test_labels_do_not_cover_each_other(points: list[tuple[float, float]]) -> None:
    """A label has room of its own or is left out."""
    room = Room(400, 300)
    for number, (x, y) in enumerate(points):
        room.beside(f"Label {number}", x, y, 8)
    for a, b in combinations(room.taken, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_an_exhibit_is_shown_with_what_it_supports(tmp_path: Path) -> None:
    """On its own page with every figure, below the answer, and among the evidence."""
    built = site(
        tmp_path,
        {
            "2-evidence/tally.md": TALLY.format("duration: 20:00\nrequirement: graphic-feedback\n"),
            "2-evidence/tally.csv": "event,count,note\nFront,20,noisy\nBack,4,\n",
        },
    )
    own = page(built, "2-evidence/tally.md")
    assert len(svgs(own)) == 2
    assert "<dd><bdi>1.2</bdi></dd>" in own
    assert "As it was written down" in own and "noisy" in own
    answer = page(built, "1-overview/graphic-feedback.md")
    assert len(svgs(answer)) == 2
    assert 'href="../2-evidence/tally.html">Who answers</a>' in answer
    evidence = page(built, "evidence.md")
    assert 'href="2-evidence/tally.html">Who answers</a>' in evidence


@pytest.mark.parametrize(("front", "published"), [("", False), ("download: yes\n", True)])
def test_the_file_is_published_only_where_its_document_says_so(
    tmp_path: Path, front: str, published: bool
) -> None:
    """The figures are on the page; the file itself is the author's to give."""
    data = {"2-evidence/tally.md": TALLY.format(front), "2-evidence/tally.csv": "event\nA\n"}
    built = site(tmp_path, {**data})
    assert ("2-evidence/tally.csv" in {asset.path for asset in built.assets}) == published
    assert ('href="tally.csv"' in page(built, "2-evidence/tally.md")) == published


def test_a_picture_is_shown_with_its_words(tmp_path: Path, dot: bytes) -> None:
    """A photo is an exhibit like any other: its page, the answer, its alternative text."""
    front = "graphic: picture\nimage: sheet.png\nalt: Nine strokes\nrequirement: reflection\n"
    text = f"---\n{front}---\n\n"
    built = site(tmp_path, {"3-reflection/sheet.md": text, "3-reflection/sheet.png": dot})
    assert 'src="sheet.png" alt="Nine strokes"' in page(built, "3-reflection/sheet.md")
    assert 'src="sheet.png" alt="Nine strokes"' in page(built, "3-reflection/reflection.md")
    assert "3-reflection/sheet.png" in {asset.path for asset in built.assets}


@pytest.fixture
def dot() -> bytes:
    return (Path(__file__).parent / "files" / "dot.png").read_bytes()


def test_faults_stand_on_the_page_of_a_draft(tmp_path: Path) -> None:
    """Rows at fault are shown as they are written, with what is wrong, and without a picture."""
    files = {"2-evidence/tally.md": TALLY.format(""), "2-evidence/tally.csv": "event,count\nA,x\n"}
    built = compose(check(lay(tmp_path, files)), ComposeOptions(draft=True))
    html = page(built, "2-evidence/tally.md")
    assert "Cell B2 holds “x”" in html
    assert svgs(html) == []
    assert ">x</td>" in html


def colours(text: str) -> dict[str, str]:
    return dict(re.findall(r"--cf-(s\d|paper|card): (#\w{6})", text))


def brightness(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_colours_are_seen_in_light_and_dark() -> None:
    """Each series has a contrast of 4.5 to paper and card, more than pictures need."""
    folder = Path(__file__).parents[1] / "templates" / "assets" / "css"
    css = "\n".join(file.read_text("utf-8") for file in sorted(folder.glob("*.css")))
    dark = "".join(
        re.findall(r'^  \[data-md-color-scheme="slate"\] \{(.*?)^  \}', css, re.M | re.S)
    )
    light = "".join(re.findall(r"^:root \{(.*?)^\}", css, re.M | re.S))
    for scheme in (colours(light), colours(dark)):
        assert len(scheme) == 10
        for number in range(1, 9):
            for ground in ("paper", "card"):
                pair = sorted((brightness(scheme[f"s{number}"]), brightness(scheme[ground])))
                assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5


def test_init_adds_an_exhibit_of_each_kind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """At the start or later; nothing is overwritten; what is left empty is found."""
    root = tmp_path / "mine"
    assert main(["init", str(root), "--name", "A teacher", "--graphic", "Event Count"]) == 0
    document = root / "portfolio" / "2-evidence" / "event-count.md"
    document.write_text("my own words")
    settings = (root / "portfolio" / "portfolio.yml").read_bytes()
    kinds = ["event-count", *(name for name in VALUES if name != "event-count"), "picture"]
    assert main(["init", str(root), *(a for kind in kinds for a in ("--graphic", kind))]) == 0
    assert document.read_text() == "my own words"
    assert (root / "portfolio" / "portfolio.yml").read_bytes() == settings
    report = check(root)
    left = {f.place.path for f in report.findings if f.code == "CF104"}
    empty = {f.place.path for f in report.findings if f.code == "CF506"}
    assert {f"2-evidence/{kind}.md" for kind in kinds[1:]} <= left
    assert {f"2-evidence/{kind}.csv" for kind in kinds[1:-1]} <= empty
    capsys.readouterr()
    assert main(["init", str(root), "--graphic", "evnt-count"]) == 2
    assert "Did you mean event-count?" in capsys.readouterr().err
