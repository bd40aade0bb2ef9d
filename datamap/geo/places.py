"""One string names a place: an ISO code, a cloud region, or `unknown`. Here it gets its canonical form, or is refused."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from datamap.errors import PlaceError
from datamap.geo.clouds import cloud_region
from datamap.geo.codes import UNKNOWN, iso_code
from datamap.geo.suggestions import suggest, why

ZONES = ("EU", "EEA", "mainland-china")
"""Names of the built-in zones. Who is in the EU or the EEA on a day is law; mainland China is geography."""


def canonical(text: Any, zones: bool = False) -> str:
    """The canonical form of a place: `CN-HK` gives `HK`, `AWS:ca-central-1` gives `aws:ca-central-1`.

    With `zones` the name of a built-in zone is a place too.

    Raises:
        PlaceError: it names no place. Names are never guessed; the error suggests codes.
    """
    if not isinstance(text, str):
        raise PlaceError(str(text), _not_text(text))
    return _canonical(str(text).strip(), zones)


@lru_cache(maxsize=4096)
def _canonical(text: str, zones: bool) -> str:
    if text == UNKNOWN or (zones and text in ZONES):
        return text
    found = iso_code(text)
    if found:
        return found
    region = cloud_region(text)
    if region:
        return region.location
    suggestions = tuple(code for code in suggest(text) if zones or code not in ZONES)
    raise PlaceError(text, why(text, bool(suggestions)), suggestions)


def _not_text(value: Any) -> str:
    what = {"None": "nothing", "True": "true", "False": "false"}.get(repr(value), repr(value))
    return f"a place is a text such as NL, and this is {what}; write its code in quotes, or unknown"


def iso(location: str) -> str | None:
    """The ISO code of a canonical location: itself, or that of its cloud region; None for `unknown` and for a set of places.

    The name of a zone comes back as it is.
    """
    if ":" in location:
        region = cloud_region(location)
        return region.place if region else None
    return None if location == UNKNOWN else location
