"""Recordings by a real encoder, for the tests that need them: ffmpeg, as Debian has it."""

import shutil
import subprocess
from pathlib import Path

import pytest

FFMPEG = shutil.which("ffmpeg") if shutil.which("ffprobe") else None

needs_ffmpeg = pytest.mark.skipif(FFMPEG is None, reason="no ffmpeg is installed here")

TONE = "sine=frequency=330:sample_rate=44100"
PICTURE = "testsrc2=size=160x90:rate=10"
QUIET_THEN_LOUD = "aevalsrc='if(gt(t,8),random(0)-0.5,0)':s=44100"


def encode(
    path: Path,
    seconds: float,
    *options: str,
    sound: str = TONE,
    video: bool = False,
) -> Path:
    """A recording of `seconds` at `path`, as `options` of the encoder say."""
    _run(_inputs(sound, video), "-t", str(seconds), *options, str(path))
    return path


def stream(path: Path, seconds: float, *options: str, video: bool = False) -> Path:
    """The same, written as into a pipe by an encoder that does not know how long it will be."""
    ends = f":duration={seconds}"
    path.write_bytes(_run(_inputs(TONE + ends, video, ends), *options, "-"))
    return path


def _inputs(sound: str, video: bool, ends: str = "") -> list[str]:
    picture = ["-f", "lavfi", "-i", PICTURE + ends] if video else []
    return ["-f", "lavfi", "-i", sound, *picture]


def _run(inputs: list[str], *options: str) -> bytes:
    command = [str(FFMPEG), "-v", "error", "-nostdin", "-y", *inputs, *options]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, timeout=60).stdout


def repeat(path: Path, short: Path, seconds: float) -> Path:
    """`short` over and over, up to `seconds`, without encoding it again."""
    again = ["-stream_loop", "-1", "-i", str(short)]
    _run(again, "-c", "copy", "-t", str(seconds), str(path))
    return path


def probed(path: Path) -> float:
    """Where the last packet of sound ends, by the encoder's own inspection of the whole file."""
    command = ["ffprobe", "-v", "error", "-select_streams", "a", "-show_entries"]
    command += ["packet=pts_time,duration_time", "-of", "csv=p=0", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    ends = []
    for row in done.stdout.split():
        start, _, length = row.rstrip(",").partition(",")
        ends.append(float(start) + (float(length) if length not in ("", "N/A") else 0.0))
    return max(ends)
