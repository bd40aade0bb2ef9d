"""A map with large tables: everything else as objects, and the systems and transfers of all its files as one set of columns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np

from datamap.documents import Document
from datamap.errors import MapError, Problem
from datamap.formats.columns import reading
from datamap.formats.columns.clashing import clashes
from datamap.formats.columns.faulty import told
from datamap.formats.columns.grid import ID, Grid
from datamap.formats.columns.values import Texts
from datamap.formats.including import Files, Whole
from datamap.formats.merging import in_order, origin_of, values_of
from datamap.formats.parts import Item, placed, row_of
from datamap.model import DataMap, joining
from datamap.model.base import FrozenMap
from datamap.model.columns import FREE, OWN, Rows, Says, Systems, grouped, rows_of
from datamap.model.estate import Estate
from datamap.model.references import apart, of_system, of_transfer
from datamap.model.views import lazy

FRAMES = "<frames>"
"""What stands for the file of a map that is made of frames."""


def assembled(document: Document, files: Files, whole: Whole) -> DataMap:
    """The map that a document and all that it includes make, some of their tables being large.

    Raises:
        MapError: with every problem of every file; of rows in which the same is wrong the first ones.
    """
    excused = frozenset(name for part in files.parts for name in part.broken)
    frame = DataMap().model_copy(update={**values_of(whole), "systems": FrozenMap(), "transfers": ()})
    systems = [_systems(run, frame, excused) for run in _runs(whole, "systems")]
    ids = _texts([piece.ids for piece in systems if piece.ids is not None])
    nodes = _texts([_texts([(*frame.data_subjects, *frame.entities)]), ids])
    transfers = [_transfers(run, frame, nodes, excused) for run in _runs(whole, "transfers")]
    names = Names(frame, Texts(ids))
    origin = origin_of(document, files, whole)
    found = [*files.problems, *(problem for part in files.parts for problem in part.problems)]
    pieces = (*systems, *transfers)
    found += [problem for piece in pieces for problem in piece.problems]
    found += told([each for piece in pieces for each in piece.faulty], Look(frame, names, excused))
    found += clashes(whole, files)
    found += [origin.problem(problem) for problem in _astray(whole, frame, names, excused)]
    if found:
        raise MapError(in_order(found, files))
    estate = Estate.of(frame, joining.systems([piece.columns for piece in systems], Texts(ids)), _joined(transfers))
    for large in origin.large:
        large.grid.release()
    _let_go()
    return lazy(estate).with_origin(replace(origin, number=Place(estate)))


def _let_go() -> None:
    """Give back the memory that pyarrow keeps for more tables."""
    import pyarrow as pa

    pa.default_memory_pool().release_unused()


def _runs(whole: Whole, section: str) -> Iterator[list[Item]]:
    """The items of a section, large tables by themselves."""
    for large, run in groupby((item for item in whole.items if item.section.name == section), lambda item: isinstance(item.value, Grid)):
        items = list(run)
        yield from ([item] for item in items) if large else (items,)


def _systems(run: list[Item], frame: DataMap, excused: frozenset[str]) -> reading.Read:
    if isinstance(run[0].value, Grid):
        try:
            return reading.systems(run[0].value, frame, excused)
        except MapError as error:
            return reading.Read(0, None, None, problems=_at_table(error, run[0]))
    records = [item.value for item in run]
    number, sorts = grouped(records, OWN)
    return reading.Read(len(run), [one.id for one in records], Systems((), number, sorts, Says(records, OWN)))


def _transfers(run: list[Item], frame: DataMap, nodes: Any, excused: frozenset[str]) -> reading.Read:
    if isinstance(run[0].value, Grid):
        try:
            return reading.transfers(run[0].value, frame, nodes, excused)
        except MapError as error:
            return reading.Read(0, None, None, problems=_at_table(error, run[0]))
    import pyarrow as pa
    import pyarrow.compute as pc

    records = [item.value for item in run]
    ends = sorted({end for one in records for end in (*one.from_, *one.to)})
    places = np.asarray(pc.fill_null(pc.index_in(pa.array(ends, pa.string()), value_set=nodes, skip_nulls=True), -1)).tolist()
    rows = rows_of(records, dict(zip(ends, places, strict=True)))
    return reading.Read(len(run), [one.id for one in records], replace(rows, ids=None, own=Says(records, FREE - {"id"})))


def _at_table(error: MapError, item: Item) -> list[Problem]:
    """What is wrong with a table as a whole, where the map names it; frames have no such place."""
    if item.document.file == FRAMES:
        return list(error.problems)
    return [placed(problem, item.document, (item.section.name, "table")) for problem in error.problems]


def _texts(columns: list[Any]) -> Any:
    """Columns of texts, one after the other, as one Arrow column."""
    import pyarrow as pa

    arrays = [column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([pa.array(column, pa.string())]) for column in columns]
    large = any(pa.types.is_large_string(array.type) for array in arrays)
    kind = pa.large_string() if large else pa.string()
    return pa.chunked_array([chunk for array in arrays for chunk in array.cast(kind).chunks], kind)


def _joined(pieces: list[reading.Read]) -> Rows:
    import pyarrow as pa

    rows = joining.rows([piece.columns for piece in pieces], [piece.length for piece in pieces], None)
    if all(piece.ids is None or not any(map(bool, piece.ids if isinstance(piece.ids, list) else [1])) for piece in pieces):
        return rows
    ids = _texts([[None] * piece.length if piece.ids is None else piece.ids for piece in pieces])
    plain = len(rows) == len(ids)
    return replace(rows, ids=Texts(ids if plain else ids.take(pa.array(rows.written))))


def _astray(whole: Whole, frame: DataMap, names: Names, excused: frozenset[str]) -> Iterator[Problem]:
    """What leads to nothing among all that is written as objects."""
    yield from apart(frame, excused, names.handlers)
    at = 0
    for item in whole.items:
        if isinstance(item.value, Grid):
            at += len(item.value) if item.section.name == "transfers" else 0
        elif item.section.name == "systems":
            yield from of_system(frame, item.value, excused)
        elif item.section.name == "transfers":
            yield from of_transfer(frame, at, item.value, names, excused)
            at += 1


@dataclass(frozen=True)
class Place:
    """The place of a system among all, by its id; negative where there is none."""

    estate: Estate

    def __call__(self, name: str) -> int:
        return self.estate.number.get(name, -1) - len(self.estate.outset)


@dataclass(frozen=True)
class Names(Collection[str]):
    """The ids of all nodes."""

    frame: DataMap
    systems: Texts
    people: bool = True

    @cached_property
    def _names(self) -> dict[str, None]:
        valid = re.compile(ID, re.ASCII).fullmatch
        systems = (name for name in self.systems if valid(name))
        return dict.fromkeys([*(self.frame.data_subjects if self.people else ()), *self.frame.entities, *systems])

    @property
    def handlers(self) -> Names:
        """Those of entities and systems."""
        return replace(self, people=False)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass(frozen=True)
class Look:
    """What is wrong with a row of a large table, in the words for one of a small table."""

    frame: DataMap
    names: Names
    excused: frozenset[str]

    def __call__(self, grid: Grid, row: int) -> list[Problem]:
        part = row_of(grid, row)
        found = list(part.problems)
        for item in part.items:
            if grid.section.listed:
                problems = of_transfer(self.frame, 0, item.value, self.names, self.excused)
            else:
                problems = of_system(self.frame, item.value, self.excused)
            for problem in problems:
                path = (0, *problem.path[2:])
                found.append(item.document.problem(path, problem.wrong, problem.hint, value=len(path) > 2))
        return found
