"""Every tool and every ground of the laws elsewhere, tried on a map made for it: on its first day, its last, and around."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from casebook import data_map

from datamap.law import Barred, Derogation, LawBook, Mechanism, Regime

DAY = timedelta(days=1)
FAMILY = {"eu-gdpr", "eu-2018-1725", "uk-gdpr", "ch-fadp"}
ABROAD = "BO"
LAST = date(2028, 1, 1)


def _tools() -> Iterator[Any]:
    for regime in LawBook.default().regimes.values():
        if regime.id not in FAMILY:
            for law in (*regime.of(Mechanism), *regime.of(Derogation)):
                yield pytest.param(regime, law, id=f"{law.id}-{law.from_}")


def _map(regime: Regime, law: Mechanism | Derogation, on: date) -> dict[str, Any]:
    """A map in which this tool, and nothing else, could cover the transfer `go` on the day."""
    act = regime.conduct(on)
    home: dict[str, Any] = {"location": _seat(regime, law), "role": "controller", "kind": regime.exporters[0]}
    abroad: dict[str, Any] = {"location": ABROAD, "role": "processor", "kind": regime.exporters[0]}
    if regime.members:
        home["attributes"] = [regime.members]
    if act and act.processor_exempt:
        abroad["role"] = "controller"
    go: dict[str, Any] = {"id": "go", "from": "home", "to": "abroad", "data_categories": _data(regime, law, on), "agreements": []}
    found: dict[str, Any] = {"entities": {"home": home, "abroad": abroad}, "transfers": [go]}
    if act and act.default == "allowed":
        _close(regime, on, abroad, go)
    if isinstance(law, Derogation):
        found["agreements"] = {"tool": {"kind": "derogation", "ground": law.ground}}
        home["kind"] = "public_body" if "company" in law.exporter_not else home["kind"]
        go |= {"agreements": "tool", "frequency": "one_off"}
    else:
        _suit(law, found)
    return found


def _close(regime: Regime, on: date, abroad: dict[str, Any], go: dict[str, Any]) -> None:
    """A recipient, data and a number that the regime closes, where all else is free."""
    for law in regime.of(Barred, on):
        if law.places and law.thresholds:
            abroad["location"] = law.places[0]
            go |= {"data_categories": law.thresholds[0].data_categories[0], "volume": {"people": law.thresholds[0].more_than + 1}}


def _seat(regime: Regime, law: Mechanism | Derogation) -> str:
    origins = law.origins if isinstance(law, Mechanism) else ()
    return (*origins, *(t.places[0] for t in regime.territory), *regime.places, "AE")[0]


def _data(regime: Regime, law: Mechanism | Derogation, on: date) -> str:
    """Data that no exemption lets through by its kind or number, unless the exemption is what is tried."""
    act = regime.conduct(on)
    exempt = [m for m in regime.of(Mechanism) if m.agreement is None and any(not limit.sensitive for limit in m.limits)]
    return act.sensitive[0] if act and act.sensitive and exempt and law not in exempt else "user.contact"


def _suit(law: Mechanism, found: dict[str, Any]) -> None:
    """Give the map what the tool asks for."""
    home, abroad, go = found["entities"]["home"], found["entities"]["abroad"], found["transfers"][0]
    assert law.from_ is not None
    if law.destinations:
        abroad["location"] = law.destinations[0]
    if law.at_once:
        abroad["location"] = law.at_once[-1]
    if law.importer:
        abroad["attributes"] = [law.importer]
    abroad["role"] = law.importer_role or abroad["role"]
    for pair in [*law.modules.values(), *law.roles][:1]:
        home["role"], abroad["role"] = pair.exporter, pair.importer
    if law.exporter_not:
        home["attributes"] = [{"is": name, "holds": False} for name in law.exporter_not if name not in ("company", "public_body")]
        home["kind"] = "public_body" if "company" in law.exporter_not else home["kind"]
    if law.limits:
        go["volume"] = {"people": max((limit.people_from for limit in law.limits if not limit.sensitive), default=1) or 1}
    if law.started_until:
        go["starts"] = min(law.from_, law.started_until).isoformat()
    if law.public_bodies:
        home["kind"] = abroad["kind"] = "public_body"
    assessed = {"on": "2000-01-01"}
    if law.agreement is None:
        go |= {"impact_assessment": assessed} if law.needs_assessment else {}
        return
    fresh = law.lasts is not None and law.until is None
    signed = law.signed_until or law.signed_from or (max(law.from_, LAST - DAY * 365) if fresh else law.from_)
    tool: dict[str, Any] = {"kind": law.agreement, "signed": min(signed, law.until or signed).isoformat(), "parties": ["home", "abroad"]}
    tool |= {"version": law.version} if law.version else {}
    tool |= {"modules": list(law.modules)[:1]} if law.modules else {}
    tool |= {"approved": [{"by": law.approval[0], "on": "2000-01-01"}]} if law.approval else {}
    tool |= {"for": "controller"} if law.agreement == "bcr" else {}
    tool |= {"impact_assessment": assessed}
    beside = {"beside": {"kind": law.sensitive_besides[0]}} if law.sensitive_besides else {}
    found["agreements"], go["agreements"] = {"tool": tool, **beside}, ["tool", *beside]


def _days(law: Mechanism | Derogation) -> tuple[date, date]:
    """The first and the last day on which the tool of the map counts."""
    assert law.from_ is not None
    first = law.from_
    if isinstance(law, Mechanism) and law.lasts:
        first = max(first, LAST - DAY * 365) if law.until is None else first
    return first, law.until or LAST


def _stands_in(other: Mechanism, law: Mechanism) -> bool:
    """Whether another tool may answer first: one for the same kind of agreement, or another time of grace."""
    grace = law.agreement is None and law.gives == "exception"
    return law.agreement in other.also or (grace and other.agreement is None and other.gives == law.gives)


def _covers(regime: Regime, law: Mechanism | Derogation, on: date) -> bool:
    report = data_map(_map(regime, law, on)).check(on=on)
    found = report.assessment("go", regime.id)
    if found is None:
        return False
    alike = {law.id, *(m.id for m in regime.of(Mechanism) if isinstance(law, Mechanism) and _stands_in(m, law))}
    return found.verdict.value == law.gives and any(reason.fact in alike for reason in found.reasons)


@pytest.mark.parametrize(("regime", "law"), list(_tools()))
def test_it_covers_from_its_first_day_to_its_last(regime: Regime, law: Mechanism | Derogation) -> None:
    first, last = _days(law)
    assert _covers(regime, law, first)
    assert _covers(regime, law, last)


@pytest.mark.parametrize(("regime", "law"), list(_tools()))
def test_it_does_not_cover_the_day_before_and_the_day_after(regime: Regime, law: Mechanism | Derogation) -> None:
    states = [other for other in (*regime.of(Mechanism), *regime.of(Derogation)) if other.id == law.id]
    assert law.from_ is not None
    before, after = law.from_ - DAY, (law.until + DAY) if law.until else None
    if not any(other.on(before) for other in states):
        assert not _covers(regime, law, before)
    if after and not any(other.on(after) for other in states):
        assert not _covers(regime, law, after)


@pytest.mark.parametrize(("regime", "law"), list(_tools()))
def test_without_it_nothing_else_covers(regime: Regime, law: Mechanism | Derogation) -> None:
    first, _ = _days(law)
    tree = _map(regime, law, first)
    tree["transfers"][0] |= {"agreements": []}
    tree["transfers"][0].pop("impact_assessment", None)
    tree["entities"]["abroad"].pop("attributes", None)
    found = data_map(tree).check(on=first).assessment("go", regime.id)
    assert found is not None
    exempt = [m for m in regime.of(Mechanism, first) if m.agreement is None and not m.importer and not m.needs_assessment]
    wanted = {"uncovered", "unknown"} if not exempt else {"uncovered", "unknown", "exception", "covered"}
    assert found.verdict.value in wanted
