"""Long chains: proofs are looked for only where something is found."""

from __future__ import annotations

import pytest

import datamap as dm
from datamap.rules import Case

LONG = 600


@pytest.fixture(name="looked")
def chains_looked_for(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    asked: list[str] = []
    chain = Case.chain

    def counted(self: Case, leg: str, category: str | None, people: str | None) -> tuple[str, ...]:
        asked.append(leg)
        return chain(self, leg, category, people)

    monkeypatch.setattr(Case, "chain", counted)
    return asked


def a_chain(last: str) -> dm.DataMap:
    places = ["DE"] * LONG + [last]
    return dm.DataMap(
        data_subjects=[dm.DataSubjects(id="people", location="DE")],
        entities=[dm.Entity(id=f"n{i}", location=place, role="processor" if i else "controller") for i, place in enumerate(places)],
        transfers=[
            dm.Transfer(id="first", from_="people", to="n0", data_categories=["user.contact"]),
            *(dm.Transfer(id=f"t{i}", from_=f"n{i}", to=f"n{i + 1}", data_categories=["user.contact"]) for i in range(LONG)),
        ],
        policies=[dm.Policy(id="home", confine=dm.Confine(data_categories=["user"], within=["EEA"]))],
    )


def test_the_one_end_in_a_forbidden_place_is_proved_along_the_whole_chain(looked: list[str]) -> None:
    report = a_chain("CN").check(on="2023-06-01")
    found = {f.id: f for f in report.findings}
    assert len(found[f"reaches_forbidden_place@n{LONG}/mainland-china"].path) == LONG + 1
    assert len(found[f"outside_confinement@n{LONG}/home"].path) == LONG + 1
    assert len(looked) < 10


def test_where_nothing_is_reached_no_proof_is_looked_for(looked: list[str]) -> None:
    assert a_chain("FR").check(on="2023-06-01").verdict == "ok"
    assert not looked
