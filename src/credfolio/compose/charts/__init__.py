"""Where everything stands in a picture: pure geometry. Templates in `charts/` draw it.

One module a graphic, of the graphic's name; it has `chart(value)`. A unit is about a pixel. A
picture comes in two sizes, so that letters keep their size on a phone.
"""

import importlib
from typing import Any

from credfolio.compose.charts.chart import Chart

WIDE = 680
NARROW = 330
SIZES = (("wide", WIDE), ("narrow", NARROW))


def draw(graphic: str, value: Any) -> Chart:
    """The picture of what an exhibit's reader made of its rows."""
    module = importlib.import_module(f"{__name__}.{graphic.replace('-', '_')}")
    chart: Chart = module.chart(value)
    return chart
