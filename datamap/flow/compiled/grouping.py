"""Arcs grouped by one of their ends: counting, where numpy sorts. Or by both: tiles of arcs whose ends stay in the cache."""

from __future__ import annotations

from typing import Any

import numpy as np

from datamap.flow.compiled.jit import jit

FROM = 17  # bits: a tile has arcs from so many nodes
TO = 13  # bits: and into so many; with FROM at most 32


@jit
def tiled(src: Any, dst: Any, rows: Any, nodes: int) -> Any:
    """The arcs by tile: where those of each tile begin, both ends of each arc within its tile as one number, and its row.

    Tiles with the same sources follow one another; each has its first source at a multiple of `1 << FROM`.
    """
    across = ((nodes - 1) >> TO) + 1
    starts = np.zeros((((nodes - 1) >> FROM) + 1) * across + 1, np.int64)
    for arc in range(len(src)):
        starts[(src[arc] >> FROM) * across + (dst[arc] >> TO) + 1] += 1
    for tile in range(len(starts) - 1):
        starts[tile + 1] += starts[tile]
    at = starts[:-1].copy()
    ends, row = np.empty(len(src), np.uint32), np.empty(len(src), rows.dtype)
    for arc in range(len(src)):
        tile = (src[arc] >> FROM) * across + (dst[arc] >> TO)
        place = at[tile]
        at[tile] = place + 1
        ends[place] = (src[arc] & ((1 << FROM) - 1)) << TO | dst[arc] & ((1 << TO) - 1)
        row[place] = rows[arc]
    return starts, ends, row


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
def order(ends: Any, starts: Any) -> Any:
    """The ids of all arcs by one of their ends, then by id."""
    at = starts.copy()
    ids = np.empty(len(ends), np.int32)
    for arc in range(len(ends)):
        end = ends[arc]
        ids[at[end]] = arc
        at[end] += 1
    return ids


@jit
def group(ends: Any, starts: Any, others: Any, rows: Any) -> Any:
    """The other ends and the rows of all arcs, by one of their ends, then by id."""
    at = starts.copy()
    other, row = np.empty(len(ends), np.int32), np.empty(len(ends), rows.dtype)
    for arc in range(len(ends)):
        end = ends[arc]
        place = at[end]
        other[place], row[place] = others[arc], rows[arc]
        at[end] = place + 1
    return other, row
