"""Pictures of a large map say of its transfers what the map judged transfer by transfer says of them, and stay readable."""

import re
from collections import Counter

import numpy as np
import pytest

from datamap.assessment.estates import EstateScene
from datamap.checking import check, drawing, large, matrix
from datamap.checking.large.choosing import chosen
from datamap.checking.large.drawing import by_rows
from datamap.errors import QuestionError
from datamap.flow.network import Network
from datamap.law import LawBook
from datamap.model import DataMap, DataSubjects, Entity, Policy, System, Transfer
from datamap.model.estate import Estate
from datamap.rendering.palette import Sign
from datamap.rendering.selection import Selection
from datamap.rendering.signs import Judgement
from tests.checking.test_large_equals_small import both

PLACES = ("NL", "DE", "FR", "GB", "US-CA", "IN", "SG", "HK", "JP", "KR", "BR", "ZA", "CN-GD", "CH", "CA", "AU")
WEIGHED = (Sign.FORBIDDEN, Sign.UNCOVERED, Sign.UNKNOWN)


@pytest.fixture(scope="module")
def judged():
    """Random maps with their reports, judged transfer by transfer and by classes."""
    return [both(seed) for seed in range(40)]


def test_every_transfer_has_its_sign(judged):
    """Signs of broken promises about mechanisms are told of examples alone."""
    seen, better = Counter(), 0
    for seed, (m, small, big) in enumerate(judged):
        one, other = Judgement(m, small), Judgement(m, by_rows(big))
        for name in small.arrows:
            signs = one.sign(name), other.sign(name)
            if signs[0] in WEIGHED:
                seen[signs[0]] += 1
                assert signs[1].rank >= signs[0].rank, (seed, name)
            better += signs[0].rank < signs[1].rank
    assert min(seen[sign] for sign in WEIGHED) > 5
    assert better < 0.04 * seen.total()


@pytest.fixture(scope="module")
def wide():
    """A map with transfers between all of sixteen countries, and its report by classes."""
    names = [f"c{at}" for at in range(len(PLACES))]
    m = DataMap(
        name="wide <b>",
        on="2024-06-01",
        data_subjects=[DataSubjects(id="people", location="EEA")],
        entities=[Entity(id=name, location=place, role="controller") for name, place in zip(names, PLACES, strict=True)],
        systems=[System(id=f"s-{name}", location=place, operator=name) for name, place in zip(names, PLACES, strict=True)],
        transfers=[
            Transfer(id="in", from_="people", to="c0", data_categories=["user.contact"]),
            *(Transfer(id=f"own{at}", from_=name, to=f"s-{name}", data_categories=["user.contact"]) for at, name in enumerate(names)),
            *(
                Transfer(id=f"t{one}-{two}-{more}", from_=names[one], to=f"s-{names[two]}", data_categories=["user.contact"])
                for one in range(len(names))
                for two in range(len(names))
                for more in range((one * two) % 3 + 1)
                if one != two
            ),
        ],
    )
    return m, large.report(EstateScene(Estate.of_map(m), m.day(), LawBook.default()), "wide <b>", None, None, ())


def test_the_diagram_draws_the_widest_flows_between_countries(wide):
    m, report = wide
    picture = drawing.diagram(m, report=report)
    drawn = picture.drawing
    assert len(drawn.lines) == 40
    assert len(drawn.boxes) <= 40
    flows = Counter((leg.from_, leg.to.removeprefix("s-")) for leg in m.legs if leg.from_ != leg.to.removeprefix("s-"))
    assert sorted(len(line.transfers) for line in drawn.lines) == sorted(flows.values())[-40:]
    assert f"drawn are the 40 widest of {len(flows)} flows between countries" in " ".join(drawn.subtitle)
    legs = {leg.id: leg for leg in m.legs}
    assert all(len({(legs[name].from_, legs[name].to) for name in line.transfers}) == 1 for line in drawn.lines)


def test_the_chips_count_what_is_said_of_each_transfer(wide):
    m, report = wide
    judgement = Judgement(m, check(m))
    for line in drawing.diagram(m, report=report).drawing.lines:
        signs = Counter(judgement.sign(transfer) for transfer in line.transfers)
        told = {chip.sign: int(re.match(r"[\d,]+", chip.text)[0].replace(",", "")) for chip in line.chips}
        assert told == signs
        assert line.sign is max(signs, key=lambda sign: sign.rank)


def test_what_is_not_drawn_is_counted(wide):
    m, report = wide
    boxes = drawing.diagram(m, report=report).drawing.boxes
    told = [text for box in boxes if box.kind == "sender" for text in box.under if text.startswith("and ")]
    assert told
    assert all(re.fullmatch(r"and \d+ more destinations?: \d+ transfers?", text) for text in told)


def test_its_page_holds_the_report_and_escapes_names(wide):
    m, report = wide
    page = drawing.diagram(m, report=report).html()
    assert "How they stand under each law" in page
    assert "wide &lt;b&gt;" in page
    assert "wide <b>" not in page


def test_the_world_map_draws_the_widest_flows(wide):
    m, report = wide
    said = drawing.world(m, report=report).picture
    assert len([arc for arc in said.arcs if arc.tail != arc.head]) == 24
    assert "along the 24 widest flows" in said.subtitle[0]
    every = drawing.world(m, report=check(m)).picture
    assert len(every.arcs) > 200


def test_the_matrix_has_all_transfers(wide):
    m, report = wide
    told = matrix(m, report=report, regime="eu-gdpr")
    ours = matrix(m, report=check(m), regime="eu-gdpr")
    assert told.subtitle[0] == ours.subtitle[0]


def test_a_promise_that_it_cannot_show_is_named(wide):
    m, report = wide
    promised = m.model_copy(update={"policies": (Policy(id="p", require={"mechanism": ["scc"], "leaving": "EEA"}),)})
    other = large.report(EstateScene(Estate.of_map(promised), m.day(), LawBook.default()), "wide", None, None, ())
    said = "promises about mechanisms are told in the report alone"
    assert said in drawing.diagram(promised, report=other).drawing.subtitle
    assert said not in drawing.diagram(m, report=report).drawing.subtitle


SELECTIONS = (
    Selection(categories=("user.content",)),
    Selection(categories=("user.content.private", "user.workplace")),
    Selection(focus=("e0",)),
    Selection(focus=("e1",), depth=2),
    Selection(categories=("user",), focus=("e0", "e1")),
)


@pytest.mark.parametrize("selection", SELECTIONS)
def test_what_is_chosen_is_what_is_chosen_one_by_one(judged, selection):
    found = 0
    for seed, (m, small, big) in enumerate(judged):
        rows = np.flatnonzero(chosen(big.scene, selection, np.zeros(len(big.scene.tide.rows), np.int64)))
        legs = {leg.id for leg in selection.legs(m, Judgement(m, small))}
        assert set(big.scene.named(rows.tolist())) == legs, seed
        found += len(legs)
    assert found > 50


def test_of_people_what_carries_their_data_is_chosen(judged):
    for seed, (m, small, big) in enumerate(judged):
        scene, network = big.scene, Network.of(m)
        rows = np.flatnonzero(chosen(scene, Selection(subjects=("eu",)), np.zeros(len(scene.tide.rows), np.int64)))
        legs = {name for name in small.arrows if any(one.people == "eu" for one in network.carried(name))}
        assert set(scene.named(rows.tolist())) == legs, seed


def test_few_transfers_are_drawn_one_by_one(wide):
    m, report = wide
    few = drawing.diagram(m, report=report, focus="people", depth=1)
    assert {line.transfers for line in few.drawing.lines} == {("in",)}
    some = drawing.diagram(m, report=report, findings_only=True, category="user.contact").drawing
    assert re.match(r"\d+ transfers of 397", some.subtitle[0])
    with pytest.raises(QuestionError, match="no node 'nowhere'"):
        drawing.diagram(m, report=report, focus="nowhere")
    with pytest.raises(QuestionError, match="no data category 'user"):
        drawing.diagram(m, report=report, category="user.nothing")
    with pytest.raises(QuestionError, match="no theme 'pink'"):
        drawing.diagram(m, report=report, theme="pink")
