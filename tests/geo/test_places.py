"""What is a place, in which form, and what is refused."""

from __future__ import annotations

import pickle
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datamap import geo
from datamap.errors import DatamapError, PlaceError


@pytest.mark.parametrize("code", ["NL", "HK", "NO", "XK", "CA-ON", "CN-GD", "US-CA", "GB-ENG", "unknown"])
def test_canonical_codes_stay(code: str) -> None:
    assert geo.canonical(code) == code
    assert geo.iso(code) == (None if code == "unknown" else code)


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("CN-HK", "HK"),
        ("CN-MO", "MO"),
        ("CN-TW", "TW"),
        ("US-PR", "PR"),
        ("US-VI", "VI"),
        ("NL-AW", "AW"),
        ("NL-CW", "CW"),
        ("NL-SX", "SX"),
        ("NL-BQ1", "BQ"),
        ("NL-BQ3", "BQ"),
        ("FR-RE", "RE"),
        ("FR-974", "RE"),
        ("FR-973", "GF"),
        ("FR-NC", "NC"),
        ("FI-01", "AX"),
        ("NO-21", "SJ"),
        ("NO-22", "SJ"),
        ("MA-LAA", "EH"),
        ("RS-KM", "XK"),
        ("  NL\n", "NL"),
    ],
)
def test_a_territory_listed_twice_gets_its_country_code(written: str, means: str) -> None:
    assert geo.canonical(written) == means


@pytest.mark.parametrize(
    ("written", "stays", "stands_in"),
    [
        ("aws:ca-central-1", "aws:ca-central-1", "CA-QC"),
        ("AWS:ap-east-1", "aws:ap-east-1", "HK"),
        ("Azure:eastasia", "azure:eastasia", "HK"),
        ("gcp:asia-east2", "gcp:asia-east2", "HK"),
        ("tencent:ap-hongkong", "tencent:ap-hongkong", "HK"),
        ("alibaba:cn-hongkong", "alibaba:cn-hongkong", "HK"),
        ("azure:westeurope", "azure:westeurope", "NL"),
        ("oracle:eu-jovanovac-1", "oracle:eu-jovanovac-1", "RS-12"),
        ("ibm:ca-tor", "ibm:ca-tor", "CA-ON"),
        ("gcp:eu", "gcp:eu", None),
        ("aws:aws-global", "aws:aws-global", None),
    ],
)
def test_a_cloud_region_keeps_its_name_and_stands_somewhere(written: str, stays: str, stands_in: str | None) -> None:
    assert geo.canonical(written) == stays
    assert geo.iso(stays) == stands_in
    assert geo.canonical(stays) == stays


def test_zones_are_places_only_where_zones_are_asked_for() -> None:
    for zone in geo.ZONES:
        assert geo.canonical(zone, zones=True) == zone
        with pytest.raises(PlaceError):
            geo.canonical(zone)
    assert {"EU", "EEA", "mainland-china"} <= set(geo.ZONES)


def test_a_zone_where_a_place_is_needed_is_named_as_one() -> None:
    with pytest.raises(PlaceError, match="EEA is a zone, and here a place is needed"):
        geo.canonical("EEA")
    with pytest.raises(PlaceError) as refused:
        geo.canonical("mainland-china")
    assert refused.value.suggestions == ("CN",)


def test_zones_are_suggested_only_where_they_are_accepted() -> None:
    with pytest.raises(PlaceError) as place:
        geo.canonical("mainland China")
    with pytest.raises(PlaceError) as zone:
        geo.canonical("mainland China", zones=True)
    assert place.value.suggestions == ("CN",)
    assert zone.value.suggestions == ("CN", "mainland-china")


@pytest.mark.parametrize("value", [True, False, None, 1, 12.5, date(2020, 11, 20), ["NL"], {"NL": 1}])
def test_what_is_no_text_is_refused(value: object) -> None:
    with pytest.raises(PlaceError, match="a place is a text such as NL"):
        geo.canonical(value)


def test_the_error_says_what_to_do_and_survives_pickling() -> None:
    with pytest.raises(PlaceError) as refused:
        geo.canonical("Atlantis")
    assert isinstance(refused.value, ValueError)
    assert isinstance(refused.value, DatamapError)
    assert "write an ISO 3166 code such as NL or CA-ON" in str(refused.value)
    again = pickle.loads(pickle.dumps(refused.value))
    assert (str(again), again.suggestions) == (str(refused.value), ())


NOWHERE = ["", " ", "XX", "X", "CA-XX", "CA-", "-ON", "CA-ON-1", "aws:", ":eu-west-1", "aws:nowhere", "cloud:eu-west-1", "N\u200bL", "🇳🇱"]


@pytest.mark.parametrize("text", NOWHERE)
def test_what_names_no_place_is_refused(text: str) -> None:
    with pytest.raises(PlaceError):
        geo.canonical(text)


def test_countries_of_codes() -> None:
    assert geo.country("CA-ON") == "CA"
    assert geo.country("HK") == "HK"
    assert geo.country("XK") == "XK"
    with pytest.raises(PlaceError, match="no ISO code"):
        geo.country("aws:ap-east-1")


@pytest.mark.parametrize(
    ("code", "member", "inside"),
    [
        ("CA-ON", "CA", True),
        ("CA-ON", "CA-ON", True),
        ("CA", "CA-ON", False),
        ("CA-ON", "CA-QC", False),
        ("HK", "CN", False),
        ("TW", "CN", False),
        ("AW", "NL", False),
        ("NL-NH", "NL", True),
        ("GB-LND", "GB-ENG", True),
        ("FR-75C", "FR-IDF", True),
        ("FR-IDF", "FR-75C", False),
        ("ES-M", "ES-MD", True),
        ("BQ-BO", "BQ", True),
        ("unknown", "CN", False),
        ("CN", "unknown", False),
    ],
)
def test_what_lies_within_what(code: str, member: str, inside: bool) -> None:
    assert geo.within(code, member) is inside


def test_a_cloud_region_is_never_quietly_outside() -> None:
    for ask in (geo.mainland_china, lambda region: geo.within(region, "CN")):
        with pytest.raises(PlaceError, match="is a cloud region; ask for its ISO code first"):
            ask("aws:cn-north-1")
    assert geo.mainland_china(geo.iso("aws:cn-north-1") or "")


ALMOST = st.sampled_from(["NL", "CA", "CN", "HK", "ON", "GD", "aws", "gcp", "ap-east-1", "asia-east2", "EU", "-", ":", "_", ".", "1", "nl"])


@given(st.text(max_size=12) | st.lists(ALMOST, max_size=4).map("".join), st.booleans())
def test_any_text_is_a_place_in_its_final_form_or_refused(text: str, zones: bool) -> None:
    try:
        found = (geo.canonical(text, zones),)
    except PlaceError as refused:
        found = refused.suggestions
    for place in found:
        assert geo.canonical(place, zones) == place
        assert geo.name(place)


def loaded_after(script: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after running `script`."""
    script = f"import sys; {script}; print(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split())


def test_importing_loads_no_table() -> None:
    modules = loaded_after("import datamap.geo")
    assert "datamap.geo" in modules
    assert not modules & {"pycountry", "yaml"}


def test_ordinary_codes_do_without_the_slow_objects_of_pycountry() -> None:
    places = ("NL", "CA-ON", "CN-HK", "gcp:asia-east2")
    modules = loaded_after(f"from datamap import geo; [geo.canonical(place) for place in {places}]")
    assert "yaml" in modules
    assert "pycountry" not in modules
