"""The world map: where places lie, what arcs stand for, how words keep apart, and what each format holds."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

import datamap as dm
from datamap.cli import run
from datamap.errors import QuestionError, RenderError
from datamap.geo.codes import countries
from datamap.rendering import raster, renderer, world
from datamap.rendering.palette import THEMES, Sign
from datamap.rendering.world.atlas import atlas, middle, point
from datamap.rendering.world.clipping import outline, runs
from datamap.rendering.world.colours import GROUNDS
from datamap.rendering.world.curves import Sea
from datamap.rendering.world.labels import NAME, Room
from datamap.rendering.world.projection import MIDDLE, WIDE, View, projected
from datamap.rendering.world.shapes import Part, Rect, Shape, Text
from datamap.rendering.world.world_map import World

ROOT = Path(__file__).parents[3]
EEA = frozenset(["AT", "BE", "DE", "FR", "GF", "IE", "IS", "IT", "NL", "PL", "SE"])
SVG = "{http://www.w3.org/2000/svg}"
NASTY = "<script>alert('x')</script> \"&\\n\n\x07 العربية 🙂"


def shop(*transfers: dm.Transfer, **names: str) -> dm.DataMap:
    """A shop in the Netherlands, people in the EEA, servers in Hong Kong and Japan, a desk on the mainland, one nowhere."""
    return dm.DataMap(
        name=names.get("map", "shop"),
        on="2021-01-01",
        data_subjects=[dm.DataSubjects(id="users", location="EEA"), dm.DataSubjects(id="others", location="unknown", name="Others")],
        entities=[
            dm.Entity(id="shop", location="NL", role="controller", name=names.get("shop", "Shop")),
            dm.Entity(id="host", location="HK", role="processor"),
            dm.Entity(id="tokyo", location="JP", role="processor"),
            dm.Entity(id="coast", location="US-CA", role="processor"),
            dm.Entity(id="desk", location="CN-GD", role="processor"),
        ],
        transfers=transfers or (move("users", "shop"), move("others", "shop"), move("shop", "host"), move("host", "desk")),
    )


def move(sender: str, receiver: str, **more: object) -> dm.Transfer:
    """A transfer of contact data."""
    return dm.Transfer(from_=sender, to=receiver, data_categories="user.contact", **more)


def parts(shapes: tuple[Shape, ...], kind: str) -> list[Part]:
    """The parts of a class."""
    return [shape for shape in shapes if isinstance(shape, Part) and shape.kind.split()[0] == kind]


def test_equal_earth_is_where_its_authors_put_it() -> None:
    assert projected(MIDDLE, 0) == (0, 0)
    x, y = projected(MIDDLE + 179.999999, 0)
    assert math.isclose(x, WIDE / 2, rel_tol=1e-6)
    assert y == 0
    assert math.isclose(-projected(MIDDLE, 90)[1], 1.3173627591574, rel_tol=1e-9)


def test_the_projection_keeps_areas_true() -> None:
    def area(lat: float) -> float:
        (x0, y0), (x1, _), (_, y1) = projected(20, lat), projected(20.01, lat), projected(20, lat + 0.01)
        return abs((x1 - x0) * (y1 - y0)) / math.cos(math.radians(lat + 0.005))

    assert math.isclose(area(5), area(65), rel_tol=1e-3)


def test_every_country_has_a_point() -> None:
    missing = {code for code in countries() if point(code) is None}
    assert missing == {"AQ", "CC", "CX", "TK"}


@pytest.mark.parametrize(
    ("code", "lon", "lat"), [("HK", 114, 22), ("SG", 104, 1), ("MT", 14, 36), ("LI", 9.5, 47), ("NL", 5.5, 52), ("US-CA", -119, 37)]
)
def test_points_are_near_the_place(code: str, lon: float, lat: float) -> None:
    found = point(code)
    assert found is not None
    assert found[0] == code
    assert math.hypot(found[1] - lon, found[2] - lat) < 1.5


def test_a_subdivision_without_a_point_stands_at_its_country() -> None:
    assert point("NL-UT") == point("NL")


def test_parts_that_law_sets_apart_are_not_tinted_with_their_state() -> None:
    norway = [lat for land in atlas().lands if land.code == "NO" for _, lat in land.rings[0]]
    assert max(norway) < 72
    assert {"SJ", "GF", "XK"} <= {land.code for land in atlas().lands}


def test_no_outline_runs_across_the_map() -> None:
    view = View.whole(0, 0, 1000)
    lines = [ring for land in atlas().lands for ring in land.rings] + list(atlas().borders)
    assert all(abs(a[0] - b[0]) < 100 for line in map(view.line, lines) for a, b in pairwise(line))


def test_land_is_cut_off_at_the_edge_of_the_sheet() -> None:
    square = ((-10.0, 2.0), (5.0, 2.0), (5.0, 8.0), (-10.0, 8.0))
    assert sorted(outline(square, Rect(0, 0, 10, 10))) == [(0, 2), (0, 8), (5, 2), (5, 8)]
    assert outline(square, Rect(6, 0, 10, 10)) == ()
    assert runs(((-1, 1), (1, 1), (2, 1), (11, 1)), Rect(0, 0, 10, 10)) == (((1, 1), (2, 1)),)


def test_the_middle_of_a_zone_leaves_out_what_is_far() -> None:
    europe = [(5.0, 52.0), (10.0, 51.0), (2.0, 47.0), (12.0, 43.0), (-53.0, 4.0)]
    found = middle(europe)
    assert found is not None
    assert 5 < found[0] < 10
    assert middle([(100.0, 0.0), (-100.0, 0.0), (0.0, 0.0)]) is None


def test_a_view_around_near_spots_is_nearer() -> None:
    whole = View.whole(0, 0, 1000)
    near = View.around([(4.0, 52.0), (10.0, 50.0)], 0, 0, 1000, 450)
    assert near.scale > whole.scale * 3
    assert 0 < near.at(4.0, 52.0)[0] < 1000
    assert View.around([(-120.0, 40.0), (140.0, 35.0)], 0, 0, 1000, 450) == whole


def test_an_arc_over_the_antimeridian_leaves_at_one_side_and_comes_back_at_the_other() -> None:
    way = Sea(0, 1000, 0, True).way((150, 200), (900, 220), False, 2, (6, 6))
    assert len(way.curves) == 2
    assert way.edges is not None
    assert (round(way.edges[0][0]), round(way.edges[1][0])) == (0, 1000)
    assert all(-10 <= x <= 1010 for x, _ in way.points)
    assert len(Sea(0, 1000, 0, True).way((150, 200), (600, 220), False, 2, (6, 6)).curves) == 1


def test_two_ways_between_the_same_spots_do_not_lie_on_each_other() -> None:
    sea = Sea(0, 1000, 0, False)
    there, back = sea.way((200, 300), (600, 300), False, 2, (6, 6)), sea.way((600, 300), (200, 300), True, 2, (6, 6))
    assert abs(there.at(0.5)[1] - back.at(0.5)[1]) > 50


def test_labels_do_not_overlap() -> None:
    room = Room(Rect(0, 0, 600, 600), [])
    spots = [(300.0 + 14 * (index % 4), 300.0 + 14 * (index // 4)) for index in range(12)]
    room.dots = [Rect(x - 6, y - 6, 12, 12) for x, y in spots]
    labels = [room.label(at, 5.5, ("A place of some name", "XX · two, three")) for at in spots]
    rooms = [label.room for label in labels if label]
    assert len(rooms) > 6
    assert all(one.shared(other) == 0 for index, one in enumerate(rooms) for other in rooms[index + 1 :])
    assert all(one.high >= NAME for one in rooms)


def test_transfers_between_the_same_places_are_one_arc_with_the_worst_sign() -> None:
    m = shop(move("shop", "host"), move("shop", "host", id="again", purpose="backup"), move("users", "shop"))
    found = m.world().picture
    arc = next(arc for arc in found.arcs if (arc.tail, arc.head) == ("NL", "HK"))
    assert len(arc.legs) == 2
    assert arc.sign is Sign.UNCOVERED
    assert arc.chip is not None
    assert "2 transfers" in arc.chip.text


def test_people_without_a_place_are_listed_and_counted() -> None:
    found = shop().world()
    assert [stray.title for stray in found.picture.strays] == ["Others"]
    assert found.picture.subtitle[0] == "3 of 4 transfers drawn"
    assert "Without a place on the map" in found.svg()


def test_zone_and_forbidden_place_are_tinted() -> None:
    found = shop().world()
    assert found.picture.shut == {"CN"}
    assert "NL" in found.picture.zone
    assert "SJ" not in found.picture.zone
    assert GROUNDS["light"].shut in found.svg()
    assert GROUNDS["light"].zone in found.svg()


def test_the_same_map_gives_the_same_text() -> None:
    assert shop().world().svg() == shop().world().svg()


def test_the_svg_tells_what_it_shows() -> None:
    root = ElementTree.fromstring(shop().world().svg())
    assert root.get("role") == "img"
    title, about = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert title.text == "Personal-data transfers on the map — shop"
    assert about is not None
    assert "Shop → host: " in (about.text or "")
    arcs = [group for group in root.iter(f"{SVG}g") if "arc" in (group.get("class") or "")]
    assert len(arcs) == 3
    assert all(group.find(f"{SVG}title") is not None for group in arcs)


@pytest.mark.parametrize("as_text", [World.svg, World.html])
def test_what_a_user_wrote_is_text(as_text: Callable[[World], str]) -> None:
    drawn = as_text(shop(map=NASTY, shop=NASTY).world())
    assert "<script" not in drawn
    assert "\x07" not in drawn
    ElementTree.fromstring(shop(map=NASTY, shop=NASTY).world().svg())


def test_the_page_asks_for_nothing() -> None:
    drawn = shop().world().html()
    assert "default-src 'none'" in drawn
    assert not re.search(r'(src|href)="?http', drawn)
    assert "NL" in drawn


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_words_stand_out_from_land(theme: str) -> None:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    look, ground = THEMES[theme], GROUNDS[theme]
    for below in (ground.land, ground.zone, ground.shut):
        for words in (look.text, look.muted):
            low, high = sorted((light(words), light(below)))
            assert (high + 0.05) / (low + 0.05) >= 4.5, (words, below)


def test_a_pdf_needs_no_renderer_and_a_png_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(renderer, "program", lambda: None)
    monkeypatch.setattr(raster, "usable", lambda: False)
    found = shop().world()
    assert found.save(tmp_path / "w.pdf").read_bytes().startswith(b"%PDF-1.7")
    with pytest.raises(RenderError, match="svg, pdf or html needs none"):
        found.save(tmp_path / "w.png")
    with pytest.raises(RenderError, match="use one of svg"):
        found.save(tmp_path / "w.dot")


@pytest.mark.skipif(renderer.program() is None, reason="no renderer: graphviz-pure or dot")
def test_a_png_is_as_large_as_the_sheet() -> None:
    drawn = shop(map=NASTY).world().png(1)
    assert drawn.startswith(b"\x89PNG")
    wide, high = int.from_bytes(drawn[16:20], "big"), int.from_bytes(drawn[20:24], "big")
    assert abs(wide / high - 1400 / 752) < 0.02


def test_a_theme_that_does_not_exist_is_refused() -> None:
    with pytest.raises(QuestionError, match="no theme"):
        world(shop(), theme="neon")  # type: ignore[arg-type]


def test_a_map_that_is_not_judged_and_one_without_transfers() -> None:
    assert "not judged" in str(world(shop()))
    empty = dm.DataMap(on="2021-01-01").world()
    assert empty.picture.spots == ()
    assert [shape for shape in empty.sheet.shapes if isinstance(shape, Text) and shape.text.startswith("0 transfers")]


def test_the_command_draws_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "world.svg"
    wechat = str(ROOT / "examples" / "wechat" / "wechat.yaml")
    assert run(["draw", wechat, "--view", "world", "-o", str(target)]) == 0
    assert "WeChat" in target.read_text("utf-8")
    assert run(["draw", wechat, "--view", "world", "-o", str(tmp_path / "w.dot")]) == 2
    assert "a world map is one of" in capsys.readouterr().err
