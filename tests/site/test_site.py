"""The site is built as `.ci/run` builds it, holds what it should, and works from the disk with the network cut."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import Browser, chromium

pytest.importorskip("material", reason="the extra `docs` is not installed")
ROOT = Path(__file__).parents[2]
CONFIG = str(ROOT / ".mkdocs.yml")
AXE = Path(os.environ.get("AXE_CORE", "")) / "axe.min.js"
ELSEWHERE = re.compile(r"""<(?:script|img|link|iframe|source)\b[^>]*?\b(?:src|href)=["']?(?:https?:)?//[^"'\s>]+""")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site, built strictly."""
    folder = tmp_path_factory.mktemp("site")
    _build(site_dir=str(folder))
    return folder


@pytest.fixture(scope="module")
def tab() -> Iterator[Browser]:
    """A browser without a network."""
    program = chromium()
    if program is None:
        pytest.skip("no Chromium")
    with Browser(program) as browser:
        yield browser


def _build(**changed: Any) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        patch.setattr(sys, "path", [*sys.path])
        config = load_config(CONFIG, **changed)
        config.plugins.on_startup(command="build", dirty=False)
        build(config)


def _index(site: Path) -> dict[str, str]:
    script = (site / "search" / "search_index.js").read_text(encoding="utf-8")
    assert script.startswith("var __index = ")
    return {entry["location"]: f"{entry['title']} {entry['text']}" for entry in json.loads(script.removeprefix("var __index = "))["docs"]}


def test_nothing_in_it_comes_from_elsewhere(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 80
    for page in pages:
        if page.name != "404.html":  # a server hands it out at any depth, so that it names its files from the root
            assert [found for found in ELSEWHERE.findall(page.read_text(encoding="utf-8")) if 'rel="canonical"' not in found] == [], page
    for sheet in site.rglob("*.css"):
        assert not re.search(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//", sheet.read_text(encoding="utf-8")), sheet


def test_the_search_index_holds_tutorials_notebooks_rules_and_law(site: Path) -> None:
    index = _index(site)
    for location, word in {
        "tutorial-ci.html#somebody-changes-something": "Statly Inc.",
        "tutorial-dpo.html#4-answer-a-question": "subject to PIPEDA",
        "notebooks/shop.html#what-if": "(supposed)",
        "notebooks/wechat.html#what-paper-settles": "2022-12-28 uncovered",
        "rules/uncovered_transfer.html": "uncovered_transfer",
        "concepts.html#onward-transfers": "uncovered_onward_transfer",
    }.items():
        assert word in index[location], location
    assert any(location.startswith("law/eu-gdpr.html") and "2000/518/EC" in text for location, text in index.items())


def test_notebooks_are_shown_with_what_they_print_and_draw(site: Path) -> None:
    page = (site / "notebooks" / "shop.html").read_text(encoding="utf-8")
    assert "covered by scc" in page
    assert 'class="datamap-table"' in page
    drawn = re.findall(r'<img [^>]*src="(shop-\d+\.svg)"', page)
    assert len(drawn) == 2
    assert "2031" in (site / "notebooks" / drawn[1]).read_text(encoding="utf-8"), "the decision on the United Kingdom ends"
    assert (site / "notebooks" / "shop.ipynb").read_bytes() == (ROOT / "examples" / "shop" / "shop.ipynb").read_bytes()


def test_every_block_of_code_is_one(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert "```" not in page.read_text(encoding="utf-8"), page
    first = (site / "tutorial-first-map.html").read_text(encoding="utf-8")
    assert '<span class="filename">shop.yaml</span>' in first
    assert '<span class="filename">shop.yaml, at the end</span>' in first


def test_search_works_from_the_disk(site: Path, tab: Browser) -> None:
    tab.open(site / "index.html")
    tab.run("document.querySelector('.md-search__input').focus()")
    tab.call("Input.insertText", text="Philippines")
    links = _until(tab, "[...document.querySelectorAll('.md-search-result__link')].map(link => link.href)")
    assert any("/tutorial-first-map.html" in link for link in links)
    assert all(link.startswith(site.as_uri()) for link in links)
    assert tab.said == []


@pytest.mark.parametrize(("dark", "scheme", "picture"), [(False, "default", "home-light"), (True, "slate", "home-dark")])
def test_the_first_page_shows_the_picture_of_its_scheme(site: Path, tab: Browser, dark: bool, scheme: str, picture: str) -> None:
    tab.open(site / "index.html")
    tab.run("localStorage.clear()")
    tab.open(site / "index.html", dark=dark)
    _until(tab, f"document.body.dataset.mdColorScheme === '{scheme}'")
    shown = "[...document.querySelectorAll('img.datamap-picture')].filter(i => i.offsetParent && i.naturalWidth > 900).map(i => i.src)"
    assert [Path(source.partition("#")[0]).stem for source in _until(tab, shown)] == [picture]
    assert tab.said == []


def test_the_pages_of_a_notebook_and_of_the_map_work_from_the_disk(site: Path, tab: Browser) -> None:
    tab.open(site / "notebooks" / "wechat.html")
    assert tab.run("document.querySelectorAll('.datamap-filter input').length") > 0, "tables can be filtered"
    assert tab.said == []
    tab.open(site / "images" / "wechat.html")
    assert "WeChat" in tab.run("document.title")
    assert tab.said == []


@pytest.mark.skipif(not AXE.is_file(), reason="AXE_CORE names no folder with axe.min.js (npm install axe-core)")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_pages_can_be_read_by_everybody(site: Path, tab: Browser, dark: bool) -> None:
    for name in ("index", "concepts", "tutorial-ci", "notebooks/shop", "rules/index"):
        tab.open(site / f"{name}.html")
        tab.run("localStorage.clear()")
        tab.open(site / f"{name}.html", dark=dark)
        _until(tab, f"document.body.dataset.mdColorScheme === '{'slate' if dark else 'default'}'")
        tab.run(AXE.read_text(encoding="utf-8") + "; 0")
        asked = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa']})"
        found = tab.run(f"{asked}.then(r => r.violations.map(v => [v.id, v.nodes[0].html, v.nodes[0].failureSummary]))")
        assert found == [], name


def _until(tab: Browser, script: str) -> Any:
    """The value of an expression, once it is neither empty nor false."""
    end = time.monotonic() + 20
    while not (value := tab.run(script)):
        assert time.monotonic() < end, script
        time.sleep(0.05)
    return value


def test_a_link_that_leads_nowhere_and_a_page_without_a_place_fail_the_build(tmp_path: Path) -> None:
    from mkdocs.exceptions import Abort

    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "index.md").write_text("# A\n\n[b](index.md#a)\n", encoding="utf-8")
    plain: dict[str, Any] = {"docs_dir": str(docs), "site_dir": str(tmp_path / "site"), "hooks": [], "extra_css": []}
    plain["nav"] = [{"A": "index.md"}]
    _build(**plain)
    (docs / "lost.md").write_text("# Lost\n", encoding="utf-8")
    with pytest.raises(Abort):
        _build(**plain)
    (docs / "lost.md").unlink()
    (docs / "index.md").write_text("# A\n\n[b](index.md#nowhere)\n", encoding="utf-8")
    with pytest.raises(Abort):
        _build(**plain)
