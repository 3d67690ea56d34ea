"""`credfolio init`: a workspace to write in. Nothing that is there is overwritten."""

from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from credfolio.credential import (
    DEFAULT,
    read_credential,
    shipped,
    shipped_credential,
    shipped_ids,
)
from credfolio.errors import CredfolioError
from credfolio.files import write_new
from credfolio.kinds import folder
from credfolio.model import Credential, Requirement
from credfolio.placeholders import YOUR_NAME
from credfolio.times import show_time
from credfolio.words import squeeze, typed
from credfolio.workspace import FOLDER, METADATA

SCHEMA_FOLDER = ".credfolio"


class Chosen(NamedTuple):
    """A credential to begin a portfolio for. `file`: its own file, where it is not shipped."""

    credential: Credential
    file: Path | None = None


def choose_credential(named: str | None, root: Path) -> Chosen:
    """The credential that is meant: shipped, a file, or one of those in `root` or around here.

    Raises CredfolioError where there is none, or its file has faults.
    """
    wanted = squeeze(named or DEFAULT)
    found = next((id for id in shipped_ids() if squeeze(id) == wanted), None)
    return Chosen(shipped_credential(found)) if found else _own(named or DEFAULT, root)


def _own(named: str, root: Path) -> Chosen:
    from credfolio.issuing.files import find_file, own_folder

    folder = root / "credentials"
    file = find_file(named, folder if folder.is_dir() else own_folder())
    if file.shipped:
        return choose_credential(file.path.stem, root)
    faults = [file.fault] if file.fault else []
    credential = None
    if not faults:
        credential, found = read_credential(file.text, file.path.name, shipped().values())
        faults = [fault for fault in found if fault.severity == "error"]
    if credential is None:
        first = f"{faults[0].message} (line {faults[0].place.line or 1})"
        call = typed("credentials", "check", file.name)
        raise CredfolioError(f"{file.name} can't be used yet: {first} See all of it: {call}")
    return Chosen(credential, file.path)


def bring_credential(chosen: Chosen, root: Path) -> tuple[list[Path], list[Path]]:
    """Puts a copy of an own credential where the workspace looks for it; (written, kept)."""
    if chosen.file is None:
        return [], []
    target = root / "credentials" / chosen.file.name
    if target.exists() and target.samefile(chosen.file):
        return [], []
    new = write_new(target, chosen.file.read_bytes())
    return ([target], []) if new else ([], [target])


def write_scaffold(
    root: Path, credential: Credential, answers: Mapping[str, str | None]
) -> tuple[list[Path], list[Path]]:
    """(files written, files that were there and are kept)."""
    if root.exists() and not root.is_dir():
        raise CredfolioError(f"{root} is a file; name a folder.")
    written: list[Path] = []
    kept: list[Path] = []
    for name, text in _files(credential, answers).items():
        path = root / name
        (written if write_new(path, text.encode()) else kept).append(path)
    return written, kept


def _files(credential: Credential, answers: Mapping[str, str | None]) -> dict[str, str]:
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    ours = PackageLoader("credfolio", "templates/scaffold"), PackageLoader("credfolio", "kinds")
    environment = Environment(
        loader=ChoiceLoader(ours),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    values = {
        "credential": credential,
        "name": _yaml(answers.get("name") or YOUR_NAME),
        "role": _yaml(answers.get("role") or ""),
        "organization": _yaml(answers.get("organization") or ""),
        "schema": f"../{SCHEMA_FOLDER}/portfolio.schema.json",
        "asked": _asked,
        "quoted": _yaml,
    }
    names = {
        f"{FOLDER}/{METADATA}": "portfolio.yml",
        "mkdocs.yml": "mkdocs.yml",
        ".gitignore": "gitignore",
        "README.md": "README.md",
    }
    files = {
        target: environment.get_template(source).render(values) for target, source in names.items()
    }
    for requirement in credential.requirements:
        own = f"{folder(requirement.kind).name}/scaffold.md"
        template = environment.select_template([own, "answer/scaffold.md"])
        files[f"{FOLDER}/{requirement.file}"] = template.render(values, requirement=requirement)
    for name in ("portfolio.schema.json", "credential.schema.json"):
        schema = resources.files("credfolio") / "schemas" / name
        files[f"{SCHEMA_FOLDER}/{name}"] = schema.read_text("utf-8")
    return files


def write_sample(root: Path, credential: Credential) -> list[Path]:
    """Lays the complete sample of a shipped credential into `root`; the files written.

    Raises CredfolioError where a portfolio is there already: the two would be mixed.
    """
    if root.exists() and not root.is_dir():
        raise CredfolioError(f"{root} is a file; name a folder.")
    if (root / FOLDER).exists():
        raise CredfolioError(
            f"There is a portfolio in {root} already; name a folder that is new, as in "
            f"`credfolio init sample --sample {credential.id}`."
        )
    sample = _sample(credential)
    files = {
        f"{FOLDER}/{path.relative_to(sample).as_posix()}": path.read_bytes()
        for path in sorted(sample.rglob("*"))
        if path.is_file()
    }
    rest = _files(credential, {})
    files |= {n: t.encode() for n, t in rest.items() if not n.startswith(f"{FOLDER}/")}
    return [root / name for name, content in files.items() if write_new(root / name, content)]


def _sample(credential: Credential) -> Path:
    """The folder of a sample's portfolio. That of the default one is the repository's own, which
    a wheel has beside the others.
    """
    here = Path(__file__).parent
    shipped = here / "samples" / credential.id / FOLDER
    return shipped if shipped.is_dir() else here.parents[1] / FOLDER


def _asked(requirement: Requirement) -> str:
    """`250 words or more`, `1,000 words or more, or a recording of 10:00`."""
    minimum = requirement.minimum
    asked = []
    if minimum.words:
        asked.append(f"{minimum.words:,} words or more")
    if minimum.seconds:
        asked.append(f"a recording of {show_time(minimum.seconds)}")
    return ", or ".join(asked)


def _yaml(text: str) -> str:
    """A YAML scalar that reads back as `text`, quoted only where it has to be."""
    if not text:
        return ""
    plain = text.replace(" ", "").replace("-", "").replace("'", "").replace(".", "")
    if plain.isalpha() and not text.startswith(("-", "'")):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{"".join(c if c.isprintable() else " " for c in escaped)}"'
