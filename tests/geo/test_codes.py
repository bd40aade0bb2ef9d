"""The ISO tables: that they are pycountry's, and that no territory is left with two codes."""

from __future__ import annotations

import re
import unicodedata

import pycountry
import pytest

from datamap import geo
from datamap.errors import PlaceError
from datamap.geo.codes import countries, doubles, retired, subdivisions

NAMESAKES = {
    "BE-WLX": "LU: a province of Belgium beside the country",
    "GN-ML": "ML: a prefecture of Guinea",
    "NG-NI": "NE: a state of Nigeria",
    "US-GA": "GE: a state of the United States",
}
"""Subdivisions that share a country's name and nothing else."""

OUTSIDE = re.compile(r"Overseas|Outlying|Arctic region|Special administrative region")
"""Types by which ISO marks a territory apart from its state."""

WITHOUT_COUNTRY_CODE = {
    "TL-OE": "an exclave of Timor-Leste",
}


def letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if "a" <= sign <= "z")


def test_the_tables_are_those_of_pycountry() -> None:
    assert set(countries()) == {entry.alpha_2 for entry in pycountry.countries}
    assert set(subdivisions()) == {entry.code for entry in pycountry.subdivisions}
    assert {code: entry["name"] for code, entry in countries().items()} == {entry.alpha_2: entry.name for entry in pycountry.countries}
    assert len(countries()) == 249
    assert len(subdivisions()) > 5000


def test_every_double_leads_from_a_subdivision_to_a_country() -> None:
    earlier = {"FR-GF", "FR-GP", "FR-MQ", "FR-RE", "FR-YT"}
    for code, state in doubles().items():
        assert (code in subdivisions()) is (code not in earlier), code
        assert state == "XK" or state in countries(), code
        assert geo.canonical(code) == state
        assert state != code[:2]


def test_no_subdivision_keeps_the_name_of_another_country() -> None:
    named: dict[str, set[str]] = {}
    for entry in pycountry.countries:
        for text in (entry.name, entry.name.split(",")[0], getattr(entry, "common_name", None), geo.name(entry.alpha_2)):
            if text:
                named.setdefault(letters(text), set()).add(entry.alpha_2)
    left = {
        entry.code
        for entry in pycountry.subdivisions
        for text in (entry.name, re.split(r"[\[(,]", entry.name)[0])
        if named.get(letters(text), set()) - {entry.country_code} and geo.canonical(entry.code) == entry.code
    }
    assert left == set(NAMESAKES)


def test_no_subdivision_of_a_state_repeats_the_code_of_its_outlying_territory() -> None:
    """`US-PR` and `PR`: same letters after the dash, and a type that says that it stands apart."""
    left = {entry.code for entry in pycountry.subdivisions if OUTSIDE.search(entry.type) and geo.canonical(entry.code) == entry.code}
    assert left == set(WITHOUT_COUNTRY_CODE)


def test_countries_of_the_kingdom_and_municipalities_of_the_caribbean() -> None:
    outside = {entry.code for entry in pycountry.subdivisions if entry.country_code == "NL" and entry.type != "Province"}
    assert {code: geo.canonical(code) for code in outside} == {
        "NL-AW": "AW",
        "NL-BQ1": "BQ",
        "NL-BQ2": "BQ",
        "NL-BQ3": "BQ",
        "NL-CW": "CW",
        "NL-SX": "SX",
    }


def test_what_iso_marks_with_another_country_is_listed_there() -> None:
    """`MA-LAA` is "Laâyoune (EH)": the mark is ISO's. "(EH-partial)" says that a place is on both sides, and stays."""
    for entry in pycountry.subdivisions:
        mark = re.search(r"\(([A-Z]{2})\)$", entry.name)
        if mark and mark[1] in countries():
            assert geo.canonical(entry.code) == mark[1], entry


def test_what_lies_in_a_double_goes_with_it() -> None:
    for entry in pycountry.subdivisions:
        if entry.parent_code in doubles():
            assert geo.canonical(entry.code) == doubles()[entry.parent_code], entry


def test_retired_codes_are_gone_and_lead_to_codes_that_stand() -> None:
    for old, now in retired().items():
        assert old not in countries()
        assert old not in subdivisions()
        assert old not in doubles()
        for code in now:
            assert geo.canonical(code) == code
        with pytest.raises(PlaceError, match="ISO has replaced") as refused:
            geo.canonical(old)
        assert refused.value.suggestions == now


def test_subdivisions_lie_within_their_parents() -> None:
    for entry in pycountry.subdivisions:
        assert geo.within(entry.code, entry.country_code)
        if entry.parent_code:
            assert geo.within(entry.code, entry.parent_code), entry
