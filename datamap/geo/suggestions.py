"""What may have been meant by a text that names no place, and how to say that it names none.

Nothing here decides: a suggestion is shown to whoever wrote the text, who then writes a code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache

from datamap.geo.clouds import PROVIDERS, CloudRegion, regions
from datamap.geo.codes import UNKNOWN, countries, iso_code, retired, subdivisions
from datamap.geo.naming import country_name, subdivision_name
from datamap.geo.tables import table

MOST = 4
"""How many codes are suggested at most, where a name fits more; a bare region code lists every provider."""

LONGEST = 60
"""How much of a wrong text is shown, in characters."""


def suggest(text: str) -> tuple[str, ...]:
    """Codes, cloud regions or zones that `text` may mean, the likeliest first; empty where nothing comes near.

    >>> suggest("Hong Kong"), suggest("UK"), suggest("aws:hongkong"), suggest("Turkey")
    (('HK',), ('GB',), ('aws:ap-east-1',), ('TR',))
    """
    text = text[:LONGEST]
    if ":" in text:
        return _regions_of(text)
    ways = (_exact, _respelt, _same_region_code, _named, _in_parts, _near)
    return next((found for way in ways if (found := tuple(dict.fromkeys(way(text))))), ())


def why(text: str, helped: bool) -> str:
    """What is wrong with a text that names no place. `helped` where suggestions follow."""
    fallback = "" if helped else "; write an ISO 3166 code such as NL or CA-ON, a cloud region such as aws:eu-west-1, or unknown"
    provider, colon, code = text.partition(":")
    if not text:
        return f"an empty text is no place{fallback}"
    if text in table("names")["zones"] or (not helped and folded(text) in map(folded, table("names")["zones"])):
        return f"{text} is a zone, and here a place is needed{fallback}"
    if colon and provider.lower() in PROVIDERS:
        return f"{PROVIDERS[provider.lower()]} has no region {_quoted(code)} that is known here{fallback}"
    if colon:
        return f"there is no cloud provider {_quoted(provider)}; known are {', '.join(PROVIDERS)}"
    if text in retired():
        return f"{text} is a code that ISO has replaced"
    if folded(text) in _sets():
        return f"{_quoted(text)} is a set of places without a code; list its places under `zones:`"
    if re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", text) and text[:2] in countries():
        return f"{country_name(text[:2])} has no subdivision {text} in ISO 3166-2{fallback}"
    return f"{_quoted(text)} is no code of a place{fallback}"


def _quoted(text: str) -> str:
    return repr(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")


def folded(text: str) -> str:
    """Letters and digits only, without accents or case: "Türkiye" and "TURKIYE" are one."""
    plain = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("Ł", "L"))
    return "".join(sign for sign in plain.casefold() if sign.isalnum())


@cache
def _sets() -> frozenset[str]:
    return frozenset(folded(name) for name in table("meant")["sets"])


@cache
def _meant() -> Mapping[str, tuple[str, ...]]:
    given = table("meant")
    return {folded(text) or text: tuple(codes) for part in ("codes", "names") for text, codes in given[part].items()}


def _exact(text: str) -> Iterator[str]:
    """What the list of common slips says of it, or of a code that ISO has replaced."""
    yield from retired().get(text, ())
    yield from _meant().get(folded(text) or text, ())


def _respelt(text: str) -> Iterator[str]:
    """A code in the wrong case, with the wrong dash, with three letters or three digits."""
    tidy = re.sub(r"[\s_/.–—-]+", "-", text).strip("-").upper()
    for code in (tidy, tidy[:2] + "-" + tidy[2:]):
        found = iso_code(code)
        if found:
            yield found
            return
    if len(tidy) == 3:
        yield from (code for code, entry in countries().items() if tidy in (entry["alpha_3"], entry["numeric"]))
    yield from (zone for zone in (*table("names")["zones"], UNKNOWN) if folded(zone) == folded(text))


def _same_region_code(text: str) -> Iterator[str]:
    """The regions of every provider that has this code."""
    yield from (region.location for region in _all_regions() if folded(region.code) == folded(text))


def _named(text: str) -> tuple[str, ...]:
    """Countries of that name, else subdivisions of that name, else the places of cities with cloud regions."""
    key = folded(text)
    return (_countries_by_name().get(key) or _subdivisions_by_name().get(key) or _places_by_city().get(key) or ())[:MOST]


def _in_parts(text: str) -> Iterator[str]:
    """What the first part of "Ontario, Canada" may mean, in the country that the last may mean."""
    parts = [part.strip() for part in re.split(r"[,()/]", text) if part.strip()]
    if len(parts) > 1:
        states = {code[:2] for code in _one(parts[-1])}
        inside = [code for code in _one(parts[0]) if code[:2] in states]
        yield from inside or _one(parts[-1])


def _one(text: str) -> tuple[str, ...]:
    return (text,) if iso_code(text) == text else tuple(code for way in (_exact, _respelt, _named) for code in way(text) if iso_code(code))


def _near(text: str) -> Iterator[str]:
    """Names that are spelt alike; for an unknown subdivision of a known country, its codes that are."""
    if re.fullmatch(r"[A-Za-z]{2}-\w{1,6}", text):
        state = text[:2].upper()
        pool = [code for code in subdivisions() if code.startswith(f"{state}-")]
        yield from get_close_matches(text.upper(), pool, n=2, cutoff=0.7)
        return
    pool = [*_countries_by_name(), *_meant(), *(folded(zone) for zone in table("names")["zones"])]
    for key in get_close_matches(folded(text), pool, n=2, cutoff=0.84):
        yield from _countries_by_name().get(key) or _meant().get(key) or _respelt(key)


def _regions_of(text: str) -> tuple[str, ...]:
    """The regions that `provider:something` may mean, by code, city, or place."""
    given, _, code = text.partition(":")
    names = {alias: name for name, aliases in table("meant")["providers"].items() for alias in (name, *aliases)}
    provider = names.get(folded(given))
    if provider is None:
        close = get_close_matches(folded(given), names, n=1, cutoff=0.75)
        provider = names[close[0]] if close else None
    if provider is None:
        return tuple(_same_region_code(code))
    known, key = regions(provider), folded(code)
    found = [region for region in known.values() if key and key in _words(region)]
    found = found or [known[near] for near in get_close_matches(code.lower(), known, n=2, cutoff=0.8)]
    return tuple(region.location for region in found[:MOST])


def _words(region: CloudRegion) -> set[str]:
    """Everything by which somebody may call a region of a known provider, folded."""
    words = {region.code, region.city or ""}
    if region.place:
        words |= {region.place, region.place[:2], country_name(region.place[:2])}
        words |= {entry for key in ("name", "alpha_3") if (entry := countries().get(region.place[:2], {}).get(key))}
        if "-" in region.place:
            words.add(subdivision_name(region.place))
    return {folded(word) for word in words}


@cache
def _all_regions() -> tuple[CloudRegion, ...]:
    return tuple(region for provider in PROVIDERS for region in regions(provider).values())


def _index(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for text, code in pairs:
        found.setdefault(folded(text), {})[code] = None
    return {key: tuple(codes) for key, codes in found.items() if key}


@cache
def _countries_by_name() -> Mapping[str, tuple[str, ...]]:
    keys = ("name", "common_name", "official_name")
    formal = ((text, code) for code, entry in countries().items() for key in keys if (text := entry.get(key)))
    short = ((country_name(code), code) for code in countries())
    return _index([*formal, *short])


@cache
def _subdivisions_by_name() -> Mapping[str, tuple[str, ...]]:
    pairs: list[tuple[str, str]] = []
    for code, entry in subdivisions().items():
        canonical = iso_code(code) or code
        pairs += [(text, canonical) for text in (*re.split(r"[\[\]()]", entry["name"]), subdivision_name(code))]
    return _index(pairs)


@cache
def _places_by_city() -> Mapping[str, tuple[str, ...]]:
    return _index((region.city, region.place) for region in _all_regions() if region.city and region.place)
