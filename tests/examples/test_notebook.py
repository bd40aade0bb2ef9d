"""The notebook of the WeChat example runs in a kernel from the first cell to the last, and notebooks are kept without outputs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

EXAMPLES = Path(__file__).parents[2] / "examples"
NOTEBOOK = EXAMPLES / "wechat" / "wechat.ipynb"


def _read(path: Path = NOTEBOOK) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def test_it_runs_and_tells_the_story() -> None:
    notebook = _read()
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(NOTEBOOK.parent)}}).execute()
    printed = "".join(output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", ()))
    assert "no adequacy decision for Hong Kong" in printed
    assert "under PIPEDA: covered by adequacy" in printed
    assert "desk-reads-hong-kong" in printed
    assert "2022-12-28 uncovered" in printed
    assert "2020-11-20 nothing declared reaches mainland China" in printed
    shown = [(cell["source"], output["data"]) for cell in notebook.cells for output in cell.get("outputs", ()) if "data" in output]
    drawn = [source for source, data in shown if data.get("image/svg+xml", "").startswith("<svg")]
    assert {source.partition("(")[0].rpartition(".")[2] for source in drawn} >= {"sankey", "timeline"}
    tables = [source for source, data in shown if "datamap-table" in data.get("text/html", "")]
    assert [source.rpartition("\n")[2].partition("(")[0] for source in tables] == ["report", "dm.LawBook.default", "wechat.flows"]


@pytest.mark.parametrize("path", sorted(EXAMPLES.rglob("*.ipynb")), ids=lambda path: path.stem)
def test_notebooks_are_kept_without_outputs(path: Path) -> None:
    notebook = _read(path)
    nbformat.validate(notebook)  # type: ignore[no-untyped-call]
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in notebook.cells)
