"""The Sankey diagram: strands are kept from column to column, ribbons cross little, a forbidden place is never folded away."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest
from picture_maps import STATUS, ZONES, generated, generated_report, wechat, wechat_report

import datamap as dm
from datamap.errors import QuestionError
from datamap.flow import Network
from datamap.rendering import sankey
from datamap.rendering.charts.chart import Chart
from datamap.rendering.charts.ribbons import _crossings, edges, ordered, points, ribbons
from datamap.rendering.charts.strands import COLUMNS, MOST, Stop, Strand, strands
from datamap.rendering.frames import Geography
from datamap.rendering.palette import Sign
from datamap.rendering.signs import Judgement
from datamap.rendering.world.shapes import Rect

DAY = date(2020, 11, 20)


def flows(m: dm.DataMap) -> tuple[object, ...]:
    """Every chain of a map."""
    return tuple(Network.of(m, DAY).flows())


def found(m: dm.DataMap, judged: dm.Report, **more: str) -> tuple[Strand, ...]:
    """The strands of a map."""
    geography = Geography.of(m, judged, ZONES, STATUS)
    judgement = Judgement(m, judged, None, geography.inside)
    return strands(m, judgement, geography, flows(m), m.legs, more.get("by", "people"))  # type: ignore[arg-type]


def drawn(m: dm.DataMap, judged: dm.Report, **more: object) -> Chart:
    """The picture of a map."""
    return sankey(m, judged, flows(m), zones=ZONES, status=STATUS, **more)  # type: ignore[arg-type]


def test_the_table(golden: Callable[[str, str], None]) -> None:
    m = wechat()
    golden("sankey.txt", drawn(m, wechat_report(m)).to_text())


def test_a_strand_is_a_category_of_people_that_reaches_a_party() -> None:
    m = wechat()
    strands_there = [strand for strand in found(m, wechat_report(m)) if strand.stops[2].key == "shenzhen"]
    told = {(strand.people, strand.category) for strand in strands_there}
    reached = {(flow.data_subjects, flow.data_category) for flow in Network.of(m, DAY).flows(to=("shenzhen",))}
    assert len(told) == len(strands_there) == len(reached) > 0
    assert {strand.sign for strand in strands_there} == {Sign.FORBIDDEN}
    assert {strand.stops[3].name for strand in strands_there} == {"Mainland China · Guangdong"}
    assert all(strand.stops[3].shut for strand in strands_there)


@pytest.mark.parametrize("transfers", [20, 100])
def test_no_strand_is_lost_between_columns(transfers: int) -> None:
    m = generated(transfers)
    strands_ = found(m, generated_report(m))
    boxes = [{stop: Rect(0, 10 * index, 1, 1) for index, stop in enumerate(column)} for column in ordered(strands_)]
    made = ribbons(strands_, boxes, 2.0)
    for at in range(COLUMNS - 1):
        assert sum(ribbon.many for ribbon in made if ribbon.column == at) == len(strands_)
    into: dict[tuple[int, Stop], int] = defaultdict(int)
    out: dict[tuple[int, Stop], int] = defaultdict(int)
    for ribbon in made:
        out[ribbon.column, ribbon.tail] += ribbon.many
        into[ribbon.column + 1, ribbon.head] += ribbon.many
        assert ribbon.left[1] - ribbon.left[0] == pytest.approx(2.0 * ribbon.many) == pytest.approx(ribbon.right[1] - ribbon.right[0])
    assert all(into[key] == out[key] for key in out if key[0] > 0 and key[0] < COLUMNS - 1)


def test_ribbons_at_a_box_do_not_overlap() -> None:
    m = generated(40)
    strands_ = found(m, generated_report(m))
    boxes = [{stop: Rect(0, 10 * index, 1, 1) for index, stop in enumerate(column)} for column in ordered(strands_)]
    sides: dict[tuple[int, Stop], list[tuple[float, float]]] = defaultdict(list)
    for ribbon in ribbons(strands_, boxes, 1.0):
        sides[ribbon.column, ribbon.tail].append(ribbon.left)
        sides[ribbon.column + 10, ribbon.head].append(ribbon.right)
    for ends in sides.values():
        ends.sort()
        assert all(one[1] <= other[0] + 1e-9 for one, other in pairwise(ends))


@pytest.mark.parametrize("transfers", [20, 40, 100])
def test_the_order_crosses_less_than_that_of_the_map(transfers: int) -> None:
    m = generated(transfers)
    strands_ = found(m, generated_report(m))
    links = [Counter((s.stops[at], s.stops[at + 1]) for s in strands_) for at in range(COLUMNS - 1)]
    as_written = [list(dict.fromkeys(s.stops[at] for s in strands_)) for at in range(COLUMNS)]
    assert _crossings(ordered(strands_), links) < 0.7 * _crossings(as_written, links)


def test_a_ribbon_leaves_and_arrives_level() -> None:
    m = wechat()
    strands_ = found(m, wechat_report(m))
    boxes = [{stop: Rect(0, 10 * index, 1, 1) for index, stop in enumerate(column)} for column in ordered(strands_)]
    upper, lower = edges(ribbons(strands_, boxes, 1.0)[0], 100, 300)
    assert upper[0][1] == upper[1][1]
    assert lower[2][1] == lower[3][1]
    assert points(upper)[0] == upper[0]
    assert points(upper)[-1] == pytest.approx(upper[3])


def test_many_boxes_are_folded_and_the_forbidden_place_is_kept() -> None:
    m = generated(200)
    strands_ = found(m, generated_report(m))
    columns = ordered(strands_)
    assert all(len(column) <= most for column, most in zip(columns, MOST, strict=True))
    assert any(stop.name.endswith("parties") for stop in columns[1])
    assert all(stop.under.startswith("in ") for stop in columns[2] if stop.name.endswith("parties"))
    assert any(stop.shut for stop in columns[3])


def test_it_can_start_from_categories() -> None:
    m = wechat()
    names = {stop.name for stop in ordered(found(m, wechat_report(m), by="category"))[0]}
    assert names >= {"Account", "Payment"}
    assert drawn(m, wechat_report(m), by="category").table.heads[0] == "Data"
    with pytest.raises(QuestionError, match="no first column 'colour'; use one of people, category"):
        drawn(m, wechat_report(m), by="colour")


def test_a_choice_of_people_and_of_data_narrows_it() -> None:
    m = wechat()
    chosen = drawn(m, wechat_report(m), subjects="us_users")
    assert {row[0] for row in chosen.table.rows} == {"US users (California)"}
    assert "about US users (California)" in str(chosen)
    assert {row[4] for row in drawn(m, wechat_report(m), category="user.payment", subjects="us_users").table.rows} <= {
        "Payment",
        "Account, Payment",
    }


def test_an_empty_map_says_so() -> None:
    assert "No data reaches anybody." in dm.DataMap(on="2021-01-01").sankey().svg()
