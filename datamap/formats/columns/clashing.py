"""Ids that are used twice where a large table has one of the two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt

from datamap.errors import MapError, Problem
from datamap.formats.columns.cells import numbers
from datamap.formats.columns.faulty import SHOWN
from datamap.formats.columns.grid import ID, Grid
from datamap.formats.including import Files, Whole, clash
from datamap.formats.parts import Item

SPACES = ("nodes", "transfers")
"""Name spaces in which large tables have ids."""


@dataclass(frozen=True)
class Run:
    """Items of one name space that follow one another, or one large table, with their ids as an Arrow column."""

    items: list[Item]
    ids: Any

    @property
    def large(self) -> bool:
        """Whether it is a table."""
        return isinstance(self.items[0].value, Grid)

    def item(self, row: int) -> Item:
        """An item as that of a small table would be."""
        (first,) = self.items[:1]
        if not isinstance(first.value, Grid):
            return self.items[row]
        name = self.ids[row].as_py()
        return Item(first.section, name, None, first.value.document(row), (0,))


def clashes(whole: Whole, files: Files) -> list[Problem]:
    """Ids that are used twice, in the words of `including.clash`: of each table the first rows, and how many more."""
    return [problem for space in SPACES for problem in _in_space(whole, files, space)]


def _in_space(whole: Whole, files: Files, space: str) -> Iterator[Problem]:
    import pyarrow as pa

    mine = [item for item in whole.items if item.section.space == space]
    runs: list[Run] = []
    for large, group in groupby(mine, lambda item: isinstance(item.value, Grid)):
        items = list(group)
        if large:
            runs += [Run([one], ids) for one in items if (ids := _ids(one.value)) is not None]
        else:
            runs.append(Run(items, pa.chunked_array([pa.array([one.id for one in items], pa.string())])))
    chunks = [chunk for run in runs for chunk in run.ids.chunks]
    if len(runs) == 0 or _unique(chunks):
        return
    yield from _told(runs, files)


def _ids(grid: Grid) -> Any:
    """The ids of a table; None where it has none that can be read."""
    try:
        return grid.texts("id") if "id" in grid.columns else None
    except MapError:
        return None


def _told(runs: list[Run], files: Files) -> Iterator[Problem]:
    import pyarrow as pa
    import pyarrow.compute as pc

    whole = pa.chunked_array([chunk.cast(pa.string()) for run in runs for chunk in run.ids.chunks])
    codes = np.concatenate([numbers(chunk.indices) for chunk in whole.dictionary_encode().unify_dictionaries().chunks])
    valid = np.concatenate([np.asarray(pc.fill_null(pc.match_substring_regex(chunk, ID), False)) for chunk in whole.chunks])
    said = np.flatnonzero((codes >= 0) & valid)
    first = np.zeros(int(codes.max(initial=-1)) + 1, np.int64)
    first[codes[said[::-1]]] = said[::-1]
    again = said[first[codes[said]] != said]
    starts = np.concatenate(([0], np.cumsum([len(run.ids) for run in runs])))

    def item(at: int) -> tuple[Item, Item]:
        """An item, and what holds it: itself, or its table."""
        run = int(np.searchsorted(starts, at, side="right")) - 1
        here = at - int(starts[run])
        return runs[run].item(here), runs[run].items[0 if runs[run].large else here]

    for at, run in enumerate(runs):
        rows = again[(again >= starts[at]) & (again < starts[at + 1])]
        shown = rows[:SHOWN] if run.large else rows
        more = len(rows) - len(shown)
        for row in shown.tolist():
            (one, holder), (other, another) = item(row), item(int(first[codes[row]]))
            by = files.merging(holder, another)
            found = clash(one, other, "" if one.document is by else f" in {by.file}")
            last = more and row == shown[-1]
            yield replace(found, hint=f"{found.hint} (and {more:,} more rows with an id that is used already)") if last else found


def _unique(chunks: list[Any]) -> bool:
    """Whether no two texts are the same. A few that differ may be taken for the same, and are looked at again."""
    every = np.sort(np.concatenate([np.zeros(0, np.uint64), *map(_prints, chunks)]))
    return not bool((every[1:] == every[:-1]).any())


_LEFT = np.array([256**left - 1 for left in range(9)], np.uint64)
"""What counts of eight bytes, by how many are left."""


def _prints(chunk: Any) -> npt.NDArray[np.uint64]:
    """A number of 64 bits for each text that is there."""
    import pyarrow as pa

    if chunk.null_count:
        chunk = chunk.drop_null()
    if not len(chunk):
        return np.zeros(0, np.uint64)
    offsets = np.frombuffer(chunk.buffers()[1], np.int64 if pa.types.is_large_string(chunk.type) else np.int32)
    offsets = offsets[chunk.offset : chunk.offset + len(chunk) + 1].astype(np.int64)
    begins, lengths = offsets[:-1] - offsets[0], np.diff(offsets)
    data = np.zeros(int(offsets[-1] - offsets[0]) + 8, np.uint8)
    data[:-8] = np.frombuffer(chunk.buffers()[2] or b"", np.uint8)[offsets[0] : offsets[-1]]
    words: npt.NDArray[np.uint64] = np.ndarray(len(data) - 7, "<u8", data, strides=(1,))  # the eight bytes from each byte on
    found = lengths.astype(np.uint64)
    rows: Any = slice(None)
    for at in range(0, int(lengths.max()), 8):
        if not (lengths[rows] > at).all():
            rows = np.flatnonzero(lengths > at)
        mixed = found[rows] ^ (words[begins[rows] + at] & _LEFT[np.minimum(lengths[rows] - at, 8)])
        mixed *= np.uint64(0x9E3779B97F4A7C15)
        found[rows] = mixed ^ (mixed >> np.uint64(29))
    return found
