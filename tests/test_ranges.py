"""The preview sends parts of a file, without which no browser goes to a place in a recording."""

from pathlib import Path
from wsgiref.util import FileWrapper, setup_testing_defaults

import pytest

from credfolio.ranges import with_ranges

CONTENT = bytes(range(256)) * 1000


def asked(path: Path, span: str) -> tuple[str, dict[str, str], bytes]:
    """(status, headers, content) of a request for a part of a file."""
    answer: list[tuple[str, dict[str, str]]] = []

    def whole(environ: object, start: object) -> FileWrapper:
        length = [("Content-Length", str(path.stat().st_size)), ("Content-Type", "audio/mpeg")]
        start("200 OK", length)  # type: ignore[operator]
        return FileWrapper(path.open("rb"))

    def start(status: str, headers: list[tuple[str, str]], *_: object) -> None:
        answer.append((status, dict(headers)))

    environ: dict[str, object] = {"HTTP_RANGE": span} if span else {}
    setup_testing_defaults(environ)
    body = with_ranges(whole)(environ, start)  # type: ignore[arg-type]
    content = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    return (*answer[0], content)


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        ("bytes=0-", 0, 255_999),
        ("bytes=1000-1999", 1000, 1999),
        ("bytes=200000-999999", 200_000, 255_999),
        ("bytes=-500", 255_500, 255_999),
    ],
)
def test_a_part_of_a_file(tmp_path: Path, span: str, first: int, last: int) -> None:
    """The bytes that were asked for, and where in the file they stand."""
    path = tmp_path / "talk.mp3"
    path.write_bytes(CONTENT)
    status, headers, content = asked(path, span)
    assert status == "206 Partial Content"
    assert headers["Content-Range"] == f"bytes {first}-{last}/256000"
    assert headers["Content-Length"] == str(len(content))
    assert content == CONTENT[first : last + 1]


@pytest.mark.parametrize(
    "span", ["", "bytes=", "bytes=5-1", "bytes=999999-", "lines=1-2", "bytes=0-1,5-9"]
)
def test_what_is_no_part_is_sent_whole(tmp_path: Path, span: str) -> None:
    """A request that can't be answered in part gets the file."""
    path = tmp_path / "talk.mp3"
    path.write_bytes(CONTENT)
    status, headers, content = asked(path, span)
    assert status == "200 OK"
    assert headers["Accept-Ranges"] == "bytes"
    assert content == CONTENT
