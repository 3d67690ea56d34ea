"""CF603."""

import os
from collections.abc import Iterator

from credfolio.checking import Problem, check
from credfolio.model import Place, Portfolio

_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".heic", ".heif", ".avif")
_RECORDINGS = (".mp4", ".m4a", ".m4v", ".mov")


@check("CF603", "error")
def location_in_image(portfolio: Portfolio) -> Iterator[Problem]:
    """A photo or recording says where it was made.

    Phones write the place into every picture, to within a few metres. Pictures are put on the
    site without it, but the file itself is a part of what is handed in.

    Bad:
        A photo of a tally, as it came from a phone that records places.

    Good:
        The same photo after `credfolio redact --pictures`.
    """
    for path in sorted(portfolio.files):
        name = path.lower()
        if name.endswith(_PICTURES) or name.endswith(_RECORDINGS):
            yield from _located(portfolio, path, name.endswith(_RECORDINGS))


def _located(portfolio: Portfolio, path: str, recording: bool) -> Iterator[Problem]:
    from credfolio.privacy.pixels import place_taken
    from credfolio.privacy.search import read_raw

    try:
        raw = read_raw(os.path.join(portfolio.root, path))  # noqa: PTH118 - see sources
    except (OSError, ValueError):
        return
    if place_taken(raw):
        kind = "recording" if recording else "picture"
        message = f"This {kind} says where it was made (GPS)."
        hint = "Run `credfolio redact --pictures`, which takes it out of the file."
        if recording:
            hint = "Export it again without its location."
        yield Problem(Place(path), message, hint)
