"""What a CI service obeys when it stands in a log, taken out of what strangers wrote.

GitHub's runner takes a line that begins with `::`, blanks before it aside, for a command, and
`##[` anywhere in a line; Azure Pipelines and TeamCity take `##vso[` and `##teamcity[`.
"""

import re

# Before the name of a command in brackets; a heading of an author's has a blank there.
_MARK = r"##(?=[A-Za-z]*\[)"


def harmless(text: str) -> str:
    """`text` for a log: the same to a reader, no command to a runner."""
    if "##" in text:
        text = re.sub(_MARK, "# #", text)
    if "::" not in text:
        return text
    return "\n".join(
        line.replace("::", ": :", 1) if line.lstrip().startswith("::") else line
        for line in text.split("\n")
    )


def harmless_json(text: str) -> str:
    """JSON that means the same, without what a terminal or a runner obeys.

    JSON leaves DEL and the C1 controls as they are, and some terminals obey those. `##` stands in
    strings only.
    """
    escaped = re.sub(r"[\x7f-\x9f]", lambda c: f"\\u{ord(c[0]):04x}", text)
    return re.sub(_MARK, r"#\\u0023", escaped)


def harmless_xml(text: str) -> str:
    """The same for XML that is escaped already."""
    return re.sub(_MARK, "#&#35;", text).replace("::", ":&#58;")


def as_json(value: object) -> str:
    """A value as JSON text that ends its line."""
    import json

    return harmless_json(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"
