"""Text in all its layers: encodings, entities, escapes, tags and what base64 holds."""

import base64
import binascii
import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

_NAMED_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([nrtbfv/\"'\\]))"
)
_TAG = re.compile(r"""<[/!?A-Za-z](?>[^<>"']+|"[^"<]*"|'[^'<]*')*+>|<[/!?A-Za-z][^<>]*>""")
_TAG_IN_WORD = re.compile(r"[^\W_](?:<[/!?A-Za-z][^<>]*>)+[^\W_]")
_MARKDOWN_LINK = re.compile(
    r"!\[[^\[\]\n]*\]\([^()\n]*\)|\[\^[^\[\]\n]{1,40}\]|\]\([^()\n]*\)|\]\[[^\[\]\n]*\]"
    r"|\{[#.][^{}\n]*\}"
)
_EMPHASIS_IN_WORD = re.compile(r"(?<=[^\W_])[*~`]{1,3}(?=[^\W_])")
_HYPHENATED = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010][ \t]*\n[ \t>*]*")
_CUE_LINE = re.compile(r"^(?:\d+|[^\n]{0,200}-->[^\n]*)$", re.MULTILINE)
_CELLS = str.maketrans(',;\t"', "    ")
_RTF_BYTE = re.compile(r"\\'([0-9a-fA-F]{2})")
_RTF_SIGN = re.compile(r"\\u(-?\d{1,6})[ ?]?\??")
_RTF_WORD = re.compile(r"\\[a-zA-Z]{1,32}-?\d{0,10} ?|[{}]|\\\*")
_LONG_RUN = re.compile(r"[A-Za-z0-9+/]{64,}={0,2}")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_ROUNDS = 3
_BASE64 = re.compile(r"[A-Za-z0-9+/_\-]{12,}={0,2}")
_BASE64_LINE = re.compile(r"[A-Za-z0-9+/]{4,}={0,2}")
_LONGEST_ADDRESS = 2_000
_LONG = 64  # bytes that are no text are then more likely a file than an identifier
# Before a text of 65 bytes or more its length may be a letter: `\0FDana …`
_LENGTH = re.compile(rb"([\x00-\x08\x0e-\x1f][A-Za-z])(?=[A-Za-z])")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def as_text(raw: bytes) -> str | None:
    """The text that `raw` is, with `\\n` line ends; None where it is no text."""
    text = _decoded(raw)
    if text is None or "\r" not in text:
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(raw: bytes) -> str | None:
    if raw.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return raw.decode("utf-32", "replace")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    if b"\0" in raw:
        return _wide(raw)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    return None if _CONTROL.search(text) else text


def _wide(raw: bytes) -> str | None:
    """Text of two bytes a character without a mark: nearly every other byte is NUL."""
    half = len(raw) // 2
    for encoding, zeros in (("utf-16-le", raw[1::2]), ("utf-16-be", raw[0::2])):
        if half and zeros.count(0) >= 0.9 * half:
            text = raw.decode(encoding, "replace")
            return None if _CONTROL.search(text) else text
    return None


def strings(raw: bytes) -> Iterator[str]:
    """What may be text in bytes of any kind: as UTF-8, as Latin-1 and as both kinds of UTF-16."""
    yield raw.decode("utf-8", "replace")
    apart = _LENGTH.sub(rb"\1 ", raw)
    if apart != raw:
        yield apart.decode("utf-8", "replace")
    if not raw.isascii():
        yield raw.decode("cp1252", "replace")
    if b"\0" in raw:
        yield raw.decode("utf-16-le", "replace")
        yield raw[1:].decode("utf-16-le", "replace")
        yield raw.decode("utf-16-be", "replace")
        yield raw[1:].decode("utf-16-be", "replace")


def views(text: str, kind: str = "") -> Iterator[tuple[str, str]]:
    """(how, text) of everything that a reader or a program may take `text` for, itself first.

    Lines stay where they are. `kind`: the end of the file's name, `csv`.
    """
    text = _LONG_RUN.sub(_without_base64, text)
    yield "", text
    plain = text
    for _ in range(_ROUNDS):
        before = plain
        plain = _escapes(_percent(_entities(plain)))
        if plain == before:
            break
    if plain != text:
        yield "encoded", plain
    bare = without_comments(plain) if "<" in plain else plain
    if bare != plain or ("<" in plain and _TAG.search(bare)):
        yield "over tags", _TAG.sub(_as_space, bare)
        if _TAG_IN_WORD.search(bare):
            yield "over tags", _TAG.sub(_as_nothing, bare)
    if any(map(plain.__contains__, ("](", "{", "][", "[^"))):
        yield "over a link", _MARKDOWN_LINK.sub("", plain)
    if _EMPHASIS_IN_WORD.search(plain):
        yield "over emphasis", _EMPHASIS_IN_WORD.sub("", plain)
    if _HYPHENATED.search(plain):
        yield "over a line break", _HYPHENATED.sub("", plain)
    if kind in ("csv", "tsv"):
        yield "over cells", plain.translate(_CELLS)
    elif kind in ("vtt", "srt") or "-->" in text:
        yield "over captions", _CUE_LINE.sub("", plain)
    if text.startswith("{\\rtf"):
        yield "as a word processor shows it", _rtf(text)


def _as_space(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n") or " "


def _as_nothing(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _without_base64(run: re.Match[str]) -> str:
    """Blanks: letters that base64 made may be any short name by chance."""
    mixed = re.search("[0-9]", run[0]) and re.search("[a-z]", run[0]) and re.search("[A-Z]", run[0])
    return " " * len(run[0]) if mixed else run[0]


def without_comments(text: str) -> str:
    """`text` with `<!-- … -->` left out, in linear time."""
    first, *others = text.split("<!--")
    kept = [first]
    for other in others:
        inside, closed, after = other.partition("-->")
        kept.append("\n" * inside.count("\n") + after if closed else f"<!--{other}")
    return "".join(kept)


def _entities(text: str) -> str:
    return _NAMED_ENTITY.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    return html.unescape(found[0]).replace("\n", "\x0b").replace("\r", "\x0b")


def _percent(text: str) -> str:
    if not _PERCENT.search(text):
        return text
    return "\n".join(
        unquote(line).replace("\n", "\x0b") if _PERCENT.search(line) else line
        for line in text.split("\n")
    )


def _escapes(text: str) -> str:
    if "\\" not in text:
        return text
    plain = _ESCAPE.sub(_unescaped, text)
    if re.search("[\ud800-\udfff]", plain):
        plain = plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return plain


def _unescaped(found: re.Match[str]) -> str:
    number = found[1] or found[2] or found[3]
    if number:
        code = int(number, 16)
        return "\x0b" if code == 10 else chr(code) if code <= 0x10FFFF else "\ufffd"
    return found[4] if found[4] in "/\"'\\" else " "


def _rtf(text: str) -> str:
    text = _RTF_BYTE.sub(lambda f: bytes.fromhex(f[1]).decode("cp1252", "replace"), text)
    text = _RTF_SIGN.sub(lambda f: chr(int(f[1]) % 0x10000), text)
    return _RTF_WORD.sub("", text)


# --- base64 ----------------------------------------------------------------------------------


def embedded(text: str) -> Iterator[tuple[int, bytes]]:
    """(line, bytes) of every run of `text` that base64 may have made, wrapped ones included."""
    lines = text.split("\n")
    wrapped: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        bare = line.strip().strip('",\\')
        if len(bare) >= 32 and _BASE64_LINE.fullmatch(bare):
            wrapped.append(bare)
            continue
        if wrapped:
            ends = [bare] if bare and _BASE64_LINE.fullmatch(bare) else []
            if content := _bytes("".join([*wrapped, *ends])):
                yield number - len(wrapped), content
            wrapped = []
        if len(line) >= 12:
            yield from ((number, content) for content in _runs(line))


def _runs(line: str) -> Iterator[bytes]:
    for found in _BASE64.finditer(unquote(line) if _PERCENT.search(line) else line):
        run = found[0]
        pieces = {run}
        if len(run) <= _LONGEST_ADDRESS:  # a part of a path may be base64
            pieces |= {piece for piece in re.split(r"[/_\-]", run) if len(piece) >= 12}
        for piece in sorted(pieces, key=len, reverse=True):
            if content := _bytes(piece):
                yield content


def _bytes(run: str) -> bytes:
    """What a run stands for; nothing where it is a word or what comes out is neither text nor
    a file that begins as one.
    """
    run = run.rstrip("=").replace("-", "+").replace("_", "/")
    if run.isalpha() and (run.islower() or run.istitle()):
        return b""
    try:
        content = base64.b64decode(run + "=" * (-len(run) % 4))
    except (binascii.Error, ValueError):
        try:
            content = base64.b64decode(run[: len(run) // 4 * 4])
        except (binascii.Error, ValueError):
            return b""
    packed = content.startswith((b"\x1f\x8b", b"PK"))
    return content if packed or len(content) >= _LONG or as_text(content) is not None else b""
