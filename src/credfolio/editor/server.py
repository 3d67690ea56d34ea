"""The language server: the protocol on one side, pages and reports on the other."""

import asyncio
import re
from collections.abc import Iterable
from pathlib import Path
from typing import cast

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from credfolio import __version__
from credfolio.editor.completion import Kind, Offer, completions
from credfolio.editor.fixes import Fix, fixes
from credfolio.editor.hover import hover
from credfolio.editor.page import Page, Span
from credfolio.editor.positions import Encoding, to_column, to_units
from credfolio.editor.project import Mark, Project, workspace_of, workspaces_in
from credfolio.errors import CredfolioError
from credfolio.model import Report, Severity
from credfolio.sources import Unsaved
from credfolio.workspace import Workspace

PAUSE = 0.15
"""Seconds without typing after which the portfolio is checked."""

_SEVERITIES: dict[Severity, types.DiagnosticSeverity] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "note": types.DiagnosticSeverity.Information,
}
_KINDS: dict[Kind, types.CompletionItemKind] = {
    "value": types.CompletionItemKind.EnumMember,
    "key": types.CompletionItemKind.Property,
    "quotation": types.CompletionItemKind.Text,
    "person": types.CompletionItemKind.Variable,
    "file": types.CompletionItemKind.File,
}


class Desk:
    """A portfolio that is open: when it changed, what was last said of it, and where."""

    def __init__(self, workspace: Workspace) -> None:
        self.project = Project(workspace)
        self.changes = 1
        self.checked = 0
        self.report: Report | None = None
        self.unsaved: Unsaved = {}
        self.marked: frozenset[str] = frozenset()
        self.task: asyncio.Task[None] | None = None
        self.lock = asyncio.Lock()


class Server(LanguageServer):
    """Whole texts are exchanged: pygls counts lines by `str.splitlines`, which editors do not."""

    def __init__(self) -> None:
        super().__init__(
            "credfolio", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full
        )
        self.desks: dict[Path, Desk] = {}

    @property
    def encoding(self) -> Encoding:
        chosen = self.workspace.position_encoding
        return cast(Encoding, str(getattr(chosen, "value", chosen)))

    # --- files -------------------------------------------------------------------------------

    def unsaved(self) -> dict[str, bytes]:
        """What is open, by path. A link is not: what it leads to is not the author's."""
        found = {}
        for document in self.workspace.text_documents.values():
            file = file_of(document.uri)
            if file and not file.is_symlink():
                found[str(file)] = document.source.encode("utf-8", "surrogatepass")
        return found

    def uri_of(self, file: Path) -> str:
        """The address of a file, written as the client writes it where it is open there."""
        opened = (d.uri for d in self.workspace.text_documents.values())
        return next((uri for uri in opened if file_of(uri) == file), file.as_uri())

    def desk_of(self, uri: str) -> tuple[Desk, Path] | None:
        file = file_of(uri)
        workspace = workspace_of(file, self.unsaved()) if file else None
        return (self.desk(workspace), file) if workspace and file else None

    def desk(self, workspace: Workspace) -> Desk:
        if workspace.portfolio not in self.desks:
            self.desks[workspace.portfolio] = Desk(workspace)
        return self.desks[workspace.portfolio]

    # --- checking ----------------------------------------------------------------------------

    def touch(self, desk: Desk) -> None:
        """Something changed: the portfolio is checked once nothing changes for a moment."""
        desk.changes += 1
        if desk.task is None or desk.task.done():
            desk.task = asyncio.create_task(self._settle(desk))

    async def _settle(self, desk: Desk) -> None:
        while desk.checked != desk.changes:
            before = desk.changes
            await asyncio.sleep(PAUSE)
            if desk.changes == before:
                await self.fresh(desk)

    async def fresh(self, desk: Desk) -> Report | None:
        """The report on what stands in the editor now; None where there is none."""
        async with desk.lock:
            if desk.checked != desk.changes:
                changes, unsaved = desk.changes, self.unsaved()
                try:
                    report = await asyncio.to_thread(desk.project.check, unsaved)
                    marks = await asyncio.to_thread(desk.project.marks, report, unsaved)
                except CredfolioError as error:
                    said = types.LogMessageParams(types.MessageType.Warning, str(error))
                    self.window_log_message(said)
                    desk.report, marks = None, {}
                else:
                    desk.report, desk.unsaved = report, unsaved
                desk.checked = changes
                self._publish(desk, marks)
            return desk.report

    def _publish(self, desk: Desk, marks: dict[Path, list[Mark]]) -> None:
        """Shows the marks and takes away those of files that have none any more."""
        shown = {self.uri_of(file): found for file, found in marks.items()}
        for uri in sorted(desk.marked - shown.keys()):
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))
        for uri, found in shown.items():
            told = [self._diagnostic(mark) for mark in found]
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, told))
        desk.marked = frozenset(shown)

    def _diagnostic(self, mark: Mark) -> types.Diagnostic:
        finding = mark.finding
        return types.Diagnostic(
            range=self.range(mark.span, mark.row),
            message="\n".join(part for part in (finding.message, finding.hint) if part),
            severity=_SEVERITIES[finding.severity],
            code=finding.code,
            source="credfolio",
        )

    def range(self, span: Span, row: str) -> types.Range:
        line = span.line - 1
        first, end = (to_units(row, column, self.encoding) for column in (span.first, span.end))
        return types.Range(types.Position(line, first), types.Position(line, end))

    async def page(self, uri: str) -> Page | None:
        """The document as it stands, beside a report that knows it so; None: it is not ours."""
        found = self.desk_of(uri)
        report = await self.fresh(found[0]) if found else None
        if found is None or report is None:
            return None
        desk, file = found
        return desk.project.page(report, file, desk.unsaved)

    def place(self, page: Page, position: types.Position) -> tuple[int, int]:
        """Our line and column of a client's position."""
        line = position.line + 1
        return line, to_column(page.row(line), position.character, self.encoding)


def file_of(uri: str) -> Path | None:
    """The file that an address means, its folder resolved; None: it is no file."""
    path = to_fs_path(uri)
    if not path:
        return None
    whole = Path(path)
    try:
        return whole.parent.resolve() / whole.name
    except (OSError, ValueError):
        return None


# --- what a client asks for ------------------------------------------------------------------


def make_server() -> Server:
    """The server with everything that it answers."""
    server = Server()
    _listen(server)
    _answer(server)
    return server


def _listen(server: Server) -> None:
    """What a client tells: folders that are opened, documents that change, files that are saved."""

    @server.feature(types.INITIALIZED)
    def opened(ls: Server, _: types.InitializedParams) -> None:
        folders = [folder.uri for folder in ls.workspace.folders.values()]
        for uri in folders or [ls.workspace.root_uri or ""]:
            folder = file_of(uri)
            for workspace in workspaces_in(folder) if folder else ():
                ls.touch(ls.desk(workspace))
        _ask_for_saves(ls)

    def touched(ls: Server, uri: str) -> None:
        found = ls.desk_of(uri)
        if found:
            ls.touch(found[0])

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def begun(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
        touched(ls, params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def typed(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
        touched(ls, params.text_document.uri)

    def written(ls: Server, uris: Iterable[str]) -> None:
        files = {file for uri in uris if (file := file_of(uri))}
        for desk in ls.desks.values():
            if any(desk.project.depends_on(file) for file in files):
                ls.touch(desk)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
        written(ls, [params.text_document.uri])

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
        touched(ls, params.text_document.uri)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def changed(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
        written(ls, [event.uri for event in params.changes])


def _ask_for_saves(server: Server) -> None:
    """Asks to be told of files that change outside the editor: a transcript, a recording."""
    inside = server.client_capabilities.workspace
    watched = inside.did_change_watched_files if inside else None
    if watched and watched.dynamic_registration:
        watcher = types.FileSystemWatcher(glob_pattern="**/*")
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers=[watcher])
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        registration = types.Registration(id="saves", method=method, register_options=options)
        server.client_register_capability(types.RegistrationParams([registration]))


def _answer(server: Server) -> None:
    """What a client asks."""

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def tell(ls: Server, params: types.HoverParams) -> types.Hover | None:
        page = await ls.page(params.text_document.uri)
        found = hover(page, *ls.place(page, params.position)) if page else None
        if page is None or found is None:
            return None
        return types.Hover(
            _content(ls, found.text), ls.range(found.span, page.row(found.span.line))
        )

    options = types.CompletionOptions(trigger_characters=[":", " ", ">", "#", ".", "*"])

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, options)
    async def offer(ls: Server, params: types.CompletionParams) -> types.CompletionList:
        page = await ls.page(params.text_document.uri)
        if page is None:
            return types.CompletionList(is_incomplete=False, items=[])
        offers = completions(page, *ls.place(page, params.position))
        items = [_item(ls, page, one, number) for number, one in enumerate(offers)]
        narrowing = any(one.kind == "quotation" for one in offers)
        return types.CompletionList(is_incomplete=narrowing, items=items)

    kinds = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, kinds)
    async def mend(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
        only = params.context.only
        page = await ls.page(params.text_document.uri)
        if page is None or (only and not any(kind in ("", "quickfix") for kind in only)):
            return []
        found = fixes(page, params.range.start.line + 1, params.range.end.line + 1)
        return [_action(ls, page, fix, params) for fix in found]


def _content(server: Server, text: str) -> types.MarkupContent:
    """Markdown, or plain text for a client that reads no other."""
    inside = server.client_capabilities.text_document
    formats = inside.hover.content_format if inside and inside.hover else None
    if formats is not None and types.MarkupKind.Markdown not in formats:
        bare = re.sub(r"\\(.)", r"\1", text.replace("**", ""))
        return types.MarkupContent(types.MarkupKind.PlainText, bare)
    return types.MarkupContent(types.MarkupKind.Markdown, text)


def _item(server: Server, page: Page, offer: Offer, number: int) -> types.CompletionItem:
    span = server.range(offer.span, page.row(offer.span.line))
    return types.CompletionItem(
        label=offer.label,
        kind=_KINDS[offer.kind],
        detail=offer.detail or None,
        documentation=_content(server, offer.text) if offer.text else None,
        sort_text=f"{number:04}",
        filter_text=offer.filter or None,
        text_edit=types.TextEdit(span, offer.insert),
    )


def _action(
    server: Server, page: Page, fix: Fix, params: types.CodeActionParams
) -> types.CodeAction:
    edit = types.TextEdit(server.range(fix.span, page.row(fix.span.line)), fix.text)
    line = (fix.finding.place.line or 1) - 1
    mended = [
        told
        for told in params.context.diagnostics
        if told.code == fix.finding.code and told.range.start.line == line
    ]
    return types.CodeAction(
        title=fix.title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=mended,
        is_preferred=fix.sure,
        edit=types.WorkspaceEdit(changes={params.text_document.uri: [edit]}),
    )
