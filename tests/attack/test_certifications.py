"""A certification that is not there on the day: the sentence says why, and says what is true."""

from __future__ import annotations

from typing import Any

import pytest

import datamap as dm

CERTIFIED = {"is": "eu-us-dpf", "from": "2023-09-01", "until": "2024-02-01"}


def why(attribute: Any, on: str, category: str) -> str:
    m = dm.DataMap(
        entities=[
            dm.Entity(id="shop", location="DE", role="controller"),
            dm.Entity(id="mailer", location="US", role="processor", attributes=[attribute]),
        ],
        transfers=[dm.Transfer(id="send", from_="shop", to="mailer", data_categories=[category])],
    )
    return next(f.message for f in m.check(on=on, regimes=["eu-gdpr"]).findings if f.rule == "adequacy_out_of_scope")


@pytest.mark.parametrize(
    ("attribute", "on", "category", "says"),
    [
        (CERTIFIED, "2023-08-31", "user.contact", "mailer is under eu-us-dpf only from 2023-09-01"),
        (CERTIFIED, "2024-02-02", "user.contact", "mailer was under eu-us-dpf only until 2024-02-01"),
        (CERTIFIED, "2024-01-01", "user.workplace", "does not include data about staff"),
        ({"is": "eu-us-dpf", "data": ["hr"]}, "2024-01-01", "user.contact", "does not include data other than about staff"),
        ({"is": "eu-us-dpf", "holds": False}, "2024-01-01", "user.contact", "mailer is declared not to be under eu-us-dpf on 2024-01-01"),
    ],
)
def test_the_sentence_is_true(attribute: Any, on: str, category: str, says: str) -> None:
    assert says in why(attribute, on, category)
