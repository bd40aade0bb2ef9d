"""The same map with one value replaced. Nothing is validated again: the new value is of the kind of the old one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from datamap.model.base import FrozenMap
from datamap.model.map import DataMap, Path


def with_value(m: DataMap, path: Path, value: object) -> DataMap:
    """The map in which the value at `path`, by the names of fields, keys and positions, is another.

    >>> with_value(m, ("agreements", "clauses", "signed"), date(2021, 1, 1))
    """
    copy: DataMap = _replaced(m, path, value)
    copy.__dict__.pop("legs", None)  # worked out from the transfers
    return copy


def _replaced(part: Any, path: Path, value: object) -> Any:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(part, BaseModel):
        return part.model_copy(update={str(step): _replaced(getattr(part, str(step)), rest, value)})
    if isinstance(part, Mapping):
        return FrozenMap({**part, step: _replaced(part[step], rest, value)})
    index = int(step)
    return (*part[:index], _replaced(part[index], rest, value), *part[index + 1 :])
