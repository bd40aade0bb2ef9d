"""Names of places as reports and pictures print them."""

from __future__ import annotations

import pytest

from datamap import geo
from datamap.geo.codes import countries, subdivisions
from datamap.geo.tables import table


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("NL", "Netherlands"),
        ("HK", "Hong Kong SAR"),
        ("MO", "Macao SAR"),
        ("TW", "Taiwan"),
        ("XK", "Kosovo"),
        ("KR", "South Korea"),
        ("RU", "Russia"),
        ("IR", "Iran"),
        ("GB", "United Kingdom"),
        ("CD", "DR Congo"),
        ("CN", "China"),
        ("CA-ON", "Ontario, Canada"),
        ("US-CA", "California, United States"),
        ("CN-GD", "Guangdong, China"),
        ("DE-BY", "Bavaria, Germany"),
        ("GB-LND", "London, United Kingdom"),
        ("FR-75C", "Paris, France"),
        ("GB-BCP", "Bournemouth, Christchurch and Poole, United Kingdom"),
        ("aws:ap-east-1", "Hong Kong (AWS ap-east-1)"),
        ("azure:westeurope", "Netherlands (Azure westeurope)"),
        ("gcp:eu", "several places (Google Cloud eu)"),
        ("unknown", "an unknown place"),
        ("mainland-china", "mainland China"),
        ("EEA", "EEA"),
        ("greater-bay", "greater-bay"),
    ],
)
def test_names(code: str, name: str) -> None:
    assert geo.name(code) == name


def test_no_country_has_a_formal_or_inverted_name() -> None:
    names = {code: geo.name(code) for code in countries()}
    odd = {name for name in names.values() if "," in name or "(" in name or len(name) > 44}
    assert odd == set()
    assert len(set(names.values())) == len(names)


def test_no_name_is_empty_or_bracketed() -> None:
    for code in subdivisions():
        name = geo.name(geo.canonical(code))
        assert name
        assert not set(name) & set("[];*"), name


def test_given_names_are_for_codes_that_exist() -> None:
    given = table("names")
    assert set(given["zones"]) == set(geo.ZONES)
    assert set(given["countries"]) <= {*countries(), "XK"}
    assert set(given["subdivisions"]) <= set(subdivisions())
    assert all(isinstance(name, str) for section in given.values() for name in section.values())
