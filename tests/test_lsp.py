"""`credfolio lsp`, as an editor speaks with it: the real process, over its standard streams."""

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from client import Client, applied
from hypothesis import given, settings
from hypothesis import strategies as st
from support import lay

from credfolio.console import how_to_add
from credfolio.editor.positions import Encoding, to_column, to_units
from credfolio.editor.project import workspace_of
from credfolio.workspace import Workspace

TRUST = "1-overview/trust-established.md"
ANNOTATION = "2-evidence/annotation.md"
CONVERSATION = "2-evidence/conversation.md"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """One server for this file; each test has a workspace of its own."""
    client = Client(tmp_path_factory.mktemp("editor"))
    yield client
    assert client.stop() == 0


@pytest.fixture
def folder(workspace: Workspace) -> Path:
    """The portfolio folder of a copy of the sample."""
    return workspace.portfolio


def test_what_is_typed_is_checked(client: Client, folder: Path) -> None:
    """Findings are of what stands in the editor; closed without saving, of what is saved."""
    path = folder / TRUST
    text = path.read_text("utf-8")
    uri = client.open(path, text.replace("trust-established", "trust-builded"))
    client.wait(lambda: "CF103" in client.codes(uri))
    (told,) = client.shown[uri]
    assert told["severity"] == 1
    assert told["source"] == "credfolio"
    assert told["message"].startswith(
        "`requirement: trust-builded` is not one of this credential’s.\n"
    )
    assert told["range"]["start"] == {"line": 1, "character": 0}
    whole = client.shown[(folder / "portfolio.yml").as_uri()]
    assert [t["code"] for t in whole] == ["CF101"], "what no file holds is shown in portfolio.yml"
    client.close(uri)
    client.wait(lambda: not client.codes(uri))
    assert path.read_text("utf-8") == text


def test_severities(client: Client, folder: Path) -> None:
    """Errors, warnings and notes are told apart, and what the author silenced is not shown."""
    path = folder / TRUST
    text = path.read_text("utf-8") + "\n![](tally.png)\n"
    (path.parent / "tally.png").write_bytes(b"")
    uri = client.open(path, text)
    client.wait(lambda: bool(client.codes(uri)))
    assert {t["code"]: t["severity"] for t in client.shown[uri]} == {"CF802": 2}
    silenced = text.replace("![]", "<!-- credfolio: ignore CF802 -->\n![]")
    client.change(uri, silenced)
    client.wait(lambda: not client.codes(uri))


def test_a_document_that_was_never_saved(client: Client, folder: Path) -> None:
    """A new document counts while it is only in the editor, and so does its transcript."""
    (folder / CONVERSATION).rename(folder.parent / "kept.md")
    body = (folder.parent / "kept.md").read_text("utf-8").partition("\n---\n")[2]
    front = "---\nrequirement: conversation\ntranscript: talk.txt\n---\n"
    document = client.open(folder / "2-evidence" / "talk.md", front)
    client.wait(lambda: "CF305" in client.codes(document))
    client.open(folder / "2-evidence" / "talk.txt", body)
    client.wait(lambda: not client.codes(document))


def test_columns_are_the_clients(client: Client, folder: Path, tmp_path: Path) -> None:
    """A place behind an emoji is counted in the units that the client asked for."""
    path = folder / TRUST
    text = path.read_text("utf-8") + "\n😀 ä ![](nowhere.png)\n"
    other = Client(tmp_path, ("utf-8", "utf-16"), ("plaintext",))
    for each, unit, first in ((client, "utf-16", 5), (other, "utf-8", 8)):
        assert each.server["capabilities"]["positionEncoding"] == unit
        uri = each.open(path, text)
        each.wait(partial(_tells, each, uri, "CF801"))
        told = next(t for t in each.shown[uri] if t["code"] == "CF801")
        assert told["range"]["start"] == {"line": text.count("\n") - 1, "character": first}
    shown = other.at("textDocument/hover", uri, 1, 20)["contents"]
    assert shown["kind"] == "plaintext", "nor does it get Markdown that it can't show"
    assert shown["value"].startswith("How trust was established\n")
    assert other.stop() == 0


def _tells(client: Client, uri: str, code: str) -> bool:
    return code in client.codes(uri)


@settings(max_examples=50)
@given(st.text(max_size=20), st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_columns_there_and_back(row: str, encoding: Encoding) -> None:
    """Every column of a line survives the way to the client and back."""
    for column in range(1, len(row) + 2):
        assert to_column(row, to_units(row, column, encoding), encoding) == column
    assert (
        to_units(row, len(row) + 1, "utf-16") == len(row.encode("utf-16-le", "surrogatepass")) // 2
    )


def test_lines_are_the_clients(client: Client, folder: Path) -> None:
    """A form feed or U+2028 is no new line, whatever Python thinks."""
    path = folder / TRUST
    text = path.read_text("utf-8") + "\nOne\u2028two\x0cthree\x85four.\n\n![](nowhere.png)\n"
    uri = client.open(path, text)
    client.wait(lambda: "CF801" in client.codes(uri))
    told = next(t for t in client.shown[uri] if t["code"] == "CF801")
    assert told["range"]["start"]["line"] == text.count("\n") - 1


def test_broken_files(client: Client, folder: Path) -> None:
    """Nothing that is typed ends the server: half a YAML file, NUL bytes, halves of characters."""
    metadata = client.open(folder / "portfolio.yml", "credential: [\nparticipants: {")
    client.wait(lambda: "CF501" in client.codes(metadata))
    for text in ("---\nrequirement:", "\ud83d", "a\0b", "> " * 300, "[" * 5000, "---\n---\n", ""):
        uri = client.open(folder / "new.md", text)
        client.at("textDocument/hover", uri, 0, 1)
        client.offers(uri, 0, len(text))
        client.fixes(uri, 0)
        client.at("textDocument/hover", uri, 999, 999)
        client.offers(uri, 999, 999)
        client.close(uri)
    client.change(metadata, (folder / "portfolio.yml").read_text("utf-8"))
    client.wait(lambda: not client.codes(metadata))


def test_a_link_is_not_followed(client: Client, folder: Path, tmp_path: Path) -> None:
    """A link in a portfolio stays refused while the file that it leads to is open."""
    outside = tmp_path / "outside.md"
    outside.write_text("---\nrequirement: reflection\n---\n\nA secret.\n", "utf-8")
    (folder / "link.md").symlink_to(outside)
    uri = client.open(folder / "link.md")
    client.wait(lambda: bool(client.codes(uri)))
    assert client.codes(uri) == ["CF501"]


def test_names_that_must_not_be_read(client: Client, folder: Path) -> None:
    """A real name is found as soon as private.yml is saved, and again when it is taken out."""
    text = (folder / TRUST).read_text("utf-8") + "\nJane Doe said so.\n"
    uri = client.open(folder / TRUST, text)
    private = folder.parent / "private.yml"
    private.write_text('names: {"Jane Doe": Partner}\n', "utf-8")
    client.tell("textDocument/didSave", {"textDocument": {"uri": private.as_uri()}})
    client.wait(lambda: "CF601" in client.codes(uri))
    assert "Jane" not in str(client.shown), "nor do the findings show it"
    client.change(uri, text.replace("Jane Doe", "Partner"))
    client.wait(lambda: "CF601" not in client.codes(uri))


def test_which_portfolio_a_file_belongs_to(folder: Path) -> None:
    """Whatever lies below a `portfolio.yml`, and the credentials beside; nothing else."""
    (folder / "credentials").mkdir()
    (folder.parent / "credentials").mkdir()
    for inside in (folder / "deep" / "a.md", folder / "credentials" / "a.md"):
        assert workspace_of(inside) == Workspace(folder.parent, folder)
    assert workspace_of(folder.parent / "credentials" / "own.yml") is not None
    assert workspace_of(folder.parent / "README.md") is None
    (folder / "portfolio.yml").unlink()
    assert workspace_of(folder / "a.md") is None
    assert workspace_of(folder / "a.md", [str(folder / "portfolio.yml")]) is not None
    (folder.parent / ".credfolio").mkdir()
    assert workspace_of(folder / "a.md") is not None, "init made it; portfolio.yml is only missing"


def test_other_markdown_is_left_alone(client: Client, tmp_path: Path) -> None:
    """A Markdown file of no portfolio gets no findings, hovers or offers."""
    other = tmp_path / "README.md"
    other.write_text("---\nrequirement: trust\n---\n", "utf-8")
    uri = client.open(other)
    assert client.at("textDocument/hover", uri, 1, 15) is None
    assert client.offers(uri, 1, 13) == []
    assert uri not in client.shown


def test_nothing_of_the_workspace_runs(client: Client, folder: Path) -> None:
    """A stranger's workspace may be opened: its checks are not imported."""
    checks = folder.parent / "checks"
    checks.mkdir()
    (checks / "own.py").write_text("from pathlib import Path\nPath('ran').touch()\n", "utf-8")
    uri = client.open(folder / TRUST)
    assert client.at("textDocument/hover", uri, 1, 15)
    assert not list(folder.parent.rglob("ran"))


def test_the_folder_that_is_opened(tmp_path: Path) -> None:
    """The findings of a portfolio are there before a file is opened, and follow files on disk."""
    folder = lay(tmp_path) / "portfolio"
    text = (folder / TRUST).read_text("utf-8")
    (folder / TRUST).write_text(text[:600], "utf-8")
    client = Client(tmp_path)
    uri = (folder / TRUST).as_uri()
    client.wait(lambda: "CF201" in client.codes(uri))
    (folder / TRUST).write_text(text, "utf-8")
    client.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 2}]})
    client.wait(lambda: not client.codes(uri))
    (asked,) = client.registered
    assert asked["method"] == "workspace/didChangeWatchedFiles"
    assert client.hang_up() == 0, "an editor that crashes leaves no server behind"


def test_credential_files(client: Client, folder: Path) -> None:
    """A credential of the workspace is checked as it is typed, and so is what depends on it."""
    shipped = folder.parent / "credentials"
    shipped.mkdir()
    text = "id: own-one\nversion: 1\ntitle: Our Own\nparts:\n  - {id: one, title: One}\n"
    (shipped / "own.yml").write_text(text, "utf-8")
    uri = client.open(shipped / "own.yml", text.replace("version: 1", "version: one"))
    client.wait(lambda: bool(client.codes(uri)))
    assert "CF502" in client.codes(uri)
    hover = client.at("textDocument/hover", uri, 1, 3)["contents"]["value"]
    assert hover == "1 at first; one more whenever what is asked for changes."


# --- hover -----------------------------------------------------------------------------------


def said(client: Client, uri: str, line: int, character: int) -> str:
    text: str = client.at("textDocument/hover", uri, line, character)["contents"]["value"]
    return text


def test_hover(client: Client, folder: Path) -> None:
    """A requirement, a condition, a key, a code and a quotation explain themselves."""
    path = folder / ANNOTATION
    text = path.read_text("utf-8") + "\n<!-- credfolio: ignore CF802 -->\n"
    rows = text.split("\n")
    uri = client.open(path, text)
    requirement = said(client, uri, 1, 16)
    assert requirement.startswith("**Annotation of the conversation**\n\n")
    assert "Asked for: 500 words.  \nNow: met, " in requirement
    assert said(client, uri, 1, 3) == "The requirement that this document answers."
    heading = next(n for n, row in enumerate(rows) if row.startswith("## "))
    assert "An assessor looks for:\n\n- " in said(client, uri, heading, 5)
    quoted = next(n for n, row in enumerate(rows) if row.startswith("> "))
    assert said(client, uri, quoted, 10).startswith("Said by **")
    assert f"{CONVERSATION}, line " in said(client, uri, quoted, 10)
    code = said(client, uri, len(rows) - 2, rows[-2].index("CF802") + 2)
    assert code.startswith("**CF802 image-without-alternative-text** (warning)")
    metadata = client.open(folder / "portfolio.yml")
    at = (folder / "portfolio.yml").read_text("utf-8").split("\n")
    line = next(n for n, row in enumerate(at) if row.startswith("credential"))
    assert said(client, metadata, line, 15).startswith("**Collaborative Coaching**")


def test_hover_counts_what_is_typed(client: Client, folder: Path) -> None:
    """The count of a requirement is that of the text as it stands, not of the file."""
    uri = client.open(
        folder / TRUST, "---\nrequirement: trust-established\n---\n\nFour words of mine.\n"
    )
    assert "Now: unmet, 4 words." in said(client, uri, 1, 20)


# --- completion ------------------------------------------------------------------------------


def labels(offers: list[dict[str, str]]) -> list[str]:
    return [offer["label"] for offer in offers]


def test_offers_in_front_matter(client: Client, folder: Path) -> None:
    """Keys, ids of requirements and conditions, kinds of exhibits, files beside the document."""
    (folder / "2-evidence" / "talk.vtt").write_text("WEBVTT\n", "utf-8")
    lines = ["---", "requirement: ", "", "condition: tr", "graphic: ", "transcript: ", "---", ""]
    uri = client.open(folder / "2-evidence" / "new.md", "\n".join(lines))
    ids = labels(client.offers(uri, 1, 13))
    assert ids[:2] == ["trust-established", "focus-and-dialogue"]
    keys = client.offers(uri, 2, 0)
    assert "title" in labels(keys)
    assert "requirement" not in labels(keys), "a key that is there is not offered again"
    assert next(k for k in keys if k["label"] == "title")["textEdit"]["newText"] == "title: "
    (first, *_) = client.offers(uri, 3, 13)
    assert first["label"] == "trust"
    assert first["textEdit"]["range"]["start"]["character"] == len("condition: ")
    assert "event-count" in labels(client.offers(uri, 4, 9))
    assert labels(client.offers(uri, 5, 12)) == ["talk.vtt"]


def test_offers_of_conditions(client: Client, folder: Path) -> None:
    """In `{#…}`, in `{.…}` and as whole headings, closed where they are not."""
    text = (folder / ANNOTATION).read_text(
        "utf-8"
    ) + "\n## Trust {#\n\n## Gr\n\n> Words. {.trust .a}\n"
    uri = client.open(folder / ANNOTATION, text)
    last = text.count("\n") - 1
    opened = client.offers(uri, last - 4, 11)
    assert [o["textEdit"]["newText"] for o in opened][:2] == ["trust}", "dialogue}"]
    closed = client.offers(uri, last, len("> Words. {.trust .a"))
    assert [o["textEdit"]["newText"] for o in closed][-1] == "action"
    heading = client.offers(uri, last - 2, 5)
    assert heading[0]["label"] == "Trust and equality {#trust}"


def test_offers_of_people(client: Client, folder: Path) -> None:
    """In a conversation a line may begin with everybody who takes part."""
    text = (folder / CONVERSATION).read_text("utf-8") + "\n**Co"
    uri = client.open(folder / CONVERSATION, text)
    offers = client.offers(uri, text.count("\n"), 4)
    assert labels(offers)[0] == "Coach"
    assert applied(text, offers[0]["textEdit"]).endswith("\n**Coach**: ")


def test_offers_of_quotations(client: Client, folder: Path) -> None:
    """Typed words find the passage; taken, it is a quotation that the check finds word for word."""
    text = (folder / ANNOTATION).read_text("utf-8")
    uri = client.open(folder / ANNOTATION, text)
    turns = [
        r for r in (folder / CONVERSATION).read_text("utf-8").split("\n") if r.startswith("**")
    ]
    wanted = turns[1].split(": ", 1)[1]
    typed = " ".join(wanted.split()[2:5])
    begun = f"{text}\n> {typed}"
    client.change(uri, begun)
    offers = client.offers(uri, begun.count("\n"), 2 + len(typed))
    assert offers[0]["detail"].startswith(CONVERSATION)
    whole = applied(begun, offers[0]["textEdit"]) + "\n\nThis shows it, as far as I can tell.\n"
    assert whole.rstrip().split("\n")[-3].endswith(wanted)
    client.change(uri, whole)
    hover = said(client, uri, begun.count("\n"), 4)
    assert hover.startswith("Said by **")
    assert client.offers(uri, begun.count("\n"), 1), "every turn is offered where nothing is typed"


# --- fixes -----------------------------------------------------------------------------------


def mended(client: Client, uri: str, text: str, code: str) -> str:
    """The text after the likeliest fix of the finding; the server finds nothing more to say."""
    client.wait(lambda: code in client.codes(uri))
    lines = [t["range"]["start"]["line"] for t in client.shown[uri] if t["code"] == code]
    fixes = [fix for line in lines for fix in client.fixes(uri, line)]
    fix = next((f for f in fixes if f["isPreferred"]), fixes[0])
    assert fix["diagnostics"][0]["code"] == code
    done = applied(text, fix["edit"]["changes"][uri][0])
    client.change(uri, done)
    client.wait(lambda: code not in client.codes(uri))
    return done


def alone(text: str) -> str:
    """The first quotation of the Coach's that is one line."""
    rows = ["", *text.split("\n"), ""]
    near = zip(rows, rows[1:], rows[2:], strict=False)
    return next(b for a, b, c in near if b.startswith("> **Coach**") and not a and not c)


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        (TRUST, "requirement: trust-established", "requirement: trust-etsablished", "CF103"),
        (TRUST, "requirement: trust-established", "requirment: trust-established", "CF502"),
        (ANNOTATION, "{#trust}", "{#truts}", "CF405"),
        ("portfolio.yml", "participants:", "particpants:", "CF502"),
        ("portfolio.yml", "consent: 2026-09-10", "consent: 09/10/2026", "CF502"),
    ],
)
def test_a_slip_is_mended(
    name: str, old: str, new: str, code: str, client: Client, folder: Path
) -> None:
    """An id, a key or a date that was misspelt is written as it was meant."""
    text = (folder / name).read_text("utf-8")
    assert old in text
    uri = client.open(folder / name, text.replace(old, new, 1))
    assert mended(client, uri, text.replace(old, new, 1), code) == text


def test_a_quotation_is_mended(client: Client, folder: Path) -> None:
    """The nearest passage replaces the words, label, time, class and other lines stay."""
    text = (folder / ANNOTATION).read_text("utf-8")
    row = alone(text)
    words = row.split(" ")
    wrong = " ".join([*words[:-3], "entirely", *words[-2:]])
    uri = client.open(folder / ANNOTATION, text.replace(row, wrong + " {.trust}"))
    done = mended(client, uri, text.replace(row, wrong + " {.trust}"), "CF402")
    assert done == text.replace(row, row + " {.trust}")


def test_a_wrong_speaker_is_mended(client: Client, folder: Path) -> None:
    """Words of another get the name and time of who said them."""
    text = (folder / ANNOTATION).read_text("utf-8")
    row = alone(text)
    wrong = row.replace("Coach", "Partner")
    uri = client.open(folder / ANNOTATION, text.replace(row, wrong))
    assert mended(client, uri, text.replace(row, wrong), "CF408") == text


# --- without the extra -----------------------------------------------------------------------


def test_without_pygls(tmp_path: Path) -> None:
    """Where the extra is not installed, one line says how to get it."""
    (tmp_path / "pygls.py").write_text("raise ModuleNotFoundError(name='pygls')\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "credfolio", "lsp"],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "credfolio[lsp]" in done.stderr


def test_how_a_package_is_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who installed with pipx is told pipx's command, as the guides have it; others Python's."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert how_to_add("pygls") == f"{sys.executable} -m pip install pygls"
    (tmp_path / "pipx_metadata.json").write_text("{}")
    assert how_to_add("pygls") == "pipx inject credfolio pygls"
    docs = Path(__file__).parents[1] / "docs"
    assert f"`{how_to_add('pygls')}`" in (docs / "editor.md").read_text("utf-8")
    assert how_to_add("weasyprint") in (docs / "package.md").read_text("utf-8")


def test_a_check_knows_nothing_of_editors(folder: Path) -> None:
    """Checking imports neither the language server nor what waits for saves."""
    code = (
        "import sys; from credfolio.cli import main; main(['check', sys.argv[1]]);"
        "heavy = {'pygls', 'lsprotocol', 'asyncio', 'watchdog', 'credfolio.editor',"
        " 'credfolio.watching', 'credfolio.marks', 'credfolio.screen', 'credfolio.remembered'};"
        "sys.exit(str(sorted(heavy & set(sys.modules))) if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
