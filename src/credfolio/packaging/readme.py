"""README.txt of a package: for an assessor who has never heard of credfolio."""

from credfolio.compose.paper import EVERYTHING, TALK
from credfolio.kinds import about_talk
from credfolio.model import Report

_TEXT = """\
{title}
{underline}

A portfolio by {author}, made with credfolio.
{state}

What is in here
---------------
site/        The portfolio as a website. Open site/index.html in a web browser; it needs no
             network. "Assessor's sheet" in its menu is the form to fill in.
hand-in/     The same for other ways of reading:
{hand_in}
sources/     The files that the author wrote, as they were checked.
report.json  What was checked and found, for programs.
manifest.json
             A checksum of every file in here.

How to check that it is what it says
------------------------------------
Pages, figures and "complete" could have been changed by anybody who had this file. credfolio
makes them again from the sources and compares (write the name of this file for PACKAGE.zip):

    credfolio verify PACKAGE.zip

It opens nothing that somebody else made. To read a site that is safe whoever sent it:

    credfolio verify PACKAGE.zip --site checked-site

The receipt
-----------
Its author has sent you, or can send you, a receipt: "sha256:" and 64 letters and digits, by
another way than this file. It is the checksum of the whole file. With

    credfolio verify PACKAGE.zip --receipt sha256:...

you can tell that this is the very file that the author made. The checksums in here can't tell
you that: whoever changes a file can change them too. So the receipt is nowhere in here.
"""


def readme(report: Report, draft: bool, unprinted: str) -> str:
    """`unprinted`: why there are no PDFs, or nothing. The package's own name is not in it: it is
    the folder's, and the same portfolio makes the same bytes in any folder.
    """
    credential = report.portfolio.credential
    title = credential.title if credential else "Portfolio"
    return _TEXT.format(
        title=title,
        underline="=" * len(title),
        author=report.portfolio.metadata.name or "an author who gives no name",
        state=_state(report, draft),
        hand_in="\n".join(_hand_in(report, unprinted)),
    )


def _state(report: Report, draft: bool) -> str:
    waived = f" ({report.waived} waived)" if report.waived else ""
    if report.complete:
        said = f"Everything that the credential asks for is there{waived}."
    else:
        said = "It is not complete: report.json says what is missing."
    return f"This is a draft, not for assessment. {said}" if draft else said


def _hand_in(report: Report, unprinted: str) -> list[str]:
    lines = ["  *.txt      each answer as plain text, in the order of the form"]
    if unprinted:
        return [*lines, f"  (The PDFs were not made: {unprinted}.)"]
    kinds = {e.requirement.kind for e in report.portfolio.evidence.values()}
    if any(map(about_talk, kinds)):
        lines.append(f"  {TALK}.pdf")
    return [*lines, f"  {EVERYTHING}.pdf   the whole portfolio"]
