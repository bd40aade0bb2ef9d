"""Drawings of maps made by hand, and the golden files that they are compared with."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from picture_maps import STATUS, ZONES, wechat, wechat_report

from datamap.rendering import renderer
from datamap.rendering.transfer_diagram import Diagram, diagram

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def picture() -> Diagram:
    """The messaging service, judged, in the light theme."""
    m = wechat()
    return diagram(m, wechat_report(m), zones=ZONES, status=STATUS)


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compares a text with a golden file; with UPDATE_GOLDEN=1 in the environment it writes the file instead."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if os.environ.get("UPDATE_GOLDEN"):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        assert text == path.read_bytes().decode(), f"{name} differs; look at the picture, then run with UPDATE_GOLDEN=1"

    return compare


@pytest.fixture
def drawn() -> None:
    """Skips a test where no renderer is installed."""
    if renderer.program() is None:
        pytest.skip("no renderer: graphviz-pure or dot")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if no renderer were installed."""
    monkeypatch.setattr(renderer, "program", lambda: None)
