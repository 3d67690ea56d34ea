"""Safe HTML as the plain text that a platform's form takes: what is lost is only the formatting.

Lists keep their numbers, quotations are set off by `> `, a link is followed by its address, a
picture gives its description, a table's cells are separated by bars.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from credfolio.sanitise import is_remote

_PARAGRAPHS = frozenset(
    "address blockquote dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre "
    "section summary table tr ul aside article".split()
)
_TIGHT = frozenset({"dd", "dt", "li", "tr"})


def plain_text(html: str) -> str:
    """The text of well-formed, sanitised `html`; paragraphs are separated by an empty line."""
    writer = _Writer()
    writer.feed(html)
    writer.close()
    writer.end_line()
    return "\n".join(writer.lines).strip("\n") + "\n" if any(writer.lines) else ""


@dataclass
class _List:
    """An open list: `number` of its next item, None where its items have none."""

    number: int | None = None


@dataclass
class _Line:
    """A line in the making. `lead`: what opens it in place of the prefixes, an item's mark."""

    text: list[str] = field(default_factory=list)
    lead: str = ""


class _Writer(HTMLParser):
    """One pass over the tags. `prefix`: what each open quotation or item puts before a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.prefix: list[str] = []
        self.lists: list[_List] = []
        self.links: list[tuple[str, int]] = []
        self.line = _Line()
        self.verbatim = 0
        self.cells = 0
        self.footnote = False

    # --- tags ---

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _PARAGRAPHS:
            self.end_line()
            self.space(tag)
        match tag:
            case "blockquote":
                self.prefix.append("> ")
            case "ul" | "ol":
                start = values.get("start", "")
                first = int(start) if start.isdecimal() else 1
                self.lists.append(_List(first if tag == "ol" else None))
            case "li":
                self.open_item()
            case "pre":
                self.verbatim += 1
            case "br":
                self.end_line()
            case "tr":
                self.cells = 0
            case "td" | "th":
                self.line.text.append(" | " if self.cells else "")
                self.cells += 1
            case "sup" if "footnote" in values.get("class", ""):
                self.line.text.append("[")
                self.footnote = True
            case "a":
                self.links.append((values.get("href", ""), len(self.line.text)))
            case "img":
                self.line.text.append(f"[Picture: {values['alt']}]" if values.get("alt") else "")
            case "input":
                self.line.text.append("[x] " if "checked" in values else "[ ] ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.links:
            self.close_link(*self.links.pop())
        if tag == "sup" and self.footnote:
            self.close_footnote()
        if tag not in _PARAGRAPHS:
            return
        self.end_line()
        match tag:
            case "blockquote" | "li":
                if self.prefix:
                    self.prefix.pop()
            case "ul" | "ol":
                if self.lists:
                    self.lists.pop()
            case "pre":
                self.verbatim -= 1

    def handle_data(self, data: str) -> None:
        if self.verbatim:
            first, *rest = data.split("\n")
            self.line.text.append(first)
            for row in rest:
                self.end_line()
                self.line.text.append(row)
        else:
            self.line.text.append(data)

    # --- lines ---

    def open_item(self) -> None:
        current = self.lists[-1] if self.lists else _List()
        mark = "- "
        if current.number is not None:
            mark = f"{current.number}. "
            current.number += 1
        self.line.lead = "".join(self.prefix) + mark
        self.prefix.append(" " * len(mark))

    def close_footnote(self) -> None:
        """A mark in the text stays there; the mark of a note opens the note's own line."""
        self.footnote = False
        self.line.text.append("]")
        if self.line.text[0] == "[":
            self.line = _Line([], "".join(self.line.text) + " ")

    def close_link(self, target: str, start: int) -> None:
        """The address after what the link shows, where it says more and leads somewhere."""
        shown = "".join(self.line.text[start:]).strip()
        bare = target.removeprefix("mailto:")
        if is_remote(target) and shown not in (target, bare):
            self.line.text.append(f" ({bare})")

    def space(self, tag: str) -> None:
        """An empty line before a paragraph; none between items, rows and a term's parts."""
        inside = self.line.lead or (tag in ("ol", "ul") and self.lists)
        if inside or tag in _TIGHT or not self.lines or not self.lines[-1].strip(" >"):
            return
        self.lines.append("".join(self.prefix).rstrip())

    def end_line(self) -> None:
        text = "".join(self.line.text)
        text = text.rstrip() if self.verbatim else " ".join(text.split())
        if text:
            self.lines.append((self.line.lead or "".join(self.prefix)) + text)
            self.line = _Line()
        else:
            self.line.text.clear()
