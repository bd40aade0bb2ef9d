"""ISO 3166 codes: which exist, which stand for one territory listed twice, and what lies below what.

The tables are pycountry's. They are read as the JSON files that pycountry ships, because going through its interface
costs ten times as much (5,046 objects are built before the first answer) and every command pays for it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from typing import Any

from datamap.errors import PlaceError
from datamap.geo.tables import table

KOSOVO = "XK"
"""Kosovo: no code of ISO's, but the one that the EU and the banks use."""

UNKNOWN = "unknown"
"""The place nobody knows."""


@cache
def _iso(edition: str) -> tuple[dict[str, str], ...]:
    """The entries of one of pycountry's tables: `3166-1` (countries) or `3166-2` (subdivisions)."""
    spec = find_spec("pycountry")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("pycountry is not installed; pip install pycountry", name="pycountry")
    loader: Any = spec.loader
    path = os.path.join(spec.submodule_search_locations[0], "databases", f"iso{edition}.json")
    return tuple(json.loads(loader.get_data(path))[edition])


@cache
def countries() -> Mapping[str, Mapping[str, str]]:
    """ISO 3166-1: alpha-2 code to `name`, `alpha_3`, `numeric`, and `common_name`, `official_name` where there are."""
    return {entry["alpha_2"]: entry for entry in _iso("3166-1")}


@cache
def subdivisions() -> Mapping[str, Mapping[str, str]]:
    """ISO 3166-2: code to `name`, `type`, and `parent` where it lies in another subdivision."""
    return {entry["code"]: entry for entry in _iso("3166-2")}


@cache
def doubles() -> Mapping[str, str]:
    """Subdivision code to the country code of the same territory: `CN-HK` to `HK`."""
    return {code: state for section in table("doubles").values() for code, state in section.items()}


@cache
def retired() -> Mapping[str, tuple[str, ...]]:
    """A code that ISO has replaced, to the codes that stand today."""
    listed = table("retired")
    return {old: tuple(now) for section in listed.values() for old, now in section.items()}


def iso_code(text: str) -> str | None:
    """The canonical ISO code that `text` is, or None where it is no code."""
    if len(text) == 2:
        return text if text == KOSOVO or text in countries() else None
    if text[2:3] != "-":
        return None
    if text in doubles():
        return doubles()[text]
    return text if text in subdivisions() else None


def country(code: str) -> str:
    """The alpha-2 code of the country of an ISO code: `CA` for `CA-ON`, `HK` for `HK`.

    Raises:
        PlaceError: `code` is no ISO code (a cloud region, say: ask `iso` for its code first).
    """
    if len(code) == 2 or code[2:3] == "-":
        return code[:2]
    raise PlaceError(code, f"{code!r} is no ISO code")


def _refuse_region(code: str) -> None:
    """A cloud region is in no place by its name, and "not inside" would be a wrong answer for it."""
    if ":" in code:
        raise PlaceError(code, f"{code!r} is a cloud region; ask for its ISO code first")


def within(code: str, member: str) -> bool:
    """Whether `code` is `member` or lies below it. Both are canonical ISO codes; `unknown` is within nothing.

    >>> within("CA-ON", "CA"), within("HK", "CN")
    (True, False)

    Raises:
        PlaceError: `code` is a cloud region; `iso` has its code.
    """
    _refuse_region(code)
    if code == member or code.startswith(f"{member}-"):
        return True
    return member[2:3] == "-" == code[2:3] and member[:2] == code[:2] and member in _above(code)


@cache
def _above(code: str) -> tuple[str, ...]:
    """The subdivisions in which a subdivision lies, nearest first: Paris lies in Île-de-France."""
    parent = subdivisions().get(code, {}).get("parent")
    if not parent:
        return ()
    upper = parent if "-" in parent else f"{code[:2]}-{parent}"
    return (upper, *_above(upper))


def mainland_china(code: str) -> bool:
    """Whether an ISO code is `CN` or a subdivision of it that is not Hong Kong, Macao or Taiwan, however listed.

    Raises:
        PlaceError: `code` is a cloud region; `iso` has its code.
    """
    _refuse_region(code)
    return code == "CN" or (code.startswith("CN-") and code not in doubles())
