"""The bounds on what is read."""

import re
from collections import Counter
from pathlib import Path

from credfolio import limits


def test_every_bound_holds_somewhere() -> None:
    """A bound that nothing looks at bounds nothing; each says why it is what it is."""
    source = Path(limits.__file__)
    code = "".join(path.read_text("utf-8") for path in source.parent.rglob("*.py"))
    text = source.read_text("utf-8")
    names = re.findall(r"^([A-Z_]+) = [\d_]+\n\"\"\"", text, re.M)
    assert len(names) == len(re.findall(r"^[A-Z]", text, re.M)) > 40
    used = Counter(re.findall(r"\b[A-Z_]+\b", code))
    unused = [name for name in names if used[name] < 2]
    assert unused == []
