"""What goes wrong with place codes, one test for each trap. They fail silently elsewhere; here each has a guard."""

from __future__ import annotations

import pycountry
import pytest

from datamap import geo
from datamap.errors import PlaceError
from datamap.geo.clouds import PROVIDERS, regions
from datamap.geo.codes import subdivisions


def stands_in(location: str) -> str | None:
    return geo.iso(geo.canonical(location))


def refused(text: str) -> tuple[str, ...]:
    with pytest.raises(PlaceError) as error:
        geo.canonical(text)
    return error.value.suggestions


# Codes of ISO


def test_bare_cn_is_ambiguous() -> None:
    """`CN` may be the mainland or the state. The three that ISO lists twice leave it before anybody asks."""
    assert [geo.canonical(code) for code in ("CN-HK", "CN-MO", "CN-TW")] == ["HK", "MO", "TW"]
    assert geo.canonical("CN") == "CN"
    assert geo.mainland_china("CN")
    assert not any(geo.mainland_china(code) for code in ("HK", "MO", "TW", "CN-HK", "CN-MO", "CN-TW"))


def test_the_part_before_the_dash_puts_hong_kong_in_the_mainland() -> None:
    """Cutting `CN-HK` at the dash gives `CN`: a server in Hong Kong moves to the mainland without a word."""
    assert geo.country(geo.canonical("CN-HK")) == "HK"
    assert not geo.within(geo.canonical("CN-HK"), "CN")
    for region in (region for provider in PROVIDERS for region in regions(provider).values()):
        if region.city == "Hong Kong":
            assert region.place == "HK"
            assert not geo.mainland_china(region.place)


def test_walking_the_subdivisions_of_china_collects_taiwan() -> None:
    """ISO files Taiwan under China too; no rule on the mainland reaches it. 31 subdivisions are left."""
    listed = {entry.code for entry in pycountry.subdivisions if entry.country_code == "CN"}
    mainland = {code for code in listed if geo.mainland_china(code)}
    assert len(listed) == 34
    assert listed - mainland == {"CN-HK", "CN-MO", "CN-TW"}
    assert len(mainland) == 31
    assert all(geo.canonical(code) == code and geo.within(code, "CN") for code in mainland)


def test_old_numbers_of_chinese_provinces_fail_silently() -> None:
    """Registers from before 2017 write CN-11 or CN-91. A look-up finds nothing; here it is an error with today's code."""
    assert pycountry.subdivisions.get(code="CN-91") is None
    assert {old: refused(old) for old in ("CN-11", "CN-44", "CN-71", "CN-91", "CN-92")} == {
        "CN-11": ("CN-BJ",),
        "CN-44": ("CN-GD",),
        "CN-71": ("TW",),
        "CN-91": ("HK",),
        "CN-92": ("MO",),
    }


def test_the_first_hit_of_a_fuzzy_search_is_no_answer() -> None:
    """A fuzzy search for "China" finds Nicaragua among others. No name is ever taken for a place, only answered with codes."""
    assert "NI" in {entry.alpha_2 for entry in pycountry.countries.search_fuzzy("China")}
    assert refused("China") == ("CN",)
    assert refused("Hong Kong") == ("HK",)
    assert refused("Taiwan") == ("TW",)
    assert refused("Georgia") == ("GE", "US-GA")
    assert refused("Ontario") == ("CA-ON",)


def test_common_names_are_missing_from_the_tables() -> None:
    """Macau, Turkey, Korea and others are not in ISO's tables under the names people use."""
    for text in ("Macau", "Turkey", "Ontario", "Korea", "mainland China"):
        with pytest.raises(LookupError):
            pycountry.countries.lookup(text)
    assert refused("Macau") == refused("Macao") == ("MO",)
    assert refused("Turkey") == refused("Türkiye") == ("TR",)
    assert refused("Korea") == ("KR", "KP")
    assert refused("mainland China") == ("CN",)


def test_hong_kong_has_no_subdivisions_and_needs_none() -> None:
    assert list(pycountry.subdivisions.get(country_code="HK")) == []
    assert geo.canonical("HK") == "HK"
    assert geo.within("HK", "HK")
    assert refused("HK-HCW") == ()


def test_the_kingdom_of_the_netherlands_reaches_beyond_the_eu() -> None:
    """Four Caribbean parts carry codes under `NL`, and the law of the EU does not apply there."""
    for code, own in {"NL-AW": "AW", "NL-CW": "CW", "NL-SX": "SX", "NL-BQ1": "BQ", "NL-BQ2": "BQ", "NL-BQ3": "BQ"}.items():
        assert geo.canonical(code) == own
        assert not geo.within(own, "NL")
    assert sum(geo.within(geo.canonical(code), "NL") for code in subdivisions() if code.startswith("NL-")) == 12


def test_sets_of_places_have_no_usable_code() -> None:
    """The EU and its like are sets whose members change: zones, not places."""
    for name in ("EU", "EEA", "ASEAN", "GBA", "DIFC", "ADGM", "APEC"):
        assert refused(name) == ()
    with pytest.raises(PlaceError, match="zone"):
        geo.canonical("EU")
    with pytest.raises(PlaceError, match="list its places under `zones:`"):
        geo.canonical("ASEAN", zones=True)
    assert geo.canonical("EEA", zones=True) == "EEA"
    assert refused("Chinese Taipei") == ("TW",)


def test_iso_changes_its_codes() -> None:
    """Telangana was IN-TG until 2023. The old code is refused with the new one, and the new one is in the tables."""
    assert {old: refused(old) for old in ("IN-TG", "IN-CT", "IN-OR", "IN-UT")} == {
        "IN-TG": ("IN-TS",),
        "IN-CT": ("IN-CG",),
        "IN-OR": ("IN-OD",),
        "IN-UT": ("IN-UK",),
    }
    assert stands_in("aws:ap-south-2") == "IN-TS"


def test_codes_of_occupied_territory_take_a_position() -> None:
    """ISO lists Crimea under Ukraine and nowhere else. Codes follow ISO; a rule that sees it otherwise says so itself."""
    assert geo.canonical("UA-43") == "UA-43"
    assert geo.country("UA-43") == geo.country("UA-40") == "UA"
    for text in ("RU-CR", "RU-SEV"):
        with pytest.raises(PlaceError, match="Russia has no subdivision"):
            geo.canonical(text)
    assert refused("Crimea") == ("UA-43",)


# Cloud regions


def test_a_region_code_means_nothing_without_its_provider() -> None:
    """One code, or nearly one, stands for two places: the key is the pair."""
    pairs = {
        "aws:eu-west-1": "IE",
        "alibaba:eu-west-1": "GB",
        "aws:me-central-1": "AE",
        "alibaba:me-central-1": "SA",
        "gcp:me-central1": "QA",
        "aws:ap-southeast-3": "ID",
        "alibaba:ap-southeast-3": "MY",
        "aws:ap-southeast-5": "MY",
        "alibaba:ap-southeast-5": "ID",
        "aws:ap-southeast-6": "NZ",
        "alibaba:ap-southeast-6": "PH",
        "aws:me-west-1": "SA",
        "gcp:me-west1": "IL",
    }
    assert {location: geo.country(stands_in(location) or "") for location in pairs} == pairs
    assert (stands_in("aws:us-west-1"), stands_in("gcp:us-west1")) == ("US-CA", "US-OR")
    assert refused("eu-west-1") == ("alibaba:eu-west-1", "aws:eu-west-1")


def test_prefixes_of_region_codes_lie() -> None:
    """eu- covers London, Zurich, Serbia and Moscow; ap- covers mainland China at one provider; cn- Hong Kong at another."""
    named_eu = [region for provider in PROVIDERS for code, region in regions(provider).items() if code.startswith(("eu-", "europe-"))]
    assert {"GB", "CH", "RS", "RU"} <= {geo.country(region.place) for region in named_eu if region.place}
    tencent = {code: geo.mainland_china(region.place or "") for code, region in regions("tencent").items()}
    assert tencent["ap-guangzhou"]
    assert tencent["ap-shanghai"]
    assert not tencent["ap-hongkong"]
    assert all(code.startswith("ap-") for code, mainland in tencent.items() if mainland)
    assert stands_in("alibaba:cn-hongkong") == stands_in("azure:eastasia") == "HK"
    assert (stands_in("azure:northeurope"), stands_in("azure:westeurope")) == ("IE", "NL")


def test_paired_regions_cross_borders() -> None:
    """Geo-redundant copies go to the pair, which may lie abroad: the entry says so, on both sides."""
    for location, says in {
        "azure:southeastasia": "Hong Kong",
        "azure:eastasia": "Singapore",
        "azure:brazilsouth": "Texas",
        "azure:canadacentral": "Quebec",
        "azure:canadaeast": "Ontario",
    }.items():
        region = geo.cloud_region(location)
        assert region is not None
        assert "Paired with" in (region.notes or "")
        assert says in (region.notes or "")


def test_canada_central_is_quebec() -> None:
    """Published lists put these in Toronto. They are in Montreal, where another privacy act applies."""
    for location in ("aws:ca-central-1", "gcp:northamerica-northeast1"):
        assert stands_in(location) == "CA-QC"
    for location in ("azure:canadacentral", "gcp:northamerica-northeast2", "tencent:na-toronto", "oracle:ca-toronto-1"):
        assert stands_in(location) == "CA-ON"
    assert stands_in("alibaba:me-central-1") == "SA-01"


def test_a_region_may_be_steered_from_elsewhere() -> None:
    """Where the data is differs from where its interface answers: a region names the former, and its note the latter."""
    hong_kong, singapore = geo.cloud_region("alibaba:cn-hongkong"), geo.cloud_region("alibaba:ap-southeast-1")
    assert hong_kong is not None
    assert singapore is not None
    assert hong_kong.place == "HK"
    assert "Shanghai" in (hong_kong.notes or "")
    assert "Europe" in (singapore.notes or "")


def test_multi_regions_are_sets_not_places() -> None:
    """Data in "asia" may be in Hong Kong as well as in Tokyo: no single place, so no answer."""
    for location in ("gcp:asia", "gcp:eu", "gcp:us", "gcp:nam4", "gcp:eur4", "aws:aws-global", "aws:aws-cn-global"):
        assert geo.canonical(location) == location
        assert geo.is_cloud_region(location)
        assert geo.iso(location) is None
    asia = geo.cloud_region("gcp:asia")
    assert asia is not None
    assert "Hong Kong" in (asia.notes or "")


def test_regions_come_and_go() -> None:
    """Closed regions stay known, because maps of the past name them, and their entry says that they closed."""
    for location, place in {
        "alibaba:ap-southeast-2": "AU-NSW",
        "alibaba:ap-south-1": "IN-MH",
        "tencent:ap-mumbai": "IN-MH",
        "tencent:eu-moscow": "RU-MOW",
        "tencent:na-toronto": "CA-ON",
    }.items():
        region = geo.cloud_region(location)
        assert region is not None
        assert region.place == place
        assert "closed" in (region.notes or "").lower() or "gone" in (region.notes or "")


def test_one_list_of_a_provider_is_not_the_other() -> None:
    """Two regions are in one of the provider's files and missing from its sibling: they are known, and marked."""
    for location, place in {"aws:me-west-1": "SA", "aws:sa-west-1": "CL"}.items():
        region = geo.cloud_region(location)
        assert region is not None
        assert region.place == place
        assert "endpoints.json" in (region.notes or "")
