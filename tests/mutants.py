"""Portfolios changed at random, the same for the same number: what no person writes."""

import random
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

_TESTS = Path(__file__).resolve().parent
_ODD = [
    b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\r", b"\r\n", b"\x0b", b"\x1b[2J", b"\x85",
    "\u2028\u2029".encode(), "\u202e".encode(), "\ufeff".encode(), "\u0301".encode() * 50,
    b"\xed\xa0\x80", "\U000e0041".encode(), "ﬁ½①٣".encode(), b"-" * 400, b"[" * 400, b"(" * 400,
    b">" * 150, b"> " * 90, b"- " * 120, b"*" * 300, b"_" * 300, b"`" * 300, b"~~~\n", b"```\n",
    b"#" * 7 + b" x\n", b"|" * 300, b"|---|\n", b"<!--", b"-->", b"<", b"</", b"<![CDATA[",
    b"<script>", b"<p " + b"a=1 " * 50, b"&#x110000;", b"&amp" * 50, b"&#0;", b"{#", b"{.trust}",
    b"{.", b"\n---\n", b"---\n---\n", b"...\n", b": ", b"\n: ", b"\t", b"  - ", b"? ",
    b"!!python/x ", b"&a ", b"*a", b"<<: *a", b"%YAML 9.9\n", b"{", b"}", b"]", b"'", b'"', b"\\",
    b"@a" * 200,
    b"requirement: conversation\n", b"requirement: [a]\n", b"recorded: 2026-02-30\n",
    b"recording: ..\n", b"recording: .\n", b"transcript: portfolio.yml\n", b"data: .\n",
    b"graphic: event-count\n", b"image: \0\n", b"starts_at: 99999999999:00\n", b"duration: -1\n",
    b"[99:99:99]", b"[0:00 - ", b"[00:00:00.0000000001]", b"9" * 400, b"1e999", b"-0", b"NaN",
    b".inf", b"0x" + b"f" * 100, b"00:00:01.000 --> 00:00:00.000\n", b"WEBVTT\n\n", b"<v ",
    b"-->\n" * 20,
    b"**Coach** [00:00:01]: ", b"Coach: ", b":::", b"[^1]", b"[^1]: [^1]\n", b"[a]: a\n", b"![](",
    b"](", b"](<", b"http://[", b"http://[::1", b"//", b"mailto:", b"javascript:", b"C:\\", b"%",
    b"%zz", b"%00", b"#%", b"?", b"../" * 60, "…".encode() * 40, "“”’".encode(), b"... " * 60,
    b"[...]", b"[she]", b"um uh er ", b"=cmd|x", b";;;;", b",,,,", b'"",""', b"\xa0" * 40,
]  # fmt: skip
_NAMES = [
    "x.md", "X.md", "x.html/a.md", "index.md", "portfolio.yml", "Portfolio.yml", "a.vtt", "a.srt",
    "a.txt", "a.csv", "a.docx", "a.png", "a.mp4", "a\nb.md", "a\u202egpj.md", "con.md", "aux",
    "a" * 250 + ".md", "é.md", "e\u0301.md", " .md", "..md", "-.md", "%41.md", "a#b.md", "a?b.md",
    "a&b<c>.md", "evidence.md", "assets/credfolio.css", "search/search_index.md", "404.md",
    "private.yml", "a/" * 60 + "a.md", "{{7*7}}.md", ".hidden.md", "~$a.md", "node_modules/a.md",
]  # fmt: skip


@cache
def complete() -> tuple[Path, ...]:
    """A whole portfolio for each credential."""
    others = (_TESTS.parent / "src" / "credfolio" / "samples").glob("*/portfolio")
    return (_TESTS.parent / "portfolio", *sorted(others))


@cache
def faulty() -> tuple[Path, ...]:
    """What each check finds fault with, and what it does not, to be laid over the base."""
    samples = sorted((_TESTS / "samples").glob("CF*/*/portfolio"))
    return (_TESTS / "samples" / "base" / "portfolio", *samples)


def mutate(root: Path, number: int) -> None:
    """A workspace with the mutant `number`."""
    chance = random.Random(number)
    folder = root / "portfolio"
    seed = faulty()[number % len(faulty())] if number % 3 else chance.choice(complete())
    if number % 3:
        shutil.copytree(_TESTS / "samples" / "base" / "portfolio", folder)
    shutil.copytree(seed, folder, dirs_exist_ok=True)
    for name in ("credentials", "mkdocs.yml", "private.yml"):
        beside = seed.parent / name
        if seed.parent.parent.name.startswith("CF") and beside.is_file():
            shutil.copy(beside, root)
    if chance.random() < 0.2:
        names = b'names: {"the real name": Coach, "Ann": {label: Partner, variants: [Anna]}}\n'
        (root / "private.yml").write_bytes(_changed(names, chance))
    if chance.random() < 0.2:
        (root / "mkdocs.yml").write_bytes(_changed(b"site_name: A\nnav: [about.md]\n", chance))
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        files = sorted(p for p in folder.rglob("*") if p.is_file())
        if files and chance.random() < 0.85:
            path = chance.choice(files)
            path.write_bytes(_changed(path.read_bytes(), chance))
        else:
            _moved(folder, files, chance)


def _moved(folder: Path, files: list[Path], chance: random.Random) -> None:
    """A file taken away, called otherwise, copied, or put where another kind is expected."""
    target = folder / chance.choice(_NAMES)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        kind = chance.randrange(5)
        if not files or kind == 0:
            target.write_bytes(_changed(b"requirement: reflection\n", chance))
        elif kind == 1:
            chance.choice(files).unlink()
        elif kind == 2:
            chance.choice(files).rename(target)
        elif kind == 3:
            target.symlink_to(chance.choice([*files, folder, Path("/dev/zero")]))
        else:
            shutil.copyfile(chance.choice(files), target)
    except (OSError, shutil.SameFileError):
        pass  # a name that this system does not take, or one that is taken


def _changed(raw: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        raw = chance.choice(_CHANGES)(raw, chance)[:3_000_000]
    return raw


def _spot(raw: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randint(0, len(raw))
    return start, min(len(raw), start + chance.choice((0, 1, 2, 8, 40, 400)))


def _flip(raw: bytes, chance: random.Random) -> bytes:
    out = bytearray(raw)
    for _ in range(chance.choice((1, 3, 20))):
        if out:
            out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def _insert(raw: bytes, chance: random.Random) -> bytes:
    start, _ = _spot(raw, chance)
    return raw[:start] + chance.choice(_ODD) + raw[start:]


def _replace(raw: bytes, chance: random.Random) -> bytes:
    start, end = _spot(raw, chance)
    return raw[:start] + chance.choice(_ODD) + raw[end:]


def _cut(raw: bytes, chance: random.Random) -> bytes:
    start, end = _spot(raw, chance)
    return raw[:start] if chance.random() < 0.2 else raw[:start] + raw[end:]


def _repeat(raw: bytes, chance: random.Random) -> bytes:
    start, end = _spot(raw, chance)
    return raw[:start] + raw[start:end] * chance.choice((2, 10, 500, 5000)) + raw[end:]


def _by_lines(
    change: Callable[[list[bytes], random.Random], None],
) -> Callable[[bytes, random.Random], bytes]:
    def changed(raw: bytes, chance: random.Random) -> bytes:
        lines = raw.splitlines(keepends=True)
        if lines:
            change(lines, chance)
        return b"".join(lines)

    return changed


def _swap_lines(lines: list[bytes], chance: random.Random) -> None:
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]


def _drop_line(lines: list[bytes], chance: random.Random) -> None:
    del lines[chance.randrange(len(lines))]


def _double_line(lines: list[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    lines[at:at] = [lines[at]] * chance.choice((1, 3, 300))


def _indent_line(lines: list[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    lines[at] = chance.choice((b" ", b"\t", b"    ", b"> ", b"- ", b"# ", b"| ")) + lines[at]


def _shuffle(lines: list[bytes], chance: random.Random) -> None:
    chance.shuffle(lines)


def _value(lines: list[bytes], chance: random.Random) -> None:
    at = chance.randrange(len(lines))
    key, colon, _ = lines[at].partition(b":")
    lines[at] = key + colon + b" " + chance.choice(_ODD) + b"\n"


_CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip, _insert, _insert, _replace, _replace, _cut, _repeat, _by_lines(_swap_lines),
    _by_lines(_drop_line), _by_lines(_double_line), _by_lines(_indent_line), _by_lines(_shuffle),
    _by_lines(_value), _by_lines(_value),
)  # fmt: skip
