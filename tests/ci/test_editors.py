"""The published schema in a real YAML language server (npm `yaml-language-server`), driven over stdio as an editor does.

Skipped where the server is not installed: on the PATH, or named by `YAML_LANGUAGE_SERVER`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SERVER = os.environ.get("YAML_LANGUAGE_SERVER") or shutil.which("yaml-language-server")
pytestmark = pytest.mark.skipif(SERVER is None, reason="npm install -g yaml-language-server")

MAP = """# yaml-language-server: $schema=datamap.schema.json
datamap: 1
entities:
  shop: {location: NL, role: controller}
transfers:
  - from: shop
    to: shop
    data_categories: user.contact
    kind: 
"""
TYPO = MAP.replace("    kind: \n", "    knid: storage\n")
NO_KIND = MAP.replace("    kind: \n", "    kind: teleport\n")


class Server:
    """A language server and the documents that are open in it."""

    def __init__(self, folder: Path) -> None:
        assert SERVER
        self.folder = folder
        self.process = subprocess.Popen([SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
        self.number = 0
        self.told: dict[str, list[Any]] = {}
        root = folder.as_uri()
        self.ask(
            "initialize", {"processId": None, "rootUri": root, "capabilities": {}, "workspaceFolders": [{"uri": root, "name": "maps"}]}
        )
        self.tell("initialized", {})

    def tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        """The answer to a request."""
        self.number += 1
        self._send({"id": self.number, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == self.number and "method" not in message:
                return message.get("result")

    def open(self, name: str, text: str) -> str:
        """Open a document that is saved with the same text; its address."""
        (self.folder / name).write_text(text, encoding="utf-8")
        uri = (self.folder / name).as_uri()
        self.tell("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}})
        return uri

    def problems(self, uri: str) -> list[Any]:
        """What the server says is wrong with a document, once it has said something or waited in vain."""
        end = time.monotonic() + 60
        while uri not in self.told and time.monotonic() < end:
            self._receive()
        return self.told[uri]

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self.process.stdout
        length = 0
        while (line := self.process.stdout.readline().strip()) or not length:
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.told[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:  # the server asks for settings; it gets none
            count = len(message.get("params", {}).get("items", [])) if message["method"] == "workspace/configuration" else 0
            self._send({"id": message["id"], "result": [None] * count if count else None})
        return message


@pytest.fixture
def server(folder: Path, datamap) -> Iterator[Server]:
    """A server in a folder with the schema that `datamap schema` writes."""
    assert datamap("schema", "-o", "datamap.schema.json").returncode == 0
    running = Server(folder)
    yield running
    running.process.kill()
    running.process.wait()


def at(text: str, what: str, behind: bool = True) -> dict[str, int]:
    """Line and character of a text, as editors count."""
    index = text.index(what) + (len(what) if behind else 0)
    return {"line": text.count("\n", 0, index), "character": index - text.rfind("\n", 0, index) - 1}


def test_kinds_are_completed(server: Server) -> None:
    uri = server.open("map.yaml", MAP)
    found = server.ask("textDocument/completion", {"textDocument": {"uri": uri}, "position": at(MAP, "kind: ")})
    items = found["items"] if isinstance(found, dict) else found
    labels = {item["label"] for item in items}
    assert {"collection", "disclosure", "storage", "remote_access", "backup", "transit"} <= labels


def test_keys_are_completed_and_explained(server: Server) -> None:
    text = MAP.replace("    kind: \n", "    \n")
    uri = server.open("map.yaml", text)
    found = server.ask("textDocument/completion", {"textDocument": {"uri": uri}, "position": at(text, "user.contact\n    ")})
    items = {item["label"]: item for item in (found["items"] if isinstance(found, dict) else found)}
    assert {"agreements", "purpose", "anonymised", "kind"} <= items.keys()
    assert "from" not in items
    assert "personal data ends here" in json.dumps(items["anonymised"])


def test_a_key_is_explained_on_hover(server: Server) -> None:
    uri = server.open("map.yaml", MAP)
    found = server.ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": at(MAP, "data_cat")})
    assert "stands for itself and all below it" in json.dumps(found)


@pytest.mark.parametrize(("text", "wrong"), [(TYPO, "knid"), (NO_KIND, "teleport")])
def test_a_typo_is_marked_where_it_stands(server: Server, text: str, wrong: str) -> None:
    problems = server.problems(server.open("map.yaml", text))
    assert problems
    assert any(problem["range"]["start"] == at(text, wrong, behind=False) for problem in problems), problems


def test_a_good_map_has_no_problems(server: Server) -> None:
    assert server.problems(server.open("map.yaml", MAP.replace("kind: ", "kind: storage"))) == []
