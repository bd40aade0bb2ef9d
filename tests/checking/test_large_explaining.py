"""What is said of one transfer of a large map, or of all between two places, is what is said of them one by one."""

from collections import Counter
from copy import copy
from dataclasses import replace
from itertools import product

import pytest

from datamap.checking import explain, explaining
from datamap.checking.asking import targets
from datamap.checking.large import between as large_between
from datamap.checking.spine import scene
from datamap.errors import QuestionError
from tests.checking.test_large_equals_small import both


@pytest.fixture(scope="module")
def judged():
    """Random maps with their reports, judged transfer by transfer and by classes."""
    return [both(seed) for seed in range(30)]


SAID = (
    *("verdict", "restricted", "mechanism", "agreement", "module", "onward"),
    *("exporter", "importer", "exporter_role", "importer_role"),
)


def test_one_transfer_has_its_own_parties_and_data(judged):
    compared = 0
    for seed, (_, small, big) in enumerate(judged):
        for name in small.arrows:
            told = {a.regime: a for a in big.told(name).assessments}
            ours = {a.regime: a for a in small.assessments if a.transfer == name}
            assert set(told) == set(ours), (seed, name)
            for regime, one in ours.items():
                other = told[regime]
                assert [getattr(other, word) for word in SAID] == [getattr(one, word) for word in SAID], (seed, name, regime)
                assert set(other.data_categories) == set(one.data_categories), (seed, name, regime)
                assert set(other.data_subjects) == set(one.data_subjects), (seed, name, regime)
                compared += 1
    assert compared > 300


def test_all_between_two_places(judged):
    found = 0
    for seed, (m, small, big) in enumerate(judged):
        here = scene(m)
        for start, end in product(("EEA", "place:US", "GB", *list(m.entities)[:2]), ("US", "IN", "CN", "EEA", *list(m.entities)[-2:])):
            near, far = (targets(here, place) for place in (start, end))
            legs = {arrow.id for arrow in small.arrows.values() if arrow.from_ in near and arrow.to in far}
            rows = large_between.between(big.scene, start, end)
            assert set(big.scene.named(rows.tolist())) == legs, seed
            ours = Counter(_gist(a) for a in small.assessments if a.transfer in legs)
            theirs = {}
            for answers in big.answers:
                for one in large_between.alike(big.scene, answers, rows):
                    assert one.transfer in legs
                    theirs[_gist(one.said)] = one.count
            assert theirs == ours, seed
            found += sum(ours.values())
    assert found > 100


def _gist(a):
    return a.regime, a.verdict, a.restricted, a.mechanism, a.agreement, a.onward


def test_places_are_explained_in_one_tree(judged, monkeypatch):
    told = 0
    for m, _, big in judged:
        monkeypatch.setattr(explaining, "check", lambda m, on, report=big: report)
        rows = large_between.between(big.scene, "GB", "EEA")
        text = explain(m, "GB..EEA").text()
        count = len(rows) or "no"
        assert text.startswith(f"GB → EEA on {big.on}: {count} transfer{'' if len(rows) == 1 else 's' if len(rows) else ''}\n")
        told += text.count(" - such as ")
        with pytest.raises(QuestionError, match="no node or place 'nowhere'"):
            explain(m, "EEA..nowhere")
    assert told > 6


def test_steps_told_of_another_transfer_say_so(judged, monkeypatch):
    said = 0
    for m, _, big in judged:
        monkeypatch.setattr(explaining, "check", lambda m, on, report=big: report)
        for name in big.scene.named(range(len(big.scene.tide.rows))):
            text = explain(m, name).text()
            others = [one for one in big.stands_for(name).values() if one.transfer != name]
            assert text.count("told of ") == len(others), name
            assert all(f"told of {one.transfer}, from " in text for one in others)
            said += len(others)
    assert said > 3


def test_systems_of_which_a_table_says_the_same_are_in_their_places():
    """Sorts of systems that come from tables share an id."""
    big = both(8)[2]
    estate = big.scene.estate
    alike = tuple(sort.model_copy(update={"id": "a"}) for sort in estate.systems.sorts)
    assert len(alike) > 1
    places = [place for sort in alike for place in sort.places]
    before = [large_between.between(big.scene, start, end).tolist() for start, end in product(places, places)]
    same = copy(big.scene)
    same.estate = replace(estate, systems=replace(estate.systems, sorts=alike))
    assert [large_between.between(same, start, end).tolist() for start, end in product(places, places)] == before
    assert any(before)
