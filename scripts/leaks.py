"""Plants a real name in every channel and says by which of them it would leave: `make leaks`.

The channels are those of the tests (tests/planted.py); the files are real ones, made here.
`--record` writes the row of docs/security.md.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from figures import record
from planted import CHANNELS, LABEL, NAME

from credfolio.model import PrivateName
from credfolio.privacy.names import Matcher
from credfolio.privacy.search import search, search_path


def main() -> int:
    """Prints a row for each channel; the status is 1 where a name was missed."""
    matcher = Matcher([PrivateName(NAME, LABEL)])
    found = plain = 0
    print("| channel | found | by a search for the bytes |\n|---|---|---|")
    for title, make in CHANNELS.items():
        path, content = make()
        hit = bool(search(content, path, matcher, author=False).hits or search_path(path, matcher))
        grep = NAME.encode() in content
        found, plain = found + hit, plain + grep
        print(f"| {title} | {'yes' if hit else '**no**'} | {'yes' if grep else 'no'} |")
    print(f"| **{len(CHANNELS)} planted** | **{found} found** | {plain} found |")
    if "--record" in sys.argv[1:]:
        said = f"{found} found of {len(CHANNELS)} planted; a search for the bytes finds {plain}"
        record("leaks", said, "make leaks")
    return 0 if found == len(CHANNELS) else 1


if __name__ == "__main__":
    raise SystemExit(main())
