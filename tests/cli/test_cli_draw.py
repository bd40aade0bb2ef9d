"""`datamap draw`: one picture for each ending, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

STARTS = {
    "svg": (b"<svg", b"<?xml"),
    "png": (b"\x89PNG",),
    "pdf": (b"%PDF-",),
    "dot": (b"digraph",),
    "mmd": (b"---", b"flowchart", b"%%"),
    "d2": (b"direction: right",),
    "html": (b"<!doctype html", b"<!DOCTYPE html"),
}


@pytest.mark.parametrize("ending", STARTS)
def test_the_ending_chooses_the_picture(datamap, map_file, folder: Path, ending: str) -> None:
    done = datamap("draw", "map.yaml", "-o", f"map.{ending}", "--on", "2024-01-31")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (folder / f"map.{ending}").read_bytes().lstrip().startswith(STARTS[ending])
    assert sorted(path.name for path in folder.iterdir()) == sorted(["map.yaml", f"map.{ending}"])


def test_the_look_is_chosen(datamap, map_file, folder: Path) -> None:
    for theme in ("light", "dark", "print"):
        assert datamap("draw", "map.yaml", "-o", f"{theme}.dot", "--theme", theme, "--on", "2024-01-31").returncode == 0
    assert len({(folder / f"{theme}.dot").read_bytes() for theme in ("light", "dark", "print")}) == 3


def test_a_focus_leaves_out_what_is_far(datamap, map_file, folder: Path) -> None:
    assert datamap("draw", "map.yaml", "-o", "near.dot", "--focus", "crm").returncode == 0
    text = (folder / "near.dot").read_text(encoding="utf-8")
    assert "Customer desk software" in text
    assert "Example Mail AG" not in text


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["-o", "map.gif"], ".svg, .png, .pdf, .dot, .mmd, .d2, .html"),
        (["-o", "map"], "names no kind of picture"),
        ([], "-o"),
        (["-o", "x.dot", "--depth", "2"], "--focus"),
        (["-o", "x.dot", "--focus", "crmm"], "crm"),
        (["-o", "x.dot", "--theme", "pink"], "'light', 'dark', 'print'"),
        (["-o", "no/x.dot"], "no"),
    ],
)
def test_wrong_looks_are_refused_and_nothing_is_written(datamap, map_file, folder: Path, args: list[str], said: str) -> None:
    wrong = datamap("draw", "map.yaml", *args)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert said in wrong.stderr
    assert "error in datamap itself" not in wrong.stderr
    assert [path.name for path in folder.iterdir()] == ["map.yaml"]
