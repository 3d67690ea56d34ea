"""A real name hidden in every channel by which one leaves: (path, content) of real files."""

import base64
import gzip
import io
import json
import shutil
import struct
import subprocess
import tempfile
import unicodedata
import wave
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

NAME = "Dana Whitfield"
LABEL = "Coach"
Planted = tuple[str, bytes]
CHANNELS: dict[str, Callable[[], Planted]] = {}


def channel(title: str) -> Callable[[Callable[[], Planted]], Callable[[], Planted]]:
    def add(make: Callable[[], Planted]) -> Callable[[], Planted]:
        CHANNELS[title] = make
        return make

    return add


def _texts() -> None:
    """Channels that are a line of text each."""
    wide = "".join(chr(ord(c) + 0xFEE0) if c != " " else c for c in NAME)
    lines: dict[str, tuple[str, str]] = {
        "plain text": ("notes.md", f"We met {NAME} there.\n"),
        "capitals": ("notes.md", f"THANKS, {NAME.upper()}!\n"),
        "accents": ("notes.md", "Thanks to Dána Whitfïeld.\n"),
        "decomposed accents": ("notes.md", unicodedata.normalize("NFD", "Dána Whitfïeld\n")),
        "full-width letters": ("notes.md", f"{wide}\n"),
        "a soft hyphen": ("notes.md", "Dana Whit\u00adfield\n"),
        "a zero-width space": ("notes.md", "Dana Whit\u200bfield\n"),
        "a no-break space": ("notes.md", "Dana\u00a0Whitfield\n"),
        "a hyphen between": ("notes.md", "see dana-whitfield there\n"),
        "an underscore between": ("notes.md", "see dana_whitfield there\n"),
        "a dot between": ("notes.md", "see dana.whitfield there\n"),
        "an e-mail address": ("notes.md", "danawhitfield@example.org\n"),
        "a possessive": ("notes.md", f"{NAME}’s lesson\n"),
        "over a line break": ("notes.md", "I thanked Dana\nWhitfield then.\n"),
        "over a quoted line": ("notes.md", "> I thanked Dana\n> Whitfield then.\n"),
        "hyphenated at the end of a line": ("notes.md", "I thanked Dana Whit-\nfield then.\n"),
        "emphasis": ("notes.md", "**Dana** *Whitfield*\n"),
        "emphasis in the middle of a word": ("notes.md", "D**an**a Whit*field*\n"),
        "a footnote between": ("notes.md", "Dana[^1] Whitfield\n"),
        "a picture between": ("notes.md", "Dana ![](a.png) Whitfield\n"),
        "a link by reference": ("notes.md", "[Dana][1] Whitfield\n"),
        "a link": ("notes.md", "[Dana](a.md) Whitfield\n"),
        "a roster": ("notes.txt", "Whitfield, Dana\n"),
        "a comment": ("notes.md", f"<!-- ask {NAME} -->\n"),
        "front matter": ("notes.md", f"---\ntitle: {NAME}\n---\n"),
        "YAML": ("portfolio.yml", f"practitioner: {{name: {NAME}}}\n"),
        "cells of a CSV file": ("tally.csv", "first,last\nDana,Whitfield\n"),
        "cells with semicolons": ("tally.csv", "first;last\nDana;Whitfield\n"),
        "captions (VTT)": ("talk.vtt", f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v {NAME}>Hi\n"),
        "over two captions": (
            "talk.srt",
            "1\n00:00:01,000 --> 00:00:02,000\nThanks, Dana\n\n"
            "2\n00:00:02,000 --> 00:00:03,000\nWhitfield.\n",
        ),
        "HTML entities": ("page.html", "".join(f"&#{ord(c)};" for c in NAME)),
        "named entities": ("page.html", "Dana&nbsp;Whit&shy;field"),
        "entities twice": ("page.html", "&amp;#68;ana Whitfield"),
        "over tags": ("page.html", "<b>Dana</b> <i>Whitfield</i>"),
        "tags in the middle of a word": ("page.html", "D<b>an</b>a Whit<wbr>field"),
        "a comment in the middle of a word": ("page.html", "Da<!-- x -->na Whitfield"),
        "over a tag with a sign like its end": ("page.html", "Dana <a title='a>b'>Whitfield</a>"),
        "table cells": ("page.html", "<tr><td>Dana</td><td>Whitfield</td></tr>"),
        "an attribute": ("page.html", f'<img alt="{NAME}">'),
        "a web address": ("page.html", f'<a href="{quote(NAME)}.pdf">x</a>'),
        "every byte percent-encoded": (
            "page.html", "".join(f"%{ord(c):02x}" for c in NAME)),
        "JSON": ("search_index.json", json.dumps({"text": f"by {NAME}"})),
        "JSON escapes": (
            "data.json", '{"text": "' + "".join(f"\\u{ord(c):04x}" for c in NAME) + '"}'),
        "escapes of a script": ("a.js", "x='" + "".join(f"\\x{ord(c):02x}" for c in NAME) + "'"),
        "base64": ("page.html", base64.b64encode(NAME.encode()).decode()),
        "a data: address": (
            "page.html",
            f'<a href="data:text/plain;base64,{base64.b64encode(NAME.encode()).decode()}">',
        ),
        "wrapped base64": (
            "a.txt", base64.encodebytes(f"{'x' * 90} {NAME} {'y' * 90}".encode()).decode()),
        "gzip in base64": ("a.js", base64.b64encode(gzip.compress(NAME.encode())).decode()),
        "RTF": ("a.rtf", "{\\rtf1\\ansi Dana {\\b Whit\\'66ield}\\par}"),
    }  # fmt: skip
    for title, (path, text) in lines.items():
        CHANNELS[title] = lambda path=path, text=text: (path, text.encode())  # type: ignore[misc]


_texts()
CHANNELS["the name of a file"] = lambda: ("dana-whitfield.md", b"Fine.\n")
CHANNELS["the name of a folder"] = lambda: ("Dana Whitfield/notes.md", b"Fine.\n")
CHANNELS["a file name in camel case"] = lambda: ("ByDanaWhitfield.csv", b"a,b\n")
CHANNELS["Latin-1"] = lambda: ("a.txt", "Dána Whitfield".encode("latin-1"))
CHANNELS["UTF-16"] = lambda: ("a.txt", NAME.encode("utf-16"))
CHANNELS["UTF-16 without a mark"] = lambda: ("a.txt", NAME.encode("utf-16-le"))
CHANNELS["gzip"] = lambda: ("search.json.gz", gzip.compress(NAME.encode(), mtime=0))
CHANNELS["the header of a gzip file"] = lambda: ("a.gz", _gzip_named())


def _gzip_named() -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile("dana-whitfield.txt", "wb", fileobj=out, mtime=0) as file:
        file.write(b"nothing")
    return out.getvalue()


# --- archives and office files ---------------------------------------------------------------


def zipped(files: dict[str, bytes], comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


CHANNELS["a file in a zip"] = lambda: ("a.zip", zipped({"a.txt": NAME.encode()}))
CHANNELS["a file name in a zip"] = lambda: ("a.zip", zipped({"Dana_Whitfield.txt": b""}))
CHANNELS["the comment of a zip"] = lambda: ("a.zip", zipped({}, NAME.encode()))
CHANNELS["a zip in a zip"] = lambda: (
    "a.zip",
    zipped({"b.zip": zipped({"a.txt": NAME.encode()})}),
)


def _word(text: str = "Nothing.", author: str = "", picture: bytes = b"") -> bytes:
    from docx import Document

    document: Any = Document()
    document.core_properties.author = author
    paragraph = document.add_paragraph()
    for run in text.split("|"):
        paragraph.add_run(run).bold = len(run) % 2 == 0
    if picture:
        document.add_picture(io.BytesIO(picture))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


CHANNELS["a Word file"] = lambda: ("a.docx", _word(NAME))
CHANNELS["runs of a Word file"] = lambda: ("a.docx", _word("Da|na Whit|field"))
CHANNELS["the author of a Word file"] = lambda: ("a.docx", _word(author=NAME))
CHANNELS["a picture in a Word file"] = lambda: (
    "a.docx",
    _word(picture=picture("JPEG", exif={0x13B: NAME})),
)
CHANNELS["a presentation"] = lambda: (
    "a.pptx",
    zipped({"ppt/slides/slide1.xml": b"<a:r><a:t>Dana</a:t></a:r><a:r><a:t> Whitfield</a:t>"}),
)
CHANNELS["cells of a workbook"] = lambda: (
    "a.xlsx",
    zipped({"xl/sharedStrings.xml": b"<si><t>Dana</t></si><si><t>Whitfield</t></si>"}),
)


# --- PDF -------------------------------------------------------------------------------------


def pdf(text: str = "", info: str = "", note: str = "", attached: bytes = b"") -> bytes:
    from pypdf import PdfWriter
    from pypdf.annotations import FreeText
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    page = writer.add_blank_page(300, 300)
    if text:
        font = DictionaryObject()
        for key, value in (("Type", "Font"), ("Subtype", "Type1"), ("BaseFont", "Helvetica")):
            font[NameObject(f"/{key}")] = NameObject(f"/{value}")
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        shown = DecodedStreamObject()
        shown.set_data(f"BT /F1 12 Tf 20 200 Td {text} TJ ET".encode())
        page[NameObject("/Contents")] = writer._add_object(shown.flate_encode())
    if info:
        writer.add_metadata({"/Author": info})
    if note:
        writer.add_annotation(0, FreeText(text=note, rect=(0, 0, 90, 90)))
    if attached:
        writer.add_attachment("a.txt", attached)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


CHANNELS["the text of a PDF"] = lambda: ("a.pdf", pdf("[(Da) 20 (na Wh) -10 (itfield)]"))
CHANNELS["the author of a PDF"] = lambda: ("a.pdf", pdf(info=NAME))
CHANNELS["a note in a PDF"] = lambda: ("a.pdf", pdf(note=NAME))
CHANNELS["an attachment of a PDF"] = lambda: ("a.pdf", pdf(attached=NAME.encode()))


# --- pictures --------------------------------------------------------------------------------


def picture(kind: str, exif: dict[int, Any] | None = None, **options: Any) -> bytes:
    """A small picture of one colour with a mark in a corner."""
    from PIL import Image

    image = Image.new("RGB", (24, 16), (200, 120, 40))
    image.paste((0, 0, 120), (0, 0, 6, 6))
    data = Image.Exif()
    for tag, value in (exif or {}).items():
        if isinstance(value, dict):
            data.get_ifd(tag).update(value)
        else:
            data[tag] = value
    out = io.BytesIO()
    if exif:
        options["exif"] = data.tobytes()
    image.save(out, kind, **options)
    return out.getvalue()


PLACE = {0x8825: {1: "N", 2: (37.0, 45.0, 10.0), 3: "W", 4: (83.0, 4.0, 1.0)}}
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>{NAME}</dc:creator></x:xmpmeta>'


def _png(**texts: Any) -> bytes:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    if "text" in texts:
        info.add_text("Author", texts["text"], zip=texts.get("packed", False))
    if "international" in texts:
        info.add_itxt("Author", texts["international"], zip=True)
    return picture("PNG", pnginfo=info)


def _photoshop(text: str = NAME) -> bytes:
    raw = picture("JPEG")
    block = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", 5 + len(text))
    block += b"\x1c\x02\x50" + struct.pack(">H", len(text)) + text.encode()
    return raw[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + raw[2:]


WINDOWS_AUTHOR = {0x9C9D: (NAME + "\0").encode("utf-16-le")}
CHANNELS["JPEG: Exif"] = lambda: ("a.jpg", picture("JPEG", {0x13B: NAME}))
CHANNELS["JPEG: Exif as Windows writes it"] = lambda: ("a.jpg", picture("JPEG", WINDOWS_AUTHOR))
CHANNELS["JPEG: a comment"] = lambda: ("a.jpg", picture("JPEG", comment=NAME.encode()))
CHANNELS["JPEG: XMP"] = lambda: ("a.jpg", picture("JPEG", xmp=XMP.encode()))
CHANNELS["JPEG: IPTC"] = lambda: ("a.jpg", _photoshop())
CHANNELS["JPEG: IPTC, its length a letter"] = lambda: ("a.jpg", _photoshop(NAME.ljust(70, ".")))
CHANNELS["JPEG: behind the picture"] = lambda: ("a.jpg", picture("JPEG") + NAME.encode())
CHANNELS["PNG: text"] = lambda: ("a.png", _png(text=NAME))
CHANNELS["PNG: compressed text"] = lambda: ("a.png", _png(text=NAME, packed=True))
CHANNELS["PNG: international text"] = lambda: ("a.png", _png(international=NAME))
CHANNELS["PNG: Exif"] = lambda: ("a.png", picture("PNG", {0x13B: NAME}))
CHANNELS["GIF: a comment"] = lambda: ("a.gif", picture("GIF", comment=NAME.encode()))
CHANNELS["WebP: XMP"] = lambda: ("a.webp", picture("WEBP", xmp=XMP.encode()))
CHANNELS["WebP: Exif"] = lambda: ("a.webp", picture("WEBP", {0x13B: NAME}))
CHANNELS["TIFF"] = lambda: ("a.tif", picture("TIFF", {0x13B: NAME}))
CHANNELS["AVIF: Exif"] = lambda: ("a.avif", picture("AVIF", {0x13B: NAME}))


# --- recordings ------------------------------------------------------------------------------


def recording(ending: str, **tags: str) -> bytes:
    """A tenth of a second of silence, with tags."""
    program = shutil.which("ffmpeg")
    if program is None:
        return _wave(tags.get("title", ""))
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, f"a.{ending}")
        said = [part for key, value in tags.items() for part in ("-metadata", f"{key}={value}")]
        source = ["-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono", "-t", "0.1"]
        command = [program, "-v", "error", *source, *said, str(target)]
        subprocess.run(command, check=True, timeout=60)
        return target.read_bytes()


def _wave(title: str) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 1, 8000, 0, "NONE", ""))
        file.writeframes(b"\x80" * 800)
    said = title.encode() + b"\0" * (len(title) % 2)
    block = b"INFOINAM" + struct.pack("<I", len(said)) + said
    return out.getvalue() + b"LIST" + struct.pack("<I", len(block)) + block


for _ending in ("mp3", "m4a", "mp4", "mov", "wav", "flac", "ogg", "mka", "webm"):
    CHANNELS[f"a recording: {_ending}"] = lambda ending=_ending: (  # type: ignore[misc]
        f"a.{ending}",
        recording(ending, title=f"Talk with {NAME}"),
    )
CHANNELS["a recording: ID3 compressed"] = lambda: ("a.mp3", _id3(NAME))
CHANNELS["a recording: the old tag of mp3"] = lambda: (
    "a.mp3",
    b"\xff\xfb\x90\0" + bytes(400) + b"TAG" + NAME.encode().ljust(125, b"\0"),
)


def _id3(text: str) -> bytes:
    packed = zlib.compress(b"\3" + text.encode())
    frame = struct.pack(">I", len(text) + 1) + packed
    frame = b"TIT2" + struct.pack(">I", len(frame)) + b"\0\x80" + frame
    size = bytes((len(frame) >> shift) & 127 for shift in (21, 14, 7, 0))
    return b"ID3\3\0\0" + size + frame + b"\xff\xfb\x90\0" + bytes(400)
