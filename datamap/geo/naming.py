"""Plain English names of places, for reports and pictures."""

from __future__ import annotations

import re
from functools import cache

from datamap.geo.clouds import PROVIDERS, cloud_region
from datamap.geo.codes import KOSOVO, UNKNOWN, countries, subdivisions
from datamap.geo.tables import table

_KINDS = re.compile(r"( Sheng| Shi|-teukbyeolsi|-gwangyeoksi|-teukbyeoljachido| län)$")
"""Words for "province" or "city" at the end of a name."""


@cache
def name(code: str) -> str:
    """What to call a canonical location or built-in zone.

    >>> name("HK"), name("CA-ON"), name("aws:ap-east-1"), name("unknown"), name("mainland-china")
    ('Hong Kong SAR', 'Ontario, Canada', 'Hong Kong (AWS ap-east-1)', 'an unknown place', 'mainland China')
    """
    if code == UNKNOWN:
        return "an unknown place"
    region = cloud_region(code)
    if region:
        where = region.city or (name(region.place) if region.place else "several places")
        return f"{where} ({PROVIDERS[region.provider]} {region.code})"
    if code in countries() or code == KOSOVO:
        return country_name(code)
    if code in subdivisions():
        return f"{subdivision_name(code)}, {country_name(code[:2])}"
    return str(table("names")["zones"].get(code, code))


def country_name(code: str) -> str:
    """The short common name of a country code: "Taiwan", "South Korea", "Hong Kong SAR"."""
    given = table("names")["countries"].get(code)
    if given:
        return str(given)
    entry = countries()[code]
    return entry.get("common_name", entry["name"])


def subdivision_name(code: str) -> str:
    """The name of a subdivision without its country: "Ontario", "Bavaria", "Guangdong"."""
    given = table("names")["subdivisions"].get(code)
    if given:
        return str(given)
    text = re.split(r" [\[(]", subdivisions()[code]["name"])[0]
    before, comma, after = text.partition(", ")
    return _KINDS.sub("", before if comma and not re.search(r" (and|y) ", after) else text)
