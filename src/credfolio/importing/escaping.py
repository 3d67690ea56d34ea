"""Plain text as Markdown that shows exactly that text."""

import re

_ALWAYS = re.compile(r"[`*]|\\(?=[!-/:-@\[-`{-~]|\s*$)", re.MULTILINE)
_EDGE_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?[A-Za-z0-9]{1,32};)")
_LINK_END = re.compile(r"\](?=[(\[])")
_FOOTNOTE = re.compile(r"\[(?=\^)")
_TILDE = re.compile(r"(?<=\S)~|~(?!\d)")  # `~10 minutes` strikes nothing out
_HEADING_END = re.compile(r"(?<!#)#+$|\{[^{}]*\}$")
_HEADING_ID = re.compile(r"\{#[\w-]+\}")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_OPENS_BLOCK = re.compile(
    r"#{1,6}(?=\s|$)"  # a heading
    r"|>"  # a quotation
    r"|[-+](?=\s|$)"  # a list
    r"|:"  # a definition
    r"|\|"  # a table
    r"|=+\s*$"  # a heading's underline
    r"|[-_][-_ \t|:]*$"  # a rule, or a table's second row
)


def escape(text: str) -> str:
    """`text`, of one or more lines, so that Markdown shows it as a paragraph of just these words.

    Indentation and trailing blanks go: four spaces would make code, two a line break.
    """
    lines = [escape_start(line.strip()) for line in escape_inline(text).split("\n")]
    if "]:" in text:  # a link definition, which would vanish
        lines = [f"\\{line}" if line.startswith("[") else line for line in lines]
    return "\n".join(lines)


def escape_inline(text: str) -> str:
    """The same for text that stands inside a paragraph; blanks are kept."""
    text = _ALWAYS.sub(r"\\\g<0>", text)
    if "_" in text:
        text = _EDGE_UNDERSCORE.sub(r"\_", text)
    if "<" in text:
        text = _TAG.sub(r"\<", text)
    if "&" in text:
        text = _ENTITY.sub(r"\&", text)
    if "[" in text or "]" in text:
        text = _FOOTNOTE.sub(r"\[", _LINK_END.sub(r"\]", text))
    return _TILDE.sub(r"\\~", text) if "~" in text else text


def escape_start(line: str) -> str:
    """`line`, whose inside is escaped, so that it does not open a list, a heading …"""
    if _OPENS_BLOCK.match(line):
        return f"\\{line}"
    return _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line


def escape_heading(text: str) -> str:
    """Escaped text as a heading's: closing marks and attributes are words, but for an id."""
    found = _HEADING_END.search(text)
    if found is None or _HEADING_ID.fullmatch(found[0]):
        return text
    # Markdown looks for the closing brace, and takes a backslash only there.
    at = len(text) - 1 if text.endswith("}") else found.start()
    return f"{text[:at]}\\{text[at:]}"


def escape_cell(text: str) -> str:
    """Escaped text of a table's cell, on one line."""
    joined = "<br>".join(line for line in text.split("\n") if line)
    return re.sub(r"(?<!\\)\|", r"\|", joined)
