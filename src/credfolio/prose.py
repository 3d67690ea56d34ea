"""Markdown source made ready: comments out, quotations closed, every line traced to the disk.

Both the counter and the pages start from this text, so that what is counted is what is shown.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from credfolio import limits

_FENCE_OR_COMMENT = re.compile(r"^ {0,3}(`{3,}|~{3,})([^\n]*)|<!--", re.M)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_QUOTED_LINE = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?>")
_IGNORE = r"\s*credfolio:\s*ignore\s+((?:CF\d{3}[\s,]*)+)$"
_OPENERS = frozenset(">*+-0123456789 \t")
_MARKER = r"[ \t]{0,8}(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])"
_NESTED = re.compile(f"(?:{_MARKER}){{{limits.NESTED_MARKERS + 1}}}")


class Source(NamedTuple):
    """`lines[i]`: the line on disk of line `i`.

    `ignores`: (code, index of the line after the comment). `unclosed`: (line index, hidden text)
    of a comment that nothing closes and that hides the rest of the file. `commented`: the text
    that stands in comments. `cuts`: (line on disk, column, columns lost) where a line goes on
    after a comment.
    """

    text: str
    lines: tuple[int, ...]
    ignores: tuple[tuple[str, int], ...] = ()
    unclosed: tuple[int, str] | None = None
    commented: str = ""
    cuts: tuple[tuple[int, int, int], ...] = ()

    def column(self, line: int, column: int) -> int:
        """The column on disk of a column of the text that stands in a line on disk."""
        before = bisect_left(self.cuts, (line, column + 1, 0)) - 1
        after = before >= 0 and self.cuts[before][0] == line
        return column + self.cuts[before][2] if after else column


def prepare(body: str, first_line: int, quotes: bool = True) -> Source:
    """`body` without comments; with `quotes`, a blank line after each run of `>` lines."""
    count = body.count("\n") + 1
    source = Source(body, tuple(range(first_line, first_line + count)))
    if "<!--" in body:
        source = _strip_comments(source)
    if not quotes or ">" not in source.text:
        return source
    text, lines = _close_quotations(source.text, first_line)
    return source._replace(text=text, lines=lines)


def too_nested(text: str) -> int | None:
    """The index of the first line that opens with too many nested markers."""
    lines = text.split("\n")
    for line in [line for line in lines if len(line) > limits.NESTED_MARKERS]:
        if line[0] in _OPENERS and _NESTED.match(line):
            return lines.index(line)
    return None


def _strip_comments(source: Source) -> Source:
    text = source.text
    kept: list[str] = []
    comments: list[str] = []
    ignores: list[tuple[str, int]] = []
    spans: list[tuple[int, int]] = []
    unclosed = None
    done = at = counted = line = 0
    while found := _FENCE_OR_COMMENT.search(text, at):
        if found[1]:
            at = _after_fence(text, found)
            continue
        start = found.start()
        end = text.find("-->", start + 2)
        if end < 0:
            if _opens(text, start):
                hidden = text[start + 4 :]
                unclosed = (text.count("\n", 0, start), hidden)
                kept += (text[done:start], "\n" * hidden.count("\n"))
                done = len(text)
            break
        comment = text[start + 4 : end]
        comments.append(comment)
        kept += (text[done:start], "\n" * comment.count("\n"))
        done = at = end + 3
        if _opens(text, start):
            while done < len(text) and text[done] in " \t":
                done += 1
            at = done
        if len(spans) < limits.IGNORES:
            spans.append((start, done))
        if len(ignores) < limits.IGNORES and (ignore := re.match(_IGNORE, comment.rstrip(), re.I)):
            line += text.count("\n", counted, end)
            counted = end
            ignores += [(code.upper(), line) for code in re.findall(r"CF\d{3}", ignore[1], re.I)]
    kept.append(text[done:])
    return source._replace(
        text="".join(kept),
        ignores=tuple(ignores),
        unclosed=unclosed,
        commented="\n".join(comments),
        cuts=tuple(_cuts(text, spans, source.lines[0])),
    )


def _cuts(text: str, comments: list[tuple[int, int]], line: int) -> Iterator[tuple[int, int, int]]:
    """(line, column without comments, columns lost) where words follow a comment in its line."""
    begins = lost = at = 0
    for start, done in comments:
        if breaks := text.count("\n", at, done):
            line += breaks
            begins = text.rfind("\n", at, done) + 1
            lost = 0
        lost += done - max(begins, start)
        at = done
        if text[done : done + 1] not in ("", "\n"):
            yield line, done - begins + 1 - lost, lost


def _opens(text: str, start: int) -> bool:
    """Whether only blanks stand between the beginning of the line and `start`."""
    while start and text[start - 1] in " \t":
        start -= 1
    return start == 0 or text[start - 1] == "\n"


def _after_fence(text: str, found: re.Match[str]) -> int:
    fence = found[1]
    if fence[0] == "`" and "`" in found[2]:
        return found.end(1)
    closing = re.compile(rf"^ {{0,3}}{fence[0]}{{{len(fence)},}}[ \t]*$", re.M)
    end = closing.search(text, found.end())
    return end.end() if end else len(text)


def _close_quotations(body: str, first_line: int) -> tuple[str, tuple[int, ...]]:
    out: list[str] = []
    origin: list[int] = []
    fence = ""
    fenced = "```" in body or "~~~" in body
    quoted = False
    for number, line in enumerate(body.split("\n"), first_line):
        now = False
        if fence:
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif fenced and (opening := _FENCE.match(line)):
            fence = opening[1]
        else:
            now = ">" in line and _QUOTED_LINE.match(line) is not None
        if quoted and not now and line.strip():
            out.append("")
            origin.append(number - 1)
        out.append(line)
        origin.append(number)
        quoted = now
    return "\n".join(out), tuple(origin)


def blank_fences(text: str) -> str:
    """`text` with fenced code blanked, lines kept, for reading line by line."""
    if "```" not in text and "~~~" not in text:
        return text
    kept: list[str] = []
    done = at = 0
    while found := _FENCE_OR_COMMENT.search(text, at):
        if not found[1]:
            at = found.end()
            continue
        at = _after_fence(text, found)
        if at == found.end(1):
            continue
        kept += (text[done : found.start()], "\n" * text.count("\n", found.start(), at))
        done = at
    kept.append(text[done:])
    return "".join(kept)
