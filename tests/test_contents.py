"""Evidence is published as what its name says, or not at all."""

from pathlib import Path

import pytest
from support import check, document, found, lay

from credfolio.compose import ComposeOptions, compose
from credfolio.contents import kind_of

PAGE = b"<!DOCTYPE html>\n<html><script>alert(1)</script></html>"
DRAWING = b"<?xml version='1.0'?>\n<!-- a -->\n<svg xmlns='http://www.w3.org/2000/svg'/>"
BODY = "We met each week, and [this is what we kept](kept.{}) of it.\n\n![Kept](kept.{})\n"


def kept(folder: Path, ending: str, content: bytes) -> tuple[list[str], bool]:
    """(findings, whether it is published) of a file that a document links and shows."""
    name = f"1-overview/kept.{ending}"
    body = document("trust-established", BODY.format(ending, ending))
    report = check(lay(folder, {"1-overview/trust-more.md": body, name: content}))
    site = compose(report, ComposeOptions(draft=True))
    shown = [line for line in found(report) if line.startswith("CF801")]
    return shown, name in {asset.path for asset in site.assets}


@pytest.mark.parametrize(
    ("ending", "content", "is_"),
    [
        ("png", PAGE, "an HTML page"),
        ("jpg", DRAWING, "an SVG drawing"),
        ("png", b"\xef\xbb\xbf \n<svg onload='alert(1)'>", "an SVG drawing"),
        ("gif", "<html>".encode("utf-16"), "an HTML page"),
        ("webp", b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        ("pdf", PAGE, "an HTML page"),
        ("mp4", b"PK\x03\x04\x14\0\0\0", "an Office file"),
        ("docx", b"MZ\x90\0\3\0", "a program"),
        ("txt", b"<html><script>alert(1)</script>", "an HTML page"),
        ("csv", b"\x7fELF\2\1\1\0", "a program"),
    ],
)
def test_what_is_not_what_its_name_says_stays_out(
    tmp_path: Path, ending: str, content: bytes, is_: str
) -> None:
    """A page called .png reaches no site, and the finding says what it is and where it is named."""
    findings, published = kept(tmp_path, ending, content)
    assert kind_of(content) == is_
    assert not published
    place = "CF801 1-overview/trust-more.md"
    assert findings == [f"{place}:5 trust-established", f"{place}:7 trust-established"]


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        ("png", b"\xff\xd8\xff\xe0\0\x10JFIF\0"),
        ("jpg", b"\0\0\0\x18ftypheic\0\0\0\0"),
        ("bmp", b"BM\x36\x01\0\0\0\0\0\0"),
        ("m4a", b"\0\0\0\x18ftypM4A \0\0\0\0"),
        ("mp3", b"\xff\xfb\x90\0\0\0"),
        ("pdf", b"\n%PDF-1.4\n\0"),
        ("doc", b"{\\rtf1 words}"),
        ("doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("txt", b"MZ stands for the pupils who began at nine; <a> is a letter."),
        ("csv", "event,count\nécho,3\n".encode()),
        ("srt", "1\r\n00:00:01,000 --> 00:00:02,000\r\nHi\r\n".encode("utf-16")),
        ("png", b""),
    ],
)
def test_what_people_have_is_published(tmp_path: Path, ending: str, content: bytes) -> None:
    """A picture of another kind of picture, and whatever can't be run, is nobody's fault."""
    assert kept(tmp_path, ending, content) == ([], True)


def test_a_drawing_is_never_published(tmp_path: Path) -> None:
    """SVG and HTML are no evidence under their own names either."""
    for ending, content in (("svg", DRAWING), ("html", PAGE), ("xhtml", PAGE), ("js", b"x")):
        findings, published = kept(tmp_path / ending, ending, content)
        assert len(findings) == 2 and not published
