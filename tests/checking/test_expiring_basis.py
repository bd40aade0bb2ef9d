"""Warnings ahead: twins that differ by one day or one fact."""

from __future__ import annotations

from typing import Any

import pytest
from casebook import data_map, varied

BASE: dict[str, Any] = {
    "entities": {"shop": {"location": "NL", "role": "controller"}, "desk": {"location": "IN", "role": "processor"}},
    "agreements": {
        "clauses": {
            "kind": "scc",
            "version": "2021/914",
            "modules": [2],
            "parties": ["shop", "desk"],
            "signed": "2024-01-15",
            "until": "2026-12-31",
            "impact_assessment": {"on": "2024-01-10"},
        }
    },
    "transfers": [{"id": "support", "from": "shop", "to": "desk", "data_categories": ["user.contact"]}],
}
CERTIFIED: dict[str, Any] = {
    "entities": {
        "shop": {"location": "NL", "role": "controller"},
        "mailer": {"location": "US", "role": "processor", "attributes": [{"is": "eu-us-dpf", "from": "2025-08-15", "until": "2026-08-14"}]},
    },
    "transfers": [{"id": "mail", "from": "shop", "to": "mailer", "data_categories": ["user.contact"]}],
}
FOLLOWER = {**BASE["agreements"]["clauses"], "signed": "2026-11-02", "until": "2028-12-31"}


def found(tree: dict[str, Any], on: str) -> dict[str, str]:
    report = data_map(tree).check(on=on)
    return {f.id: f.message for f in report.findings if f.rule == "expiring_basis"}


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-07-03", []),  # 181 days before
        ("2026-07-04", ["expiring_basis@clauses/eu-gdpr"]),  # 180 days before
        ("2026-12-31", ["expiring_basis@clauses/eu-gdpr"]),  # the last day
        ("2027-01-01", []),  # it has ended: the transfer is uncovered, which another rule says
    ],
)
def test_an_agreement_that_runs_out(on: str, expected: list[str]) -> None:
    assert list(found(BASE, on)) == expected


def test_the_day_is_named_with_what_rests_on_it() -> None:
    assert found(BASE, "2026-10-01") == {"expiring_basis@clauses/eu-gdpr": "`clauses` ends on 2026-12-31; 1 transfer rests on it (eu-gdpr)"}


@pytest.mark.parametrize(
    "change",
    [
        {"agreements": {"next": {**FOLLOWER, "signed": "2026-06-01"}}},  # another agreement, signed already
        {"agreements": {"next": FOLLOWER}},  # one that will be in force on the day after
        {"transfers": {"support": {"ends": "2026-12-31"}}},  # the transfer ends with it
        {"entities": {"desk": {"location": "DE"}}},  # nothing rests on it
    ],
)
def test_nothing_is_said_where_nothing_is_lost(change: dict[str, Any]) -> None:
    assert found(varied(BASE, change), "2026-10-01") == {}


def test_a_follower_that_comes_a_day_late_follows_nothing() -> None:
    late = varied(BASE, {"agreements": {"next": {**FOLLOWER, "signed": "2027-01-02"}}})
    in_time = varied(BASE, {"agreements": {"next": {**FOLLOWER, "signed": "2027-01-01"}}})
    assert list(found(late, "2026-10-01")) == ["expiring_basis@clauses/eu-gdpr"]
    assert found(in_time, "2026-10-01") == {}


@pytest.mark.parametrize(("on", "expected"), [("2026-02-14", []), ("2026-02-15", ["expiring_basis@mailer/eu-gdpr"]), ("2026-08-15", [])])
def test_a_certification_that_runs_out(on: str, expected: list[str]) -> None:
    assert list(found(CERTIFIED, on)) == expected


def test_a_certification_that_is_renewed_the_next_day() -> None:
    renewed = [{"is": "eu-us-dpf", "from": "2025-08-15", "until": "2026-08-14"}, {"is": "eu-us-dpf", "from": "2026-08-15"}]
    assert found(varied(CERTIFIED, {"entities": {"mailer": {"attributes": renewed}}}), "2026-06-01") == {}
    gap = [renewed[0], {"is": "eu-us-dpf", "from": "2026-08-16"}]
    assert list(found(varied(CERTIFIED, {"entities": {"mailer": {"attributes": gap}}}), "2026-06-01")) == ["expiring_basis@mailer/eu-gdpr"]


@pytest.mark.parametrize(("on", "expected"), [("2031-06-29", []), ("2031-06-30", ["expiring_basis@study/eu-gdpr"]), ("2025-06-20", [])])
def test_a_sunset_in_the_law_that_nothing_is_known_to_follow(on: str, expected: list[str]) -> None:
    """The decision on the United Kingdom ends on 27 December 2031; its sunset of June 2025 was put off, as is known now."""
    tree = {
        "entities": {"shop": {"location": "NL", "role": "controller"}, "lab": {"location": "GB", "role": "controller"}},
        "transfers": [{"id": "study", "from": "shop", "to": "lab", "data_categories": ["user.contact"]}],
    }
    assert list(found(tree, on)) == expected


def test_the_first_of_two_ends_is_told() -> None:
    """The clauses of 2010 lapse on 27 December 2022, the agreement itself a month before, or after."""
    old = varied(BASE, {"agreements": {"clauses": {"version": "2010/87", "modules": None, "signed": "2019-03-01", "until": "2022-11-30"}}})
    assert "ends on 2022-11-30" in found(old, "2022-09-01")["expiring_basis@clauses/eu-gdpr"]
    later = varied(old, {"agreements": {"clauses": {"until": "2023-01-31"}}})
    assert "ends on 2022-12-27" in found(later, "2022-09-01")["expiring_basis@clauses/eu-gdpr"]


def test_transfers_that_share_an_agreement_are_one_finding() -> None:
    two = varied(BASE, {"transfers": [*BASE["transfers"], {"id": "night", "from": "shop", "to": "desk", "data_categories": ["user.name"]}]})
    assert "2 transfers rest on it" in found(two, "2026-10-01")["expiring_basis@clauses/eu-gdpr"]


def test_it_warns_and_does_not_fail() -> None:
    report = data_map(BASE).check(on="2026-10-01", regimes=["eu-gdpr"])
    (finding,) = [f for f in report.findings if f.rule == "expiring_basis"]
    assert (finding.level.value, finding.verdict.value, report.verdict.value) == ("warning", "violated", "ok")
