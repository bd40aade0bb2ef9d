"""The ends of transfers in a table: names of nodes, one in a cell or several, as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from datamap.formats.columns.cells import coded, is_listed, is_text, lists, numbers
from datamap.formats.columns.grid import Grid
from datamap.formats.columns.values import Codes, Lists


@dataclass(frozen=True)
class Ends:
    """One side of the transfers of a table.

    Args:
        numbers: numbers of nodes, -1 for names that no node has, record after record.
        counts: how many each record has; None where each has one.
        missing: the records in which nothing stands.
        names: the names that no node has, in order of appearance, as an Arrow array.
        strange: the number of such a name for each -1, and `at` the record in which it stands.
        lists: the names of each record; None where each has one.
    """

    numbers: Codes
    counts: npt.NDArray[np.int64] | None
    missing: npt.NDArray[np.bool_] | None
    names: Any
    strange: Codes
    at: npt.NDArray[np.int64]
    lists: Lists | None


def ends(grid: Grid, key: str, nodes: Any) -> Ends:
    """The ends in a column, by their places in `nodes`, an Arrow array of ids."""
    import pyarrow as pa
    import pyarrow.compute as pc

    column = grid.columns.get(key)
    if column is None:
        none = np.full(len(grid), -1, np.int32)
        return Ends(none, None, np.ones(len(grid), bool), pa.array([], pa.string()), none[:0], np.zeros(0, np.int64), None)
    if pa.types.is_dictionary(column.type) or not (is_text(column.type) or is_listed(column.type)):
        cells = coded(column, key, grid.file, grid.line, grid.strip)
        column = pa.chunked_array([cells.values.take(pa.array(cells.codes, mask=cells.codes < 0))])
    if is_text(column.type):
        found = numbers(_combined(pc.index_in(column, value_set=nodes.cast(column.type), skip_nulls=True)))
        unfound = np.flatnonzero(found < 0)
        if not len(unfound):
            return Ends(found, None, None, pa.array([], pa.string()), found[:0], unfound, None)
        rest = _combined(column.take(unfound))
        simple = not pc.any(pc.match_substring_regex(rest, r"\||^\s|\s$|^\[\]$|^$")).as_py()
        if simple:
            names = rest.dictionary_encode()
            missing = np.zeros(len(grid), bool)
            missing[unfound[np.asarray(pc.is_null(rest))]] = True
            strange = numbers(names.indices)
            return Ends(found, None, missing, names.dictionary, strange[strange >= 0], unfound[strange >= 0], None)
    return _several(grid, lists(column, key, grid.file, grid.line, grid.strip), nodes)


def _several(grid: Grid, cells: Lists, nodes: Any) -> Ends:
    import pyarrow as pa
    import pyarrow.compute as pc

    counts = cells.counts
    place = numbers(pc.index_in(pa.array(cells.values, pa.string()), value_set=nodes.cast(pa.string()), skip_nulls=True))
    codes = cells.flat
    found = place[codes] if len(place) else np.zeros(0, np.int32)
    at = np.flatnonzero(found < 0)
    names = pa.array(cells.values, pa.string()).take(pa.array(codes[at])).dictionary_encode()
    record = np.repeat(np.arange(len(counts)), counts)[at]
    return Ends(found, counts, cells.missing, names.dictionary, numbers(names.indices), record, cells)


def pairs(start: Ends, end: Ends, length: int) -> tuple[Codes, Any, Any]:
    """Every pair of ends of every record: the record, and the places of its two ends among those of each side."""
    if start.counts is None and end.counts is None:
        return np.arange(length, dtype=np.int32), slice(None), slice(None)
    ones = np.ones(length, np.int64)
    one, other = (ones if side.counts is None else side.counts for side in (start, end))
    both = one * other
    written = np.repeat(np.arange(length), both)
    within = np.arange(len(written)) - np.repeat(np.cumsum(both) - both, both)
    many = other[written]
    return (
        written.astype(np.int32),
        (np.cumsum(one) - one)[written] + within // many,
        (np.cumsum(other) - other)[written] + within % many,
    )


def _combined(column: Any) -> Any:
    import pyarrow as pa

    return pa.concat_arrays(column.chunks) if isinstance(column, pa.ChunkedArray) and column.num_chunks != 1 else column.chunk(0)
