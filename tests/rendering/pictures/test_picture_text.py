"""The DOT and Mermaid text of diagrams: golden files, and the same bytes on every run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from picture_maps import STATUS, ZONES, generated, generated_report, wechat, wechat_report

from datamap.rendering.transfer_diagram import Diagram, diagram

Golden = Callable[[str, str], None]


def test_the_dot_text(picture: Diagram, golden: Golden) -> None:
    golden("wechat.dot", picture.dot)


def test_the_mermaid_text(picture: Diagram, golden: Golden) -> None:
    golden("wechat.mmd", picture.mermaid())


def test_the_mermaid_text_of_a_large_map(golden: Golden) -> None:
    m = generated(100)
    golden("bundled.mmd", diagram(m, generated_report(m), zones=ZONES, status=STATUS).mermaid())


def test_a_map_that_is_not_judged(golden: Golden) -> None:
    golden("not_judged.mmd", diagram(wechat(), group="entity").mermaid())


@pytest.mark.parametrize("transfers", [10, 40, 100])
def test_the_same_text_twice(transfers: int) -> None:
    m = generated(transfers)
    report = generated_report(m)
    assert diagram(m, report, zones=ZONES).dot == diagram(m, report, zones=ZONES).dot


def test_the_same_text_in_another_process() -> None:
    code = (
        "import hashlib; from picture_maps import *; from datamap.rendering.transfer_diagram import diagram; m = generated(60);"
        "print(hashlib.sha256(diagram(m, generated_report(m), zones=ZONES).dot.encode()).hexdigest())"
    )
    here = str(Path(__file__).parent)
    root = str(Path(__file__).parents[3])

    def run(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join([here, root])}
        return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True).stdout

    assert run("1") == run("2") != ""


def test_a_theme_changes_colours_and_nothing_else(picture: Diagram) -> None:
    from datamap.rendering.palette import DARK, LIGHT

    dark = diagram(picture.m, wechat_report(picture.m), zones=ZONES, status=STATUS, theme="dark").dot
    for purpose, colour in LIGHT.colours().items():
        dark = dark.replace(DARK.colours()[purpose], colour)
    assert dark == picture.dot
