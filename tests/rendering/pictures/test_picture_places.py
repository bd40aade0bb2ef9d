"""Where things are: nothing on top of anything else, lines clear of boxes and labels, data from left to right."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import pytest
from picture_maps import STATUS, ZONES, generated, generated_report, wechat, wechat_report

from datamap.model import DataMap, Entity, System, Transfer
from datamap.rendering.columns import Edge, columns
from datamap.rendering.dot import Arranged, arranged
from datamap.rendering.drawing import Drawing
from datamap.rendering.palette import LIGHT
from datamap.rendering.placement import Point, Rect
from datamap.rendering.routes import upwards
from datamap.rendering.rows import Step, order
from datamap.rendering.spacing import Spacing
from datamap.rendering.transfer_diagram import diagram

SIZES = [3, 10, 40, 100, 200]


@cache
def drawing(transfers: int) -> tuple[Drawing, Arranged]:
    m = generated(transfers)
    drawn = diagram(m, generated_report(m), zones=ZONES, status=STATUS).drawing
    return drawn, arranged(drawn, LIGHT)


def overlap(one: Rect, other: Rect) -> bool:
    return one.left < other.right - 0.1 and other.left < one.right - 0.1 and one.top < other.bottom - 0.1 and other.top < one.bottom - 0.1


def along(points: tuple[Point, ...]) -> list[Point]:
    """Points on a Bézier line."""
    found = []
    for start in range(0, len(points) - 1, 3):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = points[start : start + 4]
        for step in range(17):
            t = step / 16
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
            found.append((a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy))
    return found


@pytest.mark.parametrize("transfers", SIZES)
def test_boxes_and_labels_do_not_overlap(transfers: int) -> None:
    _, arrangement = drawing(transfers)
    rects = {name: rect for name, rect in arrangement.placement.stops.items() if rect.right > rect.left}
    assert not [(one, other) for one, other in combinations(rects, 2) if overlap(rects[one], rects[other])]


@pytest.mark.parametrize("transfers", SIZES)
def test_lines_run_clear_of_boxes_and_labels(transfers: int) -> None:
    drawn, arrangement = drawing(transfers)
    rects = arrangement.placement.stops
    solid = {name: rect for name, rect in rects.items() if rect.right > rect.left}
    for line in drawn.lines:
        own = {line.tail, line.head, f"label {line.id}"}
        points = [point for part in arrangement.placement.paths[line.id] for point in along(part)]
        for name, rect in solid.items():
            if name not in own:
                assert not any(rect.left < x < rect.right and rect.top < y < rect.bottom for x, y in points), (line.id, name)


@pytest.mark.parametrize("transfers", SIZES)
def test_lines_are_whole(transfers: int) -> None:
    drawn, arrangement = drawing(transfers)
    for line in drawn.lines:
        first, second = arrangement.placement.paths[line.id]
        assert len(first) % 3 == len(second) % 3 == 1
        left, right = (line.head, line.tail) if line.back else (line.tail, line.head)
        label = arrangement.placement.stops[f"label {line.id}"]
        assert abs(first[0][0] - arrangement.placement.stops[left].right) < 10
        assert abs(second[-1][0] - arrangement.placement.stops[right].left) < 10
        assert first[-1][0] == pytest.approx(label.left)
        assert first[-1][1] == pytest.approx(second[0][1])
        for box, (_, y) in ((left, first[0]), (right, second[-1])):
            assert arrangement.placement.stops[box].top < y < arrangement.placement.stops[box].bottom


@pytest.mark.parametrize("transfers", SIZES)
def test_frames_hold_their_own_and_nothing_else(transfers: int) -> None:
    drawn, arrangement = drawing(transfers)
    frames = {frame.key: frame for frame in drawn.frames}
    for key, rect in arrangement.placement.frames.items():
        for box in drawn.boxes:
            at = arrangement.placement.stops[box.id]
            if key in upwards(frames, box.frame):
                assert rect.left < at.left < at.right < rect.right
                assert rect.top < at.top < at.bottom < rect.bottom
            else:
                assert not overlap(rect, at)
    for one, other in combinations(drawn.frames, 2):
        if one.parent == other.parent:
            assert not overlap(arrangement.placement.frames[one.key], arrangement.placement.frames[other.key])


def test_data_runs_to_the_right() -> None:
    m = wechat()
    drawn = diagram(m, wechat_report(m), zones=ZONES).drawing
    column = {box.id: box.column for box in drawn.boxes}
    assert [column[box] for box in ("eea_users", "tis_europe", "hong_kong", "shenzhen")] == [0, 1, 2, 3]
    assert all(column[line.tail] < column[line.head] for line in drawn.lines)


def test_circles_end() -> None:
    edges = [Edge("a", "b"), Edge("b", "c"), Edge("c", "a"), Edge("c", "c")]
    assert columns({"a": "entity", "b": "entity", "c": "entity"}, edges) == {"a": 0, "b": 1, "c": 2}
    m = DataMap(
        entities=[Entity(id=name, location="NL") for name in "abc"],
        transfers=[Transfer(from_=a, to=b, data_categories="user.contact") for a, b in ("ab", "bc", "ca", "cb")],
    )
    drawn = diagram(m).drawing
    assert {line.id for line in drawn.lines if line.back} == {"c..a", "c..b"}


def test_who_reads_from_afar_stands_last() -> None:
    kinds = {"people": "people", "shop": "entity", "crm": "system", "desk": "reader", "lab": "entity", "far": "system"}
    edges = [Edge("people", "shop"), Edge("shop", "crm"), Edge("crm", "desk"), Edge("crm", "lab"), Edge("lab", "far")]
    assert columns(kinds, edges)["desk"] == 3
    assert columns({**kinds, "late": "reader"}, [*edges, Edge("far", "late")])["desk"] == 5


def test_an_order_without_crossings_is_found() -> None:
    steps = [Step(0, "a", "z"), Step(0, "b", "y"), Step(0, "c", "x")]
    nests: dict[str, tuple[str, ...]] = dict.fromkeys("abcxyz", ())
    found = order("abcxyz", nests, steps)
    assert [found.index(left) < found.index("b") for left in "ac"] == [found.index(right) < found.index("y") for right in "zx"]


def test_a_frame_is_not_torn_apart() -> None:
    nests = {"a": ("f",), "b": (), "c": ("f",), "d": ("f", "g"), "e": ("f",), "h": ("f", "g")}
    found = order("abcdeh", nests, [Step(0, "a", "b"), Step(0, "b", "c"), Step(0, "d", "b")])
    inside = [index for index, item in enumerate(found) if item != "b"]
    assert inside in (list(range(5)), list(range(1, 6)))
    assert abs(found.index("d") - found.index("h")) == 1


def test_spacing_is_exact() -> None:
    spacing = Spacing()
    for name in "abc":
        spacing.add(name)
    spacing.wall("a", "b", 10)
    spacing.pull("a", "c", 0, 2)
    spacing.pull("b", "c", 0, 5)
    spacing.pull("start", "b", 30, 1)
    assert spacing.solve() == {"a": 20, "b": 30, "c": 30}


def test_one_box_alone() -> None:
    m = DataMap(entities=[Entity(id="a", location="NL")], systems=[System(id="s", location="NL", operator="a")])
    assert diagram(m).drawing.boxes == ()
    assert [box.id for box in diagram(m, focus="a").drawing.boxes] == ["a"]
    assert "box a" in diagram(m, focus="a").dot
