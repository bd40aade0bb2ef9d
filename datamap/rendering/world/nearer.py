"""A second map of Europe where much lies there: its places as one on the map of the world, and each by itself below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from datamap.model import DataMap
from datamap.rendering.palette import ThemeName
from datamap.rendering.signs import Judgement
from datamap.rendering.world.drawing import Picture
from datamap.rendering.world.frame import SIDE, WIDE, heading, legend
from datamap.rendering.world.places import Spot
from datamap.rendering.world.projection import View
from datamap.rendering.world.shapes import Part, Shape, Sheet, Stroke, Text, moved
from datamap.rendering.world.sheet import FOOT, HIGH_SHEET, Layout
from datamap.rendering.world.traffic import arcs

LEAST = 5
"""So many places in Europe crowd a map of the world."""
_WEST, _SOUTH, _EAST, _NORTH = -25.0, 34.0, 42.0, 72.0
_KEY = "part Europe"
_CODE = "Europe"


def split(whole: Picture, m: DataMap, judgement: Judgement) -> tuple[Picture, Picture] | None:
    """The world with Europe as one place, and Europe with what it deals with pinned to the sides; None where one map is enough."""
    near = {spot.key for spot in whole.spots if _WEST <= spot.lon <= _EAST and _SOUTH <= spot.lat <= _NORTH}
    outside = tuple(spot for spot in whole.spots if spot.key not in near)
    if len(near) < LEAST or not outside:
        return None
    inside = tuple(spot for spot in whole.spots if spot.key in near)
    kept = {leg.id for arc in whole.arcs for leg in arc.legs}
    home = {node: _KEY if spot.key in near else spot.key for spot in whole.spots for node in spot.nodes}
    joined = arcs(m, judgement, [leg for leg in m.legs if leg.id in kept], home)
    far = replace(whole, spots=(*outside, _one(inside)), arcs=joined)
    met = tuple(arc for arc in whole.arcs if arc.tail in near or arc.head in near)
    ends = {key for arc in met for key in (arc.tail, arc.head)}
    pins = tuple(spot for spot in outside if spot.key in ends)
    return far, replace(whole, spots=(*inside, *pins), arcs=met, strays=(), pinned=frozenset(spot.key for spot in pins))


def _one(inside: tuple[Spot, ...]) -> Spot:
    """All places of Europe as one."""
    nodes = tuple(node for spot in inside for node in spot.nodes)
    lon, lat = (sum(getattr(spot, axis) for spot in inside) / len(inside) for axis in ("lon", "lat"))
    people, shut = all(spot.people for spot in inside), any(spot.shut for spot in inside)
    said = next((spot.said for spot in inside if spot.shut), "")
    return Spot(_KEY, f"{len(inside)} places", _CODE, lon, lat, nodes, people, shut, said)


def stacked(whole: Picture, far: Picture, near: Picture, theme: ThemeName) -> Sheet:
    """Both maps on one sheet, the nearer one below, with one title and one legend."""
    world, europe = Layout(far, theme), Layout(near, theme)
    look, ground, down = world.look, world.ground, HIGH_SHEET - FOOT + 4
    lower = tuple(moved(_renamed(shape), 0, down) for shape in europe.body())
    high = down + HIGH_SHEET
    words = (
        Stroke(((SIDE, down + 24), (WIDE - SIDE, down + 24)), look.frame_line, 1),
        Text(SIDE, down + 52, "Europe, nearer", 15, look.text, True),
    )
    margins = (*heading(whole, look), *words, *legend(whole, look, ground, high - 24))
    shapes = (*world.body(), *_frame(world.view, look.muted), *lower, *margins)
    about = f"{' · '.join(whole.subtitle)}. {'. '.join(line for arc in whole.arcs for line in arc.lines)}"
    return Sheet(WIDE, high, whole.title, about, look.canvas, shapes)


def _renamed(shape: Shape) -> Shape:
    """A part under a name of its own, since the other map has parts of the same names."""
    return replace(shape, id=f"near-{shape.id}") if isinstance(shape, Part) else shape


def _frame(view: View, line: str) -> Iterator[Shape]:
    """The part of the world that is drawn nearer."""
    north = [view.at(lon, _NORTH) for lon in (_WEST, _EAST)]
    south = [view.at(lon, _SOUTH) for lon in (_EAST, _WEST)]
    yield Stroke((*north, *south, north[0]), line, 1, "dotted")
