"""What the assessment remembers instead of asking again: on maps at random the answers are those of asking each time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from random_maps import random_map

from datamap.assessment import Movement, Scene, assess, coverage
from datamap.assessment.binding import Binding, Bound, binding
from datamap.assessment.bindings import Bindings
from datamap.assessment.instruments import EXPORTERS, IMPORTERS, Instrument
from datamap.assessment.judging import Judge
from datamap.law import LawBook
from datamap.model import DataMap

SEEDS = range(150)


def scene(seed: int) -> Scene:
    m = random_map(seed)
    return Scene(m, m.day(), LawBook.default())


def asked(self: Bindings, movement: Movement, people: str | None) -> Binding:
    return binding(self.scene, self.regime, movement, people)


def never(self: Judge, *asked: object) -> None:
    """Nothing is shared."""


def test_a_map_is_assessed_as_when_nothing_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = {seed: assess(scene(seed)) for seed in SEEDS}
    monkeypatch.setattr(Bindings, "of", asked)
    monkeypatch.setattr(Bindings, "none", lambda self, movement: False)
    monkeypatch.setattr(Judge, "_shared", never)
    monkeypatch.setattr(coverage, "reading", lambda *asked: object())
    assert sum(len(found) for found in quick.values()) > 1000
    for seed, found in quick.items():
        assert assess(scene(seed)) == found, seed


@pytest.mark.parametrize(("european", "american"), [("a", "b"), ("b", "a")])
def test_data_about_people_inside_is_closed_whoever_else_is_on_the_leg(european: str, american: str) -> None:
    tree: dict[str, Any] = {
        "data_subjects": {european: {"location": "DE"}, american: {"location": "US"}},
        "entities": {"shop": {"location": "US", "role": "controller"}, "host": {"location": "CN", "role": "processor"}},
        "transfers": [
            {"from": [european, american], "to": "shop", "data_categories": ["user.health_and_medical"]},
            {"id": "host", "from": "shop", "to": "host", "data_categories": ["user.health_and_medical"], "volume": {"people": 1_000_000}},
        ],
    }
    (answer,) = assess(Scene(DataMap.model_validate(tree), date(2026, 1, 10), LawBook.default()), ["us-dsp"])
    assert {part.data_subjects: part.verdict.value for part in answer.parts} == {(american,): "uncovered", (european,): "not_restricted"}


def test_what_the_law_of_an_adequate_country_answers_holds_for_all_whose_data_went_there(monkeypatch: pytest.MonkeyPatch) -> None:
    tree: dict[str, Any] = {
        "data_subjects": {"here": {"location": "DE"}, "there": {"location": "US"}, "staff": {"location": "DE", "workers": True}},
        "entities": {
            "shop": {"location": "DE", "role": "controller"},
            "host": {"location": "GB", "role": "processor"},
            "desk": {"location": "IN", "role": "processor"},
        },
        "transfers": [
            {"from": ["here", "there", "staff"], "to": "shop", "data_categories": ["user.contact"]},
            {"from": "shop", "to": "host", "data_categories": ["user.contact"]},
            {"id": "desk", "from": "host", "to": "desk", "data_categories": ["user.contact"]},
        ],
    }
    m = DataMap.model_validate(tree)
    found = assess(Scene(m, date(2024, 6, 1), LawBook.default()), ["eu-gdpr"])
    (desk,) = (one for one in found if one.transfer == "desk")
    (part,) = desk.parts
    assert part.data_subjects == ("here", "staff", "there")
    assert part.reasons[-1].says.endswith("the next leg is for uk-gdpr, which answers: uncovered")
    monkeypatch.setattr(Judge, "_shared", never)
    assert assess(Scene(m, date(2024, 6, 1), LawBook.default()), ["eu-gdpr"]) == found


def test_a_binding_is_the_one_of_its_leg() -> None:
    met = set()
    for seed in SEEDS:
        here = scene(seed)
        for regime in here.law.regimes.values():
            remembered = Bindings(here, regime)
            for movement in here.movements.values():
                for people in here.groups(movement.leg.id):
                    now, then = remembered.of(movement, people), binding(here, regime, movement, people)
                    assert now.bound is then.bound
                    assert now == then or now.bound is Bound.NO
                    met.add(now.bound)
    assert met == set(Bound)


def test_the_instruments_of_a_leg_are_those_that_a_search_finds() -> None:
    offered = 0
    for seed in SEEDS:
        here = scene(seed)
        for movement in here.movements.values():
            sender, receiver = movement.exporter.id, movement.importer.id
            if movement.leg.transfer.agreements is None and sender and receiver and sender != receiver:
                both = [
                    agreement.id
                    for agreement in here.map.agreements.values()
                    if Instrument(agreement).joins(sender, EXPORTERS) and Instrument(agreement).joins(receiver, IMPORTERS)
                ]
                assert [instrument.id for instrument in movement.instruments] == both
                offered += len(both)
    assert offered > 20
