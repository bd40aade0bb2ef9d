"""Cases as data: a small map, a day, and what must come out; variants differ from it in one day or one fact.

A file holds one case, with `on`, `map`, `expect`, and may add `twins`: each has a `name`, and says with `on` and `with`
what is different. Under `with` a mapping is merged, a list of records with ids can be merged as a mapping by id, anything
else replaces; `null` removes a key.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import datamap as dm
from datamap import documents


@dataclass(frozen=True)
class Trial:
    """One map on one day. `wants` is everything else that the case says."""

    name: str
    map: Mapping[str, Any]
    on: str
    wants: Mapping[str, Any]

    def report(self, **options: Any) -> dm.Report:
        """The report of the map on the day."""
        report: dm.Report = data_map(self.map).check(on=self.on, **options)
        return report


def data_map(tree: Mapping[str, Any]) -> dm.DataMap:
    """The map that a tree describes, read as a file of it would be."""
    return dm.loads(json.dumps({"datamap": 1, **tree}), "json")


def tree(path: Path) -> Any:
    """What a file says: plain values, dates as text."""
    return documents.read(path).tree


def trials(path: Path) -> list[Trial]:
    """The case in a file and its twins."""
    case = tree(path)
    first = Trial(path.stem, case["map"], case["on"], case)
    return [first, *(_twin(path.stem, case, twin) for twin in case.get("twins", ()))]


def _twin(name: str, case: Mapping[str, Any], twin: Mapping[str, Any]) -> Trial:
    other = varied(case["map"], twin.get("with"))
    return Trial(f"{name}:{twin['name'].replace(' ', '_')}", other, twin.get("on", case["on"]), twin)


def varied(base: Any, change: Any) -> Any:
    """`base` with a change merged into it."""
    if change is None:
        return base
    if isinstance(base, list) and isinstance(change, Mapping):
        known = {item["id"]: item for item in base}
        assert change.keys() <= known.keys(), f"the change names {sorted(change.keys() - known.keys())}, which the list does not have"
        return [varied(item, change.get(item["id"])) for item in base]
    if isinstance(base, Mapping) and isinstance(change, Mapping):
        merged = {key: varied(value, change[key]) if key in change else value for key, value in base.items()}
        merged.update({key: value for key, value in change.items() if key not in base})
        return {key: value for key, value in merged.items() if change.get(key, value) is not None}
    return change
