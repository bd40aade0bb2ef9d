"""Frames: jurisdictions in their zone, a forbidden place apart, unknown places not taken for one place."""

from __future__ import annotations

from picture_maps import STATUS, ZONES, finding, generated, generated_report, report, wechat

from datamap.model import DataMap, DataSubjects, Entity, System, Transfer
from datamap.rendering.frames import Frame, Geography
from datamap.rendering.transfer_diagram import Diagram, diagram


def frames(picture: Diagram) -> dict[str, Frame]:
    return {frame.key: frame for frame in picture.drawing.frames}


def test_the_messaging_service(picture: Diagram) -> None:
    found = frames(picture)
    assert found["NL"].parent == "EEA"
    assert found["EEA"].title == "European Economic Area"
    assert found["HK"] == Frame("HK", "HK", found["HK"].title, STATUS["HK"])
    assert found["US-CA"].title == "United States · California"
    assert (found["CN-GD"].title, found["CN-GD"].status, found["CN-GD"].shut) == (
        "Mainland China · Guangdong",
        "forbidden by policy no-mainland",
        True,
    )
    assert not found["HK"].shut


def test_without_zones_nothing_is_nested() -> None:
    assert not [frame for frame in diagram(wechat()).drawing.frames if frame.parent]


def test_a_house_default_is_called_so() -> None:
    m = wechat()
    reach = finding("reaches_forbidden_place", "DM201", "desk/mainland-china", "reaches", transfers=("desk",), place="mainland-china")
    assert frames(diagram(m, report(m, findings=(reach,))))["CN-GD"].status == "forbidden: house default, not law"


def test_unknown_places_are_not_one_place() -> None:
    m = DataMap(
        data_subjects=[DataSubjects(id="people")],
        entities=[Entity(id="shop", location="unknown")],
        systems=[System(id="crm", location="unknown"), System(id="store", locations=["BR", "CA"])],
        transfers=[
            Transfer(from_="people", to="shop", data_categories="user.contact"),
            Transfer(from_="shop", to=["crm", "store"], data_categories="user.contact"),
        ],
    )
    found = frames(diagram(m))
    assert [frame.code for key, frame in found.items() if key.startswith("unknown")] == ["?", "?", "?"]
    assert found["BR|CA"].code == "BR / CA"


def test_a_cloud_region_stands_in_its_jurisdiction() -> None:
    m = DataMap(
        entities=[Entity(id="shop", location="NL")],
        systems=[System(id="crm", location="aws:ca-central-1", operator="shop")],
        transfers=[Transfer(from_="shop", to="crm", kind="storage", data_categories="user.contact")],
    )
    box = next(box for box in diagram(m).drawing.boxes if box.id == "crm")
    assert box.frame is not None
    assert box.frame.startswith("CA")
    assert "aws:ca-central-1" in box.under


def test_zones_that_name_one_another_end() -> None:
    m = DataMap(zones={"one": ["two", "NL"], "two": ["one", "HK"]}, data_subjects=[DataSubjects(id="people", location="one")])
    geography = Geography.of(m, None, {}, {})
    assert geography.inside("HK", "one")
    assert not geography.inside("SG", "one")


def test_mainland_china_is_without_hong_kong() -> None:
    geography = Geography.of(DataMap(), None, ZONES, {})
    assert [geography.inside(place, "mainland-china") for place in ("CN", "CN-GD", "HK", "MO", "unknown")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert geography.inside("NL", "EEA")


def test_frames_by_legal_entity() -> None:
    found = diagram(wechat(), group="entity").drawing
    assert not found.frames
    m = generated(12)
    own = diagram(m, generated_report(m), group="entity").drawing
    assert all(frame.kind == "entity" for frame in own.frames)
    assert not diagram(m, group="none").drawing.frames
