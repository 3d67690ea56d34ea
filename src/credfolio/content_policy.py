"""What a page may load and run, said in the page itself: only what lies in the site's own folder.

Authors' HTML is sanitised before; this is the second lock on the same door.
"""

import re
from base64 import b64encode
from hashlib import sha256
from html import escape

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.S)
_HEAD = re.compile(r"<head[^>]*>")
_SOURCES = (
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    "media-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
)


def with_policy(html: str, authored: str) -> str:
    """The finished page `html` with its policy. Of the scripts that stand in the page itself only
    those outside `authored`, the part that shows what an author wrote, may run.
    """
    theme = html.replace(authored, "") if authored else html
    hashes = [_hashed(found["code"]) for found in _SCRIPT.finditer(theme) if _runs(found)]
    policy = "; ".join((*_SOURCES, f"script-src 'self' {' '.join(hashes)}".rstrip()))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{escape(policy, quote=False)}">'
    return _HEAD.sub(lambda head: head[0] + meta, html, count=1)


def _runs(script: re.Match[str]) -> bool:
    return "src=" not in script["attributes"] and "json" not in script["attributes"]


def _hashed(code: str) -> str:
    return f"'sha256-{b64encode(sha256(code.encode()).digest()).decode()}'"
