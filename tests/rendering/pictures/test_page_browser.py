"""The page as people use it: in a browser without a network, by pointer and by keyboard, on any day, and on paper.

Skipped where there is no Chromium; the check of accessibility also where `AXE_CORE` names no folder of axe-core.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser import Browser, chromium
from page_maps import ORGANISER, long, long_report, shield
from test_picture_escaping import wild

from datamap.model import DataMap
from datamap.rendering import renderer
from datamap.rendering.transfer_diagram import diagram

pytestmark = pytest.mark.skipif(chromium() is None, reason="no Chromium to open a page in")
AXE = Path(os.environ.get("AXE_CORE", "")) / "axe.min.js"
SHOWN = "Array.from(document.querySelectorAll('#{} > li')).map(li => li.textContent)"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = chromium()
    assert program
    with Browser(program) as found:
        yield found


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Writes a page once, however many tests open it."""
    folder = tmp_path_factory.mktemp("pages")
    makers: dict[str, Callable[[], str]] = {
        "shield": lambda: shield().diagram().html(),
        "hostile": lambda: shield().model_copy(update={"name": ORGANISER}).diagram().html(),
        "wild": lambda: wild().html(),
        "world": lambda: shield().world().html(),
        "report": lambda: f'<!DOCTYPE html><html lang="en"><title>x</title><main><h1>x</h1>{shield().check().to_html()}</main></html>',
        "empty": lambda: DataMap(name="Empty", on="2024-01-01").diagram().html(),
        "unjudged": lambda: diagram(shield()).html(),
        "long": lambda: diagram(long(), long_report(long())).html(),
    }

    def write(name: str) -> Path:
        path = folder / f"{name}.html"
        if not path.exists():
            path.write_text(makers[name](), encoding="utf-8")
        return path

    return write


@pytest.fixture
def page(browser: Browser, written: Callable[[str], Path], drawn: None) -> Browser:
    """The page of a booking service before the end of the Privacy Shield."""
    browser.open(written("shield"))
    return browser


def shown(page: Browser, name: str) -> list[str]:
    found: list[str] = page.run(SHOWN.format(f"{name}-list"))
    return found


def lit(page: Browser, picture: str, mark: str = "lit") -> set[str]:
    return set(page.run(f"Array.from(document.querySelectorAll('#{picture} .{mark}')).map(g => g.id)"))


def to_day(page: Browser, number: int) -> None:
    page.run(f"(() => {{ const day = document.getElementById('day'); day.value = {number}; day.dispatchEvent(new Event('input')) }})()")


@pytest.mark.usefixtures("drawn")
def test_names_do_nothing_but_stand_there(browser: Browser, written: Callable[[str], Path]) -> None:
    for name in ("wild", "hostile"):
        browser.open(written(name))
        browser.run("document.querySelectorAll('#lists li button').forEach(button => button.click())")
        browser.run(
            "document.querySelectorAll('.picture :is(.line, .arc)').forEach(g => g.dispatchEvent(new Event('click', {bubbles: true})))"
        )
        assert browser.said == []
        assert browser.run("document.querySelectorAll('img, iframe, object, script[src]').length") == 0
    assert 'onerror="alert(1)"> & \'Söhne\' شركة 🍮 digraph { a -> b [label="x"]; } </script>' in browser.run(
        "document.querySelector('h1').textContent"
    )


def test_without_a_renderer_the_browser_draws(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renderer, "program", lambda: None)
    path = tmp_path / "bare.html"
    path.write_text(shield().diagram().html(), encoding="utf-8")
    browser.open(path)
    browser.run(
        "new Promise(done => { const look = () => document.querySelector('#diagram svg') ? done() : setTimeout(look, 20); look() })"
    )
    assert browser.run("document.querySelectorAll('#diagram g.box').length") == 6
    to_day(browser, 4)
    browser.run(
        "new Promise(done => { const look = () => document.querySelector('#diagram .uncovered') ? done() : setTimeout(look, 20); look() })"
    )
    assert browser.said == []


@pytest.mark.usefixtures("drawn")
def test_a_map_that_is_empty_or_not_judged_has_a_page_too(browser: Browser, written: Callable[[str], Path]) -> None:
    browser.open(written("empty"))
    assert browser.run("document.querySelector('#findings .none').innerText") == "None."
    browser.open(written("unjudged"))
    browser.click("#transfer-list li button")
    assert "This map was not judged." in browser.run("document.getElementById('chosen').innerText")
    assert browser.said == []


def test_filters_act_on_both_pictures_and_on_the_lists(page: Browser) -> None:
    assert page.run("document.getElementById('said').textContent") == "5 transfers · 1 finding"
    page.run("document.getElementById('category').value = '2'")
    page.run("document.getElementById('category').dispatchEvent(new Event('input', {bubbles: true}))")
    option = page.run("document.getElementById('category').selectedOptions[0].text")
    assert option.startswith("Payment")
    assert page.run("document.getElementById('said').textContent") == "2 of 5 transfers · 0 of 1 finding"
    page.run("document.getElementById('transfers-tab').click()")
    assert [row.partition("Contact")[0].partition("Payment")[0] for row in shown(page, "transfer")] == [
        "Guests → Hotel Ltd",
        "Hotel Ltd → Analyst KK",
    ]
    assert lit(page, "diagram", "dim") >= {"line-mail-a", "line-help-b", "label-hire"}
    assert not lit(page, "diagram", "dim") & {"line-count-a", "label-book"}
    assert len(lit(page, "world", "dim")) > 0
    page.run("document.getElementById('clear').click()")
    page.run("new Promise(done => setTimeout(done, 30))")
    assert not lit(page, "diagram", "dim")
    page.click("#search")
    page.press(*"nowhere")
    assert page.run("document.getElementById('said').textContent") == "0 of 5 transfers · 0 of 1 finding"
    assert page.run("document.querySelector('#transfers .none').hidden") is False


def test_a_transfer_chosen_in_the_list_is_told_and_lit_in_both_pictures(page: Browser) -> None:
    page.run("document.getElementById('transfers-tab').click()")
    page.click("#transfer-list li:nth-child(3) button")
    told = page.run("document.getElementById('chosen').innerText")
    for words in (
        "Hotel Ltd → Mailer Inc.",
        "Contact",
        "Guests",
        "eu-gdpr √ covered by adequacy",
        "Hotel Ltd (controller)",
        "Mailer Inc. (processor)",
    ):
        assert words in told
    assert "Implementing Decision (EU) 2016/1250" in told
    assert lit(page, "diagram") == {"line-mail-a", "line-mail-b", "label-mail"}
    assert lit(page, "diagram", "along") == {"line-book-a", "line-book-b", "label-book"}
    assert page.run("Array.from(document.querySelectorAll('#chosen .steps .ends')).map(one => one.textContent)") == [
        "Guests → Hotel Ltd",
        "Hotel Ltd → Mailer Inc.",
    ]
    assert len([part for part in lit(page, "world") if part.startswith("arc-")]) == 1
    assert page.run("document.activeElement.id") == "chosen-title"
    page.press("Escape")
    assert page.run("document.getElementById('chosen').hidden") is True
    assert page.run("document.activeElement.textContent").startswith("Hotel Ltd → Mailer Inc.")
    assert not lit(page, "diagram")


def test_everything_is_reached_by_keys(page: Browser) -> None:
    reached: list[str] = []
    for _ in range(40):
        page.press("Tab")
        name, outline = page.run(
            "(() => { const at = document.activeElement; return [at.id || at.closest('[id]')?.id, getComputedStyle(at).outlineStyle] })()"
        )
        if not name:
            break
        assert outline != "none", name
        reached.append(name)
    for name in ("theme", "both-only", "search", "category", "rule", "diagram", "world", "day", "later", "findings-tab", "finding-list"):
        assert name in reached
    page.run("document.getElementById('diagram').focus()")
    page.press("ArrowRight", "ArrowRight", "ArrowRight")
    walked = page.run("document.getElementById('aloud').textContent")
    assert "→" in walked
    assert lit(page, "diagram", "cursor")
    assert lit(page, "world", "cursor") == set()
    page.press("Enter")
    assert page.run("document.getElementById('chosen-title').textContent") in walked
    page.press("Escape")
    assert page.run("document.activeElement.id") == "diagram"
    page.run("document.getElementById('findings-tab').focus()")
    page.press("ArrowRight", "Tab", "ArrowDown", "ArrowDown", "Enter")
    assert page.run("document.getElementById('chosen-title').textContent") == "Hotel Ltd → Mailer Inc."


def test_the_law_changes_along_the_slider(page: Browser) -> None:
    assert page.run("document.getElementById('verdict').textContent") == "√ ok"
    assert page.run("document.querySelector('#label-mail').classList.contains('covered')") is True
    assert page.run("document.querySelectorAll('#world .arc.uncovered').length") == 0
    page.run("document.getElementById('day').focus()")
    page.press("ArrowRight")
    assert page.run("document.getElementById('verdict').textContent") == "× violated"
    why = page.run("document.querySelector('.why:not([hidden])').innerText")
    for words in (
        "From 2020-07-16 to 2022-12-27",
        "ends EU-US Privacy Shield",
        "Implementing Decision (EU) 2016/1250",
        "EU: 1 transfer √ covered by adequacy → × uncovered",
    ):
        assert words in why
    assert page.run("document.querySelector('#label-mail').classList.contains('uncovered')") is True
    assert page.run("document.querySelectorAll('#world .arc.uncovered').length") == 2
    assert any("mechanism lapsed" in card for card in shown(page, "finding"))
    page.click("#finding-list li button")
    assert lit(page, "diagram")
    assert lit(page, "world")
    assert "ended on 2020-07-15" in page.run("document.getElementById('chosen').textContent")
    page.press("Escape")
    page.click("#earlier")
    assert page.run("document.getElementById('verdict').textContent") == "√ ok"
    assert page.run("document.querySelector('#label-mail').classList.contains('covered')") is True
    assert page.said == []


def test_what_changed_on_a_day_is_shown_and_an_address_leads_back_to_it(
    browser: Browser, written: Callable[[str], Path], drawn: None
) -> None:
    browser.open(written("shield"), fragment="#on=2020-07-16&finding=missing_impact_assessment%40clauses%2Feu-gdpr%2FSG")
    assert browser.run("document.getElementById('what').textContent").count("judged on 2020-07-16") == 1
    browser.press("Escape")
    browser.click(".why:not([hidden]) button")
    assert browser.run("document.getElementById('chosen-title').textContent") == "2 transfers"
    assert lit(browser, "diagram") >= {"label-mail", "label-help"}
    browser.run("document.querySelector('#chosen .steps button').click()")
    assert browser.run("location.hash") == "#transfer=mail&on=2020-07-16"


def test_a_long_list_grows_as_it_is_read(browser: Browser, written: Callable[[str], Path], drawn: None) -> None:
    browser.open(written("long"))
    browser.run("document.getElementById('transfers-tab').click()")
    browser.run("new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")
    first = browser.run("document.querySelectorAll('#transfer-list > li').length")
    assert 50 <= first < 600
    browser.click("#search")
    browser.press(*"company 41")
    found = shown(browser, "transfer")
    assert found
    assert all("Company 41" in row for row in found)
    assert browser.run("document.getElementById('said').textContent").startswith(f"{len(found)} of 600 transfers")
    browser.run("document.getElementById('clear').click()")
    browser.run("new Promise(done => setTimeout(done, 30))")
    browser.run("dispatchEvent(new Event('beforeprint'))")
    assert browser.run("document.querySelectorAll('#transfer-list > li').length") == 600


def test_paper_has_the_pictures_and_everything_in_words(page: Browser) -> None:
    page.call("Emulation.setEmulatedMedia", media="print")
    there = "document.querySelector('{}').getClientRects().length > 0"
    for one in ("#diagram svg", "#world svg", "#finding-list .more", "#transfer-list li", "footer"):
        assert page.run(there.format(one)) is True, one
    for one in ("#tools", "#theme", ".scale"):
        assert page.run(there.format(one)) is False, one
    text = page.run("document.body.innerText")
    assert text.count("not legal advice") == 1
    for words in ("CLOUD Act", "checked on", "2020-01-15"):
        assert words in text
    assert page.paper().startswith(b"%PDF")


@pytest.mark.skipif(not AXE.is_file(), reason="AXE_CORE names no folder with axe.min.js (npm install axe-core)")
@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("name", ["shield", "wild", "world", "report"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_stands_in_the_way_of_assistive_technology(browser: Browser, written: Callable[[str], Path], name: str, dark: bool) -> None:
    browser.open(written(name), dark=dark)
    browser.run(f"{AXE.read_text(encoding='utf-8')};0")
    for state in ("body", "#finding-list button", "#chosen .away"):
        browser.run(f"document.querySelector('{state}')?.click()")
        found = browser.run(
            "axe.run(document, {resultTypes: ['violations']})"
            ".then(found => found.violations.filter(one => ['serious', 'critical'].includes(one.impact)))"
            ".then(found => found.map(one => [one.id, one.nodes[0].html]))"
        )
        assert found == []
