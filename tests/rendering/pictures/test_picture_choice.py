"""Which transfers are drawn, and how many are folded into one line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from picture_maps import ZONES, generated, generated_report, report, wechat, wechat_report

from datamap.errors import QuestionError
from datamap.model import DataMap, Entity, System, Transfer
from datamap.rendering.drawing import Drawing
from datamap.rendering.folding import BOXES, LINES
from datamap.rendering.transfer_diagram import diagram


def transfers(drawn: Drawing) -> set[str]:
    return {transfer for line in drawn.lines for transfer in line.transfers}


def test_a_category_and_those_below_it() -> None:
    assert transfers(diagram(wechat(), category="user.payment").drawing) == {"us_users..tis_pte", "tis_pte..ontario"}
    everything = {leg.id for leg in wechat().legs}
    assert transfers(diagram(wechat(), category="user").drawing) == everything
    assert transfers(diagram(wechat(), category=["user.payment", "user.content"]).drawing) >= {
        "us_users..tis_pte",
        "eea_users..tis_europe",
    }


def test_some_people() -> None:
    assert transfers(diagram(wechat(), subjects="us_users").drawing) == {"us_users..tis_pte", "tis_pte..ontario"}
    assert "desk" in transfers(diagram(wechat(), subjects="eea_users").drawing)


def test_only_findings() -> None:
    m = wechat()
    assert transfers(diagram(m, wechat_report(m), findings_only=True).drawing) == {"eea_users..tis_europe", "nl-hk", "desk"}


def test_near_a_node() -> None:
    near = diagram(wechat(), focus="hong_kong").drawing
    assert {box.id for box in near.boxes} == {"tis_europe", "wechat_int", "hong_kong", "shenzhen"}
    assert "within 1 of Hong Kong region" in near.subtitle
    far = diagram(wechat(), focus="hong_kong", depth=2).drawing
    assert {"eea_users", "ontario", "others"} <= {box.id for box in far.boxes}
    assert {box.id for box in diagram(wechat(), focus="hong_kong", depth=0).drawing.boxes} == {"hong_kong"}


@pytest.mark.parametrize(
    ("look", "said"),
    [
        ({"focus": "hong_kon"}, "did you mean hong_kong?"),
        ({"category": "user.paymint"}, "did you mean user.payment"),
        ({"subjects": "nobody"}, "there is no group of data subjects 'nobody'"),
        ({"theme": "pink"}, "there is no theme 'pink'; use one of light, dark, print"),
        ({"group": "colour"}, "there is no group 'colour'"),
        ({"findings_only": True}, "the map was not judged"),
        ({"focus": "hong_kong", "depth": -1}, "give 1 or more"),
    ],
)
def test_what_does_not_exist_is_refused(look: dict[str, object], said: str) -> None:
    with pytest.raises(QuestionError, match=said.replace("?", r"\?")):
        diagram(wechat(), **look)  # type: ignore[arg-type]


def test_a_transfer_that_is_over_is_not_drawn() -> None:
    m = wechat()
    over = m.transfers[4].model_copy(update={"ends": date(2020, 1, 1)})
    later = m.model_copy(update={"transfers": (*m.transfers[:4], over, *m.transfers[5:])})
    assert "nl-hk" not in transfers(diagram(later, report(later)).drawing)
    assert "8 transfers of 9" in diagram(later, report(later)).drawing.subtitle
    assert "nl-hk" in transfers(diagram(later).drawing)


def test_the_subtitle_names_the_file_and_no_folder() -> None:
    m = wechat()
    judged = replace(wechat_report(m), map_file="C:\\maps\\2020/wechat.yaml")
    assert "wechat.yaml" in diagram(m, judged).drawing.subtitle


def test_forty_transfers_are_drawn_one_by_one() -> None:
    drawn = diagram(generated(40)).drawing
    assert not drawn.bundled
    assert len(transfers(drawn)) == 40


@pytest.mark.parametrize("number", [41, 100])
def test_more_are_bundled_and_none_is_lost(number: int) -> None:
    m = generated(number)
    drawn = diagram(m, generated_report(m), zones=ZONES).drawing
    assert drawn.bundled
    pairs = [(line.tail, line.head) for line in drawn.lines]
    assert len(pairs) == len(set(pairs))
    home = {node: box.id for box in drawn.boxes for node in box.nodes}
    inside = {leg.id for leg in m.legs if home[leg.from_] == home[leg.to]}
    assert transfers(drawn) | inside == {leg.id for leg in m.legs}
    assert not transfers(drawn) & inside
    said = sum(int(text.split()[0]) for box in drawn.boxes for text in box.under if text.endswith("inside"))
    assert said == len(inside)


def test_a_very_large_map_becomes_a_summary_by_jurisdiction() -> None:
    m = generated(300)
    drawn = diagram(m, generated_report(m), zones=ZONES).drawing
    assert len(drawn.boxes) <= BOXES
    assert {box.kind for box in drawn.boxes} == {"sender", "receiver"}
    by_frame = [box.frame for box in drawn.boxes]
    assert len(by_frame) == len(set(by_frame))
    shown = {transfer for line in drawn.lines for transfer in line.transfers}
    area = {node: box.frame.split()[0] for box in drawn.boxes if box.frame for node in box.nodes}
    assert shown == {leg.id for leg in m.legs if area[leg.from_] != area[leg.to]}


def test_systems_fold_into_their_jurisdiction() -> None:
    m = DataMap(
        entities=[Entity(id="shop", location="NL", name="Shop")],
        systems=[System(id=f"s{n}", name=f"System {n}", location="US" if n % 2 else "HK", operator="shop") for n in range(44)],
        transfers=[Transfer(from_="shop", to=f"s{n}", data_categories="user.contact") for n in range(44)],
    )
    drawn = diagram(m).drawing
    assert [(box.over, box.title) for box in drawn.boxes if box.kind == "system"] == [
        ("22 SYSTEMS", ("System 0", "System 2", "System 4", "and 19 more")),
        ("22 SYSTEMS", ("System 1", "System 3", "System 5", "and 19 more")),
    ]
    assert [[str(chip) for chip in line.chips] for line in drawn.lines] == [["22 free"], ["22 free"]]
    assert len(drawn.lines) <= LINES
