"""A client of the language server: the real process, spoken to over its standard streams."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Message = dict[str, Any]


class Client:
    """Speaks JSON-RPC with `credfolio lsp`.

    `encodings`: the units in which it would count columns. `formats`: the texts that it can show.
    """

    def __init__(
        self, folder: Path, encodings: tuple[str, ...] = (), formats: tuple[str, ...] = ()
    ) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "credfolio", "lsp", "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=folder,
        )
        self.number = 0
        self.versions: dict[str, int] = {}
        self.shown: dict[str, list[Message]] = {}
        self.registered: list[Message] = []
        capabilities: Message = {
            "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}
        }
        if encodings:
            capabilities["general"] = {"positionEncodings": list(encodings)}
        if formats:
            capabilities["textDocument"] = {"hover": {"contentFormat": list(formats)}}
        self.server = self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": folder.as_uri(),
                "workspaceFolders": [{"uri": folder.as_uri(), "name": "work"}],
                "capabilities": capabilities,
            },
        )
        self.tell("initialized", {})

    def tell(self, method: str, params: Message) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: Message | None) -> Any:
        """The result of a request; a refusal is an AssertionError."""
        self.number += 1
        self._send({"id": self.number, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == self.number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def wait(self, enough: Callable[[], bool]) -> None:
        """Reads what the server tells until `enough` holds."""
        while not enough():
            self._next()

    # --- documents ---------------------------------------------------------------------------

    def open(self, path: Path, text: str | None = None) -> str:
        """Opens a file, with `text` instead of what lies on the disk; gives its address."""
        uri = path.as_uri()
        text = path.read_text("utf-8") if text is None else text
        self.versions[uri] = 1
        item = {"uri": uri, "languageId": "markdown", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})
        return uri

    def change(self, uri: str, text: str) -> None:
        self.versions[uri] += 1
        document = {"uri": uri, "version": self.versions[uri]}
        params = {"textDocument": document, "contentChanges": [{"text": text}]}
        self.tell("textDocument/didChange", params)

    def close(self, uri: str) -> None:
        self.tell("textDocument/didClose", {"textDocument": {"uri": uri}})

    def codes(self, uri: str) -> list[str]:
        return [str(told["code"]) for told in self.shown.get(uri, [])]

    def at(self, method: str, uri: str, line: int, character: int) -> Any:
        position = {"line": line, "character": character}
        return self.ask(method, {"textDocument": {"uri": uri}, "position": position})

    def offers(self, uri: str, line: int, character: int) -> list[Message]:
        found: list[Message] = self.at("textDocument/completion", uri, line, character)["items"]
        return found

    def fixes(self, uri: str, line: int) -> list[Message]:
        place = {"line": line, "character": 0}
        params = {
            "textDocument": {"uri": uri},
            "range": {"start": place, "end": place},
            "context": {"diagnostics": self.shown.get(uri, [])},
        }
        found: list[Message] = self.ask("textDocument/codeAction", params)
        return found

    # --- the line ----------------------------------------------------------------------------

    def stop(self) -> int:
        """Asks the server to end; its exit status."""
        self.ask("shutdown", None)
        self._send({"method": "exit"})
        return self._ended()

    def hang_up(self) -> int:
        """Goes away without a word, as an editor does that crashes."""
        return self._ended()

    def _ended(self) -> int:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        status = self.process.wait(20)
        self.process.stdout.close()
        return status

    def _send(self, message: Message) -> None:
        assert self.process.stdin
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _next(self) -> Message:
        """The next message; what it shows of a file is kept."""
        assert self.process.stdout
        size = 0
        while (header := self.process.stdout.readline()) not in (b"\r\n", b""):
            if header.lower().startswith(b"content-length:"):
                size = int(header.split(b":")[1])
        assert size, "the server has gone"
        message: Message = json.loads(self.process.stdout.read(size))
        if message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            self.shown[params["uri"]] = params["diagnostics"]
        elif "id" in message and "method" in message:
            self.registered += message["params"].get("registrations", [])
            self._send({"id": message["id"], "result": None})
        return message


def applied(text: str, edit: Message) -> str:
    """`text` after one edit of a client that counts in UTF-16."""
    rows = text.split("\n")
    start, end = edit["range"]["start"], edit["range"]["end"]
    assert start["line"] == end["line"]
    row = rows[start["line"]].encode("utf-16-le")
    new = row[: 2 * start["character"]] + edit["newText"].encode("utf-16-le")
    rows[start["line"]] = (new + row[2 * end["character"] :]).decode("utf-16-le")
    return "\n".join(rows)
