"""`datamap init`: the starter map."""

from __future__ import annotations

from pathlib import Path


def test_it_writes_a_commented_map_and_says_what_is_next(datamap, folder: Path) -> None:
    done = datamap("init")
    assert done.returncode == 0
    assert "datamap check map.yaml" in done.stdout
    text = (folder / "map.yaml").read_text(encoding="utf-8")
    assert text.count("#") > 15
    assert all(section in text for section in ("data_subjects:", "entities:", "systems:", "agreements:", "transfers:", "policies:"))


def test_it_never_overwrites_unless_told(datamap, folder: Path) -> None:
    (folder / "map.yaml").write_text("mine")
    refused = datamap("init")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "map.yaml exists" in refused.stderr
    assert (folder / "map.yaml").read_text() == "mine"
    assert datamap("init", "--force").returncode == 0
    assert (folder / "map.yaml").read_text() != "mine"


def test_a_dash_is_stdout(datamap, folder: Path) -> None:
    shown = datamap("init", "-")
    assert shown.stdout.startswith("# A map says")
    assert list(folder.iterdir()) == []
