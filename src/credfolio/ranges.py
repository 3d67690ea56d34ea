"""Parts of a file over HTTP: what a browser asks a server for when a reader goes to a place in a
recording. Without an answer it can only play from the beginning.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_ASKED = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)
_PIECE = 65_536


def with_ranges(app: "WSGIApplication") -> "WSGIApplication":
    """`app`, which answers with whole files, able to answer with a part of one as well."""

    def answer(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        given: list[Any] = []

        def keep(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            given[:] = [status, headers, *rest]
            return lambda _: None

        body = app(environ, keep)
        status, headers = given[0], given[1]
        file = getattr(body, "filelike", None)
        size = next((int(v) for k, v in headers if k == "Content-Length"), None)
        if not status.startswith("200") or file is None or size is None:
            start(*given)
            return body
        headers = [*headers, ("Accept-Ranges", "bytes")]
        span = _span(environ.get("HTTP_RANGE", ""), size)
        if span is None:
            start(status, headers)
            return body
        first, last = span
        headers = [(k, v) for k, v in headers if k != "Content-Length"]
        headers.append(("Content-Length", str(last - first + 1)))
        headers.append(("Content-Range", f"bytes {first}-{last}/{size}"))
        start("206 Partial Content", headers)
        return _part(file, first, last - first + 1)

    return answer


def _span(asked: str, size: int) -> tuple[int, int] | None:
    """(first, last) byte of the one part that is asked for; None: send it whole."""
    found = _ASKED.fullmatch(asked.strip())
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        first, last = max(size - int(found[2]), 0), size - 1
    else:
        first, last = int(found[1]), min(int(found[2] or size - 1), size - 1)
    return (first, last) if first <= last else None


def _part(file: BinaryIO, start: int, left: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while left > 0 and (piece := file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece
