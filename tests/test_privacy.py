"""The privacy gate: no declared name leaves by any channel, and no report tells one."""

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planted import CHANNELS, LABEL, NAME, PLACE, pdf, picture, recording, zipped
from support import CONVERSATION, MORE, check, codes, document, found, lay, report_json, run

from credfolio.model import PrivateName
from credfolio.privacy.names import Matcher, masked
from credfolio.privacy.pixels import pixels_only, place_taken
from credfolio.privacy.search import search, search_path

DANA = PrivateName(NAME, LABEL)
PRIVATE = f'names: {{"{NAME}": {LABEL}}}\n'


def private(folder: Path, text: str = PRIVATE) -> Path:
    (folder / "private.yml").write_text(text, "utf-8")
    return folder


# --- every channel ---------------------------------------------------------------------------


@pytest.fixture(scope="session")
def planted() -> dict[str, tuple[str, bytes]]:
    """Each channel's file, made once."""
    return {title: make() for title, make in CHANNELS.items()}


@pytest.mark.parametrize("title", CHANNELS)
def test_a_name_is_found_in(title: str, planted: dict[str, tuple[str, bytes]]) -> None:
    """A declared name is found by whatever channel it leaves, and nothing is left unread."""
    path, content = planted[title]
    searched = search(content, path, Matcher([DANA]), author=False)
    named = [hit.name for hit in searched.hits] + search_path(path, Matcher([DANA]))
    assert set(named) == {DANA} and searched.unread == ""


@pytest.mark.parametrize("title", CHANNELS)
def test_no_name_is_made_up_in(title: str, planted: dict[str, tuple[str, bytes]]) -> None:
    """Names that do not stand there are found in none of the same files."""
    path, content = planted[title]
    others = Matcher([PrivateName("Mara Lindqvist", "Partner"), PrivateName("Dana Field", "P")])
    assert search(content, path, others).hits == () and search_path(path, others) == []


def test_at_least_25_channels_need_more_than_a_search_for_bytes(
    planted: dict[str, tuple[str, bytes]],
) -> None:
    """The channels are no easy ones: a plain search misses most of them."""
    missed = [title for title, (_, content) in planted.items() if NAME.encode() not in content]
    assert len(missed) > 25


def test_check_finds_names_wherever_they_stand(tmp_path: Path) -> None:
    """Text, data, captions, pictures, documents and file names are searched by `check`."""
    files: dict[str, str | bytes | None] = {
        MORE: document("trust-established", f"First line.\n\nThen {NAME} came.\n"),
        "2-evidence/rows.csv": "first,last\nDana,Whitfield\n",
        "2-evidence/talk.vtt": f"WEBVTT\n\n00:01.000 --> 00:02.000\nHello, {NAME}\n",
        "2-evidence/photo.jpg": picture("JPEG", {0x13B: NAME}),
        "2-evidence/paper.pdf": pdf(info=NAME),
        "2-evidence/dana-whitfield.txt": "Fine.\n",
    }
    report = check(private(lay(tmp_path, files)))
    assert found(report, "error") == [
        f"CF601 {MORE}:7 trust-established",
        "CF601 2-evidence/[Coach].txt:None -",
        "CF601 2-evidence/paper.pdf:None -",
        "CF601 2-evidence/photo.jpg:None -",
        "CF601 2-evidence/rows.csv:2 -",
        "CF601 2-evidence/talk.vtt:4 -",
    ]
    assert not report.complete


def test_a_name_at_each_turn_is_said_three_times(tmp_path: Path) -> None:
    """Of a file full of a name three places are shown, and how many there are besides."""
    body = "\n\n".join(f"{NAME} came, and it was {n}." for n in range(30))
    report = check(private(lay(tmp_path, {MORE: document("trust-established", body)})))
    said = [f for f in report.findings if f.code == "CF601"]
    assert len(said) == 3
    assert "In 27 more places of this file, too." in said[-1].message


def test_each_finding_names_what_helps(tmp_path: Path) -> None:
    """What `credfolio redact` can do is advised, and nothing that it can't."""
    files: dict[str, str | bytes | None] = {
        MORE: document("trust-established", NAME), "a.jpg": picture("JPEG", {0x13B: NAME}),
        "b.pdf": pdf(info=NAME),
    }  # fmt: skip
    report = check(private(lay(tmp_path, files)))
    hints = {f.place.path: f.hint for f in report.findings if f.code == "CF601"}
    assert "`credfolio redact` does it" in hints[MORE]
    assert "`credfolio redact --pictures`" in hints["a.jpg"]
    assert "redact" not in hints["b.pdf"]


# --- which spellings -------------------------------------------------------------------------

SAME = [
    "DANA WHITFIELD", "dana whitfield", "Dána Whitfïeld", "Dana  Whitfield", "Dana-Whitfield",
    "Dana_Whitfield", "Dana.Whitfield", "Dana\nWhitfield", "Dana\u2011Whitfield",
    "“Dana” Whitfield",     "Whitfield, Dana", "Whitfield,Dana", "WHITFIELD, Dana",
    "Dana Whitfield’s", "x/Dana Whitfield/y",
    "dana.whitfield@example.org", "/danawhitfield/", "danawhitfield2.jpg", "| Dana | Whitfield |",
]  # fmt: skip
OTHER = [
    "Dana", "Whitfield", "Dana met Whitfield", "Dana, Whitfield and we", "Adana Whitfield",
    "Dana Whitfields", "Dana Whitfieldt", "Whitfield Dana", "Dana: Whitfield", "Dana & Whitfield",
    "the danawhitfield of it",
]  # fmt: skip


@pytest.mark.parametrize("text", SAME)
def test_the_same_name(text: str) -> None:
    """Case, accents, line breaks and the signs between the words make no difference."""
    assert Matcher([DANA]).spans(f"So {text} it was.")


@pytest.mark.parametrize("text", OTHER)
def test_another_name(text: str) -> None:
    """Parts of a name, other names and the words by themselves are no such name."""
    assert not Matcher([DANA]).spans(f"So {text} it was.")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Seán O’Neill", "Sean O'Neill"),
        ("Seán O’Neill", "sean oneill"),
        ("Jörg Müller", "Joerg Mueller"),
        ("Łukasz Żak", "Lukasz Zak"),
        ("Søren Bæk", "SOREN BAEK"),
        ("Anne-Marie Roux", "anne marie roux"),
        ("王小明", "我和王小明谈过"),
        ("김민수", "김민수는"),
        ("Иван Петров", "ИВАН ПЕТРОВ"),
        ("Dana W.", "to Dana W. again"),
    ],
)
def test_names_of_many_kinds(name: str, text: str) -> None:
    """Names of other languages are found as people write them."""
    spans = Matcher([PrivateName(name, "Student 1")]).spans(text)
    assert len(spans) == 1
    others = [PrivateName(chr(0x4E00 + n) * 3, "Pupil") for n in range(60)]
    others += [PrivateName(f"Xx{chr(97 + n % 26)}{chr(97 + n // 26)}", "Pupil") for n in range(60)]
    assert Matcher([PrivateName(name, "Student 1"), *others]).spans(text) == spans


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("So Ann left.", True), ("Ann's page", True), ("(Ann)", True), ("Ann-Marie", True),
        ("Ann_page.csv", True), ("an Annotation", False), ("Joann", False), ("ann", False),
        ("ANN", False), ("Anné", False), ("An n", False),
    ],
)  # fmt: skip
def test_a_name_of_one_word(text: str, there: bool) -> None:
    """A name of one word is found as it is written, and as a whole word only."""
    matcher = Matcher([PrivateName("Ann", "Student 1")])
    assert bool(matcher.spans(text)) == there
    assert not matcher.spans(text, author=False)


def test_what_the_credential_says_tells_no_name(tmp_path: Path) -> None:
    """A heading or prompt of the credential is not the author's, whatever a pupil is called."""
    folder = private(lay(tmp_path), 'names: {"Trust": Student 1, "Reflect": Student 2}\n')
    assert "CF601" not in codes(check(folder))
    own = document("trust-established", "Then Trust came in.\n")
    (folder / "portfolio" / MORE).write_text(own, "utf-8")
    assert "CF601" in codes(check(folder))


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(" \n\t-_.*'\u00a0"))
def test_a_name_is_found_in_any_text(before: str, after: str, sign: str) -> None:
    """Whatever stands around it, a name is found where it is."""
    text = f"{before}\n!Dana{sign}Whitfield!\n{after}"
    spans = Matcher([DANA]).spans(text)
    assert any(text[s.start : s.end] == f"Dana{sign}Whitfield" for s in spans)
    assert not Matcher([DANA]).spans(masked(text, Matcher([DANA])))


@given(st.sampled_from(sorted(CHANNELS)), st.integers(0, 4000), st.binary(max_size=6))
def test_damaged_files_are_read_or_not_verified(title: str, at: int, put: bytes) -> None:
    """A file that is damaged anywhere never stops the search."""
    if title.startswith("a recording") and title != "a recording: ID3 compressed":
        title = "the text of a PDF"  # made by another program: too slow to make for each example
    path, content = CHANNELS[title]()
    spoiled = content[:at] + put + content[at + len(put) :]
    search(spoiled, path, Matcher([DANA]))
    place_taken(spoiled)


# --- what can't be read ----------------------------------------------------------------------


def _encrypted() -> bytes:
    raw = bytearray(zipped({"a.txt": b"secret"}))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(sign) + at] |= 1
    return bytes(raw)


def _nested(depth: int) -> bytes:
    content = b"nothing"
    for _ in range(depth):
        content = zipped({"a.zip": content})
    return content


UNREAD = {
    "an old Word file": ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(range(256))),
    "bytes of no known kind": ("a.bin", bytes(range(256)) * 4),
    "an encrypted zip": ("a.zip", _encrypted()),
    "a cut-off zip": ("a.zip", zipped({"a.txt": b"x" * 999})[:-30]),
    "a cut-off gzip": ("a.gz", gzip.compress(bytes(range(256)))[:-20]),
    "a cut-off picture": ("a.jpg", picture("JPEG")[:-40]),
    "a cut-off PDF": ("a.pdf", pdf(info="Nobody")[:200]),
    "files in files without end": ("a.zip", _nested(12)),
    "a file that grows and grows": ("a.gz", gzip.compress(bytes(70_000_000))),
}


@pytest.mark.parametrize("case", UNREAD)
def test_what_cannot_be_read_is_not_verified(case: str) -> None:
    """A file that can't be searched is never called clean, and harms nobody."""
    path, content = UNREAD[case]
    searched = search(content, path, Matcher([DANA]))
    assert searched.unread and searched.hits == ()


def test_reports_say_what_was_not_verified(tmp_path: Path) -> None:
    """The report counts names and files, and names what it could not read."""
    files = {"2-evidence/old.doc": UNREAD["an old Word file"][1]}
    folder = private(lay(tmp_path, files))
    done = run("check", cwd=folder)
    assert "1 name, 12 files; not verified: 1 file (2-evidence/old.doc:" in done.stdout
    assert "Faces, voices, handwriting" in done.stdout and done.returncode == 0
    status, value = report_json(cwd=folder)
    assert (status, value["names_checked"]) == (0, True)
    assert value["names"]["names"] == 1 and len(value["names"]["not_verified"]) == 1


def test_without_private_yml_nothing_is_claimed(tmp_path: Path) -> None:
    """Without declared names the report says that none were looked for."""
    assert "Names not checked." in run("check", cwd=lay(tmp_path)).stdout


# --- private.yml -----------------------------------------------------------------------------


def test_variants_are_names_too(tmp_path: Path) -> None:
    """A name may list other ways to write it, of one word or more."""
    text = f'names:\n  "{NAME}":\n    label: Coach\n    variants: ["Dee", "Ms Whitfield"]\n'
    body = "Dee smiled.\n\nThen ms. whitfield sat down.\n\nDeed, dee.\n"
    folder = private(lay(tmp_path, {MORE: document("trust-established", body)}), text)
    places = [f.place.line for f in check(folder).findings if f.code == "CF601"]
    assert places == [5, 7]


@pytest.mark.parametrize(
    "text",
    [
        "", "names:\n", "names: {}\n", "names: [Dana Whitfield]\n", "names: Dana Whitfield\n",
        "Dana Whitfield: Coach\n", "names:\n  Dana Whitfield:\n", "names: {Dana Whitfield: {}}\n",
        "names: {Dana Whitfield: Dana Whitfield}\n", "names: {D: Coach}\n",
        "names: {Dana Whitfield\n",
        "names:\n  Dana Whitfield: Coach\n  Dana Whitfield: Partner\n",
        "names: {Dana Whitfield: {label: Coach, Whitfield: x}}\n",
        "names: {Dana Whitfield: {label: Coach, variants: [{Whitfield: 1}]}}\n",
        "names: {Dana Whitfield: *Whitfield}\n", "names: {Dana Whitfield: !x Coach}\n",
        "\tDana Whitfield: Coach\n",
    ],
)  # fmt: skip
def test_a_private_yml_that_can_not_be_used(text: str, tmp_path: Path) -> None:
    """Its faults are findings that quote nothing of it, and no name counts as checked."""
    done = run("check", "--output", "json", cwd=private(lay(tmp_path), text))
    value = json.loads(done.stdout)
    assert value["names_checked"] is False
    assert [f["path"] for f in value["findings"]] == ["../private.yml"] * len(value["findings"])
    assert value["findings"] and "whitfield" not in done.stdout.casefold()
    assert "\nprivate.yml\n" in run("check", cwd=tmp_path).stdout


@pytest.mark.parametrize("name", ["private.yaml", "Private.YML", "private.yml.txt"])
def test_a_list_that_is_nearly_called_private_yml_counts(name: str, tmp_path: Path) -> None:
    """Its names are looked for and replaced, and a warning says how the file is called."""
    body = f"Ask {NAME}.\n"
    folder = lay(tmp_path, {MORE: document("trust-established", body)})
    (folder / name).write_text(PRIVATE, "utf-8")
    report = check(folder)
    assert [f.code for f in report.findings if f.severity == "error"] == ["CF601"]
    (warning,) = (f for f in report.findings if f.code == "CF502")
    assert (warning.place.path, warning.severity) == (f"../{name}", "warning")
    assert report.portfolio.names_checked
    assert run("redact", "--yes", cwd=folder).returncode == 0
    assert NAME not in (folder / "portfolio" / MORE).read_text("utf-8")


def test_a_private_yml_among_the_evidence(tmp_path: Path) -> None:
    """Inside the portfolio folder it would be handed in, so it is found and never published."""
    folder = lay(tmp_path, {"2-evidence/Private.yml": PRIVATE})
    assert found(check(folder), "error") == ["CF601 2-evidence/Private.yml:1 -"]
    assert run("build", "--draft", cwd=folder).returncode == 0
    assert not list((folder / "site").rglob("[Pp]rivate.yml"))


# --- what is told ----------------------------------------------------------------------------

TOLD = {
    MORE: document("trust-established", f"Then {NAME} came.\n\n[x]({NAME.replace(' ', '-')}.md)\n"),
    "2-evidence/annotation/dana-whitfield.md": document(
        "annotation", f"## Trust\n\n> {NAME} was never quoted like this.\n\nSo I said.\n"
    ),
    f"1-overview/{NAME}.md": document("reflexion", f"{NAME}\n"),
    "1-overview/Dana-Whitfield.md": "---\nrequirment: x\n---\n",
}


@pytest.mark.parametrize(
    "format", ["text", "json", "sarif", "junit", "github", "gitlab", "markdown"]
)
def test_no_report_tells_a_name(format: str, tmp_path: Path) -> None:
    """Neither texts nor paths of any format hold a real name, unless it is asked for."""
    folder = private(lay(tmp_path, TOLD))
    hidden = run("check", "--output", format, cwd=folder)
    assert "whitfield" not in (hidden.stdout + hidden.stderr).casefold()
    assert "Coach" in hidden.stdout and hidden.returncode == 1
    assert NAME in run("check", "--output", format, "--reveal", cwd=folder).stdout


# --- what leaves -----------------------------------------------------------------------------


def test_build_refuses_a_name(tmp_path: Path) -> None:
    """A portfolio with a name in it is not built, not even as a draft; the old site stays."""
    folder = private(lay(tmp_path))
    assert run("build", cwd=folder).returncode == 0
    before = sorted(folder.joinpath("site").rglob("*"))
    (folder / "portfolio" / MORE).write_text(document("trust-established", f"{NAME}.\n"), "utf-8")
    for arguments in (["build"], ["build", "--draft"]):
        done = run(*arguments, cwd=folder)
        assert done.returncode == 1 and "whitfield" not in (done.stdout + done.stderr).casefold()
    assert "1-overview/trust-more.md, line 5: a real name; write “Coach”." in done.stdout
    assert NAME in run("build", "--draft", "--reveal", cwd=folder).stdout
    assert sorted(folder.joinpath("site").rglob("*")) == before


def test_build_searches_the_finished_site(tmp_path: Path) -> None:
    """A name that only the site holds is found before anything is put in place."""
    folder = private(lay(tmp_path))
    (folder / "mkdocs.yml").write_text("site_name: The portfolio of D. Whitfield\n", "utf-8")
    done = run("build", cwd=folder)
    assert done.returncode == 0
    assert "Names checked: 1 name, " in done.stderr and "Faces, voices" in done.stderr
    page = folder / "site" / "index.html"
    page.write_text("as it was", "utf-8")
    private(folder, 'names: {"D. Whitfield": Coach}\n')
    done = run("build", cwd=folder)
    assert done.returncode == 1 and done.stdout.startswith("Real names stand in the site;")
    assert ".html, line" in done.stdout and page.read_text("utf-8") == "as it was"
    assert "whitfield" not in (done.stdout + done.stderr).casefold()


# --- pictures --------------------------------------------------------------------------------

PICTURES = {
    title: make
    for title, make in CHANNELS.items()
    if title.startswith(("JPEG", "PNG", "GIF", "WebP", "TIFF", "AVIF"))
}


@pytest.mark.parametrize("title", PICTURES)
def test_pictures_are_published_as_pixels(title: str) -> None:
    """What a picture says besides its pixels is taken out; the pixels stay, to the last bit."""
    from PIL import Image

    path, content = PICTURES[title]()
    bare = pixels_only(content)
    assert search(bare, path, Matcher([DANA])).hits == ()
    assert pixels_only(bare) == bare and not place_taken(bare)
    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(bare)) as after:
        assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()
        assert before.size == after.size and not dict(after.getexif()).keys() - _LAYOUT


# What a TIFF file needs to be shown is kept in the same table as Exif.
_LAYOUT = {*range(0xFE, 0x11D), 0x11A, 0x11B, 0x11C, 0x128, 0x13D, 0x152, 0x153}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_pictures_are_turned_upright(kind: str) -> None:
    """A picture that only its metadata turn is turned before they go."""
    from PIL import Image, ImageOps

    options = {"quality": 95} if kind == "JPEG" else {"lossless": True} if kind == "WEBP" else {}
    raw = picture(kind, {0x112: 6, 0x13B: NAME}, **options)
    bare = pixels_only(raw)
    assert bare == pixels_only(raw)
    with Image.open(io.BytesIO(raw)) as before, Image.open(io.BytesIO(bare)) as after:
        upright = ImageOps.exif_transpose(before)
        assert (after.size, after.getexif().get(0x112)) == ((16, 24), None)
        corner = (15, 0)  # where the mark is, once the picture is upright
        shown, wanted = (
            after.convert("RGB").getpixel(corner),
            upright.convert("RGB").getpixel(corner),
        )
    assert isinstance(shown, tuple) and isinstance(wanted, tuple)
    assert all(abs(a - b) < 24 for a, b in zip(shown, wanted, strict=True)) and shown[2] > 80


def test_the_site_has_pictures_without_metadata(tmp_path: Path) -> None:
    """What a page shows carries neither comment nor Exif."""
    body = document("trust-established", "![The card](card.jpg)\n\n![A tally](tally.png)\n")
    camera = picture("JPEG", {0x10F: "Camera of a teacher"}, comment=b"in room 12")
    pictures = {"1-overview/card.jpg": camera, "1-overview/tally.png": picture("PNG")}
    folder = lay(tmp_path, {MORE: body, **pictures})
    assert run("build", cwd=folder).returncode == 0
    shown = (folder / "site" / "1-overview" / "card.jpg").read_bytes()
    assert b"teacher" not in shown and b"room 12" not in shown and shown == pixels_only(camera)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_places_are_found(kind: str) -> None:
    """Where a picture was taken is found in every kind; Exif without a place is no fault."""
    assert place_taken(picture(kind, PLACE))
    assert not place_taken(picture(kind, {0x10F: "A camera"}))


def test_the_place_of_a_recording() -> None:
    """A recording that says where it was made is found."""
    raw = recording("mov", location="+37.7528-083.0669/")
    if raw.startswith(b"RIFF"):
        pytest.skip("ffmpeg makes this recording")
    assert place_taken(raw) and not place_taken(recording("mov", title="A talk"))


# --- contact details -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Write to a.teacher+x@mail.example.org.", "en"),
        ("mail (a.teacher@example.co.uk), please", "en"),
        ("[me](mailto:a_b@example.com)", "en"),
        ("Call (606) 555-0142 in the evening.", "en"),
        ("606-555-0142", "en"),
        ("Call +1 606 555 0142.", "de"),
        ("Tel. +44 20 7946 0958", "en"),
        ("Ruf an: 030 901820", "de"),
        ("Tél. 01 42 68 53 00", "fr"),
        ("Phone 020 7946 0958.", "en-GB"),
    ],
)
def test_contact_details(text: str, language: str, tmp_path: Path) -> None:
    """E-mail addresses and telephone numbers of the portfolio's country are pointed out."""
    folder = lay(tmp_path, {MORE: document("trust-established", f"{text}\n")})
    metadata = folder / "portfolio" / "portfolio.yml"
    changed = metadata.read_text("utf-8").replace("language: en", f"language: {language}")
    metadata.write_text(changed, "utf-8")
    report = check(folder)
    assert [f for f in found(report, "warning") if f.startswith("CF602")] == [
        f"CF602 {MORE}:5 trust-established"
    ]
    assert report.complete


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-06 2026-10-13", "10/06/2026 11/01/2026", "00:02:10 to 00:12:45", "1,250,000 words",
        "ISBN 978-3-16-148410-0", "2019-2023", "pages 112-118, 120-131", "12 14 9 33 21 10 4 4",
        "@team and @you", "photo@2x.png", "https://example.org/2026100612345",
        "a@b", "3.14159265358979",         "0 1 2 3 4 5 6 7 8 9", "room 204, 205, 206, 207",
        "#1234567890", "7 × 24 = 168 and 168 / 7 = 24",
    ],
)  # fmt: skip
def test_no_contact_details(text: str, tmp_path: Path) -> None:
    """Dates, times, counts, book numbers and addresses of pages are none."""
    folder = lay(tmp_path, {MORE: document("trust-established", f"So: {text}\n")})
    assert "CF602" not in codes(check(folder))


def test_contact_details_in_data_and_metadata(tmp_path: Path) -> None:
    """Data, captions and the author's own lines are shown too."""
    folder = lay(tmp_path, {"2-evidence/rows.csv": "who,how\nCoach,coach@example.org\n"})
    metadata = folder / "portfolio" / "portfolio.yml"
    text = metadata.read_text("utf-8").replace("role: Teacher leader", "role: call 606-555-0142")
    metadata.write_text(text, "utf-8")
    assert {f.place.path for f in check(folder).findings if f.code == "CF602"} == {
        "2-evidence/rows.csv", "portfolio.yml",
    }  # fmt: skip


def test_the_conversation_stays_whole(tmp_path: Path) -> None:
    """The transcript of the base, full of times and figures, tells no contact detail."""
    assert (lay(tmp_path) / "portfolio" / CONVERSATION).is_file()
    assert not codes(check(tmp_path)) & {"CF601", "CF602", "CF603"}


def test_office_files_are_searched_to_the_last_sheet(tmp_path: Path) -> None:
    """A zip that is an office file counts as read, and so do its pictures."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/media/image1.jpeg", picture("JPEG", comment=NAME.encode()))
    hits = search(out.getvalue(), "a.docx", Matcher([DANA])).hits
    assert [hit.within for hit in hits] == ["word/media/image1.jpeg › comment"]
