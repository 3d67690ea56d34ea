"""The length of recordings (DESIGN §10), against what the encoder's own inspection says."""

import struct
import wave
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from media import QUIET_THEN_LOUD, TONE, encode, needs_ffmpeg, probed, stream
from support import check, document, lay

from credfolio.model import Finding
from credfolio.record import to_json
from credfolio.recordings import length

FILES = Path(__file__).parent / "files"
TALK = "2-evidence/talk.md"

VIDEO = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "20", "-b:a", "32k")
LIVE = ("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus", "-b:a", "16k")


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("tone.mp3", "frames"),
        ("tone.m4a", "header"),
        ("tone.ogg", "pages"),
        ("tone.flac", "header"),
        ("tone.webm", "header"),
        ("live.webm", "last block"),
        ("fragmented.mp4", "fragments"),
    ],
)
def test_three_seconds(name: str, how: str) -> None:
    """Whether the length stands in the header or has to be measured; these need no encoder."""
    found = length(FILES / name)
    assert found.seconds == pytest.approx(3, abs=0.2)
    assert (found.how, found.fault) == (how, "")


MADE = {
    "constant.mp3": ("frames", ("-b:a", "48k"), TONE, False),
    "constant-no-table.mp3": ("frames", ("-b:a", "48k", "-write_xing", "0"), TONE, False),
    "variable.mp3": ("frames", ("-q:a", "7", "-ac", "1"), QUIET_THEN_LOUD, False),
    "variable-no-table.mp3": (
        "frames",
        ("-q:a", "7", "-ac", "1", "-write_xing", "0", "-id3v2_version", "0"),
        QUIET_THEN_LOUD,
        False,
    ),
    "phone.mp3": ("frames", ("-ar", "16000", "-ac", "1", "-b:a", "24k"), TONE, False),
    "dictated.aac": ("frames", ("-b:a", "32k"), TONE, False),
    "memo.m4a": ("header", ("-b:a", "32k"), TONE, False),
    "meeting.mp4": ("header", VIDEO, TONE, True),
    "web.mp4": ("header", (*VIDEO, "-movflags", "+faststart"), TONE, True),
    "clip.mov": ("header", VIDEO, TONE, True),
    "browser.mp4": (
        "fragments",
        (*VIDEO, "-movflags", "frag_keyframe+empty_moov+default_base_moof"),
        TONE,
        True,
    ),
    "half-fragmented.mp4": ("fragments", (*VIDEO, "-movflags", "frag_keyframe"), TONE, True),
    "plain.wav": ("size", ("-ar", "8000"), TONE, False),
    "large.wav": ("size", ("-ar", "8000", "-rf64", "always"), TONE, False),
    "extended.wav": ("size", ("-ar", "8000", "-c:a", "pcm_s24le"), TONE, False),
    "packed.wav": ("header", ("-ar", "8000", "-c:a", "adpcm_ms"), TONE, False),
    "lossless.flac": (
        "header",
        (
            "-ar",
            "8000",
        ),
        TONE,
        False,
    ),
    "opus.ogg": ("pages", ("-c:a", "libopus", "-b:a", "16k"), TONE, False),
    "vorbis.ogg": ("pages", ("-c:a", "libvorbis"), TONE, False),
    "note.opus": ("pages", ("-b:a", "16k"), TONE, False),
    "meeting.webm": ("header", LIVE, TONE, True),
    "meeting.mkv": ("header", VIDEO, TONE, True),
    "dictated.wma": ("header", ("-b:a", "48k"), TONE, False),
}


@needs_ffmpeg
@pytest.mark.parametrize("name", MADE)
def test_the_length_that_the_encoder_made(name: str, tmp_path: Path) -> None:
    """Every kind of file that phones, browsers and meetings make, within a fifth of a second."""
    how, options, sound, video = MADE[name]
    path = encode(tmp_path / name, 12.3, *options, sound=sound, video=video)
    found = length(path)
    assert found.seconds == pytest.approx(probed(path), abs=0.2)
    assert found.seconds == pytest.approx(12.3, abs=0.2)
    assert (found.how, found.fault) == (how, "")


@needs_ffmpeg
@pytest.mark.parametrize(
    ("name", "how", "options", "video"),
    [
        ("pipe.wav", "size", ("-ar", "8000", "-f", "wav"), False),
        ("pipe.flac", "last frame", ("-ar", "8000", "-f", "flac"), False),
        ("pipe.webm", "last block", (*LIVE, "-f", "webm"), True),
        ("pipe.mkv", "last block", (*VIDEO, "-f", "matroska"), True),
    ],
)
def test_a_length_that_no_header_tells(
    name: str, how: str, options: tuple[str, ...], video: bool, tmp_path: Path
) -> None:
    """What is written as it is recorded is measured by its end."""
    path = stream(tmp_path / name, 61, *options, video=video)
    found = length(path)
    assert found.seconds == pytest.approx(probed(path), abs=0.2)
    assert found.how == how


@needs_ffmpeg
@pytest.mark.parametrize(
    "name", ["constant.mp3", "web.mp4", "meeting.mp4", "plain.wav", "lossless.flac",
             "meeting.webm", "meeting.mkv", "browser.mp4", "packed.wav"],
)  # fmt: skip
def test_a_file_that_was_not_copied_whole(name: str, tmp_path: Path) -> None:
    """Half of a file is said to be half, never taken for the whole that its header tells."""
    _, options, sound, video = MADE[name]
    whole = encode(tmp_path / f"whole-{name}", 12.3, *options, sound=sound, video=video)
    path = tmp_path / name
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    found = length(path)
    assert found.fault.startswith("is cut short")
    assert found.seconds is None or found.seconds < 9


@needs_ffmpeg
def test_sound_is_counted_and_not_believed(tmp_path: Path) -> None:
    """A header that was changed to tell ten minutes does not make twelve seconds longer."""
    path = encode(tmp_path / "a.mp4", 12.3, "-b:a", "32k")
    content = bytearray(path.read_bytes())
    at = content.find(b"mvhd") + 4
    scale = struct.unpack(">I", content[at + 12 : at + 16])[0]
    content[at + 16 : at + 20] = struct.pack(">I", 600 * scale)
    path.write_bytes(content)
    assert length(path).seconds == pytest.approx(12.3, abs=0.2)
    path = encode(tmp_path / "a.webm", 12.3, "-b:a", "16k")
    content = bytearray(path.read_bytes())
    at = content.find(b"\x44\x89\x88") + 3
    content[at : at + 8] = struct.pack(">d", 600_000.0)
    path.write_bytes(content)
    assert length(path).fault == "is cut short: it says that it lasts 10:00 and ends after 0:12"


def test_recordings_put_together(tmp_path: Path) -> None:
    """Two mp3 files in one, the second with a large picture in its tag, last as long as both."""
    one = (FILES / "tone.mp3").read_bytes()
    alone = length(FILES / "tone.mp3").seconds
    assert alone is not None
    tag = b"ID3\4\0\0" + bytes([0, 12, 0, 0]) + bytes(12 << 14)
    path = tmp_path / "both.mp3"
    path.write_bytes(one + tag + one)
    assert length(path).seconds == pytest.approx(2 * alone, abs=0.1)


def test_a_wave_file(tmp_path: Path) -> None:
    """The frames say it."""
    path = tmp_path / "talk.WAV"
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 1, 8000, 0, "NONE", ""))
        out.writeframes(bytes(16_000))
    assert length(path) == (2.0, "size", "", "")


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.mp3", b"", "is empty"),
        ("a.mp3", b"just words", "is not what its name says"),
        ("a.mp4", b"\x1a\x45\xdf\xa3", "is not what its name says: its content is .webm"),
        ("a.wav", b"OggS" + bytes(60), "is not what its name says: its content is .ogg"),
        ("a.mp4", b"\0\0\0\x08ftyp", "holds no length that can be read"),
        ("a.webm", b"\x1a\x45\xdf\xa3", "holds no length that can be read"),
        ("a.wav", b"RIFF\0\0\0\0WAVE", "holds no length that can be read"),
        ("a.doc", b"word", "is no kind of recording that can be read here"),
    ],
)
def test_no_length(name: str, content: bytes, why: str, tmp_path: Path) -> None:
    """A file without a length says why, in words that follow its name, and what to do."""
    (tmp_path / name).write_bytes(content)
    found = length(tmp_path / name)
    assert (found.seconds, found.fault) == (None, why)
    assert found.advice.endswith(".")


def test_a_missing_recording(tmp_path: Path) -> None:
    """Nothing is raised for a file that is not there."""
    assert length(tmp_path / "a.mp3").fault == "is missing"


@pytest.mark.parametrize("name", ["tone.mp3", "live.webm", "fragmented.mp4", "tone.m4a"])
def test_a_recording_by_another_name(name: str, tmp_path: Path) -> None:
    """What a file is called does not make it that."""
    path = tmp_path / Path(name).with_suffix(".wav").name
    path.write_bytes((FILES / name).read_bytes())
    found = length(path)
    assert found.seconds is None
    assert f"call it `{path.stem}" in found.advice


def box(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


MVHD = bytes(12) + struct.pack(">II", 1000, 0) + bytes(80)
TRACK = box(b"tkhd", bytes(12) + struct.pack(">I", 1) + bytes(64)) + box(
    b"mdia", box(b"mdhd", bytes(12) + struct.pack(">I", 1) + bytes(8))
)
HOSTILE = {
    "empty boxes": ("a.mp4", b"\0\0\0\x08ftyp" + b"\0\0\0\x08free" * 600_000),
    "boxes of no size": ("a.mp4", box(b"ftyp") + b"\0\0\0\0moov" * 1000),
    "boxes in boxes": ("a.mp4", box(b"ftyp") + b"\x7f\xff\xff\xffmoov" * 100_000),
    "a huge box": (
        "a.mp4",
        box(b"ftyp") + struct.pack(">I4sQ", 1, b"moov", 2**63) + bytes(1000),
    ),
    "a run of four thousand million samples": (
        "a.mp4",
        box(b"ftyp")
        + box(
            b"moov",
            box(b"mvhd", MVHD)
            + box(b"trak", TRACK)
            + box(b"mvex", box(b"trex", struct.pack(">IIIII", 0, 1, 1, 2**31, 0))),
        )
        + box(
            b"moof",
            box(
                b"traf",
                box(b"tfhd", struct.pack(">II", 0, 1))
                + box(b"trun", struct.pack(">II", 0, 2**32 - 1)),
            ),
        ),
    ),
    "pages of nothing": ("a.ogg", (b"OggS" + bytes(23)) * 600_000),
    "sync bytes": ("a.mp3", b"ID3\4\0\0\0\0\0\0" + b"\xff\xfb" * 1_000_000),
    "an endless tag": ("a.mp3", b"ID3\4\0\0\x7f\x7f\x7f\x7f" + bytes(100)),
    "tags one after another": ("a.mp3", b"ID3\4\0\0\0\0\0\0" * 600_000),
    "elements without size": (
        "a.webm",
        b"\x1a\x45\xdf\xa3\xff" + b"\x18\x53\x80\x67\xff" * 600_000,
    ),
    "clusters without time": (
        "a.webm",
        b"\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67\xff" + b"\x1f\x43\xb6\x75\xff" * 900_000,
    ),
    "chunks of nothing": ("a.wav", b"RIFF\0\0\0\0WAVE" + b"junk\0\0\0\0" * 600_000),
    "sound of no rate": (
        "a.wav",
        b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0" + bytes(16) + b"data\4\0\0\0....",
    ),
    "frames that are none": ("a.flac", b"fLaC" + bytes(14) + b"\xff\xf8\xc9\x08" * 1_000_000),
    "objects of any size": (
        "a.wma",
        b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\0\xaa\0\x62\xce\x6c" + b"\xff" * 5000,
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_made_to_hurt(name: str, tmp_path: Path) -> None:
    """Lying sizes, endless boxes and huge promises give no length, and are read within bounds."""
    file, content = HOSTILE[name]
    path = tmp_path / file
    path.write_bytes(content)
    found = length(path)
    assert found.seconds is None
    assert found.fault


def test_a_page_that_tells_a_year(tmp_path: Path) -> None:
    """An ogg page has passed no more time than its packets can hold."""
    path = tmp_path / "a.ogg"
    path.write_bytes(
        b"OggS\0\2"
        + bytes(20)
        + b"\1\x13OpusHead\1\1\0\0\x80\xbb\0\0\0\0\0"
        + b"OggS\0\0"
        + struct.pack("<q", 48_000 * 31_536_000)
        + bytes(12)
        + b"\1\1\0"
    )
    found = length(path)
    assert found.seconds is not None and 0 < found.seconds < 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(
        ["tone.mp3", "tone.m4a", "tone.ogg", "tone.flac", "live.webm", "fragmented.mp4"]
    ),
    cut=st.floats(0, 1),
    spoiled=st.dictionaries(st.integers(0, 5000), st.integers(0, 255), max_size=6),
)
def test_damaged_files(name: str, cut: float, spoiled: dict[int, int], tmp_path: Path) -> None:
    """A file cut short or with wrong bytes gives a positive length or a fault, never an error."""
    content = bytearray((FILES / name).read_bytes())
    for at, byte in spoiled.items():
        if at < len(content):
            content[at] = byte
    path = tmp_path / name
    path.write_bytes(content[: round(len(content) * cut)])
    found = length(path)
    assert found.fault if found.seconds is None else found.seconds > 0


# --- what a practitioner is told -------------------------------------------------------------


def told(folder: Path, content: bytes | None, **meta: str) -> list[Finding]:
    """The findings of a complete portfolio with a second conversation that names a recording."""
    files: dict[str, str | bytes | None]
    files = {TALK: document("conversation", "", recorded="2026-11-03", **meta)}
    if content is not None:
        files["2-evidence/talk.mp3"] = content
    return list(check(lay(folder, files)).findings)


def test_a_recording_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    """The message names the file as its author wrote it, where it is named, and what to do."""
    found = told(tmp_path, (FILES / "tone.m4a").read_bytes(), recording="talk.mp3")
    assert [(f.code, f.place.line) for f in found] == [("CF302", 4)]
    message = "The recording `talk.mp3` is not what its name says: its content is .mp4."
    assert (found[0].message, found[0].hint) == (
        message,
        "It begins like .mp4: call it `talk.mp4`.",
    )


def test_an_address_without_a_length_is_told_so(tmp_path: Path) -> None:
    """Nobody can guess how long a recording elsewhere is."""
    found = told(tmp_path, None, recording="https://video.example/talk")
    assert [f.code for f in found] == ["CF308"]
    assert "its length is not stated" in found[0].message
    assert "`duration: 00:10:30`" in found[0].hint


@pytest.mark.parametrize(
    ("stated", "status", "method"),
    [("00:10:30", "at-risk", "stated"), ("00:08:00", "unmet", "stated"), ("", "unmet", None)],
)
def test_a_stated_length_is_never_enough(
    stated: str, status: str, method: str | None, tmp_path: Path
) -> None:
    """At a web address ten minutes are at risk, less are too short, none stated are unknown."""
    meta = {"duration": stated} if stated else {}
    talk = document("conversation", "", recording="https://video.example/talk", **meta)
    report = check(lay(tmp_path, {"2-evidence/conversation.md": talk}))
    row = next(r for r in to_json(report)["requirements"] if r["id"] == "conversation")
    assert row["status"] == status
    assert row["measures"][0].get("method") == method
    assert (row["measures"][0]["value"] is None) == (not stated)


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, kind) + content


def _ten_minutes(samples: int) -> bytes:
    """An mp4 whose header tells 10:30, with a table of `samples` samples that take no byte."""
    header = _box(b"mvhd", bytes(12) + struct.pack(">II", 1000, 630_000) + bytes(80))
    times = _box(b"stts", bytes(4) + struct.pack(">III", 1, 630, 1000))
    sizes = _box(b"stsz", bytes(4) + struct.pack(">II", 0, samples) + bytes(4 * samples))
    clock = _box(b"mdhd", bytes(12) + struct.pack(">II", 1000, 630_000) + bytes(4))
    media = _box(b"mdia", clock + _box(b"minf", _box(b"stbl", times + sizes)))
    track = _box(b"trak", _box(b"tkhd", bytes(72)) + media)
    movie = _box(b"moov", header + (track if samples else b""))
    return _box(b"ftyp", b"isom" + bytes(4)) + movie + _box(b"mdat", bytes(20_000))


def _wave(form: int, hertz: int, rate: int, content: bytes) -> bytes:
    chunk = struct.pack("<HHIIHH", form, 1, hertz, rate, 1, 8)
    samples = b"fact" + struct.pack("<II", 4, hertz * 630)
    told = b"data" + struct.pack("<I", len(content))
    return (
        b"RIFF" + bytes(4) + b"WAVEfmt " + struct.pack("<I", 16) + chunk + samples + told + content
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("no-track.mp4", _ten_minutes(0)),
        ("empty-samples.mp4", _ten_minutes(630)),
        ("told.wav", _wave(0x31, 8000, 1625, bytes(10))),
    ],
)
def test_ten_minutes_of_nothing(name: str, content: bytes, tmp_path: Path) -> None:
    """A header that tells ten minutes above no sound is no recording of ten minutes."""
    path = tmp_path / name
    path.write_bytes(content)
    found = length(path)
    assert found.seconds is None
    assert found.fault


def test_looking_for_sound_ends(tmp_path: Path) -> None:
    """Junk in which frames seem to begin everywhere is given up, however long the file is."""
    frame = bytes.fromhex("fffb9000") + bytes(413)
    junk = bytes.fromhex("fffb900000") * 13_000
    path = tmp_path / "junk.mp3"
    path.write_bytes(frame * 2 + (junk + frame * 2) * 40)
    assert length(path).how in ("", "first frames, estimated")


def _lasting(seconds: int, first: int = 0) -> bytes:
    content = bytes(first for _ in range(4)) + bytes(4000 * seconds - 4)
    chunk = struct.pack("<HHIIHH", 1, 1, 4000, 4000, 1, 8)
    told = b"data" + struct.pack("<I", len(content))
    return b"RIFF" + bytes(4) + b"WAVEfmt " + struct.pack("<I", 16) + chunk + told + content


def test_a_copy_of_a_recording_adds_nothing(tmp_path: Path) -> None:
    """Five minutes twice are five minutes; two different recordings are ten."""
    again = "2-evidence/talk-2.md"
    named = document("conversation", "", recording="a.wav")
    copied = document("conversation", "", recording="b.wav")
    files = {TALK: named, again: copied, "2-evidence/conversation.md": None}
    first = {"2-evidence/a.wav": _lasting(310)}
    once = check(lay(tmp_path / "1", files | first | {"2-evidence/b.wav": _lasting(310)}))
    assert [m.value for m in once.portfolio.measures["conversation"]] == [310]
    both = check(lay(tmp_path / "2", files | first | {"2-evidence/b.wav": _lasting(310, 9)}))
    assert [m.value for m in both.portfolio.measures["conversation"]] == [620]


def test_a_length_is_told_the_same_everywhere(tmp_path: Path) -> None:
    """What a cut recording holds is rounded as the ledger rounds it."""
    frame = bytes.fromhex("fffb9000") + bytes(413)
    head = bytearray(frame)
    head[36:44] = b"Info" + (1).to_bytes(4)
    head[44:48] = (60_000).to_bytes(4)
    told = bytes(head) + frame * 9_555  # 249.6 seconds
    (tmp_path / "talk.mp3").write_bytes(told)
    found = length(tmp_path / "talk.mp3")
    assert round(found.seconds or 0) == 250
    assert "ends after 4:10" in found.fault
