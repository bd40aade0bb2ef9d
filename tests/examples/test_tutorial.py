"""The tutorials and how-to pages are followed step by step: what stands in them is what happens."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from following import TUTORIALS, Tutorial, matches

from datamap.rendering import renderer


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal without wishes."""
    for name in ("COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("tutorial", TUTORIALS, ids=lambda tutorial: tutorial.page)
def test_every_step_does_what_the_page_says(tutorial: Tutorial, tmp_path: Path) -> None:
    if ".pdf" in tutorial.written and not renderer.program():
        pytest.skip("no renderer of diagrams")
    steps = list(tutorial.follow(tmp_path))
    assert len(steps) >= 2
    for command, printed, now in steps:
        assert matches(printed, now), f"{command}\n{now}"
    written = [name for command, _, _ in steps for name in re.findall(r" -o (\S+)", command)]
    assert all((tmp_path / name).stat().st_size > 500 for name in written)
    assert {Path(name).suffix for name in written} >= tutorial.written


def test_the_first_map_ends_clean_and_its_assertions_hold(tmp_path: Path) -> None:
    first = TUTORIALS[0]
    *_, (_, _, last) = first.follow(tmp_path)
    assert last.startswith("OK: ")
    assert first.code("python")
    for text in first.code("python"):
        subprocess.run([sys.executable, "-c", text], cwd=tmp_path, check=True, timeout=60)


def test_a_page_that_says_something_else_is_noticed() -> None:
    now = "OK: 1\nmore\nlaw book\nba9876543210, checked\non 2027-01-01.\n"
    assert matches("OK: 1\n…\nlaw book 0123456789ab, checked on 2026-01-01.\n", now)
    assert not matches("OK: 1\n…\n", "OK: 2\nmore\n")
    assert not matches("OK: 1\n", "OK: 1\nmore\n")
