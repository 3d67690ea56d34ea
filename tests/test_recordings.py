"""The length of recordings, from files that a real encoder made; each is a tone of 3 seconds."""

import wave
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credfolio.recordings import length

FILES = Path(__file__).parent / "files"


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("tone.mp3", "tinytag"),
        ("tone.m4a", "measured"),
        ("tone.ogg", "tinytag"),
        ("tone.flac", "measured"),
        ("tone.webm", "measured"),
        ("live.webm", "measured"),
        ("fragmented.mp4", "measured"),
    ],
)
def test_three_seconds(name: str, how: str) -> None:
    """Whether the length stands in the header or has to be measured."""
    seconds, method = length(FILES / name)
    assert seconds == pytest.approx(3, abs=0.2)
    assert method == how


def test_a_wave_file(tmp_path: Path) -> None:
    """The frames say it."""
    path = tmp_path / "talk.WAV"
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 1, 8000, 0, "NONE", ""))
        out.writeframes(bytes(16_000))
    assert length(path) == (2.0, "measured")


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.mp3", b"", "is empty"),
        ("a.mp3", b"just words", "is not what its name says"),
        ("a.mp4", b"\x1a\x45\xdf\xa3", "is not what its name says"),
        ("a.mp4", b"\0\0\0\x08ftyp", "holds no length that can be read"),
        ("a.webm", b"\x1a\x45\xdf\xa3", "holds no length that can be read"),
        ("a.wav", b"RIFF\0\0\0\0WAVE", "holds no length that can be read"),
        ("a.doc", b"word", "is no kind of recording that is known"),
    ],
)
def test_no_length(name: str, content: bytes, why: str, tmp_path: Path) -> None:
    """A file without a length says why, in words that follow its name."""
    (tmp_path / name).write_bytes(content)
    assert length(tmp_path / name) == (None, why)


def test_a_missing_recording(tmp_path: Path) -> None:
    """Nothing is raised for a file that is not there."""
    assert length(tmp_path / "a.mp3") == (None, "is missing")


@pytest.mark.parametrize("name", ["tone.mp3", "live.webm", "fragmented.mp4", "tone.m4a"])
def test_a_picture_by_another_name(name: str, tmp_path: Path) -> None:
    """What a file is called does not make it that."""
    path = tmp_path / Path(name).with_suffix(".wav").name
    path.write_bytes((FILES / name).read_bytes())
    assert length(path)[0] is None


def test_a_file_of_empty_boxes(tmp_path: Path) -> None:
    """A stranger's file does not keep the reader busy for long."""
    path = tmp_path / "a.mp4"
    path.write_bytes(b"\0\0\0\x08ftyp" + b"\0\0\0\x08free" * 600_000)
    assert length(path) == (None, "holds no length that can be read")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(
        ["tone.mp3", "tone.m4a", "tone.ogg", "tone.flac", "live.webm", "fragmented.mp4"]
    ),
    cut=st.floats(0, 1),
    spoiled=st.dictionaries(st.integers(0, 5000), st.integers(0, 255), max_size=6),
)
def test_damaged_files(name: str, cut: float, spoiled: dict[int, int], tmp_path: Path) -> None:
    """A file cut short or with wrong bytes gives a positive length or none, never an error."""
    content = bytearray((FILES / name).read_bytes())
    for at, byte in spoiled.items():
        if at < len(content):
            content[at] = byte
    path = tmp_path / name
    path.write_bytes(content[: round(len(content) * cut)])
    seconds, method = length(path)
    assert seconds is None or seconds > 0
    assert method
