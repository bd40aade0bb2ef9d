"""Map files → a map, or all that is wrong with them at once."""

from __future__ import annotations

import os
from collections import defaultdict
from types import SimpleNamespace
from typing import Any, cast

from datamap.documents import Document, parse, read
from datamap.errors import MapError, Problem
from datamap.formats.including import Files, Whole
from datamap.formats.origin import MapOrigin, Source
from datamap.formats.sections import SECTIONS
from datamap.model import DataMap, Defaults
from datamap.model.base import FrozenMap
from datamap.model.references import problems

_OF_THE_MAP = ("name", "on", "defaults")


def load(path: str | os.PathLike[str]) -> DataMap:
    """Read a map from a file in YAML (`.yaml`, `.yml`), JSON or TOML, with all that it includes.

    Raises:
        MapError: with every problem of every file: its place, what is wrong, what to do, and the line with a caret.
    """
    return read_in(read(path, gather=True))


def loads(text: str | bytes, syntax: str = "yaml", name: str = "<text>") -> DataMap:
    """Read a map from a text, `syntax` being yaml, json or toml. `name` stands for the file in messages.

    Files that it includes are looked for beside `name`: in the current directory, unless it is a path.

    Raises:
        MapError: as `load`.
    """
    return read_in(parse(text, name, syntax, gather=True))


def read_in(document: Document) -> DataMap:
    """The map that a document and all that it includes make.

    Raises:
        MapError: as `load`.
    """
    files = Files()
    whole = files.whole(document)
    found = [*files.problems, *(problem for part in files.parts for problem in part.problems)]
    values = _values(whole)
    origin = _origin(document, files, whole)
    if not found:
        try:
            return DataMap(**values).with_origin(origin)
        except MapError as error:
            found = [origin.problem(problem) for problem in error.problems]
    else:
        partial = cast(DataMap, SimpleNamespace(**{**_NOTHING, **values}))
        broken = frozenset(name for part in files.parts for name in part.broken)
        found += [origin.problem(problem) for problem in problems(partial, known=broken)]
    raise MapError(_in_order(found, files))


_NOTHING = {**{section.name: () if section.listed else FrozenMap() for section in SECTIONS}, "defaults": Defaults()}


def _values(whole: Whole) -> dict[str, Any]:
    """The arguments of a `DataMap`."""
    mappings: dict[str, dict[str, Any]] = defaultdict(dict)
    lists: dict[str, list[Any]] = defaultdict(list)
    for item in whole.items:
        if item.section.listed:
            lists[item.section.name].append(item.value)
        else:
            mappings[item.section.name][str(item.key)] = item.value
    once = {name: whole.head[name].value for name in _OF_THE_MAP if name in whole.head}
    return {**once, **{name: FrozenMap(items) for name, items in mappings.items()}, **{name: tuple(items) for name, items in lists.items()}}


def _origin(document: Document, files: Files, whole: Whole) -> MapOrigin:
    parts: dict[tuple[str, str | int], Source] = {}
    counts: dict[str, int] = defaultdict(int)
    for item in whole.items:
        key: str | int = item.key
        if item.section.listed:
            key = counts[item.section.name]
            counts[item.section.name] += 1
        parts[item.section.name, key] = (item.document, item.path)
    for name, said in whole.head.items():
        parts[name, ""] = (said.document, (name,))
    documents = [each for part in files.parts for each in (part.document, *part.tables)]
    return MapOrigin(document, tuple((each.file, each.sha256) for each in documents), parts)


def _in_order(found: list[Problem], files: Files) -> list[Problem]:
    """Problems in the order of files, lines and columns, each once."""
    order = {each.file: at for at, each in enumerate(each for part in files.parts for each in (part.document, *part.tables))}

    def place(problem: Problem) -> tuple[int, int, int]:
        where = problem.where
        return (order.get(where.file, len(order)), where.line, where.column) if where else (-1, 0, 0)

    unique = {(problem.where, problem.wrong): problem for problem in found}
    return sorted(unique.values(), key=place)
