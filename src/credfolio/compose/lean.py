"""A page without what no reader meets: the indentation of its templates, unused patterns.

Works on finished HTML, in which attribute values stand in double quotes.
"""

import re

_VERBATIM = re.compile(r"(<(pre|textarea)\b.*?</\2>)", re.S)
_BREAK = re.compile(r"[ \t]*\n\s*")
_USED = re.compile(r'="url\(#([^")]+)\)"')
_PATTERN = re.compile(r'\s*<pattern id="([^"]*)".*?</pattern>', re.S)
_EMPTY = re.compile(r"<defs>\s*</defs>\s*")


def lean(html: str) -> str:
    """`html` as it is shown, in fewer bytes; texts whose lines matter stay as they are."""
    if "<pattern" in html:
        used = set(_USED.findall(html))
        html = _PATTERN.sub(lambda found: found[0] if found[1] in used else "", html)
        html = _EMPTY.sub("", html)
    if "<pre" not in html and "<textarea" not in html:
        return _BREAK.sub("\n", html)
    pieces = _VERBATIM.split(html)
    # Of three pieces, the second is the element and the third only its name.
    shown = (_BREAK.sub("\n", p) if n % 3 == 0 else p for n, p in enumerate(pieces) if n % 3 < 2)
    return "".join(shown)
