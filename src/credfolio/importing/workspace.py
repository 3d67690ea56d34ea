"""Files into a workspace: whole portfolios in Word, and texts for one requirement each."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from credfolio.importing import checked_speakers, existing, import_into
from credfolio.importing.history import read_history
from credfolio.importing.names import Names
from credfolio.importing.portfolio import Prepared, prepare, write_prepared
from credfolio.importing.private import private_names
from credfolio.importing.result import Imported, ImportedPortfolio
from credfolio.importing.target import chosen
from credfolio.importing.word import read_word
from credfolio.model import Credential, Metadata, Portfolio
from credfolio.workspace import Workspace


def import_files(
    workspace: Workspace,
    portfolio: Portfolio,
    credential: Credential,
    files: Sequence[Path],
    *,
    as_requirement: str | None = None,
    speakers: Mapping[str, str] | None = None,
) -> list[Imported | ImportedPortfolio]:
    """Documents of `files` in the portfolio as it is; all are read before the first is written.

    Raises CredfolioError where a file can't be read or its requirement is not clear.
    """
    words = {f: read_word(existing(f)) for f in files if f.suffix.lower() == ".docx"}
    wanted = chosen(credential, as_requirement) if as_requirement else None
    names = _Names(workspace, portfolio.metadata, speakers or {})
    found = {f: prepare(w, credential, portfolio.metadata, names.new(), wanted)
             for f, w in words.items()}  # fmt: skip
    whole: dict[Path, Prepared] = {file: each for file, each in found.items() if each}
    done: list[Imported | ImportedPortfolio] = list(
        import_into(
            workspace.portfolio,
            credential,
            portfolio.metadata,
            [file for file in files if file not in whole],
            as_requirement=as_requirement,
            speakers=speakers,
            read=words,
        )
    )
    history = read_history(workspace.root)
    documents: dict[str, list[str]] = {}
    for document in portfolio.documents:
        if document.requirement and not document.is_exhibit:
            documents.setdefault(document.requirement, []).append(document.path)
    for each in whole.values():
        done.append(write_prepared(workspace.root, workspace.portfolio, history, each, documents))
    return done


class _Names:
    """Makes the table of names that each file starts with."""

    def __init__(
        self, workspace: Workspace, metadata: Metadata, speakers: Mapping[str, str]
    ) -> None:
        self.metadata = metadata
        self.speakers = checked_speakers(metadata, speakers)
        self.private = private_names(workspace.portfolio, metadata)

    def new(self) -> Names:
        return Names(self.metadata, self.speakers, self.private)
