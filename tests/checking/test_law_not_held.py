"""A report says whose law the book does not hold."""

import pytest

from datamap.assessment.estates import EstateScene
from datamap.checking import check, large
from datamap.law import LawBook
from datamap.model import DataMap, Entity, Transfer
from datamap.model.estate import Estate

SAYS = "the law book holds no law of Ecuador itself: what it asks of acme is not judged"


def sent(sender, receiver):
    return DataMap(
        on="2025-06-01",
        entities=[Entity(id="acme", location=sender, role="controller"), Entity(id="host", location=receiver, role="processor")],
        transfers=[Transfer(from_="acme", to="host", data_categories="user")],
    )


@pytest.mark.parametrize(("sender", "receiver", "notes"), [("EC", "US", (SAYS,)), ("US", "EC", ()), ("NL", "EC", ())])
def test_where_the_exporter_is(sender, receiver, notes):
    m = sent(sender, receiver)
    assert check(m).notes == notes
    assert check(m, regimes=["eu-gdpr"]).notes == ()
    big = large.report(EstateScene(Estate.of_map(m), m.day(), LawBook.default()), "map", None, None, ())
    assert big.notes[1:] == notes
    assert all(note in check(m).to_text().replace("\n   ", "") for note in notes)
