"""What holds for every chart: names stay names, words can be read and do not lie on one another, the same input the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from picture_maps import generated
from test_picture_colours import contrast
from test_picture_escaping import NAMES

import datamap as dm
from datamap.cli import run
from datamap.errors import RenderError
from datamap.rendering import raster, renderer
from datamap.rendering.charts.chart import CHART_ENDINGS, Chart
from datamap.rendering.charts.furniture import chip_shapes, mixed, tint
from datamap.rendering.lettering import clean, width
from datamap.rendering.palette import THEMES, Sign
from datamap.rendering.signs import Chip
from datamap.rendering.world.shapes import Box, Part, Rect, Shape, Text

KINDS = ("matrix", "sankey", "timeline")
WECHAT = Path(__file__).parents[3] / "examples" / "wechat" / "contracts-signed.yaml"
SVG = "{http://www.w3.org/2000/svg}"


@cache
def judged(m: dm.DataMap) -> tuple[dm.Report, dm.Timeline]:
    """What is said of a map, on its day and over time, worked out once."""
    return m.check(regimes=["eu-gdpr"]), m.timeline("2019-06-01", "2023-12-31", regimes=["eu-gdpr"])


@cache
def signed() -> dm.DataMap:
    """The messaging service with contracts."""
    return dm.load(WECHAT)


def chart(kind: str, m: dm.DataMap, theme: str = "light") -> Chart:
    """A chart of a map as a user asks for it."""
    report, timeline = judged(m)
    if kind == "timeline":
        found: Chart = timeline.chart(theme=theme)
    else:
        found = getattr(m, kind)(report=report, theme=theme)
    return found


def wild() -> dm.DataMap:
    """A map with hostile names, one of them of 200 letters."""
    keys = list(NAMES)
    return dm.DataMap(
        name="<i>Wild</i> & \"quoted\" 'x'",
        on=date(2021, 3, 1),
        data_subjects=[dm.DataSubjects(id="people", name=NAMES["arabic"], location="EEA")],
        entities=[
            dm.Entity.model_construct(
                **{**dm.Entity(id=key, location="NL" if n % 2 else "SG", role="controller").__dict__, "name": NAMES[key]}
            )
            for n, key in enumerate(keys)
        ],
        transfers=[
            dm.Transfer(from_="people", to=keys[1], data_categories="user.contact"),
            *(dm.Transfer(from_=a, to=b, data_categories="user.contact") for a, b in zip(keys[1:], [*keys[2:], keys[0]], strict=True)),
        ],
    )


def texts(shapes: tuple[Shape, ...]) -> Iterator[Text]:
    """Every text, those within parts too."""
    for shape in shapes:
        if isinstance(shape, Part):
            yield from texts(shape.shapes)
        elif isinstance(shape, Text):
            yield shape


def room(text: Text) -> Rect:
    """The room that the letters of a text take."""
    wide = width(text.text, text.size, text.bold)
    return Rect(text.x - {"start": 0, "middle": 0.5, "end": 1}[text.anchor] * wide, text.y - 0.72 * text.size, wide, 0.9 * text.size)


@pytest.mark.parametrize("kind", KINDS)
def test_names_are_shown_as_written(kind: str) -> None:
    drawn = chart(kind, wild())
    root = ElementTree.fromstring(drawn.svg())
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "g", "path", "ellipse", "text"}
    told = " ".join("".join(element.itertext()) for element in root.iter())
    for key in ("html", "dot", "emoji", "arabic", "chinese", "mermaid"):
        assert clean(NAMES[key]) in told, key
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", drawn.svg() + drawn.to_text())


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_asks_for_nothing_and_runs_nothing(kind: str) -> None:
    tags: list[tuple[str, list[tuple[str, str | None]]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.append((tag, attrs))

    page = chart(kind, wild()).html()
    Reader().feed(page)
    assert not {tag for tag, _ in tags} & {"script", "img", "iframe", "object", "link", "b", "i"}
    assert not [name for _, attributes in tags for name, _ in attributes if name.startswith("on") or name in ("src", "href", "style")]
    assert "default-src 'none'" in page
    assert ("td", []) in tags


@pytest.mark.parametrize("kind", KINDS)
def test_the_svg_tells_what_it_shows(kind: str) -> None:
    drawn = chart(kind, signed())
    root = ElementTree.fromstring(drawn.svg())
    assert (root.get("role"), root.get("aria-label")) == ("img", drawn.title)
    assert root.findtext(f"{SVG}title") == drawn.title
    assert "Hong Kong" in (root.findtext(f"{SVG}desc") or "")
    groups = list(root.iter(f"{SVG}g"))
    assert len(groups) > 4
    assert all(group.findtext(f"{SVG}title") for group in groups)
    assert len({group.get("id") for group in groups}) == len(groups)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("which", ["wechat", "wild", "100"])
def test_words_do_not_lie_on_one_another_and_stay_on_the_sheet(kind: str, which: str) -> None:
    m = signed() if which == "wechat" else wild() if which == "wild" else generated(100).model_copy(update={"on": date(2020, 11, 20)})
    sheet = chart(kind, m).sheet
    taken = [(text, room(text)) for text in texts(sheet.shapes)]
    assert len(taken) > 10
    for index, (text, rect) in enumerate(taken):
        assert rect.x >= 0 and rect.y >= 0 and rect.x + rect.wide <= sheet.wide and rect.y + rect.high <= sheet.high, text  # noqa: PT018
        assert [other.text for other, room_ in taken[index + 1 :] if rect.shared(room_) > 0.5] == [], text.text


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_map_gives_the_same_bytes(kind: str) -> None:
    first = chart(kind, signed())
    judged.cache_clear()
    second = chart(kind, dm.load(WECHAT))
    assert (first.svg(), first.html(), first.to_text()) == (second.svg(), second.html(), second.to_text())
    assert first.pdf() == second.pdf()


@pytest.mark.parametrize("theme", list(THEMES))
def test_words_can_be_read_on_the_tint_of_every_sign(theme: str) -> None:
    look = THEMES[theme]
    low = {sign: round(contrast(look.text, tint(look, sign)), 2) for sign in Sign if contrast(look.text, tint(look, sign)) < 4.5}
    assert low == {}
    tints = [tint(look, sign) for sign in Sign]
    assert len(set(tints)) == len(tints)


@pytest.mark.parametrize("theme", list(THEMES))
@pytest.mark.parametrize("kind", KINDS)
def test_a_theme_changes_colours_and_nothing_else(kind: str, theme: str) -> None:
    def plain(drawn: Chart) -> str:
        return re.sub(r' (fill|stroke)="#[0-9a-f]{6}"', "", drawn.svg())

    m = signed()
    assert plain(chart(kind, m, theme)) == plain(chart(kind, m))
    assert f'fill="{THEMES[theme].canvas}"' in chart(kind, m, theme).svg()


def test_a_chip_keeps_to_its_room_and_stands_on_its_own_ground() -> None:
    look = THEMES["light"]
    for widest in (80.0, 120.0, 200.0):
        shapes, high = chip_shapes(look, Chip(Sign.UNCOVERED, "no mechanism at all for this", "F-01", 2), 0, 0, widest, 3)
        boxes = [shape for shape in shapes if isinstance(shape, Box)]
        assert max(box.wide for box in boxes) <= widest
        assert max(box.y + box.high for box in boxes) <= high
        assert {box.fill for box in boxes} == {look.uncovered.chip, look.uncovered.line}


def test_mixing() -> None:
    assert mixed("#ffffff", "#000000", 0) == "#ffffff"
    assert mixed("#102030", "#ffffff", 1) == "#ffffff"


@pytest.mark.parametrize("kind", KINDS)
def test_saving(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renderer, "program", lambda: None)
    monkeypatch.setattr(raster, "usable", lambda: False)
    drawn = chart(kind, signed())
    for ending, start in (("svg", b"<svg"), ("pdf", b"%PDF-1.7"), ("html", b"<!DOCTYPE html"), ("txt", drawn.title[:12].encode())):
        assert drawn.save(tmp_path / f"x.{ending}").read_bytes().startswith(start)
    with pytest.raises(RenderError, match=f"a {kind} as svg, pdf, html or txt needs none"):
        drawn.save(tmp_path / "x.png")
    with pytest.raises(RenderError, match=f"a {kind} is no 'dot'; use one of {', '.join(CHART_ENDINGS)}"):
        drawn.save(tmp_path / "x.dot")


@pytest.mark.skipif(renderer.program() is None, reason="no renderer: graphviz-pure or dot")
@pytest.mark.parametrize("kind", KINDS)
def test_a_png_is_as_large_as_the_sheet(kind: str) -> None:
    drawn = chart(kind, wild())
    made = drawn.png(1)
    wide, high = int.from_bytes(made[16:20], "big"), int.from_bytes(made[20:24], "big")
    assert abs(wide / high - drawn.sheet.wide / drawn.sheet.high) < 0.02


@pytest.mark.parametrize("kind", KINDS)
def test_the_command_draws_it(kind: str, tmp_path: Path) -> None:
    targets = [tmp_path / f"x.{ending}" for ending in ("svg", "html", "pdf", "txt")]
    outputs = [word for target in targets for word in ("-o", str(target))]
    assert run(["draw", str(WECHAT), "--view", kind, "--regime", "eu-gdpr", *outputs]) == 0
    assert targets[0].read_text("utf-8").startswith("<svg")
    assert all(target.stat().st_size > 500 for target in targets)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--view", "matrix", "-o", "x.dot"], "a matrix is one of .svg, .png, .pdf, .html, .txt; .dot goes with --view diagram"),
        (["--view", "world", "-o", "x.d2"], "a world map is one of .svg, .png, .pdf, .html; .d2 goes with --view diagram"),
        (["-o", "x.txt"], "a diagram is one of"),
        (["--view", "matrix", "--regime", "eu-gdpr", "--regime", "uk-gdpr", "-o", "x.svg"], "draw one for each --regime"),
        (["--view", "timeline", "--findings-only", "-o", "x.svg"], "leave out --findings-only"),
        (["--view", "world", "--group", "entity", "-o", "x.svg"], "the world map has none"),
        (["--by", "category", "-o", "x.svg"], "--view sankey"),
        (["--view", "matrix", "--regime", "eu-gdprr", "-o", "x.svg"], "did you mean eu-gdpr"),
    ],
)
def test_what_does_not_go_together_is_refused(
    args: list[str], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["draw", str(WECHAT), *args]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
