"""What is said of a package: on what it stops, what was made, how it is sent."""

from collections.abc import Iterator

from credfolio.model import Finding, Report
from credfolio.packaging.archive import is_packed, spoken
from credfolio.packaging.contents import Entry
from credfolio.packaging.making import Order, Package, TooLargeError
from credfolio.packaging.printing import remedy
from credfolio.privacy.wording import summary
from credfolio.record import UNCONFIRMED
from credfolio.words import plural, printable

_TELLING = ("CF603",)


def size(count: int) -> str:
    """`3.2 MB`, `250 MB`, `812 kB`."""
    if count >= 1_000_000_000:
        return f"{count / 1_000_000_000:.2f} GB"
    if count < 100_000:
        return f"{count / 1000:,.0f} kB"
    return f"{count / 1_000_000:,.1f}".removesuffix(".0") + " MB"


def unconfirmed(report: Report) -> list[Finding]:
    """What the author has yet to confirm, and whose consent is missing."""
    return [f for f in report.findings if f.code in UNCONFIRMED and f.counts]


def telling(report: Report) -> list[Finding]:
    """What tells where somebody was, which leaves in no package, not even a draft."""
    return [f for f in report.findings if f.code in _TELLING and f.counts]


def lines_of(findings: list[Finding], folder: str) -> Iterator[str]:
    """`folder`: the portfolio's, as it is typed from here."""
    for found in findings:
        line = f", line {found.place.line}" if found.place.line else ""
        where = f"{folder}{found.place.path}{line}"
        yield printable(f"  {where}: {found.message} {found.hint}".rstrip())


def too_large(error: TooLargeError, most: int) -> Iterator[str]:
    yield (
        f"The package would have {size(error.size)} or more; {size(most)} is the most. "
        "Nothing was made."
    )
    yield "The largest files:"
    yield from (f"  {size(each.size):>9}  {_named(each)}" for each in error.largest)
    if any(is_packed(each.path) for each in error.largest):
        yield (
            "A recording is in it twice, on the site and among the sources. Save it smaller, or "
            "allow more with --max-size."
        )
    else:
        yield "Allow more with --max-size."


def _named(entry: Entry) -> str:
    return printable(entry.path)


def made(package: Package, shown: str, order: Order) -> Iterator[str]:
    """How the package is called and sent."""
    what = "Draft packaged" if order.draft else "Packaged"
    files = plural(package.files, "file")
    yield f"{what}: {shown} ({files}, {size(package.size)} of at most {size(order.most)})"
    if not order.printed:
        yield "Without PDFs, as you asked."
    elif package.unprinted:
        yield f"Without PDFs: {package.unprinted}. {remedy()}"
    if package.searched:
        yield summary(package.searched, "the package")
    else:
        yield "Names not checked: no private.yml beside the portfolio says which."
    first, _, second = spoken(package.receipt).partition("\n")
    yield ""
    yield f"Receipt: {package.receipt}"
    yield f"   to read out: {first}"
    yield f"                {second}"
    if order.draft:
        yield "This is a draft. Hand in what `credfolio package` makes once nothing is missing."
        return
    yield (
        "Send it, the receipt, to your assessor by another way than the file: in a message of its "
        "own, or\non the telephone. Only the receipt shows that the file is the one you made; "
        "checksums in a file\ncan be changed with it."
    )
