"""Pasted text as Markdown: paragraphs as they look, marks of Markdown where they are meant."""

import re
from pathlib import Path

from credfolio.errors import CredfolioError
from credfolio.importing.escaping import escape_heading, escape_inline, escape_start
from credfolio.importing.result import Content
from credfolio.limits import EVIDENCE_BYTES, TRANSCRIPT_LINES

_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_QUOTED = re.compile(r"(?:>[ \t]?)+")
_ITEM = re.compile(r"([ \t]{0,12})(?:([-*•‣◦●▪])|(\d{1,3})([.)]))[ \t]+(?=\S)")
_HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_RULE = re.compile(r"[ \t]*([-=_*~])(?:[ \t]*\1){2,}[ \t]*")
_BOLD = re.compile(r"\*\*(?=[^\s*])([^*\n]*[^\s*\\])\*\*")
_DEFINITION = re.compile(r"^((?:> )*(?:- |\d+[.)] )?)\[(?=[^\]]{0,999}\]:)", re.MULTILINE)
_NOTEPAD_LINE = 120


def read_text(path: Path) -> tuple[str, tuple[str, ...]]:
    """(the text of a file with `\\n` line ends, notes). Raises CredfolioError for no text file."""
    try:
        if path.stat().st_size > EVIDENCE_BYTES:
            limit = EVIDENCE_BYTES // 1_000_000
            raise CredfolioError(f"{path.name} is larger than {limit} MB: too large for a text.")
        content = path.read_bytes()
    except OSError as error:
        raise CredfolioError(f"{path} can't be read: {error.strerror or error}.") from error
    text, notes = _decode(path.name, content)
    text = _LINE_ENDS.sub("\n", text.removeprefix("\ufeff"))
    if text.count("\n") > TRANSCRIPT_LINES and sum(map(bool, text.split("\n"))) > TRANSCRIPT_LINES:
        most = f"{TRANSCRIPT_LINES:,} lines"
        raise CredfolioError(f"{path.name} has more than {most}: split it into several files.")
    return text, notes


def _decode(name: str, content: bytes) -> tuple[str, tuple[str, ...]]:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if wide else "utf-8")
        notes: tuple[str, ...] = ()
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError as error:
            raise CredfolioError(f"{name} is not a text file. Save it as plain text.") from error
        notes = (
            f"{name} is in an old Windows encoding: check accents and quotation marks "
            "in the new document.",
        )
    if "\0" in text:
        raise CredfolioError(f"{name} is not a text file. Save it as plain text (UTF-8).")
    return text, notes


def from_text(text: str, notes: tuple[str, ...] = ()) -> Content:
    """Pasted text as a document."""
    blocks = [_block(block) for block in _paragraphs(text)]
    body = "\n\n".join(block for block in blocks if block)
    return Content("pasted text", body, tuple(text.split("\n")), (), notes)


def _paragraphs(text: str) -> list[list[str]]:
    """Runs of lines; lines that were never wrapped are a paragraph each."""
    paragraphs: list[list[str]] = []
    for run in re.split(r"\n(?:[^\S\n]*\n)+", text.strip("\n")):
        lines = run.split("\n")
        if any(len(line) > _NOTEPAD_LINE for line in lines):
            paragraphs.extend(_unwrapped(lines))
        else:
            paragraphs.append(lines)
    return paragraphs


def _unwrapped(lines: list[str]) -> list[list[str]]:
    """Each line by itself, but for quotations and lists, which stay together."""
    groups: list[list[str]] = []
    for line in lines:
        marked = _QUOTED.match(line) or _ITEM.match(line)
        if groups and marked and (_QUOTED.match(groups[-1][-1]) or _ITEM.match(groups[-1][-1])):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _block(lines: list[str]) -> str:
    """Lines without a blank one between them: quotation, list, heading or paragraph, in turn."""
    parts: list[tuple[str, str]] = []
    for line in lines:
        kind, text = _line(line)
        if not text.strip():
            continue
        if parts and (kind != parts[-1][0] or kind == "heading"):
            parts.append(("", ""))
        parts.append((kind, text))
    text = "\n".join(text for _, text in parts)
    return _DEFINITION.sub(r"\1\\[", text) if "]:" in text else text


def _line(line: str) -> tuple[str, str]:
    if quoted := _QUOTED.match(line):
        depth = "> " * quoted[0].count(">")
        return "quotation", (depth + escape_start(_words(line[quoted.end() :].strip()))).rstrip()
    if item := _ITEM.match(line):
        marker = f"{item[3]}{item[4]}" if item[3] else "-"
        return "item", f"{marker} {_item_text(line[item.end() :])}"
    heading = _HEADING.match(line)
    if heading and len(line.split()) <= 12:
        return "heading", f"{heading[1]} {escape_heading(_words(line[heading.end() :].strip()))}"
    if _RULE.fullmatch(line):
        return "rule", "---"
    return "text", escape_start(_words(line.strip()))


def _words(text: str) -> str:
    """The inside of a line, escaped, but for what is written **bold**."""
    parts: list[str] = []
    position = 0
    for found in _BOLD.finditer(text):
        parts.append(escape_inline(text[position : found.start()]))
        parts.append(f"**{escape_inline(found[1])}**")
        position = found.end()
    return "".join(parts) + escape_inline(text[position:])


def _item_text(text: str) -> str:
    text = escape_start(_words(text.strip()))
    return f"\\{text}" if re.match(r"\[[ xX]\]", text) else text
