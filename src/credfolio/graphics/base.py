"""What every graphic says of itself."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from credfolio.fields import Field
from credfolio.tables.base import Rows, Sheet, Source

UNREADABLE = "CF506"


class Graphic(NamedTuple):
    """A kind of graphic feedback.

    `summary`: what it is, in a sentence. `settings`: what front matter may say beside the data.
    `needs`: settings without which the figures mean nothing. `make`: rows to the frozen value
    that is drawn; None where a fault leaves nothing to draw.
    """

    title: str
    summary: str
    sheets: tuple[Sheet, ...]
    make: Callable[[Rows, Source], Any]
    settings: Mapping[str, Field] = MappingProxyType({})
    needs: tuple[str, ...] = ()
