"""A nearer map of Europe: where it appears, that nothing is lost on either map, and where places outside are pinned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

import pytest

import datamap as dm
from datamap.rendering.lettering import width
from datamap.rendering.palette import THEMES, Sign
from datamap.rendering.world.atlas import point
from datamap.rendering.world.colours import GROUNDS
from datamap.rendering.world.frame import SIDE, WIDE, legend, pinned
from datamap.rendering.world.shapes import Area, Box, Dot, Part, Rect, Shape, Stroke, Text, moved
from datamap.rendering.world.world_map import World

EUROPE = ("DE", "FR", "NL", "BE", "LU", "IE", "ES", "PT", "IT", "AT", "PL", "CZ", "SE", "DK", "FI")
OUTSIDE = ("US-VA", "IN", "SG", "NZ", "CN-GD")


def spread(*places: str) -> World:
    """The world map of a company in each place that sends to the next."""
    entities = [dm.Entity(id=f"c{n}", name=f"Company {n}", location=place, role="controller") for n, place in enumerate(places)]
    moves = [
        dm.Transfer(from_=f"c{n}", to=f"c{other % len(places)}", data_categories="user.contact")
        for n in range(len(places))
        for other in (n + 1, n + 5)
    ]
    drawn: World = dm.DataMap(name="spread", on="2024-01-01", entities=entities, transfers=moves).world()
    return drawn


def texts(shapes: tuple[Shape, ...]) -> Iterator[Text]:
    """Every text, those within parts too."""
    for shape in shapes:
        if isinstance(shape, Part):
            yield from texts(shape.shapes)
        elif isinstance(shape, Text):
            yield shape


@pytest.mark.parametrize("places", [("NL", "DE", "FR", "GB", "HK", "SG", "US-CA"), EUROPE, ("US-CA", "BR", "JP", "SG", "HK", "AU", "ZA")])
def test_one_map_is_enough_for_a_few_and_for_europe_alone(places: tuple[str, ...]) -> None:
    drawn = spread(*places)
    assert drawn.parts is None
    assert drawn.sheet.high < 800


def test_no_transfer_is_lost_on_either_map() -> None:
    drawn = spread(*EUROPE, *OUTSIDE)
    assert drawn.parts is not None
    far, near = drawn.parts
    every = {leg.id for arc in drawn.picture.arcs for leg in arc.legs}
    assert {leg.id for arc in far.arcs for leg in arc.legs} == every
    inside = {f"c{n}" for n in range(len(EUROPE))}
    met = {leg.id for arc in drawn.picture.arcs for leg in arc.legs if leg.from_ in inside or leg.to in inside}
    assert {leg.id for arc in near.arcs for leg in arc.legs} == met
    assert len(far.spots) == len(OUTSIDE) + 1
    merged = next(spot for spot in far.spots if spot.title == "Europe")
    assert set(merged.nodes) == inside
    assert merged.code == "15 places"
    worst = max(arc.sign.rank for arc in drawn.picture.arcs)
    assert max(arc.sign.rank for arc in far.arcs) == max(arc.sign.rank for arc in near.arcs) == worst


def test_places_outside_are_pinned_to_the_sides_and_say_so() -> None:
    drawn = spread(*EUROPE, *OUTSIDE)
    assert drawn.parts is not None
    near = drawn.parts[1]
    assert near.pinned == {spot.key for spot in near.spots} - set(EUROPE)
    said = [text.text for text in texts(drawn.sheet.shapes)]
    assert "US-VA · outside this part" in said
    assert "Europe, nearer" in said


def test_pins_keep_apart_and_on_the_page() -> None:
    page = Rect(100, 80, 1000, 500)
    at = pinned({f"p{n}": (3000.0 + n, 300.0 + n) for n in range(7)} | {"west": (-4000.0, 9000.0)}, page)
    assert at["west"] == (100, 580)
    east = [at[f"p{n}"] for n in range(7)]
    assert {x for x, _ in east} == {1100}
    assert all(abs(a[1] - b[1]) >= 50 for a, b in combinations(east, 2))
    assert all(80 <= y <= 580 for _, y in east)


def test_names_of_parts_are_unique_and_the_svg_is_one_picture() -> None:
    drawn = spread(*EUROPE, *OUTSIDE)
    root = ElementTree.fromstring(drawn.svg())
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {"arc-1", "near-arc-1", "near-spot-1"} <= set(ids)
    assert root.get("viewBox") == f"0 0 {drawn.sheet.wide:g} {drawn.sheet.high:g}"
    assert drawn.svg() == spread(*EUROPE, *OUTSIDE).svg()


def test_a_long_legend_stays_on_the_sheet() -> None:
    whole = spread(*EUROPE, *OUTSIDE).picture
    every = replace(
        whole, arcs=tuple(replace(whole.arcs[0], sign=sign) for sign in Sign), shut=frozenset({"CN"}), shut_name="mainland China"
    )
    words = [
        shape for shape in legend(every, THEMES["light"], GROUNDS["light"], 700) if isinstance(shape, Text) and shape.anchor == "start"
    ]
    assert len(words) == len(Sign) + 2
    assert {text.y for text in words} == {683, 700}
    assert all(text.x >= SIDE and text.x + width(text.text, text.size) <= WIDE for text in words)


def test_moving_a_shape_moves_all_of_it() -> None:
    part = Part("p", "k", "t", (Box(1, 2, 3, 4, "#fff"), Dot(1, 2, 3, "#fff"), Text(1, 2, "x", 9, "#000")))
    inner = moved(part, 10, 20)
    assert isinstance(inner, Part)
    assert [(shape.x, shape.y) for shape in inner.shapes if isinstance(shape, (Box, Dot, Text))] == [(11, 22)] * 3
    assert moved(Area((((0, 0), (1, 1)),), "#fff"), 1, 2) == Area((((1, 2), (2, 3)),), "#fff")
    assert moved(Stroke(((0, 0), (1, 1)), "#000", 1), 1, 2) == Stroke(((1, 2), (2, 3)), "#000", 1)


def test_islands_at_the_antimeridian_lie_where_they_are() -> None:
    found = point("FJ")
    assert found is not None
    assert abs(abs(found[1]) - 178) < 2
    assert abs(found[2] + 17.8) < 1
