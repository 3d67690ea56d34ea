"""`credfolio evidence`: what an issuer puts into the Open Badges 3.0 credential that it signs."""

import hashlib
import json
import re
import shutil
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from jsonschema import Draft202012Validator
from packages import packed, relisted, unpacked
from planted import NAME
from support import (
    BASE,
    CONVERSATION,
    MORE,
    SAMPLES,
    Done,
    check,
    document,
    is_usage_error,
    lay,
    run,
    spawn,
)

from credfolio.compose.badges import Packed, badge_evidence, genre
from credfolio.kinds import folder as kind_folder
from credfolio.kinds import kind, kind_names
from credfolio.packaging.portable import portable_of
from credfolio.reports.screen import as_json
from credfolio.workspace import find

SCHEMA = json.loads(
    Path(__file__).with_name("schemas").joinpath("open-badges.schema.json").read_text("utf-8")
)
ADDRESS = "https://portfolios.example.org/ours/"
METADATA = "portfolio.yml"
REFLECTION = "3-reflection/reflection.md"
AWARDS = re.compile(
    r"\b(?:award|pass(?:es|ed)?\b(?! what)|achieved|certif|earned by|recipient)", re.I
)
Made = tuple[Path, Path]
Objects = list[dict[str, Any]]


def faults(made: Objects) -> list[str]:
    """What the data model says against a credential with this evidence."""
    credential = {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:6b6ff2fb-4c08-4d2e-9a9b-0a2d63a0a3d6",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "https://issuer.example.org/", "type": ["Profile"], "name": "An issuer"},
        "validFrom": "2026-11-01T00:00:00Z",
        "name": "Collaborative Coaching",
        "credentialSubject": {
            "id": "did:example:somebody",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://issuer.example.org/coaching",
                "type": ["Achievement"],
                "name": "Collaborative Coaching",
                "description": "Two colleagues coach each other.",
                "criteria": {"narrative": "An assessor reads the portfolio."},
            },
        },
        "evidence": made,
    }
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(credential)]


def evidence(*arguments: str | Path, cwd: Path) -> Objects:
    done = run("evidence", *arguments, cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    made: Objects = json.loads(done.stdout)
    return made


def package(folder: Path, *options: str | Path) -> Done:
    done = run("package", folder, "--no-pdf", *options, cwd=folder)
    assert done.returncode == 0, done.stdout
    return done


def refused(done: Done) -> str:
    """What is said on standard error where nothing was written."""
    assert (done.returncode, done.stdout) == (1, "")
    assert "Nothing was written: " in done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The base portfolio, and its package beside it."""
    folder = lay(tmp_path_factory.mktemp("badges") / "mine")
    package(folder)
    (file,) = folder.glob("*.zip")
    return folder, file


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base portfolio without a package."""
    return lay(tmp_path_factory.mktemp("badges") / "bare")


@pytest.fixture(scope="module")
def whole(mine: Made) -> Objects:
    return evidence(mine[0], cwd=mine[0])


# --- what is written -------------------------------------------------------------------------


def test_a_credential_takes_it_as_it_is(whole: Objects) -> None:
    """The list is the value of `evidence` in a credential of the public data model."""
    assert faults(whole) == []
    keys = {"id", "type", "name", "description", "narrative", "genre", "audience"}
    assert all(set(each) == keys and each["type"] == ["Evidence"] for each in whole)


@pytest.mark.parametrize(
    "broken",
    [{"type": []}, {"type": ["Proof"]}, {"id": "no address"}, {"narrative": 7}, {"award": "yes"}],
)
def test_the_schema_sees_what_is_wrong(whole: Objects, broken: dict[str, Any]) -> None:
    """Each of these would be refused: the test above can fail."""
    assert faults([whole[0] | broken])


def test_the_package_comes_first_with_its_checksum(mine: Made, whole: Objects) -> None:
    """Its receipt is the SHA-256 of the file, in words and in the id that RFC 6920 gives it."""
    digest = hashlib.sha256(mine[1].read_bytes())
    first = whole[0]
    assert first["name"] == "Portfolio: Collaborative Coaching" and first["genre"] == "Portfolio"
    assert f"sha256:{digest.hexdigest()} " in first["narrative"]
    scheme, _, encoded = first["id"].partition(";")
    assert scheme == "ni:///sha-256" and "=" not in encoded
    assert urlsafe_b64decode(encoded + "=") == digest.digest()
    assert "of 7 requirements, 7 met" in first["narrative"]


def test_each_requirement_has_one(mine: Made, whole: Objects) -> None:
    """In the credential's order, with its title, what was asked, what was counted, its kind."""
    report = check(mine[0])
    credential = report.portfolio.credential
    assert credential
    for requirement, made in zip(credential.requirements, whole[1:], strict=True):
        assert made["name"] == requirement.title
        assert requirement.prompt in made["description"]
        assert made["audience"] == "Assessors of Collaborative Coaching"
        for measure in report.portfolio.measures[requirement.id]:
            assert (
                f"{measure.value:,} words counted; at least {measure.minimum:,}"
                in (made["narrative"])
            )
    assert [made["genre"] for made in whole[1:]] == [
        *["Answer"] * 4,
        "Conversation",
        "Annotation",
        "Reflection",
    ]
    annotation = whole[6]["narrative"]
    assert "Submitted in 4 documents." in annotation and "Trust and equality (1)" in annotation


def test_nothing_of_the_authors_text_is_in_it(whole: Objects, mine: Made) -> None:
    """What is signed can't be called back: figures and the credential's words only."""
    said = json.dumps(whole)
    documents = check(mine[0]).portfolio.documents
    runs = {" ".join(d.body.split()[n : n + 6]) for d in documents for n in range(40, 90, 10)}
    assert len(runs) > 20 and not any(each in said for each in runs if each)
    assert "teacher leader" not in said


def test_nothing_claims_an_award(whole: Objects) -> None:
    """It says what was found by whom, and that the issuer decides; it has no proof."""
    assert not AWARDS.search(json.dumps(whole))
    assert AWARDS.search("It was awarded.") and AWARDS.search("She passed.")
    assert whole[0]["narrative"].endswith("is for the issuer to say.")
    assert all("credfolio found everything" in each["narrative"] for each in whole[1:])


def test_where_the_site_is_published(bare: Path) -> None:
    """With its address the ids are the pages; several documents have the place that lists them."""
    assert run("build", bare, cwd=bare).returncode == 0
    for given in (ADDRESS, ADDRESS.rstrip("/"), f"{ADDRESS}index.html"):
        made = evidence("--base-url", given, cwd=bare)
        assert faults(made) == []
        pages = [each["id"].removeprefix(ADDRESS) for each in made]
        assert pages[0] == "1-overview/trust-established.html"
        assert pages[5] == "requirements.html#cf-annotation"
        for page in pages:
            file, _, anchor = page.partition("#")
            html = (bare / "site" / file).read_text("utf-8")
            assert not anchor or f'id="{anchor}"' in html


def test_the_package_tells_where_the_site_is(bare: Path) -> None:
    """Its own id is the checksum in any case; the address is beside it."""
    portable = portable_of(find(bare), check(bare), False)._replace(
        package=Packed("00" * 32, 1_234_567, "1.0")
    )
    made = badge_evidence(portable, ADDRESS)[0]
    assert made["id"] == f"ni:///sha-256;{'A' * 43}"
    assert f"<{ADDRESS}>" in made["narrative"] and "1,234,567 bytes" in made["narrative"]


def test_without_an_address_the_ids_are_the_contents(tmp_path: Path, whole: Objects) -> None:
    """The same files have the same ids wherever they lie; one word more, and all are others."""
    ids = [each["id"] for each in whole]
    assert len(set(ids)) == len(ids) and all(UUID(id) for id in ids[1:])
    again = lay(tmp_path / "elsewhere")
    assert [each["id"] for each in evidence(cwd=again)] == ids[1:]
    with (again / "portfolio" / REFLECTION).open("a", encoding="utf-8") as file:
        file.write("\nOne more thing.\n")
    assert not set(ids) & {each["id"] for each in evidence(cwd=again)}


def test_the_same_from_the_package_alone(mine: Made, whole: Objects, tmp_path: Path) -> None:
    """An issuer needs only the zip: it gives what its author's folder gives."""
    sent = tmp_path / "submission.zip"
    sent.write_bytes(mine[1].read_bytes())
    done = run("evidence", sent, "-o", tmp_path / "sent.json", cwd=tmp_path)
    assert (done.stdout, done.stderr) == ("Written: sent.json (8 objects)\n", "")
    assert (tmp_path / "sent.json").read_text("utf-8") == as_json(whole)


def test_a_page_of_any_name_has_an_address(tmp_path: Path) -> None:
    """Spaces, accents and hashes in a file's name are written as addresses write them."""
    folder = lay(tmp_path / "mine")
    overview = folder / "portfolio" / "1-overview"
    (overview / "trust-established.md").rename(overview / "Ünser #1 plan.md")
    made = evidence("--base-url", ADDRESS, cwd=folder)
    assert made[0]["id"] == f"{ADDRESS}1-overview/%C3%9Cnser%20%231%20plan.html"
    assert faults(made) == []


def test_the_list_of_requirements_may_have_another_name(tmp_path: Path) -> None:
    """A document of the author's may take the name of the page that lists them."""
    folder = lay(tmp_path / "mine", {"requirements.md": "# What we had to do\n"})
    made = evidence("--base-url", ADDRESS, cwd=folder)
    assert made[5]["id"] == f"{ADDRESS}portfolio-requirements.html#cf-annotation"


@pytest.mark.parametrize("name", kind_names())
def test_every_kind_has_a_genre(name: str) -> None:
    """A kind's own title, without an article."""
    assert genre(name) and not genre(name).startswith(("A ", "An ", "The "))
    assert genre(name).casefold() in kind(name).title.casefold()


SHOWN = [name for name in kind_names() if (kind_folder(name) / "specimens" / "base").is_dir()]


@pytest.mark.parametrize("name", SHOWN)
def test_every_kind_is_told(name: str, tmp_path: Path) -> None:
    """With what it counts, in the unit in which it counts."""
    shutil.copytree(kind_folder(name) / "specimens" / "base", tmp_path / "mine")
    report = check(tmp_path / "mine")
    made = badge_evidence(portable_of(find(tmp_path / "mine"), report, False))
    assert faults(made) == [] and genre(name) in {each["genre"] for each in made}
    for row, each in zip(report.ledger, made, strict=True):
        for measure in row.measures:
            assert f"{measure.value:,}" in each["narrative"] or measure.unit == "seconds"
            assert measure.minimum is None or "; at least " in each["narrative"]


def test_any_portfolio_can_be_told(tmp_path: Path) -> None:
    """All good samples: valid, with an id of its own for each requirement."""
    told = 0
    for number, sample in enumerate(sorted(SAMPLES.glob("CF*/good"))):
        folder = tmp_path / str(number)
        files = {
            path.relative_to(sample / "portfolio").as_posix(): path.read_bytes()
            for path in (sample / "portfolio").rglob("*")
            if path.is_file()
        }
        report = check(lay(folder, files))
        if report.portfolio.credential is None:
            continue
        made = badge_evidence(portable_of(find(folder), report, True), ADDRESS)
        assert faults(made) == [], sample
        assert len({each["id"] for each in made}) == len(made)
        told += len(made)
    assert told > 200


def test_a_recording(tmp_path: Path) -> None:
    """Where a recording is all there is, its length is told; what could not be confirmed too."""
    recorded = {"recording": "https://media.example.org/talk.mp4", "duration": '"00:10:30"'}
    files = {
        CONVERSATION: document("conversation", "", **recorded),
        "2-evidence/annotation": None,
        "2-evidence/annotation.md": document("annotation", "## Trust\n\n> [00:01–00:30]\n\nSo.\n"),
    }
    made = evidence("--draft", cwd=lay(tmp_path / "mine", files))
    conversation = next(each for each in made if each["genre"] == "Conversation")
    assert "10:30 minutes; at least 10:00 are asked for." in conversation["narrative"]
    assert "could not confirm all of it" in conversation["narrative"]


# --- where it goes ---------------------------------------------------------------------------


def test_screen_and_file_are_the_same(bare: Path, tmp_path: Path) -> None:
    """`-o -` is the screen; a console of another encoding still prints JSON."""
    folder = bare
    target = tmp_path / "evidence.json"
    assert run("evidence", folder, "-o", target, cwd=folder).returncode == 0
    first = target.read_bytes()
    assert run("evidence", folder, "-o", target, cwd=folder).returncode == 0
    done = run("evidence", "-o", "-", cwd=folder)
    assert done.stdout.encode() == first == target.read_bytes()
    plain = spawn("evidence", cwd=folder, PYTHONIOENCODING="cp1252")
    assert plain.stdout.isascii() and json.loads(plain.stdout) == json.loads(first)
    assert not list(folder.glob(".credfolio-new-*"))


@pytest.mark.parametrize("content", ["{}", '[{"type": ["Note"]}]', "my notes", "[1]"])
def test_a_file_of_yours_is_never_written_over(mine: Made, tmp_path: Path, content: str) -> None:
    """Whatever is there and is no list of evidence stays."""
    target = tmp_path / "notes.json"
    target.write_text(content)
    done = run("evidence", mine[0], "-o", target, cwd=tmp_path)
    assert is_usage_error(done) and target.read_text() == content


def test_it_does_not_go_among_the_sources(mine: Made) -> None:
    done = run("evidence", "-o", "portfolio/evidence.json", cwd=mine[0])
    assert is_usage_error(done) and not (mine[0] / "portfolio" / "evidence.json").exists()


@pytest.mark.parametrize(
    "address",
    ["portfolio/", "ftp://example.org/", "https://", "https://me@example.org/", "http://[",
     "https://example.org/a b/", "https://example.org/?p=1", "https://exämple.org/"],
)  # fmt: skip
def test_an_address_is_one(mine: Made, address: str) -> None:
    """What no browser opens is refused before anything is read."""
    assert is_usage_error(run("evidence", "--base-url", address, cwd=mine[0]))


def test_options_that_do_not_go_together(mine: Made) -> None:
    """A package says itself what it is; a folder names its credential."""
    folder, file = mine
    for wrong in (
        ("evidence", file, "--package", file),
        ("evidence", file, "--anonymous"),
        ("evidence", folder, "--credential", folder / "portfolio" / METADATA),
        ("evidence", "nowhere.zip"),
    ):
        assert is_usage_error(run(*wrong, cwd=folder))


# --- what stops it ---------------------------------------------------------------------------


def test_an_incomplete_portfolio_is_refused(tmp_path: Path) -> None:
    """What it misses is said, not on standard output; --draft marks every object as a draft."""
    folder = lay(tmp_path / "mine", {"3-reflection": None})
    assert "CF101" in refused(run("evidence", cwd=folder))
    made = evidence("--draft", cwd=folder)
    assert faults(made) == [] and len(made) == 6
    assert all(each["name"].startswith("Draft: ") for each in made)
    assert all(
        each["narrative"].startswith("This is a draft, not for assessment.") for each in made
    )
    assert "Reflection" not in {each["genre"] for each in made}


def test_an_incomplete_package_is_refused(tmp_path: Path) -> None:
    """A draft is not told as anything else, neither from the folder nor from the package."""
    folder = lay(tmp_path / "mine", {"3-reflection": None})
    package(folder, "--draft")
    (file,) = folder.glob("*.zip")
    assert "marked as a draft" in refused(run("evidence", file, cwd=folder))
    made = evidence(file, "--draft", cwd=folder)
    assert made[0]["name"].startswith("Draft: ")
    assert "incomplete" in made[0]["narrative"] and "1 missing" in made[0]["narrative"]


def test_an_empty_folder_is_a_mistake(tmp_path: Path) -> None:
    done = run("evidence", tmp_path, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "") and "nothing to check here" in done.stderr


@pytest.mark.parametrize(("line", "code"), [("own_work", "CF503"), ("consent", "CF504")])
def test_what_is_not_confirmed_stops_it(tmp_path: Path, line: str, code: str) -> None:
    """As with the package; a draft is written and says what is missing."""
    text = (BASE / "portfolio" / METADATA).read_text("utf-8")
    left = re.sub(rf"(?<=[{{ ]){line}: *[^,}}]+(, *|(?=}}))", "", text, count=1)
    folder = lay(tmp_path / "mine", {METADATA: left})
    assert code in {finding.code for finding in check(folder).findings}
    assert "portfolio.yml" in refused(run("evidence", cwd=folder))
    done = run("evidence", "--draft", cwd=folder)
    assert done.returncode == 0 and json.loads(done.stdout) and "portfolio.yml" in done.stderr


def test_a_package_of_other_sources_is_refused(mine: Made, tmp_path: Path) -> None:
    """What differs is named: here the package was made before a document was added."""
    more = document("trust-established", "We met once more, on our own account.\n")
    folder = lay(tmp_path / "mine", {MORE: more})
    (folder / mine[1].name).write_bytes(mine[1].read_bytes())
    said = refused(run("evidence", cwd=folder))
    assert "was not made of this portfolio" in said and f"  {MORE} is not in it." in said


def test_a_package_that_was_changed_is_refused(mine: Made, tmp_path: Path) -> None:
    """A page that says more than its sources do: from the folder, and from the package alone."""
    files, manifest = unpacked(mine[1])
    files["site/index.html"] = files["site/index.html"].replace(b"</body>", b"Passed.</body>")
    forged = tmp_path / "forged.zip"
    forged.write_bytes(packed(files, relisted(files, manifest)))
    for call in ((mine[0], "--package", forged), (forged,)):
        said = refused(run("evidence", *call, cwd=tmp_path))
        assert "forged.zip is not intact" in said and "site/index.html shows something else" in said


def test_what_is_no_package_is_a_mistake(mine: Made, tmp_path: Path) -> None:
    """Nothing of it is used, and the status is that of `credfolio verify`."""
    file = tmp_path / "notes.zip"
    file.write_bytes(b"PK\3\4 and no more")
    for call in ((mine[0], "--package", file), (file,), (mine[0], "--package", tmp_path / "no")):
        done = run("evidence", *call, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "") and "not opened" in done.stderr


def test_without_a_package_it_says_so(tmp_path: Path) -> None:
    folder = lay(tmp_path / "mine")
    done = run("evidence", cwd=folder)
    assert done.returncode == 0 and len(json.loads(done.stdout)) == 7
    assert "run `credfolio package` first" in done.stderr


def test_waivers(tmp_path: Path) -> None:
    """What the programme lets pass is told as that."""
    folder = lay(tmp_path / "mine", {REFLECTION: document("reflection", "We talked a lot.\n")})
    waivers = tmp_path / "waivers.yml"
    waivers.write_text(
        "- {code: CF201, requirement: reflection, reason: Illness, by: The programme}\n"
    )
    assert run("evidence", cwd=folder).returncode == 1
    made = evidence("--waivers", waivers, cwd=folder)
    assert "The programme lets pass" in made[-1]["narrative"]


def own_credential(folder: Path) -> Path:
    """The base portfolio written for a credential that the workspace brings."""
    import credfolio.credential as shipped

    text = (Path(shipped.__file__).parent / "credentials/collaborative-coaching.yml").read_text()
    lay(folder)
    file = folder / "credentials" / "ours.yml"
    file.parent.mkdir()
    titled = text.replace("id: collaborative-coaching", "id: ours").replace(
        "    title: Trust and equality\n", "    title: Trust *and* equality [ours]\n"
    )
    titled = titled.replace("\ntitle: Collaborative Coaching\n", "\ntitle: Our own coaching\n")
    file.write_text(titled, "utf-8")
    metadata = folder / "portfolio" / METADATA
    changed = metadata.read_text("utf-8").replace("collaborative-coaching", "ours")
    metadata.write_text(changed, "utf-8")
    return file


def test_a_credential_of_the_issuers_own(tmp_path: Path) -> None:
    """A stranger's package is judged by it only where its owner vouches for it."""
    own = own_credential(tmp_path / "mine")
    folder = tmp_path / "mine"
    made = evidence(cwd=folder)
    assert r"Trust \*and\* equality \[ours\] (1)" in made[5]["narrative"]
    package(folder)
    (file,) = folder.glob("*.zip")
    assert "name its file with --credential" in refused(run("evidence", file, cwd=tmp_path))
    assert evidence(file, "--credential", own, cwd=tmp_path)[1:] == made


# --- names -----------------------------------------------------------------------------------


def private(folder: Path) -> Path:
    (folder / "private.yml").write_text(f'names: {{"{NAME}": Coach}}\n', "utf-8")
    return folder


@pytest.mark.parametrize(
    "options",
    [
        ("--base-url", f"https://example.org/{NAME.replace(' ', '-')}/"),
        ("--base-url", f"https://example.org/{NAME.replace(' ', '%20')}/"),
        ("-o", f"{NAME.replace(' ', '')}.json"),
    ],
)
def test_no_real_name_leaves(tmp_path: Path, options: tuple[str, str]) -> None:
    """An address or a file's name may tell somebody; it is not printed either."""
    folder = private(lay(tmp_path / "mine"))
    assert evidence(cwd=folder)
    said = refused(run("evidence", *options, cwd=folder))
    assert "Coach" in said and NAME not in said
    assert NAME in refused(run("evidence", *options, "--reveal", cwd=folder))
    assert not list(folder.glob("*.json"))


def test_an_anonymous_portfolio(tmp_path: Path) -> None:
    """It takes the anonymous package, and no address that tells who the author is."""
    folder = lay(tmp_path / "mine")
    metadata = folder / "portfolio" / METADATA
    text = metadata.read_text("utf-8")
    metadata.write_text(text.replace("name: A teacher leader", f"name: {NAME}"), "utf-8")
    address = f"https://{NAME.replace(' ', '-').lower()}.example.org/"
    assert "author" in refused(run("evidence", "--anonymous", "--base-url", address, cwd=folder))
    named = evidence("--base-url", address, cwd=folder) and evidence(cwd=folder)
    package(folder, "--anonymous")
    (blind,) = folder.glob("submission-*.zip")
    made = evidence("--anonymous", cwd=folder)
    assert hashlib.sha256(blind.read_bytes()).hexdigest() in made[0]["narrative"]
    assert not {each["id"] for each in made} & {each["id"] for each in named}


def test_an_anonymous_portfolio_has_an_anonymous_package(mine: Made) -> None:
    """One that tells who its author is is refused."""
    said = refused(run("evidence", "--anonymous", "--package", mine[1], cwd=mine[0]))
    assert "tells who its author is" in said and "--anonymous" in said
