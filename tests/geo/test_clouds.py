"""The regions of cloud providers: every entry is whole, and stands where a map can use it."""

from __future__ import annotations

import pytest

from datamap import geo
from datamap.geo.clouds import PROVIDERS, regions
from datamap.geo.tables import table

COUNTS = {"alibaba": 34, "aws": 55, "azure": 65, "gcp": 48, "ibm": 12, "oracle": 85, "tencent": 22}
SETS = {
    *(f"aws:aws{partition}-global" for partition in ("", "-cn", "-iso", "-iso-b", "-iso-e", "-iso-f", "-us-gov")),
    *(f"gcp:{name}" for name in ("us", "eu", "asia", "nam4", "eur4")),
}

ALL = [region for provider in PROVIDERS for region in regions(provider).values()]


def test_all_regions_are_there() -> None:
    assert {provider: len(regions(provider)) for provider in PROVIDERS} == COUNTS
    assert len(ALL) == 321


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_file_says_no_more_than_it_may(provider: str) -> None:
    document = table(f"clouds/{provider}")
    assert set(document) == {"sources", "regions"}
    used = set()
    for code, entry in document["regions"].items():
        assert isinstance(code, str), code
        assert set(entry) <= {"place", "city", "source", "confidence", "notes"}, code
        assert {"source", "confidence"} <= set(entry), code
        assert all(isinstance(value, str) and value for value in entry.values()), code
        assert entry["confidence"] in ("seen", "from-memory"), code
        used.add(entry["source"])
    assert used == set(document["sources"])


def test_places_are_written_in_their_canonical_form() -> None:
    for provider in PROVIDERS:
        for code, entry in table(f"clouds/{provider}")["regions"].items():
            if "place" in entry:
                assert geo.canonical(entry["place"]) == entry["place"], code


def test_only_sets_of_places_have_no_place() -> None:
    assert {region.location for region in ALL if region.place is None} == SETS


def test_each_region_is_found_by_its_location() -> None:
    for region in ALL:
        assert geo.canonical(region.location) == region.location
        assert geo.cloud_region(region.location) == region
        assert geo.is_cloud_region(region.location)
        assert geo.iso(region.location) == region.place


def test_a_region_tells_what_it_rests_on() -> None:
    toronto = geo.cloud_region("tencent:na-toronto")
    assert toronto is not None
    assert (toronto.provider, toronto.code, toronto.city, toronto.place) == ("tencent", "na-toronto", "Toronto", "CA-ON")
    assert toronto.confidence == "from-memory"
    montreal = geo.cloud_region("aws:ca-central-1")
    assert montreal is not None
    assert (montreal.confidence, montreal.source) == ("seen", "botocore 1.44.5 (PyPI), data/partitions.json")


@pytest.mark.parametrize("text", ["NL", "unknown", "aws", "aws:", "aws:nowhere", "nobody:eu-west-1", "../x:eu-west-1", ""])
def test_what_is_no_cloud_region(text: str) -> None:
    assert geo.cloud_region(text) is None
    assert not geo.is_cloud_region(text)


def test_from_memory_where_the_source_is_memory() -> None:
    for region in ALL:
        if region.source == "from memory":
            assert region.confidence == "from-memory", region
