"""Bound data under a wider key that is not bound."""

from __future__ import annotations

from typing import Any

from datamap.checking import check
from datamap.findings import Status
from datamap.model import DataMap


def judged(collected: str) -> Status | None:
    """What is said of the last leg, where Hong Kong holds `user` of its own collection and `user.contact` from the Netherlands."""
    tree: dict[str, Any] = {
        "data_subjects": {"people": {"location": "EEA"}},
        "entities": {
            "nl": {"location": "NL", "role": "controller"},
            "hk": {"location": "HK", "role": "controller", "not_subject_to": ["eu-gdpr"]},
            "sg": {"location": "SG", "role": "controller"},
        },
        "transfers": [
            {"from": "people", "to": "hk", "data_categories": ["user"]},
            {"from": "people", "to": "nl", "data_categories": [collected]},
            {"from": "nl", "to": "hk", "data_categories": [collected]},
            {"id": "next", "from": "hk", "to": "sg", "data_categories": ["user"]},
        ],
        "defaults": {"forbid": []},
    }
    answer = check(DataMap.model_validate(tree), "2024-01-10", regimes=["eu-gdpr"]).assessment("next", "eu-gdpr")
    return answer.verdict if answer else None


def test_a_bound_part_does_not_hide_under_a_wider_key() -> None:
    assert judged("user.contact") is Status.UNCOVERED
    assert judged("user") is Status.UNCOVERED
