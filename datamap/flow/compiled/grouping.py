"""Arcs grouped by one of their ends: counting, where numpy sorts. Or by both: tiles of arcs whose ends stay in the cache.

What is as long as the arcs is handed in, made by numpy, which asks for large pages.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from datamap.flow.compiled.jit import jit

FROM = 17  # bits: a tile has arcs from so many nodes
TO = 13  # bits: and into so many; with FROM at most 32


@jit
def tiled(src: Any, dst: Any, rows: Any, nodes: int, ends: Any, row: Any) -> Any:
    """Put the arcs in order by tile: in `ends` both ends of each arc within its tile, as one number, and in `row` its row.

    Gives where those of each tile begin. Tiles with the same sources follow one another, each with its first source at a multiple of
    `1 << FROM`.
    """
    across = ((nodes - 1) >> TO) + 1
    starts = np.zeros((((nodes - 1) >> FROM) + 1) * across + 1, np.int64)
    for arc in range(len(src)):
        starts[(src[arc] >> FROM) * across + (dst[arc] >> TO) + 1] += 1
    for tile in range(len(starts) - 1):
        starts[tile + 1] += starts[tile]
    at = starts[:-1].copy()
    for arc in range(len(src)):
        tile = (src[arc] >> FROM) * across + (dst[arc] >> TO)
        place = at[tile]
        at[tile] = place + 1
        ends[place] = (src[arc] & ((1 << FROM) - 1)) << TO | dst[arc] & ((1 << TO) - 1)
        row[place] = rows[arc]
    return starts


@jit
def count(ends: Any, nodes: int) -> Any:
    """Where the arcs of each node begin."""
    starts = np.zeros(nodes + 1, np.int32)
    for end in ends:
        starts[end + 1] += 1
    for node in range(nodes):
        starts[node + 1] += starts[node]
    return starts


@jit
def order(ends: Any, starts: Any, ids: Any) -> None:
    """Put into `ids` the ids of all arcs by one of their ends, then by id."""
    at = starts.copy()
    for arc in range(len(ends)):
        end = ends[arc]
        ids[at[end]] = arc
        at[end] += 1


@jit
def group(ends: Any, starts: Any, others: Any, rows: Any, other: Any, row: Any) -> None:
    """Put into `other` and `row` the other ends and the rows of all arcs, by one of their ends, then by id."""
    at = starts.copy()
    for arc in range(len(ends)):
        end = ends[arc]
        place = at[end]
        other[place], row[place] = others[arc], rows[arc]
        at[end] = place + 1
