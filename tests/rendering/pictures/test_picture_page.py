"""The page: self-contained, under a strict content policy, readable without script."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from importlib.resources import files

import pytest

from datamap.rendering.palette import DARK, LIGHT
from datamap.rendering.transfer_diagram import Diagram, diagram


@pytest.fixture(params=["drawn", "bare"])
def page(request: pytest.FixtureRequest, picture: Diagram) -> str:
    request.getfixturevalue(request.param)
    return picture.html()


def hashes(page: str, tag: str) -> set[str]:
    bodies = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
    return {f"'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'" for body in bodies}


def policy(page: str) -> dict[str, set[str]]:
    text = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert text
    return {part.split()[0]: set(part.split()[1:]) for part in text[1].split(";")}


def test_the_policy_allows_what_is_in_the_page_and_nothing_else(page: str) -> None:
    found = policy(page)
    assert found["default-src"] == {"'none'"}
    assert found["script-src"] - {"'wasm-unsafe-eval'"} == hashes(page, "script")
    assert found["style-src"] == hashes(page, "style")
    assert not re.search(r"\sstyle=", page.partition("<script")[0].replace("xml:space", ""))


def test_nothing_is_fetched(page: str) -> None:
    own = page.replace((files("datamap.rendering") / "page" / "viz-global.js").read_text("utf-8"), "")
    links = set(re.findall(r'(?:src|href|url)\s*[=(]\s*["\']?([a-z]+:[^"\'\s)]*)', own))
    assert not links
    assert set(re.findall(r"https?://[^\s\"'<]+", own)) <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


def test_the_findings_can_be_read_without_script(page: str) -> None:
    for words in (
        "Nothing covers the transfer of account and log data",
        "Agree standard contractual clauses with Oriental Power Holdings Ltd",
        "GDPR Art. 44",
        "<code>wechat.yaml:61:5</code>",
        "EEA users → Tencent International Service Europe BV → Hong Kong region → Shenzhen engineering",
        "DM201 reaches_forbidden_place",
        "No adequacy decision names Hong Kong",
    ):
        assert words in page


@pytest.mark.usefixtures("bare")
def test_without_a_renderer_the_page_draws_itself(picture: Diagram) -> None:
    page = picture.html()
    assert "'wasm-unsafe-eval'" in policy(page)["script-src"]
    dot = re.search(r'<script type="application/json" id="dot">(.*?)</script>', page, re.DOTALL)
    assert dot
    assert json.loads(dot[1]) == picture.dot
    assert "<noscript>" in page
    assert 1_000_000 < len(page) < 2_000_000


@pytest.mark.usefixtures("drawn")
def test_with_a_renderer_the_page_carries_the_picture(picture: Diagram) -> None:
    page = picture.html()
    assert "<svg role=" in page
    assert "wasm" not in page
    assert len(page) < 200_000


def test_the_script_knows_every_line(page: str, picture: Diagram) -> None:
    data = re.search(r'<script type="application/json" id="lines">(.*?)</script>', page, re.DOTALL)
    assert data
    lines = json.loads(data[1])
    assert set(lines) == {line.id for line in picture.drawing.lines}
    assert lines["nl-hk"]["faulty"]
    assert not lines["tis_europe..ontario"]["faulty"]


@pytest.mark.usefixtures("bare")
def test_every_colour_of_the_picture_has_a_dark_one(picture: Diagram) -> None:
    page = picture.html()
    for purpose, colour in LIGHT.colours().items():
        assert f':root[data-theme="dark"] #picture [fill="{colour}"] {{fill: {DARK.colours()[purpose]}}}' in page


@pytest.mark.usefixtures("bare")
def test_the_theme_chosen_is_the_theme_shown(picture: Diagram) -> None:
    dark = diagram(picture.m, picture.report, theme="dark").html()
    assert '<html lang="en" data-theme="dark">' in dark
    assert '<html lang="en">' in picture.html()


@pytest.mark.usefixtures("bare")
def test_the_same_page_twice(picture: Diagram) -> None:
    make: Callable[[], str] = diagram(picture.m, picture.report).html
    assert make() == make()


def test_the_bundled_graphviz_has_its_licences() -> None:
    text = (files("datamap.rendering") / "page" / "viz-global.LICENSE.txt").read_text("utf-8")
    for words in ("Copyright (c) 2023 Michael Daines", "Eclipse Public License - v 2.0", "Expat maintainers"):
        assert words in text
