"""Cloud regions: `provider:code` names a place because the provider says where its machines stand.

The key is the pair: `eu-west-1` is Ireland at one provider and London at another. Each provider's file is read when
one of its regions is first asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from datamap.geo.codes import iso_code
from datamap.geo.tables import table

PROVIDERS: Mapping[str, str] = MappingProxyType(
    {
        "alibaba": "Alibaba Cloud",
        "aws": "AWS",
        "azure": "Azure",
        "gcp": "Google Cloud",
        "ibm": "IBM Cloud",
        "oracle": "Oracle Cloud",
        "tencent": "Tencent Cloud",
    }
)
"""Name of the provider, as written in a place, to what people call it."""


@dataclass(frozen=True, slots=True)
class CloudRegion:
    """A region of a cloud provider.

    `place` is a canonical ISO code, or None where the region is a set of places or none at all; `city` is None where
    the provider does not say. `confidence` is `seen` (read in `source`) or `from-memory`.
    """

    provider: str
    code: str
    city: str | None
    place: str | None
    source: str
    confidence: str
    notes: str | None = None

    @property
    def location(self) -> str:
        """How a map writes it: `aws:ca-central-1`."""
        return f"{self.provider}:{self.code}"


@cache
def regions(provider: str) -> Mapping[str, CloudRegion]:
    """The regions of a provider by code; empty for a provider that is not known."""
    if provider not in PROVIDERS:
        return {}
    document = table(f"clouds/{provider}")
    sources = document["sources"]
    return {code: _region(provider, code, entry, sources) for code, entry in document["regions"].items()}


def _region(provider: str, code: str, entry: Mapping[str, str], sources: Mapping[str, str]) -> CloudRegion:
    place = entry.get("place")
    return CloudRegion(
        provider=provider,
        code=code,
        city=entry.get("city"),
        place=iso_code(place) if place else None,
        source=sources[entry["source"]],
        confidence=entry["confidence"],
        notes=entry.get("notes"),
    )


def is_cloud_region(location: str) -> bool:
    """Whether a canonical location is written as a cloud region, and known."""
    return cloud_region(location) is not None


def cloud_region(location: str) -> CloudRegion | None:
    """The cloud region that a location names, or None."""
    provider, colon, code = location.partition(":")
    return regions(provider.lower()).get(code) if colon else None
