"""Map files → a map, or all that is wrong with them at once."""

from __future__ import annotations

import os
from types import SimpleNamespace
from typing import cast

from datamap.documents import Document, parse, read
from datamap.errors import MapError
from datamap.formats.columns.grid import Grid
from datamap.formats.including import Files
from datamap.formats.merging import in_order, origin_of, values_of
from datamap.formats.sections import SECTIONS
from datamap.model import DataMap, Defaults
from datamap.model.base import FrozenMap
from datamap.model.references import problems


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
    if any(isinstance(item.value, Grid) for item in whole.items):
        from datamap.formats.columns.assembling import assembled  # not at every start

        return assembled(document, files, whole)
    found = [*files.problems, *(problem for part in files.parts for problem in part.problems)]
    values = values_of(whole)
    origin = origin_of(document, files, whole)
    if not found:
        try:
            return DataMap(**values).with_origin(origin)
        except MapError as error:
            found = [origin.problem(problem) for problem in error.problems]
    else:
        partial = cast(DataMap, SimpleNamespace(**{**_NOTHING, **values}))
        broken = frozenset(name for part in files.parts for name in part.broken)
        found += [origin.problem(problem) for problem in problems(partial, known=broken)]
    raise MapError(in_order(found, files))


_NOTHING = {**{section.name: () if section.listed else FrozenMap() for section in SECTIONS}, "defaults": Defaults()}
