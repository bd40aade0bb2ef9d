"""Who is inside, and since when."""

from __future__ import annotations

from datetime import date

import pytest

from datamap.law import LawBook

STATES = frozenset(
    {
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    }
)
OUTERMOST = frozenset({"AX", "GF", "GP", "MF", "MQ", "RE", "YT"})
NEVER = frozenset(
    {
        "GL",
        "FO",
        "NC",
        "PF",
        "PM",
        "WF",
        "TF",
        "AW",
        "CW",
        "SX",
        "BQ",
        "GG",
        "JE",
        "IM",
        "SJ",
        "CH",
        "MC",
        "SM",
        "VA",
        "AD",
        "TR",
        "UA",
        "RS",
        "HK",
    }
)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("on", ["2018-05-25", "2020-02-01", "2026-11-24"])
def test_the_states_and_what_belongs_to_them(book: LawBook, on: str) -> None:
    gone = {"GB", "GI"} if on < "2020-02-01" else set()
    assert book.zones["EU"].places(day(on), book) == {*STATES, *OUTERMOST, *gone}
    assert book.zones["EEA"].places(day(on), book) == {*STATES, *OUTERMOST, *gone, "IS", "LI", "NO"}


@pytest.mark.parametrize("place", sorted(NEVER))
@pytest.mark.parametrize("on", ["1999-01-01", "2010-01-01", "2018-05-25", "2020-02-01", "2026-11-24"])
def test_what_is_outside_does_not_appear(book: LawBook, place: str, on: str) -> None:
    for zone in ("EU", "EEA"):
        assert book.place_in_zone(place, zone, day(on)) is False


@pytest.mark.parametrize(
    ("place", "zone", "last_out", "first_in"),
    [
        ("HR", "EU", "2013-06-30", "2013-07-01"),
        ("HR", "EEA", "2014-04-11", "2014-04-12"),
        ("BG", "EEA", "2007-07-31", "2007-08-01"),
        ("PL", "EEA", "2004-04-30", "2004-05-01"),
        ("LI", "EEA", "1995-04-30", "1995-05-01"),
        ("YT", "EU", "2013-12-31", "2014-01-01"),
    ],
)
def test_the_first_day_inside(book: LawBook, place: str, zone: str, last_out: str, first_in: str) -> None:
    assert book.place_in_zone(place, zone, day(last_out)) is False
    assert book.place_in_zone(place, zone, day(first_in)) is True


@pytest.mark.parametrize("place", ["GB", "GB-SCT", "GI"])
def test_the_united_kingdom_leaves(book: LawBook, place: str) -> None:
    for zone in ("EU", "EEA"):
        assert book.place_in_zone(place, zone, day("2020-01-31")) is True
        assert book.place_in_zone(place, zone, day("2020-02-01")) is False


@pytest.mark.parametrize("regime", ["eu-gdpr", "eu-2018-1725"])
@pytest.mark.parametrize(
    ("on", "inside", "counts"),
    [
        ("2020-01-31", True, "member"),
        ("2020-02-01", True, "member"),
        ("2020-12-31", True, "member"),
        ("2021-01-01", False, "destination"),
        ("2021-06-27", False, "destination"),
        ("2021-06-28", False, None),
    ],
)
def test_the_united_kingdom_in_transition_and_on_the_bridge(book: LawBook, regime: str, on: str, inside: bool, counts: str | None) -> None:
    law = book.regimes[regime]
    fact = book.membership(law, "GB", day(on))
    assert (fact.counts if fact else None) == counts
    assert book.inside(law, "GB", day(on)) is inside


def test_gibraltar_had_a_transition_but_no_bridge(book: LawBook) -> None:
    law = book.regimes["eu-gdpr"]
    assert book.inside(law, "GI", day("2020-12-31")) is True
    assert book.membership(law, "GI", day("2021-01-01")) is None


def test_croatia_is_inside_for_the_union_before_it_joins_the_economic_area(book: LawBook) -> None:
    assert book.inside(book.regimes["eu-gdpr"], "HR", day("2013-08-01")) is True
    assert book.inside(book.regimes["eu-gdpr"], "HR", day("2013-06-30")) is False


@pytest.mark.parametrize(("place", "inside"), [("GB-NIR", True), ("JE", False), ("GI", False), ("IE", False)])
def test_inside_the_united_kingdom(book: LawBook, place: str, inside: bool) -> None:
    assert book.inside(book.regimes["uk-gdpr"], place, day("2021-01-01")) is inside


def test_an_unknown_place_is_never_outside(book: LawBook) -> None:
    assert book.inside(book.regimes["eu-gdpr"], None, day("2026-01-01")) is None
    assert book.place_in_zone(None, "EEA", day("2026-01-01")) is None
