"""What the book must hold and refuse for laws elsewhere: seats, stays, names that stand somewhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from datamap.errors import LawError
from datamap.law import Barred, Conduct, LawBook, Mechanism

FAMILY = {"eu-gdpr", "eu-2018-1725", "uk-gdpr", "ch-fadp"}
ACT = """\
kind: conduct
title: The act in force
from: 2000-01-01
act: Act 1
cite: Act 1 of 2000
source: not read
checked_on: 2026-01-01
confidence: from-memory
"""


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("regime", "place", "inside"),
    [
        ("cn-pipl", "CN", True),
        ("cn-pipl", "CN-GD", True),
        ("cn-pipl", "HK", False),
        ("cn-pipl", "MO", False),
        ("cn-pipl", "TW", False),
        ("us-dsp", "US-CA", True),
        ("us-dsp", "PR", True),
        ("us-dsp", "CA", False),
        ("ca-qc-25", "CA-QC", True),
        ("ca-qc-25", "CA-ON", False),
        ("ca-qc-25", "CA", None),
        ("us-ca-ccpa", "US", None),
        ("hk-pdpo", "HK", True),
        ("hk-pdpo", "CN", False),
        ("ae-difc", "AE-DU", False),
        ("ca-bc-fippa", "CA-BC", True),
        ("ca-bc-fippa", "CA-ON", False),
        ("kr-pipa", None, None),
    ],
)
def test_who_is_inside_by_seat(book: LawBook, regime: str, place: str | None, inside: bool | None) -> None:
    assert book.inside(book.regimes[regime], place, day("2024-01-01")) is inside


def test_a_place_inside_is_cited_by_the_act(book: LawBook) -> None:
    fact = book.membership(book.regimes["kr-pipa"], "KR", day("2024-01-01"))
    assert fact is not None
    assert (fact.id, fact.counts) == ("kr-pipa/conduct", "member")
    assert "28-8" in fact.cite


def test_a_province_may_be_bound_and_the_country_be_the_border(book: LawBook) -> None:
    law = book.regimes["ca-bc-fippa"]
    fact = book.membership(law, "CA-ON", day("2020-12-01"))
    assert fact is not None
    assert fact.counts == "destination"


@pytest.mark.parametrize(
    ("on", "valid", "applied"),
    [("2020-09-19", False, False), ("2020-09-20", True, False), ("2021-06-08", True, False), ("2021-06-09", False, False)],
)
def test_an_order_can_be_valid_and_enjoined(book: LawBook, on: str, valid: bool, applied: bool) -> None:
    (order,) = book.regimes["us-wechat-orders"].of(Conduct)
    assert (order.valid(day(on)), order.on(day(on))) == (valid, applied)
    assert book.regimes["us-wechat-orders"].conduct(day(on)) is None
    if valid:
        stay = order.suspension(day(on))
        assert stay is not None
        assert "3:20-cv-05910-LB" in stay.cite


def test_bars_stand_only_where_all_else_is_free(book: LawBook) -> None:
    for name in set(book.regimes) - FAMILY:
        for law in book.regimes[name].of(Barred):
            act = book.regimes[name].conduct(max(d for d in (law.from_, book.regimes[name].of(Conduct)[0].from_) if d))
            assert act is not None, law.id
            assert act.default == "allowed", law.id


def test_a_regime_that_needs_a_basis_has_one(book: LawBook) -> None:
    from datamap.law import Adequacy, Derogation

    for name in set(book.regimes) - FAMILY:
        regime = book.regimes[name]
        if any(act.default == "needs_basis" for act in regime.of(Conduct)):
            assert regime.of(Mechanism) or regime.of(Adequacy) or regime.of(Derogation), name


def test_thresholds_of_the_data_security_program(book: LawBook) -> None:
    for law in book.regimes["us-dsp"].of(Barred):
        numbers = {t.data_categories[0]: (t.more_than, t.opens) for t in law.thresholds}
        assert numbers == {
            "user.health_and_medical.genetic": (100, False),
            "user.biometric": (1000, True),
            "user.location.precise": (1000, True),
            "user.health_and_medical": (10000, True),
            "user.financial": (10000, True),
            "user.government_id": (100000, True),
        }


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    regime = tmp_path / "regimes" / "xx-act"
    regime.mkdir(parents=True)
    (regime / "regime.yaml").write_text("title: The Act\nzone: IS\nexporters: [company]\n", encoding="utf-8")
    (regime / "conduct.yaml").write_text(ACT, encoding="utf-8")
    return tmp_path


REST = "title: A tool\nfrom: 2000-01-01\ncite: Act 1 of 2000\nsource: not read\nchecked_on: 2026-01-01\nconfidence: from-memory\n"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("mechanisms.yaml", f"kind: mechanism\nagreement: xx_contract\n{REST}", "no kind of agreement 'xx_contract'"),
        ("mechanisms.yaml", f"kind: mechanism\nagreement: null\nimporter: xx-certified\n{REST}", "no attribute 'xx-certified'"),
        ("mechanisms.yaml", f"kind: mechanism\nagreement: null\ndestinations: [UK]\n{REST}", "no place or zone"),
        ("barred.yaml", f"kind: barred\nsays: closed\nopens: [xx_permit]\n{REST}", "no kind of agreement 'xx_permit'"),
        ("barred.yaml", f"kind: barred\nsays: closed\nplaces: [Narnia]\n{REST}", "no place or zone"),
        ("borders.yaml", f"kind: territory\nplaces: GL\n{REST}", "stands in its territory.yaml"),
        ("conduct.yaml", ACT + "unless: [xx-zone]\n", "no attribute 'xx-zone'"),
        ("regime.yaml", "title: The Act\nzone: Free Zone\nmembers: xx-member\n", "no attribute 'xx-member'"),
        ("regime.yaml", "title: The Act\nzone: Narnia\n", "'Narnia' is no place or zone"),
        ("conduct.yaml", ACT + "suspended:\n  - {from: 2001-01-01, source: not read}\n", "`suspended.0.cite`"),
    ],
)
def test_a_fact_that_names_what_does_not_exist_is_refused(shelf: Path, name: str, text: str, says: str) -> None:
    (shelf / "regimes" / "xx-act" / name).write_text(text, encoding="utf-8")
    with pytest.raises(LawError, match=says):
        LawBook.load(shelf)
