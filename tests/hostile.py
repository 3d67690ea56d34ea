"""Zip files that attack whoever opens them: every kind that we know of, each as real bytes."""

import json
import random
import zlib
from collections.abc import Callable

from packages import Part, deflated, zipped

GOOD = Part("sources/portfolio.yml", b"credential: collaborative-coaching\n")
_TOLD = {
    "schema": "credfolio.package/1",
    "credfolio": "0.1.0",
    "credential": {"id": "collaborative-coaching", "version": 1, "sha256": ""},
    "verdict": "complete",
    "anonymous": False,
    "draft": False,
    "files": {},
}
MANIFEST = Part("manifest.json", json.dumps(_TOLD).encode())
Make = Callable[[], bytes]


def _with(*parts: Part) -> Make:
    return lambda: zipped([MANIFEST, GOOD, *parts])


def _named(*names: str | bytes) -> Make:
    return _with(*(Part(name) for name in names))


def _ended(**end: object) -> Make:
    return lambda: zipped([MANIFEST, GOOD], **end)


def _noise(size: int) -> bytes:
    return random.Random(1).randbytes(size)


def _swollen() -> bytes:
    return zipped([MANIFEST, GOOD, Part("sources/a.md", bytes(4_000_000), method=8)])


def _swollen_together() -> bytes:
    """Files that are each just small enough, and come to a thousand times their size."""
    zeros = bytes(1_000_000)
    body, crc = deflated(zeros), zlib.crc32(zeros)
    parts = [
        Part(f"sources/{n}.md", b"", 8, packed=body, size=len(zeros), crc=crc) for n in range(80)
    ]
    return zipped([MANIFEST, GOOD, *parts])


def _two_ends() -> bytes:
    first = zipped([MANIFEST, GOOD])
    return first + zipped([MANIFEST, GOOD._replace(content=b"credential: another\n")])


def _nested_quine() -> bytes:
    """The list of files lies inside a file, where another end record points to it."""
    inner = zipped([MANIFEST, GOOD])
    return zipped([MANIFEST, GOOD, Part("sources/inner.zip", inner)])[:-22] + inner[-22:]


def _shared_body() -> bytes:
    """Two entries in the list for one place: a bomb that overlaps."""
    parts = [MANIFEST, GOOD, Part("sources/a.md", _noise(500))]
    offset = zipped(parts).index(b"sources/a.md") - 30
    return zipped([*parts, Part("sources/b.md", _noise(500), offset=offset)])


_DEEP = "/".join("a" * 2 for _ in range(40)) + ".md"
_TEXT = b"credential " * 50
_BODY = deflated(_TEXT)

ARCHIVES: dict[str, tuple[Make, str]] = {
    # names
    "a path upwards": (_named("sources/../../x.md"), "leads out"),
    "a path upwards at the start": (_named("../x.md"), "leads out"),
    "a path from the root": (_named("/etc/cron.d/x"), "root of the disk"),
    "a path of two slashes": (_named("//host/share"), "root of the disk"),
    "a drive": (_named("C:/x.md"), "drive"),
    "a drive without a slash": (_named("c:x.md"), "drive"),
    "backslashes": (_named("sources\\x.md"), "backslash"),
    "a path upwards by backslashes": (_named("sources/..\\..\\x.md"), "backslash"),
    "a network path": (_named("\\\\host\\share"), "backslash"),
    "an empty name": (_named(""), "no name"),
    "an empty folder name": (_named("sources//x.md"), "without a name"),
    "a folder called dot": (_named("sources/./x.md"), "without a name"),
    "one name twice": (_named("sources/a.md", "sources/a.md"), "Two files"),
    "twins by case": (_named("sources/a.md", "sources/A.md"), "one file on many"),
    "twins by case of ß": (_named("sources/straße.md", "sources/STRASSE.md"), "one file on many"),
    "twins by NFC and NFD": (_named("sources/é.md", "sources/e\u0301.md"), "one file on many"),
    "twins by NFKC": (_named("sources/ﬁt.md", "sources/fit.md"), "one file on many"),
    "twins by a joiner": (_named("sources/a.md", "sources/a\u200d.md"), "one file on many"),
    "a twin of the manifest": (_named("MANIFEST.json"), "one file on many"),
    "twin folders": (_named("sources/A/x.md", "sources/a/y.md"), "folders"),
    "a twin of sources/": (_named("Sources/portfolio.yml"), "one file on many"),
    "a file that is a folder": (_named("sources/a", "sources/a/b.md"), "a file and a folder"),
    "a folder by another case": (_named("sources/a", "sources/A/b.md"), "a file and a folder"),
    "a device": (_named("sources/CON"), "device"),
    "a device with an ending": (_named("sources/nul.md"), "device"),
    "a device with a digit": (_named("sources/com¹.md"), "device"),
    "a device with a blank": (_named("sources/aux .md"), "device"),
    "a device as a folder": (_named("sources/lpt1/x.md"), "device"),
    "a dot at the end": (_named("sources/x.md."), "dot or blank"),
    "a blank at the end": (_named("sources/x.md "), "dot or blank"),
    "three dots": (_named("sources/.../x.md"), "dot or blank"),
    "a stream of a file": (_named("sources/x.md:hidden"), "Windows"),
    "a wildcard": (_named("sources/*.md"), "Windows"),
    "NUL in a name": (_named("sources/x.md\0.png"), "obeys"),
    "a line break in a name": (_named("sources/x\n.md"), "obeys"),
    "an escape in a name": (_named("sources/\x1b[2Jx.md"), "obeys"),
    "a C1 control in a name": (_named("sources/\x9bx.md"), "obeys"),
    "a line separator in a name": (_named("sources/x\u2028.md"), "obeys"),
    "text turned round in a name": (_named("sources/x\u202egnp.md"), "direction"),
    "an isolate in a name": (_named("sources/x\u2066.md"), "direction"),
    "a name of 300 characters": (_named("sources/" + "a" * 300), "240"),
    "a name of 250 bytes": (_named("sources/" + "é" * 125), "240 bytes"),
    "40 folders deep": (_named(_DEEP), "folders deep"),
    "a name that is not UTF-8": (_with(Part(b"sources/\xff.md", flags=0x800)), "not written in"),
    "a name in an old code page": (_with(Part(b"sources/\x82.md", flags=0)), "not written in"),
    "a surrogate in a name": (_with(Part(b"sources/\xed\xa0\x80", flags=0x800)), "not written"),
    # kinds
    "a symbolic link": (_with(Part("sources/x", b"/etc/passwd", external=0o120777 << 16)), "link"),
    "a device file": (_with(Part("sources/x", external=0o060600 << 16)), "ordinary"),
    "a named pipe": (_with(Part("sources/x", external=0o010600 << 16)), "ordinary"),
    "a socket": (_with(Part("sources/x", external=0o140600 << 16)), "ordinary"),
    "a folder entry": (_with(Part("sources/x/", b"")), "folder"),
    "a folder by its rights": (_with(Part("sources/x", b"", external=0o040700 << 16)), "folder"),
    "an encrypted file": (_with(Part("sources/x.md", flags=1)), "encrypted"),
    "strong encryption": (_with(Part("sources/x.md", flags=0x41)), "encrypted"),
    "a hidden directory": (_with(Part("sources/x.md", flags=0x2000)), "encrypted"),
    "sizes behind the file": (_with(Part("sources/x.md", flags=8)), "written in a way"),
    "a patch": (_with(Part("sources/x.md", flags=0x20)), "written in a way"),
    "bzip2": (_with(Part("sources/x.md", method=12)), "method"),
    "lzma": (_with(Part("sources/x.md", method=14)), "method"),
    "deflate64": (_with(Part("sources/x.md", method=9)), "method"),
    "an unknown method": (_with(Part("sources/x.md", method=99)), "method"),
    "setuid": (_with(Part("sources/x", external=0o104755 << 16)), "differ"),
    "a field of its own": (_with(Part("sources/x.md", extra=b"\x01\x00\x00\x00")), "of its own"),
    "another name in a field": (
        _with(Part("sources/x.md", extra=b"up\x0b\0\x01\0\0\0\0../../x")), "of its own"
    ),
    "a comment of its own": (_with(Part("sources/x.md", comment=b"hello")), "of its own"),
    # sizes
    "a bomb": (_swollen, "swell"),
    "a bomb of many files": (_swollen_together, "swell"),
    "more than it says": (_with(Part("sources/a", _noise(900), 8, size=10)), "larger than"),
    "less than it says": (_with(Part("sources/a", _noise(900), 8, size=950)), "smaller than"),
    "two sizes of a stored file": (_with(Part("sources/a", b"xx", size=3)), "two sizes"),
    "a size of 4 GB": (_with(Part("sources/a", size=0xFFFFFFFE)), "two sizes"),
    "a size of 4 GB packed": (_with(Part("sources/a", b"", 8, size=0xFFFFFFFE)), "swell"),
    "a zip64 size": (_with(Part("sources/a", size=0xFFFFFFFF)), "large kind"),
    "a zip64 end": (_ended(count=0xFFFF), "large kind"),
    "16,000 files": (lambda: zipped([MANIFEST] * 16_000), "16,000"),
    "a list of 9 MB": (_ended(length=9_000_000), "too long"),
    "a wrong checksum": (_with(Part("sources/a", crc=1)), "checksum"),
    "a wrong checksum, packed": (_with(Part("sources/a", b"x" * 99, 8, crc=1)), "checksum"),
    "packed badly": (_with(Part("sources/a", b"x" * 9, 8, packed=b"\x07\xff\xff")), "damaged"),
    "packed and cut off": (_with(Part("sources/a", _TEXT, 8, packed=_BODY[:-3])), "unpacked"),
    "bytes behind what is packed": (
        _with(Part("sources/a", _TEXT, 8, packed=_BODY + b"payload")), "hidden behind"
    ),
    # places
    "overlapping files": (_shared_body, "overlaps"),
    "a file at the place of another": (_with(Part("sources/a", offset=0)), "overlaps"),
    "a file in the list of files": (_with(Part("sources/a", offset=1 << 20)), "hidden"),
    "a file that reaches into the list": (
        _with(Part("sources/a", b"", 8, packed=b"", size=0)._replace(local={"packed": b"x"})),
        "two ways",
    ),
    "bytes between files": (_with(Part("sources/a", gap=b"payload")), "hidden before"),
    "bytes before the list": (_ended(gap=b"payload"), "hidden before the list"),
    "bytes before the first file": (lambda: b"#!/bin/sh\n" + zipped([GOOD]), "put before"),
    "a first file that is not listed": (
        lambda: zipped([MANIFEST, GOOD, Part("x", gap=Part("evil").header() + b"x")]), "hidden"
    ),
    "two ends": (_two_ends, "put before"),
    "the list inside a file": (_nested_quine, "put before"),
    "a comment at the end": (_ended(comment=b"hello"), "behind its end"),
    "an archive behind the end": (lambda: zipped([GOOD]) + b"\0" * 40, "behind its end"),
    "a comment that is not there": (_ended(promised=9), "cut off"),
    "a first part of several": (_ended(disk=1), "several files"),
    "files on other disks": (_ended(here=1), "several files"),
    "a file on another disk": (_with(Part("sources/a", disk=1)), "in several"),
    "more files than listed": (_ended(count=3, here=3), "damaged"),
    "fewer files than listed": (_ended(count=1, here=1), "more than its end"),
    # one thing in the list, another before the file
    "another name before the file": (
        _with(Part("sources/a.md", local={"name": "../../evil.sh"})), "two ways"
    ),
    "another method before the file": (_with(Part("a.md", local={"method": 8})), "two ways"),
    "another size before the file": (_with(Part("a.md", local={"size": 0})), "two ways"),
    "another checksum before the file": (_with(Part("a.md", local={"crc": 1})), "two ways"),
    "another date before the file": (_with(Part("a.md", local={"date": 99})), "two ways"),
    "encrypted only before the file": (_with(Part("a.md", local={"flags": 1})), "two ways"),
    "a field only before the file": (_with(Part("a.md", local={"extra": b"\1\0\0\0"})), "two ways"),
    # no zip at all
    "nothing": (lambda: b"", "empty"),
    "an empty zip": (lambda: zipped([]), "empty zip"),
    "another file": (lambda: b"%PDF-1.7\n" + b"x" * 5000, "no zip"),
    "a cut-off download": (lambda: zipped([MANIFEST, GOOD])[:-30], "cut off"),
    "half an end": (lambda: zipped([MANIFEST, GOOD])[:-1], "cut off"),
    "a tar": (lambda: b"sources/x.md".ljust(10_240, b"\0"), "no zip"),
    # no package
    "a zip of something else": (lambda: zipped([Part("holiday.jpg")]), "no package"),
    "a manifest that is no JSON": (lambda: zipped([Part("manifest.json", b"{"), GOOD]), "no JSON"),
    "a manifest nested 100,000 deep": (
        lambda: zipped([Part("manifest.json", b"[" * 100_000), GOOD]), "no JSON"
    ),
    "a manifest that is a list": (lambda: zipped([Part("manifest.json", b"[]"), GOOD]), "schema"),
    "a manifest with a key twice": (
        lambda: zipped([Part("manifest.json", b'{"schema": 1, "schema": 2}'), GOOD]), "no JSON"
    ),
    "a manifest of a newer kind": (
        lambda: zipped([Part("manifest.json", b'{"schema": "credfolio.package/2"}'), GOOD]),
        "newer credfolio",
    ),
    "a manifest nested 900 deep": (
        lambda: zipped([Part("manifest.json", b"[" * 900 + b"]" * 900), GOOD]), "no JSON"
    ),
    "no sources": (lambda: zipped([MANIFEST]), "no sources"),
    "a manifest without files": (
        lambda: zipped([Part("manifest.json", b'{"schema": "credfolio.package/1"}'), GOOD]),
        "not whole",
    ),
}  # fmt: skip


def plain() -> bytes:
    """The archive that all of them change: nothing is wrong with it as an archive."""
    return zipped([MANIFEST, GOOD])
