"""PDFs of finished HTML by WeasyPrint, which the extra `credfolio[pdf]` brings."""

import logging
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from credfolio.compose.paper import Paper

Print = Callable[[Paper, Path], bytes]
"""A document and the folder of the site, whose pictures it shows, to a PDF."""

NOT_INSTALLED = "WeasyPrint is not installed"
NO_PANGO = "the library Pango, which WeasyPrint needs, is not installed"
LEFT_OUT = "the author left them out"
UNPRINTED = (NOT_INSTALLED, NO_PANGO, LEFT_OUT)
"""Why a package may have no PDFs, as its README.txt says it."""


def printer() -> tuple[Print | None, str]:
    """What prints, or None and why nothing here can, for people to read."""
    try:
        import weasyprint
    except ModuleNotFoundError:
        return None, NOT_INSTALLED
    except OSError:
        return None, NO_PANGO
    del weasyprint
    return _pdf, ""


def remedy() -> str:
    """What makes a computer print, where `printer` says that it can't."""
    from credfolio.console import how_to_add

    try:
        import weasyprint
    except ModuleNotFoundError:
        return f"To have them, run: {how_to_add('weasyprint')}"
    except OSError:
        commands = {
            "linux": "sudo apt install libpango-1.0-0 libpangoft2-1.0-0",
            "darwin": "brew install pango",
        }
        if sys.platform in commands:
            return f"To have them, run: {commands[sys.platform]}"
        return "WeasyPrint's own guide to its first steps says how Pango gets onto Windows."
    del weasyprint
    return ""


def _pdf(paper: Paper, site: Path) -> bytes:
    from weasyprint import HTML

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    document = HTML(
        string=paper.html, base_url=f"{site.as_uri()}/paper.html", url_fetcher=_fetcher(site)
    )
    # Tagged for screen readers; without what names the day or the machine. The identifier is text,
    # since a search for names reads it too.
    content: bytes | None = document.write_pdf(
        pdf_variant="pdf/ua-1",
        pdf_identifier=sha256(paper.html.encode()).hexdigest()[:32].encode(),
    )
    assert content is not None, "without a target the bytes are given"
    return content


def _fetcher(site: Path) -> Any:
    """Fetches pictures of the site and nothing else: no other file, nothing from the network."""
    from weasyprint.urls import URLFetcher

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            parts = urlsplit(url)
            file = Path(url2pathname(parts.path))
            if parts.scheme == "data":
                return super().fetch(url, headers)
            if parts.scheme != "file" or not file.resolve().is_relative_to(site.resolve()):
                raise ValueError(f"{url} is no picture of the site")
            return super().fetch(url, headers)

    return Fetcher(allowed_protocols=("file", "data"))
