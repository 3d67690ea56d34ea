"""A picture: a photo or scan of a paper tally, map or sheet. It is as good as data."""

from credfolio.graphics.base import Graphic
from credfolio.tables.base import Rows, Source


def make(rows: Rows, source: Source) -> None:
    """There is nothing to read: the picture is the exhibit."""


GRAPHIC = Graphic(
    title="Picture",
    summary="A photo or scan of a paper tally, map or sheet, described in words.",
    sheets=(),
    make=make,
)
