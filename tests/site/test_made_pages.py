"""What is made while the site is built fails where it should."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "docs"))
pytest.importorskip("IPython")

from pages import drawn, notebooks

from datamap.rendering import renderer

pytestmark = pytest.mark.skipif(renderer.program() is None, reason="no renderer: graphviz-pure or dot")

MAP = """```yaml picture={verdict}
datamap: 1
name: One desk
on: 2026-03-02
entities:
  shop: {{name: Shop, location: NL, role: controller}}
  desk: {{name: "Desk *of* <b>", location: {place}, role: processor}}
transfers:
  - {{from: shop, to: desk, data_categories: [user.contact]}}
```
"""


def test_a_map_in_a_page_becomes_a_picture_in_both_themes_and_what_is_said_of_it() -> None:
    text, files = drawn.drawn(f"# A\n\n{MAP.format(verdict='uncovered', place='PH')}\nmore\n", "deep/page.md")
    assert files.keys() == {"deep/drawn/one-desk-light.svg", "deep/drawn/one-desk-dark.svg"}
    assert len(set(files.values())) == 2
    assert "drawn/one-desk-dark.svg#only-dark" in text
    assert "[`uncovered_transfer`](../rules/uncovered_transfer.md): Shop → Desk \\*of\\* &lt;b&gt;" in text
    assert "    datamap: 1\n" in text
    assert text.endswith("\nmore\n")


def test_a_picture_cannot_deny_what_its_page_says() -> None:
    with pytest.raises(drawn.Differs, match=r"page\.md: the map 'One desk' gives covered, and the page says uncovered"):
        drawn.drawn(MAP.format(verdict="uncovered", place="NZ"), "page.md")


def test_a_notebook_is_shown_as_it_runs(tmp_path: Path) -> None:
    page = notebooks.page(_notebook(tmp_path, "n = 6\nprint('six')\nn * 7", "from IPython.display import display\ndisplay(n)"))
    assert page.text.startswith("# Title")
    for shown in ("```text\nsix\n```", "```text\n42\n```", "```text\n6\n```"):
        assert shown in page.text
    assert page.files["notebooks/one.ipynb"] == (tmp_path / "one.ipynb").read_bytes()


def test_a_cell_that_raises_stops_the_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ZeroDivisionError):
        notebooks.page(_notebook(tmp_path, "1 / 0"))


def _notebook(folder: Path, *sources: str) -> Path:
    cells = [{"cell_type": "markdown", "source": ["# Title"]}, *({"cell_type": "code", "source": [source]} for source in sources)]
    path = folder / "one.ipynb"
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return path
