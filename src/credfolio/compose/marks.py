"""Marks on words: layers of highlights over safe HTML, which may overlap and cross elements."""

import re
from dataclasses import dataclass
from html import escape, unescape

_TOKEN = re.compile(r'(<(?:[^">]|"[^"]*")*>)')


@dataclass(frozen=True, slots=True)
class Layer:
    """One highlight under one condition, over characters `start` to `end` of the visible text.

    `style`: its CSS class. `link`: where its words lead. `anchor`: the id of its first mark, empty
    for none. `tag`: finished HTML that follows its last word.
    """

    start: int
    end: int
    style: str
    link: str
    anchor: str = ""
    tag: str = ""


def visible(html: str) -> str:
    """The text of safe HTML, character by character as `mark` counts them."""
    return "".join(unescape(part) for part in _TOKEN.split(html)[::2])


def mark(html: str, layers: list[Layer]) -> str:
    """`html` with its words wrapped, outermost the layer that begins first."""
    if not layers:
        return html
    layers = sorted(layers, key=lambda layer: (layer.start, -layer.end))
    cuts = sorted({at for layer in layers for at in (layer.start, layer.end)})
    out: list[str] = []
    at = links = 0
    for number, part in enumerate(_TOKEN.split(html)):
        if number % 2:
            links += (part[:3] in ("<a ", "<a>")) - (part == "</a>")
            out.append(part)
        else:
            text = unescape(part)
            out += _pieces(text, at, cuts, layers, links > 0)
            at += len(text)
    return "".join(out)


def _pieces(text: str, at: int, cuts: list[int], layers: list[Layer], linked: bool) -> list[str]:
    """One run of text that begins at character `at`, cut where layers begin and end."""
    end = at + len(text)
    inside = [cut for cut in cuts if at < cut < end]
    pieces = []
    for start, stop in zip([at, *inside], [*inside, end], strict=True):
        over = [layer for layer in layers if layer.start < stop and start < layer.end]
        piece = text[start - at : stop - at]
        pieces.append(_wrapped(piece, over, start, linked))
        pieces += [layer.tag for layer in over if layer.end == stop]
    return pieces


def _wrapped(piece: str, over: list[Layer], start: int, linked: bool) -> str:
    html = escape(piece, quote=False)
    if not over or not piece.strip():
        return html
    for depth, layer in enumerate(reversed(over)):
        style = f"cf-m {layer.style} cf-d{min(depth, 3)}"
        if depth == 0 and not linked:
            html = f'<mark><a class="{style}" href="{escape(layer.link)}">{html}</a></mark>'
        else:
            html = f'<mark class="{style}">{html}</mark>'
    anchors = "".join(
        f'<span class="cf-at" id="{escape(layer.anchor)}"></span>'
        for layer in over
        if layer.anchor and layer.start == start
    )
    return anchors + html
