"""The page: self-contained, under a strict content policy, readable without script."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from page_maps import long, long_report, shield

from datamap.checking import staging
from datamap.checking.staging import history
from datamap.rendering import renderer
from datamap.rendering.history import Stage
from datamap.rendering.page.style import colours
from datamap.rendering.palette import DARK, LIGHT, PRINT
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
        "DM201 reaches_forbidden_place",
        "F-01</b> <span>× no mechanism",
        "Tencent International Service Europe BV → Hong Kong region",
        "not legal advice",
    ):
        assert words in page


@pytest.mark.usefixtures("bare")
def test_without_a_renderer_the_page_draws_itself(picture: Diagram) -> None:
    page = picture.html()
    assert "'wasm-unsafe-eval'" in policy(page)["script-src"]
    known = record(page)
    assert "\n".join(known["dots"][place] for place in known["days"][0]["dot"]) == picture.dot
    assert "<noscript>" in page
    assert 1_000_000 < len(page) < 2_000_000


@pytest.mark.usefixtures("drawn")
def test_with_a_renderer_the_page_carries_the_picture(picture: Diagram) -> None:
    page = picture.html()
    assert page.count('<svg role="img"') == 2
    assert "wasm" not in page
    assert len(page) < 500_000


def record(page: str) -> Any:
    """What the script of a page knows."""
    data = re.search(r'<script type="application/json" id="record">(.*?)</script>', page, re.DOTALL)
    assert data
    return json.loads(data[1])


def test_the_script_knows_every_line_and_every_arc(page: str, picture: Diagram) -> None:
    known = record(page)
    ids = [transfer["id"] for transfer in known["transfers"]]
    assert ids == [leg.id for leg in picture.m.legs]
    (day,) = known["days"]
    for line in picture.drawing.lines:
        assert [ids[place] for place in day["lines"][line.id][0]] == list(line.transfers)
    assert known["signs"][day["signs"][ids.index("nl-hk")]] == "uncovered"
    assert {ids[place] for transfers, _, _ in day["arcs"][0] for place in transfers} < set(ids)
    assert page.count('class="arc ') == len(day["arcs"][0])


@pytest.fixture(scope="module")
def known() -> Any:
    """What the page of a map on which the law changes knows."""
    if renderer.program() is None:
        pytest.skip("no renderer: graphviz-pure or dot")
    return record(shield().diagram().html())


def test_a_page_carries_each_piece_of_a_picture_once(known: Any) -> None:
    assert [day["on"] for day in known["days"]][known["own"]] == "2020-01-15"
    assert len(known["days"]) == 6
    for name in ("diagram", "world"):
        pieces = known["pieces"][name]
        assert len(pieces["new"]) == len(set(pieces["new"]))
        listed = [day[name][6] for day in known["days"]]
        assert max(map(max, listed)) == pieces["first"] + len(pieces["new"]) - 1
    assert sum(len(day["world"][6]) for day in known["days"]) > 4 * (pieces["first"] + len(pieces["new"]))


def test_an_answer_of_another_day_is_known(known: Any) -> None:
    mail = [transfer["id"] for transfer in known["transfers"]].index("mail")
    told = {day["on"]: known["words"][known["answers"][day["answers"][mail][0]][2]] for day in known["days"]}
    assert told["2020-01-15"] == "covered by adequacy"
    assert told["2020-07-16"] == "uncovered"
    assert [day["verdict"] for day in known["days"]] == ["× violated"] * 3 + ["√ ok"] + ["× violated"] * 2


def test_a_large_map_says_that_its_days_are_left_out() -> None:
    page = diagram(long(), long_report(long()), history=lambda: history(long(), long_report(long()), Stage)).html()
    assert "shown for maps of at most 300 transfers; this one has 600" in page
    assert 'type="range"' not in page


def test_a_report_that_is_given_is_shown_alone(bare: None) -> None:
    m = shield()
    assert len(record(m.diagram(report=m.check(forbid=["JP"])).html())["days"]) == 1


def test_days_that_do_not_fit_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "DAYS", 3)
    m = shield()
    found = history(m, m.check(), Stage)
    assert found.note.startswith("3 of 5 days on which an answer changes")
    days = [(stage.turn.on.isoformat() if stage.turn else "", stage.until and stage.until.isoformat()) for stage in found.stages]
    assert days == [("", "2019-01-22"), ("2019-01-23", "2019-04-30"), ("2019-05-01", "2020-07-15"), ("2020-07-16", "2022-12-27")]
    assert found.own == 2


@pytest.mark.usefixtures("bare")
def test_every_colour_of_the_pictures_is_worn_in_every_theme(picture: Diagram) -> None:
    page = picture.html()
    light = colours(LIGHT, "light")
    assert len(set(light.values())) == len(light)
    for name, colour in light.items():
        assert f'.picture [fill="{colour}"] {{fill: var(--{name})}}' in page
    for theme, name in ((LIGHT, "light"), (DARK, "dark"), (PRINT, "print")):
        assert all(f"--{variable}: {colour};" in page for variable, colour in colours(theme, name).items())


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
