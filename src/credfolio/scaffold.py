"""`credfolio init`: a workspace to write in. Nothing that is there is overwritten."""

from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from credfolio.credential import DEFAULT, shipped_credential, shipped_ids
from credfolio.errors import CredfolioError
from credfolio.fields import nearest
from credfolio.files import write_new
from credfolio.model import Credential, Requirement
from credfolio.placeholders import YOUR_NAME
from credfolio.times import show_time
from credfolio.words import squeeze
from credfolio.workspace import FOLDER, METADATA

SCHEMA_FOLDER = ".credfolio"


def choose_credential(id: str | None) -> Credential:
    """The shipped credential that is meant. Raises CredfolioError where none is."""
    known = shipped_ids()
    wanted = squeeze(id or DEFAULT)
    found = next((name for name in known if squeeze(name) == wanted), None)
    if found is None:
        near = nearest(id or "", known)
        hint = f"Did you mean {near}?" if near else f"Known are {', '.join(known)}."
        raise CredfolioError(f"There is no credential {id!r}. {hint}")
    return shipped_credential(found)


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
        own = f"{requirement.kind.replace('-', '_')}/scaffold.md"
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
