"""What several files say, as the arguments of one map, with the place of each item."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from datamap.documents import Document
from datamap.errors import Problem
from datamap.formats.columns.grid import Grid
from datamap.formats.including import Files, Whole
from datamap.formats.origin import Large, MapOrigin, Source
from datamap.model.base import FrozenMap

_OF_THE_MAP = ("name", "on", "defaults")


def values_of(whole: Whole) -> dict[str, Any]:
    """The arguments of a `DataMap`."""
    mappings: dict[str, dict[str, Any]] = defaultdict(dict)
    lists: dict[str, list[Any]] = defaultdict(list)
    for item in whole.items:
        if isinstance(item.value, Grid):
            continue
        if item.section.listed:
            lists[item.section.name].append(item.value)
        else:
            mappings[item.section.name][str(item.key)] = item.value
    once = {name: whole.head[name].value for name in _OF_THE_MAP if name in whole.head}
    return {**once, **{name: FrozenMap(items) for name, items in mappings.items()}, **{name: tuple(items) for name, items in lists.items()}}


def origin_of(document: Document, files: Files, whole: Whole) -> MapOrigin:
    """Where every item stands."""
    parts: dict[tuple[str, str | int], Source] = {}
    counts: dict[str, int] = defaultdict(int)
    large: list[Large] = []
    for item in whole.items:
        key: str | int = item.key
        count = counts[item.section.name]
        if isinstance(item.value, Grid):
            large.append(Large(item.section.name, count, item.value))
            counts[item.section.name] += len(item.value)
            continue
        counts[item.section.name] += 1
        if item.section.listed:
            key = count
        parts[item.section.name, key] = (item.document, item.path)
    for name, said in whole.head.items():
        parts[name, ""] = (said.document, (name,))
    documents = [each for part in files.parts for each in (part.document, *part.tables)]
    return MapOrigin(document, tuple((each.file, each.sha256) for each in documents), parts, tuple(large))


def in_order(found: list[Problem], files: Files) -> list[Problem]:
    """Problems in the order of files, lines and columns, each once."""
    order = {each.file: at for at, each in enumerate(each for part in files.parts for each in (part.document, *part.tables))}

    def place(problem: Problem) -> tuple[int, int, int]:
        where = problem.where
        return (order.get(where.file, len(order)), where.line, where.column) if where else (-1, 0, 0)

    unique = {(problem.where, problem.wrong): problem for problem in found}
    return sorted(unique.values(), key=place)
