"""A map as the plain tree that a file of it holds: sections in the order of the format, nothing that goes without saying."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from datamap.documents import Tree
from datamap.errors import MapError, Problem
from datamap.formats import json_files, toml_files, yaml_files
from datamap.formats.sections import SECTIONS, SHORT, TOP, keys_of
from datamap.model import DataMap, Duration
from datamap.model.base import Record

_WRITERS = {"yaml": yaml_files.write, "json": json_files.write, "toml": toml_files.write}
_ONE = ("from", "to")
"""Lists of ids that are written without brackets when they hold one."""


def dumps(m: DataMap, syntax: str = "yaml") -> str:
    """The text of a map in `syntax`: yaml, json or toml. Reading it gives an equal map.

    What the map included is written out, so the text stands alone. Comments of the file that the map was read from are
    not in it; to change such a file and keep them, see `edit`.

    Raises:
        MapError: the syntax is unknown.
    """
    if syntax not in _WRITERS:
        raise MapError(Problem((), f"`{syntax}` is no known syntax", f"known are {', '.join(_WRITERS)}"))
    return _WRITERS[syntax](tree(m))


def tree(m: DataMap) -> dict[str, Tree]:
    """The map as dicts, lists, text, numbers and truth values."""
    found: dict[str, Tree] = {"datamap": 1}
    sections = {section.name: section for section in SECTIONS}
    for name in TOP:
        value = getattr(m, name)
        if name == "datamap" or value == type(m).model_fields[name].get_default():
            continue
        found[name] = _items(value) if name in sections and not sections[name].listed else _plain(value)
    return found


def _items(section: Any) -> dict[str, Tree]:
    return {key: _plain(item) for key, item in section.items()}


def _plain(value: Any) -> Tree:
    if isinstance(value, Record):
        return _record(value)
    if isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Sequence):
        return [_plain(item) for item in value]
    if isinstance(value, Duration) or not hasattr(value, "items"):
        return str(value)
    return _items(value)


def _record(record: Record) -> Tree:
    model = type(record)
    names = {info.alias or name: name for name, info in model.model_fields.items()}
    found: dict[str, Tree] = {}
    for key in keys_of(model):
        value, info = getattr(record, names[key]), model.model_fields[names[key]]
        if info.is_required() or value != info.get_default():
            found[key] = str(value[0]) if key in _ONE and isinstance(value, tuple) and len(value) == 1 else _plain(value)
    short = SHORT.get(model.__name__)
    return found[short] if short and list(found) == [short] else found
