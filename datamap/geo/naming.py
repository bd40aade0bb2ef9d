"""Plain English names of places, for reports and pictures."""

from __future__ import annotations

from datamap.geo.clouds import PROVIDERS, cloud_region
from datamap.geo.codes import UNKNOWN, countries, subdivisions


def name(code: str) -> str:
    """What to call a canonical location: "Ontario, Canada", "Hong Kong (AWS ap-east-1)", "an unknown place"."""
    if code == UNKNOWN:
        return "an unknown place"
    region = cloud_region(code)
    if region:
        where = region.city or (name(region.place) if region.place else "several places")
        return f"{where} ({PROVIDERS[region.provider]} {region.code})"
    entry = countries().get(code) or subdivisions().get(code)
    return entry.get("common_name", entry["name"]) if entry else code
